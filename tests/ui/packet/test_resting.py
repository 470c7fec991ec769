"""While the PDF of a large packet is made, its documents are not held a second time for the pages."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord.domain.packet import Packet
from onrecord.packet.bundler import Bundler, Preview
from onrecord.services.edit_record import edit_record
from onrecord.ui.packet import preview_panel
from onrecord.ui.packet.packet_editor import PacketEditor
from onrecord.ui.shell.room import Room

Wait = Callable[[Callable[[], Any]], None]


@pytest.fixture
def let_go(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One word for each time the pages' process was ended."""
    found: list[str] = []
    close = Preview.close

    def closing(self: Preview) -> None:
        found.append("let go")
        close(self)

    monkeypatch.setattr(Preview, "close", closing)
    return found


@pytest.fixture
def held_up(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """The PDF is not made before this is set."""
    go_on = threading.Event()
    build = Bundler.build

    def waiting(self: Bundler, *args: Any, **more: Any) -> Any:
        go_on.wait(60)
        return build(self, *args, **more)

    monkeypatch.setattr(Bundler, "build", waiting)
    return go_on


def test_a_small_one_keeps_its_pages_at_hand(
    editor: PacketEditor, wait: Wait, target: Path, let_go: list[str]
) -> None:
    editor.check.press()
    wait(lambda: editor.exporting.currentWidget() is editor.exporting.result)
    assert target.exists()
    assert let_go == []


def test_what_changes_meanwhile_is_shown_afterwards(
    room: Room,
    editor: PacketEditor,
    wait: Wait,
    target: Path,
    let_go: list[str],
    held_up: threading.Event,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(preview_panel, "_LARGE", 0)
    before = editor.preview.report
    assert before is not None
    editor.check.press()
    wait(lambda: let_go == ["let go"])
    assert editor.exporting.is_running
    told: list[str] = []
    room.session.do(
        lambda: edit_record(room.vault, Packet, editor.packet.id, title="Charged three times"),
        lambda _change: told.append("changed"),
        editor,
    )
    wait(lambda: told)
    editor.preview.refresh()
    assert editor.preview.is_current
    held_up.set()
    wait(lambda: editor.exporting.currentWidget() is editor.exporting.result)
    assert target.exists()
    wait(lambda: editor.preview.report is not before and editor.preview.is_current)
    assert let_go == ["let go"]


def test_a_page_that_was_not_drawn_yet_is_to_be_had_meanwhile(
    editor: PacketEditor,
    wait: Wait,
    target: Path,
    let_go: list[str],
    held_up: threading.Event,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(preview_panel, "_LARGE", 0)
    editor.check.press()
    wait(lambda: let_go == ["let go"])
    drawn: list[Any] = []
    assert editor.preview._loader is not None
    editor.preview._loader.tile_ready.connect(drawn.append)
    editor.preview.pages.zoom_in()
    wait(lambda: drawn)
    assert editor.exporting.is_running
    held_up.set()
    wait(lambda: editor.exporting.currentWidget() is editor.exporting.result)
    assert target.exists()
