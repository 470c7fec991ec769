"""The filled form as a file outside the vault: a PDF to print, or plain text to copy from."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.domain.dispute import Dispute
from onrecord.domain.packet import Packet
from onrecord.packet.callsheet import SheetContent, SheetSection
from onrecord.services.form_sheet import FormField, FormSheet, form_sheet, form_text
from onrecord.services.own_sheet import own_sheet
from onrecord.services.writing_out import checked_target, write_out

if TYPE_CHECKING:
    from onrecord.services.workshop import Workshop
    from onrecord.vault.vault import Vault


def write_sheet(
    workshop: Workshop, packet_id: str, target: Path, today: date | None = None
) -> Path:
    """As pages where the name ends in .pdf, else as text. Raises Refused where it cannot be
    written there; the history says that it went out."""
    vault = workshop.vault
    checked_target(vault, target)
    packet, sheet = vault.get(Packet, packet_id), form_sheet(vault, packet_id)
    if target.suffix.lower() == ".pdf":
        data = workshop.bundler.own_sheet(
            form_pages(vault, packet, sheet, (today or date.today()).isoformat())
        )
    else:
        data = form_text(sheet).encode()
    write_out(
        vault,
        [(target, lambda: [data])],
        f"Wrote the form fields of the packet “{packet.title}” outside the vault",
    )
    return target


def form_pages(vault: Vault, packet: Packet, sheet: FormSheet, made_on: str) -> SheetContent:
    """The form as it is printed: what to copy, field by field, each with its count."""
    return own_sheet(
        f"Form fields for {sheet.recipient}" if sheet.recipient else "Form fields",
        (
            f"Their page: {sheet.page}" if sheet.page else "",
            f"What they ask for: {sheet.rules}." if sheet.rules else "",
            "" if sheet.verified else "What they ask for is unverified.",
        ),
        (SheetSection("", "field", tuple(_row(one) for one in sheet.fields)),),
        packet,
        made_on,
        sample=vault.get(Dispute, packet.dispute_id).sample,
    )


def _row(one: FormField) -> tuple[str, str, str, str]:
    limit = (
        f"{one.count:,} of {one.limit:,} characters" if one.limit else f"{one.count:,} characters"
    )
    over = f", {one.over:,} too many" if one.over else ""
    unsure = "This limit is unverified." if one.limit and not one.verified else ""
    count = "" if one.paper else f"{limit}{over}"
    label = f"{one.label[:1].upper()}{one.label[1:]}"
    nothing = "No document is marked as this." if one.paper else ""
    return label, count, f"{one.note} {unsure}".strip(), one.text or nothing
