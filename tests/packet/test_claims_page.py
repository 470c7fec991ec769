"""The page of amounts: what is asked, what came back, what is still owed, exact and apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.packet.content import BundleContent, Cite, ClaimRow, CreditRow, Options
from onrecord.packet.typeset import typeset
from packet.made_up import COMPLAINT, included, texts

MONEY = replace(
    COMPLAINT,
    parts=("claims",),
    claims=(
        ClaimRow("TV, February", "GBP", 8420, citations=(Cite("A1", 2),)),
        ClaimRow(
            "Nine days without service",
            "GBP",
            871,
            formula="£30.00 × 9 ÷ 31 days = £8.71 (rounded from 8.7097)",
        ),
        ClaimRow("Hotel", "NZD", 48185, original="US$268.94"),
        ClaimRow("Line rental", "GBP", 1000, undisputed=True),
    ),
    credits=(CreditRow("2026-03-16", "TV, February", "GBP", 4000, (Cite("A1", 1),)),),
)


@pytest.fixture(scope="module")
def page() -> str:
    pdf = typeset(MONEY, included(MONEY)).pdf
    return " ".join(next(text for text in texts(pdf) if "Amounts I ask for" in text).split())


def test_what_came_back_and_what_is_still_owed_are_printed(page: str) -> None:
    assert "Total in GBP £92.91" in page
    assert "What came back" in page
    assert "16 March 2026" in page
    assert "Still owed in GBP £92.91 asked for, £40.00 came back £52.91" in page


def test_in_large_print_what_came_back_keeps_its_words_on_a_line() -> None:
    fee = "Monthly charge on the bill of 26 September"
    credit = CreditRow("2026-11-16", fee, "GBP", 1000, (Cite("A1", 1),))
    content = replace(MONEY, credits=(credit,), options=Options(large=True))
    lines = "\n".join(texts(typeset(content, included(content)).pdf)).splitlines()
    assert any("charge on" in line for line in lines)


def test_a_worked_out_amount_shows_its_formula(page: str) -> None:
    assert "£30.00 × 9 ÷ 31 days = £8.71 (rounded from 8.7097)" in page


def test_another_currency_stands_beside_and_in_no_sum(page: str) -> None:
    assert "not added: US$268.94" in page
    assert "Total in NZD NZ$481.85" in page
    assert page.count("268.94") == 1


def test_what_i_agree_i_owe_is_apart_from_what_i_ask_for(page: str) -> None:
    before, after = page.split("What I agree I owe")
    assert "Line rental" not in before
    assert "Line rental £10.00" in after


def test_more_than_was_asked_for_is_said_so() -> None:
    content: BundleContent = replace(
        MONEY,
        claims=(ClaimRow("Fee", "GBP", 1000),),
        credits=(CreditRow("2026-03", "Fee", "GBP", 1200), CreditRow("2026-03", "Fee", "EUR", 5)),
    )
    said = " ".join(" ".join(texts(typeset(content, included(content)).pdf)).split())
    assert "More than was asked for in GBP" in said
    assert "£2.00" in said
    assert "Came back in EUR €0.05" in said


def test_a_citation_of_a_credit_leads_to_its_page() -> None:
    assert Cite("A1", 1) in MONEY.cites(printed=True)
