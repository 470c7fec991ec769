"""Change what was promised, how much, or by when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.domain.change import Change
from onrecord.domain.contact import Promise
from onrecord.domain.spoken_due import parse_due, refuse_earlier
from onrecord.errors import Refused
from onrecord.services.edit_record import edit_record
from onrecord.services.made_on import made_on
from onrecord.services.working_days import working_days_of

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def change_promise(vault: Vault, id: str, words: str = "", /, **values: Any) -> Change:
    """``due`` as typed, also counted from the day it was made ("14 March", "within ten days").

    Raises NotFound, or Refused naming the field: a promise is not due before it was made.
    """
    if typed := str(values.get("due", "")).strip():
        promise = vault.get(Promise, id)
        said_on = made_on(vault, promise)
        try:
            due = parse_due(typed, said_on, working_days_of(vault, promise.dispute_id))
            refuse_earlier(due.when, said_on)
        except (ValueError, OverflowError) as error:
            raise Refused(str(error), "due") from None
        values["due"] = due.when.text
    return edit_record(vault, Promise, id, words, **values)
