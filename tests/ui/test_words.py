"""The screen speaks plainly: no term of the code, where the screen has another word for it.

Read from the source, so that also a sentence that appears once in a year is checked. What is on
the screens themselves is looked at in ``test_whole_window.py``.
"""

from __future__ import annotations

import ast
import re
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


SENTENCES = (
    "domain/standing.py",
    "domain/next_step.py",
    "domain/ladder.py",
    "domain/ground.py",
    "services/views",
)
"""Where sentences are put together that stand on the screen as they are."""
_SQL = re.compile(r"\b(?:SELECT|FROM|WHERE|JOIN|ORDER BY|coalesce|evidence e)\b")


def test_no_word_of_the_code_stands_in_the_sentences_about_a_dispute() -> None:
    found: list[str] = []
    for name in SENTENCES:
        place = SOURCE / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            tree = ast.parse(path.read_text("utf-8"))
            notes = docstrings(tree)
            for node in ast.walk(tree):
                if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                    continue
                if id(node) in notes or " " not in node.value.strip() or _SQL.search(node.value):
                    continue
                for term in not_for_the_screen(node.value):
                    found.append(
                        f"{path.relative_to(SOURCE)}:{node.lineno}: “{term}” in “{node.value}”"
                    )
    assert not found, "\n".join(found)


def docstrings(tree: ast.AST) -> set[int]:
    """The ids of the constants that are notes for programmers."""
    return {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
