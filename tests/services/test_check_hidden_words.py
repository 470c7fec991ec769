"""The check says what the words that are blacked out take with them, and where they still stand."""

from __future__ import annotations

from onrecord.domain.packet import Packet
from onrecord.services.apply_remedy import apply_remedy
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.check_line import CheckLine
from onrecord.services.check_packet import check_packet
from onrecord.services.edit_people import edit_complainant
from onrecord.services.edit_record import edit_record
from onrecord.services.mark_page import Mark, mark_page
from onrecord.services.packet_for import Recipient, packet_for
from onrecord.services.read_documents import read_documents
from onrecord.services.views.packet_marks import marks_of_packet
from onrecord.services.workshop import Workshop
from onrecord.vault.vault import Vault


def lines(vault: Vault, packet: str, key: str) -> list[CheckLine]:
    return [x for x in check_packet(vault, packet) if x.key.startswith(key)]


def hide(vault: Vault, packet: str, *words: str) -> None:
    for each in words:
        mark_page(vault, packet, Mark(words=each, everywhere=True))


def test_ones_own_name_is_not_taken_off_unasked(vault: Vault, dispute: str) -> None:
    edit_complainant(vault, dispute, name="Sam Okafor (sample)")
    packet = packet_for(vault, dispute, Recipient(profile="formal")).result
    hide(vault, packet, "Bluebell", "Okafor")
    (line,) = lines(vault, packet, "own_name:")
    assert line.level == "ask" and line.act == "show_again"
    assert line.words == (
        "Your own name is blacked out with “Okafor”: on the cover, in the letter and in the message"
        " this comes from “Sam [removed] (sample)”."
    )
    apply_remedy(vault, packet, line)
    assert not lines(vault, packet, "own_name:")
    assert [one.words for one in marks_of_packet(vault, packet).marks] == ["Bluebell"]


def test_a_longer_word_with_a_hidden_one_in_it_is_asked_about(
    workshop: Workshop, dispute: str
) -> None:
    vault = workshop.vault
    note = Pasted("note.txt", b"MrQuillfeather and the Quillfeathers")
    attach_files(vault, [note], dispute_id=dispute)
    read_documents(vault, workshop.reader)
    packet = packet_for(vault, dispute, Recipient(profile="formal")).result
    hide(vault, packet, "Quillfeather")
    (line,) = lines(vault, packet, "longer:")
    assert line.level == "ask"
    assert line.words == (
        "“MrQuillfeather” and “Quillfeathers” hold what you blacked out, and are in full view:"
        " A1 page 1."
    )
    apply_remedy(vault, packet, line)
    assert not lines(vault, packet, "longer:")
    assert len(marks_of_packet(vault, packet).marks) == 3


def test_a_longer_word_in_what_we_print_ourselves_is_asked_about(
    vault: Vault, dispute: str
) -> None:
    packet = packet_for(vault, dispute, Recipient(profile="formal")).result
    edit_record(vault, Packet, packet, ask="Pay it back.\nQuillfeather pays, the Quillfeathers too")
    hide(vault, packet, "Quillfeather")
    (line,) = lines(vault, packet, "longer:")
    assert line.words == (
        "“Quillfeathers” holds what you blacked out, and is in full view: the packet’s own pages."
    )
