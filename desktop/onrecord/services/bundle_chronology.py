"""The chronology of a bundle: each event worded no more firmly than its ground."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from onrecord.domain.chronology import (
    WRITTEN_WORDS,
    Entry,
    Silence,
    Wait,
    after_contact,
    after_step,
    with_silences,
)
from onrecord.domain.contact import Contact, Offer, Promise
from onrecord.domain.evidence import Evidence
from onrecord.domain.fact import Fact
from onrecord.domain.ground import (
    ADMITTED,
    NOT_HERE,
    Ground,
    call_shown,
    firmest,
    ground_of,
    ground_of_contact,
    ground_of_fact,
    tells_of_a_word,
    worded,
    worded_fact,
)
from onrecord.domain.when import When
from onrecord.packet.content import ChronologyRow, Cite, Exhibit, Version
from onrecord.services.bundle_source import Source, first_page
from onrecord.services.contact_sentences import (
    WRITTEN,
    event_words,
    kept_words,
    offer_words,
    promise_words,
)
from onrecord.services.first_named import FirstNamed
from onrecord.services.steps_in_contacts import Steps
from onrecord.services.steps_told import StepTold
from onrecord.services.views.timeline_order import given_orders

if TYPE_CHECKING:
    from onrecord.packet.content import Ground as GroundKind


def chronology(source: Source, steps: Steps, day: str = "") -> tuple[ChronologyRow, ...]:
    """Every event in its order, and the silences between them; none is told twice. ``day`` is
    today, for what is due by then; empty where that is not known."""
    entries: list[Entry] = []
    rows: dict[tuple[str, str], ChronologyRow] = {}

    def add(
        kind: str, id: str, row: ChronologyRow, position: int = 0, wait: Wait | None = Wait()
    ) -> None:
        """``wait`` is None for what is no word of anybody."""
        when, speaks = When(row.when), wait is not None
        entries.append(Entry(kind, id, when, row.words, position, speaks, wait or Wait()))
        rows[kind, id] = row

    for position, contact in enumerate(source.contacts):
        add(
            "contact",
            contact.id,
            _contact_event(source, contact, steps, day),
            position,
            _waits(source, contact, steps),
        )
        for promise in source.promises.get(contact.id, ()):
            row = _promise_event(source, promise, contact)
            if row is not None:
                add("promise", promise.id, row, position)
    for promise in source.written_promises:
        add("made", promise.id, _written_promise(source, promise, day), wait=Wait(asks=True))
        row = _promise_event(source, promise)
        if row is not None:
            add("promise", promise.id, row)
    for offer in source.written_offers:
        add("offer", offer.id, _written_offer(source, offer), wait=Wait(answers=True))
    told = {
        link.evidence_id
        for contact in source.contacts
        if contact.kind in WRITTEN
        for link in source.attached.get(contact.id, ())
    }
    for step in steps.alone:
        row = _step_event(source, step)
        add("stage", step.event.id, row, wait=after_step(step.event.kind))
        told.add(_told_by(source, step.event.evidence_id, step.event.dated))
    for fact in source.facts:
        told |= {_told_by(source, c.evidence_id, fact.dated) for c in source.citations[fact.id]}
    for position, exhibit in enumerate(source.exhibits):
        evidence = source.documents[exhibit.id]
        if evidence.dated and exhibit.id not in told:
            row = _document_event(exhibit, evidence)
            word = Wait(answers=True) if evidence.kind in WRITTEN_WORDS else None
            add("evidence", exhibit.id, row, position, word)
    beside = {f.version_of_id: f for f in source.facts if f.version_of_id}
    known = {f.id for f in source.facts}
    for fact in source.facts:
        if fact.version_of_id not in known:  # else it stands beside the one it answers
            row = _fact_event(source, fact, beside.get(fact.id))
            add("fact", fact.id, row, fact.position, _word_of(source, fact))
    for one in source.passed_on:
        shown = source.labels.get(one.event.evidence_id, "")
        cited = (Cite(shown, source.first_page[one.event.evidence_id]),) if shown else ()
        ground: GroundKind = "documented" if shown else ""
        away = bool(one.company)
        row = ChronologyRow(
            one.event.dated, one.words, ground, "", cited, step=True, elsewhere=away
        )
        add("stage", one.event.id, row, wait=after_step(one.event.kind))
    first = FirstNamed(source)
    made: list[ChronologyRow] = []
    for one in with_silences(entries, given=given_orders(source.vault, source.dispute.id)):
        if isinstance(one, Silence):
            made.append(ChronologyRow(one.after.isoformat(), one.words, kind="silence"))
            continue
        row = rows[one.kind, one.id]
        if one.kind in ("stage", "contact"):  # the rest is in the user's own words
            row = replace(row, words=first.words(row.words))
        made.append(row)
    return tuple(made)


def _waits(source: Source, contact: Contact, steps: Steps) -> Wait:
    """Whether they owe a word after it."""
    promised = bool(source.promises.get(contact.id))
    wait = after_contact(contact.kind, contact.direction, promised)
    for step in steps.within.get(contact.id, ()) if not wait.asks else ():
        wait = after_step(step.event.kind)
    return wait


def _word_of(source: Source, fact: Fact) -> Wait | None:
    """What happened is no word of anybody, unless its words tell of one or it stands in place of
    the letter that shows it."""
    papers = [_told_by(source, c.evidence_id, fact.dated) for c in source.citations[fact.id]]
    if any(id and source.documents[id].kind in WRITTEN_WORDS for id in papers):
        return Wait(answers=True)
    return Wait() if tells_of_a_word(fact.words) else None


def _told_by(source: Source, evidence_id: str, dated: str) -> str:
    """A document whose own day this is: what is told of that day stands for it, unless the
    user said what it shows."""
    paper = source.documents.get(evidence_id)
    same = paper is not None and bool(dated) and paper.dated[:10] == dated[:10]
    return evidence_id if same and paper and not paper.description.strip() else ""


def _step_event(source: Source, step: StepTold) -> ChronologyRow:
    event = step.event
    elsewhere = step.company_id not in ("", source.company_id)
    cites = source.shown_by(event.evidence_id, event.contact_id)
    shown = {c.label for c in cites} & source.papers
    papers = [e for e in source.exhibits if e.label in shown]
    contact = next((c for c in source.contacts if c.id == event.contact_id), None)
    ground = ground_of(len(shown), [contact] if contact is not None else [])
    if ground.kind == "recalled" and not cites and source.left_out([event.evidence_id]):
        ground = NOT_HERE
    if step.sent and not shown:
        said = step.words[:1].upper() + step.words[1:]
        return ChronologyRow(
            event.dated, _sentence(said), "", "", cites, step=True, elsewhere=elsewhere
        )
    kind = papers[0].kind if papers and papers[0].kind != "other" else "document"
    said = worded(_sentence(step.words), ground, kind=kind, contact=contact)
    firm: GroundKind = cast("GroundKind", ground.kind)
    return ChronologyRow(
        event.dated, said, firm, _reason(ground), cites, step=True, elsewhere=elsewhere
    )


def _contact_event(source: Source, contact: Contact, steps: Steps, day: str) -> ChronologyRow:
    promised = [_promised(source, p, day) for p in source.promises.get(contact.id, ())]
    offered = [offer_words(o) for o in source.offers.get(contact.id, ()) if o.side == "them"]
    other = source.other_company(contact)
    was = [step.words for step in steps.within.get(contact.id, ())]
    words = event_words(contact, source.lines.get(contact.id, []), promised, other, was, offered)
    cited = source.contact_cites(contact)
    if cited and contact.kind in WRITTEN:
        # The message itself is here. What was said on a call no bill can show.
        ground = ground_of(len(cited))
        said = words[:1].upper() + words[1:]
    else:
        ground = ground_of_contact(contact)
        said = worded(words, ground, contact=contact)
        if shown := call_shown(contact):  # by another, so it is said apart from my note
            said = f"{said.rstrip('.')}. {shown[:1].upper()}{shown[1:]}."
    kind: GroundKind = cast("GroundKind", ground.kind)
    me = Cite(source.contact_labels[contact.id])
    return ChronologyRow(
        contact.dated,
        said,
        kind,
        _reason(ground),
        (me, *cited),
        kind="contact",
        step=bool(was),
        elsewhere=bool(other),
    )


def _promised(source: Source, promise: Promise, day: str) -> str:
    """The promise, by when, and how it stands."""
    return promise_words(promise, with_due=True) + _kept(source, promise, day)


def _kept(source: Source, promise: Promise, day: str) -> str:
    """What became of it, where no line of its own tells that."""
    if _promise_event(source, promise) is not None:
        return ""
    return kept_words(promise.state, promise.due, day)


def _written_promise(source: Source, promise: Promise, day: str) -> ChronologyRow:
    """One that stands in a document: it was made on the day of that."""
    cites, paper = source.cites(promise.id), _paper_of(source, promise.id)
    words = promise_words(promise, with_due=True)
    kind = paper.kind if paper is not None and paper.kind != "other" else "document"
    said = f"The {kind} shows a promise: {words}." if cites else f"They promised: {words}."
    if state := _kept(source, promise, day).removeprefix(", "):  # which no document shows
        said += f" {state[:1].upper()}{state[1:]}."
    ground: GroundKind = "documented" if cites else ""
    return ChronologyRow(paper.dated if paper is not None else "", said, ground, "", cites)


def _written_offer(source: Source, offer: Offer) -> ChronologyRow:
    """One that came with no call: in a document, or as it was noted."""
    cites, paper = source.cites(offer.id), _paper_of(source, offer.id)
    kind = paper.kind if paper is not None and paper.kind != "other" else "document"
    words = offer_words(offer)
    said = f"The {kind} shows an offer: {words}." if cites else f"They offered: {words}."
    ground: GroundKind = "documented" if cites else ""
    return ChronologyRow(paper.dated if paper is not None else "", said, ground, "", cites)


def _paper_of(source: Source, id: str) -> Evidence | None:
    """The first document of this packet that something is cited with."""
    first = source.citations[id][0] if id in source.citations else None
    return source.documents.get(first.evidence_id) if first is not None else None


def _promise_event(
    source: Source, promise: Promise, contact: Contact | None = None
) -> ChronologyRow | None:
    """Only what became of it, on the day that is known: a promise kept or broken."""
    made = (Cite(source.contact_labels[contact.id]),) if contact is not None else ()
    cite = (*made, *source.cites(promise.id))
    words = promise_words(promise)
    note = promise.settled_note.strip()
    if promise.state == "broken" and promise.settled_evidence_id and promise.settled_when:
        by = f"By {When(promise.due).words()} they" if promise.due else "They"
        said = f"{by} had promised: {words}. {_sentence(note) if note else ''}".strip()
        shown = promise.settled_evidence_id in source.labels
        ground: GroundKind = "documented" if shown else ""
        return ChronologyRow(promise.settled_when, said, ground, "", cite)
    if promise.state == "broken" and promise.due:
        said = f"By this day they had promised: {words}. I record that it was not kept."
        if note:
            said += f" {note}"
        return ChronologyRow(promise.due, said, "", "", cite)
    if promise.state == "kept" and promise.settled_when:
        return ChronologyRow(promise.settled_when, f"They kept a promise: {words}.", "", "", cite)
    return None


def _fact_event(source: Source, fact: Fact, other: Fact | None = None) -> ChronologyRow:
    cites = source.cites(fact.id)
    version = None
    if other is not None:
        words = _sentence(other.words.strip())
        side = "mine" if other.side == "mine" else "theirs"
        version = Version(other.dated, words, source.cites(other.id), side)
    ended = replace(fact, words=_sentence(fact.words.strip()))
    if fact.side == "theirs":
        said = worded_fact(ended, Ground("", ""))
        return ChronologyRow(fact.dated, said, "", "", cites, other=version, typed=True)
    pages = len({(c.label, c.page) for c in cites if c.label in source.papers})
    contacts = [
        c for c in source.contacts if source.contact_labels[c.id] in {x.label for x in cites}
    ]
    ground = ground_of_fact(fact, pages, contacts)
    if (
        ground.kind == "recalled"
        and not cites
        and source.left_out(one.evidence_id for one in source.citations[fact.id])
    ):
        ground = NOT_HERE
    kinds = [
        e.kind for e in source.exhibits if e.label in {c.label for c in cites} and e.kind != "other"
    ]
    said = worded_fact(
        ended, ground, kind=kinds[0] if kinds else "document", contact=firmest(contacts)
    )
    if fact.disputed and not fact.admitted and version is None:
        said += " They dispute this."
    kind: GroundKind = cast("GroundKind", ground.kind)
    return ChronologyRow(fact.dated, said, kind, _reason(ground), cites, other=version, typed=True)


def _document_event(exhibit: Exhibit, evidence: Evidence) -> ChronologyRow:
    """What the user says it shows; else only that it is dated so."""
    kind = evidence.kind if evidence.kind != "other" else "document"
    shown = evidence.description.strip()
    ground = Ground("documented", "")
    titled = f"{kind[:1].upper()}{kind[1:]}: {exhibit.title}"
    words = worded(_sentence(shown), ground, kind=kind) if shown else titled
    cite = Cite(exhibit.label, first_page(exhibit))
    return ChronologyRow(evidence.dated, words, "documented", "Shown by a document", (cite,))


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?", "”", '"')) else f"{words}."


def _reason(ground: Ground) -> str:
    """Empty where the words that are printed say it."""
    if ground.kind == ADMITTED:
        return ""
    return ground.reason[:1].upper() + ground.reason[1:]
