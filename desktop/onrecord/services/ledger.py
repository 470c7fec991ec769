"""Put on record that money moved: from a row of a statement, or by hand.

What came back for a promise keeps it, once all of it is shown by a statement or another document;
taking the entry out opens the promise again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.domain.balance import CAME_BACK, awaits_credit
from onrecord.domain.change import Change
from onrecord.domain.contact import Promise
from onrecord.domain.dispute import ClaimLine, Dispute
from onrecord.domain.evidence import DisputeEvidence, Evidence
from onrecord.domain.fact import Citation
from onrecord.domain.ledger import LedgerEntry
from onrecord.domain.money import Money
from onrecord.domain.movement import Movement
from onrecord.errors import NotFound, Refused
from onrecord.services.claim_lines import typed_money
from onrecord.services.derive import stored_date
from onrecord.services.views.statements import statement_view

if TYPE_CHECKING:
    from onrecord.vault.records import Transaction
    from onrecord.vault.vault import Vault

DIRECTIONS = ("refunded", "credited", "charged", "paid")


def record_row(
    vault: Vault,
    dispute_id: str,
    evidence_id: str,
    number: int,
    *,
    came_back: bool | None = None,
    claim_line_id: str = "",
    promise_id: str = "",
) -> Change:
    """Records a row of a statement as money that came back, or as the charge a claim line is
    about. ``came_back`` is only needed where the statement does not say which way it went.

    Raises NotFound; Refused where the statement leaves something open or the row is recorded.
    """
    movement = _movement(vault, evidence_id, number)
    if movement.amount is None or not movement.dated:
        raise Refused("First answer what this statement leaves open.")
    known = {"in": True, "out": False}.get(movement.flow)
    back = known if known is not None else came_back
    if back is None:
        raise Refused("Say whether this was paid to you or by you.", "came_back")
    taken = "dispute_id = ? AND evidence_id = ? AND row = ?"
    if vault.count(LedgerEntry, taken, [dispute_id, evidence_id, number]):
        raise Refused("This row is recorded already.")
    original = movement.original
    entry = LedgerEntry(
        dispute_id=dispute_id,
        dated=movement.dated,
        words=movement.words,
        direction="refunded" if back else "charged",
        amount_minor=movement.amount.minor,
        currency=movement.amount.currency,
        original_minor=original.minor if original else None,
        original_currency=original.currency if original else "",
        evidence_id=evidence_id,
        page=movement.page,
        row=number,
        promise_id=promise_id if back else "",
        claim_line_id=claim_line_id,
    )
    return _record(vault, entry, movement.rect)


def record_by_hand(
    vault: Vault,
    dispute_id: str,
    amount: str,
    dated: str,
    usual: str,
    *,
    words: str = "",
    direction: str = "refunded",
    claim_line_id: str = "",
    promise_id: str = "",
    evidence_id: str = "",
    page: int | None = None,
) -> Change:
    """Records what no file of a statement shows: cash, a cheque, a page of a bill. ``amount`` and
    ``dated`` as typed. Raises NotFound, Refused naming the field."""
    if direction not in DIRECTIONS:
        raise Refused("Money is refunded, credited, charged or paid.", "direction")
    money = typed_money(amount, usual)
    if money.minor <= 0:
        raise Refused("Write an amount above zero.", "amount")
    day = stored_date(dated)
    if not day:
        raise Refused("Say when it came; March 2026 will do.", "dated")
    entry = LedgerEntry(
        dispute_id=dispute_id,
        dated=day,
        words=" ".join(words.split()),
        direction=direction,
        amount_minor=money.minor,
        currency=money.currency,
        evidence_id=evidence_id,
        page=page,
        promise_id=promise_id,
        claim_line_id=claim_line_id,
    )
    return _record(vault, entry)


def remove_entries(vault: Vault, ids: Sequence[str]) -> Change:
    """Takes entries out as one step; what they had settled is open again."""
    count = len(ids)
    gone = [vault.get(LedgerEntry, id) for id in ids]
    with vault.change(f"Took out {count} {'entry' if count == 1 else 'entries'}") as tx:
        for entry in gone:
            tx.remove(LedgerEntry, entry.id)
        for promise_id in dict.fromkeys(one.promise_id for one in gone if one.promise_id):
            _settle(vault, tx, promise_id, without=set(ids))
    return tx.change


def _record(vault: Vault, entry: LedgerEntry, rect: str = "") -> Change:
    vault.get(Dispute, entry.dispute_id)
    if entry.claim_line_id:
        line = vault.get(ClaimLine, entry.claim_line_id)
        if line.dispute_id != entry.dispute_id:
            raise NotFound("That amount belongs to another dispute.")
    if entry.promise_id and vault.get(Promise, entry.promise_id).dispute_id != entry.dispute_id:
        raise NotFound("That promise belongs to another dispute.")
    money = Money(entry.amount_minor, entry.currency).words()
    back = entry.direction in CAME_BACK
    with vault.change(f"Recorded that {money} {'came back' if back else 'was charged'}") as tx:
        tx.insert(entry)
        if entry.evidence_id:
            _attach(vault, tx, entry)
        if not back and entry.claim_line_id and entry.evidence_id:
            _cite(vault, tx, entry, rect)
        if back and entry.promise_id:
            _settle(vault, tx, entry.promise_id, added=entry)
    return replace(tx.change, result=entry.id)


def _attach(vault: Vault, tx: Transaction, entry: LedgerEntry) -> None:
    """The document that shows it belongs to the dispute."""
    here = "dispute_id = ? AND evidence_id = ?"
    if not vault.count(DisputeEvidence, here, [entry.dispute_id, entry.evidence_id]):
        tx.insert(DisputeEvidence(dispute_id=entry.dispute_id, evidence_id=entry.evidence_id))


def _cite(vault: Vault, tx: Transaction, entry: LedgerEntry, rect: str) -> None:
    """The claim line stands on the row that shows its charge."""
    same = "of_table = 'claim_line' AND of_id = ? AND evidence_id = ? AND rect = ?"
    if vault.count(Citation, same, [entry.claim_line_id, entry.evidence_id, rect]):
        return
    tx.insert(
        Citation(
            of_table=ClaimLine.TABLE,
            of_id=entry.claim_line_id,
            evidence_id=entry.evidence_id,
            page=entry.page,
            rect=rect,
        )
    )


def _settle(
    vault: Vault,
    tx: Transaction,
    promise_id: str,
    *,
    added: LedgerEntry | None = None,
    without: set[str] | None = None,
) -> None:
    """Keeps the promise, or opens it again, by what is recorded for it now."""
    found = vault.find(Promise, "id = ?", [promise_id], limit=1)
    if not found:
        return
    promise = found[0]
    entries = [
        one
        for one in vault.find(LedgerEntry, "promise_id = ?", [promise_id])
        if one.id not in (without or ()) and (added is None or one.id != added.id)
    ]
    if added is not None:
        entries.append(added)
    short = awaits_credit(promise, entries)
    if added is not None and not short and promise.state != "kept" and promise.amount_minor:
        tx.patch(
            Promise,
            promise_id,
            state="kept",
            settled_when=added.dated,
            settled_evidence_id=added.evidence_id,
            settled_note="",
        )
    elif added is None and short and promise.state == "kept":
        tx.patch(
            Promise,
            promise_id,
            state="open",
            settled_when="",
            settled_evidence_id="",
            settled_note="",
        )


def _movement(vault: Vault, evidence_id: str, number: int) -> Movement:
    view = statement_view(vault, vault.get(Evidence, evidence_id))
    if view is not None:
        for movement in view.movements:
            if movement.number == number:
                return movement
    raise NotFound(f"There is no row {number} in this statement.")
