"""One packet in full: what is in it, what was left out, and the PDFs that were made of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from onrecord.domain.dispute import Dispute
from onrecord.domain.labels import exhibit_labels
from onrecord.domain.packet import Packet
from onrecord.domain.packet_options import PacketOptions
from onrecord.domain.same_words import holds
from onrecord.domain.when import When
from onrecord.services.bundle_words import languages
from onrecord.services.drawn_marks import drawn_on, hidden_by, packet_marks, removes
from onrecord.services.late_additions import sent_labels
from onrecord.services.own_pages import own_pages
from onrecord.services.packet_options import exhibit_options, packet_options
from onrecord.services.packet_places import parts_shown
from onrecord.services.searched_files import clean_originals
from onrecord.services.views.packets import BundleRow

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class PlacedDocument:
    """A document of a packet. ``label`` as it is printed, empty where left out; ``own_label`` and
    ``pages`` as typed."""

    evidence_id: str
    title: str
    label: str
    own_label: str
    pages: str
    caption: str
    included: bool
    theirs: bool
    page_count: int
    """As it was read; 0 where that is not known."""
    read_state: str
    date_words: str = ""
    kind: str = "other"
    description: str = ""
    is_pdf: bool = False
    whole: bool = True  # all its pages are in, and nothing is taken away
    own_pages: bool = True
    """They can be chosen: not those of a text or a mail, which are made when it is set."""
    reveal: bool = False  # its original goes along all the same


@dataclass(frozen=True)
class PacketDetail:
    """``packet`` with its parts as they stand among the documents that are not in the trash;
    ``exhibits`` in order, those left out among them; ``others`` are the dispute's documents
    that have no place in the packet yet: (id, title, date in words, kind)."""

    packet: Packet
    dispute_title: str
    exhibits: tuple[PlacedDocument, ...]
    others: tuple[tuple[str, str, str, str], ...]
    bundles: tuple[BundleRow, ...]
    options: PacketOptions = field(default_factory=PacketOptions)
    sent_labels: tuple[str, ...] = ()  # of what was sent before, which are used up
    languages: tuple[str, ...] = ("en",)  # in which our own words can be printed


def packet_detail(vault: Vault, packet_id: str) -> PacketDetail:
    """Raises NotFound."""
    packet = vault.get(Packet, packet_id)
    dispute = vault.get(Dispute, packet.dispute_id)
    rows = vault.query(
        "SELECT x.evidence_id, coalesce(nullif(e.title, ''), e.file_name) AS title, x.label,"
        " x.pages, x.caption, x.included, e.page_count, e.read_state, e.dated, e.kind,"
        " e.description, e.media_type, coalesce(l.theirs, 0) AS theirs"
        " FROM packet_exhibit x JOIN evidence e ON e.id = x.evidence_id"
        " LEFT JOIN dispute_evidence l ON l.evidence_id = e.id AND l.dispute_id = ?"
        " WHERE x.packet_id = ? AND e.trashed_at = '' ORDER BY x.position, x.rowid",
        [packet.dispute_id, packet_id],
    )
    sent = sent_labels(vault, packet_id)
    given = [r["label"] for r in rows if r["included"]]
    labels = iter(_labels(given, packet.label_prefix, sent))
    marks = packet_marks(vault, packet_id)
    marked, hidden = drawn_on(marks), hidden_by(marks)
    single = exhibit_options(vault, packet_id)
    ids = [row["evidence_id"] for row in rows]
    clean = clean_originals(vault, ids, hidden) if hidden else dict[str, bool]()
    exhibits = tuple(
        PlacedDocument(
            evidence_id=row["evidence_id"],
            title=row["title"],
            label=next(labels) if row["included"] else "",
            own_label=row["label"],
            pages=row["pages"],
            caption=row["caption"],
            included=bool(row["included"]),
            theirs=bool(row["theirs"]),
            page_count=row["page_count"],
            read_state=row["read_state"],
            date_words=_date(row["dated"]),
            kind=row["kind"],
            description=row["description"],
            own_pages=own_pages(1, row["media_type"]) > 0,
            is_pdf=row["media_type"] == "application/pdf",
            whole=not row["pages"].strip()
            and not removes(marked.get(row["evidence_id"], ()))
            and not any(holds(vault.index.text(row["evidence_id"]), words) for words in hidden)
            and clean.get(row["evidence_id"], True),
            reveal=row["evidence_id"] in single and single[row["evidence_id"]].reveal,
        )
        for row in rows
    )
    others = vault.query(
        "SELECT e.id, coalesce(nullif(e.title, ''), e.file_name) AS title, e.dated, e.kind"
        " FROM dispute_evidence l JOIN evidence e ON e.id = l.evidence_id"
        " WHERE l.dispute_id = ? AND e.trashed_at = '' AND e.id NOT IN"
        " (SELECT evidence_id FROM packet_exhibit WHERE packet_id = ?)"
        " ORDER BY l.position, e.rowid",
        [packet.dispute_id, packet_id],
    )
    bundles = vault.query(
        "SELECT id, packet_id, number, frozen_at, page_count, pdf_sha256, sent_when, sent_way"
        " FROM bundle WHERE packet_id = ? ORDER BY number DESC",
        [packet_id],
    )
    return PacketDetail(
        packet=replace(packet, parts=parts_shown(vault, packet)),
        dispute_title=dispute.title,
        exhibits=exhibits,
        others=tuple((r["id"], r["title"], _date(r["dated"]), r["kind"]) for r in others),
        bundles=tuple(BundleRow(**row) for row in bundles),
        options=packet_options(vault, packet_id),
        sent_labels=tuple(sent),
        languages=languages(vault),
    )


def _labels(given: list[str], prefix: str, sent: list[str]) -> list[str]:
    try:
        return exhibit_labels(given, prefix, sent)
    except ValueError:  # two alike, which the check says; the list shows what was typed
        return [label or "?" for label in given]


def _date(dated: str) -> str:
    return When(dated).short() if dated else ""
