"""Earlier states: looked at and gone back to, with Undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from onrecord.domain.dispute import Dispute
from onrecord.services.edit_record import edit_record
from onrecord.ui.shell.room import Room
from onrecord.ui.shell.snapshots_page import SnapshotsPage
from ui.filled import filled_buttons

Wait = Callable[[Callable[[], Any]], None]


def test_one_goes_back_by_keys_and_undoes_it(
    room: Room, dispute: str, qtbot: QtBot, wait: Wait
) -> None:
    room.vault.snapshot()
    edit_record(room.vault, Dispute, dispute, title="Another title")
    room.desk.act("snapshots")
    page = room.window.page
    assert isinstance(page, SnapshotsPage)
    wait(lambda: page.cards)
    (card,) = page.cards
    card.look.click()
    wait(lambda: card.inside.isVisible())
    assert "Charged after cancelling" in card.inside.text()
    card.go_back.setFocus()
    qtbot.keyClick(card.go_back, Qt.Key.Key_Space)
    assert card.stay.hasFocus(), "Enter pressed once too often changes nothing"
    assert len(filled_buttons(room.window)) == 1
    qtbot.keyClick(card.stay, Qt.Key.Key_Space)
    assert card.buttons.isVisible()
    card.go_back.click()
    card.sure.click()
    wait(lambda: room.window.page is None)
    assert room.vault.get(Dispute, dispute).title == "Charged after cancelling"
    room.session.undo.undo()
    wait(lambda: room.vault.get(Dispute, dispute).title == "Another title")


def test_a_damaged_one_is_said_and_cannot_be_chosen(room: Room, dispute: str, wait: Wait) -> None:
    room.vault.snapshot().write_bytes(b"no database" * 2000)
    room.desk.act("snapshots")
    page = room.window.page
    assert isinstance(page, SnapshotsPage)
    wait(lambda: page.cards)
    assert page.cards[0].row.problem
    assert not hasattr(page.cards[0], "go_back")


def test_where_there_is_none_it_says_when_there_will_be(room: Room, wait: Wait) -> None:
    room.desk.act("snapshots")
    page = room.window.page
    assert isinstance(page, SnapshotsPage)
    wait(lambda: page.body.count() == 1)
