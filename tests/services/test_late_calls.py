"""What was said after a packet was sent is among the late additions to it."""

from __future__ import annotations

from onrecord.domain.contact import Contact
from onrecord.domain.contact_entry import ContactEntry, Promised
from onrecord.packet.content import Frozen
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.bundle_content import bundle_content
from onrecord.services.export_bundle import export_bundle
from onrecord.services.late_additions import continue_packet
from onrecord.services.log_contact import log_contact
from onrecord.services.read_documents import read_documents
from onrecord.services.start_packet import start_packet
from onrecord.services.workshop import Workshop


def test_a_call_after_the_packet_was_sent_is_among_the_late_additions(
    workshop: Workshop, dispute: str
) -> None:
    vault = workshop.vault
    attach_files(vault, [Pasted("bill.txt", b"Total due 84.20")], dispute_id=dispute)
    read_documents(vault, workshop.reader)
    log_contact(vault, ContactEntry(dated="2026-02-02T10:00", dispute_ids=(dispute,)))
    sent = export_bundle(workshop, start_packet(vault, dispute).result)
    quiet = continue_packet(vault, sent.bundle_id).result
    content = bundle_content(vault, quiet, Frozen(dated="2026-03-20"))
    assert "contact_log" not in content.parts and content.contact_log == ()
    promised = ContactEntry(
        dated="2026-03-04T09:00", agent_name="Dale",
        promises=(Promised("Credit of 322.00", "2026-03-15"),), dispute_ids=(dispute,),
    )  # fmt: skip
    new = log_contact(vault, promised).result
    with vault.change("Noted long after it was sent") as tx:
        tx.patch(Contact, new, written_at="2099-03-04T09:05:00Z")
    later = continue_packet(vault, sent.bundle_id).result
    content = bundle_content(vault, later, Frozen(dated="2026-03-20"))
    assert "contact_log" in content.parts
    (row,) = content.contact_log
    assert row.who == "Dale" and row.promises[0].words == "Credit of 322.00"
    assert row.label == "C2", "a label that was sent means one thing for ever"
    assert export_bundle(workshop, later).page_count > 1
