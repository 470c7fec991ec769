"""The words of a mail in the order a mail program shows them, whatever its parts are nested in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from onrecord.intake.text import decode, from_html, is_cut, tidy

T = TypeVar("T")
_DEEPEST = 20
_HEADERS = ("From", "To", "Cc", "Date", "Subject")


class Body:
    """``text`` of a mail, and whether its end ``is_cut`` off."""

    def __init__(self, message: Any) -> None:
        self.is_cut = False
        self.text = self._shown(message, 0).strip("\n")
        if not self.text.strip():  # an invitation, say: better than nothing
            parts = safely(lambda: list(message.walk()), [])
            other = [one for one in parts if not one.is_multipart() and _is_words(one)]
            self.text = content(other[0]) if other else ""

    def _shown(self, part: Any, depth: int) -> str:
        if depth > _DEEPEST:
            self.is_cut = True
            return ""
        if depth and _disposition(part) == "attachment":
            return ""
        kind = safely(part.get_content_type, "text/plain")
        if kind == "multipart/alternative":
            return self._chosen(part, depth)
        if kind == "multipart/related":
            return self._shown(next(iter(_parts(part)), None), depth + 1) if _parts(part) else ""
        if kind == "message/rfc822":
            return self._passed_on(part, depth)
        if part.is_multipart():
            found = (self._shown(one, depth + 1) for one in _parts(part))
            return "\n\n".join(text.strip("\n") for text in found if text.strip())
        if kind == "text/html":
            markup = content(part)
            self.is_cut = self.is_cut or is_cut(markup)
            return from_html(markup)
        return content(part) if kind == "text/plain" else _named(part)

    def _chosen(self, part: Any, depth: int) -> str:
        """The plain words, unless they only say that the others are to be looked at."""
        plain, rich = "", ""
        for one in _parts(part):
            text = self._shown(one, depth + 1)
            if one.get_content_type() == "text/plain":
                plain = plain or text
            elif text.strip():
                rich = text
        return rich if len(rich.split()) > 1.5 * len(plain.split()) + 5 else plain or rich

    def _passed_on(self, part: Any, depth: int) -> str:
        """A mail within the mail, with what it says of itself."""
        inner = next(iter(_parts(part)), None)
        if inner is None:
            return ""
        heads = [(name, header(inner, name)) for name in _HEADERS]
        lines = "\n".join(f"{name}: {value}" for name, value in heads if value)
        return f"{lines}\n\n{self._shown(inner, depth + 1)}"


def is_attached(part: Any) -> bool:
    """Whether it is a file that came with the mail."""
    return safely(part.get_filename, None) is not None or _disposition(part) == "attachment"


def _is_words(part: Any) -> bool:
    """Parts whose beginning is nowhere are the words of the whole."""
    return part.get_content_maintype() in ("text", "multipart")


def _disposition(part: Any) -> str | None:
    return safely(part.get_content_disposition, None)


def _named(part: Any) -> str:
    """A picture among the words, where it stands."""
    if part.get_content_maintype() != "image":
        return ""
    name = " ".join(tidy(str(safely(part.get_filename, None) or "picture")).split())[:200]
    return f"[{name}]"


def _parts(part: Any) -> list[Any]:
    found: Any = safely(part.get_payload, None)
    if not isinstance(found, list):
        return []
    return [one for one in cast("list[Any]", found) if hasattr(one, "walk")]


def header(message: Any, name: str) -> str:
    """One header in one line. A date is told as it was written: the library would change its
    zone."""
    if name == "Date":
        pairs = safely(lambda: list(message.raw_items()), [])
        raw = next((str(value) for key, value in pairs if key.lower() == "date"), "")
        return " ".join(tidy(_unescaped(raw)).split())[:200]
    return " ".join(tidy(safely(lambda: str(message[name] or ""), "")).split())[:2000]


def _unescaped(value: str) -> str:
    """Bytes that should not stand in a header, as the text they probably are."""
    return decode(value.encode("utf-8", "surrogateescape")) if not value.isascii() else value


def content(part: Any) -> str:
    """A part's text; a charset that is wrong or unknown is decoded as well as can be."""
    text = safely(part.get_content, None)
    if isinstance(text, str) and "\ufffd" not in text:
        return tidy(text)
    raw = safely(lambda: part.get_payload(decode=True), b"")
    return decode(raw) if isinstance(raw, bytes) else ""


def safely(read: Callable[[], T], otherwise: T) -> T:
    """What the library reads, or the alternative: its header parser meets mail it cannot parse
    with all kinds of errors."""
    try:
        return read()
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception:
        return otherwise
