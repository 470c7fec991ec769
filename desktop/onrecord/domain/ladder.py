"""The next step of the ladder, chosen from what happened: a refusal is never the end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.domain.contact import Contact
from onrecord.domain.track import RUNGS, StageEvent
from onrecord.domain.when import When


@dataclass(frozen=True)
class NextRung:
    """``rung`` is one of ``RUNGS``, or empty where none is due; ``why`` says what it follows."""

    rung: str
    why: str
    event_id: str = ""


def next_rung(events: Iterable[StageEvent], contacts: Iterable[Contact] = ()) -> NextRung:
    """What the steps of one track lead to. ``contacts`` are those the steps name.

    The last step decides, by its date and, on one day or without dates, by the order given. A
    final answer and a deadlock letter open the way to an ombudsman from anywhere below; a refusal
    is answered with a formal complaint, and one of that or of a higher rung leads one rung up; a
    decision ends it.
    """
    known = list(events)
    if not known:
        return NextRung("asked", "Nothing was asked yet.")
    last = max(enumerate(known), key=lambda pair: (_day(pair[1]), pair[0]))[1]
    said = f" on {When(last.dated).words()}" if last.dated else ""
    if last.kind in ("final_response", "deadlock") and _height(last.rung) < _height("ombudsman"):
        return NextRung("ombudsman", last_words(last, contacts), last.id)
    if last.kind in ("denied", "final_response", "rejected", "deadlock"):
        reason = f": {last.reason.rstrip('.')}" if last.reason else ""
        return NextRung(_above(last.rung), f"They said no{said}{reason}.", last.id)
    if last.kind == "decided":
        return NextRung("", f"It was decided{said}.", last.id)
    if last.kind in ("answered", "recommended"):
        return NextRung("", f"There is an answer{said} to weigh.", last.id)
    return NextRung("", f"It is with them{f' since {When(last.dated).words()}' if said else ''}.",
                    last.id)  # fmt: skip


def last_words(event: StageEvent, contacts: Iterable[Contact] = ()) -> str:
    """That they gave their final answer or will not move, as it is on record: the paper, or who
    said so when, and then what is missing."""
    contacts = list(contacts)
    final = event.kind == "final_response"
    day = When(event.dated).words() if event.dated else ""
    told = next((one for one in contacts if one.id == event.contact_id), None)
    if has_paper(event, contacts):
        named = "final answer" if final else "deadlock letter"
        return f"You have their {named}{f' of {day}' if day else ''}."
    said = "They gave their final answer" if final else "They said they will not move"
    if told:
        who = told.agent_name or "They"
        said = (
            f"{who} {said.removeprefix('They ')}, in the {told.kind} of {When(told.dated).words()}"
        )
    else:
        said += f", as you noted it for {day}" if day else ", as you noted it"
    return f"{said}; no letter of theirs is attached. Ask for it, or add it."


def has_paper(event: StageEvent, contacts: Iterable[Contact] = ()) -> bool:
    """Whether something in writing shows what they said."""
    told = next((one for one in contacts if one.id == event.contact_id), None)
    return bool(event.evidence_id) or (told is not None and told.kind in _WRITTEN)


_WRITTEN = ("email", "letter", "post")


def _day(event: StageEvent) -> str:
    """Of a step without a day, when it was written down."""
    return When(event.dated).sort_key if event.dated else event.created_at[:10]


def _height(rung: str) -> int:
    return RUNGS.index(rung) if rung in RUNGS else 0


def _above(rung: str) -> str:
    """One rung up, but never to a supervisor: a refusal is answered in writing."""
    return RUNGS[min(max(_height(rung) + 1, _height("formal")), len(RUNGS) - 1)]
