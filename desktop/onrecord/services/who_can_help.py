"""Who could help with a dispute, worked out from its place, its sector and what happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain import eligibility
from onrecord.domain.contact import Contact
from onrecord.domain.dispute import ClaimLine, Dispute
from onrecord.domain.money import Money
from onrecord.domain.place import parse_place
from onrecord.domain.starts import starts_of
from onrecord.domain.track import StageEvent
from onrecord.services.agency_directory import agencies
from onrecord.services.working_days import working_days

if TYPE_CHECKING:
    from onrecord.domain.when import When
    from onrecord.vault.vault import Vault

_OF_DISPUTE = (
    "id IN (SELECT contact_id FROM dispute_contact WHERE dispute_id = ?) AND trashed_at = ''"
)


def matter_of(
    vault: Vault,
    dispute_id: str,
    today: date,
    *,
    track_id: str = "",
    more: Mapping[str, When] | None = None,
    price: Money | None = None,
    company_country: str = "",
    answers: Mapping[str, bool] | None = None,
) -> eligibility.Matter:
    """What the rules look at. ``track_id`` narrows it to the steps of one track; ``more`` are
    dates given by hand, by codes of ``agency_words.EVENTS``. Raises NotFound.

    What is asked for counts only where it is in one currency: nothing is added across two.
    """
    dispute = vault.get(Dispute, dispute_id)
    where, args = "track_id IN (SELECT id FROM track WHERE dispute_id = ?)", [dispute_id]
    if track_id:
        where, args = f"{where} AND track_id = ?", [*args, track_id]
    events = vault.find(StageEvent, where, args, order="dated, created_at, id")
    contacts = vault.find(Contact, _OF_DISPUTE, [dispute_id], order="dated, id")
    return eligibility.Matter(
        today,
        parse_place(dispute.place),
        dispute.sector,
        starts_of(events, contacts, more),
        _claimed(vault, dispute_id),
        price,
        company_country,
        answers or {},
    )


def who_can_help(vault: Vault, matter: eligibility.Matter) -> tuple[eligibility.Option, ...]:
    """An option for every entry of the directory, the most useful first."""
    return eligibility.who_can_help(agencies(vault), matter, working_days(matter.place))


def _claimed(vault: Vault, dispute_id: str) -> Money | None:
    lines = vault.find(ClaimLine, "dispute_id = ? AND undisputed = 0", [dispute_id])
    currencies = {line.currency for line in lines if line.currency}
    if len(currencies) != 1:
        return None
    return Money(sum(line.amount_minor for line in lines if line.currency), currencies.pop())
