"""Ask for an amount that is worked out; its formula stays with it and is printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.dispute import ClaimLine
from onrecord.domain.money import Money
from onrecord.domain.when import When
from onrecord.domain.worked_out import WorkedOut, interest, pro_rata, read_rate
from onrecord.errors import Refused
from onrecord.services.claim_lines import typed_money
from onrecord.services.derive import stored_date

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def add_pro_rata(
    vault: Vault, dispute_id: str, words: str, price: str, period: str, without: str, usual: str
) -> Change:
    """The part of a ``price`` for a ``period`` that falls on the days ``without`` what it was for;
    both as typed ("March 2026", "3 March 2026 to 11 March 2026"). Raises Refused naming the field.
    """
    said = " ".join(words.split())
    if not said:
        raise Refused("Say what the amount is for.", "words")
    whole = typed_money(price, usual, "price")
    first, last = _span(period, "period")
    began, ended = _span(without, "without")
    if not first <= began <= ended <= last:
        raise Refused("The days without it must lie within the days the price is for.", "without")
    made = pro_rata(whole, (ended - began).days + 1, (last - first).days + 1)
    days = f"{When.of_day(began).words()} to {When.of_day(ended).words()}"
    formula = f"{made.formula}. Without it: {days}"
    return _add(vault, dispute_id, said, "pro_rata", replace(made, formula=formula))


def add_interest(
    vault: Vault, line_id: str, percent: str, source: str, since: str, until: str
) -> Change:
    """Simple interest on an amount asked for; rate and source as the user knows them. Raises
    NotFound, Refused naming the field."""
    line = vault.get(ClaimLine, line_id)
    try:
        read_rate(percent)
    except ValueError as error:
        raise Refused(str(error), "percent") from None
    first, _ = _span(since, "since", "Write the day, like 3 February 2026.")
    _, last = _span(until, "until", "Write the day, like 3 February 2026.")
    try:
        made = interest(Money(line.amount_minor, line.currency), percent, first, last, source)
    except ValueError as error:
        said = str(error)
        raise Refused(said, "source" if said.startswith("Say where") else "until") from None
    return _add(vault, line.dispute_id, f"Interest on: {line.words}", "interest", made)


def _add(vault: Vault, dispute_id: str, words: str, kind: str, made: WorkedOut) -> Change:
    lines = vault.find(ClaimLine, "dispute_id = ?", [dispute_id])
    line = ClaimLine(
        dispute_id=dispute_id,
        position=max((one.position for one in lines), default=0) + 1,
        words=words,
        amount_minor=made.amount.minor,
        currency=made.amount.currency,
        kind=kind,
        formula=made.formula,
    )
    with vault.change("Added an amount") as tx:
        tx.insert(line)
    return replace(tx.change, result=line.id)


def _span(
    typed: str, path: str, how: str = "Write the days, like 3 March 2026 to 11 March 2026."
) -> tuple[date, date]:
    """The first and the last day of what was typed; ``how`` to write them. Raises Refused."""
    when = When(stored_date(typed, path))
    rough = "~" in when.text  # from what is known about only, nothing can be counted
    if rough or when.first_day is None or when.last_day is None:
        raise Refused(how, path)
    return when.first_day, when.last_day
