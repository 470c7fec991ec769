"""Values in what a worker answers, taken only where they are what was agreed.

The worker has read a stranger's file: its answer is no more to be trusted than the file.
"""

from __future__ import annotations

import re

from onrecord.errors import Unreadable

UNUSABLE = "What came out of this file does not fit together, so it was not used."


def matching(value: object, form: str) -> str:
    """A text of the whole form ``form``, a pattern; raises Unreadable."""
    if not isinstance(value, str) or not re.fullmatch(form, value, re.ASCII):
        raise Unreadable(UNUSABLE)
    return value


def text(value: object, most: int) -> str:
    """The first ``most`` characters of a text; raises Unreadable."""
    if not isinstance(value, str):
        raise Unreadable(UNUSABLE)
    return value[:most]


def whole(value: object, most: int = 100_000_000) -> int:
    """A count from 0 to ``most``; raises Unreadable."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise Unreadable(UNUSABLE)
    return value
