"""Read last: the words in scans, photos and screenshots, by a machine, so that they are found.

What it reads goes into the index, where the text of other pages is, and is marked there as seen by
a machine. No record depends on it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.evidence import Evidence, ObjectRecord
from onrecord.errors import Cancelled, KnownError, NotFound
from onrecord.intake import machine
from onrecord.intake.reader import MAX_SIZE
from onrecord.services.progress import Progress, Stop, never, quiet
from onrecord.services.rows import batches, in_list
from onrecord.services.stored import original_chunks

if TYPE_CHECKING:
    from onrecord.intake.machine import MachineReader
    from onrecord.intake.reading import PageText
    from onrecord.vault.vault import Vault

NOT_SEARCHABLE = (
    "Words in scans, photos and screenshots are not searched here: the packages that read them are "
    "not installed."
)
SEEN = "The words in its pictures were read by a machine, to be found; some may be read wrongly."
WAITING = "The words in its pictures are read later, so that they are found."
UNWANTED = (
    "The words in its pictures are not read, as the settings say; searching does not find them."
)
_NOT_READ = "The words in this picture could not be read, so searching does not find them."
_NOT_ALL_READ = "The words on page {0} could not be read, so searching does not find them."


@dataclass
class PicturesRead:
    """Ids of the documents in which words were found, and of those with a page that could not be
    read, each with its sentence. ``stopped``: pages are left."""

    change: Change = field(default_factory=lambda: Change("Nothing was read"))
    read: list[str] = field(default_factory=list[str])
    problems: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    stopped: bool = False


def can_read_pictures() -> bool:
    """Whether this installation has what reading pictures needs."""
    return machine.can_read_pictures()


def pictures_waiting(vault: Vault) -> list[tuple[str, list[int]]]:
    """Documents with pages that were not looked at and have no text, but a few words over a
    picture or words that are not what is seen, by number; none where they cannot be read here."""
    if vault.read_only or not can_read_pictures():
        return []
    pages = {
        id: [number for _id, number in found]
        for id, found in groupby(vault.index.unread_pictures(), key=lambda one: one[0])
    }
    there: set[str] = set()
    for batch in batches(pages):
        where, args = in_list("id", batch)
        rows = vault.query(
            f"SELECT id FROM evidence WHERE {where} AND read_state = 'read' AND trashed_at = '' "
            "AND (media_type = 'application/pdf' OR media_type LIKE 'image/%')",
            args,
        )
        there |= {row["id"] for row in rows}
    return [(id, numbers) for id, numbers in pages.items() if id in there]


def words_in_pictures(vault: Vault, evidence: Evidence, *, wanted: bool = True) -> str:
    """What there is to say of a document with pages that are pictures of what is to be read, or
    empty; ``wanted`` is whether the settings let pictures be read."""
    if evidence.read_state != "read" or not _may_be_pictures(evidence):
        return ""
    if vault.index.seen_numbers(evidence.id):
        return SEEN
    if vault.read_only or not vault.index.unread_pictures(evidence.id, sure=True):
        return ""
    if not can_read_pictures():
        return NOT_SEARCHABLE
    return WAITING if wanted else UNWANTED


def _may_be_pictures(evidence: Evidence) -> bool:
    return evidence.media_type == "application/pdf" or evidence.media_type.startswith("image/")


def _nobody(evidence_id: str) -> None:
    """Nobody wants to know."""


def read_pictures(
    vault: Vault,
    reader: MachineReader,
    progress: Progress = quiet,
    cancelled: Stop = never,
    *,
    only: Sequence[str] | None = None,
    found_in: Callable[[str], object] = _nobody,
) -> PicturesRead:
    """Reads all pages that wait, or those of ``only`` these documents; each is searchable at once.
    ``found_in`` is told of each document in which words were found, as soon as all of it was read.

    What stops the reading of a page costs one sentence on its document; it is not tried again.
    """
    todo = [(id, numbers) for id, numbers in pictures_waiting(vault) if only is None or id in only]
    total, done, result = sum(len(numbers) for _id, numbers in todo), 0, PicturesRead()
    progress(0, total, "Reading pictures")
    for id, numbers in todo:
        try:
            evidence = vault.get(Evidence, id)
            record = vault.get(ObjectRecord, evidence.object_id)
            if record.length > MAX_SIZE:
                continue
            bad: list[int] = []
            words = False
            for number, found in reader.pages(
                lambda one=evidence: original_chunks(vault, one),
                numbers,
                media_type=evidence.media_type,
                password=evidence.password,
                whole=evidence.page_count == 1,
                misread=vault.index.misread_pages(id),
                cancelled=cancelled,
            ):
                if cancelled():
                    raise Cancelled
                words = _keep(vault, id, number, found, bad) or words
                done += 1
                progress(done, total, "Reading pictures")
        except Cancelled:
            result.stopped = True
            break
        except NotFound:  # purged while it was being read
            continue
        except KnownError as error:  # its original is damaged: told where it is opened
            result.problems.append((id, str(error)))
            continue
        if words:
            result.read.append(id)
            found_in(id)
        if bad:
            _tell(vault, evidence, bad, result)
    return result


def _keep(vault: Vault, id: str, number: int, found: PageText | KnownError, bad: list[int]) -> bool:
    """Whether the page has words."""
    if isinstance(found, KnownError):
        vault.index.put_seen(id, number, None)
        bad.append(number)
        return False
    vault.index.put_seen(id, number, found)
    return bool(found.text.strip())


def _tell(vault: Vault, evidence: Evidence, bad: Sequence[int], result: PicturesRead) -> None:
    """One sentence, unless another stands there already."""
    words = _NOT_READ if evidence.page_count == 1 else _NOT_ALL_READ.format(f"{bad[0]:,}")
    result.problems.append((evidence.id, words))
    with vault.change("Read a document", own=True) as tx:
        try:
            now = tx.get(Evidence, evidence.id)
        except NotFound:
            return
        if not now.problem:
            tx.patch(Evidence, evidence.id, problem=words)
    result.change = result.change.merge(tx.change, "Read pictures")
