from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.domain.change import Change
from onrecord.domain.contact import Contact
from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import Evidence
from onrecord.domain.housekeeping import Draft, PendingExport, Setting, Tombstone
from onrecord.errors import (
    BugError,
    Damaged,
    KnownError,
    NotFound,
    Refused,
    VaultInUse,
    WrongPassphrase,
)
from onrecord.vault.remembered import Memory
from onrecord.vault.vault import Vault
from vault.conftest import PASSPHRASE, WORK_FACTOR


def add_dispute(vault: Vault, title: str = "They billed me twice") -> Dispute:
    with vault.change("Opened a dispute") as tx:
        return tx.insert(Dispute(title=title))


def retitle(vault: Vault, id: str, title: str) -> Change:
    with vault.change("Changed the title") as tx:
        tx.patch(Dispute, id, title=title)
    return tx.change


def title(vault: Vault, id: str) -> str:
    return vault.get(Dispute, id).title


# --- making and opening -------------------------------------------------------------------


def test_a_new_vault_opens_again_and_has_what_was_put_in(vault: Vault, unlock: Callable) -> None:
    dispute = add_dispute(vault)
    vault.close()
    again = unlock(vault.path)
    assert again.get(Dispute, dispute.id) == dispute
    assert again.warnings == []
    assert again.vault_id == vault.vault_id


def test_a_new_vault_has_the_files_the_format_names(vault: Vault) -> None:
    add_dispute(vault)
    vault.close()
    assert sorted(path.name for path in vault.path.iterdir()) == [
        "README-RECOVERY.txt", "format.json", "inbox", "index.db", "keys", "lock", "objects",
        "snapshots", "vault.db",
    ]  # fmt: skip


def _for_others(folder: Path) -> list[str]:
    found = [folder, *folder.rglob("*")]
    return [f"{path.name} {path.stat().st_mode:o}" for path in found if path.stat().st_mode & 0o77]


@pytest.mark.skipif(os.name != "posix", reason="permissions are others there")
def test_all_of_it_is_for_this_user_only(tmp_path: Path, keep_document: Callable) -> None:
    before = os.umask(0o022)
    try:
        vault, _ = Vault.create(
            tmp_path / "v.onrecord", PASSPHRASE, work_factor=WORK_FACTOR, memory=None
        )
        add_dispute(vault)
        document = keep_document(vault, b"a bill", "bill.txt")
        vault.index.put_document(document.id, [])
        shutil.rmtree(vault.path / "snapshots")
        vault.snapshot()
        assert (vault.path / "vault.db-wal").exists()
        assert _for_others(vault.path) == []
        vault.close()
        assert _for_others(vault.path) == []
    finally:
        os.umask(before)


@pytest.mark.skipif(os.name != "posix", reason="permissions are others there")
def test_files_of_an_older_version_are_for_this_user_only_once_it_is_opened(
    vault: Vault, unlock: Callable
) -> None:
    add_dispute(vault)
    vault.close()
    (snapshot,) = (vault.path / "snapshots").iterdir()
    opened = [vault.path / "vault.db", vault.path / "index.db", vault.path / "lock", snapshot]
    for path in opened:
        path.chmod(0o644)
    snapshot.parent.chmod(0o755)
    again = unlock(vault.path)
    assert _for_others(vault.path) == []
    add_dispute(again)
    again.close()
    assert _for_others(vault.path) == []


def test_nothing_readable_is_in_the_folder(vault: Vault, keep_document: Callable) -> None:
    add_dispute(vault, "CANARY-title")
    document = keep_document(vault, b"CANARY-content", "CANARY-name.txt")
    vault.index.put_document(document.id, [], b"CANARY-thumbnail")
    vault.checkpoint()
    for path in vault.path.rglob("*"):
        assert "CANARY" not in path.name
        if path.is_file():
            assert b"CANARY" not in path.read_bytes(), path


def test_a_folder_with_something_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine")
    with pytest.raises(Refused, match="already something"):
        Vault.create(tmp_path / "mine", PASSPHRASE, work_factor=WORK_FACTOR, memory=None)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
    assert (tmp_path / "mine" / "letter.txt").read_text() == "mine"


