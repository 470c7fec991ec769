"""Dated statements and what they stand on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from onrecord.domain.record import Record


@dataclass(frozen=True, kw_only=True)
class Fact(Record):
    """A dated statement in the chronology, in the user's words; ``side`` mine or theirs.

    ``position`` keeps the user's order among facts of the same day. ``quoted`` are their own words
    where they admitted it; ``version_of_id`` is the fact this is the other side's version of.
    """

    TABLE: ClassVar[str] = "fact"

    dispute_id: str = ""
    dated: str = ""
    zone: str = ""
    words: str = ""
    position: int = 0
    side: str = "mine"
    disputed: bool = False
    admitted: bool = False
    quoted: str = ""
    version_of_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Citation(Record):
    """What a row stands on: a page of a document (``rect`` is x0, y0, x1, y1 in points from the
    top left of the page as shown, four numbers joined by spaces) or a contact or one line of it.
    ``of_table`` is fact, claim_line, promise, offer, issue or contact; ``side`` is mine or theirs where an
    issue is cited for, and call_record where a phone company's record shows that a call took place
    (and nothing of what was said in it).
    """

    TABLE: ClassVar[str] = "citation"

    of_table: str = "fact"
    of_id: str = ""
    evidence_id: str = ""
    page: int | None = None
    rect: str = ""
    contact_id: str = ""
    contact_line_id: str = ""
    side: str = ""


@dataclass(frozen=True, kw_only=True)
class Issue(Record):
    """Where we disagree: my position, theirs stated fairly."""

    TABLE: ClassVar[str] = "issue"

    dispute_id: str = ""
    position: int = 0
    title: str = ""
    mine: str = ""
    theirs: str = ""


@dataclass(frozen=True, kw_only=True)
class DayOrder(Record):
    """The order the user gave to what happened on one day of a dispute: ``items`` are kind and id
    joined by a colon (``contact:…``), the earliest first. What is not named keeps its usual place.
    """

    TABLE: ClassVar[str] = "day_order"

    dispute_id: str = ""
    dated: str = ""
    items: tuple[str, ...] = ()
