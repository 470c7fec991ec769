"""A dispute is handed to an adviser, and what they changed is taken back, through the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from onrecord.domain.dispute import Dispute
from onrecord.domain.fact import Fact
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.edit_record import edit_record
from onrecord.services.facts import add_fact
from onrecord.services.hand_over import hand_over
from onrecord.ui.design import Muted, ViewMemory
from onrecord.ui.handing.hand_over_page import HandOverPage
from onrecord.ui.handing.take_back_page import TakeBackPage
from onrecord.ui.preferences import Preferences
from onrecord.ui.shell.room import Room
from onrecord.vault.vault import Vault
from ui.filled import filled_buttons

Wait = Callable[[Callable[[], Any]], None]
PHRASE = "another five plain words"


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    chosen = tmp_path / "For the adviser.onrecord"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(chosen), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: str(chosen))
    return chosen


def test_it_is_made_with_a_passphrase_of_its_own(
    qtbot: QtBot, room: Room, dispute: str, target: Path, wait: Wait
) -> None:
    attach_files(room.vault, [Pasted("bill.txt", b"The bill of March.")], dispute_id=dispute)
    room.desk.show_dispute(dispute)
    assert room.window.book.qaction("hand_over").isEnabled()
    room.window.book.qaction("hand_over").trigger()
    page = room.window.page
    assert isinstance(page, HandOverPage)
    assert filled_buttons(room.window) == [page.make]
    page.make.click()
    assert "8 characters" in page.field.error.text()
    page.phrase.set_text(PHRASE)
    qtbot.keyClick(page.phrase.edit, Qt.Key.Key_Return)
    wait(lambda: page.said.isVisible())
    with Vault.open(target, PHRASE, memory=None) as theirs:
        assert theirs.read_only
        assert [one.title for one in theirs.find(Dispute)] == ["Charged after cancelling"]


def test_five_suggested_words_can_still_be_read_once_the_vault_is_made(
    room: Room, dispute: str, target: Path, wait: Wait
) -> None:
    """They are told to the adviser afterwards; gone from view, the vault opens for nobody."""
    room.desk.show_dispute(dispute)
    room.window.book.qaction("hand_over").trigger()
    page = room.window.page
    assert isinstance(page, HandOverPage)
    page.suggest.click()
    words = page.phrase.text()
    page.make.click()
    wait(lambda: page.said.isVisible())
    assert page.phrase.edit.isVisible() and page.phrase.edit.displayText() == words
    assert "write it down" in page.said.text()
    assert not page.make.isVisible() and page.cancel.text() == "Done"
    Vault.open(target, words, memory=None).close()


def test_of_a_long_text_that_part_is_shown_in_which_it_differs(
    room: Room, dispute: str, target: Path, wait: Wait
) -> None:
    long = "I cancelled on the phone and have it confirmed in writing. " * 4
    edit_record(room.vault, Dispute, dispute, summary=long + "They paid nothing.")
    hand_over(room.session.workshop, dispute, target, PHRASE, "merge", work_factor=4)
    with Vault.open(target, PHRASE, memory=None) as theirs:
        edit_record(theirs, Dispute, dispute, summary=long + "They paid 10.00 of it.")
    room.window.book.qaction("take_back").trigger()
    page = room.window.page
    assert isinstance(page, TakeBackPage)
    page.choose.click()
    page.phrase.set_text(PHRASE)
    page.look.click()
    wait(lambda: page.boxes)
    (said,) = [label.text() for label in page.boxes[0].findChildren(Muted)]
    before, after = said.split(" becomes ")
    assert before.endswith("confirmed in writing. They paid nothing.”")
    assert after.endswith("confirmed in writing. They paid 10.00 of it.”")
    assert len(said) < 200


def test_what_they_changed_is_listed_and_only_what_is_ticked_is_taken(
    qtbot: QtBot, room: Room, dispute: str, target: Path, wait: Wait, undo: Callable[[], None]
) -> None:
    hand_over(room.session.workshop, dispute, target, PHRASE, "merge", work_factor=4)
    with Vault.open(target, PHRASE, memory=None) as theirs:
        add_fact(theirs, dispute, "They took the money", "2026-03-02")
        edit_record(theirs, Dispute, dispute, summary="As the adviser sees it")
    edit_record(room.vault, Dispute, dispute, summary="As I see it")
    room.window.book.qaction("take_back").trigger()
    page = room.window.page
    assert isinstance(page, TakeBackPage)
    page.choose.click()
    page.phrase.set_text("not these words at all")
    page.look.click()
    wait(lambda: page.field.error.isVisible())
    page.phrase.set_text(PHRASE)
    page.look.click()
    wait(lambda: len(page.boxes) == 2)
    ticked = {box.line.table: box.tick.isChecked() for box in page.boxes}
    assert ticked == {"dispute": False, "fact": True}  # what both changed waits for a decision
    assert page.take.text() == "Take 1 change"
    assert filled_buttons(room.window) == [page.take]
    page.take.click()
    wait(lambda: room.vault.count(Fact) == 1)
    assert room.vault.get(Dispute, dispute).summary == "As I see it"
    wait(lambda: room.session.undo.can_undo)
    undo()
    wait(lambda: room.vault.count(Fact) == 0)


def test_in_a_vault_to_read_nothing_is_begun_that_could_not_be_kept(
    qtbot: QtBot, qapp: QApplication, room: Room, dispute: str, target: Path, tmp_path: Path,
    wait: Wait,
) -> None:  # fmt: skip
    """A call was written down to the end, and only then was it said that it cannot be saved."""
    hand_over(room.session.workshop, dispute, target, PHRASE, "read", work_factor=4)
    memory = ViewMemory(qapp, tmp_path / "their view.json")
    preferences = Preferences(tmp_path / "theirs.json")
    theirs = Room(Vault.open(target, PHRASE, memory=None), preferences, memory, qapp, work_factor=4)
    with qtbot.waitActive(theirs.window):
        theirs.show()
    theirs.desk.show_dispute(dispute)
    wait(lambda: theirs.window.view("dispute").log_call.isVisible())
    said = "This dispute was handed over to be read: nothing can be changed in it."
    for press in (
        theirs.window.view("dispute").log_call.click,
        theirs.window.sidebar.new.click,
        theirs.desk.new_letter,
        theirs.desk.call_companion,
        theirs.desk.add_documents,
    ):
        press()
        assert not theirs.window.contact.is_open and theirs.companions.window is None
        assert theirs.window.stack.currentWidget() is theirs.window.view("dispute")
        assert [bar.label.text() for bar in theirs.window.notices.bars()] == [said]
    theirs.end()
    theirs.window.deleteLater()
    theirs.deleteLater()
    memory.deleteLater()
