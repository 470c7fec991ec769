"""A packet in a folder of its own: everything named so that a stranger finds the way in it.

All of it is written, or nothing. With it goes a sheet that says how to check the files with what
every computer has.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.evidence import ObjectRecord
from onrecord.domain.packet import Bundle, Packet
from onrecord.domain.times import parse_utc
from onrecord.domain.when import When
from onrecord.errors import Cancelled, KnownError, Refused
from onrecord.services.bundle_files import OutFile as BundleFile
from onrecord.services.bundle_files import ask_passphrase, bundle_files, part_of, volumes_of
from onrecord.services.diary import plan_action
from onrecord.services.export_bundle import export_bundle
from onrecord.services.letters.letter_content import file_stem
from onrecord.services.progress import Progress, Stop, never, quiet
from onrecord.services.send_packet import recipient_name
from onrecord.services.writing_out import Files, checked_target, write_out

if TYPE_CHECKING:
    from onrecord.services.export_bundle import ExportResult
    from onrecord.services.workshop import Workshop
    from onrecord.vault.vault import Vault

DELETE_AFTER = 7
"""Days after which Today asks whether a copy for a stick is still needed."""
_LONGEST = 80
CHECK = "CHECK.txt"


@dataclass(frozen=True)
class OutFile:
    """One file of a packet as it goes out; ``to_send`` where it is meant for the recipient."""

    name: str
    length: int
    sha256: str
    chunks: Callable[[], Iterable[bytes]]
    to_send: bool = True


@dataclass(frozen=True)
class FolderResult:
    """``names`` in the order they are meant to be read; ``reminder`` is what was planned."""

    export: ExportResult
    folder: Path
    names: tuple[str, ...]
    change: Change
    reminder: str = ""


def packet_files(
    vault: Vault, bundle_id: str, workshop: Workshop | None = None, passphrase: str = ""
) -> tuple[OutFile, ...]:
    """What this revision consists of, the PDF or its volumes first.

    With a ``workshop`` what goes along is among them, and each PDF opens with ``passphrase`` only,
    where there is one; then no manifest goes with it, which names every document in plain words.
    """
    bundle = vault.get(Bundle, bundle_id)
    stem = packet_stem(vault, bundle)
    if workshop is not None:
        made = bundle_files(workshop, bundle_id, passphrase)
        return tuple(_hashed(f"{stem}{_ending(one)}", one) for one in made)
    stored = vault.get(ObjectRecord, bundle.object_id)
    volumes = volumes_of(bundle)
    found = [
        OutFile(
            f"{stem} volume {number} of {len(volumes)}.pdf",
            one["length"],
            one["sha256"],
            partial(part_of, vault, stored, one["offset"], one["length"]),
        )
        for number, one in enumerate(volumes, 1)
    ] or [
        OutFile(f"{stem}.pdf", stored.length, stored.sha256, lambda: vault.objects.chunks(stored))
    ]
    manifest = json.dumps(bundle.manifest, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    # For whoever wants to check it; a form or a mail has no use for it.
    found.append(_text(f"{stem} - manifest.json", manifest, to_send=False))
    return tuple(found)


def _ending(one: BundleFile) -> str:
    return " - manifest.json" if one.kind == "manifest" else one.ending


def _hashed(name: str, one: BundleFile) -> OutFile:
    """Read through once for its hash; a locked PDF, which is another each time, is kept."""
    held = [b"".join(one.content())] if one.locked else None
    digest, length = hashlib.sha256(), 0
    for piece in held if held is not None else one.content():
        digest.update(piece)
        length += len(piece)
    content = one.content if held is None else lambda: held
    return OutFile(name, length, digest.hexdigest(), content, one.kind != "manifest")


def packet_stem(vault: Vault, bundle: Bundle) -> str:
    """The name of a packet's files without an ending: what it is about, and its version from the
    second on."""
    packet = vault.get(Packet, bundle.packet_id)
    version = f" v{bundle.number}" if bundle.number > 1 else ""
    words = file_stem(packet.title) if packet.title.strip() else "Packet"
    room = words.encode("utf-8")[: _LONGEST - len(version)].decode("utf-8", "ignore").strip(". ")
    return f"{room or 'Packet'}{version}"


def export_to_folder(
    workshop: Workshop,
    packet_id: str,
    folder: Path,
    progress: Progress = quiet,
    cancelled: Stop = never,
    *,
    remind: bool = False,
    today: date | None = None,
    passphrase: str = "",
) -> FolderResult:
    """The packet, exported now, with all that belongs to it in ``folder``, which is made and must
    not hold anything yet.

    ``remind``: a plan for a week from now says that the copy is to be deleted, as for a stick.
    Raises Refused, Cancelled, or one sentence; then there is nothing at the target.
    """
    vault = workshop.vault
    _checked_folder(vault, folder)
    ask_passphrase(vault, packet_id, passphrase)
    export = export_bundle(workshop, packet_id, None, progress, cancelled)
    names = save_to_folder(
        vault, export.bundle_id, folder, progress, cancelled,
        workshop=workshop, passphrase=passphrase,
    )  # fmt: skip
    change, reminder = export.change, ""
    if remind and not vault.read_only:
        planned, reminder = plan_to_delete(vault, packet_id, folder, today)
        change = change.merge(planned, change.words)
    return FolderResult(export, folder, names, change, reminder)


def save_to_folder(
    vault: Vault,
    bundle_id: str,
    folder: Path,
    progress: Progress = quiet,
    cancelled: Stop = never,
    *,
    workshop: Workshop | None = None,
    passphrase: str = "",
) -> tuple[str, ...]:
    """A revision that was made, as ``export_to_folder`` writes it. Returns the names."""
    _checked_folder(vault, folder)
    bundle = vault.get(Bundle, bundle_id)
    files = [*packet_files(vault, bundle_id, workshop, passphrase)]
    files.append(_text(CHECK, check_sheet(vault, bundle, files), to_send=False))
    total = sum(one.length for one in files)
    counter = _Counter(total, progress, cancelled)
    made_here = not folder.exists()
    try:
        folder.mkdir(exist_ok=True)
    except OSError:
        raise KnownError(f"{folder.name} could not be made there; choose another place.") from None
    targets: Files = [(folder / one.name, _counted(one, counter)) for one in files]
    try:
        write_out(
            vault, targets,
            f"Wrote the packet “{vault.get(Packet, bundle.packet_id).title}”, version"
            f" {bundle.number}, into a folder outside the vault",
        )  # fmt: skip
    except BaseException:
        for target, _ in targets:  # the folder was empty: what is in it is ours
            with suppress(OSError):
                target.unlink()
        if made_here:
            with suppress(OSError):
                folder.rmdir()
        raise
    return tuple(one.name for one in files)


def plan_to_delete(
    vault: Vault, packet_id: str, folder: Path, today: date | None = None
) -> tuple[Change, str]:
    """A plan that says to delete a copy in a week; and the day in words."""
    packet = vault.get(Packet, packet_id)
    day = (today or date.today()) + timedelta(days=DELETE_AFTER)
    words = f"Delete the copy of the packet in “{folder.name}”, if it is no longer needed"
    change = plan_action(vault, packet.dispute_id, words, day.isoformat(), today=today)
    return change, When.of_day(day).words()


def check_sheet(vault: Vault, bundle: Bundle, files: Iterable[OutFile]) -> str:
    """The text of CHECK.txt: what the files are, their hashes as ``sha256sum -c`` reads them, and
    the steps on each system."""
    packet = vault.get(Packet, bundle.packet_id)
    listed = [*files]
    first = listed[0].name
    made = parse_utc(bundle.frozen_at).strftime("%Y-%m-%d %H:%M UTC")
    recipient = recipient_name(vault, packet)
    lines = [
        f"{packet.title or 'Packet'}, version {bundle.number}",
        *([f"Prepared for {recipient}"] if recipient else []),
        f"Made on {made}. {bundle.page_count} pages.",
        "",
        "Each file of this folder with its SHA-256, a number that changes when a single letter",
        "of the file does:",
        "",
        *(f"{one.sha256}  {one.name}" for one in listed),
        "",
        "To check them, open a terminal in this folder and type",
        "",
        f"  Linux:    sha256sum --ignore-missing -c {CHECK}",
        f"  macOS:    shasum -a 256 -c {CHECK}",
        f'  Windows:  certutil -hashfile "{first}" SHA256',
        f'  or, in PowerShell:  Get-FileHash -Algorithm SHA256 "{first}"',
        "",
        "On Linux and macOS every file must be called OK (lines that are no hashes are passed",
        "over with a warning). On Windows compare the number with the one above, file by file.",
        "",
        "The file that ends in manifest.json holds the SHA-256 of every document the PDF was",
        "made from. Whoever holds a document can take its hash in the same way and compare. Of a",
        "document that goes in shortened or with something removed it holds the hash of the",
        "pages as they are in the PDF.",
        "",
        f"History of the records: entry {bundle.custody_length}, {bundle.custody_head}",
        "",
    ]
    return "\n".join(lines)


def _text(name: str, text: str, *, to_send: bool = True) -> OutFile:
    data = text.encode()
    return OutFile(name, len(data), hashlib.sha256(data).hexdigest(), lambda: [data], to_send)


def _checked_folder(vault: Vault, folder: Path) -> None:
    """Said before minutes of work: the folder can be made, or is there and empty."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise Refused(f"{folder.name} is not a folder; choose another name.")
    try:
        if folder.is_dir() and any(folder.iterdir()):
            raise Refused(f"There is something in {folder.name} already; choose another name.")
    except OSError:
        raise Refused(f"{folder.name} cannot be read; choose another place.") from None
    if folder.is_dir():
        checked_target(vault, folder / CHECK)
    else:
        checked_target(vault, folder)


class _Counter:
    """What was written so far; asks whether to go on."""

    def __init__(self, total: int, progress: Progress, cancelled: Stop) -> None:
        self._done, self._total = 0, max(1, total)
        self._progress, self._cancelled = progress, cancelled

    def add(self, length: int) -> None:
        if self._cancelled():
            raise Cancelled
        self._done += length
        self._progress(self._done * 100 // self._total, 100, "Writing the files")


def _counted(one: OutFile, counter: _Counter) -> Callable[[], Iterable[bytes]]:
    def pieces() -> Iterator[bytes]:
        for piece in one.chunks():
            counter.add(len(piece))
            yield piece

    return pieces
