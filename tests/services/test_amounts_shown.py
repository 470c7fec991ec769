"""An amount that points at no page is named before it goes out, with the page where its figure
stands."""

from __future__ import annotations

import pytest

from onrecord.errors import Refused
from onrecord.packet.content import Cite, Frozen
from onrecord.services.amounts_shown import point_amounts
from onrecord.services.apply_remedy import apply_remedy
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.bundle_content import bundle_content
from onrecord.services.check_line import CheckLine
from onrecord.services.check_packet import check_packet
from onrecord.services.claim_lines import add_claim
from onrecord.services.read_documents import read_documents
from onrecord.services.start_packet import start_packet
from onrecord.services.workshop import Workshop
from onrecord.vault.vault import Vault

MAIL = (
    b"From: Northline (sample) <help@example.test>\nTo: me@example.test\nSubject: Your bill\n"
    b"Date: Wed, 08 Feb 2023 10:00:00 +0000\nContent-Type: text/plain\n\n"
    b"Dear customer,\nyou owe %s. We took it twice.\n"
)


def _packet(workshop: Workshop, dispute: str, *sums: bytes) -> str:
    vault = workshop.vault
    papers = [Pasted(f"mail {n}.eml", MAIL % one) for n, one in enumerate(sums, 1)]
    attach_files(vault, papers, dispute_id=dispute)
    read_documents(vault, workshop.reader)
    add_claim(vault, dispute, "Charged twice", "84.20", "GBP")
    return start_packet(vault, dispute).result


def _line(vault: Vault, packet: str) -> CheckLine | None:
    return next((x for x in check_packet(vault, packet) if x.key == "amounts:unshown"), None)


def test_an_amount_is_pointed_at_the_page_on_which_it_stands(
    workshop: Workshop, dispute: str
) -> None:
    vault = workshop.vault
    packet = _packet(workshop, dispute, b"GBP 84.20", b"GBP 184.20")
    line = _line(vault, packet)
    assert line is not None and line.level == "tip"
    assert line.words == "“Charged twice”, £84.20, points at no page."
    assert line.remedy == "The figure stands on A1, page 1."
    change = apply_remedy(vault, packet, line)
    (row,) = bundle_content(vault, packet, Frozen()).claims
    assert row.citations == (Cite("A1", 1),)
    assert _line(vault, packet) is None
    vault.undo(change)
    assert _line(vault, packet) is not None


def test_of_several_pages_none_is_chosen(workshop: Workshop, dispute: str) -> None:
    packet = _packet(workshop, dispute, b"GBP 84.20", b"once more GBP 84.20")
    line = _line(workshop.vault, packet)
    assert line is not None and line.act == "amounts"
    assert line.remedy == "Say under Money what shows it."
    with pytest.raises(Refused, match="one page alone"):
        point_amounts(workshop.vault, packet)


def test_what_several_amounts_lack_is_one_line(workshop: Workshop, dispute: str) -> None:
    packet = _packet(workshop, dispute, b"GBP 84.20")
    add_claim(workshop.vault, dispute, "Their late fee", "12.00", "GBP")
    line = _line(workshop.vault, packet)
    assert line is not None
    assert line.words == "“Charged twice”, £84.20, and 1 more you ask for point at no page."
    assert line.remedy == "One of them stands on A1, page 1." and line.also == "amounts"
