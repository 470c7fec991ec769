"""What a remedy of the check does on a click: at once, or by leading to where it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from onrecord.domain.matter import CARD
from onrecord.domain.same_words import span_of
from onrecord.ui.packet.check_bar import RemedyAsked

if TYPE_CHECKING:
    from onrecord.services.check_line import CheckLine
    from onrecord.services.where_it_stands import Spot
    from onrecord.ui.packet.packet_editor import PacketEditor

_BY_THE_PACKET = (
    "split", "convert", "turn", "order", "reword", "letter", "circle", "alone",
    "unlocked", "point", "show_again",
)  # fmt: skip


def do_remedy(editor: PacketEditor, asked: RemedyAsked) -> None:
    """Whatever the line is about is in view afterwards, or mended."""
    line, act, desk, packet = asked.line, asked.act, editor.desk, editor.packet
    if act in ("pages", "label"):
        _to_exhibit(editor, line.evidence_id, act)
    elif act == "take_out":
        packet.include(line.evidence_id, False)
    elif act == "put_back":
        packet.put_back(line.evidence_id)
    elif act == "include":
        packet.add([line.evidence_id])
    elif act == "keep_out":
        packet.keep_out(line.evidence_id)
    elif act == "text":
        _to_words(editor, line)
    elif act == "shorten":
        _to_text(editor, line.name)
    elif act == "recipient":
        editor.beside.show_recipients()
    elif act == "add":
        editor.show_picker()
    elif act == "black_out":
        if line.found:
            packet.mend(line, act)
        else:
            editor.marking.open_at(line.evidence_id)
    elif act == "mark":
        tool = "circle" if line.name == "asks:circled" else "black_out"
        editor.marking.open_at(line.evidence_id, tool)
    elif act in _BY_THE_PACKET:
        packet.mend(line, act)
    elif act == "reduce":
        editor.show_smaller()
    elif act == "sheet":
        editor.beside.show_form("account_number" if line.name == "expects:account_number" else "")
    elif act == "open_letter":
        open_letter(editor)
    elif act == "ask_reference":
        desk.start_letter("request_notes", line.contact_id)
    elif act == "who_can_help":
        desk.act("who_can_help")
    elif act == "card":
        desk.act("who_can_help", CARD)
    elif act == "amounts" and packet.detail is not None:
        desk.show_dispute(packet.detail.packet.dispute_id, "money")
    elif act == "people" and packet.detail is not None:
        desk.show_dispute(packet.detail.packet.dispute_id)
        desk.act("my_part", line.name)
    elif act in ("password", "attached"):
        desk.open_document(line.evidence_id)
    elif act == "contact":
        desk.log_contact(contact_id=line.contact_id)
    elif act in ("date", "title"):
        desk.act(f"document_{act}", line.evidence_id)


def _to_words(editor: PacketEditor, line: CheckLine) -> None:
    """Into the text that holds the words the line is about; else what is asked for."""
    options, detail = editor.options, editor.packet.detail

    def holds(text: str) -> bool:
        return any(span_of(text, words) for words in line.found)

    if line.name.endswith(":A caption"):
        exhibits = detail.exhibits if detail is not None else ()
        here = next((one for one in exhibits if holds(one.caption or one.title)), None)
        if here is not None:
            _to_exhibit(editor, here.evidence_id, "caption")
            return
    texts: tuple[tuple[QWidget, str], ...] = (
        (options.ask, options.ask.toPlainText()),
        (options.summary, options.summary.toPlainText()),
        (options.title, options.title.text()),
    )
    field = next((one for one, text in texts if holds(text)), None)
    if field is not None or detail is None:
        editor.show_options(field or options.ask)
        return
    vault, packet_id = editor.desk.vault, detail.packet.id

    def query() -> Spot | None:
        from onrecord.services.where_it_stands import where_it_stands

        return where_it_stands(vault, packet_id, line.found)

    def found(spot: Spot | None) -> None:
        if spot is None:
            editor.show_options(options.ask)
        elif spot.table == "letter":
            editor.desk.open_letter(spot.id, spot.words)
        else:
            editor.desk.act("field", f"{spot.table}:{spot.id}:{spot.field}")

    editor.desk.session.ask(query, found, editor, "words")


def _to_text(editor: PacketEditor, name: str) -> None:
    """Into the very text that is too long, its count in view."""
    _, _, what = name.partition("limit:")
    if what.startswith("field:"):
        editor.beside.show_form(what.removeprefix("field:"))
    elif what == "letter":
        open_letter(editor)
    elif what == "say":
        editor.beside.show_say(shorten=True)
    else:
        editor.show_options(editor.options.ask)


def open_letter(editor: PacketEditor) -> None:
    """The letter of the packet, where there is one; Back leads here again."""
    detail = editor.packet.detail
    if detail is not None and detail.packet.letter_id:
        editor.desk.open_letter(detail.packet.letter_id)


def _to_exhibit(editor: PacketEditor, evidence_id: str, act: str) -> None:
    editor.show_list()
    detail = editor.packet.detail
    own = next((d.evidence_id for d in detail.exhibits if d.own_label), "") if detail else ""
    editor.list.choose("exhibit", evidence_id or own)
    strip = editor.strip
    {"pages": strip.pages, "caption": strip.caption}.get(act, strip.label).setFocus()
