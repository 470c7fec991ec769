"""What the user said of a dispute because the rules of a body ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from onrecord.domain.record import Record

NOT_KNOWN = "unknown"

_OF_ONE_COMPANY = frozenset({
    "first_complaint", "complaint_sent", "complaint_served", "complaint_received",
    "company_response", "company_decision", "company_consents", "provider_refused",
    "final_response", "deadlock", "filed", "case_opened", "body_notice", "notice_given",
    "oral_notice", "notice_received", "hearing",
})  # fmt: skip
"""Events that are between me, one company and whoever has the complaint about it."""


def of_one_company(code: str) -> bool:
    """Whether an answer says something of one company, and nothing of another in the dispute."""
    kind, _, event = code.partition(":")
    return kind == "event" and event in _OF_ONE_COMPANY


@dataclass(frozen=True, kw_only=True)
class MatterAnswer(Record):
    """``code`` is that of a ``matter.Question``; ``value`` is ``yes``, ``no``, a When text (several
    with ``;`` between where each wrong charge has its own), an amount in minor units with its
    currency (``20000 GBP``), a code of ``agency_words.CARDS``, or ``NOT_KNOWN``. A place, the kind
    of matter and a complaint have rows of their own. ``counterparty_id`` is the company it is about
    where it is about one (``of_one_company``) and that is another than the dispute began with.
    """

    TABLE: ClassVar[str] = "matter_answer"

    dispute_id: str = ""
    code: str = ""
    value: str = ""
    counterparty_id: str = ""
