"""The whole way of money: a statement is added, its row recorded, and the bundle says what is
still owed and leads to the statement's page."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdf

from onrecord.domain.packet import Packet, PacketExhibit
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.claim_lines import add_claim, edit_claim
from onrecord.services.edit_record import add_record
from onrecord.services.export_bundle import export_bundle
from onrecord.services.ledger import record_row
from onrecord.services.open_dispute import open_dispute
from onrecord.services.read_documents import read_documents
from onrecord.services.start_packet import start_packet
from onrecord.services.views.matches import statement_rows
from onrecord.services.workshop import Workshop

STATEMENT = (
    "Date;Buchungstext;Betrag (EUR)\n16.03.2026;NORTHLINE (sample) GUTSCHRIFT;+40,00\n"
    "17.03.2026;MIETE;-500,00\n"
)


def test_a_part_that_came_back_is_printed_with_what_is_left_and_its_source(
    workshop: Workshop, tmp_path: Path
) -> None:
    vault = workshop.vault
    dispute = open_dispute(vault, "Northline Telecom (sample)", "Charged after cancelling").result
    first = add_claim(vault, dispute, "February", "€40", "EUR").result
    add_claim(vault, dispute, "March", "€44.20", "EUR")
    owed = add_claim(vault, dispute, "Line rental", "€10", "EUR").result
    edit_claim(vault, owed, "EUR", undisputed=True)
    file = Pasted("konto.csv", STATEMENT.encode())
    (statement,) = attach_files(vault, [file], dispute_id=dispute).added
    read_documents(vault, workshop.reader, [statement])
    (view,) = statement_rows(vault, dispute).statements
    assert view.question is not None
    assert view.question.about == "plus", "a plus may mean paid or received; the file does not say"
    from onrecord.services.answer_statement import answer_statement

    answer_statement(vault, statement, "plus", "in")
    (match,) = statement_rows(vault, dispute).matches
    record_row(vault, dispute, statement, match.movement.number, claim_line_id=first)
    packet = start_packet(vault, dispute, "formal").result
    if not vault.count(PacketExhibit, "packet_id = ? AND evidence_id = ?", [packet, statement]):
        add_record(vault, PacketExhibit(packet_id=packet, evidence_id=statement, position=99))
    assert vault.get(Packet, packet).dispute_id == dispute
    target = tmp_path / "bundle.pdf"
    export_bundle(workshop, packet, target)
    pages = [page.extract_text() for page in pypdf.PdfReader(BytesIO(target.read_bytes())).pages]
    said = " ".join(next(p for p in pages if "What came back" in p).split())
    assert "Total in EUR €84.20" in said
    assert "€84.20 asked for, €40.00 came back €44.20" in said
    assert "What I agree I owe" in said
    assert said.count("A1, p.") >= 1
