"""Columns that follow from others, filled in one place whoever writes the row."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar, cast

from onrecord.domain.contact import Contact
from onrecord.domain.counterparty import AccountRef, search_form
from onrecord.domain.record import Record
from onrecord.domain.typed_when import parse_when
from onrecord.domain.when import When
from onrecord.errors import Refused

R = TypeVar("R", bound=Record)

_DATES = ("dated", "due", "expires", "settled_when", "sent_when")


def derived(record: R) -> R:
    """The record with its search forms and its instant filled in."""
    if isinstance(record, AccountRef):
        return cast("R", replace(record, digits=search_form(record.value)))
    if isinstance(record, Contact):
        state = record.reference_state
        if record.reference:
            state = "given"
        elif state == "given":
            state = "unknown"
        return cast(
            "R",
            replace(
                record,
                dated_utc=When(record.dated).utc(record.zone),
                reference_digits=search_form(record.reference),
                reference_state=state,
            ),
        )
    return record


def typed(values: dict[str, Any]) -> dict[str, Any]:
    """Field values with dates as they are stored; raises Refused naming the field."""
    made = dict(values)
    for name in _DATES:
        if isinstance(made.get(name), str):
            made[name] = stored_date(made[name], name)
    return made


def stored_date(text: str, path: str = "dated") -> str:
    """``14 March 2026`` as ``2026-03-14``; what is stored already stays as it is."""
    try:
        return parse_when(text).text
    except ValueError as error:
        raise Refused(str(error), path) from None
