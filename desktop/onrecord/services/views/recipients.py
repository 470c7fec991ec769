"""Whom a packet can be for: the bodies that fit first, then the company's own rungs, then a court,
then the user's own sets of parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.counterparty import Counterparty
from onrecord.domain.dispute import Dispute
from onrecord.domain.held import Held, held_by
from onrecord.domain.packet import PacketProfile
from onrecord.domain.packet_profile import profile_for
from onrecord.domain.track import StageEvent, Track
from onrecord.services.views.help import status_words
from onrecord.services.who_can_help import matter_of, who_can_help

if TYPE_CHECKING:
    from onrecord.domain.eligibility import Option
    from onrecord.vault.vault import Vault

BEST = 3
_STATUS = {
    "now": "takes it now",
    "perhaps": "perhaps: something is not known yet",
    "later": "later: something must come first",
    "expired": "too late, as far as is known",
}

_RUNGS = (
    ("supervisor", "a supervisor", "one page, three documents"),
    ("formal", "formal complaint", "letter, both sides, amounts"),
)


@dataclass(frozen=True)
class RecipientChoice:
    """``kind`` is body, company, court or own; the ids as in ``packet_for.Recipient``. ``note``
    says in a few words what it is and whether it is time."""

    kind: str
    name: str
    note: str = ""
    agency_id: str = ""
    profile: str = ""
    set_id: str = ""
    company_id: str = ""


def recipients(
    vault: Vault, dispute_id: str, today: date | None = None
) -> tuple[tuple[RecipientChoice, ...], tuple[RecipientChoice, ...]]:
    """The choices in view, and the other bodies behind them."""
    dispute = vault.get(Dispute, dispute_id)
    matter = matter_of(vault, dispute_id, today or date.today())
    options = who_can_help(vault, matter) if matter.place.country and matter.sector else ()
    held = held_by(
        vault.find(
            Track,
            "dispute_id = ? AND counterparty_id IN ('', ?)",
            [dispute_id, dispute.counterparty_id],
            order="rowid",
        ),
        vault.find(
            StageEvent, "track_id IN (SELECT id FROM track WHERE dispute_id = ?)", [dispute_id]
        ),
    )
    fitting = [_body(one, held.get(one.agency.id)) for one in options if one.verdict in _STATUS]
    fitting = [one for one in fitting if one.profile != ""]
    own = [
        RecipientChoice("own", one.name, "your own set", profile=one.profile, set_id=one.id)
        for one in vault.find(PacketProfile, "name != ''", order="name, id")
    ]
    rungs = [
        RecipientChoice("company", f"{name}: {what}", note, "", profile, company_id=id)
        for id, name in _companies(vault, dispute)
        for profile, what, note in _RUNGS
    ]
    court: tuple[RecipientChoice, ...] = ()
    if not any(one.kind == "court" for one in fitting[:BEST]):
        court = (
            RecipientChoice(
                "court", "Small claims court", "letter before claim, then all of it", "",
                "small_claims",
            ),
        )  # fmt: skip
    return (*fitting[:BEST], *rungs, *court, *own), tuple(fitting[BEST:])


def _companies(vault: Vault, dispute: Dispute) -> list[tuple[str, str]]:
    """Ids and names of the company the dispute began with, whose id is left out, and of others that
    steps run against."""
    found = vault.find(Counterparty, "id = ?", [dispute.counterparty_id], limit=1)
    rows = vault.query(
        "SELECT DISTINCT c.id, c.name FROM track t JOIN counterparty c ON c.id = t.counterparty_id"
        " WHERE t.dispute_id = ? AND t.agency_id = '' AND c.id != ? AND c.name != ''"
        " ORDER BY t.rowid",
        [dispute.id, dispute.counterparty_id],
    )
    first = found[0].name if found and found[0].name else "The company"
    return [("", first), *((row["id"], row["name"]) for row in rows)]


def _body(option: Option, held: Held | None) -> RecipientChoice:
    agency = option.agency
    kind = "court" if agency.kind == "court" else "body"
    note = status_words(option, held) if held else _STATUS[option.verdict]
    profile = "" if agency.kind == "report_only" else profile_for(agency)
    return RecipientChoice(kind, agency.name, note, agency.id, profile)
