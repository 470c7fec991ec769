"""Plain text, messages and stand-in sheets as PDF pages. Runs in a worker only."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from onrecord.errors import Unreadable
from onrecord.packet.content import Exhibit, Mark, Options, Paper
from onrecord.packet.enlarge import enlarged
from onrecord.packet.glyphs import Lacking, is_rtl, lacking, legend
from onrecord.packet.ink import after_ink, ink
from onrecord.packet.press import LARGE, clean, families, printed

MOST_PAGES = 1000
NORMAL = Options()
_MOST_CHARACTERS = (
    6_000_000  # about 1,000 dense pages; spares the typesetter what is refused anyway
)
_HEADER = re.compile(
    r"(From|To|Cc|Bcc|Reply-To|Date|Sent|Subject|Attached|Attachments?):[ \t]*(.*)\Z", re.I
)


def decode(data: bytes) -> str:
    """The text in ``data``: by its byte order mark, else UTF-8, else Windows-1252."""
    marks = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"))
    for mark, encoding in (*marks, (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


@dataclass(frozen=True)
class TextPages:
    """A text as a PDF. ``places``: for pages that were marked in it, the page each begins on."""

    pdf: bytes
    places: dict[int, int] = field(default_factory=dict[int, int])
    lacking: Lacking | None = None


def text_pages(
    text: str,
    *,
    paper: Paper = "a4",
    title: str = "",
    language: str = "en",
    mail: bool = False,
    marks: Sequence[Mark] = (),
    note: str = "",
    options: Options = NORMAL,
) -> TextPages:
    """``text`` as pages, line by line as it was written; ``note`` is said below its end.

    With ``mail``, leading ``From: ...`` lines up to the first empty one are set as a table.
    Raises Unreadable beyond 1,000 pages: nothing is cut off silently.
    """
    if len(text) > _MOST_CHARACTERS:
        raise _too_long()
    text = re.sub("\r\n?|\f", "\n", text)
    headers, body = _split_mail(text) if mail else ([], text)
    begins = ink(text) - ink(body) if marks else 0
    lacks = lacking("it", text)
    notes = [note, legend(lacks.characters) if lacks else ""]
    data = _page(paper, title, language, options) | {
        "headers": headers,
        "paragraphs": _paragraphs(
            body, {m.after - begins: m.page for m in marks if m.after > begins}
        ),
        "note": clean("\n".join(filter(None, notes))),
    }
    result = printed("text.typ", data, find=("end", "mark"))
    if result.found["end"][0].sheet > MOST_PAGES:
        raise _too_long()
    places = {mark.page: 1 for mark in marks if mark.after <= begins}
    places |= {mark.value: mark.sheet for mark in result.found["mark"]}
    return TextPages(_large(result.pdf, options), places, lacks)


def sheet(
    exhibit: Exhibit,
    sentence: str,
    *,
    paper: Paper = "a4",
    language: str = "en",
    options: Options = NORMAL,
) -> bytes:
    """One page that stands for a document whose pages cannot be shown; ``sentence`` says why."""
    facts = {
        "File": exhibit.file_name,
        "Kind": exhibit.media_type if exhibit.kind in ("", "other") else exhibit.kind,
        "Size": f"{exhibit.length:,} bytes" if exhibit.length else "",
    }
    data = _page(paper, exhibit.title or exhibit.file_name or "Document", language, options) | {
        "eyebrow": f"DOCUMENT {clean(exhibit.label, 12)} · NOT SHOWN",
        "sentence": clean(sentence.strip())
        + " The file itself is kept unchanged and can be sent separately.",
        "facts": [{"name": k, "value": clean(v)} for k, v in facts.items() if v],
        "sha256": clean(exhibit.sha256, 32 if options.large else 64),
    }
    return _large(printed("sheet.typ", data).pdf, options)


def _large(pdf: bytes, options: Options) -> bytes:
    return enlarged(pdf, LARGE) if options.large else pdf


def _page(paper: Paper, title: str, language: str, options: Options) -> dict[str, Any]:
    return {
        "paper": "us-letter" if paper == "letter" else "a4",
        "title": clean(title) or "Document",
        "language": language.split("-")[0].lower()[:3] or "en",
        "fonts": list(families()),
        "scale": LARGE if options.large else 1,
        "grey": options.grey,
    }


def _split_mail(text: str) -> tuple[list[dict[str, Any]], str]:
    lines = text.replace("\r\n", "\n").split("\n")
    headers: list[dict[str, Any]] = []
    for at, line in enumerate(lines):
        found = _HEADER.match(line)
        if found:
            strong = found[1].lower() == "subject"
            headers.append({"name": found[1], "value": clean(found[2]), "strong": strong})
        elif headers and line[:1] in (" ", "\t") and line.strip():
            headers[-1]["value"] += " " + clean(line.strip())  # a folded header line
        else:
            return headers, "\n".join(lines[at:]).lstrip("\n") if headers else text
    return headers, ""


_Piece = tuple[int, str]


def _paragraphs(text: str, marks: dict[int, int]) -> list[dict[str, Any]]:
    """Blocks of lines between empty lines, indents kept. A block has at most 50 lines, since one
    endless paragraph is slow to break, and one direction; ``joined`` ones go on without a gap.

    ``marks``: after how many letters which page of the document begins.
    """
    blocks: list[dict[str, Any]] = [_block()]
    passed = 0
    for raw in text.split("\n"):
        pieces, passed = _pieces(raw, passed, marks) if marks else ([(0, raw)], passed)
        if not raw.strip():
            blocks.append(_block())
            continue
        rtl = is_rtl(raw)
        last = blocks[-1]
        if last["lines"] and (len(last["lines"]) >= 50 or last["rtl"] != rtl):
            last = _block(joined=True)
            blocks.append(last)
        last["rtl"] = rtl
        last["lines"].append(_line(pieces))
    made = [block for block in blocks if block["lines"]]
    return made or [_block() | {"lines": ["(empty)"]}]


def _block(*, joined: bool = False) -> dict[str, Any]:
    return {"joined": joined, "rtl": False, "lines": []}


def _pieces(line: str, passed: int, marks: dict[int, int]) -> tuple[list[_Piece], int]:
    """The line in pieces, each with the page that begins with it (0: none)."""
    total = passed + ink(line)
    here = sorted(after for after in marks if passed <= after < total)
    pieces: list[_Piece] = []
    page, start = 0, 0
    for after in here:
        at = after_ink(line, after - passed)
        if line[start:at].strip() or page:
            pieces.append((page, line[start:at]))
            start = at
        page = marks[after]
    return [*pieces, (page, line[start:])], total


def _line(pieces: list[_Piece]) -> str | list[_Piece]:
    """As the template reads it: words, or pieces where a page begins among them."""
    tidy = [(page, clean(words, 40)) for page, words in pieces]
    first = tidy[0][1]
    indent = len(first) - len(first.lstrip(" "))
    tidy[0] = tidy[0][0], "\u00a0" * min(indent, 40) + first[indent:]
    return tidy[0][1] if len(tidy) == 1 and not tidy[0][0] else tidy


def _too_long() -> Unreadable:
    return Unreadable(f"This text is longer than {MOST_PAGES:,} pages; send it as a file instead.")
