"""A whole dispute as JSON, out and in."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.cli.naming import find_dispute
from onrecord.cli.opening import the_vault
from onrecord.cli.options import Group, in_vault, shared
from onrecord.cli.printing import print_answer, progress


@click.group(cls=Group)
@shared
def data() -> None:
    """Write a whole dispute as JSON, or take one in."""


@data.command("export")
@in_vault
@click.argument("file", metavar="FILE.json")
@click.option(
    "--dispute", default="", metavar="DISPUTE", help="Which one, where there are several."
)
def data_export(file: str, dispute: str) -> None:
    """Write a dispute to FILE.json and its files to FILE.files."""
    from onrecord.services.export_data import dispute_to_export, export_data

    with the_vault() as vault, progress() as tell:
        id = dispute_to_export(vault, find_dispute(vault, dispute) if dispute else "").id
        folder = export_data(vault, Path(file), id, tell)
    path = str(Path(file).absolute())
    print_answer({"id": id, "path": path, "files": str(folder.absolute())}, f"Wrote {file}.")


@data.command("import")
@in_vault
@click.argument("file", metavar="FILE.json")
def data_import(file: str) -> None:
    """Take in a dispute; a wrong file is refused and changes nothing."""
    from onrecord.services.import_data import import_data

    with the_vault() as vault, progress() as tell:
        id = import_data(vault, Path(file), tell).result
    print_answer({"id": id}, id)
