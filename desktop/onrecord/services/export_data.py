"""A whole dispute as a JSON file, with its files in a folder beside it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.domain.contact import (
    Amendment,
    Contact,
    ContactEvidence,
    ContactLine,
    DisputeContact,
    Offer,
    Promise,
)
from onrecord.domain.counterparty import AccountRef, Counterparty, PartyLink
from onrecord.domain.dispute import ClaimLine, DesiredOutcome, Dispute, DisputeParty
from onrecord.domain.evidence import DisputeEvidence, Evidence, EvidenceLink, ObjectRecord
from onrecord.domain.fact import Citation, Fact, Issue
from onrecord.domain.packet import Bundle, Packet, PacketExhibit
from onrecord.domain.person import DisputePerson, Person
from onrecord.domain.record import Record
from onrecord.domain.track import StageEvent, Track
from onrecord.errors import KnownError, NotFound, Refused
from onrecord.services.dispute_file import FORMAT, TABLES, VERSION, WITH_FILE, to_plain
from onrecord.services.progress import Progress, Stop, never, quiet
from onrecord.services.rows import batches, in_list
from onrecord.services.writing_out import write_out

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def export_data(
    vault: Vault,
    target: Path,
    dispute_id: str = "",
    progress: Progress = quiet,
    cancelled: Stop = never,
) -> Path:
    """Writes ``target`` and the folder ``NAME.files`` beside it; returns the folder.

    Without an id the vault's one dispute is meant. "Contact me only by" never leaves the vault.
    Raises Refused where the folder holds something already.
    """
    dispute = _which(vault, dispute_id)
    folder = files_folder(target)
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"There is a folder {folder.name} with something in it; choose another name.")
    rows = _Collected(vault, dispute).rows
    data: dict[str, Any] = {"format": FORMAT, "version": VERSION}
    files: list[tuple[Path, Callable[[], Iterable[bytes]]]] = []
    for cls in TABLES:
        plain = [to_plain(record) for record in rows[cls]]
        if cls in WITH_FILE:
            for record, one in zip(rows[cls], plain, strict=True):
                stored = vault.get(ObjectRecord, _object_id(record))
                name = _file_name(record)
                one["file"] = {"name": name, "length": stored.length, "sha256": stored.sha256}
                files.append((folder / name, _reading(vault, stored)))
        data[cls.TABLE] = plain
    words = f"Wrote the data of “{dispute.title}” outside the vault"
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    made_here = not folder.exists()
    try:
        folder.mkdir(exist_ok=True)
    except OSError:
        raise KnownError(f"{folder.name} could not be made there; choose another place.") from None
    try:
        for done, one in enumerate(files):
            progress(done, len(files), "Writing files")
            if cancelled():
                from onrecord.errors import Cancelled

                raise Cancelled
            write_out(vault, [one], words)
        write_out(vault, [(target, lambda: [text.encode()])], words)
    except BaseException:
        for path, _ in files:
            with suppress(OSError):
                path.unlink()
        if made_here:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder


def files_folder(target: Path) -> Path:
    """``my.json`` has its files in ``my.files``."""
    return target.with_name(f"{target.stem}.files")


def _which(vault: Vault, dispute_id: str) -> Dispute:
    if dispute_id:
        return vault.get(Dispute, dispute_id)
    found = vault.find(Dispute, "trashed_at = ''", limit=2)
    if not found:
        raise NotFound("There is no dispute in this vault.")
    if len(found) > 1:
        raise Refused("There are several disputes in this vault; say which one.", "dispute")
    return found[0]


def _object_id(record: Record) -> str:
    assert isinstance(record, Evidence | Bundle)
    return record.object_id


def _file_name(record: Record) -> str:
    """The id keeps two files of one name apart; the ending lets other programs open it."""
    name = record.file_name if isinstance(record, Evidence) else "bundle.pdf"
    safe = "".join(c if c.isalnum() or c in "-_. " else "_" for c in name).strip(" .")
    return f"{record.id}-{safe[-80:] or 'document'}"


def _reading(vault: Vault, stored: ObjectRecord) -> Callable[[], Iterable[bytes]]:
    return lambda: vault.objects.chunks(stored)


class _Collected:
    """The rows of one dispute, table by table, in the order they were written."""

    def __init__(self, vault: Vault, dispute: Dispute) -> None:
        self._vault = vault
        self.rows: dict[type[Record], list[Record]] = {Dispute: [dispute]}
        here, args = "dispute_id = ?", [dispute.id]
        for cls in (
            DisputeParty, DisputePerson, AccountRef, DisputeEvidence, DisputeContact, Fact, Issue,
            DesiredOutcome, ClaimLine, Track, Packet, Bundle,
        ):  # fmt: skip
            self.rows[cls] = [*vault.find(cls, here, args, order="rowid")]
        contacts = self._values(DisputeContact, "contact_id")
        self._by(Contact, "id", contacts)
        for cls in (ContactLine, ContactEvidence, Amendment):
            self._by(cls, "contact_id", contacts)
        for cls in (Promise, Offer):
            own = vault.find(cls, here, args, order="rowid")
            self.rows[cls] = [
                row for row in own if not row.contact_id or row.contact_id in set(contacts)
            ]
        self._by(StageEvent, "track_id", self._values(Track, "id"))
        self._by(PacketExhibit, "packet_id", self._values(Packet, "id"))
        cited = [
            row.id for cls in (Fact, ClaimLine, Promise, Issue, Contact) for row in self.rows[cls]
        ]
        self._by(Citation, "of_id", cited)
        evidence = {
            id
            for cls, column in (
                (DisputeEvidence, "evidence_id"), (ContactEvidence, "evidence_id"),
                (Citation, "evidence_id"), (PacketExhibit, "evidence_id"),
                (StageEvent, "evidence_id"), (DisputePerson, "authority_evidence_id"),
            )
            for id in self._values(cls, column)
        }  # fmt: skip
        self._by(Evidence, "id", sorted(evidence))
        self._links(EvidenceLink, evidence)
        parties = {
            id
            for cls in (Dispute, DisputeParty, AccountRef, Contact, Track)
            for id in self._values(cls, "counterparty_id")
        }
        self._by(Counterparty, "id", sorted(parties))
        self._links(PartyLink, parties)
        self._by(Person, "id", self._values(DisputePerson, "person_id"))

    def _values(self, cls: type[Record], column: str) -> list[str]:
        found = [str(getattr(row, column)) for row in self.rows[cls]]
        return [value for value in dict.fromkeys(found) if value]

    def _by(self, cls: type[Record], column: str, values: list[str]) -> None:
        found: list[Record] = []
        for batch in batches(values):
            where, args = in_list(column, batch)
            found.extend(self._vault.find(cls, where, args))
        order = self._order(cls)
        self.rows[cls] = sorted(found, key=lambda row: order[row.id])

    def _links(self, cls: type[Record], ids: set[str]) -> None:
        found: list[Record] = []
        for batch in batches(sorted(ids)):
            where, args = in_list("from_id", batch)
            found.extend(
                row
                for row in self._vault.find(cls, where, args)
                if str(getattr(row, "to_id", "")) in ids
            )
        order = self._order(cls)
        self.rows[cls] = sorted(found, key=lambda row: order[row.id])

    def _order(self, cls: type[Record]) -> dict[str, int]:
        rows = self._vault.query(f"SELECT id, rowid AS n FROM {cls.TABLE}")
        return {row["id"]: row["n"] for row in rows}
