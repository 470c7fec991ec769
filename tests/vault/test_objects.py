"""A document that was added is there, whole, and only as it was written; or it was never added."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import Cancelled, Damaged, KnownError
from onrecord.vault import durable, objects
from onrecord.vault.agefile import CHUNK
from onrecord.vault.keys import Generation, KeyRing
from onrecord.vault.objects import ObjectStore
from onrecord.vault.stored_object import StoredObject

RING = KeyRing((Generation.draw("v" * 32, 1),))
CREATED = 1_600_000_000.0
META = {"file_name": "bill march.pdf", "media_type": "application/pdf"}


@pytest.fixture
def store(tmp_path: Path) -> ObjectStore:
    return ObjectStore(tmp_path, RING, fixed_time=CREATED)


def files(store: ObjectStore) -> list[Path]:
    return [path for path in store.folder.rglob("*") if path.is_file()]


def flip(path: Path, at: int, bit: int = 0) -> None:
    data = bytearray(path.read_bytes())
    data[at % len(data)] ^= 1 << bit
    path.write_bytes(data)


# --- adding and reading ------------------------------------------------------------------


@given(pieces=st.lists(st.binary(max_size=3000), max_size=6))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_what_was_added_comes_back_bit_for_bit(store: ObjectStore, pieces: list[bytes]) -> None:
    data = b"".join(pieces)
    stored = store.add(iter(pieces), meta=META)
    assert (stored.length, stored.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert store.path(stored.id).stat().st_size == stored.ciphertext_length
    assert b"".join(store.chunks(stored)) == data
    assert b"".join(bytes(piece) for piece in store.passing(stored)) == data
    place = bytearray(store.passing(stored).length)
    store.passing(stored).fill(memoryview(place))
    assert place == data
    store.check(stored)
    with store.open(stored) as reader:
        reader.seek(len(data) // 2)
        assert reader.read() == data[len(data) // 2 :]


def test_who_makes_an_original_may_hand_it_over_piece_by_piece(store: ObjectStore) -> None:
    def make(take: Callable[[bytes], None]) -> None:
        for _ in range(3):
            take(b"x" * (CHUNK + 1))

    stored = store.add(make, meta=META)
    assert b"".join(store.chunks(stored)) == b"x" * 3 * (CHUNK + 1)

    def break_off(take: Callable[[bytes], None]) -> None:
        take(b"x" * CHUNK)
        raise Cancelled

    with pytest.raises(Cancelled):
        store.add(break_off, meta=META)
    assert list(store.ids()) == [stored.id]
    assert store.collect_parts() == 0


def test_nothing_readable_and_no_name_is_on_disk(store: ObjectStore) -> None:
    store.add([b"a very secret sentence"], meta=META)
    for path in files(store):
        assert b"secret" not in path.read_bytes()
        assert b"bill" not in path.read_bytes()
        assert "bill" not in path.name


def test_equal_documents_are_not_equal_on_disk(store: ObjectStore) -> None:
    one, other = store.add([b"same"], meta=META), store.add([b"same"], meta=META)
    assert one.sha256 == other.sha256
    assert one.header_sha256 != other.header_sha256
    assert store.path(one.id).read_bytes() != store.path(other.id).read_bytes()


def test_times_tell_nothing(store: ObjectStore) -> None:
    store.add([b"x"], meta=META)
    for path in [*files(store), store.folder, *store.folder.iterdir()]:
        assert path.stat().st_mtime == CREATED


def test_the_size_of_a_note_does_not_tell_the_length_of_a_name(store: ObjectStore) -> None:
    short, long = (
        store.add([b"x"], meta={"file_name": name}) for name in ("a", "a long name of a file" * 9)
    )
    assert store.note_path(short.id).stat().st_size == store.note_path(long.id).stat().st_size


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_only_this_user_may_read_an_object(store: ObjectStore) -> None:
    store.add([b"x"], meta=META)
    assert {path.stat().st_mode & 0o777 for path in files(store)} == {0o600}


def test_progress_counts_bytes(store: ObjectStore) -> None:
    seen: list[int] = []
    stored = store.add([b"ab", b"", b"cde"], meta=META, progress=seen.append)
    assert seen == [2, 2, 5]
    store.check(stored, progress=seen.append)
    assert seen[-1] == 5


def test_an_object_of_an_older_generation_still_opens(tmp_path: Path) -> None:
    old = ObjectStore(tmp_path, RING, fixed_time=CREATED).add([b"old"], meta=META)
    newer = KeyRing((Generation.draw("v" * 32, 2), *RING.generations))
    store = ObjectStore(tmp_path, newer, fixed_time=CREATED)
    new = store.add([b"new"], meta=META)
    assert (old.generation, new.generation) == (1, 2)
    assert [b"".join(store.chunks(one)) for one in (old, new)] == [b"old", b"new"]


# --- binding -----------------------------------------------------------------------------


@given(at=st.integers(0, 10**9), bit=st.integers(0, 7))
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_flipped_bit_is_noticed_and_the_object_named(
    store: ObjectStore, at: int, bit: int
) -> None:
    stored = store.add([bytes(CHUNK + 100)], meta=META)
    flip(store.path(stored.id), at, bit)
    with pytest.raises(Damaged, match=stored.id):
        list(store.chunks(stored))
    with pytest.raises(Damaged, match=stored.id):
        list(store.passing(stored))
    with pytest.raises(Damaged, match=stored.id):
        store.check(stored)


def test_another_object_put_in_its_place_is_refused_before_the_first_byte(
    store: ObjectStore,
) -> None:
    mine, other = store.add([b"mine!"], meta=META), store.add([b"other"], meta=META)
    store.path(mine.id).write_bytes(store.path(other.id).read_bytes())
    with pytest.raises(Damaged, match=mine.id):
        store.open(mine)


def test_an_object_sealed_again_with_the_same_content_is_refused(store: ObjectStore) -> None:
    mine, again = store.add([b"same"], meta=META), store.add([b"same"], meta=META)
    store.path(mine.id).write_bytes(store.path(again.id).read_bytes())
    with pytest.raises(Damaged, match=mine.id):
        store.open(mine)


@pytest.mark.parametrize("cut", [1, 16, 17, CHUNK, CHUNK + 16])
def test_a_shortened_or_lengthened_object_is_refused_at_once(store: ObjectStore, cut: int) -> None:
    stored = store.add([bytes(3 * CHUNK)], meta=META)
    path = store.path(stored.id)
    whole = path.read_bytes()
    for altered in (whole[:-cut], whole + bytes(cut), b""):
        path.write_bytes(altered)
        with pytest.raises(Damaged, match=stored.id):
            store.open(stored)


def test_a_missing_object_is_named(store: ObjectStore) -> None:
    stored = store.add([b"x"], meta=META)
    store.path(stored.id).unlink()
    with pytest.raises(Damaged, match=f"{stored.id} is missing"):
        store.open(stored)


def test_a_row_with_another_hash_is_found_by_a_full_check(store: ObjectStore) -> None:
    stored = store.add([b"x"], meta=META)
    with pytest.raises(Damaged, match=stored.id):
        store.check(replace(stored, sha256="0" * 64))
    with pytest.raises(Damaged, match=stored.id):
        store.check(replace(stored, length=2))


# --- groups ------------------------------------------------------------------------------


def test_a_group_becomes_visible_when_it_is_sealed(store: ObjectStore) -> None:
    with store.begin_group() as group:
        added = [group.add([bytes([n])], meta=META) for n in range(10)]
        assert list(store.ids()) == []
        group.seal()
    assert sorted(store.ids()) == sorted(one.id for one in added)
    assert [b"".join(store.chunks(one)) for one in added] == [bytes([n]) for n in range(10)]
    assert not list(store.folder.rglob("*.part"))


def test_a_group_that_was_not_sealed_leaves_nothing(store: ObjectStore) -> None:
    with pytest.raises(RuntimeError), store.begin_group() as group:
        group.add([b"x"], meta=META)
        raise RuntimeError("the import went wrong")
    assert files(store) == []
    with store.begin_group() as group:
        group.add([b"x"], meta=META)
    assert files(store) == []


def test_one_bad_source_does_not_take_the_group_with_it(store: ObjectStore) -> None:
    def vanishing() -> Iterator[bytes]:
        yield b"some"
        raise FileNotFoundError("the file went away")

    with store.begin_group() as group:
        good = group.add([b"good"], meta=META)
        with pytest.raises(FileNotFoundError):
            group.add(vanishing(), meta=META)
        group.seal()
    assert list(store.ids()) == [good.id]
    assert len(files(store)) == 2


def test_stopping_leaves_nothing(store: ObjectStore) -> None:
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append(True)
        return len(asked) > 2

    with pytest.raises(Cancelled):
        store.add((b"x" for _ in range(5)), meta=META, cancelled=cancelled)
    assert files(store) == []


def test_each_file_is_flushed_before_it_is_named_and_its_folder_after(
    store: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[tuple[str, str]] = []
    sync_path, rename, sync_folder = durable.sync_path, durable.rename, durable.sync_folder

    def noted_sync(path: Path) -> None:
        sync_path(path)
        done.append(("flush", path.name.removesuffix(".part")))

    def noted_rename(source: Path, target: Path) -> None:
        rename(source, target)
        done.append(("rename", target.name))

    def noted_folder(path: Path) -> None:
        sync_folder(path)
        done.append(("folder", path.name))

    monkeypatch.setattr(durable, "sync_path", noted_sync)
    monkeypatch.setattr(durable, "rename", noted_rename)
    monkeypatch.setattr(durable, "sync_folder", noted_folder)
    with store.begin_group() as group:
        added = [group.add([b"x"], meta=META) for _ in range(5)]
        group.seal()
    for one in added:
        names = (f"{one.id}.meta.age", f"{one.id}.age")
        flushed = max(done.index(("flush", name)) for name in names)
        note, whole = (done.index(("rename", name)) for name in names)
        assert flushed < note < whole < done.index(("folder", one.id[:2]))
    assert done.count(("folder", "objects")) == 1
    assert len([what for what, _ in done if what == "folder"]) <= 5 + 2


# --- faults ------------------------------------------------------------------------------


class FailingFile:
    """A file that takes some bytes and then fails as a full or broken disk does."""

    def __init__(self, file: BinaryIO, room: int, number: int) -> None:
        self._file, self._room, self._number = file, room, number

    def write(self, data: bytes, /) -> int:
        self._room -= len(data)
        if self._room < 0:
            raise OSError(self._number, os.strerror(self._number))
        return self._file.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> FailingFile:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()


SENTENCES = {
    errno.ENOSPC: "the disk is full",
    errno.EIO: "the disk reported an error",
    errno.EROFS: "cannot be written to",
    errno.EFBIG: "larger than",
}


@pytest.mark.parametrize("number", SENTENCES)
@pytest.mark.parametrize("room", [0, 100, 300, 70_000, 140_000])
def test_a_failing_disk_gives_one_sentence_and_leaves_nothing(
    store: ObjectStore, monkeypatch: pytest.MonkeyPatch, number: int, room: int
) -> None:
    kept = store.add([b"kept"], meta=META)
    before = sorted(files(store))
    create = durable.create
    with monkeypatch.context() as patched:
        patched.setattr(durable, "create", lambda path: FailingFile(create(path), room, number))
        with pytest.raises(KnownError, match=SENTENCES[number]) as caught:
            store.add([bytes(1000)] * 140, meta=META)
    assert str(caught.value).startswith("This document was not saved: ")
    assert sorted(files(store)) == before
    assert b"".join(store.chunks(kept)) == b"kept"


def test_a_failing_flush_fails_the_whole_group(
    store: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with (
        pytest.raises(KnownError, match="the disk reported an error"),
        store.begin_group() as group,
        monkeypatch.context() as patched,
    ):
        patched.setattr(durable, "sync_path", fail)
        group.add([b"x"], meta=META)
        group.seal()
    assert files(store) == []


def test_other_bytes_on_disk_than_were_written_are_found_before_they_count(
    store: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync_path = durable.sync_path

    def bad_disk(path: Path) -> None:
        sync_path(path)
        if ".meta" not in path.name:
            flip(path, -1)

    monkeypatch.setattr(durable, "sync_path", bad_disk)
    with pytest.raises(Damaged):
        store.add([b"x"], meta=META)
    assert files(store) == []


def test_a_rename_that_fails_half_way_leaves_nothing_of_the_group(
    store: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename, renamed = durable.rename, []

    def fail_at_third(source: Path, target: Path) -> None:
        if len(renamed) == 3:
            raise OSError(errno.EIO, "Input/output error")
        rename(source, target)
        renamed.append(target)

    with (
        pytest.raises(KnownError),
        store.begin_group() as group,
        monkeypatch.context() as patched,
    ):
        patched.setattr(durable, "rename", fail_at_third)
        for _ in range(3):
            group.add([b"x"], meta=META)
        group.seal()
    assert len(renamed) == 3
    assert files(store) == []


PROGRAM = """
    import resource, sys
    from pathlib import Path
    from onrecord.errors import KnownError
    from onrecord.vault.keys import Generation, KeyRing
    from onrecord.vault.objects import ObjectStore
    store = ObjectStore(Path(sys.argv[1]), KeyRing((Generation.draw("v", 1),)), fixed_time=0.0)
