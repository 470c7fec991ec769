"""Each key that the sheet of shortcuts names for a list does in a list what it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView

from onrecord.domain.contact_entry import ContactEntry
from onrecord.domain.evidence import Evidence
from onrecord.domain.fact import Fact
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.edit_record import edit_record
from onrecord.services.log_contact import log_contact
from onrecord.ui.actions import ActionBook
from onrecord.ui.inspector.evidence_panel import EvidencePanel
from onrecord.ui.inspector.fact_panel import FactPanel
from onrecord.ui.item_list import ItemList
from onrecord.ui.shell.room import Room

Wait = Callable[[Callable[[], Any]], None]
LISTS = ("timeline", "documents", "to_sort")


@pytest.fixture
def letter(room: Room, dispute: str) -> str:
    """A document in the dispute, and one of the same words that is in none."""
    kept = attach_files(room.vault, [Pasted("letter.txt", b"Dear customer")], dispute_id=dispute)
    attach_files(room.vault, [Pasted("loose.txt", b"Dear reader")])
    one = kept.outcomes[0].evidence_id
    edit_record(room.vault, Evidence, one, dated="2026-03-02")
    return one


def listed(room: Room, dispute: str, name: str, wait: Wait) -> QAbstractItemView:
    """The list with its first document selected, as by a click."""
    if name == "to_sort":
        room.desk.show_to_sort()
        view: QAbstractItemView = room.window.view("to_sort").list
    else:
        room.desk.show_dispute(dispute, name)
        tab = room.window.view("dispute").pages.currentWidget()
        view = tab.list if name == "timeline" else tab.table
    wait(lambda: view.isVisible() and view.model().rowCount() > 0)
    rows = view.items.rows_of if isinstance(view, ItemList) else None
    ids = {("evidence", one.id) for one in room.vault.find(Evidence)}
    row = rows(ids)[0] if rows is not None else 0
    choose(view, row)
    view.setFocus()
    wait(lambda: room.desk.selection.kind == "evidence")
    return view


def choose(view: QAbstractItemView, row: int) -> None:
    flag = QItemSelectionModel.SelectionFlag
    index = view.model().index(row, 0)
    view.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)


def press(view: QAbstractItemView, book: ActionBook, name: str) -> None:
    """The key as the sheet has it, where the cursor is."""
    assert view.hasFocus()
    QTest.keySequence(view, QKeySequence(book.shortcut(name)))


@pytest.mark.parametrize("name", LISTS)
def test_the_details_are_edited_from_the_title_on(
    room: Room, dispute: str, letter: str, wait: Wait, name: str
) -> None:
    view = listed(room, dispute, name, wait)
    panel = room.window.inspector.panel("evidence")
    assert isinstance(panel, EvidencePanel)
    wait(lambda: panel.title.control.isVisible())
    panel.about.set_open(False)
    press(view, room.window.book, "edit_selected")
    wait(panel.title.control.hasFocus)
    view.setFocus()
    room.window.inspector.closed.emit()
    press(view, room.window.book, "edit_selected")
    wait(lambda: panel.title.control.hasFocus() and room.window.side.isVisible())


@pytest.mark.parametrize("name", LISTS)
def test_what_is_selected_is_filed(
    room: Room, dispute: str, letter: str, wait: Wait, name: str
) -> None:
    view = listed(room, dispute, name, wait)
    press(view, room.window.book, "file_into")
    palette = room.commands.palette
    wait(lambda: palette.isVisible() and palette.field.hasFocus())
    assert palette.field.placeholderText() == "File into which dispute?"


@pytest.mark.parametrize("name", LISTS)
def test_it_is_looked_at_and_put_into_the_trash(
    room: Room, dispute: str, letter: str, wait: Wait, name: str
) -> None:
    view = listed(room, dispute, name, wait)
    (one,) = room.desk.selection.ids
    press(view, room.window.book, "preview")
    wait(lambda: (look := room.commands._look) is not None and look.is_open)
    QTest.keySequence(room.commands._look.overlay.pages, QKeySequence("Esc"))
    wait(view.hasFocus)
    press(view, room.window.book, "trash")
    wait(lambda: room.vault.get(Evidence, one).trashed_at)


def test_a_line_moves_within_its_day(room: Room, dispute: str, letter: str, wait: Wait) -> None:
    with room.vault.change("Set up") as tx:
        tx.insert(Fact(dispute_id=dispute, words="The meter was read", dated="2026-03-02"))
    view = listed(room, dispute, "timeline", wait)
    wait(lambda: view.model().rowCount() == 3)

    assert isinstance(view, ItemList)
    before = view.items.find("evidence", letter)
    there, back = ("up_in_day", "down_in_day") if before == 2 else ("down_in_day", "up_in_day")
    press(view, room.window.book, there)
    wait(lambda: view.items.find("evidence", letter) == 3 - before)
    press(view, room.window.book, back)
    wait(lambda: view.items.find("evidence", letter) == before)


def test_what_happened_is_edited_at_its_words_and_a_call_in_its_form(
    room: Room, dispute: str, wait: Wait
) -> None:
    log_contact(
        room.vault,
        ContactEntry(company="Northline Telecom (sample)", dispute_ids=(dispute,)),
    )
    with room.vault.change("Set up") as tx:
        tx.insert(Fact(dispute_id=dispute, words="The meter was read", dated="2026-03-02"))
    room.desk.show_dispute(dispute, "timeline")
    view = room.window.view("dispute").pages.currentWidget().list
    wait(lambda: view.model().rowCount() >= 4)
    rows = {
        item.kind: row
        for row in range(view.model().rowCount())
        if (item := view.items.item(view.items.index(row))) is not None
    }
    choose(view, rows["fact"])
    view.setFocus()
    press(view, room.window.book, "edit_selected")
    told = room.window.inspector.panel("fact")
    assert isinstance(told, FactPanel)
    wait(told.words.control.hasFocus)
    choose(view, rows["contact"])
    view.setFocus()
    press(view, room.window.book, "edit_selected")
    wait(lambda: room.window.contact.is_open)


def test_the_sheet_promises_no_other_key_in_a_list(room: Room) -> None:
    tried = {"edit_selected", "file_into", "preview", "trash", "up_in_day", "down_in_day"}
    assert {a.id for a in room.window.book if a.scope == "list" and a.shortcut} == tried
