"""Plain text, messages and stand-in sheets as PDF pages. Runs in a worker only."""

from __future__ import annotations

import codecs
import re
from typing import Any

from onrecord.errors import Unreadable
from onrecord.packet.content import Exhibit, Paper
from onrecord.packet.press import clean, families, printed

MOST_PAGES = 1000
_MOST_CHARACTERS = (
    6_000_000  # about 1,000 dense pages; spares the typesetter what is refused anyway
)
_HEADER = re.compile(r"(From|To|Cc|Bcc|Reply-To|Date|Sent|Subject|Attachments?):[ \t]*(.*)\Z", re.I)


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


def text_pages(
    text: str, *, paper: Paper = "a4", title: str = "", language: str = "en", mail: bool = False
) -> bytes:
    """``text`` as a PDF, line by line as it was written.

    With ``mail``, leading ``From: ...`` lines up to the first empty one are set as a table.
    Raises Unreadable beyond 1,000 pages: nothing is cut off silently.
    """
    if len(text) > _MOST_CHARACTERS:
        raise _too_long()
    headers, body = _split_mail(text) if mail else ([], text)
    data = _page(paper, title, language) | {
        "headers": headers,
        "paragraphs": _paragraphs(clean(body, 40)),
    }
    result = printed("text.typ", data, find=("end",))
    if result.found["end"][0].sheet > MOST_PAGES:
        raise _too_long()
    return result.pdf


def sheet(exhibit: Exhibit, sentence: str, *, paper: Paper = "a4", language: str = "en") -> bytes:
    """One page that stands for a document whose pages cannot be shown; ``sentence`` says why."""
    facts = {
        "File": exhibit.file_name,
        "Kind": exhibit.media_type if exhibit.kind in ("", "other") else exhibit.kind,
        "Size": f"{exhibit.length:,} bytes" if exhibit.length else "",
    }
    data = _page(paper, exhibit.title or exhibit.file_name or "Document", language) | {
        "eyebrow": f"DOCUMENT {clean(exhibit.label, 12)} · NOT SHOWN",
        "sentence": clean(sentence.strip())
        + " The file itself is kept unchanged and can be sent separately.",
        "facts": [{"name": k, "value": clean(v)} for k, v in facts.items() if v],
        "sha256": clean(exhibit.sha256, 64),
    }
    return printed("sheet.typ", data).pdf


def _page(paper: Paper, title: str, language: str) -> dict[str, Any]:
    return {
        "paper": "us-letter" if paper == "letter" else "a4",
        "title": clean(title) or "Document",
        "language": language.split("-")[0].lower()[:3] or "en",
        "fonts": list(families()),
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


def _paragraphs(text: str) -> list[dict[str, Any]]:
    """Blocks of lines between empty lines, indents kept. A block has at most 50 lines, since one
    endless paragraph is slow to break; ``joined`` ones go on without a gap.
    """
    blocks: list[tuple[bool, list[str]]] = [(False, [])]
    for line in text.split("\n"):
        if not line.strip():
            blocks.append((False, []))
            continue
        if len(blocks[-1][1]) >= 50:
            blocks.append((True, []))
        indent = len(line) - len(line.lstrip(" "))
        blocks[-1][1].append("\u00a0" * min(indent, 40) + line[indent:])
    made = [{"joined": joined, "lines": lines} for joined, lines in blocks if lines]
    return made or [{"joined": False, "lines": ["(empty)"]}]


def _too_long() -> Unreadable:
    return Unreadable(f"This text is longer than {MOST_PAGES:,} pages; send it as a file instead.")
