"""The user's own sets of parts."""

from __future__ import annotations

import click

from onrecord.cli.naming import find_id
from onrecord.cli.opening import the_vault
from onrecord.cli.options import shared
from onrecord.cli.printing import print_list


@click.command("sets")
@click.option("--keep", nargs=2, metavar="PACKET NAME", help="Keep the parts of a packet.")
@click.option("--drop", default="", metavar="NAME", help="Remove a set; its packets stay.")
@shared
def packet_sets(keep: tuple[str, str] | None, drop: str) -> None:
    """List your own sets of parts, and keep or remove one."""
    from onrecord.domain.packet import PacketProfile
    from onrecord.errors import NotFound
    from onrecord.services.own_sets import drop_set, keep_set

    with the_vault() as vault:
        if keep:
            packet, name = keep
            keep_set(vault, find_id(vault, "packet", packet, "packet"), name)
        if drop:
            found = vault.find(PacketProfile, "name = ? COLLATE NOCASE", [drop], limit=1)
            if not found:
                raise NotFound(f"There is no set “{drop}”.")
            drop_set(vault, found[0].id)
        rows = vault.find(PacketProfile, order="name, id")
    print_list(
        [{"id": r.id, "name": r.name, "profile": r.profile, "parts": list(r.parts)} for r in rows],
        [(r.id, r.name, r.profile, " ".join(r.parts)) for r in rows],
        "There is no set of your own.",
    )
