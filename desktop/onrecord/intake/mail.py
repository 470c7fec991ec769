"""An email file (RFC 5322): its headers, its text, the names of what is attached."""

from __future__ import annotations

import email
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import Any, TypeVar, cast

from onrecord.intake.text import decode, from_html, is_cut, tidy

T = TypeVar("T")
_SHOWN = ("From", "To", "Cc", "Date", "Subject")
_MOST_PARTS = 500
_MOST_HEADER = 8_000  # characters of one header that are parsed


@dataclass(frozen=True)
class Mail:
    """``when`` is the sender's own wall clock to the minute, ``zone_offset`` its distance from
    UTC; both are empty if the mail bears no date. ``is_cut`` where not all of it is in ``text``."""

    subject: str
    sender: str
    when: str
    zone_offset: str
    text: str
    attachments: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    is_cut: bool = False


class _Bounded(EmailPolicy):
    """The library's parser of headers, kept from headers so long that it takes minutes."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        return super().header_fetch_parse(name, value[:_MOST_HEADER])


_BOUNDED = _Bounded()


def parse_mail(data: bytes) -> Mail:
    message = cast("EmailMessage", email.message_from_bytes(data, policy=_BOUNDED))
    headers = {name: _header(message, name) for name in _SHOWN}
    attachments, more = _attachments(message)
    body, cut = _body(message)
    when, offset = _date(message)
    lines = [f"{name}: {value}" for name, value in headers.items() if value]
    lines += [f"Attached: {item['name'] or 'without a name'}" for item in attachments]
    lines += ["Attached: more than is listed here"] if more else []
    text = "\n".join(lines) + "\n\n" + body
    return Mail(headers["Subject"], headers["From"], when, offset, text, attachments, more or cut)


def _header(message: EmailMessage, name: str) -> str:
    return " ".join(tidy(_safely(lambda: str(message[name] or ""), "")).split())[:2000]


def _date(message: EmailMessage) -> tuple[str, str]:
    moment = _safely(lambda: getattr(message["Date"], "datetime", None), None)
    if not isinstance(moment, datetime):
        return "", ""
    when = moment.strftime("%Y-%m-%dT%H:%M") if moment.year >= 1970 else ""
    # "-0000" says that the sender's zone is not known (RFC 5322, 3.3): such a moment is naive.
    offset = moment.strftime("%z")
    return when, f"{offset[:3]}:{offset[3:5]}" if when and offset else ""


def _body(message: EmailMessage) -> tuple[str, bool]:
    """The words of the mail, and whether their end is left out."""
    plain = _safely(lambda: message.get_body(("plain",)), None)
    text = _content(plain) if plain is not None else ""
    if text.strip():
        return text, False
    rich = _safely(lambda: message.get_body(("html",)), None)
    markup = _content(rich) if rich is not None else ""
    return from_html(markup), is_cut(markup)


def _content(part: Any) -> str:
    """A part's text; a charset that is wrong or unknown is decoded as well as can be."""
    text = _safely(part.get_content, None)
    if isinstance(text, str):
        return tidy(text)
    raw = _safely(lambda: part.get_payload(decode=True), b"")
    return decode(raw) if isinstance(raw, bytes) else ""


def _attachments(message: EmailMessage) -> tuple[list[dict[str, Any]], bool]:
    """What is attached, and whether there are more parts than are looked at."""
    parts, more = _attached(message)
    return [
        {"name": name, "media_type": part.get_content_type()[:100]} for name, part in parts
    ], more


def attached_files(data: bytes) -> list[tuple[str, bytes]]:
    """(name, bytes) of each file that is attached to a mail; a part without bytes is left out."""
    message = cast("EmailMessage", email.message_from_bytes(data, policy=_BOUNDED))
    found: list[tuple[str, bytes]] = []
    for name, part in _attached(message)[0]:
        raw = _safely(lambda part=part: _bytes_of(part), b"")
        if raw:
            found.append((name, raw))
    return found


def _bytes_of(part: Any) -> bytes:
    """A mail that was passed on as a file is written out again as one."""
    if part.get_content_type() == "message/rfc822":
        return bytes(part.get_payload(0).as_bytes())
    return bytes(part.get_payload(decode=True) or b"")


def _attached(message: EmailMessage) -> tuple[list[tuple[str, Any]], bool]:
    """(name, part) of what is attached, and whether there are more parts than are looked at."""
    found: list[tuple[str, Any]] = []
    for number, part in enumerate(message.walk()):
        if number >= _MOST_PARTS:
            return found, True
        name = _safely(part.get_filename, None)
        if name is None and part.get_content_disposition() != "attachment":
            continue
        found.append((re.sub(r"\s+", " ", tidy(str(name or "")))[:200], part))
    return found, False


def _safely(read: Callable[[], T], otherwise: T) -> T:
    """What the library reads, or the alternative: its header parser meets mail it cannot parse
    with all kinds of errors."""
    try:
        return read()
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception:
        return otherwise
