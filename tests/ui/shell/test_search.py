"""Ctrl+K finds everything by a few letters, with the keyboard only."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from onrecord.domain.contact_entry import ContactEntry
from onrecord.services.attach_files import attach_files
from onrecord.services.log_contact import log_contact
from onrecord.ui.shell.room import Room

Wait = Callable[[Callable[[], Any]], None]


def words(room: Room) -> list[str]:
    return [found.row.spoken for found in room.commands.palette.model.found]


def look_for(room: Room, qtbot: QtBot, typed: str) -> None:
    with qtbot.waitActive(room.window):
        room.window.activateWindow()
    qtbot.keyClick(room.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert room.commands.palette.isVisible()
    assert room.commands.palette.field.hasFocus()
    qtbot.keyClicks(room.commands.palette.field, typed)


def test_a_word_on_a_page_opens_the_document_at_that_page(
    room: Room, qtbot: QtBot, wait: Wait, dispute: str, tmp_path: Path
) -> None:
    bill = tmp_path / "bill.txt"
    bill.write_text("Monthly charge\n" + "line\n" * 90 + "no credit for the terminated line\n")
    attach_files(room.vault, [bill], dispute_id=dispute)
    room.reading.start()
    wait(lambda: room.vault.index.search("terminated", 5))
    look_for(room, qtbot, "terminated")
    wait(lambda: any("terminated" in line for line in words(room)))
    qtbot.keyClick(room.commands.palette.field, Qt.Key.Key_Return)
    assert room.desk.place.kind == "document"
    assert room.desk.place.page == room.vault.index.search("terminated", 5)[0].page
    assert room.desk.dispute_id == dispute
    assert not room.commands.palette.isVisible()


def test_a_reference_number_finds_the_call_however_it_is_spaced(
    room: Room, qtbot: QtBot, wait: Wait, dispute: str
) -> None:
    entry = ContactEntry(
        dated="2026-03-01T14:21", agent_name="Priya", reference="0333 003", dispute_ids=(dispute,)
    )
    call = log_contact(room.vault, entry).result
    look_for(room, qtbot, "0333003")
    wait(lambda: any("Priya" in line for line in words(room)))
    qtbot.keyClick(room.commands.palette.field, Qt.Key.Key_Return)
    assert (room.desk.place.kind, room.desk.place.id) == ("dispute", dispute)
    assert room.desk.selection.ids == (call,)


def test_a_command_is_found_by_its_words_and_done(room: Room, qtbot: QtBot, wait: Wait) -> None:
    look_for(room, qtbot, "shortcuts")
    wait(lambda: any(line.startswith("Keyboard shortcuts") for line in words(room)))
    qtbot.keyClick(room.commands.palette.field, Qt.Key.Key_Return)
    assert room.window.page is not None
    assert room.window.page.accessibleName() == "Keyboard shortcuts"


def test_the_arrows_move_past_headings_and_escape_gives_the_focus_back(
    room: Room, qtbot: QtBot, wait: Wait, dispute: str
) -> None:
    room.desk.show_dispute(dispute)
    room.window.sidebar.list.setFocus()
    look_for(room, qtbot, "")
    palette = room.commands.palette
    wait(lambda: len(words(room)) > 5)
    seen: list[int] = []
    for _ in range(4):
        seen.append(palette.list.currentIndex().row())
        qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert seen == sorted(set(seen))
    assert all(palette.model.found[row].act is not None for row in seen)
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert room.window.sidebar.list.hasFocus()


def test_nothing_found_says_so(room: Room, qtbot: QtBot, wait: Wait) -> None:
    look_for(room, qtbot, "zzzqqq")
    wait(lambda: room.commands.palette.none.isVisible())
    assert "Nothing has these words" in room.commands.palette.none.text()


def test_what_is_selected_is_filed_into_a_dispute_by_its_name(
    room: Room, qtbot: QtBot, wait: Wait, dispute: str
) -> None:
    call = log_contact(room.vault, ContactEntry(dated="2026-03-01", reference="1")).result
    room.desk.show_to_sort()
    room.desk.select("contact", (call,))
    room.commands.book.qaction("file_into").trigger()
    wait(lambda: any("Charged after" in line for line in words(room)))
    qtbot.keyClick(room.commands.palette.field, Qt.Key.Key_Return)
    wait(lambda: room.vault.query("SELECT 1 FROM dispute_contact WHERE contact_id = ?", [call]))
