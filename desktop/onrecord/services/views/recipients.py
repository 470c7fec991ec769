"""Whom a packet can be for: the bodies that fit first, then the company's own rungs, then a court,
then the user's own sets of parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.counterparty import Counterparty
from onrecord.domain.dispute import Dispute
from onrecord.domain.packet import PacketProfile
from onrecord.domain.packet_profile import profile_for
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


def recipients(
    vault: Vault, dispute_id: str, today: date | None = None
) -> tuple[tuple[RecipientChoice, ...], tuple[RecipientChoice, ...]]:
    """The choices in view, and the other bodies behind them."""
    dispute = vault.get(Dispute, dispute_id)
    matter = matter_of(vault, dispute_id, today or date.today())
    options = who_can_help(vault, matter) if matter.place.country and matter.sector else ()
    fitting = [_body(one) for one in options if one.verdict in _STATUS]
    fitting = [one for one in fitting if one.profile != ""]
    found = vault.find(Counterparty, "id = ?", [dispute.counterparty_id], limit=1)
    company = found[0].name if found and found[0].name else "The company"
    own = [
        RecipientChoice("own", one.name, "your own set", profile=one.profile, set_id=one.id)
        for one in vault.find(PacketProfile, "name != ''", order="name, id")
    ]
    rungs = (
        RecipientChoice(
            "company", f"{company}: a supervisor", "one page, three documents", "", "supervisor"
        ),
        RecipientChoice(
            "company", f"{company}: formal complaint", "letter, both sides, amounts", "", "formal"
        ),
    )
    court: tuple[RecipientChoice, ...] = ()
    if not any(one.kind == "court" for one in fitting[:BEST]):
        court = (
            RecipientChoice(
                "court", "Small claims court", "letter before claim, then all of it", "",
                "small_claims",
            ),
        )  # fmt: skip
    return (*fitting[:BEST], *rungs, *court, *own), tuple(fitting[BEST:])


def _body(option: Option) -> RecipientChoice:
    agency = option.agency
    kind = "court" if agency.kind == "court" else "body"
    note = _STATUS[option.verdict]
    profile = "" if agency.kind == "report_only" else profile_for(agency)
    return RecipientChoice(kind, agency.name, note, agency.id, profile)
