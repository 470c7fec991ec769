"""Rows of the dispute's statements that may be the money it is about, the likeliest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.balance import came_back_for, credited
from onrecord.domain.contact import Contact, Promise
from onrecord.domain.counterparty import AccountRef, Counterparty
from onrecord.domain.dispute import ClaimLine, Dispute, DisputeParty
from onrecord.domain.housekeeping import Setting
from onrecord.domain.ledger import LedgerEntry
from onrecord.domain.matching import Match, Target, matches
from onrecord.domain.money import Money
from onrecord.domain.when import When
from onrecord.services.rows import in_list
from onrecord.services.views.statements import StatementView, statements, unread_tables

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class StatementRows:
    """The statements of a dispute and what may fit in them; a row that is recorded already, here
    or elsewhere (``recorded`` holds their document and number), is not suggested again."""

    statements: tuple[StatementView, ...]
    matches: tuple[Match, ...]
    recorded: frozenset[tuple[str, int]]
    targets: tuple[Target, ...]
    unread: tuple[tuple[str, str], ...] = ()
    """Tables that are no statement, as far as can be told: (id, name)."""


def statement_rows(vault: Vault, dispute_id: str, usual: str = "") -> StatementRows:
    """``usual`` is a currency to offer where a statement names none and the dispute knows none."""
    dispute = vault.get(Dispute, dispute_id)
    lines = vault.find(ClaimLine, "dispute_id = ?", [dispute_id], order="position, rowid")
    promises = vault.find(Promise, "dispute_id = ?", [dispute_id], order="rowid")
    entries = vault.find(LedgerEntry, "dispute_id = ?", [dispute_id])
    codes = [x.currency for x in lines] + [x.original_currency for x in lines]
    codes += [x.currency for x in promises] + [dispute.currency, usual]
    found = statements(vault, dispute_id, [code for code in codes if code])
    targets = _targets(vault, dispute_id, lines, promises, entries)
    unread = unread_tables(vault, dispute_id)
    if not found:
        return StatementRows((), (), frozenset(), tuple(targets), unread)
    where, args = in_list("evidence_id", [one.evidence_id for one in found])
    recorded = frozenset(
        (entry.evidence_id, entry.row)
        for entry in vault.find(LedgerEntry, f"{where} AND row IS NOT NULL", args)
        if entry.row is not None
    )
    prefix = f"not_row:{dispute_id}:"
    refused = {s.id for s in vault.find(Setting, "id >= ? AND id < ?", [prefix, prefix + "~"])}
    rows = [
        movement
        for one in found
        if one.question is None
        for movement in one.movements
        if (movement.evidence_id, movement.number) not in recorded
        and f"{prefix}{movement.evidence_id}:{movement.number}" not in refused
    ]
    names, numbers = _names(vault, dispute)
    return StatementRows(
        tuple(found),
        tuple(matches(rows, targets, names, numbers)),
        recorded,
        tuple(targets),
        unread,
    )


def _targets(
    vault: Vault,
    dispute_id: str,
    lines: Sequence[ClaimLine],
    promises: Sequence[Promise],
    entries: Sequence[LedgerEntry],
) -> list[Target]:
    """What is waited for: promised money, amounts asked back, and the charges they are about."""
    open_lines = [
        (line, line.amount_minor - came_back_for(line, entries))
        for line in lines
        if line.currency and not line.undisputed
    ]
    open_lines = [(line, left) for line, left in open_lines if left > 0]
    made: list[Target] = []
    told: set[str] = set()
    for promise in promises:
        left = (promise.amount_minor or 0) - credited(promise, entries)
        if left <= 0 or not promise.currency or promise.state in ("kept", "withdrawn"):
            continue
        same = [
            line for line, owed in open_lines if (owed, line.currency) == (left, promise.currency)
        ]
        line_id = same[0].id if len(same) == 1 and same[0].id not in told else ""
        told.add(line_id)
        made.append(
            Target(
                promise.words or "what they promised",
                Money(left, promise.currency),
                promise_id=promise.id,
                claim_line_id=line_id,
                since=_day_of(vault, promise.contact_id),
                due=When(promise.due).last_day if promise.due else None,
            )
        )
    charged = {e.claim_line_id for e in entries if e.direction == "charged"}
    sums: dict[str, list[int]] = {}
    for line, left in open_lines:
        sums.setdefault(line.currency, []).append(left)
        if line.id not in told:
            whole = left == line.amount_minor
            made.append(
                Target(
                    line.words,
                    Money(left, line.currency),
                    claim_line_id=line.id,
                    original=_original(line) if whole else None,
                )
            )
    for line in lines:
        if line.currency and line.id not in charged and line.kind == "charge":
            amount = Money(line.amount_minor, line.currency)
            made.append(
                Target(line.words, amount, False, claim_line_id=line.id, original=_original(line))
            )
    for code, parts in sums.items():
        total = Money(sum(parts), code)
        if len(parts) > 1 and not any(t.promise_id and t.amount == total for t in made):
            made.append(Target("all that is still owed", total))
    return made


def _original(line: ClaimLine) -> Money | None:
    if line.original_minor is None or not line.original_currency:
        return None
    return Money(line.original_minor, line.original_currency)


def _day_of(vault: Vault, contact_id: str) -> date | None:
    found = vault.find(Contact, "id = ?", [contact_id], limit=1) if contact_id else []
    return When(found[0].dated).first_day if found and found[0].dated else None


def _names(vault: Vault, dispute: Dispute) -> tuple[list[str], list[str]]:
    """What the other side may be called in a row, and the numbers it may carry."""
    parties = vault.find(DisputeParty, "dispute_id = ?", [dispute.id])
    ids = [dispute.counterparty_id, *(one.counterparty_id for one in parties)]
    where, args = in_list("id", [id for id in ids if id])
    names: list[str] = []
    for company in vault.find(Counterparty, where, args):
        names += [name for name in (company.name, company.legal_name) if name]
    refs = vault.find(AccountRef, "dispute_id = ?", [dispute.id])
    return list(dict.fromkeys(names)), [one.value for one in refs if one.value]
