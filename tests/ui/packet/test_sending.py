"""Now send it: after an export the sheet says where to and with what, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDrag, QDragEnterEvent, QDropEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from onrecord.domain.diary import PlannedAction
from onrecord.domain.dispute import Dispute
from onrecord.domain.housekeeping import Exit
from onrecord.domain.packet import Bundle, Packet
from onrecord.domain.sending import Sending
from onrecord.services.edit_people import edit_complainant
from onrecord.services.edit_record import edit_record
from onrecord.services.export_bundle import export_bundle
from onrecord.services.packet_for import Recipient, packet_for
from onrecord.services.packet_options import set_packet_options
from onrecord.services.send_packet import record_sending
from onrecord.ui.dispute.packets_tab import BundleLine
from onrecord.ui.letters.letter_list import LetterCard
from onrecord.ui.packet.out_files import FileRow, OutFiles
from onrecord.ui.packet.packet_editor import PacketEditor
from onrecord.ui.packet.sending import SendingSheet
from onrecord.ui.shell.room import Room
from ui.filled import filled_buttons

Wait = Callable[[Callable[[], Any]], None]


@pytest.fixture
def sheet(qtbot: QtBot, editor: PacketEditor, target: Path, wait: Wait) -> SendingSheet:
    """As it stands after Export was pressed."""
    wait(lambda: editor.check.primary.isEnabled())
    editor.check.press()
    wait(lambda: editor.sending.isVisible() and editor.sending.sheet is not None)
    return editor.sending


@pytest.fixture
def for_a_body(room: Room, dispute: str, packet_id: str) -> None:
    edit_record(room.vault, Dispute, dispute, place="GB", sector="broadband")
    edit_record(room.vault, Packet, packet_id, agency_id="uk-cisas", profile="regulator")
    edit_complainant(room.vault, dispute, name="Sam Okafor (sample)")


def drop(widget: SendingSheet, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    at, copy = QPointF(widget.rect().center()), Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QDragEnterEvent(at.toPoint(), copy, data, left, none))
    QApplication.sendEvent(widget, QDropEvent(at, copy, data, left, none))


def test_after_an_export_the_file_that_was_saved_can_be_dragged_from_the_sheet(
    room: Room, sheet: SendingSheet, target: Path
) -> None:
    assert sheet.files.saved() == [target]
    assert sheet.files.copy.isVisible()
    sheet.files.copy.click()
    copied = QApplication.clipboard().mimeData()
    assert [url.toLocalFile() for url in copied.urls()] == [str(target)]
    assert [b.text() for b in filled_buttons(room.window)] == [sheet.record.sent.text()]


def test_the_sheet_has_a_name_and_tab_goes_on_within_it(
    qtbot: QtBot, room: Room, sheet: SendingSheet, wait: Wait
) -> None:
    """After an export the cursor is in the sheet: a screen reader says so, Tab reaches its way."""
    wait(sheet.area.hasFocus)
    assert sheet.area.accessibleName() == "Now send it"
    for _ in range(3):
        held = QApplication.focusWidget()
        assert held is not None
        qtbot.keyClick(held, Qt.Key.Key_Tab)
        assert sheet.inner.isAncestorOf(QApplication.focusWidget())


def test_a_letter_that_went_out_in_a_packet_is_no_draft(
    room: Room, dispute: str, wait: Wait
) -> None:
    packet = packet_for(room.vault, dispute, Recipient(profile="formal")).result
    room.desk.show_dispute(dispute, "packets")
    wait(lambda: room.window.findChildren(LetterCard))
    bundle = export_bundle(room.session.workshop, packet).bundle_id
    room.session.do(lambda: record_sending(room.vault, bundle, "email", "3 March 2026"))

    def said() -> list[str]:
        found = [card for card in room.window.findChildren(LetterCard) if card.isVisible()]
        return [label.text() for card in found for label in card.findChildren(QLabel)]

    wait(lambda: any(one.endswith("sent in a packet 3 March 2026") for one in said()))
    (card,) = room.window.findChildren(LetterCard)
    assert card.open.text() == "Open"  # and not: go on writing


def dragged(row: FileRow, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What another program is offered when this line is dragged out of the window."""
    offered: list[list[str]] = []

    def dropped(drag: QDrag, _action: Any) -> Any:
        offered.append([url.toLocalFile() for url in drag.mimeData().urls()])
        assert drag.mimeData().formats() == ["text/uri-list"]
        return Qt.DropAction.CopyAction

    monkeypatch.setattr(QDrag, "exec", dropped)
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    for kind, at in (
        (QEvent.Type.MouseButtonPress, 10), (QEvent.Type.MouseMove, 12), (QEvent.Type.MouseMove, 60)
    ):  # fmt: skip
        point = QPointF(at, 10)
        QApplication.sendEvent(
            row, QMouseEvent(kind, point, row.mapToGlobal(point), left, left, none)
        )
    return offered


