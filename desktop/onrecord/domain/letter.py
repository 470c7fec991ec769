"""Letters and messages written in the app, until and after they are sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from onrecord.domain.record import Record


@dataclass(frozen=True, kw_only=True)
class Letter(Record):
    """``body`` is rich text as a list of blocks (JSON); ``fields`` are the values its template's
    fields stand for, and ``to_address`` or ``to_email``, empty, where a person took it out of the
    head; ``enclosures`` ids of documents. A sent letter is read-only: ``sent_dated``, ``sent_way``
    and the PDF kept as a document (``pdf_evidence_id``), the proof of posting and the day of
    delivery.
    """

    TABLE: ClassVar[str] = "letter"
    CITABLE: ClassVar[bool] = False  # written word by word; what goes out is a document, and cited

    dispute_id: str = ""
    track_id: str = ""
    contact_id: str = ""
    template: str = ""
    title: str = ""
    to_name: str = ""
    to_address: str = ""
    to_email: str = ""
    subject: str = ""
    language: str = "en"
    paper: str = "a4"
    body: dict[str, object] = field(default_factory=dict[str, object])
    fields: dict[str, object] = field(default_factory=dict[str, object])
    enclosures: tuple[str, ...] = ()
    dated: str = ""
    state: str = "draft"
    sent_dated: str = ""
    sent_way: str = ""
    pdf_evidence_id: str = ""
    proof_evidence_id: str = ""
    delivered_dated: str = ""
    trashed_at: str = ""


@dataclass(frozen=True, kw_only=True)
class LetterTemplate(Record):
    """The user's own template, or their change of one of ours (``based_on``)."""

    TABLE: ClassVar[str] = "letter_template"
    CITABLE: ClassVar[bool] = False

    name: str = ""
    based_on: str = ""
    language: str = "en"
    subject: str = ""
    body: str = ""
    trashed_at: str = ""
