"""What `dispute show` says is next, once the complaint was put to the company formally."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.services.views.deadlines import deadlines
from onrecord.services.views.disputes import dispute_header
from onrecord.vault.vault import Vault

from .conftest import PASSPHRASE
from .test_packets_by_command import Shell, papers
from .test_packets_by_command import shell as shell


def _next(shell: Shell, dispute: str, day: date) -> tuple[str, str]:
    with Vault.open(shell.vault, PASSPHRASE) as vault:
        step = dispute_header(vault, dispute, day).next_step
    assert step is not None
    return step.words, step.why


@pytest.fixture
def asked(shell: Shell) -> Shell:
    (shell.folder / "bill.pdf").write_bytes(papers("Bill 5 April 2026\nPlan 55.00"))
    return shell


def _begun(shell: Shell, *about: str) -> str:
    dispute = shell.dispute(*about)
    shell.json("attach", shell.vault, dispute, shell.folder / "bill.pdf", "--wait")
    return dispute


def test_australia_a_formal_complaint_that_nobody_answers_goes_to_the_ombudsman(
    asked: Shell,
) -> None:
    dispute = _begun(
        asked, "Koala Mobile (sample)", "Charged for a plan I cancelled", "--currency", "AUD",
        "--want", "Refund $165.00", "--place", "Australia", "--sector", "mobile",
    )  # fmt: skip
    asked.run(
        "contact", asked.vault, "add", "--dispute", dispute, "--when", "8 May 2026 16:00",
        "--who", "Jo", "--no-reference", "--promise", "refund $165;22 May 2026;165.00",
    )  # fmt: skip
    asked.run(
        "stage", asked.vault, dispute, "asked", "--when", "1 June 2026", "--rung", "formal",
        "--reference", "KM-9",
    )  # fmt: skip
    assert "silent" not in _next(asked, dispute, date(2026, 6, 2))[0]
    words, why = _next(asked, dispute, date(2026, 11, 21))
    assert words == "Take it to TIO: they have been silent."
    assert why == "Nothing on record since 1 June 2026, 173 days ago."


def test_united_kingdom_the_ombudsman_comes_after_eight_weeks_and_not_before(asked: Shell) -> None:
    dispute = _begun(
        asked, "Brightwell Energy (sample)", "A back-bill for more than twelve months",
        "--currency", "GBP", "--want", "Cancel £1,240.50", "--place", "UK", "--sector", "energy",
    )  # fmt: skip
    asked.run(
        "contact", asked.vault, "add", "--dispute", dispute, "--when", "5 March 2026 10:10",
        "--who", "Ali", "--reference", "BE-71",
    )  # fmt: skip
    asked.run(
        "stage", asked.vault, dispute, "asked", "--when", "9 March 2026", "--rung", "formal",
        "--reference", "BE-77",
    )  # fmt: skip
    assert "Ombudsman" not in _next(asked, dispute, date(2026, 4, 20))[0]
    words, why = _next(asked, dispute, date(2026, 5, 6))
    assert words == "Take it to Energy Ombudsman." and "4 May 2026" in why


def test_scenario_1_the_reply_of_28_october_is_shown_as_in_time(asked: Shell) -> None:
    dispute = _begun(
        asked, "Valley Cable (sample)", "TV charges after they were cancelled",
        "--place", "US-NY", "--sector", "tv",
    )  # fmt: skip
    for kind, day in (("served", "24 October 2016"), ("answered", "28 October 2016")):
        asked.run(
            "stage", asked.vault, dispute, kind, "--when", day, "--body", "us-fcc-informal",
            *(("--reference", "1283196") if kind == "served" else ()),
        )  # fmt: skip
    with Vault.open(asked.vault, PASSPHRASE) as vault:
        for today in (date(2016, 10, 29), date(2026, 11, 22)):
            rows = deadlines(vault, dispute, today)
            (row,) = [one for one in rows if one.key.startswith("us-fcc-informal:limit0")]
            assert (row.end, row.state) == (date(2016, 11, 23), "met")
            assert row.outcome == "They answered on 28 October 2016, in time, 26 days left."


def test_scenario_5_a_call_to_the_hotel_is_not_printed_as_one_to_the_bank(asked: Shell) -> None:
    dispute = _begun(asked, "Kiwi Bank (sample)", "Hotel booking not as offered", "--place", "NZ")
    for company in ((), ("--company", "Sample Hotels")):
        asked.run(
            "contact", asked.vault, "add", "--dispute", dispute, "--when", "25 April 2025",
            "--outcome", "No answer", *company,
        )  # fmt: skip
    packet = asked.packet(dispute, "formal")
    said = " ".join(asked.export(dispute, packet)[1])
    assert (
        "a call to Sample Hotels. No answer" in said
        and "a call to Kiwi Bank (sample). No answer" in said
    )
