"""The next step of the ladder, chosen from what happened: a refusal is never the end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.domain.track import RUNGS, StageEvent
from onrecord.domain.when import When


@dataclass(frozen=True)
class NextRung:
    """``rung`` is one of ``RUNGS``, or empty where none is due; ``why`` says what it follows."""

    rung: str
    why: str
    event_id: str = ""


def next_rung(events: Iterable[StageEvent]) -> NextRung:
    """What the steps of one track lead to.

    The last step decides, by its date and, on one day or without dates, by the order given. A
    final answer and a deadlock letter open the way to an ombudsman from anywhere below; a refusal
    or an answer one does not accept leads one rung up; a decision ends it.
    """
    known = list(events)
    if not known:
        return NextRung("asked", "Nothing was asked yet.")
    last = max(enumerate(known), key=lambda pair: (_day(pair[1]), pair[0]))[1]
    said = f" on {When(last.dated).words()}" if last.dated else ""
    if last.kind in ("final_response", "deadlock") and _height(last.rung) < _height("ombudsman"):
        named = "final answer" if last.kind == "final_response" else "deadlock letter"
        return NextRung("ombudsman", f"You have their {named}{said}.", last.id)
    if last.kind in ("denied", "final_response", "rejected", "deadlock"):
        reason = f": {last.reason.rstrip('.')}" if last.reason else ""
        return NextRung(_above(last.rung), f"They said no{said}{reason}.", last.id)
    if last.kind == "decided":
        return NextRung("", f"It was decided{said}.", last.id)
    if last.kind in ("answered", "recommended"):
        return NextRung("", f"There is an answer{said} to weigh.", last.id)
    return NextRung("", f"It is with them{f' since {When(last.dated).words()}' if said else ''}.",
                    last.id)  # fmt: skip


def _day(event: StageEvent) -> str:
    return When(event.dated).sort_key if event.dated else ""


def _height(rung: str) -> int:
    return RUNGS.index(rung) if rung in RUNGS else 0


def _above(rung: str) -> str:
    return RUNGS[min(_height(rung) + 1, len(RUNGS) - 1)]
