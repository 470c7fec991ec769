"""Take in what an import planned, as one step of undo."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.domain.change import Change
from onrecord.domain.contact import Contact
from onrecord.domain.contact_entry import ContactEntry, Promised, Said
from onrecord.domain.diary import PlannedAction
from onrecord.domain.dispute import Dispute
from onrecord.domain.fact import Citation
from onrecord.domain.ids import new_id
from onrecord.domain.times import now_text
from onrecord.errors import Refused
from onrecord.services.attach_files import attach_files
from onrecord.services.derive import derived
from onrecord.services.importing.known import digits, known_in
from onrecord.services.importing.plan_import import ImportPlan, PlannedRow
from onrecord.services.log_contact import contact_records
from onrecord.services.progress import Progress, Stop, never, quiet
from onrecord.services.views.timeline import minutes

if TYPE_CHECKING:
    from onrecord.vault.records import Transaction
    from onrecord.vault.vault import Vault

CALL_RECORD = "call_record"
"""The ``side`` of a citation that shows a call took place, and nothing of what was said in it."""


@dataclass(frozen=True)
class Imported:
    """``taken`` counts the rows taken in, ``here`` those that were on record, ``left`` those that
    stayed out; ``evidence_id`` is the document kept of the file, where it was."""

    change: Change
    taken: int
    here: int
    left: int
    evidence_id: str = ""


def run_import(
    vault: Vault,
    plan: ImportPlan,
    *,
    dispute_id: str = "",
    source: Path | str = "",
    keep: bool = True,
    without: Collection[int] = (),
    progress: Progress = quiet,
    cancelled: Stop = never,
) -> Imported:
    """Keeps what the plan takes in but the rows of the lines in ``without``.

    With ``keep`` the file itself is added as a document and cited; one that is in the vault
    already (``source`` is its id) always is. All of it is one change: done whole or not at all.
    Raises Refused where a question is open or nothing is left to take in.
    """
    if plan.asks_order:
        raise Refused("Say first in which order day and month stand.", "order")
    skip = set(without)
    rows = [row for row in plan.rows if row.taken and row.row.line not in skip]
    if not rows:
        raise Refused("There is nothing new in this file.")
    if dispute_id:
        vault.get(Dispute, dispute_id)
    elif any(row.plan for row in rows):
        raise Refused("Choose the dispute these plans belong to.", "dispute")
    kept = Change("")
    evidence_id = source if isinstance(source, str) else ""
    if isinstance(source, Path) and (keep or any(row.contact_id for row in rows)):
        kept, evidence_id = _keep(vault, source, dispute_id, progress, cancelled)
    run = _Run(vault, dispute_id, evidence_id)
    words = imported_words(plan.kind, len(rows))
    with vault.change(words) as tx:
        if plan.kind == "messages":
            run.messages(tx, rows)
        else:
            for row in rows:
                run.row(tx, plan.kind, row)
    change = kept.merge(tx.change, words) if kept.touched else tx.change
    here = plan.count("here") + plan.count("confirmed")
    return Imported(change, len(rows), here, len(plan.rows) - len(rows) - here, evidence_id)


def imported_words(kind: str, count: int) -> str:
    """``Imported 12 messages``."""
    one, many = {
        "messages": ("message", "messages"),
        "calls": ("call", "calls"),
        "calendar": ("date", "dates"),
    }.get(kind, ("call or message", "calls and messages"))
    return f"Imported {count} {one if count == 1 else many}"


def _keep(
    vault: Vault, source: Path, dispute_id: str, progress: Progress, cancelled: Stop
) -> tuple[Change, str]:
    result = attach_files(
        vault, [source], dispute_id=dispute_id, arrived="import", progress=progress,
        cancelled=cancelled,
    )  # fmt: skip
    if not result.outcomes or not result.outcomes[0].evidence_id:
        why = result.outcomes[0].sentence if result.outcomes else f"{source.name} was not added."
        raise Refused(why)
    if result.outcomes[0].state == "in_trash":
        raise Refused(result.outcomes[0].sentence)
    return result.change, result.outcomes[0].evidence_id


class _Run:
    def __init__(self, vault: Vault, dispute_id: str, evidence_id: str) -> None:
        self._dispute_id = dispute_id
        self._dispute_ids: tuple[str, ...] = (dispute_id,) if dispute_id else ()
        self._evidence_id = evidence_id
        self._company = vault.get(Dispute, dispute_id).counterparty_id if dispute_id else ""
        self._threads = known_in(vault).threads
        self._now = now_text()

    def row(self, tx: Transaction, kind: str, row: PlannedRow) -> None:
        if row.plan:
            tx.insert(PlannedAction(dispute_id=self._dispute_id, words=row.words, dated=row.dated))
        elif row.contact_id:
            self._confirm(tx, row, row.contact_id)
        else:
            self._contact(tx, kind, row)

    def messages(self, tx: Transaction, rows: list[PlannedRow]) -> None:
        """The messages with one number on one day are one entry, a line each."""
        days: dict[tuple[str, str], list[PlannedRow]] = {}
        for row in sorted(rows, key=lambda r: (r.row.utc, r.row.line)):
            key = digits(row.row.number) or " ".join(row.row.number.split()).casefold()
            days.setdefault((key, row.dated[:10]), []).append(row)
        for (number, _day), theirs in days.items():
            thread = self._threads.setdefault(number, new_id())
            first = theirs[0]
            who = "" if first.company.casefold() == first.row.who.casefold() else first.row.who
            lines = tuple(
                Said(
                    r.row.said,
                    "me" if r.row.direction == "out" else "them",
                    "quote",
                    r.dated[11:16],
                )
                for r in theirs
            )
            self._insert(
                tx,
                ContactEntry(
                    kind="message",
                    direction=first.row.direction or "in",
                    dated=first.dated,
                    zone=first.zone,
                    number=first.row.number,
                    counterparty_id=first.company_id
                    or ("" if first.company or who else self._company),
                    company=first.company,
                    agent_name=who,
                    thread_id=thread,
                    lines=lines,
                    dispute_ids=self._dispute_ids,
                    evidence_ids=(self._evidence_id,) if self._evidence_id else (),
                ),
            )

    def _contact(self, tx: Transaction, kind: str, row: PlannedRow) -> None:
        one = row.row
        calendar, record = kind == "calendar", kind == "calls"
        entry = ContactEntry(
            kind=one.kind,
            direction=one.direction or "out",
            dated=row.dated,
            zone=row.zone,
            duration_s=one.duration_s,
            hold_s=one.hold_s,
            number=one.number,
            counterparty_id=row.company_id or ("" if row.company else self._company),
            company=row.company,
            agent_name=one.who,
            reference=one.reference,
            outcome=one.said if calendar else one.outcome,
            notes=one.notes,
            attempt=record and one.duration_s == 0,
            lines=(Said(one.said),) if one.said and not calendar else (),
            promises=(Promised(one.promise, row.due),) if one.promise else (),
            dispute_ids=self._dispute_ids,
            evidence_ids=(self._evidence_id,) if self._evidence_id and not record else (),
        )
        contact = self._insert(tx, entry, _recorded(row) if record else "")
        if record:
            self._cite(tx, row, contact.id)

    def _insert(self, tx: Transaction, entry: ContactEntry, recorded: str = "") -> Contact:
        entry = entry.checked(as_noted=True)
        contact = derived(Contact(**_own(entry), written_at=self._now, recorded=recorded))
        for record in contact_records(entry, contact):
            tx.insert(record)
        return contact

    def _confirm(self, tx: Transaction, row: PlannedRow, contact_id: str) -> None:
        tx.patch(Contact, contact_id, recorded=_recorded(row))
        self._cite(tx, row, contact_id)

    def _cite(self, tx: Transaction, row: PlannedRow, contact_id: str) -> None:
        if self._evidence_id:
            tx.insert(
                Citation(
                    of_table="contact",
                    of_id=contact_id,
                    evidence_id=self._evidence_id,
                    page=row.row.page or None,
                    rect=row.row.rect,
                    side=CALL_RECORD,
                )
            )


def _recorded(row: PlannedRow) -> str:
    """``14:21, 24 min``: what the phone company says of the call."""
    pieces = (row.dated[11:16], minutes(row.row.duration_s) if row.row.duration_s else "")
    return ", ".join(piece for piece in pieces if piece) or "the call"


def _own(entry: ContactEntry) -> dict[str, Any]:
    parts = {"lines", "promises", "offers", "citations", "evidence_ids", "dispute_ids"}
    return {name: value for name, value in vars(entry).items() if name not in parts}
