"""What was promised for a time that is no day yet."""

from __future__ import annotations

import pytest

from onrecord.domain.open_due import names_no_day


@pytest.mark.parametrize(
    "said",
    [
        "within one to two billing cycles", "on your next bill", "1-2 statements", "ASAP",
        "10 business days", "as soon as the part is here", "once the claim is closed",
    ],
)  # fmt: skip
def test_a_time_that_hangs_on_something_else_is_kept_in_words(said: str) -> None:
    assert names_no_day(said)


@pytest.mark.parametrize(
    "said", ["14 Marhc", "3/4/2026 on the bill", "next bill of 2026-13-40", ""]
)
def test_a_slip_in_a_date_is_still_told(said: str) -> None:
    assert not names_no_day(said)
