"""A stored file that no record knows may be the only copy: it comes back, or stays."""

from __future__ import annotations

from onrecord.domain.evidence import Evidence, ObjectRecord
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.bring_back import bring_back
from onrecord.services.stored import original_chunks
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


def test_there_may_be_nothing_to_bring_back(vault: Vault) -> None:
    assert bring_back(vault).words == "Nothing was brought back."
