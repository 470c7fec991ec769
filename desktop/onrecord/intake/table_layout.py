"""How a table of a bank is laid out, once a person has said which column is which: plain data.

A layout is known again by the first line of its table, so that the next statement of the same
bank is read without being asked about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from onrecord.errors import Refused, Unreadable
from onrecord.intake.plain_values import UNUSABLE, text, whole

ROLES = ("date", "amount", "out", "in", "words", "reference", "currency", "flow")
"""``out`` and ``in`` are amounts of columns of their own; ``words`` may be several columns."""
MOST_COLUMNS = 60
_MOST_KEY = 2_000

Layouts = Mapping[str, Mapping[str, str]]
"""By key, the role of each column that has one, by its number from 0 as text."""


@dataclass(frozen=True)
class TableLook:
    """The first rows of a table, and what would be read in it. ``columns`` are its headings,
    empty ones where it has none; ``roles`` are those that are known or were given."""

    key: str
    columns: tuple[str, ...]
    examples: tuple[tuple[str, ...], ...]
    roles: Mapping[int, str]
    rows: tuple[str, ...] = ()
    """A line for each of the first movements, as they would be read."""
    count: int = 0
    left_out: int = 0


def checked_roles(roles: Mapping[int, str]) -> dict[str, str]:
    """As a setting keeps them. Raises Refused with what is missing."""
    known = {at: role for at, role in roles.items() if role}
    if any(role not in ROLES or not 0 <= at < MOST_COLUMNS for at, role in known.items()):
        raise Refused("That is no column of this table.", "columns")
    found = list(known.values())
    for role in ROLES:
        if role != "words" and found.count(role) > 1:
            raise Refused("Two columns cannot be the same thing.", "columns")
    if "date" not in found:
        raise Refused("Say which column holds the day.", "columns")
    if not {"amount", "out", "in"} & set(found):
        raise Refused("Say which column holds the amount.", "columns")
    if "amount" in found and {"out", "in"} & set(found):
        raise Refused("Say either one column of amounts, or paid out and paid in.", "columns")
    return {str(at): role for at, role in sorted(known.items())}


def look_from(value: object) -> TableLook:
    """What a worker answered; ``Unreadable`` if it is none."""
    if not isinstance(value, dict):
        raise Unreadable(UNUSABLE)
    found = cast("Mapping[str, Any]", value)
    columns, examples, rows = found.get("columns"), found.get("examples"), found.get("rows")
    roles = found.get("roles")
    if not isinstance(roles, dict):
        raise Unreadable(UNUSABLE)
    return TableLook(
        text(found.get("key"), _MOST_KEY),
        _texts(columns),
        tuple(_texts(one) for one in _list(examples)),
        {
            int(str(at)): str(role)
            for at, role in cast("dict[object, object]", roles).items()
            if str(at).isdigit() and role in ROLES
        },
        _texts(rows),
        whole(found.get("count")),
        whole(found.get("left_out")),
    )


def _list(value: object) -> list[object]:
    if not isinstance(value, list) or len(cast("list[object]", value)) > 100:
        raise Unreadable(UNUSABLE)
    return cast("list[object]", value)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(text(one, 300) for one in _list(value)[:MOST_COLUMNS])
