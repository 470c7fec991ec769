"""A box drawn on the page of a text, a mail or a table is handed to the bundle as the words in it."""

from __future__ import annotations

import pytest

from onrecord.domain.fact import Fact
from onrecord.domain.rect import around
from onrecord.intake.reader import Reader
from onrecord.packet.content import Cite, Frozen
from onrecord.packet.ink import after_ink
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.bundle_content import bundle_content
from onrecord.services.cite import Spot, add_cited
from onrecord.services.read_documents import read_documents
from onrecord.services.start_packet import start_packet
from onrecord.vault.vault import Vault

MAIL = (
    b"From: Air Sample <help@example.test>\nTo: me@example.test\nSubject: Your claim\n"
    b"Date: Wed, 08 Feb 2023 10:00:00 +0000\nContent-Type: text/plain\n\n"
    b"Dear customer,\nour assistant used misleading words.\nWe do not refund it.\n"
)
TABLE = b"Date,Description,Amount\n2026-02-02,NORTHLINE TELECOM,-84.20\n2026-03-16,REFUND,84.20\n"
OFX = (
    b"OFXHEADER:100\n\n<OFX><STMTRS><CURDEF>GBP\n<BANKACCTFROM><ACCTID>XXXX5678</BANKACCTFROM>"
    b"<BANKTRANLIST><STMTTRN><DTPOSTED>20260316<TRNAMT>84.20\n<NAME>REFUND</STMTTRN>"
    b"</BANKTRANLIST></STMTRS></OFX>"
)
LONG = "\n".join(f"Line {n} of the terms, refund {n} of all" for n in range(400)).encode()


@pytest.mark.parametrize(
    ("name", "data", "page", "words"),
    [
        ("mail.eml", MAIL, 1, ["misleading", "words."]),
        ("account.csv", TABLE, 1, ["2026-03-16,", "REFUND,", "84.20"]),
        ("account.qfx", OFX, 1, ["2026-03-16", "REFUND", "84.20"]),
        ("terms.txt", LONG, 3, ["refund", "150"]),
    ],
)
def test_the_words_in_the_box_are_marked(
    vault: Vault, dispute: str, name: str, data: bytes, page: int, words: list[str]
) -> None:
    (id,) = attach_files(vault, [Pasted(name, data)], dispute_id=dispute).added
    reader = Reader(size=1)
    try:
        read_documents(vault, reader, [id])
    finally:
        reader.close()
    pages = vault.index.pages(id)
    if page > 1:
        page = next(p.number for p in pages if "refund 150 " in p.text + " ")
    shown = pages[page - 1].words
    first = next(n for n in range(len(shown)) if [w[0] for w in shown[n : n + len(words)]] == words)
    box = around([w[1:5] for w in shown[first : first + len(words)]])
    assert box is not None
    fact = Fact(dispute_id=dispute, dated="2026-03-16", words="It says so")
    add_cited(vault, fact, [Spot(id, page, box.text())], "Put on record")
    content = bundle_content(vault, start_packet(vault, dispute).result, Frozen())
    (row,) = [r for r in content.chronology if "It says so" in r.words]
    assert row.citations == (Cite("A1", page, box.text()),)
    (exhibit,) = content.exhibits
    (mark,) = [m for m in exhibit.marks if m.rect]
    assert (mark.page, mark.rect) == (page, box.text())
    text = exhibit.text or data.decode()
    begin, end = after_ink(text, mark.after), after_ink(text, mark.until)
    assert "".join(text[begin:end].split()) == "".join(words)


def test_a_bank_s_file_is_printed_as_its_table_and_a_broken_one_is_not(
    vault: Vault, dispute: str
) -> None:
    files = [Pasted("a.ofx", OFX), Pasted("b.ofx", OFX.replace(b"<TRNAMT>84.20", b""))]
    ids = attach_files(vault, files, dispute_id=dispute).added
    reader = Reader(size=1)
    try:
        read_documents(vault, reader, ids)
    finally:
        reader.close()
    assert vault.index.search("refund"), "its words are found"
    content = bundle_content(vault, start_packet(vault, dispute).result, Frozen())
    texts = {exhibit.file_name: exhibit.text for exhibit in content.exhibits}
    assert texts == {
        "a.ofx": "Account XXXX5678, GBP\nDate\tDescription\tAmount\n2026-03-16\tREFUND\t84.20",
        "b.ofx": None,
    }
