"""No statement is worded more firmly than its ground."""

from __future__ import annotations

from dataclasses import replace

from onrecord.domain.contact import Contact
from onrecord.domain.fact import Fact
from onrecord.domain.ground import (
    ground_of,
    ground_of_contact,
    ground_of_fact,
    remedies,
    worded,
    worded_fact,
)
from onrecord.domain.when import When

CALL = Contact(
    dated="2026-03-01T14:02",
    zone="Europe/London",
    dated_utc=When("2026-03-01T14:02").utc("Europe/London"),
    written_at="2026-03-01T14:31:00Z",
    reference_state="given",
    reference="4471-K",
)


def test_a_call_noted_the_same_day_with_its_reference() -> None:
    ground = ground_of_contact(CALL)
    assert ground.kind == "noted_with_reference"
    said = worded("84.20 back by 14 March.", ground, contact=CALL)
    assert said == "My note, written at 14:31 that day, records: 84.20 back by 14 March."


def test_without_a_reference_it_is_noted_and_the_remedy_is_named() -> None:
    ground = ground_of_contact(replace(CALL, reference_state="none", reference=""))
    assert ground.kind == "noted" and "in writing" in ground.firmer


def test_written_two_days_later_it_is_recalled() -> None:
    ground = ground_of_contact(replace(CALL, written_at="2026-03-03T15:00:00Z"))
    assert ground.kind == "recalled"
    assert worded("They agreed", ground, contact=CALL) == "I recall: They agreed"


def test_a_call_known_only_by_its_month_is_recalled() -> None:
    call = replace(CALL, dated="2026-03", dated_utc="")
    assert ground_of_contact(call).kind == "recalled"


def test_a_call_without_its_hour_counts_only_when_written_on_that_very_day() -> None:
    same_day = replace(CALL, dated="2026-03-01", dated_utc="")
    assert ground_of_contact(same_day).kind == "noted_with_reference"
    assert (
        ground_of_contact(replace(same_day, written_at="2026-03-02T00:10:00Z")).kind == "recalled"
    )


def test_a_document_is_firmer_than_any_note_and_nothing_is_recalled() -> None:
    assert ground_of(1, [CALL]).kind == "documented"
    assert ground_of(0).kind == "recalled"
    assert (
        worded("a charge of 84.20", ground_of(1), kind="bill")
        == "The bill shows: a charge of 84.20"
    )


def test_a_phone_companys_record_makes_it_firmer_and_says_nothing_of_what_was_said() -> None:
    late = replace(CALL, written_at="2026-03-06T14:31:00Z", reference="", reference_state="none")
    before = ground_of_contact(late)
    assert before.kind == "recalled" and "phone company" in before.firmer
    after = ground_of_contact(replace(late, recorded="14:24, 24 min"))
    assert after.kind == "recalled"
    assert after.reason == (
        "written 5 days after it happened; "
        "the phone company's record shows the call itself (14:24, 24 min)"
    )
    assert "phone company" not in after.firmer
    actions = [remedy.action for remedy in remedies(after, replace(late, recorded="14:24"))]
    assert "carrier_record" not in actions and "carrier_record" in [
        remedy.action for remedy in remedies(before, late)
    ]


def test_what_they_admit_is_not_recalled_but_stands_on_their_words() -> None:
    fact = Fact(words="The chatbot misled me", admitted=True, quoted="misleading words")
    ground = ground_of_fact(fact, 0)
    assert (ground.kind, ground.reason) == ("admitted", "they admit it in their own words")
    assert worded_fact(fact, ground) == (
        "The chatbot misled me. They admit it, in these words: “misleading words”"
    )
    shown = ground_of_fact(fact, 1)
    assert shown.kind == "documented"
    assert worded_fact(fact, shown, kind="letter").startswith("The letter shows: The chatbot")
    assert worded_fact(replace(fact, admitted=False, quoted=""), ground_of(0)) == (
        "I recall: The chatbot misled me"
    )
    assert worded_fact(replace(fact, side="theirs", admitted=False), ground_of(0)) == (
        "They say: The chatbot misled me"
    )


def test_the_phone_company_is_named_only_where_it_was_a_call() -> None:
    def asked(words: str, contact: Contact | None = None) -> bool:
        found = remedies(ground_of(0), contact, None, words)
        return "carrier_record" in [remedy.action for remedy in found]

    assert asked("I called them twice") and asked("They told me so on the phone")
    assert not asked("The technician did not come")
    assert not asked("They told me so in a letter") and not asked("I asked by email")
    assert asked("They said no", CALL) and not asked("I called", replace(CALL, kind="chat"))


def test_what_came_in_writing_is_made_firmer_by_itself_not_by_the_phone_company() -> None:
    late = replace(CALL, kind="letter", written_at="2026-03-06T14:31:00Z")
    assert ground_of_contact(late).firmer == "Add the letter itself as a document."
    visit = ground_of_contact(replace(late, kind="visit")).firmer
    assert "notes" in visit and "phone" not in visit
    assert "phone company" in ground_of_contact(replace(late, kind="call")).firmer
