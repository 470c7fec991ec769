"""What differs between two versions of what went to somebody, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from onrecord.domain.packet import Bundle
from onrecord.domain.packet_order import MARKS, in_order
from onrecord.domain.packet_profile import PART_WORDS
from onrecord.domain.when import When
from onrecord.errors import Refused
from onrecord.packet.content import BundleContent, Exhibit, from_json

_PICTURES = {
    "grey": "Pictures grey, at 150 dots an inch",
    "bw": "Pictures in black and white",
    **{str(dots): f"Pictures at {dots} dots an inch" for dots in (300, 200, 150)},
}

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class Difference:
    """``kind`` is added, removed or changed; ``where`` a part, a label or a name."""

    kind: str
    where: str
    before: str = ""
    after: str = ""

    @property
    def words(self) -> str:
        if self.kind == "added":
            return f"{self.where}: new. {self.after}".strip()
        if self.kind == "removed":
            return f"{self.where}: no longer there. {self.before}".strip()
        return f"{self.where}: “{self.before}” became “{self.after}”"


@dataclass(frozen=True)
class Comparison:
    """From one version to the other; empty ``differences`` where both print the same."""

    before: Bundle
    after: Bundle
    differences: tuple[Difference, ...]


def compare_versions(vault: Vault, before_id: str, after_id: str) -> Comparison:
    """Of one packet, or of two. Raises NotFound, and Refused for what another version of the app
    printed and this one cannot read."""
    one, other = vault.get(Bundle, before_id), vault.get(Bundle, after_id)
    try:
        a, b = from_json(one.content), from_json(other.content)
    except Refused:
        raise Refused("One of these was made by a newer OnRecord and cannot be compared.") from None
    return Comparison(one, other, tuple(differences(a, b)))


def differences(a: BundleContent, b: BundleContent) -> Iterator[Difference]:
    """In the order of the pages."""
    yield from _texts(
        ("Title", a.title, b.title),
        ("For", a.subtitle, b.subtitle),
        ("What is asked for", a.ask, b.ask),
        ("Summary", a.summary, b.summary),
    )
    yield from _order(a, b)
    yield from _rows(PART_WORDS["letter"], _letter(a), _letter(b))
    yield from _rows(
        PART_WORDS["chronology"],
        [f"{When(r.when).words()}: {r.words}" for r in a.chronology if r.kind != "silence"],
        [f"{When(r.when).words()}: {r.words}" for r in b.chronology if r.kind != "silence"],
    )
    yield from _rows(
        PART_WORDS["issues"],
        [f"{i.title}: {i.mine} / {i.theirs}" for i in a.issues],
        [f"{i.title}: {i.mine} / {i.theirs}" for i in b.issues],
    )
    yield from _rows(
        PART_WORDS["claims"],
        [f"{c.words}: {c.minor if c.minor is not None else c.amount_text} {c.currency}" for c in a.claims],
        [f"{c.words}: {c.minor if c.minor is not None else c.amount_text} {c.currency}" for c in b.claims],
    )  # fmt: skip
    yield from _exhibits(a.exhibits, b.exhibits)
    yield from _rows("How it is printed", _print(a), _print(b))


def _order(a: BundleContent, b: BundleContent) -> Iterator[Difference]:
    """Parts that came or went; else whether one stands elsewhere, among the others or among the
    documents that are in both."""
    both = {one.id for one in a.exhibits} & {one.id for one in b.exhibits}
    was, now = _standing(a, both), _standing(b, both)
    yield from _rows("Parts", [_part(name) for name in was], [_part(name) for name in now])
    if {*was} == {*now} and list(was.items()) != list(now.items()):
        yield Difference("changed", "Order of the parts", _in_words(a), _in_words(b))


def _standing(content: BundleContent, both: set[str]) -> dict[str, frozenset[str]]:
    """The parts in order, and which documents stand before each."""
    found: dict[str, frozenset[str]] = {}
    before: set[str] = set()
    for one in in_order(content.parts, len(content.exhibits)):
        if one.name:
            found[one.name] = frozenset(before)
        else:
            before |= {content.exhibits[one.document].id} & both
    return found


def _in_words(content: BundleContent) -> str:
    """The order, with the documents where a part stands between or behind them."""
    labels = [e.label for e in content.exhibits]
    between = any(name in MARKS for name in content.parts)
    order = in_order(content.parts, len(labels) if between else 0)
    return ", ".join(_part(one.name) if one.name else labels[one.document] for one in order)


def _texts(*pairs: tuple[str, str, str]) -> Iterator[Difference]:
    for where, before, after in pairs:
        if before != after:
            yield Difference("changed", where, before, after)


def _rows(where: str, before: Sequence[str], after: Sequence[str]) -> Iterator[Difference]:
    """What was taken out and what came; what only moved is no difference here."""
    known, new = list(before), list(after)
    for line in after:
        if line in known:
            known.remove(line)
    for line in before:
        if line in new:
            new.remove(line)
    for line in known:
        near = max(new, key=lambda one: _alike(line, one), default="")
        if near and _alike(line, near) > _SAME:
            new.remove(near)
            yield Difference("changed", where, line, near)
        else:
            yield Difference("removed", where, line)
    for line in new:
        yield Difference("added", where, "", line)


_SAME = 0.6
"""How alike two lines are to be one that was changed."""


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _exhibits(before: Sequence[Exhibit], after: Sequence[Exhibit]) -> Iterator[Difference]:
    was = {e.id: e for e in before}
    now = {e.id: e for e in after}
    for id, one in was.items():
        if id not in now:
            yield Difference("removed", one.label, one.title)
    for id, one in now.items():
        if id not in was:
            yield Difference("added", one.label, "", one.title)
            continue
        old = was[id]
        yield from _texts(
            (f"{one.label}, title", old.title, one.title),
            (f"{one.label}, caption", old.caption, one.caption),
            (f"{one.title}, label", old.label, one.label),
            (f"{one.label}, pages", _pages(old), _pages(one)),
            (f"{one.label}, marks", _drawn(old), _drawn(one)),
        )


def _pages(exhibit: Exhibit) -> str:
    return ", ".join(map(str, exhibit.pages)) if exhibit.pages is not None else "all"


def _drawn(exhibit: Exhibit) -> str:
    kinds: dict[str, int] = {}
    for one in exhibit.drawn:
        name = one.kind.replace("_", " ")
        kinds[name] = kinds.get(name, 0) + 1
    return ", ".join(f"{count} {kind}" for kind, count in kinds.items()) or "none"


def _part(name: str) -> str:
    return PART_WORDS.get(name, name)


def _print(content: BundleContent) -> list[str]:
    """What is not as usual about the files; pages may bear other numbers by it."""
    options = content.options
    said = {
        "In large print": options.large,
        "Without colour": options.grey,
        "Without links, notes and layers": options.flat,
        f"At most {options.volume_pages} pages in a file": options.volume_pages,
        f"At most {options.volume_bytes / 1e6:g} MB in a file": options.volume_bytes,
        _PICTURES.get(options.pictures, ""): options.pictures,
        f"Our words in the language “{content.language}”": content.language != "en",
        "On Letter paper": content.paper == "letter",
        f"Words blacked out everywhere: {len(content.hidden)}": content.hidden,
        f"Files beside it: {len(content.along)}": content.along,
    }
    return [words for words, on in said.items() if on]


def _letter(content: BundleContent) -> list[str]:
    if content.letter is None:
        return []
    return ["".join(run.text for run in block.runs) for block in content.letter.blocks]
