"""How a dispute ends, thing by thing; opened again with everything kept; what is owed stays owed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from onrecord.domain.contact import Promise
from onrecord.domain.contact_entry import ContactEntry
from onrecord.domain.dispute import ClaimLine, DesiredOutcome, Dispute
from onrecord.domain.ledger import Closure, LedgerEntry
from onrecord.domain.letter import Letter
from onrecord.domain.packet import Packet
from onrecord.errors import Refused
from onrecord.services.closing import (
    Ended,
    close_dispute,
    closing_form,
    outcome_words,
    reopen_dispute,
    write_feedback,
)
from onrecord.services.edit_record import add_record
from onrecord.services.log_contact import log_contact
from onrecord.services.record_stage import record_stage
from onrecord.services.start_packet import start_packet
from onrecord.services.undo_change import undo_change
from onrecord.services.views.deadlines import all_deadlines, deadlines
from onrecord.services.views.disputes import dispute_header, dispute_list
from onrecord.services.views.timeline import timeline
from onrecord.services.views.today import today
from onrecord.vault.vault import Vault

DAY = date(2026, 4, 20)


@pytest.fixture
def wanted(vault: Vault, dispute: str) -> tuple[str, str]:
    money = DesiredOutcome(
        dispute_id=dispute, position=1, words="The charge back", amount_minor=8420, currency="GBP"
    )
    sorry = DesiredOutcome(dispute_id=dispute, position=2, words="An apology")
    return add_record(vault, money).result, add_record(vault, sorry).result


def items(vault: Vault, dispute: str) -> tuple[Ended, ...]:
    return closing_form(vault, dispute).items


def test_each_thing_wanted_is_asked_about(
    vault: Vault, dispute: str, wanted: tuple[str, str]
) -> None:
    money, sorry = items(vault, dispute)
    assert (money.words, money.state, money.asked, money.got) == (
        "The charge back", "wanted", 8420, None,
    )  # fmt: skip
    assert (sorry.words, sorry.asked) == ("An apology", None)


def test_money_asked_for_in_lines_only_is_one_more_thing(vault: Vault, dispute: str) -> None:
    for minor in (5000, 3420):
        add_record(vault, ClaimLine(dispute_id=dispute, amount_minor=minor, currency="GBP"))
    (money,) = items(vault, dispute)
    assert (money.words, money.asked, money.currency) == ("Money back", 8420, "GBP")


def test_what_came_back_fills_in_the_money(
    vault: Vault, dispute: str, wanted: tuple[str, str]
) -> None:
    add_record(
        vault,
        LedgerEntry(dispute_id=dispute, direction="refunded", amount_minor=6000, currency="GBP"),
    )
    money, _ = items(vault, dispute)
    assert (money.state, money.got) == ("partly", 6000)


def test_closing_writes_down_what_became_of_each(
    vault: Vault, dispute: str, wanted: tuple[str, str]
) -> None:
    money, sorry = items(vault, dispute)
    done = [
        Ended(money.words, "got", money.asked, 8420, "GBP", money.id),
        Ended(sorry.words, "refused", id=sorry.id),
        Ended("Service payment", "got", None, 10000, "NZD"),
    ]
    change = close_dispute(
        vault, dispute, done, worked="The supervisor", next_time="Ask for one sooner", today=DAY
    )
    closure = vault.get(Closure, change.result)
    assert (closure.dated, closure.worked) == ("2026-04-20", "The supervisor")
    assert closure.outcome == "Got 2 of 3 things: £84.20 + NZ$100.00"
    assert vault.get(Dispute, dispute).state == "closed"
    kept = vault.find(DesiredOutcome, order="position")
    assert [(k.words, k.status, k.got_minor) for k in kept] == [
        ("The charge back", "got", 8420),
        ("An apology", "refused", None),
        ("Service payment", "got", 10000),
    ]
    assert dispute_header(vault, dispute, DAY).standing == (
        "Closed on 20 April 2026. Got 2 of 3 things: £84.20 + NZ$100.00."
    )


def test_one_undo_takes_all_of_it_back(vault: Vault, dispute: str, wanted: tuple[str, str]) -> None:
    before = items(vault, dispute)
    change = close_dispute(vault, dispute, [Ended("More", "got"), *before], today=DAY)
    back = undo_change(vault, change)
    assert items(vault, dispute) == before
    assert vault.get(Dispute, dispute).state == "open" and not vault.find(Closure)
    undo_change(vault, back)
    assert vault.get(Dispute, dispute).state == "closed"


def test_a_refund_that_was_promised_is_still_owed_after_closing(vault: Vault, dispute: str) -> None:
    promise = Promise(
        dispute_id=dispute, words="credit", amount_minor=22366, currency="USD", due="2026-05-01"
    )
    promised = add_record(vault, promise).result
    close_dispute(vault, dispute, today=DAY)
    assert vault.get(Promise, promised).state == "open"
    head = dispute_header(vault, dispute, DAY)
    assert "Promised by 1 May 2026 and not on record yet: US$223.66" in head.standing
    assert head.next_step and head.next_step.rule == "closed"
    assert not today(vault, DAY)
    assert [row.said for row in all_deadlines(vault, DAY)] == ["1 May 2026"]
    later = date(2026, 5, 2)
    head = dispute_header(vault, dispute, later)
    assert head.next_step and (head.next_step.rule, head.next_step.about) == (
        "closed_owed", promised,
    )  # fmt: skip
    (due,) = today(vault, later)
    assert (due.action, due.urgency) == ("open_promise", 0)


def test_opened_again_everything_is_kept(
    vault: Vault, dispute: str, wanted: tuple[str, str]
) -> None:
    first = close_dispute(vault, dispute, items(vault, dispute), worked="Patience", today=DAY)
    reopen_dispute(vault, dispute)
    assert vault.get(Dispute, dispute).state == "open"
    kept = vault.get(Closure, first.result)
    assert kept.worked == "Patience" and kept.reopened_at
    form = closing_form(vault, dispute)
    assert form.closure == kept and len(form.items) == 2
    second = close_dispute(vault, dispute, form.items, today=date(2026, 6, 1))
    assert second.result != first.result
    assert closing_form(vault, dispute).earlier == (kept,)


def test_an_ending_can_be_corrected_without_a_second_one(vault: Vault, dispute: str) -> None:
    close_dispute(vault, dispute, worked="x", today=DAY)
    close_dispute(vault, dispute, worked="Writing to the office", dated="19 April 2026")
    (closure,) = vault.find(Closure)
    assert (closure.worked, closure.dated) == ("Writing to the office", "2026-04-19")


def test_closed_disputes_stand_after_the_open_ones(vault: Vault, dispute: str) -> None:
    from onrecord.services.open_dispute import open_dispute

    other = open_dispute(vault, "Northline Telecom (sample)", "Fault not repaired").result
    close_dispute(vault, other, today=DAY)
    assert [(row.id, row.state) for row in dispute_list(vault)] == [
        (dispute, "open"), (other, "closed"),
    ]  # fmt: skip


def test_thanks_and_feedback_are_a_letter_the_ending_remembers(vault: Vault, dispute: str) -> None:
    close_dispute(vault, dispute, today=DAY)
    letter = write_feedback(vault, dispute, DAY).result
    form = closing_form(vault, dispute)
    assert form.letter and form.letter.id == letter
    assert vault.get(Letter, letter).template == "thanks"


@pytest.mark.parametrize(
    "wrong",
    [
        Ended("x", "perhaps"),
        Ended("x", "got", got=-1, currency="GBP"),
        Ended("x", "got", got=100),
    ],
)
def test_what_cannot_be_meant_is_refused(vault: Vault, dispute: str, wrong: Ended) -> None:
    with pytest.raises(Refused) as refused:
        close_dispute(vault, dispute, [wrong], today=DAY)
    assert refused.value.path == "items[0]"
    assert vault.get(Dispute, dispute).state == "open"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ([], ""),
        ([Ended("a", "wanted")], ""),
        ([Ended("a", "refused"), Ended("b", "refused")], "Got nothing of what I asked"),
        ([Ended("a", "got")], "Got what I asked"),
        ([Ended("a", "got"), Ended("b", "dropped")], "Got what I asked"),
        ([Ended("a", "partly", got=100, currency="GBP")], "Got a part: £1.00"),
        ([Ended("a", "got"), Ended("b", "partly")], "Got 1 of 2 things, 1 in part"),
    ],
)
def test_the_ending_is_said_in_one_line(told: list[Ended], words: str) -> None:
    assert outcome_words(told) == words


def test_what_worked_before_is_told_of_the_company(vault: Vault, dispute: str) -> None:
    from onrecord.services.open_dispute import open_dispute
    from onrecord.services.views.lessons import lesson_line, lessons

    close_dispute(
        vault, dispute, worked="The supervisor.", next_time="Ask for one\nat once", today=DAY
    )
    other = open_dispute(vault, "Other (sample)", "x").result
    close_dispute(vault, other, next_time="Write first", today=DAY)
    company = vault.get(Dispute, dispute).counterparty_id
    (lesson,) = lessons(vault, company)
    assert lesson_line(lesson) == (
        "20 April 2026. Worked: The supervisor. Next time: Ask for one at once."
    )
    assert len(lessons(vault)) == 2


def test_what_i_said_i_got_is_not_asked_for_again(
    vault: Vault, dispute: str, wanted: tuple[str, str]
) -> None:
    promise = Promise(
        dispute_id=dispute, words="refund", amount_minor=8420, currency="GBP", due="2026-04-01"
    )
    add_record(vault, promise)
    note_call(vault, dispute)
    record_stage(vault, dispute, "denied", dated="2026-03-10", reason="too late")
    got = [replace(one, state="got", got=one.asked) for one in items(vault, dispute)]
    close_dispute(vault, dispute, got, today=DAY)
    for reopen in (False, True):
        if reopen:
            reopen_dispute(vault, dispute)
        head = dispute_header(vault, dispute, DAY)
        assert "late" not in head.standing and "not on record yet" not in head.standing
        steps = [one for one in (head.next_step, *head.others) if one]
        rules = {one.rule for one in steps}
        assert not rules & {
            "broken",
            "reminder",
            "denied",
            "formal_letter",
            "packet",
            "closed_owed",
        }
        told = {one.words for one in steps}
        assert "Add the statement that shows £84.20." in told  # open until its credit is recorded
        assert all(line.urgency > 0 for line in today(vault, DAY))
        (row,) = [one for one in deadlines(vault, dispute, DAY) if one.kind == "promise"]
        assert (row.state, row.outcome) == ("met", "You noted that you got it.")
        told = {line.words for line in timeline(vault, dispute)}
        assert "Promise kept, as you noted: £84.20 refund" in told
    assert head.next_step and head.next_step.words == "Write down what is still open."
    assert not dispute_list(vault, today=DAY)[0].late
    assert draft_ask(vault, dispute) == ""
    more = DesiredOutcome(dispute_id=dispute, position=3, words="Close my account")
    add_record(vault, more)
    assert draft_ask(vault, dispute) == "Close my account"
    after = dispute_header(vault, dispute, DAY)
    assert after.next_step and after.next_step.rule == "denied"


def test_what_was_promised_after_it_was_opened_again_is_asked_for(
    vault: Vault, dispute: str, wanted: tuple[str, str]
) -> None:
    note_call(vault, dispute)
    got = [replace(one, state="got", got=one.asked) for one in items(vault, dispute)]
    close_dispute(vault, dispute, got, today=DAY)
    reopen_dispute(vault, dispute)
    again = Promise(
        dispute_id=dispute, words="refund", amount_minor=9900, currency="GBP", due="2026-04-10"
    )
    add_record(vault, again)
    head = dispute_header(vault, dispute, DAY)
    assert head.next_step and head.next_step.rule == "broken"


def draft_ask(vault: Vault, dispute: str) -> str:
    """What a new packet asks for."""
    return vault.get(Packet, start_packet(vault, dispute).result).ask


def note_call(vault: Vault, dispute: str) -> None:
    call = ContactEntry(dated="2026-03-01", reference_state="given", reference="4471-K",
                        dispute_ids=(dispute,))  # fmt: skip
    log_contact(vault, call)


def test_the_same_money_keeps_no_two_promises(vault: Vault, dispute: str) -> None:
    for words, minor in (("refund", 8420), ("refund, again", 8420), ("goodwill", 2000)):
        add_record(
            vault,
            Promise(dispute_id=dispute, words=words, amount_minor=minor, currency="GBP",
                    due="2026-04-01"),
        )  # fmt: skip
    got = [Ended("The charge back", "got", 8420, 8420, "GBP"),
           Ended("A goodwill payment", "refused", 2000, None, "GBP")]  # fmt: skip
    close_dispute(vault, dispute, got, today=DAY)
    reopen_dispute(vault, dispute)
    rows = [one for one in deadlines(vault, dispute, DAY) if one.kind == "promise"]
    assert sorted(one.state for one in rows) == ["met", "met", "open"]
    told = [line.words for line in timeline(vault, dispute)]
    assert "Promise not kept so far: £20.00 goodwill" in told
    assert "£20.00" in dispute_list(vault, today=DAY)[0].standing
