"""What our own log says of a company: how long one waits, which way led anywhere."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

ENOUGH = 5
"""Fewer calls than this say nothing yet, and nothing is shown of them (DESIGN, "The window")."""


@dataclass(frozen=True)
class HourRow:
    """The middle hold time of the calls begun in this hour (0 to 23), in seconds."""

    hour: int
    calls: int
    hold_s: int


@dataclass(frozen=True)
class ChannelRow:
    """``led`` counts those that ended with a promise, an offer, or what was asked for."""

    kind: str
    count: int
    led: int


@dataclass(frozen=True)
class CompanyLog:
    """``promises`` counts those that were kept or broken; ``attempts`` the times nobody was
    reached, ``in_a_row`` those since they were reached last."""

    hours: tuple[HourRow, ...] = ()
    channels: tuple[ChannelRow, ...] = ()
    promises: int = 0
    kept: int = 0
    attempts: int = 0
    in_a_row: int = 0


def company_log(vault: Vault, counterparty_id: str) -> CompanyLog:
    """From every contact with the company, in whichever dispute."""
    rows = vault.query(
        "SELECT c.id, c.kind, c.dated, c.hold_s, c.achieved, c.attempt,"
        " (SELECT count(*) FROM promise p WHERE p.contact_id = c.id)"
        " + (SELECT count(*) FROM offer o WHERE o.contact_id = c.id) AS terms"
        " FROM contact c WHERE c.counterparty_id = ? AND c.trashed_at = '' AND c.direction = 'out'",
        [counterparty_id],
    )
    holds: dict[int, list[int]] = defaultdict(list)
    ways: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        if row["kind"] == "call" and row["hold_s"] is not None and len(row["dated"]) == 16:
            holds[int(row["dated"][11:13])].append(row["hold_s"])
        if not row["attempt"]:
            ways[row["kind"]].append(bool(row["terms"]) or row["achieved"] in ("yes", "partly"))
    enough = sum(len(found) for found in holds.values()) >= ENOUGH
    settled = vault.query(
        "SELECT state, count(*) AS n FROM promise WHERE contact_id IN"
        " (SELECT id FROM contact WHERE counterparty_id = ? AND trashed_at = '')"
        " AND state IN ('kept', 'broken') GROUP BY state",
        [counterparty_id],
    )
    counted = {row["state"]: int(row["n"]) for row in settled}
    hours = [HourRow(h, len(found), int(median(found))) for h, found in sorted(holds.items())]
    return CompanyLog(
        hours=tuple(hours) if enough else (),
        channels=tuple(
            ChannelRow(kind, len(led), sum(led))
            for kind, led in sorted(ways.items())
            if len(led) >= ENOUGH
        ),
        promises=sum(counted.values()),
        kept=counted.get("kept", 0),
        attempts=sum(1 for row in rows if row["attempt"]),
        in_a_row=_in_a_row(vault, counterparty_id),
    )


def _in_a_row(vault: Vault, counterparty_id: str) -> int:
    """Attempts since somebody was spoken to or wrote; a voicemail is no conversation."""
    rows = vault.query(
        "SELECT attempt FROM contact WHERE counterparty_id = ? AND trashed_at = ''"
        " AND (attempt = 1 OR (kind != 'voicemail' AND (direction = 'in' OR kind IN"
        " ('call', 'chat', 'visit')))) ORDER BY dated DESC, rowid DESC",
        [counterparty_id],
    )
    return next((n for n, row in enumerate(rows) if not row["attempt"]), len(rows))


def log_sentences(log: CompanyLog) -> tuple[str, ...]:
    """What may be said of it, a line each; nothing where there is too little."""
    said: list[str] = []
    for hour in log.hours:
        minutes = round(hour.hold_s / 60)
        calls = "1 call" if hour.calls == 1 else f"{hour.calls} calls"
        said.append(f"Around {hour.hour:02}:00, {minutes} min on hold ({calls})")
    names = {"call": "calls", "email": "emails", "chat": "chats", "letter": "letters", "message": "text messages",
             "post": "letters by post", "visit": "visits", "voicemail": "voicemails"}  # fmt: skip
    said += [
        f"{c.led} of {c.count} {names.get(c.kind, c.kind)} led somewhere" for c in log.channels
    ]
    if log.promises:
        said.append(f"{log.kept} of {log.promises} promises kept")
    if log.attempts:
        said.append(f"Nobody reached {'once' if log.attempts == 1 else f'{log.attempts} times'}")
    return tuple(said)
