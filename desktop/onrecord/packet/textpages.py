"""Plain text, messages and stand-in sheets as PDF pages. Runs in a worker only."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from onrecord.domain.rect import Rect
from onrecord.errors import Unreadable
from onrecord.packet.content import Exhibit, Mark, Options, Paper
from onrecord.packet.enlarge import enlarged
from onrecord.packet.glyphs import Lacking, is_rtl, lacking, legend
from onrecord.packet.ink import after_ink, ink
from onrecord.packet.press import LARGE, Found, clean, families, printed
from onrecord.packet.said import t
from onrecord.packet.said import table as words_of
from onrecord.packet.tablepages import table_data

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


_OURS = ("From", "To", "Cc", "Date", "Subject", "Attached")
Boxes = dict[tuple[int, str], tuple[int, str]]


@dataclass(frozen=True)
class TextPages:
    """A text as a PDF. ``places``: for pages that were marked in it, the page each begins on;
    ``boxes``: for parts of them, by page and box as cited, the page and the box they are here."""

    pdf: bytes
    places: dict[int, int] = field(default_factory=dict[int, int])
    lacking: Lacking | None = None
    boxes: Boxes = field(default_factory=dict[tuple[int, str], tuple[int, str]])


def text_pages(
    text: str,
    *,
    paper: Paper = "a4",
    title: str = "",
    language: str = "en",
    mail: bool = False,
    table: bool = False,
    bank: bool = False,
    marks: Sequence[Mark] = (),
    note: str = "",
    options: Options = NORMAL,
) -> TextPages:
    """``text`` as pages, line by line as it was written; ``note`` is said below its end.

    With ``mail``, leading ``From: ...`` lines up to the first empty one are set as a table; with
    ``table`` the text is set as one where its lines are rows.
    Raises Unreadable beyond 1,000 pages: nothing is cut off silently.
    """
    if len(text) > _MOST_CHARACTERS:
        raise _too_long()
    text = re.sub("\r\n?|\f", "\n", text)
    headers, body = _split_mail(text) if mail else ([], text)
    begins = ink(text) - ink(body) if marks else 0
    if headers and marks:
        _mark_headers(headers, marks, begins)
    lacks = lacking("it", text)
    notes = [note, legend(lacks.characters) if lacks else ""]
    codes = _codes(marks, begins)
    rows = table_data(body, codes, bank=bank) if table else None
    if rows is not None:
        body = ""
    data = _page(paper, title, language, options) | {
        "headers": headers,
        "table": rows,
        "paragraphs": _paragraphs(body, codes) if rows is None else [],
        "note": clean("\n".join(filter(None, notes))),
    }
    result = printed("text.typ", data, find=("end", "mark"))
    if result.found["end"][0].sheet > MOST_PAGES:
        raise _too_long()
    found = {mark.value: mark for mark in result.found["mark"]}
    places = {mark.page: 1 for mark in marks if mark.after <= begins and not mark.rect}
    places |= {code: mark.sheet for code, mark in found.items() if code > 0}
    boxes: Boxes = {}
    width, height = _PAPERS[paper]
    sheet_size = (height, width) if rows is not None and rows["flipped"] else (width, height)
    for number, part in enumerate((mark for mark in marks if mark.rect), 1):
        first, last = found.get(-2 * number), found.get(-2 * number - 1)
        if first is not None and last is not None:
            boxes[part.page, part.rect] = (
                first.sheet,
                _box(first, last, LARGE if options.large else 1, sheet_size),
            )
    return TextPages(_large(result.pdf, options), places, lacks, boxes)


def _codes(marks: Sequence[Mark], begins: int) -> list[_Code]:
    """What the template marks: a page by its number, the two ends of part n by -2n and -2n - 1;
    each with after how many letters, and whether it stands behind the last of them."""
    codes = [(m.after - begins, m.page, False) for m in marks if m.after > begins and not m.rect]
    for number, part in enumerate((mark for mark in marks if mark.rect), 1):
        if part.until > begins:
            if part.after >= begins:
                codes.append((part.after - begins, -2 * number, False))
            codes.append((part.until - begins, -2 * number - 1, True))
    return codes


def _mark_headers(headers: list[dict[str, Any]], marks: Sequence[Mark], begins: int) -> None:
    """The ends of parts that lie in the header lines: these are set as a table, so whole ones."""
    for number, part in enumerate((mark for mark in marks if mark.rect), 1):
        if part.after < begins:
            first = next(head for head in headers if head["until"] > part.after)
            first["begin"].append(-2 * number)
        if part.until <= begins:
            last = next(head for head in headers if head["until"] >= part.until)
            last["end"].append(-2 * number - 1)


_SIDE, _FOOT, _ABOVE, _BELOW = 62.0, 68.0, 11.0, 5.0
"""Points: the template's margins, and what a line takes above and below where it stands."""
_PAPERS = {"a4": (595.28, 841.89), "letter": (612.0, 792.0)}


