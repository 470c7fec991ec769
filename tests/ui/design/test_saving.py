"""Where a file is to be written: nothing that is there is replaced unasked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from onrecord.ui.design.saving import ask_for_file

KINDS = {"PDF (*.pdf)": ".pdf", "Text (*.txt)": ".txt"}


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What is typed in the dialog, one answer each time it is shown; it takes what it suggests at
    the end."""
    answers: list[tuple[str, str]] = []

    def dialog(_parent: Any, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        return answers.pop(0) if answers else (start, "PDF (*.pdf)")

    monkeypatch.setattr(QFileDialog, "getSaveFileName", dialog)
    return answers


def test_the_ending_of_the_kind_is_added(
    qtbot: Any, tmp_path: Path, typed: list[tuple[str, str]]
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    typed += [(str(tmp_path / "Mine v1.2"), "Text (*.txt)"), (str(tmp_path / "Two.PDF"), "")]
    assert ask_for_file(window, "Save", "Mine.pdf", KINDS) == tmp_path / "Mine v1.2.txt"
    assert ask_for_file(window, "Save", "Mine.pdf", KINDS) == tmp_path / "Two.PDF"


def test_a_file_that_has_the_whole_name_is_asked_about_by_the_dialog(
    qtbot: Any, tmp_path: Path, typed: list[tuple[str, str]]
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    (tmp_path / "Mine.pdf").write_bytes(b"of last week")
    typed += [(str(tmp_path / "Mine"), "PDF (*.pdf)"), ("", "")]
    assert ask_for_file(window, "Save", "Mine.pdf", KINDS) is None  # shown again, and left
    typed += [(str(tmp_path / "Mine"), "PDF (*.pdf)")]
    assert ask_for_file(window, "Save", "Mine.pdf", KINDS) == tmp_path / "Mine.pdf"
