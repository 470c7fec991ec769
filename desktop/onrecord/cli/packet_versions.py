"""The versions of a packet that were made: what differs, one written again, and the next one."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from onrecord.cli.naming import find_id
from onrecord.cli.opening import first_line, open_vault, the_vault
from onrecord.cli.options import shared
from onrecord.cli.printing import print_answer


@click.command("compare")
@click.argument("before", metavar="VERSION")
@click.argument("after", metavar="VERSION")
@shared
def packet_compare(before: str, after: str) -> None:
    """Say what differs between two versions that were made.

    Their ids are as packet VAULT list DISPUTE --json has them.
    """
    from onrecord.services.compare_versions import compare_versions

    with the_vault() as vault:
        one = find_id(vault, "bundle", before, "version")
        made = compare_versions(vault, one, find_id(vault, "bundle", after, "version"))
    rows = [{**asdict(each), "words": each.words} for each in made.differences]
    print_answer(
        {"before": made.before.id, "after": made.after.id, "differences": rows},
        "\n".join(each.words for each in made.differences) or "Both print the same.",
    )


@click.command("save")
@click.argument("version", metavar="VERSION")
@click.argument("out", metavar="OUT.pdf")
@click.option("--folder", is_flag=True, help="OUT is a new folder, for all that belongs to it.")
@click.option(
    "--pdf-passphrase-file",
    "passphrase_of_pdf",
    metavar="FILE",
    help="Protect the PDF with the first line of FILE.",
)
@shared
def packet_save(version: str, out: str, folder: bool, passphrase_of_pdf: str | None) -> None:
    """Write a version again as it was made, byte for byte.

    Its id is as packet VAULT list DISPUTE --json has it.
    """
    from onrecord.services.export_bundle import write_bundle
    from onrecord.services.send_files import save_to_folder
    from onrecord.services.workshop import Workshop

    phrase = first_line(passphrase_of_pdf) if passphrase_of_pdf else ""
    with Workshop(open_vault()) as workshop:
        id = find_id(workshop.vault, "bundle", version, "version")
        if folder:
            names = save_to_folder(workshop, id, Path(out), passphrase=phrase)
        else:
            paths = write_bundle(workshop, id, Path(out), phrase)
            names = tuple(path.name for path in paths)
    print_answer(
        {"id": id, "path": str(Path(out).absolute()), "files": list(names)},
        "\n".join((f"Wrote {out}.", *names)),
    )


@click.command("revise")
@click.argument("packet", metavar="PACKET")
@shared
def packet_revise(packet: str) -> None:
    """Change a packet that was sent, as a new version.

    What was sent stays as it was. The id of the new packet is printed.
    """
    from onrecord.services.start_packet import new_version

    with the_vault() as vault:
        made = new_version(vault, find_id(vault, "packet", packet, "packet")).result
    print_answer({"id": made}, made)
