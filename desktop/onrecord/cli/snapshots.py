"""Earlier states of a vault."""

from __future__ import annotations

from dataclasses import asdict

import click

from onrecord.cli.opening import the_vault
from onrecord.cli.options import Group, in_vault, shared
from onrecord.cli.printing import print_answer, print_list


@click.group(cls=Group)
@in_vault
def snapshots() -> None:
    """List earlier states of the vault, and go back to one."""


@snapshots.command("list")
@shared
def snapshots_list() -> None:
    """List earlier states, the newest first, and what each holds."""
    from onrecord.services.views.snapshots import snapshots

    with the_vault() as vault:
        rows = snapshots(vault)
    print_list(
        [asdict(row) | {"taken": row.taken.isoformat()} for row in rows],
        [(row.id, row.words, row.problem or row.holds) for row in rows],
        "This vault keeps no earlier state yet: the first is made when it is locked.",
    )


@snapshots.command("show")
@click.argument("snapshot", metavar="SNAPSHOT")
@shared
def snapshots_show(snapshot: str) -> None:
    """Show which disputes an earlier state holds."""
    from onrecord.services.views.snapshots import disputes_then

    with the_vault() as vault:
        rows = disputes_then(vault, snapshot)
    print_list(
        [asdict(row) for row in rows],
        [(row.id, row.company, row.title,
          f"{row.documents} documents, {row.contacts} calls and messages") for row in rows],
        "There was no dispute in it.",
    )  # fmt: skip


@snapshots.command("restore")
@click.argument("snapshot", metavar="SNAPSHOT")
@shared
def snapshots_restore(snapshot: str) -> None:
    """Go back to an earlier state.

    How it is now is kept for thirty days, and what came later goes to the trash.
    """
    from onrecord.services.go_back import go_back

    with the_vault() as vault:
        change = go_back(vault, snapshot)
    print_answer({"id": snapshot, "changed": len(change.touched)}, f"{change.words}.")
