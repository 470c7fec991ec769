"""What is in the trash, in words, and how long it stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from onrecord.domain.contact import Contact
from onrecord.domain.evidence import Evidence
from onrecord.domain.times import parse_utc
from onrecord.services.trash import KEPT_DAYS, trashed
from onrecord.services.views.timeline import contact_words, icon_of

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class TrashRow:
    """``kind`` is a table's name; with ``days_left`` 0 the next unlock deletes it for good."""

    kind: str
    id: str
    icon: str
    words: str
    trashed: date
    days_left: int


def trash_rows(vault: Vault, today: date | None = None) -> list[TrashRow]:
    """The newest first."""
    day = today or date.today()
    rows: list[TrashRow] = []
    for record in trashed(vault):
        one: Any = record
        thrown = parse_utc(one.trashed_at).astimezone().date()
        left = KEPT_DAYS - (day - thrown).days
        rows.append(TrashRow(one.TABLE, one.id, _icon(one), _words(one), thrown, left))
    return rows


def _icon(record: Any) -> str:
    if isinstance(record, Contact):
        return icon_of(record)
    return "document" if isinstance(record, Evidence) else record.TABLE


def _words(record: Any) -> str:
    if isinstance(record, Contact):
        words = contact_words(record)
        return f"{record.company}: {words}" if record.company else words
    if isinstance(record, Evidence):
        return record.title or record.file_name
    return record.title or record.TABLE.capitalize()