def test_an_empty_folder_and_one_whose_parents_are_not_there_will_do(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("empty", "far/below/new.onrecord"):
        vault, _ = Vault.create(tmp_path / name, PASSPHRASE, work_factor=WORK_FACTOR, memory=None)
        vault.close()
        assert vault.warnings == []


def test_a_vault_that_cannot_be_made_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        Vault.create(tmp_path / "new", "", work_factor=WORK_FACTOR, memory=None)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("there", [None, "a folder", "a file"])
def test_where_there_is_no_vault_it_says_so(tmp_path: Path, there: str | None) -> None:
    if there == "a folder":
        (tmp_path / "x").mkdir()
    elif there == "a file":
        (tmp_path / "x").write_text("x")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(NotFound, match="There is no vault at"):
        Vault.open(tmp_path / "x", PASSPHRASE, memory=None)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_wrong_passphrase_leaves_it_locked_and_free(vault: Vault, unlock: Callable) -> None:
    vault.close()
    with pytest.raises(WrongPassphrase):
        Vault.open(vault.path, "not the passphrase", memory=None)
    unlock(vault.path)


def test_it_opens_only_once_at_a_time_and_says_who_has_it(vault: Vault, unlock: Callable) -> None:
    with pytest.raises(VaultInUse, match=r"already open by .+ since .+Z\. Lock it there first\.$"):
        unlock(vault.path)
    vault.close()
    unlock(vault.path)


def test_the_recovery_code_opens_it_and_a_new_one_replaces_it(tmp_path: Path) -> None:
    vault, code = Vault.create(tmp_path / "v", PASSPHRASE, work_factor=WORK_FACTOR, memory=None)
    vault.close()
    with Vault.open_with_recovery_code(vault.path, code.lower(), memory=None) as again:
        newer = again.new_recovery_code(work_factor=WORK_FACTOR)
        again.change_passphrase("another passphrase", work_factor=WORK_FACTOR)
    with pytest.raises(WrongPassphrase):
        Vault.open_with_recovery_code(vault.path, code, memory=None)
    with pytest.raises(WrongPassphrase):
        Vault.open(vault.path, PASSPHRASE, memory=None)
    Vault.open_with_recovery_code(vault.path, newer, memory=None).close()
    Vault.open(vault.path, "another passphrase", memory=None).close()


@pytest.mark.parametrize("state", ["missing", "empty"])
def test_without_its_records_it_says_so_and_makes_no_new_ones(
    vault: Vault, unlock: Callable, state: str
) -> None:
    add_dispute(vault)
    vault.close()
    database = vault.path / "vault.db"
    database.unlink()
    if state == "empty":
        database.touch()
    with pytest.raises(Damaged, match="Restore"):
        unlock(vault.path)


def test_importing_it_is_cheap() -> None:
    # The unlock window is painted before any of these is needed.
    program = (
        "import sys, onrecord.vault.vault; "
        "print(sorted({'sqlite_utils', 'sqlcipher3', 'filelock', 'platformdirs'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert said.stdout.strip() == b"[]"


# --- changing -----------------------------------------------------------------------------


def test_a_change_stamps_its_rows(vault: Vault) -> None:
    first = add_dispute(vault)
    assert (first.revision, first.created_at) == (1, first.changed_at)
    assert first.created_at.endswith("Z")
    with vault.change("Changed the title") as tx:
        second = tx.patch(Dispute, first.id, title="Billed twice")
        third = tx.patch(Dispute, first.id, summary="In March and in April")
        tx.result = first.id
    assert (second.revision, third.revision) == (2, 2)  # one change, one revision
    assert vault.get(Dispute, first.id) == third
    assert third.created_at == first.created_at
    assert (tx.change.words, tx.change.result) == ("Changed the title", first.id)
    assert tx.change.touched == (("dispute", first.id),)
    assert tx.change.tables() == {"dispute"}


def test_saving_what_is_there_already_changes_nothing(vault: Vault) -> None:
    dispute = add_dispute(vault)
    head = vault.custody_head()
    with vault.change("Nothing") as tx:
        assert tx.patch(Dispute, dispute.id, title=dispute.title) == dispute
        assert tx.update(dispute) == dispute
    assert tx.change.touched == ()
    assert vault.custody_head() == head


def test_an_edit_of_something_older_than_what_is_there_is_refused(vault: Vault) -> None:
    seen = add_dispute(vault)
    retitle(vault, seen.id, "Edited elsewhere")
    with pytest.raises(Refused, match="in the meantime"), vault.change("Changed") as tx:
        tx.update(replace(seen, summary="mine"))
    assert title(vault, seen.id) == "Edited elsewhere"


def test_an_error_in_the_block_takes_everything_back(vault: Vault) -> None:
    dispute = add_dispute(vault)
    head = vault.custody_head()
    told: list[Change] = []
    vault.on_change(told.append)
    with pytest.raises(ZeroDivisionError), vault.change("Half done") as tx:
        tx.patch(Dispute, dispute.id, title="Half")
        tx.insert(Contact(notes="never"))
        tx.remove(Dispute, dispute.id)
        raise ZeroDivisionError
    assert vault.get(Dispute, dispute.id) == dispute
    assert vault.count(Contact) == 0
    assert vault.custody_head() == head
    assert told == []
    with pytest.raises(BugError):
        _ = tx.change


def test_nothing_can_be_changed_through_a_block_that_has_ended(vault: Vault) -> None:
    with vault.change("Done") as tx:
        tx.insert(Dispute())
    with pytest.raises(BugError):
        tx.insert(Dispute())


def test_what_is_not_there_cannot_be_read_changed_or_removed(vault: Vault) -> None:
    with pytest.raises(NotFound):
        vault.get(Dispute, "0" * 16)
    for attempt in (
        lambda tx: tx.update(Dispute()),
        lambda tx: tx.patch(Dispute, "0" * 16, title="x"),
        lambda tx: tx.remove(Dispute, "0" * 16),
    ):
        with pytest.raises(NotFound), vault.change("Never") as tx:
            attempt(tx)


def test_a_setting_is_put_whether_it_was_there_or_not(vault: Vault) -> None:
    for value in ("light", "dark"):
        with vault.change("Theme") as tx:
            tx.put(Setting(id="theme", value=value))
    assert vault.get(Setting, "theme").value == "dark"
    assert vault.custody_head().length == 0  # nothing a bundle could cite


def test_every_kind_of_value_comes_back_as_it_was(vault: Vault) -> None:
    evidence = Evidence(title="Ünïcode – 請求書", tags=("a", "b"), has_location=True, page_count=3)
    contact = Contact(duration_s=None, hold_s=0)
    draft = Draft(body={"who": "Sam", "lines": ["a", 1, None]})
    with vault.change("Added") as tx:
        stored = [tx.insert(one) for one in (evidence, contact, draft)]
    for one in stored:
        assert vault.get(type(one), one.id) == one


def test_lists_are_filtered_ordered_and_paged_in_sql(vault: Vault) -> None:
    with vault.change("Added") as tx:
        for number in range(10):
            tx.insert(Dispute(title=f"Number {number}", state="open" if number % 2 else "closed"))
    found = vault.find(Dispute, "state = ?", ["open"], order="title DESC", limit=2, offset=1)
    assert [one.title for one in found] == ["Number 7", "Number 5"]
    assert vault.count(Dispute, "state = ?", ["open"]) == 5
    assert vault.query("SELECT count(*) AS n FROM dispute WHERE title < ?", ["Number 3"]) == [
        {"n": 3}
    ]


def test_within_a_change_one_reads_what_it_wrote_and_others_do_not(vault: Vault) -> None:
    with vault.change("Added") as tx:
        dispute = tx.insert(Dispute(title="new"))
        assert vault.get(Dispute, dispute.id) == tx.get(Dispute, dispute.id) == dispute
        seen: list[int] = []
        other = threading.Thread(target=lambda: seen.append(vault.count(Dispute)))
        other.start()
        other.join()
    assert seen == [0]
    assert vault.count(Dispute) == 1


def test_a_change_within_a_change_is_saved_with_it(vault: Vault) -> None:
    told: list[Change] = []
    vault.on_change(told.append)
    with vault.change("Outer") as outer:
        dispute = outer.insert(Dispute(title="one"))
        with vault.change("Inner") as inner:
            inner.patch(Dispute, dispute.id, title="two")
            contact = inner.insert(Contact())
        with pytest.raises(ZeroDivisionError), vault.change("Broken") as broken:
            broken.patch(Dispute, dispute.id, title="three")
            raise ZeroDivisionError
    assert title(vault, dispute.id) == "two"
    assert told == [outer.change]
    assert set(outer.change.touched) == {("dispute", dispute.id), ("contact", contact.id)}
    assert set(inner.change.touched) == {("dispute", dispute.id), ("contact", contact.id)}
    assert vault.custody_head().length == 2
    assert vault.verify().ok
    vault.undo(outer.change)
    assert (vault.count(Dispute), vault.count(Contact)) == (0, 0)


def test_a_note_is_saved_between_two_groups_of_a_long_import(vault: Vault) -> None:
    # The import holds the vault only while it saves a group, not while it encrypts the next.
    order: list[str] = []
    group_saved, note_saved = threading.Event(), threading.Event()

    def import_many() -> None:
        for number in range(2):
            with vault.objects.begin_group() as group:
                group.add([b"x" * 1000], meta={})
                group.seal()
            if number == 1:
                note_saved.wait()
            with vault.change(f"Group {number}") as tx:
                tx.insert(Evidence())
            order.append(f"group {number}")
            group_saved.set()

    importer = threading.Thread(target=import_many)
    importer.start()
    group_saved.wait()
    with vault.change("Noted") as tx:
        tx.put(Draft(body={"notes": "she said"}))
    order.append("note")
    note_saved.set()
    importer.join()
    assert order == ["group 0", "note", "group 1"]


def test_listeners_hear_of_each_saved_change_until_they_end(vault: Vault) -> None:
    told: list[str] = []
    end = vault.on_change(lambda change: told.append(change.words))
    dispute = add_dispute(vault)
    vault.undo(retitle(vault, dispute.id, "x"))
    end()
    add_dispute(vault)
    assert told == ["Opened a dispute", "Changed the title", "Undid: Changed the title"]


def test_a_listener_that_fails_does_not_undo_the_change(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: reported.append(error))

    def fail(change: Change) -> None:
        raise ZeroDivisionError

    vault.on_change(fail)
    dispute = add_dispute(vault)
    assert vault.get(Dispute, dispute.id) == dispute
    assert [type(error) for error in reported] == [ZeroDivisionError]


def test_it_cannot_be_closed_within_a_change(vault: Vault) -> None:
    with pytest.raises(BugError), vault.change("Never"):
        vault.close()
    assert vault.count(Dispute) == 0


def test_after_closing_it_says_it_is_locked(vault: Vault) -> None:
    vault.close()
    vault.close()
    with pytest.raises(KnownError, match="locked"):
        vault.find(Dispute)
    with pytest.raises(KnownError, match="locked"):
        add_dispute(vault)


# --- undo ---------------------------------------------------------------------------------


def test_an_undo_is_a_change_that_can_be_undone(vault: Vault) -> None:
    dispute = add_dispute(vault, "first")
    undone = vault.undo(retitle(vault, dispute.id, "second"))
    assert title(vault, dispute.id) == "first"
    assert undone.words == "Undid: Changed the title"
    again = vault.undo(undone)
    assert title(vault, dispute.id) == "second"
    assert again.words == "Done again: Changed the title"
    assert vault.undo(again).words == "Undid: Changed the title"
    assert title(vault, dispute.id) == "first"
    assert vault.get(Dispute, dispute.id).revision == 5  # it goes on rising
    assert vault.custody_head().length == 5
    assert vault.verify().ok


def test_steps_are_undone_and_done_again_in_a_row(vault: Vault) -> None:
    dispute = add_dispute(vault, "0")
    done = [retitle(vault, dispute.id, str(number)) for number in (1, 2, 3)]
    undone: list[Change] = []
    for change, expected in zip(reversed(done), "210", strict=True):
        undone.append(vault.undo(change))
        assert title(vault, dispute.id) == expected
    done = []
    for change, expected in zip(reversed(undone), "123", strict=True):
        done.append(vault.undo(change))
        assert title(vault, dispute.id) == expected
    for change, expected in zip(reversed(done), "210", strict=True):
        vault.undo(change)
        assert title(vault, dispute.id) == expected


def test_adding_and_removing_can_be_undone_in_a_row(vault: Vault) -> None:
    with vault.change("Added") as added:
        dispute = added.insert(Dispute(title="here"))
    with vault.change("Removed") as removed:
        removed.remove(Dispute, dispute.id)
    back = vault.undo(removed.change)
    assert title(vault, dispute.id) == "here"
    gone = vault.undo(added.change)
    assert vault.count(Dispute) == 0
    vault.undo(gone)
    vault.undo(back)
    assert vault.count(Dispute) == 0
    assert vault.verify().ok


def test_an_undo_that_would_overwrite_a_later_edit_is_refused(vault: Vault) -> None:
    dispute, other = add_dispute(vault, "first"), add_dispute(vault, "other")
    with vault.change("Both") as both:
        both.patch(Dispute, other.id, title="changed too")
        both.patch(Dispute, dispute.id, title="second")
    retitle(vault, dispute.id, "by somebody else")
    head = vault.custody_head()
    with pytest.raises(Refused, match="changed again since"):
        vault.undo(both.change)
    assert title(vault, dispute.id) == "by somebody else"
    assert title(vault, other.id) == "changed too"
    assert vault.custody_head() == head


def test_what_the_app_adds_by_itself_stops_no_undo_and_stays(vault: Vault) -> None:
    dispute = add_dispute(vault, "first")
    second = retitle(vault, dispute.id, "second")
    third = retitle(vault, dispute.id, "third")
    with vault.change("Filled in", own=True) as tx:
        tx.patch(Dispute, dispute.id, summary="found by the app")
    back = vault.undo(third)
    assert title(vault, dispute.id) == "second"
    vault.undo(second)
    assert title(vault, dispute.id) == "first"
    assert vault.get(Dispute, dispute.id).summary == "found by the app"
    with vault.change("Filled in", own=True) as tx:
        tx.patch(Dispute, dispute.id, summary="found again")
    retitle(vault, dispute.id, "by somebody else")
    with pytest.raises(Refused, match="changed again since"):
        vault.undo(back)


def test_the_same_change_is_not_undone_twice(vault: Vault) -> None:
    dispute = add_dispute(vault)
    change = retitle(vault, dispute.id, "second")
    vault.undo(change)
    retitle(vault, dispute.id, "third")
    with pytest.raises(Refused):
        vault.undo(change)


def test_merged_changes_are_one_step(vault: Vault) -> None:
    dispute = add_dispute(vault, "first")
    both = retitle(vault, dispute.id, "second").merge(retitle(vault, dispute.id, "third"))
    undone = vault.undo(both)
    assert title(vault, dispute.id) == "first"
    vault.undo(undone)
    assert title(vault, dispute.id) == "third"


def test_what_was_changed_back_by_hand_does_not_stop_earlier_undos(vault: Vault) -> None:
    with vault.change("Added") as added:
        dispute = added.insert(Dispute(title="first"))
    there = retitle(vault, dispute.id, "second")
    and_back = retitle(vault, dispute.id, "first")
    vault.undo(there.merge(and_back))
    vault.undo(added.change)
    assert vault.count(Dispute) == 0


def test_merged_changes_with_another_edit_between_them_stay(vault: Vault) -> None:
    dispute = add_dispute(vault, "first")
    one = retitle(vault, dispute.id, "second")
    retitle(vault, dispute.id, "by somebody else")
    two = retitle(vault, dispute.id, "third")
    with pytest.raises(Refused):
        vault.undo(one.merge(two))
    assert title(vault, dispute.id) == "third"


def test_taking_back_a_document_keeps_its_bytes_until_it_is_purged(
    vault: Vault, keep_document: Callable
) -> None:
    added: list[Change] = []
    vault.on_change(added.append)
    document = keep_document(vault, b"the original")
    undone = vault.undo(added[0])
    assert vault.count(Evidence) == 0
    report = vault.verify()
    assert report.ok
    assert report.notes == ()
    vault.undo(undone)
    assert vault.get(Evidence, document.id).file_name == document.file_name


def test_what_was_deleted_for_good_is_not_brought_back(vault: Vault) -> None:
    dispute = add_dispute(vault)
    with vault.change("Deleted for good") as tx:
        tx.remove(Dispute, dispute.id)
        tx.insert(Tombstone(of_table="dispute", of_id=dispute.id))
    with pytest.raises(Refused, match="deleted for good"):
        vault.undo(tx.change)


# --- what a crash left ----------------------------------------------------------------------


def test_a_half_written_export_is_removed_at_the_next_unlock(
    vault: Vault, unlock: Callable, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    part, other = tmp_path / "out" / ".bundle.pdf.part", tmp_path / "out" / "letter.pdf"
    for path in (part, other):
        path.write_text("readable")
    away = tmp_path / "not plugged in" / ".bundle.pdf.part"
    with vault.change("Exporting") as tx:
        for path in (part, other, away):
            tx.insert(PendingExport(path=str(path)))
    vault.close()
    again = unlock(vault.path)
    assert not part.exists()
    assert other.exists()  # never anything but a half-written file of ours
    assert [one.path for one in again.find(PendingExport)] == [str(away)]


def test_a_deleted_document_whose_file_was_left_goes_at_the_next_unlock(
    vault: Vault, unlock: Callable
) -> None:
    stored = vault.objects.add([b"to be deleted"], meta={})
    with vault.change("Deleted for good") as tx:
        tx.insert(Tombstone(of_table="object", of_id=stored.id, object_id=stored.id))
    vault.close()
    unlock(vault.path)
    assert not vault.objects.path(stored.id).exists()


def test_a_half_written_document_is_removed_after_a_crash(vault: Vault, unlock: Callable) -> None:
    stored = vault.objects.add([b"whole"], meta={})
    left = vault.objects.path(stored.id).with_name("f" * 32 + ".age.part")
    left.write_bytes(b"half")
    vault.close()
    (vault.path / "lock.json").write_text("{}")  # what a killed process leaves
    unlock(vault.path)
    assert not left.exists()
    assert vault.objects.path(stored.id).exists()


# --- media that cannot be written -----------------------------------------------------------

_READ_ONLY = """
import os, sys
from pathlib import Path
from onrecord.domain.dispute import Dispute
from onrecord.errors import Refused
from onrecord.vault.vault import Vault
if os.getuid() == 0:  # who may do everything first loads what others may not reach, then cannot
    warm, _ = Vault.create(sys.argv[3], "warm", work_factor=4, memory=None)
    warm.verify()
    warm.close()
    Path(sys.argv[1]).as_uri()  # which loads more from Python 3.13 on
    os.setgid(65534)
    os.setuid(65534)
vault = Vault.open(sys.argv[1], sys.argv[2], memory=None)
assert vault.read_only
print([one.title for one in vault.find(Dispute)], vault.index.search("kilowatt"), vault.warnings)
assert vault.verify().ok
try:
    with vault.change("Never"): pass
except Refused as error:
    print(error)
vault.close()
"""


@pytest.mark.skipif(os.name != "posix", reason="permissions of folders are another matter there")
def test_a_vault_that_cannot_be_written_to_can_be_read(vault: Vault, tmp_path: Path) -> None:
    add_dispute(vault, "Readable")
    vault.close()
    # Not below pytest's own folder, which only its user may enter.
    with tempfile.TemporaryDirectory() as outside:
        Path(outside).chmod(0o755)
        medium = Path(shutil.copytree(vault.path, Path(outside) / "medium"))
        everything = [medium, *medium.rglob("*")]
        for path in everything:
            path.chmod(0o555 if path.is_dir() else 0o444)
        before = {path: path.stat().st_mtime_ns for path in everything}
        said = subprocess.run(
            [sys.executable, "-c", _READ_ONLY, str(medium), PASSPHRASE, str(tmp_path / "warm")],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        after = {path: path.stat().st_mtime_ns for path in (medium, *medium.rglob("*"))}
        for path in everything:
            path.chmod(0o755 if path.is_dir() else 0o644)
    assert said.returncode == 0, said.stderr
    assert said.stdout.splitlines() == [
        "['Readable'] [] []",
        "This vault lies where nothing can be written, so it can only be read. Copy it to a disk "
        "of this computer to change it.",
    ]
    assert after == before


def test_it_leaves_no_trace_outside_where_told_not_to(
    vault: Vault, unlock: Callable, memory: Memory, tmp_path: Path
) -> None:
    vault.close()
    memory.forget(vault.vault_id)
    again = unlock(vault.path, elsewhere=True)
    add_dispute(again)
    again.close()
    assert memory.recall(vault.vault_id) is None
    assert sorted(path.name for path in tmp_path.rglob("*") if vault.path not in path.parents) == [
        "Sample.onrecord", "computer",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["50 % sure?#1 & 'mine'.onrecord", "Ünïcode – 請求書"])
def test_a_folder_may_have_any_name(new_vault: Callable, unlock: Callable, name: str) -> None:
    vault = new_vault(name)
    dispute = add_dispute(vault)
    vault.close()
    assert unlock(vault.path).get(Dispute, dispute.id) == dispute
