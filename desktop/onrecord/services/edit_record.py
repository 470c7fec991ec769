"""Change, add or remove one thing: what the inspector does."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, cast

from onrecord.domain.change import Change
from onrecord.domain.contact import Contact
from onrecord.domain.evidence import Evidence
from onrecord.domain.packet import Packet
from onrecord.domain.record import Record
from onrecord.errors import BugError
from onrecord.services.amend import amendments
from onrecord.services.derive import derived, typed
from onrecord.services.draft_packet import refuse_sent

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_KEPT = frozenset({"id", "revision", "created_at", "changed_at"})


def edit_record(
    vault: Vault, cls: type[Record], id: str, words: str = "", /, **values: Any
) -> Change:
    """Sets fields of one record, one named ``words`` too. Dates may be given as typed
    ("14 March 2026").

    What a user sets on a document is never overwritten by what a reader suggests later; an edit
    of a contact keeps the earlier wording as an amendment. Raises NotFound, or Refused naming
    the field.
    """
    known = {one.name for one in fields(cls)} - _KEPT
    if wrong := sorted(values.keys() - known):
        raise BugError(f"{cls.TABLE} has no field {', '.join(wrong)} that can be set")
    before = vault.get(cls, id)
    if isinstance(before, Packet):
        refuse_sent(before)
    after = derived(replace(before, **typed(values)))
    if isinstance(after, Evidence):
        chosen = dict.fromkeys([*after.set_by_user, *(n for n in values if n != "set_by_user")])
        after = replace(after, set_by_user=tuple(chosen))
    with vault.change(words or "Changed") as tx:
        if after != before:
            tx.update(after)
        if isinstance(after, Contact):
            for amendment in amendments(cast("Contact", before), after):
                tx.insert(amendment)
    return replace(tx.change, result=id)


def add_record(vault: Vault, record: Record, words: str = "") -> Change:
    """Adds one record, such as a reference number, an amount or a person; dates as typed."""
    dates = {
        name: getattr(record, name)
        for name in ("dated", "due", "expires")
        if any(one.name == name for one in fields(record))
    }
    made = derived(replace(record, **typed(dates)))
    with vault.change(words or "Added") as tx:
        tx.insert(made)
    return replace(tx.change, result=made.id)


def remove_record(vault: Vault, cls: type[Record], id: str, words: str = "") -> Change:
    """Takes out one record that has no trash of its own: a claim line, a link, a citation.

    Documents, contacts, packets and disputes go to the trash instead (``trash_items``).
    """
    if any(one.name == "trashed_at" for one in fields(cls)):
        raise BugError(f"{cls.TABLE} goes to the trash; it is not removed")
    vault.get(cls, id)
    with vault.change(words or "Removed") as tx:
        tx.remove(cls, id)
    return replace(tx.change, result=id)
