"""Rows the vault keeps for itself; no bundle cites them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from onrecord.domain.record import Record


@dataclass(frozen=True, kw_only=True)
class Setting(Record):
    """``id`` is the setting's name."""

    TABLE: ClassVar[str] = "setting"
    CITABLE: ClassVar[bool] = False

    value: str = ""


@dataclass(frozen=True, kw_only=True)
class Draft(Record):
    """Half-written input, saved as it is typed; ``body`` is what stood in the form."""

    TABLE: ClassVar[str] = "draft"
    CITABLE: ClassVar[bool] = False

    kind: str = "contact"
    dispute_id: str = ""
    body: dict[str, object]


@dataclass(frozen=True, kw_only=True)
class PendingExport(Record):
    """A hidden ``.part`` file beside an export's target; the next unlock removes what is left.

    It is in the history, so that each time something readable leaves the vault is on record.
    """

    TABLE: ClassVar[str] = "pending_export"

    path: str = ""


@dataclass(frozen=True, kw_only=True)
class Tombstone(Record):
    """What was deleted for good; ``object_id`` is unlinked after this row is on disk."""

    TABLE: ClassVar[str] = "tombstone"

    of_table: str = ""
    of_id: str = ""
    object_id: str = ""
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Exit(Record):
    """Something readable left the vault other than as a file: copied to the clipboard, opened in
    another program. ``words`` say what was done, never what it said; the row stands in the
    history for good.
    """

    TABLE: ClassVar[str] = "exit"

    words: str = ""
    of_table: str = ""
    of_id: str = ""
