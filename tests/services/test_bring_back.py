"""A stored file that no record knows may be the only copy: it comes back, or stays."""

from __future__ import annotations

import pytest

from onrecord.domain.evidence import Evidence, ObjectRecord
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.bring_back import bring_back
from onrecord.services.stored import object_record, original_chunks
from onrecord.services.trash import trash_items
from onrecord.vault.objects import ObjectStore
from onrecord.vault.unlisted import UNFINISHED
from onrecord.vault.vault import Vault


def test_a_file_the_records_do_not_know_comes_back_whole(vault: Vault) -> None:
    vault.objects.add([b"the only copy of a bill"], meta={"file_name": "bill march.pdf"})
    assert vault.verify().notes
    result = bring_back(vault)
    assert result.count == 1 and "Brought back 1 document" in result.words
    (evidence,) = vault.find(Evidence)
    assert (evidence.file_name, evidence.title) == ("bill march.pdf", "bill march")
    assert b"".join(original_chunks(vault, evidence)) == b"the only copy of a bill"
    report = vault.verify()
    assert report.ok and not report.notes


def test_what_is_kept_already_or_not_whole_is_left_alone(vault: Vault) -> None:
    attach_files(vault, [Pasted("a.txt", b"kept already")])
    vault.objects.add([b"kept already"], meta={"file_name": "a.txt"})
    spoilt = vault.objects.add([b"x" * 100_000], meta={"file_name": "b.txt"})
    path = vault.objects.path(spoilt.id)
    data = bytearray(path.read_bytes())
    data[-100] ^= 1
    path.write_bytes(data)
    result = bring_back(vault)
    assert (result.count, result.left) == (0, 2)
    assert path.exists() and vault.count(ObjectRecord, "", []) == 1


@pytest.mark.parametrize(
    "why", ["the one on record is damaged", "the one on record is in the trash", "it is damaged",
            "an earlier state names it", "the history names it", "an earlier state is damaged",
            "it was added just now"],
)  # fmt: skip
def test_a_second_copy_that_may_be_needed_is_left_alone(vault: Vault, why: str) -> None:
    found = vault.objects.add([b"x" * 1000], meta={"file_name": "a.txt"})
    if why == "an earlier state names it" or why == "the history names it":
        with vault.change("Added") as tx:
            tx.insert(object_record(found))
        if why == "an earlier state names it":
            vault.snapshot()
        with vault.change("Removed") as tx:
            tx.remove(ObjectRecord, found.id)
        if why == "an earlier state names it":
            with vault.store.writing("Not saved") as connection:
                connection.execute("DELETE FROM custody WHERE of_id = ?", [found.id])
    if why == "an earlier state is damaged":
        vault.snapshot().write_bytes(b"")
    (added,) = attach_files(vault, [Pasted("a.txt", b"x" * 1000)]).added
    kept = vault.get(Evidence, added)
    spoilt = {"the one on record is damaged": kept.object_id, "it is damaged": found.id}.get(why)
    if spoilt:
        path = vault.objects.path(spoilt)
        path.write_bytes(path.read_bytes()[:-50] + b"y" * 50)
    if why == "the one on record is in the trash":
        trash_items(vault, [(Evidence, added)])
    if why != "it was added just now":
        vault.objects = _as_after_an_unlock(vault)
    result = bring_back(vault)
    assert (result.count, result.left, result.removed) == (0, 1, 0)
    assert "1 stored file was left alone" in result.words
    assert vault.objects.path(found.id).exists()


def test_without_a_reason_to_keep_it_a_second_copy_is_removed(vault: Vault) -> None:
    found = vault.objects.add([b"x" * 1000], meta={"file_name": "a.txt"})
    vault.snapshot()
    attach_files(vault, [Pasted("a.txt", b"x" * 1000)])
    vault.objects = _as_after_an_unlock(vault)
    result = bring_back(vault)
    assert (result.count, result.left, result.removed) == (0, 0, 1)
    assert result.words == "Nothing was brought back. Removed 1 second copy of what is on record."
    assert not vault.objects.path(found.id).exists()
    assert not vault.objects.note_path(found.id).exists()


@pytest.mark.parametrize("why", ["", "it is being made", "an earlier state names it"])
def test_a_pdf_whose_making_was_cut_off_goes_unless_something_named_it(
    vault: Vault, why: str
) -> None:
    found = vault.objects.add([b"%PDF-"], meta=UNFINISHED)
    if why == "an earlier state names it":
        with vault.change("Made a PDF") as tx:
            tx.insert(object_record(found))
        vault.snapshot()
        with vault.store.writing("Not saved") as connection:
            connection.execute("DELETE FROM object")
            connection.execute("DELETE FROM custody WHERE of_id = ?", [found.id])
    if why == "it is being made":
        assert not vault.verify().notes
    else:
        vault.objects = _as_after_an_unlock(vault)
        (note,) = vault.verify().notes
        assert "is a PDF that was not finished: making it was cut off" in note
    result = bring_back(vault)
    assert vault.objects.path(found.id).exists() == bool(why)
    assert (result.unfinished, result.left) == ((0, 1) if why else (1, 0))
    assert ("Removed 1 PDF whose making was cut off." in result.words) != bool(why)


def test_of_two_found_copies_one_comes_back(vault: Vault) -> None:
    for _ in range(2):
        vault.objects.add([b"x" * 1000], meta={"file_name": "a.txt"})
    vault.objects = _as_after_an_unlock(vault)
    result = bring_back(vault)
    assert (result.count, result.left, result.removed) == (1, 0, 1)
    (evidence,) = vault.find(Evidence)
    assert b"".join(original_chunks(vault, evidence)) == b"x" * 1000
    report = vault.verify()
    assert report.ok and not report.notes


def _as_after_an_unlock(vault: Vault) -> ObjectStore:
    return ObjectStore(vault.path, vault.keyring, fixed_time=vault.objects.fixed_time)


def test_there_may_be_nothing_to_bring_back(vault: Vault) -> None:
    assert bring_back(vault).words == "Nothing was brought back."
