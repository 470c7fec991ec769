"""A paper from a company that owes an answer asks one line, and moves the track."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from onrecord.domain.dispute import DesiredOutcome
from onrecord.domain.evidence import DisputeEvidence, Evidence
from onrecord.domain.letter import Letter
from onrecord.domain.letter_body import Body
from onrecord.domain.track import StageEvent
from onrecord.services.edit_record import add_record, edit_record
from onrecord.services.letters.start_letter import start_letter
from onrecord.services.record_stage import record_stage
from onrecord.services.take_answer import mark_unaddressed, take_answer
from onrecord.services.views.answers import answer_question, open_questions, unaddressed
from onrecord.services.views.attention import attention
from onrecord.services.views.disputes import dispute_header
from onrecord.services.views.tracks import tracks
from onrecord.vault.vault import Vault


@pytest.fixture
def letter(vault: Vault, dispute: str) -> str:
    """A letter of 12 March from them, in the dispute."""
    paper = Evidence(kind="letter", title="Our reply", dated="2026-03-12", source="Northline")
    add_record(vault, paper)
    add_record(vault, DisputeEvidence(dispute_id=dispute, evidence_id=paper.id))
    return paper.id


def test_nothing_is_asked_where_no_answer_is_owed(vault: Vault, dispute: str, letter: str) -> None:
    assert answer_question(vault, letter) is None


def test_a_final_answer_moves_the_track(vault: Vault, dispute: str, letter: str) -> None:
    asked = record_stage(vault, dispute, "asked", dated="2026-03-03").result
    question = answer_question(vault, letter)
    assert question is not None
    assert question.words == "Is this their answer to your complaint of 3 March 2026?"
    made = take_answer(vault, question, "final").result
    event = vault.get(StageEvent, made)
    assert (event.kind, event.answers_id, event.evidence_id) == ("final_response", asked, letter)
    assert event.dated == "2026-03-12"
    assert answer_question(vault, letter) is None
    step = dispute_header(vault, dispute, date(2026, 3, 14)).next_step
    assert step is not None and step.rule == "denied"


def test_an_answer_has_the_day_its_paper_has_when_it_is_taken(
    vault: Vault, dispute: str, letter: str
) -> None:
    record_stage(vault, dispute, "asked", dated="2026-03-03")
    question = answer_question(vault, letter)
    assert question is not None
    edit_record(vault, Evidence, letter, "Changed the date", dated="2026-03-14")
    made = take_answer(vault, question, "partly").result
    assert vault.get(StageEvent, made).dated == "2026-03-14"


def test_no_is_asked_once(vault: Vault, dispute: str, letter: str) -> None:
    record_stage(vault, dispute, "asked", dated="2026-03-03")
    question = answer_question(vault, letter)
    assert question is not None
    take_answer(vault, question, "no")
    assert answer_question(vault, letter) is None
    assert vault.count(StageEvent) == 1


def test_a_paper_older_than_the_complaint_or_of_somebody_else_is_no_answer(
    vault: Vault, dispute: str, letter: str
) -> None:
    record_stage(vault, dispute, "asked", dated="2026-03-20")
    assert answer_question(vault, letter) is None
    other = Evidence(kind="letter", dated="2026-03-25", source="Parcel Co")
    add_record(vault, other)
    add_record(vault, DisputeEvidence(dispute_id=dispute, evidence_id=other.id))
    assert answer_question(vault, other.id) is None


def test_a_picture_of_the_day_of_the_complaint_is_not_asked_about(
    vault: Vault, dispute: str
) -> None:
    record_stage(vault, dispute, "asked", dated="2026-03-03")
    asked: dict[str, bool] = {}
    for dated in ("2026-03-03T10:30", "2026-03-04"):
        picture = Evidence(kind="screenshot", dated=dated)
        add_record(vault, picture)
        add_record(vault, DisputeEvidence(dispute_id=dispute, evidence_id=picture.id))
        asked[dated] = answer_question(vault, picture.id) is not None
    assert asked == {"2026-03-03T10:30": False, "2026-03-04": True}


def test_a_follow_up_lists_only_what_the_answer_leaves_out(
    vault: Vault, dispute: str, letter: str, folder: Path
) -> None:
    money = add_record(vault, DesiredOutcome(dispute_id=dispute, words="My money back")).result
    add_record(vault, DesiredOutcome(dispute_id=dispute, position=1, words="An apology"))
    record_stage(vault, dispute, "asked", dated="2026-03-03")
    question = answer_question(vault, letter)
    assert question is not None
    answer = take_answer(vault, question, "partly").result
    mark_unaddressed(vault, answer, money, True)
    assert [point.words for point in unaddressed(vault, dispute)] == ["My money back"]
    text = follow_up(vault, dispute)
    assert "Your answer of 12 March 2026 leaves these points open:" in text
    assert "My money back" in text and "An apology" not in text and "nothing since" not in text
    mark_unaddressed(vault, answer, money, False)
    assert unaddressed(vault, dispute) == ()
    text = follow_up(vault, dispute)
    assert "leaves these points open" not in text and "My money back" in text


def test_an_answer_without_a_day_comes_after_what_was_there_before(
    vault: Vault, dispute: str, letter: str
) -> None:
    edit_record(vault, Evidence, letter, dated="")
    record_stage(vault, dispute, "escalated", rung="formal", dated="2026-03-03")
    question = answer_question(vault, letter)
    assert question is not None
    take_answer(vault, question, "final")
    assert answer_question(vault, letter) is None
    head = dispute_header(vault, dispute, date.today())
    assert head.standing == "They said no. There is a next step."
    (row,) = tracks(vault, dispute)
    assert row.leads_to.rung == "ombudsman" and row.leads_to.why == "You have their final answer."


def test_a_paper_that_may_be_the_answer_is_asked_about_on_today_until_it_is_judged(
    vault: Vault, dispute: str, letter: str
) -> None:
    assert [one.action for one in attention(vault)] == []
    record_stage(vault, dispute, "asked", dated="2026-03-03")
    picture = Evidence(kind="screenshot", dated="2026-03-13")  # may be mine: not asked of its own
    add_record(vault, picture)
    add_record(vault, DisputeEvidence(dispute_id=dispute, evidence_id=picture.id))
    (line,) = attention(vault)
    assert line.words == "Is this their answer to your complaint of 3 March 2026?"
    assert (line.action, line.id, line.dispute_id) == ("answer", letter, dispute)
    (question,) = open_questions(vault)
    take_answer(vault, question, "partly")
    assert attention(vault) == []


def follow_up(vault: Vault, dispute: str) -> str:
    letter = start_letter(vault, dispute, "follow_up", today=date(2026, 3, 20)).result
    return Body.from_json(vault.get(Letter, letter).body).text()
