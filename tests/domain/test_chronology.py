"""What happened, in the order it happened, with its silences."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from onrecord.domain.chronology import Entry, Silence, in_order, with_silences
from onrecord.domain.when import When


def entry(text: str, position: int = 0, name: str = "") -> Entry:
    return Entry("fact", name or text, When(text), text, position)


def test_same_day_items_keep_the_users_order() -> None:
    rows = [
        entry("2022-11-11", 2, "booking"),
        entry("2022-11-11", 1, "call"),
        entry("2022-11-11", 0, "chat"),
    ]
    assert [r.id for r in in_order(rows)] == ["chat", "call", "booking"]


def test_undated_comes_last_and_a_month_before_its_days() -> None:
    rows = [entry(""), entry("2011-05-02"), entry("2011-05")]
    assert [r.when.text for r in in_order(rows)] == ["2011-05", "2011-05-02", ""]


def test_a_long_gap_is_shown_as_silence() -> None:
    rows = with_silences([entry("2026-03-01"), entry("2026-03-14"), entry("2026-03-16")])
    assert [r.days for r in rows if isinstance(r, Silence)] == [12]
    assert isinstance(rows[1], Silence)


def test_a_month_leaves_no_room_for_an_invented_silence() -> None:
    rows = with_silences([entry("2011-05"), entry("2011-06-05")])
    assert not [r for r in rows if isinstance(r, Silence)]


def test_silence_runs_up_to_today() -> None:
    rows = with_silences([entry("2026-03-01"), entry("")], until=date(2026, 3, 31))
    assert isinstance(rows[1], Silence) and rows[1].days == 29


def test_days_still_to_come_are_no_silence_yet() -> None:
    today = date(2026, 3, 20)
    call, due = entry("2026-03-19"), entry("2026-04-03")
    assert with_silences([call, due], until=today) == [call, due]
    rows = with_silences([entry("2026-03-01"), due], until=today)
    assert [row.days for row in rows if isinstance(row, Silence)] == [18]


def test_a_photo_is_no_word_it_neither_begins_a_silence_nor_ends_one() -> None:
    photos = [Entry("evidence", d, When(d), d, speaks=False) for d in ("2011-09-03", "2026-01-20")]
    assert with_silences(photos, until=date(2026, 3, 1)) == photos
    told = [entry("2026-01-10"), entry("2026-02-10")]
    rows = with_silences([*photos, *told])
    days = [(r.days if isinstance(r, Silence) else r.when.text) for r in rows]
    assert days == ["2011-09-03", "2026-01-10", 30, "2026-01-20", "2026-02-10"]


def test_nobody_kept_silent_after_a_bill_from_before_the_first_word() -> None:
    papers = [Entry("evidence", d, When(d), d, opens=False) for d in ("2024-12-04", "2026-09-02")]
    assert with_silences(papers, until=date(2026, 11, 22)) == papers
    asked = entry("2026-09-07")
    rows = with_silences([*papers, asked], until=date(2026, 10, 1))
    assert rows[:3] == [*papers, asked]
    later = Entry("evidence", "late", When("2026-09-25"), "a bill", opens=False)
    days = [r.days for r in with_silences([*papers, asked, later]) if isinstance(r, Silence)]
    assert days == [17], "after the first word every paper ends a silence"


@given(st.lists(st.dates(date(2020, 1, 1), date(2021, 1, 1)), max_size=20))
def test_no_entry_is_lost_or_doubled(days: list[date]) -> None:
    entries = [entry(d.isoformat(), i, str(i)) for i, d in enumerate(days)]
    rows = [r for r in with_silences(entries) if isinstance(r, Entry)]
    assert sorted(r.id for r in rows) == sorted(e.id for e in entries)
    assert [r.when.text for r in rows] == sorted(r.when.text for r in rows)
