"""What stands in the list of a packet: plain data made from the packet and the preview's report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject

from onrecord.domain.packet_order import LAST, MARKS, Placed, in_order, kept

if TYPE_CHECKING:
    from onrecord.packet.outcome import BuildReport
    from onrecord.services.arrange_exhibits import ExhibitPlace
    from onrecord.services.views.packet_detail import PlacedDocument

LineKind = Literal["part", "exhibit", "left_out", "heading"]
PART_ICONS = {
    "cover": "sheet", "index": "menu", "chronology": "timeline", "issues": "dispute",
    "contact_log": "call", "claims": "money", "hashes": "key", "letter": "letter",
    "brief": "person", "proof": "check",
}  # fmt: skip
USUAL = (
    "cover", "letter", "brief", "index", "proof", "chronology", "issues", "contact_log", "claims",
    LAST,
)  # fmt: skip


@dataclass(frozen=True)
class PacketLine:
    """``key`` is a part's name or a document's id; ``pages`` those of the PDF ("8-10")."""

    kind: LineKind
    key: str
    title: str
    label: str = ""
    icon: str = ""
    pages: str = ""
    first_page: int = 0
    note: str = ""

    @property
    def spoken(self) -> str:
        pages = f"p. {self.pages}" if self.pages else ""
        return ", ".join(p for p in (self.label, self.title, self.note, pages) if p)


class PartWords(QObject):
    """The parts of a bundle, as the screen calls them; as the PDF has them where it names them."""

    def of(self, part: str) -> str:
        return {
            "cover": self.tr("Cover"),
            "index": self.tr("Contents"),
            "chronology": self.tr("What happened"),
            "issues": self.tr("Where we disagree"),
            "contact_log": self.tr("Calls and messages"),
            "claims": self.tr("Amounts I ask for"),
            "hashes": self.tr("How to check these files"),
            "letter": self.tr("Letter"),
            "brief": self.tr("At a glance"),
            "proof": self.tr("What was done first"),
        }[part]

    def theirs(self) -> str:
        return self.tr("theirs")

    def empty(self) -> str:
        return self.tr("nothing yet")

    def left_out(self) -> str:
        return self.tr("Left out")


def packet_lines(
    parts: tuple[str, ...],
    documents: tuple[PlacedDocument, ...],
    report: BuildReport | None,
    words: PartWords,
    *,
    show_left_out: bool,
) -> list[PacketLine]:
    """The parts and documents in the order of the PDF, then what was left out, if wanted."""
    ranges = page_ranges(report)
    empty = words.empty() if ranges else ""
    inside = [one for one in documents if one.included]
    lines = [
        _part(at.name, ranges, words, empty)
        if at.name
        else _document(inside[at.document], ranges, words)
        for at in in_order(parts, len(inside))
    ]
    out = [one for one in documents if not one.included]
    if out and show_left_out:
        lines.append(PacketLine("heading", "", words.left_out()))
        lines += [PacketLine("left_out", one.evidence_id, one.title) for one in out]
    # Numbers are as printed; what leads there counts from the first page of this PDF.
    before = report.first_page - 1 if report is not None else 0
    if before:
        lines = [replace(x, first_page=max(0, x.first_page - before)) for x in lines]
    return lines


def page_ranges(report: BuildReport | None) -> dict[str, tuple[int, int]]:
    """First and last page of the PDF for each part's name and each document's id."""
    if report is None or not report.page_count:
        return {}
    found: dict[str, tuple[int, int]] = {}
    ids = {e["label"]: e["id"] for e in report.manifest.get("exhibits", ())}
    for page in report.pages:
        if page.exhibit_label and (key := ids.get(page.exhibit_label)):
            first, _ = found.get(key, (page.number, 0))
            found[key] = (first, page.number)
    found.update(report.parts)
    return found


@dataclass(frozen=True)
class Order:
    """What stands in a packet, in order; what is left out stands behind."""

    parts: tuple[str, ...]
    places: list[ExhibitPlace]

    def keys(self) -> list[str]:
        """The parts by name and the documents by id, as they are printed; without the last page,
        which stays the last."""
        ids = [p.evidence_id for p in self.places if p.included]
        order = in_order(self.parts, len(ids))
        return [one.name or ids[one.document] for one in order if one.name != LAST]

    def moved(self, key: str, to: int) -> Order | None:
        """With a part or document at place ``to`` (from 0) of ``keys``; None where nothing would
        change."""
        keys = self.keys()
        to = min(max(to, 0), len(keys) - 1)
        if key not in keys or keys.index(key) == to:
            return None
        keys.insert(to, keys.pop(keys.index(key)))
        known = {p.evidence_id: p for p in self.places if p.included}
        inside = [known[key] for key in keys if key in known]
        number = {p.evidence_id: n for n, p in enumerate(inside)}
        order = [Placed(document=number[k]) if k in number else Placed(k) for k in keys]
        last = [Placed(LAST)] if LAST in self.parts else []
        outside = [p for p in self.places if not p.included]
        return Order(kept([*order, *last]), inside + outside)


def with_included(
    places: list[ExhibitPlace], evidence_id: str, included: bool
) -> list[ExhibitPlace]:
    """The packet with a document taken in, as the last, or left out."""
    chosen = [replace(p, included=included) for p in places if p.evidence_id == evidence_id]
    rest = [p for p in places if p.evidence_id != evidence_id]
    inside = [p for p in rest if p.included]
    outside = [p for p in rest if not p.included]
    return inside + chosen + outside if included else inside + outside + chosen


def with_parts(parts: tuple[str, ...], wanted: list[str]) -> tuple[str, ...]:
    """The parts in the order they had; one that comes in stands where it stands by itself."""
    made = [name for name in parts if name in wanted or name in MARKS]
    for name in wanted:
        if name not in made:
            before = [n for n in USUAL[: USUAL.index(name)] if n in made]
            made.insert(made.index(before[-1]) + 1 if before else 0, name)
    return tuple(made)


def _part(
    name: str, ranges: dict[str, tuple[int, int]], words: PartWords, empty: str
) -> PacketLine:
    """A part with nothing to say has no page in the PDF; its line says so."""
    line = PacketLine("part", name, words.of(name), icon=PART_ICONS[name])
    if name not in ranges:
        return replace(line, note=empty)
    return _ranged(line, ranges[name])


def _document(
    one: PlacedDocument, ranges: dict[str, tuple[int, int]], words: PartWords
) -> PacketLine:
    note = words.theirs() if one.theirs else ""
    line = PacketLine("exhibit", one.evidence_id, one.title, one.label, note=note)
    return _ranged(line, ranges.get(one.evidence_id))


def _ranged(line: PacketLine, pages: tuple[int, int] | None) -> PacketLine:
    if pages is None:
        return line
    first, last = pages
    return replace(line, pages=str(first) if first == last else f"{first}-{last}", first_page=first)
