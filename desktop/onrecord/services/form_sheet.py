"""The fields of a recipient's form, filled from what is on record, each with its count and limit.

What a field says can be changed by hand for this packet; then the user's words stand until they
are taken back. What a recipient wants as a document names where in the packet it is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.agency import Agency, Source
from onrecord.domain.agency_words import ASKS, SECTORS
from onrecord.domain.contact import contact_name
from onrecord.domain.dispute import Dispute
from onrecord.domain.money import Money, totals
from onrecord.domain.packet import Packet
from onrecord.domain.same_words import without
from onrecord.domain.track import StageEvent
from onrecord.domain.when import When
from onrecord.packet.content import BundleContent, ContactRow, Frozen, Said
from onrecord.packet.hiding import SIGN, printed
from onrecord.services.bundle_content import bundle_content
from onrecord.services.contact_sentences import MY_OFFER, kept_words, told_in
from onrecord.services.form_words import form_words
from onrecord.services.packet_for import goes_to_the_bank, packet_agency
from onrecord.services.story import characters, story

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

STORY = "what_happened"
_STORIES = ("what_happened", "facts_only", "chronology", "reason", "summary")
_MANNER = ("facts_only", "copies_only")
"""How a body wants it told, which is no field beside the others."""
_GENERAL = (
    "name_and_address", "account_number", "company_details", "complaint_reference",
    "what_happened", "contacts_with_company", "amount", "desired_outcome",
)  # fmt: skip
"""Asked for by nearly every form, where the directory does not say what this one asks for."""
_PAPERS: dict[str, tuple[str, ...]] = {
    "bank_statements": ("statement",),
    "bill_page": ("bill",),
    "bills": ("bill",),
    "bills_marked": ("bill",),
    "contract": ("contract",),
    "terms": ("contract",),
    "correspondence": ("email", "letter", "message"),
    "documents": (),
    "documents_in_date_order": (),
    "indexed_exhibits": (),
    "invoice": ("bill", "receipt"),
    "meter_readings": ("photo",),
    "photos": ("photo",),
    "proof_of_contact": ("email", "letter", "message", "screenshot"),
    "proof_of_payment": ("statement", "receipt"),
    "proof_of_purchase": ("receipt", "bill", "statement"),
    "receipts": ("receipt",),
    "screenshots_with_dates": ("screenshot",),
    "statements_and_agreements": ("statement", "contract"),
    "terms_before_paying": ("screenshot",),
    "undisputed_paid": ("statement", "receipt"),
    "identity_copy": (),
    "cancellation_confirmation": (),
    "company_reply": (),
    "complaint_letter": ("letter",),
    "deadlock_letter": (),
    "delivery_proof": (),
    "demand_letter": (),
    "final_response_letter": (),
    "inspection_report": (),
    "letter_before_claim": (),
    "report_marked": (),
    "ticket": (),
    "witness_statement": (),
}
"""What is a document, and of which kinds it can be; empty where the kind does not tell."""
_WORDS_OF: dict[str, tuple[str, ...]] = {
    "bank_statements": ("statement",),
    "bill_page": ("bill",),
    "bills": ("bill",),
    "cancellation_confirmation": ("cancel",),
    "contract": ("contract",),
    "company_reply": ("reply", "response", "answer", "réponse", "antwort", "respuesta"),
    "complaint_letter": ("réclamation", "beschwerde", "reclamación", "klacht"),
    "deadlock_letter": ("deadlock",),
    "delivery_proof": ("deliver", "return"),
    "demand_letter": ("demand", "before claim"),
    "final_response_letter": ("final",),
    "identity_copy": ("passport", "identity", "licence", "license", "id card"),
    "inspection_report": ("inspection", "report"),
    "invoice": ("invoice",),
    "letter_before_claim": ("before claim",),
    "meter_readings": ("meter", "reading"),
    "photos": ("photo",),
    "proof_of_payment": ("receipt",),
    "proof_of_purchase": ("receipt", "invoice"),
    "receipts": ("receipt",),
    "report_marked": ("report",),
    "statements_and_agreements": ("statement", "agreement"),
    "ticket": ("ticket", "booking"),
    "witness_statement": ("witness",),
}
"""What the title of such a document would hold."""
_ABOUT_ONE = ("bill", "statement", "meter", "reading", "photo")
"""In the title of a mail such a word says what it is about, not what it is."""
_MAILS = ("email", "message")
_STEPS_OF = {
    "company_reply": ("answered", "denied", "final_response", "deadlock"),
    "deadlock_letter": ("deadlock", "final_response"),
    "final_response_letter": ("final_response", "deadlock"),
    "complaint_letter": ("asked", "escalated"),
}
"""Which steps on record say that their document is such a one."""
_DEMANDS = ("letter_before_claim", "demand_letter")
"""What the letter of a packet for a court is."""
_MARKED = ("bills_marked", "report_marked")
_MARKS = ("circle", "highlight", "arrow")


@dataclass(frozen=True)
class FormField:
    """``limit`` in characters, None where no limit is known; ``limit_source`` where that was read,
    ``verified`` whether it can be relied on. ``paper``: they want a document; ``text`` then says
    where it is. ``own``: the user's words. ``note`` says what of it is not here."""

    code: str
    label: str
    text: str = ""
    limit: int | None = None
    limit_source: str = ""
    verified: bool = True
    paper: bool = False
    own: bool = False
    note: str = ""

    @property
    def count(self) -> int:
        return characters(self.text)

    @property
    def over(self) -> int:
        """Characters too many; 0 where it fits or no limit is known."""
        return max(0, self.count - self.limit) if self.limit is not None else 0


