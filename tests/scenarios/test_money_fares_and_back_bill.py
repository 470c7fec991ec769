"""Scenarios 3 and 6: fares in Canadian dollars, and a back-bill of which a part is agreed."""

from __future__ import annotations

from onrecord.domain.balance import Balance
from onrecord.domain.money import Money
from onrecord.packet.content import Frozen
from onrecord.services.bundle_content import bundle_content
from onrecord.services.claim_lines import add_claim, edit_claim
from onrecord.services.ledger import record_by_hand
from onrecord.services.open_dispute import open_dispute
from onrecord.services.start_packet import start_packet
from onrecord.services.views.money import money
from onrecord.vault.vault import Vault


def test_the_fares_stay_in_their_currency_whatever_the_computer_s_is(vault: Vault) -> None:
    dispute = open_dispute(vault, "Maple Air (sample)", "Refund the chatbot promised").result
    for words, amount in (("Outbound ticket", "CAD 794.98"), ("Return ticket", "845.38 CAD")):
        add_claim(vault, dispute, words, amount, "GBP")
    (total,) = money(vault, dispute).asked
    assert total == Money(164036, "CAD")
    record_by_hand(vault, dispute, "CAD 812.02", "14 February 2024", "GBP")
    (balance,) = money(vault, dispute).balances
    assert balance == Balance(
        Money(164036, "CAD"), Money(81202, "CAD"), Money(82834, "CAD"), Money(0, "CAD")
    )


def test_the_part_of_a_bill_i_agree_with_stands_apart_and_is_printed_apart(vault: Vault) -> None:
    dispute = open_dispute(vault, "Southern Power (sample)", "No bills, then a back-bill").result
    add_claim(vault, dispute, "Back-bill, what I dispute", "679.09", "NZD")
    agreed = add_claim(vault, dispute, "Back-bill, what I used", "1,018.63", "NZD").result
    edit_claim(vault, agreed, "NZD", undisputed=True)
    view = money(vault, dispute)
    assert [x.words() for x in view.asked] == ["NZ$679.09"]
    assert [x.words() for x in view.undisputed] == ["NZ$1,018.63"]
    assert view.asked[0].minor + view.undisputed[0].minor == 169772, "the whole bill, to the cent"
    packet = start_packet(vault, dispute).result
    rows = bundle_content(vault, packet, Frozen()).claims
    assert [(row.minor, row.undisputed) for row in rows] == [(67909, False), (101863, True)]


def test_a_bill_corrected_for_an_approximate_month_keeps_its_month(vault: Vault) -> None:
    dispute = open_dispute(vault, "Southern Power (sample)", "No bills, then a back-bill").result
    record_by_hand(vault, dispute, "150", "October 2011", "NZD", words="Service payment")
    (entry,) = money(vault, dispute).entries
    assert entry.entry.dated == "2011-10"
