"""Files as other programs write them; every name and number is invented."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime
from pathlib import Path

NORTHLINE = "020 7946 0123"


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def messages(*told: tuple[str, str, str, str]) -> str:
    """(number, UTC like 2026-03-01T14:21, in or out, words) as SMS Backup & Restore has it."""
    lines = ["<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>",
             f'<smses count="{len(told)}" backup_set="1" type="full">']  # fmt: skip
    for number, at, way, words in told:
        moment = datetime.strptime(at, "%Y-%m-%dT%H:%M").replace(tzinfo=UTC)
        ms = calendar.timegm(moment.timetuple()) * 1000
        kind = 1 if way == "in" else 2
        lines.append(
            f'<sms protocol="0" address="{number}" date="{ms}" type="{kind}" subject="null"'
            f' body="{words}" read="1" contact_name="(Unknown)" />'
        )
    return "\n".join([*lines, "</smses>"])


def event(words: str, starts: str, more: str = "") -> str:
    return f"BEGIN:VEVENT\r\nUID:{abs(hash(words))}@x\r\n{starts}\r\nSUMMARY:{words}\r\n{more}END:VEVENT\r\n"


def calendar_of(*events: str, program: str = "-//Somebody//EN") -> str:
    head = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:{program}\r\n"
    return head + "".join(events) + "END:VCALENDAR\r\n"
