"""A letter from the tab of a dispute to a PDF on the disk, as a person writes it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit

from onrecord.domain.contact import Contact
from onrecord.domain.contact_entry import ContactEntry, Promised
from onrecord.domain.counterparty import AccountRef
from onrecord.domain.dispute import DesiredOutcome, DisputeParty
from onrecord.domain.evidence import Evidence
from onrecord.domain.letter import Letter
from onrecord.domain.letter_body import Body
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.bundle_words import own_words
from onrecord.services.edit_people import edit_complainant
from onrecord.services.letters.letter_content import letter_content
from onrecord.services.letters.save_letter import save_letter
from onrecord.services.log_contact import log_contact
from onrecord.services.sides import link_party, open_track
from onrecord.ui.letters.letter_view import LetterView
from onrecord.ui.letters.template_list import TemplateLine
from onrecord.ui.shell.room import Room
from onrecord.ui.steps import start_step
from ui.filled import filled_buttons

Wait = Callable[[Callable[[], Any]], None]


@pytest.fixture
def told(room: Room, dispute: str) -> str:
    edit_complainant(room.vault, dispute, name="Alex Sample", postal_address="1 Road\nTown")
    with room.vault.change("Set up") as tx:
        tx.insert(AccountRef(dispute_id=dispute, kind="account", value="0012 3456"))
        tx.insert(DesiredOutcome(dispute_id=dispute, words="Pay back £84.20"))
    attach_files(room.vault, [Pasted("bill.txt", b"Bill")], dispute_id=dispute)
    return dispute


def _view(room: Room) -> LetterView:
    return room.window.view("letter")


def _writing(room: Room, wait: Wait, template: str) -> LetterView:
    room.desk.start_letter(template)
    view = _view(room)
    wait(lambda: view._detail is not None and view.editor.toPlainText())
    return view


def test_from_the_tab_to_a_pdf_kept_as_sent(
    room: Room, told: str, wait: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.desk.show_dispute(told, "packets")
    tab = room.window.view("dispute")._tabs["packets"]
    wait(lambda: tab.empty.isVisible())
    QTest.mouseClick(tab.new_letter, Qt.MouseButton.LeftButton)
    view = _view(room)
    wait(lambda: "complaint" in view.choose.lines)
    QTest.keyClick(view.choose.lines["complaint"].open, Qt.Key.Key_Space)
    wait(lambda: "Alex Sample" in view.editor.toPlainText())
    assert view.send.isVisible() and len(filled_buttons(room.window)) == 1
    view.editor.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClick(view.editor, Qt.Key.Key_Return)
    QTest.keyClicks(view.editor, "PS: by hand.")
    wait(lambda: view.notes.copies.count() == 1)
    view.notes.copies.item(0).setCheckState(Qt.CheckState.Checked)
    letter = room.vault.find(Letter)[0].id
    wait(lambda: room.vault.get(Letter, letter).enclosures)
    wait(lambda: view.notes._pages == 1)
    target = tmp_path / "Complaint.pdf"
    dialogs: list[str] = []
    answer = (str(target), "")
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_: dialogs.append("asked") or answer
    )
    QTest.mouseClick(view.send, Qt.MouseButton.LeftButton)
    assert len(filled_buttons(room.window)) == 1
    for _ in range(2):
        QTest.mouseClick(view.send_panel.pdf, Qt.MouseButton.LeftButton)
    wait(lambda: "with its copy" in view.send_panel.told.text())
    assert dialogs == ["asked"], "a fast second click asks for no second name"
    assert target.read_bytes().startswith(b"%PDF-")
    assert (tmp_path / "Enclosure 1 - bill.txt").read_bytes() == b"Bill"
    assert "PS: by hand." in Body.from_json(room.vault.get(Letter, letter).body).text()
    view.send_panel.day.control.setText("soon")
    QTest.mouseClick(view.send_panel.sent, Qt.MouseButton.LeftButton)
    wait(lambda: view.send_panel.day.error.text().startswith("Write a date"))
    view.send_panel.day.control.setText("14 March 2026")
    QTest.mouseClick(view.send_panel.sent, Qt.MouseButton.LeftButton)
    wait(lambda: view.sent is not None)
    view.sent_panel.day.control.setText("13 March 2026")
    QTest.keyClick(view.sent_panel.day.control, Qt.Key.Key_Return)
    wait(lambda: "cannot have arrived before" in view.sent_panel.day.error.text())
    sent = room.vault.get(Letter, letter)
    assert (sent.state, sent.sent_way) == ("sent", "post")
    assert room.vault.get(Evidence, sent.pdf_evidence_id).kind == "letter"
    assert [c.direction for c in room.vault.find(Contact)] == ["out"]
    assert view.editor.isReadOnly() and not view.send.isVisible()
    room.desk.go_back()
    wait(lambda: len(tab.letters.cards) == 1)
    assert room.desk.place.kind == "dispute"


def test_a_fact_follows_the_records_until_it_is_typed_over(
    room: Room, told: str, wait: Wait
) -> None:
    room.desk.show_dispute(told)
    view = _writing(room, wait, "complaint")
    ref = room.vault.find(AccountRef)[0]
    with room.vault.change("Corrected") as tx:
        tx.patch(AccountRef, ref.id, value="9999 0000")
    wait(lambda: "9999 0000" in view.editor.toPlainText())
    at = view.editor.toPlainText().index("9999 0000")
    view.editor.select(at, 9)
    QTest.keyClicks(view.editor, "1111")
    view.save_now()
    letter = room.vault.find(Letter)[0].id
    wait(lambda: "1111" in Body.from_json(room.vault.get(Letter, letter).body).text())
    with room.vault.change("Corrected again") as tx:
        tx.patch(AccountRef, ref.id, value="7777")
    view.refresh()
    wait(lambda: view._detail.values["reference:account"] == "7777")
    assert "1111" in view.editor.toPlainText() and "7777" not in view.editor.toPlainText()


def test_a_blank_is_named_filled_by_typing_and_keeps_the_letter_in(
    room: Room, told: str, wait: Wait, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    room.desk.show_dispute(told)
    view = _writing(room, wait, "thanks")
    wait(lambda: len(view.notes.blanks.lines) == 3)
    asked: list[str] = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_: (asked.append("") or str(tmp_path / "no"), "")
    )
    said: list[str] = []
    room.session.notices.raised.connect(lambda notice: said.append(notice.text))
    view.show_send()
    QTest.mouseClick(view.send_panel.pdf, Qt.MouseButton.LeftButton)
    wait(lambda: any("still blank" in words for words in said))
    QTest.mouseClick(view.send_panel.mail, Qt.MouseButton.LeftButton)
    wait(lambda: sum("still blank" in words for words in said) == 2)
    assert not asked, "nobody is asked for a file name before it is refused"
    assert "no postal address" in view.send_panel.lacks.text()
    QTest.keyClick(view.send_panel, Qt.Key.Key_Escape)
    assert view.notes.blanks.lines[0].text() == "their postal address"
    QTest.mouseClick(view.notes.blanks.lines[0], Qt.MouseButton.LeftButton)
    QTest.keyClicks(view.fields.to, "9 Quay")
    view.show_send()  # before it is saved
    wait(lambda: "no postal address" not in view.send_panel.lacks.text())
    QTest.keyClick(view.send_panel, Qt.Key.Key_Escape)
    view.editor.setFocus()
    wait(lambda: room.vault.find(Letter)[0].to_address == "9 Quay")
    wait(lambda: len(view.notes.blanks.lines) == 2)
    QTest.mouseClick(view.notes.blanks.lines[0], Qt.MouseButton.LeftButton)
    QTest.keyClicks(view.editor, "Priya was quick")
    wait(lambda: len(view.notes.blanks.lines) == 1)
    assert "What went well: Priya was quick" in view.editor.toPlainText()


def test_the_tone_is_pointed_at_and_never_changed(room: Room, told: str, wait: Wait) -> None:
    room.desk.show_dispute(told)
    view = _writing(room, wait, "complaint")
    assert not view.notes.tone.isVisible(), "our own words are calm"
    view.editor.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(view.editor, " You idiots")
    wait(lambda: view.notes.tone.lines)
    QTest.mouseClick(view.notes.tone.lines[0], Qt.MouseButton.LeftButton)
    assert view.editor.textCursor().selectedText() == "idiots"
    assert view.editor.toPlainText().endswith(" You idiots")


def test_what_no_font_can_print_is_pointed_at_while_it_is_written(
    room: Room, told: str, wait: Wait
) -> None:
    room.desk.show_dispute(told)
    view = _writing(room, wait, "complaint")
    view.editor.moveCursor(QTextCursor.MoveOperation.End)
    view.editor.insertPlainText(" שלום 漢字 \u1b05\u1b06")
    wait(lambda: view.notes.tone.lines)
    QTest.mouseClick(view.notes.tone.lines[0], Qt.MouseButton.LeftButton)
    assert view.editor.textCursor().selectedText() == "\u1b05\u1b06"


def test_what_is_formatted_comes_back_as_it_was(room: Room, told: str, wait: Wait) -> None:
    room.desk.show_dispute(told)
    view = _writing(room, wait, "formal_complaint")
    body = view.editor.body()
    assert body == view._detail.body, "opened and read back, nothing is changed"
    at = view.editor.toPlainText().index("independent")
    view.editor.select(at, 11)
    QTest.keyClick(view.editor, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    view.save_now()
    letter = room.vault.find(Letter)[0].id
    bold = [("independent", True)]
    wait(
        lambda: (
            [
                (r.text, r.bold)
                for b in Body.from_json(room.vault.get(Letter, letter).body).blocks
                for r in b.runs
                if r.text == "independent"
            ]
            == bold
        )
    )


def test_a_template_is_changed_and_put_back(room: Room, told: str, wait: Wait) -> None:
    room.desk.show_dispute(told)
    room.desk.new_letter()
    view = _view(room)
    wait(lambda: "complaint" in view.choose.lines)
    QTest.mouseClick(view.choose.lines["complaint"].edit, Qt.MouseButton.LeftButton)
    wait(lambda: view.template.body.control.toPlainText())
    view.template.body.control.setPlainText("Hello {{ broken")
    QTest.mouseClick(view.template.save, Qt.MouseButton.LeftButton)
    wait(lambda: view.template.body.error.text())
    view.template.body.control.setPlainText("Hello {{ company.name }}.")
    QTest.mouseClick(view.template.save, Qt.MouseButton.LeftButton)
    wait(lambda: view.pages.currentWidget() is view.choose)
    QTest.mouseClick(view.choose.lines["complaint"].open, Qt.MouseButton.LeftButton)
    wait(lambda: view.editor.toPlainText() == "Hello Northline Telecom (sample).")


def test_after_a_call_its_confirmation_is_one_click_away(room: Room, told: str, wait: Wait) -> None:
    raised: list[Any] = []
    room.session.notices.raised.connect(raised.append)
    room.desk.show_dispute(told)
    room.desk.log_contact("call")
    panel = room.window.contact
    wait(lambda: panel.isVisible())
    wait(lambda: panel.isAncestorOf(room.window.focusWidget()))
    QTest.keyClicks(room.window.focusWidget(), "They will look into it")
    panel.save()
    wait(lambda: any(one.key == "confirm_call" for one in raised))
    offer = next(one for one in raised if one.key == "confirm_call")
    offer.action()
    view = _view(room)
    wait(lambda: "confirm our phone call" in view.editor.toPlainText())
    call = room.vault.find(Contact)[0]
    assert room.vault.find(Letter)[0].contact_id == call.id


def test_a_broken_promise_offers_the_reminder(room: Room, told: str, wait: Wait) -> None:
    entry = ContactEntry(
        dated="2026-03-03T14:21",
        promises=(Promised("a refund", "2026-03-10", 8420, "GBP"),),
        dispute_ids=(told,),
    )
    log_contact(room.vault, entry)
    room.desk.show_dispute(told)
    head = room.window.view("dispute")
    wait(lambda: head._header is not None and head._header.others)
    step = next(one for one in head._header.others if one.rule == "reminder")
    start_step(room.desk, step.action, step.about)
    view = _view(room)
    wait(lambda: "by 10 March 2026" in view.editor.toPlainText())


def test_with_two_sides_it_is_asked_to_whom(room: Room, told: str, wait: Wait) -> None:
    vault = room.vault
    party = link_party(vault, told, "Harbour Collections (sample)", "debt_buyer").result
    track = open_track(vault, told, vault.get(DisputeParty, party).counterparty_id).result
    room.desk.show_dispute(told, "packets")
    room.desk.new_letter()
    view = _view(room)
    wait(lambda: view.choose.whom_field.isVisible() and "complaint" in view.choose.lines)
    view.choose.whom.setCurrentIndex(view.choose.whom.findData(track))
    QTest.keyClick(view.choose.lines["complaint"].open, Qt.Key.Key_Space)
    wait(lambda: "Harbour Collections" in view.fields.to.toPlainText())
    (letter,) = vault.find(Letter)
    assert letter.track_id == track


def test_a_template_of_my_own_in_my_language_gives_a_whole_letter(
    room: Room, told: str, wait: Wait, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its facts from a menu, its language from a list; what lacks words gets them by a file."""
    room.desk.show_dispute(told)
    room.desk.new_letter()
    view = _view(room)
    wait(lambda: "complaint" in view.choose.lines)
    view.choose.more.click()
    view.choose.mine.click()
    editor = view.template
    wait(lambda: editor.isVisible() and editor.name.control.hasFocus())
    QTest.keyClicks(editor.name.control, "Reclamo")
    body = editor.body.control
    assert isinstance(body, QPlainTextEdit)
    body.setFocus()
    body.setPlainText("Fecha: ")
    body.moveCursor(QTextCursor.MoveOperation.End)
    next(a for a in editor.put_in.menu().actions() if a.text() == "Today's date").trigger()
    assert body.toPlainText() == "Fecha: {{ today }}"
    box = editor.language.box
    box.setCurrentIndex(box.findData("es"))
    box.activated.emit(box.currentIndex())
    path = tmp_path / "words.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    QTest.mouseClick(editor.list, Qt.MouseButton.LeftButton)
    wait(path.exists)
    listed = json.loads(path.read_text("utf-8"))
    months = {"March": "marzo", "November": "noviembre", "5 March 2026": "5 de marzo de 2026"}
    path.write_text(json.dumps({**listed, "words": months}), "utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    QTest.mouseClick(editor.language.bring, Qt.MouseButton.LeftButton)
    wait(lambda: own_words(room.vault, "es"))
    assert box.findData("pt-BR") < 0
    path.write_text(json.dumps({"language": "pt-BR", "words": months}), "utf-8")
    QTest.mouseClick(editor.language.bring, Qt.MouseButton.LeftButton)
    wait(lambda: box.findData("pt-BR") > 0)
    assert box.currentData() == "es"
    QTest.mouseClick(editor.save, Qt.MouseButton.LeftButton)
    wait(lambda: any(line.open.accessibleName() == "Write: Reclamo" for line in lines(view)))
    line = next(x for x in lines(view) if x.open.accessibleName() == "Write: Reclamo")
    QTest.mouseClick(line.open, Qt.MouseButton.LeftButton)
    wait(lambda: view.editor.toPlainText().startswith("Fecha: "))
    letter = room.vault.find(Letter)[0]
    save_letter(room.vault, letter.id, dated="2026-03-05")
    assert letter.language == "es"
    assert letter_content(room.vault, letter.id).date == "5 de marzo de 2026"


def lines(view: LetterView) -> list[TemplateLine]:
    return list(view.choose.lines.values())
