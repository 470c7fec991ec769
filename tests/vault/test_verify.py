from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import onrecord.ui
from onrecord.domain.contact import Contact
from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import Evidence
from onrecord.errors import Cancelled, KnownError
from onrecord.vault.vault import Vault
from onrecord.vault.verify import VerifyReport
from vault.conftest import WORK_FACTOR

PAGE = 4096


@pytest.fixture
def full(vault: Vault, keep_document: Callable) -> Vault:
    """A vault with a little of everything."""
    with vault.change("Opened a dispute") as tx:
        dispute = tx.insert(Dispute(title="They billed me twice"))
    with vault.change("Call on record") as tx:
        tx.insert(Contact(notes="She promised a refund by Friday", reference="NT-4471"))
        tx.patch(Dispute, dispute.id, summary="In March")
    document = keep_document(vault, b"bill " * 50_000, "bill-march.txt")
    vault.index.put_document(document.id, [])
    return vault


def behind_our_back(vault: Vault, sql: str, *args: object) -> None:
    """Changes a row as somebody with the key and another program would."""
    with vault.store.writing("Not saved") as connection:
        assert connection.execute(sql, args).rowcount > 0


def problems(report: VerifyReport) -> str:
    assert not report.ok
    for problem in report.problems:
        assert problem[0].isupper(), problem
        assert problem.endswith("."), problem
    return "\n".join(report.problems)


def test_a_sound_vault_has_no_problems(full: Vault) -> None:
    report = full.verify()
    assert report.problems == ()
    assert report.notes == ()
    assert report.ok
    assert report.head == full.custody_head()
    assert (report.object_count, report.object_bytes) == (1, 250_000)
    assert len(report.checks) >= 6


def test_an_altered_record_is_found(full: Vault) -> None:
    behind_our_back(full, "UPDATE contact SET notes = 'She promised nothing'")
    assert "is not what was saved last" in problems(full.verify())


def test_a_record_taken_out_is_found(full: Vault) -> None:
    behind_our_back(full, "DELETE FROM contact")
    assert "is missing" in problems(full.verify())


def test_a_record_put_in_is_found(full: Vault) -> None:
    behind_our_back(full, "UPDATE contact SET id = 'ffffffffffffffff'")
    found = problems(full.verify())
    assert "ffffffffffffffff is in the records, but not in the history" in found


def test_a_removed_record_put_back_is_found(full: Vault) -> None:
    row = full.query("SELECT * FROM contact")[0]
    with full.change("Removed") as tx:
        tx.remove(Contact, row["id"])
    behind_our_back(full, f"INSERT INTO contact VALUES ({','.join('?' * len(row))})", *row.values())
    assert "not in the history" in problems(full.verify())


def test_an_altered_history_is_found(full: Vault) -> None:
    behind_our_back(full, "UPDATE custody SET words = 'Something else' WHERE seq = 2")
    assert "Entry 2 of the history was altered" in problems(full.verify())


def test_a_history_cut_off_with_its_records_is_found_by_what_is_remembered(
    full: Vault, unlock: Callable
) -> None:
    full.close()
    again = unlock(full.path)
    head = again.custody_head()
    again.checkpoint()
    behind_our_back(again, "DELETE FROM custody WHERE seq = ?", head.length)
    assert "older copy" in problems(again.verify())


def test_a_history_written_anew_is_found_by_what_is_remembered(
    full: Vault, new_vault: Callable
) -> None:
    full.checkpoint()
    # Every link holds again, since all hashes are computed anew.
    from onrecord.vault.custody import CustodyHead, Entry, next_entry

    rows = full.query("SELECT * FROM custody ORDER BY seq")
    head = CustodyHead()
    for row in rows:
        words = "Something else" if row["seq"] == 1 else row["words"]
        old = Entry(**row)
        entry = next_entry(
            head, at=old.at, words=words, of_table=old.of_table, of_id=old.of_id,
            revision=old.revision, row=None,
        )  # fmt: skip
        entry = type(entry)(**{**vars(entry), "row_sha256": old.row_sha256, "sha256": ""})
        from onrecord.vault.custody import entry_digest

        entry = type(entry)(**{**vars(entry), "sha256": entry_digest(entry)})
        head = CustodyHead(entry.seq, entry.sha256)
        behind_our_back(
            full,
            "UPDATE custody SET words = ?, previous_sha256 = ?, sha256 = ? WHERE seq = ?",
            entry.words, entry.previous_sha256, entry.sha256, entry.seq,
        )  # fmt: skip
    found = problems(full.verify())
    assert "history was altered" not in found
    assert "another copy" in found


