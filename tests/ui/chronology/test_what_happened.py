"""What happened, by hand, in the window: the form, both sides, the order of a day, disagreements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from onrecord.domain.contact import Offer, Promise
from onrecord.domain.diary import PlannedAction
from onrecord.domain.fact import Fact, Issue
from onrecord.domain.letter import Letter
from onrecord.services.facts import add_fact, add_version
from onrecord.services.issues import add_issue
from onrecord.services.views.timeline import timeline
from onrecord.ui.chronology.fact_page import FactPage
from onrecord.ui.chronology.issues_page import IssuesPage
from onrecord.ui.chronology.term_page import TermPage
from onrecord.ui.dispute.timeline_tab import TimelineTab
from onrecord.ui.inspector.fact_panel import FactPanel
from onrecord.ui.shell.room import Room
from ui.filled import filled_buttons

Wait = Callable[[Callable[[], Any]], None]
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def type_into(qtbot: QtBot, edit: Any, words: str) -> None:
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, words)


@pytest.fixture
def tab(room: Room, dispute: str, wait: Wait) -> TimelineTab:
    room.desk.show_dispute(dispute)
    view = room.window.view("dispute")
    wait(lambda: view.title.text())
    found = view._tabs["timeline"]
    assert isinstance(found, TimelineTab)
    return found


def form(room: Room, wait: Wait) -> FactPage:
    wait(lambda: isinstance(room.window.page, FactPage))
    page = room.window.page
    assert isinstance(page, FactPage)
    return page


def panel_of(room: Room, fact: str, wait: Wait) -> FactPanel:
    room.desk.select("fact", (fact,))
    panel = room.window.inspector.panel("fact")
    assert isinstance(panel, FactPanel)
    wait(lambda: panel._detail is not None and panel._detail.fact.id == fact)
    return panel


def test_a_month_is_all_i_know_and_no_day_is_made_up(
    qtbot: QtBot, room: Room, tab: TimelineTab, dispute: str, wait: Wait
) -> None:
    tab.list.setFocus()
    qtbot.keyClick(room.window, Qt.Key.Key_H, CTRL_SHIFT)
    page = form(room, wait)
    qtbot.keyClicks(page.words, "No bill came")
    type_into(qtbot, page.when, "May 2011")
    assert "Read as May 2011" in page.when_field.hint.text()
    assert [b for b in filled_buttons(room.window) if b is page.save]
    qtbot.keyClick(page.when, Qt.Key.Key_Return)
    wait(lambda: room.window.page is None)
    (fact,) = room.vault.find(Fact)
    assert (fact.dated, fact.words, fact.side) == ("2011-05", "No bill came", "mine")
    panel = panel_of(room, fact.id, wait)
    wait(lambda: panel.isVisible())
    assert "Recalled later" in panel.ground.text()
    assert panel.printed.text() == "It is printed as: I recall: No bill came"


def test_a_date_that_cannot_be_read_is_said_and_nothing_is_lost(
    qtbot: QtBot, room: Room, tab: TimelineTab, wait: Wait
) -> None:
    room.desk.act("add_fact")
    page = form(room, wait)
    qtbot.keyClicks(page.words, "No bill came")
    type_into(qtbot, page.when, "some day")
    qtbot.mouseClick(page.save, Qt.MouseButton.LeftButton)
    wait(lambda: page.when_field.error.text())
    assert page.words.toPlainText() == "No bill came"
    assert room.vault.count(Fact) == 0


def test_a_slip_in_what_happened_is_put_right_in_its_panel(
    qtbot: QtBot, room: Room, tab: TimelineTab, dispute: str, wait: Wait
) -> None:
    id = add_fact(room.vault, dispute, "I canceled", "3 January 2026").result
    panel = panel_of(room, id, wait)
    wait(lambda: panel.isVisible())
    type_into(qtbot, panel.words.control, "I cancelled")
    panel.save_now()
    wait(lambda: room.vault.get(Fact, id).words == "I cancelled")
    assert panel.words.error.isHidden()


def test_their_version_stands_beside_mine(
    qtbot: QtBot, room: Room, tab: TimelineTab, dispute: str, wait: Wait
) -> None:
    mine = add_fact(room.vault, dispute, "I asked for the 29th", "22 November 2015").result
    panel = panel_of(room, mine, wait)
    wait(lambda: panel.add_version.isVisible())
    qtbot.mouseClick(panel.add_version, Qt.MouseButton.LeftButton)
    page = form(room, wait)
    assert "I asked for the 29th" in page.intro.text()
    assert page.quoted_field.isHidden()
    qtbot.keyClicks(page.words, "Order placed for 14 December")
    type_into(qtbot, page.when, "13 November 2015")
    qtbot.mouseClick(page.save, Qt.MouseButton.LeftButton)
    wait(lambda: room.window.page is None)
    wait(lambda: panel._detail.other is not None)
    (_, my_day, my_words), (_, their_day, their_words) = panel.sides.columns
    assert (my_day.text(), my_words.text()) == ("22 November 2015", "I asked for the 29th")
    assert (their_day.text(), their_words.text()) == (
        "13 November 2015", "Order placed for 14 December",
    )  # fmt: skip
    assert panel.pill.isVisible() and not panel.add_version.isVisible()
    qtbot.mouseClick(panel.sides.open, Qt.MouseButton.LeftButton)
    wait(lambda: panel._detail.fact.side == "theirs")
    assert panel.sides.columns[0][2].text() == "I asked for the 29th"  # mine stays on the left


def test_their_words_make_it_admitted(
    qtbot: QtBot, room: Room, tab: TimelineTab, dispute: str, wait: Wait
) -> None:
    fact = add_fact(room.vault, dispute, "The chatbot misled me", "2023").result
    panel = panel_of(room, fact, wait)
    edit = panel.quoted.control
    assert isinstance(edit, QLineEdit)
    type_into(qtbot, edit, "misleading words")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    wait(lambda: room.vault.get(Fact, fact).admitted)
    wait(lambda: panel.pill.isVisible())
    assert room.vault.get(Fact, fact).quoted == "misleading words"


def test_what_would_make_it_firmer_is_one_click_away(
    qtbot: QtBot, room: Room, tab: TimelineTab, dispute: str, wait: Wait
) -> None:
    fact = add_fact(room.vault, dispute, "I called", "May 2011").result
    panel = panel_of(room, fact, wait)
    wait(lambda: len(panel.remedies) == 3)
    qtbot.mouseClick(panel.remedies[2], Qt.MouseButton.LeftButton)
    wait(lambda: room.vault.count(PlannedAction) == 1)
    assert "May 2011" in room.vault.find(PlannedAction)[0].words
    qtbot.mouseClick(panel.remedies[1], Qt.MouseButton.LeftButton)
    wait(lambda: room.vault.count(Letter) == 1)
    assert room.vault.find(Letter)[0].template == "request_notes"
    wait(lambda: room.desk.place.kind == "letter")


def test_alt_up_and_down_put_a_day_in_order(
    qtbot: QtBot, room: Room, tab: TimelineTab, dispute: str, wait: Wait, undo: Callable[[], None]
) -> None:
    for words in ("First", "Second", "Third"):
        add_fact(room.vault, dispute, words, "11 November 2022")

    def shown() -> list[str]:
        items = tab.list.items
        rows = [items.item(items.index(n)) for n in range(items.rowCount())]
        return [r.row.text for r in rows if r is not None and r.kind == "fact"]

    wait(lambda: shown() == ["Third", "Second", "First"])  # the newest first
    first = next(r.id for r in timeline(room.vault, dispute) if r.words == "First")
    tab.list.setFocus()
    tab.list.setCurrentIndex(tab.list.items.index(tab.list.items.find("fact", first)))
    qtbot.keyClick(tab.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    wait(lambda: shown() == ["Third", "First", "Second"])
    current = tab.list.items.item(tab.list.currentIndex())
    assert current is not None and current.id == first
    undo()
    wait(lambda: shown() == ["Third", "Second", "First"])


def test_both_sides_of_a_point_are_written_and_put_in_order(
    qtbot: QtBot, room: Room, tab: TimelineTab, dispute: str, wait: Wait
) -> None:
    add_issue(room.vault, dispute, "Who pays the fee?")
    tab.differ.trigger()
    wait(lambda: isinstance(room.window.page, IssuesPage))
    page: Any = room.window.page
    wait(lambda: len(page.cards) == 1)
    type_into(qtbot, page.new, "Could I claim afterwards?")
    qtbot.keyClick(page.new, Qt.Key.Key_Return)
    wait(lambda: len(page.cards) == 2 and any(c.is_open for c in page.cards.values()))
    card = next(c for c in page.cards.values() if c.is_open)
    assert card.head.text() == "2. Could I claim afterwards?"
    mine, theirs = card.mine.control, card.theirs.control
    assert isinstance(mine, QPlainTextEdit) and isinstance(theirs, QPlainTextEdit)
    type_into(qtbot, mine, "Within 90 days")
    type_into(qtbot, theirs, "Not after the journey")
    qtbot.keyClick(theirs, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    wait(lambda: card.head.text() == "1. Could I claim afterwards?")
    page.close_page()

    def kept() -> list[tuple[str, str, str]]:
        rows = room.vault.find(Issue, "", [], order="position")
        return [(r.title, r.mine, r.theirs) for r in rows]

    wait(
        lambda: (
            kept()
            == [
                ("Could I claim afterwards?", "Within 90 days", "Not after the journey"),
                ("Who pays the fee?", "", ""),
            ]
        )
    )


def test_a_point_is_taken_out_with_undo(
    qtbot: QtBot, room: Room, tab: TimelineTab, dispute: str, wait: Wait, undo: Callable[[], None]
) -> None:
    issue = add_issue(room.vault, dispute, "Who pays the fee?").result
    room.desk.act("disagreements")
    wait(lambda: isinstance(room.window.page, IssuesPage))
    page: Any = room.window.page
    wait(lambda: issue in page.cards)
    qtbot.mouseClick(page.cards[issue].remove, Qt.MouseButton.LeftButton)
    wait(lambda: not page.cards and page.empty.isVisible())
    undo()
    wait(lambda: issue in page.cards)


def test_taking_out_what_happened_leaves_their_version(
    qtbot: QtBot, room: Room, tab: TimelineTab, dispute: str, wait: Wait
) -> None:
    mine = add_fact(room.vault, dispute, "I asked", "22 November 2015").result
    theirs = add_version(room.vault, mine, "We never heard", "").result
    panel = panel_of(room, mine, wait)
    wait(lambda: panel.isVisible())
    qtbot.mouseClick(panel.remove, Qt.MouseButton.LeftButton)
    wait(lambda: room.vault.count(Fact) == 1 and not room.desk.selection.ids)
    assert room.vault.get(Fact, theirs).version_of_id == ""


def test_a_promise_and_an_offer_that_stand_nowhere_have_a_form(
    qtbot: QtBot, room: Room, tab: TimelineTab, dispute: str, wait: Wait
) -> None:
    def open_form() -> TermPage:
        wait(lambda: isinstance(room.window.page, TermPage))
        page = room.window.page
        assert isinstance(page, TermPage)
        return page

    tab.promised.trigger()
    page = open_form()
    qtbot.keyClick(page.words, Qt.Key.Key_Return)
    wait(lambda: page.words_field.error.text() == "Say what they promised.")
    qtbot.keyClicks(page.words, "A refund of the fee")
    type_into(qtbot, page.amount, "84.20")
    type_into(qtbot, page.by, "14 March 2027")
    qtbot.keyClick(page.by, Qt.Key.Key_Return)
    wait(lambda: room.desk.selection.kind == "promise")
    (promise,) = room.vault.find(Promise)
    assert (promise.words, promise.amount_minor, promise.due) == (
        "A refund of the fee", 8420, "2027-03-14",
    )  # fmt: skip
    wait(lambda: room.window.page is None)

    tab.list.setFocus()
    qtbot.keyClick(room.window, Qt.Key.Key_P, CTRL_SHIFT)
    page = open_form()
    page.kind.set_value("me")
    page.kind.chosen.emit(None)
    qtbot.keyClicks(page.words, "Half of it now")
    qtbot.keyClick(page.words, Qt.Key.Key_Return)
    wait(lambda: room.desk.selection.kind == "offer")
    (offer,) = room.vault.find(Offer)
    assert (offer.words, offer.side, offer.contact_id) == ("Half of it now", "me", "")
