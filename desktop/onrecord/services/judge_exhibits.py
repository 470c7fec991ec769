"""Find out once how each document of a packet is best copied, and remember it in the index."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from onrecord import __version__
from onrecord.domain.evidence import Evidence, ObjectRecord
from onrecord.domain.packet import PacketExhibit
from onrecord.errors import Cancelled, KnownError, NeedsPassword, WorkerFailed
from onrecord.packet.outcome import VERDICT_FORM, Verdict
from onrecord.services.arrange_exhibits import evidence_by_id
from onrecord.services.progress import Progress, Stop, never, quiet
from onrecord.services.rows import batches

if TYPE_CHECKING:
    from onrecord.services.workshop import Workshop
    from onrecord.vault.vault import Vault

_JUDGED = ("application/pdf", "image/jpeg", "image/png")  # the rest is made into pages anew
_ENGINE = ("pikepdf", "pypdfium2")
_FONTS = ("fontpkg-noto-sans", "manimgx-fonts", "noto-cjk-sans-otc")
_LIBRARIES = ("pikepdf", "pypdfium2", "typst", "pillow", *_FONTS)


@cache
def engine() -> str:
    """What a verdict holds for, without loading the libraries it names."""
    versions = library_versions()
    return " ".join(
        [
            f"onrecord {__version__} verdict {VERDICT_FORM}",
            *(f"{n} {versions.get(n, '?')}" for n in _ENGINE),
        ]
    )


@cache
def library_versions() -> dict[str, str]:
    """The libraries that make a bundle, by name."""
    found: dict[str, str] = {}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def verdicts(vault: Vault, packet_id: str) -> dict[str, Verdict]:
    """What is known already of the documents of a packet, by evidence id."""
    return _found(vault, _included(vault, packet_id))


def _found(vault: Vault, documents: Sequence[Evidence]) -> dict[str, Verdict]:
    kept = _kept(vault, documents, engine())
    return {
        each.id: Verdict.from_json(kept[each.object_id])
        for each in documents
        if each.object_id in kept
    }


def to_judge(vault: Vault, packet_id: str) -> tuple[dict[str, Verdict], list[Evidence]]:
    """What is known already, by evidence id, and the documents that are still to be looked at."""
    documents = _included(vault, packet_id)
    found = _found(vault, documents)
    todo = [one for one in documents if one.id not in found and one.media_type in _JUDGED]
    return found, todo


def judge_exhibits(
    workshop: Workshop, packet_id: str, progress: Progress = quiet, cancelled: Stop = never
) -> dict[str, Verdict]:
    """Judges what was not judged yet; returns every verdict by evidence id.

    Why no verdict can be had of a document is kept too (``not_judged``), for the check to say.
    """
    vault, (found, todo) = workshop.vault, to_judge(workshop.vault, packet_id)
    for done, evidence in enumerate(todo):
        progress(done, len(todo), "Looking at each document")
        if cancelled():
            raise Cancelled
        record = vault.get(ObjectRecord, evidence.object_id)
        try:
            verdict = workshop.bundler.judge(
                vault.objects.chunks(record),
                media_type=evidence.media_type,
                password=evidence.password,
                cancelled=cancelled,
            )
        except Cancelled:
            raise
        except NeedsPassword:
            continue  # the document says so itself, and is judged once its password is known
        except KnownError as error:
            if not vault.read_only:
                ends = isinstance(error, WorkerFailed)
                kept = {"words": str(error), "ends": ends}
                vault.index.put_verdict(evidence.object_id, _failed(), kept)
            continue
        if not vault.read_only:
            vault.index.put_verdict(evidence.object_id, engine(), verdict.to_json())
        found[evidence.id] = verdict
    if not vault.read_only:
        for id, verdict in found.items():
            vault.index.mark_misread(id, verdict.unmapped)
    return found


def not_judged(vault: Vault, packet_id: str) -> dict[str, str]:
    """Per evidence id, why a document of the packet could not be examined, in one sentence."""
    return {id: kept["words"] for id, kept in _failures(vault, packet_id).items()}


def beyond_reading(vault: Vault, packet_id: str) -> dict[str, str]:
    """Documents that end every process that reads them: a sheet has to stand for them, or there
    would be no bundle at all."""
    return {
        id: "This document could not be read: reading it broke off each time."
        for id, kept in _failures(vault, packet_id).items()
        if kept["ends"]
    }


def _failures(vault: Vault, packet_id: str) -> dict[str, dict[str, Any]]:
    documents = [each for each in _included(vault, packet_id) if each.media_type in _JUDGED]
    failed = _kept(vault, documents, _failed())
    known = _kept(vault, documents, engine()) if failed else {}
    return {
        each.id: failed[each.object_id]
        for each in documents
        if each.object_id in failed and each.object_id not in known
    }


def _kept(vault: Vault, documents: Sequence[Evidence], engine: str) -> dict[str, dict[str, Any]]:
    """What the index keeps of these documents under a name, by their files' ids."""
    found: dict[str, dict[str, Any]] = {}
    for batch in batches(each.object_id for each in documents):
        found |= vault.index.verdicts(batch, engine)
    return found


def _failed() -> str:
    """Under what the index keeps that there is no verdict."""
    return f"{engine()} failed"


def _included(vault: Vault, packet_id: str) -> list[Evidence]:
    rows = vault.find(
        PacketExhibit, "packet_id = ? AND included = 1", [packet_id], order="position, rowid"
    )
    found = evidence_by_id(vault, [row.evidence_id for row in rows])
    return [found[row.evidence_id] for row in rows if row.evidence_id in found]
