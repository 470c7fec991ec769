"""Card, identity and account numbers and dates of birth are found, and other numbers are not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.domain.private_numbers import luhn, private_numbers


def kinds(text: str, *accounts: str) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in private_numbers(text, accounts)]


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("SSN 123-45-6789 on file", "identity_number", "123-45-6789"),
        ("Social Security Number: 123 45 6789", "identity_number", "123 45 6789"),
        ("ssn: 123456789", "identity_number", "123456789"),
        ("NI number QQ 12 34 56 C", "identity_number", "QQ 12 34 56 C"),
        ("AB123456C", "identity_number", "AB123456C"),
        ("SIN: 046 454 286", "identity_number", "046 454 286"),
        ("Tax file number 123 456 782", "identity_number", "123 456 782"),
        ("Passport no. 123456789", "identity_number", "123456789"),
        ("Driver license TX 01234567. Born", "identity_number", "TX 01234567"),
        ("Driver's license no. TX-01234567", "identity_number", "TX-01234567"),
        ("Driving licence MORGA657054SM9IJ", "identity_number", "MORGA657054SM9IJ"),
        ("Date of birth: 14/03/1980", "birth_date", "14/03/1980"),
        ("DOB 1980-03-14", "birth_date", "1980-03-14"),
        ("D.O.B. 14 March 1980", "birth_date", "14 March 1980"),
        ("born on March 14, 1980 in", "birth_date", "March 14, 1980"),
        ("Visa 4111 1111 1111 1111 exp", "card_number", "4111 1111 1111 1111"),
        ("card 5500-0000-0000-0004", "card_number", "5500-0000-0000-0004"),
        ("Amex 378282246310005", "card_number", "378282246310005"),
        ("Account number 000123456789", "account_number", "000123456789"),
        ("Account No. 12 3456 78", "account_number", "12 3456 78"),
        ("Member ID: NHP 448 201 77", "account_number", "NHP 448 201 77"),
        ("Policy number: AB-99231-7", "account_number", "AB-99231-7"),
        ("Your customer no. 5512881", "account_number", "5512881"),
    ],
)
def test_it_is_found(text: str, kind: str, number: str) -> None:
    assert (kind, number) in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "SSN XXX-XX-6789",
        "card **** **** **** 1111",
        "Reference 4111 1111 1111 1112",  # the check digit is another
        "0000 0000 0000 0000",
        "Call 202-555-0143 or 020 7946 0018",
        "Bill of 14/03/2026, £84.20",
        "We are in this business: see you on 14 March 2026",
        "Account 0012 3456 78",
        "Our membership of 120000 people",
        "This policy is from 2026",
        "Customer number: none",
        "order 000-12-3456",
    ],
)
def test_it_is_none(text: str) -> None:
    assert kinds(text) == []


def test_an_account_is_found_as_it_is_known_however_it_is_spaced() -> None:
    text = "Account 0012 3456 78, paid by 00123456 78-"
    assert kinds(text, "0012345678") == [
        ("account_number", "0012 3456 78"),
        ("account_number", "00123456 78"),
    ]
    assert kinds("it is 12", "12") == []


@given(st.text(alphabet="0123456789", min_size=12, max_size=15))
def test_one_check_digit_fits_and_no_other(body: str) -> None:
    assert sum(luhn(body + d) for d in "0123456789") == 1


@given(st.text())
def test_any_text_can_be_searched(text: str) -> None:
    ends = [(one.start, one.end) for one in private_numbers(text, [text[:8]])]
    assert all(a[1] <= b[0] for a, b in pairwise(ends))
    assert all(one.text == text[one.start : one.end] for one in private_numbers(text))
