"""While the vault is locked: a dropped file or a note of a call is sealed to its inbox.

Only what ``format.json`` says in the clear is used, and what this computer remembers of it; there
is no key here. Everything comes into To sort at the next unlock, as not proven.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.domain.contact_entry import ContactEntry, Said
from onrecord.domain.when import When
from onrecord.errors import KnownError, Refused
from onrecord.services.clock import local_zone
from onrecord.services.gathering import Found, Pasted, chunks, gather
from onrecord.services.progress import never

if TYPE_CHECKING:
    from onrecord.vault.remembered import Memory

FILE_LIMIT = 2 << 30
"""Bytes of one file (2 GiB); a larger one waits for the unlocked vault."""
FILES_LIMIT = 200
"""Files of one drop; a whole disk dropped by mistake must not fill the vault."""


def seal_files(folder: Path, sources: Sequence[Path | Pasted], memory: Memory | None = None) -> str:
    """Seals each file of the sources; says in one or two sentences what became of them.

    Raises KnownError where nothing could be kept at all.
    """
    from onrecord.vault.remembered import capture_key

    key = capture_key(folder, memory or _memory())
    found = gather(sources, folder)
    if not found:
        raise Refused("There was no file to keep.")
    if len(found) > FILES_LIMIT:
        raise Refused(f"These are {len(found)} files. Unlock the vault to add so many at once.")
    kept, problems = 0, list[str]()
    for one in found:
        try:
            _seal(folder, key, one)
            kept += 1
        except KnownError as error:
            problems.append(str(error))
    if not kept:
        raise Refused(problems[0])
    things = "1 file" if kept == 1 else f"{kept} files"
    said = f"{things} sealed into your vault. You will see {_them(kept)} when you unlock."
    return f"{said} {problems[0]}" if problems else said


def seal_note(
    folder: Path,
    company: str,
    reference: str,
    words: str,
    began: datetime,
    memory: Memory | None = None,
) -> None:
    """Seals the note of a call that began at ``began`` (local time). Raises KnownError."""
    from onrecord.vault.inbox import seal_to_inbox
    from onrecord.vault.remembered import capture_key

    entry = ContactEntry(
        dated=When.of_minute(began).text,
        zone=local_zone(),
        company=company,
        reference=reference,
        reference_state="given" if reference else "unknown",
        lines=(Said(words),) if words else (),
    )
    seal_to_inbox(folder, capture_key(folder, memory or _memory()), "note", entry.to_body())


def seal_call(
    folder: Path,
    call_id: str,
    turn: int,
    entry: ContactEntry,
    earlier: Path | None = None,
    memory: Memory | None = None,
) -> Path:
    """Seals a call as it stands now; the file it is in. ``turn`` counts the seals of this call:
    at collection the last one counts. ``earlier`` is the file of the one before, which is removed
    once this one is on the disk. Raises KnownError.
    """
    from onrecord.vault.durable import remove
    from onrecord.vault.inbox import seal_to_inbox
    from onrecord.vault.remembered import capture_key

    key = capture_key(folder, memory or _memory())
    body = json.dumps(entry.to_body()).encode()
    made = seal_to_inbox(folder, key, "note", {"call_id": call_id, "turn": turn}, [body])
    if earlier is not None:
        remove(earlier)
    return made


def _seal(folder: Path, key: str, one: Found) -> None:
    from onrecord.vault.inbox import seal_to_inbox

    if one.problem:
        raise Refused(one.problem)
    if one.length > FILE_LIMIT:
        raise Refused(f"{one.name} is too large to be kept while the vault is locked.")
    name = Path(one.name).name
    seal_to_inbox(
        folder, key, "document", {"file_name": name}, chunks(one, never), limit=FILE_LIMIT
    )


def _memory() -> Memory:
    from onrecord.vault.remembered import Memory

    return Memory()


def _them(count: int) -> str:
    return "it" if count == 1 else "them"
