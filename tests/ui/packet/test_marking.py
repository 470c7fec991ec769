"""Black out, circle and mark the copies in a packet, as a person does it with pointer and keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from onrecord.domain.packet_mark import PacketMark
from onrecord.domain.rect import Rect
from onrecord.ui.packet.packet_editor import PacketEditor
from onrecord.ui.shell.room import Room

Wait = Callable[[Callable[[], Any]], None]


def page_of(editor: PacketEditor, label: str, page: int) -> int:
    """The page of the preview that shows page ``page`` of the document."""
    report = editor.preview.report
    assert report is not None
    return next(
        n
        for n, record in enumerate(report.pages, 1)
        if record.exhibit_label == label and record.exhibit_page == page and record.kind != "sheet"
    )


def kind_of(editor: PacketEditor, label: str, page: int) -> str:
    report = editor.preview.report
    return "" if report is None else report.pages[page_of(editor, label, page) - 1].kind


def pull(editor: PacketEditor, page: int, box: Rect) -> None:
    """Draw a box with the pointer, in points of the page as it is shown."""
    view = editor.preview.pages
    view.show_box(0, None)
    view.go_to_page(page)
    on, scale = view._page_rect(page), view._layout.scales[page - 1]
    start = QPoint(round(on.x() + box.x0 * scale), round(on.y() + box.y0 * scale))
    end = QPoint(round(on.x() + box.x1 * scale), round(on.y() + box.y1 * scale))
    room = view.viewport()
    QTest.mousePress(room, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(room, (start + end) / 2)
    QTest.mouseMove(room, end)
    QTest.mouseRelease(room, Qt.MouseButton.LeftButton, pos=end)


@pytest.fixture
def sized(editor: PacketEditor, wait: Wait) -> PacketEditor:
    """The pages are laid out in the window."""
    wait(lambda: editor.preview.pages.page_count and editor.preview.pages.viewport().width() > 100)
    return editor


TITLE = Rect(55, 120, 320, 146)
"""Where the first line of a bill stands: 700 points above the foot of an A4 page."""


def test_a_box_drawn_on_a_page_takes_its_words_out_of_the_pdf_that_goes_out(
    sized: PacketEditor, room: Room, documents: dict[str, str], packet_id: str, target: Path,
    wait: Wait,
) -> None:  # fmt: skip
    editor = sized
    QTest.mouseClick(editor.preview.marking.black_out, Qt.MouseButton.LeftButton)
    assert editor.left.currentWidget() is editor.marks
    pull(editor, page_of(editor, "A1", 2), TITLE)
    wait(lambda: room.vault.count(PacketMark))
    wait(lambda: kind_of(editor, "A1", 2) == "redacted")
    mark = room.vault.find(PacketMark)[0]
    assert (mark.evidence_id, mark.page) == (documents["february"], 2)
    assert "February" in mark.words
    from onrecord.services.export_bundle import export_bundle

    export_bundle(room.session.workshop, packet_id, target)
    data = target.read_bytes()
    from packet.papers import text_of

    page = page_of(editor, "A1", 2)
    assert "Bill of February" not in text_of(data, page)
    assert "sheet 2" in text_of(data, page)
    assert "Bill of February" in text_of(data, page_of(editor, "A1", 3))
