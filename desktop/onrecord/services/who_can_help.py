"""Who could help with a dispute, worked out from its place, its sector and what happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain import eligibility
from onrecord.domain.contact import Contact
from onrecord.domain.counterparty import Counterparty
from onrecord.domain.dispute import ClaimLine, Dispute
from onrecord.domain.held import held_by
from onrecord.domain.matter_answer import NOT_KNOWN
from onrecord.domain.money import Money
from onrecord.domain.place import parse_place
from onrecord.domain.starts import starts_of
from onrecord.domain.track import StageEvent, Track
from onrecord.domain.when import When
from onrecord.services.agency_directory import agencies
from onrecord.services.who_can_help_answers import answers_of, days_of, price_of
from onrecord.services.working_days import working_days

if TYPE_CHECKING:
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
    counterparty_id: str = "",
    leave_out: str = "",
) -> eligibility.Matter:
    """What the rules look at. ``track_id`` narrows it to the steps of one track, and
    ``counterparty_id`` to those against one company; ``more`` are dates given by hand, by codes of
    ``agency_words.EVENTS``; ``leave_out`` is a step that is not looked at. What is given goes
    before what the user answered. Raises NotFound.

    What is asked for counts only where it is in one currency: nothing is added across two.
    """
    dispute = vault.get(Dispute, dispute_id)
    where, args = "track_id IN (SELECT id FROM track WHERE dispute_id = ?)", [dispute_id]
    if track_id:
        where, args = f"{where} AND track_id = ?", [*args, track_id]
    if counterparty_id:
        where += " AND track_id IN (SELECT id FROM track WHERE counterparty_id = ?)"
        args = [*args, counterparty_id]
    if leave_out:
        where, args = f"{where} AND id != ?", [*args, leave_out]
    line = vault.find(Track, "id = ?", [track_id], limit=1)
    against = counterparty_id or (line[0].counterparty_id if line else "")
    said = answers_of(vault, dispute_id, against)
    events = vault.find(StageEvent, where, args, order="dated, created_at, id")
    contacts = [
        contact
        for contact in vault.find(Contact, _OF_DISPUTE, [dispute_id], order="dated, id")
        if said.get(f"complained:{contact.id}") != "no"
        and (not counterparty_id or contact.counterparty_id in ("", counterparty_id))
    ]
    dates: dict[str, When | tuple[When, ...]] = {
        code.removeprefix("event:"): days_of(value)
        for code, value in said.items()
        if code.startswith("event:") and value not in (NOT_KNOWN, "no")
    }
    lines = vault.find(Track, "dispute_id = ? AND agency_id != ''", [dispute_id], order="rowid")
    noticed = _noticed(vault, lines, [event.track_id for event in events])
    return eligibility.Matter(
        today,
        parse_place(dispute.place),
        dispute.sector,
        starts_of(events, contacts, {**dates, **(more or {})}, noticed),
        _claimed(vault, dispute_id),
        price or _price(said),
        company_country or _country(vault, counterparty_id or dispute.counterparty_id),
        {**{c: v == "yes" for c, v in said.items() if v in ("yes", "no")}, **(answers or {})},
        frozenset(id for id, one in held_by(lines, events).items() if not one.decided),
    )


def who_can_help(vault: Vault, matter: eligibility.Matter) -> tuple[eligibility.Option, ...]:
    """An option for every entry of the directory, the most useful first."""
    return eligibility.who_can_help(agencies(vault), matter, working_days(matter.place))


def _price(said: Mapping[str, str]) -> Money | None:
    value = said.get("price", NOT_KNOWN)
    return None if value == NOT_KNOWN else price_of(value)


def _country(vault: Vault, counterparty_id: str) -> str:
    found = vault.find(Counterparty, "id = ?", [counterparty_id], limit=1)
    return parse_place(found[0].place).country if found else ""


def _noticed(vault: Vault, rows: list[Track], track_ids: Iterable[str]) -> frozenset[str]:
    """Tracks on which what is sent is itself the notice that the law or the scheme asks for."""
    there = set(track_ids)
    chosen = {row.agency_id for row in rows if row.id in there}
    if not chosen:
        return frozenset()
    notices = {one.id for one in agencies(vault) if one.id in chosen and one.kind == "notice"}
    return frozenset(row.id for row in rows if row.agency_id in notices)


def _claimed(vault: Vault, dispute_id: str) -> Money | None:
    lines = vault.find(ClaimLine, "dispute_id = ? AND undisputed = 0", [dispute_id])
    currencies = {line.currency for line in lines if line.currency}
    if len(currencies) != 1:
        return None
    return Money(sum(line.amount_minor for line in lines if line.currency), currencies.pop())
