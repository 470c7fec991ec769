"""How a bundle is printed when somebody asks for it otherwise: large, grey, flat, turned."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image, ImageChops, ImageFilter

from onrecord.packet.content import (
    BundleContent,
    ChronologyRow,
    Cite,
    Exhibit,
    Options,
    Turn,
)
from onrecord.packet.outcome import BuildReport, Verdict
from onrecord.packet.verdict import judge
from onrecord.packet.verification import verify
from packet.papers import bundle, paper, says, text_of
from packet.test_assemble import COMPLAINT, DOCUMENTS

QUIET: Any = lambda *_: None  # noqa: E731


def shown(data: bytes, page: int, scale: float = 1.0) -> Image.Image:
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    image = document[page - 1].render(scale=scale).to_pil().convert("RGB")
    document.close()
    return image


def colour(image: Image.Image) -> int:
    """The largest distance between two channels of a pixel."""
    red, green, blue = image.split()
    pairs = (ImageChops.difference(red, green), ImageChops.difference(green, blue))
    return max(int(each.getextrema()[1]) for each in pairs)  # type: ignore[arg-type]


def right(data: bytes, report: BuildReport, content: BundleContent) -> None:
    found = verify(data, report, content, QUIET)
    assert found.ok, found.problems


def jpeg() -> bytes:
    out = BytesIO()
    Image.linear_gradient("L").resize((200, 100)).convert("RGB").save(out, "PNG")
    picture = Image.open(out)
    red, green, _ = picture.split()
    made = BytesIO()
    Image.merge("RGB", (red, ImageChops.invert(green), red)).save(made, "JPEG")
    return made.getvalue()


COLOURS = (
    b"1 0 0 rg 100 600 200 80 re f 0 1 1 0 k 100 400 200 80 re f "
    b"0.2 0.4 0.9 RG 6 w 100 300 m 400 300 l S " + says("Coloured words")
)


def test_nothing_of_a_grey_bundle_has_a_colour_and_its_words_are_still_words() -> None:
    documents = {"bill": paper([COLOURS, says("Black words")]), "photo": jpeg()}
    content = BundleContent(
        "Grey (sample)",
        exhibits=(
            Exhibit("bill", "A1", media_type="application/pdf"),
            Exhibit("photo", "A2", media_type="image/jpeg"),
        ),
        options=Options(grey=True),
    )
    data, report = bundle(content, documents)
    plain, _ = bundle(replace(content, options=Options()), documents)
    number = {(p.exhibit_label, p.exhibit_page): p.number for p in report.pages}
    assert colour(shown(plain, number["A1", 1])) > 200
    for page in report.pages:
        assert colour(shown(data, page.number)) <= 2, page
    assert "Coloured words" in text_of(data, number["A1", 1])
    # as light as it was: the red box is no white or black one
    box = (150, 842 - 660, 250, 842 - 620)
    light = shown(data, number["A1", 1]).convert("L").crop(box)
    was = shown(plain, number["A1", 1]).convert("L").crop(box)
    assert abs(light.getpixel((20, 20)) - was.getpixel((20, 20))) < 12  # type: ignore[operator]
    with pikepdf.open(BytesIO(data)) as pdf:
        untouched = pdf.pages[number["A1", 2] - 1]
        assert "/OnRecordGrey" not in untouched.Resources.get("/ExtGState", {})
    right(data, report, content)


def test_a_flat_bundle_has_no_link_note_field_or_layer_and_looks_the_same() -> None:
    def layered(pdf: Pdf) -> None:
        shown_layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=pikepdf.String("seen")))
        hidden = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=pikepdf.String("unseen")))
        page = pdf.pages[0].obj
        page.Resources.Properties = Dictionary(L1=shown_layer, L2=hidden)
        page.Contents = pikepdf.Stream(
            pdf,
            b"/OC /L1 BDC "
            + says("Seen words")
            + b"EMC /OC /L2 BDC "
            + says("Unseen words", (72, 500))
            + b"EMC",
        )
        pdf.Root.OCProperties = Dictionary(
            OCGs=Array([shown_layer, hidden]), D=Dictionary(OFF=Array([hidden]))
        )

    def linked(pdf: Pdf) -> None:
        pdf.pages[0].obj.Annots = Array([
            pdf.make_indirect(Dictionary(
                Type=Name.Annot, Subtype=Name.Link, Rect=Array([72, 690, 200, 720]),
                Dest=Array([pdf.pages[1].obj, Name.Fit]),
            ))
        ])  # fmt: skip

    documents = {
        "layers": paper([b""], change=layered),
        "links": paper([says("one"), says("two")], change=linked),
    }
    content = BundleContent(
        "Flat (sample)",
        exhibits=tuple(
            Exhibit(id, f"A{n}", media_type="application/pdf") for n, id in enumerate(documents, 1)
        ),
        chronology=(ChronologyRow("2026-03-01", "See", citations=(Cite("A2", 2),)),),
        options=Options(flat=True),
    )
    data, report = bundle(content, documents)
    assert report.links == ()
    with pikepdf.open(BytesIO(data)) as pdf:
        assert "/OCProperties" not in pdf.Root and "/AcroForm" not in pdf.Root
        assert all(not len(page.obj.get("/Annots", [])) for page in pdf.pages)
        assert "/Outlines" in pdf.Root  # bookmarks are no part of the pages
    number = next(p.number for p in report.pages if (p.exhibit_label, p.exhibit_page) == ("A1", 1))
    words = text_of(data, number)
    assert "Seen words" in words and "Unseen words" not in words
    right(data, report, content)


def test_fields_that_must_stay_fields_are_drawn_in_a_flat_bundle() -> None:
    documents = {"form": paper([says("A form")])}
    verdicts = {"form": Verdict("", 1, method="keep")}
    content = BundleContent(
        "Flat (sample)",
        exhibits=(Exhibit("form", "A1", media_type="application/pdf"),),
        options=Options(flat=True),
    )
    data, report = bundle(content, documents, verdicts)
    page = next(p for p in report.pages if p.exhibit_page == 1)
    assert "A form" in text_of(data, page.number)
    right(data, report, content)


@pytest.mark.parametrize("by", [90, 180, 270])
@pytest.mark.parametrize("rotate", [0, 90])
def test_a_page_that_stands_on_its_head_is_turned_and_its_stamp_stays_upright(
    by: int, rotate: int
) -> None:
    documents = {"scan": paper([says("Upside down"), says("Upright")], Rotate=rotate)}
    exhibit = Exhibit("scan", "A1", media_type="application/pdf")
    turned = replace(exhibit, turns=(Turn(1, by),))
    plain, report = bundle(BundleContent("Turned (sample)", exhibits=(exhibit,)), documents)
    content = BundleContent("Turned (sample)", exhibits=(turned,))
    data, after = bundle(content, documents)
    one, two = (p.number for p in after.pages if p.exhibit_page)
    before = shown(plain, one).rotate(-by, expand=True)
    now = shown(data, one)
    assert now.size == before.size
    # All but the stamps, which stand near an edge; letters are smoothed otherwise when turned.
    wide, high = now.size
    inner = (int(0.2 * wide), int(0.1 * high), int(0.6 * wide), int(0.9 * high))
    pair = [one.convert("L").crop(inner).filter(ImageFilter.BoxBlur(3)) for one in (now, before)]
    assert ImageChops.difference(*pair).getextrema()[1] < 60
    assert shown(data, two).size == shown(plain, two).size
    right(data, after, content)
    assert report.page_count == after.page_count


def test_a_cited_box_is_led_to_where_it_is_once_the_page_is_turned() -> None:
    documents = {"scan": paper([says("Here", (72, 742))])}  # 80 to 100 points below the top
    content = BundleContent(
        "Turned (sample)",
        chronology=(ChronologyRow("2026", "See", citations=(Cite("A1", 1, "72 80 130 105"),)),),
        exhibits=(Exhibit("scan", "A1", media_type="application/pdf", turns=(Turn(0, 180),)),),
    )
    data, report = bundle(content, documents)
    target = next(p.number for p in report.pages if p.exhibit_page == 1)
    with pikepdf.open(BytesIO(data)) as pdf:
        dests = [
            note.Dest
            for page in pdf.pages
            for note in page.obj.get("/Annots", [])
            if note.Dest[1] == Name.FitR and note.Dest[0].objgen == pdf.pages[target - 1].obj.objgen
        ]
        assert pdf.pages[target - 1].obj.Rotate == 180
    assert dests
    left, bottom, right_, top = (float(v) for v in list(dests[0])[2:6])
    assert left <= 72 and right_ >= 130 and bottom <= 742 <= top


def test_large_print_is_larger_and_every_link_still_leads_where_it_says() -> None:
    plain, before = bundle(COMPLAINT, DOCUMENTS)
    content = replace(COMPLAINT, options=Options(large=True))
    data, report = bundle(content, DOCUMENTS)
    right(data, report, content)
    assert report.page_count >= before.page_count
    sizes: list[set[float]] = []
    for file, told in ((plain, before), (data, report)):
        page = told.parts["chronology"][0]
        document = pypdfium2.PdfDocument(file)
        found = document[page - 1]
        assert tuple(round(v) for v in found.get_size()) == (595, 842)
        text = found.get_textpage()
        import ctypes

        import pypdfium2.raw as raw

        own: set[float] = set()
        for n in range(text.count_chars()):
            left, right_, bottom, top = (ctypes.c_double() for _ in range(4))
            raw.FPDFText_GetCharBox(text, n, left, right_, bottom, top)
            if text.get_text_range(n, 1) == "N":
                own.add(round(top.value - bottom.value, 1))
        sizes.append(own)
        document.close()
    assert min(sizes[1]) >= 1.5 * min(sizes[0])
    with pikepdf.open(BytesIO(data)) as pdf:
        assert "/StructTreeRoot" in pdf.Root


def test_stamps_of_large_print_are_large_and_cover_nothing_either() -> None:
    def dark(data: bytes, page: int, box: tuple[int, int, int, int]) -> int:
        picture = shown(data, page).convert("L").crop(box)
        return sum(picture.histogram()[:128])

    # What stands at the lower right leaves room for a stamp of the usual size, not for a large one.
    data = paper([says("Bill"), says("Bill") + b"420 32 150 4 re f\n"])
    verdict = judge(data, "", QUIET)
    assert (verdict.spot_of(1), verdict.spot_of(1, large=True)) == ("right", "right")
    assert verdict.spot_of(2) == "right" != verdict.spot_of(2, large=True)
    content = BundleContent(
        "Large (sample)", exhibits=(Exhibit("d", "A1", media_type="application/pdf"),)
    )
    high: list[int] = []
    for options in (Options(), Options(large=True)):
        asked = replace(content, options=options)
        made, report = bundle(asked, {"d": data}, {"d": verdict})
        right(made, report, asked)
        first, second = (page.number for page in report.pages if page.kind == "copy")
        stamp = shown(made, first, 4).convert("L").crop((1600, 3000, 2380, 3368))
        box = ImageChops.invert(stamp).point(lambda v: 255 if v > 64 else 0).getbbox()
        assert box is not None
        high.append(box[3] - box[1])
        assert dark(made, second, (420, 805, 570, 811)) == dark(data, 2, (420, 805, 570, 811))
    assert high[1] == pytest.approx(1.6 * high[0], abs=4)


def test_the_usual_options_change_no_byte() -> None:
    assert bundle(COMPLAINT, DOCUMENTS) == bundle(replace(COMPLAINT, options=Options()), DOCUMENTS)


def test_every_look_is_the_same_twice() -> None:
    for options in (Options(large=True), Options(grey=True), Options(flat=True)):
        content = replace(COMPLAINT, options=options)
        assert bundle(content, DOCUMENTS)[0] == bundle(content, dict(DOCUMENTS))[0]


def test_a_judged_document_is_turned_too() -> None:
    data = paper([says("One"), says("Two")])
    verdict = judge(data, "", QUIET)
    content = BundleContent(
        "Turned (sample)",
        exhibits=(Exhibit("d", "A1", media_type="application/pdf", turns=(Turn(0, 180),)),),
    )
    made, report = bundle(content, {"d": data}, {"d": verdict})
    right(made, report, content)
