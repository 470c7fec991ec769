"""Calls, messages and dates from other programs come in once, as they stand, with one undo."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from onrecord.domain.contact import Contact, ContactEvidence, ContactLine, Promise
from onrecord.domain.contact_entry import ContactEntry
from onrecord.domain.counterparty import Counterparty
from onrecord.domain.diary import PlannedAction
from onrecord.domain.evidence import Evidence
from onrecord.domain.fact import Citation
from onrecord.errors import Refused, Unreadable
from onrecord.services.edit_record import edit_record
from onrecord.services.importing.known import digits, same_number
from onrecord.services.importing.plan_import import ImportPlan, plan_import
from onrecord.services.importing.read_file import read_file
from onrecord.services.importing.run_import import CALL_RECORD, run_import
from onrecord.services.log_contact import log_contact
from onrecord.services.undo_change import undo_change
from onrecord.services.workshop import Workshop
from onrecord.vault.vault import Vault
from services.importing.files import NORTHLINE, calendar_of, event, messages, written

LOG = (
    "Date,Company,Who,Reference,What was said,Minutes\n"
    "16/03/2026 14:21,Northline Telecom (sample),Priya,4471-K,84.20 back by 14 April,24\n"
    "18/03/2026,Northline Telecom (sample),,,Nobody answered,\n"
    "some day,Northline Telecom (sample),,,x,\n"
)
RECORD = (
    "Call date,Time,Number called,Duration (seconds)\n"
    "16/03/2026,14:24,02079460123,1451\n"
    "17/03/2026,09:00,02079460123,60\n"
    "17/03/2026,19:30,07700900123,600\n"
)


def planned(workshop: Workshop, path: Path, dispute: str, **choices: object) -> ImportPlan:
    reading = read_file(workshop, path)
    return plan_import(workshop.vault, reading, dispute_id=dispute, **choices)  # type: ignore[arg-type]


def test_what_they_promised_comes_in_with_its_day(
    workshop: Workshop, vault: Vault, dispute: str, tmp_path: Path
) -> None:
    table = (
        "Date,Who,They said,Promise,Due\n"
        "04/03/2026 12:10,Moving desk,You are set up,First bill,05/04/2026\n"
        "06/03/2026,Ty,On hold,A call,within 5 days\n"
        "07/03/2026,Shaun,Sorry,,\n"
    )
    path = written(tmp_path, "log.csv", table)
    plan = planned(workshop, path, dispute, order="dmy")
    assert plan.rows[0].words == (
        "Moving desk, You are set up, promised: First bill by 5 April 2026"
    )
    done = run_import(vault, plan, dispute_id=dispute, source=path)
    bill, call = vault.find(Promise, order="rowid")
    assert (bill.words, bill.due, bill.state) == ("First bill", "2026-04-05", "open")
    assert (call.words, call.due) == ("A call, within 5 days", ""), "a day is not guessed"
    assert vault.count(ContactLine) == 3
    undo_change(vault, done.change)
    assert not vault.find(Promise)


def test_a_table_of_calls_comes_in_as_it_stands(
    workshop: Workshop, vault: Vault, dispute: str, tmp_path: Path
) -> None:
    path = written(tmp_path, "log.csv", LOG)
    plan = planned(workshop, path, dispute)
    assert (plan.kind, plan.ready) == ("contacts", 2)
    assert [p.sentence for p in plan.problems] == ["Line 4 was left out: “some day” is not a date."]
    done = run_import(vault, plan, dispute_id=dispute, source=path)
    assert done.change.words == "Imported 2 calls and messages"
    first, second = vault.find(Contact, order="dated")
    assert (first.dated, first.zone, first.agent_name, first.reference, first.duration_s) == (
        "2026-03-16T14:21", "Europe/London", "Priya", "4471-K", 1440,
    )  # fmt: skip
    assert second.dated == "2026-03-18" and second.duration_s is None
    assert first.counterparty_id == vault.find(Counterparty)[0].id
    assert [x.words for x in vault.find(ContactLine, order="rowid")] == [
        "84.20 back by 14 April", "Nobody answered",
    ]  # fmt: skip
    (document,) = vault.find(Evidence)
    assert document.arrived == "import"
    assert {x.evidence_id for x in vault.find(ContactEvidence)} == {document.id}


def test_what_is_here_already_does_not_come_in_again(
    workshop: Workshop, vault: Vault, dispute: str, tmp_path: Path
) -> None:
    path = written(tmp_path, "log.csv", LOG)
    run_import(vault, planned(workshop, path, dispute), dispute_id=dispute, source=path)
    again = planned(workshop, path, dispute)
    assert (again.ready, again.count("here")) == (0, 2)
    with pytest.raises(Refused, match="nothing new"):
        run_import(vault, again, dispute_id=dispute, source=path)
    longer = written(tmp_path, "log2.csv", LOG + "20/03/2026,Northline Telecom (sample),,,New,\n")
    plan = planned(workshop, longer, dispute)
    assert (plan.ready, plan.count("here")) == (1, 2)


def test_one_undo_takes_the_whole_import_back_and_redo_brings_it_again(
    workshop: Workshop, vault: Vault, dispute: str, tmp_path: Path
) -> None:
    path = written(tmp_path, "log.csv", LOG)
    done = run_import(vault, planned(workshop, path, dispute), dispute_id=dispute, source=path)
    back = undo_change(vault, done.change)
    assert not vault.find(Contact) and not vault.find(ContactLine)
    assert vault.find(Evidence)[0].trashed_at
    undo_change(vault, back)
    assert len(vault.find(Contact)) == 2
    assert not vault.find(Evidence)[0].trashed_at
    assert vault.verify().ok


def test_a_date_that_can_be_two_days_is_asked(
    workshop: Workshop, vault: Vault, dispute: str, tmp_path: Path
) -> None:
    path = written(tmp_path, "log.csv", "Date,Who\n03/04/2026,Priya\n05/04/2026,Sam\n")
    plan = planned(workshop, path, dispute)
    assert plan.asks_order == (("dmy", "3 April 2026"), ("mdy", "4 March 2026"))
    assert plan.ready == 0
    with pytest.raises(Refused, match="order"):
        run_import(vault, plan, dispute_id=dispute)
    plan = planned(workshop, path, dispute, order="mdy")
    run_import(vault, plan, dispute_id=dispute)
    assert [c.dated for c in vault.find(Contact, order="dated")] == ["2026-03-04", "2026-05-04"]


def test_the_user_may_say_which_column_is_which(
    workshop: Workshop, vault: Vault, dispute: str, tmp_path: Path
) -> None:
    path = written(tmp_path, "log.csv", "A,B,C\n2026-03-16,Priya,4471-K\n2026-03-17,Sam,4472-K\n")
    guess = read_file(workshop, path)
    assert guess.columns == ("A", "B", "C") and guess.mapping == {"date": 0}
    reading = read_file(
        workshop, path, kind="contacts", mapping={"date": 0, "who": 1, "reference": 2}
    )
    plan = plan_import(vault, reading, dispute_id=dispute)
    run_import(vault, plan, dispute_id=dispute)
    assert {(c.agent_name, c.reference) for c in vault.find(Contact)} == {
        ("Priya", "4471-K"), ("Sam", "4472-K"),
    }  # fmt: skip


def test_a_bank_statement_is_sent_to_where_it_belongs(workshop: Workshop, tmp_path: Path) -> None:
    path = written(tmp_path, "bank.csv", "Date,Description,Amount\n2026-03-01,Refund,84.20\n")
    with pytest.raises(Unreadable, match="Money"):
        read_file(workshop, path)


# ---------------------------------------------------------------- messages


def test_only_messages_with_companies_that_are_known_are_proposed(
    workshop: Workshop, vault: Vault, dispute: str, tmp_path: Path
) -> None:
    company = vault.find(Counterparty)[0].id
    edit_record(vault, Counterparty, company, phone_numbers=(NORTHLINE,))
    path = written(
        tmp_path, "sms.xml",
        messages(
            ("+442079460123", "2026-03-16T14:21", "in", "Your refund of 84.20 is on its way"),
            ("+442079460123", "2026-03-16T14:30", "out", "When?"),
            ("+442079460123", "2026-03-18T09:00", "in", "Within 5 days"),
            ("07700900123", "2026-03-16T20:00", "in", "Dinner on Sunday?"),
        ),
    )  # fmt: skip
    plan = planned(workshop, path, dispute)
    assert [(c.company, c.number, c.count) for c in plan.conversations] == [
        ("Northline Telecom (sample)", "+442079460123", 3), ("", "07700900123", 1),
    ]  # fmt: skip
    assert plan.ready == 3 and not any("Dinner" in row.words for row in plan.rows)
    done = run_import(vault, plan, dispute_id=dispute, source=path, keep=False)
    assert done.change.words == "Imported 3 messages"
    assert not vault.find(Evidence)
    first, second = vault.find(Contact, order="dated")
    assert (first.kind, first.dated, first.direction) == ("message", "2026-03-16T14:21", "in")
    assert first.thread_id and first.thread_id == second.thread_id
    lines = vault.find(ContactLine, "contact_id = ?", [first.id], order="position")
    assert [(x.side, x.form, x.said_at, x.words) for x in lines] == [
        ("them", "quote", "14:21", "Your refund of 84.20 is on its way"),
        ("me", "quote", "14:30", "When?"),
    ]
    again = planned(workshop, path, dispute)
    assert (again.ready, again.count("here")) == (0, 3)


def test_nobody_is_asked_for_the_reference_number_of_a_text_message(
    workshop: Workshop, vault: Vault, dispute: str, tmp_path: Path
) -> None:
    from onrecord.services.views.disputes import dispute_header
    from onrecord.services.views.timeline import timeline

    path = written(tmp_path, "a.xml", messages(("1234567", "2026-03-16T14:21", "in", "Soon")))
    plan = planned(workshop, path, dispute, numbers={"1234567"})
    run_import(vault, plan, dispute_id=dispute, source=path, keep=False)
    head = dispute_header(vault, dispute, date(2026, 3, 17))
    steps = [head.next_step, *head.others]
    assert "no_reference" not in [step.rule for step in steps if step]
    (row,) = [r for r in timeline(vault, dispute, today=date(2026, 3, 17)) if r.kind == "contact"]
    assert (row.icon, row.words, row.flag) == ("chat", "Text message from them", "")


def test_a_call_of_no_length_reached_nobody(
    workshop: Workshop, vault: Vault, dispute: str, call: str, tmp_path: Path
) -> None:
    text = "Date,Time,Number,Duration (s)\n18/03/2026,09:00,02079460123,0\n"
    path = written(tmp_path, "calls.csv", text)
    run_import(vault, planned(workshop, path, dispute), dispute_id=dispute, source=path)
    (made,) = vault.find(Contact, "id != ?", [call])
    assert made.attempt and made.duration_s == 0


def test_a_message_said_twice_in_one_minute_is_two_messages(
    workshop: Workshop, vault: Vault, dispute: str, tmp_path: Path
) -> None:
    one = ("1234567", "2026-03-16T14:21", "in", "ok")
    path = written(tmp_path, "a.xml", messages(one, one))
    plan = planned(workshop, path, dispute, numbers={"1234567"})
    run_import(vault, plan, dispute_id=dispute, source=path, keep=False)
    path = written(tmp_path, "b.xml", messages(one, one, one))
    plan = planned(workshop, path, dispute, numbers={"1234567"})
    assert (plan.ready, plan.count("here")) == (1, 2)


def test_summer_time_is_told_from_winter_time(
    workshop: Workshop, vault: Vault, dispute: str, tmp_path: Path
) -> None:
    path = written(tmp_path, "a.xml", messages(("1234567", "2026-07-01T14:21", "in", "x")))
    plan = planned(workshop, path, dispute, numbers={"1234567"})
    assert plan.rows[0].dated == "2026-07-01T15:21"


# ---------------------------------------------------------------- the phone company's record


@pytest.fixture
def call(vault: Vault, dispute: str) -> str:
    """A call noted by hand, three minutes off the phone company's clock."""
    entry = ContactEntry(
        dated="2026-03-16T14:21", zone="Europe/London", number="+44 20 7946 0123",
        agent_name="Priya", dispute_ids=(dispute,),
    )  # fmt: skip
    return log_contact(vault, entry).result


