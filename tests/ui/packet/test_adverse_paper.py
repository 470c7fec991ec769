"""A paper that helps the other side and is left out is asked about; each answer is one click."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from onrecord.domain.fact import Issue
from onrecord.domain.packet import PacketExhibit
from onrecord.services.adverse import kept_out
from onrecord.services.cite import Spot, cite
from onrecord.services.edit_record import add_record
from onrecord.ui.design import LinkButton
from onrecord.ui.packet.packet_editor import PacketEditor
from onrecord.ui.shell.room import Room

Wait = Callable[[Callable[[], Any]], None]


@pytest.fixture
def theirs(
    room: Room, dispute: str, editor: PacketEditor, documents: dict[str, str], wait: Wait
) -> str:
    """The bill of March bears out what they say, and is left out."""
    march = documents["march"]
    issue = Issue(dispute_id=dispute, title="Was it cancelled in time?", mine="Yes", theirs="No")
    add_record(room.vault, issue)
    cite(room.vault, "issue", issue.id, [Spot(march, 1)], "theirs")
    editor.packet.include(march, False)
    wait(lambda: any("helps the other side" in line.words for line in editor.check.needing))
    return march


def button(editor: PacketEditor, words: str) -> LinkButton:
    editor.check.set_open(on=True)
    found = editor.check.lines_area.findChildren(LinkButton)
    (one,) = [b for b in found if b.text() == words and b.isVisible()]
    assert "Bill of March" in one.accessibleDescription()
    return one


def included(room: Room, packet_id: str, evidence_id: str) -> bool:
    rows = room.vault.find(
        PacketExhibit, "packet_id = ? AND evidence_id = ?", [packet_id, evidence_id]
    )
    return bool(rows) and rows[0].included


def asked(editor: PacketEditor) -> bool:
    return any("helps the other side" in line.words for line in editor.check.needing)


def test_it_is_put_back_by_one_click(
    qtbot: QtBot, room: Room, editor: PacketEditor, packet_id: str, theirs: str, wait: Wait
) -> None:
    assert not included(room, packet_id, theirs)
    qtbot.mouseClick(button(editor, "Put it in"), Qt.MouseButton.LeftButton)
    wait(lambda: included(room, packet_id, theirs))
    wait(lambda: not asked(editor))
    assert theirs not in kept_out(room.vault, packet_id)


def test_it_is_left_out_on_purpose_and_not_asked_again(
    qtbot: QtBot, room: Room, editor: PacketEditor, packet_id: str, theirs: str, wait: Wait,
    undo: Callable[[], None],
) -> None:  # fmt: skip
    keep = button(editor, "Leave it out all the same")
    keep.setFocus()
    qtbot.keyClick(keep, Qt.Key.Key_Space)
    wait(lambda: not asked(editor))
    assert theirs in kept_out(room.vault, packet_id)
    assert not included(room, packet_id, theirs)
    wait(lambda: editor.check.primary.text() == "Export PDF")
    wait(lambda: room.session.undo.can_undo)
    undo()
    wait(lambda: asked(editor))
    assert theirs not in kept_out(room.vault, packet_id)
