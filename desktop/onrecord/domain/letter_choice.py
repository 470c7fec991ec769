"""Which letters fit where a dispute stands: a short list first, the rest behind it."""

from __future__ import annotations

from onrecord.domain.contact import Contact, Offer
from onrecord.domain.situation import Situation, broken_promises
from onrecord.domain.when import When

_MOST = 4


def fitting(
    situation: Situation,
    *,
    contact: Contact | None = None,
    offers: tuple[Offer, ...] = (),
    notices: tuple[str, ...] = (),
) -> tuple[str, ...]:
    """At most four ids of templates, the most fitting first.

    ``contact`` is the one the letter was asked for from; ``notices`` are the statutory ones whose
    place and kind of business fit the dispute.
    """
    found: list[str] = []
    spoke = [c for c in situation.contacts if c.kind in ("call", "visit", "chat") and not c.attempt]
    if contact is not None and contact.kind in ("call", "visit", "chat"):
        found.append("confirm_call")
    if situation.state == "closed":
        found.append("thanks")
    denials = [e for e in situation.events if e.kind in ("denied", "final_response", "rejected")]
    if any(o.state == "proposed" and o.side == "them" for o in offers):
        found += ["acceptance", "counter_offer"]
    if broken_promises(situation):
        found.append("follow_up")
    if denials:
        found += ["formal_complaint", "deadlock"]
    found += notices
    if not situation.contacts:
        found.append("complaint")
    else:
        newest = max(spoke, key=lambda c: c.dated, default=None)
        day = When(newest.dated).last_day if newest and newest.dated else None
        if day and (situation.today - day).days <= 1:
            found.append("confirm_call")
        found += ["follow_up", "complaint", "formal_complaint"]
    return tuple(dict.fromkeys(found))[:_MOST]