"""


def in_another_process(folder: Path, program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(PROGRAM) + textwrap.dedent(program), str(folder)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(objects.__file__).parents[2])},
    )
    return done.stdout.strip()


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX limits")
def test_a_limit_of_the_system_on_file_sizes_gives_one_sentence(tmp_path: Path) -> None:
    said = in_another_process(
        tmp_path,
        """
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
        small = store.add([bytes(200_000)], meta={})
        try:
            store.add([bytes(200_000)] * 2, meta={})
        except KnownError as error:
            print(error)
        store.check(small)
        """,
    )
    assert said.startswith("This document was not saved: it is larger than")
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX limits")
def test_a_large_document_passes_through_without_being_held(tmp_path: Path) -> None:
    said = in_another_process(
        tmp_path,
        """
        store.add([bytes(1 << 20)], meta={})
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        piece = bytes(1 << 20)
        stored = store.add((piece for _ in range(256)), meta={})
        store.check(stored)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
        """,
    )
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(said) * unit < 16 << 20


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_a_killed_process_leaves_only_parts_which_are_collected(
    tmp_path: Path, store: ObjectStore
) -> None:
    program = """
        import os, signal
        def chunks():
            yield bytes(3_000_000)
            os.kill(os.getpid(), signal.SIGKILL)
        with store.begin_group() as group:
            group.add([b"first"], meta={})
            group.add(chunks(), meta={})
    """
    with pytest.raises(subprocess.CalledProcessError):
        in_another_process(tmp_path, program)
    left = files(store)
    assert left
    assert all(path.suffix == ".part" for path in left)
    assert list(store.ids()) == []
    assert store.collect_parts() == len(left)
    assert files(store) == []


def test_a_vault_whose_drive_is_gone_does_not_come_up_again_empty(tmp_path: Path) -> None:
    gone = tmp_path / "drive" / "vault"
    with pytest.raises(KnownError):
        ObjectStore(gone, RING, fixed_time=CREATED).add([b"x"], meta=META)
    assert not gone.parent.exists()


# --- discarding and finding --------------------------------------------------------------


def test_discarding_removes_object_and_note_and_may_be_done_twice(store: ObjectStore) -> None:
    stored = store.add([b"x"], meta=META)
    store.discard(stored.id)
    assert files(store) == []
    store.discard(stored.id)
    store.discard("ff" * 16)


def test_an_object_without_a_row_is_shown_with_what_its_note_says(store: ObjectStore) -> None:
    known, lost = store.add([b"known"], meta=META), store.add([b"lost"], meta=META)
    (found,) = store.unlisted({known.id})
    assert (found.id, found.stored, found.meta, found.problem) == (lost.id, lost, META, "")
    assert b"".join(store.chunks(found.stored)) == b"lost"
    assert store.unlisted([known.id, lost.id]) == []


def test_an_object_whose_note_is_gone_or_altered_is_shown_all_the_same(store: ObjectStore) -> None:
    a, b, c, d = (store.add([name], meta=META) for name in (b"a", b"b", b"c", b"d"))
    store.note_path(a.id).unlink()
    flip(store.note_path(b.id), -1)
    store.note_path(c.id).write_bytes(store.note_path(d.id).read_bytes())
    flip(store.path(d.id), -1)
    flip(store.path(d.id), 60)
    found = {one.id: one for one in store.unlisted([])}
    assert set(found) == {a.id, b.id, c.id, d.id}
    for one in (a, b, c):
        assert found[one.id].stored is None
        assert one.id in found[one.id].problem
    assert found[d.id].stored == d
    assert found[d.id].problem


def test_files_that_are_not_ours_are_passed_over(store: ObjectStore) -> None:
    stored = store.add([b"x"], meta=META)
    shard = store.path(stored.id).parent
    other = "00" if shard.name != "00" else "01"
    (store.folder / other).mkdir()
    (store.folder / other / f"{stored.id}.age").write_bytes(b"in the wrong folder")
    (shard / "conflicted copy.age").write_bytes(b"")
    (shard / ".DS_Store").write_bytes(b"")
    assert list(store.ids()) == [stored.id]
    assert isinstance(store.unlisted([])[0].stored, StoredObject)
