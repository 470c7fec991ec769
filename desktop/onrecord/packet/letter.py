"""What one letter prints, and what goes into a mail draft: plain data that crosses to a worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, cast

Paper = Literal["a4", "letter"]


@dataclass(frozen=True)
class LetterRun:
    """Words of one look within a block."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class LetterBlock:
    """``kind`` is paragraph, bullet or number."""

    runs: tuple[LetterRun, ...]
    kind: str = "paragraph"


@dataclass(frozen=True)
class LetterContent:
    """``sender`` and ``recipient`` are lines of an address; ``date`` is in words. ``signatories``
    are others who sign below, each on a line of their own."""

    sender: tuple[str, ...] = ()
    date: str = ""
    recipient: tuple[str, ...] = ()
    subject: str = ""
    blocks: tuple[LetterBlock, ...] = ()
    enclosures: tuple[str, ...] = ()
    paper: Paper = "a4"
    language: str = "en"
    sample: bool = False
    signatories: tuple[str, ...] = ()


@dataclass(frozen=True)
class MailAttachment:
    """``id`` is what the document is asked for by; ``name`` the file name the reader sees."""

    id: str
    name: str
    media_type: str = "application/octet-stream"


@dataclass(frozen=True)
class MailDraft:
    """A mail that has not been sent: whoever opens it sends it, or not."""

    to: str = ""
    subject: str = ""
    text: str = ""
    attachments: tuple[MailAttachment, ...] = ()


@dataclass(frozen=True)
class LetterMade:
    """A finished letter; ``page_count`` counts its pages."""

    pdf: bytes
    page_count: int


def letter_to_json(content: LetterContent) -> dict[str, Any]:
    """As ``letter_from_json`` reads it in the worker."""
    return asdict(content)


def letter_from_json(plain: Mapping[str, Any]) -> LetterContent:
    made = {f.name: plain[f.name] for f in fields(LetterContent) if f.name in plain}
    blocks = cast("list[dict[str, Any]]", made.pop("blocks", []))
    for name in ("sender", "recipient", "enclosures", "signatories"):
        made[name] = tuple(cast("list[str]", made.get(name, [])))
    return LetterContent(
        **made,
        blocks=tuple(
            LetterBlock(tuple(LetterRun(**run) for run in block["runs"]), block["kind"])
            for block in blocks
        ),
    )


def mail_to_json(draft: MailDraft) -> dict[str, Any]:
    """As ``mail_from_json`` reads it in the worker."""
    return asdict(draft)


def mail_from_json(plain: Mapping[str, Any]) -> MailDraft:
    return MailDraft(
        plain["to"],
        plain["subject"],
        plain["text"],
        tuple(MailAttachment(**one) for one in plain["attachments"]),
    )
