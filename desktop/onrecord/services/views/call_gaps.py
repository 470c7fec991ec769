"""Calls of the last days that lack what makes them count: a reference, a date, a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from onrecord.domain.hang_up import gaps, listed
from onrecord.domain.next_step import next_steps
from onrecord.domain.when import When
from onrecord.services.log_contact import entry_of
from onrecord.services.views.disputes import put_offs
from onrecord.services.views.situations import situations

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

RECENT_DAYS = 14
"""After so many days a company rarely finds the call again (our choice)."""
_MOST = 3


@dataclass(frozen=True)
class CallGap:
    """``words`` is the thing to do: "Ask Northline for the reference in writing."."""

    contact_id: str
    words: str
    why: str
    dispute_id: str = ""


def call_gaps(vault: Vault, today: date | None = None) -> list[CallGap]:
    """The newest first, three at most. Writing to them after the call settles it, and so does
    filling in what was missing; what a dispute names as its next step is not named twice, and of
    a dispute that is closed nothing is."""
    day = today or date.today()
    since = (day - timedelta(days=RECENT_DAYS)).isoformat()
    rows = vault.query(
        "SELECT c.id, c.kind, c.dated, coalesce(p.name, c.company) AS company,"
        " coalesce((SELECT d.dispute_id FROM dispute_contact d WHERE d.contact_id = c.id"
        " ORDER BY d.rowid LIMIT 1), '') AS dispute_id"
        " FROM contact c LEFT JOIN counterparty p ON p.id = c.counterparty_id"
        " WHERE c.trashed_at = '' AND c.attempt = 0 AND c.kind IN ('call', 'chat', 'visit')"
        " AND c.dated >= ? AND length(c.dated) >= 10 AND instr(c.dated, '/') = 0"
        " AND (NOT EXISTS (SELECT 1 FROM dispute_contact n WHERE n.contact_id = c.id)"
        " OR EXISTS (SELECT 1 FROM dispute_contact n JOIN dispute o ON o.id = n.dispute_id"
        " WHERE n.contact_id = c.id AND o.state != 'closed' AND o.trashed_at = ''))"
        " AND NOT EXISTS (SELECT 1 FROM contact w JOIN dispute_contact l ON l.contact_id = w.id"
        " JOIN dispute_contact m ON m.dispute_id = l.dispute_id AND m.contact_id = c.id"
        " WHERE w.kind IN ('email', 'letter', 'post') AND w.direction = 'out'"
        " AND w.trashed_at = '' AND w.dated >= substr(c.dated, 1, 10))"
        " ORDER BY c.dated DESC, c.rowid DESC LIMIT 20",
        [since],
    )
    told = _told_elsewhere(vault, {cast("str", row["dispute_id"]) for row in rows} - {""}, day)
    found: list[CallGap] = []
    for row in rows:
        missing = gaps(entry_of(vault, row["id"]))
        if not missing or row["id"] in told:
            continue
        company = row["company"] or "them"
        found.append(
            CallGap(
                row["id"],
                f"Ask {company} for {listed(missing)}.",
                f"Your {row['kind']} of {When(row['dated']).words()} lacks it.",
                row["dispute_id"],
            )
        )
        if len(found) == _MOST:
            break
    return found


def _told_elsewhere(vault: Vault, disputes: set[str], day: date) -> set[str]:
    """Contacts that are the next step of their dispute already."""
    later = put_offs(vault)
    told: set[str] = set()
    for id, situation in situations(vault, sorted(disputes), day, overview=True).items():
        first = next(iter(next_steps(situation, later.get(id))), None)
        if first is not None and first.rule == "no_reference":
            told.add(first.about)
    return told
