"""Rows of statements are suggested by amount first; the rest says which is likelier."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from onrecord.domain.matching import Target, matches
from onrecord.domain.money import Money
from onrecord.domain.movement import Movement

REFUND = Target(
    "the money back", Money(8420, "GBP"), promise_id="p",
    since=date(2026, 3, 1), due=date(2026, 3, 14),
)  # fmt: skip


def row(number: int, dated: str, words: str = "", minor: int = 8420, **more: str) -> Movement:
    currency = more.pop("currency", "GBP")
    return Movement("e", number, dated, Money(minor, currency), words=words, **more)  # pyright: ignore[reportArgumentType]


def numbers(rows: list[Movement], *names: str) -> list[int]:
    return [m.movement.number for m in matches(rows, [REFUND], names)]


def test_the_row_that_names_the_company_is_likelier_than_the_other() -> None:
    rows = [row(1, "2026-03-16", "GROCER"), row(2, "2026-03-20", "NORTHLIN TELEC REF")]
    assert numbers(rows, "Northline Telecom (sample)") == [2] or numbers(rows, "Northlin") == [2]


def test_rows_that_fit_alike_are_both_asked_about() -> None:
    rows = [row(1, "2026-03-16", "NORTHLINE"), row(2, "2026-03-17", "NORTHLINE")]
    assert numbers(rows, "Northline") == [1, 2]


def test_money_that_came_before_it_was_promised_is_not_it() -> None:
    assert numbers([row(1, "2026-02-27", "NORTHLINE")], "Northline") == []


def test_money_that_went_the_other_way_is_not_it() -> None:
    assert numbers([row(1, "2026-03-16", flow="out")]) == []
    assert numbers([row(1, "2026-03-16", flow="in")]) == [1]


def test_one_row_that_fits_two_things_alike_asks_which() -> None:
    twins = [Target(f"fee {n}", Money(500, "GBP"), claim_line_id=str(n)) for n in range(2)]
    (match,) = matches([row(1, "2026-03-16", minor=500)], twins)
    assert set(match.targets) == set(twins)


def test_a_reference_number_counts_however_it_is_spaced() -> None:
    rows = [row(1, "2026-03-16"), row(2, "2026-03-16", "REF 0012-3456 78")]
    (match,) = matches(rows, [REFUND], (), ["0012 3456 78"])
    assert match.movement.number == 2
    assert "has the number 0012 3456 78" in match.reasons


@given(st.lists(st.tuples(st.integers(1, 100), st.sampled_from(["GBP", "EUR"])), max_size=20))
def test_no_other_amount_and_no_other_currency_is_ever_suggested(
    rows: list[tuple[int, str]],
) -> None:
    made = [row(n, "2026-03-16", minor=m, currency=c) for n, (m, c) in enumerate(rows)]
    target = Target("x", Money(50, "GBP"))
    found = matches(made, [target])
    assert {m.movement.number for m in found} == {
        one.number for one in made if one.amount == Money(50, "GBP")
    }