@dataclass(frozen=True)
class FormSheet:
    """``rules`` says where what they ask for was read, and of when that is."""

    recipient: str
    fields: tuple[FormField, ...]
    page: str = ""
    rules: str = ""
    verified: bool = True


_NUMBERS = ("Account", "Order", "Tracking", "Ticket", "Claim", "Call", "Complaint")
_ACCOUNTS = ("account_number", "account_number_own_field", "number_or_account")


def form_sheet(vault: Vault, packet_id: str, content: BundleContent | None = None) -> FormSheet:
    """The fields in the order they ask; what we have nothing for is there, and empty. What is
    blacked out everywhere in the packet is in no field, the user's own words included."""
    packet = vault.get(Packet, packet_id)
    agency = packet_agency(vault, packet)
    today = Frozen(dated=date.today().isoformat())
    shown = printed(content or bundle_content(vault, packet_id, today))
    own = {one.code: one.words for one in shown.form or ()}
    if shown.form is None:  # a revision of a version of the app that did not keep them with it
        own = form_words(vault, packet_id)
    asked = agency.asks_for if agency is not None else None
    codes: list[str] = [*(asked.items if asked is not None else _GENERAL)]
    manner = [ASKS[code] for code in codes if code in _MANNER]
    codes = [code for code in codes if code not in _MANNER]
    told = next((code for code in _STORIES if code in codes), "")
    if not told:
        codes.append(STORY)
        told = STORY
    limit, fields = _limit(agency), list[FormField]()
    steps = _shown_by_steps(vault, packet.dispute_id)
    dispute = vault.get(Dispute, packet.dispute_id)
    bank = goes_to_the_bank(dispute, agency)
    product = SECTORS.get(dispute.sector, "")
    for code in codes:
        made = _field(code, shown, limit if code == told else None, codes, steps.get(code, ()))
        if code == "product_and_issue" and product:
            made = replace(made, text=f"{product[:1].upper()}{product[1:]}: {made.text}")
        if bank and code in _ACCOUNTS:  # that with the company that was paid says nothing to a bank
            made = replace(made, text="", note="The number of your card or of your bank account.")
        if code == told and agency is not None and agency.narrative_characters is not None:
            basis = agency.narrative_characters.basis
            source = "; ".join(s.says() for s in basis.sources)
            made = replace(made, limit=limit, limit_source=source, verified=basis.verified)
        if code == told and manner:
            wanted = f"They want {'; '.join(manner)}."
            made = replace(made, note=f"{made.note} {wanted}".strip())
        if code in own:
            made = replace(made, text=without(own[code], shown.hidden, SIGN), own=True, note="")
        fields.append(made)
    return FormSheet(
        packet.recipient or (agency.name if agency is not None else ""),
        tuple(fields),
        next((p.address for p in agency.pages if p.use == "complain"), "") if agency else "",
        rules_words(agency) if agency is not None else "",
        asked.basis.verified if asked is not None else True,
    )


