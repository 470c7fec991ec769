"""What this vault says of a body or a statute in place of what ships with the app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from onrecord.domain.record import Record


@dataclass(frozen=True, kw_only=True)
class AgencyOverride(Record):
    """``body`` is a whole entry by ``schemas/agency.schema.json``.

    ``origin`` says whether the user wrote it (``mine``, which always wins) or it came in an update
    file (``update``, which gives way to an app that ships a newer one). ``id`` is
    ``override_id(origin, agency_id)``, so that there is one of each. It is part of the history,
    because dates that go into a packet may rest on it.
    """

    TABLE: ClassVar[str] = "agency_override"

    agency_id: str = ""
    origin: str = "mine"
    body: dict[str, object]


def override_id(origin: str, agency_id: str) -> str:
    """The id of the row: ``mine:us-cfpb``."""
    return f"{origin}:{agency_id}"
