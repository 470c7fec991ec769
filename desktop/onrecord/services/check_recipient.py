"""What the recipient's own rules ask of a packet: limits, what they want and who signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.agency import Agency
from onrecord.domain.agency_words import ASKS, EXPECTED
from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import Evidence
from onrecord.domain.packet import Packet, PacketExhibit
from onrecord.domain.person import Person
from onrecord.domain.when import When
from onrecord.packet.content import BundleContent
from onrecord.services.check_door import door_lines
from onrecord.services.check_line import CheckLine
from onrecord.services.drawn_marks import packet_marks
from onrecord.services.fit_report import FitReport
from onrecord.services.fit_row import FitRow
from onrecord.services.form_sheet import FormSheet, is_paper
from onrecord.services.packet_for import profile_of
from onrecord.services.packet_letter import blanks_of, body_limit, letter_of
from onrecord.services.say_it import SECONDS, say_it
from onrecord.services.views.packet_marks import marks_of_packet
from onrecord.services.who_writes import Writing, signatories, who_writes

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_MARKED = ("bills_marked", "report_marked")
_MARKS = ("circle", "highlight", "arrow")
_DELIVERY = re.compile(r"\b(deliver|undeliver|parcel|never (came|arrived))", re.IGNORECASE)
_CANCELLED = re.compile(r"\bcancel", re.IGNORECASE)
_IDENTITY = ("passport", "identity", "licence", "license", "id card", "proof of who")


@dataclass(frozen=True)
class Judged:
    """What every rule looks at, fetched once. ``content`` is what would be printed, None where
    pages or labels are wrong, which is said already."""

    vault: Vault
    packet: Packet
    agency: Agency | None
    rows: list[PacketExhibit]
    documents: dict[str, Evidence]
    content: BundleContent | None
    fit: FitReport
    sheet: FormSheet | None
    today: date
    only_holding: bool = False

    @property
    def included(self) -> list[Evidence]:
        """The documents that are in, in their order."""
        inside = [row.evidence_id for row in self.rows if row.included]
        return [self.documents[id] for id in inside if id in self.documents]


def recipient_lines(j: Judged) -> Iterator[CheckLine]:
    """Hard limits first, then who writes, the letter, and what they want to see."""
    nobody = j.agency is None and not j.packet.recipient.strip()
    if nobody and j.packet.profile == "formal":  # a court needs no name to be chosen
        yield CheckLine(
            "tip", "It is not said who this is for: no rules of theirs are checked.",
            "Choose who it is for.", act="recipient", key="recipient", weight=-1,
        )  # fmt: skip
    yield from limit_lines(j.fit, j.agency)
    yield from _sender(j)
    yield from _authority(j, who_writes(j.vault, j.packet.dispute_id))
    yield from _letter(j)
    yield from _said(j)
    if j.agency is not None:
        yield from door_lines(j.vault, j.packet, j.agency, j.today)
        yield from _expected(j, j.agency)
        yield from _papers(j, j.agency)
        yield from _circled(j, j.agency)


def limit_lines(fit: FitReport, agency: Agency | None) -> Iterator[CheckLine]:
    """What the recipient's limits say of what is built, or is going to be."""
    name = agency.called if agency is not None else ""
    for row in fit.rows:
        if row.state not in ("misses", "unclear"):
            continue
        unsure = "" if row.verified else " This limit is unverified."
        yield CheckLine(
            "ask" if row.state == "misses" else "tip",
            f"{_missed(row, name)}{unsure}",
            _remedy(row),
            act=row.act,
            also=row.also,
            key=f"limit:{row.code}",
        )


def _missed(row: FitRow, name: str) -> str:
    if row.code == "own_pages":
        return f"The pages for a supervisor are {row.actual}; they read {row.limit} at most."
    if row.code == "order":
        return f"{name} wants the documents earliest first."
    if row.code == "refused":
        return f"{name} does not take {row.limit}: {row.actual}."
    if row.code.startswith("field:"):
        return (
            f"“{row.rule}” has {row.actual}; their form takes {row.limit}: {row.over:,} too many."
        )
    return f"{row.rule}: {row.actual}; {name} takes {row.limit}."


