"""All rows of a statement with what each was matched to; and the columns of a table nobody knows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from onrecord.domain.ledger import LedgerEntry
from onrecord.intake.reader import Reader
from onrecord.services.answer_statement import not_this_row
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.claim_lines import add_claim
from onrecord.services.ledger import record_row
from onrecord.services.open_dispute import open_dispute
from onrecord.services.read_documents import read_documents
from onrecord.ui.dispute.columns_page import ColumnsPage
from onrecord.ui.dispute.money_tab import MoneyTab
from onrecord.ui.dispute.statement_page import StatementPage
from onrecord.ui.shell.room import Room
from onrecord.vault.vault import Vault

Wait = Callable[[Callable[[], object]], None]
STATEMENT = (
    b"Date,Description,Paid out (GBP),Paid in (GBP)\n"
    b"02/02/2026,NORTHLINE TELECOM,84.20,\n16/03/2026,NORTHLINE REFUND,,84.20\n"
    b"17/03/2026,EXAMPLE STORES,,12.00\n18/03/2026,CORNER SHOP,3.10,\n"
)
BANK = (
    b"Wann;Wer;Was es kostete;Danach da\n2026-02-02;NORTHLINE TELECOM;-84,20;115,80\n"
    b"2026-03-16;NORTHLINE REFUND;84,20;200,00\n"
)


@pytest.fixture
def dispute(vault: Vault) -> str:
    made = open_dispute(vault, "Northline Telecom (sample)", "Charged after cancelling").result
    add_claim(vault, made, "charged after cancelling", "84.20", "GBP")
    return made


def added(vault: Vault, dispute: str, data: bytes) -> str:
    (id,) = attach_files(vault, [Pasted("account.csv", data)], dispute_id=dispute).added
    reader = Reader(size=1)
    try:
        read_documents(vault, reader, [id])
    finally:
        reader.close()
    return id


def open_tab(room: Room, dispute: str) -> MoneyTab:
    room.desk.show_dispute(dispute, "money")
    made = room.window.view("dispute").pages.currentWidget()
    assert isinstance(made, MoneyTab)
    return made


def matched(page: StatementPage) -> list[str]:
    return [page.model.index(at, 3).data() for at in range(page.model.rowCount())]


def test_every_row_says_what_it_was_matched_to(
    qtbot: QtBot, room: Room, vault: Vault, dispute: str, wait: Wait, undo: Callable[[], None]
) -> None:
    id = added(vault, dispute, STATEMENT)
    line = vault.query("SELECT id FROM claim_line")[0]["id"]
    record_row(vault, dispute, id, 1, claim_line_id=line)
    not_this_row(vault, dispute, id, 3)
    tab = open_tab(room, dispute)
    wait(lambda: tab.back.all_rows.isVisible())
    assert tab.back.all_rows.text() == "All rows of account"
    qtbot.mouseClick(tab.back.all_rows, Qt.MouseButton.LeftButton)
    page = room.window.page
    assert isinstance(page, StatementPage)
    wait(lambda: page.model.rowCount() == 4)
    assert matched(page) == [
        "they charged it: charged after cancelling",
        "may be: charged after cancelling",
        "not this one",
        "–",
    ]
    assert page.told.text() == "4 rows, 1 on record, 1 may fit."
    assert not page.came_back.isVisible(), "the first is on record"
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert "EXAMPLE STORES" in page.chosen.text()
    qtbot.mouseClick(page.came_back, Qt.MouseButton.LeftButton)
    wait(lambda: matched(page)[2].startswith("came back"))
    wait(lambda: not page.came_back.isVisible())
    assert vault.count(LedgerEntry) == 2
    wait(lambda: room.session.undo.can_undo)
    undo()
    wait(lambda: matched(page)[2] == "not this one")
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    wait(lambda: room.desk.place.kind == "document")
    assert room.desk.place.id == id and room.desk.place.rect


def test_the_columns_of_an_unknown_table_are_named_and_its_rows_come(
    qtbot: QtBot, room: Room, vault: Vault, dispute: str, wait: Wait
) -> None:
    id = added(vault, dispute, BANK)
    tab = open_tab(room, dispute)
    wait(lambda: tab.back.name_columns.isVisible())
    assert "say which column is which" in tab.back.unread.text()
    qtbot.mouseClick(tab.back.name_columns, Qt.MouseButton.LeftButton)
    page = room.window.page
    assert isinstance(page, ColumnsPage)
    wait(lambda: len(page.boxes) == 4)
    assert not page.use.isEnabled()
    for at, role in ((0, "date"), (1, "words"), (2, "amount")):
        box = page.boxes[at]
        before = page.look
        box.setCurrentIndex(box.findData(role))
        box.activated.emit(box.currentIndex())
        wait(lambda before=before: page.look is not before)
    wait(page.use.isEnabled)
    assert page.rows.text().splitlines()[0] == "2026-02-02  -84.20  NORTHLINE TELECOM"
    qtbot.mouseClick(page.use, Qt.MouseButton.LeftButton)
    wait(lambda: room.window.page is None)
    wait(lambda: tab.back.all_rows.isVisible())
    wait(lambda: not tab.back.name_columns.isVisible())
    qtbot.mouseClick(tab.back.all_rows, Qt.MouseButton.LeftButton)
    rows = room.window.page
    assert isinstance(rows, StatementPage)
    wait(lambda: rows.model.rowCount() == 2)
    wait(lambda: rows.card is not None)  # in which currency, the file does not say
    assert vault.index.statements() == {id}
