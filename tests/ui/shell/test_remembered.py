"""What the window remembers of itself: sizes, orders and tabs, and nothing of the vault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QSplitter
from pytestqt.qtbot import QtBot

from onrecord.services.attach_files import attach_files
from onrecord.services.open_dispute import open_dispute
from onrecord.services.start_packet import start_packet
from onrecord.ui.design import ViewMemory
from onrecord.ui.preferences import Preferences
from onrecord.ui.shell.room import Room
from onrecord.vault.vault import Vault

Wait = Callable[[Callable[[], Any]], None]
PASSPHRASE = "five plain words for tests"
Enter = Callable[[], Room]


@pytest.fixture
def enter(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Enter]:
    """Unlock the vault in a new window that remembers in the same file; the one before locks."""
    path, open_rooms = tmp_path / "Mine.onrecord", list[tuple[Room, ViewMemory]]()
    Vault.create(path, PASSPHRASE, work_factor=4, memory=None)[0].close()

    def leave() -> None:
        while open_rooms:
            room, memory = open_rooms.pop()
            room.end()
            memory.write()
            room.vault.close()
            room.window.deleteLater()
            room.deleteLater()
            memory.deleteLater()

    def go_in() -> Room:
        leave()
        memory = ViewMemory(qapp, tmp_path / "view.json")
        vault = Vault.open(path, PASSPHRASE, memory=None)
        made = Room(vault, Preferences(tmp_path / "p.json"), memory, qapp, work_factor=4)
        made.window.resize(1280, 800)
        made.show()
        qtbot.waitExposed(made.window, timeout=30_000)
        open_rooms.append((made, memory))
        return made

    yield go_in
    leave()


def drag(splitter: QSplitter, by: int, handle: int = 1) -> list[int]:
    """Move a handle as the mouse does; the sizes afterwards."""
    splitter.moveSplitter(splitter.handle(handle).x() + by, handle)
    return splitter.sizes()


def laid_out(splitter: QSplitter) -> bool:
    """Every part has its place."""
    QApplication.sendPostedEvents()
    return all(size > 0 for size in splitter.sizes()) and splitter.handle(2).x() > 300


def test_sizes_of_the_window_and_of_the_packet_are_as_they_were_left(
    enter: Enter, wait: Wait
) -> None:
    room = enter()
    dispute = open_dispute(room.vault, "Northline (sample)", "Charged").result
    packet = start_packet(room.vault, dispute).result
    room.desk.show_dispute(dispute)
    room.desk.select("dispute", (dispute,))
    wait(lambda: laid_out(room.window.splitter))
    inspector = drag(room.window.splitter, -60, handle=2)[2]
    room.desk.open_packet(packet)
    editor = room.window.view("packet")
    wait(lambda: editor.isVisible() and not room.window.side.isVisible())
    left = drag(room.window.splitter, 25)[0]
    packet_list = drag(editor.splitter, 40)[0]

    room = enter()
    room.desk.open_packet(packet)
    editor = room.window.view("packet")
    wait(lambda: editor.isVisible())
    assert room.window.splitter.sizes()[0] == left
    assert abs(editor.splitter.sizes()[0] - packet_list) <= 2
    room.desk.show_dispute(dispute)
    room.desk.select("dispute", (dispute,))
    wait(lambda: laid_out(room.window.splitter))
    assert abs(room.window.splitter.sizes()[2] - inspector) <= 2


def test_documents_keep_their_order_and_their_columns(
    enter: Enter, wait: Wait, tmp_path: Path
) -> None:
    room = enter()
    dispute = open_dispute(room.vault, "Northline (sample)", "Charged").result
    papers = [tmp_path / f"{name}.txt" for name in ("b", "a", "c")]
    for paper in papers:
        paper.write_text(paper.stem)
    attach_files(room.vault, papers, dispute_id=dispute)
    room.desk.show_dispute(dispute, "documents")
    table = room.window.view("dispute")._tabs["documents"].table
    wait(lambda: table.documents.rowCount() == 3)
    table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    table.horizontalHeader().resizeSection(1, 173)

    room = enter()
    room.desk.show_dispute(dispute, "documents")
    table = room.window.view("dispute")._tabs["documents"].table
    wait(lambda: table.documents.rowCount() == 3)
    assert table.order == ("title", False)
    assert table.columnWidth(1) == 173
    titles = [table.documents.index(row, 0).data() for row in range(3)]
    assert titles == sorted(titles)


def test_each_dispute_opens_in_the_tab_it_was_left_in(
    enter: Enter, wait: Wait, tmp_path: Path
) -> None:
    room = enter()
    first = open_dispute(room.vault, "Northline (sample)", "Charged").result
    second = open_dispute(room.vault, "Southline (sample)", "Not delivered").result
    room.desk.show_dispute(first, "money")

    room = enter()
    sidebar = room.window.sidebar
    wait(lambda: sidebar.model.rowCount() == 5)
    for dispute, tab in ((first, "money"), (second, "timeline")):
        row = [
            number
            for number in range(5)
            if (place := sidebar.model.place(sidebar.model.index(number))) is not None
            and place.id == dispute
        ]
        sidebar.list.setCurrentIndex(sidebar.model.index(row[0]))
        assert (room.desk.place.id, room.desk.place.tab) == (dispute, tab)
    room.window.memory.write()
    said = (tmp_path / "view.json").read_text()
    assert first not in said and second not in said
    assert "Northline" not in said


@pytest.mark.parametrize("stored", [None, "wide", [1, 2], [220, "x", 360]])
def test_sizes_that_make_no_sense_do_no_harm(
    qapp: QApplication, tmp_path: Path, stored: object
) -> None:
    memory = ViewMemory(qapp, tmp_path / "view.json")
    memory.set_value("splitter.main", stored)
    sizes = memory.splitter_sizes("main", [220, 500, 340])
    assert sizes == ([220, 0, 360] if stored == [220, "x", 360] else [220, 500, 340])
