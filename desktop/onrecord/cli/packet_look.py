"""How the files of a packet are made, as options; they are kept in the packet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.naming import find_exhibit
from onrecord.cli.opening import first_line
from onrecord.cli.options import F

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def packet_look(command: F) -> F:
    """The options that say how the files of a packet are made; they are kept in the packet."""
    flags = (
        ("--large-print/--normal-print", "large", "Set our own pages large."),
        ("--grayscale/--colour", "grey", "No colour on any page."),
        ("--flat/--with-links", "flat", "No links, notes or layers."),
        ("--protect/--open", "locked", "The PDF opens with a passphrase, asked for now."),
        ("--originals/--no-originals", "originals", "The original files go along as a zip."),
        ("--converted/--not-converted", "converted", "Of HEIC and mail a JPEG or PDF goes along."),
    )
    for option in reversed(
        (
            click.option("--paper", type=click.Choice(["a4", "letter"]), help="Size of our pages."),
            *(click.option(f, name, default=None, help=words) for f, name, words in flags),
            click.option("--volume-pages", type=click.IntRange(0), help="Most pages of one file."),
            click.option("--volume-mb", type=click.FloatRange(0), help="Most megabytes of one."),
            click.option(
                "--pictures",
                type=click.Choice(["as-is", "300", "200", "150", "grey", "bw"]),
                help="Make pictures smaller: so many dots an inch at most, grey, black and white.",
            ),
            click.option(
                "--language", default=None, help="Of our own words on the pages, like en or de."
            ),
            click.option(
                "--turn", multiple=True, metavar="DOC=180", help="Turn pages: DOC=180, DOC:2=90."
            ),
            click.option(
                "--reveal",
                multiple=True,
                metavar="DOC",
                help="Its original goes along although parts of it were left out or removed.",
            ),
            click.option(
                "--pdf-passphrase-file",
                "passphrase_of_pdf",
                metavar="FILE",
                help="Protect the PDF with the first line of FILE.",
            ),
        )
    ):
        command = option(command)
    return command


def keep_look(vault: Vault, packet_id: str, typed: Mapping[str, Any]) -> str:
    """Keeps in the packet how its files are to be made; returns the passphrase of this export."""
    from onrecord.domain.packet import Packet
    from onrecord.services.edit_record import edit_record
    from onrecord.services.packet_options import (
        packet_options,
        reveal_original,
        set_packet_options,
        turn_exhibit,
    )

    values = {
        name: typed[name]
        for name in ("large", "grey", "flat", "locked", "originals", "converted", "language")
        if typed[name] is not None
    }
    if typed["pictures"] is not None:
        values["pictures"] = "" if typed["pictures"] == "as-is" else typed["pictures"]
    if typed["volume_pages"] is not None:
        values["volume_pages"] = typed["volume_pages"]
    if typed["volume_mb"] is not None:
        values["volume_bytes"] = round(typed["volume_mb"] * 1_000_000)
    if typed["passphrase_of_pdf"]:
        values["locked"] = True
    if values:
        set_packet_options(vault, packet_id, **values)
    if typed["paper"]:
        edit_record(vault, Packet, packet_id, paper=typed["paper"])
    for one in typed["turn"]:
        name, _, by = one.rpartition("=")
        name, _, page = (
            name.rpartition(":") if name.rpartition(":")[2].isdecimal() else (name, "", "")
        )
        if not name or not by.isdecimal():
            raise click.UsageError("Write --turn as DOC=180, or DOC:2=90 for its page 2.")
        id = find_exhibit(vault, packet_id, name)
        turn_exhibit(vault, packet_id, id, int(by), int(page) if page else None)
    for name in typed["reveal"]:
        reveal_original(vault, packet_id, find_exhibit(vault, packet_id, name), reveal=True)
    if typed["passphrase_of_pdf"]:
        return first_line(typed["passphrase_of_pdf"])
    if packet_options(vault, packet_id).locked:
        return click.prompt(
            "Passphrase of the PDF", hide_input=True, confirmation_prompt=True, err=True
        )
    return ""
