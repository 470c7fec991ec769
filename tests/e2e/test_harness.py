"""The harness finds, does and sees what a person would, tried on a window of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from e2e.app import App
from e2e.json_lines import Failed

TINY = (sys.executable, Path(__file__).with_name("tiny_window.py"))


@pytest.fixture
def tiny(start: Callable[..., App]) -> App:
    return start(program=TINY)


def test_types_presses_and_reads(tiny: App) -> None:
    tiny.find("text", "Reference").fill("REF £4471-K")
    tiny.find("password text", "Passphrase").fill(" and secret")
    tiny.find("button", "Say it").press()
    tiny.find("label", like="^REF £4471-K and secret$")
    assert len(tiny.inputs) <= 5


def test_clicks_and_shortcuts_reach_the_window(tiny: App) -> None:
    tiny.keys("ctrl+l")
    tiny.find("label", like="logged")
    tiny.find("button", "Ask").click()
    tiny.find("dialog", "Sure?").find("button", "OK").click()
    tiny.find("label", like="answered")


def test_a_dialog_opened_over_the_bus_can_be_answered(tiny: App) -> None:
    tiny.find("button", "Ask").press()
    tiny.find("dialog", "Sure?").find("button", "OK").press()
    tiny.wait_gone("dialog", "Sure?")
    tiny.find("label", like="answered")


def test_reads_a_table(tiny: App) -> None:
    table = tiny.find("table", "Calls")
    assert table.size() == (3, 2)
    assert table.cell(2, 1).name == "row 2 column 1"


def test_drags_files_from_another_program(tiny: App, tmp_path: Path) -> None:
    files = [tmp_path / "a bill.pdf", tmp_path / "ünï.png"]
    for file in files:
        file.write_bytes(b"sample")
    tiny.drop(files, onto=tiny.find("button", "Say it"))
    tiny.find("label", like="^dropped a bill.pdf, ünï.png$")


def test_pastes_an_image_and_files_of_another_program(tiny: App, tmp_path: Path) -> None:
    tiny.copy_image(321, 200)
    tiny.keys("ctrl+shift+v")
    tiny.find("label", like="^image 321$")
    tiny.copy_files([tmp_path / "a bill.pdf"])
    tiny.keys("ctrl+shift+v")
    tiny.find("label", like="^files a bill.pdf$")


def test_takes_a_picture(tiny: App, tmp_path: Path) -> None:
    picture = tiny.picture(tmp_path / "screen.png")
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_says_what_is_there_when_something_is_not(
    tiny: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("e2e.app.PATIENCE", 0.1)
    with pytest.raises(Failed, match="Say it"):
        tiny.find("button", "Send")


def test_a_program_that_does_not_start_shows_its_words(start: Callable[..., App]) -> None:
    with pytest.raises(AssertionError, match="NameError"):
        start(program=(sys.executable, "-c", "never"))


def test_closes(tiny: App) -> None:
    assert tiny.close() == 0


def test_crashes(tiny: App) -> None:
    tiny.crash()
    assert tiny.process.returncode < 0


def test_follows_a_program_that_starts_itself_again(tiny: App) -> None:
    tiny.keys("ctrl+r")
    tiny.attach_successor()
    tiny.find("label", "renewed")
    tiny.keys("ctrl+l")
    tiny.find("label", "logged")
