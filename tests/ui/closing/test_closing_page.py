"""Closing a dispute in the window: thing by thing, with undo; opened again; thanks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from onrecord.domain.contact import Promise
from onrecord.domain.dispute import DesiredOutcome, Dispute
from onrecord.domain.housekeeping import Draft
from onrecord.domain.ledger import Closure
from onrecord.domain.letter import Letter
from onrecord.services.closing import close_dispute
from onrecord.services.edit_record import add_record
from onrecord.ui.closing.closing_page import ClosingPage, with_amount
from onrecord.ui.design import QuietButton
from onrecord.ui.shell.room import Room
from onrecord.ui.steps import start_step

Wait = Callable[[Callable[[], Any]], None]


@pytest.fixture
def page(room: Room, dispute: str, wait: Wait) -> ClosingPage:
    """Opened from the menu, for a dispute in which money and an apology were asked for."""
    money = DesiredOutcome(
        dispute_id=dispute, position=1, words="The charge back", amount_minor=8420, currency="GBP"
    )
    add_record(room.vault, money)
    add_record(room.vault, DesiredOutcome(dispute_id=dispute, position=2, words="An apology"))
    room.desk.show_dispute(dispute)
    return opened(room, wait)


def opened(room: Room, wait: Wait) -> ClosingPage:
    wait(lambda: room.window.book.qaction("close_dispute").isEnabled())
    room.window.book.qaction("close_dispute").trigger()
    made = room.window.page
    assert isinstance(made, ClosingPage)
    wait(lambda: made.form is not None)
    return made


def write(field: Any, text: str) -> None:
    assert isinstance(field.control, QPlainTextEdit)
    field.control.setPlainText(text)


def test_a_dispute_is_closed_thing_by_thing(
    room: Room, dispute: str, page: ClosingPage, qtbot: QtBot, wait: Wait
) -> None:
    money, sorry = page.rows
    qtbot.mouseClick(money.states.buttons["got"], Qt.MouseButton.LeftButton)
    assert money.amount.text() == "84.20"
    qtbot.mouseClick(sorry.states.buttons["refused"], Qt.MouseButton.LeftButton)
    qtbot.keyClicks(page.more, "Service payment 20.00")
    qtbot.keyClick(page.more, Qt.Key.Key_Return)
    assert page.rows[2].title.text() == "Service payment"
    write(page.worked, "The supervisor")
    write(page.next_time, "Ask for one at once")
    qtbot.mouseClick(page.close_it, Qt.MouseButton.LeftButton)
    wait(page.thanks.isVisible)
    (closure,) = room.vault.find(Closure)
    assert closure.outcome == "Got 2 of 3 things: £104.20"
    assert (closure.worked, closure.next_time) == ("The supervisor", "Ask for one at once")
    assert room.vault.get(Dispute, dispute).state == "closed"
    wait(lambda: page.heading.text() == "How it ended")
    wait(lambda: "Closed" in [row.title for row, _ in room.window.sidebar.model._rows])


def test_it_is_closed_by_the_keyboard_alone(
    room: Room, dispute: str, page: ClosingPage, qtbot: QtBot, wait: Wait
) -> None:
    wait(room.window.isActiveWindow)
    wait(lambda: page.rows[0].states.buttons["got"].hasFocus())
    qtbot.keyClick(page.rows[0].states.buttons["got"], Qt.Key.Key_Right)
    assert page.rows[0].states.value == "partly"
    page.rows[0].amount.setFocus()
    qtbot.keyClicks(page.rows[0].amount, "60")
    page.close_it.setFocus()
    qtbot.keyClick(page.close_it, Qt.Key.Key_Space)
    wait(lambda: room.vault.find(Closure))
    assert room.vault.find(Closure)[0].outcome == "Got a part: £60.00"


@pytest.mark.parametrize(("typed", "state"), [("45.50", "partly"), ("84.20", "got")])
def test_an_amount_typed_at_once_is_the_money_that_came(
    page: ClosingPage, qtbot: QtBot, wait: Wait, typed: str, state: str
) -> None:
    wait(lambda: page.rows[0].states.buttons["got"].hasFocus())
    qtbot.keyClick(page.rows[0].states.buttons["got"], typed[0])
    assert page.rows[0].amount.hasFocus()
    qtbot.keyClicks(page.rows[0].amount, typed[1:])
    assert (page.rows[0].amount.text(), page.rows[0].states.value) == (typed, state)
    assert len(page.rows) == 2
    assert page.more.text() == ""


def test_nothing_can_be_typed_before_what_is_on_record_is_there(
    room: Room, dispute: str, wait: Wait
) -> None:
    room.desk.show_dispute(dispute)
    wait(lambda: room.window.book.qaction("close_dispute").isEnabled())
    room.window.book.qaction("close_dispute").trigger()
    page = room.window.page
    assert isinstance(page, ClosingPage)
    assert page.form is None
    assert not page.more.isVisible()
    wait(lambda: page.form is not None)
    assert page.more.isVisible()


def test_an_amount_alone_is_money_that_came_back(
    room: Room, dispute: str, qtbot: QtBot, wait: Wait
) -> None:
    room.desk.show_dispute(dispute)
    page = opened(room, wait)
    qtbot.keyClicks(page.more, "45.50")
    qtbot.mouseClick(page.close_it, Qt.MouseButton.LeftButton)
    wait(lambda: room.vault.find(Closure))
    assert [wish.words for wish in room.vault.find(DesiredOutcome)] == ["Money back"]
    assert room.vault.find(Closure)[0].outcome == "Got what I asked: £45.50"


def test_closing_is_undone(
    room: Room, dispute: str, page: ClosingPage, qtbot: QtBot, wait: Wait,
    undo: Callable[[], None],
) -> None:  # fmt: skip
    qtbot.mouseClick(page.close_it, Qt.MouseButton.LeftButton)
    wait(page.thanks.isVisible)
    undo()
    wait(lambda: page.heading.text() == "Close the dispute")
    assert room.vault.get(Dispute, dispute).state == "open"
    assert not room.vault.find(Closure)


def test_an_amount_that_is_none_is_said_and_nothing_is_closed(
    room: Room, dispute: str, page: ClosingPage, qtbot: QtBot
) -> None:
    qtbot.mouseClick(page.rows[0].states.buttons["partly"], Qt.MouseButton.LeftButton)
    qtbot.keyClicks(page.rows[0].amount, "a lot")
    qtbot.mouseClick(page.close_it, Qt.MouseButton.LeftButton)
    assert page.rows[0].error.text() == "Write an amount like 84.20."
    room.session.settle()
    assert room.vault.get(Dispute, dispute).state == "open"


def test_what_was_half_written_is_there_again(
    room: Room, dispute: str, page: ClosingPage, qtbot: QtBot, wait: Wait
) -> None:
    qtbot.mouseClick(page.rows[1].states.buttons["got"], Qt.MouseButton.LeftButton)
    write(page.worked, "Patience")
    page.close_page()
    wait(lambda: room.vault.find(Draft))
    again = opened(room, wait)
    assert again.rows[1].states.value == "got"
    assert again._text(again.worked) == "Patience"
    qtbot.mouseClick(again.close_it, Qt.MouseButton.LeftButton)
    wait(lambda: room.vault.find(Closure) and not room.vault.find(Draft))


def test_a_promise_that_is_open_is_named_before_closing(
    room: Room, dispute: str, wait: Wait
) -> None:
    promise = Promise(dispute_id=dispute, words="credit", amount_minor=22366, currency="USD")
    add_record(room.vault, promise)
    room.desk.show_dispute(dispute)
    page = opened(room, wait)
    assert page.owed.isVisible()
    assert "US$223.66, promised" in page.owed_words.text()


def test_where_nothing_was_asked_for_the_usual_things_are_one_click(
    room: Room, dispute: str, qtbot: QtBot, wait: Wait
) -> None:
    room.desk.show_dispute(dispute)
    page = opened(room, wait)
    usual = page.usual.findChildren(QuietButton)
    assert [button.text() for button in usual] == ["Money back", "An apology", "A correction"]
    qtbot.mouseClick(usual[0], Qt.MouseButton.LeftButton)
    assert not page.usual.isVisible()
    qtbot.keyClicks(page.rows[0].amount, "42.50")
    qtbot.mouseClick(page.close_it, Qt.MouseButton.LeftButton)
    wait(lambda: room.vault.find(Closure))
    assert room.vault.find(Closure)[0].outcome == "Got what I asked: £42.50"


def test_a_closed_dispute_is_opened_again_and_its_letter_of_thanks_written(
    room: Room, dispute: str, qtbot: QtBot, wait: Wait
) -> None:
    close_dispute(room.vault, dispute, worked="Patience")
    room.desk.show_dispute(dispute)
    page = opened(room, wait)
    assert page.heading.text() == "How it ended"
    assert page._text(page.worked) == "Patience"
    qtbot.mouseClick(page.thanks, Qt.MouseButton.LeftButton)
    wait(lambda: room.desk.place.kind == "letter")
    assert room.vault.get(Letter, room.desk.place.id).template == "thanks"
    room.desk.go_back()
    page = opened(room, wait)
    assert page.thanks.text() == "Open the letter of thanks"
    qtbot.mouseClick(page.open_again, Qt.MouseButton.LeftButton)
    wait(lambda: room.window.page is None)
    assert room.vault.get(Dispute, dispute).state == "open"
    again = opened(room, wait)
    assert again.earlier.text().startswith("Closed before, on ")
    assert again.earlier.text().endswith("Worked: Patience.")


def test_thanks_are_written_once(room: Room, dispute: str, wait: Wait) -> None:
    close_dispute(room.vault, dispute)
    room.desk.show_dispute(dispute)
    start_step(room.desk, "write_feedback")
    wait(lambda: room.desk.place.kind == "letter")
    letter = room.desk.place.id
    room.desk.show_dispute(dispute)
    start_step(room.desk, "write_feedback")
    wait(lambda: room.desk.place.kind == "letter")
    assert room.desk.place.id == letter
    assert len(room.vault.find(Letter)) == 1


@pytest.mark.parametrize(
    ("typed", "words", "got", "currency"),
    [
        ("Service payment 100.00", "Service payment", 10000, "GBP"),
        ("Goodwill: 20 EUR", "Goodwill", 2000, "EUR"),
        ("They changed rule 12a", "They changed rule 12a", None, ""),
        ("An apology", "An apology", None, ""),
        ("45.50", "Money back", 4550, "GBP"),
        ("45.50 EUR", "Money back", 4550, "EUR"),
        ("20 euros", "Money back", 2000, "EUR"),
        ("30 min", "30 min", None, ""),
        ("12 SIM", "12 SIM", None, ""),
        ("They waived 3 all in all", "They waived 3 all in all", None, ""),
        ("30 all", "30 all", None, ""),
    ],
)
def test_an_amount_at_the_end_is_money(
    typed: str, words: str, got: int | None, currency: str
) -> None:
    made = with_amount(typed, "GBP", "Money back")
    assert (made.words, made.got, made.currency, made.state) == (words, got, currency, "got")
