"""An export of text messages as "SMS Backup & Restore" writes it: an XML file of ``<sms>`` and
``<mms>`` elements with the moment in milliseconds. Runs only in a worker.

``defusedxml`` refuses what makes an XML file dangerous (entities, outside parts); what is left is
read element by element and thrown away.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from onrecord.errors import Unreadable
from onrecord.intake.import_rows import MAX_PROBLEMS, MAX_ROWS, ImportReading, ImportRow, Problem

NOT_ONE = "This is not an export of text messages as SMS Backup & Restore writes it."
DANGEROUS = "This file defines parts of its own, as no export of messages does, so it was not read."
DAMAGED = "This file is cut off or damaged from here on; the messages before it can be taken."
_PAIR = re.compile(rb"&#(5[5-6]\d{3});&#(5[6-7]\d{3});")
_LONE = re.compile(rb"&#(?:x[dD][89a-fA-F][0-9a-fA-F]{2}|5(?:529[6-9]|5[3-9]\d\d|6\d{3}|7[0-2]\d\d|73[0-3]\d|734[0-3])|0|[1-8]|1[124-9]|2\d|3[01]);")  # fmt: skip
_NAMES = ("smses", "allsms", "messages")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_IN, _OUT = "1", "2"
_KEPT_BACK = {"3": "a draft", "4": "not sent", "5": "not sent", "6": "not sent"}


def message_file(data: bytes) -> ImportReading:
    """Every message with its moment; raises Unreadable where it is something else."""
    rows: list[ImportRow] = []
    problems: list[Problem] = []
    number = 0
    begun = False
    try:
        for event, element in iterparse(
            io.BytesIO(_mended(data)), events=("start", "end"),
            forbid_dtd=True, forbid_entities=True, forbid_external=True,
        ):  # fmt: skip
            if event == "start":
                if not begun and element.tag not in _NAMES:
                    raise Unreadable(NOT_ONE)
                begun = True
                continue
            if element.tag not in ("sms", "mms"):
                continue
            number += 1
            one, why = _message(element, number)
            if one is not None:
                rows.append(one)
            elif why and len(problems) < MAX_PROBLEMS:
                problems.append(Problem(number, f"Message {number} was left out: {why}."))
            element.clear()
            if len(rows) >= MAX_ROWS:
                break
    except DefusedXmlException:
        raise Unreadable(DANGEROUS) from None
    except ParseError:
        if not begun:
            raise Unreadable(NOT_ONE) from None
        problems.append(Problem(0, DAMAGED))
    return ImportReading(
        "messages", tuple(rows), tuple(problems[:MAX_PROBLEMS]), is_cut=len(rows) >= MAX_ROWS
    )


def _message(element: Element, number: int) -> tuple[ImportRow | None, str]:
    utc = _moment(element.get("date", ""))
    if not utc:
        return None, "its date cannot be read"
    mms = element.tag == "mms"
    box = element.get("msg_box" if mms else "type", "")
    if box in _KEPT_BACK:
        return None, f"it was {_KEPT_BACK[box]}"
    words = " ".join(_parts(element)).strip() if mms else element.get("body", "")
    pictures = _pictures(element) if mms else 0
    if pictures:
        words = f"{words} [{'a picture' if pictures == 1 else f'{pictures} pictures'}]".strip()
    name = element.get("contact_name", "")
    if not words.strip() or words == "null":
        return None, "it has no words"
    address = element.get("address", "").replace("~", ", ")
    return (
        ImportRow(
            line=number,
            kind="message",
            direction="out" if box == _OUT else "in",
            utc=utc,
            number=" ".join(address.split())[:60],
            who="" if name in ("(Unknown)", "null") else " ".join(name.split())[:200],
            said=words[:20_000],
        ),
        "",
    )


def _parts(element: Element) -> Iterator[str]:
    for part in element.iter("part"):
        if part.get("ct") == "text/plain" and part.get("text") not in (None, "null"):
            yield part.get("text", "")


def _pictures(element: Element) -> int:
    return sum(part.get("ct", "").startswith("image/") for part in element.iter("part"))


def _moment(text: str) -> str:
    if not re.fullmatch(r"\d{9,14}", text, re.ASCII):
        return ""
    count = int(text)
    if len(text) <= 10:  # MMS of some phones count seconds
        count *= 1000
    return (_EPOCH + timedelta(milliseconds=count)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _mended(data: bytes) -> bytes:
    """Signs beyond the first 65,536 are written as two halves, which is no XML: joined here. What
    stands for no sign at all is left out."""

    def join(found: re.Match[bytes]) -> bytes:
        high, low = int(found[1]), int(found[2])
        if 0xD800 <= high <= 0xDBFF and 0xDC00 <= low <= 0xDFFF:
            return b"&#%d;" % (0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
        return found[0]

    return _LONE.sub(b"", _PAIR.sub(join, data))
