"""The documents of a dispute: found, sorted, and honest about what cannot be shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from onrecord.domain.evidence import Evidence
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.edit_record import edit_record
from onrecord.services.open_dispute import open_dispute
from onrecord.ui.dispute.document_table import CELL_ROLE
from onrecord.ui.dispute.documents_tab import DocumentsTab
from onrecord.ui.row_pages import PAGE
from onrecord.ui.shell.room import Room
from onrecord.vault.vault import Vault

Wait = Callable[[Callable[[], Any]], None]


@pytest.fixture
def dispute(vault: Vault) -> str:
    return open_dispute(vault, "Northline Telecom (sample)", "Charged after cancelling").result


def opened(qtbot: QtBot, room: Room, dispute: str, count: int) -> DocumentsTab:
    room.desk.show_dispute(dispute, "documents")
    tab = room.window.view("dispute").pages.currentWidget()
    assert isinstance(tab, DocumentsTab)
    qtbot.waitUntil(lambda: tab.table.documents.rowCount() == count)
    return tab


def titles(tab: DocumentsTab) -> list[str]:
    model = tab.table.documents
    return [str(model.index(n, 0).data()) for n in range(model.rowCount())]


def test_an_empty_tab_teaches(qtbot: QtBot, dispute: str, room: Room) -> None:
    tab = opened(qtbot, room, dispute, 0)
    qtbot.waitUntil(tab.empty.isVisible)
    assert tab.is_empty and not tab.search.isVisible()


@pytest.fixture
def three(vault: Vault, dispute: str) -> str:
    for name, title, day in (
        ("a", "Bill", "16 March 2026"),
        ("b", "apology letter", "2 March 2026"),
        ("c", "Zip file", ""),
    ):
        change = attach_files(vault, [Pasted(f"{name}.txt", name.encode())], dispute_id=dispute)
        edit_record(
            vault, Evidence, change.outcomes[0].evidence_id, title=title, dated=day, kind="letter"
        )
    return dispute


def test_a_click_on_a_heading_sorts(qtbot: QtBot, three: str, room: Room) -> None:
    tab = opened(qtbot, room, three, 3)
    assert titles(tab) == ["Bill", "apology letter", "Zip file"]
    header = tab.table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(0) + 30, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: titles(tab)[0] in ("apology letter", "Zip file"))
    assert titles(tab) in (
        ["apology letter", "Bill", "Zip file"],
        ["Zip file", "Bill", "apology letter"],
    )


def test_typing_finds_and_escape_shows_all(qtbot: QtBot, three: str, room: Room) -> None:
    tab = opened(qtbot, room, three, 3)
    qtbot.keyClicks(tab.search, "apol")
    qtbot.waitUntil(lambda: titles(tab) == ["apology letter"])
    qtbot.keyClicks(tab.search, "zzz")
    qtbot.waitUntil(tab.none.isVisible)
    qtbot.keyClick(tab.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(titles(tab)) == 3)


def test_keys_open_select_and_throw_away(
    qtbot: QtBot, three: str, room: Room, vault: Vault
) -> None:
    tab = opened(qtbot, room, three, 3)
    tab.search.setFocus()
    qtbot.keyClick(tab.search, Qt.Key.Key_Down)
    assert room.desk.selection.kind == "evidence"
    qtbot.keyClick(tab.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: tab.table.documents.rowCount() == 2)
    assert vault.count(Evidence, "trashed_at != ''", []) == 1
    qtbot.keyClick(tab.table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(tab.table, Qt.Key.Key_Return)
    assert room.desk.place.kind == "document"


def test_a_document_that_cannot_be_shown_says_so_in_its_row(
    qtbot: QtBot, three: str, room: Room, vault: Vault
) -> None:
    tab = opened(qtbot, room, three, 3)
    # Else reading it, which begins with the window, would say again that it can be shown.
    qtbot.waitUntil(lambda: vault.count(Evidence, "read_state = 'waiting'", []) == 0)
    (bill,) = vault.find(Evidence, "title = 'Bill'", [])
    room.session.do(lambda: edit_record(vault, Evidence, bill.id, read_state="needs_password"))
    model = tab.table.documents

    def note() -> str:
        cell = model.index(model.row_of(bill.id), 0).data(CELL_ROLE)
        return cell.note if cell else ""

    qtbot.waitUntil(lambda: note() == "needs its password")


def test_a_long_table_reads_only_the_pages_that_are_seen(
    qtbot: QtBot, dispute: str, room: Room, vault: Vault
) -> None:
    files = [Pasted(f"{n:03}.txt", f"paper {n}".encode()) for n in range(3 * PAGE)]
    attach_files(vault, files, dispute_id=dispute)
    tab = opened(qtbot, room, dispute, 3 * PAGE)
    model = tab.table.documents
    last = model.index(3 * PAGE - 1, 0)
    assert not last.data(), "the last page is not here before it is asked for"
    qtbot.waitUntil(lambda: bool(last.data()))


def test_next_and_previous_follow_the_table_as_it_was_sorted_and_searched(
    qtbot: QtBot, three: str, room: Room, wait: Wait
) -> None:
    tab = opened(qtbot, room, three, 3)
    tab.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    wait(lambda: titles(tab) == ["apology letter", "Bill", "Zip file"])
    view = room.window.view("document")
    room.desk.open_document(tab.table.documents.id_at(0))
    wait(lambda: view.title.text() == "apology letter" and view.which.text() == "1 of 3")
    qtbot.mouseClick(view.after, Qt.MouseButton.LeftButton)
    wait(lambda: view.title.text() == "Bill" and view.which.text() == "2 of 3")
    room.desk.go_back()
    qtbot.keyClicks(tab.search, "il")
    wait(lambda: titles(tab) == ["Bill", "Zip file"])
    room.desk.open_document(tab.table.documents.id_at(0))
    wait(lambda: view.title.text() == "Bill" and view.which.text() == "1 of 2")
