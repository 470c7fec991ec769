"""A packet as a mail draft that the person's own mail program opens and sends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.domain.packet import Bundle
from onrecord.errors import NotFound, Refused
from onrecord.packet.letter import MailAttachment, MailDraft
from onrecord.services.bundle_files import bundle_files
from onrecord.services.mail_size import LARGEST_MAIL, too_large
from onrecord.services.send_files import out_name, packet_files, packet_stem
from onrecord.services.views.send_sheet import send_sheet
from onrecord.services.writing_out import checked_target, write_out

if TYPE_CHECKING:
    from onrecord.services.workshop import Workshop

_TOO_LARGE = (
    f"With these files the mail is larger than the {LARGEST_MAIL // 1_000_000} MB that Gmail takes,"
    " and many services take less. Make the pictures smaller or split it into volumes, under"
    " Options."
)


@dataclass(frozen=True)
class MailWritten:
    """A draft on the disk: where it is, to whom, and the names of what is attached."""

    path: Path
    to: str
    names: tuple[str, ...]


def write_packet_mail(
    workshop: Workshop, bundle_id: str, target: Path, passphrase: str = ""
) -> MailWritten:
    """Writes the draft to ``target`` (.eml), with the files of the packet attached.

    Raises Refused where they are too large for one mail, or the place cannot be written.
    """
    vault = workshop.vault
    checked_target(vault, target)
    if too_large([length for _, length in packet_files(vault, bundle_id)]):
        raise Refused(_TOO_LARGE)
    sheet = send_sheet(vault, bundle_id)
    stem = packet_stem(vault, vault.get(Bundle, bundle_id))
    files = {
        str(n): (out_name(stem, one), b"".join(one.content()))
        for n, one in enumerate(bundle_files(workshop, bundle_id, passphrase))
        if one.kind != "manifest"  # for whoever wants to check it; a mail has no use for it
    }
    if too_large([len(data) for _, data in files.values()]):
        raise Refused(_TOO_LARGE)

    def provide(id: str) -> Iterable[bytes]:
        if id not in files:
            raise NotFound("There is no such attachment.")
        return [files[id][1]]

    kinds = {".pdf": "application/pdf", ".zip": "application/zip"}
    attached = tuple(
        MailAttachment(id, name, kinds.get(Path(name).suffix, "application/octet-stream"))
        for id, (name, _) in files.items()
    )
    to = sheet.email.value if sheet.email else ""
    mail = workshop.bundler.mail(MailDraft(to, sheet.subject, sheet.text, attached), provide)
    write_out(
        vault,
        [(target, lambda: [mail])],
        f"Wrote a mail draft of the packet “{sheet.title}” outside the vault",
    )
    return MailWritten(target, to, tuple(name for name, _ in files.values()))
