"""What happened on the way up: asked, denied with a reason, answered, escalated, decided."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.dispute import Dispute
from onrecord.domain.track import RUNGS, STAGE_EVENTS, StageEvent, Track
from onrecord.errors import Refused
from onrecord.services.clock import local_zone
from onrecord.services.derive import stored_date

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def record_stage(
    vault: Vault,
    dispute_id: str,
    kind: str,
    *,
    dated: str = "",
    reason: str = "",
    rung: str = "",
    reference: str = "",
    contact_id: str = "",
    evidence_id: str = "",
    track_id: str = "",
    answers_id: str = "",
    unaddressed: tuple[str, ...] = (),
) -> Change:
    """Notes one event on a track of the dispute, the first one where none is named.

    ``escalated`` with a ``rung`` moves the track to that step of the ladder. A denial is never an
    end: it is an event with a reason, and the next step follows from it.
    """
    if kind not in STAGE_EVENTS:
        raise Refused(f'"{kind}" is not something that happens on the way up.', "kind")
    if rung and rung not in RUNGS:
        raise Refused(f'"{rung}" is not a step of the ladder.', "rung")
    dispute = vault.get(Dispute, dispute_id)
    found = vault.find(Track, "dispute_id = ?", [dispute_id], order="rowid")
    chosen = next((track for track in found if track.id == track_id), None)
    if track_id and chosen is None:
        raise Refused("This step belongs to another dispute.", "track_id")
    track = chosen or (found[0] if found else None)
    with vault.change("Noted a step") as tx:
        if track is None:
            track = tx.insert(Track(dispute_id=dispute_id, counterparty_id=dispute.counterparty_id))
        event = StageEvent(
            track_id=track.id,
            kind=kind,
            rung=rung or track.rung,
            dated=stored_date(dated),
            zone=local_zone() if dated else "",
            reason=reason.strip(),
            reference=reference.strip(),
            contact_id=contact_id,
            evidence_id=evidence_id,
            answers_id=answers_id,
            unaddressed=unaddressed,
        )
        tx.insert(event)
        if kind == "escalated" and rung and rung != track.rung:
            tx.patch(Track, track.id, rung=rung)
    return replace(tx.change, result=event.id)


def forget_stage(vault: Vault, event_id: str) -> Change:
    """Takes a step off the record; the track stands again where the steps that are left put it."""
    event = vault.get(StageEvent, event_id)
    with vault.change("Took a step off the record") as tx:
        tx.remove(StageEvent, event_id)
        if event.kind == "escalated":
            left = tx.find(
                StageEvent, "track_id = ? AND kind = 'escalated' AND rung != ''",
                [event.track_id], order="dated, rowid",
            )  # fmt: skip
            tx.patch(Track, event.track_id, rung=left[-1].rung if left else "asked")
    return tx.change
