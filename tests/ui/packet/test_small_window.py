"""A packet in a small window with large text: whom it is for, which page it is, every menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from onrecord.domain.packet import Packet
from onrecord.services.edit_record import edit_record
from onrecord.ui.design import theme
from onrecord.ui.packet.packet_editor import PacketEditor
from onrecord.ui.shell.room import Room

Wait = Callable[[Callable[[], Any]], None]
WHOM = "County Court, small claims track"


@pytest.fixture
def small(room: Room, editor: PacketEditor, packet_id: str, qapp: QApplication, wait: Wait) -> Room:
    """1024 by 700 at 200 %."""
    edit_record(room.vault, Packet, packet_id, recipient=WHOM)
    editor.refresh()
    wait(lambda: WHOM in editor.title.text())
    theme.apply(qapp, "light", text_scale=2.0)
    room.window.resize(1024, 700)
    return room


def whole(label: QLabel) -> bool:
    """Nothing of its words is cut."""
    return label.width() >= label.sizeHint().width()


def test_whom_it_is_for_can_be_read(small: Room, editor: PacketEditor, wait: Wait) -> None:
    wait(lambda: editor.title.text() == WHOM and whole(editor.title))
    assert editor.title.toolTip() == f"Packet for {WHOM}"
    assert editor.head.options.accessibleName() == "Options"
    small.window.resize(1900, 700)
    wait(lambda: editor.title.text() == f"Packet for {WHOM}" and whole(editor.title))
    wait(lambda: editor.head.options.text() == "Options")


def test_every_menu_can_be_opened(small: Room, wait: Wait) -> None:
    top = small.window.top
    last = top.menus.actions()[-1]
    assert last.text().replace("&", "") == "Help"
    wait(lambda: top.menus.rect().contains(top.menus.actionGeometry(last)))
    wait(lambda: top.rect().contains(top.lock.geometry()))
    assert [b.accessibleName() for b in (top.search, top.cover, top.lock)] == [
        "Search everything", "Cover", "Lock",
    ]  # fmt: skip


def test_the_number_of_the_page_is_said_in_whole(
    small: Room, editor: PacketEditor, wait: Wait
) -> None:
    of, count = editor.preview.tools.of, editor.preview.report
    assert count is not None and count.page_count > 10
    for size in ((1024, 700), (1100, 720), (1280, 800)):
        small.window.resize(*size)
        editor.preview.go_to_page(count.page_count)
        wait(lambda: of.text().startswith((f"{count.page_count} /", f"page {count.page_count} of")))
        wait(lambda: whole(of))


def test_that_pages_are_made_anew_is_not_said_over_their_number(
    room: Room, editor: PacketEditor, packet_id: str, wait: Wait
) -> None:
    preview = editor.preview
    wait(lambda: preview.is_current and preview.report and not preview.report.waiting)
    seen: list[tuple[bool, bool]] = []

    class Seen(QObject):
        """Each time the words are given their place, whether they and the number are whole."""

        def eventFilter(self, what: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Resize and preview.state.text():
                seen.append((whole(preview.state), whole(preview.tools.of)))
            return False

    watching = Seen()
    preview.state.installEventFilter(watching)
    for width in (1000, 1100, 1200, 1280, 1500):
        room.window.resize(width, 720)
        before = preview.report
        # Other words on the cover: the pages are set anew, which takes its time.
        edit_record(room.vault, Packet, packet_id, title=f"As wide as {width}")
        editor.refresh()
        wait(lambda was=before: preview.report is not was and preview.is_current)
        wait(lambda: preview.report and not preview.report.waiting and not preview.state.text())
        assert whole(preview.tools.of)
    assert seen, "nothing was said while the pages were set"
    assert all(words and number for words, number in seen)


def test_tab_goes_through_the_head_as_it_is_read(
    qtbot: QtBot, editor: PacketEditor, wait: Wait
) -> None:
    head = editor.head
    wait(lambda: head.who.isVisible())
    head.back.setFocus()
    qtbot.keyClick(head.back, Qt.Key.Key_Tab)
    assert head.who.hasFocus()
    qtbot.keyClick(head.who, Qt.Key.Key_Tab)
    assert head.options.hasFocus()


def test_the_count_of_a_field_and_its_copy_stand_in_one_line(
    room: Room, editor: PacketEditor, packet_id: str, wait: Wait
) -> None:
    edit_record(room.vault, Packet, packet_id, agency_id="uk-cisas", profile="regulator")
    editor.refresh()
    wait(lambda: editor.form_button.isVisible())
    editor.form_button.click()
    wait(lambda: editor.beside.form.fields)
    box = next(iter(editor.beside.form.fields.values()))
    wait(lambda: box.count.isVisible() and box.copy.isVisible())

    def middle(part: QWidget) -> int:
        return part.mapTo(box, part.rect().center()).y()

    wait(lambda: abs(middle(box.count) - middle(box.copy)) <= 3)
    wait(lambda: box.count.mapTo(box, box.count.rect().topRight()).x() < box.width())
