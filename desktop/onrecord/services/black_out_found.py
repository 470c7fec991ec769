"""Black out words that were found in a document of a packet, at one click."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.evidence import Evidence
from onrecord.domain.rect import Rect
from onrecord.domain.same_words import squashed
from onrecord.services.arrange_exhibits import has_own_pages
from onrecord.services.mark_page import Mark, mark_pages

if TYPE_CHECKING:
    from onrecord.vault.index import IndexedPage
    from onrecord.vault.vault import Vault

_PAD = 1.5
"""Points around a word, since boxes that were read lie close to the letters."""


def black_out_found(
    vault: Vault, packet_id: str, found: Sequence[str], evidence_id: str = "", reason: str = ""
) -> Change:
    """Takes these words out wherever they stand in the packet, and of the document also the boxes
    in which they were read: a picture has no words of its own. ``Change.result`` is a mark's id."""
    marks: list[Mark] = []
    evidence = vault.find(Evidence, "id = ?", [evidence_id], limit=1)
    pages = vault.index.pages(evidence_id) if evidence and has_own_pages(evidence[0]) else []
    for words in found:
        for page in pages:
            boxes = _boxes(page, words, picture=evidence[0].media_type.startswith("image/"))
            marks += [
                Mark("black_out", evidence_id, page.number, (box.text(),), words, reason)
                for box in boxes
            ]
        marks.append(Mark("black_out", words=words, reason=reason, everywhere=True))
    return mark_pages(vault, packet_id, marks)


def _boxes(page: IndexedPage, words: str, *, picture: bool) -> list[Rect]:
    """Where they stand on the page: a run of its words whose letters and figures hold them."""
    wanted = squashed(words)
    plain = [squashed(str(one[0])) for one in page.words]
    found: list[Rect] = []
    if not wanted or not page.width or not page.height:
        return found
    for start in range(len(plain)):
        run, end = "", start
        while end < len(plain) and len(run) < len(wanted) + len(plain[start]):
            run += plain[end]
            end += 1
            if wanted in run and wanted not in run[len(plain[start]) :]:
                found.append(_around(page, start, end, picture=picture))
                break
    return found


def _around(page: IndexedPage, start: int, end: int, *, picture: bool) -> Rect:
    boxes = [tuple(float(v) for v in one[1:5]) for one in page.words[start:end]]
    x0, y0 = min(b[0] for b in boxes) - _PAD, min(b[1] for b in boxes) - _PAD
    x1, y1 = max(b[2] for b in boxes) + _PAD, max(b[3] for b in boxes) + _PAD
    x0, y0 = max(0.0, x0), max(0.0, y0)
    x1, y1 = min(page.width, x1), min(page.height, y1)
    if picture:
        across, down = 1000 / page.width, 1000 / page.height
        return Rect(x0 * across, y0 * down, x1 * across, y1 * down)
    return Rect(x0, y0, x1, y1)
