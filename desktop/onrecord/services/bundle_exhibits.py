"""The documents of a packet as its bundle prints them: labels, pages, and what is set as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from onrecord.domain.evidence import DisputeEvidence, Evidence, ObjectRecord
from onrecord.domain.fact import Citation
from onrecord.domain.labels import exhibit_labels
from onrecord.domain.packet import Packet, PacketExhibit
from onrecord.domain.packet_mark import PacketMark
from onrecord.domain.packet_options import turns_of
from onrecord.domain.rect import Rect, read_rect
from onrecord.domain.table_text import MOVEMENTS
from onrecord.errors import Refused
from onrecord.packet.content import Exhibit, Mark, Seen, Turn
from onrecord.packet.ink import ink
from onrecord.services.arrange_exhibits import check_pages, evidence_by_id, has_own_pages
from onrecord.services.drawn_marks import drawn_on, hidden_by, removes, says
from onrecord.services.judge_exhibits import beyond_reading
from onrecord.services.rows import batches, in_list

if TYPE_CHECKING:
    from onrecord.vault.index import IndexedPage, Word
    from onrecord.vault.vault import Vault

_NOT_SHOWN = {
    "unknown_kind": "This kind of file cannot be shown as pages.",
    "too_large": "This file is too large to be shown as pages.",
}
"""Known before a worker looks; why the others cannot be shown is found out with their bytes."""
_BANK_FILE = "application/x-ofx"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_READ_AS_TEXT = ("message/rfc822", "text/html", _WORD, _BANK_FILE)
"""Printed as they were understood when they were read, not from their own bytes."""
_SAFELY_SET, _SAFELY_SET_LARGE = 900, 350
"""Pages on screen of a text that surely is within the 1,000 pages that are set of one."""
_CUT = "Only the first part of this long text is printed here. The file itself is kept whole."


@dataclass(frozen=True)
class Documents:
    """``labels`` and ``evidence`` by the id of the document."""

    exhibits: tuple[Exhibit, ...]
    labels: dict[str, str]
    evidence: dict[str, Evidence]


def packet_documents(
    vault: Vault,
    packet: Packet,
    marks: list[PacketMark],
    turns: Mapping[str, str],
    sent: Sequence[str],
) -> Documents:
    """Those that are chosen and not in the trash, in their order. ``turns`` are pages that are
    turned, by document; ``sent`` are labels that an earlier bundle gave away.

    Raises Refused for pages a document does not have and for labels that clash.
    """
    chosen = "packet_id = ? AND included = 1"
    rows = vault.find(PacketExhibit, chosen, [packet.id], order="position, rowid")
    documents = evidence_by_id(vault, [row.evidence_id for row in rows])
    rows = [
        row
        for row in rows
        if row.evidence_id in documents and not documents[row.evidence_id].trashed_at
    ]
    try:
        labels = exhibit_labels([row.label for row in rows], packet.label_prefix, sent)
    except ValueError as error:
        raise Refused(str(error), "label") from None
    objects: dict[str, ObjectRecord] = {}
    for batch in batches(documents[row.evidence_id].object_id for row in rows):
        where, args = in_list("id", batch)
        objects.update((o.id, o) for o in vault.find(ObjectRecord, where, args))
    theirs = {
        link.evidence_id
        for link in vault.find(
            DisputeEvidence, "dispute_id = ? AND theirs = 1", [packet.dispute_id]
        )
    }
    beyond = beyond_reading(vault, packet.id)
    marked, hidden = drawn_on(marks), hidden_by(marks)
    made: list[Exhibit] = []
    for row, label in zip(rows, labels, strict=True):
        evidence = documents[row.evidence_id]
        stored = objects[evidence.object_id]
        pages = check_pages(evidence, row.pages)
        # The whole file's hash would let someone guess at what was left out: it stays here.
        whole = pages is None or len(pages) == evidence.page_count
        drawn = marked.get(evidence.id, ())
        whole = whole and not removes(drawn) and not says(vault, evidence.id, hidden)
        made.append(
            Exhibit(
                id=evidence.id,
                label=label,
                title=evidence.title or evidence.file_name,
                caption=row.caption or evidence.description,
                when=evidence.dated,
                source=evidence.source,
                kind=evidence.kind,
                media_type=evidence.media_type,
                file_name=evidence.file_name,
                length=stored.length if whole else 0,
                sha256=stored.sha256 if whole else "",
                sha256_of="original" if whole else "copy",
                pages=tuple(pages) if pages is not None else None,
                page_count=evidence.page_count if has_own_pages(evidence) else 0,
                theirs=evidence.id in theirs,
                password=evidence.password,
                text=_text(vault, evidence),
                seen=_seen(vault, evidence),
                cut=cut_words(evidence),
                drawn=drawn,
                problem=_NOT_SHOWN.get(evidence.read_state, "") or beyond.get(evidence.id, ""),
                turns=tuple(
                    Turn(page, by)
                    for page, by in sorted(turns_of(turns.get(evidence.id, "")).items())
                ),
            )
        )
    return Documents(tuple(made), {one.id: one.label for one in made}, documents)


def cut_words(evidence: Evidence) -> str:
    """That not all of a text is printed which is printed as it was read; else empty."""
    if evidence.media_type not in _READ_AS_TEXT or evidence.read_state != "read":
        return ""
    return _CUT if evidence.problem else ""


def may_be_too_long(evidence: Evidence, *, large: bool) -> bool:
    """Whether a plain text, which is printed whole or not at all, may need more pages than are
    set; how many it has on screen tells that but about."""
    if not evidence.media_type.startswith("text/") or evidence.media_type in _READ_AS_TEXT:
        return False
    most = _SAFELY_SET_LARGE if large else _SAFELY_SET
    return evidence.read_state == "read" and (bool(evidence.problem) or evidence.page_count > most)


def _text(vault: Vault, evidence: Evidence) -> str | None:
    """What is printed of a mail, a web page or a bank's file, of this only where it was read
    as a table. A plain text is printed from its own bytes, whole."""
    if evidence.media_type not in _READ_AS_TEXT:
        return None
    text = vault.index.text(evidence.id).replace("\f", "\n")
    if evidence.media_type == _BANK_FILE and MOVEMENTS not in text.split("\n"):
        return None
    return text or None


def _seen(vault: Vault, evidence: Evidence) -> tuple[Seen, ...]:
    """What a machine read in pictures of pages; kept with the revision, so that it is exported
    again with the same words."""
    return tuple(
        Seen(page.number, _seen_words(page)) for page in vault.index.seen_pages(evidence.id)
    )


def _seen_words(page: IndexedPage) -> tuple[str, ...]:
    """As ``Seen`` keeps them."""
    across, down = 1000 / (page.width or 1), 1000 / (page.height or 1)
    found: list[str] = []
    for text, *box in page.words:
        x0, y0, x1, y1 = (min(max(side, 0.0), 1000.0) for side in (
            box[0] * across, box[1] * down, box[2] * across, box[3] * down
        ))  # fmt: skip
        if round(x1, 2) > round(x0, 2) and round(y1, 2) > round(y0, 2):
            found.append(f"{Rect(x0, y0, x1, y1).text()} {text}")
    return tuple(found)


def cited_marks(
    vault: Vault, evidence: Evidence, citations: Sequence[Citation]
) -> tuple[Mark, ...]:
    """Where the pages of a text that are cited begin: it is broken into others when set.
    ``citations`` are all those of this document."""
    if has_own_pages(evidence):
        return ()
    cited = {one.page for one in citations if one.page and one.page > 1}
    parts = {(one.page or 1, one.rect) for one in citations if one.rect}
    if not cited and not parts:
        return ()
    pages = vault.index.text(evidence.id).split("\f")
    before = list(accumulate(map(ink, pages), initial=0))
    marks = [Mark(n, before[n - 1]) for n in sorted(cited) if n <= len(pages)]
    if parts:
        words = {page.number: page.words for page in vault.index.pages(evidence.id)}
        for number, rect in sorted(parts):
            span = _letters_within(words.get(number, ()), rect)
            if span is not None and number <= len(pages):
                first, last = (before[number - 1] + n for n in span)
                marks.append(Mark(number, first, last, rect))
    return tuple(marks)


def _letters_within(words: Iterable[Word], rect: str) -> tuple[int, int] | None:
    """After how many letters of a page the words in a box begin and end; None where there is
    none. Words count by their middle, in the order they are read."""
    box = read_rect(rect)
    passed, first, last = 0, -1, 0
    for text, x0, y0, x1, y1 in words:
        here = passed + ink(text)
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        if box is not None and box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1:
            first, last = (passed if first < 0 else first), here
        passed = here
    return (first, last) if first >= 0 else None
