"""The rows of one dispute that a bundle prints, and what each of them is called in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from onrecord.domain.contact import Contact, ContactEvidence, ContactLine, Offer, Promise
from onrecord.domain.counterparty import Counterparty
from onrecord.domain.dispute import ClaimLine, Dispute
from onrecord.domain.fact import Citation, Fact, Issue
from onrecord.domain.labels import contact_prefix, last_number
from onrecord.domain.ledger import LedgerEntry
from onrecord.domain.packet import Packet
from onrecord.domain.rect import Rect, read_rect
from onrecord.domain.same_words import holds
from onrecord.domain.when import When
from onrecord.packet.content import Cite, Exhibit
from onrecord.services.arrange_exhibits import evidence_by_id
from onrecord.services.bundle_exhibits import cited_marks, packet_documents
from onrecord.services.drawn_marks import packet_marks
from onrecord.services.late_additions import before, not_sent, sent_content
from onrecord.services.packet_for import packet_company
from onrecord.services.packet_options import exhibit_options, packet_options
from onrecord.services.rows import batches, in_list
from onrecord.services.searched_files import clean_originals
from onrecord.services.views.passed_on import passed_on

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

R = TypeVar("R", ContactLine, Promise, Offer, ContactEvidence)


class Source:
    """The rows of one dispute, fetched table by table, never row by row; ``labels`` and
    ``contact_labels`` say by id what is called A1 and C1 here, ``sent`` what an earlier bundle
    called so."""

    def __init__(self, vault: Vault, packet: Packet, dispute: Dispute) -> None:
        self.vault = vault
        self.packet = packet
        self.dispute = dispute
        self.company_id = packet_company(vault, packet)
        self.options = packet_options(vault, packet.id)
        sent = sent_content(vault, self.options)
        self.before = before(vault, self.options, sent)
        single = exhibit_options(vault, packet.id)
        turns = {id: one.turns for id, one in single.items()}
        self.revealed = {id for id, one in single.items() if one.reveal}
        here = "id IN (SELECT {0}_id FROM dispute_{0} WHERE dispute_id = ?) AND trashed_at = ''"
        found = vault.find(Contact, here.format("contact"), [dispute.id], order="rowid")
        found = not_sent(vault, self.options, found)
        self.contacts = sorted(found, key=lambda c: (When(c.dated).sort_key, c.written_at, c.id))
        self.marks = packet_marks(vault, packet.id)
        sent_labels = [one.label for one in self.before.exhibits]
        found_here = packet_documents(vault, packet, self.marks, turns, sent_labels)
        self.labels, self.documents = found_here.labels, found_here.evidence
        self.sent = {one.id: one.label for one in self.before.exhibits}
        self.papers = {*self.labels.values(), *self.sent.values()}
        prefix = contact_prefix(list(self.labels.values()))
        logged = [row.label for row in sent.contact_log] if sent is not None else []
        first = last_number(logged, prefix) + 1  # a label that was sent means one thing for ever
        self.contact_labels = {c.id: f"{prefix}{n}" for n, c in enumerate(self.contacts, first)}
        ids = list(self.contact_labels)
        self.lines = self._by_contact(ContactLine, ids, "position, rowid")
        self.promises = self._by_contact(Promise, ids)
        self.offers = self._by_contact(Offer, ids)
        self.attached = self._by_contact(ContactEvidence, ids)
        self.first_page = {e.id: first_page(e) for e in found_here.exhibits}
        self.citations: dict[str, list[Citation]] = defaultdict(list)
        facts = vault.find(Fact, "dispute_id = ?", [dispute.id], order="position, rowid")
        self.facts = facts
        self.claim_lines = vault.find(
            ClaimLine, "dispute_id = ?", [dispute.id], order="position, rowid"
        )
        self.passed_on = passed_on(vault, dispute.id, self.company_id)
        self.issue_rows = vault.find(Issue, "dispute_id = ?", [dispute.id], order="position, rowid")
        told: list[Fact | ClaimLine | Issue | Promise] = [*facts, *self.claim_lines]
        self.written_promises = vault.find(
            Promise, "dispute_id = ? AND contact_id = ''", [dispute.id], order="rowid"
        )
        here = "dispute_id = ? AND contact_id = '' AND side = 'them'"
        self.written_offers = vault.find(Offer, here, [dispute.id], order="rowid")
        told += [*self.issue_rows, *(p for rows in self.promises.values() for p in rows)]
        told += self.written_promises
        cited = [*ids, *(one.id for one in (*told, *self.written_offers))]
        for batch in batches(cited):
            where, args = in_list("of_id", batch)
            for citation in vault.find(Citation, where, args, order="rowid"):
                self.citations[citation.of_id].append(citation)
        here = "dispute_id = ? AND direction IN ('refunded', 'credited')"
        self.entries = vault.find(LedgerEntry, here, [dispute.id], order="dated, rowid")
        for entry in self.entries:
            if entry.evidence_id:
                self.citations[entry.id].append(
                    Citation(of_id=entry.id, evidence_id=entry.evidence_id, page=entry.page)
                )
        by_paper: dict[str, list[Citation]] = defaultdict(list)
        for rows in self.citations.values():
            for one in rows:
                by_paper[one.evidence_id].append(one)
        self.exhibits = tuple(
            replace(e, marks=cited_marks(vault, self.documents[e.id], by_paper[e.id]))
            for e in found_here.exhibits
        )

    def changed(self, hidden: Sequence[str]) -> set[str]:
        """Documents of which the copy lacks words that are blacked out everywhere."""
        if not hidden or not (self.options.originals or self.options.converted):
            return set()
        texts = {e.id: self.vault.index.text(e.id) for e in self.exhibits}
        return {id for id, text in texts.items() if any(holds(text, words) for words in hidden)}

    def searched(self, hidden: Sequence[str]) -> set[str] | None:
        """Documents whose files were searched through and hold none of these words; None where
        there are none, or no file goes along."""
        if not hidden or not self.options.originals:
            return None
        found = clean_originals(self.vault, [e.id for e in self.exhibits], hidden)
        return {id for id, clean in found.items() if clean}

    def _by_contact(
        self, cls: type[R], ids: Sequence[str], order: str = "rowid"
    ) -> dict[str, list[R]]:
        found: dict[str, list[R]] = defaultdict(list)
        for batch in batches(ids):
            where, args = in_list("contact_id", batch)
            for row in self.vault.find(cls, where, args, order=order):
                found[row.contact_id].append(row)
        return found

    def cites(self, of_id: str, side: str = "") -> tuple[Cite, ...]:
        """Its sources that are in this bundle; of an issue those of one ``side``."""
        found: list[Cite] = []
        for one in self.citations.get(of_id, ()):
            if side and (one.side or "mine") != side:
                continue
            if one.evidence_id in self.labels:
                first = self.first_page[one.evidence_id]
                page, rect = one.page or first, one.rect
                # A text is set on other pages here; ``marks`` say where the part stands then.
                if rect and self.documents[one.evidence_id].media_type.startswith("image/"):
                    rect = self._of_picture(one.evidence_id, page, rect)
                found.append(Cite(self.labels[one.evidence_id], page, rect))
            elif one.evidence_id in self.sent:
                found.append(Cite(self.sent[one.evidence_id], one.page))
            elif one.contact_id in self.contact_labels:
                found.append(Cite(self.contact_labels[one.contact_id]))
        return tuple(dict.fromkeys(found))

    def _of_picture(self, evidence_id: str, page: int | None, rect: str) -> str:
        """A box on a picture in thousandths of its sides; empty where its size is not known."""
        found = next((p for p in self.vault.index.pages(evidence_id) if p.number == page), None)
        box = read_rect(rect)
        if found is None or box is None or not found.width or not found.height:
            return ""
        across, down = 1000 / found.width, 1000 / found.height
        return Rect(box.x0 * across, box.y0 * down, box.x1 * across, box.y1 * down).text()

    def contact_cites(self, contact: Contact) -> tuple[Cite, ...]:
        """What shows a contact, here: the pages it cites, and what is attached to it."""
        attached = [
            Cite(self.labels[link.evidence_id], self.first_page[link.evidence_id])
            for link in self.attached.get(contact.id, ())
            if link.evidence_id in self.labels
        ]
        cited = self.cites(contact.id)
        with_page = {cite.label for cite in cited}
        return cited + tuple(cite for cite in attached if cite.label not in with_page)

    def shown_by(self, evidence_id: str, contact_id: str) -> tuple[Cite, ...]:
        """Where this document stands here, or what shows this contact."""
        if evidence_id in self.labels:
            return (Cite(self.labels[evidence_id], self.first_page[evidence_id]),)
        if evidence_id in self.sent:
            return (Cite(self.sent[evidence_id]),)
        contact = next((c for c in self.contacts if c.id == contact_id), None)
        if contact is None:
            return ()
        return (Cite(self.contact_labels[contact.id]), *self.contact_cites(contact))

    def other_company(self, contact: Contact) -> str:
        """Its name, where a contact was not with the company complained about; else empty."""
        if not contact.counterparty_id:
            return contact.company.strip()
        if contact.counterparty_id == self.company_id:
            return ""
        found = self.vault.find(Counterparty, "id = ?", [contact.counterparty_id], limit=1)
        return found[0].name if found else contact.company.strip()

    @property
    def company_name(self) -> str:
        """Of the company this packet is about."""
        found = self.vault.find(Counterparty, "id = ?", [self.company_id], limit=1)
        return found[0].name if found else ""

    def left_out(self, ids: Iterable[str]) -> bool:
        """Whether one of these documents, none of them in this packet, is kept."""
        known = evidence_by_id(self.vault, [id for id in ids if id])
        return any(not one.trashed_at for one in known.values())


def first_page(exhibit: Exhibit) -> int | None:
    """The page a citation of the whole document leads to; None where it has no pages."""
    if exhibit.pages:
        return exhibit.pages[0]
    made = exhibit.text is not None or exhibit.media_type.startswith("text/")
    return 1 if exhibit.page_count or made else None
