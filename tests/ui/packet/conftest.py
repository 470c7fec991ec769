"""A packet of two bills and a note, open in the editor."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog

from intake.documents_made_here import pdf
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.edit_record import edit_record
from onrecord.services.read_documents import read_documents
from onrecord.services.recovery_sheet import note_asked_before_export
from onrecord.services.start_packet import start_packet
from onrecord.ui.packet.packet_editor import PacketEditor
from onrecord.ui.shell.room import Room

A4 = (0, 0, 595, 842)


def bill(month: str, pages: int) -> bytes:
    said = [f"Bill of {month} (sample)\n{month} sheet {n}" for n in range(1, pages + 1)]
    return pdf(said, media=A4, at=(60, 700), title=f"Bill of {month}")


@pytest.fixture
def documents(room: Room, dispute: str) -> dict[str, str]:
    """Ids by name; each has a date, so that nothing is left to be asked."""
    from onrecord.domain.evidence import Evidence

    files = {
        "february": Pasted("feb.pdf", bill("February", 5)),
        "march": Pasted("march.pdf", bill("March", 2)),
        "note": Pasted("note.txt", b"They promised 84.20 back by 14 March.\n"),
    }
    note_asked_before_export(room.vault)  # what is asked only once, see test_before_export
    result = attach_files(room.vault, list(files.values()), dispute_id=dispute)
    read_documents(room.vault, room.session.workshop.reader)
    ids = dict(zip(files, (o.evidence_id for o in result.outcomes), strict=True))
    for day, id in enumerate(ids.values(), 1):
        edit_record(room.vault, Evidence, id, dated=f"2026-03-0{day}")
    return ids


@pytest.fixture
def packet_id(room: Room, dispute: str, documents: dict[str, str]) -> str:
    return start_packet(room.vault, dispute, recipient="Ombudsman (sample)").result


@pytest.fixture
def editor(
    room: Room, dispute: str, packet_id: str, wait: Callable[[Callable[[], Any]], None]
) -> PacketEditor:
    room.desk.show_dispute(dispute)
    room.desk.open_packet(packet_id)
    view = room.window.view("packet")
    assert isinstance(view, PacketEditor)
    wait(lambda: view.preview.report is not None and view.list.lines.lines)
    wait(lambda: view.list.lines.lines[0].pages == "1")
    return view


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the person says the PDF should go."""
    folder = tmp_path / "outside"
    folder.mkdir()
    chosen = folder / "complaint.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(chosen), ""))
    return chosen
