from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.domain.contact import Contact
from onrecord.domain.ladder import next_rung
from onrecord.domain.starts import starts_of
from onrecord.domain.track import RUNGS, STAGE_EVENTS, StageEvent
from onrecord.domain.when import When


def step(kind: str, rung: str = "asked", dated: str = "", reason: str = "") -> StageEvent:
    return StageEvent(kind=kind, rung=rung, dated=dated, reason=reason)


def test_a_denial_is_answered_in_writing_and_leads_up_with_its_reason() -> None:
    found = next_rung([step("asked"), step("denied", dated="2025-05-02", reason="no rights.")])
    assert found.rung == "formal"  # as the next step says, and the strip above it
    assert next_rung([step("denied", "formal")]).rung == "executive"
    assert found.why == "They said no on 2 May 2025: no rights."


@pytest.mark.parametrize("kind", ["deadlock", "final_response"])
@pytest.mark.parametrize("rung", ["asked", "supervisor", "formal", "executive"])
def test_a_deadlock_letter_or_final_answer_opens_the_ombudsman(kind: str, rung: str) -> None:
    assert next_rung([step("asked"), step(kind, rung)]).rung == "ombudsman"


@pytest.mark.parametrize("kind", ["deadlock", "final_response"])
def test_their_last_word_is_told_as_it_is_on_record(kind: str) -> None:
    call = Contact(id="c", kind="call", dated="2026-03-03T10:00", agent_name="Priya")
    paper = next_rung([replace(step(kind, "formal", "2026-03-03"), evidence_id="e")])
    assert paper.why.startswith("You have their ") and "of 3 March 2026" in paper.why
    noted = next_rung([step(kind, "formal", "2026-03-03")]).why
    assert "as you noted it for 3 March 2026" in noted and "Ask for it" in noted
    told = next_rung([replace(step(kind, "formal", "2026-03-03"), contact_id="c")], [call]).why
    assert told.startswith("Priya ") and "in the call of 3 March 2026" in told
    assert "You have" not in noted + told
    mail = replace(call, kind="email")
    assert "You have" in next_rung([replace(step(kind), contact_id="c")], [mail]).why


def test_the_latest_step_decides_whatever_the_order() -> None:
    steps = [step("denied", "formal", "2026-03-01"), step("asked", "asked", "2026-01-01")]
    assert next_rung(steps).rung == next_rung(steps[::-1]).rung == "executive"


def test_without_any_step_one_asks_first() -> None:
    assert next_rung([]).rung == "asked"


@pytest.mark.parametrize("kind", STAGE_EVENTS)
@pytest.mark.parametrize("rung", RUNGS)
def test_every_step_has_an_answer(kind: str, rung: str) -> None:
    found = next_rung([step(kind, rung, "2026-03-01")])
    assert found.rung in (*RUNGS, "")
    assert found.why.endswith(".")


def test_a_clock_can_start_on_a_phone_call() -> None:
    calls = [
        Contact(kind="call", direction="out", dated="2026-04-12"),
        Contact(kind="call", direction="out", dated="2026-04-10T09:30"),
        Contact(kind="voicemail", direction="out", dated="2026-04-01"),
        Contact(kind="call", direction="in", dated="2026-04-02"),
        Contact(kind="call", direction="out", dated="2026-04-03", attempt=True),
    ]
    first, second = starts_of([], calls)["first_complaint"]
    assert first.when == When("2026-04-10T09:30")
    assert first.table == "contact"
    assert "If you complained" in first.assumed
    assert second.when == When("2026-04-12")


def test_a_step_on_record_goes_before_a_call() -> None:
    call = Contact(kind="call", direction="out", dated="2026-04-10")
    (start,) = starts_of([step("asked", dated="2026-05-01")], [call])["first_complaint"]
    assert (start.when, start.assumed) == (When("2026-05-01"), "")


def test_a_step_to_an_agency_is_a_filing_and_one_to_the_company_a_complaint() -> None:
    found = starts_of(
        [
            step("escalated", "formal", "2026-05-01"),
            step("escalated", "ombudsman", "2026-07-01"),
            step("served", "ombudsman", "2026-07-03"),
        ]
    )
    assert found["first_complaint"][0].when == When("2026-05-01")
    assert found["filed"][0].when == When("2026-07-01")
    assert found["complaint_served"][0].when == When("2026-07-03")


def test_dates_given_by_hand_are_starts_too() -> None:
    assert starts_of([], [], {"purchase": When("2022-11")})["purchase"][0].when == When("2022-11")


def test_what_a_body_refused_is_no_answer_of_the_company() -> None:
    assert "company_response" not in starts_of([step("denied", "ombudsman", "2026-07-03")])
    assert "company_response" in starts_of([step("denied", "formal", "2026-07-03")])
