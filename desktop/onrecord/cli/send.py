"""Send a packet, and put on record that it went."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.naming import find_dispute, find_id
from onrecord.cli.opening import open_vault, the_vault
from onrecord.cli.options import Group, in_vault, shared
from onrecord.cli.printing import print_answer, print_list
from onrecord.errors import NotFound, Refused

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


@click.group(cls=Group)
@in_vault
def send() -> None:
    """Send a packet, and put on record that it went."""


@send.command("show")
@click.argument("dispute", metavar="DISPUTE")
@click.option("--packet", default="", metavar="PACKET", help="Which packet; else the newest.")
@shared
def send_show(dispute: str, packet: str) -> None:
    """Say where the packet goes, how, with which files and words."""
    from onrecord.services.views.send_sheet import send_sheet

    with the_vault() as vault:
        sheet = send_sheet(vault, _newest_pdf(vault, dispute, packet))
    plain = {"id": sheet.bundle_id, **asdict(sheet)}
    places = [
        f"{place.words}: {place.value}"
        + (f" [{place.source}, {place.age}]" if place.source else "")
        for place in (*sheet.pages, *(one for one in (sheet.email, sheet.post) if one))
    ]
    files = [f"{name}, {length:,} bytes" if length else name for name, length in sheet.files]
    lines = [
        f"{sheet.title}, version {sheet.number}, for {sheet.recipient or 'nobody named'}",
        *places, *sheet.notes, *files,
        f"On paper: {sheet.sides} sides, {sheet.sheets} sheets printed on both.",
        *(row.says() for row in sheet.sent), "", sheet.subject, "", sheet.text,
    ]  # fmt: skip
    print_answer(plain, "\n".join(lines))


@send.command("mail")
@click.argument("dispute", metavar="DISPUTE")
@click.argument("out", metavar="OUT.eml")
@click.option("--packet", default="", metavar="PACKET", help="Which packet; else the newest.")
@shared
def send_mail(dispute: str, out: str, packet: str) -> None:
    """Write a mail draft with the packet, for your mail program."""
    from onrecord.services.send_mail import write_packet_mail
    from onrecord.services.workshop import Workshop

    with Workshop(open_vault()) as workshop:
        id = _newest_pdf(workshop.vault, dispute, packet)
        written = write_packet_mail(workshop, id, Path(out))
    path = str(Path(out).absolute())
    print_answer({"id": id, "path": path, "to": written.to, "files": list(written.names)},
           f"Wrote {out}.")  # fmt: skip


@send.command("record")
@click.argument("dispute", metavar="DISPUTE")
@click.option(
    "--way", required=True, type=click.Choice(["website", "email", "post", "hand", "fax"])
)
@click.option("--day", default="", metavar="DAY", help="When; today if not given.")
@click.option("--to", "recipient", default="", metavar="NAME", help="If not whom it was made for.")
@click.option("--reference", default="", help="What they acknowledged it under.")
@click.option("--acknowledged", default="", metavar="DAY", help="When they did.")
@click.option(
    "--proof", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A receipt or confirmation, kept as a document.",
)  # fmt: skip
@click.option("--packet", default="", metavar="PACKET", help="Which packet; else the newest.")
@shared
def send_record(
    dispute: str,
    way: str,
    day: str,
    recipient: str,
    reference: str,
    acknowledged: str,
    proof: Path | None,
    packet: str,
) -> None:
    """Put on record that the packet went out; says what comes next."""
    from onrecord.services.attach_files import attach_files
    from onrecord.services.send_packet import record_sending
    from onrecord.services.views.packet_history import what_next

    with the_vault() as vault:
        made = _newest_pdf(vault, dispute, packet)
        proof_id = ""
        if proof is not None:
            kept = attach_files(vault, [proof], dispute_id=find_dispute(vault, dispute))
            proof_id = kept.outcomes[0].evidence_id
            if not proof_id:
                raise Refused(kept.outcomes[0].sentence)
        id = record_sending(
            vault, made, way, day, recipient=recipient, reference=reference,
            acknowledged=acknowledged, proof_id=proof_id,
        ).result  # fmt: skip
        following = what_next(vault, id)
    due = following.due
    print_answer(
        {
            "id": id,
            "bundle_id": made,
            "next": following.words,
            "until": due.end.isoformat() if due and due.end else None,
        },
        "\n".join((id, following.words)).strip(),
    )


@send.command("reply")
@click.argument("sending", metavar="SENDING")
@click.option("--reference", help="What they acknowledged it under.")
@click.option("--acknowledged", metavar="DAY", help="When they did.")
@shared
def send_reply(sending: str, reference: str | None, acknowledged: str | None) -> None:
    """Note what came back for a packet that was sent."""
    from onrecord.services.send_packet import note_reply

    with the_vault() as vault:
        id = find_id(vault, "sending", sending, "sending")
        note_reply(vault, id, reference=reference, acknowledged=acknowledged)
    print_answer({"id": id}, id)


@send.command("history")
@click.argument("dispute", metavar="DISPUTE")
@shared
def send_history(dispute: str) -> None:
    """List what was sent: to whom, when, by which way."""
    from onrecord.services.views.packet_history import packet_history

    with the_vault() as vault:
        rows = packet_history(vault, find_dispute(vault, dispute))
    print_list([asdict(row) for row in rows], [(row.id or "-", row.title, row.says())
                for row in rows], "Nothing was sent yet.")  # fmt: skip


def _newest_pdf(vault: Vault, dispute: str, packet: str) -> str:
    """The newest PDF of a packet, by default of the newest one: what was made of an older packet
    is not what one means to send after starting another."""
    from onrecord.domain.packet import Bundle, Packet

    id = find_dispute(vault, dispute)
    packets = vault.find(
        Packet, "dispute_id = ? AND trashed_at = ''", [id], order="rowid DESC", limit=2
    )
    chosen = find_id(vault, Packet.TABLE, packet, "packet") if packet else ""
    if packets:
        chosen = chosen or packets[0].id
    found = vault.find(Bundle, "packet_id = ?", [chosen], order="rowid DESC", limit=1)
    if found:
        return found[0].id
    if packet or len(packets) < 2:
        raise NotFound("There is no PDF of a packet yet; export it first.")
    raise NotFound(
        "There is no PDF of the newest packet yet; export it first, or name another with --packet."
    )
