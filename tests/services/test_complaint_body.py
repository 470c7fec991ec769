"""Which body a complaint is with, and whose rules then count."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.domain.dispute import Dispute
from onrecord.domain.track import NO_BODY, Track
from onrecord.errors import NotFound, Refused
from onrecord.services.complaint_body import BodyChoice, body_choices, set_body
from onrecord.services.edit_record import edit_record
from onrecord.services.record_stage import record_stage
from onrecord.services.views.deadlines import DueRow, deadlines
from onrecord.vault.vault import Vault

DAY = date(2016, 11, 1)
FCC = "us-fcc-informal"


@pytest.fixture
def served(vault: Vault, dispute: str) -> str:
    """A complaint that some body of Vermont passed on; its track."""
    edit_record(vault, Dispute, dispute, place="US-VT", sector="internet")
    record_stage(vault, dispute, "served", dated="2016-10-24", rung="ombudsman")
    return vault.find(Track)[0].id


def counted(vault: Vault, dispute: str) -> list[DueRow]:
    """Dates counted from the day a body passed it on."""
    return [r for r in deadlines(vault, dispute, DAY) if ":complaint_se" in r.key
            or ":body_notice" in r.key]  # fmt: skip


def choice(vault: Vault, dispute: str) -> BodyChoice:
    (one,) = body_choices(vault, dispute, DAY)
    return one


def test_until_a_body_is_chosen_its_date_is_not_certain(
    vault: Vault, dispute: str, served: str
) -> None:
    rows = counted(vault, dispute)
    assert len({r.key.split(":")[0] for r in rows}) > 1
    assert all("Only if your complaint is with" in r.doubts[-1] for r in rows)
    one = choice(vault, dispute)
    assert one.at_a_body and not one.chosen and FCC in dict(one.bodies)


def test_the_date_comes_from_the_chosen_body_alone(vault: Vault, dispute: str, served: str) -> None:
    change = set_body(vault, served, FCC)
    rows = counted(vault, dispute)
    assert {r.key.split(":")[0] for r in rows} == {FCC}
    assert rows[0].end == date(2016, 11, 23)
    assert rows[0].firm and not any("Only if" in doubt for r in rows for doubt in r.doubts)
    assert choice(vault, dispute).chosen == FCC
    vault.undo(change)
    assert not choice(vault, dispute).chosen and len(counted(vault, dispute)) > len(rows)


def test_a_further_step_leaves_the_body_as_it_is(vault: Vault, dispute: str, served: str) -> None:
    set_body(vault, served, FCC)
    record_stage(vault, dispute, "served", dated="2016-10-26", rung="ombudsman")
    record_stage(vault, dispute, "escalated", dated="2016-10-27", rung="ombudsman")
    assert vault.get(Track, served).agency_id == FCC


def test_with_no_body_is_another_thing_than_not_said(
    vault: Vault, dispute: str, served: str
) -> None:
    set_body(vault, served, FCC)
    assert set_body(vault, served, NO_BODY).words == "Not with a body"
    assert choice(vault, dispute).chosen == NO_BODY
    assert NO_BODY not in dict(choice(vault, dispute).bodies)
    assert counted(vault, dispute) == []
    set_body(vault, served, "")
    assert vault.get(Track, served).agency_id == ""
    assert counted(vault, dispute)


def test_a_chosen_body_stays_in_the_list_where_the_place_changes(
    vault: Vault, dispute: str, served: str
) -> None:
    set_body(vault, served, FCC)
    edit_record(vault, Dispute, dispute, place="DE")
    assert FCC in dict(choice(vault, dispute).bodies)


def test_without_a_place_nothing_is_offered(vault: Vault, dispute: str) -> None:
    record_stage(vault, dispute, "asked", dated="2016-10-01")
    one = choice(vault, dispute)
    assert one.bodies == () and not one.at_a_body


def test_a_body_nobody_knows_is_refused(vault: Vault, dispute: str, served: str) -> None:
    with pytest.raises(Refused):
        set_body(vault, served, "no-such-body")
    with pytest.raises(NotFound):
        set_body(vault, "0" * 16, FCC)