def _remedy(row: FitRow) -> str:
    return {
        "bytes_each": "Make the pictures smaller, or split the PDF.",
        "bytes_total": "Make the pictures smaller, or leave pages out.",
        "pages": "Choose fewer pages of the long documents.",
        "files": "Put everything into one file.",
        "order": "Put them in order of their dates.",
        "own_pages": "Shorten what is asked for, or the wording of what happened.",
        "refused": "Let copies in a usual kind go along.",
    }.get(row.code, "Shorten it." if row.code.startswith("field:") else "")


def _sender(j: Judged) -> Iterator[CheckLine]:
    """A body takes no complaint of nobody; a letter has its own line for the name."""
    if j.agency is None or j.content is None or "letter" in j.packet.parts:
        return
    if not j.content.complainant.name:
        yield CheckLine(
            "ask", "The packet does not say who it is from.",
            "Write your name, and how they can reach you.", act="people", key="sender:name",
        )  # fmt: skip


def _authority(j: Judged, writing: Writing) -> Iterator[CheckLine]:
    wants = j.agency is not None and any(e.what == "authority_letter" for e in j.agency.expects)
    if writing.acts:
        own = writing.authority
        paper = own.authority_evidence_id if own is not None else ""
        who = _name(writing.holder) or "the account holder"
        if not paper:
            yield CheckLine(
                "ask", f"You write for {who}: the letter that allows it is not here.",
                "Say which document it is.", act="people", also="add", key="authority:missing",
            )  # fmt: skip
        elif paper not in {one.id for one in j.included}:
            yield CheckLine(
                "ask", f"You write for {who}, and the letter that allows it is not in this packet.",
                "Put it in.", paper, act="include", key="authority:left_out",
            )  # fmt: skip
        if own is not None and own.authority_expires and _over(own.authority_expires, j.today):
            yield CheckLine(
                "ask",
                "Your authority to act ended on"
                f" {When(own.authority_expires).words()}.",
                "Ask for a new one, and say until when it holds.", paper, act="people",
                key="authority:expired",
            )  # fmt: skip
        elif own is not None and paper and not own.authority_expires and wants:
            yield CheckLine(
                "tip", "It is not noted until when your authority to act holds.",
                "Note it, or that it has no end.", paper, act="people",
                key="authority:no_end",
            )  # fmt: skip
    for name in signatories(writing, j.agency):
        assert j.agency is not None
        letter = j.content is not None and j.content.letter is not None
        yield CheckLine(
            "ask",
            f"{j.agency.called} wants the signature of {name}, who holds the account with you.",
            "There is a line for it below the letter: let them sign before it goes out."
            if letter
            else "Add a letter, with a line for it.",
            act="open_letter" if letter else "letter",
            key=f"signature:{name}",
        )


def _letter(j: Judged) -> Iterator[CheckLine]:
    if "letter" not in j.packet.parts:
        return
    letter = letter_of(j.vault, j.packet)
    if letter is None:
        yield CheckLine(
            "ask", "The letter of this packet is not there.", "Write it, or leave that part out.",
            act="letter", key="letter:missing",
        )  # fmt: skip
        return
    blanks = blanks_of(j.vault, letter)
    if blanks:
        first, *others = blanks
        more = f" and {len(others)} more" if others else ""
        yield CheckLine(
            "ask",
            f"The letter still has a blank: {first}{more}.",
            "Fill it in; else a line is printed to write on.",
            act="open_letter",
            key="letter:blank",
        )

    most, length = body_limit(j.vault, letter)
    if most and length > most:
        yield CheckLine(
            "ask",
            f"The letter has {length:,} characters; you set {most:,} at most:"
            f" {length - most:,} too many.",
            "Shorten it.",
            act="shorten",
            key="limit:letter",
        )


