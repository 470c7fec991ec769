"""Today tells of dates across disputes: overdue, due, open now; each with one thing to do."""

from __future__ import annotations

from datetime import date

from onrecord.domain.contact_entry import ContactEntry
from onrecord.domain.counterparty import Counterparty
from onrecord.domain.dispute import DesiredOutcome, Dispute
from onrecord.domain.packet import Bundle
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.diary import add_deadline, plan_action
from onrecord.services.edit_record import edit_record
from onrecord.services.log_contact import log_contact
from onrecord.services.open_dispute import open_dispute
from onrecord.services.record_stage import record_stage
from onrecord.services.track_complaint import track_complaint
from onrecord.services.views.disputes import dispute_header
from onrecord.services.views.today import today
from onrecord.vault.vault import Vault

DAY = date(2026, 3, 20)


def test_what_is_overdue_comes_before_what_is_due(vault: Vault, dispute: str) -> None:
    other = open_dispute(vault, "Parcel Co (sample)", "Lost").result
    add_deadline(vault, dispute, "Send the form", "2026-03-22")
    add_deadline(vault, other, "Collect it", "2026-03-18")
    add_deadline(vault, other, "Much later", "2026-06-18")
    found = today(vault, DAY)
    assert [(item.words, item.urgency) for item in found] == [
        ("Collect it.", 0), ("Send the form.", 1),
    ]  # fmt: skip
    assert found[0].why == "Lost. Overdue since 18 March 2026."


def test_where_only_a_date_is_near_the_head_of_the_dispute_says_it_as_today_does(
    vault: Vault, dispute: str
) -> None:
    edit_record(vault, Dispute, dispute, place="GB-ENG", sector="other")
    log_contact(
        vault, ContactEntry(dated="2026-03-19T10:00", reference="AB1", dispute_ids=(dispute,))
    )
    attach_files(vault, [Pasted("bill.txt", b"84.20")], dispute_id=dispute)
    with vault.change("Asked and made") as tx:
        tx.insert(DesiredOutcome(dispute_id=dispute, words="Pay it back"))
        tx.insert(Bundle(packet_id="", dispute_id=dispute, content={}, manifest={}))

    def step() -> tuple[str, str, str]:
        found = dispute_header(vault, dispute, DAY).next_step
        assert found is not None
        return found.words, found.why, found.action

    assert step()[0] == "Nothing to do today."
    other = open_dispute(vault, "Parcel Co (sample)", "Lost").result
    add_deadline(vault, other, "Collect it", "2026-03-18")
    add_deadline(vault, dispute, "Send the form", "2026-03-22")
    plan_action(vault, dispute, "Ring again", "2026-03-20")
    assert step() == ("Ring again.", "You planned it for 20 March 2026.", "open_dates")


def test_a_wait_that_is_over_opens_a_door_until_it_was_taken_further(
    vault: Vault, dispute: str
) -> None:
    edit_record(vault, Dispute, dispute, place="IE", sector="internet")
    record_stage(vault, dispute, "asked", dated="2026-03-02")
    assert today(vault, date(2026, 3, 10)) == []
    (item,) = [i for i in today(vault, DAY) if i.action == "open_dates"]
    assert item.words.endswith("takes it now.") and "16 March 2026" in item.why
    record_stage(vault, dispute, "escalated", rung="ombudsman", dated="2026-03-19")
    assert not [i for i in today(vault, DAY) if i.words.endswith("takes it now.")]


def test_silence_past_their_own_time_says_to_ask_them(vault: Vault, dispute: str) -> None:
    company = vault.get(Dispute, dispute).counterparty_id
    edit_record(vault, Counterparty, company, stated_response="10 days")
    record_stage(vault, dispute, "asked", dated="2026-03-02")
    (item,) = today(vault, DAY)
    assert (item.button, item.action) == ("Ask them", "log_call")
    assert "nothing from them is on record" in item.why


def test_where_a_body_passed_it_on_and_nobody_answered_the_body_is_told(
    vault: Vault, dispute: str
) -> None:
    edit_record(vault, Dispute, dispute, place="US-VT", sector="tv")
    line = track_complaint(vault, dispute, "us-fcc-informal", dated="2026-02-02").result
    record_stage(vault, dispute, "served", dated="2026-02-04", track_id=line)
    (item,) = today(vault, date(2026, 3, 20))
    assert (item.button, item.action) == ("How to reach the body", "who_can_help")
    assert "nothing from them is on record" in item.why


def test_a_plan_is_told_as_a_plan(vault: Vault, dispute: str) -> None:
    plan_action(vault, dispute, "Ask at the branch", "2026-03-20")
    (item,) = today(vault, DAY)
    assert item.why.endswith("You planned it for 20 March 2026.")
    add_deadline(vault, dispute, "Collect it", "2026-03-18")  # late, and hides no plan
    assert [one.words for one in today(vault, DAY)] == ["Collect it.", "Ask at the branch."]
