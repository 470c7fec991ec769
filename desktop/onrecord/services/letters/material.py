"""The rows of a dispute that a letter may draw on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.contact import Contact, ContactEvidence, ContactLine, Offer, Promise
from onrecord.domain.counterparty import Counterparty
from onrecord.domain.dispute import ClaimLine, DesiredOutcome, Dispute
from onrecord.domain.fact import Citation
from onrecord.domain.letter_fields import LetterFacts, LetterMaterial, Wording
from onrecord.domain.track import StageEvent, Track
from onrecord.domain.when import When
from onrecord.packet.said import day_words, phrase, speaking
from onrecord.services.bundle_words import own_words
from onrecord.services.numbers_with import numbers_with, with_whom
from onrecord.services.rows import batches, in_list, step_order
from onrecord.services.views.answers import unaddressed
from onrecord.services.views.situations import situations
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
    """Fetched table by table; with a track its company, what was said with it and its steps alone.
    Raises NotFound where there is no such dispute."""
    dispute, writing = vault.get(Dispute, dispute_id), who_writes(vault, dispute_id)
    day = today or date.today()
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
    whose = with_whom(vault, dispute)
    about = next((c for c in contacts if c.id == contact_id), None)
    if track:
        contacts = [c for c in contacts if c == about or whose(c.counterparty_id) in ("", party)]
    known = {c.id for c in contacts}
    came = situations(vault, [dispute_id], day)[dispute_id].came
    promises = [
        p
        for p in vault.find(Promise, here, args, order="due, rowid")
        if (not p.contact_id or p.contact_id in known) and p.id not in came
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
    own, others = numbers_with(vault, dispute, party)
    return LetterMaterial(
        today=day,
        dispute=dispute,
        me=writing.writer,
        company=company[0] if company else None,
        references=tuple(own),
        others=tuple(others),
        outcomes=tuple(
            one
            for one in vault.find(DesiredOutcome, here, args, order="position, rowid")
            if one.is_wanted
        ),
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
                order=step_order(),
            )
        ),
        left=tuple((one.id, one.words) for one in unaddressed(vault, dispute_id, track_id)),
        about=about,
        shown=frozenset(shown),
        acts_for=writing.words(day) if writing.holder or not writing.acts else "",
        acts=writing.acts,
        holder=writing.holder if writing.acts else None,
    )


def facts_in(vault: Vault, material: LetterMaterial, language: str) -> LetterFacts:
    """The facts as a letter in the language says them: what we word, days and amounts; English
    where nobody translated it."""
    with speaking(language, own_words(vault, language)):
        return LetterFacts(material, Wording(phrase, day_words))