def rules_words(agency: Agency) -> str:
    """``consumercomplaints.fcc.gov and 2 more, as of 2015 to 2024``."""
    basis = agency.asks_for.basis if agency.asks_for is not None else None
    if basis is None:
        basis = agency.covers[0].basis if agency.covers else None
    if basis is None:
        return ""
    first = basis.sources[0] if basis.sources else Source()
    host = first.address.partition("://")[2].partition("/")[0]
    said = f"{first.words} ({host})" if first.words and host else first.words or host
    more = f" and {len(basis.sources) - 1} more" if len(basis.sources) > 1 else ""
    return f"{said}{more}, {basis.age()}"


def form_text(sheet: FormSheet) -> str:
    """The whole of it as a plain text file."""
    lines = [f"Form fields for {sheet.recipient}" if sheet.recipient else "Form fields"]
    lines += [f"Page: {sheet.page}"] if sheet.page else []
    lines += [f"What they ask for: {sheet.rules}"] if sheet.rules else []
    for one in sheet.fields:
        count = f"{one.count} of {one.limit} characters" if one.limit else f"{one.count} characters"
        lines += ["", "-" * 72, f"{one.label[:1].upper()}{one.label[1:]}  [{count}]"]
        lines += [f"({one.note})"] if one.note else []
        nothing = "no document is marked as this" if one.paper else "nothing on record"
        lines += [one.text or f"({nothing})"]
    return "\n".join(lines) + "\n"


def form_for(vault: Vault, packet_id: str, content: BundleContent) -> FormSheet | None:
    """The form of a packet's recipient, filled from what was printed; None where it is for nobody
    with a form of their own."""
    packet = vault.get(Packet, packet_id)
    if packet.profile != "regulator" and not packet.agency_id:
        return None
    return form_sheet(vault, packet_id, content)


def paper_for(code: str, content: BundleContent, known: Collection[str] = ()) -> list[str]:
    """The labels of the documents of the packet that are what a form asks for; ``known`` are
    documents that a step on record says are."""
    kinds, words = _PAPERS.get(code, ()), _WORDS_OF.get(code, ())
    if not kinds and not words:
        return [e.label for e in content.exhibits]
    if code in _MARKED:
        marked = [e.label for e in content.exhibits if any(d.kind in _MARKS for d in e.drawn)]
        if marked:
            return marked
    if kinds == ("bill",) and all(e.kind != "bill" for e in content.exhibits):
        kinds = ("statement",)  # what some companies call their bills
    found: list[str] = []
    for one in content.exhibits:
        said = f"{one.title} {one.caption}".casefold()
        named = [w for w in words if one.kind not in _MAILS or w not in _ABOUT_ONE]
        if one.kind in kinds or one.id in known or any(word in said for word in named):
            found.append(one.label)
    return found


def _shown_by_steps(vault: Vault, dispute_id: str) -> dict[str, set[str]]:
    """By what a form asks for, the documents that steps on record say are such."""
    where = "evidence_id != '' AND track_id IN (SELECT id FROM track WHERE dispute_id = ?)"
    found: dict[str, set[str]] = {code: set() for code in _STEPS_OF}
    for event in vault.find(StageEvent, where, [dispute_id]):
        for code, kinds in _STEPS_OF.items():
            if event.kind in kinds:
                found[code].add(event.evidence_id)
    return found


