"""A packet in a folder of its own: everything named so that a stranger finds the way in it.

All of it is written, or nothing. With it goes a sheet that says how to check the files with what
every computer has.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from onrecord.domain.change import Change
from onrecord.domain.evidence import ObjectRecord
from onrecord.domain.packet import Bundle, Packet
from onrecord.domain.times import parse_utc
from onrecord.domain.when import When
from onrecord.errors import Cancelled, KnownError, Refused
from onrecord.packet.content import from_json
from onrecord.packet.hiding import printed
from onrecord.services.bundle_files import OutFile, ask_passphrase, bundle_files, volumes_of
from onrecord.services.diary import plan_action
from onrecord.services.drawn_marks import as_sent, hidden_for
from onrecord.services.export_bundle import export_bundle
from onrecord.services.form_sheet import form_for, form_text
from onrecord.services.letters.letter_content import file_stem
from onrecord.services.packet_options import packet_options
from onrecord.services.progress import Progress, Stop, never, quiet
from onrecord.services.send_packet import recipient_name
from onrecord.services.write_sheet import form_pages
from onrecord.services.writing_out import Files, checked_target, write_out

if TYPE_CHECKING:
    from onrecord.services.export_bundle import ExportResult
    from onrecord.services.workshop import Workshop
    from onrecord.vault.vault import Vault

DELETE_AFTER = 7
"""Days after which Today asks whether a copy for a stick is still needed."""
_LONGEST = 80
CHECK = "CHECK.txt"
FORM = "Form fields (for you)"
"""What to copy into the recipient's own form, as text and as pages to print; it is not sent."""
_MANIFEST = (
    "The file that ends in manifest.json holds the SHA-256 of every document the PDF was",
    "made from. Whoever holds a document can take its hash in the same way and compare. Of a",
    "document that goes in shortened or with something removed it holds the hash of the",
    "pages as they are in the PDF.",
    "",
)


@dataclass(frozen=True)
class FolderResult:
    """``names`` in the order they are meant to be read; ``reminder`` is what was planned."""

    export: ExportResult
    folder: Path
    names: tuple[str, ...]
    change: Change
    reminder: str = ""


def packet_files(vault: Vault, bundle_id: str) -> tuple[tuple[str, int], ...]:
    """Name and length in bytes of each file that is meant for the recipient, the PDF or its
    volumes first; 0 where the length is not known before it is made."""
    bundle = vault.get(Bundle, bundle_id)
    stem, volumes = packet_stem(vault, bundle), volumes_of(bundle)
    found = [
        (f"{stem} volume {number} of {len(volumes)}.pdf", int(one["length"]))
        for number, one in enumerate(volumes, 1)
    ] or [(f"{stem}.pdf", vault.get(ObjectRecord, bundle.object_id).length)]
    if from_json(bundle.content).along:
        found.append((f"{stem} originals.zip", 0))
    return tuple(found)


def is_locked(vault: Vault, bundle_id: str) -> bool:
    """Whether its PDF opens with a passphrase only, which has to be given when it goes out."""
    return packet_options(vault, vault.get(Bundle, bundle_id).packet_id).locked


def out_name(stem: str, one: OutFile) -> str:
    """The manifest is for whoever wants to check it, and says so beside the others."""
    return f"{stem} - manifest.json" if one.kind == "manifest" else f"{stem}{one.ending}"


def packet_stem(vault: Vault, bundle: Bundle) -> str:
    """The name of a packet's files without an ending: what it is about, whether it adds to what was
    sent, and its version from the second on."""
    packet = vault.get(Packet, bundle.packet_id)
    options = cast("dict[str, Any]", bundle.content.get("options") or {})
    first = int(options.get("first_page", 1))
    version = f" - additions from page {first}" if first > 1 else ""
    version += f" v{bundle.number}" if bundle.number > 1 else ""
    title = as_sent(vault, bundle, packet.title)
    words = file_stem(title) if title.strip() else "Packet"
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
        workshop, export.bundle_id, folder, progress, cancelled, passphrase=passphrase
    )
    change, reminder = export.change, ""
    if remind and not vault.read_only:
        planned, reminder = plan_to_delete(vault, packet_id, folder, today)
        change = change.merge(planned, change.words)
    return FolderResult(export, folder, names, change, reminder)


