"""From what was dropped to single files, each with one clear outcome."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import Cancelled, Refused
from onrecord.services.progress import Stop

CHUNK = 1 << 18  # larger ones cost a page fault for each page of theirs
_SYSTEM_FILES = frozenset({".ds_store", "thumbs.db", "desktop.ini", ".localized"})


@dataclass(frozen=True)
class Pasted:
    """Bytes that were never a file: an image from the clipboard."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Found:
    """One thing to attach, or ``problem``: one sentence why it cannot be."""

    name: str
    path: Path | None = None
    data: bytes | None = None
    length: int = 0
    problem: str = ""


def gather(sources: Sequence[Path | Pasted], vault_folder: Path) -> list[Found]:
    """Every file of the sources, folders walked in order of name; nothing is left out silently."""
    found: list[Found] = []
    inside = vault_folder.resolve()
    for source in sources:
        if isinstance(source, Pasted):
            found.append(Found(source.name, data=source.data, length=len(source.data)))
        else:
            found.extend(_walk(source, readable(source.name or str(source)), inside, ()))
    return found


def readable(name: str) -> str:
    """A file name as text that can be stored: bytes that are no letters become U+FFFD."""
    return os.fsencode(name).decode("utf-8", "replace")


def _walk(
    path: Path, name: str, vault: Path, above: tuple[tuple[int, int], ...]
) -> Iterator[Found]:
    try:
        state = path.stat()
    except OSError as error:
        if path.is_symlink() and isinstance(error, FileNotFoundError):
            yield Found(name, problem=f"{name} points to a file that is not there any more.")
        else:
            yield Found(name, problem=why(name, error))
        return
    kind = state.st_mode
    if stat.S_ISDIR(kind):
        yield from _walk_folder(path, name, vault, above, (state.st_dev, state.st_ino))
    elif not stat.S_ISREG(kind):
        yield Found(name, problem=f"{name} is a device or a connection, not a file to keep.")
    elif path.name.lower() in _SYSTEM_FILES and above:
        yield Found(
            name, problem=f"{name} is the system's own note about the folder, so it was left out."
        )
    elif state.st_size == 0:
        yield Found(name, problem=empty(name))
    elif vault in path.resolve().parents:
        yield Found(name, problem=f"{name} is part of this vault already.")
    else:
        yield Found(name, path=path, length=state.st_size)


def _walk_folder(
    path: Path,
    name: str,
    vault: Path,
    above: tuple[tuple[int, int], ...],
    here: tuple[int, int],
) -> Iterator[Found]:
    if path.resolve() == vault:
        yield Found(name, problem=f"{name} is this vault itself, so it was left out.")
        return
    if here in above:
        yield Found(name, problem=f"{name} leads back to a folder above it, so it was left out.")
        return
    try:
        inside = sorted(child.name for child in path.iterdir())
    except OSError as error:
        yield Found(name, problem=why(name, error))
        return
    if not inside:
        yield Found(name, problem=f"{name} is an empty folder: there is nothing in it to keep.")
    for one in inside:
        yield from _walk(path / one, f"{name}/{readable(one)}", vault, (*above, here))


def chunks(found: Found, cancelled: Stop) -> Iterator[bytes]:
    """The bytes, never more than a chunk in memory.

    Raises Refused in one sentence when the file is empty, not readable, or changes meanwhile.
    """
    if found.data is not None or found.path is None:
        data = found.data or b""
        if not data:
            raise Refused(empty(found.name))
        yield from (data[at : at + CHUNK] for at in range(0, len(data), CHUNK))
        return
    try:
        file = _open(found.path)
    except OSError as error:
        raise Refused(why(found.name, error)) from None
    with file:
        try:
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                raise Refused(f"{found.name} is a device or a connection, not a file to keep.")
            got = 0
            while piece := file.read(CHUNK):
                got += len(piece)
                yield piece
                if cancelled():
                    raise Cancelled
            after = os.fstat(file.fileno())
        except OSError as error:
            raise Refused(why(found.name, error)) from None
    if not got:
        raise Refused(empty(found.name))
    if got != after.st_size or before.st_mtime_ns != after.st_mtime_ns:
        raise Refused(
            f"{found.name} changed while it was being read, so it was not added; "
            "add it again when nothing writes to it."
        )


def digest(found: Found, cancelled: Stop) -> str:
    """SHA-256 of the bytes as hex."""
    made = hashlib.sha256()
    for piece in chunks(found, cancelled):
        made.update(piece)
    return made.hexdigest()


def _open(path: Path) -> BinaryIO:
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    return open(os.open(path, flags), "rb", buffering=0)  # O_NONBLOCK: a pipe must not hang us


def empty(name: str) -> str:
    """One sentence for a file with nothing in it."""
    return f"{name} is empty: there is nothing in it to keep. Ask whoever sent it for another copy."


def why(name: str, error: OSError) -> str:
    """One sentence for a file that could not be read."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return f"{name} is not there any more; it may have been moved or deleted."
    if isinstance(error, PermissionError):
        return f"{name} may not be read by you; change its permissions, then add it again."
    if getattr(error, "errno", 0) == 40 or "symbolic" in str(error.strerror or "").lower():
        return f"{name} is a link that leads back to itself."
    said = error.strerror or "it could not be read"
    return f"{name} could not be read ({said.lower()}); try to copy it elsewhere first."
