"""The page for a supervisor: the papers on which it rests, and the lines that tell it."""

from __future__ import annotations

from onrecord.domain.contact_entry import ContactEntry, Said
from onrecord.domain.counterparty import Counterparty
from onrecord.domain.evidence import Evidence
from onrecord.domain.fact import Issue
from onrecord.packet.content import Frozen
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.bundle_content import bundle_content
from onrecord.services.cite import Spot, cite
from onrecord.services.claim_lines import add_claim
from onrecord.services.edit_record import edit_record
from onrecord.services.facts import add_fact
from onrecord.services.log_contact import log_contact
from onrecord.services.packet_for import Recipient, packet_for
from onrecord.services.read_documents import read_documents
from onrecord.services.record_stage import record_stage
from onrecord.services.workshop import Workshop


def test_the_paper_that_decides_is_in_and_what_it_shows_is_told(
    workshop: Workshop, dispute: str
) -> None:
    vault = workshop.vault
    names = ["june bill", "july bill", "august bill", "september bill", "the cancellation"]
    made = attach_files(
        vault, [Pasted(f"{n}.txt", n.encode()) for n in names], dispute_id=dispute
    ).outcomes
    read_documents(vault, workshop.reader)
    ids = {}
    for month, (name, one) in enumerate(zip(names, made, strict=True), 6):
        ids[name] = one.evidence_id
        edit_record(vault, Evidence, one.evidence_id, title=name, dated=f"2026-0{min(month, 9)}-01")
    edit_record(vault, Evidence, ids["the cancellation"], dated="2026-05-20")
    with vault.change("A point") as tx:
        point = tx.insert(Issue(dispute_id=dispute, title="Ended?", mine="I cancelled in May")).id
    cite(vault, "issue", point, [Spot(ids["the cancellation"], 1)], side="mine")
    claim = add_claim(vault, dispute, "September", "42.10", "GBP").result
    cite(vault, "claim_line", claim, [Spot(ids["september bill"], 1)])
    cancelled = add_fact(vault, dispute, "I cancelled", "20 May 2026").result
    cite(vault, "fact", cancelled, [Spot(ids["the cancellation"], 1)])
    for day in range(1, 9):
        add_fact(vault, dispute, f"I waited, day {day}", f"{day} June 2026")
    add_fact(vault, dispute, "They took it again", "1 October 2026")
    packet = packet_for(vault, dispute, Recipient(profile="supervisor")).result
    content = bundle_content(vault, packet, Frozen(dated="2026-11-22"))
    assert [one.title for one in content.exhibits] == [
        "the cancellation", "june bill", "september bill",
    ]  # fmt: skip
    told = [row.words for row in content.chronology]
    assert len(told) == 5
    assert any("I cancelled" in words for words in told)
    assert told[-1].endswith("They took it again.")


def test_the_complaint_and_its_answer_come_before_bills_and_another_company(
    workshop: Workshop, dispute: str
) -> None:
    vault = workshop.vault
    names = ["may bill", "june bill", "july bill", "their answer"]
    made = attach_files(
        vault, [Pasted(f"{n}.txt", n.encode()) for n in names], dispute_id=dispute
    ).outcomes
    read_documents(vault, workshop.reader)
    for month, one in enumerate(made, 5):
        edit_record(vault, Evidence, one.evidence_id, dated=f"2026-0{month}-12")
        claim = add_claim(vault, dispute, f"Month {month}", "34.99", "EUR").result
        cite(vault, "claim_line", claim, [Spot(one.evidence_id, 1)])
    call = ContactEntry(
        dated="2026-05-18T17:10", agent_name="Ms Brandt", reference="T-55120",
        lines=(Said("The cancellation is in the system"),), dispute_ids=(dispute,),
    )  # fmt: skip
    log_contact(vault, call)
    with vault.change("A collector") as tx:
        collector = tx.insert(Counterparty(name="Cedar Collections (sample)")).id
    for day in range(1, 5):
        log_contact(
            vault,
            ContactEntry(dated=f"2026-09-0{day}T10:00", outcome="Pay", counterparty_id=collector,
                         dispute_ids=(dispute,)),
        )  # fmt: skip
    record_stage(vault, dispute, "asked", dated="18 May 2026", reference="T-55120")
    record_stage(
        vault, dispute, "denied", dated="12 August 2026", evidence_id=made[3].evidence_id
    )  # fmt: skip
    packet = packet_for(vault, dispute, Recipient(profile="supervisor")).result
    content = bundle_content(vault, packet, Frozen(dated="2026-11-22"))
    assert "their answer" in [one.title for one in content.exhibits]
    told = "\n".join(row.words for row in content.chronology)
    assert "The cancellation is in the system" in told and "they said no" in told
    assert told.count("Cedar Collections") == 1, "the last of them alone: it is how it stands"
