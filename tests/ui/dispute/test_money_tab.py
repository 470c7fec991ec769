"""Money: one line of typing, changed in place, never added across currencies."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from onrecord.domain.contact_entry import ContactEntry, Promised
from onrecord.domain.dispute import ClaimLine, DesiredOutcome
from onrecord.services.log_contact import log_contact
from onrecord.services.open_dispute import open_dispute
from onrecord.ui.dispute.money_tab import MoneyTab
from onrecord.ui.shell.room import Room
from onrecord.vault.vault import Vault


@pytest.fixture
def dispute(vault: Vault) -> str:
    return open_dispute(vault, "Northline Telecom (sample)", "Charged after cancelling").result


@pytest.fixture
def tab(qtbot: QtBot, dispute: str, room: Room) -> MoneyTab:
    room.desk.show_dispute(dispute, "money")
    made = room.window.view("dispute").pages.currentWidget()
    assert isinstance(made, MoneyTab)
    qtbot.waitUntil(lambda: "GBP" in made.amount.placeholderText())
    return made


def enter(qtbot: QtBot, tab: MoneyTab, words: str, amount: str) -> None:
    tab.what.setFocus()
    qtbot.keyClicks(tab.what, words)
    qtbot.keyClick(tab.what, Qt.Key.Key_Return)
    assert tab.amount.hasFocus()
    qtbot.keyClicks(tab.amount, amount)
    qtbot.keyClick(tab.amount, Qt.Key.Key_Return)


def test_two_currencies_stand_side_by_side(qtbot: QtBot, tab: MoneyTab) -> None:
    enter(qtbot, tab, "charged after cancelling", "84.20")
    qtbot.waitUntil(lambda: tab.total.text() == "I ask for £84.20")
    qtbot.waitUntil(tab.what.hasFocus)
    enter(qtbot, tab, "roaming", "12 EUR")
    qtbot.waitUntil(lambda: tab.total.text() == "I ask for £84.20 and €12.00")


def test_amounts_typed_one_after_the_other_are_all_kept(
    qtbot: QtBot, tab: MoneyTab, vault: Vault
) -> None:
    for words, amount in (("a charge", "84.20"), ("roaming", "12 EUR"), ("a fee", "5")):
        enter(qtbot, tab, words, amount)  # without a wait between them
    qtbot.waitUntil(lambda: tab.claims.rowCount() == 3)
    lines = [(one.words, one.amount_minor) for one in vault.find(ClaimLine, order="position")]
    assert lines == [("a charge", 8420), ("roaming", 1200), ("a fee", 500)]


def test_what_cannot_be_read_stays_and_says_why(qtbot: QtBot, tab: MoneyTab, vault: Vault) -> None:
    enter(qtbot, tab, "a charge", "a lot")
    qtbot.waitUntil(tab.problem.isVisible)
    assert "84.20" in tab.problem.text() and tab.amount.text() == "a lot"
    assert vault.count(ClaimLine, "", []) == 0
    qtbot.keyClick(tab.amount, Qt.Key.Key_Backspace)
    assert not tab.problem.isVisible()


def test_a_line_is_changed_in_place_owned_up_to_and_taken_out(
    qtbot: QtBot, tab: MoneyTab, room: Room, vault: Vault, undo: Callable[[], None]
) -> None:
    enter(qtbot, tab, "charge", "84.20")
    qtbot.waitUntil(lambda: tab.claims.rowCount() == 1)
    table = tab.claim_table
    table.setCurrentIndex(tab.claims.index(0, 1))
    qtbot.keyClick(table, Qt.Key.Key_F2)
    editor = table.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, "90")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tab.total.text() == "I ask for £90.00")
    table.setCurrentIndex(tab.claims.index(0, 2))
    qtbot.keyClick(table, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: tab.owed.text() == "I do owe: £90.00")
    assert not tab.total.isVisible()
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: tab.claims.rowCount() == 0)
    undo()
    qtbot.waitUntil(lambda: tab.claims.rowCount() == 1)
    assert vault.find(ClaimLine)[0].undisputed


def test_what_i_want_is_one_line_each(qtbot: QtBot, tab: MoneyTab, vault: Vault) -> None:
    tab.wish.setFocus()
    for wish in ("Pay it back", "Confirm in writing"):
        qtbot.keyClicks(tab.wish, wish)
        qtbot.keyClick(tab.wish, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: tab.wish.text() == "")
    qtbot.waitUntil(lambda: tab.wishes.rowCount() == 2)
    tab.wish_table.setCurrentIndex(tab.wishes.index(0, 1))
    qtbot.keyClick(tab.wish_table, Qt.Key.Key_Space)
    qtbot.waitUntil(
        lambda: (
            [w.status for w in vault.find(DesiredOutcome, order="position")] == ["got", "wanted"]
        )
    )


def test_a_promise_leads_to_its_details(
    qtbot: QtBot, tab: MoneyTab, room: Room, vault: Vault, dispute: str
) -> None:
    call = ContactEntry(
        dated="2026-03-01T14:21",
        reference="4471-K",
        dispute_ids=(dispute,),
        promises=(Promised("back to my account", "2026-03-14", 8420, "GBP"),),
    )
    room.session.do(lambda: log_contact(vault, call))
    qtbot.waitUntil(lambda: len(tab.terms) == 1)
    (row,) = tab.terms
    qtbot.mouseClick(row.link, Qt.MouseButton.LeftButton)  # pyright: ignore
    qtbot.waitUntil(lambda: room.desk.selection.kind == "promise")
