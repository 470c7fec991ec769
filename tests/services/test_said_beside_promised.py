"""What they said on a call stands beside what they promised in it: it may be what decides."""

from __future__ import annotations

import pytest

from onrecord.domain.contact_entry import ContactEntry, Promised, Said
from onrecord.domain.dispute import Dispute
from onrecord.packet.content import Frozen
from onrecord.services.bundle_content import bundle_content
from onrecord.services.edit_record import edit_record
from onrecord.services.form_sheet import form_sheet
from onrecord.services.log_contact import log_contact
from onrecord.services.packet_for import Recipient, packet_for
from onrecord.vault.vault import Vault

CALL = ContactEntry(
    dated="2026-10-26T10:05", agent_name="Ruth", reference="8841", reference_state="given",
    lines=(Said("She sees no reweigh ticket in the system"), Said("My goods are held", "me")),
    promises=(Promised("Claims call me back", "2026-10-28"),),
)  # fmt: skip


@pytest.fixture
def mover(vault: Vault, dispute: str) -> str:
    edit_record(vault, Dispute, dispute, place="US-NC", sector="moving")
    return dispute


def told(vault: Vault, dispute: str, *calls: ContactEntry) -> tuple[str, str]:
    """What happened, and the sheet of form fields."""
    for call in calls:
        log_contact(vault, ContactEntry(**{**vars(call), "dispute_ids": (dispute,)}))
    packet = packet_for(vault, dispute, Recipient("us-fmcsa-movers")).result
    content = bundle_content(vault, packet, Frozen(dated="2026-11-23"))
    fields = form_sheet(vault, packet, content).fields
    return content.chronology[-1].words, "\n".join(one.text for one in fields)


def test_what_they_said_is_told_beside_what_they_promised(vault: Vault, mover: str) -> None:
    happened, sheet = told(vault, mover, CALL)
    both = (
        "They said: She sees no reweigh ticket in the system. They promised: Claims call me back,"
        " by 28 October 2026, not kept so far."
    )
    assert happened.endswith(both)
    assert sheet.count(both) == 2, "in what happened, and in the calls"


def test_a_promise_in_the_very_words_that_were_said_is_told_once(vault: Vault, mover: str) -> None:
    words = (Said("Claims call me back", form="quote"),)
    happened, sheet = told(vault, mover, ContactEntry(**{**vars(CALL), "lines": words}))
    assert "They said" not in happened + sheet and happened.count("Claims call me back") == 1


def test_a_quotation_that_has_its_full_stop_gets_no_second_one(vault: Vault, mover: str) -> None:
    message = ContactEntry(
        kind="message", direction="in", dated="2026-10-19T21:05",
        lines=(Said("Have $2,130 ready.", form="quote"),),
    )  # fmt: skip
    happened, sheet = told(vault, mover, message)
    assert happened.endswith("They said: “Have $2,130 ready.”")
    assert "ready.”" in sheet and "”." not in sheet


def test_a_letter_of_mine_says_what_i_wrote(vault: Vault, mover: str) -> None:
    mine = ContactEntry(
        kind="email", dated="2026-10-27T09:00", lines=(Said("I dispute the charge", "me"),)
    )
    _, sheet = told(vault, mover, mine)
    assert "27 October 2026, 09:00: email to them. I said: I dispute the charge." in sheet


def test_how_a_body_wants_it_told_is_no_field_that_repeats_the_story(
    vault: Vault, mover: str
) -> None:
    log_contact(vault, ContactEntry(**{**vars(CALL), "dispute_ids": (mover,)}))
    packet = packet_for(vault, mover, Recipient("us-state-ag-generic")).result
    sheet = form_sheet(vault, packet)
    (story,) = [one for one in sheet.fields if "no reweigh ticket" in one.text]
    assert story.code == "chronology"
    assert story.note == "They want facts, without feelings; copies, not originals."
