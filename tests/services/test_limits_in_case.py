"""Limits that hold in one case only: an email to a court, and what a bank can hand in by its card."""

from __future__ import annotations

import json
from datetime import date

import pytest

from onrecord.domain.dispute import Dispute
from onrecord.domain.matter import CARD
from onrecord.domain.matter_answer import NOT_KNOWN
from onrecord.errors import Refused
from onrecord.services.agency_directory import agency_body, directory, take_update
from onrecord.services.agency_directory_edit import correct_figure, undo_figure
from onrecord.services.check_line import CheckLine
from onrecord.services.check_packet import check
from onrecord.services.edit_record import edit_record
from onrecord.services.fit_report import fit_report
from onrecord.services.fit_row import FitRow, Measured
from onrecord.services.packet_for import Recipient, packet_for
from onrecord.services.picture_sizes import size_limit
from onrecord.services.views.help import HelpCard, help_view
from onrecord.services.who_can_help_answers import answer
from onrecord.services.write_fit import fit_text
from onrecord.vault.vault import Vault

DAY = date(2026, 11, 23)
LARGE = Measured(60, 9_000_000, 1, 9_000_000)
CHARGEBACK = "card-chargeback"
_PAGES = "attachments_if.mastercard.pages"


def lines(vault: Vault, packet: str, key: str, measured: Measured) -> list[CheckLine]:
    return [x for x in check(vault, packet, measured, DAY).lines if x.key == key]


def row(vault: Vault, packet: str, code: str, measured: Measured) -> FitRow:
    (found,) = [x for x in fit_report(vault, packet, measured).rows if x.code == code]
    return found


@pytest.fixture
def court(vault: Vault, dispute: str) -> str:
    edit_record(vault, Dispute, dispute, place="GB-ENG", sector="shopping")
    return packet_for(vault, dispute, Recipient("uk-small-claims")).result


@pytest.fixture
def bank(vault: Vault, dispute: str) -> str:
    edit_record(vault, Dispute, dispute, place="GB-ENG", sector="credit_card")
    return packet_for(vault, dispute, Recipient(CHARGEBACK)).result


def chargeback(vault: Vault, dispute: str) -> HelpCard:
    (found,) = [c for c in help_view(vault, dispute, DAY).cards if c.id == CHARGEBACK]
    return found


def test_what_is_too_long_for_an_email_to_a_county_court_can_still_go_by_post(
    vault: Vault, court: str
) -> None:
    (line,) = lines(vault, court, "limit:by_email", LARGE)
    assert line.level == "tip" and line.remedy.startswith("Send it by post")
    # a mail packs its files larger, and is itself printed too
    assert line.words == (
        "As an email it has 12.3 MB and 61 pages; County Court, small claims track takes"
        " 10 MB and 50 pages by email."
    )
    assert fit_report(vault, court, LARGE).fits
    pages = row(vault, court, "pages:by_email", LARGE)
    assert (pages.rule, pages.limit) == ("Pages, by email", "50 pages")
    assert "Practice Direction 5B" in pages.source
    assert "may miss  Pages, by email: 50 pages (61 pages)" in fit_text(check(vault, court, LARGE))


def test_an_email_of_fifty_pages_with_the_mail_itself_fits(vault: Vault, court: str) -> None:
    small = Measured(49, 900_000, 1, 900_000)
    assert not lines(vault, court, "limit:by_email", small)
    assert row(vault, court, "pages:by_email", small).state == "fits"


def test_before_the_card_is_known_the_strictest_are_named_and_it_is_asked(
    vault: Vault, bank: str
) -> None:
    (line,) = lines(vault, bank, "limit:card", LARGE)
    assert (line.level, line.act) == ("tip", "card")
    assert line.words == (
        "The packet has 9.0 MB and 60 pages, and some cards take less:"
        " Visa 2 MB and Mastercard 19 pages."
    )
    assert line.remedy.startswith("Say which card it is")


def test_the_card_is_asked_for_at_this_body_alone_and_chooses_its_limits(
    vault: Vault, dispute: str, bank: str
) -> None:
    (asked,) = [one for one in chargeback(vault, dispute).to_say if one.code == CARD]
    assert (asked.words, asked.kind) == ("Which card is it?", "card")
    view = help_view(vault, dispute, DAY)
    assert [c.id for c in view.cards if CARD in {one.code for one in c.to_say}] == [CHARGEBACK]
    answer(vault, dispute, CARD, "Mastercard")
    assert not chargeback(vault, dispute).to_say
    (said,) = [one for one in help_view(vault, dispute, DAY).answered if one.code == CARD]
    assert (said.words, said.said) == ("Which card is it?", "Mastercard")
    (line,) = lines(vault, bank, "limit:card", LARGE)
    assert line.words == "Mastercard takes 19 pages; the packet has 60 pages."
    assert line.level == "tip" and "ask your bank" in line.remedy
    assert size_limit(vault, bank) == 14_500_000
    answer(vault, dispute, CARD, "discover")
    (line,) = lines(vault, bank, "limit:card", LARGE)
    assert line.words == "Discover or Diners Club takes 3 MB; the packet has 9.0 MB."
    assert line.act == "reduce"
    answer(vault, dispute, CARD, "other")
    assert not lines(vault, bank, "limit:card", LARGE)
    answer(vault, dispute, CARD, NOT_KNOWN)
    (line,) = lines(vault, bank, "limit:card", LARGE)
    assert "some cards take less" in line.words and "Say which" not in line.remedy
    with pytest.raises(Refused):
        answer(vault, dispute, CARD, "a blue one")


def test_who_cannot_be_asked_asks_for_no_card(vault: Vault, dispute: str) -> None:
    edit_record(vault, Dispute, dispute, place="GB-ENG", sector="electricity")
    assert chargeback(vault, dispute).verdict == "cannot"
    assert not chargeback(vault, dispute).to_say


def test_american_express_counts_the_pages_of_each_file(
    vault: Vault, dispute: str, bank: str
) -> None:
    answer(vault, dispute, CARD, "amex")
    split = Measured(60, 9_000_000, 4, 3_000_000, longest=18)
    assert not lines(vault, bank, "limit:card", split)
    assert row(vault, bank, "files:amex", split).actual == "4 files"
    (line,) = lines(vault, bank, "limit:card", LARGE)
    assert (
        line.words
        == "American Express takes 5 MB and 20 pages; the packet has 9.0 MB and 60 pages."
    )


def test_the_users_own_limit_of_a_card_stands_when_ours_are_gone_over(vault: Vault) -> None:
    correct_figure(vault, CHARGEBACK, _PAGES, "25", source="a call with the bank", today=DAY)
    newer = json.loads(json.dumps(agency_body(None, CHARGEBACK))) | {"revised": "2026-12-24"}
    newer["attachments_if"]["mastercard"]["bytes_total"]["value"] = 12_000_000
    newer["attachments_if"].pop("amex")
    take_update(vault, {CHARGEBACK: newer})
    cases = {one.case: one.limits for one in directory(vault)[CHARGEBACK].agency.attachments_if}
    mastercard = cases["mastercard"]
    assert mastercard.pages and mastercard.pages.value == 25
    assert mastercard.bytes_total and mastercard.bytes_total.value == 12_000_000
    assert "amex" not in cases
    undo_figure(vault, CHARGEBACK, _PAGES)
    assert directory(vault)[CHARGEBACK].origin == "update"
