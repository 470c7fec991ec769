"""What goes to one recipient, and what went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from onrecord.domain.record import Record

PROFILES = ("supervisor", "formal", "regulator", "small_claims")
PARTS = ("cover", "index", "chronology", "issues", "contact_log", "claims", "hashes")
MORE_PARTS = ("letter", "brief", "proof")
"""Parts that only some recipients get: a letter, the page a supervisor reads, and what shows that
the company was asked first. Names in a packet's ``parts`` may be marks, too (``packet_order``)."""


@dataclass(frozen=True, kw_only=True)
class Packet(Record):
    """What goes to one recipient on one rung, while it can still be changed.

    ``agency_id`` is the entry of the directory it is for, whose rules it is checked by; empty
    where it is for somebody else, named by ``recipient``. ``version_of_id`` is the first packet it
    is a new version of, so that its PDFs are numbered on from those that went out.
    ``counterparty_id`` is the company it is about where that is another than the dispute began
    with.
    """

    TABLE: ClassVar[str] = "packet"

    dispute_id: str = ""
    title: str = ""
    profile: str = "formal"
    recipient: str = ""
    ask: str = ""
    summary: str = ""
    paper: str = "a4"
    parts: tuple[str, ...] = PARTS
    label_prefix: str = "A"
    state: str = "draft"
    trashed_at: str = ""
    agency_id: str = ""
    letter_id: str = ""
    version_of_id: str = ""
    counterparty_id: str = ""


@dataclass(frozen=True, kw_only=True)
class PacketExhibit(Record):
    """A document's place in a packet; ``label`` empty means numbered in order;
    ``pages`` as typed ("1-3, 5"), empty means all; ``included`` false means left out, visibly.
    """

    TABLE: ClassVar[str] = "packet_exhibit"

    packet_id: str = ""
    evidence_id: str = ""
    position: int = 0
    label: str = ""
    caption: str = ""
    pages: str = ""
    included: bool = True


@dataclass(frozen=True, kw_only=True)
class PacketReason(Record):
    """Why something the check asks about is right as it is. ``line`` is the key of what was asked,
    ``asked`` its words then."""

    TABLE: ClassVar[str] = "packet_reason"
    CITABLE: ClassVar[bool] = False

    packet_id: str = ""
    line: str = ""
    asked: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class FormWords(Record):
    """The user's own words for the field ``code`` of the recipient's form, in place of what is
    filled in from the records; empty where it is to stay empty."""

    TABLE: ClassVar[str] = "form_words"

    packet_id: str = ""
    code: str = ""
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class LeftOut(Record):
    """A document that helps the other side and is left out of a packet on purpose."""

    TABLE: ClassVar[str] = "left_out"

    packet_id: str = ""
    evidence_id: str = ""


@dataclass(frozen=True, kw_only=True)
class PacketProfile(Record):
    """The user's own set of parts, in order; ``profile`` is the one of ours it began with."""

    TABLE: ClassVar[str] = "packet_profile"
    CITABLE: ClassVar[bool] = False

    name: str = ""
    profile: str = "formal"
    parts: tuple[str, ...] = PARTS


@dataclass(frozen=True, kw_only=True)
class Bundle(Record):
    """A frozen revision and the PDF made of it. ``content`` is all that was printed, as JSON."""

    TABLE: ClassVar[str] = "bundle"

    packet_id: str = ""
    dispute_id: str = ""
    number: int = 1
    frozen_at: str = ""
    content: dict[str, object]
    manifest: dict[str, object]
    object_id: str = ""
    pdf_sha256: str = ""
    page_count: int = 0
    custody_length: int = 0
    custody_head: str = ""
    sent_when: str = ""
    sent_way: str = ""
