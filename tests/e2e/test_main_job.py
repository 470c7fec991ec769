"""The main job in the real window, driven from another process as by a screen reader and a hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPdfWriter

from e2e.app import App
from e2e.screen import wait_until

MOST_INPUTS = 25
PASSPHRASE = "five plain words here"


@pytest.fixture
def papers(tmp_path: Path, qapp: QGuiApplication) -> list[Path]:
    """A bill and a screenshot, made here."""
    bill = tmp_path / "Bill of 16 March.pdf"
    writer = QPdfWriter(str(bill))
    writer.setResolution(72)
    painter = QPainter(writer)
    painter.drawText(72, 100, "Northline Telecom (sample)")
    painter.drawText(72, 140, "Amount due 84.20")
    painter.end()
    screenshot = tmp_path / "Chat.png"
    picture = QImage(360, 640, QImage.Format.Format_RGB32)
    picture.fill(QColor(Qt.GlobalColor.lightGray))
    picture.save(str(screenshot))
    return [bill, screenshot]


def test_from_an_empty_home_to_an_exported_pdf(
    start: Callable[..., App], papers: list[Path], tmp_path: Path
) -> None:
    app = start()
    app.find("password text", "Choose a passphrase")
    app.type(PASSPHRASE)
    app.keys("Return")

    app.find("button", "New dispute")
    app.keys("ctrl+n")
    app.find("text", "Which company?").wait("focused")
    app.type("Northline Telecom (sample)")
    app.keys("Return")
    app.find("text", "What went wrong, in a sentence?").wait("focused")
    app.type("Charged after cancelling")
    app.keys("Return")
    app.find("label", "Charged after cancelling")

    app.drop(papers, onto=app.find("label", like="^Drop bills"))
    app.find("page tab", like="Documents.*2")

    app.keys("ctrl+l")
    app.find("text", "Reference number").wait("focused")
    app.type("4471-K")
    app.keys("ctrl+Return")
    app.wait_gone("text", "Reference number")

    app.keys("ctrl+p")
    export = app.find("button", like="^Export PDF")
    export.wait("enabled")
    app.find("label", like="page.*, .*B$")  # the preview is whole: nothing changes under the hand
    export.wait("enabled")
    app.picture(tmp_path / "packet.png")
    export.press()
    app.find("button", "Later").press()
    app.find("text", like="(?i)file name").wait("focused")
    app.keys("Return")
    wait_until(lambda: pdfs(app.home), lambda: f"the PDF; it says: {app.output()}")
    assert len(app.inputs) <= MOST_INPUTS, app.inputs
    app.find("label", like="(?i)checked|saved")
    app.picture(tmp_path / "exported.png")

    from pypdf import PdfReader

    text = " ".join(
        " ".join(page.extract_text() for page in PdfReader(pdfs(app.home)[0]).pages).split()
    )
    assert "4471-K" in text
    assert "Amount due 84.20" in text

    app.keys("ctrl+shift+l")
    app.attach_successor()
    app.find("password text", "Passphrase").fill(PASSPHRASE)
    app.keys("Return")
    app.find("button", "New dispute")


def pdfs(home: Path) -> list[Path]:
    return [path for path in home.rglob("*.pdf") if path.stat().st_size]
