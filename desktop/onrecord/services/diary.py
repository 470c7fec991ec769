"""Days set by hand, plans of my own, and what became of any day: met, dropped, open again."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.deadline import counted, length_words
from onrecord.domain.diary import DiaryDeadline, PlannedAction
from onrecord.domain.dispute import Dispute
from onrecord.domain.place import parse_place
from onrecord.domain.spoken_due import number_said, parse_due
from onrecord.domain.typed_when import parse_when
from onrecord.domain.when import When
from onrecord.errors import Refused
from onrecord.services.settle_promise import settle_promise
from onrecord.services.working_days import working_days

if TYPE_CHECKING:
    from onrecord.services.views.deadlines import DueRow
    from onrecord.vault.vault import Vault

_COUNTED = re.compile(
    r"(?:within\s+)?(\d{1,4}|[a-z]+)\s+(working |business |banking )?(day|week|month|year)s?"
    r"\s+(?:from|after|of)\s+(.+)",
    re.I,
)


def add_deadline(
    vault: Vault,
    dispute_id: str,
    words: str,
    when: str,
    *,
    today: date | None = None,
    track_id: str = "",
) -> Change:
    """A day set by hand. ``when`` is a date, "in 3 weeks", or "90 days from 11 November 2022";
    how it came about is kept with it. ``Change.result`` is its id."""
    dispute, said = vault.get(Dispute, dispute_id), _needed(words)
    due, computed = read_due(when, dispute.place, today)
    row = DiaryDeadline(
        dispute_id=dispute_id, track_id=track_id, words=said, due=due.text, computed=computed
    )
    with vault.change("Added a date") as tx:
        tx.insert(row)
    return replace(tx.change, result=row.id)


def plan_action(
    vault: Vault, dispute_id: str, words: str, when: str = "", *, today: date | None = None
) -> Change:
    """Something I mean to do; the day may stay open. ``Change.result`` is its id."""
    dispute, said = vault.get(Dispute, dispute_id), _needed(words)
    due = read_due(when, dispute.place, today)[0] if when.strip() else When("")
    row = PlannedAction(dispute_id=dispute_id, words=said, dated=due.text)
    with vault.change("Added a plan") as tx:
        tx.insert(row)
    return replace(tx.change, result=row.id)


def settle_date(vault: Vault, row: DueRow, state: str) -> Change:
    """Says of a day that it was ``met``, or is ``dropped`` as it does not count here, or is
    ``open`` again. Of a computed day a row is kept with what it rested on."""
    if state not in ("open", "met", "dropped"):
        raise Refused("A date is open, met or dropped.", "state")
    table, id = row.record
    if row.kind == "promise":
        return settle_promise(vault, id, {"met": "kept", "dropped": "withdrawn"}.get(state, state))
    words = {"met": "Marked a date as met", "dropped": "Dropped a date"}.get(
        state, "Opened a date again"
    )
    with vault.change(words) as tx:
        if row.kind == "plan":
            tx.patch(PlannedAction, id, state="done" if state == "met" else state)
        elif table:
            tx.patch(DiaryDeadline, id, state=state)
        else:
            made = _taken_over(row, state)
            tx.insert(made)
            id = made.id
    return replace(tx.change, result=id)


def read_due(typed: str, place: str = "", today: date | None = None) -> tuple[When, str]:
    """The day that is meant and, where it was counted, how. Raises Refused with a sentence."""
    text = " ".join(typed.split())
    if not text:
        raise Refused("Write a date like 14 March 2026, or 30 days from 3 March 2026.", "due")
    is_working_day = working_days(parse_place(place))
    found = _COUNTED.fullmatch(text)
    try:
        count = number_said(found[1]) if found else None
        if not found or count is None:
            read = parse_due(text, today or date.today(), is_working_day)
            return read.when, read.says(today or date.today()).rstrip(".")
        amount, unit = count, f"{found[3].lower()}s"
        start = parse_when(found[4])
        if found[2]:
            if unit != "days":
                raise ValueError("Count working days, not working weeks or months.")
            unit = "business_days"
        first, last = start.first_day, start.last_day
        if first is None or last is None:
            raise ValueError("Write from which day it is counted.")
        ends = [counted(day, amount, unit, is_working_day) for day in (first, last)]
    except OverflowError:
        raise Refused("That is too far away. Write the date.", "due") from None
    except ValueError as error:
        said = str(error)
        if said.startswith("working days"):
            said = "Say first in which country it is, so that working days are known."
        raise Refused(said if said[:1].isupper() else "There is no such day.", "due") from None
    when = When(ends[0].isoformat() if ends[0] == ends[1] else f"{ends[0]}/{ends[1]}")
    return when, f"{length_words(amount, unit)} from {start.words()}; the day itself is not counted"


def _taken_over(row: DueRow, state: str) -> DiaryDeadline:
    due = ""
    if row.earliest and row.latest:
        due = row.earliest.isoformat()
        if row.latest != row.earliest:
            due = f"{due}/{row.latest.isoformat()}"
    return DiaryDeadline(
        dispute_id=row.dispute_id,
        track_id=row.track_id,
        kind=row.kind if row.kind in ("rule", "company") else "hand",
        words=row.words,
        due=due,
        computed=row.computed,
        rule_id=row.key,
        source=row.source,
        as_of=row.as_of,
        firm=row.firm,
        state=state,
    )


def _needed(words: str) -> str:
    said = " ".join(words.split())
    if not said:
        raise Refused("Say what is due.", "words")
    return said
