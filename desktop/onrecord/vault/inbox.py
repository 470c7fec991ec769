"""What was noted or dropped while the vault was locked: sealed to the inbox's public key.

Writing needs no secret; only the key ring can read. Whoever can write to the folder can put
something here, so an item is never trusted: its sender is not proven, its size is limited, and it
reaches the records only through the user.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import itertools
import json
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from onrecord.domain.ids import new_object_id
from onrecord.errors import Damaged, Refused
from onrecord.vault import durable
from onrecord.vault.agefile import AgeReader, AgeWriter, X25519Recipient
from onrecord.vault.keys import KeyRing

FOLDER = "inbox"

SIZE_LIMIT = 4 << 30
"""Bytes of content in one item (4 GiB)."""

_HEADER_LIMIT = 64 * 1024
_ROOM_FOR_SEALING = 64 * 1024 * 1024
_NAME = re.compile(r"([0-9a-f]{32})\.age")
_KIND = re.compile(r"[a-z_]{1,32}")
_SEALED_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_NOT_SAVED = "This was not saved for the locked vault"


@dataclass(frozen=True)
class InboxItem:
    """One item. ``sealed_at`` is the sender's clock (UTC with microseconds); with a ``problem``
    (one sentence) all but the path is empty. ``length`` is the content's, in bytes.
    """

    id: str
    path: Path
    kind: str = ""
    sealed_at: str = ""
    header: dict[str, Any] = field(default_factory=dict[str, Any])
    length: int = 0
    problem: str = ""


def seal_to_inbox(
    folder: Path,
    public_key: str,
    kind: str,
    header: Mapping[str, Any],
    chunks: Iterable[bytes] = (),
    *,
    limit: int = SIZE_LIMIT,
) -> Path:
    """Seal one item below ``folder``, the vault's own; it is durable on return.

    ``kind`` is a word such as "note" or "document", ``header`` plain JSON of at most 64 KiB.
    Refused when the public key is none, or the content is larger than ``limit`` bytes; KnownError
    when the disk is full or fails. Nothing is left behind then.
    """
    recipient = _recipient(public_key)
    first_line = _first_line(kind, header)
    target = folder / FOLDER / f"{new_object_id()}.age"
    part = target.with_name(target.name + durable.PART)
    try:
        _write(part, recipient, first_line, chunks, limit)
        with durable.saving(_NOT_SAVED):
            durable.rename(part, target)
            durable.sync_folder(target.parent)
    except BaseException:
        durable.remove(part)
        raise
    return target


class Inbox:
    """The items of an unlocked vault; ``folder`` is the vault's own."""

    def __init__(self, folder: Path, keyring: KeyRing, *, limit: int = SIZE_LIMIT) -> None:
        self.folder = folder / FOLDER
        self.keyring = keyring
        self.limit = limit

    def items(self) -> list[InboxItem]:
        """All items, oldest first by what they say of themselves; the unreadable ones last."""
        paths = self.folder.glob("*.age") if self.folder.is_dir() else ()
        items = [self._item(path) for path in paths if _NAME.fullmatch(path.name)]
        return sorted(items, key=lambda item: (bool(item.problem), item.sealed_at, item.id))

    def open(self, item: InboxItem) -> io.BufferedReader:
        """The content, to be read forwards or sought in; Damaged when it is not whole."""
        reader, _ = self._read(item.path)
        return io.BufferedReader(_After(reader, reader.tell()), durable.BUFFER)

    def remove(self, item: InboxItem) -> None:
        """After its content has reached the records durably; gone already is no error."""
        try:
            item.path.unlink(missing_ok=True)
            durable.sync_folder(self.folder)
        except OSError as error:
            raise durable.write_problem(error, "This item was not removed") from error

    def collect_parts(self, *, older_than: float = 24 * 3600.0) -> int:
        """Remove what interrupted writes left, unless it may still be under way (age in seconds).

        The vault's lock does not cover the inbox: another window may be sealing right now.
        """
        removed = 0
        for part in self.folder.glob(f"*{durable.PART}"):
            with contextlib.suppress(OSError):
                if time.time() - part.stat().st_mtime > older_than:
                    part.unlink()
                    removed += 1
        return removed

    def _item(self, path: Path) -> InboxItem:
        try:
            if path.stat().st_size > self.limit + _ROOM_FOR_SEALING:
                problem = f"The item {path.stem} is too large to be taken in."
                return InboxItem(path.stem, path, problem=problem)
            reader, item = self._read(path)
        except (Damaged, OSError):
            problem = f"The item {path.stem} that arrived while the vault was locked is damaged."
            return InboxItem(path.stem, path, problem=problem)
        reader.close()
        return item

    def _read(self, path: Path) -> tuple[AgeReader, InboxItem]:
        """A reader that stands behind the first line, and what the line says; else Damaged."""
        with contextlib.ExitStack() as opened:
            # A deeply nested header made by somebody else exhausts the JSON reader's stack.
            try:
                file = opened.enter_context(path.open("rb"))
                reader = AgeReader(file, self.keyring.inbox_identities)
                line, newline, _ = reader.read(_HEADER_LIMIT).partition(b"\n")
                header: Any = json.loads(line) if newline else None
                kind, sealed_at = header.pop("kind"), header.pop("sealed_at")
                if not (_KIND.fullmatch(kind) and _SEALED_AT.fullmatch(sealed_at)):
                    raise ValueError("not what is written here")
                reader.seek(len(line) + 1)
                length = reader.length - reader.tell()
            except (
                OSError,
                ValueError,
                KeyError,
                TypeError,
                AttributeError,
                RecursionError,
            ) as error:
                raise Damaged(f"The item {path.stem} is damaged.") from error
            opened.pop_all()
        return reader, InboxItem(path.stem, path, kind, sealed_at, header, length)


