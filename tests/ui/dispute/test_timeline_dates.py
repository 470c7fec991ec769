"""How a line of the timeline says when it was: as exactly as it is known, and to its end."""

from __future__ import annotations

import pytest

from onrecord.domain.when import When
from onrecord.ui.dispute.timeline_tab import day_of, with_headings


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("2026-03-16", "16 Mon"),
        ("2026-03-16T14:21", "16 Mon"),
        ("2026-03", "March"),
        ("2026", "2026"),
        ("2026-03-12/2026-03-14", "12–14 Mar"),
        ("2026-02-28/2026-03-03", "28 Feb–3 Mar"),
        ("2025-12-30/2026-01-02", "30 Dec–2 Jan"),
        ("2011-05/2011-09", "May–Sep"),
        ("2010/2011", "2010–2011"),
        ("2026-03-11/2026-03-20~mid", "mid-Mar"),
        ("2026-03-03/2026-03-03~about", "about 3 Mar"),
        ("2025-11/2026-03~winter", "winter"),
        ("", ""),
    ],
)
def test_the_date_of_a_line_is_as_exact_as_it_is_known(stored: str, shown: str) -> None:
    assert day_of(When(stored)) == shown


def test_what_lasted_several_months_stands_under_all_of_them() -> None:
    dates = ["2026-03-16", "2026-03-12/2026-03-14", "2026-03-11/2026-03-20~mid", "2011-09-30",
             "2011-05/2011-09", "2011-05", "2011/2011~spring", "2011", ""]  # fmt: skip
    keys, between = with_headings([("fact", when, when) for when in dates], "Day not known")
    shown = [between[n].text if n in between else id for n, (_, id) in enumerate(keys)]
    assert shown == [
        "March 2026", *dates[:3], "September 2011", dates[3], "May 2011 to September 2011",
        dates[4], "May 2011", dates[5], "2011", *dates[6:8], "Day not known", "",
    ]  # fmt: skip
