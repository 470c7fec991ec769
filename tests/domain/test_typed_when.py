"""A date is read as people write it; nothing is added to it, and it is said back."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.domain.typed_when import parse_when
from onrecord.domain.when import When


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("mid-January 2026", "mid-January 2026"),
        ("middle of Jan. 2026", "mid-January 2026"),
        ("early March 2026", "early March 2026"),
        ("late march 2026", "late March 2026"),
        ("End of May 2026", "the end of May 2026"),
        ("beginning of May, 2026", "the start of May 2026"),
        ("early 2026", "early 2026"),
        ("early to mid March 2026", "March 2026"),
        ("spring 2026", "spring 2026"),
        ("fall of 2025", "autumn 2025"),
        ("winter 2025/26", "winter 2025/26"),
        ("Q1 2026", "January 2026 to March 2026"),
        ("third quarter of 2025", "July 2025 to September 2025"),
        ("second half of 2025", "July 2025 to December 2025"),
        ("around 3 March 2026", "about 3 March 2026"),
        ("c. March 2026", "about March 2026"),
        ("some time around the 3rd of March 2026", "about 3 March 2026"),
        ("3 March 2026 or so", "about 3 March 2026"),
        ("between 3 and 9 March 2026", "3 March 2026 to 9 March 2026"),
        ("between 3 March and 9 April 2026", "3 March 2026 to 9 April 2026"),
        ("March 3-9, 2026", "3 March 2026 to 9 March 2026"),
        ("3–9 March 2026", "3 March 2026 to 9 March 2026"),
        ("3 or 4 March 2026", "3 March 2026 to 4 March 2026"),
        ("late March to mid-April 2026", "March 2026 to April 2026"),
        ("week of 4 March 2026", "2 March 2026 to 8 March 2026"),
        ("sometime in March 2026", "March 2026"),
        ("Tuesday, 3 March 2026", "3 March 2026"),
        ("the 3rd of March 2026 at 9.30", "3 March 2026, 09:30"),
        ("3-Mar-2026", "3 March 2026"),
        ("2026/03/14", "14 March 2026"),
        ("03/2026", "March 2026"),
        ("14. März 2026", "14 March 2026"),
        ("1er août 2026", "1 August 2026"),
        ("3 de marzo de 2026", "3 March 2026"),
        ("Donnerstag, 20. August 2026 um 14.30 Uhr", "20 August 2026, 14:30"),
        ("mercredi 15 juillet 2026 à 18h05", "15 July 2026, 18:05"),
        ("5 mai 2026 16 h 42", "5 May 2026, 16:42"),
        ("3 juli 2026 om 10.15 uur", "3 July 2026, 10:15"),
        ("20.08.2026, 14 Uhr", "20 August 2026, 14:00"),
    ],
)
def test_what_people_write_is_read_and_said_back(typed: str, said: str) -> None:
    read = parse_when(typed)
    assert read.words() == said
    assert parse_when(said) == parse_when(read.text) == parse_when(read.short()) == read


def test_what_is_said_roughly_is_no_single_day() -> None:
    mid = parse_when("mid-January 2026")
    assert mid.precision == "range"
    assert (mid.first_day, mid.last_day) == (date(2026, 1, 11), date(2026, 1, 20))
    about = parse_when("about 3 March 2026")
    assert about.first_day and about.last_day and about.first_day < date(2026, 3, 3)
    assert about.last_day > date(2026, 3, 3)


def test_which_months_are_spring_is_not_guessed() -> None:
    spring = parse_when("spring 2026")
    assert (spring.first_day, spring.last_day) == (date(2026, 1, 1), date(2026, 12, 31))


def test_rough_dates_take_their_place_among_the_others() -> None:
    typed = ["30 March 2026", "late March 2026", "about 12 March 2026", "mid-March 2026",
             "2 March 2026", "March 2026", "spring 2026"]  # fmt: skip
    ordered = sorted(map(parse_when, typed), key=lambda when: when.sort_key)
    assert [when.words() for when in ordered] == [
        "spring 2026", "March 2026", "2 March 2026", "mid-March 2026", "about 12 March 2026",
        "late March 2026", "30 March 2026",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "asks"),
    [
        ("end of May", "Write the year too, as in end of May 2026"),
        ("14 March", "Write the year too, as in 14 March 2026"),
        ("14/03/26", "Write the year in full"),
        ("03/04/2026", "That may be 3 April or 4 March. Write the month as a word"),
        ("03/07/2026 10:00", "That may be 3 July or 7 March. Write the month as a word"),
        ("3-7-2026 at 10 am", "That may be 3 July or 7 March. Write the month as a word"),
        ("31/02/2026 10:00", "There is no such day"),
        ("Monday 3 March 2026", "3 March 2026 is a Tuesday"),
        ("3 March 2026 around 2 pm", "Write the day alone, or its time without around"),
        ("13 July around 6pm", "Write the year too, as in 13 July 2026"),
        ("13 July 2026 around 6pm", "14 March 2026 6 pm"),
        ("around 13 July 2026 at 6pm", "Write the day alone"),
        ("9 March 2026 to 3 March 2026", "Write the earlier date first"),
        ("March 2026 9:30", "Write a date like"),
        ("before March 2026", "Write a date like"),
    ],
)
def test_what_is_not_clear_is_asked_in_a_sentence(typed: str, asks: str) -> None:
    with pytest.raises(ValueError, match=asks):
        parse_when(typed)


@pytest.mark.parametrize("wrong", ["2026-01-11~mid", "2026/2026~soon", "2026-03-01T10:00/2026~mid"])
def test_no_other_form_is_stored(wrong: str) -> None:
    with pytest.raises(ValueError, match="not a date"):
        When(wrong)


@pytest.mark.parametrize(
    ("stored", "short"),
    [
        ("2026-03-12/2026-03-14", "12–14 Mar 2026"),
        ("2026-02-28/2026-03-03", "28 Feb – 3 Mar 2026"),
        ("2025-12-30/2026-01-02", "30 Dec 2025 – 2 Jan 2026"),
        ("2011-05/2011-09", "May – Sep 2011"),
        ("2026-01-11/2026-01-20~mid", "mid-Jan 2026"),
    ],
)
def test_a_column_shows_both_ends_of_a_range(stored: str, short: str) -> None:
    assert When(stored).short() == short
