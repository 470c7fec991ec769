"""Who a packet is for, their rules in the check, their form, the phone script, two versions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog
from pytestqt.qtbot import QtBot

from onrecord.domain.counterparty import AccountRef, Counterparty
from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import Evidence
from onrecord.domain.packet import Packet, PacketProfile, PacketReason
from onrecord.domain.packet_mark import PacketMark
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.edit_record import edit_record
from onrecord.services.packet_for import Recipient, packet_company, packet_for, readdress
from onrecord.services.read_documents import read_documents
from onrecord.services.sides import link_party, open_track
from onrecord.services.views.recipients import recipients
from onrecord.ui.design import LinkButton, theme
from onrecord.ui.help.help_page import HelpPage
from onrecord.ui.packet.check_bar import CheckBar, RemedyAsked
from onrecord.ui.packet.packet_editor import PacketEditor
from onrecord.ui.packet.remedies import do_remedy
from onrecord.ui.shell.room import Room
from onrecord.ui.steps import start_step

from .conftest import A4, pdf

Wait = Callable[[Callable[[], Any]], None]
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def told(room: Room, dispute: str, documents: dict[str, str]) -> str:
    """With a place, a kind of matter, an account, and a form that shows an identity number."""
    edit_record(room.vault, Dispute, dispute, place="US-NY", sector="tv")
    with room.vault.change("Set up") as tx:
        tx.insert(AccountRef(dispute_id=dispute, kind="account", value="0012 3456 78"))
    form = pdf(["Customer form\nSSN 123-45-6789"], media=A4, at=(60, 700), title="Form")
    result = attach_files(room.vault, [Pasted("form.pdf", form)], dispute_id=dispute)
    read_documents(room.vault, room.session.workshop.reader)
    edit_record(room.vault, Evidence, result.outcomes[0].evidence_id, dated="2026-03-09")
    return dispute


def opened(room: Room, dispute: str, packet_id: str, wait: Wait) -> PacketEditor:
    room.desk.show_dispute(dispute)
    room.desk.open_packet(packet_id)
    view = room.window.view("packet")
    assert isinstance(view, PacketEditor)
    wait(lambda: view.preview.report is not None and view.list.lines.lines)
    wait(lambda: view.list.lines.lines[0].pages)
    wait(lambda: view.packet.fit is not None and not view.packet.fit.measured.about)
    return view


def parts(editor: PacketEditor) -> list[str]:
    return [x.key for x in editor.list.lines.lines if x.kind == "part"]


def asked(editor: PacketEditor, key: str) -> Any:
    return next((x for x in editor.packet.checks if x.name.startswith(key)), None)


def test_a_new_packet_asks_only_who_it_is_for(
    qtbot: QtBot, room: Room, told: str, wait: Wait
) -> None:
    room.desk.show_dispute(told)
    room.desk.new_packet()
    wait(lambda: room.desk.place.kind == "packet")
    editor = room.window.view("packet")
    assert isinstance(editor, PacketEditor)
    page = editor.beside.recipient
    wait(lambda: editor.left.currentWidget() is page and page.names())
    names = page.names()
    assert names[0] == "Federal Communications Commission, informal complaint"
    assert "Northline Telecom (sample): a supervisor" in names
    wait(lambda: page.list.hasFocus())
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    wait(lambda: editor.title.text().startswith("Packet for Federal Communications"))
    wait(lambda: editor.rules.text().startswith("rules: ") and "as of" in editor.rules.text())
    wait(lambda: "proof" in parts(editor))
    assert room.vault.get(Packet, room.desk.place.id).agency_id == "us-fcc-informal"
    assert not editor.form_button.isHidden()


def test_the_kind_that_was_asked_for_is_chosen_and_later_who_it_is_for(
    qtbot: QtBot, room: Room, told: str, wait: Wait
) -> None:
    room.desk.show_dispute(told)
    room.desk.new_packet("small_claims")
    wait(lambda: room.desk.place.kind == "packet")
    editor: Any = room.window.view("packet")
    page = editor.beside.recipient
    wait(lambda: editor.left.currentWidget() is page and page.list.hasFocus())
    assert page.list.currentItem().text().startswith("Small claims court")
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    wait(lambda: editor.left.currentWidget() is not page)
    packet = room.vault.get(Packet, room.desk.place.id)
    assert (packet.profile, packet.agency_id) == ("small_claims", "")
    editor.beside.show_recipients()
    wait(lambda: editor.left.currentWidget() is page)
    page.choose("Federal Communications Commission, informal complaint")
    wait(lambda: room.vault.get(Packet, packet.id).agency_id == "us-fcc-informal")
    wait(lambda: editor.packet.detail.packet.agency_id == "us-fcc-informal")
    editor.beside.show_recipients()
    wait(lambda: editor.left.currentWidget() is page)
    assert page.list.currentItem().text().startswith("Federal Communications Commission, inf")


def test_the_next_step_goes_on_with_the_draft_and_starts_another_once_it_was_sent(
    room: Room, told: str, wait: Wait
) -> None:
    def pressed() -> str:
        room.desk.show_dispute(told)
        start_step(room.desk, "new_packet")
        wait(lambda: room.desk.place.kind == "packet")
        return room.desk.place.id

    other = packet_for(room.vault, told, Recipient("us-fcc-informal")).result
    first = pressed()
    assert first != other
    assert pressed() == first
    edit_record(room.vault, Packet, first, state="sent")
    assert pressed() not in (first, other)
    assert room.vault.count(Packet) == 3


def test_the_next_step_against_a_second_company_makes_a_packet_for_it(
    room: Room, told: str, wait: Wait
) -> None:
    link_party(room.vault, told, "Swift Debt (sample)", "debt_buyer")
    (party,) = room.vault.find(Counterparty, "name = ?", ["Swift Debt (sample)"])
    track = open_track(room.vault, told, party.id).result
    room.desk.show_dispute(told)
    start_step(room.desk, "new_packet", track_id=track)
    wait(lambda: room.desk.place.kind == "packet")
    made = room.vault.get(Packet, room.desk.place.id)
    assert made.recipient == "Swift Debt (sample), complaints"
    assert packet_company(room.vault, made) == party.id
    choices, _ = recipients(room.vault, told)
    of_it = [one for one in choices if one.company_id == party.id]
    assert [one.profile for one in of_it] == ["supervisor", "formal"]
    again = readdress(room.vault, made.id, Recipient(profile="supervisor", company_id=party.id))
    assert room.vault.get(Packet, again.result).recipient == "Swift Debt (sample), a supervisor"


def pages_of(editor: PacketEditor, part: str) -> int:
    return editor.list.lines.lines[editor.list.lines.row_of("part", part)].first_page


def test_a_part_moves_by_keys_and_by_drop_and_its_pages_follow(
    qtbot: QtBot, room: Room, editor: PacketEditor, wait: Wait
) -> None:
    before = parts(editor)
    assert before[:2] == ["cover", "index"]
    editor.list.setFocus()
    assert editor.list.choose("part", "index")
    qtbot.keyClick(editor.list, Qt.Key.Key_Up, ALT)
    assert parts(editor)[:2] == ["index", "cover"]
    wait(
        lambda: (
            editor.list.lines.lines[0].key == "index" and editor.list.lines.lines[0].pages == "1"
        )
    )
    editor.list.drop_at("index", 10_000)
    lines = [line.key for line in editor.list.lines.lines]
    assert lines[-2:] == ["index", "hashes"]
    wait(lambda: pages_of(editor, "index") == pages_of(editor, "hashes") - 1 > 2)
    wait(lambda: not editor.packet.is_saving)
    room.session.undo.undo()
    wait(lambda: parts(editor)[0] == "index")


def test_what_the_recipient_forbids_holds_the_export_until_one_click(
    qtbot: QtBot, room: Room, told: str, wait: Wait
) -> None:
    packet = packet_for(room.vault, told, Recipient("us-fcc-informal")).result
    editor = opened(room, told, packet, wait)
    line = asked(editor, "number:identity_number")
    assert line is not None and line.holds
    editor.check.set_open(on=True)
    assert not editor.check.primary.isEnabled()
    button = buttons(editor.check, "Black out")[0]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    wait(lambda: room.vault.count(PacketMark, "packet_id = ?", [packet]))
    wait(lambda: asked(editor, "number:identity_number") is None)
    wait(lambda: editor.check.primary.isEnabled())


def test_a_typed_reason_settles_it_and_can_be_taken_back(
    qtbot: QtBot, room: Room, told: str, wait: Wait
) -> None:
    packet = packet_for(room.vault, told, Recipient("us-fcc-informal")).result
    editor = opened(room, told, packet, wait)
    editor.check.set_open(on=True)
    editor.check.ask_reason(asked(editor, "number:identity_number"))
    field = editor.check.reason
    assert field is not None
    qtbot.keyClicks(field, "They asked for it")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    wait(lambda: [r.reason for r in room.vault.find(PacketReason)] == ["They asked for it"])
    wait(lambda: asked(editor, "number:identity_number") is None and editor.packet.settled)
    wait(lambda: buttons(editor.check, "Ask again"))
    qtbot.mouseClick(buttons(editor.check, "Ask again")[0], Qt.MouseButton.LeftButton)
    wait(lambda: asked(editor, "number:identity_number") is not None)


def buttons(bar: CheckBar, words: str) -> list[Any]:
    from onrecord.ui.design import LinkButton

    return [b for b in bar.findChildren(LinkButton) if b.text() == words and not b.isHidden()]


def test_their_form_is_copied_field_by_field_with_counts(
    qtbot: QtBot, room: Room, told: str, wait: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packet = packet_for(room.vault, told, Recipient("us-tx-puc")).result
    editor = opened(room, told, packet, wait)
    editor.form_button.click()
    form = editor.beside.form
    wait(lambda: editor.left.currentWidget() is form and form.fields)
    box = next(b for b in form.fields.values() if "of 1,500 characters" in b.count.text())
    box.edit.setFocus()
    box.edit.setPlainText("x" * 1510)
    assert "10 too many" in box.count.text()
    wait(lambda: asked(editor, "limit:field") is not None)
    box.edit.setPlainText("It was charged twice.")
    box.copy.click()
    assert QGuiApplication.clipboard().text() == "It was charged twice."
    wait(lambda: asked(editor, "limit:field") is None)
    out = tmp_path / "fields.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(out), ""))
    form.save.click()
    wait(lambda: out.exists() and "It was charged twice." in out.read_text("utf-8"))
    pages = tmp_path / "fields.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(pages), ""))
    form.save.click()
    wait(pages.exists)
    assert "It was charged twice." in PdfReader(pages).pages[0].extract_text()
    check = tmp_path / "check.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(check), ""))
    editor.check.set_open(on=True)
    (save,) = [x for x in editor.check.findChildren(LinkButton) if "this check" in x.text()]
    save.click()
    wait(check.exists)
    assert "How the packet fits" in PdfReader(check).pages[0].extract_text()
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    wait(lambda: editor.left.currentIndex() == 0)


def test_what_to_say_on_the_phone_stands_in_the_supervisors_packet(
    room: Room, told: str, wait: Wait
) -> None:
    packet = packet_for(room.vault, told, Recipient(profile="supervisor")).result
    editor = opened(room, told, packet, wait)
    assert parts(editor) == ["brief"]
    assert not editor.say_button.isHidden()
    editor.say_button.click()
    say = editor.beside.say
    wait(lambda: editor.left.currentWidget() is say and "seconds" in say.time.text())
    assert say.words.text().startswith("Hello")


def test_a_set_of_parts_is_kept_under_a_name_offered_again_and_removed(
    qtbot: QtBot, room: Room, told: str, wait: Wait, undo: Callable[[], None]
) -> None:
    packet = packet_for(room.vault, told, Recipient(profile="supervisor")).result
    editor = opened(room, told, packet, wait)
    editor.who.click()
    page = editor.beside.recipient
    wait(lambda: editor.left.currentWidget() is page and page.names())
    qtbot.keyClicks(page.keep, "Short and plain")
    qtbot.keyClick(page.keep, Qt.Key.Key_Return)
    wait(lambda: [s.name for s in room.vault.find(PacketProfile)] == ["Short and plain"])
    wait(lambda: "Short and plain" in page.names())
    row = next(n for n in range(page.list.count()) if page.list.item(n).text()[:5] == "Short")
    page.list.setCurrentRow(row)
    assert page.drop.isVisible()
    qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    wait(lambda: "Short and plain" not in page.names() and not page.drop.isVisible())
    undo()
    wait(lambda: [s.name for s in room.vault.find(PacketProfile)] == ["Short and plain"])


def test_the_letter_of_a_packet_is_written_like_any_other(
    qtbot: QtBot, room: Room, told: str, wait: Wait
) -> None:
    packet = packet_for(room.vault, told, Recipient(profile="formal")).result
    editor = opened(room, told, packet, wait)
    assert asked(editor, "letter:blank") is not None
    assert editor.list.choose("part", "letter")
    wait(lambda: not editor.strip.open.isHidden())
    editor.strip.open.click()
    wait(lambda: room.desk.place.kind == "letter")
    assert room.desk.place.id == room.vault.get(Packet, packet).letter_id


def test_two_versions_are_compared_line_by_line(
    room: Room, editor: PacketEditor, packet_id: str, documents: dict[str, str], wait: Wait
) -> None:
    from onrecord.services.export_bundle import export_bundle

    export_bundle(room.session.workshop, packet_id)
    edit_record(room.vault, Packet, packet_id, ask="Pay back 84.20 and confirm it.")
    export_bundle(room.session.workshop, packet_id)
    wait(lambda: editor.packet.detail is not None and len(editor.packet.detail.bundles) == 2)
    wait(lambda: editor.versions.text() == "2 versions")
    menu = editor.versions.menu()
    assert menu is not None
    next(a for a in menu.actions() if a.text().startswith("Compare")).trigger()
    page = editor.beside.compare
    wait(lambda: editor.left.currentWidget() is page)
    wait(lambda: any("+ Pay back 84.20 and confirm it." in row.text() for row in page.rows))
    page.after.setCurrentIndex(1)
    page.after.activated.emit(1)
    wait(lambda: not page.rows)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, "light", text_scale=2.0)
    room.window.resize(1024, 700)  # the two choices were pressed flat there
    for box in (page.before, page.after):
        wait(lambda box=box: box.height() >= box.sizeHint().height())


def test_who_writes_for_another_is_led_to_where_that_is_said(
    qtbot: QtBot, room: Room, told: str, wait: Wait
) -> None:
    from onrecord.services.sides import set_my_part

    set_my_part(room.vault, told, role="helper")
    packet = packet_for(room.vault, told, Recipient("us-fcc-informal")).result
    editor = opened(room, told, packet, wait)
    assert asked(editor, "authority:missing") is not None
    editor.check.set_open(on=True)
    wait(lambda: buttons(editor.check, "Say who you are here"))
    qtbot.mouseClick(buttons(editor.check, "Say who you are here")[0], Qt.MouseButton.LeftButton)
    wait(lambda: room.desk.place.kind == "dispute")
    assert room.desk.selection.kind == "dispute"


def test_which_card_it_was_is_asked_from_the_check_and_chooses_its_limit(
    qtbot: QtBot, room: Room, dispute: str, wait: Wait
) -> None:
    edit_record(room.vault, Dispute, dispute, place="GB-ENG", sector="credit_card")
    many = pdf([f"Page {n}" for n in range(30)], media=A4, at=(60, 700), title="Statement")
    attach_files(room.vault, [Pasted("statement.pdf", many)], dispute_id=dispute)
    read_documents(room.vault, room.session.workshop.reader)
    editor = opened(
        room, dispute, packet_for(room.vault, dispute, Recipient("card-chargeback")).result, wait
    )
    wait(lambda: asked(editor, "limit:card") is not None)
    line = asked(editor, "limit:card")
    assert "Mastercard 19 pages" in line.words and "Say which card it is" in line.remedy
    do_remedy(editor, RemedyAsked(line, line.act))
    page = room.window.page
    assert isinstance(page, HelpPage)
    wait(lambda: page.question.isVisible() and page.question.field is not None)
    field = page.question.field
    assert field is not None and page.question.question.words == "Which card is it?"
    box = field.control
    assert isinstance(box, QComboBox)
    wait(box.hasFocus)
    assert [box.itemText(n) for n in range(1, box.count())][-1] == "Another card"
    box.setCurrentIndex(box.findData("mastercard"))
    qtbot.mouseClick(page.question.save, Qt.MouseButton.LeftButton)
    wait(lambda: any(one.said == "Mastercard" for one in page.view.answered))
    page.close_page()
    wait(lambda: asked(editor, "limit:card").words.startswith("Mastercard takes 19 pages;"))
