"""Which files go beside the bundle: the originals of what is in it, or copies that portals take."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from onrecord.domain.file_names import cut_name
from onrecord.packet.content import Along, Exhibit
from onrecord.packet.originals import CONVERTED

if TYPE_CHECKING:
    from onrecord.domain.packet_options import PacketOptions

_NO_NAME = re.compile(r"[\x00-\x1f\x7f<>:\"/\\|?*]+")
_LONGEST = 120


def along(
    options: PacketOptions,
    exhibits: Sequence[Exhibit],
    revealed: Collection[str],
    changed: Collection[str] = (),
    searched: Collection[str] | None = None,
) -> tuple[Along, ...]:
    """The files that go along. An original goes only where its document is in the bundle whole and
    nothing was removed from it, or where somebody decided that it goes all the same
    (``revealed``); a copy in another kind only of what is whole. ``changed``: documents from which
    words were taken that are blacked out everywhere; ``searched``: whose files hold none of those in
    places that are not seen either, None where no words are."""
    made: list[Along] = []
    taken: set[str] = set()
    for exhibit in exhibits:
        whole = exhibit.sha256_of == "original" and bool(exhibit.sha256)
        whole = whole and exhibit.id not in changed
        kind = CONVERTED.get(exhibit.media_type, "")
        name = exhibit.file_name
        if options.converted and kind and whole:
            stem = name.rpartition(".")[0] or name
            made.append(
                Along(exhibit.id, exhibit.label, _named(exhibit, f"{stem}.{kind}", taken), "copy")
            )
        whole = whole and (searched is None or exhibit.id in searched)
        if options.originals and (whole or exhibit.id in revealed):
            made.append(
                Along(
                    exhibit.id,
                    exhibit.label,
                    _named(exhibit, name, taken),
                    whole=whole,
                    length=exhibit.length if whole else 0,
                    sha256=exhibit.sha256 if whole else "",
                )
            )
    return tuple(made)


def _named(exhibit: Exhibit, name: str, taken: set[str]) -> str:
    """ "A1 bill.pdf": with the label in front, so that no two are alike; safe on every system."""
    tidy = _NO_NAME.sub("_", name).strip(" .") or "file"
    tidy = cut_name(tidy, _LONGEST) or "file"
    found, number = f"{exhibit.label} {tidy}", 1
    while found.casefold() in taken:
        number += 1
        found = f"{exhibit.label} ({number}) {tidy}"
    taken.add(found.casefold())
    return found
