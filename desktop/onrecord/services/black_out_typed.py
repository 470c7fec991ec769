"""Black out words that somebody typed, which have to stand somewhere in the packet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from onrecord.domain.change import Change
from onrecord.domain.money import Money
from onrecord.domain.packet import Packet
from onrecord.domain.same_words import Plain, squashed
from onrecord.domain.when import When
from onrecord.errors import KnownError, Refused
from onrecord.packet.content import Frozen, to_json
from onrecord.services.arrange_exhibits import has_own_pages
from onrecord.services.bundle_content import bundle_content
from onrecord.services.drawn_marks import LEAST
from onrecord.services.judge_exhibits import verdicts
from onrecord.services.mark_page import Mark, mark_pages
from onrecord.services.private_words import pages_in, places_of

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class HiddenWords:
    """``unread`` are the labels of documents that may show words found nowhere else: those nobody
    has read yet, or of which pages cannot be read, or not surely; ``unseen`` are these words where
    there were others. ``absent`` stand nowhere, and were left as they are."""

    change: Change
    unread: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What is to be done about those; empty where there are none."""
        said: list[str] = []
        if self.absent:
            verb = "stands" if len(self.absent) == 1 else "stand"
            said.append(
                f"{_quoted(self.absent)} {verb} nowhere in this packet and"
                f" {'was' if len(self.absent) == 1 else 'were'} not blacked out; the rest was."
                " Check how it is written."
            )
        if self.unread:
            words = _quoted(self.unseen) or "These words"
            verb = "stands" if len(self.unseen) == 1 else "stand"
            said.append(
                f"{words} {verb} nowhere that can be read. Not read yet, or not surely:"
                f" {', '.join(self.unread)}. Look there before it goes out."
            )
        return " ".join(said)


def _quoted(words: Sequence[str]) -> str:
    quoted = [f"“{one}”" for one in words]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)


def black_out_typed(
    vault: Vault, packet_id: str, words: Sequence[str], reason: str = ""
) -> HiddenWords:
    """Hides these wherever they stand in the packet, but for those that stand nowhere while all of
    it is read. Raises Refused where that is so of each."""
    unread: dict[str, None] = {}
    absent: list[str] = []
    unseen: list[str] = []
    for each in words:
        found = _may_stand(vault, packet_id, each) if len(squashed(each)) >= LEAST else []
        if found is None:
            absent.append(each)
        elif found:
            unseen.append(each)
            unread.update(dict.fromkeys(found))
    if len(absent) == len(words):
        sentence = "These words stand nowhere in this packet. Check how they are written."
        raise Refused(sentence, "words")
    marks = [Mark(words=e, reason=reason, everywhere=True) for e in words if e not in absent]
    change = mark_pages(vault, packet_id, marks)
    named = tuple(unseen) if len(words) > 1 else ()
    return HiddenWords(change, tuple(unread), named, tuple(absent))


def _may_stand(vault: Vault, packet_id: str, words: str) -> list[str] | None:
    """The labels of documents that may show these words, where they are found nowhere; None where
    they stand nowhere."""
    if places_of(vault, packet_id, words) or _in_own_pages(vault, packet_id, words):
        return []
    unread: list[str] = []
    judged = verdicts(vault, packet_id)
    for label, evidence, pages in pages_in(vault, vault.get(Packet, packet_id)):
        texts = vault.index.text(evidence.id).split("\f")
        unsure = {number for _, number in vault.index.unread_pictures(evidence.id)}
        unsure |= {n for n, text in enumerate(texts, 1) if not squashed(text)}
        seen = vault.index.seen_pages(evidence.id)
        if evidence.id in judged:
            unsure |= {*judged[evidence.id].unmapped} - {one.number for one in seen}
        unsure |= {one.number for one in seen if Plain(one.text).nearly(words)}
        of_pages = has_own_pages(evidence) and any(n in unsure or n > len(texts) for n in pages)
        if evidence.read_state == "waiting" or of_pages:
            unread.append(label)
    return unread or None


def _in_own_pages(vault: Vault, packet_id: str, words: str) -> bool:
    """Whether our own pages may say it. They put days, amounts and names together in ways of their
    own, so each word may stand in another place; where they cannot be made, nobody knows."""
    try:
        content = bundle_content(vault, packet_id, Frozen())
    except KnownError:  # the check says what is wrong with it
        return True
    said = said_in(to_json(replace(content, hidden=(), settled=())))
    plain = Plain("\n".join(said))
    return all(plain.find(each) for each in words.split() if squashed(each))


def said_in(value: Any) -> Iterator[str]:
    """All that is written in it, days and amounts as they are printed, too."""
    if isinstance(value, str):
        yield value
        with suppress(ValueError):
            yield When(value).words()
    elif isinstance(value, list):
        for one in cast("list[Any]", value):
            yield from said_in(one)
    elif isinstance(value, dict):
        inside = cast("Mapping[str, Any]", value)
        for name, one in inside.items():
            of_document = name == "text" and "sha256" in inside  # its pages are looked through
            if name not in ("id", "sha256") and not of_document:
                yield from said_in(one)
        if inside.get("currency") and isinstance(inside.get("minor"), int):
            yield Money(inside["minor"], inside["currency"]).words()
