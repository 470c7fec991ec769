"""On unlock: what was noted or dropped while the vault was locked comes into To sort."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, cast

from onrecord.domain.change import Change
from onrecord.domain.contact import Contact
from onrecord.domain.contact_entry import ContactEntry
from onrecord.domain.evidence import Evidence, ObjectRecord
from onrecord.domain.ids import new_id
from onrecord.errors import Damaged, KnownError, Refused
from onrecord.services.attach_files import title_of
from onrecord.services.log_contact import contact_records, new_contact
from onrecord.services.progress import Progress, Stop, never, quiet
from onrecord.services.stored import object_record

if TYPE_CHECKING:
    from onrecord.vault.inbox import InboxItem
    from onrecord.vault.vault import Vault


_LONGEST_NOTE = 4 << 20
"""Bytes of one note (4 MiB): far more than a pasted chat, far less than would hurt."""


@dataclass(frozen=True)
class CollectResult:
    """How much came in; ``problems`` is a sentence for each item that could not be taken."""

    change: Change
    count: int = 0
    problems: tuple[str, ...] = ()


def left_sealed(vault: Vault) -> str:
    """What to say of a vault in which nothing can be changed, where something arrived all the same
    while it was locked; empty where nothing did."""
    count = len(vault.inbox.items())
    if not count:
        return ""
    things = "1 thing was" if count == 1 else f"{count} things were"
    them = "it stays" if count == 1 else "they stay"
    return (
        f"{things} kept here while this vault was locked, but nothing can be added to it: {them}"
        " sealed in its inbox. Add the same to a vault of your own."
    )


def collect_inbox(
    vault: Vault, progress: Progress = quiet, cancelled: Stop = never
) -> CollectResult:
    """Takes every item in, each in a transaction of its own, and only then removes it.

    A note keeps the time its sender's clock said as the time it was written. Of a call that was
    sealed again and again only the last state counts. What cannot be read stays where it is.
    """
    items = vault.inbox.items()
    earlier = _earlier(items)
    replaced = {item.id for before in earlier.values() for item in before}
    threads: dict[str, str] = {}
    change, count, problems = Change("Nothing arrived"), 0, list[str]()
    for done, item in enumerate(items):
        if cancelled():
            break
        progress(done, len(items), "Taking in what arrived")
        if item.problem:
            problems.append(item.problem)
            continue
        try:
            if item.id in replaced:
                continue  # removed once the last state is in
            note = item.kind == "note"
            taken = _note(vault, item, threads) if note else _document(vault, item)
        except KnownError as error:
            problems.append(str(error))
            continue
        change = change.merge(taken)
        count += 1
        for done_with in [item, *earlier.get(item.id, ())]:
            vault.inbox.remove(done_with)
    words = f"{count} {'thing' if count == 1 else 'things'} arrived while the vault was locked"
    return CollectResult(replace(change, words=words) if count else change, count, tuple(problems))


def _earlier(items: list[InboxItem]) -> dict[str, list[InboxItem]]:
    """For the last state of each call, by its id, the items that hold an earlier one."""
    calls: dict[str, list[InboxItem]] = {}
    for item in items:
        call, turn = item.header.get("call_id"), item.header.get("turn")
        is_call = not item.problem and item.kind == "note" and isinstance(turn, int)
        if is_call and isinstance(call, str) and call:
            calls.setdefault(call, []).append(item)
    found: dict[str, list[InboxItem]] = {}
    for states in calls.values():
        *before, last = sorted(states, key=lambda item: (item.header["turn"], item.sealed_at))
        found[last.id] = before
    return found


def _body(vault: Vault, item: InboxItem) -> dict[str, Any]:
    """A note's own words are in its content, or, in a short one, in its header."""
    if not item.length:
        return item.header
    if item.length > _LONGEST_NOTE:
        raise Damaged("A note that arrived while the vault was locked is too long to be one.")
    with vault.inbox.open(item) as source:
        body: Any = json.loads(source.read())
    if not isinstance(body, dict):
        raise ValueError("no note")
    return cast("dict[str, Any]", body)


def _note(vault: Vault, item: InboxItem, threads: dict[str, str]) -> Change:
    """``threads`` maps the threads named in this inbox to new ones: what arrives joins its own
    parts and never a thread that is on record."""
    try:
        entry = ContactEntry.from_body(_body(vault, item)).checked(as_noted=True)
    except (Refused, TypeError, ValueError, KeyError, AttributeError, RecursionError):
        raise Damaged("A note that arrived while the vault was locked cannot be read.") from None
    if entry.thread_id:
        entry = replace(entry, thread_id=threads.setdefault(entry.thread_id, new_id()))
    if entry.counterparty_id:
        entry = replace(entry, counterparty_id="")
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
