"""A dispute with documents of each kind, read already."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from intake.documents_made_here import pdf, picture
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.read_documents import read_documents
from onrecord.ui.shell.room import Room
from onrecord.ui.viewer.document_view import DocumentView

A4 = (0, 0, 595, 842)
PASSWORD = "open sesame"


def bill(pages: int = 5, *, password: str = "") -> bytes:
    """A PDF whose pages say which they are."""
    said = [
        f"Northline Telecom (sample)\nThis is page {n} of the bill" for n in range(1, pages + 1)
    ]
    return pdf(said, media=A4, at=(60, 700), password=password)


@pytest.fixture
def documents(room: Room, dispute: str) -> dict[str, str]:
    """Ids by name: bill, photo, note, locked, song."""
    files = {
        "bill": Pasted("bill.pdf", bill()),
        "photo": Pasted("photo.png", picture(size=(300, 200))),
        "note": Pasted("note.txt", b"They promised 84.20 back by 14 March.\n"),
        "locked": Pasted("locked.pdf", bill(2, password=PASSWORD)),
        "song": Pasted("song.xyz", bytes(range(256))),
    }
    result = attach_files(room.vault, list(files.values()), dispute_id=dispute)
    read_documents(room.vault, room.session.workshop.reader)
    return dict(zip(files, (o.evidence_id for o in result.outcomes), strict=True))


@pytest.fixture
def look_at(
    room: Room, dispute: str, documents: dict[str, str], wait: Callable[[Callable[[], Any]], None]
) -> Callable[[str], DocumentView]:
    """Opens a document from its dispute and waits until its first page is drawn."""

    def open_(name: str, *, drawn: bool = True) -> DocumentView:
        if room.desk.place.kind != "document":
            room.desk.show_dispute(dispute)
        room.desk.open_document(documents[name])
        view = room.window.view("document")
        assert isinstance(view, DocumentView)
        if drawn:
            wait(lambda: view.pages.page_count and view.pages.is_drawn(1) and view.title.text())
        return view

    return open_
