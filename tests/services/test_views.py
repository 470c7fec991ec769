"""Lists that stay quick and say the same thing wherever it is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from onrecord.domain.contact import Contact, DisputeContact, Offer
from onrecord.domain.contact_entry import ContactEntry, Promised
from onrecord.domain.diary import FaultReport
from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import DisputeEvidence, Evidence
from onrecord.domain.letter import Letter
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.edit_record import edit_record
from onrecord.services.file_items import file_items
from onrecord.services.log_contact import log_contact
from onrecord.services.not_now import put_off_step
from onrecord.services.open_dispute import open_dispute
from onrecord.services.read_documents import read_documents
from onrecord.services.sample.build_sample import build_sample
from onrecord.services.trash import trash_items
from onrecord.services.views.deadlines import deadlines
from onrecord.services.views.disputes import dispute_header, dispute_list
from onrecord.services.views.documents import document_count, documents, evidence_detail
from onrecord.services.views.money import money
from onrecord.services.views.search import prepare, search
from onrecord.services.views.timeline import timeline
from onrecord.services.views.to_sort import to_sort, to_sort_count
from onrecord.services.views.today import today
from onrecord.services.workshop import Workshop
from onrecord.vault.vault import Vault

DAY = date(2026, 3, 17)


def several(vault: Vault) -> None:
    """Disputes in every situation the rules tell apart."""
    ids = [open_dispute(vault, f"Company {n} (sample)", f"Matter {n}").result for n in range(7)]
    call = ContactEntry(dated="2026-02-01T10:00", zone="UTC", reference="1")
    for entry in (
        replace(call, dispute_ids=(ids[1],)),
        replace(call, dispute_ids=(ids[2],), promises=(Promised("pay", "2026-03-10"),)),
        replace(call, dispute_ids=(ids[2],), dated="2026-03-12", reference=""),
        replace(call, dispute_ids=(ids[3],), promises=(Promised("pay", "2026-03-18"),)),
        replace(call, dispute_ids=(ids[4],), promises=(Promised("pay", "2026-03"),)),
        replace(call, dispute_ids=(ids[4],), promises=(Promised("ring back", "2026-03-16"),)),
        replace(call, dispute_ids=(ids[5], ids[1]), kind="email", dated=""),
        replace(call, dispute_ids=(ids[5],), dated="2026-03-15", reference=""),
        replace(call, dispute_ids=(ids[5],), dated="2026-03-16"),
    ):
        log_contact(vault, entry)
    file_items(vault, attach_files(vault, [Pasted("a.txt", b"a")]).added, [], ids[1])
    put_off_step(vault, ids[5], "no_reference", DAY)


def test_the_list_and_the_head_of_a_dispute_say_the_same(vault: Vault) -> None:
    several(vault)
    rows = dispute_list(vault, today=DAY)
    assert len(rows) == 7
    items = {item.dispute_id: item for item in today(vault, DAY) if item.dispute_id}
    for row in rows:
        head = dispute_header(vault, row.id, DAY)
        assert (row.standing, row.documents, row.contacts) == (
            head.standing, head.documents, head.contacts,
        )  # fmt: skip
        if row.id in items:
            assert head.next_step is not None
            assert items[row.id].words == head.next_step.words
    assert [row.late for row in rows[:2]] == [7, 1]


def test_a_longer_list_takes_no_more_queries(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = 0
    real = Vault.query

    def query(self: Vault, sql: str, args: Sequence[Any] = ()) -> list[dict[str, Any]]:
        nonlocal counted
        counted += 1
        return real(self, sql, args)

    monkeypatch.setattr(Vault, "query", query)
    taken: list[int] = []
    for _ in range(2):
        several(vault)
        counted = 0
        dispute_list(vault, today=DAY)
        today(vault, DAY)
        id = dispute_list(vault, "Matter 5")[0].id
        timeline(vault, id)
        documents(vault)
        to_sort(vault)
        taken.append(counted)
    assert taken[0] == taken[1]


def test_documents_are_paged_sorted_and_found_by_their_text(workshop: Workshop) -> None:
    vault = workshop.vault
    dispute = build_sample(workshop, DAY)
    everything = documents(vault, dispute)
    assert len(everything) == document_count(vault, dispute) == 8
    paged = documents(vault, dispute, limit=3) + documents(vault, dispute, limit=10, offset=3)
    assert paged == everything
    dates = [row.dated for row in documents(vault, dispute, order="date")]
    assert dates == sorted(dates)
    (statement,) = documents(vault, dispute, "city water")
    assert (statement.title, statement.cited) == ("Bank statement", 4)
    assert document_count(vault, None, "city water") == 1
    (letter,) = [row for row in everything if row.theirs]
    assert letter.kind == "letter"
    prepare(vault)
    hit = next(hit for hit in search(vault, "direct debits can be returned") if hit.page)
    assert (hit.id, hit.page, hit.dispute_id) == (statement.id, 1, dispute)
    assert evidence_detail(vault, statement.id).citations == 4
    assert money(vault, dispute).words() == "£84.20"
    trash_items(vault, [(Evidence, statement.id)])
    assert document_count(vault, dispute) == 7
    assert search(vault, "direct debits can be returned") == []
    assert "statement" not in {row.icon for row in timeline(vault, dispute)}


def test_to_sort_is_paged_and_holds_what_no_dispute_has(vault: Vault) -> None:
    attach_files(vault, [Pasted(f"{n}.txt", b"%d" % n) for n in range(5)])
    log_contact(vault, ContactEntry(company="X", dated="2026-03-01"))
    assert to_sort_count(vault) == 6
    assert to_sort(vault, 2) + to_sort(vault, 10, 2) == to_sort(vault)


def test_what_the_user_set_survives_reading(workshop: Workshop) -> None:
    vault = workshop.vault
    letter = (
        b"Subject: What we agreed\r\nFrom: a@b.example\r\nDate: Sun, 1 Mar 2026 10:00:00 +0100\r\n"
    )
    ids = attach_files(
        vault,
        [
            Pasted("mail.eml", letter + b"\r\nAs agreed.\r\n"),
            Pasted("broken.pdf", b"%PDF-1.7\nnothing that a reader could use"),
            Pasted("odd.bin", bytes(range(256)) * 8),
        ],
    ).added
    edit_record(vault, Evidence, ids[0], title="Mine")
    result = read_documents(vault, workshop.reader)
    assert result.read == (ids[0],)
    mail, broken, odd = (vault.get(Evidence, id) for id in ids)
    assert (mail.title, mail.kind, mail.dated) == ("Mine", "email", "2026-03-01T10:00")
    assert (mail.source, mail.zone) == ("a@b.example", "+01:00")
    assert (broken.read_state, odd.read_state) == ("failed", "unknown_kind")
    assert broken.problem.endswith(".")
    assert "kept safely" in odd.problem
    assert vault.index.text(ids[0]).endswith("As agreed.")
    again = read_documents(vault, workshop.reader)
    assert (again.read, again.problems) == ((), ())


def test_the_sample_shows_each_thing_there_is_and_says_it_is_one(workshop: Workshop) -> None:
    vault = workshop.vault
    dispute = build_sample(workshop, DAY)
    assert vault.get(Dispute, dispute).sample
    assert all("sample" in one.tags for one in vault.find(Evidence))
    assert [one.state for one in vault.find(Letter)] == ["sent"]
    (offer,) = vault.find(Offer)
    assert (offer.amount_minor, offer.state, offer.expires > DAY.isoformat()) == (
        1500, "proposed", True,
    )  # fmt: skip
    (report,) = vault.find(FaultReport)
    assert report.started < report.ended
    view = money(vault, dispute)
    assert [(b.claimed.minor, b.back.minor, b.owed.minor) for b in view.balances] == [
        (8420, 1000, 7420)
    ]
    due = {row.kind for row in deadlines(vault, dispute, DAY)}
    assert {"rule", "promise", "company"} <= due
    assert vault.count(Contact, "written_at > ?", [f"{DAY}T00:00:00Z"]) == 0
    assert vault.verify().ok


def test_what_is_in_the_trash_is_counted_nowhere(vault: Vault) -> None:
    dispute = open_dispute(vault, "Northline Telecom (sample)", "Charged twice").result
    with vault.change("Added") as tx:
        for n, (filed, trashed) in enumerate(
            [
                (True, ""),
                (True, "2026-01-01T00:00:00Z"),
                (False, ""),
                (False, "2026-01-01T00:00:00Z"),
            ]
        ):
            bill = tx.insert(Evidence(file_name=f"{n}.pdf", trashed_at=trashed))
            call = tx.insert(Contact(kind="call", trashed_at=trashed))
            if filed:
                tx.insert(DisputeEvidence(dispute_id=dispute, evidence_id=bill.id))
                tx.insert(DisputeContact(dispute_id=dispute, contact_id=call.id))
    other = open_dispute(vault, "Southbank Energy (sample)", "The wrong house").result
    with vault.change("Filed") as tx:
        (first,) = vault.find(Evidence, "file_name = '0.pdf'")
        tx.insert(DisputeEvidence(dispute_id=other, evidence_id=first.id))
    assert to_sort_count(vault) == len(to_sort(vault)) == 2
    assert dispute_header(vault, dispute).documents == 1
    assert dispute_header(vault, other).documents == 1
