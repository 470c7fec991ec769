"""What a letter prints: sender, recipient, body and its list of copies enclosed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import Evidence
from onrecord.domain.letter import Letter
from onrecord.domain.letter_body import Body
from onrecord.domain.person import Person
from onrecord.domain.when import When
from onrecord.packet.letter import LetterBlock, LetterContent, LetterRun
from onrecord.packet.said import day_words, speaking, table
from onrecord.services.bundle_words import own_words
from onrecord.services.edit_people import complainant
from onrecord.services.letters.recipient import addressed
from onrecord.services.letters.save_letter import body_now, letter_facts
from onrecord.services.rows import in_list

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_OURS = ("Copy enclosed", "Copies enclosed", "SAMPLE")
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]')


@dataclass(frozen=True)
class Enclosure:
    """A document that goes with it; ``name`` is its file name for the reader."""

    evidence: Evidence
    title: str
    name: str


def letter_content(vault: Vault, letter_id: str, body: Body | None = None) -> LetterContent:
    """``body`` is what stands in the editor, where that is newer than what is saved."""
    letter = addressed(vault, vault.get(Letter, letter_id))
    dispute = vault.get(Dispute, letter.dispute_id)
    me = complainant(vault, letter.dispute_id) or Person()
    shown = body_now(letter, letter_facts(vault, letter)) if body is None else body
    address = me.postal_address or me.service_address
    return LetterContent(
        sender=_lines(me.name or me.name_on_bill, address, me.print_contact),
        date=_day(vault, letter) if letter.dated else "",
        recipient=_lines(letter.to_name, letter.to_address),
        subject=letter.subject,
        blocks=tuple(
            LetterBlock(
                tuple(LetterRun(run.text, run.bold, run.italic) for run in block.runs), block.kind
            )
            for block in shown.blocks
        ),
        enclosures=tuple(one.title for one in enclosures(vault, letter.enclosures)),
        paper="letter" if letter.paper == "letter" else "a4",
        language=letter.language,
        sample=dispute.sample,
    )


def enclosures(vault: Vault, ids: Sequence[str]) -> list[Enclosure]:
    """In the order given, without what is in the trash; each under a name of its own."""
    where, args = in_list("id", ids)
    rows = {e.id: e for e in vault.find(Evidence, f"{where} AND trashed_at = ''", args)}
    found: list[Enclosure] = []
    for id in ids:
        if id not in rows:
            continue
        evidence = rows[id]
        title = evidence.title or evidence.file_name or "Document"
        ending = re.search(r"\.[A-Za-z0-9]{1,8}$", evidence.file_name)
        day = _day_in_name(evidence.dated) if evidence.dated[:4] not in title else ""
        stem = file_stem(f"Enclosure {len(found) + 1} - {title} {day}")
        found.append(Enclosure(evidence, title, stem + (ending[0].lower() if ending else "")))
    return found


def _day_in_name(dated: str) -> str:
    """``2026-03-14``; what is known roughly only in words, as no day."""
    when = When(dated)
    return when.words() if when.precision == "range" else when.day.text


def file_stem(words: str) -> str:
    """Words as a file name that every system takes, without an ending."""
    plain = " ".join(_UNFIT.sub(" ", words).split()).strip(". ")
    return plain.encode("utf-8")[:120].decode("utf-8", "ignore").strip(". ") or "Letter"


def our_words(vault: Vault, language: str) -> dict[str, str]:
    """What the page itself says, by the English words; empty in English."""
    words = table(language, own_words(vault, language))
    return {english: words[english] for english in _OURS if english in words}


def _day(vault: Vault, letter: Letter) -> str:
    with speaking(letter.language, own_words(vault, letter.language)):
        return day_words(letter.dated)


def _lines(*blocks: str) -> tuple[str, ...]:
    return tuple(line.strip() for block in blocks for line in block.splitlines() if line.strip())
