"""Going back to an earlier state of the records, as one change that can be undone.

The history goes on: it says of each row what was put back. Nothing is lost by it. The state before
is kept as a snapshot of its own for thirty days; documents, messages and disputes that came later
go to the trash with all that belongs to them; what was sent or deleted for good stays so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.domain.agency_override import AgencyOverride
from onrecord.domain.change import Change
from onrecord.domain.counterparty import Counterparty
from onrecord.domain.evidence import ObjectRecord
from onrecord.domain.housekeeping import Draft, Exit, PendingExport, Setting, Tombstone
from onrecord.domain.packet import Bundle
from onrecord.domain.person import Person
from onrecord.domain.record import Record
from onrecord.domain.tables import RECORDS
from onrecord.domain.times import now_text
from onrecord.services.views.snapshots import words_of

if TYPE_CHECKING:
    from onrecord.vault.records import Transaction
    from onrecord.vault.vault import Vault

_STAY: tuple[type[Record], ...] = (
    ObjectRecord, Setting, Draft, PendingExport, Tombstone, Exit, AgencyOverride,
)  # fmt: skip
"""Tables that are no part of a dispute's records: they stay as they are."""

_KEPT_IF_NEW: tuple[type[Record], ...] = (Bundle, Counterparty, Person)
"""What went out is on record for good; a name that nobody uses does no harm."""

_Rows = dict[str, dict[str, Any]]


def go_back(vault: Vault, name: str) -> Change:
    """The records as they were in the snapshot of that name. Raises NotFound, Damaged or
    NewerFormat, with nothing changed."""
    then = _rows_then(vault, name)
    vault.snapshot(before=True)
    with vault.change(f"Went back to how it was on {words_of(name)}") as tx:
        now = {cls: _by_id(tx.find(cls)) for cls in then}
        gone = {one.of_id for one in tx.find(Tombstone)}
        new = {
            id
            for cls, rows in now.items()
            if _has_trash(cls)
            for id in rows.keys() - then[cls].keys()
        }
        for cls, rows in then.items():
            for id, row in rows.items():
                if not gone & {id, *_named(row)}:
                    tx.put_back(cls.TABLE, id, row)
            for id in now[cls].keys() - rows.keys():
                _put_aside(tx, cls, now[cls][id], new)
    return tx.change


def _rows_then(vault: Vault, name: str) -> dict[type[Record], _Rows]:
    with vault.opened_snapshot(name) as store:
        tables = {row["name"] for row in store.rows("SELECT name FROM sqlite_master")}
        return {
            cls: _by_id([cls.from_row(row) for row in store.rows(f"SELECT * FROM {cls.TABLE}")])
            for cls in RECORDS
            if cls not in _STAY and cls.TABLE in tables
        }


def _put_aside(tx: Transaction, cls: type[Record], row: dict[str, Any], new: set[str]) -> None:
    """A row that was not there then."""
    if _has_trash(cls):
        if not row["trashed_at"]:
            tx.put_back(cls.TABLE, row["id"], row | {"trashed_at": now_text()})
    elif cls not in _KEPT_IF_NEW and not new & _named(row):
        tx.put_back(cls.TABLE, row["id"], None)


def _by_id(records: list[Any]) -> _Rows:
    return {record.id: record.to_row() for record in records}


def _named(row: dict[str, Any]) -> set[str]:
    """The ids of other rows that a row names."""
    return {value for column, value in row.items() if value and column.endswith("_id")}


def _has_trash(cls: type[Record]) -> bool:
    return "trashed_at" in cls.__dataclass_fields__
