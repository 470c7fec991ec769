"""The call sheet as one page outside the vault: a PDF to print."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.domain.dispute import Dispute
from onrecord.domain.when import When
from onrecord.packet.callsheet import SheetContent, SheetSection, sheet_to_json
from onrecord.packet.glyphs import lacking, legend, texts
from onrecord.services.letters.start_letter import paper_for
from onrecord.services.views.call_sheet import CallSheet, call_sheet
from onrecord.services.writing_out import checked_target, write_out

if TYPE_CHECKING:
    from onrecord.services.workshop import Workshop

_MOST = 5
_NAMES = {
    "account": "Account", "order": "Order", "tracking": "Tracking", "ticket": "Ticket",
    "claim": "Claim", "call": "Call",
}  # fmt: skip


def print_call_sheet(
    workshop: Workshop, dispute_id: str, target: Path, today: date | None = None
) -> Path:
    """Writes one page to ``target``. Raises a sentence where the place cannot be written."""
    vault = workshop.vault
    checked_target(vault, target)
    pdf = call_sheet_pdf(workshop, dispute_id, today)
    write_out(vault, [(target, lambda: [pdf])], "Wrote a call sheet outside the vault")
    return target


def call_sheet_pdf(workshop: Workshop, dispute_id: str, today: date | None = None) -> bytes:
    """The page as it would be printed now."""
    day = today or date.today()
    dispute = workshop.vault.get(Dispute, dispute_id)
    return workshop.bundler.call_sheet(
        sheet_content(call_sheet(workshop.vault, dispute_id, day), dispute, day)
    )


def sheet_content(sheet: CallSheet, dispute: Dispute, today: date) -> SheetContent:
    """What is printed, in its order; a section without content is left out."""
    numbers = [(_NAMES.get(kind, "Number"), value) for kind, value in sheet.numbers[:_MOST]]
    reach = [
        ("Phone", ", ".join(sheet.phones)),
        ("Hours", sheet.hours),
        ("Best time", sheet.best_time),
        ("They prefer", sheet.preferred_channel),
        ("They say they answer within", sheet.stated_response),
    ]
    bill = sheet.bill
    open_at = f", page {bill.page}" if bill and bill.page else ""
    have = [*numbers, *(row for row in reach if row[1])]
    if bill:
        have.append(("Have open", f"{bill.title}{open_at}"))
    ask = [(sheet.ask,)] if sheet.ask else []
    if sheet.least:
        ask.append((f"The least I would accept: {sheet.least}",))
    sections = [
        SheetSection("HAVE READY", "pairs", tuple(have)),
        SheetSection("I ASK FOR", "ask", tuple(ask)),
        SheetSection(
            "THE LAST TIMES", "pairs",
            tuple((c.when, f"{c.kind.capitalize()}, {_told(c.who, c.reference)}") for c in sheet.contacts),
        ),
        SheetSection("NOT KEPT", "list", tuple((p,) for p in sheet.broken[:_MOST])),
        SheetSection("PROMISED, STILL OPEN", "list", tuple((p,) for p in sheet.open[:_MOST])),
        SheetSection("TO ASK", "list", tuple((q,) for q in sheet.questions)),
        SheetSection(
            "BEFORE I HANG UP", "list",
            (("Who it was, and their team",), ("By which date",), ("The reference of this call",)),
        ),
        SheetSection("MISSING HERE", "list", tuple((m,) for m in sheet.missing)),
    ]  # fmt: skip
    made = SheetContent(
        title=sheet.title,
        lead=sheet.company,
        footer=f"Made on {When.of_day(today).words()}",
        notes="NOTES",
        sections=tuple(s for s in sections if s.rows),
        paper="letter" if paper_for(dispute.place) == "letter" else "a4",
        sample=dispute.sample,
    )
    lacks = lacking("this page", texts(sheet_to_json(made)))
    return replace(made, footer=f"{made.footer}. {legend(lacks.characters)}") if lacks else made


def _told(who: str, reference: str) -> str:
    ref = f"reference {reference}" if reference else "no reference"
    return f"{who}, {ref}" if who else ref
