"""Money that moved, and how a dispute ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from onrecord.domain.record import Record


@dataclass(frozen=True, kw_only=True)
class LedgerEntry(Record):
    """One movement: charged, paid, refunded or credited. Where a statement row shows it,
    ``evidence_id`` and ``page`` or ``row`` (from 1) say where; ``promise_id`` and
    ``claim_line_id`` what it settles. ``original_minor`` is the amount in another currency as
    the statement states it, kept apart and never added.
    """

    TABLE: ClassVar[str] = "ledger_entry"

    dispute_id: str = ""
    dated: str = ""
    words: str = ""
    direction: str = "refunded"
    amount_minor: int = 0
    currency: str = ""
    original_minor: int | None = None
    original_currency: str = ""
    evidence_id: str = ""
    page: int | None = None
    row: int | None = None
    promise_id: str = ""
    claim_line_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Closure(Record):
    """How a dispute ended and what I would do next time. A reopened dispute keeps it."""

    TABLE: ClassVar[str] = "closure"

    dispute_id: str = ""
    dated: str = ""
    outcome: str = ""
    worked: str = ""
    next_time: str = ""
    feedback_letter_id: str = ""
    reopened_at: str = ""
