"""Going back to an earlier state: the records as they were then, and nothing lost by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from onrecord.domain.contact import Contact, ContactLine, Promise
from onrecord.domain.contact_entry import ContactEntry, Promised, Said
from onrecord.domain.dispute import ClaimLine, Dispute
from onrecord.domain.evidence import DisputeEvidence, Evidence
from onrecord.domain.housekeeping import Setting
from onrecord.domain.letter import Letter
from onrecord.domain.tables import RECORDS
from onrecord.errors import Damaged, NotFound, Refused
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.claim_lines import add_claim
from onrecord.services.edit_record import edit_record
from onrecord.services.extract_original import extract_original
from onrecord.services.go_back import go_back
from onrecord.services.log_contact import log_contact
from onrecord.services.open_dispute import open_dispute
from onrecord.services.trash import purge_trash, restore_items, trash_items
from onrecord.services.views.snapshots import disputes_then, snapshots
from onrecord.vault import snapshots as kept
from onrecord.vault.vault import Vault


def content(vault: Vault) -> dict[str, dict[str, Any]]:
    """Every row of the records, without revision and time."""
    return {
        cls.TABLE: {
            row.id: replace(row, revision=0, changed_at="", created_at="").to_row()
            for row in vault.find(cls)
        }
        for cls in RECORDS
        if cls.CITABLE or cls is Letter
    }


def call(vault: Vault, dispute: str, words: str) -> str:
    entry = ContactEntry(
        dated="2026-03-01T14:21",
        zone="Europe/London",
        lines=(Said(words),),
        promises=(Promised(words, "2026-03-14", 100, "GBP"),),
        dispute_ids=(dispute,),
    )
    return log_contact(vault, entry).result


def test_the_records_are_as_they_were_and_the_history_goes_on(vault: Vault, dispute: str) -> None:
    call(vault, dispute, "then")
    line = add_claim(vault, dispute, "Then", "42.10", "GBP").result
    attach_files(vault, [Pasted("then.txt", b"then")], dispute_id=dispute)
    name, then = vault.snapshot().name, content(vault)
    length = vault.custody_head().length
    edit_record(vault, Dispute, dispute, title="Another title")
    edit_record(vault, ClaimLine, line, amount_minor=1)
    with vault.change("Removed") as tx:
        tx.remove(Promise, vault.find(Promise)[0].id)
    add_claim(vault, dispute, "Later", "1.00", "GBP")
    change = go_back(vault, name)
    assert content(vault) == then
    assert vault.custody_head().length > length
    assert change.words.startswith("Went back to how it was on ")
    assert vault.verify().ok
    vault.undo(change)
    assert vault.get(Dispute, dispute).title == "Another title"
    assert vault.count(ClaimLine) == 2


def test_what_came_later_is_in_the_trash_with_all_that_belongs_to_it(
    vault: Vault, dispute: str, tmp_path: Path
) -> None:
    name = vault.snapshot().name
    (document,) = attach_files(vault, [Pasted("b.txt", b"later")], dispute_id=dispute).added
    contact = call(vault, dispute, "later")
    other = open_dispute(vault, "Hotel (sample)", "Kept the deposit").result
    add_claim(vault, other, "Deposit", "100", "GBP")
    go_back(vault, name)
    assert [one.id for one in vault.find(Dispute, "trashed_at = ''")] == [dispute]
    assert vault.count(Evidence, "trashed_at = ''") == 0
    assert vault.count(Contact, "trashed_at = ''") == 0
    restore_items(vault, [(Evidence, document), (Contact, contact), (Dispute, other)])
    assert extract_original(vault, document, tmp_path / "out.txt").read_bytes() == b"later"
    assert [one.words for one in vault.find(ContactLine)] == ["later"]
    assert [one.words for one in vault.find(Promise)] == ["later"]
    assert [one.words for one in vault.find(ClaimLine)] == ["Deposit"]
    assert vault.count(DisputeEvidence, "dispute_id = ?", [dispute]) == 1
    assert vault.verify().ok


def test_one_can_go_back_and_forth(vault: Vault, dispute: str) -> None:
    early = vault.snapshot().name
    before = content(vault)
    add_claim(vault, dispute, "Later", "1.00", "GBP")
    edit_record(vault, Dispute, dispute, summary="Later")
    late = content(vault)
    go_back(vault, early)
    assert content(vault) == before
    forth = next(row.id for row in snapshots(vault) if row.before)
    go_back(vault, forth)
    assert content(vault) == late


def test_what_was_deleted_for_good_is_not_brought_back_half(vault: Vault, dispute: str) -> None:
    (document,) = attach_files(vault, [Pasted("b.txt", b"gone")], dispute_id=dispute).added
    name = vault.snapshot().name
    trash_items(vault, [(Evidence, document)])
    with vault.change("Aged for the test") as tx:
        tx.patch(Evidence, document, trashed_at="2020-01-01T00:00:00Z")
    purge_trash(vault)
    go_back(vault, name)
    assert vault.count(Evidence) == 0
    assert vault.count(DisputeEvidence) == 0
    assert vault.verify().ok


def test_settings_stay_as_they_are(vault: Vault, dispute: str) -> None:
    name = vault.snapshot().name
    with vault.change("Set") as tx:
        tx.put(Setting(id="recovery_sheet_done", value="2026-03-01"))
    go_back(vault, name)
    assert vault.get(Setting, "recovery_sheet_done").value == "2026-03-01"


def test_a_snapshot_is_looked_at_without_going_back(vault: Vault, dispute: str) -> None:
    call(vault, dispute, "then")
    vault.snapshot()
    open_dispute(vault, "Hotel (sample)", "Kept the deposit")
    (row,) = snapshots(vault)
    assert row.holds == "1 dispute, 0 documents, 1 call or message"
    (held,) = disputes_then(vault, row.id)
    assert (held.id, held.documents, held.contacts) == (dispute, 0, 1)
    assert vault.count(Dispute) == 2


def test_what_cannot_be_read_is_said_and_changes_nothing(vault: Vault, dispute: str) -> None:
    name = vault.snapshot().name
    path = vault.path / "snapshots" / name
    path.write_bytes(b"no database" * 2000)
    (row,) = snapshots(vault)
    assert row.problem and "\n" not in row.problem
    before = content(vault)
    with pytest.raises(Damaged):
        go_back(vault, name)
    for wrong in ("2020-01-01T000000Z.db", "../vault.db", "x"):
        with pytest.raises(NotFound):
            go_back(vault, wrong)
    assert content(vault) == before


def test_the_state_before_stays_for_thirty_days(tmp_path: Path) -> None:
    now = datetime(2026, 3, 31, 18, 0, tzinfo=UTC)
    for days in (0, 1, 29, 30, 31):
        (tmp_path / f"{now - timedelta(days=days):%Y-%m-%dT%H%M%SZ}-before.db").touch()
    for hours in range(0, 24 * 10, 6):
        (tmp_path / f"{now - timedelta(hours=hours):%Y-%m-%dT%H%M%SZ}.db").touch()
    kept.prune(tmp_path, now)
    assert sorted(path.name[:10] for path in tmp_path.glob("*-before.db")) == [
        "2026-03-02", "2026-03-30", "2026-03-31",
    ]  # fmt: skip
    assert len(list(tmp_path.iterdir())) == 3 + 9


def test_a_vault_that_can_only_be_read_goes_nowhere(vault: Vault, dispute: str) -> None:
    name = vault.snapshot().name
    vault.read_only = True
    with pytest.raises(Refused):
        go_back(vault, name)
    vault.read_only = False


def test_an_earlier_state_that_was_cut_off_to_nothing_is_said_to_be_damaged(vault: Vault) -> None:
    path = vault.snapshot()
    path.write_bytes(b"")
    (row,) = snapshots(vault)
    assert row.problem == f"The earlier state {path.name} is damaged. Choose another one."
    with pytest.raises(Damaged, match="Choose another one"):
        go_back(vault, path.name)
