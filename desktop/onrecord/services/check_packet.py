"""Check before sending: what stops it, what needs an answer, what would make it stronger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.beside_pages import is_beside_pages
from onrecord.domain.contact import Contact, Promise, contact_name
from onrecord.domain.contact_entry import is_conversation
from onrecord.domain.cut_picture import CUT_OFF
from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import Evidence
from onrecord.domain.ground import NOT_HERE, Ground, ground_of_contact
from onrecord.domain.labels import exhibit_labels
from onrecord.domain.packet import Packet, PacketExhibit, PacketReason
from onrecord.domain.terms_shown import QUESTION, asks_for_terms, shows_terms
from onrecord.errors import KnownError, Refused
from onrecord.packet.content import BundleContent, Frozen, to_json
from onrecord.packet.glyphs import REMEDY, lacking, lacking_in, texts
from onrecord.packet.hiding import printed
from onrecord.services.adverse import adverse, kept_out
from onrecord.services.arrange_exhibits import check_pages, evidence_by_id, has_own_pages
from onrecord.services.bundle_content import bundle_content
from onrecord.services.bundle_exhibits import cut_words, may_be_too_long
from onrecord.services.check_attached import attached_lines
from onrecord.services.check_cases import case_lines
from onrecord.services.check_days import day_lines
from onrecord.services.check_forms import form_lines
from onrecord.services.check_hidden import hidden_lines
from onrecord.services.check_hidden_words import hidden_word_lines
from onrecord.services.check_line import TIPS, Act, CheckLine
from onrecord.services.check_numbers import number_lines
from onrecord.services.check_pictures import picture_lines
from onrecord.services.check_recipient import Judged, recipient_lines
from onrecord.services.check_words import words_lines
from onrecord.services.contact_sentences import WRITTEN
from onrecord.services.fit_report import FitReport, fit_report
from onrecord.services.fit_row import Measured
from onrecord.services.form_sheet import form_sheet
from onrecord.services.judge_exhibits import not_judged
from onrecord.services.late_additions import sent_documents, sent_labels
from onrecord.services.packet_for import packet_agency
from onrecord.services.packet_options import exhibit_options, packet_options
from onrecord.services.private_contact import private_in
from onrecord.services.settle_check import reasons

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


_NOT_FROZEN = Frozen()
_OF_A_KIND = 2
"""Calls that are named before other tips are; five tips are seen at most."""


@dataclass(frozen=True)
class Checked:
    """``lines``: stops first, then what asks, then at most five tips. ``settled``: what asked
    and has a reason now, each with it. ``fit``: how it meets the recipient's rules. ``content``:
    what was looked at; None where it cannot be put together, which is one of the lines."""

    lines: tuple[CheckLine, ...]
    settled: tuple[tuple[CheckLine, PacketReason], ...]
    fit: FitReport
    more_tips: int = 0
    content: BundleContent | None = None

    @property
    def holding(self) -> tuple[CheckLine, ...]:
        """What nothing goes out with: stops, and what asks until it is settled."""
        return tuple(x for x in self.lines if x.level == "stop" or x.holds)


def check_packet(
    vault: Vault, packet_id: str, measured: Measured | None = None, today: date | None = None
) -> list[CheckLine]:
    """Stops first, then what asks, then at most five tips."""
    return list(check(vault, packet_id, measured, today).lines)


def check(
    vault: Vault,
    packet_id: str,
    measured: Measured | None = None,
    today: date | None = None,
    *,
    only_holding: bool = False,
    frozen: Frozen = _NOT_FROZEN,
) -> Checked:
    """``measured`` is the size of what was built last; without it, it is reckoned.
    ``only_holding`` leaves out what takes long and cannot hold anything up here. ``frozen`` is what
    is printed of the moment."""
    packet = vault.get(Packet, packet_id)
    dispute = vault.get(Dispute, packet.dispute_id)
    rows = vault.find(PacketExhibit, "packet_id = ?", [packet_id], order="position, rowid")
    documents = evidence_by_id(vault, [row.evidence_id for row in rows])
    try:
        content = bundle_content(vault, packet_id, frozen)
    except KnownError:  # pages or labels are wrong, which is said by a line of its own
        content = None
    agency = packet_agency(vault, packet)
    sheet = form_sheet(vault, packet_id, content) if content is not None and agency else None
    fit = fit_report(vault, packet_id, measured, sheet)
    judged = Judged(
        vault,
        packet,
        agency,
        rows,
        documents,
        content,
        fit,
        sheet,
        today or date.today(),
        only_holding,
    )
    sent = sent_labels(vault, packet_id)
    large = packet_options(vault, packet_id).large
    found = [
        *_exhibits(rows, documents, packet, not_judged(vault, packet_id), sent, large=large),
        *_open_beside(vault, packet_id, content),
        *_characters(vault, content, documents),
        *_private(vault, content, rows, documents),
        *number_lines(judged),
        *recipient_lines(judged),
        *case_lines(judged),
        *words_lines(judged),
        *hidden_lines(judged),
        *hidden_word_lines(judged),
        *form_lines(judged),
        *picture_lines(judged),
        *attached_lines(judged),
        *_theirs(vault, packet, rows),
        *_terms(dispute, documents),
        *day_lines(judged),
        *_asked(packet, rows),
        *_contacts(vault, packet, rows),
        *_documents(judged),
    ]
    given = {one.line: one for one in reasons(vault, packet_id)}
    open_ = [x for x in found if x.level != "ask" or x.name not in given]
    order = {"stop": 0, "ask": 1, "tip": 2}
    open_.sort(key=lambda line: (order[line.level], line.weight))
    tips = [line for line in open_ if line.level == "tip"]
    return Checked(
        (*(line for line in open_ if line.level != "tip"), *tips[:TIPS]),
        tuple((x, given[x.name]) for x in found if x.level == "ask" and x.name in given),
        fit,
        max(0, len(tips) - TIPS),
        content,
    )


def _exhibits(
    rows: list[PacketExhibit],
    documents: dict[str, Evidence],
    packet: Packet,
    failed: dict[str, str],
    sent: list[str],
    *,
    large: bool,
) -> Iterator[CheckLine]:
    included = [row for row in rows if row.included]
    for row in included:
        evidence = documents.get(row.evidence_id)
        if evidence is None or evidence.trashed_at:
            yield CheckLine(
                "stop",
                "A document of this packet is in the trash.",
                "Put it back, or leave it out.",
                row.evidence_id,
                act="put_back",
                also="take_out",
            )
            continue
        name = _name(evidence)
        try:
            check_pages(evidence, row.pages)
        except Refused as error:
            yield CheckLine(
                "stop", f"{name}: {error}", "Correct the pages.", evidence.id, act="pages"
            )
        if evidence.read_state == "needs_password":
            yield CheckLine(
                "stop",
                f"{name} is password-protected.",
                "Give its password.",
                evidence.id,
                act="password",
            )
        elif evidence.read_state in ("failed", "unknown_kind", "too_large"):
            yield CheckLine(
                "ask",
                f"{name} cannot be shown as pages; a sheet in its place says so.",
                "Send the file beside the PDF, or leave it out.",
                evidence.id,
                act="take_out",
            )
        elif evidence.read_state == "waiting":
            yield CheckLine("ask", f"{name} is still being read.", "Wait a moment.", evidence.id)
        elif cut_words(evidence):
            yield CheckLine(
                "ask",
                f"{name} is too long to be printed whole: only its first part is in the PDF.",
                "Send the file beside the PDF, or leave it out.",
                evidence.id,
                act="take_out",
            )
        elif may_be_too_long(evidence, large=large):
            yield CheckLine(
                "ask",
                f"{name} may need more than 1,000 pages; then a sheet in its place says so.",
                "Send the file beside the PDF, or leave it out.",
                evidence.id,
                act="take_out",
            )
        elif evidence.problem == CUT_OFF:
            yield CheckLine(
                "ask",
                f"{name} is a picture that is cut off: only what is there of it is in the PDF.",
                "Look at what is left of it; add it again from where you have it whole, or leave it"
                " out.",
                evidence.id,
                act="add",
                also="take_out",
                key=f"cut_picture:{evidence.id}",
            )
        elif is_beside_pages(evidence.problem):
            what, _, remedy = evidence.problem.partition(". ")
            yield CheckLine(
                "ask",
                f"{name}: {what[:1].lower()}{what[1:]}.",
                f"{remedy.rstrip('.')}, or leave it out.",
                evidence.id,
                act="add",
                also="take_out",
                key=f"beside_pages:{evidence.id}",
            )
        elif evidence.id in failed:
            yield CheckLine(
                "ask",
                f"{name} could not be examined. {failed[evidence.id]}",
                "See how its pages look in the PDF, or leave it out.",
                evidence.id,
                act="take_out",
            )
    try:
        exhibit_labels([row.label for row in included], packet.label_prefix, sent)
    except ValueError as error:
        yield CheckLine("stop", str(error), "Change one of the labels.", act="label")


def _open_beside(
    vault: Vault, packet_id: str, content: BundleContent | None
) -> Iterator[CheckLine]:
    """What nobody should read without the passphrase would lie open beside the PDF."""
    if content is not None and content.along and packet_options(vault, packet_id).locked:
        yield CheckLine(
            "stop",
            "The files that go along would lie open beside a PDF that opens with a passphrase only.",
            "Send the PDF alone, or without a passphrase.",
            act="alone",
            also="unlocked",
            key="open_beside",
        )


def _characters(
    vault: Vault, content: BundleContent | None, documents: dict[str, Evidence]
) -> Iterator[CheckLine]:
    """Words that no font here has all characters for, wherever we set them."""
    if content is None:
        return
    labelled = {exhibit.label: exhibit.id for exhibit in content.exhibits}
    for found in lacking_in(to_json(content)):
        id = labelled.get(found.where, "")
        about = "the title or description of " + _name(documents[id]) if id else found.where
        act: Act = "title" if id else "text"
        words = replace(found, where=about).words
        yield CheckLine("ask", words, REMEDY, id, act=act, found=(found.word,))
    for exhibit in content.exhibits:
        evidence = documents[exhibit.id]
        if has_own_pages(evidence) or exhibit.problem:
            continue
        one = lacking(f"the words of {_name(evidence)}", vault.index.text(evidence.id))
        if one is not None:
            remedy = "Attach it as a picture, or send the file beside the PDF."
            yield CheckLine("ask", one.words, remedy, evidence.id)


def _name(evidence: Evidence) -> str:
    return f"“{evidence.title or evidence.file_name}”"


def _private(
    vault: Vault,
    content: BundleContent | None,
    rows: list[PacketExhibit],
    documents: dict[str, Evidence],
) -> Iterator[CheckLine]:
    """ "Contact me only by" never leaves the vault; a document that shows it is asked about."""
    secret = private_in(vault, _printed(content)) if content is not None else ""
    if secret:
        yield CheckLine(
            "stop",
            "The packet's text holds the contact address you keep private.",
            "Take it out of the text.",
            act="text",
            found=(secret,),
        )
    for row in rows:
        if not row.included or row.evidence_id not in documents:
            continue
        if private_in(vault, vault.index.text(row.evidence_id)):
            evidence = documents[row.evidence_id]
            yield CheckLine(
                "ask",
                f"“{evidence.title}” shows the contact address you keep private.",
                "Leave out that page.",
                evidence.id,
                act="pages",
            )


def _theirs(vault: Vault, packet: Packet, rows: list[PacketExhibit]) -> Iterator[CheckLine]:
    """Nothing that helps them is dropped without a word; a supervisor gets three papers anyway."""
    if packet.profile == "supervisor":
        return
    shown = {row.evidence_id for row in rows if row.included} | sent_documents(vault, packet.id)
    left = [id for id in adverse(vault, packet.dispute_id) if id not in shown]
    documents, meant = evidence_by_id(vault, left), kept_out(vault, packet.id)
    for id in left:
        if id not in meant:
            yield CheckLine(
                "ask",
                f"{_name(documents[id])} helps the other side, you cite it, and it is left out.",
                "They have it too: shown by you, it costs you less.",
                id,
                act="include",
                also="keep_out",
            )


def _terms(dispute: Dispute, documents: dict[str, Evidence]) -> Iterator[CheckLine]:
    if asks_for_terms(dispute) and not any(shows_terms(one) for one in documents.values()):
        yield CheckLine(
            "tip", QUESTION, "A picture of that page counts for more than the confirmation; give it"
            " a title such as “Terms before paying”.", act="add",
        )  # fmt: skip


def _asked(packet: Packet, rows: list[PacketExhibit]) -> Iterator[CheckLine]:
    if not packet.ask.strip():
        yield CheckLine(
            "tip",
            "The packet does not say what you ask for.",
            "Write it in one sentence.",
            act="text",
        )
    if not any(row.included for row in rows):
        yield CheckLine(
            "tip", "There is no document in this packet.", "Add the bill or a letter.", act="add"
        )


def _needs_record(contact: Contact, ground: Ground) -> bool:
    """A call nobody wrote down that day, and the phone company was not asked yet."""
    return ground.kind == "recalled" and contact.kind == "call" and not contact.recorded


def _asked_for(needs_record: bool) -> str:
    """What stands in for a reference number."""
    if not needs_record:
        return "Ask them for it in writing."
    return "Ask them for it in writing, and your phone company for its record of the call."


def _a(contact: Contact) -> str:
    return f"{'An' if contact.kind[:1] in 'aeiou' else 'A'} {contact_name(contact.kind)}"


def _papers_of(vault: Vault, contact: Contact) -> set[str]:
    """The documents that are a written message itself. What was said on a call none can show."""
    if contact.kind not in WRITTEN:
        return set()
    found = vault.query(
        "SELECT id FROM evidence WHERE trashed_at = '' AND id IN"
        " (SELECT evidence_id FROM contact_evidence WHERE contact_id = ?1"
        " UNION SELECT evidence_id FROM citation WHERE of_id = ?1)",
        [contact.id],
    )
    return {row["id"] for row in found}


def _contacts(vault: Vault, packet: Packet, rows: list[PacketExhibit]) -> Iterator[CheckLine]:
    dispute_id = packet.dispute_id
    shown = {row.evidence_id for row in rows if row.included} | sent_documents(vault, packet.id)
    here = "trashed_at = '' AND id IN (SELECT contact_id FROM dispute_contact WHERE dispute_id = ?)"
    told = 0
    recorded = False  # the phone company is named once: it is asked for all calls together
    for contact in vault.find(Contact, here, [dispute_id], order="dated DESC"):
        later = 4 if told >= _OF_A_KIND else 0
        spoke = is_conversation(contact.kind, contact.direction) and not contact.attempt
        ground = ground_of_contact(contact)
        if spoke and not contact.reference:
            yield CheckLine(
                "tip",
                f"{_a(contact)} has no reference number.",
                _asked_for(_needs_record(contact, ground) and not recorded),
                contact_id=contact.id,
                act="contact",
                also="ask_reference",
                weight=later,
            )
            told += 1
            recorded = recorded or _needs_record(contact, ground)
        elif ground.kind == "recalled":
            papers = _papers_of(vault, contact)
            if papers & shown:
                continue
            yield CheckLine(
                "tip",
                f"{_a(contact)} is recalled later: {ground.reason}.",
                NOT_HERE.firmer if papers else ground.firmer,
                min(papers, default=""),
                contact_id=contact.id,
                act="include" if papers else "contact",
                weight=later,
            )
            told += 1
    for promise in vault.find(Promise, "dispute_id = ? AND due = ''", [dispute_id]):
        if promise.state == "open":
            yield CheckLine(
                "tip",
                "A promise has no day by which it is due.",
                "Ask them by when, and write it down.",
                contact_id=promise.contact_id,
                act="contact",
            )


def _documents(j: Judged) -> Iterator[CheckLine]:
    turned = exhibit_options(j.vault, j.packet.id)
    files = j.content.along if j.content is not None else ()
    along = {one.id for one in files if one.form == "original"}
    for row in j.rows:
        evidence = j.documents.get(row.evidence_id)
        if not row.included or evidence is None:
            continue
        name = _name(evidence)
        if evidence.view_rotation % 360 and not (
            evidence.id in turned and turned[evidence.id].turns
        ):
            yield CheckLine(
                "tip",
                f"You turned {name} to read it; in the PDF it stands as it came.",
                "Turn its copy, so that nobody reads it on its head.",
                evidence.id,
                act="turn",
                key=f"turn:{evidence.id}",
                weight=-1,
            )
        if evidence.has_location and evidence.id in along:
            yield CheckLine(
                "ask",
                f"{name} says where it was taken, and its original file goes along.",
                "Send no original files, or leave it out.",
                evidence.id,
                act="take_out",
                key=f"place_along:{evidence.id}",
            )
        elif evidence.has_location:
            yield CheckLine(
                "tip",
                f"{name} says where it was taken; the place is left out of the PDF.",
                "Nothing to do.",
                evidence.id,
            )
        if not evidence.dated:
            yield CheckLine(
                "tip",
                f"{name} has no date.",
                "Give its date, as exactly as you know.",
                evidence.id,
                act="date",
            )


def _printed(content: BundleContent) -> str:
    """All that is printed but the documents themselves, without what is blacked out everywhere."""
    plain = to_json(replace(printed(content), hidden=()))
    for exhibit in plain["exhibits"]:
        exhibit.pop("text", None)
    return texts(plain)
