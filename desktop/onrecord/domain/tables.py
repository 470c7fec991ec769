"""Every kind of record the vault keeps, by table name."""

from __future__ import annotations

from onrecord.domain.agency_override import AgencyOverride
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
from onrecord.domain.diary import DiaryDeadline, FaultReport, PlannedAction
from onrecord.domain.dispute import ClaimLine, DesiredOutcome, Dispute, DisputeParty
from onrecord.domain.evidence import DisputeEvidence, Evidence, EvidenceLink, ObjectRecord
from onrecord.domain.fact import Citation, DayOrder, Fact, Issue
from onrecord.domain.housekeeping import Draft, Exit, PendingExport, Setting, Tombstone
from onrecord.domain.ledger import Closure, LedgerEntry
from onrecord.domain.letter import Letter, LetterTemplate
from onrecord.domain.matter_answer import MatterAnswer
from onrecord.domain.packet import (
    Bundle,
    FormWords,
    LeftOut,
    Packet,
    PacketExhibit,
    PacketProfile,
    PacketReason,
)
from onrecord.domain.packet_mark import PacketMark
from onrecord.domain.packet_options import ExhibitOptions, PacketOptions
from onrecord.domain.person import DisputePerson, Person
from onrecord.domain.record import Record
from onrecord.domain.sending import Sending
from onrecord.domain.track import StageEvent, Track

RECORDS: tuple[type[Record], ...] = (
    Person, Dispute, DisputePerson, Counterparty, PartyLink, DisputeParty, AccountRef,
    ObjectRecord, Evidence, DisputeEvidence, EvidenceLink, Contact, ContactLine, DisputeContact,
    ContactEvidence, Amendment, Promise, Offer, Fact, Citation, Issue, DesiredOutcome, ClaimLine,
    Track, StageEvent, Packet, PacketExhibit, Bundle, Setting, Draft, PendingExport, Tombstone,
    AgencyOverride, DiaryDeadline, PlannedAction, FaultReport, Letter, LetterTemplate, LedgerEntry,
    Closure, Exit, DayOrder, PacketReason, PacketProfile,
    PacketOptions, ExhibitOptions, MatterAnswer, PacketMark, Sending,
    FormWords, LeftOut,
)  # fmt: skip

BY_TABLE: dict[str, type[Record]] = {record.TABLE: record for record in RECORDS}
