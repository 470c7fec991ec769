"""Understood second: what a document says, read in a limited process and kept in the index."""

from __future__ import annotations

import io
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from onrecord.domain.change import Change
from onrecord.domain.evidence import KINDS, Evidence, ObjectRecord
from onrecord.domain.when import When
from onrecord.errors import Cancelled, KnownError, NeedsPassword, NotFound
from onrecord.intake.reader import MAX_SIZE
from onrecord.services.name_columns import layouts
from onrecord.services.progress import Progress, Stop, never, quiet

if TYPE_CHECKING:
    from onrecord.intake.reader import Reader
    from onrecord.intake.reading import RawPixels, Reading
    from onrecord.vault.vault import Vault

_AT_ONCE = 2
_TOO_LARGE = "This file is too large to be read here. It is kept safely."
_PASSWORD = "This document is password-protected: give its password to read it."
_WRONG_PASSWORD = "That password does not open this document: check it and give it again."
_READABLE = frozenset(
    {
        "application/pdf",
        "text/plain",
        "message/rfc822",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
)


@dataclass(frozen=True)
class ReadResult:
    """Ids of the documents read, and of those that could not be, each with its sentence."""

    change: Change
    read: tuple[str, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()
    stopped: bool = False


def waiting(vault: Vault) -> list[str]:
    """Ids of the documents nobody has read yet, the oldest first."""
    rows = vault.query(
        "SELECT id FROM evidence WHERE read_state = 'waiting' AND trashed_at = '' ORDER BY rowid"
    )
    return [row["id"] for row in rows]


def read_documents(
    vault: Vault,
    reader: Reader,
    evidence_ids: Sequence[str] | None = None,
    progress: Progress = quiet,
    cancelled: Stop = never,
) -> ReadResult:
    """Reads these documents, or all that wait; each is saved as soon as it is understood.

    A document that cannot be read costs one sentence in ``problem``; the rest goes on. What the
    user set is kept.
    """
    ids = list(waiting(vault) if evidence_ids is None else evidence_ids)
    run = _Run(vault, reader, cancelled)
    todo = iter(ids)
    done = 0
    progress(0, len(ids), "Reading documents")
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="read") as threads:
        running: dict[Future[Reading | KnownError], str] = {}
        while True:
            while len(running) < _AT_ONCE and not cancelled():
                one = next(todo, None)
                if one is None:
                    break
                running[threads.submit(run.read, one)] = one
            if not running:
                break
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                run.keep(running.pop(future), future.result())
                done += 1
                progress(done, len(ids), "Reading documents")
    return run.result(stopped=cancelled() and done < len(ids))


def give_password(vault: Vault, evidence_id: str, password: str) -> Change:
    """Keeps a document's own password in the vault and puts it in line to be read again."""
    with vault.change("Password kept") as tx:
        tx.patch(Evidence, evidence_id, password=password, read_state="waiting", problem="")
    return replace(tx.change, result=evidence_id)


class _Run:
    def __init__(self, vault: Vault, reader: Reader, cancelled: Stop) -> None:
        self._vault = vault
        self._reader = reader
        self._cancelled = cancelled
        self._layouts = layouts(vault)
        self._change = Change("Nothing was read")
        self._read: list[str] = []
        self._problems: list[tuple[str, str]] = []

    def read(self, evidence_id: str) -> Reading | KnownError:
        """On a thread of its own: the bytes go from the vault to the worker in pieces."""
        try:
            evidence = self._vault.get(Evidence, evidence_id)
            record = self._vault.get(ObjectRecord, evidence.object_id)
            if record.length > MAX_SIZE:
                return _TooLarge(_TOO_LARGE)
            return self._reader.read(
                self._vault.objects.chunks(record),
                file_name=evidence.file_name,
                size=record.length,
                password=evidence.password,
                layouts=self._layouts,
                whole=evidence.page_count == 1,  # read before: what cites it goes on being right
                cancelled=self._cancelled,
            )
        except KnownError as error:
            return error

    def keep(self, evidence_id: str, found: Reading | KnownError) -> None:
        if isinstance(found, Cancelled | NotFound):
            return
        try:
            self._vault.get(Evidence, evidence_id)
        except NotFound:  # purged while it was being read
            return
        if not isinstance(found, KnownError):
            self._vault.index.put_document(evidence_id, found.pages, _thumbnail(found.thumbnail))
            if found.statement is not None:
                head = {k: v for k, v in vars(found.statement).items() if k != "rows"}
                rows = [vars(row) for row in found.statement.rows]
                self._vault.index.put_statement(evidence_id, head, rows)
        with self._vault.change("Read a document", own=True) as tx:
            try:
                evidence = tx.get(Evidence, evidence_id)  # its title may be typed meanwhile
            except NotFound:
                return
            after = _told(evidence, found)
            tx.patch(Evidence, evidence_id, **_difference(evidence, after))
        self._change = self._change.merge(tx.change, "Read documents")
        if after.read_state == "read":
            self._read.append(evidence_id)
        else:
            self._problems.append((evidence_id, after.problem))

    def result(self, *, stopped: bool) -> ReadResult:
        return ReadResult(self._change, tuple(self._read), tuple(self._problems), stopped)


def _told(evidence: Evidence, found: Reading | KnownError) -> Evidence:
    if isinstance(found, KnownError):
        return replace(evidence, problem=str(found), read_state=_state_of(found))
    return understood(evidence, found)


class _TooLarge(KnownError):
    """The file is kept and never parsed."""


def understood(evidence: Evidence, reading: Reading) -> Evidence:
    """The document with what was read in it, and never over what the user set."""
    values: dict[str, Any] = {
        "media_type": reading.media_type,
        "type_name": reading.type_name,
        "page_count": reading.page_count,
        "has_location": reading.has_location,
        "problem": reading.problem,
        "read_state": "read",
    }
    if reading.needs_password:
        values["read_state"] = "needs_password"
        values["problem"] = _WRONG_PASSWORD if evidence.password else _PASSWORD
    elif not reading.page_count and reading.problem:
        known = reading.media_type in _READABLE or reading.media_type.startswith("image/")
        values["read_state"] = "failed" if known else "unknown_kind"
    suggested: dict[str, Any] = {
        "title": reading.suggested_title.strip(),
        "kind": reading.suggested_kind if reading.suggested_kind in KINDS else "",
        "source": reading.suggested_source.strip(),
    }
    if _is_when(reading.suggested_when):
        suggested["dated"] = reading.suggested_when
    for name, value in suggested.items():
        if value and name not in evidence.set_by_user:
            values[name] = value
    offset = reading.facts.get("zone_offset")
    if (
        isinstance(offset, str)
        and "dated" in values
        and not {"zone", "dated"} & {*evidence.set_by_user}
    ):
        values["zone"] = offset[:6]
    return replace(evidence, **values)


def _state_of(error: KnownError) -> str:
    if isinstance(error, _TooLarge):
        return "too_large"
    return "needs_password" if isinstance(error, NeedsPassword) else "failed"


def _difference(before: Evidence, after: Evidence) -> dict[str, Any]:
    old, new = before.to_row(), after.to_row()
    return {name: getattr(after, name) for name in new if new[name] != old[name]}


def _is_when(text: str) -> bool:
    try:
        return bool(text) and bool(When(text))
    except ValueError:
        return False


def _thumbnail(pixels: RawPixels | None) -> bytes | None:
    """Encoded here from checked raw pixels; nothing of the document is parsed."""
    if pixels is None:
        return None
    from PIL import Image

    image = Image.frombuffer(
        pixels.format,
        (pixels.width, pixels.height),
        pixels.data,
        "raw",
        pixels.format,
        pixels.stride,
        1,
    )
    out = io.BytesIO()
    if pixels.format == "RGBA":
        image.save(out, "PNG")
    else:
        image.save(out, "JPEG", quality=85)
    return out.getvalue()
