"""Instants: text in UTC to the second, ``2026-03-01T14:21:05Z``.

Such text sorts as time does, is readable in the database, and cannot be mistaken for local time.
"""

from __future__ import annotations

import errno
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def utc_text(moment: datetime) -> str:
    """An aware datetime as text in UTC; a naive one is refused, since its zone is not known."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_utc(text: str) -> datetime:
    """The aware datetime that ``utc_text`` wrote. Raises ValueError for any other form."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def now_text() -> str:
    """This computer's clock, as text in UTC."""
    return utc_text(datetime.now(UTC))


def zone_of(name: str) -> tzinfo:
    """The zone of an IANA name or of an offset like ``+02:00``; UTC where neither is known."""
    return _zone(name) or UTC


def is_zone(name: str) -> bool:
    """Whether it names a time zone that is known here."""
    return _zone(name) is not None


def zone_words(name: str) -> str:
    """The name of a zone as it is read: ``America/New York``, ``UTC+02:00``, ``UTC``."""
    if name[:1] in ("+", "-"):
        return f"UTC{name}"
    return "UTC" if name in _UTC else name.replace("_", " ")


_UTC = ("Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "UCT", "Universal", "Zulu")


def _zone(name: str) -> tzinfo | None:
    try:
        if name[:1] in ("+", "-"):
            return datetime.strptime(name.replace(":", ""), "%z").tzinfo
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
    except OSError as error:
        if error.errno in (errno.EMFILE, errno.ENFILE):
            raise  # it may well be known: UTC in its place would be a wrong time
        return None  # a folder of the zone files, or a name no file can have
