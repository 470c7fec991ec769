"""Amounts are added from one line of typing, changed, and taken out as one step."""

from __future__ import annotations

import pytest

from onrecord.domain.dispute import ClaimLine
from onrecord.errors import Refused
from onrecord.services.claim_lines import add_claim, edit_claim, remove_lines
from onrecord.services.views.money import money
from onrecord.vault.vault import Vault


def test_amounts_in_two_currencies_are_never_added_across(vault: Vault, dispute: str) -> None:
    add_claim(vault, dispute, "charged after cancelling", "84.20", "GBP")
    add_claim(vault, dispute, "roaming", "€12", "GBP")
    add_claim(vault, dispute, "line rent I do owe", "10", "GBP")
    edit_claim(vault, vault.find(ClaimLine, order="position")[2].id, "GBP", undisputed=True)
    view = money(vault, dispute)
    assert [amount.words() for amount in view.asked] == ["£84.20", "€12.00"]
    assert [amount.words() for amount in view.undisputed] == ["£10.00"]


def test_what_cannot_be_read_is_refused_with_the_field(vault: Vault, dispute: str) -> None:
    with pytest.raises(Refused, match=r"84\.20") as refused:
        add_claim(vault, dispute, "a charge", "a lot", "GBP")
    assert refused.value.path == "amount"
    with pytest.raises(Refused) as refused:
        add_claim(vault, dispute, "  ", "84.20", "GBP")
    assert refused.value.path == "words"


def test_a_line_keeps_its_currency_when_only_the_figure_is_changed(
    vault: Vault, dispute: str
) -> None:
    line = add_claim(vault, dispute, "roaming", "€12", "GBP").result
    edit_claim(vault, line, "GBP", amount="15")
    assert vault.get(ClaimLine, line).currency == "EUR"
    assert vault.get(ClaimLine, line).amount_minor == 1500


def test_lines_go_and_come_back_as_one_step(vault: Vault, dispute: str) -> None:
    ids = [add_claim(vault, dispute, f"charge {n}", "1", "GBP").result for n in range(3)]
    change = remove_lines(vault, "claim_line", ids[:2])
    assert vault.count(ClaimLine, "dispute_id = ?", [dispute]) == 1
    vault.undo(change)
    assert vault.count(ClaimLine, "dispute_id = ?", [dispute]) == 3
