"""Scenario 1: what was said about the TV charges, and by whom. Dates are those of the source; the
calls' words are synthetic."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.domain.contact_entry import ContactEntry, Said
from onrecord.domain.dispute import Dispute
from onrecord.packet.content import Frozen
from onrecord.services.bundle_content import bundle_content
from onrecord.services.edit_record import edit_record
from onrecord.services.log_contact import log_contact
from onrecord.services.open_dispute import open_dispute
from onrecord.services.record_stage import record_stage
from onrecord.services.start_packet import start_packet
from onrecord.services.views.deadlines import DueRow, deadlines
from onrecord.services.views.timeline import timeline
from onrecord.services.views.tried import tried
from onrecord.vault.vault import Vault


@pytest.fixture
def dispute(vault: Vault) -> str:
    dispute = open_dispute(vault, "Bright Cable (sample)", "TV charges I disputed").result
    here = (dispute,)
    spoke = (Said("We will look at the charges (synthetic)"),)
    for entry in (
        ContactEntry(dated="2016-10-28", direction="in", lines=spoke, dispute_ids=here),
        ContactEntry(kind="voicemail", direction="in", dated="2016-10-25", dispute_ids=here),
        ContactEntry(dated="2016-10-27", lines=spoke, dispute_ids=here),
    ):
        log_contact(vault, entry)
    return dispute


def test_three_contacts_stand_in_date_order_and_the_voicemail_is_no_conversation(
    vault: Vault, dispute: str
) -> None:
    rows = [row for row in reversed(timeline(vault, dispute)) if row.kind == "contact"]
    assert [row.when for row in rows] == ["2016-10-25", "2016-10-27", "2016-10-28"]
    assert rows[0].words.startswith("Voicemail from them")
    assert rows[0].note == "" and rows[1].note == "no reference"
    found = tried(vault, dispute)
    assert (found.spoken, found.received, found.failed) == (2, 1, 0)
    assert "1 voicemail from them, without a conversation." in found.sentences()


def test_the_packet_says_a_voicemail_came_and_not_that_they_spoke(
    vault: Vault, dispute: str
) -> None:
    content = bundle_content(vault, start_packet(vault, dispute).result, Frozen())
    assert [row.channel for row in content.contact_log] == ["voicemail", "call", "call"]
    first = content.chronology[0]
    assert "a voicemail from them" in first.words
    assert "said" not in first.words
    assert "1 voicemail from them, without a conversation." in content.tried


def test_thirty_days_from_being_served_end_on_23_november_and_the_reply_was_in_time(
    vault: Vault, dispute: str
) -> None:
    edit_record(vault, Dispute, dispute, place="US-TX", sector="pay_tv")
    record_stage(
        vault, dispute, "served", dated="2016-10-24", rung="ombudsman", reference="1283196"
    )

    def reply(day: date) -> DueRow:
        rows = deadlines(vault, dispute, day)
        (row,) = [r for r in rows if r.key.startswith("us-fcc-informal:limit0")]
        return row

    row = reply(date(2016, 10, 28))
    assert row.end == date(2016, 11, 23)
    assert row.in_words(date(2016, 10, 28)) == "in 26 days"
    assert row.computed == "30 days from 24 October 2016, when the complaint was served"
    record_stage(vault, dispute, "answered", dated="2016-10-28", rung="ombudsman")
    row = reply(date(2016, 11, 1))
    assert row.state == "met"
    assert row.outcome == "They answered on 28 October 2016, in time, 26 days left."
