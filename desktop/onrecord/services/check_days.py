"""Days that have not come yet, on what is said to have happened: a slip that costs belief.

It is asked about, and nothing is refused when it is put down: the clock of a computer may be wrong,
and a call that cannot be kept is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from onrecord.domain.contact import Contact
from onrecord.domain.fact import Fact
from onrecord.domain.track import StageEvent
from onrecord.domain.when import When
from onrecord.services.check_line import CheckLine
from onrecord.services.check_recipient import Judged

_ELSEWHERE = timedelta(days=1)  # where it was said, the next day may have begun


def day_lines(j: Judged) -> Iterator[CheckLine]:
    dispute_id = j.packet.dispute_id
    here = "trashed_at = '' AND id IN (SELECT contact_id FROM dispute_contact WHERE dispute_id = ?)"
    for contact in j.vault.find(Contact, here, [dispute_id], order="dated"):
        if _to_come(contact.dated, j.today):
            yield CheckLine(
                "ask", f"The {contact.kind} is dated {_day(contact.dated)}, after today.",
                "Correct its date.", contact_id=contact.id, act="contact",
                key=f"to_come:{contact.id}",
            )  # fmt: skip
    for document in j.included:
        if _to_come(document.dated, j.today):
            yield CheckLine(
                "ask", f"{document.title or 'A document'} is dated {_day(document.dated)}, after"
                " today.", "Correct its date.", document.id, act="date",
                key=f"to_come:{document.id}",
            )  # fmt: skip
    of_it = "track_id IN (SELECT id FROM track WHERE dispute_id = ?)"
    happened = [
        *j.vault.find(Fact, "dispute_id = ?", [dispute_id], order="dated"),
        *j.vault.find(StageEvent, of_it, [dispute_id], order="dated"),
    ]
    for one in happened:
        if _to_come(one.dated, j.today):
            what = "What happened" if isinstance(one, Fact) else "A step"
            yield CheckLine(
                "ask", f"{what} is dated {_day(one.dated)}, after today.",
                "Correct its date, or say why it is right.", key=f"to_come:{one.id}",
            )  # fmt: skip


def _to_come(dated: str, today: date) -> bool:
    first = When(dated).first_day
    return first is not None and first > today + _ELSEWHERE


def _day(dated: str) -> str:
    return When(dated).day.words()
