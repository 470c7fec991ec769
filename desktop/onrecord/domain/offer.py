"""Where an offer stands today, and whether it reaches the least I would accept."""

from __future__ import annotations

from datetime import date

from onrecord.domain.contact import Offer
from onrecord.domain.money import Money
from onrecord.domain.when import When


def offer_state(offer: Offer, today: date) -> str:
    """As it is marked; one that nobody settled is ``expired`` once its last day has passed."""
    last = When(offer.expires).last_day if offer.expires else None
    if offer.state == "proposed" and last is not None and last < today:
        return "expired"
    return offer.state


def against_least(offer: Offer) -> str:
    """One sentence on an offer of theirs beside the least I would accept; empty where either is
    not a sum."""
    if offer.side != "them" or offer.least_minor is None or offer.amount_minor is None:
        return ""
    least = Money(offer.least_minor, offer.currency)
    short = offer.least_minor - offer.amount_minor
    if short > 0:
        missing = Money(short, offer.currency).words()
        return f"{missing} below the least you would accept ({least.words()})."
    return f"It reaches the least you would accept ({least.words()})."
