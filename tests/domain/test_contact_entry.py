"""What the form of a call or message means."""

from __future__ import annotations

from datetime import datetime

import pytest

from onrecord.domain.contact_entry import ContactEntry, is_going_on

NOW = datetime(2026, 3, 1, 14, 21)


@pytest.mark.parametrize(
    ("entry", "going_on"),
    [
        (ContactEntry(dated="2026-03-01T14:21"), True),
        (ContactEntry(dated="2026-03-01T14:00"), True),
        (ContactEntry(dated="2026-03-01T14:00", duration_s=600), False),
        (ContactEntry(dated="2026-03-01T12:00", duration_s=10_000), True),
        (ContactEntry(dated="2026-03-01T09:00"), False),
        (ContactEntry(dated="2026-03-01T15:00"), False),
        (ContactEntry(dated="2026-02-03T14:21"), False),
        (ContactEntry(dated="2026-03-01"), True),
        (ContactEntry(dated="2026-03"), False),
        (ContactEntry(dated=""), False),
        (ContactEntry(kind="email", dated="2026-03-01T14:21"), False),
        (ContactEntry(kind="chat", dated="2026-03-01T14:21"), True),
    ],
)
def test_only_while_a_talk_goes_on_is_the_time_of_writing_that_of_the_words(
    entry: ContactEntry, going_on: bool
) -> None:
    assert is_going_on(entry, NOW) is going_on
