"""Citing from a document: words or a box chosen on a page become what a statement stands on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from onrecord.domain.contact import Offer, Promise
from onrecord.domain.dispute import ClaimLine
from onrecord.domain.fact import Citation, Fact, Issue
from onrecord.domain.rect import Rect, read_rect
from onrecord.services.edit_record import add_record, edit_record
from onrecord.services.views.terms import offer_detail
from onrecord.ui.shell.room import Room
from onrecord.ui.viewer.document_view import DocumentView
from ui.filled import filled_buttons

Wait = Callable[[Callable[[], Any]], None]
Look = Callable[..., DocumentView]


@pytest.fixture
def bill(look_at: Look, documents: dict[str, str], room: Room, wait: Wait) -> DocumentView:
    """A bill of 16 March, on its second page, whose words can be selected."""
    from onrecord.domain.evidence import Evidence

    edit_record(room.vault, Evidence, documents["bill"], dated="2026-03-16", title="Bill")
    view = look_at("bill")
    wait(lambda: view.title.text() == "Bill")
    view.pages.go_to_page(2)
    wait(lambda: view.pages.is_drawn(2))
    return view


def choose(qtbot: QtBot, box: QComboBox, key: str) -> None:
    """By arrow keys, as one goes down a list."""
    box.setFocus()
    for _ in range(box.count()):
        if box.currentData() == key:
            return
        qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box, Qt.Key.Key_Home)
    while box.currentData() != key:
        qtbot.keyClick(box, Qt.Key.Key_Down)


def open_panel(qtbot: QtBot, view: DocumentView, wait: Wait) -> None:
    view.pages.setFocus()
    qtbot.keyClick(view.pages, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    wait(lambda: view.citing.is_open)
    wait(lambda: view.cite_panel.which.count() >= 1)


def drag_box(qtbot: QtBot, view: DocumentView, page: int, box: Rect) -> None:
    """With the pointer, from corner to corner, in points of the page."""
    place = view.pages._placed(page, box)
    port = view.pages.viewport()
    start, end = place.topLeft().toPoint(), place.bottomRight().toPoint()
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(port, (start + end) / 2)
    qtbot.mouseMove(port, end)
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)


def close_to(kept: str, meant: Rect, within: float = 4.0) -> bool:
    found = read_rect(kept)
    return found is not None and all(
        abs(a - b) <= within for a, b in zip(found, meant, strict=True)
    )


def test_a_box_dragged_on_a_page_becomes_what_happened(
    qtbot: QtBot,
    room: Room,
    bill: DocumentView,
    dispute: str,
    documents: dict[str, str],
    wait: Wait,
) -> None:
    open_panel(qtbot, bill, wait)
    panel = bill.cite_panel
    assert "whole page" in panel.where.text()
    meant = Rect(60, 100, 300, 160)
    drag_box(qtbot, bill, 2, meant)
    wait(lambda: "in the frame" in panel.where.text())
    assert panel.detail.text() == "16 March 2026"
    panel.words.setFocus()
    qtbot.keyClicks(panel.words, "They charged me again")
    assert filled_buttons(room.window) == [panel.save]
    qtbot.mouseClick(panel.save, Qt.MouseButton.LeftButton)
    wait(lambda: not bill.citing.is_open)
    (fact,) = room.vault.find(Fact)
    assert (fact.dispute_id, fact.dated, fact.words) == (
        dispute,
        "2026-03-16",
        "They charged me again",
    )
    (one,) = room.vault.find(Citation)
    assert (one.of_table, one.of_id, one.evidence_id, one.page) == (
        "fact", fact.id, documents["bill"], 2,
    )  # fmt: skip
    assert close_to(one.rect, meant)


def test_opening_the_citation_shows_the_page_with_the_box(
    qtbot: QtBot,
    room: Room,
    bill: DocumentView,
    dispute: str,
    documents: dict[str, str],
    wait: Wait,
) -> None:
    from onrecord.services.cite import Spot, add_cited

    box = Rect(60, 100, 300, 160)
    spots = [Spot(documents["bill"], 4, box.text())]
    fact = Fact(dispute_id=dispute, dated="2026-03-16", words="They charged me again")
    add_cited(room.vault, fact, spots, "Put on record what happened")
    room.desk.show_dispute(dispute)
    room.desk.select("fact", (fact.id,))
    panel: Any = room.window.inspector.panel("fact")
    wait(lambda: len(panel.cited.links) == 1 and panel.cited.isVisible())
    assert "page 4" in panel.cited.links[0].text()
    qtbot.mouseClick(panel.cited.links[0], Qt.MouseButton.LeftButton)
    pages = bill.pages
    wait(lambda: pages.page_count and pages.current_page == 4 and pages.box.rect == box)
    place = pages._box_rect()
    assert place is not None and pages.viewport().rect().contains(place.toRect())


def test_selected_words_are_cited_by_their_box(
    qtbot: QtBot, room: Room, bill: DocumentView, dispute: str, wait: Wait
) -> None:
    wait(lambda: bill.pages._words.of(2))
    qtbot.keyClick(bill.pages, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    wait(lambda: bill.pages.selected_text)
    around = bill.pages.selected_boxes()[0][1]
    open_panel(qtbot, bill, wait)
    panel = bill.cite_panel
    assert "the selected words" in panel.where.text()
    assert "This is page 2 of the bill" in panel.words.toPlainText()
    panel.admits.click()
    qtbot.mouseClick(panel.save, Qt.MouseButton.LeftButton)
    wait(lambda: not bill.citing.is_open)
    (fact,) = room.vault.find(Fact)
    assert fact.admitted and "This is page 2 of the bill" in fact.quoted
    (one,) = room.vault.find(Citation)
    assert close_to(one.rect, around, 0.1)
    assert bill.pages.box.page == 2


def test_the_box_can_be_set_and_moved_by_keys(
    qtbot: QtBot, room: Room, bill: DocumentView, wait: Wait
) -> None:
    open_panel(qtbot, bill, wait)
    bill.pages.setFocus()
    qtbot.keyClick(bill.pages, Qt.Key.Key_Down)
    first = bill.pages.box.rect
    assert first is not None and bill.pages.box.page == 2
    qtbot.keyClick(bill.pages, Qt.Key.Key_Down)
    qtbot.keyClick(bill.pages, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    second = bill.pages.box.rect
    assert second is not None
    assert second.y0 > first.y0 and second.x1 - second.x0 > first.x1 - first.x0
    qtbot.keyClick(bill.pages, Qt.Key.Key_Escape)
    assert not bill.citing.is_open
    assert room.desk.place.kind == "document"


@pytest.mark.parametrize(
    ("kind", "detail", "cls"),
    [
        ("claim_line", "84.20", ClaimLine), ("promise", "within four months", Promise),
        ("offer", "£50", Offer), ("issue", "", Issue),
    ],
)  # fmt: skip
def test_a_page_can_show_an_amount_a_promise_an_offer_or_a_disagreement(
    qtbot: QtBot, room: Room, bill: DocumentView, dispute: str, wait: Wait,
    kind: str, detail: str, cls: Any,
) -> None:  # fmt: skip
    open_panel(qtbot, bill, wait)
    panel = bill.cite_panel
    choose(qtbot, panel.kind, kind)
    qtbot.keyClicks(panel.words, "The monthly charge")
    if detail:
        qtbot.keyClicks(panel.detail, detail)
    qtbot.mouseClick(panel.save, Qt.MouseButton.LeftButton)
    wait(lambda: not bill.citing.is_open)
    (made,) = room.vault.find(cls)
    (one,) = room.vault.find(Citation)
    assert (one.of_table, one.of_id, one.page, one.rect) == (kind, made.id, 2, "")
    if kind == "promise":
        assert made.due == "2026-07-16"
    if kind == "claim_line":
        assert (made.amount_minor, made.currency) == (8420, "GBP")
    if kind == "offer":
        assert (made.amount_minor, made.currency, made.side) == (5000, "GBP", "them")
        assert offer_detail(room.vault, made.id).places[0].page == 2
    if kind == "issue":
        assert one.side == "mine"


def test_what_is_on_record_already_is_cited_once_more(
    qtbot: QtBot, room: Room, bill: DocumentView, dispute: str, wait: Wait
) -> None:
    line = ClaimLine(dispute_id=dispute, words="March", amount_minor=8420, currency="GBP")
    add_record(room.vault, line)
    open_panel(qtbot, bill, wait)
    panel = bill.cite_panel
    choose(qtbot, panel.kind, "claim_line")
    wait(lambda: panel.which.findData(line.id) > 0)
    choose(qtbot, panel.which, line.id)
    assert panel.words_field.isHidden() and panel.detail_field.isHidden()
    qtbot.mouseClick(panel.save, Qt.MouseButton.LeftButton)
    wait(lambda: not bill.citing.is_open)
    assert room.vault.count(ClaimLine) == 1
    assert [c.of_id for c in room.vault.find(Citation)] == [line.id]


def test_an_amount_that_cannot_be_read_is_said_at_its_field(
    qtbot: QtBot, room: Room, bill: DocumentView, wait: Wait
) -> None:
    open_panel(qtbot, bill, wait)
    panel = bill.cite_panel
    choose(qtbot, panel.kind, "claim_line")
    qtbot.keyClicks(panel.words, "March")
    qtbot.keyClicks(panel.detail, "a lot")
    qtbot.mouseClick(panel.save, Qt.MouseButton.LeftButton)
    wait(lambda: panel.detail_field.error.text())
    assert panel.words.toPlainText() == "March"
    assert room.vault.count(Citation) == 0


def test_a_box_on_a_turned_page_is_kept_as_the_page_itself_stands(
    qtbot: QtBot, room: Room, bill: DocumentView, wait: Wait
) -> None:
    bill.turn()
    wait(lambda: bill.pages.rotation == 90)
    bill.pages.set_fit("page")
    bill.pages.go_to_page(2)
    open_panel(qtbot, bill, wait)
    meant = Rect(100, 200, 300, 260)
    drag_box(qtbot, bill, 2, meant)
    rect = bill.pages.box.rect
    assert rect is not None and close_to(rect.text(), meant)


def test_undo_takes_back_the_fact_and_its_citation_together(
    qtbot: QtBot, room: Room, bill: DocumentView, wait: Wait, undo: Callable[[], None]
) -> None:
    open_panel(qtbot, bill, wait)
    qtbot.keyClicks(bill.cite_panel.words, "They charged me again")
    qtbot.mouseClick(bill.cite_panel.save, Qt.MouseButton.LeftButton)
    wait(lambda: not bill.citing.is_open)
    undo()
    wait(lambda: room.vault.count(Fact) == 0 and room.vault.count(Citation) == 0)


def test_a_place_on_a_bill_shows_that_a_promise_was_broken(
    qtbot: QtBot, room: Room, bill: DocumentView, dispute: str, wait: Wait
) -> None:
    promise = Promise(dispute_id=dispute, words="the charge gone", due="2026-03-14")
    add_record(room.vault, promise)
    open_panel(qtbot, bill, wait)
    panel = bill.cite_panel
    choose(qtbot, panel.kind, "promise")
    wait(lambda: panel.which.findData(promise.id) > 0)
    choose(qtbot, panel.which, promise.id)
    assert not panel.broke.isHidden()
    panel.broke.click()
    drag_box(qtbot, bill, 2, Rect(60, 100, 300, 160))
    qtbot.mouseClick(panel.save, Qt.MouseButton.LeftButton)
    wait(lambda: not bill.citing.is_open)
    assert room.vault.get(Promise, promise.id).state == "broken"
    (one,) = room.vault.find(Citation)
    assert one.page == 2 and one.rect
