"""What is too long: the remedy leads into that very text, with its count in view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from onrecord.domain.dispute import Dispute
from onrecord.domain.letter_body import Block, Body, Run
from onrecord.domain.packet import Packet
from onrecord.services.edit_record import edit_record
from onrecord.services.form_words import set_field
from onrecord.services.letters.save_letter import save_letter
from onrecord.services.packet_for import Recipient, packet_for
from onrecord.ui.packet.check_bar import RemedyAsked
from onrecord.ui.packet.packet_editor import PacketEditor
from onrecord.ui.packet.remedies import do_remedy
from onrecord.ui.shell.room import Room

from .test_recipient import opened

Wait = Callable[[Callable[[], Any]], None]


def shorten(editor: PacketEditor, key: str, wait: Wait) -> None:
    def line() -> Any:
        return next((x for x in editor.packet.checks if x.name == key), None)

    wait(line)
    assert line().act == "shorten"
    do_remedy(editor, RemedyAsked(line(), "shorten"))


def whole(widget: QWidget, room: QWidget) -> bool:
    """Nothing of it is cut off, above, below or at a side."""
    return room.rect().contains(QRect(widget.mapTo(room, QPoint()), widget.size()))


def in_view(widget: QWidget) -> bool:
    return not widget.visibleRegion().isEmpty()


def test_a_field_of_their_form(
    qtbot: QtBot, room: Room, dispute: str, documents: dict[str, str], wait: Wait
) -> None:
    edit_record(room.vault, Dispute, dispute, place="US-TX", sector="electricity")
    packet = packet_for(room.vault, dispute, Recipient("us-tx-puc")).result
    set_field(room.vault, packet, "summary", "It was charged again. " * 75)
    editor = opened(room, dispute, packet, wait)
    editor.check.set_open(on=True)  # as one comes from it: half of the height is gone
    editor.splitter.setSizes([10, 2000])
    shorten(editor, "limit:field:summary", wait)
    page = editor.beside.form
    wait(lambda: "summary" in page.fields and page.fields["summary"].edit.hasFocus())
    box = page.fields["summary"]
    wait(lambda: in_view(box.count))
    assert "1,649 of 1,500 characters, 149 too many" in box.count.text()
    wait(lambda: whole(box.count, page.area.viewport()) and whole(box.copy, page.area.viewport()))
    assert page.area.horizontalScrollBar().value() == 0
    box.edit.selectAll()
    qtbot.keyClicks(box.edit, "It was charged again.")
    assert "21 of 1,500" in box.count.text()
    wait(lambda: not any(x.name == "limit:field:summary" for x in editor.packet.checks))


def test_what_is_said_on_the_telephone(
    qtbot: QtBot, room: Room, dispute: str, documents: dict[str, str], wait: Wait
) -> None:
    packet = packet_for(room.vault, dispute, Recipient(profile="supervisor")).result
    edit_record(room.vault, Packet, packet, ask="Please pay me back all of the money " * 12)
    editor = opened(room, dispute, packet, wait)
    shorten(editor, "limit:say", wait)
    page = editor.beside.say
    wait(lambda: page.isVisible() and page.ask.hasFocus())
    assert "too many" in page.count.text() and in_view(page.count)
    page.ask.selectAll()
    qtbot.keyClicks(page.ask, "Pay back 84.20")
    assert "too many" not in page.count.text()
    wait(lambda: any("84.20" in line for line in page.words.text().splitlines()))
    assert room.vault.get(Packet, packet).ask == "Pay back 84.20"
    wait(lambda: not any(x.name == "limit:say" for x in editor.packet.checks))


def test_the_letter(
    qtbot: QtBot, room: Room, dispute: str, documents: dict[str, str], wait: Wait
) -> None:
    packet = packet_for(room.vault, dispute, Recipient(profile="formal")).result
    letter = room.vault.get(Packet, packet).letter_id
    body = Body((Block((Run("I was charged again. " * 60),)),), limit=1000)
    save_letter(room.vault, letter, body=body)
    editor = opened(room, dispute, packet, wait)
    shorten(editor, "limit:letter", wait)
    view = room.window.view("letter")
    wait(lambda: view.isVisible() and view.editor.hasFocus())
    wait(lambda: "1,259 of 1,000" in view.notes.length.text())
    assert in_view(view.notes.length)


def test_the_pages_a_supervisor_reads_are_counted_below_the_text(
    qtbot: QtBot, room: Room, dispute: str, documents: dict[str, str], wait: Wait
) -> None:
    packet = packet_for(room.vault, dispute, Recipient(profile="supervisor")).result
    edit_record(room.vault, Packet, packet, ask="Please pay me back. " * 400)
    editor = opened(room, dispute, packet, wait)
    shorten(editor, "limit:own_pages", wait)
    options = editor.options
    wait(options.ask.hasFocus)
    assert options.ask_count.isVisible() and "of 2 pages" in options.ask_count.text()


def test_a_field_of_the_options_stands_whole_in_view_with_the_check_open(
    room: Room, editor: PacketEditor, wait: Wait
) -> None:
    room.window.resize(1024, 700)
    editor.check.set_open(on=True)
    for field in (editor.options.summary_field, editor.options.recipient_field):
        editor.show_options(field.control)
        wait(lambda field=field: whole(field, editor.options.area.viewport()))
