"""A preview makes the pages in view first; the others are grey until their turn, and show nothing."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from pikepdf import Pdf

from onrecord.packet import preview
from onrecord.packet.assemble import assemble
from onrecord.packet.gather import Library
from onrecord.packet.haste import Haste
from onrecord.packet.outcome import BuildReport
from onrecord.packet.preview import LivePreview
from packet.papers import bundle, content_of, holds, paper, saved, says, text_of
from packet.test_reduce import jpeg, letter, scan

PAGES = 6
DOCUMENTS = {"a": paper([says(f"The account is 44711234, sheet {n}") for n in range(1, PAGES + 1)])}
CONTENT = replace(content_of(DOCUMENTS), hidden=("44711234",))


def made(library: Library, haste: Haste | None) -> tuple[bytes, BuildReport]:
    written = BytesIO()
    report = assemble(CONTENT, library, {}, find_left_out=False, haste=haste).write(written.write)
    return written.getvalue(), report


def test_who_edits_sees_the_pages_in_view_and_of_the_others_nothing_until_they_are_made() -> None:
    library = Library(DOCUMENTS.__getitem__, keep=True)
    seen = {("a", 2), ("a", 3)}
    hasty = Haste(seen, seconds=-1)
    data, report = made(library, hasty)
    assert hasty.waiting == PAGES - 2
    assert not holds(data, "44711234")
    for page in report.pages:
        if page.exhibit_page:
            shown = "sheet" in text_of(data, page.number)
            assert shown == (("a", page.exhibit_page) in seen)

    patient = Haste(seen, seconds=1e9)
    later, _ = made(library, patient)
    assert patient.waiting == 0
    plain, _ = made(library, None)
    assert later == plain
    library.close()


def test_what_is_made_once_waits_no_more_and_a_bundle_that_goes_out_knows_no_haste() -> None:
    library = Library(DOCUMENTS.__getitem__, keep=True)
    waiting: list[int] = []
    for page in range(1, PAGES + 1):
        hasty = Haste({("a", page)}, seconds=-1)
        made(library, hasty)
        waiting.append(hasty.waiting)
    assert waiting == [5, 4, 3, 2, 1, 0]
    library.close()
    _, report = bundle(CONTENT, DOCUMENTS)
    assert [p.kind for p in report.pages if p.exhibit_page] == ["redacted"] * PAGES
    assert report.waiting == 0


def ask(id: str) -> bytes:
    return DOCUMENTS[id]


def quiet(_done: int, _total: int, _words: str) -> None:
    """Nobody watches."""


def test_each_round_of_a_preview_makes_at_least_one_more_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(preview, "SECONDS", -1.0)
    monkeypatch.setattr(preview, "LATER", 1e-9)
    live = LivePreview()
    first = live.update(CONTENT, ask, {}, quiet, {("a", 1)})
    assert first.waiting == PAGES - 1
    rounds = [live.get_on(CONTENT, ask, {}, {("a", 4)}) for _ in range(3)]
    assert rounds == [PAGES - 2, PAGES - 3, PAGES - 4]  # first the one in view
    # A change meanwhile shows what was made, and costs none of it.
    changed = replace(CONTENT, title="Another title")
    assert live.update(changed, ask, {}, quiet, ()).waiting == PAGES - 4
    assert live.get_on(changed, ask, {}, ()) == PAGES - 5
    assert live.get_on(changed, ask, {}, ()) == 0
    assert live.update(changed, ask, {}, quiet, ()).waiting == 0
    live.close()


def test_another_word_costs_only_the_pages_on_which_it_stands() -> None:
    library = Library(DOCUMENTS.__getitem__, keep=True)
    made(library, Haste((), seconds=1e9))
    more = replace(CONTENT, hidden=(*CONTENT.hidden, "sheet 3"))
    hasty = Haste((), seconds=-1)
    assemble(more, library, {}, find_left_out=False, haste=hasty)
    assert hasty.waiting == 1
    library.close()


def scans(pages: int) -> bytes:
    pdf = Pdf.new()
    for page in range(pages):
        shown = letter(72, page)
        with Pdf.open(BytesIO(scan(jpeg(shown), shown.size))) as one:
            pdf.pages.extend(one.pages)
    return saved(pdf)


def test_pictures_that_are_made_smaller_wait_too_and_are_shown_as_they_were() -> None:
    documents = {"a": scans(3)}
    content = content_of(documents)
    content = replace(content, options=replace(content.options, pictures="grey"))
    library = Library(documents.__getitem__, keep=True)

    def length(haste: Haste | None) -> int:
        made = assemble(content, library, {}, find_left_out=False, haste=haste)
        return made.write(lambda _piece: None).length

    hasty = Haste({("a", 2)}, seconds=-1)
    one = length(hasty)
    assert hasty.waiting == 2
    every = length(Haste((), seconds=1e9))
    assert every < one
    assert every == length(None)
    library.close()
