"""What every row of the vault has in common.

A record is a frozen dataclass whose field names are its table's columns. Values are text, whole
numbers, truth values, tuples of text, and plain dictionaries (the last two are JSON in the row).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, ClassVar, Self, get_type_hints

from onrecord.domain.ids import new_id


@dataclass(frozen=True, kw_only=True)
class Record:
    """``revision`` counts changes from 1; the vault sets both times (UTC text)."""

    TABLE: ClassVar[str] = ""
    CITABLE: ClassVar[bool] = True
    """Whether a bundle can cite it, and so whether each change is an entry in the history."""

    id: str = field(default_factory=new_id)
    revision: int = 1
    created_at: str = ""
    changed_at: str = ""

    def to_row(self) -> dict[str, Any]:
        """Column values as SQLite keeps them."""
        row: dict[str, Any] = {}
        kinds = _kinds(type(self))
        for name, kind in kinds.items():
            value = getattr(self, name)
            if kind == "bool":
                value = int(value)
            elif kind != "plain":
                value = json.dumps(value, ensure_ascii=False, sort_keys=True)
            row[name] = value
        return row

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> Self:
        """The record a row holds; a column this version does not know is left alone."""
        return cls(
            **{name: _decoded(kind, row[name]) for name, kind in _kinds(cls).items() if name in row}
        )


def _decoded(kind: str, value: Any) -> Any:
    if kind == "bool":
        return bool(value)
    if kind == "plain":
        return value
    parsed = json.loads(value or "null")
    return tuple(parsed or ()) if kind == "tuple" else parsed or {}


@cache
def _kinds(cls: type[Record]) -> dict[str, str]:
    hints = get_type_hints(cls)
    kinds: dict[str, str] = {}
    for one in fields(cls):
        hint = str(hints[one.name])
        if hints[one.name] is bool:
            kinds[one.name] = "bool"
        elif hint.startswith("tuple"):
            kinds[one.name] = "tuple"
        elif hint.startswith("dict"):
            kinds[one.name] = "dict"
        else:
            kinds[one.name] = "plain"
    return kinds
