"""The screen speaks plainly: no term of the code, where the screen has another word for it.

Read from the source, so that also a sentence that appears once in a year is checked. What is on
the screens themselves is looked at in ``test_whole_window.py``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from ui.words_of_the_screen import not_for_the_screen

SOURCE = Path(__file__).parents[2] / "desktop" / "onrecord"
SHOWN_AS_THEY_ARE = {
    "change",
    "Change",
    "Refused",
    "KnownError",
    "Damaged",
    "NotFound",
    "Cancelled",
}
"""Calls in services whose words reach the screen: the names of changes, and sentences of errors."""

pytestmark = pytest.mark.skipif(not SOURCE.is_dir(), reason="needs the source tree")


def literals(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def said(path: Path, names: set[str]) -> Iterator[tuple[int, str]]:
    """Every literal given to a call of one of these names."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in names:
                for argument in node.args[:1]:
                    yield from ((node.lineno, text) for text in literals(argument))


def test_no_word_of_the_code_stands_in_the_windows_words() -> None:
    found: list[str] = []
    for path in sorted((SOURCE / "ui").rglob("*.py")):
        packet = path.parent.name == "packet"
        for line, text in said(path, {"tr"}):
            for term in not_for_the_screen(text, packet=packet):
                found.append(f"{path.relative_to(SOURCE)}:{line}: “{term}” in “{text}”")
    assert not found, "\n".join(found)


def test_no_word_of_the_code_stands_in_what_services_say() -> None:
    found: list[str] = []
    for folder in ("services", "domain"):
        for path in sorted((SOURCE / folder).rglob("*.py")):
            for line, text in said(path, SHOWN_AS_THEY_ARE):
                for term in not_for_the_screen(text):
                    found.append(f"{path.relative_to(SOURCE)}:{line}: “{term}” in “{text}”")
    assert not found, "\n".join(found)
