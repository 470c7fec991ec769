"""A page that is left out is gone, with everything that only it used; so is all that is hidden."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image

from onrecord.packet.outcome import Verdict
from onrecord.packet.pagecopy import Source, copy_pages
from onrecord.packet.sources import Document
from onrecord.packet.verdict import engine
from onrecord.packet.verification import verify
from packet.papers import bundle, content_of, drawn, helvetica, holds, paper, saved, says, text_of

SECRET = "Umbrellastand77"


def form(pdf: Pdf, content: bytes, **more: object) -> Stream:
    made = Stream(pdf, content)
    made.Type, made.Subtype, made.BBox = Name.XObject, Name.Form, Array([0, 0, 595, 842])
    made.Resources = Dictionary(Font=Dictionary(F1=helvetica(pdf)))
    for key, value in more.items():
        made["/" + key] = value
    return pdf.make_indirect(made)


def picture_saying(pdf: Pdf, words: bytes) -> Stream:
    made = Stream(pdf, words)
    made.Type, made.Subtype, made.Width, made.Height = Name.XObject, Name.Image, len(words), 1
    made.ColorSpace, made.BitsPerComponent = Name.DeviceGray, 8
    return pdf.make_indirect(made)


def one_resource_table(pdf: Pdf) -> None:
    table = pdf.make_indirect(
        Dictionary(
            Font=Dictionary(F1=helvetica(pdf)),
            XObject=Dictionary(Fm1=form(pdf, says("open words")), Fm2=form(pdf, says(SECRET))),
        )
    )
    for number, page in enumerate(pdf.pages, 1):
        page.obj.Resources = table
        page.obj.Contents = Stream(pdf, f"/Fm{number} Do".encode())


def inherited_resource_table(pdf: Pdf) -> None:
    one_resource_table(pdf)
    pdf.Root.Pages.Resources = pdf.pages[0].obj.Resources
    for page in pdf.pages:
        del page.obj.Resources


def forms_with_a_table_of_all(pdf: Pdf) -> None:
    """The form on page 1 carries a table that also has page 2's form."""
    one_resource_table(pdf)
    inner = pdf.pages[0].obj.Resources.XObject
    outer = form(pdf, b"/Fm1 Do", Resources=Dictionary(XObject=inner))
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Out=outer))
    pdf.pages[0].obj.Contents = Stream(pdf, b"/Out Do")


def one_form_with_a_window_on_each(pdf: Pdf) -> None:
    """Both pages draw the same form and show a different part of it."""
    both = form(pdf, says("open words", (72, 700)) + says(SECRET, (72, 1700)))
    both.BBox = Array([0, 0, 595, 2000])
    for number, page in enumerate(pdf.pages):
        page.obj.Resources = Dictionary(XObject=Dictionary(Fm=both))
        page.obj.Contents = Stream(pdf, f"q 1 0 0 1 0 {-1000 * number} cm /Fm Do Q".encode())


def one_form_cut_by_a_clip(pdf: Pdf) -> None:
    both = form(pdf, says("open words", (72, 700)) + says(SECRET, (72, 300)))
    for number, page in enumerate(pdf.pages):
        low = 0 if number else 500
        page.obj.Resources = Dictionary(XObject=Dictionary(Fm=both))
        page.obj.Contents = Stream(pdf, f"q 0 {low} 595 300 re W n /Fm Do Q".encode())


def one_content_array(pdf: Pdf) -> None:
    first, second = Stream(pdf, says("open words")), Stream(pdf, says(SECRET))
    first, second = pdf.make_indirect(first), pdf.make_indirect(second)
    pdf.pages[0].obj.Contents = Array([first])
    pdf.pages[1].obj.Contents = Array([first, second])


def one_picture_table(pdf: Pdf) -> None:
    pictures = Dictionary(
        Im1=picture_saying(pdf, b"something open"), Im2=picture_saying(pdf, SECRET.encode())
    )
    for number, page in enumerate(pdf.pages, 1):
        page.obj.Resources = Dictionary(XObject=pictures)
        page.obj.Contents = Stream(pdf, f"q 300 0 0 20 50 50 cm /Im{number} Do Q".encode())