def save_to_folder(
    workshop: Workshop,
    bundle_id: str,
    folder: Path,
    progress: Progress = quiet,
    cancelled: Stop = never,
    *,
    passphrase: str = "",
) -> tuple[str, ...]:
    """A revision that was made, as ``export_to_folder`` writes it. Returns the names."""
    vault = workshop.vault
    _checked_folder(vault, folder)
    bundle = vault.get(Bundle, bundle_id)
    stem = packet_stem(vault, bundle)
    files = bundle_files(workshop, bundle_id, passphrase)
    written = _Written(sum(one.length for one in files), progress, cancelled)

    def check() -> Iterable[bytes]:
        # Comes last: by then the hash of every other file is known, however it was made.
        return [check_sheet(vault, bundle, written.hashes, locked=bool(passphrase)).encode()]

    made_here = not folder.exists()
    try:
        folder.mkdir(exist_ok=True)
    except OSError:
        raise KnownError(f"{folder.name} could not be made there; choose another place.") from None
    targets: Files = [
        (folder / name, written.counted(name, one.content))
        for name, one in ((out_name(stem, one), one) for one in files)
    ]
    # What is blacked out in the PDF is not to be copied into a form either.
    content = replace(from_json(bundle.content), hidden=hidden_for(vault, bundle))
    if form := form_for(vault, bundle.packet_id, printed(content)):
        packet = vault.get(Packet, bundle.packet_id)
        pages = workshop.bundler.own_sheet(form_pages(vault, packet, form, content.frozen.dated))
        targets.append((folder / f"{FORM}.txt", lambda: [form_text(form).encode()]))
        targets.append((folder / f"{FORM}.pdf", lambda: [pages]))
    targets.append((folder / CHECK, check))
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
    return tuple(target.name for target, _ in targets)


def plan_to_delete(
    vault: Vault, packet_id: str, folder: Path, today: date | None = None
) -> tuple[Change, str]:
    """A plan that says to delete a copy in a week; and the day in words."""
    packet = vault.get(Packet, packet_id)
    day = (today or date.today()) + timedelta(days=DELETE_AFTER)
    words = f"Delete the copy of the packet in “{folder.name}”, if it is no longer needed"
    change = plan_action(vault, packet.dispute_id, words, day.isoformat(), today=today)
    return change, When.of_day(day).words()


def check_sheet(
    vault: Vault, bundle: Bundle, hashes: Mapping[str, str], *, locked: bool = False
) -> str:
    """The text of CHECK.txt: what the files are, their hashes (by name) as ``sha256sum -c`` reads
    them, and the steps on each system."""
    packet = vault.get(Packet, bundle.packet_id)
    first = next(iter(hashes))
    made = parse_utc(bundle.frozen_at).strftime("%Y-%m-%d %H:%M UTC")
    recipient = as_sent(vault, bundle, recipient_name(vault, packet))
    lines = [
        f"{as_sent(vault, bundle, packet.title) or 'Packet'}, version {bundle.number}",
        *([f"Prepared for {recipient}"] if recipient else []),
        f"Made on {made}. {bundle.page_count} pages.",
        "",
        "Each file of this folder with its SHA-256, a number that changes when a single letter",
        "of the file does:",
        "",
        *(f"{sha256}  {name}" for name, sha256 in hashes.items()),
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
        *(() if locked else _MANIFEST),
        f"History of the records: entry {bundle.custody_length}, {bundle.custody_head}",
        "",
    ]
    return "\n".join(lines)


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


class _Written:
    """What was written so far, and the hash of each file; asks whether to go on."""

    def __init__(self, total: int, progress: Progress, cancelled: Stop) -> None:
        self.hashes: dict[str, str] = {}
        self._done, self._total = 0, max(1, total)
        self._progress, self._cancelled = progress, cancelled

    def counted(
        self, name: str, content: Callable[[], Iterable[bytes]]
    ) -> Callable[[], Iterable[bytes]]:
        def pieces() -> Iterator[bytes]:
            digest = hashlib.sha256()
            for piece in content():
                if self._cancelled():
                    raise Cancelled
                digest.update(piece)
                self._done += len(piece)
                self._progress(min(100, self._done * 100 // self._total), 100, "Writing the files")
                yield piece
            self.hashes[name] = digest.hexdigest()

        return pieces
