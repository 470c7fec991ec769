"""Whether what was blacked out is gone everywhere: pages nobody could read may show it still, so
may pictures under a few words, those a machine read, letters of a font that does not say what they
are or says it wrongly, and a box that holds in its own place only leaves the same words on other
pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.domain.packet_mark import REMOVING
from onrecord.domain.same_words import Plain, squashed
from onrecord.services.arrange_exhibits import has_own_pages
from onrecord.services.check_line import CheckLine
from onrecord.services.check_recipient import Judged
from onrecord.services.drawn_marks import hidden_by, packet_marks
from onrecord.services.judge_exhibits import verdicts
from onrecord.services.private_words import pages_in
from onrecord.services.same_elsewhere import looked_for, still_stands


def hidden_lines(j: Judged) -> Iterator[CheckLine]:
    """Asks for each document with such pages, and one tip for the boxes."""
    marks = packet_marks(j.vault, j.packet.id)
    hidden = hidden_by(marks)
    # Where a part of a page was taken away by hand, somebody looked at that page.
    removing = [one for one in marks if one.kind in REMOVING and one.page]
    looked = {(one.evidence_id, one.page) for one in removing}
    # A box around words that were found is no look at what was not found.
    plain = {squashed(words) for words in hidden}
    drawn = {(m.evidence_id, m.page) for m in removing if squashed(m.words) not in plain}
    judged = verdicts(j.vault, j.packet.id) if hidden else {}
    for _, evidence, pages in pages_in(j.vault, j.packet) if hidden else ():
        if evidence.read_state != "read" or not has_own_pages(evidence):
            continue
        texts = j.vault.index.text(evidence.id).split("\f")
        guessed = {one.number: one.text for one in j.vault.index.seen_pages(evidence.id)}
        over_picture = {n for _, n in j.vault.index.unread_pictures(evidence.id, sure=True)}
        if evidence.id in judged:
            over_picture |= {*judged[evidence.id].barely}
        unmapped = {*judged[evidence.id].unmapped} if evidence.id in judged else set[int]()
        unread: list[int] = []
        odd: list[int] = []
        barely: list[int] = []
        unsure: list[int] = []
        for page in pages:
            found_there = page in guessed or page in over_picture or page in unmapped
            if (evidence.id, page) in (drawn if found_there else looked):
                continue
            if page > len(texts) or not squashed(texts[page - 1]):
                unread.append(page)
            elif page in unmapped and page not in guessed:
                odd.append(page)
            elif page in guessed:
                if _is_unsure(guessed[page], hidden):
                    unsure.append(page)
            elif page in over_picture:
                barely.append(page)
        name = f"“{evidence.title or evidence.file_name}”"
        for asked, why in (
            (unread, f"No words can be read on {_pages(unread)} of {name}"),
            (
                odd,
                f"On {_pages(odd)} of {name} there are letters that can be seen and not be read as"
                " words",
            ),
            (barely, f"On {_pages(barely)} of {name} only a few words over a picture can be read"),
            (
                unsure,
                f"The words on {_pages(unsure)} of {name} were read by a machine, which may have"
                " read them wrongly",
            ),
        ):
            if asked:
                yield CheckLine(
                    "ask",
                    f"{why}: what you blacked out everywhere may still be seen there.",
                    "Look at it; black it out there by hand, leave it out, or say why it may be"
                    " seen. Nothing goes out before that.",
                    evidence.id,
                    act="mark",
                    also="take_out",
                    key=f"hidden_unread:{evidence.id}:{','.join(map(str, asked))}",
                    holds=True,
                )
    if j.only_holding:
        return
    told: set[str] = set()
    for mark in marks:
        if mark.kind != "black_out" or mark.everywhere or not mark.words or not mark.page:
            continue
        for words in looked_for(mark.words):
            if squashed(words) in told or any(Plain(words).find(one) for one in hidden):
                continue
            told.add(squashed(words))
            others = still_stands(j.vault, j.packet.id, words, marks)
            if others:
                where = ", ".join(f"{p.label} page {p.page}" for p in others[:3])
                more = f" and {len(others) - 3} more" if len(others) > 3 else ""
                yield CheckLine(
                    "tip",
                    f"“{words}”, which you blacked out in one place, still stands elsewhere:"
                    f" {where}{more}.",
                    "Black it out there too.",
                    others[0].evidence_id,
                    act="black_out",
                    key=f"only_here:{mark.id}:{others[0].evidence_id}",
                    found=(words,),
                    weight=-2,
                )


def _is_unsure(text: str, hidden: Sequence[str]) -> bool:
    """Whether a page that a machine read may show more of the words that are hidden than it found:
    it found none of them, or something like one of them."""
    plain = Plain(text)
    return not any(map(plain.find, hidden)) or any(map(plain.nearly, hidden))


def _pages(pages: list[int]) -> str:
    if not pages:
        return ""
    if len(pages) == 1:
        return f"page {pages[0]}"
    return f"pages {', '.join(map(str, pages[:-1]))} and {pages[-1]}"
