"""What happened, in the order it happened, with its silences."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from onrecord.domain.chronology import (
    Entry,
    Silence,
    Wait,
    after_contact,
    after_step,
    in_order,
    with_silences,
)
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


def days_of(rows: list[Entry | Silence]) -> list[int]:
    return [row.days for row in rows if isinstance(row, Silence)]


def word(dated: str, wait: Wait) -> Entry:
    return Entry("contact", dated, When(dated), dated, wait=wait)


def test_nobody_is_silent_who_owes_no_word() -> None:
    call = word("2025-03-06", Wait())
    asked = word("2026-07-20", after_step("asked"))
    no = word("2026-08-03", after_step("denied"))
    voicemail = word("2026-08-19", after_contact("voicemail", "in", promised=False))
    rows = with_silences([call, asked, no, voicemail], until=date(2026, 12, 1))
    assert days_of(rows) == [13], "after the complaint, and not after they refused"
    assert isinstance(rows[2], Silence)


def test_who_promised_or_was_written_to_owes_a_word_and_who_took_a_call_does_not() -> None:
    assert after_contact("call", "out", promised=True).asks
    assert after_contact("email", "in", promised=True).asks
    assert after_contact("letter", "out", promised=False).asks
    assert after_contact("call", "out", promised=False) == Wait()
    assert after_step("served").asks and after_step("decided").answers


def test_a_silence_counts_from_a_day_that_is_printed_above_it() -> None:
    month = word("2025-03", Wait(asks=True))
    later = word("2025-06-02", Wait(asks=True))
    assert days_of(with_silences([month, later])) == [], "from which day of March is not known"
    between = word("2025-03-06", Wait(asks=True))
    assert days_of(with_silences([month, between, later])) == [], "the month may be later"
    assert days_of(with_silences([between, later])) == [87]


@given(st.lists(st.dates(date(2020, 1, 1), date(2021, 1, 1)), max_size=20))
def test_no_entry_is_lost_or_doubled(days: list[date]) -> None:
    entries = [entry(d.isoformat(), i, str(i)) for i, d in enumerate(days)]
    rows = [r for r in with_silences(entries) if isinstance(r, Entry)]
    assert sorted(r.id for r in rows) == sorted(e.id for e in entries)
    assert [r.when.text for r in rows] == sorted(r.when.text for r in rows)
