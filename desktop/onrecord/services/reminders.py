"""How to be reminded: a calendar file kept up to date, a plain list of days, or not at all.

Dates are encrypted and a closed app cannot remind. So the user is asked once, at the first dated
deadline; each file that is written is an exit of the vault, and the history says so.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.housekeeping import Setting
from onrecord.errors import KnownError, Refused
from onrecord.services.due_list import due_list_path
from onrecord.services.views.deadlines import DueRow, all_deadlines
from onrecord.services.writing_out import checked_target, write_out

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

WAYS = ("calendar", "list", "none")
TABLES = frozenset(
    {"deadline", "planned_action", "promise", "stage_event", "contact", "dispute", "track",
     "counterparty", "dispute_person", "dispute_contact"}
)  # fmt: skip
"""What dates are computed from: when one of these changed, the files may need to be written."""
NEUTRAL = "Something is due"
_NAME, _DIGEST, _OVERDUE_DAYS = "remind", "remind_digest", 30


@dataclass(frozen=True)
class Reminding:
    """``way`` is one of ``WAYS``, empty until asked; ``path`` is the calendar file's; ``titles``
    are ``neutral`` or ``own``."""

    way: str = ""
    path: str = ""
    titles: str = "neutral"


def reminding(vault: Vault) -> Reminding:
    """What the user chose."""
    way, _, rest = _setting(vault, _NAME).partition("|")
    titles, _, path = rest.partition("|")
    return Reminding(way, path, titles or "neutral") if way in WAYS else Reminding()


def asks_how_to_remind(vault: Vault, today: date | None = None) -> bool:
    """Whether to ask now: never asked before, and a dated deadline is ahead."""
    if reminding(vault).way:
        return False
    day = today or date.today()
    promised = vault.query(
        "SELECT 1 FROM promise p JOIN dispute d ON d.id = p.dispute_id WHERE p.state = 'open'"
        " AND substr(p.due, 1, 10) >= ? AND d.trashed_at = '' LIMIT 1",
        [day.isoformat()],
    )
    return bool(promised) or any(
        (row.end or date.min) >= day for row in all_deadlines(vault, day, with_promises=False)
    )


def choose_reminders(
    vault: Vault,
    way: str,
    path: Path | None = None,
    titles: str = "neutral",
    *,
    state_folder: Path | None = None,
    today: date | None = None,
) -> Change:
    """Remembers the choice and writes what it needs; a list no longer wanted is removed. The
    calendar file written before stays where it is: it is the user's."""
    if way not in WAYS or titles not in ("neutral", "own"):
        raise Refused("Choose a calendar file, a plain list of days, or no reminders.", "way")
    target = ""
    if way == "calendar":
        if path is None:
            raise Refused("Choose where the calendar file is to be.", "path")
        target = str(checked_target(vault, path))
    with vault.change("Chose how to be reminded") as tx:
        tx.put(Setting(id=_NAME, value=f"{way}|{titles}|{target}"))
        tx.put(Setting(id=_DIGEST, value=""))
    if way != "list":
        with suppress(OSError):
            due_list_path(vault.path, state_folder).unlink()
    refresh_reminders(vault, state_folder=state_folder, today=today)
    return tx.change


def refresh_reminders(
    vault: Vault, *, state_folder: Path | None = None, today: date | None = None
) -> bool:
    """Writes the file again where the dates changed; whether it did. Raises one sentence where
    it cannot be written."""
    chosen, day = reminding(vault), today or date.today()
    if chosen.way not in ("calendar", "list") or vault.read_only:
        return False
    since = day - timedelta(days=_OVERDUE_DAYS)
    rows = [r for r in all_deadlines(vault, day, with_plans=True) if r.end and r.end >= since]
    if chosen.way == "list":
        target = due_list_path(vault.path, state_folder)
        content = "".join(f"{row.end}\n" for row in rows).encode()
        same = content
        words = "Wrote the bare due dates outside the vault"
    else:
        target = Path(chosen.path)
        content = calendar_file(rows, titles=chosen.titles)
        # The stamp of the moment is no change of the dates.
        same = calendar_file(rows, titles=chosen.titles, at=datetime(2000, 1, 1, tzinfo=UTC))
        words = "Wrote the calendar file of your dates outside the vault"
    digest = hashlib.sha256(same).hexdigest()
    if digest == _setting(vault, _DIGEST) and target.exists():
        return False
    if chosen.way == "list":
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            raise KnownError(
                "The list of due dates could not be written; choose another way in Settings."
            ) from None
    write_out(vault, [(target, lambda: [content])], words)
    with vault.change("Dates written outside") as tx:
        tx.put(Setting(id=_DIGEST, value=digest))
    return True


def calendar_file(
    rows: list[DueRow], *, titles: str = "neutral", at: datetime | None = None
) -> bytes:
    """An iCalendar file (RFC 5545) with one all-day event a row and an alarm the day before.

    Neutral titles say nothing of the dispute. The identifier of an event stays while its row
    does, so that a calendar that reads the file again moves the event and adds no second one.
    Written here and not by a library, because those that write calendars also read them, and no
    reader of files may stand beside the keys.
    """
    stamp = (at or datetime.now(UTC)).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//OnRecord//Dates//EN", "METHOD:PUBLISH"]
    for row in rows:
        if row.end is None:
            continue
        title = f"{row.title}: {row.words}" if titles == "own" else NEUTRAL
        if not row.firm:
            title = f"{title} (not certain)"
        lines += [
            "BEGIN:VEVENT",
            f"UID:{hashlib.sha256(row.key.encode()).hexdigest()[:32]}@onrecord",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{row.end:%Y%m%d}",
            f"DTEND;VALUE=DATE:{row.end + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(title)}",
            "CLASS:PRIVATE",
            "TRANSP:TRANSPARENT",
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{_escaped(title)}",
            "TRIGGER:-PT15H",
            "END:VALARM",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) + b"\r\n" for line in lines)


def _escaped(text: str) -> str:
    plain = " ".join(text.split())
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> bytes:
    """At most 75 bytes a line, never cutting a character; what follows begins with a space."""
    pieces: list[bytes] = [b""]
    for char in line:
        one = char.encode("utf-8")
        if len(pieces[-1]) + len(one) > 74:
            pieces.append(b"")
        pieces[-1] += one
    return b"\r\n ".join(pieces)


def _setting(vault: Vault, name: str) -> str:
    found = vault.find(Setting, "id = ?", [name], limit=1)
    return found[0].value if found else ""
