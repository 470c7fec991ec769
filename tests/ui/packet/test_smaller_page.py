"""A PDF too large for its recipient: the remedy of the check shows before and after."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from onrecord.domain.dispute import Dispute
from onrecord.services.agency_directory_edit import correct_figure
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.edit_record import edit_record
from onrecord.services.packet_for import Recipient, packet_for
from onrecord.services.packet_options import packet_options
from onrecord.services.read_documents import read_documents
from onrecord.services.recovery_sheet import note_asked_before_export
from onrecord.ui.packet.packet_editor import PacketEditor
from onrecord.ui.shell.room import Room

Wait = Callable[[Callable[[], Any]], None]


@pytest.fixture
def large(room: Room, dispute: str, wait: Wait) -> PacketEditor:
    """A scan of more bytes than the user knows this body to take."""
    vault = room.vault
    edit_record(vault, Dispute, dispute, place="US-TX", sector="electricity")
    correct_figure(vault, "us-tx-puc", "attachments.bytes_total", "0.9 MB", source="their letter")
    note_asked_before_export(vault)
    scan = io.BytesIO()
    Image.effect_noise((1400, 1400), 90).convert("RGB").save(scan, "JPEG", quality=92)
    attach_files(vault, [Pasted("scan.jpg", scan.getvalue())], dispute_id=dispute)
    read_documents(vault, room.session.workshop.reader)
    packet = packet_for(vault, dispute, Recipient("us-tx-puc")).result
    room.desk.show_dispute(dispute)
    room.desk.open_packet(packet)
    view = room.window.view("packet")
    assert isinstance(view, PacketEditor)
    wait(lambda: any(x.act == "reduce" for x in lines(view)))
    wait(lambda: not view.packet.fit.measured.about)
    return view


def lines(editor: PacketEditor) -> Any:
    return editor.packet.checks


def press(qtbot: QtBot, editor: PacketEditor, words: str) -> None:
    from onrecord.ui.design import LinkButton

    editor.check.set_open(on=True)
    found = [one for one in editor.check.lines_area.findChildren(LinkButton) if one.text() == words]
    qtbot.mouseClick(next(one for one in found if one.isVisible()), Qt.MouseButton.LeftButton)


def test_the_remedy_shows_before_and_after_and_is_taken_with_one_more_click(
    qtbot: QtBot, room: Room, large: PacketEditor, wait: Wait, undo: Callable[[], None]
) -> None:
    press(qtbot, large, "Make pictures smaller")
    page = large.smaller
    assert large.area.currentWidget() is page and not large.exporting.isVisible()
    wait(lambda: page.offer is not None)
    assert page.most.text() == "0.9"  # what the recipient takes, tried at once
    assert page.before.isVisible() and page.after.isVisible()
    assert " now, " in page.said.text() and "A1, page 1" in page.page_words.text()
    before, after = page.before.picture.pixmap(), page.after.picture.pixmap()
    assert before.size() == after.size() and before.toImage() != after.toImage()
    assert packet_options(room.vault, large.packet.id).pictures == ""
    wait(page.use.hasFocus)
    qtbot.keyClick(page.use, Qt.Key.Key_Space)
    wait(lambda: large.area.currentWidget() is large.splitter)
    way = packet_options(room.vault, large.packet.id).pictures
    assert page.offer is not None and way == page.offer.pictures != ""
    wait(lambda: not any(x.act == "reduce" for x in lines(large)))
    undo()
    wait(lambda: packet_options(room.vault, large.packet.id).pictures == "")


def test_another_size_is_typed_and_one_that_cannot_be_is_said_below_it(
    qtbot: QtBot, room: Room, large: PacketEditor, wait: Wait
) -> None:
    large.show_options()
    files = large.options.files
    files.open(files.images)
    qtbot.mouseClick(files.fit, Qt.MouseButton.LeftButton)
    page = large.smaller
    wait(lambda: page.offer is not None)
    page.most.selectAll()
    qtbot.keyClicks(page.most, "0.01")
    qtbot.keyClick(page.most, Qt.Key.Key_Return)
    wait(lambda: "divide it into volumes" in page.most_field.error.text())
    assert page.offer is None and not page.use.isVisible() and not page.before.isVisible()
    assert page.most.hasFocus() and page.go.isVisible()


def test_comparing_stops_at_once_and_changes_nothing(
    qtbot: QtBot, room: Room, large: PacketEditor, wait: Wait
) -> None:
    large.show_smaller()
    page = large.smaller
    wait(page.progress.isVisible)
    page.progress.cancel()
    wait(lambda: "Nothing was changed" in page.said.text() or page.offer is not None)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert large.area.currentWidget() is large.splitter
    assert packet_options(room.vault, large.packet.id).pictures == ""
