"""A PDF that is a folder of files says so where its page is looked at, and before it goes out."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest

from intake.documents_made_here import pdf
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.check_packet import check
from onrecord.services.read_documents import read_documents
from onrecord.services.start_packet import start_packet
from onrecord.ui.packet.check_bar import RemedyAsked
from onrecord.ui.packet.packet_editor import PacketEditor
from onrecord.ui.packet.remedies import do_remedy
from onrecord.ui.shell.room import Room

Wait = Callable[[Callable[[], Any]], None]
SAYS = "his PDF is a folder of 2 other files; its pages do not show them."


@pytest.fixture
def folder(room: Room, dispute: str) -> str:
    """The id of a PDF of one page that carries two other files."""
    page = pdf(["Open this in another program (sample)"], media=(0, 0, 595, 842), at=(60, 700))
    with pikepdf.open(io.BytesIO(page)) as document:
        for n in (1, 2):
            document.attachments[f"bill-{n}.txt"] = b"a bill"
        document.Root.Collection = pikepdf.Dictionary(View=pikepdf.Name.D)
        made = io.BytesIO()
        document.save(made)
    kept = attach_files(room.vault, [Pasted("portfolio.pdf", made.getvalue())], dispute_id=dispute)
    read_documents(room.vault, room.session.workshop.reader)
    return kept.outcomes[0].evidence_id


def test_it_stands_above_the_page(
    room: Room, dispute: str, folder: str, documents: dict[str, str], wait: Wait
) -> None:
    room.desk.show_dispute(dispute)
    room.desk.open_document(folder)
    view = room.window.view("document")
    wait(lambda: view.pages.page_count and view.note.isVisible())
    assert SAYS in view.note.text() and "add them" in view.note.text()
    assert (
        view.note.mapTo(view, view.note.rect().bottomLeft()).y()
        < view.pages.mapTo(view, view.pages.rect().topLeft()).y()
    )
    room.desk.open_document(documents["bill"])
    wait(lambda: view.pages.page_count == 5 and view.title.text() == "bill")
    assert not view.note.isVisible()


def test_the_check_asks_for_what_is_in_it_or_to_leave_it_out(
    room: Room, dispute: str, folder: str, wait: Wait
) -> None:
    packet = start_packet(room.vault, dispute, recipient="Ombudsman (sample)").result
    (line,) = [one for one in check(room.vault, packet).lines if SAYS in one.words]
    assert line.level == "ask" and line.evidence_id == folder
    assert line.remedy == "Save them from a PDF program and add them, or leave it out."
    room.desk.show_dispute(dispute)
    room.desk.open_packet(packet)
    editor = room.window.view("packet")
    assert isinstance(editor, PacketEditor)
    wait(lambda: editor.packet.detail is not None and editor.packet.is_current)
    do_remedy(editor, RemedyAsked(line, line.act))
    wait(editor.picker.isVisible)
    do_remedy(editor, RemedyAsked(line, line.also))
    wait(lambda: not [one for one in check(room.vault, packet).lines if SAYS in one.words])