def test_a_phone_bill_confirms_the_call_that_was_noted(
    workshop: Workshop, vault: Vault, dispute: str, call: str, tmp_path: Path
) -> None:
    path = written(tmp_path, "calls.csv", RECORD)
    plan = planned(workshop, path, dispute)
    assert plan.kind == "calls"
    assert [row.state for row in plan.rows] == ["match", "new", "other"]
    done = run_import(vault, plan, dispute_id=dispute, source=path, without={3})
    assert vault.get(Contact, call).recorded == "14:24, 24 min"
    assert vault.get(Contact, call).dated == "2026-03-16T14:21"
    (cited,) = vault.find(Citation)
    assert (cited.of_id, cited.side, cited.page) == (call, CALL_RECORD, 1)
    assert cited.rect and cited.evidence_id == done.evidence_id
    assert len(vault.find(Contact)) == 1
    again = planned(workshop, path, dispute)
    assert [row.state for row in again.rows] == ["confirmed", "new", "other"]


def test_the_record_of_an_hour_later_is_another_call(
    workshop: Workshop, vault: Vault, dispute: str, call: str, tmp_path: Path
) -> None:
    path = written(
        tmp_path, "calls.csv", "Date,Time,Number,Duration (s)\n16/03/2026,15:24,02079460123,60\n"
    )
    plan = planned(workshop, path, dispute)
    assert [row.state for row in plan.rows] == ["new"]