def pattern_mask_and_glyphs(pdf: Pdf) -> None:
    """The secret hides behind a pattern, a soft mask and a glyph of a font that page 2 uses."""
    secret = form(pdf, says(SECRET))
    tile = Stream(pdf, b"/Fm Do")
    tile.PatternType, tile.PaintType, tile.TilingType = 1, 1, 1
    tile.BBox, tile.XStep, tile.YStep = Array([0, 0, 595, 842]), 595, 842
    tile.Resources = Dictionary(XObject=Dictionary(Fm=secret))
    glyph = Stream(pdf, b"1000 0 d0 /Fm Do")
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([0, 0, 1, 1]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        FirstChar=65,
        LastChar=65,
        Widths=Array([1000]),
        Encoding=Dictionary(Differences=Array([65, Name.a])),
        CharProcs=Dictionary(a=pdf.make_indirect(glyph)),
        Resources=Dictionary(XObject=Dictionary(Fm=secret)),
    )
    mask = Dictionary(Type=Name.Mask, S=Name.Luminosity, G=secret)
    table = Dictionary(
        Font=Dictionary(F1=helvetica(pdf), T3=font),
        Pattern=Dictionary(P1=pdf.make_indirect(tile)),
        ExtGState=Dictionary(GS=Dictionary(SMask=mask)),
    )
    for page in pdf.pages:
        page.obj.Resources = table
    pdf.pages[1].obj.Contents = Stream(
        pdf, b"/GS gs /Pattern cs /P1 scn 0 0 500 500 re f BT /T3 9 Tf (A) Tj ET"
    )


SHARED: dict[str, Callable[[Pdf], None]] = {
    name: change
    for name, change in globals().items()
    if name in {
        "one_resource_table",
        "inherited_resource_table",
        "forms_with_a_table_of_all",
        "one_form_with_a_window_on_each",
        "one_form_cut_by_a_clip",
        "one_content_array",
        "one_picture_table",
        "pattern_mask_and_glyphs",
    }
}  # fmt: skip


@pytest.mark.parametrize("shared", SHARED)
def test_what_only_the_page_left_out_shows_is_nowhere_in_the_bundle(shared: str) -> None:
    document = paper([says("open words"), says(SECRET)], change=SHARED[shared])
    assert holds(document, SECRET)
    content = content_of({"bill": document}, pages={"A1": (1,)})
    made, report = bundle(content, {"bill": document})
    assert not holds(made, SECRET)
    assert verify(made, report, content, lambda *_: None).ok
    shown = next(page.number for page in report.pages if page.label)
    assert drawn(made, shown).crop((0, 0, 595, 780)).tobytes() == (
        drawn(document, 1).crop((0, 0, 595, 780)).tobytes()
    ) or any(problem.page == 1 for problem in report.problems)


@pytest.mark.parametrize("shared", SHARED)
def test_the_whole_document_keeps_what_all_its_pages_show(shared: str) -> None:
    document = paper([says("open words"), says(SECRET)], change=SHARED[shared])
    made, report = bundle(content_of({"bill": document}), {"bill": document})
    labelled = [page.number for page in report.pages if page.label]
    for number, page in enumerate(labelled, 1):
        before, after = drawn(document, number), drawn(made, page)
        assert before.crop((0, 0, 595, 780)).tobytes() == after.crop((0, 0, 595, 780)).tobytes()


def test_page_with_a_window_on_a_shared_form_becomes_a_picture_and_says_so() -> None:
    document = paper([b"", b""], change=one_form_cut_by_a_clip)
    _, report = bundle(content_of({"bill": document}, pages={"A1": (1,)}), {"bill": document})
    page = next(page for page in report.pages if page.label)
    assert (page.kind, page.label) == ("image", "A1 · p. 1 · image copy")
    assert any("shown as a picture" in problem.words for problem in report.problems)


