"""Export: freeze a revision, build it, keep it in the vault, verify it there, then copy it out.

Nothing reaches the target before the finished file in the vault was found to be right. A packet
that has not changed since its last export gives the very same file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord import __version__
from onrecord.domain.change import Change
from onrecord.domain.evidence import Evidence, ObjectRecord
from onrecord.domain.packet import Bundle, Packet
from onrecord.domain.times import now_text
from onrecord.errors import BugError, KnownError, NotFound, Refused
from onrecord.packet.content import BundleContent, Frozen, from_json, to_json
from onrecord.packet.manifest import with_pdf
from onrecord.services.bundle_content import bundle_content
from onrecord.services.bundle_files import (
    ask_passphrase,
    bundle_files,
    part_of,
    refuse_open_beside,
    volumes_of,
)
from onrecord.services.check_packet import Checked, check
from onrecord.services.check_recipient import limit_lines
from onrecord.services.fit_report import fit_report, measured_of
from onrecord.services.judge_exhibits import (
    judge_exhibits,
    library_versions,
    not_judged,
    to_judge,
)
from onrecord.services.packet_for import packet_agency
from onrecord.services.progress import Progress, Stop, never, quiet
from onrecord.services.search_originals import search_originals
from onrecord.services.settle_check import reasons
from onrecord.services.stored import object_record
from onrecord.services.writing_out import checked_target, write_out
from onrecord.vault.unlisted import BUNDLE, UNFINISHED, clear_unfinished

if TYPE_CHECKING:
    from onrecord.packet.outcome import BuildReport, Problem, Verdict
    from onrecord.services.workshop import Workshop
    from onrecord.vault.stored_object import StoredObject
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class ExportResult:
    """``path`` is None where nothing was copied out; ``problems`` are sentences for the user.

    ``again`` when the packet had not changed, so that the earlier PDF went out once more.
    ``paths`` are all files that were written, the PDF or its first volume first.
    """

    change: Change
    bundle_id: str
    path: Path | None
    page_count: int
    problems: tuple[str, ...] = ()
    again: bool = False
    paths: tuple[Path, ...] = ()


def export_bundle(
    workshop: Workshop,
    packet_id: str,
    target: Path | None = None,
    progress: Progress = quiet,
    cancelled: Stop = never,
    passphrase: str = "",
) -> ExportResult:
    """The packet as one PDF, or in volumes, in the vault and, with a ``target``, beside it a JSON
    manifest and what goes along. ``passphrase`` is of the files at the target and kept nowhere.

    Raises Refused when something must be settled first, Cancelled, and one sentence for anything
    else that went wrong; the old file at the target then stays as it was.
    """
    vault = workshop.vault
    if target is not None:
        checked_target(vault, target)  # said now, not after minutes of work
        ask_passphrase(vault, packet_id, passphrase)
    packet = vault.get(Packet, packet_id)
    made = vault.find(Bundle, "packet_id = ?", [packet_id], order="number DESC", limit=1)
    last = made[0] if made else None
    frozen = _frozen(vault, _next_number(vault, packet_id))
    checked = _checked(vault, packet_id, frozen)
    # First, since a document that nothing can read is stood for by a sheet.
    found, todo = to_judge(vault, packet_id)
    if todo:
        unknown = not_judged(vault, packet_id)
        judged = judge_exhibits(workshop, packet_id, progress, cancelled)
        if judged.keys() != found.keys() or not_judged(vault, packet_id) != unknown:
            # What came out just now may have to be asked about, or needs a sheet.
            checked = _checked(vault, packet_id, frozen)
        found = judged
    if search_originals(workshop, packet_id, progress, cancelled):
        checked = _checked(vault, packet_id, frozen)
    content = checked.content or bundle_content(vault, packet_id, frozen)
    if target is not None:
        refuse_open_beside(content, passphrase)  # else a version stays that never went out
    if last is not None and _same(content, last):
        change, bundle, problems = Change("Exported again", result=last.id), last, ()
    else:
        change, bundle, problems = _make(workshop, packet, content, found, progress, cancelled)
    if target is not None:
        progress(0, 1, "Writing the PDF")
        paths = write_bundle(workshop, bundle.id, target, passphrase)
        return ExportResult(
            change, bundle.id, paths[0], bundle.page_count, problems, bundle is last, tuple(paths)
        )
    return ExportResult(change, bundle.id, None, bundle.page_count, problems, bundle is last)


def _checked(vault: Vault, packet_id: str, frozen: Frozen) -> Checked:
    """Refused where something has to be settled first."""
    checked = check(vault, packet_id, only_holding=True, frozen=frozen)
    if stops := checked.holding:
        raise Refused(f"{stops[0].words} {stops[0].remedy}".strip())
    return checked


def write_bundle(
    workshop: Workshop, bundle_id: str, target: Path, passphrase: str = ""
) -> list[Path]:
    """Copies a bundle out of the vault, byte for byte what it was but for a passphrase, with all
    that goes beside it. All of it or nothing; returns where each file stands."""
    vault = workshop.vault
    bundle = vault.get(Bundle, bundle_id)
    files = bundle_files(workshop, bundle_id, passphrase)
    placed = [(one.at(target), one.content) for one in files]
    write_out(
        vault,
        placed,
        f"Wrote the PDF “{from_json(bundle.content).title}”, version {bundle.number},"
        f" outside the vault{', with a passphrase' if passphrase else ''}",
    )
    return [path for path, _ in placed]


def manifest_path(target: Path) -> Path:
    """``bundle.pdf`` has ``bundle.manifest.json`` beside it."""
    return target.parent / f"{target.stem}.manifest.json"


def bundle_chunks(vault: Vault, bundle_id: str, volume: int = 1) -> Iterator[bytes]:
    """The PDF of a bundle, or one of its volumes (from 1), for the viewer."""
    bundle = vault.get(Bundle, bundle_id)
    record = vault.get(ObjectRecord, bundle.object_id)
    volumes = volumes_of(bundle)
    if not volumes:
        return vault.objects.chunks(record)
    one = volumes[volume - 1]
    return part_of(vault, record, one["offset"], one["length"])


def preview_content(vault: Vault, packet_id: str) -> BundleContent:
    """What would be printed if the packet were exported now."""
    return bundle_content(vault, packet_id, _frozen(vault, _next_number(vault, packet_id)))


def stands_as_made(vault: Vault, bundle_id: str) -> bool:
    """Whether exporting now would print what this version of the packet prints."""
    bundle = vault.get(Bundle, bundle_id)
    return _same(preview_content(vault, bundle.packet_id), bundle)


def exhibit_provider(vault: Vault) -> Callable[[str], Iterable[memoryview]]:
    """Gives a worker the bytes of the exhibit with this id; each piece is gone with the next."""

    def provide(evidence_id: str) -> Iterable[memoryview]:
        evidence = vault.get(Evidence, evidence_id)
        return vault.objects.passing(vault.get(ObjectRecord, evidence.object_id))

    return provide


def _next_number(vault: Vault, packet_id: str) -> int:
    """One more than any PDF has of the packet, or of those it is a new version of."""
    first = vault.get(Packet, packet_id).version_of_id or packet_id
    where = "packet_id IN (SELECT id FROM packet WHERE id = ?1 OR version_of_id = ?1)"
    made = vault.find(Bundle, where, [first], order="number DESC", limit=1)
    return made[0].number + 1 if made else 1


def _frozen(vault: Vault, revision: int) -> Frozen:
    head = vault.custody_head()
    return Frozen(
        revision=revision,
        frozen_at=now_text(),
        dated=datetime.now().strftime("%Y-%m-%d"),
        app_version=__version__,
        custody_length=head.length,
        custody_head=head.sha256,
        library_versions=library_versions(),
    )


def _same(content: BundleContent, last: Bundle) -> bool:
    """Whether nothing that is printed has changed but the moment of freezing."""
    try:
        before = from_json(last.content)
    except Refused:  # an earlier version of the app printed other things
        return False
    if before.form is None:
        before = replace(before, form=content.form, kept_out=content.kept_out)
    return replace(content, frozen=before.frozen) == before


def _make(
    workshop: Workshop,
    packet: Packet,
    content: BundleContent,
    found: dict[str, Verdict],
    progress: Progress,
    cancelled: Stop,
) -> tuple[Change, Bundle, tuple[str, ...]]:
    vault = workshop.vault
    clear_unfinished(vault)
    layout = workshop.laid_out(packet.id)
    stored, report = _build(workshop, content, found, layout, progress, cancelled)
    try:
        if stored.length != report.length:
            raise BugError("the bundle that was stored is not the one that was built")
        # What is checked is read from the disk and hashed there, so this also proves that the
        # vault kept what it was given.
        checked = workshop.bundler.verify(
            vault.objects.passing(stored),
            report=replace(report, sha256=stored.sha256),
            content=content,
            progress=progress,
            cancelled=cancelled,
        )
        if not checked.ok:
            first = checked.problems[0] if checked.problems else "A check of it failed."
            raise KnownError(f"The finished PDF was not right, so nothing went out. {first}")
        vault.objects.put_note(stored, BUNDLE)  # finished, before anything names it
        record = object_record(stored)
        bundle = Bundle(
            packet_id=packet.id,
            dispute_id=packet.dispute_id,
            number=content.frozen.revision,
            frozen_at=content.frozen.frozen_at,
            content=dict(to_json(content)),
            manifest=with_pdf(dict(report.manifest), sha256=stored.sha256, length=stored.length),
            object_id=record.id,
            pdf_sha256=stored.sha256,
            page_count=report.page_count,
            custody_length=content.frozen.custody_length,
            custody_head=content.frozen.custody_head,
        )
        with vault.change("Made a PDF") as tx:
            tx.insert(record)
            tx.insert(bundle)
            tx.result = bundle.id
    except BaseException:
        vault.objects.discard(stored.id)
        raise
    told = [_named(problem) for problem in report.problems]
    told += _missed(vault, packet.id, report)
    return tx.change, bundle, tuple(told)


def _missed(vault: Vault, packet_id: str, report: BuildReport) -> list[str]:
    """The recipient's limits that the finished file misses, without a reason for it."""
    agency = packet_agency(vault, vault.get(Packet, packet_id))
    lines = limit_lines(fit_report(vault, packet_id, measured_of(report)), agency)
    given = {one.line for one in reasons(vault, packet_id)}
    return [line.words for line in lines if line.level == "ask" and line.name not in given]


