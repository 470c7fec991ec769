"""An email file (RFC 5322): its headers, its text, the names of what is attached. A mailbox (mbox,
RFC 4155) is its mails one after another, each as if it were attached."""

from __future__ import annotations

import email
import re
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import parsedate
from typing import Any, cast

from onrecord.intake.mail_body import Body, header, is_attached, safely
from onrecord.intake.text import decode, tidy

_SHOWN = ("From", "To", "Cc", "Date", "Subject")
_MOST_PARTS = 500
_MOST_HEADER = 8_000  # characters of one header that are parsed
_NEXT = re.compile(rb"(?:\A|\r?\n\r?\n)From [^\r\n]*\d\d:\d\d[^\r\n]*\r?\n(?=[!-9;-~]+:)")


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
    """The library's parser of headers, kept from headers so long that it takes minutes, and given
    letters where a header holds bytes that it should not."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        value = value[:_MOST_HEADER]
        if any("\udc80" <= c <= "\udcff" for c in value):
            value = decode(value.encode("utf-8", "surrogateescape"))
        return super().header_fetch_parse(name, value)


_BOUNDED = _Bounded()


def parse_mail(data: bytes) -> Mail:
    several = mails_of(data)
    if len(several) < 2:
        return _parsed(several[0] if several else data)
    mails = [_parsed(one) for one in several[:_MOST_PARTS]]
    names = [{"name": _file_name(one.subject), "media_type": "message/rfc822"} for one in mails]
    text = "\n\n\n".join(one.text for one in mails)
    cut = len(several) > _MOST_PARTS or any(one.is_cut for one in mails)
    first = mails[0]
    return Mail(first.subject, first.sender, first.when, first.zone_offset, text, names, cut)


def mails_of(data: bytes) -> list[bytes]:
    """The mails of a mailbox; none where it is not one."""
    if not data.startswith(b"From "):
        return []
    found = list(_NEXT.finditer(data))
    if not found or found[0].start():  # what stands before it would be lost
        return []
    ends = [one.start() for one in found[1:]] + [len(data)]
    return [
        re.sub(rb"(?m)^>(>*From )", rb"\1", data[one.end() : end])
        for one, end in zip(found, ends, strict=True)
    ]


def _parsed(data: bytes) -> Mail:
    message = cast("EmailMessage", email.message_from_bytes(data, policy=_BOUNDED))
    headers = {name: header(message, name) for name in _SHOWN}
    attachments, more = _attachments(message)
    body = Body(message)
    when, offset = _date(message)
    lines = [f"{name}: {value}" for name, value in headers.items() if value]
    lines += [f"Attached: {item['name'] or 'without a name'}" for item in attachments]
    lines += ["Attached: more than is listed here"] if more else []
    text = "\n".join(lines) + "\n\n" + body.text
    cut = more or body.is_cut
    return Mail(headers["Subject"], headers["From"], when, offset, text, attachments, cut)


def _date(message: EmailMessage) -> tuple[str, str]:
    moment = safely(lambda: getattr(message["Date"], "datetime", None), None)
    if not isinstance(moment, datetime):
        return _odd_date(header(message, "Date")), ""
    when = moment.strftime("%Y-%m-%dT%H:%M") if moment.year >= 1970 else ""
    # "-0000" says that the sender's zone is not known (RFC 5322, 3.3): such a moment is naive.
    offset = moment.strftime("%z")
    return when, f"{offset[:3]}:{offset[3:5]}" if when and offset else ""


def _odd_date(told: str) -> str:
    """The wall clock of a date that is not written as it should be, or whose zone cannot be."""
    iso = re.match(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", told)
    parsed = safely(lambda: parsedate(told), None)
    if iso is None and parsed is None:
        return ""

    def read() -> datetime | None:
        if iso is not None:
            return datetime.fromisoformat(iso[0])
        return datetime(*parsed[:5]) if parsed is not None else None

    moment = safely(read, None)
    return moment.strftime("%Y-%m-%dT%H:%M") if moment is not None and moment.year >= 1970 else ""


def _attachments(message: EmailMessage) -> tuple[list[dict[str, Any]], bool]:
    """What is attached, and whether there are more parts than are looked at."""
    parts, more = _attached(message)
    return [
        {"name": name, "media_type": part.get_content_type()[:100]} for name, part in parts
    ], more


def attached_files(data: bytes) -> list[tuple[str, bytes]]:
    """(name, bytes) of each file that is attached to a mail, of each mail in a mailbox; a part
    without bytes is left out."""
    several = mails_of(data)
    if len(several) > 1:
        return [(_file_name(_parsed(one).subject), one) for one in several[:_MOST_PARTS]]
    data = several[0] if several else data
    message = cast("EmailMessage", email.message_from_bytes(data, policy=_BOUNDED))
    found: list[tuple[str, bytes]] = []
    for name, part in _attached(message)[0]:
        raw = safely(lambda part=part: _bytes_of(part), b"")
        if raw:
            found.append((name, raw))
    return found


def _bytes_of(part: Any) -> bytes:
    """A mail that was passed on as a file is written out again as one."""
    if part.get_content_type() == "message/rfc822":
        return bytes(part.get_payload(0).as_bytes())
    return bytes(part.get_payload(decode=True) or b"")


def _attached(message: EmailMessage) -> tuple[list[tuple[str, Any]], bool]:
    """(name, part) of what is attached, pictures among the words too, and whether there are more
    parts than are looked at."""
    found: list[tuple[str, Any]] = []
    for number, part in enumerate(message.walk()):
        if number >= _MOST_PARTS:
            return found, True
        picture = part.get_content_maintype() == "image"
        if (number or not part.is_multipart()) and (picture or is_attached(part)):
            found.append((_name(part), part))
    return found, False


def _name(part: Any) -> str:
    name = safely(part.get_filename, None)
    if name is None and part.get_content_type() == "message/rfc822":
        return _file_name(safely(lambda: header(part.get_payload(0), "Subject"), ""))
    if name is None and part.get_content_maintype() == "image":
        name = f"picture.{part.get_content_subtype()}"
    return re.sub(r"\s+", " ", tidy(str(name or "")))[:200]


def _file_name(subject: str) -> str:
    """Of a mail that has none of its own."""
    plain = " ".join(re.sub(r'[\\/:*?"<>|]', " ", subject).split())[:100]
    return f"{plain or 'mail'}.eml"
