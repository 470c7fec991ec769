"""Safe first, understood second: what becomes of everything that can be dropped."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.domain.evidence import DisputeEvidence, Evidence, ObjectRecord
from onrecord.errors import KnownError
from onrecord.services import attach_files as module
from onrecord.services import gathering
from onrecord.services.attach_files import AttachResult, Pasted, attach_files
from onrecord.services.open_dispute import open_dispute
from onrecord.services.stored import original_chunks
from onrecord.services.trash import purge_items, purge_trash, restore_items, trash_items
from onrecord.services.undo_change import undo_change
from onrecord.services.views.to_sort import to_sort
from onrecord.vault.objects import ObjectGroup
from onrecord.vault.vault import Vault

needs_posix = pytest.mark.skipif(os.name != "posix", reason="a POSIX kind of file")


def states(result: AttachResult) -> dict[str, str]:
    return {outcome.name: outcome.state for outcome in result.outcomes}


def sentence(result: AttachResult, name: str) -> str:
    return next(o.sentence for o in result.outcomes if o.name == name)


def write(folder: Path, name: str, data: bytes = b"some words") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_a_file_dropped_on_a_dispute_is_kept_byte_for_byte(
    vault: Vault, dispute: str, folder: Path
) -> None:
    data = os.urandom(3_000_000)
    result = attach_files(vault, [write(folder, "Bill_March.pdf", data)], dispute_id=dispute)
    assert states(result) == {"Bill_March.pdf": "added"}
    evidence = vault.get(Evidence, result.added[0])
    assert evidence.title == "Bill March"
    assert evidence.file_name == "Bill_March.pdf"
    assert evidence.read_state == "waiting"
    assert b"".join(original_chunks(vault, evidence)) == data
    stored = vault.get(ObjectRecord, evidence.object_id)
    assert stored.sha256 == hashlib.sha256(data).hexdigest()
    assert vault.count(DisputeEvidence, "dispute_id = ?", [dispute]) == 1
    assert result.change.words == "Added 1 document"


def test_a_drop_outside_a_dispute_goes_to_to_sort(vault: Vault, folder: Path) -> None:
    result = attach_files(vault, [write(folder, "a.txt"), Pasted("Pasted picture.png", b"\x89PNG")])
    assert len(result.added) == 2
    assert {row.words for row in to_sort(vault)} == {"a", "Pasted picture"}


def test_a_folder_is_walked_in_order_and_nothing_is_skipped_silently(
    vault: Vault, folder: Path
) -> None:
    write(folder, "b.txt", b"b")
    write(folder, "a/2.txt", b"two")
    write(folder, "a/1.txt", b"one")
    write(folder, ".hidden.txt", b"hidden")
    write(folder, "Thumbs.db", b"thumbs")
    (folder / "c").mkdir()
    result = attach_files(vault, [folder])
    assert [(o.name, o.state) for o in result.outcomes] == [
        ("papers/.hidden.txt", "added"),
        ("papers/Thumbs.db", "refused"),
        ("papers/a/1.txt", "added"),
        ("papers/a/2.txt", "added"),
        ("papers/b.txt", "added"),
        ("papers/c", "refused"),
    ]
    assert "empty folder" in sentence(result, "papers/c")


@pytest.mark.skipif(sys.platform != "linux", reason="a name that is no text, on Linux only")
def test_a_name_that_is_no_text_is_kept_as_well_as_can_be(vault: Vault, folder: Path) -> None:
    (folder / os.fsdecode(b"caf\xe9 \xff.txt")).write_bytes(b"old disk")
    result = attach_files(vault, [folder, folder / os.fsdecode(b"caf\xe9 \xff.txt")])
    assert [o.state for o in result.outcomes] == ["added", "duplicate"]
    assert vault.get(Evidence, result.added[0]).file_name == "caf\ufffd \ufffd.txt"


@needs_posix
def test_each_bad_source_gets_its_own_sentence_while_the_rest_goes_on(
    vault: Vault, folder: Path
) -> None:
    write(folder, "good.txt", b"good")
    write(folder, "empty.pdf", b"")
    locked = write(folder, "locked.pdf", b"locked")
    os.mkfifo(folder / "pipe")
    (folder / "gone.pdf").symlink_to(folder / "nowhere.pdf")
    (folder / "loop").symlink_to(folder)
    (folder / "knot").symlink_to(folder / "knot")
    locked.chmod(0)
    result = attach_files(
        vault,
        [folder, folder / "vanished.pdf", Path(os.devnull), Pasted("nothing.png", b""), vault.path],
    )
    found = states(result)
    assert found.pop("papers/good.txt") == "added"
    if os.geteuid():
        assert "may not be read" in sentence(result, "papers/locked.pdf")
    else:
        found.pop("papers/locked.pdf")
    assert set(found.values()) == {"refused"}
    assert sentence(result, "papers/empty.pdf").startswith(
        "papers/empty.pdf is empty: there is nothing in it to keep."
    )
    assert "not there any more" in sentence(result, "papers/gone.pdf")
    assert "above it" in sentence(result, "papers/loop")
    assert "leads back to itself" in sentence(result, "papers/knot")
    assert "not a file to keep" in sentence(result, "papers/pipe")
    assert "not there any more" in sentence(result, "vanished.pdf")
    assert "not a file to keep" in sentence(result, "null")
    assert "nothing in it" in sentence(result, "nothing.png")
    assert "this vault itself" in sentence(result, vault.path.name)
    assert vault.objects.unlisted({o.id for o in vault.find(ObjectRecord)}) == []


def test_a_file_that_vanishes_after_the_walk_costs_one_sentence(
    vault: Vault, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [write(folder, f"{n}.txt", b"%d" % n) for n in range(3)]

    def progress(done: int, total: int, words: str) -> None:
        if done == 1:
            paths[1].unlink(missing_ok=True)

    result = attach_files(vault, paths, progress=progress)
    assert states(result) == {"0.txt": "added", "1.txt": "refused", "2.txt": "added"}


def test_a_file_that_grows_while_it_is_read_is_refused(
    vault: Vault, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(folder, "log.txt", b"x" * 3_000_000)
    grown = False

    def stop() -> bool:  # asked between two pieces
        nonlocal grown
        if not grown and path.stat().st_size:
            grown = True
            with path.open("ab") as file:
                file.write(b"more")
        return False

    monkeypatch.setattr(gathering, "CHUNK", 1_000_000)
    found = gathering.Found("log.txt", path=path, length=3_000_000)
    pieces: Iterator[bytes] = gathering.chunks(found, stop)
    with pytest.raises(Exception, match="changed while it was being read"):
        list(pieces)


def test_the_same_bytes_are_kept_once_and_said_to_be_there(
    vault: Vault, dispute: str, folder: Path
) -> None:
    first = write(folder, "bill.pdf", b"%PDF the same bytes")
    second = write(folder, "copy of bill.pdf", b"%PDF the same bytes")
    other = write(folder, "other.pdf", b"%PDF other bytes !!")
    result = attach_files(vault, [first, second, other], dispute_id=dispute)
    assert states(result) == {
        "bill.pdf": "added", "copy of bill.pdf": "duplicate", "other.pdf": "added",
    }  # fmt: skip
    assert "in this dispute already, as “bill”" in sentence(result, "copy of bill.pdf")
    assert vault.count(ObjectRecord) == 2
    again = attach_files(vault, [first])
    assert "in your vault already" in sentence(again, "bill.pdf")


def test_many_are_kept_group_by_group(
    vault: Vault, dispute: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_GROUP", 2)
    paths = [write(folder, f"{n}.txt", b"the words of %d" % n) for n in range(7)]
    copy = write(folder, "copy of 1.txt", b"the words of 1")
    result = attach_files(vault, [*paths[:2], copy, *paths[2:], copy], dispute_id=dispute)
    assert [o.state for o in result.outcomes] == [
        "added", "added", "duplicate", "added", "added", "added", "added", "added", "duplicate",
    ]  # fmt: skip
    assert result.change.words == "Added 7 documents"
    assert vault.count(DisputeEvidence, "dispute_id = ?", [dispute]) == 7
    undo_change(vault, result.change)
    assert vault.count(Evidence, "trashed_at = ''") == 0


def test_a_group_that_cannot_be_kept_costs_no_other_its_place(
    vault: Vault, dispute: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first two, and not what stands after them; a copy of one of them is then the one kept."""
    monkeypatch.setattr(module, "_GROUP", 2)
    seal, sealed = ObjectGroup.seal, 0

    def fails_once(self: ObjectGroup) -> None:
        nonlocal sealed
        sealed += 1
        if sealed == 1:
            raise KnownError("The disk is full.")
        seal(self)

    monkeypatch.setattr(ObjectGroup, "seal", fails_once)
    paths = [write(folder, f"{n}.txt", b"the words of %d" % n) for n in range(4)]
    copy = write(folder, "copy of 1.txt", b"the words of 1")
    result = attach_files(vault, [*paths[:2], copy, *paths[2:]], dispute_id=dispute)
    assert [o.state for o in result.outcomes] == ["refused", "refused", "added", "added", "added"]
    assert sentence(result, "1.txt") == "1.txt was not added. The disk is full."
    assert vault.count(Evidence) == 3
    assert vault.objects.unlisted({o.id for o in vault.find(ObjectRecord)}) == []
    assert not list(vault.path.glob("objects/*/*.part"))


