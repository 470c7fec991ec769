"""Scenario 6: no bills for months, then one for all of them. The source gives no day of any call."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.domain.contact import Promise
from onrecord.domain.contact_entry import ContactEntry, Promised
from onrecord.domain.counterparty import Counterparty
from onrecord.domain.dispute import Dispute
from onrecord.domain.when import When
from onrecord.packet.content import Frozen
from onrecord.services.bundle_content import bundle_content
from onrecord.services.check_packet import check_packet
from onrecord.services.edit_record import edit_record
from onrecord.services.facts import add_fact, plan_carrier_record
from onrecord.services.log_contact import log_contact
from onrecord.services.open_dispute import open_dispute
from onrecord.services.settle_promise import settle_promise
from onrecord.services.start_packet import start_packet
from onrecord.services.views.disputes import dispute_header
from onrecord.services.views.facts import fact_detail
from onrecord.services.views.timeline import timeline
from onrecord.services.views.today import today
from onrecord.vault.vault import Vault


@pytest.fixture
def dispute(vault: Vault) -> str:
    return open_dispute(vault, "Kauri Power (sample)", "Back-bill of $1,697.72").result


def test_several_calls_from_may_to_september_are_kept_sorted_and_printed_as_such(
    vault: Vault, dispute: str
) -> None:
    add_fact(vault, dispute, "The back-bill came", "October 2011")
    add_fact(vault, dispute, "I moved in", "May 2011")
    add_fact(vault, dispute, "Several calls, no bill", "May 2011 to September 2011")
    rows = [r for r in reversed(timeline(vault, dispute)) if r.kind == "fact"]
    assert [r.words for r in rows] == [
        "I moved in", "Several calls, no bill", "The back-bill came",
    ]  # fmt: skip
    content = bundle_content(vault, start_packet(vault, dispute).result, Frozen())
    printed = [r for r in content.chronology if r.kind == "fact"]
    assert [r.when for r in printed] == ["2011-05", "2011-05/2011-09", "2011-10"]
    assert When(printed[1].when).words() == "May 2011 to September 2011"


def test_calls_without_reference_warn_and_point_to_the_phone_companys_record(
    vault: Vault, dispute: str
) -> None:
    for month in ("2011-05", "2011-06", "2011-08", "2011-09"):
        log_contact(vault, ContactEntry(dated=month, outcome="No bill yet", dispute_ids=(dispute,)))
    packet = start_packet(vault, dispute).result
    said = " ".join(line.words for line in check_packet(vault, packet))
    assert "reference" in said
    fact = add_fact(vault, dispute, "I called several times", "May 2011 to September 2011").result
    detail = fact_detail(vault, fact)
    assert detail.ground.kind == "recalled"
    assert "carrier_record" in [r.action for r in detail.remedies]
    plan_carrier_record(vault, dispute, detail.fact.dated)
    rows = vault.query("SELECT words FROM planned_action WHERE dispute_id = ?", [dispute])
    assert rows[0]["words"].endswith("its record of the calls of May 2011 to September 2011")
    planned = fact_detail(vault, fact).remedies
    assert "carrier_record" not in [r.action for r in planned]  # once is enough
    once = [one for one in check_packet(vault, packet) if "phone company" in one.remedy]
    assert len([line for line in once if line.contact_id]) == 1


def test_a_first_bill_that_does_not_come_in_the_time_they_named_is_due_again(
    vault: Vault, dispute: str
) -> None:
    """The call waits for the first bill; its day passes, nothing came, and it is on Today until
    a bill is on record as having kept it."""
    waiting = ContactEntry(
        dated="2011-05-20", reference="K-1", dispute_ids=(dispute,),
        promises=(Promised("first bill, “within 3 weeks”", "2011-06-10"),),
    )  # fmt: skip
    log_contact(vault, waiting)
    (promise,) = vault.find(Promise)
    assert today(vault, date(2011, 6, 1)) == []
    (item,) = [one for one in today(vault, date(2011, 6, 14)) if one.id == promise.id]
    assert item.urgency == 0 and "Due 10 June 2011" in item.why
    header = dispute_header(vault, dispute, date(2011, 6, 14))
    assert (
        header.standing
        == "They promised first bill, “within 3 weeks” by 10 June 2011. It is 4 days late."
    )
    settle_promise(vault, promise.id, "kept", "September 2011")
    assert [one for one in today(vault, date(2011, 9, 20)) if one.id == promise.id] == []


def test_their_own_stated_time_makes_silence_due_again(vault: Vault, dispute: str) -> None:
    company = vault.get(Dispute, dispute).counterparty_id
    edit_record(vault, Counterparty, company, stated_response="within 3 weeks")
    log_contact(vault, ContactEntry(dated="2011-05-20", outcome="Waiting for: first bill",
                                    reference="K-1", dispute_ids=(dispute,)))  # fmt: skip
    assert not [one for one in today(vault, date(2011, 6, 9)) if one.button == "Ask them"]
    (item,) = [one for one in today(vault, date(2011, 6, 14)) if one.button == "Ask them"]
    assert "Overdue since 10 June 2011" in item.why
