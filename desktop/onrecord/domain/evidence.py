"""Documents: an original file with what we know about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from onrecord.domain.record import Record

KINDS = (
    "bill", "statement", "letter", "email", "message", "screenshot", "photo", "form", "contract",
    "receipt", "text", "other",
)  # fmt: skip
EVIDENCE_LINKS = (
    "attachment_of", "translation_of", "transcript_of", "reply_to", "later_version_of",
    "split_from",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ObjectRecord(Record):
    """The row that binds an encrypted object to what was written: lengths in bytes, hashes hex."""

    TABLE: ClassVar[str] = "object"

    length: int = 0
    sha256: str = ""
    ciphertext_length: int = 0
    header_sha256: str = ""
    generation: int = 1


@dataclass(frozen=True, kw_only=True)
class Evidence(Record):
    """``dated`` is the document's own date; ``arrived`` how it came: drop, paste, dialog,
    command, inbox, import. ``problem`` is one sentence where it could not be read.
    ``title_by_user`` and such guard what the user wrote from later suggestions.
    """

    TABLE: ClassVar[str] = "evidence"

    object_id: str = ""
    file_name: str = ""
    title: str = ""
    kind: str = "other"
    dated: str = ""
    zone: str = ""
    description: str = ""
    source: str = ""
    tags: tuple[str, ...] = ()
    media_type: str = ""
    type_name: str = ""
    page_count: int = 0
    password: str = ""
    problem: str = ""
    read_state: str = "waiting"
    has_location: bool = False
    arrived: str = "drop"
    set_by_user: tuple[str, ...] = ()
    view_rotation: int = 0
    trashed_at: str = ""


@dataclass(frozen=True, kw_only=True)
class DisputeEvidence(Record):
    """A document serving a dispute; ``theirs`` when it helps the other side."""

    TABLE: ClassVar[str] = "dispute_evidence"

    dispute_id: str = ""
    evidence_id: str = ""
    position: int = 0
    theirs: bool = False


@dataclass(frozen=True, kw_only=True)
class EvidenceLink(Record):
    """``from_id`` is an attachment, translation, reply ... of ``to_id``."""

    TABLE: ClassVar[str] = "evidence_link"

    from_id: str = ""
    to_id: str = ""
    kind: str = "attachment_of"