def test_one_record_confirms_one_call_the_nearest(
    workshop: Workshop, vault: Vault, dispute: str, call: str, tmp_path: Path
) -> None:
    rows = "16/03/2026,14:15,02079460123,60\n16/03/2026,14:22,02079460123,1400\n"
    path = written(tmp_path, "calls.csv", f"Date,Time,Number,Duration (s)\n{rows}")
    plan = planned(workshop, path, dispute)
    assert [row.state for row in plan.rows] == ["new", "match"]


def test_a_call_noted_by_its_day_is_confirmed_where_that_day_has_one(
    workshop: Workshop, vault: Vault, dispute: str, tmp_path: Path
) -> None:
    entry = ContactEntry(dated="2026-03-16", number=NORTHLINE, dispute_ids=(dispute,))
    id = log_contact(vault, entry).result
    path = written(tmp_path, "calls.csv", RECORD)
    plan = planned(workshop, path, dispute)
    assert (plan.rows[0].state, plan.rows[0].contact_id) == ("match", id)
    rows = "16/03/2026,09:00,02079460123,60\n"
    path = written(tmp_path, "more.csv", RECORD + rows)
    assert not planned(workshop, path, dispute).count("match"), "which of two it was is not guessed"


def test_a_call_noted_by_its_month_is_named_and_not_guessed(
    workshop: Workshop, vault: Vault, dispute: str, tmp_path: Path
) -> None:
    entry = ContactEntry(dated="2026-03", number=NORTHLINE, dispute_ids=(dispute,))
    log_contact(vault, entry)
    plan = planned(workshop, written(tmp_path, "calls.csv", RECORD), dispute)
    assert plan.rows[0].state == "new"
    assert plan.rows[0].note.endswith("perhaps the one you noted for March 2026")


