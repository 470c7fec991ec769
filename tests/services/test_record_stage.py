"""A refusal is an event with a reason; the next step follows from it."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.domain.contact_entry import ContactEntry
from onrecord.domain.track import Track
from onrecord.errors import Refused
from onrecord.services.log_contact import log_contact
from onrecord.services.record_stage import record_stage
from onrecord.services.views.disputes import dispute_header
from onrecord.services.views.timeline import timeline
from onrecord.services.views.tracks import tracks
from onrecord.vault.vault import Vault

DAY = date(2026, 3, 17)


def test_a_denial_is_followed_by_a_next_step(vault: Vault, dispute: str) -> None:
    log_contact(vault, ContactEntry(dated="2026-03-01", reference="1", dispute_ids=(dispute,)))
    record_stage(vault, dispute, "denied", dated="10 March 2026", reason="30 days’ notice")
    head = dispute_header(vault, dispute, DAY)
    assert head.standing == "They said no. There is a next step."
    assert head.next_step is not None
    assert head.next_step.rule == "denied"
    assert "They said no: 30 days’ notice" in {r.words for r in timeline(vault, dispute)}


def test_going_further_moves_the_ladder_and_can_be_undone(vault: Vault, dispute: str) -> None:
    change = record_stage(vault, dispute, "escalated", rung="formal")
    assert [s.rung for s in tracks(vault, dispute, DAY)[0].steps if s.state == "here"] == ["formal"]
    assert "I took it further: formal complaint" in {r.words for r in timeline(vault, dispute)}
    vault.undo(change)
    assert [track.rung for track in vault.find(Track)] == ["asked"]


@pytest.mark.parametrize(
    ("kind", "rung", "track"), [("lost", "", ""), ("denied", "moon", ""), ("denied", "", "0" * 16)]
)
def test_what_is_no_step_is_refused(
    vault: Vault, dispute: str, kind: str, rung: str, track: str
) -> None:
    with pytest.raises(Refused):
        record_stage(vault, dispute, kind, rung=rung, track_id=track)
