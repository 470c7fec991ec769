"""A fault is on record by one act; what it may be worth is worked out in the open."""

from __future__ import annotations

import pytest

from onrecord.domain.contact import Contact
from onrecord.domain.diary import FaultReport
from onrecord.errors import Refused
from onrecord.services.edit_record import edit_record
from onrecord.services.report_fault import complete_report, report_fault, time_outage
from onrecord.services.trash import trash_items
from onrecord.services.undo_change import undo_change
from onrecord.services.views.faults import faults
from onrecord.vault.vault import Vault


def test_one_act_records_when_and_to_whom(vault: Vault, dispute: str) -> None:
    report = report_fault(vault, dispute, "2026-03-01T08:00").result
    (row,) = faults(vault, dispute)
    assert row.company == "Northline Telecom (sample)"
    assert row.reported == "1 March 2026, 08:00"
    assert row.credit is None
    complete_report(vault, report, "Sam", "F-77")
    (row,) = faults(vault, dispute)
    assert (row.who, row.reference) == ("Sam", "F-77")
    assert vault.count(FaultReport) == 1


def test_the_credit_is_shown_with_its_formula_once_everything_is_known(
    vault: Vault, dispute: str
) -> None:
    report = report_fault(vault, dispute, "2026-03-01T08:00").result
    time_outage(vault, report, "2026-03-01T08:00", "2026-03-04T12:00")
    edit_record(vault, FaultReport, report, monthly_minor=4200, currency="GBP")
    (row,) = faults(vault)
    assert row.length == "3 days 4 h"
    assert row.credit is not None
    assert (
        row.credit.formula
        == "£42.00 a month × 3 days 4 h ÷ 30 days = £4.43 (rounded from 4.4333…, half up)"
    )
    with pytest.raises(Refused, match="before it began"):
        time_outage(vault, report, "2026-03-04", "2026-03-01")


def test_it_is_taken_back_whole_and_goes_with_its_call(vault: Vault) -> None:
    change = report_fault(vault, "", "2026-03-01T08:00")
    (contact,) = vault.find(Contact)
    trash_items(vault, [(Contact, contact.id)])
    assert not faults(vault)
    vault_was = vault.count(FaultReport)
    assert vault_was == 1
    other = report_fault(vault, "", "2026-03-02T08:00")
    undo_change(vault, other)
    assert vault.count(FaultReport) == 1
    assert change.words == "Fault reported, on record"
