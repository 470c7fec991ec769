"""A remedy of the check leads to the very field, with the cursor there and the field in view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from intake.documents_made_here import HEIC
from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import Evidence
from onrecord.domain.fact import Fact, Issue
from onrecord.domain.letter_body import Block, Body, Run
from onrecord.domain.packet import Packet, PacketExhibit
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.check_packet import check
from onrecord.services.claim_lines import add_claim
from onrecord.services.edit_people import complainant, edit_complainant
from onrecord.services.edit_record import edit_record
from onrecord.services.letters.save_letter import save_letter
from onrecord.services.packet_for import Recipient, add_letter, packet_for
from onrecord.services.packet_options import set_packet_options
from onrecord.services.read_documents import read_documents
from onrecord.services.sides import set_my_part
from onrecord.services.start_packet import start_packet
from onrecord.ui.chronology.issues_page import IssuesPage
from onrecord.ui.inspector.dispute_panel import DisputePanel
from onrecord.ui.inspector.evidence_panel import EvidencePanel
from onrecord.ui.inspector.fact_panel import FactPanel
from onrecord.ui.packet.check_bar import RemedyAsked
from onrecord.ui.packet.packet_editor import PacketEditor
from onrecord.ui.packet.recipient_page import RecipientAsked
from onrecord.ui.packet.remedies import do_remedy
from onrecord.ui.shell.room import Room

from .test_recipient import asked, opened

Wait = Callable[[Callable[[], Any]], None]
SSN = "SSN 123-45-6789"


def press(editor: PacketEditor, key: str, act: Any, wait: Wait) -> None:
    wait(lambda: asked(editor, key) is not None)
    line = asked(editor, key)
    assert act in (line.act, line.also)
    do_remedy(editor, RemedyAsked(line, act))


def written_in(widget: QWidget) -> bool:
    return widget.hasFocus() and not widget.visibleRegion().isEmpty()


def test_the_field_of_a_text_of_their_form_and_of_what_i_am(
    room: Room, dispute: str, documents: dict[str, str], wait: Wait
) -> None:
    vault = room.vault
    edit_record(vault, Dispute, dispute, place="US-NY", sector="bank_account")
    set_my_part(vault, dispute, role="helper")
    packet = packet_for(vault, dispute, Recipient("us-cfpb")).result
    edit_record(vault, Packet, packet, ask="Pay", summary=f"I gave {SSN}.")
    row = vault.find(PacketExhibit, "evidence_id = ?", [documents["march"]])[0]
    with vault.change("Caption") as tx:
        tx.patch(PacketExhibit, row.id, caption=f"Shows {SSN}")
    editor = opened(room, dispute, packet, wait)
    press(editor, "number:identity_number:The cover", "text", wait)
    wait(lambda: written_in(editor.options.summary))
    press(editor, "number:identity_number:A caption", "text", wait)
    wait(lambda: written_in(editor.strip.caption))
    assert SSN in editor.strip.caption.text()
    press(editor, "expects:account_number", "sheet", wait)
    form, own = editor.beside.form, "account_number_own_field"
    wait(lambda: own in form.fields and written_in(form.fields[own].edit))
    press(editor, "authority:missing", "people", wait)
    panel = room.window.inspector.panel("dispute")
    assert isinstance(panel, DisputePanel)
    wait(lambda: written_in(panel.my_part.papers))


def test_who_is_asked_for_their_name_types_it_and_it_is_kept(
    qtbot: QtBot, room: Room, dispute: str, documents: dict[str, str], wait: Wait
) -> None:
    vault = room.vault
    edit_record(vault, Dispute, dispute, place="US-NY", sector="bank_account")
    packet = packet_for(vault, dispute, Recipient("us-cfpb")).result
    editor = opened(room, dispute, packet, wait)
    press(editor, "sender:name", "people", wait)
    panel = room.window.inspector.panel("dispute")
    assert isinstance(panel, DisputePanel)
    name = panel.my_name.control
    wait(lambda: panel.id == dispute and written_in(name))
    wait(lambda: bool(panel.heading.text()))
    qtbot.keyClicks(name, "Alex Doe")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    wait(lambda: (me := complainant(vault, dispute)) is not None and me.name == "Alex Doe")
    room.desk.open_packet(packet)
    wait(lambda: asked(editor, "sender:name") is None)


def test_no_remedy_puts_the_cursor_into_a_field_that_is_not_shown(
    room: Room, dispute: str, documents: dict[str, str], wait: Wait
) -> None:
    """Who is not said to act for another has no letter that allows it to choose."""
    room.desk.show_dispute(dispute)
    room.desk.select("dispute", (dispute,))
    panel = room.window.inspector.panel("dispute")
    assert isinstance(panel, DisputePanel)
    wait(lambda: bool(panel.heading.text()))
    panel.open_my_part("authority:missing")
    wait(lambda: written_in(panel.my_part.role.control))


def test_who_is_asked_to_circle_a_charge_has_the_circle_in_hand_on_the_bill(
    room: Room, dispute: str, documents: dict[str, str], wait: Wait
) -> None:
    vault = room.vault
    edit_record(vault, Dispute, dispute, place="US-NY", sector="internet")
    edit_record(vault, Evidence, documents["march"], kind="bill")
    packet = packet_for(vault, dispute, Recipient("us-fcc-informal")).result
    editor = opened(room, dispute, packet, wait)
    wait(lambda: editor.preview.report is not None)
    press(editor, "asks:circled", "mark", wait)
    line = asked(editor, "asks:circled")
    assert line is not None and editor.marking.tools.kind == "circle"
    report = editor.preview.report
    assert report is not None
    wait(lambda: report.pages[editor.preview.pages.current_page - 1].exhibit_label == "A1")


def test_the_date_of_a_document_is_typed_at_once(
    room: Room, editor: PacketEditor, documents: dict[str, str], wait: Wait
) -> None:
    room.session.do(lambda: edit_record(room.vault, Evidence, documents["march"], dated=""))
    press(editor, "date:", "date", wait)
    panel = room.window.inspector.panel("evidence")
    assert isinstance(panel, EvidencePanel)
    wait(lambda: panel.id == documents["march"] and written_in(panel.dated.control))


def test_what_they_refuse_is_said_to_be_refused(room: Room, dispute: str) -> None:
    vault = room.vault
    edit_record(vault, Dispute, dispute, place="England", sector="electricity")
    attach_files(vault, [Pasted("meter.heic", HEIC)], dispute_id=dispute)
    read_documents(vault, room.session.workshop.reader)
    packet = packet_for(vault, dispute, Recipient("uk-energy-ombudsman")).result
    set_packet_options(vault, packet, originals=True)
    (line,) = [one for one in check(vault, packet).lines if one.act == "convert"]
    assert line.words == "Energy Ombudsman does not take EML, MSG, HEIC: 1 beside the PDF."


def test_an_amount_is_pointed_at_its_page_or_led_to(room: Room, dispute: str, wait: Wait) -> None:
    vault = room.vault
    attach_files(vault, [Pasted("bill.txt", b"You owe GBP 84.20.")], dispute_id=dispute)
    read_documents(vault, room.session.workshop.reader)
    add_claim(vault, dispute, "Charged twice", "84.20", "GBP")
    add_claim(vault, dispute, "Their late fee", "12.00", "GBP")
    packet = start_packet(vault, dispute).result
    editor = opened(room, dispute, packet, wait)
    press(editor, "amounts:unshown", "point", wait)
    wait(lambda: (line := asked(editor, "amounts:unshown")) is not None and line.act == "amounts")
    left = asked(editor, "amounts:unshown")
    assert left is not None and "Their late fee" in left.words
    press(editor, "amounts:unshown", "amounts", wait)
    wait(lambda: room.desk.place.tab == "money")


def test_a_private_contact_is_led_to_wherever_it_stands(
    room: Room, dispute: str, wait: Wait
) -> None:
    """“Contact me only by” in the letter, in what happened, in my own details and in a point."""
    vault, secret = room.vault, "0151 496 0199"
    edit_complainant(vault, dispute, name="Alex", private_contact=secret)
    fact = Fact(dispute_id=dispute, words=f"I was told to ring {secret}", dated="2026-03-02")
    issue = Issue(dispute_id=dispute, title="Who rang", mine="They had (0151) 4960199")
    with vault.change("Set up") as tx:
        tx.insert(fact)
        tx.insert(issue)
    packet = packet_for(vault, dispute, Recipient("", "formal")).result
    letter = add_letter(vault, packet).result
    body = Body((Block((Run(f"Please ring {secret}."),)),))
    save_letter(vault, letter, body)
    editor = opened(room, dispute, packet, wait)
    private = "text:::The packet's text holds"
    press(editor, private, "text", wait)
    view = room.window.view("letter")
    wait(lambda: view.editor.textCursor().selectedText() == secret)
    assert written_in(view.editor)
    save_letter(vault, letter, Body((Block((Run("Please write."),)),)))
    edit_complainant(vault, dispute, print_contact=f"Phone {secret}")
    room.desk.open_packet(packet)
    wait(lambda: editor.isVisible())
    press(editor, private, "text", wait)
    panel = room.window.inspector.panel("dispute")
    assert isinstance(panel, DisputePanel)
    wait(lambda: written_in(panel.print_contact.control))
    edit_complainant(vault, dispute, print_contact="")
    room.desk.open_packet(packet)
    press(editor, private, "text", wait)
    told = room.window.inspector.panel("fact")
    assert isinstance(told, FactPanel)
    wait(lambda: told.id == fact.id and written_in(told.words.control))
    edit_record(vault, Fact, fact.id, words="I was told to ring")
    press(editor, private, "text", wait)
    wait(lambda: isinstance(room.window.page, IssuesPage))
    page = room.window.page
    assert isinstance(page, IssuesPage)
    wait(lambda: issue.id in page.cards and page.cards[issue.id].is_open)


def test_a_packet_for_nobody_says_that_no_rules_are_checked(
    room: Room, dispute: str, wait: Wait
) -> None:
    packet = start_packet(room.vault, dispute).result
    editor = opened(room, dispute, packet, wait)
    press(editor, "recipient", "recipient", wait)
    wait(lambda: editor.left.currentWidget() is editor.beside.recipient)
    editor.beside.recipient.chosen.emit(RecipientAsked("", "formal", "The company", ""))
    wait(lambda: room.vault.get(Packet, packet).recipient == "The company")
    wait(lambda: asked(editor, "recipient") is None)
    court = packet_for(room.vault, dispute, Recipient(profile="small_claims")).result
    assert not [x for x in check(room.vault, court).lines if x.key == "recipient"]
