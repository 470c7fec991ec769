"""What is asked, what came back, what is owed: exact, each currency by itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.domain.balance import awaits_credit, balances, came_back_for
from onrecord.domain.contact import Promise
from onrecord.domain.dispute import ClaimLine
from onrecord.domain.ledger import LedgerEntry

CODES = st.sampled_from(["GBP", "EUR", "JPY"])
AMOUNTS = st.integers(0, 10**15)
LINES = st.builds(ClaimLine, amount_minor=AMOUNTS, currency=CODES, undisputed=st.booleans())
ENTRIES = st.builds(
    LedgerEntry,
    amount_minor=AMOUNTS,
    currency=CODES,
    direction=st.sampled_from(["refunded", "credited", "charged", "paid"]),
)


@given(st.lists(LINES), st.lists(ENTRIES))
def test_every_sum_is_exact_and_no_currency_reaches_another(
    lines: list[ClaimLine], entries: list[LedgerEntry]
) -> None:
    for one in balances(lines, entries):
        code = one.claimed.currency
        asked = sum(x.amount_minor for x in lines if x.currency == code and not x.undisputed)
        back = sum(
            x.amount_minor
            for x in entries
            if x.currency == code and x.direction in ("refunded", "credited")
        )
        assert (one.claimed.minor, one.back.minor, one.owed.minor) == (asked, back, asked - back)
        assert {one.back.currency, one.owed.currency, one.undisputed.currency} == {code}


@given(st.lists(LINES, min_size=1))
def test_what_i_agree_i_owe_is_in_no_claim(lines: list[ClaimLine]) -> None:
    agreed = sum(x.amount_minor for x in lines if x.undisputed)
    found = balances(lines, [])
    assert sum(one.undisputed.minor for one in found) == agreed
    assert sum(one.claimed.minor for one in found) == sum(x.amount_minor for x in lines) - agreed


def test_money_in_another_currency_pays_no_line_back() -> None:
    line = ClaimLine(amount_minor=100, currency="GBP")
    euro = LedgerEntry(amount_minor=100, currency="EUR", claim_line_id=line.id)
    assert came_back_for(line, [euro]) == 0


def test_a_promise_of_money_waits_for_all_of_it_and_for_something_that_shows_it() -> None:
    promise = Promise(amount_minor=8420, currency="GBP")

    def entry(minor: int, evidence: str = "e", currency: str = "GBP") -> LedgerEntry:
        return LedgerEntry(
            promise_id=promise.id, amount_minor=minor, currency=currency, evidence_id=evidence
        )

    assert awaits_credit(promise, [])
    assert awaits_credit(promise, [entry(8419)])
    assert awaits_credit(promise, [entry(8420, evidence="")]), "written down by hand only"
    assert awaits_credit(promise, [entry(8420, currency="EUR")])
    assert not awaits_credit(promise, [entry(8400), entry(20)])
    assert not awaits_credit(Promise(words="A letter"), []), "no money was promised"
