"""Clocks and lengths of time as tables write them. Runs only in a worker."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_CLOCK = re.compile(r"(?<![\d:])(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:[.,]\d+)?\s*([ap])?\.?\s?(?:m\b)?", re.I)  # fmt: skip
_INSTANT = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)\b", re.I
)
_PARTS = re.compile(r"(\d+(?:[.,]\d+)?)\s*(h|hours?|hrs?|m|mins?|minutes?|s|secs?|seconds?)\b\.?", re.I)  # fmt: skip
_UNITS = {"h": 3600, "m": 60, "s": 1}


def clock_in(cell: str) -> str:
    """``14:21`` from "14:21", "2:21 PM", "14.21" or a date with its time; empty for none."""
    day_first = re.match(r"\s*\d{1,4}[./-]\d{1,2}[./-]\d{1,4}[ T,]*", cell)
    found = _CLOCK.search(cell, day_first.end() if day_first else 0)
    if not found:
        return ""
    hour, minute = int(found[1]), int(found[2])
    half = (found[4] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""


def instant_in(cell: str) -> str:
    """The instant of ``2026-03-01T14:21:00+01:00`` as UTC text; empty where no zone is said."""
    found = _INSTANT.search(cell.strip())
    if not found:
        return ""
    clock = found[2] if len(found[2]) == 8 else f"{found[2]}:00"
    zone = "+0000" if found[3].upper() in ("Z", "UTC", "GMT") else found[3].replace(":", "")
    try:
        moment = datetime.strptime(f"{found[1]} {clock} {zone}", "%Y-%m-%d %H:%M:%S %z")
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return ""


def unit_of(heading: str) -> str:
    """The unit a column's heading names: h, m, s, or empty."""
    words = set(re.findall(r"[a-z]+", heading.casefold()))
    for unit, names in (
        ("s", {"s", "sec", "secs", "second", "seconds"}),
        ("m", {"m", "min", "mins", "minute", "minutes"}),
        ("h", {"h", "hour", "hours", "hrs"}),
    ):
        if words & names and not {"hh", "mm", "ss"} & words:
            return unit
    return ""


def seconds_in(cell: str, heading: str = "") -> int | None:
    """The length a cell says: "0:24:11", "24:11" (minutes first, unless the heading says hh:mm),
    "1 h 5 min", "1451" where the heading names the unit. None where it cannot be known."""
    text = cell.strip().casefold()
    named = re.search(r"\bhh:mm\b(?!:ss)", heading.casefold())
    if found := re.fullmatch(r"(\d{1,3}):(\d{1,2}):(\d{1,2})", text):
        hours, minutes, seconds = (int(part) for part in found.groups())
        return None if minutes > 59 or seconds > 59 else hours * 3600 + minutes * 60 + seconds
    if found := re.fullmatch(r"(\d{1,4}):(\d{2})", text):
        first, second = int(found[1]), int(found[2])
        if second > 59:
            return None
        return first * 3600 + second * 60 if named else first * 60 + second
    parts = _PARTS.findall(text)
    if parts and not re.sub(r"[\s,]|and", "", _PARTS.sub("", text)):
        return round(sum(_number(value) * _UNITS[unit[0]] for value, unit in parts))
    unit = unit_of(heading)
    if unit and re.fullmatch(r"\d{1,7}(?:[.,]\d{1,4})?", text):
        return round(_number(text) * _UNITS[unit])
    return None


def _number(text: str) -> float:
    return float(text.replace(",", "."))
