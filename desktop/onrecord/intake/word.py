"""The words of a Word document: what stands at the head of its pages, its text, and its feet.

Text that was struck out with changes tracked is left out, as Word leaves it out of its print;
of a picture its place is told. Runs only in a worker.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import mammoth
from defusedxml import ElementTree
from mammoth import html

from onrecord.errors import Unreadable
from onrecord.intake.text import from_html, is_cut, tidy

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"  # ECMA-376, part 1
_IN_A_CELL = re.compile(r"(<t[dh][^>]*>)<p>|</p>(?=</t[dh]>)")
_DAMAGED = (
    "This Word document is damaged and cannot be shown. It is kept safely; if it opens in a word "
    "processor, save it as PDF there and add that."
)

_mammoth: Any = mammoth  # it bears no types


def from_word(data: bytes) -> tuple[str, bool]:
    """The words, and whether they are the first part only. Raises ``Unreadable``."""
    try:
        body = _mammoth.convert_to_html(
            io.BytesIO(data), convert_image=_picture, external_file_access=False
        ).value
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            head, foot = _beside(parts, "header"), _beside(parts, "footer")
    except Exception as error:
        # Whatever an archive of the wrong make leads to: it is one document that cannot be read.
        raise Unreadable(_DAMAGED) from error
    markup = _IN_A_CELL.sub(r"\1", body)  # a cell's words stay on the line of their row
    text = "\n\n".join(part for part in (head, from_html(markup), foot) if part)
    return text, is_cut(markup)


def _picture(image: Any) -> list[Any]:
    said = " ".join((image.alt_text or "picture").split())[:200]
    made: Any = html
    return [made.text(f" [{said}] ")]


def _beside(parts: zipfile.ZipFile, kind: str) -> str:
    """The lines of the document's headers or footers, each once: pages share them, and the first
    may have one of its own."""
    lines: dict[str, None] = {}
    for name in sorted(parts.namelist()):
        if re.fullmatch(rf"word/{kind}\d*\.xml", name):
            root: Any = ElementTree.fromstring(parts.read(name))
            for paragraph in root.iter(f"{_W}p"):
                said = "".join(_said(node) for node in paragraph.iter())
                if said := " ".join(tidy(said).split()):
                    lines[said] = None
    return "\n".join(lines)


def _said(node: Any) -> str:
    if node.tag == f"{_W}t":
        return node.text or ""
    return " " if node.tag in (f"{_W}tab", f"{_W}br") else ""
