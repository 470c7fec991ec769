"""Amounts I ask for: add one from a line of typing, change it, take lines out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from onrecord.domain.change import Change
from onrecord.domain.dispute import ClaimLine, DesiredOutcome
from onrecord.domain.money import Money
from onrecord.domain.typed_amount import read_amount
from onrecord.errors import BugError, Refused

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_LINES = {cls.TABLE: cls for cls in (ClaimLine, DesiredOutcome)}


def add_claim(vault: Vault, dispute_id: str, words: str, typed: str, usual: str) -> Change:
    """At the end of the list; ``typed`` is the amount, in the ``usual`` currency where it names
    none, and may have the same amount in another currency behind it: ``NZ$481.85 (US$268.94)``.
    Raises Refused naming words or amount."""
    said = _words(words)
    amount, original = typed_amounts(typed, usual)
    lines = vault.find(ClaimLine, "dispute_id = ?", [dispute_id])
    line = ClaimLine(
        dispute_id=dispute_id,
        position=max((one.position for one in lines), default=0) + 1,
        words=said,
        amount_minor=amount.minor,
        currency=amount.currency,
        original_minor=original.minor if original else None,
        original_currency=original.currency if original else "",
    )
    with vault.change("Added an amount") as tx:
        tx.insert(line)
    return replace(tx.change, result=line.id)


def edit_claim(vault: Vault, id: str, usual: str, **values: Any) -> Change:
    """``words``, ``amount`` as typed, or ``undisputed``. Raises NotFound, Refused."""
    line = vault.get(ClaimLine, id)
    made: dict[str, Any] = dict(values)
    if "words" in made:
        made["words"] = _words(made["words"])
    if "amount" in made:
        amount, original = typed_amounts(made.pop("amount"), line.currency or usual)
        made.update(
            amount_minor=amount.minor,
            currency=amount.currency,
            original_minor=original.minor if original else None,
            original_currency=original.currency if original else "",
        )
        if amount != Money(line.amount_minor, line.currency or usual):
            # What it was worked out from does not lead to this figure any more.
            made.update(formula="", kind="charge" if line.formula else line.kind)
    with vault.change("Changed an amount") as tx:
        tx.patch(ClaimLine, id, **made)
    return replace(tx.change, result=id)


def remove_lines(vault: Vault, table: str, ids: Sequence[str]) -> Change:
    """Takes out amounts or wishes of one table as one step."""
    if table not in _LINES:
        raise BugError(f"{table} has no lines")
    count = len(ids)
    with vault.change(f"Took out {count} {'line' if count == 1 else 'lines'}") as tx:
        for id in ids:
            tx.remove(_LINES[table], id)
    return tx.change


def typed_amounts(typed: str, usual: str) -> tuple[Money, Money | None]:
    """The amount of a field and, in brackets behind it, the same in the currency of the purchase.
    Raises Refused with a sentence."""
    found = re.fullmatch(r"(.*\d.*?)\s*\(([^()]*)\)\s*", typed, re.DOTALL)
    if found is None:
        return typed_money(typed, usual), None
    amount, original = typed_money(found[1], usual), typed_money(found[2], usual)
    if original.currency == amount.currency:
        raise Refused("In brackets stands the same amount in another currency.", "amount")
    return amount, original


def typed_money(typed: str, usual: str, path: str = "amount") -> Money:
    """The amount of a field. Raises Refused with a sentence."""
    try:
        return read_amount(typed, usual)
    except ValueError as error:
        said = str(error)
        plain = said.startswith(("Write", "That"))
        raise Refused(said if plain else "Write an amount like 84.20.", path) from None


def _words(words: str) -> str:
    said = " ".join(words.split())
    if not said:
        raise Refused("Say what the amount is for.", "words")
    return said
