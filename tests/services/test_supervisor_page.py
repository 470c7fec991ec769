"""The page for a supervisor: the papers on which it rests, and the lines that tell it."""

from __future__ import annotations

from onrecord.domain.evidence import Evidence
from onrecord.domain.fact import Issue
from onrecord.packet.content import Frozen
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.bundle_content import bundle_content
from onrecord.services.cite import Spot, cite
from onrecord.services.claim_lines import add_claim
from onrecord.services.edit_record import edit_record
from onrecord.services.facts import add_fact
from onrecord.services.packet_for import Recipient, packet_for
from onrecord.services.read_documents import read_documents
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
