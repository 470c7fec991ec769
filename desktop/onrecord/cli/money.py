"""Money that moved: rows of statements, and what came back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from onrecord.cli.naming import find_dispute, find_evidence, find_id, find_spots
from onrecord.cli.opening import open_vault, read_waiting, the_vault
from onrecord.cli.options import Group, in_vault, shared
from onrecord.cli.printing import print_answer, print_list, progress, remark


@click.group(cls=Group)
@in_vault
def money() -> None:
    """List rows of statements, and record what came back."""


@money.command("rows")
@click.argument("dispute", metavar="DISPUTE")
@click.option(
    "--answer",
    nargs=3,
    multiple=True,
    metavar="EVIDENCE WHAT ANSWER",
    help="Say what a statement leaves open: order dmy, mark ',', currency GBP or plus in.",
)
@shared
def money_rows(dispute: str, answer: tuple[tuple[str, str, str], ...]) -> None:
    """List the rows of statements, with their numbers."""
    from onrecord.domain.ledger import LedgerEntry
    from onrecord.services.answer_statement import answer_statement
    from onrecord.services.views.statements import statements
    from onrecord.services.workshop import Workshop

    with Workshop(open_vault()) as workshop:
        vault = workshop.vault
        id = find_dispute(vault, dispute)
        with progress() as tell:
            read_waiting(workshop, tell)
        for document, about, said in answer:
            answer_statement(vault, find_evidence(vault, document, id), about, said)
        views = statements(vault, id)
        entries = vault.find(LedgerEntry, "dispute_id = ?", [id])
    taken = {(one.evidence_id, one.row): one.id for one in entries if one.row is not None}
    rows: list[dict[str, Any]] = []
    lines: list[tuple[str, ...]] = []
    for view in views:
        if view.question is not None:
            ways = ", ".join(code for code, _ in view.question.answers)
            remark(f"{view.title}: {view.question.words} (--answer {view.evidence_id[:8]}"
                  f" {view.question.about} {ways or '...'})")  # fmt: skip
        for one in view.movements:
            made = taken.get((view.evidence_id, one.number), "")
            rows.append({"id": f"{view.evidence_id}:{one.number}", **asdict(one), "recorded": made})
            said = one.amount.words() if one.amount else "amount not clear"
            lines.append((view.title, str(one.number), one.dated, one.flow, said, one.words,
                          "recorded" if made else ""))  # fmt: skip
    print_list(rows, lines, "There is no statement in this dispute.")


@money.command("record")
@click.argument("dispute", metavar="DISPUTE")
@click.option(
    "--row", nargs=2, default=None, metavar="EVIDENCE NUMBER", help="A row of a statement."
)
@click.option("--amount", "typed", default="", help="By hand: how much, like 84.20.")
@click.option("--when", default="", help='By hand: when, like "16 March 2026".')
@click.option("--words", default="", help="By hand: what it was.")
@click.option(
    "--as", "direction", type=click.Choice(["refunded", "credited", "charged", "paid"]),
    default=None, help="Which way it went; refunded where nothing says otherwise.",
)  # fmt: skip
@click.option("--for", "claim", default="", metavar="AMOUNT_ID", help="Which amount it is for.")
@click.option("--promise", default="", metavar="PROMISE", help="Which promise it keeps.")
@click.option("--document", default="", metavar="DOC[:PAGE]", help="By hand: what shows it.")
@shared
def money_record(
    dispute: str, row: tuple[str, str] | None, typed: str, when: str, words: str,
    direction: str | None, claim: str, promise: str, document: str,
) -> None:  # fmt: skip
    """Record that money came back or was charged.

    Either as a row of a statement (see money rows), or by hand.
    """
    from onrecord.services.ledger import record_by_hand, record_row
    from onrecord.services.own_currency import own_currency
    from onrecord.services.views.money import money as all_money
    from onrecord.services.workshop import Workshop

    if (row is None) == (not typed):
        raise click.UsageError("Give --row EVIDENCE NUMBER, or --amount and --when.")
    if row is not None and (when or words or document):
        raise click.UsageError("--when, --words and --document go with --amount, not with --row.")
    if row is not None and not (row[1].isascii() and row[1].isdigit()):
        raise click.UsageError("Write --row as EVIDENCE NUMBER, like bank.csv 2.")
    with Workshop(open_vault()) as workshop:
        vault = workshop.vault
        id = find_dispute(vault, dispute)
        line = find_id(vault, "claim_line", claim, "amount") if claim else ""
        kept = find_id(vault, "promise", promise, "promise") if promise else ""
        if row is not None:
            with progress() as tell:
                read_waiting(workshop, tell)
            back = None if direction is None else direction in ("refunded", "credited")
            made = record_row(
                vault, id, find_evidence(vault, row[0], id), int(row[1]), came_back=back,
                claim_line_id=line, promise_id=kept,
            )  # fmt: skip
        else:
            (spot,) = find_spots(vault, id, [document]) if document else (None,)
            made = record_by_hand(
                vault, id, typed, when, own_currency(vault, id), words=words,
                direction=direction or "refunded", claim_line_id=line, promise_id=kept,
                evidence_id=spot.evidence_id if spot else "", page=spot.page if spot else None,
            )  # fmt: skip
        found = all_money(vault, id)
    said = [f"Came back: {b.back.words()}; still owed: {b.owed.words()}" for b in found.balances]
    print_answer({"id": made.result, "balances": [asdict(one) for one in found.balances]},
           "\n".join((made.result, f"{made.words}.", *said)))  # fmt: skip


@money.command("take-out")
@click.argument("entries", metavar="ENTRY...", nargs=-1, required=True)
@shared
def money_take_out(entries: tuple[str, ...]) -> None:
    """Take out what was recorded by mistake.

    What it had settled is open again.
    """
    from onrecord.services.ledger import remove_entries

    with the_vault() as vault:
        ids = [find_id(vault, "ledger_entry", one, "entry") for one in entries]
        change = remove_entries(vault, ids)
    print_answer({"id": ids[0], "taken_out": ids}, f"{change.words}.")