def hide_everywhere(pdf: Pdf) -> None:
    """The secret in every corner of a file that is no page content."""
    page = pdf.pages[0].obj
    stream = pdf.make_indirect(Stream(pdf, SECRET.encode()))
    script = Dictionary(S=Name.JavaScript, JS=String(SECRET))
    pdf.attachments["note.txt"] = SECRET.encode()
    pdf.docinfo["/Subject"] = SECRET
    pdf.Root.Metadata = stream
    pdf.Root.OpenAction = script
    pdf.Root.AA = Dictionary(WC=script)
    pdf.Root.PieceInfo = Dictionary(App=Dictionary(Private=stream))
    pdf.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=Dictionary(Alt=SECRET))
    pdf.Root.Names.JavaScript = Dictionary(Names=Array([String("a"), script]))
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([pdf.make_indirect(Dictionary(FT=Name.Tx, T="hidden", V=SECRET))])
    )
    page.AA = Dictionary(O=script)
    page.PieceInfo = Dictionary(App=Dictionary(Private=stream))
    page.Metadata = stream
    page.Thumb = stream
    page.B = Array([pdf.make_indirect(Dictionary(T=Dictionary(I=Dictionary(Title=SECRET))))])
    page.StructParents = 0
    page.LastModified = String(SECRET)
    page["/Secret"] = stream
    page.Resources.Properties = Dictionary(MC0=Dictionary(ActualText=SECRET))
    image = picture_saying(pdf, b"plain")
    image.Metadata, image.OPI, image.Alternates = stream, Dictionary(F=SECRET), Array([stream])
    page.Resources.XObject = Dictionary(Im=image, Fm=form(pdf, b"", PieceInfo=stream, Ref=stream))
    page.Resources.Font.F1.Secret = stream
    content = pdf.make_indirect(Stream(pdf, says("open words") + b"/Fm Do"))
    content.Secret = stream
    page.Contents = Array([content])
    page.Annots = Array(
        [
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=Array([0, 0, 9, 9]),
                A=Dictionary(S=kind, URI=SECRET, F=SECRET, JS=SECRET),
            )
            for kind in (Name.URI, Name.Launch, Name.JavaScript, Name.SubmitForm)
        ]
        + [
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Text,
                Rect=Array([300, 300, 320, 320]),
                Contents=SECRET,
                T=SECRET,
                AP=Dictionary(N=form(pdf, b"0 1 0 rg 0 0 595 842 re f"), R=stream),
            )
        ]
    )


@pytest.mark.parametrize("pages", [None, (1,)])
def test_nothing_but_what_the_page_shows_comes_along(pages: tuple[int, ...] | None) -> None:
    document = paper([says("open words")] * 2, change=hide_everywhere)
    assert holds(document, SECRET)
    chosen = {"A1": pages} if pages else {}
    made, report = bundle(content_of({"bill": document}, pages=chosen), {"bill": document})
    assert not holds(made, SECRET)
    for name in ("/JavaScript", "/Launch", "/SubmitForm", "/URI", "/PieceInfo", "/EmbeddedFiles"):
        assert not holds(made, name)
    first = next(page.number for page in report.pages if page.label)
    assert "open words" in text_of(made, first)


def test_links_between_pages_of_a_document_work_in_the_bundle() -> None:
    def link(pdf: Pdf) -> None:
        pages = [page.obj for page in pdf.pages]
        pages[0].Annots = Array(
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([9, 9, 99, 99]), **way)
            for way in (
                {"Dest": Array([pages[2], Name.Fit])},
                {"A": Dictionary(S=Name.GoTo, D=Array([pages[1], Name.Fit]))},
                {"Dest": String("terms")},
            )
        )
        tree = Dictionary(Names=Array([String("terms"), Array([pages[1], Name.Fit])]))
        pdf.Root.Names = Dictionary(Dests=tree)

    document = paper([says(f"page {n}") for n in (1, 2, 3)], change=link)
    content = content_of({"bill": document}, parts=())
    made, report = bundle(content, {"bill": document})
    first = next(page.number for page in report.pages if page.label)
    assert [(link.page, link.target) for link in report.links] == [
        (first, first + 2),
        (first, first + 1),
        (first, first + 1),
    ]
    assert verify(made, report, content, lambda *_: None).ok
    _, partial = bundle(
        content_of({"bill": document}, parts=(), pages={"A1": (1, 3)}), {"bill": document}
    )
    assert len(partial.links) == 1


