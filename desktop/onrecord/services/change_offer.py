"""Change what was offered, how much, or until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.domain.change import Change
from onrecord.domain.contact import Offer
from onrecord.domain.spoken_due import parse_due, refuse_earlier
from onrecord.errors import Refused
from onrecord.services.edit_record import edit_record
from onrecord.services.made_on import made_on
from onrecord.services.working_days import working_days_of

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def change_offer(vault: Vault, id: str, words: str = "", /, **values: Any) -> Change:
    """``expires`` as typed, also counted from the day it was made ("within ten days").

    Raises NotFound, or Refused naming the field: an offer is not over before it was made.
    """
    if typed := str(values.get("expires", "")).strip():
        offer = vault.get(Offer, id)
        day = made_on(vault, offer)
        try:
            until = parse_due(typed, day, working_days_of(vault, offer.dispute_id))
            refuse_earlier(until.when, day, "offered")
        except (ValueError, OverflowError) as error:
            raise Refused(str(error), "expires") from None
        values["expires"] = until.when.text
    return edit_record(vault, Offer, id, words, **values)
