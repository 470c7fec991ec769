"""What was typed or dropped just before another packet is opened, or the window locked, is kept, and
in the packet it was meant for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from fresh_vault import PASSPHRASE
from onrecord.domain.evidence import Evidence
from onrecord.domain.packet import FormWords, Packet
from onrecord.services.arrange_exhibits import places
from onrecord.services.packet_for import Recipient, packet_for
from onrecord.ui.shell.room import Room
from onrecord.vault.vault import Vault

from .test_recipient import opened

Wait = Callable[[Callable[[], Any]], None]


def test_what_i_ask_for_goes_into_the_packet_it_was_typed_in(
    qtbot: QtBot, room: Room, dispute: str, wait: Wait
) -> None:
    mine = packet_for(room.vault, dispute, Recipient(profile="supervisor")).result
    other = packet_for(room.vault, dispute, Recipient(profile="supervisor")).result
    asked = room.vault.get(Packet, other).ask
    editor = opened(room, dispute, mine, wait)
    editor.say_button.click()
    say = editor.beside.say
    wait(lambda: say.isVisible() and say.copy.hasFocus())
    say.ask.setFocus()
    say.ask.selectAll()
    qtbot.keyClicks(say.ask, "Pay back 84.20")
    room.desk.open_packet(other)
    wait(lambda: room.vault.get(Packet, mine).ask == "Pay back 84.20")
    editor.say_button.click()
    wait(lambda: say.isVisible() and say.ask.toPlainText().strip() == asked)
    assert room.vault.get(Packet, other).ask == asked


def test_a_field_of_their_form_is_kept_when_the_window_is_locked_at_once(
    qtbot: QtBot, room: Room, dispute: str, wait: Wait
) -> None:
    packet = packet_for(room.vault, dispute, Recipient("us-tx-puc")).result
    editor = opened(room, dispute, packet, wait)
    editor.form_button.click()
    form = editor.beside.form
    wait(lambda: "summary" in form.fields and form.fields["summary"].edit.hasFocus())
    form.fields["summary"].edit.selectAll()
    qtbot.keyClicks(form.fields["summary"].edit, "Charged twice.")
    room.lock()
    with closing(Vault.open(room.vault.path, PASSPHRASE, memory=None)) as vault:
        assert [one.words for one in vault.find(FormWords)] == ["Charged twice."]


def test_a_file_that_was_dropped_goes_into_the_packet_it_was_dropped_on(
    room: Room, dispute: str, wait: Wait, tmp_path: Path
) -> None:
    mine = packet_for(room.vault, dispute, Recipient(profile="supervisor")).result
    other = packet_for(room.vault, dispute, Recipient(profile="supervisor")).result
    editor = opened(room, dispute, mine, wait)
    note = tmp_path / "note.txt"
    note.write_text("They promised 84.20 back.", "utf-8")
    editor.bringing.attach([note], "drop")
    room.desk.open_packet(other)
    wait(lambda: [one.included for one in places(room.vault, mine)] == [True])
    wait(lambda: [one.read_state for one in room.vault.find(Evidence)] == ["read"])
    assert not any(one.included for one in places(room.vault, other))
