"""How well the PDFs of a folder would go into a bundle."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.cli.options import shared
from onrecord.cli.printing import print_answer, progress
from onrecord.errors import KnownError


@click.command()
@shared
@click.argument("folder", metavar="FOLDER", type=click.Path(exists=True, path_type=Path))
@click.option("--jobs", default=0, metavar="N", help="Files at a time; else one a processor.")
@click.option("--seconds", default=300, metavar="S", help="What one file may take. 300.")
@click.option("--pages", default=0, metavar="N", help="Draw so many pages of each; else all.")
@click.option(
    "--keep", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
    help="Keep what was found in FILE, a line for each file; go on from it next time.",
)  # fmt: skip
def prove(folder: Path, jobs: int, seconds: int, pages: int, keep: Path | None) -> None:
    """Count how well the PDFs of FOLDER would go into a bundle.

    Each is taken, stamped and checked as an export would, in a process of its own limits, and
    then compared with how it looks: the same pixels, filled forms with their values, the stamp
    in its place and nothing else changed, nothing left of what was left out or blacked out.
    Needs no vault, and writes nothing but FILE.
    """
    from onrecord.packet.prove import prove_folder, table

    with progress() as tell:
        proven = prove_folder(
            folder, workers=jobs, seconds=seconds, pages=pages, kept=keep, progress=tell
        )
    counts = [
        {"id": c.name, "right": c.right, "all": c.all, "share": c.share, "wanted": c.wanted,
         "reached": c.reached}
        for c in proven.counts()
    ]  # fmt: skip
    failures = [{"id": p.path, "state": p.state, "faults": p.faults()} for p in proven.failures()]
    plain = {
        "files": len(proven.proofs), "states": proven.states(), "counts": counts,
        "failures": failures, "reached": proven.reached,
    }  # fmt: skip
    print_answer(plain, table(proven))
    if not proven.reached:
        raise KnownError("Not all of it is as it should be.")
