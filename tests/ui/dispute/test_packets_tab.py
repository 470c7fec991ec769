"""Packets: begun for a recipient, opened, and every PDF saved again byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from intake.documents_made_here import pdf
from onrecord.domain.packet import Packet
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.export_bundle import export_bundle
from onrecord.services.open_dispute import open_dispute
from onrecord.services.packet_options import set_packet_options
from onrecord.services.send_packet import record_sending
from onrecord.services.start_packet import start_packet
from onrecord.ui.dispute.packets_tab import BundleLine, PacketsTab
from onrecord.ui.shell.room import Room
from onrecord.ui.viewer.quick_look import QuickLook
from onrecord.vault.vault import Vault

Wait = Callable[[Callable[[], Any]], None]


@pytest.fixture
def dispute(vault: Vault) -> str:
    made = open_dispute(vault, "Northline Telecom (sample)", "Charged after cancelling").result
    attach_files(vault, [Pasted("note.txt", b"They charged me on 16 March.")], dispute_id=made)
    return made


def opened(room: Room, dispute: str) -> PacketsTab:
    room.desk.show_dispute(dispute, "packets")
    tab = room.window.view("dispute").pages.currentWidget()
    assert isinstance(tab, PacketsTab)
    return tab


def test_an_empty_tab_begins_one(qtbot: QtBot, dispute: str, room: Room, vault: Vault) -> None:
    tab = opened(room, dispute)
    qtbot.waitUntil(tab.empty.isVisible)
    qtbot.waitUntil(tab.empty.buttons[0].hasFocus)
    qtbot.keyClick(tab.empty.buttons[0], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: room.desk.place.kind == "packet")
    (packet,) = vault.find(Packet)
    assert packet.profile == "supervisor"


def test_that_there_is_none_is_not_said_before_it_was_looked(
    qtbot: QtBot, dispute: str, room: Room, vault: Vault
) -> None:
    other = open_dispute(vault, "Harbour Parcels (sample)", "A parcel that never came").result
    start_packet(vault, dispute, "regulator", "Ombudsman (sample)")
    tab = opened(room, dispute)
    assert not tab.empty.isVisible()
    qtbot.waitUntil(lambda: len(tab.cards) == 1 and tab.area.isVisible())
    opened(room, other)
    assert not tab.cards, "those of the other dispute are not shown in this one"
    qtbot.waitUntil(tab.empty.isVisible)
    opened(room, dispute)
    assert not tab.empty.isVisible()
    qtbot.waitUntil(tab.area.isVisible)
    assert not tab.empty.isVisible()


def test_a_packet_is_listed_opened_and_thrown_away(
    qtbot: QtBot, dispute: str, room: Room, vault: Vault, undo: Callable[[], None]
) -> None:
    start_packet(vault, dispute, "regulator", "Ombudsman (sample)")
    tab = opened(room, dispute)
    qtbot.waitUntil(lambda: len(tab.cards) == 1)
    card = tab.cards[0]
    assert "Ombudsman (sample)" in card.open.accessibleName()
    card.open.setFocus()
    qtbot.keyClick(card.open, Qt.Key.Key_Delete)
    qtbot.waitUntil(tab.empty.isVisible)
    undo()
    qtbot.waitUntil(lambda: len(tab.cards) == 1)
    qtbot.mouseClick(tab.cards[0].open, Qt.MouseButton.LeftButton)
    assert room.desk.place.kind == "packet"


def test_the_pdf_is_saved_again_as_it_was(
    qtbot: QtBot, dispute: str, room: Room, vault: Vault, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    packet = start_packet(vault, dispute).result
    first, again = tmp_path / "first.pdf", tmp_path / "again.pdf"
    export_bundle(room.session.workshop, packet, first)
    tab = opened(room, dispute)
    qtbot.waitUntil(lambda: len(tab.cards) == 1)
    line = tab.cards[0].findChild(BundleLine)
    assert isinstance(line, BundleLine)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(again), ""))
    qtbot.mouseClick(line.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(again.exists)
    assert again.read_bytes() == first.read_bytes()


def test_a_pdf_that_was_sent_says_so(
    qtbot: QtBot, dispute: str, room: Room, vault: Vault, tmp_path: Path
) -> None:
    packet = start_packet(vault, dispute).result
    export_bundle(room.session.workshop, packet, tmp_path / "first.pdf")
    tab = opened(room, dispute)
    qtbot.waitUntil(lambda: len(tab.cards) == 1)
    line = tab.cards[0].findChild(BundleLine)
    assert isinstance(line, BundleLine)
    assert line.send.text() == "Send…"
    record_sending(vault, line.bundle.id, "email")
    tab.refresh()
    qtbot.waitUntil(lambda: tab.cards[0].open.text() == "Look at it")

    def said() -> bool:
        found = tab.cards[0].findChild(BundleLine)
        return isinstance(found, BundleLine) and found.send.text() == "What was sent"

    qtbot.waitUntil(said)


def test_a_pdf_that_opens_with_a_passphrase_only_asks_for_it_again(
    qtbot: QtBot, dispute: str, room: Room, vault: Vault, tmp_path: Path, wait: Wait,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    packet, again = start_packet(vault, dispute).result, tmp_path / "again.pdf"
    set_packet_options(vault, packet, locked=True)
    export_bundle(room.session.workshop, packet)
    tab = opened(room, dispute)
    wait(lambda: len(tab.cards) == 1)
    (line,) = tab.cards[0].lines
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(again), ""))
    qtbot.mouseClick(line.again, Qt.MouseButton.LeftButton)
    wait(lambda: line.passphrase is not None)
    assert line.passphrase is not None and not again.exists()
    line.passphrase.edit.set_text("five plain words of mine", shown=False)
    qtbot.mouseClick(line.passphrase.go_on, Qt.MouseButton.LeftButton)
    wait(again.exists)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(again)
    pikepdf.open(again, password="five plain words of mine").close()


def test_every_volume_is_looked_at(
    qtbot: QtBot, dispute: str, room: Room, vault: Vault, wait: Wait
) -> None:
    paper = pdf([f"Sheet {n}" for n in range(1, 9)], media=(0, 0, 595, 842))
    attach_files(vault, [Pasted("bill.pdf", paper)], dispute_id=dispute)
    packet = start_packet(vault, dispute).result
    set_packet_options(vault, packet, volume_pages=10)
    made = export_bundle(room.session.workshop, packet)
    tab = opened(room, dispute)
    wait(lambda: len(tab.cards) == 1)
    qtbot.mouseClick(tab.cards[0].lines[0].look, Qt.MouseButton.LeftButton)
    quick = room.window.findChild(QuickLook)
    assert isinstance(quick, QuickLook)
    look = quick.overlay
    wait(lambda: look.pages.page_count and look.volume.count())
    counts = [look.pages.page_count]
    for at in range(1, look.volume.count()):
        look.volume.setFocus()
        qtbot.keyClick(look.volume, Qt.Key.Key_Down)
        wait(lambda at=at: look.volume.currentIndex() == at and look.pages.page_count)
        counts.append(look.pages.page_count)
    assert len(counts) > 1 and sum(counts) == made.page_count
    quick.hide()


def test_the_next_step_after_an_export_leads_to_its_sheet_for_sending(
    dispute: str, room: Room, wait: Wait
) -> None:
    bundle = export_bundle(
        room.session.workshop, start_packet(room.vault, dispute).result
    ).bundle_id
    room.desk.show_dispute(dispute)
    step = room.window.view("dispute").next
    wait(lambda: step.primary.text() == "Now send it")
    step.primary.click()
    editor = room.window.view("packet")
    wait(lambda: editor.sending.isVisible() and editor.sending.sheet is not None)
    assert editor.sending.sheet.bundle_id == bundle
