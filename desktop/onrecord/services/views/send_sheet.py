"""What it takes to send a packet that was made: where to, by which ways, with which words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.agency import Agency, in_force
from onrecord.domain.agency_words import PAGES
from onrecord.domain.counterparty import Counterparty
from onrecord.domain.dispute import Dispute
from onrecord.domain.packet import Bundle, Packet
from onrecord.services.agency_directory import directory
from onrecord.services.before_claim import before_claim
from onrecord.services.drawn_marks import as_sent
from onrecord.services.edit_people import complainant
from onrecord.services.letters.save_letter import body_now, letter_facts
from onrecord.services.numbers_with import numbers_with
from onrecord.services.packet_for import packet_company
from onrecord.services.packet_letter import blanks_of, letter_of
from onrecord.services.send_files import is_locked, packet_files
from onrecord.services.send_packet import recipient_name
from onrecord.services.views.packet_history import SentRow, sendings_of

if TYPE_CHECKING:
    from onrecord.domain.agency import Basis
    from onrecord.vault.vault import Vault

_WAY = {"online": "website", "email": "email", "post": "post"}
_NAMES = {"account": "Account", "order": "Order", "tracking": "Tracking", "ticket": "Ticket",
          "claim": "Claim", "call": "Call"}  # fmt: skip


@dataclass(frozen=True)
class Known:
    """A page or an address, with what it rests on. ``words`` says what it is."""

    words: str
    value: str
    source: str = ""
    age: str = ""
    verified: bool = True


@dataclass(frozen=True)
class SendSheet:
    """All of one revision. ``ways`` are codes of ``domain.sending.WAYS`` the recipient is known to
    take, best first; ``refuses`` those it does not. ``pages`` are addresses for the browser,
    ``email`` and ``post`` where it goes otherwise. ``sides`` is how many pages are printed,
    ``sheets`` how many sheets of paper with both sides used. ``locked``: a passphrase is asked for."""

    packet_id: str
    bundle_id: str
    dispute_id: str
    number: int
    title: str
    recipient: str
    files: tuple[tuple[str, int], ...]
    sides: int
    sheets: int
    subject: str
    text: str
    ways: tuple[str, ...] = ()
    refuses: tuple[str, ...] = ()
    pages: tuple[Known, ...] = ()
    email: Known | None = None
    post: Known | None = None
    notes: tuple[str, ...] = ()
    sent: tuple[SentRow, ...] = ()
    locked: bool = False


def send_sheet(vault: Vault, bundle_id: str, today: date | None = None) -> SendSheet:
    """Raises NotFound."""
    bundle = vault.get(Bundle, bundle_id)
    packet = vault.get(Packet, bundle.packet_id)
    dispute = vault.get(Dispute, packet.dispute_id)
    files = packet_files(vault, bundle_id)
    subject, text = (
        as_sent(vault, bundle, words) for words in covering_words(vault, packet, dispute, bundle)
    )
    entry = directory(vault).get(packet.agency_id) if packet.agency_id else None
    day = today or date.today()
    if before_claim(vault, packet) is not None:  # the company first, whoever it is for later
        where = _of_company(vault, packet_company(vault, packet))
    elif entry is not None:
        where = _of_body(entry.agency, day)
    else:
        outside = packet.profile in ("regulator", "small_claims")  # known by name only
        where = _Where() if outside else _of_company(vault, packet_company(vault, packet))
    return SendSheet(
        packet.id,
        bundle_id,
        dispute.id,
        bundle.number,
        packet.title or dispute.title,
        recipient_name(vault, packet),
        files,
        bundle.page_count,
        (bundle.page_count + 1) // 2,
        subject,
        text,
        where.ways,
        where.refuses,
        where.pages,
        where.email,
        where.post,
        where.notes,
        sendings_of(vault, bundle_id),
        is_locked(vault, bundle_id),
    )


def covering_words(
    vault: Vault, packet: Packet, dispute: Dispute, bundle: Bundle
) -> tuple[str, str]:
    """Subject and text of the mail or form the files go with: those of the packet's letter, where
    it has one with nothing blank in it; else a few lines of what is on record. They name no file,
    which may be saved under any name, no number that is blacked out in the packet, and as its
    cover the numbers with the company it is about."""
    letter = letter_of(vault, packet)
    if letter is not None and not blanks_of(vault, letter):
        text = body_now(letter, letter_facts(vault, letter)).text()
        if text:
            return letter.subject or packet.title, text
    company_id = packet_company(vault, packet)
    own, _ = numbers_with(vault, dispute, company_id)
    numbers = [
        f"{_NAMES.get(one.kind, 'Number')} {one.value}"
        for one in own[:2]
        if as_sent(vault, bundle, one.value) == one.value
    ]
    title = packet.title or dispute.title
    company = vault.find(Counterparty, "id = ?", [company_id], limit=1)
    about = f"{company[0].name}: {title}" if packet.agency_id and company else title
    subject = ", ".join(["Complaint: " + about if about else "Complaint", *numbers[:1]])
    me = complainant(vault, dispute.id)
    lines = ["Dear Sir or Madam,", "", f"My complaint, “{title}”, is attached."]
    if numbers:
        lines += ["", *numbers]
    if packet.ask.strip():
        asked = [line.strip() for line in packet.ask.splitlines() if line.strip()]
        lines += ["", "I ask for:", *(f"- {line}" for line in asked)]
    lines += ["", "Please confirm that you have received it, and under which reference number."]
    name = (me.name or me.name_on_bill) if me else ""
    lines += ["", "Yours faithfully", *([name] if name else [])]
    return subject, "\n".join(lines)


@dataclass(frozen=True)
class _Where:
    ways: tuple[str, ...] = ()
    refuses: tuple[str, ...] = ()
    pages: tuple[Known, ...] = ()
    email: Known | None = None
    post: Known | None = None
    notes: tuple[str, ...] = ()


def _of_body(agency: Agency, day: date) -> _Where:
    ways: list[str] = []
    refuses: list[str] = []
    places: dict[str, Known] = {}
    notes: list[str] = []
    for one in in_force(agency.submit, day):
        way = _WAY.get(one.way)
        if way is None:
            continue
        (refuses if one.accepted is False else ways).append(way)
        if one.to and way not in places:
            places[way] = _known(agency.called, one.to, one.basis)
        if one.note:
            notes.append(one.note if one.note.endswith(".") else f"{one.note}.")
    pages = [
        _known(PAGES.get(one.use, ""), one.address, one.basis)
        for one in in_force(agency.pages, day)
        if one.use != "rules" and one.address.startswith("https://")  # nobody takes it there
    ]
    site = places.get("website")
    if site is not None and site.value.startswith("https://"):
        pages.insert(0, Known(PAGES["complain"], site.value, site.source, site.age, site.verified))
    shown = {page.value: page for page in reversed(pages)}
    if not pages:  # the other ways first: nobody knows where that page would be
        ways.sort(key=lambda way: way == "website")
    return _Where(
        tuple(dict.fromkeys(ways)),
        tuple(dict.fromkeys(refuses)),
        tuple(sorted(shown.values(), key=lambda page: page.words != PAGES["complain"])),
        places.get("email"),
        places.get("post"),
        tuple(dict.fromkeys(notes)),
    )


def _known(words: str, value: str, basis: Basis) -> Known:
    said = "; ".join(one.says() for one in basis.sources)
    return Known(words, value, said, basis.age(), basis.verified)


def _of_company(vault: Vault, company_id: str) -> _Where:
    """What was noted with the company."""
    found = vault.find(Counterparty, "id = ?", [company_id], limit=1)
    if not found:
        return _Where()
    company = found[0]
    email = Known(company.name, company.email) if company.email else None
    address = company.dispute_address or company.address
    post = Known(company.legal_name or company.name, address) if address else None
    ways = [way for way, place in (("email", email), ("post", post)) if place]
    return _Where(tuple(ways), email=email, post=post)