def is_paper(code: str) -> bool:
    """Whether what a form asks for by this code is a document, and no words."""
    return code in _PAPERS


def _field(
    code: str,
    content: BundleContent,
    limit: int | None,
    codes: list[str],
    known: Collection[str],
) -> FormField:
    label = ASKS.get(code, code.replace("_", " "))
    if code in _PAPERS:
        found = paper_for(code, content, known)
        text = f"In the PDF: {', '.join(found)}" if found else ""
        if not found and code in _DEMANDS and content.letter is not None:
            text = "In the PDF: the letter"
        return FormField(code, label, text, paper=True)
    if code in _STORIES:
        asked = any(one in codes for one in ("desired_outcome",))
        made = story(content, limit, with_ask=not asked)
        left = made.all - made.told
        note = (
            f"Shortened to fit: {made.told} of {made.all} events. All of them are in the PDF."
            if limit is not None and left
            else ""
        )
        return FormField(code, label, made.text, note=note)
    return FormField(code, label, _FILLED.get(code, _nothing)(content))


def _limit(agency: Agency | None) -> int | None:
    figure = agency.narrative_characters if agency is not None else None
    return figure.value if figure is not None else None


def _nothing(content: BundleContent) -> str:
    del content
    return ""


def _name(content: BundleContent) -> str:
    return content.complainant.name


def _address(content: BundleContent) -> str:
    me = content.complainant
    reach = me.note.split("\n")[0] if me.note else ""
    return "\n".join(p for p in (me.name, me.address, reach) if p)


def _account(content: BundleContent) -> str:
    return _reference(content, ("Account", "Order", "Tracking"))


def _their_reference(content: BundleContent) -> str:
    """The last they gave: of a complaint before that of a call."""
    own = _reference(content, ("Complaint", "Ticket", "Claim", "Call"))
    if own:
        return own
    calls = [row.reference for row in content.contact_log if row.reference and not row.company]
    return calls[-1] if calls else ""


def _reference(content: BundleContent, kinds: tuple[str, ...]) -> str:
    found = [r.value for kind in kinds for r in content.references if r.kind == kind]
    return found[0] if found else ""


def _company(content: BundleContent) -> str:
    them = content.counterparty
    legal = them.legal_entity if them.legal_entity != them.name else ""
    return "\n".join(p for p in (them.name, legal, them.address, them.email, them.phone) if p)


def _contacts(content: BundleContent) -> str:
    return "\n".join(_contact(row, content.frozen.dated) for row in content.contact_log)


def _calls(content: BundleContent) -> str:
    day = content.frozen.dated
    return "\n".join(_contact(row, day, whole=True) for row in content.contact_log)


def _contact(row: ContactRow, day: str, whole: bool = False) -> str:
    """One line; ``whole``: with all that was said. What they promised and offered is always in
    it, with what became of it up to ``day``."""
    way = {"out": " to them", "in": " from them"}.get(row.direction, "")
    way = " with them" if way and row.channel == "chat" else way
    who = f", {row.who}" if row.who else ""
    ref = f", reference {row.reference}" if row.reference else ""
    none = {"none": ", no reference given", "refused": ", reference refused"}
    ref = ref or none.get(row.reference_state, "")
    theirs = _theirs(row, day)
    promised = [p.words for p in row.promises]
    words = [one for one in row.theirs if whole or not told_in(promised, one.words)]
    said = [f"They said: {_lines(words)}"] if words else []
    outcome = [row.outcome.strip()] if row.outcome.strip() else []
    if whole:
        mine = [f"I said: {_lines(row.mine)}"] if row.mine else []
        told = [*mine, *said, *theirs, *outcome]
    else:
        mine = [f"I said: {_lines(row.mine)}"] if row.mine and row.direction == "out" else []
        told = [*theirs, *outcome] if outcome else [*said, *theirs] or mine
    when = When(row.when).words() if row.when else "Date not known"
    nobody = ", nobody reached" if row.attempt else ""
    end = "".join(f" {_sentence(one)}" for one in told)
    return f"{when}: {contact_name(row.channel)}{way}{who}{ref}{nobody}.{end}"


