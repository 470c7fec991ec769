"""The history: an append-only chain in which each entry hashes the one before.

What it shows: that the rows are those its last entries name, and that nothing was put in, taken
out or re-ordered before an entry whose hash is known from elsewhere (a bundle, another computer).
What it does not show: that this computer's clock was right, or that what was written is true.

Everything here is a pure function of plain values, so that a second program can do the same from
``schemas/VAULT.md``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

START = "0" * 64
"""What stands for the entry before the first."""

REMOVED = ""
"""The row hash of an entry that says the row was removed."""


@dataclass(frozen=True)
class CustodyHead:
    """How many entries there are, and the hash of the last (``START`` when there is none)."""

    length: int = 0
    sha256: str = START


@dataclass(frozen=True)
class Entry:
    """One line of the history. ``at`` is UTC; ``row_sha256`` is of the row after the change."""

    seq: int
    at: str
    words: str
    of_table: str
    of_id: str
    revision: int
    row_sha256: str
    previous_sha256: str
    sha256: str = ""


def canonical(value: Mapping[str, Any]) -> bytes:
    """JSON with sorted keys, no spaces, UTF-8; whole numbers, text and null only."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def row_digest(row: Mapping[str, Any] | None) -> str:
    """SHA-256 of a row with all its columns as SQLite keeps them; ``REMOVED`` for none."""
    return hashlib.sha256(canonical(row)).hexdigest() if row is not None else REMOVED


def entry_digest(entry: Entry) -> str:
    """SHA-256 of all fields of an entry but its own hash, by column name."""
    covered = {name: value for name, value in vars(entry).items() if name != "sha256"}
    return hashlib.sha256(canonical(covered)).hexdigest()


def next_entry(
    head: CustodyHead,
    *,
    at: str,
    words: str,
    of_table: str,
    of_id: str,
    revision: int,
    row: Mapping[str, Any] | None,
) -> Entry:
    """The entry that follows ``head``, hash included."""
    bare = Entry(
        head.length + 1, at, words, of_table, of_id, revision, row_digest(row), head.sha256
    )
    return replace(bare, sha256=entry_digest(bare))


def broken_links(entries: Iterable[Entry]) -> Iterator[str]:
    """One sentence for each place where the chain does not hold; nothing when it does."""
    head = CustodyHead()
    for entry in entries:
        if entry.seq != head.length + 1:
            yield f"The history jumps from entry {head.length} to entry {entry.seq}."
        elif entry.previous_sha256 != head.sha256:
            yield f"Entry {entry.seq} of the history does not follow from the one before it."
        if entry.sha256 != entry_digest(entry):
            yield f"Entry {entry.seq} of the history was altered after it was written."
        head = CustodyHead(entry.seq, entry.sha256)
