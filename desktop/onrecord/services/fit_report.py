"""How a packet meets its recipient's rules, each figure with where it was read.

What is known of the finished files comes from the last build; before one, it is reckoned from the
documents and said to be about so much.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.domain.agency import Agency, Attachments
from onrecord.domain.agency_words import EXPECTED, PUBLIC
from onrecord.domain.evidence import ObjectRecord
from onrecord.domain.packet import Packet, PacketExhibit
from onrecord.domain.page_ranges import parse_pages
from onrecord.domain.when import When
from onrecord.services.arrange_exhibits import evidence_by_id
from onrecord.services.fit_limits import case_rows, limit_rows
from onrecord.services.fit_row import FitRow, Measured, fit_row, pages_words, source_words
from onrecord.services.form_sheet import FormSheet, form_sheet, rules_words
from onrecord.services.packet_for import packet_agency, profile_of
from onrecord.services.packet_options import packet_options
from onrecord.services.who_can_help_answers import answers_of

if TYPE_CHECKING:
    from onrecord.packet.outcome import BuildReport
    from onrecord.vault.vault import Vault

_FRONT_PAGES = 8
_FRONT_BYTES = 120_000
_NOT_FILES = ("any", "digital", "paper")
_OF_TYPE = {"eml": "message/rfc822", "heic": "image/heic", "msg": "application/vnd.ms-outlook"}


@dataclass(frozen=True)
class FitReport:
    """``rules`` says where this recipient's rules were read; empty where none are known."""

    recipient: str
    agency_id: str
    profile: str
    rules: str
    rows: tuple[FitRow, ...]
    measured: Measured

    @property
    def fits(self) -> bool:
        return not any(row.state == "misses" for row in self.rows)


def measured_of(report: BuildReport) -> Measured:
    """Of what was built."""
    files = [one.length for one in report.volumes] or [report.length]
    longest = max((one.last - one.first + 1 for one in report.volumes), default=report.page_count)
    first, last = report.parts.get("brief", (1, 0))
    return Measured(
        report.page_count, sum(files), len(files), max(files), last - first + 1, longest=longest
    )


def reckoned(vault: Vault, packet_id: str) -> Measured:
    """About so much, from the documents that are in."""
    rows = vault.find(PacketExhibit, "packet_id = ? AND included = 1", [packet_id])
    documents = evidence_by_id(vault, [row.evidence_id for row in rows])
    pages, length = _FRONT_PAGES, _FRONT_BYTES
    for row in rows:
        evidence = documents.get(row.evidence_id)
        if evidence is None:
            continue
        stored = vault.get(ObjectRecord, evidence.object_id).length
        whole = max(1, evidence.page_count)
        taken = _taken(row.pages, whole)
        pages += taken + 1
        length += stored * taken // whole
    return Measured(pages, length, 1, length, about=True)


def fit_report(
    vault: Vault,
    packet_id: str,
    measured: Measured | None = None,
    sheet: FormSheet | None = None,
) -> FitReport:
    """Every rule that is known of the recipient, and of the kind of packet it is."""
    packet = vault.get(Packet, packet_id)
    agency = packet_agency(vault, packet)
    known = measured or reckoned(vault, packet_id)
    rows = [*_own_rules(packet, known)]
    if agency is not None:
        rows += _attachments(vault, packet, agency.attachments, known)
        rows += case_rows(agency, known, answers_of(vault, packet.dispute_id))
        rows += _fields(sheet or form_sheet(vault, packet_id))
        rows += _order(vault, packet, agency)
        rows += _notes(agency)
    return FitReport(
        packet.recipient or (agency.name if agency else ""),
        packet.agency_id,
        packet.profile,
        rules_words(agency) if agency else "",
        tuple(rows),
        known,
    )


def in_date_order(vault: Vault, packet_id: str) -> list[str]:
    """The documents that are in, the earliest first; those of the same day as they stand, those
    without a date last."""
    rows = _included(vault, packet_id)
    documents = evidence_by_id(vault, [row.evidence_id for row in rows])
    kept = [row.evidence_id for row in rows if row.evidence_id in documents]
    return sorted(kept, key=lambda id: When(documents[id].dated).sort_key)


def _own_rules(packet: Packet, known: Measured) -> Iterator[FitRow]:
    most = profile_of(packet).pages
    if most and known.own_pages:
        over = max(0, known.own_pages - most)
        yield FitRow(
            "own_pages", "Pages a supervisor reads", f"{most} pages", pages_words(known.own_pages),
            "misses" if over else "fits", over=over, act="shorten" if over else "",
        )  # fmt: skip


