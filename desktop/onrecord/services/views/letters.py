"""Letters of a dispute, what can be written next, and one letter with all that stands beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.contact import Contact
from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import Evidence
from onrecord.domain.letter import Letter
from onrecord.domain.letter_body import Body
from onrecord.domain.letter_choice import fitting
from onrecord.domain.place import parse_place, within
from onrecord.services.agency_directory import directory
from onrecord.services.letters.letter_rule import RuleNote, rule_note
from onrecord.services.letters.material import letter_material
from onrecord.services.letters.recipient import addressed, lacking
from onrecord.services.letters.save_letter import body_now, letter_facts
from onrecord.services.letters.templates import Template, templates
from onrecord.services.views.situations import situations

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class LetterRow:
    """A line of the list; ``sent_dated`` and ``delivered_dated`` are ``When`` texts."""

    id: str
    title: str
    subject: str
    to_name: str
    state: str
    sent_dated: str
    sent_way: str
    delivered_dated: str
    pdf_evidence_id: str
    proof_evidence_id: str
    changed_at: str
    packet_sent: str = ""
    """The day on which a packet went out that it is part of, as a ``When`` text."""


@dataclass(frozen=True)
class LetterChoices:
    """``first`` fit where the dispute stands; ``others`` are the rest. ``tracks`` are (id, company)
    where there is more than one to choose from, that of the call first."""

    first: tuple[Template, ...]
    others: tuple[Template, ...]
    tracks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Paper:
    """A document that could be enclosed."""

    id: str
    title: str
    kind: str
    dated: str
    enclosed: bool


@dataclass(frozen=True)
class LetterDetail:
    """``body`` has its fields as the vault has them now; ``labels`` name them. ``lacks`` is what
    its head has nothing for (``recipient.lacking``)."""

    letter: Letter
    dispute_title: str
    body: Body
    values: dict[str, str]
    labels: dict[str, str]
    papers: tuple[Paper, ...] = ()
    rule: RuleNote | None = None
    pages_wanted: int = 0
    missing: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


def letters(vault: Vault, dispute_id: str) -> list[LetterRow]:
    """The newest first, without those removed."""
    rows = vault.query(
        "SELECT id, title, subject, to_name, state, sent_dated, sent_way, delivered_dated,"
        " pdf_evidence_id, proof_evidence_id, changed_at,"
        " coalesce((SELECT max(b.sent_when) FROM packet p JOIN bundle b ON b.packet_id = p.id"
        "  WHERE p.letter_id = letter.id AND p.trashed_at = ''), '') AS packet_sent FROM letter"
        " WHERE dispute_id = ? AND trashed_at = '' ORDER BY rowid DESC",
        [dispute_id],
    )
    return [LetterRow(**row) for row in rows]


def letter_choices(
    vault: Vault, dispute_id: str, contact_id: str = "", today: date | None = None
) -> LetterChoices:
    """What fits this dispute now, at most four, and everything else."""
    day = today or date.today()
    material = letter_material(vault, dispute_id, contact_id, day)
    known = {one.id: one for one in templates(vault)}
    fit = fitting(
        situations(vault, [dispute_id], day)[dispute_id],
        contact=material.about,
        offers=material.offers,
        notices=_notices(vault, material.dispute, known.values()),
    )
    first = tuple(known[id] for id in fit if id in known)
    others = tuple(t for t in known.values() if t not in first)
    return LetterChoices(first, others, _tracks(vault, dispute_id, material.about))


def _tracks(vault: Vault, dispute_id: str, about: Contact | None) -> tuple[tuple[str, str], ...]:
    rows = vault.query(
        "SELECT t.id, coalesce(nullif(t.name, ''), c.name, '') AS name, t.counterparty_id AS party"
        " FROM track t LEFT JOIN counterparty c ON c.id = t.counterparty_id"
        " WHERE t.dispute_id = ? ORDER BY t.rowid",
        [dispute_id],
    )
    rows.sort(key=lambda row: about is None or row["party"] != about.counterparty_id)
    return tuple((row["id"], row["name"]) for row in rows) if len(rows) > 1 else ()


def _notices(vault: Vault, dispute: Dispute, known: Iterable[Template]) -> tuple[str, ...]:
    """The statutory notices whose place and kind of business are those of the dispute."""
    place = parse_place(dispute.place)
    entries = directory(vault)
    found: list[str] = []
    for one in known:
        entry = entries.get(one.rule)
        if entry is None or not dispute.sector:
            continue
        agency = entry.agency
        sectors = {s for covers in agency.covers for s in covers.sectors}
        if dispute.sector in sectors and within(place, agency.coverage.places):
            found.append(one.id)
    return tuple(found)


def letter_detail(vault: Vault, letter_id: str) -> LetterDetail:
    """Raises NotFound."""
    letter = addressed(vault, vault.get(Letter, letter_id))
    facts = letter_facts(vault, letter)
    body = body_now(letter, facts)
    dispute = vault.get(Dispute, letter.dispute_id)
    chosen = next((t for t in templates(vault) if t.id == letter.template), None)
    rows = vault.find(
        Evidence,
        "trashed_at = '' AND id IN (SELECT evidence_id FROM dispute_evidence WHERE dispute_id = ?)",
        [letter.dispute_id],
        order="dated, rowid",
    )
    papers = {e.id: e for e in rows if e.id != letter.pdf_evidence_id}
    order = [id for id in letter.enclosures if id in papers]
    order += [id for id in papers if id not in letter.enclosures]
    return LetterDetail(
        letter,
        dispute.title,
        body,
        facts.values,
        facts.labels,
        tuple(
            Paper(
                id,
                papers[id].title or papers[id].file_name,
                papers[id].kind,
                papers[id].dated,
                id in letter.enclosures,
            )
            for id in order
        ),
        rule_note(vault, chosen.rule) if chosen and chosen.rule else None,
        chosen.pages if chosen else 0,
        body.blanks(),
        lacking(vault, letter),
    )
