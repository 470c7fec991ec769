"""The machine stops in the middle: what was acknowledged stays, and nothing readable is left."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.domain.evidence import Evidence, ObjectRecord
from onrecord.domain.housekeeping import PendingExport
from onrecord.domain.packet import Bundle
from onrecord.intake.reader import Reader
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.bring_back import bring_back
from onrecord.services.drafts import drafts
from onrecord.services.read_documents import read_documents, waiting
from onrecord.services.stored import original_chunks
from onrecord.vault.clearing_up import clear_up
from onrecord.vault.objects import FoundObject
from onrecord.vault.vault import Vault

PASSPHRASE = "five plain words for tests"
_OPEN = f"""
import os, sys
from pathlib import Path
from onrecord.vault.vault import Vault
vault = Vault.open(sys.argv[1], {PASSPHRASE!r}, memory=None)
folder = Path(sys.argv[2])
"""


def stop_in(code: str, vault: Path, folder: Path) -> None:
    """Runs the code on the vault in a process that ends without a farewell."""
    done = subprocess.run(
        [sys.executable, "-c", _OPEN + code, str(vault), str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 9, done.stderr


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A vault that is closed."""
    path = tmp_path / "Mine.onrecord"
    Vault.create(path, PASSPHRASE, work_factor=4, memory=None)[0].close()
    return path


def unlisted(vault: Vault) -> list[FoundObject]:
    return vault.objects.unlisted({one.id for one in vault.find(ObjectRecord)})


def write_papers(folder: Path, count: int) -> None:
    for n in range(count):
        (folder / f"{n:03}.txt").write_bytes(b"%d" % n * 1000)


def test_an_export_that_was_cut_off_leaves_nothing_after_the_next_unlock(
    tmp_path: Path, path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "bill.txt").write_bytes(b"old")
    stop_in(
        """
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.extract_original import extract_original
from onrecord.services import writing_out
id = attach_files(vault, [Pasted("bill.txt", b"secret words")]).added[0]
writing_out._sync_folder = lambda folder: None
os.fsync = lambda handle: os._exit(9)
extract_original(vault, id, folder / "bill.txt")
""",
        path,
        out,
    )
    assert len(list(out.iterdir())) == 2
    with Vault.open(path, PASSPHRASE, memory=None) as vault:
        assert [p.name for p in out.iterdir()] == ["bill.txt"]
        assert (out / "bill.txt").read_bytes() == b"old"
        assert vault.count(PendingExport) == 0
        assert vault.verify().ok


def test_an_import_that_was_cut_off_keeps_whole_groups_only(folder: Path, path: Path) -> None:
    write_papers(folder, 150)
    stop_in(
        """
from onrecord.services import attach_files as attaching
from onrecord.services.attach_files import attach_files
attaching._GROUP_S = 600  # on a slow disk a group would end before it is full
def stop(done, total, words):
    if done == 140:  # behind two groups, the first of which is on record by then
        os._exit(9)
attach_files(vault, [folder], progress=stop)
""",
        path,
        folder,
    )
    with Vault.open(path, PASSPHRASE, memory=None) as vault:
        kept = vault.find(Evidence)
        assert len(kept) in (64, 128)
        for evidence in kept:
            data = b"".join(original_chunks(vault, evidence))
            assert data == (folder / evidence.file_name).read_bytes()
        assert not [found for found in unlisted(vault) if found.problem]
        result = attach_files(vault, [folder])
        assert {o.state for o in result.outcomes} == {"added", "duplicate"}
        assert vault.count(Evidence) == 150
        assert vault.verify().ok


def test_what_was_attached_again_after_a_crash_is_kept_once(folder: Path, path: Path) -> None:
    write_papers(folder, 5)
    stop_in(
        """
from onrecord.services import attach_files
attach_files._Run._commit = lambda self, group: os._exit(9)
attach_files.attach_files(vault, [folder])
""",
        path,
        folder,
    )
    with Vault.open(path, PASSPHRASE, memory=None) as vault:
        attach_files(vault, [folder])
        assert len(vault.verify().notes) == 5
        result = bring_back(vault)
        assert (
            result.words
            == "Nothing was brought back. Removed 5 second copies of what is on record."
        )
        report = vault.verify()
        assert report.ok and not report.notes
        for evidence in vault.find(Evidence):
            data = b"".join(original_chunks(vault, evidence))
            assert data == (folder / evidence.file_name).read_bytes()
        said = vault.query("SELECT words FROM custody WHERE of_table = 'tombstone'")
        assert [one["words"] for one in said] == ["Removed 5 second copies of stored files"] * 5
    with Vault.open(path, PASSPHRASE, memory=None) as again:
        assert again.warnings == [] and again.verify().ok


