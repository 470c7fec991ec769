"""A calendar (RFC 5545): its events with their day and time, as they stand. Runs only in a worker.

Of an event that repeats, the first day is taken and that it repeats is said.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, cast

from icalendar import Calendar
from icalendar.error import BrokenCalendarProperty

from onrecord.errors import Unreadable
from onrecord.intake.import_rows import MAX_PROBLEMS, MAX_ROWS, ImportReading, ImportRow, Problem

NOT_ONE = "This is not a calendar file (ICS) that can be read."
OURS = "OnRecord"
_LINES = 400_000


def calendar_file(text: str) -> ImportReading:
    """The events and tasks of every calendar in the file; raises Unreadable for something else."""
    if "BEGIN:VCALENDAR" not in text[:2000].upper() or text.count("\n") > _LINES:
        raise Unreadable(NOT_ONE)
    try:
        calendars = cast("list[Any]", Calendar.from_ical(text, multiple=True))
    except (ValueError, IndexError, KeyError, AttributeError, TypeError, RecursionError):
        raise Unreadable(NOT_ONE) from None
    rows: list[ImportRow] = []
    problems: list[Problem] = []
    number = 0
    own = bool(calendars) and all(OURS in str(c.get("PRODID", "")) for c in calendars)
    for calendar in calendars:
        for part in calendar.walk():
            if part.name not in ("VEVENT", "VTODO") or len(rows) >= MAX_ROWS:
                continue
            number += 1
            row, why = _event(part, number)
            if row is not None:
                rows.append(row)
            elif len(problems) < MAX_PROBLEMS:
                problems.append(Problem(number, f"Entry {number} was left out: {why}."))
    return ImportReading(
        "calendar", tuple(rows), tuple(problems), own=own, is_cut=len(rows) >= MAX_ROWS
    )


def _event(part: Any, number: int) -> tuple[ImportRow | None, str]:
    if str(part.get("STATUS", "")).upper() == "CANCELLED":
        return None, "it was cancelled"
    begins = _moment(part, "DTSTART") or _moment(part, "DUE")
    if begins is None:
        return None, "its day cannot be read"
    words = " ".join(str(part.get("SUMMARY", "")).split())
    notes = str(part.get("DESCRIPTION", "")).strip()
    if not words and not notes:
        return None, "it has no words"
    where = " ".join(str(part.get("LOCATION", "")).split())
    ends = _moment(part, "DTEND")
    length = None
    if isinstance(begins, datetime) and isinstance(ends, datetime):
        try:
            length = int((ends - begins).total_seconds())
        except TypeError:  # one with a zone and one without
            length = None
    utc = zone = clock = ""
    day = begins.isoformat()[:10]
    if isinstance(begins, datetime):
        clock = begins.strftime("%H:%M")
        if begins.tzinfo is not None:
            try:
                utc = begins.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            except (OverflowError, ValueError):
                return None, "its day cannot be read"
            zone = str(getattr(begins.tzinfo, "key", ""))
    if not ("1900" <= day[:4] <= "9998"):
        return None, "its day cannot be read"
    return (
        ImportRow(
            line=number,
            kind="event",
            days=() if utc else (day,),
            clock="" if utc else clock,
            utc=utc,
            zone=zone if zone.upper() not in ("UTC", "ETC/UTC") else "",
            said=words[:1000],
            notes="\n".join(p for p in (where, notes) if p)[:20_000],
            duration_s=length if length is not None and 0 < length < 7 * 86400 else None,
            repeats="RRULE" in part,
        ),
        "",
    )


def _moment(part: Any, name: str) -> date | None:
    value = part.get(name)
    if isinstance(value, list):
        value = cast("list[Any]", value)[0]
    try:
        found = getattr(value, "dt", None)
    except BrokenCalendarProperty:
        return None
    return found if isinstance(found, date) else None
