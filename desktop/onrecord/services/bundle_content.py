"""Everything one bundle prints, looked up once and resolved.

What is printed is worded no more firmly than its ground (``domain.ground``). The same vault and
the same ``frozen`` give the same content, so that a revision can be made again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING, TypeVar, cast

from onrecord.domain.chronology import Entry, Silence, with_silences
from onrecord.domain.contact import (
    TOLD_ELSEWHERE,
    Contact,
    ContactEvidence,
    ContactLine,
    Offer,
    Promise,
)
from onrecord.domain.counterparty import AccountRef, Counterparty
from onrecord.domain.dispute import ClaimLine, Dispute
from onrecord.domain.evidence import DisputeEvidence, Evidence, ObjectRecord
from onrecord.domain.fact import Citation, Fact, Issue
from onrecord.domain.ground import (
    ADMITTED,
    NOT_HERE,
    Ground,
    call_shown,
    firmest,
    ground_of,
    ground_of_contact,
    ground_of_fact,
    worded,
    worded_fact,
)
from onrecord.domain.labels import contact_prefix, exhibit_labels, last_number
from onrecord.domain.ledger import LedgerEntry
from onrecord.domain.money import Money
from onrecord.domain.packet import Packet, PacketExhibit
from onrecord.domain.packet_options import turns_of
from onrecord.domain.packet_order import MARKS, in_order, kept
from onrecord.domain.person import DisputePerson, Person
from onrecord.domain.rect import Rect, read_rect
from onrecord.domain.same_words import holds
from onrecord.domain.table_text import MOVEMENTS
from onrecord.domain.times import parse_utc, zone_of
from onrecord.domain.tried import reached_nobody, tried
from onrecord.domain.when import When
from onrecord.errors import Refused
from onrecord.packet.content import (
    Brief,
    BundleContent,
    ChronologyRow,
    Cite,
    ClaimRow,
    ContactRow,
    CreditRow,
    Exhibit,
    Frozen,
    IssueRow,
    Mark,
    Options,
    OwnWords,
    Part,
    Party,
    PromiseRow,
    Reference,
    Said,
    Seen,
    Settled,
    Turn,
    Version,
)
from onrecord.packet.ink import ink
from onrecord.services.adverse import kept_out
from onrecord.services.along import along
from onrecord.services.arrange_exhibits import check_pages, evidence_by_id, has_own_pages
from onrecord.services.brief import brief_of, most_telling
from onrecord.services.bundle_words import own_words
from onrecord.services.drawn_marks import drawn_on, hidden_by, packet_marks, removes, says
from onrecord.services.form_words import form_words
from onrecord.services.judge_exhibits import beyond_reading
from onrecord.services.late_additions import before, sent_content
from onrecord.services.packet_for import packet_agency, packet_company
from onrecord.services.packet_letter import letter_of, printed_letter
from onrecord.services.packet_options import exhibit_options, packet_options
from onrecord.services.prerequisites import proof_rows
from onrecord.services.rows import batches, in_list
from onrecord.services.settle_check import reasons
from onrecord.services.steps_told import StepTold, steps_told, told_already
from onrecord.services.views.passed_on import passed_on
from onrecord.services.views.timeline_order import given_orders
from onrecord.services.views.tried import transfers, written_apart
from onrecord.services.who_writes import Writing, signatories, who_writes

if TYPE_CHECKING:
    from onrecord.domain.packet_options import Pictures
    from onrecord.packet.content import Ground as GroundKind
    from onrecord.packet.content import PromiseState, ReferenceState
    from onrecord.vault.index import IndexedPage, Word
    from onrecord.vault.vault import Vault

R = TypeVar("R", ContactLine, Promise, Offer, ContactEvidence)

_REFERENCE_KINDS = {
    "account": "Account", "order": "Order", "tracking": "Tracking", "ticket": "Ticket",
    "claim": "Claim", "call": "Call",
}  # fmt: skip
_NOT_SHOWN = {
    "unknown_kind": "This kind of file cannot be shown as pages.",
    "too_large": "This file is too large to be shown as pages.",
}
"""Known before a worker looks; why the others cannot be shown is found out with their bytes."""
_BANK_FILE = "application/x-ofx"
_READ_AS_TEXT = ("message/rfc822", "text/html", _BANK_FILE)
"""Printed as they were understood when they were read, not from their own bytes."""
_CUT = "Only the first part of this long text is printed here. The file itself is kept whole."
_WRITTEN = ("email", "chat", "message", "letter", "post")
"""Contacts that are documents themselves, once they are attached."""


def bundle_content(vault: Vault, packet_id: str, frozen: Frozen) -> BundleContent:
    """The content of a packet as it stands; ``frozen`` says when and under which history head.

    Raises Refused for pages a document does not have and for labels that clash.
    """
    packet = vault.get(Packet, packet_id)
    dispute = vault.get(Dispute, packet.dispute_id)
    source = _Source(vault, packet, dispute)
    company = vault.find(Counterparty, "id = ?", [source.company_id], limit=1)
    told = source.chronology()
    chronology = tuple(most_telling(told)) if packet.profile == "supervisor" else told
    options = source.options
    writing, agency = who_writes(vault, dispute.id), packet_agency(vault, packet)
    day = date.fromisoformat(frozen.dated) if frozen.dated else None
    return BundleContent(
        title=packet.title or dispute.title,
        subtitle=f"Prepared for {packet.recipient}" if packet.recipient else "",
        paper="letter" if packet.paper == "letter" else "a4",
        complainant=_complainant(vault, dispute.id, writing, day),
        counterparty=_counterparty(company[0]) if company else Party(),
        references=(
            *(
                Reference(_REFERENCE_KINDS.get(r.kind, r.kind.capitalize()), r.value)
                for r in vault.find(AccountRef, "dispute_id = ?", [dispute.id], order="rowid")
                if r.value
            ),
            *(Reference(one.kind, one.reference) for one in source.passed_on if one.reference),
        ),
        ask=packet.ask,
        summary=packet.summary,
        frozen=frozen,
        chronology=chronology,
        contact_log=source.contact_log(),
        claims=source.claims(),
        credits=source.credits(),
        issues=source.issues(),
        tried=tried(
            source.contacts,
            transfers(vault, dispute.id),
            len(written_apart(vault, dispute.id) & {e.id for e in source.exhibits}),
        ).sentences(),
        exhibits=source.exhibits,
        parts=source.parts(chronology),
        hidden=hidden_by(source.marks),
        sample=dispute.sample,
        language=options.language,
        words=own_words(vault, options.language),
        options=Options(
            large=options.large,
            grey=options.grey,
            flat=options.flat,
            pictures=cast("Pictures", options.pictures),
            volume_pages=options.volume_pages,
            volume_bytes=options.volume_bytes,
            first_page=source.before.last_page + 1,
        ),
        before=source.before,
        along=along(
            source.options,
            source.exhibits,
            source.revealed,
            source.changed(hidden_by(source.marks)),
        ),
        letter=printed_letter(vault, packet, signatories(writing, agency))
        if "letter" in packet.parts
        else None,
        brief=source.brief(told, day) if "brief" in packet.parts else None,
        proof=proof_rows(vault, dispute.id, agency, source.shown_by, day)
        if "proof" in packet.parts
        else (),
        settled=tuple(Settled(one.asked, one.reason) for one in reasons(vault, packet_id)),
        form=tuple(OwnWords(code, said) for code, said in form_words(vault, packet_id).items()),
        kept_out=tuple(kept_out(vault, packet_id)),
    )


class _Source:
    """The rows of one dispute, fetched table by table, never row by row."""

    def __init__(self, vault: Vault, packet: Packet, dispute: Dispute) -> None:
        self._vault = vault
        self._packet = packet
        self._dispute = dispute
        self.company_id = packet_company(vault, packet)
        self._beyond = beyond_reading(vault, packet.id)
        self.options = packet_options(vault, packet.id)
        sent = sent_content(vault, self.options)
        self.before = before(vault, self.options, sent)
        single = exhibit_options(vault, packet.id)
        self._turns = {id: one.turns for id, one in single.items()}
        self.revealed = {id for id, one in single.items() if one.reveal}
        here = "id IN (SELECT {0}_id FROM dispute_{0} WHERE dispute_id = ?) AND trashed_at = ''"
        found = vault.find(Contact, here.format("contact"), [dispute.id], order="rowid")
        self.contacts = sorted(found, key=lambda c: (When(c.dated).sort_key, c.written_at, c.id))
        self.marks = packet_marks(vault, packet.id)
        self.exhibits, self.labels, self.documents = self._exhibits()
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
        self.first_page = {e.id: _first_page(e) for e in self.exhibits}
        self.citations: dict[str, list[Citation]] = defaultdict(list)
        facts = vault.find(Fact, "dispute_id = ?", [dispute.id], order="position, rowid")
        self.facts = facts
        self.claim_lines = vault.find(
            ClaimLine, "dispute_id = ?", [dispute.id], order="position, rowid"
        )
        self.passed_on = passed_on(vault, dispute.id)
        self.issue_rows = vault.find(Issue, "dispute_id = ?", [dispute.id], order="position, rowid")
        told: list[Fact | ClaimLine | Issue | Promise] = [*facts, *self.claim_lines]
        self.written_promises = vault.find(
            Promise, "dispute_id = ? AND contact_id = ''", [dispute.id], order="rowid"
        )
        told += [*self.issue_rows, *(p for rows in self.promises.values() for p in rows)]
        told += self.written_promises
        cited = [*ids, *(one.id for one in told)]
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
        self.exhibits = tuple(replace(e, marks=self._marks(e)) for e in self.exhibits)

    def changed(self, hidden: Sequence[str]) -> set[str]:
        """Documents of which the copy lacks words that are blacked out everywhere."""
        if not hidden or not (self.options.originals or self.options.converted):
            return set()
        texts = {e.id: self._vault.index.text(e.id) for e in self.exhibits}
        return {id for id, text in texts.items() if any(holds(text, words) for words in hidden)}

    def _by_contact(
        self, cls: type[R], ids: Sequence[str], order: str = "rowid"
    ) -> dict[str, list[R]]:
        found: dict[str, list[R]] = defaultdict(list)
        for batch in batches(ids):
            where, args = in_list("contact_id", batch)
            for row in self._vault.find(cls, where, args, order=order):
                found[row.contact_id].append(row)
        return found

    def _exhibits(self) -> tuple[tuple[Exhibit, ...], dict[str, str], dict[str, Evidence]]:
        rows = self._vault.find(
            PacketExhibit,
            "packet_id = ? AND included = 1",
            [self._packet.id],
            order="position, rowid",
        )
        documents = evidence_by_id(self._vault, [row.evidence_id for row in rows])
        rows = [
            row
            for row in rows
            if row.evidence_id in documents and not documents[row.evidence_id].trashed_at
        ]
        try:
            labels = exhibit_labels(
                [row.label for row in rows],
                self._packet.label_prefix,
                [one.label for one in self.before.exhibits],
            )
        except ValueError as error:
            raise Refused(str(error), "label") from None
        objects: dict[str, ObjectRecord] = {}
        for batch in batches(documents[row.evidence_id].object_id for row in rows):
            where, args = in_list("id", batch)
            objects.update((o.id, o) for o in self._vault.find(ObjectRecord, where, args))
        theirs = {
            link.evidence_id
            for link in self._vault.find(
                DisputeEvidence, "dispute_id = ? AND theirs = 1", [self._dispute.id]
            )
        }
        marked, hidden = drawn_on(self.marks), hidden_by(self.marks)
        made: list[Exhibit] = []
        for row, label in zip(rows, labels, strict=True):
            evidence = documents[row.evidence_id]
            stored = objects[evidence.object_id]
            pages = check_pages(evidence, row.pages)
            # The whole file's hash would let someone guess at what was left out: it stays here.
            whole = pages is None or len(pages) == evidence.page_count
            drawn = marked.get(evidence.id, ())
            whole = whole and not removes(drawn) and not says(self._vault, evidence.id, hidden)
            made.append(
                Exhibit(
                    id=evidence.id,
                    label=label,
                    title=evidence.title or evidence.file_name,
                    caption=row.caption or evidence.description,
                    when=evidence.dated,
                    source=evidence.source,
                    kind=evidence.kind,
                    media_type=evidence.media_type,
                    file_name=evidence.file_name,
                    length=stored.length if whole else 0,
                    sha256=stored.sha256 if whole else "",
                    sha256_of="original" if whole else "copy",
                    pages=tuple(pages) if pages is not None else None,
                    page_count=evidence.page_count if has_own_pages(evidence) else 0,
                    theirs=evidence.id in theirs,
                    password=evidence.password,
                    text=self._text(evidence),
                    seen=self._seen(evidence),
                    cut=cut_words(evidence),
                    drawn=drawn,
                    problem=_NOT_SHOWN.get(evidence.read_state, "")
                    or self._beyond.get(evidence.id, ""),
                    turns=tuple(
                        Turn(page, by)
                        for page, by in sorted(turns_of(self._turns.get(evidence.id, "")).items())
                    ),
                )
            )
        by_id = {exhibit.id: exhibit.label for exhibit in made}
        return tuple(made), by_id, documents

    def _text(self, evidence: Evidence) -> str | None:
        """What is printed of a mail, a web page or a bank's file, of this only where it was read
        as a table. A plain text is printed from its own bytes, whole."""
        if evidence.media_type not in _READ_AS_TEXT:
            return None
        text = self._vault.index.text(evidence.id).replace("\f", "\n")
        if evidence.media_type == _BANK_FILE and MOVEMENTS not in text.split("\n"):
            return None
        return text or None

    def _seen(self, evidence: Evidence) -> tuple[Seen, ...]:
        """What a machine read in pictures of pages; kept with the revision, so that it is exported
        again with the same words."""
        return tuple(
            Seen(page.number, _seen_words(page))
            for page in self._vault.index.seen_pages(evidence.id)
        )

    def _marks(self, exhibit: Exhibit) -> tuple[Mark, ...]:
        """Where the pages of a text that are cited begin: it is broken into others when set."""
        if has_own_pages(self.documents[exhibit.id]):
            return ()
        cited = {
            one.page
            for found in self.citations.values()
            for one in found
            if one.evidence_id == exhibit.id and one.page and one.page > 1
        }
        parts = self._cited_parts(exhibit.id)
        if not cited and not parts:
            return ()
        pages = self._vault.index.text(exhibit.id).split("\f")
        before = list(accumulate(map(ink, pages), initial=0))
        marks = [Mark(n, before[n - 1]) for n in sorted(cited) if n <= len(pages)]
        if parts:
            words = {page.number: page.words for page in self._vault.index.pages(exhibit.id)}
            for number, rect in sorted(parts):
                span = letters_within(words.get(number, ()), rect)
                if span is not None and number <= len(pages):
                    first, last = (before[number - 1] + n for n in span)
                    marks.append(Mark(number, first, last, rect))
        return tuple(marks)

    def _cited_parts(self, evidence_id: str) -> set[tuple[int, str]]:
        """Pages of a text with a box on them that something cites."""
        return {
            (one.page or 1, one.rect)
            for found in self.citations.values()
            for one in found
            if one.evidence_id == evidence_id and one.rect
        }

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
        found = next((p for p in self._vault.index.pages(evidence_id) if p.number == page), None)
        box = read_rect(rect)
        if found is None or box is None or not found.width or not found.height:
            return ""
        across, down = 1000 / found.width, 1000 / found.height
        return Rect(box.x0 * across, box.y0 * down, box.x1 * across, box.y1 * down).text()

    def contact_cites(self, contact: Contact) -> tuple[Cite, ...]:
        attached = [
            Cite(self.labels[link.evidence_id], self.first_page[link.evidence_id])
            for link in self.attached.get(contact.id, ())
            if link.evidence_id in self.labels
        ]
        cited = self.cites(contact.id)
        with_page = {cite.label for cite in cited}
        return cited + tuple(cite for cite in attached if cite.label not in with_page)

    def other_company(self, contact: Contact) -> str:
        """Its name, where a contact was not with the company complained about; else empty."""
        if not contact.counterparty_id:
            return contact.company.strip()
        if contact.counterparty_id == self.company_id:
            return ""
        found = self._vault.find(Counterparty, "id = ?", [contact.counterparty_id], limit=1)
        return found[0].name if found else contact.company.strip()

    def contact_log(self) -> tuple[ContactRow, ...]:
        return tuple(self._contact_row(contact) for contact in self.contacts)

    def _contact_row(self, contact: Contact) -> ContactRow:
        lines = [x for x in self.lines.get(contact.id, []) if x.event not in TOLD_ELSEWHERE]
        return ContactRow(
            label=self.contact_labels[contact.id],
            when=contact.dated,
            zone=contact.zone,
            channel=contact.kind,
            direction="in" if contact.direction == "in" else "out",
            who=", ".join(p for p in (who_of(contact), self.other_company(contact)) if p),
            address=contact.number,
            reference=contact.reference,
            reference_state=cast("ReferenceState", contact.reference_state),
            duration=contact.duration_s,
            hold=contact.hold_s,
            theirs=tuple(Said(x.words, x.form == "quote") for x in lines if x.side == "them"),
            mine=tuple(Said(x.words, x.form == "quote") for x in lines if x.side == "me"),
            promises=tuple(
                PromiseRow(promise_words(p), p.due, cast("PromiseState", p.state))
                for p in self.promises.get(contact.id, ())
            ),
            offers=tuple(offer_words(o) for o in self.offers.get(contact.id, ())),
            outcome=contact.outcome,
            attempt=reached_nobody(contact),
            written_at=_local(contact.written_at, contact.zone),
            citations=self.contact_cites(contact),
        )

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

    def brief(self, told: Sequence[ChronologyRow], day: date | None) -> Brief:
        """The page for a supervisor."""
        made = [p for c in self.contacts for p in self.promises.get(c.id, ())]
        by_id = {c.id: c for c in self.contacts}

        def cites(promise: Promise) -> tuple[Cite, ...]:
            source = by_id.get(promise.contact_id)
            own = self.contact_cites(source) if source is not None else ()
            return (*self.cites(promise.id), *own)

        return brief_of(
            told,
            [*made, *self.written_promises],
            worded=lambda p: _promised_in(p, by_id.get(p.contact_id)),
            cites=cites,
            labels=self.labels.values(),
            day=day,
        )

    def chronology(self) -> tuple[ChronologyRow, ...]:
        entries: list[Entry] = []
        rows: dict[tuple[str, str], ChronologyRow] = {}

        def add(
            kind: str, id: str, row: ChronologyRow, position: int = 0, speaks: bool = True
        ) -> None:
            entries.append(Entry(kind, id, When(row.when), row.words, position, speaks))
            rows[kind, id] = row

        for position, contact in enumerate(self.contacts):
            add("contact", contact.id, self._contact_event(contact), position)
            for promise in self.promises.get(contact.id, ()):
                row = self._promise_event(promise, contact)
                if row is not None:
                    add("promise", promise.id, row, position)
        for promise in self.written_promises:
            add("made", promise.id, self._written_promise(promise))
            row = self._promise_event(promise)
            if row is not None:
                add("promise", promise.id, row)
        told = {
            link.evidence_id
            for contact in self.contacts
            if contact.kind in _WRITTEN
            for link in self.attached.get(contact.id, ())
        }
        for step in self._steps():
            row = self._step_event(step)
            add("stage", step.event.id, row)
            told.add(self._told_by(step.event.evidence_id, step.event.dated))
        for fact in self.facts:
            told |= {self._told_by(c.evidence_id, fact.dated) for c in self.citations[fact.id]}
        for position, exhibit in enumerate(self.exhibits):
            evidence = self.documents[exhibit.id]
            if evidence.dated and exhibit.id not in told:
                row = _document_event(exhibit, evidence)
                add("evidence", exhibit.id, row, position, evidence.kind != "photo")
        beside = {f.version_of_id: f for f in self.facts if f.version_of_id}
        known = {f.id for f in self.facts}
        for fact in self.facts:
            if fact.version_of_id not in known:  # else it stands beside the one it answers
                row = self._fact_event(fact, beside.get(fact.id))
                add("fact", fact.id, row, fact.position)
        for one in self.passed_on:
            shown = self.labels.get(one.event.evidence_id, "")
            cited = (Cite(shown, self.first_page[one.event.evidence_id]),) if shown else ()
            ground: GroundKind = "documented" if shown else ""
            row = ChronologyRow(one.event.dated, one.words, ground, "", cited)
            add("stage", one.event.id, row)
        made = [
            ChronologyRow(row.after.isoformat(), row.words, kind="silence")
            if isinstance(row, Silence)
            else rows[row.kind, row.id]
            for row in with_silences(entries, given=given_orders(self._vault, self._dispute.id))
        ]
        return tuple(made)

    def _told_by(self, evidence_id: str, dated: str) -> str:
        """A document whose own day this is: what is told of that day stands for it, unless the
        user said what it shows."""
        paper = self.documents.get(evidence_id)
        same = paper is not None and bool(dated) and paper.dated[:10] == dated[:10]
        return evidence_id if same and paper and not paper.description.strip() else ""

    def _steps(self) -> list[StepTold]:
        """Those that no call or message tells already."""
        days = [
            (
                contact.dated[:10],
                contact.id,
                contact.reference,
                frozenset(link.evidence_id for link in self.attached.get(contact.id, ())),
            )
            for contact in self.contacts
        ]
        found = steps_told(self._vault, self._dispute.id, self.company_id)
        return [step for step in found if not told_already(step.event, days)]

    def _step_event(self, step: StepTold) -> ChronologyRow:
        event = step.event
        cites = self.shown_by(event.evidence_id, event.contact_id)
        shown = {c.label for c in cites} & self.papers
        papers = [e for e in self.exhibits if e.label in shown]
        contact = next((c for c in self.contacts if c.id == event.contact_id), None)
        ground = ground_of(len(shown), [contact] if contact is not None else [])
        if ground.kind == "recalled" and not cites and self._left_out([event.evidence_id]):
            ground = NOT_HERE
        if step.sent and not shown:
            said = step.words[:1].upper() + step.words[1:]
            return ChronologyRow(event.dated, _sentence(said), "", "", cites)
        kind = papers[0].kind if papers and papers[0].kind != "other" else "document"
        said = worded(_sentence(step.words), ground, kind=kind, contact=contact)
        firm: GroundKind = cast("GroundKind", ground.kind)
        return ChronologyRow(event.dated, said, firm, _reason(ground), cites)

    def _contact_event(self, contact: Contact) -> ChronologyRow:
        promised = [promise_words(p, with_due=True) for p in self.promises.get(contact.id, ())]
        other = self.other_company(contact)
        words = event_words(contact, self.lines.get(contact.id, []), promised, other)
        cited = self.contact_cites(contact)
        if cited and contact.kind in _WRITTEN:
            # The message itself is here. What was said on a call no bill can show.
            ground = ground_of(len(cited))
            said = words[:1].upper() + words[1:]
        else:
            ground = ground_of_contact(contact)
            said = worded(words, ground, contact=contact)
            if shown := call_shown(contact):  # by another, so it is said apart from my note
                said = f"{said.rstrip('.')}. {shown[:1].upper()}{shown[1:]}."
        kind: GroundKind = cast("GroundKind", ground.kind)
        me = Cite(self.contact_labels[contact.id])
        return ChronologyRow(
            contact.dated, said, kind, _reason(ground), (me, *cited), kind="contact"
        )

    def _written_promise(self, promise: Promise) -> ChronologyRow:
        """One that stands in a document: it was made on the day of that."""
        cites = self.cites(promise.id)
        first = self.citations[promise.id][0] if promise.id in self.citations else None
        paper = self.documents.get(first.evidence_id) if first is not None else None
        words = promise_words(promise, with_due=True)
        kind = paper.kind if paper is not None and paper.kind != "other" else "document"
        said = f"The {kind} shows a promise: {words}." if cites else f"They promised: {words}."
        ground: GroundKind = "documented" if cites else ""
        return ChronologyRow(paper.dated if paper is not None else "", said, ground, "", cites)

    def _promise_event(
        self, promise: Promise, contact: Contact | None = None
    ) -> ChronologyRow | None:
        """Only what became of it, on the day that is known: a promise kept or broken."""
        made = (Cite(self.contact_labels[contact.id]),) if contact is not None else ()
        cite = (*made, *self.cites(promise.id))
        words = promise_words(promise)
        note = promise.settled_note.strip()
        if promise.state == "broken" and promise.settled_evidence_id and promise.settled_when:
            by = f"By {When(promise.due).words()} they" if promise.due else "They"
            said = f"{by} had promised: {words}. {_sentence(note) if note else ''}".strip()
            shown = promise.settled_evidence_id in self.labels
            ground: GroundKind = "documented" if shown else ""
            return ChronologyRow(promise.settled_when, said, ground, "", cite)
        if promise.state == "broken" and promise.due:
            said = f"By this day they had promised: {words}. I record that it was not kept."
            if note:
                said += f" {note}"
            return ChronologyRow(promise.due, said, "", "", cite)
        if promise.state == "kept" and promise.settled_when:
            return ChronologyRow(
                promise.settled_when, f"They kept a promise: {words}.", "", "", cite
            )
        return None

    def _fact_event(self, fact: Fact, other: Fact | None = None) -> ChronologyRow:
        cites = self.cites(fact.id)
        version = None
        if other is not None:
            words = _sentence(other.words.strip())
            side = "mine" if other.side == "mine" else "theirs"
            version = Version(other.dated, words, self.cites(other.id), side)
        ended = replace(fact, words=_sentence(fact.words.strip()))
        if fact.side == "theirs":
            said = worded_fact(ended, Ground("", ""))
            return ChronologyRow(fact.dated, said, "", "", cites, other=version, typed=True)
        pages = len({(c.label, c.page) for c in cites if c.label in self.papers})
        contacts = [
            c for c in self.contacts if self.contact_labels[c.id] in {x.label for x in cites}
        ]
        ground = ground_of_fact(fact, pages, contacts)
        if (
            ground.kind == "recalled"
            and not cites
            and self._left_out(one.evidence_id for one in self.citations[fact.id])
        ):
            ground = NOT_HERE
        kinds = [
            e.kind
            for e in self.exhibits
            if e.label in {c.label for c in cites} and e.kind != "other"
        ]
        said = worded_fact(
            ended, ground, kind=kinds[0] if kinds else "document", contact=firmest(contacts)
        )
        if fact.disputed and not fact.admitted and version is None:
            said += " They dispute this."
        kind: GroundKind = cast("GroundKind", ground.kind)
        return ChronologyRow(
            fact.dated, said, kind, _reason(ground), cites, other=version, typed=True
        )

    def _left_out(self, ids: Iterable[str]) -> bool:
        """Whether one of these documents, none of them in this packet, is kept."""
        known = evidence_by_id(self._vault, [id for id in ids if id])
        return any(not one.trashed_at for one in known.values())

    def parts(self, chronology: Sequence[ChronologyRow]) -> tuple[Part, ...]:
        """The packet's parts that have something to say."""
        empty = {
            "chronology": not chronology,
            "contact_log": not self.contacts,
            "claims": not self.claims() and not self.credits(),
            "issues": not self.issue_rows,
            "letter": letter_of(self._vault, self._packet) is None,
        }
        chosen = tuple(part for part in self._packet.parts if not empty.get(part))
        if any(name in MARKS for name in chosen):
            chosen = kept(in_order(chosen, len(self.exhibits)))
        return cast("tuple[Part, ...]", chosen)

    def issues(self) -> tuple[IssueRow, ...]:
        return tuple(
            IssueRow(
                one.title,
                one.mine,
                one.theirs,
                self.cites(one.id, "mine"),
                self.cites(one.id, "theirs"),
            )
            for one in self.issue_rows
        )

    def claims(self) -> tuple[ClaimRow, ...]:
        if (
            not self.claim_lines
            and self._dispute.rough_minor is not None
            and self._dispute.currency
        ):
            amount = Money(self._dispute.rough_minor, self._dispute.currency).words()
            return (ClaimRow("What is at stake", amount_text=f"about {amount}"),)
        return tuple(
            ClaimRow(
                line.words,
                line.currency,
                line.amount_minor,
                citations=self.cites(line.id),
                formula=line.formula,
                original=_original(line),
                undisputed=line.undisputed,
            )
            for line in self.claim_lines
        )

    def credits(self) -> tuple[CreditRow, ...]:
        """What came back, and what it was for."""
        promised = [p for rows in self.promises.values() for p in rows]
        settles = {one.id: one.words for one in (*self.claim_lines, *promised)}
        return tuple(
            CreditRow(
                entry.dated,
                settles.get(entry.claim_line_id) or settles.get(entry.promise_id) or entry.words,
                entry.currency,
                entry.amount_minor,
                self.cites(entry.id),
                _original(entry),
            )
            for entry in self.entries
            if entry.currency
        )


