"""What a worker does with a file that is imported. Its parsers are loaded only here, so that the
workers that read documents start without them.
"""

from __future__ import annotations

import encodings
import importlib
import json
import pkgutil
import zoneinfo
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from typing import Any, cast

from onrecord.errors import Unreadable
from onrecord.intake import sheets
from onrecord.intake.calendar_file import calendar_file
from onrecord.intake.contact_table import contact_table
from onrecord.intake.csv_statement import table_look
from onrecord.intake.documents import MAX_SHEET_TEXT
from onrecord.intake.import_rows import ImportReading
from onrecord.intake.message_file import message_file
from onrecord.intake.table_sheet import sheets_of
from onrecord.intake.text import decode
from onrecord.worker.child import Request, Task

UNKNOWN = (
    "This is none of what can be imported: a table of calls (CSV), an export of text messages "
    "(XML), a phone company's list of calls (CSV), or a calendar (ICS)."
)
_AT_ONCE = 500


def read_import(
    data: bytes, kind: str = "", mapping: Mapping[str, int] | None = None
) -> ImportReading:
    """The rows of the file, as what it is told or found to be."""
    kind = kind or _kind(data)
    if kind == "messages":
        return message_file(data)
    text = decode(data)
    if kind == "calendar":
        return calendar_file(text)
    if "\0" in text[:2000] or text.lstrip()[:1] in ("<", "{", "%"):
        raise Unreadable(UNKNOWN)
    return contact_table(text, _place(text), kind if kind in ("calls", "contacts") else "", mapping)


def _place(text: str) -> Callable[[int, int], tuple[int, str]]:
    """Where a row stands in the document as the viewer shows it."""
    return sheets_of(text[:MAX_SHEET_TEXT], table=True).place


def _kind(data: bytes) -> str:
    head = decode(data[:4000]).lstrip("\ufeff").lstrip()
    if head[:15].upper() == "BEGIN:VCALENDAR":
        return "calendar"
    if head.startswith("<") and any(f"<{name}" in head for name in ("smses", "allsms")):
        return "messages"
    return ""


def _read(request: Request) -> dict[str, Any]:
    (data,) = request.blobs
    args = request.args
    mapping = cast("dict[str, int] | None", args["mapping"])
    found = read_import(data, str(args["kind"]), mapping)
    for first in range(0, len(found.rows), _AT_ONCE):
        batch = [asdict(row) for row in found.rows[first : first + _AT_ONCE]]
        request.send(json.dumps(batch, ensure_ascii=False, separators=(",", ":")).encode())
        request.next_blob()
    return asdict(replace(found, rows=()))


def _table(request: Request) -> dict[str, Any]:
    (data,) = request.blobs
    given = cast("dict[str, str] | None", request.args["roles"])
    roles = None if given is None else {int(at): role for at, role in given.items()}
    return table_look(decode(data[: 4 * MAX_SHEET_TEXT])[:MAX_SHEET_TEXT], roles)


TASKS: dict[str, Task] = {"import": _read, "table": _table}


def warm() -> None:
    """Everything that is loaded on first use, before no file opens any more."""
    sheets.set_up()
    for module in pkgutil.iter_modules(encodings.__path__):
        with suppress(ImportError):  # mbcs and oem are of Windows only
            importlib.import_module(f"encodings.{module.name}")
    for name in zoneinfo.available_timezones():
        with suppress(zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            _zones.append(zoneinfo.ZoneInfo(name))
    for data, kind in (
        (b"Date,Time,Number,Duration (s)\n16/03/2026,14:21,020 7946 0123,60\n", ""),
        (b'<smses><sms date="1772375000000" type="1" body="x" address="1"/></smses>', "messages"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><smses/>', "messages"),
        (_CALENDAR, "calendar"),
    ):
        with suppress(Unreadable):
            read_import(data, kind)


_zones: list[zoneinfo.ZoneInfo] = []  # held, so that each is found without a file
_CALENDAR = b"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//EN
BEGIN:VTIMEZONE
TZID:Own/Zone
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
DTSTART;TZID=Europe/London:20260301T142100
DTEND:20260301T150000Z
SUMMARY:x
RRULE:FREQ=DAILY;COUNT=2
DURATION:PT1H
END:VEVENT
BEGIN:VEVENT
DTSTART;TZID=Own/Zone:20260301T142100
SUMMARY:x
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260301
SUMMARY:x
END:VEVENT
BEGIN:VEVENT
DTSTART:x
END:VEVENT
END:VCALENDAR
"""