_EXPORT = """
from onrecord.services.export_bundle import export_bundle, packet_to_export
from onrecord.services.sample.build_sample import build_sample
from onrecord.services.workshop import Workshop
workshop = Workshop(vault)
packet = packet_to_export(vault, build_sample(workshop))
STOP
export_bundle(workshop, packet)
"""


def test_a_pdf_whose_making_was_cut_off_is_gone_after_the_next_unlock(
    tmp_path: Path, path: Path
) -> None:
    stop = "type(workshop.bundler).verify = lambda *_a, **_k: os._exit(9)"
    stop_in(_EXPORT.replace("STOP", stop), path, tmp_path)
    with Vault.open(path, PASSPHRASE, memory=None) as vault:
        assert vault.warnings == [] and not vault.count(Bundle)
        assert unlisted(vault) == []
        report = vault.verify()
        assert report.ok and not report.notes
        said = vault.query("SELECT words FROM custody WHERE of_table = 'tombstone'")
        assert [one["words"] for one in said] == ["Removed a PDF whose making was cut off"]


def test_a_pdf_that_was_finished_stays_though_the_machine_stopped_before_it_was_on_record(
    tmp_path: Path, path: Path
) -> None:
    stop = """
from onrecord.services import export_bundle as module
module.object_record = lambda _stored: os._exit(9)
"""
    stop_in(_EXPORT.replace("STOP", stop), path, tmp_path)
    with Vault.open(path, PASSPHRASE, memory=None) as vault:
        (kept,) = unlisted(vault)
        assert vault.verify().notes == (
            f"The stored file {kept.id} is a PDF that OnRecord made, but is not in the records. "
            "It is kept.",
        )
        assert bring_back(vault).left == 1 and unlisted(vault) == [kept]


def test_a_draft_is_found_after_a_crash(tmp_path: Path, path: Path) -> None:
    stop_in(
        """
from onrecord.services.drafts import save_draft
save_draft(vault, "contact", {"reference": "4471"})
os._exit(9)
""",
        path,
        tmp_path,
    )
    with Vault.open(path, PASSPHRASE, memory=None) as vault:
        assert [draft.body for draft in drafts(vault)] == [{"reference": "4471"}]


def test_making_and_exporting_the_sample_loads_no_parser_beside_the_keys(
    tmp_path: Path, path: Path
) -> None:
    stop_in(
        """
from onrecord.services.export_bundle import export_bundle, packet_to_export
from onrecord.services.sample.build_sample import build_sample
from onrecord.services.workshop import Workshop
workshop = Workshop(vault)
export_bundle(workshop, packet_to_export(vault, build_sample(workshop)), folder / "out.pdf")
parsers = {"pikepdf", "pypdf", "pypdfium2", "typst", "pi_heif", "nh3", "mammoth", "lxml"}
assert not parsers & set(sys.modules), parsers & set(sys.modules)
workshop.close()
os._exit(9)
""",
        path,
        tmp_path,
    )
    assert (tmp_path / "out.pdf").exists()


def test_statements_laid_out_by_an_earlier_version_are_read_anew(vault: Vault) -> None:
    rows = b"Date,Description,Amount\n2026-03-01,Northline,-84.20\n2026-03-02,Refund,84.20\n"
    files = [Pasted("account.csv", rows), Pasted("note.txt", b"I was charged twice")]
    statement, note = attach_files(vault, files).added
    reader = Reader(1)
    try:
        read_documents(vault, reader)
    finally:
        reader.close()
    clear_up(vault, left_behind=False, unclean=False)
    assert waiting(vault) == []
    vault.index.was_older = True  # as it is when it was brought up to this version
    clear_up(vault, left_behind=False, unclean=False)
    assert waiting(vault) == [statement] and note not in waiting(vault)
