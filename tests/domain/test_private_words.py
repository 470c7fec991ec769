"""What a text shows that a stranger need not read; and the same words however they are written."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.domain.private_words import private_in, telling_in
from onrecord.domain.same_words import Plain, holds, squashed, without


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Account no. 0012 3456 78 of", "account_number", "0012 3456 78"),
        ("Customer ID: NX-99812", "account_number", "NX-99812"),
        ("Sort code 12-34-56", "account_number", "12-34-56"),
        ("IBAN GB82 WEST 1234 5698 7654 32", "account_number", "GB82 WEST 1234 5698 7654 32"),
        ("card 4242 4242 4242 4242", "card_number", "4242 4242 4242 4242"),
        ("write to jo.doe@mail.example now", "email", "jo.doe@mail.example"),
        ("12 March +1 202-555-0143 3 min", "phone", "+1 202-555-0143"),
        ("(202) 555-0199 called", "phone", "(202) 555-0199"),
        ("020 7946 0123 4 min", "phone", "020 7946 0123"),
        ("at 12 Harbour Street, Springfield", "address", "12 Harbour Street"),
        ("London SW1A 1AA", "address", "SW1A 1AA"),
        ("Dear Mrs Ann Roe-Smith,", "name", "Ann Roe-Smith"),
        ("paid by JANE  ROE today", "name", "JANE  ROE"),
    ],
)
def test_it_is_found(text: str, kind: str, words: str) -> None:
    assert (kind, words) in [(one.kind, one.words) for one in private_in(text, ["Jane Roe"])]


@pytest.mark.parametrize(
    "text",
    [
        "Bill of 16 March 2026, total 1,234.56",
        "From 2026-03-01 to 2026-03-31",
        "Account balance 84.20",
        "customer service, 24 hours",
        "Invoice 12345678",
        "Page 1 of 12",
        "4471 0098 2213",
    ],
)
def test_it_is_nobodys_business_to_hide(text: str) -> None:
    assert private_in(text) == []


def test_what_names_somebody_is_hidden_everywhere_and_days_and_sums_are_not() -> None:
    assert telling_in("Account no. 0012 3456 78 due 16.03.2026 84.20") == ["0012 3456 78"]
    assert telling_in("Invoice (12345678) 2026-03-14 1,234,567.89") == ["12345678"]
    assert telling_in("Monthly charge") == []


@pytest.mark.parametrize(
    "text", ["4471 0098 2213", "4471-0098-2213", "447100982213", "4471\n0098 2213", "x4471 00982213y",
             "４４７１ 0098 2213", "44\xad71 0098\x02\n2213"],
)  # fmt: skip
def test_a_number_is_the_same_however_it_is_written(text: str) -> None:
    assert holds(f"before {text} after", "4471 0098 2213")


def test_a_short_word_is_found_by_itself_only() -> None:
    assert holds("by Ann, today", "ann")
    assert not holds("annual", "Ann")
    assert holds("the of\ufb01ce", "office")


def test_words_are_replaced_once_where_they_overlap() -> None:
    assert without("a 12345678 b", ["12345678", "2345678"], "#") == "a # b"
    assert without("nothing", ["12345678"], "#") == "nothing"


@given(st.text(), st.text(alphabet="0123456789 -", min_size=1))
def test_what_was_replaced_is_not_found_again(text: str, words: str) -> None:
    made = without(f"{text} {words} {text}", [words], "[removed]")
    assert not Plain(made).find(words)
    assert not squashed(words) or "[removed]" in made


@given(st.text())
def test_any_text_can_be_searched(text: str) -> None:
    found = private_in(text, [text[:6]], [text[:9]])
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(one.words == text[one.start : one.end] for one in found)
