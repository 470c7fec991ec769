"""Attach: safe first, understood second.

Each file is hashed and encrypted in one pass, a group is made durable together while the next one
is encrypted, and only then is it said to be kept. Each source ends with exactly one outcome,
whatever the others do.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Literal

from onrecord.domain.change import Change
from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import DisputeEvidence, Evidence, ObjectRecord
from onrecord.domain.times import parse_utc
from onrecord.domain.when import When
from onrecord.errors import Cancelled, KnownError
from onrecord.services.gathering import Found, Pasted, chunks, digest, gather
from onrecord.services.progress import Progress, Stop, never, quiet
from onrecord.services.stored import object_record

if TYPE_CHECKING:
    from onrecord.vault.objects import ObjectGroup
    from onrecord.vault.vault import Vault

__all__ = ["AttachOutcome", "AttachResult", "Pasted", "attach_files"]

State = Literal["added", "duplicate", "in_trash", "refused"]
_GROUP = 64
_GROUP_S = 2.0


@dataclass(frozen=True)
class AttachOutcome:
    """What became of one file; ``sentence`` says it to the user."""

    name: str
    state: State
    sentence: str
    evidence_id: str = ""


@dataclass(frozen=True)
class AttachResult:
    """``outcomes`` in the order of the sources; ``stopped`` when the user stopped it."""

    change: Change
    outcomes: tuple[AttachOutcome, ...]
    stopped: bool = False

    @property
    def added(self) -> tuple[str, ...]:
        """Ids of the documents that are new in the vault."""
        return tuple(o.evidence_id for o in self.outcomes if o.state == "added")


@dataclass
class _Group:
    """Files encrypted but not yet acknowledged, by their place in the list of outcomes."""

    objects: ObjectGroup
    rows: list[tuple[int, ObjectRecord, Evidence]] = field(
        default_factory=list[tuple[int, ObjectRecord, Evidence]]
    )
    links: list[DisputeEvidence] = field(default_factory=list[DisputeEvidence])
    told: dict[int, AttachOutcome] = field(default_factory=dict[int, AttachOutcome])

    def holding(self, length: int, sha256: str) -> Evidence | None:
        for _, record, evidence in self.rows:
            if (record.length, record.sha256) == (length, sha256):
                return evidence
        return None


def attach_files(
    vault: Vault,
    sources: Sequence[Path | Pasted],
    *,
    dispute_id: str = "",
    arrived: str = "drop",
    progress: Progress = quiet,
    cancelled: Stop = never,
) -> AttachResult:
    """Keeps every file of the sources, folders with all that is in them.

    Without a dispute they are in To sort. A file the vault has already is linked, not kept twice.
    Never raises for a file or a full disk: each outcome says what became of its file.
    """
    if dispute_id:
        vault.get(Dispute, dispute_id)
    run = _Run(vault, dispute_id, arrived, gather(sources, vault.path), progress, cancelled)
    return run.all()


class _Run:
    def __init__(
        self,
        vault: Vault,
        dispute_id: str,
        arrived: str,
        found: list[Found],
        progress: Progress,
        cancelled: Stop,
    ) -> None:
        self._vault = vault
        self._dispute_id = dispute_id
        self._arrived = arrived
        self._found = found
        self._progress = progress
        self._cancelled = cancelled
        self._outcomes: dict[int, AttachOutcome] = {}
        self._change = Change("Nothing was added")
        self._stopped = False
        # The answers are small, however much the vault holds: a list of all its documents would
        # hold up every other thread.
        lengths = json.dumps(sorted({one.length for one in found}))
        rows = vault.query(
            "SELECT DISTINCT length FROM object WHERE length IN (SELECT value FROM json_each(?))",
            [lengths],
        )
        self._lengths: set[int] = {row["length"] for row in rows}
        self._sealing: tuple[_Group, Future[None]] | None = None
        self._linked: set[str] = set()
        rows = vault.query(
            "SELECT coalesce(max(position), 0) AS last FROM dispute_evidence WHERE dispute_id = ?",
            [dispute_id],
        )
        self._position: int = rows[0]["last"]

    def all(self) -> AttachResult:
        at = 0
        with ThreadPoolExecutor(1, thread_name_prefix="seal") as sealer:
            try:
                while at < len(self._found) and not self._stopped:
                    at = self._one_group(at, sealer)
            finally:
                self._keep()
        for number in range(at, len(self._found)):
            name = self._found[number].name
            self._outcomes[number] = AttachOutcome(
                name, "refused", f"{name} was not added, because you stopped."
            )
        outcomes = tuple(self._outcomes[n] for n in sorted(self._outcomes))
        count = sum(o.state == "added" for o in outcomes)
        words = f"Added {count} {'document' if count == 1 else 'documents'}" if count else ""
        change = Change("").merge(self._change, words or self._change.words)
        return AttachResult(change, outcomes, self._stopped)

    def _one_group(self, start: int, sealer: ThreadPoolExecutor) -> int:
        """Takes files from ``start`` until the group is full, and has it sealed; returns where the
        next one begins.
        """
        began = time.monotonic()
        at = start
        with ExitStack() as leaving:
            group = _Group(leaving.enter_context(self._vault.objects.begin_group()))
            while at < len(self._found):
                if self._cancelled():
                    self._stopped = True
                    break
                self._progress(at, len(self._found), "Adding documents")
                try:
                    self._take(at, self._found[at], group)
                except Cancelled:
                    self._stopped = True
                    break
                at += 1
                if self._sealing and self._sealing[1].done():
                    self._keep()
                if len(group.rows) >= _GROUP or time.monotonic() - began > _GROUP_S:
                    break
            self._keep()
            self._sealing = group, sealer.submit(_seal, group, leaving.pop_all())
        self._progress(at, len(self._found), "Adding documents")
        return at

    def _keep(self) -> None:
        """Waits until the group is durable that is being sealed, if one is, then puts it on
        record and says so; on failure none of it is kept.
        """
        if self._sealing is None:
            return
        (group, sealed), self._sealing = self._sealing, None
        try:
            sealed.result()
            if group.rows or group.links:
                self._commit(group)
        except BaseException as error:
            for _, record, _ in group.rows:
                self._vault.objects.discard(record.id)
            if not isinstance(error, KnownError):
                raise
            for number, outcome in group.told.items():
                if outcome.state in ("added", "duplicate"):
                    sentence = f"{outcome.name} was not added. {error}"
                    group.told[number] = AttachOutcome(outcome.name, "refused", sentence)
        self._outcomes.update(group.told)

    def _take(self, number: int, found: Found, group: _Group) -> None:
        if found.problem:
            group.told[number] = AttachOutcome(found.name, "refused", found.problem)
            return
        name = PurePosixPath(found.name).name
        try:
            known = self._known(found, group)
            if known is not None:
                group.told[number] = self._say_known(found, known, group)
                return
            stored = group.objects.add(chunks(found, self._cancelled), meta={"file_name": name})
        except Cancelled:
            raise
        except KnownError as error:
            group.told[number] = AttachOutcome(found.name, "refused", str(error))
            return
        record = object_record(stored)
        evidence = Evidence(
            object_id=record.id,
            file_name=name,
            title=title_of(name),
            arrived=self._arrived,
        )
        group.rows.append((number, record, evidence))
        self._lengths.add(record.length)
        if self._dispute_id:
            group.links.append(self._link(evidence.id))
        group.told[number] = AttachOutcome(
            found.name, "added", f"{found.name} is in your vault.", evidence.id
        )

    def _link(self, evidence_id: str) -> DisputeEvidence:
        self._position += 1
        self._linked.add(evidence_id)
        return DisputeEvidence(
            dispute_id=self._dispute_id, evidence_id=evidence_id, position=self._position
        )

    def _known(self, found: Found, group: _Group) -> Evidence | None:
        """The document that holds these very bytes already.

        Only a file of a length the vault knows is read twice; every other one is new for sure.
        """
        if found.length not in self._lengths:
            return None
        sha256 = digest(found, self._cancelled)
        if evidence := group.holding(found.length, sha256):
            return evidence
        if self._sealing and self._sealing[0].holding(found.length, sha256):
            self._keep()  # then it is on record, or it is not kept and this one is new
        rows = self._vault.query(
            "SELECT evidence.id AS id FROM object JOIN evidence ON evidence.object_id = object.id"
            " WHERE object.sha256 = ? AND object.length = ? ORDER BY evidence.trashed_at, evidence.id",
            [sha256, found.length],
        )
        return self._vault.get(Evidence, rows[0]["id"]) if rows else None

    def _say_known(self, found: Found, known: Evidence, group: _Group) -> AttachOutcome:
        title = known.title or known.file_name
        if known.trashed_at:
            day = When.of_day(parse_utc(known.trashed_at).date()).words()
            sentence = f"{found.name} is in the trash since {day}. Restore it from there to use it."
            return AttachOutcome(found.name, "in_trash", sentence, known.id)
        if not self._dispute_id:
            where = "is in your vault already"
        elif self._is_linked(known.id):
            where = "is in this dispute already"
        else:
            group.links.append(self._link(known.id))
            where = "was in your vault already and now serves this dispute too"
        sentence = f"{found.name} {where}, as “{title}”."
        return AttachOutcome(found.name, "duplicate", sentence, known.id)

    def _is_linked(self, evidence_id: str) -> bool:
        where = "dispute_id = ? AND evidence_id = ?"
        return evidence_id in self._linked or bool(
            self._vault.count(DisputeEvidence, where, [self._dispute_id, evidence_id])
        )

    def _commit(self, group: _Group) -> None:
        count = len(group.rows)
        words = f"Added {count} {'document' if count == 1 else 'documents'}"
        with self._vault.change(words if count else "Filed documents") as tx:
            for _, record, evidence in group.rows:
                tx.insert(record)
                tx.insert(evidence)
            for link in group.links:
                tx.insert(link)
        self._change = self._change.merge(tx.change)


def _seal(group: _Group, leaving: ExitStack) -> None:
    with leaving:
        if group.rows:
            group.objects.seal()


def title_of(file_name: str) -> str:
    """A first title: the file's name without its ending, read as words."""
    stem = file_name.rsplit(".", 1)[0] if "." in file_name[1:] else file_name
    return " ".join(stem.replace("_", " ").split()) or file_name
