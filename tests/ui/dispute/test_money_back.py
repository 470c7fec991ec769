"""What came back: a row of a statement in one click, by hand in four fields, with undo."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from onrecord.domain.contact import Promise
from onrecord.domain.contact_entry import ContactEntry, Promised
from onrecord.domain.dispute import ClaimLine
from onrecord.domain.ledger import LedgerEntry
from onrecord.intake.reader import Reader
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.claim_lines import add_claim
from onrecord.services.log_contact import log_contact
from onrecord.services.open_dispute import open_dispute
from onrecord.services.read_documents import read_documents
from onrecord.ui.dispute.money_rows import MatchCard, QuestionCard
from onrecord.ui.dispute.money_tab import MoneyTab
from onrecord.ui.shell.room import Room
from onrecord.vault.vault import Vault

Wait = Callable[[Callable[[], object]], None]
STATEMENT = (
    b"Date,Description,Paid out (GBP),Paid in (GBP)\n"
    b"02/02/2026,NORTHLINE TELECOM,84.20,\n16/03/2026,NORTHLINE REFUND,,84.20\n"
)


@pytest.fixture
def dispute(vault: Vault) -> str:
    made = open_dispute(vault, "Northline Telecom (sample)", "Charged after cancelling").result
    call = ContactEntry(
        dated="2026-03-01T14:21",
        dispute_ids=(made,),
        promises=(Promised("back to my account", "2026-03-14", 8420, "GBP"),),
    )
    log_contact(vault, call)
    add_claim(vault, made, "charged after cancelling", "84.20", "GBP")
    return made


def add_statement(vault: Vault, dispute: str, data: bytes) -> str:
    (id,) = attach_files(vault, [Pasted("account.csv", data)], dispute_id=dispute).added
    reader = Reader(size=1)
    try:
        read_documents(vault, reader, [id])
    finally:
        reader.close()
    return id


@pytest.fixture
def statement(vault: Vault, dispute: str) -> str:
    return add_statement(vault, dispute, STATEMENT)


def open_tab(room: Room, dispute: str) -> MoneyTab:
    room.desk.show_dispute(dispute, "money")
    made = room.window.view("dispute").pages.currentWidget()
    assert isinstance(made, MoneyTab)
    return made


def figures(tab: MoneyTab) -> list[tuple[str, ...]]:
    return [tuple(label.text() for label in row) for row in tab.sums.figures]


def cards(tab: MoneyTab) -> list[MatchCard]:
    return [card for card in tab.back.cards if isinstance(card, MatchCard)]


def test_a_row_that_fits_is_recorded_with_one_key_and_undone(
    qtbot: QtBot, statement: str, dispute: str, room: Room, vault: Vault, wait: Wait,
    undo: Callable[[], None],
) -> None:  # fmt: skip
    tab = open_tab(room, dispute)
    wait(lambda: len(cards(tab)) == 2)
    assert figures(tab) == [("£84.20", "£0.00", "£84.20")]
    refund = cards(tab)[0]
    assert refund.words.text() == "NORTHLINE REFUND"
    assert "2 days after the day it was promised for" in refund.why.text()
    refund.buttons[0].setFocus()
    qtbot.keyClick(refund.buttons[0], Qt.Key.Key_Space)
    wait(lambda: figures(tab) == [("£84.20", "£84.20", "£0.00")])
    assert len(tab.back.entries) == 1
    assert vault.find(Promise)[0].state == "kept"
    wait(lambda: room.session.undo.can_undo)
    undo()
    wait(lambda: figures(tab) == [("£84.20", "£0.00", "£84.20")])
    wait(lambda: len(cards(tab)) == 2)
    assert vault.find(Promise)[0].state == "open"


def test_the_row_of_the_charge_shows_the_amount_asked_for(
    qtbot: QtBot, statement: str, dispute: str, room: Room, wait: Wait
) -> None:
    tab = open_tab(room, dispute)
    wait(lambda: len(cards(tab)) == 2)
    assert tab.claim_table.isColumnHidden(4)
    qtbot.mouseClick(cards(tab)[1].buttons[0], Qt.MouseButton.LeftButton)
    wait(lambda: not tab.claim_table.isColumnHidden(4))
    assert tab.claims.index(0, 4).data() == "account, p. 1"
    tab.claim_table.setFocus()
    tab.claim_table.setCurrentIndex(tab.claims.index(0, 4))
    qtbot.keyClick(tab.claim_table, Qt.Key.Key_Return)
    wait(lambda: room.desk.place.kind == "document")
    assert room.desk.place.id == statement
    assert room.desk.place.rect


def test_a_row_that_is_not_it_is_not_asked_about_again(
    qtbot: QtBot, statement: str, dispute: str, room: Room, wait: Wait
) -> None:
    tab = open_tab(room, dispute)
    wait(lambda: len(cards(tab)) == 2)
    qtbot.mouseClick(cards(tab)[0].refuse, Qt.MouseButton.LeftButton)
    wait(lambda: [card.words.text() for card in cards(tab)] == ["NORTHLINE TELECOM"])


def test_what_a_statement_leaves_open_is_asked_and_then_read_so(
    qtbot: QtBot, vault: Vault, dispute: str, request: pytest.FixtureRequest, wait: Wait
) -> None:
    add_statement(vault, dispute, b"Date,Text,Debit,Credit\n04/03/2026,NORTHLINE,,84.20\n")
    room: Room = request.getfixturevalue("room")
    tab = open_tab(room, dispute)
    wait(lambda: bool(tab.back.cards))
    (card,) = tab.back.cards
    assert isinstance(card, QuestionCard)
    assert [button.text() for button in card.buttons.values()] == ["4 March 2026", "3 April 2026"]
    qtbot.mouseClick(card.buttons["dmy"], Qt.MouseButton.LeftButton)
    wait(lambda: bool(tab.back.cards) and "GBP" in getattr(tab.back.cards[0], "buttons", {}))
    (card,) = tab.back.cards
    assert isinstance(card, QuestionCard)
    qtbot.mouseClick(card.buttons["GBP"], Qt.MouseButton.LeftButton)
    wait(lambda: bool(cards(tab)))
    assert "4 March 2026" in cards(tab)[0].where.text()


def test_by_hand_in_four_fields_what_is_wrong_is_said_at_its_field(
    qtbot: QtBot, dispute: str, room: Room, vault: Vault, wait: Wait
) -> None:
    tab = open_tab(room, dispute)
    wait(lambda: bool(tab.sums.figures))
    assert "CSV or OFX" in tab.back.hint.text()
    qtbot.mouseClick(tab.back.record, Qt.MouseButton.LeftButton)
    form = tab.back.form
    amount, dated = form.amount.control, form.dated.control
    assert isinstance(amount, QLineEdit)
    assert isinstance(dated, QLineEdit)
    assert amount.text() == "£84.20", "what is waited for stands there"
    qtbot.keyClicks(dated, "soon")
    qtbot.keyClick(dated, Qt.Key.Key_Return)
    wait(lambda: bool(form.dated.error.text()))
    dated.selectAll()
    qtbot.keyClicks(dated, "March 2026")
    qtbot.keyClick(dated, Qt.Key.Key_Return)
    wait(lambda: figures(tab) == [("£84.20", "£84.20", "£0.00")])
    assert vault.find(LedgerEntry)[0].dated == "2026-03", "no day is made up"
    assert vault.find(Promise)[0].state == "open", "nothing shows it yet"
    wait(form.isHidden)
    assert "nothing shows it yet" in _texts(tab)
    qtbot.mouseClick(tab.back.entries[0].remove, Qt.MouseButton.LeftButton)
    wait(lambda: not tab.back.entries)
    assert vault.count(LedgerEntry) == 0


def test_escape_puts_the_form_away_and_gives_the_button_back(
    qtbot: QtBot, dispute: str, room: Room, wait: Wait
) -> None:
    tab = open_tab(room, dispute)
    wait(lambda: bool(tab.sums.figures))
    tab.back.open_form()
    assert tab.back.form.isVisible()
    fields = [one for one in tab.findChildren(QLineEdit) if one.isVisible()]
    assert len(fields) <= 4, "the form's own are the only ones in view"
    qtbot.keyClick(tab.back.form.amount.control, Qt.Key.Key_Escape)
    assert not tab.back.form.isVisible()
    assert tab.back.record.isVisible()
    assert tab.what.isVisible()


def test_days_without_service_and_interest_show_their_formula(
    qtbot: QtBot, dispute: str, room: Room, vault: Vault, wait: Wait
) -> None:
    tab = open_tab(room, dispute)
    wait(lambda: bool(tab.formulas.lines))
    qtbot.mouseClick(tab.formulas.part_link, Qt.MouseButton.LeftButton)
    form = tab.formulas.part
    for name, typed in (
        ("words", "no internet"),
        ("price", "30"),
        ("period", "March 2026"),
        ("without", "3 March 2026 to 11 March 2026"),
    ):
        qtbot.keyClicks(form.edit(name), typed)
    qtbot.keyClick(form.edit("without"), Qt.Key.Key_Return)
    wait(lambda: "£30.00 × 9 of 31 days = £8.71" in tab.formulas.formulas.text())
    wait(form.isHidden)
    wait(lambda: figures(tab) == [("£92.91", "£0.00", "£92.91")])
    tab.formulas._open_interest(tab.formulas.lines[0])  # pyright: ignore[reportPrivateUsage]
    form = tab.formulas.interest
    wait(lambda: seen_whole(form))
    qtbot.keyClicks(form.edit("percent"), "8")
    qtbot.keyClicks(form.edit("since"), "3 February 2026")
    form.edit("until").selectAll()
    qtbot.keyClicks(form.edit("until"), "16 March 2026")
    qtbot.keyClick(form.edit("until"), Qt.Key.Key_Return)
    wait(lambda: bool(form.fields["source"].error.text()))
    qtbot.keyClicks(form.edit("source"), "contract, section 7")
    qtbot.mouseClick(form.add, Qt.MouseButton.LeftButton)
    wait(lambda: vault.count(ClaimLine) == 3)
    wait(lambda: "Rate: contract, section 7" in tab.formulas.formulas.text())


def seen_whole(form: QWidget) -> bool:
    """Nothing of it lies above or below what is in view."""
    return form.visibleRegion().boundingRect() == form.rect()


def _texts(tab: MoneyTab) -> str:
    from PySide6.QtWidgets import QLabel

    return "\n".join(label.text() for label in tab.back.findChildren(QLabel) if label.isVisible())


def test_a_promise_says_how_much_of_it_came(
    qtbot: QtBot, dispute: str, room: Room, vault: Vault, wait: Wait
) -> None:
    from onrecord.services.ledger import record_by_hand

    (bill,) = attach_files(vault, [Pasted("bill.txt", b"credit 40")], dispute_id=dispute).added
    record_by_hand(
        vault, dispute, "40", "2026-03-16", "GBP",
        promise_id=vault.find(Promise)[0].id, evidence_id=bill,
    )  # fmt: skip
    tab = open_tab(room, dispute)
    wait(lambda: bool(tab.terms))
    assert tab.terms[0].note.text() == "£40.00 of it came"
    assert figures(tab) == [("£84.20", "£40.00", "£44.20")]


def test_a_table_whose_columns_are_not_clear_says_so_and_what_to_do(
    dispute: str, room: Room, vault: Vault, wait: Wait
) -> None:
    add_statement(
        vault,
        dispute,
        b"P\xc3\xa4iv\xc3\xa4,Summa,Saldo,Saaja\n2026-03-16,84.20,100.00,NORTHLINE\n",
    )
    tab = open_tab(room, dispute)
    wait(lambda: tab.back.unread.isVisible() and tab.back.unread.text())
    assert "which column holds the day" in tab.back.unread.text()
    assert tab.back.name_columns.isVisible()