def _named(problem: Problem) -> str:
    """What went wrong, and with which document."""
    label = problem.exhibit
    if not label or problem.words.startswith(label):
        return problem.words
    return f"{label}: {problem.words}"


def _build(
    workshop: Workshop,
    content: BundleContent,
    found: dict[str, Verdict],
    layout: Mapping[str, Any],
    progress: Progress,
    cancelled: Stop,
) -> tuple[StoredObject, BuildReport]:
    """The worker's pages flow into the vault as they come; never is the whole PDF in memory."""
    answer: list[BuildReport] = []

    def build(write: Callable[[bytes | memoryview], None]) -> None:
        answer.append(
            workshop.bundler.build(
                content,
                provide=exhibit_provider(workshop.vault),
                verdicts=found,
                write=write,
                layout=layout,
                progress=progress,
                cancelled=cancelled,
            )
        )

    stored = workshop.vault.objects.add(
        build,
        meta=UNFINISHED,
        read_back=False,  # the check of the finished file does
    )
    return stored, answer[0]


def packet_to_export(vault: Vault, dispute_id: str) -> str:
    """The newest packet of a dispute; NotFound where there is none yet."""
    found = vault.find(
        Packet,
        "dispute_id = ? AND trashed_at = ''",
        [dispute_id],
        order="rowid DESC",
        limit=1,
    )
    if not found:
        raise NotFound("There is no packet in this dispute yet; start one first.")
    return found[0].id
