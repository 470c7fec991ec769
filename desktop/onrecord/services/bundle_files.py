"""The files that a finished bundle is outside the vault: the PDF or its volumes, the manifest, and
what goes along. Every way of writing a bundle out takes them from here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from onrecord.domain.evidence import Evidence, ObjectRecord
from onrecord.domain.packet import Bundle
from onrecord.errors import KnownError, Refused
from onrecord.packet.content import BundleContent, from_json
from onrecord.packet.hiding import printed
from onrecord.packet.originals import zipped
from onrecord.services.packet_options import packet_options

if TYPE_CHECKING:
    from onrecord.services.workshop import Workshop
    from onrecord.vault.vault import Vault

_CHUNK = 1 << 20
SHORTEST = 8  # characters of a passphrase


@dataclass(frozen=True)
class OutFile:
    """One file. ``ending`` stands behind the name that was chosen: `` volume 1 of 2.pdf``."""

    ending: str
    kind: Literal["pdf", "manifest", "along"]
    content: Callable[[], Iterable[bytes]]
    length: int = 0  # bytes; 0 where it is not known before it is written
    locked: bool = False

    def at(self, target: Path) -> Path:
        """Where it stands when the first is to be ``target``."""
        return target if self.ending == ".pdf" else target.parent / f"{target.stem}{self.ending}"


def bundle_files(workshop: Workshop, bundle_id: str, passphrase: str = "") -> list[OutFile]:
    """The files of a bundle as they go out, the PDF first.

    With a passphrase every PDF opens only with it, and no manifest goes beside it, since that
    names every document in plain words. Raises Refused where the packet asks for a passphrase and
    there is none, or where files would lie open beside a locked PDF.
    """
    vault = workshop.vault
    bundle = vault.get(Bundle, bundle_id)
    content = printed(from_json(bundle.content))
    ask_passphrase(vault, bundle.packet_id, passphrase)
    refuse_open_beside(content, passphrase)
    made = [*_pdfs(workshop, bundle, passphrase)]
    if not passphrase:
        words = json.dumps(bundle.manifest, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        data = words.encode()
        made.append(OutFile(".manifest.json", "manifest", lambda: [data], len(data)))
        if content.along:
            _nothing_revealed(bundle, content)
            made.append(_along(workshop, content, data))
    return made


def refuse_open_beside(content: BundleContent, passphrase: str) -> None:
    """Raises Refused where files would lie open beside a PDF that opens only with a passphrase."""
    if passphrase and content.along:
        raise Refused(
            "The original files would lie open beside a PDF with a passphrase; choose one of both.",
            "originals",
        )


def _nothing_revealed(bundle: Bundle, content: BundleContent) -> None:
    """What was found while the pages were made counts: of a document from which something was
    removed there no file goes along that was not chosen on purpose."""
    found: Any = bundle.manifest.get("exhibits", [])
    copies = {one["id"] for one in found if one["sha256_of"] == "copy"}
    for one in content.along:
        if one.whole and one.id in copies:
            raise Refused(
                f"Something was removed from {one.label} in the PDF, and its file would show it;"
                " send no files along, or choose that one on purpose.",
                "originals",
            )


def ask_passphrase(vault: Vault, packet_id: str, passphrase: str) -> None:
    """Raises Refused, with the path ``passphrase``, where one is wanted and is missing or weak."""
    if packet_options(vault, packet_id).locked and not passphrase:
        raise Refused("This PDF is to open with a passphrase only; give one.", "passphrase")
    if passphrase and len(passphrase) < SHORTEST:
        raise Refused(f"The passphrase needs at least {SHORTEST} characters.", "passphrase")


def _pdfs(workshop: Workshop, bundle: Bundle, passphrase: str) -> Iterator[OutFile]:
    vault = workshop.vault
    record = vault.get(ObjectRecord, bundle.object_id)
    volumes = volumes_of(bundle)
    parts = [(one["offset"], one["length"]) for one in volumes] or [(0, record.length)]
    for number, (offset, length) in enumerate(parts, 1):
        ending = f" volume {number} of {len(parts)}.pdf" if volumes else ".pdf"

        def plain(offset: int = offset, length: int = length) -> Iterable[bytes]:
            return part_of(vault, record, offset, length)

        def locked(offset: int = offset, length: int = length) -> Iterable[bytes]:
            return workshop.bundler.lock(part_of(vault, record, offset, length), passphrase)

        content = locked if passphrase else plain
        size = 0 if passphrase else length
        yield OutFile(ending, "pdf", content, size, bool(passphrase))


def volumes_of(bundle: Bundle) -> list[Mapping[str, Any]]:
    """The files in the stored PDF of a bundle, as the manifest has them; empty where it is one."""
    found: Any = bundle.manifest.get("volumes", [])
    return list(found)


def part_of(vault: Vault, record: ObjectRecord, offset: int, length: int) -> Iterator[bytes]:
    """Bytes ``offset`` to ``offset + length`` of an object."""
    if (offset, length) == (0, record.length):
        yield from vault.objects.chunks(record)
        return
    with vault.objects.open(record) as reader:
        reader.seek(offset)
        left = length
        while left and (piece := reader.read(min(left, _CHUNK))):
            left -= len(piece)
            yield piece


def _along(workshop: Workshop, content: BundleContent, manifest: bytes) -> OutFile:
    exhibits = {one.id: one for one in content.exhibits}
    entries: list[tuple[str, Callable[[], Iterable[bytes]]]] = []
    for one in content.along:

        def original(id: str = one.id) -> Iterable[bytes]:
            vault = workshop.vault
            record = vault.get(ObjectRecord, vault.get(Evidence, id).object_id)
            return vault.objects.chunks(record)

        def copy(id: str = one.id, name: str = one.name) -> Iterable[bytes]:
            data = b"".join(original(id))
            try:
                made = workshop.bundler.convert(exhibits[id], data, content)
            except KnownError as error:
                raise KnownError(f"No copy of “{name}” could be made: {error}") from None
            return [made]

        entries.append((one.name, copy if one.form == "copy" else original))
    entries.append(("manifest.json", lambda: [manifest]))
    return OutFile(" originals.zip", "along", lambda: zipped(entries))
