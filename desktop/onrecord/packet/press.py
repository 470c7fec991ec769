"""typst with our fonts and templates: data in, PDF bytes out, the same bytes every time.

Fonts and templates are read once, by ``warm``, since the worker loses its files afterwards.
What the user typed travels as JSON strings and is never markup. Runs in a worker only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import typst

from onrecord.bundled import resource
from onrecord.errors import BugError
from onrecord.packet import glyphs
from onrecord.packet.fontfiles import CJK, EMOJI, FONT, TYPST_FONTS, font_folders

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ufffe\uffff]")
_BREAK_AFTER = re.compile(r"(?<=[/._\-@?&=:,;])(?=\w)")
# Scripts that break anywhere by themselves; a long run of them is no long word.
_CJK = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"


LARGE = 1.6
"""How much larger large print is: words of 10 points become 16, which large print begins with
(RNIB, clear print and large print guidelines, 16 to 18 points)."""


# What is asked of the finished layout about each labelled thing.
_WHERE = """let where(it) = {
  let at = it.location()
  (value: it.value, sheet: at.page(), top: at.position().y.pt(), left: at.position().x.pt())
}"""


_SHEETS = """(query(metadata) + query(heading)).filter(it => it.has("label")).map(it => {
  (str(it.label), it.location().page())
})"""
_NOTHING = '{"found": {}, "sheets": []}'


@dataclass(frozen=True)
class Found:
    """Labelled metadata of a template, and where it came to stand."""

    value: Any
    sheet: int  # of the PDF, from 1
    top: float  # points from the top edge
    left: float = 0  # points from the left edge


@dataclass(frozen=True)
class Printed:
    """A finished PDF and, per typst label asked for, what bears it, in order; and of all headings
    and metadata with a label, its name and on which sheet of the PDF (from 1) they stand."""

    pdf: bytes
    found: dict[str, list[Found]]
    sheets: list[tuple[str, int]]


@cache
def _fonts() -> tuple[typst.Fonts, tuple[str, ...]]:
    """Our fonts only, never the system's, so that bytes are the same everywhere; and the families
    that pages are set in, first choice first. Typst's own stand behind them (one is the
    monospaced face of the hashes)."""
    folders: list[Any] = list(font_folders())
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)
    others = sorted(f for f in fonts.families() if f.startswith(f"{FONT} ") and " CJK" not in f)
    return fonts, (FONT, *others, CJK, EMOJI, *TYPST_FONTS)


@cache
def _templates() -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(resource("templates").glob("*.typ"))}


def families() -> tuple[str, ...]:
    """The font families pages are set in, first choice first."""
    return _fonts()[1]


def warm() -> None:
    """Read every file needed later, the font faces included (typst opens them on first use)."""
    _templates()
    glyphs.warm()
    faces = "".join(f'#text(font: "{name}")[a *b* _c_] ' for name in families())
    sample = f'{faces}#text(font: "DejaVu Sans Mono")[0] אב العربية 漢字 αβ'
    _compiler({"main.typ": sample.encode()}).compile(format="pdf")


def printed(template: str, data: Mapping[str, Any], *, find: tuple[str, ...] = ()) -> Printed:
    """Set ``template`` with ``data`` (read there by ``json("data.json")``).

    ``find`` names labels of metadata to read back from the layout. Raises BugError where typst
    refuses: the templates are ours, so that is never the user's fault.
    """
    files = dict(_templates())
    files["main.typ"] = files.pop(template)
    words = json.dumps(data, ensure_ascii=False)
    files["data.json"] = (words[:-1] + f', "han": "{glyphs.han_language(words)}"}}').encode()
    try:
        # A compiler answers once: typst 0.15 forgets virtual files after the first call. What it
        # laid out is remembered all the same, so the second costs little more than writing.
        questions = ", ".join(f"{name}: query(<{name}>).map(where)" for name in find)
        asked = f"{{ {_WHERE}; (found: ({questions},), sheets: {_SHEETS}) }}"
        answer: dict[str, Any] = json.loads(_compiler(files).eval(asked) if find else _NOTHING)
        answers: dict[str, list[Any]] = answer["found"]
        found = {name: [Found(**one) for one in ones] for name, ones in answers.items()}
        pdf = _compiler(files).compile(format="pdf")
    except RuntimeError as error:  # of which typst.TypstError is one
        raise BugError(f"typst refused {template}: {error}") from error
    assert isinstance(pdf, bytes)
    return Printed(pdf, found, [(name, sheet) for name, sheet in answer["sheets"]])


def _compiler(files: dict[str, bytes]) -> typst.Compiler:
    # The typing of the package leaves out that a table of virtual files is accepted.
    source: Any = files
    return typst.Compiler(source, font_paths=_fonts()[0], ignore_system_fonts=True)


def clean(words: str, run: int = 30) -> str:
    """``words`` fit to be set: no control or direction-forcing characters, and words longer than
    ``run`` characters (addresses, file names) given places where a line may break. A character
    that no font has becomes a sign that is seen.
    """
    tidy = words.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")
    tidy = _CONTROLS.sub(" ", tidy.replace("\t", "    "))
    tidy = glyphs.shown(tidy.encode("utf-8", "replace").decode())

    def breakable(word: re.Match[str]) -> str:
        pieces = _BREAK_AFTER.split(word[0])
        step = max(8, run // 2)
        return "\u200b".join(
            piece[at : at + step] for piece in pieces for at in range(0, len(piece) or 1, step)
        )

    return re.sub(rf"[^\s{_CJK}]{{{run + 1},}}", breakable, tidy)


def tidied(value: Any) -> Any:
    """Plain data with every text in it ``clean``."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [tidied(one) for one in cast("list[Any]", value)]
    if isinstance(value, dict):
        return {key: tidied(one) for key, one in cast("dict[str, Any]", value).items()}
    return value
