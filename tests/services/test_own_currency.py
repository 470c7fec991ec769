"""The currency an amount is in that was typed without a sign."""

from __future__ import annotations

import pytest

from onrecord.domain.dispute import Dispute
from onrecord.services.claim_lines import add_claim
from onrecord.services.edit_record import edit_record
from onrecord.services.own_currency import own_currency
from onrecord.vault.vault import Vault


@pytest.mark.parametrize(
    ("place", "currency"), [("DE", "EUR"), ("GB-SCT", "GBP"), ("AU-QLD", "AUD"), ("", "")]
)
def test_it_is_that_of_the_country(vault: Vault, dispute: str, place: str, currency: str) -> None:
    edit_record(vault, Dispute, dispute, place=place)
    assert own_currency(vault, dispute) == currency


def test_what_was_asked_for_goes_before_the_country_and_what_was_set_before_both(
    vault: Vault, dispute: str
) -> None:
    edit_record(vault, Dispute, dispute, place="GB-ENG")
    add_claim(vault, dispute, "Compensation", "€500.00", "GBP")
    assert own_currency(vault, dispute) == "EUR"
    edit_record(vault, Dispute, dispute, currency="USD")
    assert own_currency(vault, dispute) == "USD"