def _attachments(
    vault: Vault, packet: Packet, rules: Attachments, known: Measured
) -> Iterator[FitRow]:
    yield from limit_rows(rules, known)
    yield from _formats(vault, packet, rules)
    if rules.copies is not None:
        yield fit_row(
            "copies", "Copies", rules.copies, f"{rules.copies.value}", "note", "Print them"
        )
    if rules.screenshots_show is not None:
        shown = " and ".join(rules.screenshots_show.value)
        yield fit_row(
            "screenshots", "Screenshots", rules.screenshots_show, f"show {shown}", "note",
            "Printed below each picture, where it is known",
        )  # fmt: skip


def _formats(vault: Vault, packet: Packet, rules: Attachments) -> Iterator[FitRow]:
    if rules.formats is not None:
        taken = [one.casefold() for one in rules.formats.value]
        files = [one for one in taken if one not in _NOT_FILES]
        fits = "pdf" in taken or (not files and taken != ["paper"])
        if taken == ["paper"]:
            yield fit_row(
                "formats", "Form", rules.formats, "on paper", "note", "Print it and post it"
            )
        else:
            said = ", ".join(one.upper() for one in files) if files else "any kind of file"
            yield fit_row("formats", "Kinds of file", rules.formats, said, int(not fits), "PDF")
    options = packet_options(vault, packet.id)
    if rules.refused is None or not (options.originals or options.converted):
        return
    refused = {_OF_TYPE.get(one.casefold(), "") for one in rules.refused.value}
    rows = _included(vault, packet.id)
    found = evidence_by_id(vault, [row.evidence_id for row in rows]).values()
    wrong = [one for one in found if one.media_type in refused]
    yield fit_row(
        "refused", "Kinds they refuse", rules.refused, ", ".join(rules.refused.value).upper(),
        len(wrong) if not options.converted else 0,
        f"{len(wrong)} beside the PDF" if wrong and not options.converted else "none", "convert",
    )  # fmt: skip


def _fields(sheet: FormSheet) -> Iterator[FitRow]:
    for one in sheet.fields:
        if one.limit is None:
            continue
        yield FitRow(
            f"field:{one.code}",
            f"{one.label[:1].upper()}{one.label[1:]}",
            f"{one.limit:,} characters",
            f"{one.count:,} characters",
            "misses" if one.over and one.verified else "unclear" if one.over else "fits",
            one.limit_source,
            "",
            one.verified,
            one.over,
            "shorten" if one.over else "",
        )


def _order(vault: Vault, packet: Packet, agency: Agency) -> Iterator[FitRow]:
    rule = agency.attachments.order
    wanted = agency.asks_for is not None and "documents_in_date_order" in agency.asks_for.items
    if rule is None and not wanted:
        return
    basis = rule.basis if rule is not None else agency.asks_for and agency.asks_for.basis
    now = [row.evidence_id for row in _included(vault, packet.id)]
    right = now == in_date_order(vault, packet.id)
    assert basis
    yield FitRow(
        "order", "Order of the documents", "earliest first",
        "earliest first" if right else "another order", "fits" if right else "misses",
        source_words(basis), basis.as_of, basis.verified, int(not right), "" if right else "order",
    )  # fmt: skip


def _notes(agency: Agency) -> Iterator[FitRow]:
    for one in agency.expects:
        if one.what not in ("account_number", "other_holder_signature", "authority_letter"):
            yield FitRow(
                f"expects:{one.what}", "They want", EXPECTED[one.what], one.note, "note",
                source_words(one.basis), one.basis.as_of, one.basis.verified,
            )  # fmt: skip
    if agency.public_record is not None and agency.public_record.value in PUBLIC:
        basis = agency.public_record.basis
        yield FitRow(
            "public", "Public record", PUBLIC[agency.public_record.value], "", "note",
            source_words(basis), basis.as_of, basis.verified,
        )  # fmt: skip


def _included(vault: Vault, packet_id: str) -> list[PacketExhibit]:
    return vault.find(
        PacketExhibit, "packet_id = ? AND included = 1", [packet_id], order="position, rowid"
    )


def _taken(typed: str, whole: int) -> int:
    try:
        return len(parse_pages(typed, whole)) if typed.strip() else whole
    except ValueError:
        return whole
