"""Write the packet of a dispute."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from onrecord.cli.naming import find_dispute, find_exhibit, find_id, find_recipient
from onrecord.cli.opening import open_vault, read_waiting
from onrecord.cli.options import in_vault
from onrecord.cli.packet_look import keep_look, packet_look
from onrecord.cli.printing import print_answer, progress, remark
from onrecord.errors import NotFound


@click.command()
@in_vault
@click.argument("dispute", metavar="DISPUTE")
@click.argument("out", metavar="OUT.pdf")
@click.option("--packet", default="", metavar="PACKET", help="Which packet; else the newest.")
@click.option("--new", is_flag=True, help="Start a new packet with all that is there now.")
@click.option(
    "--profile",
    type=click.Choice(["supervisor", "formal", "regulator", "small_claims"]),
    help="Who a new packet is for; starts one.",
)
@click.option(
    "--for",
    "who",
    default="",
    metavar="WHO",
    help="The same, or a body (agencies), or a set of yours.",
)
@click.option("--only", multiple=True, metavar="DOC", help="Just these documents, in this order.")
@click.option("--without", multiple=True, metavar="DOC", help="Leave this document out.")
@click.option("--first", multiple=True, metavar="DOC", help="These come first, in this order.")
@click.option(
    "--pages", multiple=True, metavar="DOC=PAGES", help="Which pages of one: bill.pdf=1-3,5"
)
@click.option(
    "--folder", is_flag=True, help="OUT is a new folder, for all that belongs to the packet."
)
@click.option("--remind", is_flag=True, help="With --folder: plan to delete it in a week.")
@click.option("--late", is_flag=True, help="Start a packet of what came since the last was sent.")
@packet_look
def export(
    dispute: str,
    out: str,
    packet: str,
    new: bool,
    profile: str | None,
    who: str,
    only: tuple[str, ...],
    without: tuple[str, ...],
    first: tuple[str, ...],
    pages: tuple[str, ...],
    folder: bool,
    remind: bool,
    late: bool,
    **look: Any,
) -> None:
    """Write the dispute's packet as one PDF, or in volumes.

    With --folder it is all that belongs to it: the PDF, its manifest, and how to check them.

    The PDF is kept in the vault too. Where the dispute has no packet yet, one is started with all its documents. A document (DOC)
    is named by its id or the beginning of it, its title, its file name or its label in the packet
    (A2); --only, --without, --first and --pages may be given more than once, and what they say is
    kept in the packet.
    """
    from onrecord.domain.packet import Packet
    from onrecord.services.check_packet import check
    from onrecord.services.choose_exhibits import Choice, choose_exhibits
    from onrecord.services.export_bundle import export_bundle, packet_to_export
    from onrecord.services.packet_for import packet_for
    from onrecord.services.start_packet import not_in_packet, start_packet
    from onrecord.services.workshop import Workshop

    if sum(map(bool, (packet, new or profile or who, late))) > 1 or (profile and who):
        raise click.UsageError("Give one of --packet, --new, --profile, --for, --late.")
    if remind and not folder:
        raise click.UsageError("--remind goes with --folder.")
    parted = [one.rpartition("=")[::2] for one in pages]
    if not all(name and wanted for name, wanted in parted):
        raise click.UsageError("Write --pages as DOC=PAGES, like bill.pdf=1-3,5.")
    with Workshop(open_vault()) as workshop:
        vault = workshop.vault
        id = find_dispute(vault, dispute)
        with progress() as tell:
            read_waiting(workshop, tell)
            if packet:
                chosen = find_id(vault, Packet.TABLE, packet, "packet")
            elif profile or who:
                chosen = packet_for(vault, id, find_recipient(vault, profile or who)).result
            elif new:
                chosen = start_packet(vault, id).result
            elif late:
                from onrecord.services.late_additions import continue_packet, last_sent

                chosen = continue_packet(vault, last_sent(vault, id)).result
            else:
                try:
                    chosen = packet_to_export(vault, id)
                except NotFound:
                    chosen = start_packet(vault, id).result

            def named(typed: Sequence[str]) -> list[str]:
                return [find_exhibit(vault, chosen, one) for one in typed]

            wanted = {find_exhibit(vault, chosen, name): said for name, said in parted}
            choice = Choice(named(only), named(without), named(first), wanted)
            if choice:
                choose_exhibits(vault, chosen, choice)
            key = keep_look(vault, chosen, look)
            names: tuple[str, ...] = ()
            if folder:
                from onrecord.services.send_files import export_to_folder

                written = export_to_folder(
                    workshop, chosen, Path(out), tell, remind=remind, passphrase=key
                )
                result, names = written.export, written.names
            else:
                result = export_bundle(workshop, chosen, Path(out), tell, passphrase=key)
                names = tuple(path.name for path in result.paths)
        later = not_in_packet(vault, chosen)
        asking = [line for line in check(vault, chosen).lines if line.level == "ask"]
    for line in asking:
        remark(f"ASK  {line.words} {line.remedy}  [{line.name}]")
    for problem in result.problems:
        remark(problem)
    if later:
        count = "1 document" if len(later) == 1 else f"{len(later)} documents"
        are = "is" if len(later) == 1 else "are"
        remark(f"{count} came after this packet was made and {are} not in it; --new takes in all.")
    count = "1 page" if result.page_count == 1 else f"{result.page_count} pages"
    print_answer(
        {
            "id": result.bundle_id,
            "packet_id": chosen,
            "path": str(Path(out).absolute()),
            "page_count": result.page_count,
            "problems": list(result.problems),
            "not_in_packet": later,
            "asks": [{"key": x.name, "words": x.words, "remedy": x.remedy} for x in asking],
            "again": result.again,
            "files": list(names),
        },
        "\n".join((f"Wrote {out}, {count}.", *names)),
    )