def test_a_hidden_layer_stays_hidden_and_its_name_stays_behind() -> None:
    def layered(pdf: Pdf) -> None:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=SECRET))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
        page = pdf.pages[0].obj
        page.Resources.Properties = Dictionary(MC0=layer)
        page.Contents = Stream(pdf, says("open") + b"/OC /MC0 BDC 0 0 400 400 re f EMC")

    document = paper([b""], change=layered)
    made, report = bundle(content_of({"bill": document}), {"bill": document})
    first = next(page.number for page in report.pages if page.label)
    assert drawn(made, first).getpixel((100, 700)) == 255
    assert not holds(made, SECRET)


def test_pages_that_point_at_one_another_do_not_drag_each_other_along() -> None:
    def point(pdf: Pdf) -> None:
        first, second = (page.obj for page in pdf.pages)
        first.Resources.ExtGState = Dictionary(GS=Dictionary(Type=Name.ExtGState, Next=second))
        first.Contents = Stream(pdf, b"/GS gs " + says("open words"))

    document = paper([b"", says(SECRET)], change=point)
    made, _ = bundle(content_of({"bill": document}, pages={"A1": (1,)}), {"bill": document})
    assert not holds(made, SECRET)


def test_a_document_that_eats_its_own_tail_comes_to_an_end() -> None:
    def loop(pdf: Pdf) -> None:
        snake = form(pdf, b"/Fm Do")
        snake.Resources = Dictionary(XObject=Dictionary(Fm=snake))
        pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Fm=snake))
        pdf.pages[0].obj.Contents = Stream(pdf, b"/Fm Do")

    document = paper([b"", b""], change=loop)
    for pages in ({}, {"A1": (1,)}):
        _, report = bundle(content_of({"bill": document}, pages=pages), {"bill": document})
        assert any(page.label.startswith("A1 · p. 1") for page in report.pages)


def test_encrypted_document_goes_in_with_its_password_and_only_with_it() -> None:
    document = paper([says("open words")], password="tea for two")
    right = content_of({"bill": document}, passwords={"bill": "tea for two"})
    made, report = bundle(right, {"bill": document})
    first = next(page.number for page in report.pages if page.label)
    assert "open words" in text_of(made, first)
    assert not holds(made, "tea for two")
    _, wrong = bundle(content_of({"bill": document}), {"bill": document})
    assert [page.kind for page in wrong.pages if page.label] == ["sheet"]
    assert wrong.problems[0].stops and "password" in wrong.problems[0].words


def test_the_file_given_is_not_changed() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    document = saved(pdf)
    before = bytes(document)
    bundle(content_of({"bill": document}), {"bill": document})
    assert document == before


@pytest.mark.parametrize("packed", ["once", "in a list", "twice"])
def test_what_a_camera_noted_in_a_picture_of_a_page_stays_behind(packed: str) -> None:
    shown = Image.effect_noise((64, 48), 90).convert("RGB")
    notes = Image.Exif()
    notes[0x010F] = "Wombatcamera"
    notes[0x8825] = {1: "N", 2: (51.0, 30.0, 0.0)}
    out = BytesIO()
    shown.save(out, "JPEG", exif=notes)

    def put(pdf: Pdf) -> None:
        jpeg = out.getvalue()
        picture = Stream(pdf, zlib.compress(jpeg) if packed == "twice" else jpeg)
        for key, value in {
            "Type": Name.XObject, "Subtype": Name.Image, "Width": 64, "Height": 48,
            "ColorSpace": Name.DeviceRGB, "BitsPerComponent": 8, "Filter": Name.DCTDecode,
        }.items():  # fmt: skip
            picture["/" + key] = value
        if packed != "once":
            filters = [Name.DCTDecode] if packed == "in a list" else [
                Name.FlateDecode, Name.DCTDecode
            ]  # fmt: skip
            picture["/Filter"] = Array(filters)
        page = pdf.pages[0].obj
        page.Resources = Dictionary(XObject=Dictionary(P=pdf.make_indirect(picture)))
        page.Contents = Stream(pdf, b"q 320 0 0 240 100 300 cm /P Do Q")

    data = paper([b""], change=put)
    assert holds(data, "Wombatcamera") or packed == "twice"
    made, report = bundle(content_of({"a": data}), {"a": data})
    assert not holds(made, "Wombatcamera")
    with pikepdf.open(BytesIO(made)) as pdf:  # nor in one that no reader of strings unpacks
        streams = [one for one in pdf.objects if isinstance(one, Stream)]
        pictures = [one for one in streams if one.get("/Subtype") == Name.Image]
        assert pictures and all(one.Filter == Name.DCTDecode for one in pictures)
    number = next(r.number for r in report.pages if r.exhibit_page == 1)
    box = (100, 302, 420, 542)
    assert drawn(made, number).crop(box).tobytes() == drawn(data, 1).crop(box).tobytes()


