"""Black out a part of a page; what stood there and names somebody goes from the whole packet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.evidence import Evidence
from onrecord.domain.packet_mark import PacketMark
from onrecord.domain.private_words import telling_in
from onrecord.domain.rect import Rect, around, readable
from onrecord.domain.same_words import Plain
from onrecord.services.arrange_exhibits import has_own_pages
from onrecord.services.drawn_marks import hidden_by, packet_marks
from onrecord.services.mark_page import Mark, change_mark, mark_pages
from onrecord.services.private_words import Place, places_of
from onrecord.services.same_elsewhere import looked_for, still_stands

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_SHARE = 0.4  # of a word's height and width: so much of it in a box, and it is meant


@dataclass(frozen=True)
class BlackedOut:
    """``everywhere`` are the words that now stand nowhere in the packet, and ``elsewhere`` the
    other pages that held them. ``still`` are pages on which the words of the box stand yet."""

    change: Change
    everywhere: tuple[str, ...] = ()
    elsewhere: tuple[Place, ...] = ()
    still: tuple[Place, ...] = ()


def black_out_box(
    vault: Vault,
    packet_id: str,
    evidence_id: str,
    page: int,
    rects: Sequence[str],
    reason: str = "",
    *,
    only_here: bool = False,
) -> BlackedOut:
    """Takes what lies in the boxes off the copy of this page. A number of an account, a mail
    address and the like that stood there is taken off everything else in the packet too, unless
    it is ``only_here``; a name stays there until somebody says so. Raises Refused."""
    words = words_under(vault, evidence_id, page, rects)
    telling = [] if only_here else telling_in(words)
    marks = [Mark("black_out", evidence_id, page, tuple(rects), words, reason)]
    marks += [
        Mark(words=each, reason=reason, everywhere=True, evidence_id=evidence_id)
        for each in telling
    ]
    found = [place for each in telling for place in places_of(vault, packet_id, each)]
    here = (evidence_id, page)
    elsewhere = [p for p in dict.fromkeys(found) if (p.evidence_id, p.page) != here]
    change = mark_pages(vault, packet_id, marks)
    said = "Blacked out a part of a page"
    if elsewhere:
        pages = "1 more page" if len(elsewhere) == 1 else f"{len(elsewhere)} more pages"
        said = f"Blacked out, there and on {pages} that hold the same"
    still: list[Place] = []
    if not telling:
        now = packet_marks(vault, packet_id)
        hidden = hidden_by(now)
        for each in looked_for(words):
            if not any(Plain(each).find(one) for one in hidden):
                still += still_stands(vault, packet_id, each, now)
    if still:
        pages = "1 page" if len(still) == 1 else f"{len(still)} pages"
        said = f"{said}; the same words still stand on {pages}"
    change = replace(change, words=said)
    return BlackedOut(change, tuple(telling), tuple(elsewhere), tuple(still))


def redraw_mark(vault: Vault, mark_id: str, rect: str) -> Change:
    """A mark in another place or size of its page; several boxes keep their places in the one around
    them all. What a black box hides there is worked out anew; words that the first place took off
    everywhere stay off. Raises Refused."""
    mark = vault.get(PacketMark, mark_id)
    rects = _carried(mark.rects, rect)
    if mark.kind != "black_out":
        return change_mark(vault, mark_id, rects=rects)
    words = words_under(vault, mark.evidence_id, mark.page, rects)
    change = change_mark(vault, mark_id, rects=rects, words=words)
    telling = [
        Mark(words=each, reason=mark.reason, everywhere=True, evidence_id=mark.evidence_id)
        for each in telling_in(words)
    ]
    if telling:
        change = change.merge(mark_pages(vault, mark.packet_id, telling), change.words)
    return replace(change, result=mark_id)


def _carried(rects: Sequence[str], to: str) -> tuple[str, ...]:
    boxes, now = readable(rects), around(readable([to]))
    was = around(boxes)
    if len(boxes) < 2 or was is None or now is None:
        return (to,)
    across = (now.x1 - now.x0) / (was.x1 - was.x0)
    down = (now.y1 - now.y0) / (was.y1 - was.y0)
    return tuple(
        Rect(
            now.x0 + (box.x0 - was.x0) * across,
            now.y0 + (box.y0 - was.y0) * down,
            now.x0 + (box.x1 - was.x0) * across,
            now.y0 + (box.y1 - was.y0) * down,
        ).text()
        for box in boxes
    )


def words_under(vault: Vault, evidence_id: str, page: int, rects: Sequence[str]) -> str:
    """What is to be read in these boxes, as far as the page was read; of a picture nothing is."""
    evidence = vault.get(Evidence, evidence_id)
    if not has_own_pages(evidence) or evidence.media_type.startswith("image/"):
        return ""
    boxes = readable(rects)
    found = next((p for p in vault.index.pages(evidence_id) if p.number == page), None)
    if found is None:
        return ""
    return " ".join(
        text
        for text, x0, y0, x1, y1 in found.words
        if any(_meant(box, Rect(x0, y0, x1, y1)) for box in boxes)
    )


def _meant(box: Rect, word: Rect) -> bool:
    across = min(box.x1, word.x1) - max(box.x0, word.x0)
    down = min(box.y1, word.y1) - max(box.y0, word.y0)
    wide, high = max(word.x1 - word.x0, 0.1), max(word.y1 - word.y0, 0.1)
    return across > 0 and down > _SHARE * high and across > _SHARE * min(wide, high)
