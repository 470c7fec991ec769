"""The form for a call with the keyboard alone: Tab reaches every part of it, and leaves each."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from onrecord.ui.shell.room import Room


def _through(qtbot: QtBot, parts: list[QWidget]) -> None:
    """Tab goes from the first to the last of them, Shift+Tab back."""
    parts[0].setFocus()
    for key, there in ((Qt.Key.Key_Tab, parts), (Qt.Key.Key_Backtab, parts[::-1])):
        for part in there[1:]:
            qtbot.keyClick(QApplication.focusWidget(), key)
            assert QApplication.focusWidget() is part


def test_tab_goes_through_the_form_of_a_call_and_on_to_save(qtbot: QtBot, room: Room) -> None:
    panel = room.window.contact
    room.desk.log_contact()
    note = panel.note
    reference, said = note.reference, note.said
    qtbot.waitUntil(reference.isVisible)
    _through(qtbot, [reference.edit, reference.none, reference.refused, note.agent])
    _through(
        qtbot, [said.edit, said.quote, note.company, note.more["promise"], note.more["details"]]
    )


def test_tab_goes_through_when_and_how_long(qtbot: QtBot, room: Room) -> None:
    panel = room.window.contact
    room.desk.log_contact()
    qtbot.waitUntil(panel.note.isVisible)
    qtbot.mouseClick(panel.note.more["details"], Qt.MouseButton.LeftButton)
    details = panel.details
    _through(qtbot, [details.when, details.number, details.duration, details.hold])
    details.hold.setFocus()
    for _ in range(4):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        if QApplication.focusWidget() is panel.save_button:
            return
    raise AssertionError("Tab stays between the fields")


def test_tab_reaches_every_part_of_what_they_promised_and_save(qtbot: QtBot, room: Room) -> None:
    panel = room.window.contact
    room.desk.log_contact()
    qtbot.waitUntil(panel.note.isVisible)
    qtbot.mouseClick(panel.note.more["promise"], Qt.MouseButton.LeftButton)
    (term,) = panel.terms.promises
    qtbot.waitUntil(term.amount.isVisible)
    assert term.what.hasFocus()
    terms = panel.terms
    buttons = [terms.more_promise, terms.more_offer]
    first = [term.what, term.amount, term.by, term.drop]
    _through(qtbot, [*first, *buttons])
    terms.more_offer.setFocus()
    for _ in range(2):  # past what leads back to the note
        if QApplication.focusWidget() is not panel.save_button:
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert panel.save_button.hasFocus()
    qtbot.mouseClick(terms.more_offer, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(terms.more_promise, Qt.MouseButton.LeftButton)
    rest = [one for made in (terms.promises[1], terms.offers[0]) for one in made.in_order]
    qtbot.waitUntil(lambda: all(one.isVisible() for one in rest))
    _through(qtbot, [*first, *rest, *buttons])
