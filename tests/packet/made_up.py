"""An invented complaint, and small helpers to read what was set."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium_c

from onrecord.packet.content import (
    BundleContent,
    ChronologyRow,
    Cite,
    ClaimRow,
    ContactRow,
    Exhibit,
    Frozen,
    Party,
    PromiseRow,
    Reference,
    Said,
)


def sha(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


BILL = Exhibit(
    id="e1", label="A1", title="Bill of 16 February", when="2026-02-16", kind="bill",
    source="Northline Telecom (sample)", file_name="bill.pdf", length=120_000, sha256=sha("1"),
    page_count=3,
)  # fmt: skip
TERMS = Exhibit(
    id="e2", label="A2", title="Terms of service", when="2025-06", file_name="bill.pdf",
    length=90_000, sha256=sha("2"), page_count=12, pages=(3, 4, 7), theirs=True,
)  # fmt: skip
SCAN = Exhibit(
    id="e3", label="A3", title="Letter of 20 March", when="2026-03-20", file_name="scan.tiff",
    length=70_000, sha256=sha("3"), sha256_of="copy", page_count=2, image_copy=True,
)  # fmt: skip

COMPLAINT = BundleContent(
    title="Charged after cancelling",
    complainant=Party("Ines Okafor", address="4 Sample Street\nLondon N1 0AA"),
    counterparty=Party("Northline Telecom (sample)", "Northline Communications Ltd (sample)"),
    references=(Reference("Account", "0012 3456 78"),),
    ask="Pay back £168.40.",
    summary="I cancelled on 3 February and was charged twice after that.",
    frozen=Frozen(2, "2026-03-23T09:14:05Z", "2026-03-23", "0.1.0", 214, sha("head"),
                  {"typst": "0.15.2"}),
    chronology=(
        ChronologyRow("2026-02-16", "The bill shows £84.20.", "documented", "", (Cite("A1", 2),)),
        ChronologyRow("", "13 days without a word", kind="silence"),
        ChronologyRow(
            "2026-03-01T14:21", "My note records a promise.", "noted_with_reference", "",
            (Cite("C1"),), "contact",
        ),
        ChronologyRow("2026-03", "They answered.", "recalled", "", (Cite("A2", 7), Cite("A3", 1))),
    ),
    contact_log=(
        ContactRow(
            "C1", "2026-03-01T14:21", direction="out", who="Priya, billing", reference="4471-K",
            duration=1440, hold=1020, theirs=(Said("By the fourteenth.", True),),
            mine=(Said("Asked when."),), promises=(PromiseRow("£84.20", "2026-03-14", "broken"),),
            written_at="2026-03-01T14:47", citations=(Cite("A1", 1),),
        ),
        ContactRow("C2", "2026-03-12", reference_state="refused", who="Tom"),
        ContactRow("C3", "2026-03", reference_state="none", direction="in"),
    ),
    claims=(
        ClaimRow("February", "GBP", 8420, citations=(Cite("A1", 2),)),
        ClaimRow("March", "GBP", 8420),
        ClaimRow("Bank fee", "EUR", 1250),
        ClaimRow("Postage", amount_text="about £6"),
    ),
    exhibits=(BILL, TERMS, SCAN),
    sample=True,
)  # fmt: skip


def included(content: BundleContent) -> dict[str, list[int]]:
    """The pages that go in, as the assembler counts them."""
    return {e.label: list(e.pages or range(1, e.page_count + 1)) for e in content.exhibits}


@dataclass(frozen=True)
class Link:
    sheet: int
    address: str
    words: str


def texts(pdf: bytes) -> list[str]:
    """The text of each page."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def links(pdf: bytes) -> Iterator[Link]:
    """Every link with the words it lies on."""
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, 1):
            words = page.get_textpage()
            for annotation in _link_boxes(page):
                address, box = annotation
                yield Link(number, address, words.get_text_bounded(*box).strip())


def _link_boxes(page: pypdfium2.PdfPage) -> Iterator[tuple[str, tuple[float, ...]]]:
    at = pdfium_c.c_int(0)
    link = pdfium_c.FPDF_LINK()
    while pdfium_c.FPDFLink_Enumerate(page.raw, at, link):
        box = pdfium_c.FS_RECTF()
        pdfium_c.FPDFLink_GetAnnotRect(link, box)
        action = pdfium_c.FPDFLink_GetAction(link)
        length = pdfium_c.FPDFAction_GetURIPath(page.pdf.raw, action, None, 0)
        buffer = pdfium_c.create_string_buffer(length)
        pdfium_c.FPDFAction_GetURIPath(page.pdf.raw, action, buffer, length)
        yield buffer.value.decode(), (box.left, box.bottom, box.right, box.top)


def letters_off_the_page(pdf: bytes) -> list[str]:
    """Visible characters that reach over an edge of their page."""
    lost: list[str] = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            width, height = page.get_size()
            words = page.get_textpage()
            for n in range(words.count_chars()):
                left, bottom, right, top = words.get_charbox(n)
                if right > left and (
                    left < 20 or right > width - 20 or bottom < 20 or top > height
                ):
                    lost.append(words.get_text_range(n, 1))
    return lost