class _After(io.RawIOBase):
    """What stands in a reader from some place on, as a file of its own."""

    def __init__(self, reader: AgeReader, start: int) -> None:
        super().__init__()
        self._reader = reader
        self._start = start

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        return self._reader.readinto(buffer)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        if whence == 0:
            offset += self._start
        return self._reader.seek(offset, whence) - self._start

    def tell(self) -> int:
        return self._reader.tell() - self._start

    def close(self) -> None:
        self._reader.close()
        super().close()


def _recipient(public_key: str) -> X25519Recipient:
    try:
        recipient = X25519Recipient.from_text(public_key)
        recipient.wrap(bytes(16))  # shows whether the key is one that can be sealed to
    except ValueError:
        raise Refused(
            "This vault's inbox key is damaged, so nothing can be saved while it is locked. Unlock the vault first.",
            "inbox_public_key",
        ) from None
    return recipient


def _first_line(kind: str, header: Mapping[str, Any]) -> bytes:
    if not _KIND.fullmatch(kind):
        raise ValueError(f"not a kind: {kind!r}")
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    # The default escapes every line break, so that the first one ends the header.
    line = json.dumps({**header, "kind": kind, "sealed_at": now}).encode() + b"\n"
    if len(line) > _HEADER_LIMIT:
        raise Refused(
            "This note is too long to be kept while the vault is locked. Unlock it first."
        )
    return line


def _write(
    part: Path, recipient: X25519Recipient, first: bytes, chunks: Iterable[bytes], limit: int
) -> None:
    with durable.saving(_NOT_SAVED):
        if not part.parent.is_dir():
            durable.make_folder(part.parent)
        file = durable.create(part)
    digest = hashlib.sha256()
    try:
        with durable.saving(_NOT_SAVED):
            writer = AgeWriter(file, [recipient])
        for chunk in itertools.chain((first,), chunks):  # what the source raises passes unchanged
            if writer.length + len(chunk) > len(first) + limit:
                raise Refused(
                    "This file is too large to be kept while the vault is locked. Unlock it first."
                )
            digest.update(chunk)
            with durable.saving(_NOT_SAVED):
                writer.write(chunk)
        with durable.saving(_NOT_SAVED):
            writer.close()
            file.flush()
            durable.sync_file(file.fileno())
    except BaseException:
        with contextlib.suppress(OSError):
            file.close()
        raise
    file.close()
    # Read back with the file's own key, which only this moment knows.
    back = hashlib.sha256()
    with (
        durable.saving(_NOT_SAVED),
        part.open("rb") as written,
        AgeReader(written, [writer.own_identity]) as reader,
    ):
        for piece in reader.passing():
            back.update(piece)
    if back.digest() != digest.digest():
        raise Damaged(f"{_NOT_SAVED}: the disk gave back other bytes. Check it, then try again.")