def _original(row: ClaimLine | LedgerEntry) -> str:
    if row.original_minor is None or not row.original_currency:
        return ""
    return Money(row.original_minor, row.original_currency).words()


def cut_words(evidence: Evidence) -> str:
    """That not all of a text is printed which is printed as it was read; else empty."""
    if evidence.media_type not in _READ_AS_TEXT or evidence.read_state != "read":
        return ""
    return _CUT if evidence.problem else ""


def who_of(contact: Contact) -> str:
    """``Priya (id 7731), billing``; empty where nobody is named."""
    name = contact.agent_name
    if contact.agent_id:
        name = f"{name} (id {contact.agent_id})".strip()
    return ", ".join(piece for piece in (name, contact.agent_team) if piece)


def _promised_in(promise: Promise, contact: Contact | None) -> str:
    """The promise, and on which call it was made: there is no log of calls on that page."""
    words = promise_words(promise)
    if contact is None or not contact.dated:
        return words[:1].upper() + words[1:]
    told = f"{words}, said in the {contact.kind} of {When(contact.dated).day.words()}"
    told += f", reference {contact.reference}" if contact.reference else ""
    return told[:1].upper() + told[1:]


def promise_words(promise: Promise, *, with_due: bool = False) -> str:
    """The promise with its amount, where the words do not say the amount already."""
    words = promise.words.strip().rstrip(".")
    if promise.amount_minor is not None and promise.currency:
        money = Money(promise.amount_minor, promise.currency)
        if money.plain() not in words:
            words = f"{words}: {money.words()}" if words else money.words()
    if with_due and promise.due:
        words += f", by {When(promise.due).words()}"
    return words


