"""One encrypted object as it was written, and reading it, each fault of it named."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Generator, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from onrecord.errors import Damaged
from onrecord.vault.agefile import AgeReader, Identity


class Binding(Protocol):
    """What a row says about its object; ``domain.evidence.ObjectRecord`` and StoredObject fit."""

    @property
    def id(self) -> str: ...
    @property
    def length(self) -> int: ...
    @property
    def sha256(self) -> str: ...
    @property
    def ciphertext_length(self) -> int: ...
    @property
    def header_sha256(self) -> str: ...


@dataclass(frozen=True)
class StoredObject:
    """One object as it was written. Lengths in bytes, hashes in hex; of the plaintext ``length``
    and ``sha256``, of the file ``ciphertext_length`` and ``header_sha256`` (age header and nonce).
    """

    id: str
    length: int
    sha256: str
    ciphertext_length: int
    header_sha256: str
    generation: int


class ObjectReader(AgeReader):
    """A seekable view of one object's plaintext; every Damaged names the object."""

    def __init__(self, file: BinaryIO, identities: Collection[Identity], stored: Binding) -> None:
        self._id = stored.id
        with _naming(stored.id):
            super().__init__(file, tuple(identities))
            if (self.ciphertext_length, self.header_sha256) != (
                stored.ciphertext_length,
                stored.header_sha256,
            ):
                raise Damaged("not the file that was written")

    def read(self, size: int | None = -1, /) -> bytes:
        with _naming(self._id):
            return super().read(size)

    def passing(self) -> Iterator[memoryview]:
        with _naming(self._id):
            yield from super().passing()

    def fill(self, place: memoryview) -> None:
        with _naming(self._id):
            super().fill(place)

    @property
    def length(self) -> int:
        with _naming(self._id):
            return super().length


@contextlib.contextmanager
def _naming(id: str) -> Generator[None]:
    """Every way a stored file can be wrong becomes one sentence that names it."""
    try:
        yield
    except (Damaged, OSError) as error:
        raise Damaged(damaged(id)) from error


def damaged(id: str) -> str:
    """What is said of an object that is not what was written."""
    return f"The stored file {id} is damaged or is not the one that was saved. Restore it from a backup."


def missing(id: str) -> str:
    """What is said of an object that cannot even be opened."""
    return f"The stored file {id} is missing or cannot be read. Restore it from a backup."
