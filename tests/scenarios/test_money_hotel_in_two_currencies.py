"""Scenario 5: a hotel charged in US dollars and paid in New Zealand ones; the bank gives it back."""

from __future__ import annotations

import pytest

from onrecord.domain.dispute import ClaimLine
from onrecord.domain.evidence import Evidence
from onrecord.domain.ledger import LedgerEntry
from onrecord.errors import Refused
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.claim_lines import add_claim
from onrecord.services.ledger import record_row
from onrecord.services.open_dispute import open_dispute
from onrecord.services.read_documents import read_documents
from onrecord.services.views.matches import statement_rows
from onrecord.services.views.money import money
from onrecord.services.workshop import Workshop
from onrecord.vault.vault import Vault

STATEMENT = (
    "Date,Details,Amount (NZD),Type,Original amount,Original currency\n"
    "24/04/2025,GROCER (sample),61.10,D,,\n"
    "25/04/2025,LAKESIDE HOTEL (sample),481.85,D,268.94,USD\n"
    "28/11/2025,HARBOUR BANK (sample) OMBUDSMAN REFUND,481.85,C,,\n"
    "28/11/2025,HARBOUR BANK (sample) SERVICE PAYMENT,100.00,C,,\n"
)


@pytest.fixture
def dispute(vault: Vault) -> str:
    return open_dispute(vault, "Harbour Bank (sample)", "Chargeback for the hotel declined").result


@pytest.fixture
def statement(workshop: Workshop, dispute: str) -> str:
    file = Pasted("card.csv", STATEMENT.encode())
    (id,) = attach_files(workshop.vault, [file], dispute_id=dispute).added
    read_documents(workshop.vault, workshop.reader, [id])
    return id


def test_two_currencies_of_one_transaction_are_kept_apart_and_never_added(
    vault: Vault, dispute: str
) -> None:
    line = add_claim(vault, dispute, "Two rooms instead of one", "NZ$481.85 (US$268.94)", "NZD")
    kept = vault.get(ClaimLine, line.result)
    assert (kept.amount_minor, kept.currency) == (48185, "NZD")
    assert (kept.original_minor, kept.original_currency) == (26894, "USD")
    view = money(vault, dispute)
    assert [amount.words() for amount in view.asked] == ["NZ$481.85"]
    assert [one.claimed.words() for one in view.balances] == ["NZ$481.85"]


def test_the_same_currency_twice_is_no_second_currency(vault: Vault, dispute: str) -> None:
    with pytest.raises(Refused, match="another currency"):
        add_claim(vault, dispute, "Two rooms", "481.85 (268.94)", "NZD")


def test_a_statement_row_is_matched_by_amount_and_day_and_the_claim_stands_on_it(
    vault: Vault, dispute: str, statement: str
) -> None:
    line = add_claim(vault, dispute, "Two rooms instead of one", "NZ$481.85 (US$268.94)", "NZD")
    assert vault.get(Evidence, statement).kind == "statement"
    found = statement_rows(vault, dispute)
    charge = next(one for one in found.matches if not one.targets[0].coming)
    assert charge.movement.dated == "2025-04-25"
    assert charge.movement.original is not None
    assert charge.movement.original.words() == "US$268.94"
    record_row(
        vault,
        dispute,
        statement,
        charge.movement.number,
        claim_line_id=charge.targets[0].claim_line_id,
    )
    (claim,) = money(vault, dispute).claims
    assert claim.owed is not None and claim.owed.words() == "NZ$481.85", (
        "a charge pays nothing back"
    )
    (place,) = claim.shown
    assert (place.evidence_id, place.page) == (statement, 1) and place.rect
    assert vault.find(LedgerEntry)[0].original_minor == 26894
    assert line.result == claim.line.id


def test_refund_and_service_payment_are_two_items_and_their_sum_is_exact(
    vault: Vault, dispute: str, statement: str
) -> None:
    rooms = add_claim(vault, dispute, "Two rooms instead of one", "481.85", "NZD").result
    service = add_claim(vault, dispute, "Service payment", "100", "NZD").result
    found = statement_rows(vault, dispute)
    coming = {
        one.targets[0].claim_line_id: one.movement.number
        for one in found.matches
        if one.targets[0].coming
    }
    record_row(vault, dispute, statement, coming[rooms], claim_line_id=rooms)
    record_row(vault, dispute, statement, coming[service], claim_line_id=service)
    view = money(vault, dispute)
    assert [one.amount.words() for one in view.entries] == ["NZ$481.85", "NZ$100.00"]
    (balance,) = view.balances
    assert balance.back.words() == "NZ$581.85"
    assert balance.owed.minor == 0
