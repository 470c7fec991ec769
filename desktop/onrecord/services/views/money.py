"""Money of one dispute: what I ask for, what was promised and offered, never across currencies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.domain.balance import Balance, balances, came_back_for
from onrecord.domain.contact import Offer, Promise
from onrecord.domain.dispute import ClaimLine, DesiredOutcome, Dispute
from onrecord.domain.evidence import Evidence
from onrecord.domain.fact import Citation
from onrecord.domain.ledger import LedgerEntry
from onrecord.domain.money import Money, totals
from onrecord.services.rows import batches, in_list

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class Shown:
    """A place in a document that shows an amount; ``page`` is None where it is the whole."""

    evidence_id: str
    title: str
    page: int | None = None
    rect: str = ""


@dataclass(frozen=True)
class ClaimView:
    """An amount asked for, what came back for it and where it is shown. ``owed`` is None for what
    I agree I owe."""

    line: ClaimLine
    back: Money
    owed: Money | None
    shown: tuple[Shown, ...] = ()


@dataclass(frozen=True)
class EntryView:
    """Money that moved, with what it was for in words and what shows it."""

    entry: LedgerEntry
    amount: Money
    settles: str = ""
    shown: Shown | None = None


@dataclass(frozen=True)
class MoneyView:
    """``asked`` is one exact sum a currency of the disputed lines; ``rough`` stands, marked
    "about", until there are lines."""

    lines: tuple[ClaimLine, ...]
    asked: tuple[Money, ...]
    undisputed: tuple[Money, ...]
    rough: Money | None
    outcomes: tuple[DesiredOutcome, ...]
    promises: tuple[Promise, ...]
    offers: tuple[Offer, ...]
    claims: tuple[ClaimView, ...] = ()
    entries: tuple[EntryView, ...] = ()
    balances: tuple[Balance, ...] = ()

    def words(self) -> str:
        """What the tab says beside its name: ``£84.20`` or ``about £300``; empty where unknown."""
        if self.asked:
            return " + ".join(amount.words() for amount in self.asked)
        return f"about {self.rough.words()}" if self.rough else ""


def money(vault: Vault, dispute_id: str) -> MoneyView:
    """Every amount of the dispute."""
    dispute = vault.get(Dispute, dispute_id)
    here, args = "dispute_id = ?", [dispute_id]
    lines = vault.find(ClaimLine, here, args, order="position, rowid")
    priced = [line for line in lines if line.currency]
    rough = None
    if not lines and dispute.rough_minor is not None and dispute.currency:
        rough = Money(dispute.rough_minor, dispute.currency)
    entries = vault.find(LedgerEntry, here, args, order="dated, rowid")
    promises = vault.find(Promise, here, args, order="due, rowid")
    shown = _shown(vault, lines, entries)
    settles = {one.id: one.words for one in (*lines, *promises)}
    return MoneyView(
        lines=tuple(lines),
        asked=tuple(totals(Money(x.amount_minor, x.currency) for x in priced if not x.undisputed)),
        undisputed=tuple(totals(Money(x.amount_minor, x.currency) for x in priced if x.undisputed)),
        rough=rough,
        outcomes=tuple(vault.find(DesiredOutcome, here, args, order="position, rowid")),
        promises=tuple(promises),
        offers=tuple(vault.find(Offer, here, args, order="rowid")),
        claims=tuple(_claim(line, entries, shown) for line in priced),
        entries=tuple(
            EntryView(
                one,
                Money(one.amount_minor, one.currency),
                settles.get(one.promise_id) or settles.get(one.claim_line_id, ""),
                next(iter(shown.get(one.id, ())), None),
            )
            for one in entries
            if one.currency
        ),
        balances=tuple(balances(lines, entries)),
    )


def papers(vault: Vault, dispute_id: str) -> list[tuple[str, str]]:
    """(id, title) of the documents of a dispute, the newest first, to choose from."""
    rows = vault.query(
        "SELECT e.id AS id, e.title AS title, e.file_name AS file_name FROM evidence e"
        " JOIN dispute_evidence l ON l.evidence_id = e.id"
        " WHERE l.dispute_id = ? AND e.trashed_at = '' ORDER BY e.dated DESC, e.rowid DESC",
        [dispute_id],
    )
    return [(row["id"], row["title"] or row["file_name"]) for row in rows]


def _claim(
    line: ClaimLine, entries: Sequence[LedgerEntry], shown: dict[str, list[Shown]]
) -> ClaimView:
    back = came_back_for(line, entries)
    return ClaimView(
        line,
        Money(back, line.currency),
        None if line.undisputed else Money(line.amount_minor - back, line.currency),
        tuple(shown.get(line.id, ())),
    )


def _shown(
    vault: Vault, lines: Sequence[ClaimLine], entries: Sequence[LedgerEntry]
) -> dict[str, list[Shown]]:
    """Where each amount and entry is shown, by its id; nothing from the trash."""
    places: list[tuple[str, str, int | None, str]] = []
    for batch in batches(line.id for line in lines):
        where, args = in_list("of_id", batch)
        found = vault.find(
            Citation, f"of_table = 'claim_line' AND evidence_id != '' AND {where}", args,
            order="rowid",
        )  # fmt: skip
        places += [(one.of_id, one.evidence_id, one.page, one.rect) for one in found]
    for one in entries:
        if one.evidence_id:
            # The box of a row is remade with the index; the entry itself keeps its number.
            row = vault.index.statement_row(one.evidence_id, one.row) if one.row else None
            places.append((one.id, one.evidence_id, one.page, row["rect"] if row else ""))
    titles: dict[str, str] = {}
    for batch in batches(evidence_id for _, evidence_id, _, _ in places):
        where, args = in_list("id", batch)
        for one in vault.find(Evidence, f"{where} AND trashed_at = ''", args):
            titles[one.id] = one.title or one.file_name
    made: dict[str, list[Shown]] = {}
    for of_id, evidence_id, page, rect in places:
        if evidence_id in titles:
            made.setdefault(of_id, []).append(Shown(evidence_id, titles[evidence_id], page, rect))
    return made
