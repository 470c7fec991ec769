"""What the user said of a dispute because the rules of a body ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from onrecord.domain.record import Record

NOT_KNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class MatterAnswer(Record):
    """``code`` is that of a ``matter.Question``; ``value`` is ``yes``, ``no``, a When text (several
    with ``;`` between where each wrong charge has its own), an amount in minor units with its
    currency (``20000 GBP``), or ``NOT_KNOWN``. A place, the kind of matter and a complaint have
    rows of their own.
    """

    TABLE: ClassVar[str] = "matter_answer"

    dispute_id: str = ""
    code: str = ""
    value: str = ""