def _box(first: Found, last: Found, scale: float, sheet_size: tuple[float, float]) -> str:
    """Around the words between two places: of one line only them, of several their lines."""
    width, height = sheet_size
    top, foot = max(first.top - _ABOVE, 0) * scale, (last.top + _BELOW) * scale
    if last.sheet != first.sheet:
        return Rect(_SIDE, top, width - _SIDE, height - _FOOT).text()
    if abs(last.top - first.top) < 1 and last.left > first.left:
        return Rect(first.left * scale, top, last.left * scale, foot).text()
    return Rect(_SIDE, top, width - _SIDE, foot).text()


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
        "said": dict(words_of(language)),
    }


def _split_mail(text: str) -> tuple[list[dict[str, Any]], str]:
    """The header lines, each with ``until`` how many letters it goes; and what follows them."""
    lines = text.replace("\r\n", "\n").split("\n")
    headers: list[dict[str, Any]] = []
    passed = 0
    for at, line in enumerate(lines):
        found = _HEADER.match(line)
        passed += ink(line)
        if found:
            strong = found[1].lower() == "subject"
            name = t(found[1]) if found[1] in _OURS else found[1]
            head = {"name": name, "value": clean(found[2]), "strong": strong}
            headers.append(head | {"until": passed, "begin": [], "end": []})
        elif headers and line[:1] in (" ", "\t") and line.strip():
            headers[-1]["value"] += " " + clean(line.strip())  # a folded header line
            headers[-1]["until"] = passed
        else:
            return headers, "\n".join(lines[at:]).lstrip("\n") if headers else text
    return headers, ""


_Piece = tuple[tuple[int, ...], str]
_Code = tuple[int, int, bool]


def _paragraphs(text: str, codes: Sequence[_Code]) -> list[dict[str, Any]]:
    """Blocks of lines between empty lines, indents kept. A block has at most 50 lines, since one
    endless paragraph is slow to break, and one direction; ``joined`` ones go on without a gap.

    ``codes``: see ``_codes``.
    """
    blocks: list[dict[str, Any]] = [_block()]
    passed = 0
    for raw in text.split("\n"):
        pieces, passed = _pieces(raw, passed, codes) if codes else ([((), raw)], passed)
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
    return made or [_block() | {"lines": [t("(empty)")]}]


def _block(*, joined: bool = False) -> dict[str, Any]:
    return {"joined": joined, "rtl": False, "lines": []}


def _pieces(line: str, passed: int, codes: Sequence[_Code]) -> tuple[list[_Piece], int]:
    """The line in pieces, each with what begins or ends before it."""
    total = passed + ink(line)
    here: list[tuple[int, bool, int]] = []
    for after, code, behind in codes:
        if behind and passed < after <= total:
            here.append((after_ink(line, after - passed - 1) + 1, False, code))
        elif not behind and passed <= after < total:
            here.append((after_ink(line, after - passed), True, code))
    pieces: list[_Piece] = []
    told: list[int] = []
    start = 0
    for at, _begins, code in sorted(here):
        if line[start:at].strip():
            pieces.append((tuple(told), line[start:at]))
            start, told = at, []
        told.append(code)
    return [*pieces, (tuple(told), line[start:])], total


def _line(pieces: list[_Piece]) -> str | list[_Piece]:
    """As the template reads it: words, or pieces where something begins or ends among them."""
    tidy = [(told, clean(words, 40)) for told, words in pieces]
    first = tidy[0][1]
    indent = len(first) - len(first.lstrip(" "))
    tidy[0] = tidy[0][0], "\u00a0" * min(indent, 40) + first[indent:]
    return tidy[0][1] if len(tidy) == 1 and not tidy[0][0] else tidy


def _too_long() -> Unreadable:
    return Unreadable(f"This text is longer than {MOST_PAGES:,} pages; send it as a file instead.")
