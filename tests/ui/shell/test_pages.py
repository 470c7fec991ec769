"""The pages over the view: recovery sheet, passphrase, settings, shortcuts, about, trash, verify."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from onrecord.domain.evidence import Evidence
from onrecord.services.attach_files import attach_files
from onrecord.services.gathering import Pasted
from onrecord.services.recovery_sheet import recovery_sheet_done
from onrecord.services.trash import trash_items
from onrecord.ui.design import ViewMemory, theme
from onrecord.ui.preferences import Preferences
from onrecord.ui.shell.change_passphrase import ChangePassphrase
from onrecord.ui.shell.recovery_sheet import RecoverySheet
from onrecord.ui.shell.room import Room
from onrecord.ui.shell.settings_page import SettingsPage
from onrecord.ui.shell.trash_view import TrashView
from onrecord.vault.vault import Vault

Wait = Callable[[Callable[[], Any]], None]


def texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def spoken(widget: QWidget) -> str:
    """What a screen reader says of the words in view."""
    found = (QAccessible.queryAccessibleInterface(x) for x in widget.findChildren(QLabel))
    return "\n".join(one.text(QAccessible.Text.Name) for one in found)


def sheet(room: Room, wait: Wait) -> RecoverySheet:
    room.desk.act("recovery_sheet")
    page = room.window.page
    assert isinstance(page, RecoverySheet)
    wait(lambda: page.code)
    return page


def test_the_code_on_the_recovery_sheet_opens_the_vault(
    room: Room, qtbot: QtBot, wait: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = sheet(room, wait)
    for group in page.code.split("-"):
        assert group in texts(page)
        assert group in spoken(page)
    target = tmp_path / "sheet.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), "Text (*.txt)"))
    page.export.click()
    assert page.code in target.read_text()
    pdf = tmp_path / "sheet.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(pdf), "PDF (*.pdf)"))
    page.export.click()
    from pypdf import PdfReader

    read = PdfReader(pdf)
    assert len(read.pages) == 1
    assert page.code[:5] in "".join(read.pages[0].extract_text().split())

    qtbot.keyClicks(page.typed, "wrong")
    page.done.click()
    assert page.typed_field.error.isVisible()
    page.typed.clear()
    qtbot.keyClicks(page.typed, page.code[-5:].lower())
    code = page.code
    qtbot.keyClick(page.typed, Qt.Key.Key_Return)
    wait(lambda: recovery_sheet_done(room.vault))
    wait(lambda: room.window.page is None)
    room.end()
    Vault.open_with_recovery_code(room.vault.path, code, memory=None).close()


def test_a_sheet_can_be_put_off_and_is_asked_for_once_when_leaving(
    room: Room, qtbot: QtBot, wait: Wait
) -> None:
    page = sheet(room, wait)
    page.later.click()
    assert room.window.page is None
    room.window.close()
    wait(lambda: isinstance(room.window.page, RecoverySheet))
    leaving = room.window.page
    assert isinstance(leaving, RecoverySheet)
    assert leaving.later.text() == "Close without it"
    wait(lambda: leaving.code)
    with qtbot.waitSignal(room.ended, timeout=20_000):
        leaving.later.click()
    again = Vault.open(room.vault.path, "five plain words for tests", memory=None)
    from onrecord.services.recovery_sheet import ask_for_recovery_sheet

    assert not ask_for_recovery_sheet(again)
    assert not recovery_sheet_done(again)
    again.close()


def test_a_second_sheet_is_made_only_when_asked_for(room: Room, wait: Wait) -> None:
    from onrecord.services.recovery_sheet import note_recovery_sheet

    note_recovery_sheet(room.vault)
    room.desk.act("recovery_sheet")
    page = room.window.page
    assert isinstance(page, RecoverySheet)
    wait(lambda: page.make_new.isVisible())
    assert not page.code
    page.make_new.click()
    wait(lambda: page.code)


def test_the_passphrase_is_changed_by_whoever_knows_the_present_one(
    room: Room, qtbot: QtBot, wait: Wait
) -> None:
    room.desk.act("change_passphrase")
    page = room.window.page
    assert isinstance(page, ChangePassphrase)
    assert page.old.edit.hasFocus()
    qtbot.keyClicks(page.old.edit, "not this one")
    qtbot.keyClicks(page.new.edit, "short")
    page.change.click()
    assert "at least 8" in page.new_field.error.text()
    page.new.set_text("another five plain words")
    page.change.click()
    wait(lambda: page.old_field.error.text())
    page.old.set_text("five plain words for tests")
    qtbot.keyClick(page.new.edit, Qt.Key.Key_Return)
    wait(lambda: room.window.page is None)
    room.end()
    Vault.open(room.vault.path, "another five plain words", memory=None).close()


def test_settings_take_effect_at_once_and_are_remembered(
    room: Room, qtbot: QtBot, qapp: QApplication
) -> None:
    room.desk.act("settings")
    page = room.window.page
    assert isinstance(page, SettingsPage)
    page.mode.buttons["dark"].click()
    assert theme.current().roles.dark
    page.text_size.setValue(150)
    assert theme.current().text_scale == 1.5
    page.others.buttons["me"].click()
    assert page.minutes.value() == 30
    page.minutes.setValue(12)
    page.currency.setCurrentIndex(page.currency.findData("EUR"))
    page.currency.activated.emit(page.currency.currentIndex())
    kept = room.desk.preferences
    assert (kept.get("theme"), kept.get("text_scale"), kept.get("currency")) == (
        "dark", 1.5, "EUR",
    )  # fmt: skip
    assert (kept.shared_computer, kept.idle_minutes) == (False, 12)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert room.window.page is None


def test_the_text_grows_and_shrinks_by_keys_within_its_limits(room: Room, qtbot: QtBot) -> None:
    for _ in range(25):
        room.desk.act("larger_text")
    assert theme.current().text_scale == 2.5
    for _ in range(25):
        room.desk.act("smaller_text")
    assert theme.current().text_scale == 0.8


@pytest.mark.parametrize("name", ["shortcuts", "about"])
def test_pages_to_read_close_with_escape(room: Room, qtbot: QtBot, name: str) -> None:
    room.desk.act(name)
    page = room.window.page
    assert page is not None
    said = texts(page)
    assert "Log a call" in said if name == "shortcuts" else "LGPL" in said
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert room.window.page is None
    room.desk.act(name)
    room.desk.show_today()
    assert room.window.page is None, "choosing the place in view leaves the page too"


def test_what_is_in_the_trash_comes_back(room: Room, qtbot: QtBot, wait: Wait) -> None:
    kept = attach_files(room.vault, [Pasted("a bill.txt", b"84.20"), Pasted("b.txt", b"b")])
    room.desk.show_to_sort()
    trash_items(room.vault, [(Evidence, one) for one in kept.added])
    room.desk.act("trash_view")
    view = room.window.view("trash")
    assert isinstance(view, TrashView)
    wait(lambda: view.model.rowCount() == 2)
    assert not view.restore.isEnabled()
    view.list.setFocus()
    view.list.setCurrentIndex(view.model.index(0))
    qtbot.keyClick(view.list, Qt.Key.Key_Return)
    wait(lambda: view.model.rowCount() == 1)
    room.session.undo.undo()
    wait(lambda: view.model.rowCount() == 2)
    view.list.selectAll()
    view.restore.click()
    wait(lambda: view.pages.currentWidget() is view.empty)


def test_what_is_in_the_trash_is_deleted_for_good_only_after_asking(
    room: Room, qtbot: QtBot, wait: Wait
) -> None:
    kept = attach_files(room.vault, [Pasted("one.txt", b"one"), Pasted("two.txt", b"two")]).added
    trash_items(room.vault, [(Evidence, one) for one in kept])
    room.desk.show_trash()
    view = room.window.view("trash")
    wait(lambda: view.model.rowCount() == 2)
    assert not view.purge.isEnabled()
    view.list.setFocus()
    view.list.setCurrentIndex(view.model.index(0))
    chosen = view.chosen()[0][1]
    qtbot.keyClick(view.list, Qt.Key.Key_Delete)
    assert view.question.isVisible()
    assert "cannot be undone" in view.question_words.text()
    view.keep.click()
    assert not view.question.isVisible() and room.vault.count(Evidence) == 2
    qtbot.keyClick(view.list, Qt.Key.Key_Delete)
    view.delete.click()
    wait(lambda: view.model.rowCount() == 1)
    assert [e.id for e in room.vault.find(Evidence)] == [one for one in kept if one != chosen]
    assert not view.question.isVisible()


def test_a_letter_that_was_thrown_away_can_be_put_back(
    room: Room, dispute: str, qtbot: QtBot, wait: Wait
) -> None:
    from onrecord.domain.letter import Letter
    from onrecord.services.letters.send_letter import trash_letter
    from onrecord.services.letters.start_letter import start_letter

    letter = start_letter(room.vault, dispute, "follow_up").result
    trash_letter(room.vault, letter)
    room.desk.show_trash()
    view = room.window.view("trash")
    wait(lambda: view.model.rowCount() == 1)
    view.list.setFocus()
    view.list.setCurrentIndex(view.model.index(0))
    qtbot.keyClick(view.list, Qt.Key.Key_Return)
    wait(lambda: view.pages.currentWidget() is view.empty)
    assert room.vault.find(Letter)[0].trashed_at == ""


def test_what_was_in_the_trash_for_thirty_days_is_gone_after_the_next_unlock(
    vault: Vault, qapp: QApplication, tmp_path: Path, wait: Wait
) -> None:
    kept = attach_files(vault, [Pasted("old.txt", b"old"), Pasted("new.txt", b"new")]).added
    trash_items(vault, [(Evidence, one) for one in kept])
    with vault.change("Aged for the test") as tx:
        tx.patch(Evidence, kept[0], trashed_at="2020-01-01T00:00:00Z")
    memory = ViewMemory(qapp, tmp_path / "sizes.json")
    room = Room(vault, Preferences(tmp_path / "p.json"), memory, qapp, work_factor=4)
    room.show()
    wait(lambda: [e.id for e in vault.find(Evidence)] == [kept[1]])
    wait(lambda: any("30 days" in bar.label.text() for bar in room.window.notices.bars()))
    room.end()
    room.window.deleteLater()
    room.deleteLater()
    memory.deleteLater()


def test_verify_says_in_one_sentence_that_all_is_well(room: Room, wait: Wait) -> None:
    attach_files(room.vault, [Pasted("a bill.txt", b"84.20")])
    room.desk.act("verify")
    wait(lambda: any("as it was written" in bar.label.text() for bar in room.window.notices.bars()))


def test_verify_says_what_is_wrong_and_where(room: Room, wait: Wait) -> None:
    attach_files(room.vault, [Pasted("a bill.txt", b"84.20")])
    victim = next(p for p in (room.vault.path / "objects").rglob("*.age") if ".meta" not in p.name)
    data = bytearray(victim.read_bytes())
    data[-1] ^= 1
    victim.chmod(0o600)
    victim.write_bytes(data)
    room.desk.act("verify")
    wait(lambda: room.window.page is not None)
    assert room.window.page is not None
    said = texts(room.window.page)
    assert "Something is not as it was written" in said
    assert "Keep a copy of the vault's folder" in said


def test_about_says_how_old_it_is_and_where_the_format_of_a_vault_is_described(room: Room) -> None:
    from onrecord import __version__
    from onrecord.bundled import schema

    room.desk.act("about")
    page = room.window.page
    assert page is not None
    said = texts(page)
    assert f"OnRecord {__version__}" in said
    assert "This version was finished on" in said
    assert str(schema("VAULT.md")) in said and schema("VAULT.md").is_file()
    assert "README-RECOVERY.txt" in said


def test_a_letter_and_a_date_are_begun_from_the_menu(room: Room, dispute: str, wait: Wait) -> None:
    book = room.window.book
    assert not book.qaction("new_letter").isEnabled()
    room.desk.show_dispute(dispute)
    book.qaction("new_deadline").trigger()
    assert room.desk.selection.kind == "dates"
    panel = room.window.inspector.panel("dates")
    wait(lambda: panel.form.isVisible())
    assert room.window.focusWidget() is panel.what.control
    book.qaction("new_letter").trigger()
    assert (room.desk.place.kind, room.desk.place.id) == ("letter", "")
