"""What one side proposed to settle it: written down, answered with another, settled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.contact import Contact, Offer
from onrecord.domain.spoken_due import parse_due, refuse_earlier
from onrecord.domain.when import When
from onrecord.errors import Refused
from onrecord.services.claim_lines import typed_money
from onrecord.services.derive import stored_date
from onrecord.services.made_on import whole_day
from onrecord.services.working_days import working_days_of

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

STATES = ("proposed", "countered", "accepted", "declined", "expired")


def add_offer(
    vault: Vault,
    dispute_id: str,
    words: str,
    amount: str = "",
    *,
    side: str = "them",
    expires: str = "",
    usual: str = "",
    contact_id: str = "",
) -> Change:
    """``expires`` as typed, also counted from the day of the call ("within 14 days").

    Raises Refused naming words, amount, expires or side.
    """
    made = _offer(vault, dispute_id, words, amount, side, expires, usual, contact_id)
    with vault.change("Added an offer") as tx:
        tx.insert(made)
    return replace(tx.change, result=made.id)


def counter_offer(
    vault: Vault, id: str, words: str, amount: str = "", *, expires: str = "", usual: str = ""
) -> Change:
    """The answer of the other side to an offer, which is countered by it; one step of undo."""
    offer = vault.get(Offer, id)
    if offer.state not in ("proposed", "expired"):
        raise Refused("Only an offer that is open can be countered.", "state")
    side = "me" if offer.side == "them" else "them"
    made = _offer(
        vault, offer.dispute_id, words, amount, side, expires, offer.currency or usual, ""
    )
    made = replace(made, counters_id=id)
    with vault.change("Countered an offer") as tx:
        tx.patch(Offer, id, state="countered", settled_when=date.today().isoformat())
        tx.insert(made)
    return replace(tx.change, result=made.id)


def set_least(vault: Vault, id: str, amount: str, usual: str = "") -> Change:
    """The least I would accept, for my own eyes; empty takes it away. In the offer's currency."""
    offer = vault.get(Offer, id)
    least, currency = None, offer.currency
    if amount.strip():
        money = typed_money(amount, offer.currency or usual, "least")
        if offer.currency and money.currency != offer.currency:
            raise Refused(f"Write it in {offer.currency}, as the offer is.", "least")
        least, currency = money.minor, money.currency
    with vault.change("Noted the least I would accept") as tx:
        tx.patch(Offer, id, least_minor=least, currency=currency)
    return replace(tx.change, result=id)


def settle_offer(vault: Vault, id: str, state: str, when: str = "") -> Change:
    """Marks it countered, accepted, declined or expired, with the day; ``proposed`` takes that
    back. Raises Refused for an offer that has expired and is accepted all the same."""
    if state not in STATES:
        raise Refused("An offer is proposed, countered, accepted, declined or expired.", "state")
    offer = vault.get(Offer, id)
    settled = "" if state == "proposed" else stored_date(when, "settled_when")
    last, day = When(offer.expires).last_day, When(settled).first_day
    if state == "accepted" and last and day and day > last:
        raise Refused(
            f"It ended on {When.of_day(last).words()}; ask them to make it again.", "state"
        )
    words = "Offer open again" if state == "proposed" else f"Offer marked {state}"
    with vault.change(words) as tx:
        tx.patch(Offer, id, state=state, settled_when=settled)
    return replace(tx.change, result=id)


def _offer(
    vault: Vault, dispute_id: str, words: str, amount: str, side: str, expires: str, usual: str,
    contact_id: str,
) -> Offer:  # fmt: skip
    said = " ".join(words.split())
    if side not in ("me", "them"):
        raise Refused("Say who offers it: I, or they.", "side")
    money = typed_money(amount, usual) if amount.strip() else None
    if not said and money is None:
        raise Refused("Say what is offered.", "words")
    contacts = vault.find(Contact, "id = ?", [contact_id], limit=1)
    said_on = When(contacts[0].dated).first_day if contacts else date.today()
    try:
        until = ""
        if expires.strip():
            until = parse_due(expires, said_on, working_days_of(vault, dispute_id)).when.text
        refuse_earlier(When(until), whole_day(contacts[0].dated) if contacts else None, "offered")
    except (ValueError, OverflowError) as error:
        raise Refused(str(error), "expires") from None
    return Offer(
        dispute_id=dispute_id,
        contact_id=contact_id,
        side=side,
        words=said,
        amount_minor=money.minor if money else None,
        currency=money.currency if money else "",
        expires=until,
    )
