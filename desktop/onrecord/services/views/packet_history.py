"""What was sent of a dispute: what, to whom, when, by which way, and what came back for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.agency import in_force
from onrecord.domain.agency_words import EVENTS, LIMITS
from onrecord.domain.deadline import length_words
from onrecord.domain.packet import Packet
from onrecord.domain.sending import Sending, way_words
from onrecord.domain.track import StageEvent
from onrecord.domain.when import When
from onrecord.services.agency_directory import directory
from onrecord.services.send_packet import recipient_name
from onrecord.services.views.deadlines import DueRow, deadlines

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_HEARD_OF = frozenset(
    {"complaint_sent", "complaint_served", "complaint_received", "body_notice", "case_opened",
     "notice_received"}
)  # fmt: skip
"""What a body or a company does, and the person learns of later."""


@dataclass(frozen=True)
class SentRow:
    """One time a revision went out. ``id`` is empty where an earlier version of the app only
    noted the day and the way with the PDF. Dates are in words; ``dated`` is When text."""

    id: str
    packet_id: str
    bundle_id: str
    number: int
    title: str
    recipient: str
    dated: str
    day: str
    way: str
    by: str
    reference: str = ""
    acknowledged: str = ""
    proof_id: str = ""
    proof: str = ""
    page_count: int = 0
    pdf_sha256: str = ""

    def says(self) -> str:
        """``Sent to CISAS on 3 March 2026 by post, version 2, acknowledged as C-55 on ...``"""
        to = f" to {self.recipient}" if self.recipient else ""
        words = f"Sent{to} on {self.day}" if self.day else f"Sent{to}"
        words = f"{words} {self.by}".strip() + f", version {self.number}"
        if self.reference:
            words += f", acknowledged as {self.reference}"
        elif self.acknowledged:
            words += ", acknowledged"
        return words + (f" on {self.acknowledged}" if self.acknowledged else "")


@dataclass(frozen=True)
class Next:
    """What comes after a sending. ``words`` is one sentence; empty where no rule says when."""

    words: str = ""
    due: DueRow | None = None


def packet_history(vault: Vault, dispute_id: str) -> tuple[SentRow, ...]:
    """All that went out, the newest first."""
    rows = vault.query(
        "SELECT s.id, b.packet_id, b.id AS bundle_id, b.number, p.title, s.recipient, s.dated,"
        " s.way, s.reference, s.acknowledged_dated, s.proof_evidence_id AS proof_id,"
        " coalesce(nullif(e.title, ''), e.file_name, '') AS proof, b.page_count, b.pdf_sha256"
        " FROM sending s JOIN bundle b ON b.id = s.bundle_id JOIN packet p ON p.id = s.packet_id"
        " LEFT JOIN evidence e ON e.id = s.proof_evidence_id AND e.trashed_at = ''"
        " WHERE s.dispute_id = ? AND p.trashed_at = '' ORDER BY s.dated DESC, s.rowid DESC",
        [dispute_id],
    )
    found = [_row(**row) for row in rows]
    known = {row.bundle_id for row in found}
    older = vault.query(
        "SELECT b.id AS bundle_id, b.packet_id, b.number, p.title, b.sent_when AS dated,"
        " b.sent_way AS way, b.page_count, b.pdf_sha256 FROM bundle b"
        " JOIN packet p ON p.id = b.packet_id WHERE b.dispute_id = ? AND p.trashed_at = ''"
        " AND (b.sent_when != '' OR b.sent_way != '') ORDER BY b.sent_when DESC, b.rowid DESC",
        [dispute_id],
    )
    for row in older:
        if row["bundle_id"] not in known:
            name = recipient_name(vault, vault.get(Packet, row["packet_id"]))
            found.append(_row(id="", recipient=name, **row))
    return tuple(sorted(found, key=lambda row: When(row.dated).sort_key, reverse=True))


def sendings_of(vault: Vault, bundle_id: str) -> tuple[SentRow, ...]:
    """The times this revision went out, the newest first."""
    found = vault.find(Sending, "bundle_id = ?", [bundle_id], limit=1)
    if not found:
        return ()
    history = packet_history(vault, found[0].dispute_id)
    return tuple(row for row in history if row.bundle_id == bundle_id)


def what_next(vault: Vault, sending_id: str, today: date | None = None) -> Next:
    """Until when they have, by the rules of the directory and what the company states itself:
    of the days that count from this sending the nearest, else the nearest on its line of steps."""
    sent = vault.get(Sending, sending_id)
    day = today or date.today()
    event = vault.find(StageEvent, "id = ?", [sent.stage_event_id], limit=1)
    if not event:
        return Next()
    body = vault.get(Packet, sent.packet_id).agency_id
    since = When(sent.dated).first_day

    def counts(row: DueRow) -> bool:
        if row.state != "open" or row.end is None or row.end < day or row.kind == "promise":
            return False
        if row.track_id not in ("", event[0].track_id):
            return False
        # What a body has to do follows from its own rules and this day; the doors of others, and
        # until when one could have come to it, are no answer.
        return not body or (row.since == since and not row.opens and row.who != "me")

    rows = [row for row in deadlines(vault, sent.dispute_id, day) if counts(row)]
    rows.sort(
        key=lambda row: (row.since != since, row.who == "me", bool(row.opens), row.end or date.max)
    )
    if rows:
        return Next(_sentence(rows[0]), rows[0])
    return Next(_later_clock(vault, body, day)) if body else Next()


def _later_clock(vault: Vault, body: str, day: date) -> str:
    """Of a body whose times run from a day one only hears of: which, and how long they are."""
    entry = directory(vault).get(body)
    for limit in in_force(entry.agency.time_limits, day) if entry else ():
        who, what = LIMITS[limit.kind]
        if who == "me" or limit.amount is None or limit.before or limit.only_if:
            continue
        event = next((code for code in limit.events if code in _HEARD_OF), "")
        if event:
            length = length_words(limit.amount, limit.unit)
            unsure = "" if limit.basis.verified else " (unverified)"
            if who == "company":  # under the name of a body "they" would be the body
                what = what.replace("They", "The company", 1)
            return (
                f"{what} within {length} of the day {EVENTS[event]}{unsure}."
                " Put that day on record when you hear of it."
            )
    return ""


def _sentence(row: DueRow) -> str:
    if row.opens:
        words = f"From {row.said} {row.opens} takes it, if it is not settled by then"
    elif row.who == "me":
        words = f"You have until {row.said}: {row.words}"
    else:
        words = f"They have until {row.said}: {row.words}"
    return f"{words}. It will show on that day."


def _row(**found: object) -> SentRow:
    values: dict[str, object] = dict(found)
    acknowledged = str(values.pop("acknowledged_dated", ""))
    dated, way = str(values["dated"]), str(values["way"])
    return SentRow(
        **values,  # type: ignore[arg-type]
        day=When(dated).words() if dated else "",
        by=way_words(way),
        acknowledged=When(acknowledged).words() if acknowledged else "",
    )
