"""Keeps what is attached to a mail as documents of their own, each with a link to the mail.

The mail is taken apart in a worker process, and its files go from memory into the vault.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from onrecord.domain.evidence import DisputeEvidence, Evidence, EvidenceLink
from onrecord.errors import KnownError, NotFound
from onrecord.services.attach_files import AttachResult, Pasted, attach_files
from onrecord.services.file_items import file_items
from onrecord.services.stored import original_chunks

if TYPE_CHECKING:
    from onrecord.intake.reader import Reader
    from onrecord.vault.vault import Vault

MAIL = "message/rfc822"
_ATTACHED = "Attached: "


def keep_attached(vault: Vault, reader: Reader, mail_id: str) -> AttachResult:
    """One step of undo. They serve the disputes that the mail serves; what the vault has already is
    linked and not kept twice.

    Raises ``NotFound`` where nothing is attached, and what reading the mail raises.
    """
    mail = vault.get(Evidence, mail_id)
    files = reader.attached(original_chunks(vault, mail))
    if not files:
        raise NotFound("Nothing is attached to this mail.")
    sources = [
        Pasted(name or f"Attached file {n}", data) for n, (name, data) in enumerate(files, 1)
    ]
    served = [one.dispute_id for one in vault.find(DisputeEvidence, "evidence_id = ?", [mail_id])]
    result = attach_files(vault, sources, dispute_id=served[0] if served else "", arrived="import")
    kept = [one.evidence_id for one in result.outcomes if one.state in ("added", "duplicate")]
    change = result.change
    for dispute_id in served[1:]:
        change = change.merge(file_items(vault, kept, [], dispute_id), change.words)
    known = {one.from_id for one in vault.find(EvidenceLink, "to_id = ?", [mail_id])}
    new = [one for one in dict.fromkeys(kept) if one not in known and one != mail_id]
    with vault.change("Linked what is attached to a mail") as tx:
        for one in new:
            tx.insert(EvidenceLink(from_id=one, to_id=mail_id, kind="attachment_of"))
    count = len(new)
    words = f"Kept {count} {'attachment' if count == 1 else 'attachments'}"
    return AttachResult(change.merge(tx.change, words), result.outcomes)


def has_attached(vault: Vault, mail: Evidence) -> bool:
    """Whether a mail that was read names files in its head, or is a mailbox, of which each mail
    is one (see ``intake.mail``)."""
    if mail.media_type != MAIL:
        return False
    if attached_names(vault, mail):
        return True
    text = vault.index.text(mail.id)
    heads = sum(line.startswith("From: ") for line in text.splitlines())
    return heads > 1 and _begins_as_mailbox(vault, mail)


def attached_names(vault: Vault, mail: Evidence) -> tuple[str, ...]:
    """The files that a mail names in its head, as it was read."""
    head = vault.index.text(mail.id).partition("\n\n")[0]
    told = [
        line.removeprefix(_ATTACHED) for line in head.splitlines() if line.startswith(_ATTACHED)
    ]
    return tuple(told)


def _begins_as_mailbox(vault: Vault, mail: Evidence) -> bool:
    with suppress(KnownError):  # a damaged original is told where it is opened
        return next(original_chunks(vault, mail), b"").startswith(b"From ")
    return False


def attached_to(vault: Vault, evidence_id: str) -> tuple[tuple[str, str], ...]:
    """(id, title) of the mail a document came with, or of the documents a mail came with."""
    rows = vault.query(
        "SELECT e.id, e.title FROM evidence_link l"
        " JOIN evidence e ON e.id = iif(l.from_id = ?, l.to_id, l.from_id)"
        " WHERE l.kind = 'attachment_of' AND (l.from_id = ? OR l.to_id = ?)"
        " AND e.trashed_at = '' ORDER BY l.rowid",
        [evidence_id] * 3,
    )
    return tuple((row["id"], row["title"]) for row in rows)
