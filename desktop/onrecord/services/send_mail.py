"""A packet as a mail draft that the person's own mail program opens and sends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import NotFound, Refused
from onrecord.packet.letter import MailAttachment, MailDraft
from onrecord.services.send_files import packet_files
from onrecord.services.views.send_sheet import send_sheet
from onrecord.services.writing_out import checked_target, write_out

if TYPE_CHECKING:
    from onrecord.services.workshop import Workshop

LARGEST_MAIL = 25_000_000
"""Bytes of attachments that most mail services still take."""


@dataclass(frozen=True)
class MailWritten:
    path: Path
    to: str
    names: tuple[str, ...]


def write_packet_mail(workshop: Workshop, bundle_id: str, target: Path) -> MailWritten:
    """Writes the draft to ``target`` (.eml), with the files of the packet attached.

    Raises Refused where they are too large for one mail, or the place cannot be written.
    """
    vault = workshop.vault
    checked_target(vault, target)
    sheet = send_sheet(vault, bundle_id)
    files = {str(n): f for n, f in enumerate(packet_files(vault, bundle_id)) if f.to_send}
    length = sum(one.length for one in files.values())
    if length > LARGEST_MAIL:
        raise Refused(
            f"These files have {length / 1e6:.0f} MB, and most mail services take"
            f" {LARGEST_MAIL / 1e6:.0f}. Make the pictures smaller or split it, under Options."
        )

    def provide(id: str) -> Iterable[bytes]:
        if id not in files:
            raise NotFound("There is no such attachment.")
        return files[id].chunks()

    kinds = {".pdf": "application/pdf", ".json": "application/json", ".zip": "application/zip"}
    attached = tuple(
        MailAttachment(id, one.name, kinds.get(Path(one.name).suffix, "application/octet-stream"))
        for id, one in files.items()
    )
    to = sheet.email.value if sheet.email else ""
    mail = workshop.bundler.mail(MailDraft(to, sheet.subject, sheet.text, attached), provide)
    write_out(
        vault,
        [(target, lambda: [mail])],
        f"Wrote a mail draft of the packet “{sheet.title}” outside the vault",
    )
    return MailWritten(target, to, tuple(one.name for one in files.values()))
