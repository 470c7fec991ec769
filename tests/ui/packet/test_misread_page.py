"""An open packet has a machine look at the pages on which something else is read than is seen."""

from __future__ import annotations

import string

from pytestqt.qtbot import QtBot

from onrecord.packet.textpages import text_pages
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.read_documents import read_documents
from onrecord.services.start_packet import start_packet
from onrecord.ui.shell.room import Room
from packet.papers import misnamed


def test_a_page_whose_words_are_not_what_is_seen_is_read_again(
    qtbot: QtBot, room: Room, dispute: str
) -> None:
    after = {one: chr(ord(one) + 1) for one in string.ascii_letters}
    odd = misnamed(text_pages("The office of Eszter Quillfeather wrote on Monday.").pdf, after)
    (one,) = attach_files(room.vault, [Pasted("odd.pdf", odd)], dispute_id=dispute).outcomes
    read_documents(room.vault, room.session.workshop.reader)
    packet = start_packet(room.vault, dispute).result
    room.desk.show_dispute(dispute)
    with qtbot.waitSignal(room.desk.read_wanted, timeout=30_000):
        room.desk.open_packet(packet)
    assert room.vault.index.misread_pages(one.evidence_id) == {1}