def _said(j: Judged) -> Iterator[CheckLine]:
    """What a supervisor is told on the telephone, where that takes too long."""
    if j.content is None or not profile_of(j.packet).say_it:
        return
    said = say_it(j.content)
    if not said.fits:
        yield CheckLine(
            "tip",
            f"“Say it” takes {said.seconds} seconds; {SECONDS} are listened to.",
            "Shorten what you ask for.",
            act="shorten",
            key="limit:say",
        )


def _expected(j: Judged, agency: Agency) -> Iterator[CheckLine]:
    for one in agency.expects:
        if one.what == "identity_proof" and not any(_is_identity(e) for e in j.included):
            yield CheckLine(
                "tip", f"{agency.called} wants {EXPECTED[one.what]}.", "Add it.", act="add",
                key="expects:identity_proof", weight=1,
            )  # fmt: skip
        elif one.what in ("consent", "certified_mail"):
            verb = "advises" if one.note == "advised" else "wants"
            note = "" if one.note == "advised" else one.note
            yield CheckLine(
                "tip", f"{agency.called} {verb} {EXPECTED[one.what]}.", note or "Have it ready.",
                key=f"expects:{one.what}", weight=3,
            )  # fmt: skip
        elif one.what == "account_number" and j.sheet is not None:
            field = next((f for f in j.sheet.fields if f.code.startswith("account_number")), None)
            if field is not None and not field.text:
                yield CheckLine(
                    "tip", f"{agency.called} wants {EXPECTED[one.what]}, and none is on record.",
                    "Write it into the form.", act="sheet", key="expects:account_number", weight=1,
                )  # fmt: skip


def _papers(j: Judged, agency: Agency) -> Iterator[CheckLine]:
    """Documents they ask for that are not in the packet, in one line."""
    if j.sheet is None or agency.asks_for is None:
        return
    wanted = [f for f in j.sheet.fields if is_paper(f.code) and f.code not in _MARKED]
    beside = ("cancellation_confirmation",) if _is_only_undelivered(j) else ()
    missing = [ASKS[f.code] for f in wanted if not f.text and f.code not in beside]
    if missing:
        said = missing[0] if len(missing) == 1 else f"{', '.join(missing[:-1])} and {missing[-1]}"
        yield CheckLine(
            "tip", f"{agency.called} asks for {said}.", "Add what you have of it.", act="add",
            key="asks:papers", weight=2,
        )  # fmt: skip


def _is_only_undelivered(j: Judged) -> bool:
    """What did not come was cancelled by nobody, unless the words say so."""
    dispute = j.vault.get(Dispute, j.packet.dispute_id)
    asked = j.content.ask if j.content is not None else ""
    said = " ".join((dispute.title, dispute.category, dispute.summary, asked))
    return bool(_DELIVERY.search(said)) and not _CANCELLED.search(said)


def _circled(j: Judged, agency: Agency) -> Iterator[CheckLine]:
    """Some want the disputed charge circled on a copy of the bill; what is cited can be at once."""
    asked = agency.asks_for.items if agency.asks_for is not None else ()
    what = next((code for code in _MARKED if code in asked), "")
    if not what or any(m.kind in _MARKS for m in packet_marks(j.vault, j.packet.id)):
        return
    bill = next((e for e in j.included if e.kind in ("bill", "statement", "other")), None)
    if bill is None:
        return
    cited = marks_of_packet(j.vault, j.packet.id).cited
    yield CheckLine(
        "tip",
        f"{agency.called} asks for {ASKS[what]}.",
        "Circle what you cite on the copy." if cited else "Circle it on the copy.",
        cited[0].evidence_id if cited else bill.id,
        act="circle" if cited else "mark",
        key="asks:circled",
        weight=-1,
    )


def _is_identity(evidence: Evidence) -> bool:
    said = f"{evidence.title} {evidence.description}".casefold()
    return any(word in said for word in _IDENTITY)


def _over(expires: str, today: date) -> bool:
    last = When(expires).last_day
    return last is not None and last < today


def _name(person: Person | None) -> str:
    return (person.name or person.name_on_bill) if person is not None else ""
