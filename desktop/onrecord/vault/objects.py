"""Encrypted objects: the original files, each with a small note of what it is. Pure files.

``objects/ab/<id>.age`` is the original, ``<id>.meta.age`` the note; ids are random, since a name
made from content would tell which known files somebody holds. What binds an object to its row in
the records (lengths, hashes) is checked before anything of it is read.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from onrecord.domain.ids import new_object_id
from onrecord.errors import BugError, Cancelled, Damaged
from onrecord.vault import durable
from onrecord.vault.agefile import AgeWriter
from onrecord.vault.keys import KeyRing
from onrecord.vault.notes import read_note, sealed_note
from onrecord.vault.stored_object import Binding, ObjectReader, StoredObject, damaged, missing

FOLDER = "objects"

_NOT_SAVED = "This document was not saved"
_OBJECT_NAME = re.compile(r"([0-9a-f]{32})\.age")
# Threads that wait for flushes. A disk writes many at once for little more than one, and a thread
# is started only when all others wait: where a flush takes 10 ms, 32 keep up with one processor.
_FLUSHERS = 32


Source = Iterable[bytes] | Callable[[Callable[[bytes | memoryview], None]], None]
"""An original in pieces, or who calls what it is given with each piece until there is no more."""


@dataclass(frozen=True)
class FoundObject:
    """A whole object that the records do not know, as far as its note tells what it is."""

    id: str
    stored: StoredObject | None
    meta: dict[str, Any] = field(default_factory=dict[str, Any])
    problem: str = ""


class Passing:
    """An original on its way out of this process: in pieces, each of which is gone when the next
    is asked for, or at one go. Nothing but its regular end is the end, else Damaged is raised."""

    def __init__(self, store: ObjectStore, stored: Binding) -> None:
        self._store, self._stored = store, stored
        self.length = stored.length

    def __iter__(self) -> Iterator[memoryview]:
        with self._store.open(self._stored) as reader:
            yield from reader.passing()

    def fill(self, place: memoryview) -> None:
        """Writes it to ``place``, which is ``length`` bytes long."""
        with self._store.open(self._stored) as reader:
            reader.fill(place)


class ObjectStore:
    """All objects of a vault. Any thread may use it; each reader belongs to one thread.

    ``folder`` is the vault's own; ``fixed_time`` (seconds since 1970, the vault's creation) is
    what every file and folder here bears as its time, so that times tell nothing.
    """

    def __init__(self, folder: Path, keyring: KeyRing, *, fixed_time: float) -> None:
        self.folder = folder / FOLDER
        self.keyring = keyring
        self.fixed_time = fixed_time
        self._added_here: set[str] = set()

    def was_added_here(self, id: str) -> bool:
        """Whether it was added since the vault was unlocked, be it on record yet or not."""
        return id in self._added_here

    def note_added(self, id: str) -> None:
        """For a group: this is one of its objects."""
        self._added_here.add(id)

    def begin_group(self) -> ObjectGroup:
        """Add many and make them durable together."""
        return ObjectGroup(self)

    def add(
        self,
        chunks: Source,
        *,
        meta: Mapping[str, Any],
        progress: Callable[[int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
        read_back: bool = True,
    ) -> StoredObject:
        """Add one; it is durable on return. As ``ObjectGroup.add`` in all else.

        ``read_back`` is False only for who reads the whole object and compares its hash before
        it is entered in the records.
        """
        with self.begin_group() as group:
            stored = group.add(
                chunks, meta=meta, progress=progress, cancelled=cancelled, read_back=read_back
            )
            group.seal()
        return stored

    def open(self, stored: Binding) -> ObjectReader:
        """The original, seekable. Damaged, naming the object, when it is not what was written."""
        try:
            file = self.path(stored.id).open("rb")
        except OSError as error:
            raise Damaged(missing(stored.id)) from error
        try:
            return ObjectReader(file, self.keyring.identities, stored)
        except BaseException:
            file.close()
            raise

    def chunks(self, stored: Binding, size: int = durable.BUFFER) -> Iterator[bytes]:
        """The whole original in pieces; only its regular end is the end, else Damaged is raised."""
        with self.open(stored) as reader:
            while piece := reader.read(size):
                yield piece

    def passing(self, stored: Binding) -> Passing:
        """The whole original, on its way to a worker or past a hash."""
        return Passing(self, stored)

    def check(
        self,
        stored: Binding,
        *,
        progress: Callable[[int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        """Read the whole object and compare length and SHA-256; Damaged when they differ."""
        digest, length = hashlib.sha256(), 0
        for piece in self.passing(stored):
            _stop_if(cancelled)
            digest.update(piece)
            length += len(piece)
            if progress:
                progress(length)
        if (length, digest.hexdigest()) != (stored.length, stored.sha256):
            raise Damaged(damaged(stored.id))

    def check_note(self, stored: StoredObject) -> str:
        """What is wrong with the note beside an object, in two or three words; else empty."""
        try:
            note = read_note(self.note_path(stored.id), self.keyring.identities)
        except FileNotFoundError:
            return "is missing"
        except Damaged:
            return "is damaged"
        note.pop("about", None)
        return "" if note == vars(stored) else "is not its own"

    def put_note(self, stored: StoredObject, meta: Mapping[str, Any]) -> None:
        """Write the note beside an object again. Raises KnownError."""
        path = self.note_path(stored.id)
        identities = {one.number: one.identity for one in self.keyring.generations}
        identity = identities.get(stored.generation, self.keyring.current.identity)
        with durable.saving("What a stored file is was not written again"):
            durable.write_whole(path, sealed_note(asdict(stored), meta, identity.recipient))
            os.utime(path, (self.fixed_time, self.fixed_time))
            self.settle(path.parent)

    def discard(self, id: str) -> None:
        """Remove an object and its note, durably; it is no error when they are gone already.

        The note goes first: a crash between leaves nothing that tells what the object was.
        """
        try:
            self.note_path(id).unlink(missing_ok=True)
            self.path(id).unlink(missing_ok=True)
            self.settle(self.path(id).parent)
        except FileNotFoundError:  # not even its folder is there
            return
        except OSError as error:
            raise durable.write_problem(error, "This document was not removed") from error

    def collect_parts(self) -> int:
        """Remove what interrupted writes left; only under the vault's exclusive lock."""
        parts = list(self.folder.glob(f"??/*{durable.PART}"))
        for part in parts:
            durable.remove(part)
        return len(parts)

    def ids(self) -> Iterator[str]:
        """The ids of all objects on disk, in no order."""
        for path in self.folder.glob("??/*.age"):
            match = _OBJECT_NAME.fullmatch(path.name)
            if match and path.parent.name == match[1][:2]:
                yield match[1]

    def unlisted(self, known_ids: Collection[str]) -> list[FoundObject]:
        """Whole objects that no row names: shown, never collected; they may be the only copy."""
        return [self._found(id) for id in sorted(set(self.ids()) - set(known_ids))]

    def path(self, id: str) -> Path:
        """Where an object is."""
        return self._file(id, ".age")

    def note_path(self, id: str) -> Path:
        """Where an object's note is."""
        return self._file(id, ".meta.age")

    def _file(self, id: str, suffix: str) -> Path:
        if not re.fullmatch("[0-9a-f]{32}", id):
            raise BugError(f"not an object id: {id!r}")
        return self.folder / id[:2] / (id + suffix)

    def _found(self, id: str) -> FoundObject:
        try:
            note = read_note(self.note_path(id), self.keyring.identities)
            meta: dict[str, Any] = note.pop("about")
            stored = StoredObject(**note)
            if stored.id != id:
                raise ValueError("the note of another object")
        except (OSError, ValueError, KeyError, TypeError, AttributeError, Damaged):
            return FoundObject(
                id, None, {}, f"What the stored file {id} is, is not known any more."
            )
        try:
            self.open(stored).close()
        except Damaged as error:
            return FoundObject(id, stored, meta, str(error))
        return FoundObject(id, stored, meta)

    def settle(self, folder: Path) -> None:
        """Make what happened inside a folder durable, and its time tell nothing."""
        self.hide_time(folder)
        durable.sync_folder(folder)

    def hide_time(self, folder: Path) -> None:
        """Let a folder's time tell nothing; made durable with what happened inside it."""
        with contextlib.suppress(OSError):
            os.utime(folder, (self.fixed_time, self.fixed_time))