def offer_words(offer: Offer) -> str:
    """What was offered, by whom, and what became of it."""
    words = offer.words.strip().rstrip(".")
    if offer.amount_minor is not None and offer.currency:
        money = Money(offer.amount_minor, offer.currency)
        if money.plain() not in words:
            words = f"{words}: {money.words()}" if words else money.words()
    side = "" if offer.side == "them" else "I offered: "
    until = f", until {When(offer.expires).words()}" if offer.expires else ""
    state = "" if offer.state == "proposed" else f" ({offer.state})"
    return f"{side}{words}{until}{state}"


def event_words(
    contact: Contact, lines: Sequence[ContactLine], promised: Sequence[str] = (), other: str = ""
) -> str:
    """One or two sentences for the chronology; the contact log has all of it. ``other`` is whom it
    was with, where that is not the company complained about."""
    who, them = who_of(contact), other or "them"
    way = "from" if contact.direction == "in" else "to"
    name = {"email": "an email", "post": "post"}.get(contact.kind, f"a {contact.kind}")
    if contact.kind in _WRITTEN:
        whom = ", ".join(piece for piece in (who, other) if piece) or them
        sentence = f"{name} {way} {whom}."
    else:
        sentence = f"{name} {way} {them}" + (f", with {who}" if who else "") + "."
    said = [line for line in lines if line.side == "them" and line.words.strip()]
    said = [line for line in said if line.event not in TOLD_ELSEWHERE]
    mine = [line.words.strip() for line in lines if line.side == "me" and not line.event]
    told = contact.outcome.strip()
    if reached_nobody(contact) and not told and contact.kind != "voicemail":
        sentence += " Nobody was reached."
    if promised:
        sentence += f" They promised: {'; '.join(promised)}."
    elif told:
        sentence += f" {told.rstrip('.')}."
    elif said:
        words = said[0].words.strip()
        quoted = f"“{words}”" if said[0].form == "quote" else words.rstrip(".") + "."
        sentence += f" They said: {quoted}"
    elif mine and mine[0] and contact.direction == "out":
        sentence += f" I said: {mine[0].rstrip('.')}."
    return sentence


