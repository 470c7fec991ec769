"""Writing files so that what was acknowledged survives a power cut.

The order is always the same: write a ``.part`` beside the target, flush it to the medium, rename
it over the target, flush the folder. A reader therefore sees the old file or the new one, whole.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import KnownError

PART = ".part"
"""Suffix of a file that is still being written; whatever bears it after a crash is litter."""

_NO_ROOM = 1 << 20
"""Bytes; what a database needs beside itself to be opened is below."""

BUFFER = 256 * 1024
"""Bytes moved at once. Measured: larger ones cost page faults, smaller ones system calls."""

# Some network and FUSE file systems cannot flush a folder; there is nothing better to do there.
_NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EISDIR}

_NOT_THERE = {errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENXIO, errno.ENOTCONN}
_NOT_THERE.add(getattr(errno, "ESTALE", errno.ENOENT))


def create(path: Path) -> BinaryIO:
    """A new file that only this user can read, through a buffered writer.

    Raw ``FileIO`` may write short without an error; the buffered writer writes all or raises."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    flags |= getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
    return os.fdopen(os.open(path, flags, 0o600), "wb", buffering=BUFFER)


def make_folder(path: Path) -> bool:
    """Create one folder for this user only and flush its parent; False when it was there."""
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        return False
    sync_folder(path.parent)
    return True


def sync_file(fd: int) -> None:
    """Flush an open file to the medium; on macOS plain ``fsync`` stops at the drive's cache."""
    if sys.platform == "darwin":
        import fcntl

        with contextlib.suppress(OSError):  # not every file system there knows it
            fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
            return
    os.fsync(fd)


def sync_path(path: Path) -> None:
    """Flush a file that was written and closed before."""
    # Windows flushes only through a handle that may write.
    fd = os.open(path, (os.O_RDWR if sys.platform == "win32" else os.O_RDONLY))
    try:
        sync_file(fd)
    finally:
        os.close(fd)


def sync_folder(path: Path) -> None:
    """Make renames and removals inside a folder durable; Windows does so by itself."""
    if sys.platform == "win32":
        return
    fd = os.open(path, os.O_RDONLY)
    try:
        sync_file(fd)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(fd)


def rename(source: Path, target: Path, pause: Callable[[float], None] = time.sleep) -> None:
    """Atomic rename over the target.

    On Windows a virus scanner or an indexer may hold a new file open for a moment: try again for
    about three seconds.
    """
    wait = 0.01
    while True:
        try:
            source.replace(target)
            return
        except PermissionError:
            if sys.platform != "win32" or wait > 2:
                raise
            pause(wait)
            wait *= 2


def write_whole(path: Path, data: bytes) -> None:
    """Replace a small file as a whole, durably; on an error the old one stays and OSError leaves."""
    part = path.with_name(path.name + PART)
    part.unlink(missing_ok=True)
    try:
        with create(part) as file:
            file.write(data)
            file.flush()
            sync_file(file.fileno())
        if part.read_bytes() != data:
            raise OSError(errno.EIO, "what was read back is not what was written")
        rename(part, path)
    except BaseException:
        remove(part)
        raise
    sync_folder(path.parent)


def remove(path: Path) -> None:
    """Remove if there; used to clean up after an error, so a second error must not hide it."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def is_full(folder: Path) -> bool:
    """Whether the disk of a folder has no room left."""
    try:
        return shutil.disk_usage(folder).free < _NO_ROOM
    except OSError:
        return False


def write_problem(error: OSError, what: str) -> KnownError:
    """The sentence for a failed write. ``what`` starts it: "This document was not saved"."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        why = "the disk is full. Free some space and try again."
    elif error.errno == errno.EFBIG:
        why = "it is larger than the disk's file system or your limits allow."
    elif error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        why = "the vault's folder cannot be written to. Check its permissions and try again."
    elif error.errno in _NOT_THERE:
        why = "its folder is no longer there. Connect its disk again, then try again."
    else:
        why = "the disk reported an error. Check the disk, then try again."
    return KnownError(f"{what}: {why}")


@contextlib.contextmanager
def saving(what: str) -> Generator[None]:
    """Turns a failed write inside the block into its sentence; see ``write_problem``."""
    try:
        yield
    except OSError as error:
        raise write_problem(error, what) from error
