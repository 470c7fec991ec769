"""Insights say how many things are behind each figure, and compare nothing where they are few."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.domain.contact_entry import ContactEntry, Promised
from onrecord.domain.dispute import ClaimLine, DesiredOutcome
from onrecord.domain.housekeeping import PendingExport
from onrecord.domain.ledger import LedgerEntry
from onrecord.domain.track import Track
from onrecord.services.closing import Ended, close_dispute, reopen_dispute
from onrecord.services.edit_record import add_record, edit_record
from onrecord.services.export_insights import export_insights_csv, insights_csv
from onrecord.services.log_contact import log_contact
from onrecord.services.open_dispute import open_dispute
from onrecord.services.views.insights import Chart, Insights, hours, insights
from onrecord.vault.vault import Vault

START = date(2026, 1, 5)


def closed(
    vault: Vault, company: str, days: int, asked: int = 10000, got: int = 5000, rung: str = "asked"
) -> str:
    """A dispute that took so many days from its first call to its end."""
    id = open_dispute(vault, company, "Charged after cancelling").result
    entry = ContactEntry(
        dated=f"{START}T10:00", duration_s=1200, hold_s=600, dispute_ids=(id,), reference="R",
        promises=(Promised("back"),),
    )  # fmt: skip
    log_contact(vault, entry)
    wanted = DesiredOutcome(dispute_id=id, words="Money", amount_minor=asked, currency="GBP")
    one = add_record(vault, wanted).result
    for track in vault.find(Track, "dispute_id = ?", [id]):
        edit_record(vault, Track, track.id, rung=rung)
    ended = Ended("Money", "got", asked, got, "GBP", one)
    close_dispute(vault, id, [ended], dated=str(START + timedelta(days)))
    return id


def figure(found: Insights, key: str) -> tuple[str, str]:
    return next((f.words, f.of) for f in found.figures if f.key == key)


def chart(found: Insights, way: str, key: str) -> Chart:
    return next(c for c in found.charts[way] if c.key == key)


def test_an_empty_vault_has_nothing_to_say(vault: Vault) -> None:
    found = insights(vault)
    assert (found.disputes, found.closed) == (0, 0)
    assert found.few.startswith("No dispute has ended yet.")
    assert not any(found.charts.values())


def test_few_disputes_have_their_numbers_beside_them_and_no_percentage(vault: Vault) -> None:
    for days in (30, 10, 80):
        closed(vault, "Northline (sample)", days)
    found = insights(vault)
    assert found.few == "3 closed disputes: too few to compare."
    assert figure(found, "days") == ("10, 30 and 80", "3 closed disputes")
    assert figure(found, "money") == ("£150.00 of £300.00", "3 closed disputes")
    assert figure(found, "time") == ("1 h", "3 of 3 calls and messages say how long")
    assert figure(found, "hold") == ("30 min", "3 of 3 calls and messages say how long")
    words = insights_csv(found)
    assert "%" not in words
    (bar,) = chart(found, "company", "days").bars
    assert (bar.label, bar.value, bar.of, bar.few) == ("Northline (sample)", 30, "3 disputes", True)
    assert "too few to compare" in chart(found, "company", "days").note


@pytest.mark.parametrize(
    ("days", "all_of_them", "of_the_company"),
    [
        ((0,), "the same day", "the same day"),
        ((0, 0), "the same day", "the same day"),
        ((12, 0), "0 and 12", "0 and 12 days"),
        ((7, 7), "7 and 7", "7 days each"),
        ((1, 1), "1 and 1", "1 day each"),
        ((1,), "1", "1 day"),
    ],
)
def test_days_are_words_one_would_say(
    vault: Vault, days: tuple[int, ...], all_of_them: str, of_the_company: str
) -> None:
    for one in days:
        closed(vault, "Northline (sample)", one)
    found = insights(vault)
    assert figure(found, "days")[0] == all_of_them
    assert [bar.words for bar in chart(found, "company", "days").bars] == [of_the_company]


def test_enough_of_them_are_compared(vault: Vault) -> None:
    for n in range(5):
        closed(vault, "Northline (sample)", 10 + n)
    found = insights(vault)
    assert found.few == ""
    assert figure(found, "days") == ("12", "The middle of 5 closed disputes")
    assert figure(found, "money")[0] == "£250.00 of £500.00 (50 %)"
    (led,) = chart(found, "channel", "led").bars
    assert (led.words, led.count) == ("5 of 5 (100 %)", 5)
    assert "too few" not in chart(found, "channel", "led").note


def test_by_company_and_by_the_step_it_ended_on(vault: Vault) -> None:
    closed(vault, "Northline (sample)", 30)
    closed(vault, "Parcelway (sample)", 10, rung="ombudsman")
    closed(vault, "Parcelway (sample)", 20, rung="formal")
    found = insights(vault)
    assert [(b.label, b.value) for b in chart(found, "company", "days").bars] == [
        ("Northline (sample)", 30), ("Parcelway (sample)", 15),
    ]  # fmt: skip
    assert [b.label for b in chart(found, "rung", "ended").bars] == [
        "Asked", "Formal complaint", "Ombudsman",
    ]  # fmt: skip


def test_money_on_record_goes_before_what_was_said_at_the_end(vault: Vault) -> None:
    id = closed(vault, "Northline (sample)", 30, asked=10000, got=10000)
    entry = LedgerEntry(dispute_id=id, direction="credited", amount_minor=4000, currency="GBP")
    add_record(vault, entry)
    add_record(vault, ClaimLine(dispute_id=id, amount_minor=8000, currency="GBP"))
    assert figure(insights(vault), "money")[0] == "£40.00 of £80.00"


def test_currencies_are_never_added(vault: Vault) -> None:
    id = closed(vault, "Northline (sample)", 30)
    add_record(vault, DesiredOutcome(dispute_id=id, amount_minor=48185, currency="NZD"))
    found = insights(vault)
    assert [f.words for f in found.figures if f.key == "money"] == [
        "£50.00 of £100.00", "NZ$0.00 of NZ$481.85",
    ]  # fmt: skip
    assert {c.unit for c in found.charts["company"] if c.key.startswith("money")} == {"GBP", "NZD"}


def test_what_came_without_an_amount_asked_for_is_told_alone(vault: Vault) -> None:
    id = open_dispute(vault, "Parcelway (sample)", "It never came").result
    close_dispute(vault, id, [Ended("Money back", "got", None, 4550, "GBP")])
    found = insights(vault)
    assert figure(found, "money")[0] == "£45.50"
    assert [bar.words for bar in chart(found, "company", "money-GBP").bars] == ["£45.50"]


def test_one_that_was_opened_again_has_not_ended(vault: Vault) -> None:
    id = closed(vault, "Northline (sample)", 30)
    reopen_dispute(vault, id)
    found = insights(vault)
    assert (found.disputes, found.closed) == (1, 0)
    assert figure(found, "days") == (
        "not yet known", "from the first dispute you close; 1 still open",
    )  # fmt: skip


def test_waiting_that_nobody_wrote_down_is_not_told_as_none(vault: Vault) -> None:
    id = open_dispute(vault, "Northline (sample)", "x").result
    log_contact(vault, ContactEntry(duration_s=600, dispute_ids=(id,)))
    rows = list(csv.DictReader(io.StringIO(insights_csv(insights(vault)))))
    told = next(row for row in rows if row["Figure"] == "Time spent by channel")
    assert (told["Value"], told["Of which"]) == ("10", "")


def test_a_call_that_serves_two_disputes_counts_once(vault: Vault) -> None:
    ids = [open_dispute(vault, "Northline (sample)", w).result for w in ("a", "b")]
    log_contact(vault, ContactEntry(duration_s=600, dispute_ids=tuple(ids)))
    assert figure(insights(vault), "time") == ("10 min", "1 of 1 call or message says how long")


def test_the_sample_counts_only_where_it_is_alone(vault: Vault) -> None:
    id = open_dispute(vault, "Northline (sample)", "x", sample=True).result
    log_contact(vault, ContactEntry(duration_s=600, dispute_ids=(id,)))
    assert insights(vault).sample
    open_dispute(vault, "Other (sample)", "y")
    found = insights(vault)
    assert not found.sample and found.disputes == 1
    assert figure(found, "time") == (
        "not yet known", "from the first call that says how long it took",
    )  # fmt: skip


def test_the_table_goes_out_and_the_history_says_so(vault: Vault, folder: Path) -> None:
    closed(vault, "=HYPERLINK(1)", 30)
    target = folder / "insights.csv"
    export_insights_csv(vault, insights(vault), target)
    rows = list(csv.DictReader(io.StringIO(target.read_text("utf-8-sig"))))
    days = next(r for r in rows if r["Figure"] == "Days to the end by company")
    assert (days["By"], days["Value"], days["Unit"]) == ("'=HYPERLINK(1)", "30", "days")
    money = next(r for r in rows if r["Figure"].startswith("Came back, in GBP"))
    assert (money["Value"], money["Of which"]) == ("100.00", "50.00")
    said = [row["words"] for row in vault.query("SELECT words FROM custody ORDER BY seq")]
    assert "Wrote a table of insights outside the vault" in said
    assert not vault.find(PendingExport)


@settings(deadline=None)
@given(st.integers(0, 10**7))
def test_lengths_of_time_are_said_exactly(seconds: int) -> None:
    words = hours(seconds).replace(",", "")
    if words in ("under a minute", "0 min"):
        assert seconds < 60
        return
    parts = words.split()
    minutes = sum(
        int(n) * (60 if u == "h" else 1) for n, u in zip(parts[::2], parts[1::2], strict=True)
    )
    assert abs(minutes * 60 - seconds) <= 30


@pytest.mark.parametrize("ended", ["2025-12-01", "2026-03"])
def test_an_end_that_cannot_be_counted_is_not(vault: Vault, ended: str) -> None:
    id = open_dispute(vault, "Northline (sample)", "x").result
    log_contact(vault, ContactEntry(dated="2026-01-05", dispute_ids=(id,)))
    close_dispute(vault, id, dated=ended)
    assert figure(insights(vault), "days")[0] == "not known"
