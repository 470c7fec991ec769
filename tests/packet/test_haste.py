"""A preview makes the pages in view first; the others are grey until their turn, and show nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.packet import preview
from onrecord.packet.assemble import assemble
from onrecord.packet.gather import Library
from onrecord.packet.haste import Haste
from onrecord.packet.outcome import BuildReport
from onrecord.packet.preview import LivePreview
from packet.papers import bundle, content_of, holds, paper, says, text_of

PAGES = 6
DOCUMENTS = {"a": paper([says(f"The account is 44711234, sheet {n}") for n in range(1, PAGES + 1)])}
CONTENT = replace(content_of(DOCUMENTS), hidden=("44711234",))


def made(library: Library, haste: Haste | None) -> tuple[bytes, BuildReport]:
    written: list[bytes] = []
    report = assemble(CONTENT, library, {}, find_left_out=False, haste=haste).write(written.append)
    return b"".join(written), report


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


def test_the_rounds_of_a_preview_come_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "SECONDS", -1.0)
    monkeypatch.setattr(preview, "LATER", 1e9)
    live = LivePreview()

    def ask(id: str) -> bytes:
        return DOCUMENTS[id]

    def quiet(_done: int, _total: int, _words: str) -> None:
        """Nobody watches."""

    first = live.update(CONTENT, ask, {}, quiet, {("a", 1)})
    assert first.waiting == PAGES - 1
    second = live.update(CONTENT, ask, {}, quiet, {("a", 1)})
    assert second.waiting == 0
    live.close()
