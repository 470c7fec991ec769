"""Before you hang up: what is missing, what to say, and what to write the same day."""

from __future__ import annotations

from dataclasses import replace

from onrecord.domain.contact_entry import ContactEntry, Offered, Promised, Said
from onrecord.domain.hang_up import checks, confirmation, gaps, polite_line, read_back

CALL = ContactEntry(dated="2026-03-01T14:21", zone="Europe/London")
REFUND = Promised("84.20 back", "2026-03-14", 8420, "GBP")


def test_an_empty_call_misses_its_reference_and_its_name_but_no_date() -> None:
    assert [c.name for c in checks(CALL) if not c.settled] == ["who", "by_when", "reference"]
    assert gaps(CALL) == ("the reference in writing", "the name of the person you spoke to")


def test_a_promise_without_a_day_asks_for_the_day() -> None:
    call = replace(CALL, agent_name="Priya", reference="1", promises=(Promised("call back"),))
    assert gaps(call) == ("the date they promised it for",)
    assert read_back(call) == "So: call back. By which date?"


def test_the_sentence_reads_back_what_was_agreed_and_asks_for_what_is_missing() -> None:
    call = replace(
        CALL, agent_name="Priya", promises=(Promised("Refund", "2026-03-14", 8420, "GBP"),)
    )
    assert read_back(call) == (
        "So: Refund, £84.20 by 14 March 2026. Could I have a reference for this call?"
    )
    done = replace(call, reference="4471-K", reference_state="given")
    assert read_back(done) == "So: Refund, £84.20 by 14 March 2026."
    assert not gaps(done)


def test_an_offer_is_read_back_as_theirs() -> None:
    call = replace(CALL, offers=(Offered("half as a credit"),))
    assert read_back(call).startswith("So: you offer half as a credit.")


def test_a_refused_reference_is_settled_but_still_to_be_asked_for_in_writing() -> None:
    call = replace(CALL, agent_name="Priya", reference_state="refused")
    assert gaps(call) == ("the reference in writing",)
    assert "note on my account" in polite_line(call)


def test_one_polite_line_for_the_last_thing_refused() -> None:
    assert polite_line(CALL) == ""
    no = replace(CALL, lines=(Said("Refused: policy", event="denied"),))
    assert polite_line(no).startswith("“I see that you cannot do this.")
    asked = replace(no, lines=(*no.lines, Said("asked", "me", event="supervisor_asked")))
    assert polite_line(asked).startswith("“I am not upset with you.")


def test_a_message_or_an_attempt_lacks_nothing() -> None:
    assert not gaps(replace(CALL, kind="email"))
    assert not gaps(replace(CALL, kind="voicemail"))
    assert not gaps(replace(CALL, attempt=True))


def test_the_confirmation_says_what_was_noted_and_nothing_else() -> None:
    call = replace(
        CALL,
        agent_name="Priya",
        goal="84.20 back",
        lines=(
            Said("shows cancelled on 3 February"),
            Said("we do see that", form="quote"),
            Said("why was I billed?", "me"),
            Said("Promise: Refund", event="promise"),
        ),
        promises=(REFUND,),
    )
    assert confirmation(call) == (
        "Subject: Our call of 1 March 2026\n"
        "\n"
        "I am writing to confirm our call of 1 March 2026, 14:21 with Priya.\n"
        "\n"
        "I asked for: 84.20 back.\n"
        "\n"
        "I was told:\n"
        "- shows cancelled on 3 February\n"
        "- “we do see that”\n"
        "\n"
        "It was promised:\n"
        "- 84.20 back, £84.20 by 14 March 2026\n"
        "\n"
        "If any of this is not as you have it, please tell me in writing.\n"
        "Please send me the reference in writing.\n"
    )


def test_the_goal_is_said_as_one_says_it_there() -> None:
    at = replace(CALL, goal="84.20 back")
    said = [read_back(replace(at, kind=kind)).split(":")[0] for kind in ("call", "visit", "chat")]
    assert said == ["I am calling for this", "I am here for this", "I am writing for this"]