def test_a_call_that_was_not_noted_comes_in_cited(
    workshop: Workshop, vault: Vault, dispute: str, call: str, tmp_path: Path
) -> None:
    path = written(tmp_path, "calls.csv", RECORD)
    run_import(vault, planned(workshop, path, dispute), dispute_id=dispute, source=path)
    made = vault.find(Contact, "id != ?", [call])
    assert [(c.dated, c.recorded, c.number) for c in made] == [
        ("2026-03-17T09:00", "09:00, 1 min", "02079460123")
    ]


# ---------------------------------------------------------------- calendars


def test_dates_to_come_are_plans_and_past_ones_what_happened(
    workshop: Workshop, vault: Vault, dispute: str, tmp_path: Path
) -> None:
    text = calendar_of(
        event("Call Northline", "DTSTART;TZID=Europe/London:20260316T142100"),
        event("Visit the shop", "DTSTART:20260401T090000Z"),
        event("Ask the ombudsman", "DTSTART;VALUE=DATE:20260402", "RRULE:FREQ=DAILY\r\n"),
        event("Called off", "DTSTART;VALUE=DATE:20260402", "STATUS:CANCELLED\r\n"),
    )
    path = written(tmp_path, "my.ics", text)
    plan = planned(workshop, path, dispute, today=date(2026, 3, 20))
    assert [(row.dated, row.words, row.plan) for row in plan.rows] == [
        ("2026-03-16T14:21", "Call Northline", False),
        ("2026-04-01", "Visit the shop, 10:00", True),
        ("2026-04-02", "Ask the ombudsman", True),
    ]
    assert plan.rows[2].note == "repeats; only this day is taken"
    assert [p.sentence for p in plan.problems] == ["Entry 4 was left out: it was cancelled."]
    run_import(vault, plan, dispute_id=dispute, source=path, keep=False)
    assert [p.words for p in vault.find(PlannedAction, order="dated")] == [
        "Visit the shop, 10:00", "Ask the ombudsman",
    ]  # fmt: skip
    (happened,) = vault.find(Contact)
    assert (happened.kind, happened.outcome) == ("call", "Call Northline")
    again = planned(workshop, path, dispute, today=date(2026, 3, 20))
    assert (again.ready, again.count("here")) == (0, 3)


