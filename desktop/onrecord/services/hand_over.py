"""One dispute for an adviser: an encrypted vault of its own, to read or to bring back changed.

Nothing of it stands anywhere in plain form: rows and documents go from vault to vault.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import Evidence, ObjectRecord
from onrecord.domain.handed_over import MODES, SETTING, HandedOver
from onrecord.domain.housekeeping import Setting
from onrecord.domain.record import Record
from onrecord.domain.times import now_text
from onrecord.errors import Cancelled, Refused
from onrecord.services.derive import derived
from onrecord.services.dispute_file import TABLES, WITH_FILE, from_plain, to_plain
from onrecord.services.export_data import Collected, object_id_of
from onrecord.services.note_exit import note_exit
from onrecord.services.progress import Progress, Stop, never, quiet
from onrecord.services.read_documents import read_documents
from onrecord.services.stored import object_record

if TYPE_CHECKING:
    from onrecord.services.workshop import Workshop
    from onrecord.vault.objects import ObjectGroup
    from onrecord.vault.vault import Vault

SHORTEST = 8
"""Characters below which a passphrase is not taken."""
WORK_FACTOR = 18
"""Of scrypt, as for any vault."""
Plain = dict[str, Any]


@dataclass(frozen=True)
class Handed:
    """Where the vault stands, and how many documents are in it."""

    path: Path
    documents: int


def hand_over(
    workshop: Workshop,
    dispute_id: str,
    target: Path,
    passphrase: str,
    mode: str = "read",
    progress: Progress = quiet,
    cancelled: Stop = never,
    *,
    work_factor: int = 0,
) -> Handed:
    """A new vault at ``target`` with this dispute, its documents and its packets.

    "Contact me only by" and what else belongs to the vault alone stays behind. Raises Refused,
    Cancelled, or one sentence; then there is nothing at the target.
    """
    from onrecord.vault.vault import Vault

    vault = workshop.vault
    if mode not in MODES:
        raise Refused("It is handed over to be read, or to come back changed.", "mode")
    if len(passphrase) < SHORTEST:
        raise Refused(f"The passphrase needs at least {SHORTEST} characters.", "passphrase")
    here = target.expanduser().absolute()
    if vault.path.absolute() in (here, *here.parents):
        raise Refused("Choose a place outside the vault's own folder.")
    dispute = vault.get(Dispute, dispute_id)
    there_before = here.is_dir()
    # ``memory`` None: this computer keeps no note of a vault that is for another one.
    made, _code = Vault.create(
        here, passphrase, work_factor=work_factor or WORK_FACTOR, memory=None
    )
    try:
        with made:
            rows = Collected(vault, dispute).rows
            _copy(vault, made, rows, progress, cancelled)
            read_documents(made, workshop.reader, progress=progress, cancelled=cancelled)
            if cancelled():
                raise Cancelled
            said = HandedOver(mode, vault.vault_id, dispute_id, now_text(), plain_rows(made))
            with made.change("Handed over") as tx:
                tx.put(Setting(id=SETTING, value=said.to_text()))
            count = len(rows[Evidence])
    except BaseException:
        shutil.rmtree(here, ignore_errors=True)
        if there_before:
            here.mkdir()
        raise
    if not vault.read_only:
        words = "to read" if mode == "read" else "to bring back with changes"
        note_exit(vault, f"Handed a dispute over {words}, encrypted", Dispute.TABLE, dispute_id)
    return Handed(here, count)


def handed_over(vault: Vault) -> HandedOver | None:
    """What a vault says of itself, where it was handed over; None for any other."""
    found = vault.find(Setting, "id = ?", [SETTING], limit=1)
    return HandedOver.from_text(found[0].value) if found else None


def plain_rows(vault: Vault, dispute_id: str = "") -> dict[str, list[Plain]]:
    """The rows of a dispute, by default the only one, as its file would have them. Raises Refused
    where it was deleted for good."""
    where, args = ("id = ?", [dispute_id]) if dispute_id else ("", [])
    found = vault.find(Dispute, where, args, order="rowid", limit=1)
    if not found:
        raise Refused("The dispute that was handed over is not in this vault any more.")
    dispute = found[0]
    rows = Collected(vault, dispute).rows
    return {cls.TABLE: [_plain(vault, one) for one in rows[cls]] for cls in TABLES}


def copy_object(
    source: Vault, target: Vault, record: Record, group: ObjectGroup, cancelled: Stop = never
) -> tuple[ObjectRecord, bool]:
    """The bytes of a document or a PDF in another vault; where they are there already, what is
    there: (the object, whether it is new)."""
    stored = source.get(ObjectRecord, object_id_of(record))
    there = target.find(
        ObjectRecord, "sha256 = ? AND length = ?", [stored.sha256, stored.length], limit=1
    )
    if there:
        return there[0], False

    def pieces() -> Iterator[bytes]:
        for piece in source.objects.chunks(stored):
            if cancelled():
                raise Cancelled
            yield piece

    name = record.file_name if isinstance(record, Evidence) else "bundle.pdf"
    return object_record(group.add(pieces(), meta={"file_name": name})), True


def _copy(
    source: Vault,
    target: Vault,
    rows: dict[type[Record], list[Record]],
    progress: Progress,
    cancelled: Stop,
) -> None:
    with_file = [one for cls in WITH_FILE for one in rows[cls]]
    objects: dict[str, ObjectRecord] = {}
    new: list[Record] = []
    with target.objects.begin_group() as group:
        for done, record in enumerate(with_file):
            progress(done, len(with_file), "Copying documents, encrypted")
            id = object_id_of(record)
            if id not in objects:
                objects[id], is_new = copy_object(source, target, record, group, cancelled)
                if is_new:
                    new.append(objects[id])
        group.seal()
        for cls in TABLES:
            for record in rows[cls]:
                more: Plain = {}
                if cls in WITH_FILE:
                    more["object_id"] = objects[object_id_of(record)].id
                if cls is Evidence:
                    more["read_state"] = "waiting"  # its text is not carried along: it is read anew
                new.append(derived(from_plain(cls, to_plain(record), **more)))
        with target.change("Took in a dispute") as tx:
            for record in new:
                tx.insert(replace(record, revision=0))


def _plain(vault: Vault, record: Record) -> Plain:
    made = to_plain(record)
    if type(record) in WITH_FILE:
        made["sha256"] = vault.get(ObjectRecord, object_id_of(record)).sha256
    return made
