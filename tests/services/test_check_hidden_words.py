"""The check says what the words that are blacked out take with them, and where they still stand."""

from __future__ import annotations

from onrecord.services.apply_remedy import apply_remedy
from onrecord.services.check_line import CheckLine
from onrecord.services.check_packet import check_packet
from onrecord.services.edit_people import edit_complainant
from onrecord.services.mark_page import Mark, mark_page
from onrecord.services.packet_for import Recipient, packet_for
from onrecord.services.views.packet_marks import marks_of_packet
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
