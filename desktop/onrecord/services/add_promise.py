"""A promise that stands in no call and no document: said in passing, or long ago."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.contact import Promise
from onrecord.domain.spoken_due import parse_due
from onrecord.errors import Refused
from onrecord.services.claim_lines import typed_money
from onrecord.services.working_days import working_days_of

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def add_promise(
    vault: Vault, dispute_id: str, words: str, amount: str = "", *, due: str = "", usual: str = ""
) -> Change:
    """``due`` as typed, also counted from today ("within 14 days"), which is kept in the words;
    ``usual`` is the currency of an amount that names none. ``Change.result`` is its id.

    Raises Refused naming words, amount or due.
    """
    said = " ".join(words.split())
    money = typed_money(amount, usual) if amount.strip() else None
    if not said and money is None:
        raise Refused("Say what they promised.", "words")
    try:
        by = parse_due(due, date.today(), working_days_of(vault, dispute_id))
    except (ValueError, OverflowError) as error:
        raise Refused(str(error), "due") from None
    if by.quoted and by.words not in said:
        said = f"{said}, {by.quoted}".lstrip(", ")
    promise = Promise(
        dispute_id=dispute_id,
        words=said,
        amount_minor=money.minor if money else None,
        currency=money.currency if money else "",
        due=by.when.text,
    )
    with vault.change("Added a promise") as tx:
        tx.insert(promise)
    return replace(tx.change, result=promise.id)