def test_any_older_page_put_back_is_found(full: Vault, unlock: Callable, tmp_path: Path) -> None:
    # SQLCipher accepts such a page: it was right once, in this very place.
    full.checkpoint()
    path = full.path / "vault.db"
    older = path.read_bytes()
    contact = full.find(Contact)[0]
    with full.change("Corrected") as tx:
        tx.patch(Contact, contact.id, notes="She promised a refund by Monday")
    expected = (full.find(Contact), full.custody_head())
    full.close()
    newer = path.read_bytes()
    changed = [
        at
        for at in range(0, min(len(older), len(newer)), PAGE)
        if older[at : at + PAGE] != newer[at : at + PAGE]
    ]
    accepted = 0
    for at in changed:
        path.write_bytes(newer[:at] + older[at : at + PAGE] + newer[at + PAGE :])
        try:
            again = unlock(full.path)
        except KnownError:
            continue
        same = (again.find(Contact), again.custody_head()) == expected
        accepted += not same and not again.store.check()
        assert same or again.warnings or not again.verify().ok, f"page at {at}"
        again.close()
        path.write_bytes(newer)
    assert accepted  # else this test would show nothing


def test_a_damaged_page_is_found(full: Vault, unlock: Callable) -> None:
    root = full.query("SELECT rootpage FROM sqlite_master WHERE name = 'contact'")[0]["rootpage"]
    full.close()
    path = full.path / "vault.db"
    whole = path.read_bytes()
    at = root * PAGE - PAGE // 2
    path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    report = unlock(full.path).verify()
    assert "page" in problems(report)


@pytest.mark.parametrize("harm", ["a flipped bit", "cut off", "missing", "another object"])
def test_a_damaged_document_is_found_by_its_name(
    full: Vault, keep_document: Callable, harm: str
) -> None:
    stored = full.objects.path(full.find(Evidence)[0].object_id)
    whole = stored.read_bytes()
    if harm == "a flipped bit":
        stored.write_bytes(whole[:150_000] + bytes([whole[150_000] ^ 1]) + whole[150_001:])
    elif harm == "cut off":
        stored.write_bytes(whole[:-100])
    elif harm == "missing":
        stored.unlink()
    else:
        other = keep_document(full, b"bill " * 50_000, "other.txt")
        stored.write_bytes(full.objects.path(other.object_id).read_bytes())
    report = full.verify()
    assert "bill-march.txt" in problems(report)
    assert len(report.problems) == 1


def test_a_document_that_no_record_names_is_noted_and_is_no_problem(full: Vault) -> None:
    stored = full.objects.add([b"found again"], meta={})
    report = full.verify()
    assert report.ok
    assert [stored.id in note for note in report.notes] == [True]


@pytest.mark.parametrize("harm", ["a flipped bit", "missing", "another file's"])
def test_a_note_that_is_not_its_own_is_found_and_written_again(
    full: Vault, keep_document: Callable, unlock: Callable, harm: str
) -> None:
    one = full.find(Evidence)[0]
    note = full.objects.note_path(one.object_id)
    whole, stamp = note.read_bytes(), note.stat().st_mtime
    if harm == "a flipped bit":
        note.write_bytes(whole[:-40] + bytes([whole[-40] ^ 1]) + whole[-39:])
    elif harm == "missing":
        note.unlink()
    else:
        other = keep_document(full, b"another", "other.txt")
        note.write_bytes(full.objects.note_path(other.object_id).read_bytes())
    report = full.verify()
    (said,) = report.problems
    assert one.object_id in problems(report)
    assert "written again" in said and "bill-march.txt" in said
    assert full.verify().ok
    assert (note.stat().st_size, note.stat().st_mtime) == (len(whole), stamp)
    # It serves as the first one did: where the records are gone it tells what the file is.
    found = {one.id: one for one in full.objects.unlisted([])}[one.object_id]
    assert (found.meta, found.problem) == ({"file_name": "bill-march.txt"}, "")


