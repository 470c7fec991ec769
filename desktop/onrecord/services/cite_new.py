"""Put on record what a place shows, with the place: what happened, an amount, a promise, an offer,
a point where we disagree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.contact import Contact, Offer, Promise
from onrecord.domain.dispute import ClaimLine
from onrecord.domain.evidence import Evidence
from onrecord.domain.fact import Fact, Issue
from onrecord.domain.record import Record
from onrecord.domain.spoken_due import SpokenDue, parse_due, refuse_earlier
from onrecord.domain.when import When
from onrecord.errors import BugError, Refused
from onrecord.services.cite import Spot, add_cited
from onrecord.services.claim_lines import typed_money
from onrecord.services.made_on import shown_on
from onrecord.services.working_days import working_days_of

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

WORDS = {
    "fact": "Put on record what happened",
    "claim_line": "Added an amount",
    "promise": "Added a promise",
    "offer": "Added an offer",
    "issue": "Added where we disagree",
}


@dataclass(frozen=True)
class Shown:
    """What the form holds. ``detail`` is the date of a fact, the amount of a claim line or an
    offer, the day of a promise, as typed; ``quoted`` are their words where they admit it in them."""

    table: str
    words: str
    detail: str = ""
    side: str = "mine"
    quoted: str = ""
    currency: str = ""
    """Of an amount that names none."""


def cite_new(vault: Vault, dispute_id: str, shown: Shown, spots: Sequence[Spot]) -> Change:
    """Raises Refused naming words or detail."""
    words = " ".join(shown.words.split())
    if not words:
        raise Refused("Say in a few words what it shows.", "words")
    record, side = _record(vault, dispute_id, shown, words, spots)
    return add_cited(vault, record, spots, WORDS[shown.table], side)


def _record(
    vault: Vault, dispute_id: str, shown: Shown, words: str, spots: Sequence[Spot]
) -> tuple[Record, str]:
    if shown.table == "fact":
        fact = Fact(
            dispute_id=dispute_id,
            dated=shown.detail,
            words=words,
            position=_last(vault, Fact, dispute_id) + 1,
            side=shown.side,
            admitted=bool(shown.quoted),
            quoted=shown.quoted.strip(),
        )
        return fact, ""
    if shown.table == "claim_line":
        amount = typed_money(shown.detail, shown.currency, "detail")
        line = ClaimLine(
            dispute_id=dispute_id,
            position=_last(vault, ClaimLine, dispute_id) + 1,
            words=words,
            amount_minor=amount.minor,
            currency=amount.currency,
        )
        return line, ""
    if shown.table == "promise":
        due = _due(vault, dispute_id, shown.detail, spots)
        if due.quoted and due.words not in words:
            words = f"{words}, {due.quoted}"  # how the time was given is kept
        return Promise(dispute_id=dispute_id, words=words, due=due.when.text), ""
    if shown.table == "offer":
        made = Offer(dispute_id=dispute_id, words=words)
        if shown.detail.strip():
            money = typed_money(shown.detail, shown.currency, "detail")
            made = replace(made, amount_minor=money.minor, currency=money.currency)
        return made, ""
    if shown.table == "issue":
        mine = shown.side == "mine"
        issue = Issue(
            dispute_id=dispute_id,
            position=_last(vault, Issue, dispute_id) + 1,
            title=words,
            mine=shown.quoted.strip() if mine else "",
            theirs="" if mine else shown.quoted.strip(),
        )
        return issue, shown.side
    raise BugError(f"{shown.table} is not cited for")


def _last(vault: Vault, cls: type[Record], dispute_id: str) -> int:
    rows = vault.query(
        f"SELECT coalesce(max(position), 0) AS last FROM {cls.TABLE} WHERE dispute_id = ?",
        [dispute_id],
    )
    return int(rows[0]["last"])


def _said_on(vault: Vault, spots: Sequence[Spot]) -> date | None:
    """The day of the document or call a promise stands in: "within four months" counts from it."""
    for spot in spots:
        if spot.evidence_id:
            return When(vault.get(Evidence, spot.evidence_id).dated).first_day
        if spot.contact_id:
            return When(vault.get(Contact, spot.contact_id).dated).first_day
    return None


def _due(vault: Vault, dispute_id: str, typed: str, spots: Sequence[Spot]) -> SpokenDue:
    """It is not due before the day it was promised, where that is known."""
    if not typed.strip():
        return SpokenDue(When(""))
    try:
        due = parse_due(typed, _said_on(vault, spots), working_days_of(vault, dispute_id))
        refuse_earlier(due.when, shown_on(vault, spots))
        return due
    except (ValueError, OverflowError) as error:
        raise Refused(str(error), "detail") from None
