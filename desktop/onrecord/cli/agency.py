"""Who can help, and the directory it is read from."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.naming import find_company, find_dispute, find_sector
from onrecord.cli.opening import the_vault
from onrecord.cli.options import Group, in_vault, shared, wants_json
from onrecord.cli.printing import one_line, print_answer, print_list

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


@click.command("agencies")
@in_vault
@click.argument("dispute", metavar="[DISPUTE]", default="")
@click.option("--company", default="", help="Against which company, where there are several.")
@click.option("--all", "all_of_them", is_flag=True, help="Also those that cannot help.")
def agencies_list(dispute: str, company: str, all_of_them: bool) -> None:
    """List who could help with DISPUTE, or the whole directory.

    Not legal advice: check the source and the date beside each rule.
    """
    with the_vault() as vault:
        if dispute:
            _helpers(vault, find_dispute(vault, dispute), company, all_of_them)
        else:
            _directory(vault)


def _helpers(vault: Vault, dispute_id: str, company: str, all_of_them: bool) -> None:
    from onrecord.domain.agency import NOT_LEGAL_ADVICE
    from onrecord.services.views.help import help_view

    found = help_view(vault, dispute_id, counterparty_id=find_company(vault, dispute_id, company))
    cards = [c for c in found.cards if all_of_them or c.verdict not in ("cannot", "expired")]
    for card in cards if not wants_json() else ():
        lines = [*card.why, *card.first, *card.ask, card.unlocks, card.expires, *card.costs,
                 *card.will_not, *card.notes]  # fmt: skip
        click.echo(one_line(f"{card.id}  {card.name}: {card.status}"))
        for line in (one for one in lines if one is not None):
            about = ", ".join(p for p in (line.source, line.as_of) if p)
            about += ", unverified" if line.unverified else ""
            click.echo(one_line(f"    {line.words}" + (f" [{about}]" if about else "")))
        for one in card.to_say:
            click.echo(one_line(f"    To say: {one.words} ({one.code})"))
    if wants_json():
        print_list([asdict(card) for card in cards], [], "")
        return
    if found.question:
        click.echo(one_line(f"To know more: {found.question.words} ({found.question.code})"))
    add_it = "add it with agency add"
    if said := found.nobody(add_it) or found.no_decider(add_it):
        click.echo(one_line(said))
    click.echo(NOT_LEGAL_ADVICE)


def _directory(vault: Vault) -> None:
    from onrecord.domain.agency_words import KINDS
    from onrecord.domain.place import says
    from onrecord.services.agency_directory import directory

    rows: list[dict[str, Any]] = []
    lines: list[tuple[str, ...]] = []
    for entry in directory(vault).values():
        one = entry.agency
        where = "everywhere" if one.coverage.everywhere else says(one.coverage.places)
        rows.append(
            {
                "id": one.id, "name": one.name, "kind": one.kind, "where": where,
                "sectors": sorted({sector for each in one.covers for sector in each.sectors}),
                "origin": entry.origin, "revised": one.revised.isoformat(),
            }
        )  # fmt: skip
        lines.append((one.id, one.name, KINDS[one.kind], where, entry.origin))
    print_list(rows, lines, "The directory is empty.")


@click.group(cls=Group)
@in_vault
def agency() -> None:
    """Show, correct and add bodies of the directory."""


@agency.command("show")
@click.argument("agency_id", metavar="ID")
@shared
def agency_show(agency_id: str) -> None:
    """Show every figure of a body with its source.

    The first word of a line is its PATH.
    """
    from onrecord.services.views.directory import entry_view

    with the_vault() as vault:
        found = entry_view(vault, agency_id)
    lines = [found.name, f"{found.kind}; {found.origin}, gone over on {found.revised}"]
    for row in found.rows:
        about = ", ".join(p for p in (row.line.source, row.line.as_of) if p)
        marks = [m for m, on in (("yours", row.mine), ("unverified", row.line.unverified)) if on]
        about = ", ".join([*([about] if about else []), *marks])
        lines.append(f"{row.path}  {row.label}: {row.line.words}" + (f" [{about}]" * bool(about)))
    print_answer(asdict(found), "\n".join(one_line(line) for line in lines))


@agency.command("correct")
@click.argument("agency_id", metavar="ID")
@click.argument("path", metavar="PATH")
@click.argument("value", metavar="VALUE")
@click.option("--unit", default="", help="days, business_days, weeks, months or years.")
@click.option("--source", required=True, help="Where you read it: words or an address.")
@click.option("--as-of", default="", help="How old that is; else today.")
@shared
def agency_correct(
    agency_id: str, path: str, value: str, unit: str, source: str, as_of: str
) -> None:
    """Put your own figure in place of ours.

    Yours counts until you take it back. PATH is as show lists it.
    """
    from onrecord.services.agency_directory_edit import correct_figure

    with the_vault() as vault:
        change = correct_figure(
            vault, agency_id, path, value, unit=unit, source=source, as_of=as_of
        )
    print_answer({"id": change.result}, f"{change.words}.")


@agency.command("back")
@click.argument("agency_id", metavar="ID")
@click.argument("path", metavar="[PATH]", default="")
@shared
def agency_back(agency_id: str, path: str) -> None:
    """Go back to our figure at PATH, or to our whole entry."""
    from onrecord.services.agency_directory import forget_correction
    from onrecord.services.agency_directory_edit import undo_figure

    with the_vault() as vault:
        change = (
            undo_figure(vault, agency_id, path) if path else forget_correction(vault, agency_id)
        )
    print_answer({"id": agency_id}, f"{change.words}.")


@agency.command("add")
@click.option("--name", required=True, help="What the body is called.")
@click.option("--place", required=True, help="Where it works: a country or a state.")
@click.option("--sector", required=True, help="What it deals with (agency sectors lists them).")
@click.option("--page", default="", help="The address of their page.")
@click.option(
    "--kind",
    type=click.Choice(["regulator", "ombudsman", "mediation", "notice", "report_only", "court"]),
    default="ombudsman",
    show_default=True,
)
@shared
def agency_add(name: str, place: str, sector: str, page: str, kind: str) -> None:
    """Add a body of your own."""
    from onrecord.services.agency_directory_edit import add_body

    if sector != "any":
        sector = find_sector(sector, one=True)
    with the_vault() as vault:
        id = add_body(vault, name, place, sector, page, kind=kind).result
    print_answer({"id": id}, id)


@agency.command("sectors")
@shared
def agency_sectors() -> None:
    """List what a dispute can be about and a body can deal with."""
    from onrecord.domain.agency_words import SECTORS

    print_list([{"id": code, "words": words} for code, words in SECTORS.items()],
                list(SECTORS.items()), "")  # fmt: skip


@agency.command("import")
@click.argument("file", metavar="FILE")
@click.option("--look", is_flag=True, help="Say what would change, and change nothing.")
@shared
def agency_import(file: str, look: bool) -> None:
    """Take in an update of the directory from a file.

    Its format is schemas/agencies.schema.json.
    """
    from onrecord.services.agency_directory import read_update, take_update
    from onrecord.services.agency_directory_diff import update_changes

    with the_vault() as vault:
        bodies = read_update(Path(file))
        changes = update_changes(vault, bodies)
        if not look:
            take_update(vault, bodies)
    lines: list[tuple[str, ...]] = []
    for one in changes:
        lines.append((one.id, one.state, one.name))
        if one.state == "changed":
            lines += [("", f.path, f.label, f"{f.before} -> {f.after}") for f in one.figures]
    print_list([asdict(one) for one in changes], lines, "There is nothing in it.")