def _document_event(exhibit: Exhibit, evidence: Evidence) -> ChronologyRow:
    """What the user says it shows; else only that it is dated so."""
    kind = evidence.kind if evidence.kind != "other" else "document"
    shown = evidence.description.strip()
    ground = Ground("documented", "")
    titled = f"{kind[:1].upper()}{kind[1:]}: {exhibit.title}"
    words = worded(_sentence(shown), ground, kind=kind) if shown else titled
    cite = Cite(exhibit.label, _first_page(exhibit))
    return ChronologyRow(evidence.dated, words, "documented", "Shown by a document", (cite,))


def _first_page(exhibit: Exhibit) -> int | None:
    """The page a citation of the whole document leads to; None where it has no pages."""
    if exhibit.pages:
        return exhibit.pages[0]
    made = exhibit.text is not None or exhibit.media_type.startswith("text/")
    return 1 if exhibit.page_count or made else None


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?", "”", '"')) else f"{words}."


def _reason(ground: Ground) -> str:
    """Empty where the words that are printed say it."""
    if ground.kind == ADMITTED:
        return ""
    return ground.reason[:1].upper() + ground.reason[1:]


def _local(utc: str, zone: str) -> str:
    if not utc:
        return ""
    return parse_utc(utc).astimezone(zone_of(zone)).strftime("%Y-%m-%dT%H:%M")