def test_a_note_is_not_written_beside_a_damaged_file_or_where_nothing_may_be(
    full: Vault, keep_document: Callable
) -> None:
    one = full.find(Evidence)[0]
    full.objects.note_path(one.object_id).unlink()
    full.read_only = True
    assert "written again" not in problems(full.verify())
    full.read_only = False
    full.objects.path(one.object_id).write_bytes(b"")
    report = full.verify()
    assert "written again" not in problems(report)
    assert [one.object_id in problem for problem in report.problems] == [True, True]


@pytest.mark.parametrize("harm", ["a flipped bit", "cut off", "cut down to nothing"])
def test_a_damaged_earlier_state_is_found_by_its_name(full: Vault, harm: str) -> None:
    path = full.snapshot()
    whole = path.read_bytes()
    if harm == "a flipped bit":
        for at in range(PAGE // 2, len(whole), 3 * PAGE):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            assert path.name in problems(full.verify()), at
    else:
        path.write_bytes(whole[: 3 * PAGE] if harm == "cut off" else b"")
        assert path.name in problems(full.verify())
    path.write_bytes(whole)
    assert full.verify().ok


def test_earlier_states_that_are_gone_are_found(full: Vault, unlock: Callable) -> None:
    full.close()
    again = unlock(full.path)
    assert again.verify().ok
    for path in (full.path / "snapshots").iterdir():
        path.unlink()
    assert "No earlier state is left" in problems(again.verify())
    (full.path / "snapshots").rmdir()
    assert "snapshots folder is missing" in problems(again.verify())
    with again.change("Corrected") as tx:
        tx.insert(Dispute(title="Another"))
    again.close()
    assert unlock(full.path).verify().ok


@pytest.mark.parametrize("harm", ["another's words", "missing"])
def test_other_steps_to_recover_are_found_and_written_again_at_unlock(
    full: Vault, unlock: Callable, harm: str
) -> None:
    steps = full.path / "README-RECOVERY.txt"
    if harm == "missing":
        steps.unlink()
    else:
        steps.write_text("Send your passphrase to x")
    assert "README-RECOVERY.txt" in problems(full.verify())
    full.close()
    again = unlock(full.path)
    (warning,) = again.warnings
    assert "README-RECOVERY.txt" in warning and "written again" in warning
    assert "age -d" in steps.read_text()
    assert again.verify().ok
    again.close()
    assert unlock(full.path).warnings == []


@pytest.mark.parametrize("remedy", ["a new sheet", "the code"])
def test_a_second_key_copy_that_differs_is_found_and_the_remedy_helps(
    full: Vault, unlock: Callable, remedy: str
) -> None:
    code = full.new_recovery_code(work_factor=WORK_FACTOR)
    (full.path / "keys" / "recovery.2.age").write_bytes(b"")
    said = problems(full.verify())
    assert "recovery key" in said
    assert "Make a new recovery sheet (File, “Recovery sheet”), or unlock once with" in said
    if remedy == "a new sheet":
        full.new_recovery_code(work_factor=WORK_FACTOR)
    else:
        full.close()
        Vault.open_with_recovery_code(full.path, code, memory=None).close()
        full = unlock(full.path)
    assert full.verify().ok


def test_the_remedies_for_key_copies_quote_the_window(full: Vault) -> None:
    full.write_keyring_slot("0" * 64, work_factor=WORK_FACTOR)
    for slot in ("passphrase", "recovery", "keyring"):
        (full.path / "keys" / f"{slot}.2.age").unlink()
    said = full.verify().problems
    assert len(said) == 3
    ui = Path(onrecord.ui.__file__).parent
    shown = (ui / "actions.py").read_text("utf-8") + (ui / "shell/system_unlock.py").read_text(
        "utf-8"
    )
    for problem in said:
        (quoted,) = re.findall("“(.+)”", problem)
        assert f'"{quoted}' in shown.replace("&", ""), quoted


def test_it_tells_how_far_it_is_and_can_be_stopped(full: Vault) -> None:
    told: list[tuple[int, int, str]] = []
    full.verify(progress=lambda done, total, words: told.append((done, total, words)))
    assert told[-1][:2] == (250_000, 250_000)
    assert len({words for _, _, words in told}) >= 3
    with pytest.raises(Cancelled):
        full.verify(cancelled=lambda: True)
    asked = iter(range(1000))
    with pytest.raises(Cancelled):
        full.verify(cancelled=lambda: next(asked) > 30)
    full.undo(_change(full))


def _change(vault: Vault):
    with vault.change("Still usable") as tx:
        tx.insert(Dispute())
    return tx.change
