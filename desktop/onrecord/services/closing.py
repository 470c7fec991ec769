"""How a dispute ended, thing by thing; and how it is opened again with all of that kept.

Closing settles nothing else: a promise that is open stays open until it is kept, and a refund
until its credit is on record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.contact import Promise
from onrecord.domain.dispute import OUTCOME_STATES, ClaimLine, DesiredOutcome, Dispute
from onrecord.domain.ledger import Closure, LedgerEntry
from onrecord.domain.letter import Letter
from onrecord.domain.money import Money, totals
from onrecord.domain.times import now_text
from onrecord.domain.when import When
from onrecord.errors import Refused
from onrecord.services.derive import stored_date
from onrecord.services.letters.start_letter import start_letter

if TYPE_CHECKING:
    from onrecord.vault.records import Transaction
    from onrecord.vault.vault import Vault

CAME_BACK = ("refunded", "credited")
"""The directions of money in the ledger that came back to me."""


@dataclass(frozen=True)
class Ended:
    """One thing I wanted, or got without asking, and what became of it.

    ``state`` is one of ``OUTCOME_STATES``; ``asked`` and ``got`` are minor units of ``currency``.
    ``id`` is empty for what is not on record yet.
    """

    words: str
    state: str = "wanted"
    asked: int | None = None
    got: int | None = None
    currency: str = ""
    id: str = ""


@dataclass(frozen=True)
class ClosingForm:
    """What there is to say at the end. ``closure`` is the newest one, also of a dispute that was
    opened again; ``still_open`` are promises that closing does not settle.
    """

    dispute: Dispute
    items: tuple[Ended, ...]
    closure: Closure | None
    earlier: tuple[Closure, ...]
    still_open: tuple[Promise, ...]
    letter: Letter | None


def closing_form(vault: Vault, dispute_id: str) -> ClosingForm:
    """The things wanted, with what the ledger says came back; raises NotFound.

    Money asked for in claim lines that no wish names is one more thing, a currency each.
    """
    dispute = vault.get(Dispute, dispute_id)
    here, args = "dispute_id = ?", [dispute_id]
    wanted = vault.find(DesiredOutcome, here, args, order="position, rowid")
    items = [
        Ended(w.words, w.status, w.amount_minor, w.got_minor, w.currency, w.id) for w in wanted
    ]
    came = came_back(vault, dispute_id)
    named = {item.currency for item in items if item.asked is not None or item.got is not None}
    for asked in _asked(vault, dispute_id):
        if asked.currency not in named:
            items.append(Ended("Money back", asked=asked.minor, currency=asked.currency))
    for currency, minor in came.items():
        items = _with_money(items, currency, minor)
    closures = vault.find(Closure, here, args, order="rowid")
    last = closures[-1] if closures else None
    letters = (
        vault.find(Letter, "id = ?", [last.feedback_letter_id])
        if last and last.feedback_letter_id
        else []
    )
    return ClosingForm(
        dispute=dispute,
        items=tuple(items),
        closure=last,
        earlier=tuple(closures[:-1]),
        still_open=tuple(
            vault.find(Promise, f"{here} AND state = 'open'", args, order="due, rowid")
        ),
        letter=letters[0] if letters else None,
    )


def close_dispute(
    vault: Vault,
    dispute_id: str,
    items: Sequence[Ended] = (),
    *,
    worked: str = "",
    next_time: str = "",
    dated: str = "",
    today: date | None = None,
) -> Change:
    """Writes down what became of each thing and closes; ``Change.result`` is the closure's id.

    A dispute that is closed already has its closure corrected instead. ``dated`` as typed, today
    where it is empty. Raises Refused naming the field, NotFound.
    """
    now = today or date.today()
    day = stored_date(dated) or now.isoformat()
    if (When(day).first_day or now) > now:
        raise Refused("That day is still to come; write when it ended.", "dated")
    dispute = vault.get(Dispute, dispute_id)
    items = [replace(item, words=" ".join(item.words.split())) for item in items]
    kept = [item for item in items if item.words]
    for number, item in enumerate(kept):
        _check(item, f"items[{number}]")
    known = vault.find(Closure, "dispute_id = ?", [dispute_id], order="rowid")
    stands = known[-1] if known and not known[-1].reopened_at else None
    again = dispute.state == "closed" and stands is not None
    with vault.change("Ending corrected" if again else "Dispute closed") as tx:
        for position, item in enumerate(kept, 1):
            _store(tx, dispute_id, position, item)
        closure = stands if again and stands is not None else Closure(dispute_id=dispute_id)
        closure = replace(
            closure,
            dated=day,
            outcome=outcome_words(kept),
            worked=worked.strip(),
            next_time=next_time.strip(),
        )
        if again:
            tx.update(closure)
        else:
            tx.insert(closure)
        if dispute.state != "closed":
            tx.patch(Dispute, dispute_id, state="closed")
    return replace(tx.change, result=closure.id)


def reopen_dispute(vault: Vault, dispute_id: str) -> Change:
    """Open again; how it had ended is kept, with the time it was opened again."""
    known = vault.find(Closure, "dispute_id = ?", [dispute_id], order="rowid")
    with vault.change("Dispute opened again") as tx:
        tx.patch(Dispute, dispute_id, state="open")
        if known and not known[-1].reopened_at:
            tx.patch(Closure, known[-1].id, reopened_at=now_text())
    return replace(tx.change, result=dispute_id)


def write_feedback(vault: Vault, dispute_id: str, today: date | None = None) -> Change:
    """A letter of thanks and feedback; the closure remembers it. ``Change.result`` is its id."""
    known = vault.find(Closure, "dispute_id = ?", [dispute_id], order="rowid")
    with vault.change("Letter started") as tx:
        made = start_letter(vault, dispute_id, "thanks", today=today).result
        if known:
            tx.patch(Closure, known[-1].id, feedback_letter_id=made)
    return replace(tx.change, result=made)


def came_back(vault: Vault, dispute_id: str) -> dict[str, int]:
    """What is on record as refunded or credited, a sum for each currency."""
    entries = vault.find(LedgerEntry, "dispute_id = ?", [dispute_id], order="rowid")
    found = [e for e in entries if e.direction in CAME_BACK and e.currency]
    return {m.currency: m.minor for m in totals(Money(e.amount_minor, e.currency) for e in found)}


def outcome_words(items: Sequence[Ended]) -> str:
    """How it ended, in one line: ``Got 2 of 3 things: £84.20``."""
    told = [item for item in items if item.state not in ("wanted", "dropped")]
    money = totals(Money(item.got, item.currency) for item in items if item.got and item.currency)
    sums = " + ".join(amount.words() for amount in money)
    if not told:
        return sums
    got = sum(item.state == "got" for item in told)
    partly = sum(item.state == "partly" for item in told)
    if not got and not partly:
        words = "Got nothing of what I asked"
    elif got == len(told):
        words = "Got all I asked" if got > 1 else "Got what I asked"
    else:
        words = f"Got {got} of {len(told)} things" if got else "Got a part"
        if got and partly:
            words += f", {partly} in part"
    return f"{words}: {sums}" if sums else words


def _asked(vault: Vault, dispute_id: str) -> list[Money]:
    lines = vault.find(ClaimLine, "dispute_id = ?", [dispute_id], order="position, rowid")
    return totals(
        Money(line.amount_minor, line.currency)
        for line in lines
        if line.currency and not line.undisputed
    )


def _with_money(items: list[Ended], currency: str, minor: int) -> list[Ended]:
    """What came back fills in what nobody has said yet; it never changes what was."""
    open_ones = [
        n
        for n, item in enumerate(items)
        if item.currency == currency and item.asked is not None and item.state == "wanted"
    ]
    if any(item.got is not None and item.currency == currency for item in items):
        return items
    if len(open_ones) != 1:  # which of several it paid for is for the person to say
        return items if open_ones else [*items, Ended("Money back", "got", None, minor, currency)]
    at = open_ones[0]
    asked = items[at].asked or 0
    state = "got" if minor >= asked else "partly" if minor > 0 else "wanted"
    return [*items[:at], replace(items[at], got=minor, state=state), *items[at + 1 :]]


def _check(item: Ended, path: str) -> None:
    if item.state not in OUTCOME_STATES:
        raise Refused("Say whether you got it: yes, in part, no, or no longer wanted.", path)
    for minor in (item.asked, item.got):
        if minor is not None and minor < 0:
            raise Refused("An amount that came back cannot be negative.", path)
    if (item.got is not None or item.asked is not None) and not item.currency:
        raise Refused("Say in which currency the amount is.", path)


def _store(tx: Transaction, dispute_id: str, position: int, item: Ended) -> None:
    row = DesiredOutcome(dispute_id=dispute_id, position=position)
    if item.id:
        row = tx.get(DesiredOutcome, item.id)
        if row.dispute_id != dispute_id:
            raise Refused("This belongs to another dispute.")
    row = replace(
        row,
        words=item.words,
        status=item.state,
        amount_minor=item.asked,
        got_minor=item.got,
        currency=item.currency,
    )
    if item.id:
        tx.update(row)
    else:
        tx.insert(row)