@pytest.mark.parametrize(
    ("title", "kind", "direction"),
    [
        ("Letter from Northline", "letter", "in"),
        ("Email Northline", "email", "out"),
        ("Call from their supervisor", "call", "in"),
        ("Northline engineer visit", "visit", "in"),
        ("The shop in town", "visit", "out"),
    ],
)
def test_what_a_date_was_is_read_from_its_title(
    workshop: Workshop, vault: Vault, dispute: str, tmp_path: Path,
    title: str, kind: str, direction: str,
) -> None:  # fmt: skip
    path = written(tmp_path, "my.ics", calendar_of(event(title, "DTSTART:20260301T090000Z")))
    plan = planned(workshop, path, dispute, today=date(2026, 3, 20))
    run_import(vault, plan, dispute_id=dispute, source=path, keep=False)
    (happened,) = vault.find(Contact)
    assert (happened.kind, happened.direction) == (kind, direction)


def test_plans_need_a_dispute(workshop: Workshop, vault: Vault, tmp_path: Path) -> None:
    path = written(tmp_path, "my.ics", calendar_of(event("x", "DTSTART;VALUE=DATE:20990402")))
    with pytest.raises(Refused, match="Choose the dispute"):
        run_import(vault, planned(workshop, path, ""), source=path)


def test_our_own_calendar_brings_nothing(workshop: Workshop, dispute: str, tmp_path: Path) -> None:
    text = calendar_of(event("x", "DTSTART;VALUE=DATE:20990402"), program="-//OnRecord//EN")
    plan = planned(workshop, written(tmp_path, "my.ics", text), dispute)
    assert plan.ready == 0 and "here already" in plan.problems[0].sentence


def test_a_document_of_the_vault_is_imported_from_there(
    workshop: Workshop, vault: Vault, dispute: str, tmp_path: Path
) -> None:
    from onrecord.services.attach_files import attach_files

    path = written(tmp_path, "log.csv", LOG)
    (id,) = attach_files(vault, [path], dispute_id=dispute).added
    plan = plan_import(vault, read_file(workshop, id), dispute_id=dispute)
    done = run_import(vault, plan, dispute_id=dispute, source=id)
    assert done.evidence_id == id and vault.count(Evidence) == 1
    undo_change(vault, done.change)
    assert not vault.find(Evidence)[0].trashed_at


def test_the_packet_says_the_call_is_shown_and_cites_the_bill(
    workshop: Workshop, vault: Vault, dispute: str, call: str, tmp_path: Path
) -> None:
    from onrecord.packet.content import Frozen
    from onrecord.services.bundle_content import bundle_content
    from onrecord.services.read_documents import read_documents
    from onrecord.services.start_packet import start_packet
    from onrecord.services.views.contacts import contact_detail

    path = written(tmp_path, "calls.csv", RECORD)
    run_import(vault, planned(workshop, path, dispute), dispute_id=dispute, source=path)
    read_documents(vault, workshop.reader)
    assert "the phone company's record shows the call itself (14:24, 24 min)" in (
        contact_detail(vault, call).ground.reason
    )
    packet = start_packet(vault, dispute).result
    content = bundle_content(vault, packet, Frozen())
    row = next(r for r in content.chronology if "14:24" in r.words)
    assert row.words.startswith("I recall: ") and row.ground == "recalled"
    assert row.words.endswith("The phone company's record shows the call itself (14:24, 24 min).")
    assert [(c.label, c.page) for c in row.citations if c.label.startswith("A")] == [("A1", 1)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("020 7946 0123", "+44 20 7946 0123", True),
        ("09 555 0123", "+64 9 555 0123", True),
        ("202-555-0143", "+1 (202) 555-0143", True),
        ("0044 20 7946 0123", "02079460123", True),
        ("020 7946 0123", "020 7946 0124", False),
        ("150", "150", True),
        ("150", "0800 150", False),
        ("", "", False),
    ],
)
def test_a_number_is_the_same_however_it_is_dialled(one: str, other: str, same: bool) -> None:
    assert same_number(digits(one), digits(other)) is same
