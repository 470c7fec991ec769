"""What a vault says of itself that holds one dispute, handed to an adviser."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, cast

SETTING = "handed_over"
"""The setting that holds it, as JSON."""
MODES = ("read", "merge")


@dataclass(frozen=True)
class HandedOver:
    """``mode`` is read (nothing can be changed in it) or merge (what is changed can be taken
    back). ``vault_id`` is where it comes from, ``when`` UTC, ``base`` the rows as they were then,
    table by table, in the form of a dispute's file."""

    mode: str
    vault_id: str
    dispute_id: str
    when: str
    base: dict[str, list[dict[str, Any]]]

    def to_text(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @staticmethod
    def from_text(text: str) -> HandedOver | None:
        """None where it is nothing of ours."""
        try:
            found: object = json.loads(text)
            return HandedOver(**cast("dict[str, Any]", found))
        except (ValueError, TypeError):
            return None


def to_read_only(text: str) -> bool:
    """Whether a vault with this setting was handed over to be read and no more."""
    found = HandedOver.from_text(text) if text else None
    return found is not None and found.mode == "read"