def test_pages_that_lie_in_a_circle_or_too_deep_are_found_once() -> None:
    def circle(pdf: Pdf) -> None:
        tree = pdf.make_indirect(Dictionary(Type=Name.Pages, Count=1))
        tree.Kids = Array([tree])
        pdf.Root.Pages.Kids.append(tree)

    def deep(pdf: Pdf) -> None:
        inside = pdf.Root.Pages.Kids
        for _ in range(150):
            node = Dictionary(Type=Name.Pages, Count=2, Kids=inside)
            inside = Array([pdf.make_indirect(node)])
        pdf.Root.Pages.Kids = inside

    for broken in (circle, deep):
        data = paper([says("One"), says("Two")], change=broken)
        document = Document(data)
        assert document.page_count == 2, broken.__name__
        assert document.words(2).text.strip() == "Two"
        document.close()
        content = content_of({"d": data})
        made, report = bundle(content, {"d": data})
        assert [page.kind for page in report.pages if page.label] == ["copy", "copy"]
        assert verify(made, report, content, lambda *_: None).ok


def test_what_a_camera_noted_in_a_jpeg_2000_stays_behind() -> None:
    out = BytesIO()
    Image.effect_noise((64, 48), 90).convert("RGB").save(out, "JPEG2000")
    plain = out.getvalue()
    code = plain.index(b"jp2c") - 4
    note = b"uuid" + bytes(16) + b"Wombatcamera at 51.5 N"
    noted = plain[:code] + (len(note) + 4).to_bytes(4, "big") + note + plain[code:]

    def put(pdf: Pdf) -> None:
        picture = Stream(pdf, noted)
        for key, value in {
            "Type": Name.XObject, "Subtype": Name.Image, "Width": 64, "Height": 48,
            "ColorSpace": Name.DeviceRGB, "BitsPerComponent": 8, "Filter": Name.JPXDecode,
        }.items():  # fmt: skip
            picture["/" + key] = value
        page = pdf.pages[0].obj
        page.Resources = Dictionary(XObject=Dictionary(P=pdf.make_indirect(picture)))
        page.Contents = Stream(pdf, b"q 320 0 0 240 100 300 cm /P Do Q")

    data = paper([b""], change=put)
    assert b"Wombatcamera" in data
    made, report = bundle(content_of({"a": data}), {"a": data})
    with pikepdf.open(BytesIO(made)) as pdf:
        streams = [one for one in pdf.objects if isinstance(one, Stream)]
        (picture,) = [one for one in streams if one.get("/Filter") == Name.JPXDecode]
        assert picture.read_raw_bytes() == plain
    number = next(r.number for r in report.pages if r.exhibit_page == 1)
    box = (100, 302, 420, 542)
    assert drawn(made, number).crop(box).tobytes() == drawn(data, 1).crop(box).tobytes()


def test_a_page_may_be_copied_any_number_of_times_and_the_file_is_as_it_was() -> None:
    data = paper([says("FIRST SHEET"), says("SECOND SHEET")])
    with pikepdf.open(BytesIO(data)) as given:
        source, target = Source(given), pikepdf.new()
        before = [page.obj.to_json(dereference=True) for page in given.pages]
        copies = [
            copy_pages(target, source, numbers, whole=True)
            for numbers in ([1, 2], [2], [1], [2, 1], [1])
        ]
        assert [page.obj.to_json(dereference=True) for page in given.pages] == before
        pages = [copied.page for batch in copies for copied in batch]
        assert len({page.objgen for page in pages}) == len(pages) == 7
        for page in pages:
            target.pages.append(pikepdf.Page(page))
        out = BytesIO()
        target.save(out)
    shown = [text_of(out.getvalue(), number).split()[0] for number in range(1, 8)]
    assert shown == ["FIRST", "SECOND", "SECOND", "FIRST", "SECOND", "FIRST", "FIRST"]


