"""One sentence for where it stands, one step that is next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from onrecord.domain.contact import Contact, Promise
from onrecord.domain.next_step import next_steps
from onrecord.domain.situation import Situation, Unanswered
from onrecord.domain.standing import say_standing
from onrecord.domain.track import StageEvent

NOTHING = Situation(date(2026, 3, 17), "Northline Telecom (sample)")
CALL = Contact(id="c1", dated="2026-03-01T14:02", reference_state="given", reference="4471-K")
PROMISE = Promise(
    contact_id="c1", words="money back", amount_minor=8420, currency="GBP", due="2026-03-14"
)
LATE = replace(NOTHING, document_count=2, contacts=(CALL,), promises=(PROMISE,), has_ask=True)


def test_a_new_dispute_asks_for_the_bill_or_the_first_call() -> None:
    step = next_steps(NOTHING)[0]
    assert (step.rule, step.action) == ("begin", "add_documents")
    assert "bill" in step.words and "call" in step.words


def test_a_broken_promise_comes_first_and_says_why() -> None:
    assert say_standing(LATE) == "They promised £84.20 by 14 March 2026. It is 3 days late."
    step = next_steps(LATE)[0]
    assert step.rule == "broken" and "4471-K" in step.why and "14 March" in step.why


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("The account will be put on hold for review.",
         "The account will be put on hold for review (£84.20)"),
        ("not to charge the £84.20 again", "not to charge the £84.20 again"),
        ("No refund before it was looked at", "No refund before it was looked at (£84.20)"),
        ("A refund of £84.20.", "£84.20"), ("We will pay it back in full", "£84.20"),
        ("", "£84.20"),
    ],
)  # fmt: skip
def test_a_promise_of_something_else_with_an_amount_is_not_called_one_to_pay_it(
    words: str, said: str
) -> None:
    late = replace(LATE, promises=(replace(PROMISE, words=words),))
    assert say_standing(late) == f"They promised {said} by 14 March 2026. It is 3 days late."


def test_once_an_ombudsman_has_it_that_comes_before_the_promise_it_is_about() -> None:
    sent = StageEvent(kind="escalated", rung="ombudsman", dated="2026-03-16")
    assert say_standing(replace(LATE, events=(sent,))) == (
        "It is with an ombudsman or regulator since 16 March 2026."
    )
    before = replace(sent, dated="2026-03-02")
    assert "3 days late" in say_standing(replace(LATE, events=(before,)))


def test_a_promise_of_another_company_is_told_as_its_own() -> None:
    other = replace(CALL, counterparty_id="gym", reference="", reference_state="refused")
    gym = replace(LATE, contacts=(other,), companies={"gym": "FitHaven Gym (sample)"})
    assert say_standing(gym) == (
        "FitHaven Gym (sample) promised £84.20 by 14 March 2026. It is 3 days late."
    )
    step = next_steps(gym)[0]
    assert step.words == (
        "Put the broken promise in front of a supervisor of FitHaven Gym (sample)."
    )
    assert "reference refused" in step.why
    soon = replace(gym, today=date(2026, 3, 10))
    assert say_standing(soon).startswith("FitHaven Gym (sample) promised £84.20 by")


def test_a_refusal_after_a_broken_promise_is_where_it_stands() -> None:
    no = StageEvent(kind="denied", dated="2026-03-16")
    assert say_standing(replace(LATE, events=(no,))) == "They said no. There is a next step."
    before = replace(no, dated="2026-03-02")
    assert "3 days late" in say_standing(replace(LATE, events=(before,)))


def test_a_long_promise_does_not_fill_the_head_of_a_dispute() -> None:
    for words in ("All of it back " * 30, "Rueck" * 40):
        long = replace(PROMISE, words=words, amount_minor=None)
        said = say_standing(replace(LATE, promises=(long,)))
        assert len(said) < 120 and "… by 14 March 2026" in said


def test_a_promise_is_not_late_on_its_last_day() -> None:
    on_the_day = replace(LATE, today=date(2026, 3, 14))
    assert say_standing(on_the_day).endswith("14 March 2026, today.")
    assert next_steps(on_the_day)[0].rule == "due_soon"


def test_a_promise_for_a_month_is_late_only_when_the_month_is_over() -> None:
    monthly = replace(LATE, promises=(replace(PROMISE, due="2026-03"),), today=date(2026, 3, 31))
    assert "late" not in say_standing(monthly)


def test_a_denial_opens_the_next_step() -> None:
    denied = replace(
        LATE, promises=(), events=(StageEvent(kind="denied", reason="no dispute rights"),)
    )
    step = next_steps(denied)[0]
    assert step.rule == "denied" and "no dispute rights" in step.why


def test_a_formal_complaint_is_asked_for_until_there_was_one_or_a_body_has_it() -> None:
    no = StageEvent(kind="denied", reason="no", dated="2026-03-02")
    asked = replace(LATE, promises=(), events=(no,))
    assert "formal_letter" in [step.rule for step in next_steps(asked)]
    for rung in ("formal", "ombudsman"):
        up = StageEvent(kind="escalated", rung=rung, dated="2026-03-09")
        steps = next_steps(replace(asked, events=(no, up)))
        assert "formal_letter" not in [step.rule for step in steps]


@pytest.mark.parametrize("last", ["final_response", "deadlock", "rejected", "decided"])
def test_who_has_their_final_answer_is_not_told_to_ask_for_it(last: str) -> None:
    no = StageEvent(kind="denied", track_id="t1", dated="2026-03-02")
    end = StageEvent(kind=last, track_id="t1", dated="2026-03-20")
    had = replace(LATE, promises=(), events=(no, end), last_bundle=date(2026, 3, 25))
    assert "formal_letter" not in [step.rule for step in next_steps(had)]
    other = replace(end, track_id="t2")  # of somebody else
    elsewhere = replace(had, events=(no, other))
    assert "formal_letter" in [step.rule for step in next_steps(elsewhere)]


def test_who_asked_in_writing_is_not_told_to_call_first() -> None:
    asked = StageEvent(kind="asked", dated="2026-03-02")
    kept = replace(NOTHING, document_count=2)
    assert next_steps(kept)[0].rule == "first_call"
    assert "first_call" not in [s.rule for s in next_steps(replace(kept, events=(asked,)))]


def test_after_a_refusal_or_a_formal_complaint_nobody_is_sent_back_to_a_supervisor() -> None:
    later = StageEvent(kind="denied", rung="asked", dated="2026-03-16", reason="not our policy")
    assert next_steps(replace(LATE, events=(later,)))[0].rule == "denied"
    formal = StageEvent(kind="escalated", rung="formal", dated="2026-03-16")
    rules = {step.rule for step in next_steps(replace(LATE, events=(formal,)))}
    assert not {"broken", "reminder"} & rules
    before = replace(later, dated="2026-02-20")  # they promised after they had said no
    assert next_steps(replace(LATE, events=(before,)))[0].rule == "broken"


def test_what_a_body_passed_on_and_nobody_answered_in_time_is_told_to_the_body() -> None:
    late = replace(LATE, unanswered=Unanswered("FCC", date(2026, 3, 10), "1283196"))
    step = next_steps(late)[0]
    assert step.words == "Tell FCC that Northline Telecom (sample) has not answered."
    assert "10 March 2026" in step.why and "1283196" in step.why
    assert step.action == "who_can_help"  # a call to the company is no answer to it


def test_not_now_shows_the_next_one_until_the_day_comes() -> None:
    put_off = {"broken": date(2026, 3, 20)}
    assert next_steps(LATE, put_off)[0].rule != "broken"
    assert next_steps(replace(LATE, today=date(2026, 3, 20)), put_off)[0].rule == "broken"


def test_there_is_always_something_to_say() -> None:
    assert next_steps(NOTHING) and say_standing(NOTHING) == "Nothing on record yet."
    assert next_steps(replace(NOTHING, state="closed"))[0].rule == "closed"


def test_a_refusal_leads_on_from_where_it_was_said() -> None:
    def step(*events: StageEvent) -> str:
        return next_steps(replace(LATE, promises=(), events=events))[0].words

    denied = StageEvent(kind="denied", rung="asked", track_id="t")
    assert step(denied) == (
        "Ask for the reason in writing. Then answer the refusal with a formal complaint."
    )
    assert step(replace(denied, reason="no")) == "Answer the refusal with a formal complaint."
    assert step(StageEvent(kind="deadlock", rung="formal")) == (
        "Take it to an ombudsman or regulator."
    )
    taken = StageEvent(kind="escalated", rung="ombudsman", track_id="t")
    assert "refusal" not in step(denied, taken)


@pytest.mark.parametrize("rung", ["formal", "ombudsman"])
def test_what_goes_outside_the_company_leads_to_who_can_help_and_to_no_packet_for_it(
    rung: str,
) -> None:
    last = StageEvent(kind="final_response", rung=rung)
    step = next_steps(replace(LATE, promises=(), events=(last,)))[0]
    assert (step.words.split()[0], step.action) == ("Take", "who_can_help")


def test_a_month_or_a_span_is_said_as_one_and_no_day_is_invented() -> None:
    for dated, said in (("2011-09", "September 2011"), ("2011-05/2011-09", "September 2011")):
        told = say_standing(replace(NOTHING, contacts=(Contact(dated=dated),)))
        assert said in told and "30" not in told
    told = say_standing(replace(NOTHING, contacts=(Contact(dated="2011-09-03T10:00"),)))
    assert told == "Last call or message on 3 September 2011."


def test_what_went_further_is_no_silence_and_asks_for_no_number_of_an_older_call() -> None:
    call = Contact(dated="2026-01-02", kind="call")
    quiet = replace(NOTHING, document_count=1, contacts=(call,), today=date(2026, 3, 17))
    rules = [step.rule for step in next_steps(quiet)]
    assert "no_reference" in rules and "quiet" in rules
    sent = StageEvent(kind="escalated", rung="ombudsman", dated="2026-03-16")
    rules = [step.rule for step in next_steps(replace(quiet, events=(sent,)))]
    assert "no_reference" not in rules and "quiet" not in rules


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("2026-03-11/2026-03-20~mid", "by mid-March 2026. It is 12 days late."),
        ("2026-03", "by March 2026. It is 1 day late."),
        ("2026-03-14", "by 14 March 2026. It is 18 days late."),
    ],
)
def test_a_day_that_was_promised_roughly_is_not_made_exact(due: str, said: str) -> None:
    promises = (replace(PROMISE, due=due),)
    late = replace(LATE, promises=promises, today=date(2026, 4, 1))
    assert say_standing(late).endswith(said)
    assert said.partition(".")[0].removeprefix("by ") in next_steps(late)[0].why


def test_who_answered_is_not_called_silent() -> None:
    asked = StageEvent(kind="escalated", rung="formal", dated="2026-02-02")
    quiet = replace(NOTHING, document_count=1, has_ask=True, events=(asked,))
    assert "quiet" in [step.rule for step in next_steps(quiet)]
    for answer in (
        StageEvent(kind="answered", dated="2026-03-16"),
        StageEvent(kind="answered", created_at="2026-03-16T10:00:00Z"),
    ):
        answered = replace(quiet, events=(asked, answer))
        assert "quiet" not in [step.rule for step in next_steps(answered)]


def test_a_packet_of_before_answers_no_refusal_whose_day_is_not_known() -> None:
    no = StageEvent(kind="denied", reason="no", created_at="2026-03-16T10:00:00Z")
    for made, asked in ((date(2026, 3, 10), True), (date(2026, 3, 17), False)):
        told = replace(LATE, promises=(), events=(no,), last_bundle=made, bundle_count=1)
        assert ("denied" in [step.rule for step in next_steps(told)]) is asked
