"""The rows of a dispute that a letter may draw on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.contact import Contact, ContactEvidence, ContactLine, Offer, Promise
from onrecord.domain.counterparty import AccountRef, Counterparty
from onrecord.domain.dispute import ClaimLine, DesiredOutcome, Dispute
from onrecord.domain.fact import Citation, Issue
from onrecord.domain.letter_fields import LetterMaterial
from onrecord.domain.track import StageEvent, Track
from onrecord.domain.when import When
from onrecord.services.edit_people import complainant
from onrecord.services.rows import batches, in_list
from onrecord.services.who_writes import who_writes

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_WRITTEN = ("email", "chat", "letter", "post")


def letter_material(
    vault: Vault,
    dispute_id: str,
    contact_id: str = "",
    today: date | None = None,
    track_id: str = "",
) -> LetterMaterial:
    """Fetched table by table; with a track its company and its steps alone. Raises NotFound where
    there is no such dispute."""
    dispute = vault.get(Dispute, dispute_id)
    here, args = "dispute_id = ?", [dispute_id]
    track = vault.find(Track, "id = ? AND dispute_id = ?", [track_id, dispute_id], limit=1)
    party = track[0].counterparty_id if track else dispute.counterparty_id
    company = vault.find(Counterparty, "id = ?", [party], limit=1)
    steps = "track_id IN (SELECT id FROM track WHERE dispute_id = ?)"
    contacts = sorted(
        vault.find(
            Contact,
            "id IN (SELECT contact_id FROM dispute_contact WHERE dispute_id = ?)"
            " AND trashed_at = ''",
            args,
        ),
        key=lambda c: (When(c.dated).sort_key, c.written_at, c.id),
    )
    known = {c.id for c in contacts}
    promises = [
        p
        for p in vault.find(Promise, here, args, order="due, rowid")
        if not p.contact_id or p.contact_id in known
    ]
    offers = [
        o
        for o in vault.find(Offer, here, args, order="rowid")
        if not o.contact_id or o.contact_id in known
    ]
    said: list[ContactLine] = []
    shown: set[str] = set()
    kinds = {c.id: c.kind for c in contacts}
    for batch in batches(known):
        where, ids = in_list("contact_id", batch)
        said += vault.find(ContactLine, where, ids, order="contact_id, position, rowid")
        # What is in their own message a document shows; no paper shows what was said on a call.
        shown |= {
            link.contact_id
            for link in vault.find(ContactEvidence, where, ids)
            if kinds.get(link.contact_id) in _WRITTEN
        }
    for batch in batches(p.id for p in promises):
        where, ids = in_list("of_id", batch)
        cited = vault.find(Citation, f"of_table = 'promise' AND evidence_id != '' AND {where}", ids)
        shown |= {c.of_id for c in cited}
    return LetterMaterial(
        today=today or date.today(),
        dispute=dispute,
        me=complainant(vault, dispute_id),
        company=company[0] if company else None,
        references=tuple(vault.find(AccountRef, here, args, order="rowid")),
        outcomes=tuple(vault.find(DesiredOutcome, here, args, order="position, rowid")),
        lines=tuple(vault.find(ClaimLine, here, args, order="position, rowid")),
        contacts=tuple(contacts),
        said=tuple(said),
        promises=tuple(promises),
        offers=tuple(offers),
        events=tuple(
            vault.find(
                StageEvent,
                f"{steps} AND track_id = ?" if track else steps,
                [*args, track_id] if track else args,
                order="dated, rowid",
            )
        ),
        issues=tuple(vault.find(Issue, here, args, order="position, rowid")),
        about=next((c for c in contacts if c.id == contact_id), None),
        shown=frozenset(shown),
        acts_for=who_writes(vault, dispute_id).words(today or date.today()),
    )