def test_a_line_is_dragged_into_a_web_page_or_a_mail_as_the_file_itself(
    sheet: SendingSheet, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with target.open("r+b") as file:  # a large one is named, never read
        file.truncate(3_000_000_000)
    assert dragged(sheet.files.rows[0], monkeypatch) == [[str(target)]]


def test_once_the_folder_is_gone_nothing_is_offered_and_it_is_said(
    sheet: SendingSheet, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    QApplication.clipboard().clear()
    target.rename(target.with_name("elsewhere.pdf"))
    assert dragged(sheet.files.rows[0], monkeypatch) == []
    assert "Save it again" in sheet.files.hint.text()
    assert not sheet.files.copy.isVisible()
    sheet.files.show_saved([target])
    assert not sheet.files.copy.isVisible()


def test_a_problem_that_was_told_goes_once_the_files_are_written_another_way(
    room: Room, editor: PacketEditor, target: Path, wait: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait(lambda: editor.check.primary.isEnabled())
    target.mkdir()  # nothing can be written over it
    editor.check.press()
    wait(lambda: room.window.notices.bars())
    assert [bar.kind for bar in room.window.notices.bars()] == ["error"]
    target.rmdir()
    bundle = export_bundle(room.session.workshop, editor.packet.id).bundle_id
    editor.show_sending(bundle)
    wait(lambda: editor.sending.sheet is not None)
    editor.sending.save.click()
    wait(lambda: editor.sending.files.saved())
    wait(lambda: "error" not in [bar.kind for bar in room.window.notices.bars()])


def test_nothing_readable_is_written_but_where_the_person_says(
    room: Room, editor: PacketEditor, packet_id: str, wait: Wait
) -> None:
    bundle = export_bundle(room.session.workshop, packet_id).bundle_id
    editor.show_sending(bundle)
    wait(lambda: editor.sending.sheet is not None)
    assert editor.sending.files.saved() == []
    assert not editor.sending.files.copy.isVisible()
    assert "Save it first" in editor.sending.files.hint.text()


def test_an_address_is_opened_by_the_browser_on_a_click_and_the_history_says_so(
    qtbot: QtBot, room: Room, for_a_body: None, sheet: SendingSheet, wait: Wait,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    assert sheet.help.way.value == "website"
    assert sheet.help.page.text().startswith("https://")
    assert opened == []
    sheet.help.browse.click()
    assert opened == [sheet.help.page.text()]
    wait(lambda: room.vault.count(Exit) == 1)


def test_subject_and_text_are_copied_for_webmail(
    qtbot: QtBot, room: Room, sheet: SendingSheet, wait: Wait
) -> None:
    sheet.help.way.buttons["email"].click()
    sheet.help.subject.copy.click()
    assert QApplication.clipboard().text() == "Complaint: Charged after cancelling"
    sheet.help.copy_text.click()
    assert QApplication.clipboard().text().startswith("Dear Sir or Madam,")
    wait(lambda: room.vault.count(Exit) == 2)


def test_on_paper_it_says_how_many_sheets_and_a_stick_comes_with_a_reminder(
    room: Room, sheet: SendingSheet, target: Path, wait: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet.help.way.buttons["post"].click()
    assert sheet.sheet is not None
    assert f"{sheet.sheet.sheets} sheets of paper" in sheet.help.paper.text()
    stick = target.parent / "For the stick"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(stick), ""))
    sheet.help.stick.click()
    wait(lambda: room.vault.count(PlannedAction) == 1)
    wait(lambda: sheet.files.saved() == [stick / "Charged after cancelling.pdf"])
    assert (stick / "CHECK.txt").is_file()


def test_it_is_put_on_record_with_its_proof_and_undone(
    qtbot: QtBot, room: Room, sheet: SendingSheet, packet_id: str, tmp_path: Path, wait: Wait,
    undo: Callable[[], None],
) -> None:  # fmt: skip
    receipt = tmp_path / "receipt.txt"
    receipt.write_text("Taken at the counter.")
    drop(sheet, receipt)
    name = sheet.record.proof_name
    wait(lambda: name.text() == "Proof: receipt")
    wait(lambda: name.isVisible() and name.width() >= name.sizeHint().width())
    sheet.help.way.buttons["post"].click()
    sheet.record.day_edit.setText("1 May")
    sheet.record.day_edit.setText("some day")
    qtbot.keyClick(sheet.record.day_edit, Qt.Key.Key_Return)
    wait(lambda: sheet.record.day.error.isVisible())
    sheet.record.day_edit.setText("3 March 2026")
    sheet.record.reference_edit.setText("C-55")
    sheet.record.sent.click()
    wait(lambda: len(sheet.sent.cards) == 1)
    (sent,) = room.vault.find(Sending)
    assert (sent.way, sent.dated, sent.reference) == ("post", "2026-03-03", "C-55")
    assert sent.proof_evidence_id
    assert "on 3 March 2026 by post" in sheet.sent.cards[0].words.text()
    assert not sheet.to_send.isVisible()
    # No rule says by when a person named in free text answers: a day of one's own stands in.
    wait(lambda: sheet.sent.plan.isVisible())
    sheet.sent.plan.click()
    wait(lambda: room.vault.count(PlannedAction) == 1)
    wait(lambda: not sheet.sent.plan.isVisible())
    undo()
    wait(lambda: room.vault.count(PlannedAction) == 0)
    undo()
    wait(lambda: room.vault.count(Sending) == 0)
    assert room.vault.get(Packet, packet_id).state == "draft"
    wait(lambda: sheet.to_send.isVisible())


def test_what_they_acknowledge_is_typed_in_later_and_comes_back_into_view(
    qtbot: QtBot, room: Room, editor: PacketEditor, sheet: SendingSheet, wait: Wait
) -> None:
    sheet.record.sent.click()
    wait(lambda: len(sheet.sent.cards) == 1)
    card = sheet.sent.cards[0]
    card.reference_edit.setText("77-A")
    qtbot.keyClick(card.reference_edit, Qt.Key.Key_Return)
    wait(lambda: "acknowledged as 77-A" in sheet.sent.cards[0].words.text())
    (bundle,) = room.vault.find(Bundle)
    sheet.back.click()
    wait(lambda: editor.splitter.isVisible() and editor.sent is not None)
    editor.show_sending(bundle.id)
    wait(lambda: bool(sheet.sent.cards) and sheet.sent.cards[0].row.reference == "77-A")


def test_the_list_of_packets_leads_to_the_sheet(
    qtbot: QtBot, room: Room, dispute: str, packet_id: str, wait: Wait
) -> None:
    bundle = export_bundle(room.session.workshop, packet_id).bundle_id
    room.desk.show_dispute(dispute, "packets")
    found: list[BundleLine] = []

    def there() -> bool:
        found[:] = [x for x in room.window.findChildren(BundleLine) if x.bundle.id == bundle]
        return bool(found) and found[0].isVisible()

    wait(there)
    found[0].send.click()
    editor = room.window.view("packet")
    wait(lambda: editor.sending.isVisible() and editor.sending.sheet is not None)
    assert editor.sending.bundle_id == bundle


def test_a_pdf_with_a_passphrase_asks_for_it_before_it_is_saved(
    qtbot: QtBot, room: Room, editor: PacketEditor, packet_id: str, target: Path, wait: Wait
) -> None:
    bundle = export_bundle(room.session.workshop, packet_id).bundle_id
    set_packet_options(room.vault, packet_id, locked=True)
    editor.show_sending(bundle)
    wait(lambda: editor.sending.sheet is not None)
    editor.sending.save.click()
    wait(lambda: editor.exporting.passphrase.isVisible())
    assert not target.exists()
    editor.exporting.passphrase.edit.set_text("six plain words")
    editor.exporting.passphrase.go_on.click()
    wait(lambda: bool(editor.sending.files.saved()))
    (pdf,) = target.glob("*.pdf")
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(pdf)
    pikepdf.open(pdf, password="six plain words").close()


def test_a_size_that_is_not_known_yet_is_not_said(qtbot: QtBot) -> None:
    files = OutFiles()
    qtbot.addWidget(files)
    files.show_files([("complaint.pdf", 44_000), ("complaint originals.zip", 0)])
    assert [row.size_words.text() for row in files.rows] == ["44 kB", ""]
    assert files.rows[1].accessibleName() == "complaint originals.zip"


def test_after_a_folder_was_saved_each_line_is_the_file_it_names(
    room: Room, editor: PacketEditor, packet_id: str, tmp_path: Path, wait: Wait,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    set_packet_options(room.vault, packet_id, originals=True)
    made = export_bundle(room.session.workshop, packet_id)
    editor.show_sending(made.bundle_id)
    sending = editor.sending
    wait(lambda: len(sending.files.rows) == 2)
    monkeypatch.setattr(sending, "_ask_folder", lambda *_: tmp_path / "out")
    sending.save_folder()
    wait(lambda: len(sending.files.saved()) == 2)
    assert [path.suffix for path in sending.files.saved()] == [".pdf", ".zip"]
