"""A Word document is read as its print would say it, and what stands on every page once."""

from __future__ import annotations

import pytest

from intake.documents_made_here import word
from onrecord.intake.reader import Reader
from onrecord.intake.reading import Reading
from onrecord.intake.understand import CUT


def read(reader: Reader, data: bytes) -> Reading:
    return reader.read(data, file_name="contract.docx", size=len(data))


def words_of(reader: Reader, data: bytes) -> str:
    reading = read(reader, data)
    assert reading.problem == ""
    return "\n".join(page.text for page in reading.pages)


def test_head_text_and_foot_are_read_in_their_order(reader: Reader) -> None:
    data = word("Dear customer", "We end your contract.", head="Northline (sample)", foot="Page")
    reading = read(reader, data)
    assert (reading.type_name, reading.problem) == ("Word document", "")
    assert words_of(reader, data).split("\n\n") == [
        "Northline (sample)",
        "Dear customer",
        "We end your contract.",
        "Page",
    ]


def test_a_row_of_a_table_is_a_line(reader: Reader) -> None:
    def row(*cells: str) -> str:
        said = "".join(f"<w:tc><w:p><w:r><w:t>{c}</w:t></w:r></w:p></w:tc>" for c in cells)
        return f"<w:tr>{said}</w:tr>"

    table = f"<w:tbl>{row('Date', 'Amount')}{row('1 March 2026', '84.20')}</w:tbl>"
    lines = words_of(reader, word("Charges", table)).split("\n")
    assert "Date Amount" in lines
    assert "1 March 2026 84.20" in lines


def test_what_was_struck_out_with_changes_tracked_is_not_said(reader: Reader) -> None:
    changed = (
        "<w:p><w:r><w:t>A fee of </w:t></w:r>"
        "<w:del><w:r><w:delText>90</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>45</w:t></w:r></w:ins></w:p>"
    )
    assert words_of(reader, word(changed)) == "A fee of 45"


def test_a_document_too_long_to_be_laid_out_says_so(reader: Reader) -> None:
    assert read(reader, word(*["Clause"] * 15_000)).problem == CUT


@pytest.mark.parametrize("broken", ["cut", "no text", "entities"])
def test_a_broken_one_costs_one_sentence(reader: Reader, broken: str) -> None:
    data = word("x")
    if broken == "no text":
        data = data.replace(b"word/document.xml", b"word/documant.xml")
    elif broken == "entities":
        lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
        data = word("&l11;", entities=f'<!ENTITY l0 "lol">{lol}')
    else:
        data = data[:-40]
    reading = read(reader, data)
    assert reading.page_count == 0
    assert reading.problem.endswith(".") and "Traceback" not in reading.problem
    assert words_of(reader, word("still well")) == "still well"