def test_a_duplicate_in_another_dispute_links_the_one_document(
    vault: Vault, dispute: str, folder: Path
) -> None:
    path = write(folder, "bill.pdf")
    evidence = attach_files(vault, [path], dispute_id=dispute).added[0]
    second = open_dispute(vault, "Hotel (sample)", "Kept the deposit").result
    result = attach_files(vault, [path], dispute_id=second)
    assert "now serves this dispute too" in sentence(result, "bill.pdf")
    links = vault.find(DisputeEvidence, "evidence_id = ?", [evidence])
    assert {link.dispute_id for link in links} == {dispute, second}
    vault.undo(result.change)
    assert vault.count(DisputeEvidence, "evidence_id = ?", [evidence]) == 1


def test_what_is_in_the_trash_is_said_to_be_there(vault: Vault, folder: Path) -> None:
    path = write(folder, "bill.pdf")
    evidence = attach_files(vault, [path]).added[0]
    trash_items(vault, [(Evidence, evidence)])
    result = attach_files(vault, [path])
    assert result.outcomes[0].state == "in_trash"
    assert result.outcomes[0].evidence_id == evidence
    assert "is in the trash since" in result.outcomes[0].sentence
    restore_items(vault, [(Evidence, evidence)])
    assert attach_files(vault, [path]).outcomes[0].state == "duplicate"


