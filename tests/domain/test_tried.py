"""What was tried, in sentences that claim no more than is on record."""

from __future__ import annotations

from onrecord.domain.contact import Contact
from onrecord.domain.times import zone_words
from onrecord.domain.tried import tried


def test_messages_kept_as_documents_are_said_beside_the_channels() -> None:
    call = Contact(kind="call", direction="out", dated="2026-03-01")
    assert tried([call], written=5).sentences() == (
        "Channels tried: 1 call.",
        "5 emails, letters and messages are among the documents.",
    )
    assert tried([], written=1).sentences() == (
        "One email, letter or message is among the documents.",
    )


def test_text_messages_with_one_number_on_two_days_pass_nobody_on() -> None:
    days = [
        Contact(kind="message", direction="in", dated=day, thread_id="t", number="+16145550177")
        for day in ("2026-10-19T21:05", "2026-10-20T15:20")
    ]
    assert tried(days).sentences() == ()
    call = Contact(kind="call", direction="out", dated="2026-10-21T09:00", thread_id="t")
    assert tried([*days, call]).passed_on == 1, "a call joined to them is one"


def test_a_zone_is_named_as_it_is_read() -> None:
    said = {"Etc/UTC": "UTC", "+02:00": "UTC+02:00", "America/New_York": "America/New York"}
    assert {name: zone_words(name) for name in said} == said
