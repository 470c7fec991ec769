"""Right after a call is on record: the confirmation in writing, the same day, one click away."""

from __future__ import annotations

from onrecord.domain.contact_entry import ContactEntry, is_conversation
from onrecord.ui.desk import Desk
from onrecord.ui.notices import Notice


def offer_confirmation(desk: Desk, entry: ContactEntry, contact_id: str) -> None:
    """Said once, for a conversation that belongs to a dispute."""
    disputes = entry.dispute_ids
    if not contact_id or not disputes or not is_conversation(entry.kind, entry.direction):
        return

    def write() -> None:
        if desk.dispute_id not in disputes:
            desk.show_dispute(disputes[0])
        desk.start_letter("confirm_call", contact_id)

    desk.session.notices.tell(
        Notice(
            "info",
            desk.tr("What they said counts for more once you confirm it in writing."),
            desk.tr("Write the confirmation now"),
            write,
            "confirm_call",
        )
    )