def _sentence(words: str) -> str:
    return words if words.endswith((".”", "!”", "?”")) else f"{words.rstrip('.')}."


def _theirs(row: ContactRow, day: str) -> list[str]:
    """What they promised, by when and whether it was kept, and what either side offered."""
    promised = [
        f"{p.words}{f', by {When(p.due).words()}' if p.due else ''}"
        f"{kept_words(p.state, p.due, day)}"
        for p in row.promises
    ]
    offered = [one for one in row.offers if not one.startswith(MY_OFFER)]
    own = [one for one in row.offers if one.startswith(MY_OFFER)]
    told = [f"They promised: {'; '.join(promised)}"] if promised else []
    told += [f"They offered: {'; '.join(offered)}"] if offered else []
    return [*told, *own]


def _lines(said: Sequence[Said]) -> str:
    return "; ".join(
        f"“{one.words.strip()}”" if one.quoted else one.words.strip().rstrip(".") for one in said
    )


def _entry(content: BundleContent) -> str:
    """What went wrong with it, and under which numbers it stands with whom."""
    numbers = [
        f"{r.kind}, {r.value}" if r.kind not in _NUMBERS else f"{r.kind} {r.value}"
        for r in content.references
        if (r.kind if r.kind in _NUMBERS else r.value.partition(" ")[0]) in ("Account", "Order")
    ]
    return "\n".join([content.title.strip(), *numbers])


def _people(content: BundleContent) -> str:
    spoke = [row for row in content.contact_log if row.who]
    return "\n".join(f"{When(r.when).words() or 'Date not known'}: {r.who}" for r in spoke)


def _amount(content: BundleContent) -> str:
    asked = [row for row in content.claims if row.minor is not None and not row.undisputed]
    if asked:
        return ", ".join(t.words() for t in totals(Money(r.minor or 0, r.currency) for r in asked))
    return ", ".join(row.amount_text for row in content.claims if row.amount_text)


def _calculation(content: BundleContent) -> str:
    rows = [row for row in content.claims if row.minor is not None and not row.undisputed]
    lines = [f"{r.words}: {Money(r.minor or 0, r.currency).words()}" for r in rows]
    return "\n".join([*lines, f"Total: {_amount(content)}"] if lines else [])


def _dates(content: BundleContent) -> str:
    days = [
        When(row.when).words() for row in content.chronology if row.when and row.kind != "silence"
    ]
    return "\n".join(dict.fromkeys(days))


def _ask(content: BundleContent) -> str:
    return content.ask.strip()


_FILLED: dict[str, Callable[[BundleContent], str]] = {
    "name": _name,
    "account_holder": _name,
    "name_and_address": _address,
    "name_address_phone": _address,
    "service_address": lambda c: c.complainant.address,
    "account_number": _account,
    "account_number_own_field": _account,
    "number_or_account": _account,
    "booking_reference": lambda c: _reference(c, ("Order", "Ticket", "Account")),
    "complaint_reference": _their_reference,
    "company_details": _company,
    "contacts_with_company": _contacts,
    "call_details": _calls,
    "steps_taken": _contacts,
    "names_spoken_to": _people,
    "amount": _amount,
    "calculation": _calculation,
    "itemised_damages": _calculation,
    "charge_date_amount": _calculation,
    "item_disputed": _entry,
    "dates": _dates,
    "desired_outcome": _ask,
    "product_and_issue": lambda c: c.title,
    "purchase": lambda c: c.title,
    "transaction": _calculation,
}
