"""What to have ready, what is missing, and what our own log says of a company."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pypdf import PdfReader

from onrecord.domain.contact_entry import ContactEntry, Promised
from onrecord.domain.counterparty import AccountRef, Counterparty
from onrecord.domain.dispute import DesiredOutcome, Dispute
from onrecord.services.closing import close_dispute, reopen_dispute
from onrecord.services.edit_record import add_record, edit_record
from onrecord.services.log_contact import log_contact
from onrecord.services.print_call_sheet import print_call_sheet
from onrecord.services.settle_promise import settle_promise
from onrecord.services.views.call_gaps import call_gaps
from onrecord.services.views.call_sheet import call_sheet
from onrecord.services.views.company_log import company_log, log_sentences
from onrecord.services.workshop import Workshop
from onrecord.vault.vault import Vault

TODAY = date(2026, 3, 20)


def test_an_empty_dispute_shows_what_is_missing(vault: Vault, dispute: str) -> None:
    sheet = call_sheet(vault, dispute, TODAY)
    assert sheet.company == "Northline Telecom (sample)"
    assert "your account or order number" in sheet.missing
    assert "the bill or statement it is about" in sheet.missing
    assert len(sheet.questions) == 2


def test_everything_on_record_is_ready(vault: Vault, dispute: str) -> None:
    add_record(vault, AccountRef(dispute_id=dispute, kind="account", value="0012"))
    add_record(
        vault,
        DesiredOutcome(dispute_id=dispute, words="Money back", amount_minor=8420, currency="GBP"),
    )
    log_contact(
        vault,
        ContactEntry(
            dated="2026-03-01T14:21",
            agent_name="Priya",
            reference="4471-K",
            fallback="60.00 back",
            promises=(
                Promised("Refund", "2026-03-14", 8420, "GBP"),
                Promised("A letter", "2026-04-01"),
            ),
            dispute_ids=(dispute,),
        ),
    )
    sheet = call_sheet(vault, dispute, TODAY)
    assert sheet.numbers == (("account", "0012"),)
    assert sheet.ask == "Money back (£84.20)"
    assert sheet.least == "60.00 back"
    assert sheet.contacts[0].words() == "ref 4471-K, 1 March 2026, Priya"
    assert sheet.broken == ("Refund, £84.20, by 14 March 2026",)
    assert sheet.open == ("A letter, by 1 April 2026",)
    assert sheet.questions[0].startswith("You promised: Refund")
    assert "your account or order number" not in sheet.missing


def test_the_log_says_nothing_of_few_calls_and_plainly_of_many(vault: Vault, dispute: str) -> None:
    company = vault.get(Dispute, dispute).counterparty_id

    def call(clock: str, hold: int, *, promised: bool = False) -> str:
        promises = (Promised("Refund", "2026-03-14"),) if promised else ()
        return log_contact(
            vault,
            ContactEntry(
                dated=f"2026-03-01T{clock}", hold_s=hold, promises=promises, dispute_ids=(dispute,)
            ),
        ).result

    for clock, hold in (("09:05", 120), ("09:50", 240), ("17:10", 1200), ("17:40", 1800)):
        call(clock, hold)
    assert log_sentences(company_log(vault, company)) == ()
    last = call("17:00", 1500, promised=True)
    from onrecord.domain.contact import Promise

    (promise,) = vault.find(Promise, "contact_id = ?", [last])
    settle_promise(vault, promise.id, "kept")
    log = company_log(vault, company)
    assert log_sentences(log) == (
        "Around 09:00, 3 min on hold (2 calls)",
        "Around 17:00, 25 min on hold (3 calls)",
        "1 of 5 calls led somewhere",
        "1 of 1 promises kept",
    )
    edit_record(
        vault, Counterparty, company, best_time="Tuesday mornings", preferred_channel="email"
    )
    sheet = call_sheet(vault, dispute, TODAY)
    assert (sheet.best_time, sheet.preferred_channel) == ("Tuesday mornings", "Email")


def test_whoever_was_reached_since_counts_as_reached(vault: Vault, dispute: str) -> None:
    company = vault.get(Dispute, dispute).counterparty_id

    def tried(day: int, *, reached: bool = False, kind: str = "call", way: str = "out") -> int:
        log_contact(
            vault,
            ContactEntry(
                kind=kind, direction=way, dated=f"2026-03-{day:02}T10:00", attempt=not reached,
                dispute_ids=(dispute,),
            ),
        )  # fmt: skip
        return company_log(vault, company).in_a_row

    assert [tried(day) for day in (1, 2, 3)] == [1, 2, 3]
    assert tried(4, reached=True, kind="voicemail", way="in") == 3, "a message on a machine"
    assert tried(5, reached=True) == 0
    assert tried(6) == 1
    assert tried(7, reached=True, kind="email", way="in") == 0
    assert company_log(vault, company).attempts == 4


def test_a_gap_goes_when_it_is_filled_or_asked_for_in_writing(vault: Vault, dispute: str) -> None:
    entry = ContactEntry(
        dated="2026-03-18T14:21", reference_state="refused", dispute_ids=(dispute,)
    )
    log_contact(vault, entry)
    (gap,) = call_gaps(vault, TODAY)
    assert gap.words == (
        "Ask Northline Telecom (sample) for the reference in writing and the name of the person"
        " you spoke to."
    )
    assert not call_gaps(vault, date(2026, 5, 1)), "after two weeks nobody finds the call again"
    close_dispute(vault, dispute, dated="19 March 2026")
    assert not call_gaps(vault, TODAY)
    reopen_dispute(vault, dispute)
    assert len(call_gaps(vault, TODAY)) == 1
    log_contact(vault, ContactEntry(kind="email", dated="2026-03-18T16:00", dispute_ids=(dispute,)))
    assert not call_gaps(vault, TODAY)


def test_what_the_sheet_cannot_print_is_said_on_it(
    workshop: Workshop, dispute: str, tmp_path: Path
) -> None:
    edit_record(workshop.vault, Dispute, dispute, title="Charged \u1b05 שלום")
    target = print_call_sheet(workshop, dispute, tmp_path / "sheet.pdf", TODAY)
    text = PdfReader(target).pages[0].extract_text()
    assert "\ufffd stands for a character that could not be printed here: U+1B05." in text


def test_the_sheet_is_one_page_to_print(workshop: Workshop, dispute: str, tmp_path: Path) -> None:
    vault = workshop.vault
    for n in range(12):
        log_contact(
            vault,
            ContactEntry(
                dated=f"2026-02-{n + 1:02}T14:21",
                promises=(Promised("A very long promise " * 12, "2026-03-01"),),
                dispute_ids=(dispute,),
            ),
        )
    target = print_call_sheet(workshop, dispute, tmp_path / "sheet.pdf", TODAY)
    reader = PdfReader(target)
    assert len(reader.pages) == 1
    text = reader.pages[0].extract_text()
    assert "Charged after cancelling" in text
    assert "BEFORE I HANG UP" in text
    assert "your account or order number" in text
    assert any("call sheet" in row["words"] for row in vault.query("SELECT words FROM custody"))
