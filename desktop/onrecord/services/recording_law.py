"""The law on recording a call between two places, from the data that ships with the app."""

from __future__ import annotations

import json
from functools import cache

from onrecord.bundled import resource
from onrecord.domain.recording_law import RecordingAdvice, RecordingRule, advice, rules_from_plain


@cache
def recording_rules() -> tuple[RecordingRule, ...]:
    """What ships with the app; a test has validated it."""
    return rules_from_plain(json.loads(resource("recording-law.json").read_text("utf-8")))


def recording_law(mine: str, theirs: str) -> RecordingAdvice:
    """What holds between two places, as typed or by their codes."""
    return advice(recording_rules(), mine, theirs)
