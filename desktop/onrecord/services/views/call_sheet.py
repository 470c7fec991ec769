"""The call sheet: what to have ready before a call or a letter, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.channel_adviser import way_words
from onrecord.domain.contact import Contact, Promise
from onrecord.domain.counterparty import AccountRef, Counterparty
from onrecord.domain.deadline import WorkingDay
from onrecord.domain.dispute import DesiredOutcome, Dispute
from onrecord.domain.money import Money
from onrecord.domain.place import parse_place
from onrecord.domain.track import StageEvent
from onrecord.domain.when import When
from onrecord.services.call_goal import least_of
from onrecord.services.own_currency import own_currency
from onrecord.services.views.money import money

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_LAST = 3
_STILL = "trashed_at = ''"


@dataclass(frozen=True)
class SheetContact:
    """One of the last calls or messages, ready to read out."""

    kind: str
    when: str
    who: str
    reference: str

    def words(self) -> str:
        """``ref 3920-B, 12 February 2026, Sam``."""
        ref = f"ref {self.reference}" if self.reference else "no reference"
        return ", ".join(p for p in (ref, self.when, self.who) if p)


@dataclass(frozen=True)
class SheetBill:
    """The document to have open, at the page of the disputed line."""

    evidence_id: str
    title: str
    page: int | None = None


@dataclass(frozen=True)
class CallSheet:
    """``numbers`` are (kind, value); ``open`` and ``broken`` are promises in a line each."""

    dispute_id: str
    title: str
    company: str
    currency: str = ""
    numbers: tuple[tuple[str, str], ...] = ()
    phones: tuple[str, ...] = ()
    hours: str = ""
    best_time: str = ""
    dispute_address: str = ""
    preferred_channel: str = ""
    stated_response: str = ""
    contacts: tuple[SheetContact, ...] = ()
    open: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    ask: str = ""
    least: str = ""
    questions: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    bill: SheetBill | None = None
    is_working_day: WorkingDay | None = None
    place: str = ""
    their_place: str = ""


def call_sheet(vault: Vault, dispute_id: str, today: date | None = None) -> CallSheet:
    """Everything from what is on record. Raises NotFound."""
    day = today or date.today()
    dispute = vault.get(Dispute, dispute_id)
    party = vault.find(Counterparty, "id = ?", [dispute.counterparty_id], limit=1)
    company = party[0] if party else Counterparty()
    here, args = "dispute_id = ?", [dispute_id]
    contacts = vault.find(
        Contact,
        f"{_STILL} AND id IN (SELECT contact_id FROM dispute_contact WHERE dispute_id = ?)",
        args,
        order="dated DESC, rowid DESC",
    )
    promises = vault.find(Promise, f"{here} AND state IN ('open', 'broken')", args, order="due")
    late = [p for p in promises if p.state == "broken" or (_last_day(p) or day) < day]
    numbers = tuple((n.kind, n.value) for n in vault.find(AccountRef, here, args, order="rowid"))
    denials = vault.find(
        StageEvent,
        "kind IN ('denied', 'final_response', 'rejected') AND track_id IN"
        " (SELECT id FROM track WHERE dispute_id = ?)",
        args,
        order="dated",
    )
    ask = _ask(vault, dispute)
    least = least_of(vault, dispute_id) or next((c.fallback for c in contacts if c.fallback), "")
    bill = _bill(vault, dispute_id)
    broken = tuple(_promise(p) for p in late)
    return CallSheet(
        dispute_id=dispute_id,
        title=dispute.title,
        company=company.name,
        currency=own_currency(vault, dispute_id),
        numbers=numbers,
        phones=company.phone_numbers,
        hours=company.hours,
        best_time=company.best_time,
        dispute_address=company.dispute_address,
        preferred_channel=way_words(company.preferred_channel),
        stated_response=company.stated_response,
        contacts=tuple(_contact(c) for c in contacts[:_LAST]),
        open=tuple(_promise(p) for p in promises if p not in late),
        broken=broken,
        ask=ask,
        least=least,
        questions=_questions(broken, denials[-1] if denials else None),
        missing=_missing(ask, least, numbers, bill, contacts, company),
        bill=bill,
        is_working_day=_working_days(dispute.place),
        place=dispute.place,
        their_place=company.place,
    )


def _ask(vault: Vault, dispute: Dispute) -> str:
    """In one sentence: the first thing wanted, else the sum of what is claimed, for what."""
    wanted = vault.find(DesiredOutcome, "dispute_id = ?", [dispute.id], order="position, rowid")
    wanted = [one for one in wanted if one.is_wanted]
    if wanted:
        one = wanted[0]
        amount = ""
        if one.amount_minor is not None and one.currency:
            amount = Money(one.amount_minor, one.currency).words()
        return one.words if not amount or amount in one.words else f"{one.words} ({amount})"
    asked = money(vault, dispute.id).asked
    if asked:
        return f"{' + '.join(a.words() for a in asked)} back: {dispute.title}"
    return ""


def _bill(vault: Vault, dispute_id: str) -> SheetBill | None:
    """The page a claim line cites; else the newest bill of the dispute."""
    cited = vault.query(
        "SELECT e.id, e.title, e.file_name, c.page FROM citation c"
        " JOIN claim_line l ON l.id = c.of_id JOIN evidence e ON e.id = c.evidence_id"
        " WHERE c.of_table = 'claim_line' AND l.dispute_id = ? AND l.undisputed = 0"
        " AND e.trashed_at = '' ORDER BY l.position, c.rowid LIMIT 1",
        [dispute_id],
    )
    found = cited or vault.query(
        "SELECT e.id, e.title, e.file_name, NULL AS page FROM evidence e"
        " JOIN dispute_evidence d ON d.evidence_id = e.id"
        " WHERE d.dispute_id = ? AND e.kind IN ('bill', 'statement') AND e.trashed_at = ''"
        " ORDER BY e.dated DESC, e.rowid DESC LIMIT 1",
        [dispute_id],
    )
    if not found:
        return None
    row = found[0]
    return SheetBill(row["id"], row["title"] or row["file_name"], row["page"])


def _contact(contact: Contact) -> SheetContact:
    who = ", ".join(p for p in (contact.agent_name, contact.agent_team) if p)
    return SheetContact(
        contact.kind, When(contact.dated).day.words() if contact.dated else "day not known", who,
        contact.reference,
    )  # fmt: skip


def _promise(promise: Promise) -> str:
    amount = ""
    if promise.amount_minor is not None and promise.currency:
        amount = Money(promise.amount_minor, promise.currency).words()
        amount = "" if amount in promise.words else amount
    due = f"by {When(promise.due).words()}" if promise.due else "no day given"
    return ", ".join(p for p in (promise.words, amount, due) if p)


def _last_day(promise: Promise) -> date | None:
    return When(promise.due).last_day if promise.due else None


def _questions(broken: tuple[str, ...], denial: StageEvent | None) -> tuple[str, ...]:
    """Questions that fit what is on record; the last two fit every call."""
    asked: list[str] = []
    if broken:
        asked.append(f"You promised: {broken[0]}. Why was that not kept?")
    if denial is not None:
        reason = f" ({denial.reason.rstrip('.')})" if denial.reason else ""
        asked.append(f"Which term or rule is the refusal based on{reason}?")
    asked.append("If you cannot decide this, who can, and how do I reach them?")
    asked.append("What exactly happens next, and by which date?")
    return tuple(asked)


def _missing(
    ask: str,
    least: str,
    numbers: tuple[tuple[str, str], ...],
    bill: SheetBill | None,
    contacts: list[Contact],
    company: Counterparty,
) -> tuple[str, ...]:
    bare = [c for c in contacts if c.kind in ("call", "chat", "visit") and not c.reference]
    count = len(bare)
    checks = (
        (not numbers, "your account or order number"),
        (not ask, "what you want, in one sentence"),
        (not least, "the least you would accept"),
        (bill is None, "the bill or statement it is about"),
        (not company.phone_numbers, "their phone number"),
        (count == 1, "the reference of one call"),
        (count > 1, f"the references of {count} calls"),
    )
    return tuple(words for lacking, words in checks if lacking)


def _working_days(place: str) -> WorkingDay | None:
    from onrecord.services.working_days import working_days

    return working_days(parse_place(place)) if place else None