def test_what_no_page_reaches_is_not_even_read() -> None:
    pdf = pikepdf.open(BytesIO(paper([says("A BILL")])))
    pdf.Root["/PieceInfo"] = pdf.make_indirect(Dictionary(Secret=String("UNSEEN")))
    data = saved(pdf)
    start = data.index(b"UNSEEN")
    torn = data[: start - 1] + b"\xff\xff<<[(" + data[start + 5 :]  # as long as it was
    with pikepdf.open(BytesIO(torn)) as given:
        target = pikepdf.new()
        (copied,) = copy_pages(target, Source(given), [1], whole=True)
        target.pages.append(pikepdf.Page(copied.page))
        assert given.get_warnings() == []


def test_pages_that_share_a_table_of_resources_share_it_in_the_bundle() -> None:
    pdf = pikepdf.open(BytesIO(paper([says("ONE"), says("TWO"), says("THREE")])))
    table = pdf.make_indirect(Dictionary(Font=Dictionary(F1=helvetica(pdf)), ProcSet=Array()))
    for page in pdf.pages:
        page.obj["/Resources"] = table
    with pikepdf.open(BytesIO(saved(pdf))) as given:
        target = pikepdf.new()
        copies = copy_pages(target, Source(given), [1, 2, 3], whole=True)
        tables = [copied.page["/Resources"] for copied in copies]
        assert len({one.objgen for one in tables}) == 1 and tables[0].is_indirect
        assert set(tables[0].keys()) == {"/Font"}


def noted_jpeg(**how: Any) -> bytes:
    """A photograph with the place where it was taken."""
    notes = Image.Exif()
    notes[0x010F] = "TELLTALE"
    out = BytesIO()
    Image.effect_noise((200, 200), 60).convert("RGB").save(out, "JPEG", exif=notes, **how)
    return out.getvalue()


def small_picture() -> bytes:
    """As a telephone puts it before the large one: a whole picture in one file with another."""
    out = BytesIO()
    Image.new("RGB", (200, 200), (200, 30, 30)).save(out, "JPEG")
    return out.getvalue()


def after_a_thumbnail(jpeg: bytes) -> bytes:
    """The same behind a segment that holds a small picture with a scan of its own."""
    small = BytesIO()
    Image.new("RGB", (8, 8)).save(small, "JPEG")
    body = b"JFXX\x00\x10" + small.getvalue()
    return jpeg[:2] + b"\xff\xe0" + (len(body) + 2).to_bytes(2, "big") + body + jpeg[2:]


def between_scans(jpeg: bytes) -> bytes:
    """A progressive picture whose notes stand behind its first scan."""
    start = jpeg.index(b"\xff\xe1")
    length = 2 + int.from_bytes(jpeg[start + 2 : start + 4], "big")
    segment, rest = jpeg[start : start + length], jpeg[:start] + jpeg[start + length :]
    scan = rest.index(b"\xff\xda")
    later = rest.index(b"\xff\xc4", scan)
    return rest[:later] + segment + rest[later:]


@pytest.mark.parametrize(
    "jpeg",
    [
        noted_jpeg(),
        noted_jpeg(progressive=True),
        after_a_thumbnail(noted_jpeg()),
        between_scans(noted_jpeg(progressive=True)),
        b"\xff\xd8\xff\xff" + noted_jpeg()[2:],
        small_picture() + noted_jpeg(),
    ],
    ids=["usual", "progressive", "thumbnail", "between scans", "fill bytes", "behind the end"],
)
def test_notes_are_found_wherever_they_stand_in_a_picture(jpeg: bytes) -> None:
    assert b"TELLTALE" in jpeg
    pdf = pikepdf.new()
    picture = Stream(pdf, jpeg)
    picture.stream_dict = Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=200, Height=200, BitsPerComponent=8,
        ColorSpace=Name.DeviceRGB, Filter=Name.DCTDecode,
    )  # fmt: skip
    page = pdf.add_blank_page(page_size=(200, 200))
    page.obj["/Resources"] = Dictionary(XObject=Dictionary(P=pdf.make_indirect(picture)))
    page.obj["/Contents"] = Stream(pdf, b"200 0 0 200 0 0 cm /P Do")
    data, _ = bundle(content_of({"a": saved(pdf)}), {"a": saved(pdf)})
    assert not holds(data, "TELLTALE") and b"TELLTALE" not in data


