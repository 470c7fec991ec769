"""The whole main job in the real window, from an empty home folder to an exported PDF.

Driven from another process over the accessibility bus, and counted: what a stressed person has
to do is a figure that may not grow.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from pypdf import PdfReader

from e2e.app import App
from intake.documents_made_here import pdf

MOST_INPUTS = 25
MOST_REQUIRED = 4


def papers(folder: Path) -> list[Path]:
    folder.mkdir()
    bill = folder / "bill march.pdf"
    bill.write_bytes(pdf(["Bill of 16 March 2026\nTotal due 84.20", "Page two"], title="Bill"))
    picture = io.BytesIO()
    Image.new("RGB", (800, 1200), "#dde6ee").save(picture, "PNG")
    screenshot = folder / "chat.png"
    screenshot.write_bytes(picture.getvalue())
    return [bill, screenshot]


def test_from_an_empty_machine_to_an_exported_pdf(
    start: Callable[..., App], tmp_path: Path
) -> None:
    app = start()
    required: list[str] = []

    def answer(name: str, words: str) -> None:
        app.find(like=f"^{name}", role="text").fill(words)
        required.append(name)

    app.find("password text", like="passphrase").fill("five plain words for one test")
    required.append("passphrase")
    app.find("button", "Create my vault").press()

    app.find("button", "New dispute").press()
    answer("Which company", "Northline Telecom (sample)")
    answer("What went wrong", "Charged after cancelling")
    app.find("button", "Open the dispute").press()

    app.find("page tab", like="^Timeline")
    app.drop(papers(tmp_path / "papers"), onto=app.find("frame"))
    app.find("list item", like="Bill")

    app.keys("ctrl+l")
    answer("Reference number", "4471-K")
    app.keys("ctrl+Return")
    app.find("list item", like="4471-K")

    app.keys("ctrl+p")
    app.find("button", like="Export").wait("enabled")
    app.keys("ctrl+e")
    target = tmp_path / "complaint.pdf"
    dialog = app.find("dialog")
    dialog.find("text", like="[Ff]ile").fill(str(target))
    dialog.find("button", "Save").press()
    app.find("label", like=r"^Saved\b.*page")

    assert len(app.inputs) <= MOST_INPUTS, app.inputs
    assert len(required) <= MOST_REQUIRED, required
    reader = PdfReader(target)
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert "Charged after cancelling" in text and "4471-K" in text
    assert "Total due 84.20" in text and "Northline Telecom (sample)" in text
    assert target.with_name("complaint.manifest.json").exists()
    app.picture(tmp_path / "done.png")
