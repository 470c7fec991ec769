"""Documents, calls, promises and silence of one dispute, all in order, the newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from onrecord.domain.contact import Contact, Promise
from onrecord.domain.contact_entry import is_conversation
from onrecord.domain.money import Money
from onrecord.domain.stage_words import stage_name
from onrecord.domain.tried import reached_nobody
from onrecord.domain.when import When
from onrecord.services.own_pages import own_pages
from onrecord.services.rows import batches, in_list
from onrecord.services.views.said_got import came
from onrecord.services.views.timeline_order import PROMISE_WHEN, timeline_order

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

Show = Literal["everything", "documents", "contacts", "promises", "facts"]


@dataclass(frozen=True)
class TimelineRow:
    """One line. ``kind`` is contact, evidence, promise, fact, stage or silence; ``icon`` names
    what is drawn; ``flag`` says what needs the eye (no_reference, broken, due_soon, unread).
    """

    kind: str
    id: str
    when: str
    sort_key: str
    icon: str
    words: str
    note: str = ""
    flag: str = ""
    month: str = ""


Key = tuple[str, str]
"""Kind and id of a line."""


def timeline(
    vault: Vault, dispute_id: str, show: str = "everything", today: date | None = None
) -> list[TimelineRow]:
    """The rows, newest first, those of unknown date last. Silences only among everything."""
    order = timeline_order(vault, dispute_id, show, today)
    rows = timeline_rows(vault, [line[:2] for line in order if line[0] != "silence"], today)
    made = (
        TimelineRow("silence", f"silence-{when}", when, when, "silence", words, month=_month(when))
        if kind == "silence"
        else rows.get((kind, words))
        for kind, words, when in order
    )
    return [row for row in made if row is not None]


def timeline_rows(
    vault: Vault, keys: Sequence[Key], today: date | None = None
) -> dict[Key, TimelineRow]:
    """What the lines with these keys say; what is gone is left out."""
    ids: dict[str, list[str]] = {}
    for kind, id in keys:
        ids.setdefault(kind, []).append(id)
    day = today or date.today()
    made: dict[Key, TimelineRow] = {}
    for kind, wanted in ids.items():
        for batch in batches(wanted):
            for row in _READERS[kind](vault, batch, day):
                made[row.kind, row.id] = row
    return made


def _contacts(vault: Vault, ids: Sequence[str], today: date) -> Iterator[TimelineRow]:
    where, args = in_list("id", ids)
    for contact in vault.find(Contact, where, args):
        note, flag = reference_note(contact)
        yield _row("contact", contact.id, contact.dated, icon_of(contact),
                   contact_words(contact), note, flag)  # fmt: skip


def _evidence(vault: Vault, ids: Sequence[str], today: date) -> Iterator[TimelineRow]:
    where, args = in_list("id", ids)
    rows = vault.query(
        "SELECT id, dated, title, file_name, kind, page_count, media_type, read_state"
        f" FROM evidence WHERE {where}",
        args,
    )
    for row in rows:
        yield _row(
            "evidence", row["id"], row["dated"], row["kind"], row["title"] or row["file_name"],
            pages_note(own_pages(row["page_count"], row["media_type"]), row["read_state"]),
            "" if row["read_state"] in ("read", "waiting") else "unread",
        )  # fmt: skip


def _promises(vault: Vault, ids: Sequence[str], today: date) -> Iterator[TimelineRow]:
    where, args = in_list("p.id", ids)
    rows = vault.query(
        f"SELECT p.*, {PROMISE_WHEN} AS shown_on, coalesce(c.dated, '') AS made_on FROM promise p"
        f" LEFT JOIN contact c ON c.id = p.contact_id WHERE {where}",
        args,
    )
    noted = came(vault, {row["dispute_id"] for row in rows})
    for row in rows:
        words, flag = promise_line(Promise.from_row(row), today, row["id"] in noted)
        note = f"from {When(row['made_on']).day.short()}" if row["made_on"] else ""
        icon = "promise-broken" if flag == "broken" else "promise"
        yield _row("promise", row["id"], row["shown_on"], icon, words, note, flag)


def _facts(vault: Vault, ids: Sequence[str], today: date) -> Iterator[TimelineRow]:
    where, args = in_list("f.id", ids)
    rows = vault.query(
        "SELECT f.id, f.dated, f.words, f.side, f.disputed, f.admitted, f.version_of_id,"
        " EXISTS (SELECT 1 FROM fact v WHERE v.version_of_id = f.id) AS answered"
        f" FROM fact f WHERE {where}",
        args,
    )
    for row in rows:
        yield _row("fact", row["id"], row["dated"], "timeline", row["words"], *_fact_note(row))


def _fact_note(row: dict[str, Any]) -> tuple[str, str]:
    """Whose word it is and whether both sides agree on it."""
    if row["admitted"]:
        return "they admit it", "admitted"
    if row["answered"] or row["version_of_id"]:
        whose = "their version" if row["side"] == "theirs" else "my version"
        return f"{whose} of two", "disputed"
    if row["side"] == "theirs":
        return "what they say", ""
    return ("disputed", "disputed") if row["disputed"] else ("", "")


def _stages(vault: Vault, ids: Sequence[str], today: date) -> Iterator[TimelineRow]:
    """Against whom, where steps run against more than one."""
    where, args = in_list("s.id", ids)
    rows = vault.query(
        "SELECT s.id, s.dated, s.kind, s.rung, s.reason, s.reference, CASE WHEN EXISTS (SELECT 1 FROM track"
        " o WHERE o.dispute_id = t.dispute_id AND o.counterparty_id != t.counterparty_id) THEN"
        " c.name END AS side FROM stage_event s JOIN track t ON t.id = s.track_id"
        f" LEFT JOIN counterparty c ON c.id = t.counterparty_id WHERE {where}",
        args,
    )
    for row in rows:
        said = (row["side"], f"ref {row['reference']}" if row["reference"] else "")
        yield _row(
            "stage", row["id"], row["dated"], "ladder",
            stage_words(row["kind"], row["reason"], row["rung"]),
            ", ".join(part for part in said if part),
        )  # fmt: skip


_READERS = {
    "contact": _contacts, "evidence": _evidence, "promise": _promises, "fact": _facts,
    "stage": _stages,
}  # fmt: skip

_CONTACT_WORDS = {
    "call": "Call", "voicemail": "Voicemail", "email": "Email", "chat": "Chat",
    "message": "Text message", "letter": "Letter", "post": "Post", "visit": "Visit",
}  # fmt: skip


def stage_words(kind: str, reason: str = "", rung: str = "") -> str:
    """``They said no: not covered``, ``I took it further: formal complaint``."""
    words = stage_name(kind, rung)
    return f"{words}: {reason}" if reason else words


def icon_of(contact: Contact) -> str:
    """The picture of a contact: calls show their direction."""
    if contact.kind == "call":
        return "call-in" if contact.direction == "in" else "call-out"
    return "chat" if contact.kind == "message" else contact.kind


def contact_words(contact: Contact) -> str:
    """``Priya, billing, 24 min (17 on hold)``; the kind where nobody is named."""
    who = ", ".join(p for p in (contact.agent_name, contact.agent_team) if p)
    pieces = [who or f"{_CONTACT_WORDS.get(contact.kind, 'Contact')}{_side(contact)}"]
    if contact.duration_s:
        length = minutes(contact.duration_s)
        if contact.hold_s:
            length += f" ({minutes(contact.hold_s).removesuffix(' min')} on hold)"
        pieces.append(length)
    if contact.outcome:
        pieces.append(contact.outcome)
    return ", ".join(pieces)


def reference_note(contact: Contact) -> tuple[str, str]:
    """What stands at the end of the line, and the flag where a reference number is missing."""
    if contact.reference:
        return f"ref {contact.reference}", ""
    if reached_nobody(contact):
        return "nobody reached", ""
    if not is_conversation(contact.kind, contact.direction):
        return "", ""
    said = {"none": "none given", "refused": "refused"}.get(contact.reference_state)
    return (said or "no reference"), "no_reference"


def promise_line(promise: Promise, today: date, noted: bool = False) -> tuple[str, str]:
    """The words of a promise as it stands today, and its flag; ``noted``: I said that I got it."""
    what = promise.words
    if promise.amount_minor is not None and promise.currency:
        amount = Money(promise.amount_minor, promise.currency)
        if amount.plain() not in what:
            what = f"{amount.words()} {what}".strip()
    due = When(promise.due).last_day
    if promise.state == "broken":
        return f"Promise broken: {what}", "broken"
    if promise.state == "kept":
        return f"Promise kept: {what}", ""
    if promise.state == "withdrawn":
        return f"Promise withdrawn: {what}", ""
    if noted:
        return f"Promise kept, as you noted: {what}", ""
    if due is not None and due < today:
        return f"Promise not kept so far: {what}", "broken"
    soon = due is not None and (due - today).days <= 2
    return f"Promise due: {what}", "due_soon" if soon else ""


def pages_note(count: int, state: str) -> str:
    """``3 pages``, or why there are none."""
    if state == "waiting":
        return "reading"
    if state == "needs_password":
        return "needs its password"
    if state != "read":
        return "not readable"
    return "" if not count else f"{count} {'page' if count == 1 else 'pages'}"


def minutes(seconds: int) -> str:
    """``24 min``, ``1 h 5 min``, ``40 s``."""
    if seconds < 60:
        return f"{seconds} s"
    hours, rest = divmod(seconds // 60, 60)
    return " ".join(p for p in (f"{hours} h" if hours else "", f"{rest} min" if rest else "") if p)


def _side(contact: Contact) -> str:
    return " from them" if contact.direction == "in" else " to them"


def _row(
    kind: str, id: str, when: str, icon: str, words: str, note: str = "", flag: str = ""
) -> TimelineRow:
    return TimelineRow(kind, id, when, _known(when).sort_key, icon, words, note, flag, _month(when))


@lru_cache(maxsize=4096)
def _known(when: str) -> When:
    """Read once: a long timeline has many things of the same day."""
    return When(when)


@lru_cache(maxsize=4096)
def _month(when: str) -> str:
    """``March 2026``; a year stands alone; empty where no date is known."""
    first = when.split("/")[0]
    return When(first[:7]).words() if first else ""
