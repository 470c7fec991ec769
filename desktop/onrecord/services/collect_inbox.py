"""On unlock: what was noted or dropped while the vault was locked comes into To sort."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from onrecord.domain.change import Change
from onrecord.domain.contact import Contact
from onrecord.domain.contact_entry import ContactEntry
from onrecord.domain.evidence import Evidence, ObjectRecord
from onrecord.errors import Damaged, KnownError, Refused
from onrecord.services.attach_files import title_of
from onrecord.services.log_contact import contact_records, new_contact
from onrecord.services.progress import Progress, Stop, never, quiet
from onrecord.services.stored import object_record

if TYPE_CHECKING:
    from onrecord.vault.inbox import InboxItem
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class CollectResult:
    """How much came in; ``problems`` is a sentence for each item that could not be taken."""

    change: Change
    count: int = 0
    problems: tuple[str, ...] = ()


def collect_inbox(
    vault: Vault, progress: Progress = quiet, cancelled: Stop = never
) -> CollectResult:
    """Takes every item in, each in a transaction of its own, and only then removes it.

    A note keeps the time its sender's clock said as the time it was written. What cannot be read
    stays where it is.
    """
    items = vault.inbox.items()
    change, count, problems = Change("Nothing arrived"), 0, list[str]()
    for done, item in enumerate(items):
        if cancelled():
            break
        progress(done, len(items), "Taking in what arrived")
        if item.problem:
            problems.append(item.problem)
            continue
        try:
            taken = _note(vault, item) if item.kind == "note" else _document(vault, item)
        except KnownError as error:
            problems.append(str(error))
            continue
        change = change.merge(taken)
        count += 1
        vault.inbox.remove(item)
    words = f"{count} {'thing' if count == 1 else 'things'} arrived while the vault was locked"
    return CollectResult(replace(change, words=words) if count else change, count, tuple(problems))


def _note(vault: Vault, item: InboxItem) -> Change:
    try:
        entry = ContactEntry.from_body(item.header).checked()
    except (Refused, TypeError, ValueError, KeyError, AttributeError):
        raise Damaged("A note that arrived while the vault was locked cannot be read.") from None
    if entry.dispute_ids or entry.evidence_ids or entry.citations:
        entry = replace(entry, dispute_ids=(), evidence_ids=(), citations=())
    written = item.sealed_at[:19] + "Z"
    contact: Contact = replace(new_contact(vault, entry), written_at=written)
    with vault.change("Took in a note") as tx:
        for record in contact_records(entry, contact):
            tx.insert(record)
        tx.result = contact.id
    return tx.change


def _document(vault: Vault, item: InboxItem) -> Change:
    header: dict[str, Any] = item.header
    name = PurePath(str(header.get("file_name") or header.get("name") or "document")).name
    with vault.inbox.open(item) as source:
        stored = vault.objects.add(
            iter(lambda: source.read(1 << 20), b""), meta={"file_name": name}
        )
    record = object_record(stored)
    evidence = Evidence(
        object_id=record.id,
        file_name=name,
        title=title_of(name),
        arrived="inbox",
        description="",
    )
    known = vault.find(
        ObjectRecord, "sha256 = ? AND length = ?", [record.sha256, record.length], limit=1
    )
    if known:  # the same bytes are kept once; the item is shown all the same, never merged
        vault.objects.discard(record.id)
        evidence = replace(evidence, object_id=known[0].id)
    try:
        with vault.change("Took in a document") as tx:
            if not known:
                tx.insert(record)
            tx.insert(evidence)
            tx.result = evidence.id
    except BaseException:
        if not known:
            vault.objects.discard(record.id)
        raise
    return tx.change
