"""One dispute to an adviser, and what they changed back again."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from onrecord.cli.naming import find_dispute
from onrecord.cli.opening import first_line, open_vault, the_vault
from onrecord.cli.options import in_vault
from onrecord.cli.printing import print_answer, print_list, progress
from onrecord.errors import NotFound, Refused


@click.command("hand-over")
@in_vault
@click.argument("dispute", metavar="DISPUTE")
@click.argument("out", metavar="OUT.onrecord")
@click.option(
    "--new-passphrase-file", metavar="FILE", help="Read the new vault's passphrase from FILE."
)
@click.option("--merge", is_flag=True, help="Changes can be taken back; else it is to be read.")
def hand_over_dispute(dispute: str, out: str, new_passphrase_file: str | None, merge: bool) -> None:
    """Make an encrypted vault of one dispute, for an adviser."""
    from onrecord.services.hand_over import hand_over
    from onrecord.services.workshop import Workshop

    with Workshop(open_vault()) as workshop:
        id = find_dispute(workshop.vault, dispute)
        if new_passphrase_file:
            phrase = first_line(new_passphrase_file)
        elif sys.stdin.isatty():
            words = "Passphrase of the new vault"
            phrase = click.prompt(words, hide_input=True, confirmation_prompt=True, err=True)
        else:
            raise Refused("The new vault needs a passphrase: give --new-passphrase-file FILE.")
        with progress() as tell:
            made = hand_over(workshop, id, Path(out), phrase, "merge" if merge else "read", tell)
    print_answer(
        {"id": id, "path": str(made.path), "documents": made.documents},
        f"Made {made.path}. Tell the adviser the passphrase by another way than you send it.",
    )


@click.command("take-back")
@in_vault
@click.argument("theirs", metavar="THEIRS.onrecord", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--their-passphrase-file", metavar="FILE", required=True, help="What opens their vault."
)
@click.option("--take", multiple=True, metavar="ID", help="Take this line; may be repeated.")
@click.option("--all", "all_of_it", is_flag=True, help="Take every line that undoes none of yours.")
def take_back_changes(
    theirs: Path, their_passphrase_file: str, take: tuple[str, ...], all_of_it: bool
) -> None:
    """List what an adviser changed, and take it with --take or --all."""
    from onrecord.services.hand_back import field_words, take_back, what_came_back
    from onrecord.vault.vault import Vault

    with (
        the_vault() as vault,
        Vault.open(theirs, first_line(their_passphrase_file), memory=None) as other,
    ):
        back = what_came_back(vault, other)
        own = {line.key: line for line in back.own()}
        if unknown := [key for key in take if key not in own]:
            raise NotFound(f"There is no line {unknown[0]} among what came back.")
        chosen = back.chosen_first() if all_of_it else take
        if chosen:
            take_back(vault, other, back, chosen)
    rows = [
        {
            "id": line.key, "kind": line.kind, "words": line.words, "both": line.both,
            "taken": line.key in chosen,
            "fields": [{"field": name, "yours": mine, "theirs": new}
                       for name, mine, new in line.fields],
        }
        for line in own.values()
    ]  # fmt: skip
    lines: list[tuple[str, ...]] = []
    for line in own.values():
        said = [f"{field_words(name)}: {mine} -> {new}" for name, mine, new in line.fields]
        mark = "taken" if line.key in chosen else "both changed it" if line.both else ""
        lines.append((line.key, line.words, "; ".join(said), mark))
    print_list(rows, lines, "Nothing was changed.")
