"""The trash instead of deleting: put in, take out, delete for good, and empty after 30 days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from onrecord.domain.change import Change
from onrecord.domain.contact import (
    Amendment,
    Contact,
    ContactEvidence,
    ContactLine,
    DisputeContact,
    Offer,
    Promise,
)
from onrecord.domain.counterparty import AccountRef
from onrecord.domain.diary import DiaryDeadline, FaultReport, PlannedAction
from onrecord.domain.dispute import ClaimLine, DesiredOutcome, Dispute, DisputeParty
from onrecord.domain.evidence import DisputeEvidence, Evidence, EvidenceLink, ObjectRecord
from onrecord.domain.fact import Citation, DayOrder, Fact, Issue
from onrecord.domain.housekeeping import Draft, Setting, Tombstone
from onrecord.domain.ledger import Closure, LedgerEntry
from onrecord.domain.letter import Letter
from onrecord.domain.matter_answer import MatterAnswer
from onrecord.domain.packet import (
    Bundle,
    FormWords,
    LeftOut,
    Packet,
    PacketExhibit,
    PacketReason,
)
from onrecord.domain.packet_mark import PacketMark
from onrecord.domain.packet_options import ExhibitOptions, PacketOptions
from onrecord.domain.person import DisputePerson
from onrecord.domain.record import Record
from onrecord.domain.sending import Sending
from onrecord.domain.times import now_text, utc_text
from onrecord.domain.track import StageEvent, Track
from onrecord.errors import BugError

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

Item = tuple[type[Record], str]
"""A kind of record and an id: ``(Evidence, "...")``."""

KEPT_DAYS = 30
_HAVE_TRASH: tuple[type[Record], ...] = (Evidence, Contact, Packet, Letter, Dispute)


def trash_items(vault: Vault, items: Sequence[Item]) -> Change:
    """Into the trash: out of every view, and back by ``restore_items`` or undo for 30 days."""
    return _set(vault, items, now_text(), "Moved {} to the trash")


def restore_items(vault: Vault, items: Sequence[Item]) -> Change:
    """Out of the trash, to where they were."""
    return _set(vault, items, "", "Restored {}")


def trashed(vault: Vault) -> list[Record]:
    """What is in the trash, the newest first."""
    found: list[Any] = []
    for cls in _HAVE_TRASH:
        found.extend(vault.find(cls, "trashed_at != ''"))
    return sorted(found, key=_when_trashed, reverse=True)


def purge_trash(vault: Vault, older_than_days: int = KEPT_DAYS) -> Change:
    """Deletes for good what has been in the trash that long. Run at each unlock.

    First a tombstone is on disk for each, then the files are unlinked. A dispute takes with it
    the documents and contacts that nothing else uses; what another dispute uses stays.
    """
    limit = utc_text(datetime.now(UTC) - timedelta(days=older_than_days))
    doomed = _Doomed(vault)
    for cls in (Dispute, Packet, Letter, Contact, Evidence):
        for record in vault.find(cls, "trashed_at != '' AND trashed_at <= ?", [limit]):
            doomed.take(record)
    return _bury_all(vault, doomed, "The trash holds nothing that old")


def purge_items(vault: Vault, items: Sequence[Item]) -> Change:
    """Deletes these for good, of which each is in the trash; what is not there stays."""
    _check(items)
    doomed = _Doomed(vault)
    for cls in (Dispute, Packet, Letter, Contact, Evidence):
        for id in [id for of, id in items if of is cls]:
            for record in vault.find(cls, "trashed_at != '' AND id = ?", [id]):
                doomed.take(record)
    return _bury_all(vault, doomed, "Nothing was deleted")


def _bury_all(vault: Vault, doomed: _Doomed, nothing: str) -> Change:
    count = len(doomed.tombstones)
    if not count:
        return Change(nothing)
    words = f"Deleted {count} {'item' if count == 1 else 'items'} for good"
    with vault.change(words) as tx:
        for tombstone in doomed.tombstones:
            tx.insert(tombstone)
        for record in doomed.rows.values():
            tx.remove(type(record), record.id)
        for cls, id, dispute_id in doomed.moved():
            tx.patch(cls, id, dispute_id=dispute_id)
    for table, id in doomed.rows:
        if table == Evidence.TABLE:
            vault.index.forget(id)
    for object_id in doomed.objects:
        vault.objects.discard(object_id)
    return replace(tx.change, before=())  # its files are gone: there is no undo


def _set(vault: Vault, items: Sequence[Item], trashed_at: str, words: str) -> Change:
    _check(items)
    count = len(items)
    said = words.format(f"{count} {'item' if count == 1 else 'items'}")
    with vault.change(said) as tx:
        for cls, id in items:
            tx.patch(cls, id, trashed_at=trashed_at)
    return tx.change


def _check(items: Sequence[Item]) -> None:
    if wrong := [cls.TABLE for cls, _ in items if cls not in _HAVE_TRASH]:
        raise BugError(f"no trash for {', '.join(wrong)}")


def _when_trashed(record: Any) -> str:
    return record.trashed_at


class _Doomed:
    """Collects the rows and objects that go, each once."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self.rows: dict[tuple[str, str], Record] = {}
        self.objects: list[str] = []
        self.tombstones: list[Tombstone] = []

    def take(self, record: Record) -> None:
        """A thing that has a trash, with all that is only its own."""
        if isinstance(record, Dispute):
            self.dispute(record)
        elif isinstance(record, Packet):
            self.packet(record)
        elif isinstance(record, Letter):
            self.letter(record)
        elif isinstance(record, Contact):
            self.contact(record)
        elif isinstance(record, Evidence):
            self.evidence(record)

    def dispute(self, dispute: Dispute) -> None:
        if not self._add(dispute):
            return
        self._bury(dispute, "a dispute")
        here, args = "dispute_id = ?", [dispute.id]
        for link in self._vault.find(DisputeEvidence, here, args):
            self._add(link)
            evidence = self._only(Evidence, DisputeEvidence, "evidence_id", link.evidence_id)
            if isinstance(evidence, Evidence):
                self.evidence(evidence)
        for link in self._vault.find(DisputeContact, here, args):
            self._add(link)
            contact = self._only(Contact, DisputeContact, "contact_id", link.contact_id)
            if isinstance(contact, Contact):
                self.contact(contact)
        for cls in (Promise, Offer):
            for row in self._all(cls, "dispute_id = ? AND contact_id = ''", args):
                self._all(Citation, "of_id = ?", [row.id])
        for packet in self._vault.find(Packet, here, args):
            self.packet(packet)
        for letter in self._vault.find(Letter, here, args):
            self.letter(letter)
        for track in self._vault.find(Track, here, args):
            self._add(track)
            self._all(StageEvent, "track_id = ?", [track.id])
        for cls in (
            DisputePerson, DisputeParty, AccountRef, DesiredOutcome, ClaimLine, Fact, Issue,
            DiaryDeadline, PlannedAction, FaultReport, LedgerEntry, Closure, Draft, DayOrder,
            MatterAnswer, Sending,
        ):  # fmt: skip
            for row in self._all(cls, here, args):
                self._all(Citation, "of_id = ?", [row.id])

    def moved(self) -> list[tuple[type[Record], str, str]]:
        """Promises and offers of a dispute that goes, whose contact stays for another one."""
        found: list[tuple[type[Record], str, str]] = []
        gone = [id for table, id in self.rows if table == Dispute.TABLE]
        for dispute_id in gone:
            for cls in (Promise, Offer):
                for part in self._vault.find(cls, "dispute_id = ?", [dispute_id]):
                    if (cls.TABLE, part.id) in self.rows:
                        continue
                    links = self._vault.find(DisputeContact, "contact_id = ?", [part.contact_id])
                    others = [one.dispute_id for one in links if one.dispute_id not in gone]
                    found.append((cls, part.id, others[0] if others else ""))
        return found

    def packet(self, packet: Packet) -> None:
        if not self._add(packet):
            return
        self._bury(packet, "a packet")
        for cls in (
            PacketExhibit, PacketReason, PacketOptions, ExhibitOptions, PacketMark, Sending,
            FormWords, LeftOut,
        ):  # fmt: skip
            self._all(cls, "packet_id = ?", [packet.id])
        for bundle in self._vault.find(Bundle, "packet_id = ?", [packet.id]):
            if self._add(bundle):
                self._bury(bundle, "a PDF", bundle.object_id)

    def letter(self, letter: Letter) -> None:
        """Its PDF and its enclosures are documents of their own, and stay."""
        if self._add(letter):
            self._bury(letter, "a letter")

    def contact(self, contact: Contact) -> None:
        if not self._add(contact):
            return
        self._bury(contact, "a contact")
        of_it, args = "contact_id = ?", [contact.id]
        for cls in (ContactLine, DisputeContact, ContactEvidence, Amendment, Promise, Offer):
            for row in self._all(cls, of_it, args):
                self._all(Citation, "of_id = ?", [row.id])
        self._all(Citation, "of_id = ? OR contact_id = ?", [contact.id, contact.id])

    def evidence(self, evidence: Evidence) -> None:
        if not self._add(evidence):
            return
        self._bury(evidence, "a document", evidence.object_id)
        of_it, args = "evidence_id = ?", [evidence.id]
        for cls in (DisputeEvidence, ContactEvidence, Citation):
            self._all(cls, of_it, args)
        self._all(EvidenceLink, "from_id = ? OR to_id = ?", [evidence.id, evidence.id])
        self._all(PacketExhibit, of_it, args)
        self._all(ExhibitOptions, of_it, args)
        self._all(LeftOut, of_it, args)
        # Words that are blacked out everywhere stay so in the other documents of the packet.
        self._all(PacketMark, f"{of_it} AND everywhere = 0", args)

    def _only(self, cls: type[Record], link: type[Record], column: str, id: str) -> Record | None:
        """The thing itself where none but doomed links hold it."""
        links = self._vault.find(link, f"{column} = ?", [id])
        if any((Dispute.TABLE, getattr(one, "dispute_id", "")) not in self.rows for one in links):
            return None
        found = self._vault.find(cls, "id = ?", [id])
        return found[0] if found else None

    def _all(self, cls: type[Record], where: str, args: Iterable[str]) -> list[Record]:
        found = list(self._vault.find(cls, where, list(args)))
        for row in found:
            self._add(row)
        return list(found)

    def _add(self, record: Record) -> bool:
        key = (record.TABLE, record.id)
        if key in self.rows:
            return False
        self.rows[key] = record
        return True

    def _bury(self, record: Record, words: str, object_id: str = "") -> None:
        if object_id:
            using = self._vault.find(Evidence, "object_id = ?", [object_id])
            others = [e for e in using if (Evidence.TABLE, e.id) not in self.rows]
            gone = self._vault.find(ObjectRecord, "id = ?", [object_id])
            if others or not gone:
                object_id = ""
            else:
                self._add(gone[0])
                self.objects.append(object_id)
        # What was noted of it alone: such a setting has its id in its name.
        self._all(Setting, "instr(id, ?) > 0", [record.id])
        self.tombstones.append(
            Tombstone(of_table=record.TABLE, of_id=record.id, object_id=object_id, words=words)
        )
