"""Calls, messages and dates from a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from onrecord.cli.naming import find_dispute
from onrecord.cli.opening import open_vault
from onrecord.cli.options import in_vault
from onrecord.cli.printing import print_answer, remark
from onrecord.errors import Refused


@click.command("import")
@in_vault
@click.argument("dispute", metavar="DISPUTE")
@click.argument("file", metavar="FILE")
@click.option(
    "--kind",
    type=click.Choice(["contacts", "messages", "calls", "calendar"]),
    default=None,
    help="A table of calls (CSV), text messages (XML of SMS Backup & Restore), the calls of a phone "
    "bill (CSV), a calendar (ICS); else told by what is in FILE.",
)
@click.option(
    "--order",
    type=click.Choice(["dmy", "mdy", "ymd"]),
    default=None,
    help="Which of day, month and year comes first, where a date can be two days.",
)
@click.option("--number", multiple=True, help="Whose messages; else those of companies known here.")
@click.option(
    "--column",
    multiple=True,
    metavar="FIELD=HEADING",
    help='Which column is which, such as "who=Spoke to"; may be given several times.',
)
@click.option(
    "--dates-as",
    type=click.Choice(["plans", "contacts"]),
    default=None,
    help="Take all dates of a calendar as plans, or as what happened.",
)
@click.option("--keep/--no-keep", default=None, help="Keep FILE itself as a document, or do not.")
@click.option("--look", is_flag=True, help="Say what would be taken in, and change nothing.")
def import_file(
    dispute: str,
    file: str,
    kind: str | None,
    order: str | None,
    number: tuple[str, ...],
    column: tuple[str, ...],
    dates_as: str | None,
    keep: bool | None,
    look: bool,
) -> None:
    """Take in calls, messages or dates from a file.

    - as DISPUTE means To sort. What is in the vault already stays out, and a row that cannot be read is said and left out.
    """
    from onrecord.services.importing.known import digits
    from onrecord.services.importing.plan_import import plan_import
    from onrecord.services.importing.read_file import read_file
    from onrecord.services.importing.run_import import run_import
    from onrecord.services.workshop import Workshop

    path = Path(file)
    with Workshop(open_vault()) as workshop:
        vault = workshop.vault
        id = "" if dispute == "-" else find_dispute(vault, dispute)
        reading = read_file(workshop, path, kind=kind or "")
        if column:
            mapping = _columns(column, reading.columns, reading.mapping)
            reading = read_file(workshop, path, kind=kind or reading.kind, mapping=mapping)
        numbers = {digits(one) or one.casefold() for one in number} or None
        plan = plan_import(
            vault,
            reading,
            dispute_id=id,
            order=order or "",
            numbers=numbers,
            dates_as=dates_as or "",
        )
        for problem in plan.problems:
            remark(problem.sentence)
        if unused := [n for n in _unused(reading.columns, reading.mapping) if n]:
            remark(f"Not taken in: {', '.join(unused)}. Say with --column which field it is.")
        if plan.asks_order:
            both = ", ".join(f"--order {key} for {words}" for key, words in plan.asks_order)
            raise Refused(f"The dates can be read in two ways; say which is meant: {both}.")
        counts = {state: plan.count(state) for state in ("new", "match", "here", "other")}
        plain: dict[str, Any] = {"kind": plan.kind, **counts, "problems": len(plan.problems)}
        if look:
            rows = [(row.row.line, row.dated, row.state, row.words, row.note) for row in plan.rows]
            plain["rows"] = [
                dict(zip(("line", "dated", "state", "words", "note"), row, strict=True))
                for row in rows
            ]
            lines = ["  ".join(str(p) for p in row[1:] if p) for row in rows]
            print_answer(plain, "\n".join(lines) or "There is nothing to take in.")
            return
        if keep is None:
            keep = plan.kind in ("contacts", "calls")
        done = run_import(vault, plan, dispute_id=id, source=path, keep=keep)
    plain |= {"taken": done.taken, "evidence_id": done.evidence_id}
    here = f", {done.here} already here" if done.here else ""
    left = f", {done.left} left out" if done.left else ""
    print_answer(plain, f"{done.change.words}{here}{left}.")


def _unused(headings: Sequence[str], mapping: Mapping[str, int]) -> list[str]:
    """The columns of a table that are taken for nothing."""
    return [name.strip() for at, name in enumerate(headings) if at not in mapping.values()]


def _columns(
    typed: Sequence[str], headings: Sequence[str], guess: Mapping[str, int]
) -> dict[str, int]:
    """``who=Spoke to`` as the number of its column, over what was guessed."""
    from onrecord.intake.import_rows import FIELDS

    made = dict(guess)
    known = {heading.strip().casefold(): at for at, heading in enumerate(headings)}
    for one in typed:
        field, _, heading = one.partition("=")
        if field.strip() not in FIELDS:
            raise Refused(f"A column can be one of: {', '.join(FIELDS)}.", "column")
        if heading.strip().casefold() not in known:
            raise Refused(f'There is no column "{heading.strip()}" in this table.', "column")
        made[field.strip()] = known[heading.strip().casefold()]
    return made