def _complainant(vault: Vault, dispute_id: str, writing: Writing, day: date | None) -> Party:
    links = vault.find(DisputePerson, "dispute_id = ?", [dispute_id], order="rowid")
    first = next((p for p in links if p.role == "complainant"), links[0] if links else None)
    where, args = ("id = ?", [first.person_id]) if first else ("is_me = 1", [])
    people = vault.find(Person, where, args, limit=1)
    if not people:
        return Party()
    person = people[0]
    others: list[str] = []
    for link in links:
        if link.person_id == person.id:
            continue
        named = vault.find(Person, "id = ?", [link.person_id], limit=1)
        if named:
            others.append(f"{link.role.replace('_', ' ').capitalize()}: {named[0].name}")
    billed = person.name_on_bill
    if billed and billed != person.name:
        others.insert(0, f"Name on the account: {billed}")
    if writing.acts:
        others.append(writing.words(day))
    return Party(
        name=person.name or billed,
        address=person.postal_address or person.service_address,
        note="\n".join([*([person.print_contact] if person.print_contact else []), *others]),
    )


def _counterparty(company: Counterparty) -> Party:
    return Party(
        name=company.name,
        legal_entity=company.legal_name,
        address=company.dispute_address or company.address,
        email=company.email,
        phone=company.phone_numbers[0] if company.phone_numbers else "",
    )


def _seen_words(page: IndexedPage) -> tuple[str, ...]:
    """As ``Seen`` keeps them."""
    across, down = 1000 / (page.width or 1), 1000 / (page.height or 1)
    found: list[str] = []
    for text, *box in page.words:
        x0, y0, x1, y1 = (min(max(side, 0.0), 1000.0) for side in (
            box[0] * across, box[1] * down, box[2] * across, box[3] * down
        ))  # fmt: skip
        if round(x1, 2) > round(x0, 2) and round(y1, 2) > round(y0, 2):
            found.append(f"{Rect(x0, y0, x1, y1).text()} {text}")
    return tuple(found)


def letters_within(words: Iterable[Word], rect: str) -> tuple[int, int] | None:
    """After how many letters of a page the words in a box begin and end; None where there is
    none. Words count by their middle, in the order they are read."""
    box = read_rect(rect)
    passed, first, last = 0, -1, 0
    for text, x0, y0, x1, y1 in words:
        here = passed + ink(text)
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        if box is not None and box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1:
            first, last = (passed if first < 0 else first), here
        passed = here
    return (first, last) if first >= 0 else None
