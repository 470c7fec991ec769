"""Rules that courts, ombudsmen and card networks publish, looked for in the finished file alone.

England and Wales, general guidance on PDF bundles (2021): page 1 of the PDF is page 1 printed, a
linked index, bookmarks with page numbers, searchable, none upside down, landscape to be read from
left to right, at most 300 dpi, late pages at the end. County court mail: 50 pages and 10 MB. Card
networks: Mastercard 19 pages and 14.5 MB, American Express 5 MB a file, Discover 20 pages, 3 MB.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pypdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from onrecord.packet.content import (
    Before,
    BundleContent,
    ChronologyRow,
    Cite,
    Exhibit,
    Options,
    SentExhibit,
    SentPage,
    Turn,
)
from onrecord.packet.outcome import BuildReport
from onrecord.packet.verdict import judge
from packet.papers import bundle, helvetica, paper, saved, says, text_of
from packet.test_volumes import QUIET, files


def scan(words: str, dpi: int = 600) -> bytes:
    """A page that is a picture, with its words unseen over it, as scanners write it."""
    pdf = pikepdf.new()
    side = (dpi * 4, dpi * 4)  # four inches
    noise = Image.effect_noise((400, 400), 80).resize(side)
    out = BytesIO()
    noise.save(out, "JPEG", quality=60)
    image = pikepdf.Stream(pdf, out.getvalue())
    image.stream_dict = Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=side[0], Height=side[1],
        ColorSpace=Name.DeviceGray, BitsPerComponent=8, Filter=Name.DCTDecode,
    )  # fmt: skip
    page = pdf.add_blank_page(page_size=(595, 842)).obj
    page.Resources = Dictionary(
        Font=Dictionary(F1=helvetica(pdf)), XObject=Dictionary(Scan=pdf.make_indirect(image))
    )
    page.Contents = pikepdf.Stream(
        pdf,
        b"q 288 0 0 288 150 300 cm /Scan Do Q BT 3 Tr /F1 20 Tf 150 400 Td ("
        + words.encode()
        + b") Tj ET",
    )
    return saved(pdf)


def wide_photo() -> bytes:
    out = BytesIO()
    Image.effect_noise((1600, 700), 60).convert("RGB").save(out, "JPEG")
    return out.getvalue()


DOCUMENTS = {
    "bill": paper([says(f"Bill sheet {n}") for n in range(1, 9)]),
    "scan": scan("Scannedwords"),
    "photo": wide_photo(),
    "table": paper([says("Landscape table")], box=(0, 0, 842, 595)),
    "head": paper([says("On its head")]),
}
CONTENT = BundleContent(
    "A complaint (sample)",
    chronology=(
        ChronologyRow("2026-03-01", "The bill shows it", citations=(Cite("A1", 5),)),
        ChronologyRow("2026-03-02", "The letter says so", citations=(Cite("A2", 1),)),
    ),
    exhibits=(
        Exhibit("bill", "A1", "Bill", media_type="application/pdf"),
        Exhibit("scan", "A2", "Letter", media_type="application/pdf"),
        Exhibit("photo", "A3", "Photo", media_type="image/jpeg"),
        Exhibit("table", "A4", "Table", media_type="application/pdf"),
        Exhibit("head", "A5", "Note", media_type="application/pdf", turns=(Turn(1, 180),)),
    ),
    options=Options(pictures="300"),
    sample=True,
)


@pytest.fixture(scope="module")
def made() -> tuple[bytes, BuildReport]:
    return bundle(CONTENT, DOCUMENTS)


def number(report: BuildReport, label: str, page: int | None = 1) -> int:
    return next(
        p.number for p in report.pages if (p.exhibit_label, p.exhibit_page) == (label, page)
    )


def outline(
    reader: pypdf.PdfReader, found: Any = None, depth: int = 0
) -> Iterator[tuple[int, str, int]]:
    for item in reader.outline if found is None else found:
        if isinstance(item, list):
            yield from outline(reader, item, depth + 1)
        else:
            yield depth, str(item.title), (reader.get_destination_page_number(item) or 0) + 1


def test_page_1_of_the_file_is_page_1_printed_and_so_on_to_the_last(
    made: tuple[bytes, BuildReport],
) -> None:
    data, report = made
    reader = pypdf.PdfReader(BytesIO(data))
    assert reader.page_labels == [str(n) for n in range(1, report.page_count + 1)]
    for n in range(1, report.page_count + 1):
        foot = text_of(data, n).split()
        assert str(n) in foot or f"{n}" in "".join(foot), n


def test_the_index_has_a_link_to_every_document(made: tuple[bytes, BuildReport]) -> None:
    data, report = made
    first, last = report.parts["index"]
    reader = pypdf.PdfReader(BytesIO(data))
    numbers = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages, 1)}
    targets = {
        numbers[note.get_object().raw_get("/Dest")[0].idnum]
        for n in range(first, last + 1)
        for note in reader.pages[n - 1].get("/Annots", [])
    }
    assert targets >= {number(report, e.label, None) for e in CONTENT.exhibits}


def test_bookmarks_are_nested_name_their_page_and_lead_there(
    made: tuple[bytes, BuildReport],
) -> None:
    data, _ = made
    marks = list(outline(pypdf.PdfReader(BytesIO(data))))
    assert max(depth for depth, *_ in marks) >= 2
    for _, title, page in marks:
        said = re.search(r"\(p\. (\d+)\)$", title)
        assert said and int(said[1]) == page, title
    named = {title.split(" ")[0] for depth, title, _ in marks if depth == 1}
    assert named >= {e.label for e in CONTENT.exhibits}


def test_words_of_scans_and_of_our_own_pages_can_be_searched(
    made: tuple[bytes, BuildReport],
) -> None:
    data, report = made
    assert "Scannedwords" in text_of(data, number(report, "A2"))
    assert "Contents" in text_of(data, report.parts["index"][0])


def test_no_page_is_upside_down_and_wide_ones_are_read_from_left_to_right(
    made: tuple[bytes, BuildReport],
) -> None:
    data, report = made
    document = pypdfium2.PdfDocument(data)
    for label, wide in (("A3", True), ("A4", True), ("A5", False)):
        width, height = document[number(report, label) - 1].get_size()
        assert (width > height) is wide, label
    document.close()
    with pikepdf.open(BytesIO(data)) as pdf:
        assert pdf.pages[number(report, "A5") - 1].obj.Rotate == 180
        assert "/Rotate" not in pdf.pages[number(report, "A4") - 1].obj


def test_no_picture_has_more_than_300_dots_an_inch(made: tuple[bytes, BuildReport]) -> None:
    data, report = made
    with pikepdf.open(BytesIO(data)) as pdf:
        page = pdf.pages[number(report, "A2") - 1]
        pictures: Any = page.obj.Resources.XObject
        sizes = [int(pictures[name].Width) for name in pictures.keys()]  # noqa: SIM118
        dpi = max(sizes) / 4
    assert 250 <= dpi <= 300 * 1.15
    plain, _ = bundle(replace(CONTENT, options=Options()), DOCUMENTS)
    assert len(data) < len(plain)


@pytest.mark.parametrize(("paper_name", "size"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_our_pages_have_the_size_of_the_paper(paper_name: Any, size: tuple[int, int]) -> None:
    data, report = bundle(replace(CONTENT, paper=paper_name), DOCUMENTS)
    document = pypdfium2.PdfDocument(data)
    for page in report.pages:
        if page.kind in ("front", "divider"):
            assert tuple(round(v) for v in document[page.number - 1].get_size()) == size
    document.close()


def test_every_font_of_our_own_is_in_the_file(made: tuple[bytes, BuildReport]) -> None:
    data, report = made
    with pikepdf.open(BytesIO(data)) as pdf:
        for page in report.pages:
            fonts: Any = pdf.pages[page.number - 1].obj.Resources.get("/Font", Dictionary())
            for name in fonts.keys():  # noqa: SIM118
                if page.kind not in ("front", "divider") and not name.startswith("/OnRecord"):
                    continue  # a document's own, as it was given
                font = fonts[name]
                below = font.DescendantFonts[0] if "/DescendantFonts" in font else font
                descriptor = below.get("/FontDescriptor", Dictionary())
                kept = {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys())
                assert kept or font.get("/Subtype") == Name.Type3, (page.number, name)


@pytest.mark.parametrize(
    ("pages", "size"),
    [(50, 10_000_000), (19, 14_500_000), (20, 3_000_000), (0, 5_000_000)],
    ids=["county court", "Mastercard", "Discover", "American Express"],
)
def test_each_file_keeps_to_the_pages_and_bytes_it_may_have(pages: int, size: int) -> None:
    documents = {f"d{n}": paper([says(f"D{n} p{p}") for p in range(1, 8)]) for n in range(9)}
    documents["big"] = scan("big", 900)
    content = replace(
        CONTENT,
        chronology=(),
        exhibits=tuple(
            Exhibit(id, f"A{n}", media_type="application/pdf") for n, id in enumerate(documents, 1)
        ),
        options=Options(volume_pages=pages, volume_bytes=size, pictures="300"),
    )
    data, report = bundle(content, documents)
    parts = files(data, report) or [data]
    seen = 0
    for part in parts:
        assert len(part) <= size
        with pikepdf.open(BytesIO(part)) as pdf:
            assert not pages or len(pdf.pages) <= pages
            labels = [page.label for page in pdf.pages]
        assert labels == [str(n) for n in range(seen + 1, seen + len(labels) + 1)]
        seen += len(labels)
    assert seen == report.page_count


def test_late_pages_come_at_the_end_and_renumber_nothing() -> None:
    before = Before(
        "2026-03-03", 41, (SentExhibit("x", "A1", "Bill", (SentPage(None, 12), SentPage(2, 14))),)
    )
    content = replace(
        CONTENT,
        chronology=(ChronologyRow("2026", "As sent", citations=(Cite("A1", 2),)),),
        exhibits=(Exhibit("bill", "A2", "Late bill", media_type="application/pdf"),),
        options=Options(first_page=42),
        before=before,
    )
    data, report = bundle(content, DOCUMENTS)
    labels = pypdf.PdfReader(BytesIO(data)).page_labels
    assert labels == [str(n) for n in range(42, 42 + report.page_count)]
    words = " ".join(text_of(data, report.parts["chronology"][0] - 41).split())
    assert "A1, p. 14" in words and "sent before, 3 March 2026" in words
    assert not [p for p in report.problems if "A1" in p.words]


def test_a_form_keeps_its_values_notes_and_layers_in_every_volume() -> None:
    def filled(pdf: Pdf) -> None:
        seen = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=pikepdf.String("seen")))
        hidden = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=pikepdf.String("unseen")))
        look = pikepdf.Stream(pdf, b"BT /F1 12 Tf 2 4 Td (Filled value) Tj ET")
        look.stream_dict = Dictionary(
            Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 200, 20]),
            Resources=Dictionary(Font=Dictionary(F1=helvetica(pdf))),
        )  # fmt: skip
        for page in pdf.pages:
            page.obj.Resources.Properties = Dictionary(L1=seen, L2=hidden)
            page.obj.Annots = Array([
                pdf.make_indirect(Dictionary(
                    Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=pikepdf.String("a"),
                    V=pikepdf.String("Filled value"), Rect=Array([72, 500, 272, 520]),
                    AP=Dictionary(N=pdf.make_indirect(look)), F=4,
                ))
            ])  # fmt: skip
        fields = [page.obj.Annots[0] for page in pdf.pages]
        pdf.Root.AcroForm = Dictionary(Fields=Array(fields))
        pdf.Root.OCProperties = Dictionary(
            OCGs=Array([seen, hidden]), D=Dictionary(OFF=Array([hidden]))
        )

    drawn = (
        b"/OC /L1 BDC "
        + says("Seen layer")
        + b"EMC /OC /L2 BDC "
        + says("Hidden", (72, 600))
        + b"EMC"
    )
    documents = {f"f{n}": paper([drawn] * 4, change=filled) for n in (1, 2, 3)}
    content = replace(
        CONTENT,
        chronology=(),
        exhibits=tuple(
            Exhibit(id, f"A{n}", media_type="application/pdf") for n, id in enumerate(documents, 1)
        ),
        options=Options(volume_pages=9),
    )
    verdicts = {id: judge(data, "", QUIET) for id, data in documents.items()}
    data, report = bundle(content, documents, verdicts)
    assert len(report.volumes) > 1
    for part, volume in zip(files(data, report), report.volumes, strict=True):
        taken = [p for p in report.of_volume(volume).pages if p.exhibit_page]
        for page in taken:
            words = text_of(part, page.number - volume.first + 1)
            assert "Filled value" in words and "Seen layer" in words
        if taken:
            with pikepdf.open(BytesIO(part)) as pdf:
                layers = pdf.Root.OCProperties
                assert len(layers.D.OFF) >= 1 and len(layers.OCGs) >= 2
