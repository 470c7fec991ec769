"""One matter, with its parties, its people and what I want."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from onrecord.domain.record import Record

OUTCOME_STATES = ("wanted", "got", "partly", "refused", "dropped")


@dataclass(frozen=True, kw_only=True)
class Dispute(Record):
    """``title`` is what went wrong in a sentence; ``counterparty_id`` the company it began with.

    ``rough_minor`` is a figure marked "about" that stands until claim lines are written.
    """

    TABLE: ClassVar[str] = "dispute"

    title: str = ""
    counterparty_id: str = ""
    category: str = ""
    sector: str = ""
    place: str = ""
    summary: str = ""
    currency: str = ""
    rough_minor: int | None = None
    state: str = "open"
    sample: bool = False
    trashed_at: str = ""


@dataclass(frozen=True, kw_only=True)
class DisputeParty(Record):
    """A further party of a dispute, beside the one it began with."""

    TABLE: ClassVar[str] = "dispute_party"

    dispute_id: str = ""
    counterparty_id: str = ""
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class DesiredOutcome(Record):
    """One thing I want: money, an apology, a correction; each with its own ``status``, one of
    ``OUTCOME_STATES``. ``got_minor`` is what came of its money, in the same currency.
    """

    TABLE: ClassVar[str] = "desired_outcome"

    dispute_id: str = ""
    position: int = 0
    words: str = ""
    amount_minor: int | None = None
    currency: str = ""
    status: str = "wanted"
    got_minor: int | None = None

    @property
    def is_wanted(self) -> bool:
        """Whether it is still to be asked for: not what I got, or gave up."""
        return self.status not in ("got", "dropped")


@dataclass(frozen=True, kw_only=True)
class ClaimLine(Record):
    """Money I ask for, in minor units; ``undisputed`` is what I agree I owe.

    ``kind`` is charge, pro_rata, interest or cost; ``formula`` says how a computed one came about.
    ``original_minor`` is the same transaction in the currency it was made in, where the account was
    charged in another: kept beside the amount, never added to it.
    """

    TABLE: ClassVar[str] = "claim_line"

    dispute_id: str = ""
    position: int = 0
    words: str = ""
    amount_minor: int = 0
    currency: str = ""
    undisputed: bool = False
    kind: str = "charge"
    formula: str = ""
    original_minor: int | None = None
    original_currency: str = ""
