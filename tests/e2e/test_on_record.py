"""A broadband transfer that went wrong, in the real window: from an empty vault to the letter
that puts the call on record the same day. In the case this is made after, nothing of the kind was
written, and the complaint was dismissed for want of evidence."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from e2e.app import App

PASSPHRASE = "five plain words here"
COMPANY = "Tui Broadband (sample)"


def test_from_an_empty_vault_to_the_letter_that_confirms_the_call(
    start: Callable[..., App], tmp_path: Path
) -> None:
    app = start()
    app.find("password text", "Choose a passphrase")
    app.type(PASSPHRASE)
    app.keys("Return")

    app.find("button", "New dispute")
    app.keys("ctrl+n")
    app.find("text", "Which company?").wait("focused")
    app.type(COMPANY)
    app.keys("Return")
    app.find("text", "What went wrong, in a sentence?").wait("focused")
    app.type("Service moved on the wrong day")
    app.keys("Return")
    app.find("label", "Service moved on the wrong day")

    # The call, in its companion: what is said, who it is, what they promise, the reference.
    app.keys("ctrl+shift+c")
    line = app.find("text", "What was said, one line")
    line.wait("focused")
    app.find(like=f"^{re.escape(COMPANY)}$", role="button")  # what to have ready has been read
    app.type("the order is for 29 November")
    app.keys("Return")
    line.wait_text("^$")
    app.keys("F3")
    app.find("text", "Name").wait("focused")
    app.type("Priya")
    app.keys("Escape")
    line.wait("focused")
    app.keys("F4")
    promise = app.find("text", "What they promised")
    promise.wait("focused")
    app.type("moved without a fee")
    promise.wait_text("fee$")
    by = app.find("text", "What they promised: by when")
    by.fill("within 7 days")
    app.keys("Escape")
    line.wait("focused")
    app.keys("F2")
    app.find("text", "Reference number").wait("focused")
    app.type("NB-2211")
    app.keys("Return")
    line.wait("focused")
    app.picture(tmp_path / "companion.png")
    app.keys("F12")
    app.find("button", "Put on record").wait("enabled")
    app.picture(tmp_path / "ended.png")
    app.keys("F12")
    confirm = app.find("button", "Write the confirmation now")
    confirm.wait("enabled")
    app.picture(tmp_path / "done.png")

    # The same-day confirmation, drafted from the notes; what is blank is filled by typing.
    app.keys("F12")
    app.wait_gone("button", "Write the confirmation now")
    letter = app.find("text", "The letter")
    letter.wait_text("Your reference is NB-2211")
    letter.wait_text("spoke with Priya")
    letter.wait_text("I was told: the order is for 29 November")
    letter.wait_text(r"moved without a fee, “within 7 days”, by \d+ \w+ \d{4}")
    assert letter.text.count("moved without a fee") == 1
    app.find("button", "your name").click()  # by hand: what is typed after it comes after it
    letter.wait("focused")
    app.type("Sam Sample")
    letter.wait_text("Sam Sample")
    app.wait_gone("button", "your name")
    app.picture(tmp_path / "letter.png")
    app.find("button", like="^Send").press()
    save = app.find("button", like="^Save as PDF")
    save.wait("enabled")
    save.press()
    app.find("text", like="(?i)file name").wait("focused")
    app.keys("Return")
    app.find("label", like="^Saved as")
    app.picture(tmp_path / "sent.png")
    app.find("button", "I sent it: record it").press()
    app.find("label", like="^Sent by post")

    from pypdf import PdfReader

    (pdf,) = [path for path in app.home.rglob("*.pdf") if path.stat().st_size]
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(pdf).pages).split())
    for words in (COMPANY, "NB-2211", "Priya", "moved without a fee", "Sam Sample"):
        assert words in text

    # Call, promise and letter stand in the dispute.
    app.find("button", "Back to the dispute").press()
    app.find("page tab", like="^Timeline")
    app.find("list item", like="(?i)Priya.*NB-2211|NB-2211")
    app.picture(tmp_path / "timeline.png")
