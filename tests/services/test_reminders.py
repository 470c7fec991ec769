"""Reminders leave the vault only as chosen, say no more than chosen, and are on record."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar

from onrecord.errors import Refused
from onrecord.services.diary import add_deadline, settle_date
from onrecord.services.due_list import due_list_path, read_due_list, say_due
from onrecord.services.last_visit import begin_visit
from onrecord.services.reminders import (
    asks_how_to_remind,
    choose_reminders,
    refresh_reminders,
    reminding,
)
from onrecord.services.views.deadlines import deadlines
from onrecord.vault.vault import Vault

DAY = date(2026, 3, 1)


def history(vault: Vault) -> list[str]:
    return [row["words"] for row in vault.query("SELECT words FROM custody ORDER BY seq")]


def test_it_asks_once_at_the_first_dated_deadline(vault: Vault, dispute: str) -> None:
    assert not asks_how_to_remind(vault, DAY)
    add_deadline(vault, dispute, "Send the form", "2026-03-14")
    assert asks_how_to_remind(vault, DAY)
    choose_reminders(vault, "none")
    assert not asks_how_to_remind(vault, DAY)


def test_a_calendar_file_is_neutral_and_written_again_when_dates_change(
    vault: Vault, dispute: str, folder: Path
) -> None:
    add_deadline(vault, dispute, "Send the form to Northline", "2026-03-14")
    file = folder / "dates.ics"
    choose_reminders(vault, "calendar", file, today=DAY)
    (event,) = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert str(event["summary"]) == "Something is due"
    assert event["dtstart"].dt == date(2026, 3, 14)
    assert b"Northline" not in file.read_bytes()
    assert "Wrote the calendar file of your dates outside the vault" in history(vault)
    assert not refresh_reminders(vault, today=DAY)
    add_deadline(vault, dispute, "Collect it", "2026-03-20")
    assert refresh_reminders(vault, today=DAY)
    events = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert len(events) == 2 and events[0]["uid"] == event["uid"]
    choose_reminders(vault, "calendar", file, "own", today=DAY)
    assert b"Northline" in file.read_bytes()


def test_another_reader_finds_the_very_words_however_long_or_odd(
    vault: Vault, dispute: str, folder: Path
) -> None:
    words = "Zählerstand; “größer”, \\ and more " + "äöü" * 40
    add_deadline(vault, dispute, words, "2026-03-14")
    choose_reminders(vault, "calendar", folder / "dates.ics", "own", today=DAY)
    content = (folder / "dates.ics").read_bytes()
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert str(event["summary"]) == f"Charged after cancelling: {words}"
    (alarm,) = event.walk("VALARM")
    assert alarm["trigger"].dt.total_seconds() == -15 * 3600


def test_the_plain_list_holds_days_and_nothing_else(
    vault: Vault, dispute: str, folder: Path
) -> None:
    add_deadline(vault, dispute, "Send the form to Northline", "2026-03-14")
    choose_reminders(vault, "list", state_folder=folder / "state", today=DAY)
    path = due_list_path(vault.path, folder / "state")
    assert path.read_text("utf-8") == "2026-03-14\n"
    assert "Mine" not in path.name
    assert "Wrote the bare due dates outside the vault" in history(vault)
    assert say_due(read_due_list(path), DAY) == "1 item due 14 March"
    (row,) = deadlines(vault, dispute, DAY)
    settle_date(vault, row, "met")
    refresh_reminders(vault, state_folder=folder / "state", today=DAY)
    assert read_due_list(path) == []
    choose_reminders(vault, "none", state_folder=folder / "state")
    assert not path.exists()


def test_a_calendar_file_inside_the_vault_is_refused(vault: Vault) -> None:
    with pytest.raises(Refused):
        choose_reminders(vault, "calendar", vault.path / "dates.ics")
    assert reminding(vault).way == ""


def test_what_a_locked_vault_can_say() -> None:
    days = [date(2026, 2, 1), date(2026, 3, 14), date(2026, 3, 14), date(2027, 1, 2)]
    assert say_due(days, DAY) == "1 item overdue, 2 items due 14 March"
    assert say_due([DAY], DAY) == "1 item due today"
    assert say_due(days[3:], DAY) == "1 item due 2 January 2027"
    assert say_due([], DAY) == ""


def test_what_passed_since_the_last_visit(vault: Vault, dispute: str) -> None:
    add_deadline(vault, dispute, "Send the form", "2026-03-05")
    add_deadline(vault, dispute, "Collect it", "2026-03-20")
    assert begin_visit(vault, DAY) is None
    assert begin_visit(vault, DAY) is None
    told = begin_visit(vault, date(2026, 3, 10))
    assert told is not None and told.since == DAY
    assert [row.words for row in told.passed] == ["Send the form"]
    assert begin_visit(vault, date(2026, 3, 11)) is None
