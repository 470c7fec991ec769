"""What the scenarios ask of the time after: an ending thing by thing, and what is still owed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from onrecord.domain.contact import Contact, Promise
from onrecord.domain.contact_entry import ContactEntry, Promised
from onrecord.domain.dispute import DesiredOutcome, Dispute
from onrecord.domain.money import Money, totals
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.closing import Ended, close_dispute, closing_form
from onrecord.services.edit_record import add_record
from onrecord.services.importing.plan_import import plan_import
from onrecord.services.importing.read_file import read_file
from onrecord.services.importing.run_import import run_import
from onrecord.services.ledger import record_row
from onrecord.services.log_contact import log_contact
from onrecord.services.open_dispute import open_dispute
from onrecord.services.read_documents import read_documents
from onrecord.services.record_stage import record_stage
from onrecord.services.views.contacts import contact_detail
from onrecord.services.views.disputes import dispute_header
from onrecord.services.views.insights import insights
from onrecord.services.views.matches import statement_rows
from onrecord.services.views.today import today
from onrecord.services.workshop import Workshop
from onrecord.vault.vault import Vault

STATEMENT = (
    b"Date,Description,Amount,Currency\n2016-11-15,Bright Cable (sample) credit,223.66,USD\n"
)


def test_after_closing_the_promised_credit_is_owed_until_a_statement_shows_it(
    workshop: Workshop,
) -> None:
    """Scenario 1, check 5."""
    vault = workshop.vault
    dispute = open_dispute(vault, "Bright Cable (sample)", "TV charges", currency="USD").result
    promised = Promised("credit of the TV charges", "2016-11-20", 22366, "USD")
    entry = ContactEntry(
        dated="2016-10-28T11:00", dispute_ids=(dispute,), promises=(promised,), reference="1283196"
    )
    log_contact(vault, entry)
    (promise,) = vault.find(Promise)
    close_dispute(vault, dispute, today=date(2016, 11, 1))
    assert vault.get(Promise, promise.id).state == "open"
    later = date(2016, 12, 1)
    head = dispute_header(vault, dispute, later)
    assert head.next_step and head.next_step.rule == "closed_owed"
    assert [item.id for item in today(vault, later)] == [promise.id]
    (paper,) = attach_files(vault, [Pasted("nov.csv", STATEMENT)], dispute_id=dispute).added
    read_documents(vault, workshop.reader, [paper])
    (match,) = statement_rows(vault, dispute).matches
    record_row(vault, dispute, paper, match.movement.number, promise_id=promise.id, came_back=True)
    assert vault.get(Promise, promise.id).state == "kept"
    head = dispute_header(vault, dispute, later)
    assert head.next_step and head.next_step.rule == "closed"
    assert today(vault, later) == []


def test_the_ending_lists_refund_and_service_payment_as_two_things(vault: Vault) -> None:
    """Scenario 5, check 5: 481.85 + 100.00 = 581.85, exactly."""
    dispute = open_dispute(vault, "Harbour Bank (sample)", "Two rooms", currency="NZD").result
    wanted = DesiredOutcome(
        dispute_id=dispute, words="Refund of the booking", amount_minor=48185, currency="NZD"
    )
    one = add_record(vault, wanted).result
    close_dispute(
        vault,
        dispute,
        [
            Ended("Refund of the booking", "got", 48185, 48185, "NZD", one),
            Ended("Service payment", "got", None, 10000, "NZD"),
        ],
        dated="30 November 2025",
    )
    form = closing_form(vault, dispute)
    assert [(i.words, i.got) for i in form.items] == [
        ("Refund of the booking", 48185), ("Service payment", 10000),
    ]  # fmt: skip
    assert totals(Money(i.got or 0, i.currency) for i in form.items) == [Money(58185, "NZD")]
    assert form.closure and form.closure.outcome == "Got all I asked: NZ$581.85"
    assert insights(vault).figures[-1].words == "NZ$581.85 of NZ$481.85"


def test_a_refusal_closes_nothing(vault: Vault) -> None:
    """Scenario 5, check 4."""
    dispute = open_dispute(vault, "Harbour Bank (sample)", "Two rooms").result
    record_stage(vault, dispute, "denied", dated="2025-06-01", reason="no dispute rights")
    assert vault.get(Dispute, dispute).state == "open"
    step = dispute_header(vault, dispute, date(2025, 6, 2)).next_step
    assert step and step.rule != "closed"


def test_with_the_phone_companys_record_what_was_recalled_stands_firmer(
    workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Scenario 7, check 2, the other way round: the record that was missing there."""
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    vault = workshop.vault
    dispute = open_dispute(vault, "Rata Broadband (sample)", "Moved on the wrong day").result
    entry = ContactEntry(
        dated="2014-11-22T10:05", zone="Pacific/Auckland", number="09 555 0123",
        outcome="asked to move it on 29 November", dispute_ids=(dispute,),
    )  # fmt: skip
    call = log_contact(vault, entry).result
    before = contact_detail(vault, call).ground
    assert before.kind == "recalled" and "phone company" in before.firmer
    bill = tmp_path / "calls.csv"
    bill.write_text("Date,Time,Number called,Minutes\n22/11/2014,10:03,+64 9 555 0123,12\n")
    plan = plan_import(vault, read_file(workshop, bill), dispute_id=dispute)
    run_import(vault, plan, dispute_id=dispute, source=bill)
    after = contact_detail(vault, call).ground
    assert "the phone company's record shows the call itself (10:03, 12 min)" in after.reason
    assert "phone company" not in after.firmer
    assert vault.get(Contact, call).outcome == "asked to move it on 29 November"
