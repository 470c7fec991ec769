"""A packet for the same recipient that was begun and never went out: one goes on with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.domain.packet import Bundle, Packet
from onrecord.services.packet_for import Recipient, resolved
from onrecord.services.packet_options import packet_options

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def unsent_draft(vault: Vault, dispute_id: str, profile: str, company_id: str = "") -> str:
    """The id of the newest one of this kind, for this company or the one the dispute began with;
    empty where there is none. Late additions to what was sent are none."""
    whom = Recipient(profile=profile, company_id=company_id)
    company = resolved(vault, dispute_id, whom).company_id
    drafts = vault.find(
        Packet,
        "dispute_id = ? AND profile = ? AND counterparty_id = ? AND agency_id = ''"
        " AND trashed_at = '' AND state != 'sent'",
        [dispute_id, profile, company],
        order="rowid DESC",
    )
    for one in drafts:
        went_out = vault.count(Bundle, "packet_id = ? AND sent_when != ''", [one.id])
        if not went_out and not packet_options(vault, one.id).continues_bundle_id:
            return one.id
    return ""