class ObjectGroup:
    """Objects added together. Nothing of them stays unless ``seal`` returned.

    Each file is flushed and read back by a helper thread while the next one is encrypted; all
    are renamed and their folders flushed at once by ``seal``. Use it in a ``with`` statement and
    from one thread; ``seal`` may be called from another one once everything was added.
    """

    def __init__(self, store: ObjectStore) -> None:
        self._store = store
        self._recipient = store.keyring.current.identity.recipient
        self._flushers = ThreadPoolExecutor(_FLUSHERS, thread_name_prefix="flush")
        # One reads back at a time: more of them would only wait for the interpreter's lock, and
        # hold up who encrypts.
        self._reading = threading.Lock()
        self._pending: list[Future[None]] = []
        self._added: list[StoredObject] = []
        self._folders: set[Path] = set()
        self._sealed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._flushers.shutdown(wait=True, cancel_futures=True)
        if not self._sealed:
            self._remove_all()

    def add(
        self,
        chunks: Source,
        *,
        meta: Mapping[str, Any],
        progress: Callable[[int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
        read_back: bool = True,
    ) -> StoredObject:
        """Encrypt and hash one original in one pass; ``meta`` is kept in its note (plain JSON).

        ``progress`` gets the bytes taken so far. On any error, also one that ``chunks`` raises,
        what was written of this object is removed and the others of the group stay.
        KnownError when the disk is full or fails; Cancelled when ``cancelled`` says so.
        """
        id = new_object_id()
        self._store.note_added(id)
        part, note = _part(self._store.path(id)), _part(self._store.note_path(id))
        try:
            with durable.saving(_NOT_SAVED):
                self._make_folder(part.parent)
                file = durable.create(part)
            try:
                stored = self._write(file, id, chunks, progress, cancelled)
            except BaseException:
                with contextlib.suppress(OSError):  # closing writes what is left in the buffer
                    file.close()
                raise
            with durable.saving(_NOT_SAVED):
                file.close()
                with durable.create(note) as small:
                    small.write(sealed_note(asdict(stored), meta, self._recipient))
        except BaseException:
            durable.remove(part)
            durable.remove(note)
            raise
        self._added.append(stored)
        self._pending.append(self._flushers.submit(self._flush, stored, part, note, read_back))
        return stored

    def seal(self) -> None:
        """Make all of the group durable, or raise and leave nothing of it."""
        try:
            for pending in self._pending:
                pending.result()
            with durable.saving(_NOT_SAVED):
                for stored in self._added:
                    for path in (self._store.note_path(stored.id), self._store.path(stored.id)):
                        durable.rename(_part(path), path)
                # All times first: a journal then writes every folder with the first flush, and
                # the others find nothing left to do.
                for folder in self._folders:
                    self._store.hide_time(folder)
                list(self._flushers.map(durable.sync_folder, self._folders))
        except BaseException:
            self._remove_all()
            raise
        self._sealed = True

    def _write(
        self,
        file: BinaryIO,
        id: str,
        chunks: Source,
        progress: Callable[[int], None] | None,
        cancelled: Callable[[], bool] | None,
    ) -> StoredObject:
        digest = hashlib.sha256()
        with durable.saving(_NOT_SAVED):
            writer = AgeWriter(file, [self._recipient])

        def take(chunk: bytes | memoryview) -> None:
            _stop_if(cancelled)
            digest.update(chunk)
            with durable.saving(_NOT_SAVED):
                writer.write(chunk)
            if progress:
                progress(writer.length)

        # What the source raises is the caller's, and passes unchanged.
        if callable(chunks):
            chunks(take)
        else:
            for chunk in chunks:
                take(chunk)
        _stop_if(cancelled)
        with durable.saving(_NOT_SAVED):
            writer.close()
            file.flush()
        return StoredObject(
            id=id,
            length=writer.length,
            sha256=digest.hexdigest(),
            ciphertext_length=writer.ciphertext_length,
            header_sha256=writer.header_sha256,
            generation=self._store.keyring.current.number,
        )

    def _flush(self, stored: StoredObject, part: Path, note: Path, read_back: bool) -> None:
        """Reading back proves that what was written is what was hashed: our writing, not the disk."""
        fixed = self._store.fixed_time
        with durable.saving(_NOT_SAVED):
            for path in (note, part):
                os.utime(path, (fixed, fixed))
                durable.sync_path(path)
            if not read_back:
                return
            digest = hashlib.sha256()
            identity = self._store.keyring.current.identity
            with (
                self._reading,
                part.open("rb") as file,
                ObjectReader(file, [identity], stored) as reader,
            ):
                for piece in reader.passing():
                    digest.update(piece)
            if digest.hexdigest() != stored.sha256:
                raise Damaged(damaged(stored.id))

    def _make_folder(self, folder: Path) -> None:
        self._folders.add(folder)
        root = self._store.folder
        # Never with its parents: a vault whose drive was pulled out must not come up empty.
        if not root.is_dir():
            durable.make_folder(root)
        if not folder.is_dir():
            folder.mkdir(mode=0o700, exist_ok=True)
            self._folders.add(root)

    def _remove_all(self) -> None:
        for pending in self._pending:
            pending.cancel()
        self._flushers.shutdown(wait=True)
        for stored in self._added:
            for path in (self._store.note_path(stored.id), self._store.path(stored.id)):
                durable.remove(_part(path))
                durable.remove(path)


def _part(path: Path) -> Path:
    return path.with_name(path.name + durable.PART)


def _stop_if(cancelled: Callable[[], bool] | None) -> None:
    if cancelled and cancelled():
        raise Cancelled