def test_stopping_leaves_whole_documents_only(vault: Vault, folder: Path) -> None:
    paths = [write(folder, f"{n}.bin", os.urandom(2_500_000)) for n in range(4)]
    taken = asked = 0

    def progress(done: int, _total: int, _words: str) -> None:
        nonlocal taken
        taken = done

    def cancelled() -> bool:  # in the middle of the second one
        nonlocal asked
        asked += taken == 1
        return asked > 2

    result = attach_files(vault, paths, progress=progress, cancelled=cancelled)
    assert result.stopped
    assert [outcome.state for outcome in result.outcomes] == ["added"] + 3 * ["refused"]
    for id in result.added:
        evidence = vault.get(Evidence, id)
        data = b"".join(original_chunks(vault, evidence))
        assert data == (folder / evidence.file_name).read_bytes()
    assert vault.objects.unlisted({o.id for o in vault.find(ObjectRecord)}) == []


def test_undoing_an_import_moves_it_to_the_trash_and_can_be_done_again(
    vault: Vault, dispute: str, folder: Path
) -> None:
    change = attach_files(vault, [write(folder, "a.txt")], dispute_id=dispute).change
    undone = undo_change(vault, change)
    assert vault.count(Evidence, "trashed_at = ''") == 0
    undo_change(vault, undone)
    assert vault.count(Evidence, "trashed_at = ''") == 1


