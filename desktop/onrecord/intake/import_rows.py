"""What a file of calls, messages or dates holds, row by row: plain data, checked on arrival.

Nothing is decided for the user: a date that can be read in two ways has two readings, a length of
time without its unit is left out and said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from onrecord.errors import Unreadable
from onrecord.intake.plain_values import UNUSABLE, matching, text, whole

KINDS = ("contacts", "messages", "calls", "calendar")
"""A log of contacts (CSV), an export of text messages (XML), a phone company's record of calls
(CSV), a calendar (ICS)."""
FIELDS = (
    "date", "time", "kind", "direction", "company", "number", "who", "reference", "said",
    "promise", "due", "outcome", "notes", "duration", "hold",
)  # fmt: skip
"""What a column of a table may mean."""
MAX_ROWS = 50_000
MAX_PROBLEMS = 500
CONTACT_KINDS = (
    "call", "voicemail", "email", "chat", "message", "letter", "post", "visit", "event",
)  # fmt: skip
_ORDERS = ("dmy", "mdy", "ymd")
_DAY = r"\d{4}-\d\d-\d\d"


@dataclass(frozen=True)
class ImportRow:
    """One row. ``line`` is its line in the file, from 1. ``days`` has an ISO day for each of the
    reading's ``orders``, as ``dues`` for the day by which they promised something; ``clock`` is local, "14:21"; ``utc`` an instant ("2026-03-01T14:21:05Z")
    that goes before both. ``zone`` is the IANA name the file gives. Lengths are seconds.

    ``page`` and ``rect`` are where it stands in the document as shown, 0 and empty where unknown.
    """

    line: int
    kind: str = "call"
    direction: str = ""
    days: tuple[str, ...] = ()
    clock: str = ""
    utc: str = ""
    zone: str = ""
    company: str = ""
    number: str = ""
    who: str = ""
    reference: str = ""
    said: str = ""
    promise: str = ""
    dues: tuple[str, ...] = ()
    outcome: str = ""
    notes: str = ""
    duration_s: int | None = None
    hold_s: int | None = None
    repeats: bool = False
    page: int = 0
    rect: str = ""


@dataclass(frozen=True)
class Problem:
    """Why the row of this line is not taken, in one sentence; line 0 is the whole file."""

    line: int
    sentence: str


@dataclass(frozen=True)
class ImportReading:
    """``kind`` is one of KINDS. ``orders`` are the orders of day and month that fit every date:
    more than one where the user has to say. ``columns`` are a table's headings, ``mapping`` which
    column (from 0) is which of FIELDS. ``own`` marks a calendar this program wrote.
    """

    kind: str
    rows: tuple[ImportRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    orders: tuple[str, ...] = ("ymd",)
    columns: tuple[str, ...] = ()
    mapping: dict[str, int] = field(default_factory=dict[str, int])
    own: bool = False
    is_cut: bool = False


def import_from(value: Mapping[str, Any], rows: list[object]) -> ImportReading:
    """A reading from the JSON a worker sent; ``Unreadable`` if it is none."""
    kind = value.get("kind")
    orders = tuple(text(one, 3) for one in _list(value.get("orders"), 3))
    if kind not in KINDS or not orders or any(one not in _ORDERS for one in orders):
        raise Unreadable(UNUSABLE)
    mapping = _mapping(value.get("mapping"))
    if any(name not in FIELDS for name in mapping):
        raise Unreadable(UNUSABLE)
    return ImportReading(
        kind=str(kind),
        rows=tuple(_row(one, len(orders)) for one in rows[:MAX_ROWS]),
        problems=tuple(
            Problem(whole(one.get("line")), text(one.get("sentence"), 300))
            for one in map(_mapping, _list(value.get("problems"), MAX_PROBLEMS))
        ),
        orders=orders,
        columns=tuple(text(one, 200) for one in _list(value.get("columns"), 500)),
        mapping={name: whole(at) for name, at in mapping.items()},
        own=value.get("own") is True,
        is_cut=value.get("is_cut") is True,
    )


def _row(value: object, orders: int) -> ImportRow:
    row = _mapping(value)
    days = tuple(matching(one, _DAY) for one in _list(row.get("days"), 3))
    dues = tuple(matching(one, rf"({_DAY})?") for one in _list(row.get("dues", []), 3))
    if (
        len(days) not in (0, orders)
        or len(dues) not in (0, orders)
        or row.get("kind") not in CONTACT_KINDS
    ):
        raise Unreadable(UNUSABLE)
    return ImportRow(
        line=whole(row.get("line")),
        kind=str(row["kind"]),
        direction=matching(row.get("direction"), r"(in|out)?"),
        days=days,
        clock=matching(row.get("clock"), r"([01]\d|2[0-3]):[0-5]\d|"),
        utc=matching(row.get("utc"), rf"({_DAY}T\d\d:\d\d:\d\dZ)?"),
        zone=text(row.get("zone"), 60),
        company=text(row.get("company"), 200),
        number=text(row.get("number"), 60),
        who=text(row.get("who"), 200),
        reference=text(row.get("reference"), 100),
        said=text(row.get("said"), 20_000),
        promise=text(row.get("promise"), 1000),
        dues=dues,
        outcome=text(row.get("outcome"), 1000),
        notes=text(row.get("notes"), 20_000),
        duration_s=_seconds(row.get("duration_s")),
        hold_s=_seconds(row.get("hold_s")),
        repeats=row.get("repeats") is True,
        page=whole(row.get("page")),
        rect=matching(row.get("rect"), r"(\d+(\.\d+)?( \d+(\.\d+)?){3})?"),
    )


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Unreadable(UNUSABLE)
    return cast("Mapping[str, Any]", value)


def _list(value: object, most: int) -> list[object]:
    if not isinstance(value, list) or len(cast("list[object]", value)) > most:
        raise Unreadable(UNUSABLE)
    return cast("list[object]", value)


def _seconds(value: object) -> int | None:
    return None if value is None else min(whole(value), 7 * 24 * 3600)