def page_as_font(pdf: Pdf) -> None:
    """The second page names the first one as a font."""
    pdf.pages[1].obj["/Resources"] = Dictionary(Font=Dictionary(F1=pdf.pages[0].obj))
    pdf.pages[1].obj["/Contents"] = Stream(pdf, b"BT /F1 12 Tf (TWO) Tj ET")


def page_as_table(pdf: Pdf) -> None:
    """The second page has the first one for its table of resources."""
    pdf.pages[1].obj["/Resources"] = pdf.pages[0].obj


def catalogue_as_table(pdf: Pdf) -> None:
    pdf.pages[1].obj["/Resources"] = pdf.Root


def tree_as_table(pdf: Pdf) -> None:
    pdf.pages[1].obj["/Resources"] = pdf.Root["/Pages"]


@pytest.mark.parametrize("change", [page_as_font, page_as_table, catalogue_as_table, tree_as_table])
@pytest.mark.parametrize("whole", [True, False])
def test_a_page_that_names_what_is_no_resource_gets_nothing_by_it(
    change: Callable[[Pdf], None], whole: bool
) -> None:
    data = paper([says("FIRST SHEET"), says("SECOND SHEET"), says("THIRD SHEET")], change=change)
    words = {1: "FIRST", 3: "THIRD"}
    with pikepdf.open(BytesIO(data)) as given:
        source = Source(given)
        for numbers in ([2, 1, 3], [1, 2], [1, 2, 3], [1, 3]):  # as a preview that is kept
            target = pikepdf.new()
            copies = copy_pages(target, source, numbers, whole=whole)
            for copied in copies:
                target.pages.append(pikepdf.Page(copied.page))
            out = BytesIO()
            target.save(out)
            for at, number in enumerate(numbers, 1):
                if number in words:
                    assert words[number] in text_of(out.getvalue(), at)


@pytest.mark.parametrize("change", [page_as_font, page_as_table, catalogue_as_table, tree_as_table])
def test_what_is_withheld_after_the_copy_is_nowhere_in_what_is_not(
    change: Callable[[Pdf], None],
) -> None:
    data = paper([says("FIRST SHEET"), says("SECOND SHEET"), says("THIRD SHEET")], change=change)
    with pikepdf.open(BytesIO(data)) as given:
        target = pikepdf.new()
        copies = copy_pages(target, Source(given), [1, 2, 3], whole=False)
        target.pages.append(pikepdf.Page(copies[1].page))
        out = BytesIO()
        target.save(out)
    assert not holds(out.getvalue(), "FIRST") and not holds(out.getvalue(), "THIRD")


@pytest.mark.parametrize("gone", [b"null ", b"9 9 R"])
def test_what_is_no_page_among_the_pages_does_not_count(gone: bytes) -> None:
    """pdfium counts it and leaves out the last page, qpdf passes over it."""
    given = paper([says(f"Sheet {n}") for n in range(1, 6)])
    kids = re.search(rb"/Kids \[ \S+ 0 R (\S 0 R)", given)
    assert kids is not None
    given = given[: kids.start(1)] + gone + given[kids.end(1) :].replace(b"/Count 5", b"/Count 4")
    wanted = ["Sheet 1", "Sheet 3", "Sheet 4", "Sheet 5"]
    document = Document(given)
    assert [document.words(n).text.strip() for n in (1, 2, 3, 4)] == wanted
    for shown in (document.pdfium(), document.as_printed()):  # whence pictures of pages are
        assert [page.get_textpage().get_text_range().strip() for page in shown] == wanted
    document.close()
    for verdicts in ({}, {"bill": Verdict(engine(), 4, method="flatten")}):
        made, report = bundle(content_of({"bill": given}), {"bill": given}, verdicts)
        pages = [page for page in report.pages if page.exhibit_page]
        assert [page.kind for page in pages] == ["copy"] * 4
        texts = [text_of(made, page.number) for page in pages]
        assert all(words in text for words, text in zip(wanted, texts, strict=True))