def test_the_trash_is_emptied_for_good_but_never_takes_what_another_dispute_uses(
    vault: Vault, dispute: str, folder: Path
) -> None:
    from onrecord.domain.dispute import Dispute

    shared, own = write(folder, "shared.txt", b"shared"), write(folder, "own.txt", b"own")
    attach_files(vault, [shared, own], dispute_id=dispute)
    second = open_dispute(vault, "Hotel (sample)", "Kept the deposit").result
    attach_files(vault, [shared], dispute_id=second)
    trash_items(vault, [(Dispute, dispute)])
    assert purge_trash(vault).words == "The trash holds nothing that old"
    purge_trash(vault, older_than_days=0)
    assert [e.file_name for e in vault.find(Evidence)] == ["shared.txt"]
    assert vault.count(DisputeEvidence) == 1
    assert vault.objects.unlisted({o.id for o in vault.find(ObjectRecord)}) == []
    assert len(list(vault.objects.ids())) == 1


def test_what_is_deleted_for_good_one_by_one_is_only_what_is_in_the_trash(
    vault: Vault, dispute: str, folder: Path
) -> None:
    first, second = attach_files(
        vault, [write(folder, "a.txt", b"a"), write(folder, "b.txt", b"b")], dispute_id=dispute
    ).added
    trash_items(vault, [(Evidence, first)])
    change = purge_items(vault, [(Evidence, first), (Evidence, second)])
    assert change.words == "Deleted 1 item for good"
    assert [e.id for e in vault.find(Evidence)] == [second]
    assert len(list(vault.objects.ids())) == 1


def test_a_dispute_that_is_deleted_for_good_leaves_nothing_of_its_own(
    vault: Vault, dispute: str
) -> None:
    from dataclasses import fields

    from onrecord.domain.dispute import Dispute
    from onrecord.domain.tables import RECORDS
    from onrecord.services.letters.start_letter import start_letter
    from onrecord.services.start_packet import start_packet

    start_letter(vault, dispute, "follow_up")
    start_packet(vault, dispute)
    own = [cls for cls in RECORDS if any(one.name == "dispute_id" for one in fields(cls))]
    made: list[str] = []
    with vault.change("One of each, as far as it can stand alone") as tx:
        for cls in own:
            needed = [
                f.name for f in fields(cls) if f.name.endswith("_id") and f.name != "dispute_id"
            ]
            if cls.TABLE in ("letter", "packet", "draft") or (
                needed and cls.TABLE.startswith("dispute_")
            ):
                continue
            try:
                tx.insert(cls(dispute_id=dispute))  # pyright: ignore[reportCallIssue]
            except TypeError:
                continue
            made.append(cls.TABLE)
    assert {"deadline", "planned_action", "fault_report"} <= set(made), made
    trash_items(vault, [(Dispute, dispute)])
    purge_items(vault, [(Dispute, dispute)])
    left = {cls.TABLE: vault.count(cls, "dispute_id = ?", [dispute]) for cls in own}
    assert not any(left.values()), left


def test_what_cites_a_document_goes_with_its_dispute_where_the_document_stays(
    vault: Vault, dispute: str
) -> None:
    from onrecord.domain.contact import Offer
    from onrecord.domain.dispute import Dispute
    from onrecord.domain.fact import Citation
    from onrecord.services.cite import Spot, add_cited

    paper = attach_files(vault, [Pasted("letter.txt", b"We offer 15.00")]).added[0]
    offer = Offer(dispute_id=dispute, words="15.00")
    add_cited(vault, offer, [Spot(paper)], "Added an offer")
    other = open_dispute(vault, "Another (sample)", "Billed twice").result
    with vault.change("In two disputes") as tx:
        tx.insert(DisputeEvidence(dispute_id=other, evidence_id=paper))
    trash_items(vault, [(Dispute, dispute)])
    purge_items(vault, [(Dispute, dispute)])
    assert vault.count(Evidence, "id = ?", [paper]) == 1
    assert not vault.count(Offer) and not vault.count(Citation)
