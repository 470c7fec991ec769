"""Say that one call was passed on from an earlier one: both are then parts of one thread."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.contact import Contact
from onrecord.domain.contact_entry import ContactEntry
from onrecord.domain.ids import new_id
from onrecord.domain.when import When
from onrecord.errors import Refused

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_MOST = 30
_TALKS = ("call", "chat", "visit")


def join_calls(vault: Vault, contact_id: str, earlier_id: str) -> Change:
    """``contact_id`` was passed on from ``earlier_id``; both references stay. Raises Refused where
    it is the same call or the later one."""
    later, earlier = vault.get(Contact, contact_id), vault.get(Contact, earlier_id)
    if later.id == earlier.id or When(earlier.dated).sort_key > When(later.dated).sort_key:
        raise Refused("Choose an earlier call: the one you were passed on from.", "earlier")
    thread = earlier.thread_id or later.thread_id or new_id()
    joined = [earlier, later]
    if later.thread_id:  # what was joined to this call before comes along
        joined += vault.find(Contact, "thread_id = ?", [later.thread_id])
    with vault.change("Joined two calls") as tx:
        for one in {contact.id: contact for contact in joined}.values():
            if one.thread_id != thread:
                tx.patch(Contact, one.id, thread_id=thread)
    return replace(tx.change, result=contact_id)


def part_calls(vault: Vault, contact_id: str) -> Change:
    """The call stands for itself again."""
    with vault.change("Parted two calls") as tx:
        tx.patch(Contact, contact_id, thread_id="")
    return replace(tx.change, result=contact_id)


def earlier_calls(vault: Vault, contact_id: str) -> tuple[Contact, ...]:
    """Those of the same disputes it may have been passed on from, the newest first."""
    one = vault.get(Contact, contact_id)
    rows = vault.find(
        Contact,
        "trashed_at = '' AND id != ? AND dated <= ? AND kind IN ('call', 'chat', 'visit')"
        " AND (thread_id = '' OR thread_id != ?) AND id IN (SELECT contact_id FROM dispute_contact"
        " WHERE dispute_id IN (SELECT dispute_id FROM dispute_contact WHERE contact_id = ?))",
        [contact_id, one.dated, one.thread_id, contact_id],
        order="dated DESC, rowid DESC",
        limit=_MOST,
    )
    return tuple(rows)


def calls_before(vault: Vault, dispute_id: str, entry: ContactEntry) -> tuple[tuple[str, str], ...]:
    """For a call that is not on record yet: those of the dispute it may have been passed on from,
    as (the ``thread_id`` that joins them, words), the newest first; of each thread the last."""
    if entry.kind not in _TALKS:
        return ()
    rows = vault.find(
        Contact,
        "trashed_at = '' AND dated <= ? AND kind IN ('call', 'chat', 'visit')"
        " AND id IN (SELECT contact_id FROM dispute_contact WHERE dispute_id = ?)",
        [entry.dated, dispute_id],
        order="dated DESC, rowid DESC",
        limit=_MOST,
    )
    found: dict[str, str] = {}
    for one in rows:
        found.setdefault(one.thread_id or one.id, call_words(one))
    return tuple(found.items())


def call_words(one: Contact) -> str:
    """``1 March 2026, Priya, ref 4471-K``."""
    who = one.agent_name or one.agent_team or one.company
    ref = f"ref {one.reference}" if one.reference else ""
    return ", ".join(part for part in (When(one.dated).words(), who, ref) if part)


def joined_before(vault: Vault, contact_id: str) -> Contact | None:
    """The call this one was passed on from, where that is on record."""
    one = vault.get(Contact, contact_id)
    if not one.thread_id:
        return None
    thread = vault.find(
        Contact, "thread_id = ? AND trashed_at = ''", [one.thread_id], order="dated, rowid"
    )
    ids = [contact.id for contact in thread]
    at = ids.index(one.id) if one.id in ids else 0
    return thread[at - 1] if at else None
