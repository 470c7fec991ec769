"""What has a day: deadlines kept by hand or taken over from a rule, and plans of my own.

A deadline that follows from a promise or from a rule is computed when it is looked at and needs
no row; a row is kept for what the user set, took over with its source, or put aside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from onrecord.domain.record import Record


@dataclass(frozen=True, kw_only=True)
class DiaryDeadline(Record):
    """``kind`` is hand, company (their stated time) or rule; ``due`` a When text; ``computed``
    says how the day came about; ``state`` open, met, missed or dropped. ``firm`` is false where
    the rule is unverified, and then it is never shown as a certain day.
    """

    TABLE: ClassVar[str] = "deadline"

    dispute_id: str = ""
    track_id: str = ""
    kind: str = "hand"
    words: str = ""
    due: str = ""
    computed: str = ""
    rule_id: str = ""
    source: str = ""
    as_of: str = ""
    firm: bool = True
    state: str = "open"


@dataclass(frozen=True, kw_only=True)
class PlannedAction(Record):
    """What I mean to do, by my own intent; never mixed with a deadline."""

    TABLE: ClassVar[str] = "planned_action"

    dispute_id: str = ""
    words: str = ""
    dated: str = ""
    state: str = "open"


@dataclass(frozen=True, kw_only=True)
class FaultReport(Record):
    """That a fault was reported: when, to whom (the contact), and how long it lasted.

    ``monthly_minor`` is what the service costs a month; the credit estimate and its formula are
    computed from it and the two times.
    """

    TABLE: ClassVar[str] = "fault_report"

    dispute_id: str = ""
    contact_id: str = ""
    words: str = ""
    started: str = ""
    ended: str = ""
    zone: str = ""
    monthly_minor: int | None = None
    currency: str = ""
