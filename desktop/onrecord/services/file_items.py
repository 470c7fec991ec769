"""File documents and contacts into a dispute, or take them out of it again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.contact import Contact, DisputeContact, Offer, Promise
from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import DisputeEvidence, Evidence
from onrecord.services.rows import in_list

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def file_items(
    vault: Vault, evidence_ids: Sequence[str], contact_ids: Sequence[str], dispute_id: str
) -> Change:
    """Links them to the dispute; what is linked already stays as it is.

    A promise or offer that had no dispute yet becomes one of this dispute.
    """
    vault.get(Dispute, dispute_id)
    for one in evidence_ids:
        vault.get(Evidence, one)
    for one in contact_ids:
        vault.get(Contact, one)
    here = "dispute_id = ?"
    documents = vault.find(DisputeEvidence, here, [dispute_id])
    linked = {link.evidence_id for link in documents}
    called = {link.contact_id for link in vault.find(DisputeContact, here, [dispute_id])}
    position = max((link.position for link in documents), default=0)
    new_documents = [one for one in dict.fromkeys(evidence_ids) if one not in linked]
    new_contacts = [one for one in dict.fromkeys(contact_ids) if one not in called]
    count = len(new_documents) + len(new_contacts)
    with vault.change(f"Filed {count} {'item' if count == 1 else 'items'}") as tx:
        for evidence_id in new_documents:
            position += 1
            tx.insert(
                DisputeEvidence(dispute_id=dispute_id, evidence_id=evidence_id, position=position)
            )
        for contact_id in new_contacts:
            tx.insert(DisputeContact(dispute_id=dispute_id, contact_id=contact_id))
        where, args = in_list("contact_id", new_contacts)
        for cls in (Promise, Offer):
            for part in vault.find(cls, f"dispute_id = '' AND {where}", args):
                tx.patch(cls, part.id, dispute_id=dispute_id)
    return tx.change


def take_out(
    vault: Vault, evidence_ids: Sequence[str], contact_ids: Sequence[str], dispute_id: str
) -> Change:
    """Unlinks them from the dispute; what serves no other dispute is in To sort again."""
    here, that = in_list("evidence_id", evidence_ids)
    documents = vault.find(DisputeEvidence, f"dispute_id = ? AND {here}", [dispute_id, *that])
    here, that = in_list("contact_id", contact_ids)
    contacts = vault.find(DisputeContact, f"dispute_id = ? AND {here}", [dispute_id, *that])
    count = len(documents) + len(contacts)
    words = f"Took {count} {'item' if count == 1 else 'items'} out of the dispute"
    with vault.change(words) as tx:
        for link in documents:
            tx.remove(DisputeEvidence, link.id)
        for link in contacts:
            tx.remove(DisputeContact, link.id)
        for cls in (Promise, Offer):
            for part in vault.find(cls, f"dispute_id = ? AND {here}", [dispute_id, *that]):
                other = vault.find(
                    DisputeContact,
                    "contact_id = ? AND dispute_id != ?",
                    [part.contact_id, dispute_id],
                    limit=1,
                )
                tx.patch(cls, part.id, dispute_id=other[0].dispute_id if other else "")
    return tx.change
