"""Change what was promised, how much, or by when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.domain.change import Change
from onrecord.domain.contact import Contact, Promise
from onrecord.domain.spoken_due import parse_due, refuse_earlier
from onrecord.domain.when import When
from onrecord.errors import Refused
from onrecord.services.edit_record import edit_record

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def change_promise(vault: Vault, id: str, words: str = "", **values: Any) -> Change:
    """``due`` as typed, also counted from the day of its call ("14 March", "within ten days").

    Raises NotFound, or Refused naming the field: a promise is not due before its call.
    """
    if typed := str(values.get("due", "")).strip():
        contact_id = vault.get(Promise, id).contact_id
        call = When(vault.get(Contact, contact_id).dated if contact_id else "")
        said_on = call.first_day if call.precision in ("day", "minute") else None
        try:
            due = parse_due(typed, said_on)
            refuse_earlier(due.when, said_on)
        except (ValueError, OverflowError) as error:
            raise Refused(str(error), "due") from None
        values["due"] = due.when.text
    return edit_record(vault, Promise, id, words, **values)
