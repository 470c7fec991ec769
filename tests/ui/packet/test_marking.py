"""Black out, circle and mark the copies in a packet, as a person does it with pointer and keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QInputDialog, QLineEdit
from pytestqt.qtbot import QtBot

from intake.documents_made_here import pdf
from onrecord.domain.evidence import Evidence
from onrecord.domain.fact import Fact
from onrecord.domain.packet import Packet
from onrecord.domain.packet_mark import PacketMark
from onrecord.domain.rect import Rect, read_rect
from onrecord.packet.outcome import BuildReport, PageRecord
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.cite import Spot, add_cited
from onrecord.services.edit_record import edit_record
from onrecord.services.export_bundle import export_bundle, manifest_path
from onrecord.services.mark_page import Mark, mark_pages
from onrecord.services.read_documents import read_documents
from onrecord.services.start_packet import start_packet
from onrecord.ui.design import LinkButton
from onrecord.ui.packet.marking import spot_on
from onrecord.ui.packet.packet_editor import PacketEditor
from onrecord.ui.shell.room import Room
from onrecord.ui.viewer.text_selection import turned as turn_box
from packet.papers import holds, text_of

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
    """Empty while there is more to be made."""
    report = editor.preview.report
    if report is None or report.waiting:  # some pages are grey for now
        return ""
    return report.pages[page_of(editor, label, page) - 1].kind


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


def choose_tool(editor: PacketEditor, kind: str) -> None:
    control = editor.preview.marking.kinds[kind]
    if isinstance(control, QAction):
        control.trigger()
    else:
        QTest.mouseClick(control, Qt.MouseButton.LeftButton)


def button(editor: PacketEditor, name: str) -> LinkButton | None:
    """The button of the panel with this accessible name."""
    found = editor.marks.findChildren(LinkButton)
    return next((b for b in found if b.accessibleName() == name and b.isVisible()), None)


def press(editor: PacketEditor, name: str, wait: Wait) -> None:
    wait(lambda: button(editor, name) is not None)
    found = button(editor, name)
    assert found is not None
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def marks(room: Room) -> list[PacketMark]:
    return room.vault.find(PacketMark, order="rowid")


def test_a_box_drawn_on_a_page_takes_its_words_out_of_the_pdf_that_goes_out(
    sized: PacketEditor, room: Room, documents: dict[str, str], packet_id: str, target: Path,
    wait: Wait,
) -> None:  # fmt: skip
    editor = sized
    choose_tool(editor, "black_out")
    assert editor.left.currentWidget() is editor.marks
    pull(editor, page_of(editor, "A1", 2), TITLE)
    wait(lambda: marks(room))
    wait(lambda: kind_of(editor, "A1", 2) == "redacted")
    mark = marks(room)[0]
    assert (mark.evidence_id, mark.page) == (documents["february"], 2)
    assert "February" in mark.words
    export_bundle(room.session.workshop, packet_id, target)
    data = target.read_bytes()
    page = page_of(editor, "A1", 2)
    assert "Bill of February" not in text_of(data, page)
    assert "sheet 2" in text_of(data, page)
    assert "Bill of February" in text_of(data, page_of(editor, "A1", 3))


def test_it_is_done_and_undone_by_keys_alone(
    sized: PacketEditor, room: Room, qtbot: QtBot, wait: Wait
) -> None:
    editor = sized
    pages = editor.preview.pages
    pages.go_to_page(page_of(editor, "A2", 1))
    choose_tool(editor, "circle")
    wait(pages.hasFocus)
    qtbot.keyClick(pages, Qt.Key.Key_Down)  # a box in the middle, then moved and made larger
    qtbot.keyClick(pages, Qt.Key.Key_Up)
    qtbot.keyClick(pages, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert not marks(room)
    qtbot.keyClick(pages, Qt.Key.Key_Return)
    wait(lambda: [m.kind for m in marks(room)] == ["circle"])
    wait(lambda: room.session.undo.can_undo)
    room.session.undo.undo()
    wait(lambda: not marks(room))


def test_a_key_takes_the_tool_in_hand(sized: PacketEditor, qtbot: QtBot, wait: Wait) -> None:
    sized.list.setFocus()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(sized.list, Qt.Key.Key_X, both)
    wait(lambda: sized.preview.pages.box.is_drawing)
    assert sized.preview.marking.black_out.isChecked()
    assert sized.left.currentWidget() is sized.marks


def test_a_packet_that_was_sent_has_no_tools(
    sized: PacketEditor, room: Room, packet_id: str, wait: Wait
) -> None:
    room.session.do(lambda: edit_record(room.vault, Packet, packet_id, state="sent"))
    wait(lambda: not sized.preview.marking.isVisible())
    sized.marking.take("black_out")
    assert not sized.preview.pages.box.is_drawing


@pytest.mark.parametrize("kind", ["highlight", "arrow", "crop"])
def test_each_tool_of_the_menu_marks_the_page(
    sized: PacketEditor, room: Room, wait: Wait, kind: str
) -> None:
    choose_tool(sized, kind)
    pull(sized, page_of(sized, "A2", 2), TITLE)
    wait(lambda: [m.kind for m in marks(room)] == [kind])
    wait(lambda: (kind_of(sized, "A2", 2) == "redacted") == (kind == "crop"))


def test_a_note_asks_for_its_words(
    sized: PacketEditor, room: Room, wait: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_a, **_k: ("After I cancelled", True))
    choose_tool(sized, "note")
    pull(sized, page_of(sized, "A2", 1), Rect(300, 300, 500, 360))
    wait(lambda: [(m.kind, m.words) for m in marks(room)] == [("note", "After I cancelled")])


def test_a_mark_is_moved_by_its_corner_and_by_keys_and_a_note_gets_other_words(
    sized: PacketEditor, room: Room, documents: dict[str, str], wait: Wait,
    monkeypatch: pytest.MonkeyPatch, undo: Callable[[], None],
) -> None:  # fmt: skip
    editor, view = sized, sized.preview.pages
    said = iter(["After I cancelled", "After 3 February"])
    monkeypatch.setattr(QInputDialog, "getText", lambda *_a, **_k: (next(said), True))
    choose_tool(editor, "note")
    pull(editor, page_of(editor, "A1", 1), TITLE)
    wait(lambda: [m.words for m in marks(room)] == ["After I cancelled"])
    name = "Note: After I cancelled, A1, page 1"
    press(editor, f"Change words: {name}", wait)
    wait(lambda: [m.words for m in marks(room)] == ["After 3 February"])
    name = "Note: After 3 February, A1, page 1"

    press(editor, f"Move: {name}", wait)
    page = page_of(editor, "A1", 1)
    box = view.box.rect
    assert box is not None and view.box.page == page and abs(box.x0 - TITLE.x0) < 2
    by_pointer(editor, page, (box.x1, box.y1), (box.x1 + 60, box.y1 + 30))
    wait(lambda: marks(room)[0].revision == 3)
    made = read_rect(marks(room)[0].rects[0])
    assert made is not None and abs(made.x0 - box.x0) < 2 and abs(made.x1 - box.x1 - 60) < 2
    assert view.box.rect is None  # done: the next box is another mark
    listed = editor.marks
    wait(lambda: listed._marks and listed._marks.marks[0].rect == made.text())
    press(editor, f"Move: {name}", wait)
    wait(lambda: view.box.rect is not None and abs(view.box.rect.x1 - made.x1) < 2)
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    wait(lambda: marks(room)[0].revision == 4)
    again = read_rect(marks(room)[0].rects[0])
    assert again is not None and again.y0 > made.y0 and abs(again.x0 - made.x0) < 0.5
    undo()
    wait(lambda: marks(room)[0].rects[0] == made.text())


def by_pointer(
    editor: PacketEditor, page: int, start: tuple[float, float], end: tuple[float, float]
) -> None:
    """From one point of a page to another, with the button down."""
    view = editor.preview.pages
    on, scale = view._page_rect(page), view._layout.scales[page - 1]
    points = [QPoint(round(on.x() + x * scale), round(on.y() + y * scale)) for x, y in (start, end)]
    room = view.viewport()
    QTest.mousePress(room, Qt.MouseButton.LeftButton, pos=points[0])
    QTest.mouseMove(room, (points[0] + points[1]) / 2)
    QTest.mouseMove(room, points[1])
    QTest.mouseRelease(room, Qt.MouseButton.LeftButton, pos=points[1])


def test_our_own_pages_are_not_marked_and_it_says_so(
    sized: PacketEditor, room: Room, wait: Wait
) -> None:
    said: list[str] = []
    room.session.notices.raised.connect(lambda notice: said.append(notice.text))
    choose_tool(sized, "black_out")
    pull(sized, 1, Rect(50, 50, 300, 200))
    assert said == [
        "Only documents are marked. Change this page under Options or where it is on record."
    ]
    assert not marks(room)


def test_words_typed_are_gone_from_every_page_and_come_back(
    sized: PacketEditor, room: Room, qtbot: QtBot, packet_id: str, target: Path, wait: Wait
) -> None:
    editor = sized
    editor.preview.marking.all.trigger()
    editor.marks.words.setText("Bill of February")
    editor.marks.reason.setText("not about this")
    qtbot.keyClick(editor.marks.words, Qt.Key.Key_Return)
    wait(lambda: [(m.words, m.reason, m.everywhere) for m in marks(room)]
         == [("Bill of February", "not about this", True)])  # fmt: skip
    wait(lambda: kind_of(editor, "A1", 1) == kind_of(editor, "A1", 5) == "redacted")
    assert kind_of(editor, "A2", 1) == "copy"
    export_bundle(room.session.workshop, packet_id, target)
    assert not holds(target.read_bytes(), "Bill of February")
    assert "Bill of February" not in manifest_path(target).read_text("utf-8")
    press(editor, "Take off: Bill of February, everywhere, 5 pages", wait)
    wait(lambda: not marks(room))
    wait(lambda: kind_of(editor, "A1", 1) == "copy")


def test_words_too_short_to_be_looked_for_are_refused_below_the_field(
    sized: PacketEditor, room: Room, qtbot: QtBot, wait: Wait
) -> None:
    sized.preview.marking.all.trigger()
    sized.marks.words.setText("-")
    qtbot.keyClick(sized.marks.words, Qt.Key.Key_Return)
    wait(lambda: sized.marks.words_field.error.text().startswith("Say which words"))
    assert not marks(room)


def test_words_that_stand_nowhere_are_refused_and_kept_to_be_put_right(
    sized: PacketEditor, room: Room, qtbot: QtBot, wait: Wait
) -> None:
    field = sized.marks.words
    sized.preview.marking.all.trigger()
    field.setText("notthere")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    wait(lambda: sized.marks.words_field.error.text()
         == "These words stand nowhere in this packet. Check how they are written.")  # fmt: skip
    assert field.text() == "notthere" and not marks(room)
    field.setText("Ombudsman")  # only on the cover
    qtbot.keyClick(field, Qt.Key.Key_Return)
    wait(lambda: [m.words for m in marks(room)] == ["Ombudsman"])
    wait(lambda: not field.text())


def test_words_are_kept_while_a_document_is_not_read_yet_and_it_says_so(
    sized: PacketEditor, room: Room, documents: dict[str, str], qtbot: QtBot, wait: Wait
) -> None:
    said: list[tuple[str, str]] = []
    room.session.notices.raised.connect(lambda notice: said.append((notice.kind, notice.text)))
    edit_record(room.vault, Evidence, documents["march"], read_state="waiting")
    sized.preview.marking.all.trigger()
    sized.marks.words.setText("notthere")
    qtbot.keyClick(sized.marks.words, Qt.Key.Key_Return)
    wait(lambda: said)
    assert said == [
        ("warning", "These words stand nowhere that can be read. Not read yet, or not surely: A2."
         " Look there before it goes out.")
    ]  # fmt: skip
    assert [m.words for m in marks(room)] == ["notthere"]


def test_a_suggestion_is_taken_with_one_click_and_shown_where_it_stands(
    room: Room, dispute: str, documents: dict[str, str], qtbot: QtBot, wait: Wait
) -> None:
    said = ["Account no. 4471 0098 2213\nCall +1 202-555-0143", "Again 447100982213"]
    file = Pasted("more.pdf", pdf(said, media=(0, 0, 595, 842), at=(60, 700)))
    attach_files(room.vault, [file], dispute_id=dispute)
    read_documents(room.vault, room.session.workshop.reader)
    packet = start_packet(room.vault, dispute, recipient="Ombudsman (sample)").result
    room.desk.show_dispute(dispute)
    room.desk.open_packet(packet)
    editor: Any = room.window.view("packet")
    wait(lambda: editor.preview.report is not None and editor.list.lines.lines)
    editor.preview.marking.all.trigger()
    press(editor, "Black out 4471 0098 2213", wait)
    wait(lambda: [(m.words, m.reason) for m in marks(room)]
         == [("4471 0098 2213", "Account number")])  # fmt: skip
    label = next(d.label for d in editor.packet.detail.exhibits if d.title == "more")
    wait(lambda: kind_of(editor, label, 1) == kind_of(editor, label, 2) == "redacted")
    wait(
        lambda: (
            button(editor, "Black out 4471 0098 2213") is None
            and button(editor, "Black out +1 202-555-0143") is not None
        )
    )


def test_taking_off_by_key_leads_to_the_next_mark_and_never_to_a_suggestion(
    room: Room, dispute: str, documents: dict[str, str], qtbot: QtBot, wait: Wait
) -> None:
    file = Pasted("more.pdf", pdf(["Account no. 4471 0098 2213"], media=(0, 0, 595, 842)))
    attach_files(room.vault, [file], dispute_id=dispute)
    read_documents(room.vault, room.session.workshop.reader)
    packet = start_packet(room.vault, dispute, recipient="Ombudsman (sample)").result
    mark_pages(room.vault, packet, [Mark(words="February", everywhere=True)])
    mark_pages(room.vault, packet, [Mark(words="March", everywhere=True)])
    room.desk.show_dispute(dispute)
    room.desk.open_packet(packet)
    editor: Any = room.window.view("packet")
    wait(lambda: editor.preview.report is not None and editor.list.lines.lines)
    editor.preview.marking.all.trigger()
    wait(lambda: button(editor, "Black out 4471 0098 2213") is not None)
    first = next(b for b in editor.marks.findChildren(LinkButton) if b.text() == "Take off")
    assert first.accessibleName().startswith("Take off: March")
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Space)
    name = "Take off: February"
    wait(lambda: [m.words for m in editor.marks._marks.marks] == ["February"])
    wait(lambda: editor.marks.focusWidget().accessibleName().startswith(name))
    qtbot.keyClick(editor.marks.focusWidget(), Qt.Key.Key_Space)
    wait(lambda: not editor.marks._marks.marks)
    assert not marks(room)
    assert editor.marks.words.hasFocus()


def test_what_is_cited_is_circled_with_one_click(
    sized: PacketEditor, room: Room, dispute: str, documents: dict[str, str], wait: Wait
) -> None:
    spot = Spot(documents["march"], 2, TITLE.text())
    room.session.do(
        lambda: add_cited(room.vault, Fact(dispute_id=dispute, words="Billed again"), [spot], "x")
    )
    sized.preview.marking.all.trigger()
    press(sized, "Circle what is cited on A2, page 2", wait)
    wait(lambda: [(m.kind, m.page, m.rects) for m in marks(room)]
         == [("circle", 2, (TITLE.text(),))])  # fmt: skip


def test_escape_puts_the_tool_away_and_the_list_back(
    sized: PacketEditor, qtbot: QtBot, wait: Wait
) -> None:
    choose_tool(sized, "black_out")
    assert sized.preview.pages.box.is_drawing
    qtbot.keyClick(sized.marks, Qt.Key.Key_Escape)
    assert not sized.preview.pages.box.is_drawing
    assert sized.left.currentIndex() == 0
    assert not sized.preview.marking.black_out.isChecked()
    choose_tool(sized, "circle")
    sized.options_button.click()  # what takes the panel's place puts the tool away, too
    assert sized.left.currentWidget() is sized.options
    assert not sized.preview.pages.box.is_drawing
    assert not sized.preview.marking.circle.isChecked()


def test_few_fields_and_a_name_for_all(sized: PacketEditor, wait: Wait) -> None:
    sized.preview.marking.all.trigger()
    wait(lambda: sized.marks._found is not None)
    fields = [f for f in sized.findChildren(QLineEdit) if f.isVisible()]
    assert len(fields) <= 4
    for control in [*fields, *sized.findChildren(QAbstractButton)]:
        assert not control.isVisible() or control.accessibleName() or control.text()


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_box_on_a_turned_page_is_kept_as_on_the_page_itself(turned: int) -> None:
    record = PageRecord(1, "A1 · p. 1", "A1", 1, "copy", turned=turned)
    report = BuildReport(1, pages=(record,), manifest={"exhibits": [{"label": "A1", "id": "x"}]})
    box = Rect(10, 20, 110, 50)
    size = (400.0, 600.0)
    shown = Rect(*turn_box(box, size, turned))
    view = size if turned in (0, 180) else (size[1], size[0])
    spot = spot_on(report, 1, shown, view)
    assert spot is not None
    assert read_rect(spot.rect) == box
