"""A day that has not come yet, on what is said to have happened, is asked about before sending."""

from __future__ import annotations

from datetime import date

from onrecord.domain.contact_entry import ContactEntry
from onrecord.domain.evidence import Evidence
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.check_line import CheckLine
from onrecord.services.check_packet import check
from onrecord.services.edit_record import edit_record
from onrecord.services.facts import add_fact
from onrecord.services.log_contact import log_contact
from onrecord.services.record_stage import record_stage
from onrecord.services.start_packet import start_packet
from onrecord.vault.vault import Vault

DAY = date(2026, 3, 14)


def asked(vault: Vault, packet: str) -> list[CheckLine]:
    return [x for x in check(vault, packet, today=DAY).lines if x.key.startswith("to_come:")]


def test_what_is_dated_after_today_is_asked_about_and_led_to(vault: Vault, dispute: str) -> None:
    (bill,) = attach_files(
        vault, [Pasted("bill.txt", b"You owe 84.20")], dispute_id=dispute
    ).outcomes
    edit_record(vault, Evidence, bill.evidence_id, dated="2026-06-01", title="June bill")
    log_contact(vault, ContactEntry(dated="2026-03-15T01:00", dispute_ids=(dispute,)))
    call = log_contact(vault, ContactEntry(dated="2027-03-03T14:21", dispute_ids=(dispute,))).result
    add_fact(vault, dispute, "They cut me off", "20 March 2026")
    record_stage(vault, dispute, "denied", dated="2026-04")
    packet = start_packet(vault, dispute).result
    found = asked(vault, packet)
    assert {x.level for x in found} == {"ask"}
    assert [x.words for x in found] == [
        "The call is dated 3 March 2027, after today.",
        "June bill is dated 1 June 2026, after today.",
        "What happened is dated 20 March 2026, after today.",
        "A step is dated April 2026, after today.",
    ]
    assert [(x.act, x.contact_id, x.evidence_id) for x in found[:2]] == [
        ("contact", call, ""), ("date", "", bill.evidence_id),
    ]  # fmt: skip


def test_a_day_that_may_be_past_is_left_alone(vault: Vault, dispute: str) -> None:
    record_stage(vault, dispute, "denied", dated="2026-03")
    add_fact(vault, dispute, "The line was dead", "mid-March 2026")
    assert not asked(vault, start_packet(vault, dispute).result)
