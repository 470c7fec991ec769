"""That a packet went out: what, to whom, when, by which way, and what came back for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from onrecord.domain.record import Record

WAYS = ("website", "email", "post", "hand", "fax")
BY = {
    "website": "through their website", "email": "by email", "post": "by post", "hand": "by hand",
    "fax": "by fax",
}  # fmt: skip


def way_words(way: str) -> str:
    """``by post``; a way of an earlier version as it was typed."""
    return BY.get(way) or (f"by {way}" if way else "")


@dataclass(frozen=True, kw_only=True)
class Sending(Record):
    """One revision went to one recipient. One may go out twice: by email, and by post as well.

    ``dated`` is the day it went; ``reference`` the one they acknowledged it under, on the day
    ``acknowledged_dated``; ``proof_evidence_id`` the document that proves it. ``contact_id`` is
    the message on record, ``stage_event_id`` the step it took, each empty where there is none.
    """

    TABLE: ClassVar[str] = "sending"

    dispute_id: str = ""
    packet_id: str = ""
    bundle_id: str = ""
    recipient: str = ""
    dated: str = ""
    way: str = ""
    proof_evidence_id: str = ""
    reference: str = ""
    acknowledged_dated: str = ""
    contact_id: str = ""
    stage_event_id: str = ""
