"""Looking at documents: pages, zoom, turning, text, passwords, what cannot be shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from onrecord.domain.evidence import Evidence
from onrecord.services.stored import original_chunks
from onrecord.ui.shell.room import Room
from onrecord.ui.viewer.document_view import DocumentView
from ui.filled import filled_buttons

from .conftest import PASSWORD

Wait = Callable[[Callable[[], Any]], None]
Look = Callable[..., DocumentView]


def test_a_pdf_is_shown_with_its_pages_counted(look_at: Look) -> None:
    view = look_at("bill")
    assert (view.tools.field.text(), view.tools.of.text()) == ("1", "of 5")
    assert view.pages.zoom.fit == "width"


@pytest.mark.parametrize("name", ["photo", "note"])
def test_pictures_and_text_are_shown_as_pages(look_at: Look, name: str) -> None:
    view = look_at(name)
    assert view.stack.currentWidget() is view.pages
    assert view.pages.page_count == 1


def test_pages_are_turned_by_keys_and_by_number(qtbot: QtBot, look_at: Look, wait: Wait) -> None:
    view = look_at("bill")
    for key, page in (
        (Qt.Key.Key_PageDown, 2), (Qt.Key.Key_End, 5), (Qt.Key.Key_PageUp, 4), (Qt.Key.Key_Home, 1),
    ):  # fmt: skip
        qtbot.keyClick(view.pages, key)
        assert view.pages.current_page == page
    view.tools.field.setFocus()
    view.tools.field.selectAll()
    qtbot.keyClicks(view.tools.field, "3")
    qtbot.keyClick(view.tools.field, Qt.Key.Key_Return)
    assert view.pages.current_page == 3
    wait(lambda: view.pages.is_drawn(3))


def test_zooming_keeps_the_middle_in_place(qtbot: QtBot, look_at: Look, wait: Wait) -> None:
    view = look_at("bill")
    view.pages.go_to_page(3)
    before = view.pages.factor
    qtbot.keyClick(view.pages, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.pages.factor > before
    assert view.pages.current_page == 3
    wait(lambda: view.pages.is_drawn(3))
    qtbot.keyClick(view.pages, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.pages.factor == pytest.approx(before)  # pyright: ignore
    assert view.tools.width_fit.isChecked()


def test_a_page_far_enlarged_comes_in_parts(look_at: Look, wait: Wait) -> None:
    view = look_at("bill")
    view.pages.set_factor(6.0)
    wait(lambda: view.pages.is_drawn(view.pages.current_page))
    picture = view.pages.viewport().grab().toImage()
    assert picture.pixelColor(picture.width() // 2, picture.height() // 2).isValid()


def test_turning_is_remembered_and_the_file_stays(
    qtbot: QtBot, room: Room, look_at: Look, documents: dict[str, str], wait: Wait
) -> None:
    def kept() -> int:
        return room.vault.get(Evidence, documents["bill"]).view_rotation

    evidence = room.vault.get(Evidence, documents["bill"])
    before = b"".join(original_chunks(room.vault, evidence))
    view = look_at("bill")
    qtbot.keyClick(view.pages, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert view.pages.rotation == 90
    wait(lambda: kept() == 90)
    look_at("note")
    view = look_at("bill")
    wait(lambda: view.pages.rotation == 90)
    room.session.undo.undo()
    wait(lambda: kept() == 0 and view.pages.rotation == 0)
    assert b"".join(original_chunks(room.vault, evidence)) == before


def test_the_text_of_a_page_is_copied(qtbot: QtBot, look_at: Look, wait: Wait) -> None:
    view = look_at("bill")
    view.pages.go_to_page(2)
    qtbot.mouseClick(view.copy, Qt.MouseButton.LeftButton)
    wait(lambda: "This is page 2 of the bill" in QGuiApplication.clipboard().text())
    assert "page 1" not in QGuiApplication.clipboard().text()


def test_words_are_selected_by_dragging_and_copied(qtbot: QtBot, look_at: Look, wait: Wait) -> None:
    view = look_at("bill")
    wait(lambda: view.pages._words.of(1))
    rect, scale = view.pages._page_rect(1), view.pages._layout.scales[0]
    words = {w[0]: w for w in view.pages._words.of(1)}

    def middle(word: str) -> QPoint:
        _, x0, y0, x1, y1 = words[word]
        return QPointF(rect.x() + (x0 + x1) / 2 * scale, rect.y() + (y0 + y1) / 2 * scale).toPoint()

    port = view.pages.viewport()
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=middle("Telecom"))
    qtbot.mouseMove(port, middle("page"))
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=middle("page"))
    assert view.copy.accessibleName() == "Copy the selected text"
    qtbot.keyClick(view.pages, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Telecom (sample)\nThis is page"


def test_a_picture_without_text_says_so(
    qtbot: QtBot, room: Room, look_at: Look, wait: Wait
) -> None:
    told: list[Any] = []
    room.notices.raised.connect(told.append)
    view = look_at("photo")
    qtbot.mouseClick(view.copy, Qt.MouseButton.LeftButton)
    wait(lambda: told and told[-1].text == "Page 1 is a picture without text.")


def test_a_protected_document_is_asked_for_its_password_once(
    qtbot: QtBot, room: Room, look_at: Look, documents: dict[str, str], wait: Wait
) -> None:
    view = look_at("locked", drawn=False)
    wait(lambda: view.stack.currentWidget() is view.gate)
    qtbot.keyClicks(view.gate.edit.edit, "a wrong one")
    qtbot.keyClick(view.gate.edit.edit, Qt.Key.Key_Return)
    wait(lambda: view.gate.field.error.text().startswith("That password does not open it."))
    assert room.vault.get(Evidence, documents["locked"]).password == ""
    view.gate.edit.clear()
    qtbot.keyClicks(view.gate.edit.edit, PASSWORD)
    qtbot.keyClick(view.gate.edit.edit, Qt.Key.Key_Return)
    wait(lambda: view.pages.page_count == 2 and view.pages.is_drawn(1))
    wait(lambda: room.vault.get(Evidence, documents["locked"]).password == PASSWORD)
    wait(lambda: room.vault.get(Evidence, documents["locked"]).read_state == "read")
    look_at("note")
    view = look_at("locked")
    assert view.pages.page_count == 2


def test_what_cannot_be_shown_can_be_got_out_again(
    qtbot: QtBot,
    look_at: Look,
    wait: Wait,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    view = look_at("song", drawn=False)
    wait(lambda: view.empty is not None and view.stack.currentWidget() is view.unshown)
    assert view.empty is not None
    assert view.empty.hint.text() == "This kind of file cannot be shown yet. It is kept safely."
    target = tmp_path / "out.xyz"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))
    qtbot.mouseClick(view.empty.buttons[0], Qt.MouseButton.LeftButton)
    wait(target.exists)
    assert target.read_bytes() == bytes(range(256))


def test_the_next_document_is_one_click_away_and_back_leads_home(
    qtbot: QtBot, room: Room, dispute: str, look_at: Look, wait: Wait
) -> None:
    view = look_at("bill")
    wait(lambda: view.which.text() == "5 of 5")  # as in the table: what came last stands first
    qtbot.mouseClick(view.before, Qt.MouseButton.LeftButton)
    wait(lambda: view.title.text() == "photo")
    qtbot.mouseClick(view.back, Qt.MouseButton.LeftButton)
    assert (room.desk.place.kind, room.desk.place.id) == ("dispute", dispute)


def test_leaving_lets_go_of_the_pages(room: Room, look_at: Look) -> None:
    view = look_at("bill")
    loader = view._loader
    assert loader is not None
    room.desk.show_today()
    assert loader.is_closed and view.pages.page_count == 0


def test_a_document_opened_at_a_page_shows_that_page(
    room: Room, look_at: Look, documents: dict[str, str], wait: Wait
) -> None:
    view = look_at("note")
    room.desk.open_document(documents["bill"], page=4)
    wait(lambda: view.pages.page_count == 5 and view.pages.current_page == 4)


def test_every_control_has_a_name_and_there_is_one_field(look_at: Look) -> None:
    view = look_at("bill")
    controls = [*view.findChildren(QAbstractButton), *view.findChildren(QLineEdit)]
    shown: list[QWidget] = [c for c in controls if c.isVisible()]
    assert all(c.accessibleName() or getattr(c, "text", str)() for c in shown)
    assert len([c for c in shown if isinstance(c, QLineEdit)]) <= 4
    assert len(filled_buttons(view.window())) <= 1
