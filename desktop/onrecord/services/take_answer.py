"""A document is their answer, finally or in part, or it is not; and what it says nothing about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.evidence import Evidence
from onrecord.domain.housekeeping import Setting
from onrecord.domain.track import StageEvent
from onrecord.errors import Refused
from onrecord.services.edit_record import edit_record
from onrecord.services.record_stage import record_stage
from onrecord.services.views.answers import not_an_answer

if TYPE_CHECKING:
    from onrecord.services.views.answers import AnswerQuestion
    from onrecord.vault.vault import Vault

_KINDS = {"final": "final_response", "partly": "answered"}


def take_answer(vault: Vault, question: AnswerQuestion, said: str, dated: str = "") -> Change:
    """``said`` is final, partly or no. An answer becomes a step of the track, dated as the
    document is by now; ``dated``, as typed, is the day of a document that has none yet. "No" is
    remembered, so that it is asked once. ``Change.result`` is the step's id; raises Refused."""
    if said == "no":
        with vault.change("Not their answer") as tx:
            tx.put(Setting(id=not_an_answer(question.dispute_id, question.evidence_id), value="1"))
        return tx.change
    if said not in _KINDS:
        raise Refused("Say whether it is their final answer, part of one, or none.", "said")
    paper = vault.get(Evidence, question.evidence_id)
    with vault.change("Noted their answer") as tx:
        if dated.strip() and not paper.dated:
            edit_record(vault, Evidence, paper.id, dated=dated)
        tx.result = record_stage(
            vault,
            question.dispute_id,
            _KINDS[said],
            dated=vault.get(Evidence, paper.id).dated,
            evidence_id=paper.id,
            track_id=question.track_id,
            answers_id=question.answers_id,
        ).result
    return tx.change


def mark_unaddressed(vault: Vault, event_id: str, point_id: str, on: bool) -> Change:
    """Whether an answer says nothing about a point. ``Change.result`` is the answer's id."""
    event = vault.get(StageEvent, event_id)
    left = [id for id in event.unaddressed if id != point_id]
    if on:
        left.append(point_id)
    with vault.change("Marked what the answer leaves out") as tx:
        tx.patch(StageEvent, event_id, unaddressed=tuple(left))
    return replace(tx.change, result=event_id)
