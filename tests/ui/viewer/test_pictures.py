"""In the window: a picture of a letter is attached, a word in it is searched and copied."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication

from onrecord.domain.evidence import Evidence
from onrecord.services.attach_files import attach_files
from onrecord.ui.inspector.evidence_panel import EvidencePanel
from onrecord.ui.shell.room import Room
from onrecord.ui.viewer.document_view import DocumentView
from pictures_of_letters import letter

Wait = Callable[[Callable[[], Any]], None]


def attached(room: Room, dispute: str, folder: Path) -> str:
    path = folder / "letter.png"
    path.write_bytes(letter())
    attach_files(room.vault, [path], dispute_id=dispute)
    return room.vault.find(Evidence)[0].id


def test_a_picture_of_a_letter_is_read_in_the_background_and_copied(
    room: Room, wait: Wait, dispute: str, tmp_path: Path, pictures_are_read: None
) -> None:
    id = attached(room, dispute, tmp_path)
    room.desk.open_document(id)
    view = room.window.findChild(DocumentView)
    assert view is not None
    wait(lambda: view.stack.currentWidget() is view.pages and view.pages.page_count)
    room.reading.start()
    wait(lambda: room.vault.index.search("Okafor"))
    wait(lambda: not room.jobs.running())
    assert room.vault.find(Evidence)[0].problem == ""
    wait(lambda: "words read by machine" in view.about.text())  # it stayed open meanwhile
    wait(lambda: view.pages.select_page() or "Okafor" in view.pages.selected_text)
    room.desk.open_document(id, 1, words="okaf")
    wait(lambda: view.pages.box.rect is not None)  # around the name that was searched for
    view.copy_text()
    wait(lambda: "Okafor" in QGuiApplication.clipboard().text())
    view.cite()
    wait(view.cite_panel.guessed.isVisible)
    assert "machine" in view.cite_panel.guessed.text()


def test_without_the_packages_it_is_said_where_one_looks(
    room: Room, wait: Wait, dispute: str, tmp_path: Path
) -> None:
    id = attached(room, dispute, tmp_path)
    room.reading.start()
    wait(lambda: room.vault.get(Evidence, id).read_state == "read")
    room.desk.show_dispute(dispute, "documents")
    room.desk.select("evidence", (id,))

    def told() -> bool:
        panels = room.window.findChildren(EvidencePanel)
        return any("not installed" in panel.state.text() for panel in panels)

    wait(told)
