"""What is blacked out is gone: from pixels, text, strings and streams, however a page is made."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pypdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image

from onrecord.domain.rect import Rect
from onrecord.packet import redact
from onrecord.packet.content import BundleContent, Drawn, Options, Turn
from onrecord.packet.manifest import with_pdf
from onrecord.packet.outcome import BuildReport, PageRecord
from onrecord.packet.pagewords import page_words
from onrecord.packet.verification import verify
from packet.papers import bundle, content_of, drawn, helvetica, holds, paper, saved, says, text_of

SECRET = "4471 0098 2213"
OPEN = "Monthly charge 84.20"
UPPER = Rect(60, 125, 330, 150)
"""Where ``says`` writes by default: 700 points above the foot of an A4 page."""


def packed(
    data: bytes, *drawn: Drawn, hidden: tuple[str, ...] = (), **more: Any
) -> tuple[bytes, BuildReport, BundleContent]:
    documents = {"a": data}
    content = content_of(documents, hidden=hidden, **more)
    content = replace(content, exhibits=(replace(content.exhibits[0], drawn=drawn),))
    made, report = bundle(content, documents)
    return made, report, content


def record_of(report: BuildReport, page: int = 1) -> PageRecord:
    return next(r for r in report.pages if r.exhibit_page == page)


def black(rect: Rect, page: int = 1) -> Drawn:
    return Drawn(page, "black_out", (rect.text(),))


def ok(data: bytes, report: BuildReport, content: BundleContent) -> bool:
    found = verify(data, report, content, lambda *_: None)
    assert found.ok, found.problems
    return found.ok


def is_gone(data: bytes, words: str = SECRET) -> bool:
    """Nobody finds it: no reader's text, no string, no stream, spaced or not."""
    plain = words.replace(" ", "")
    said = "".join(p.extract_text() for p in pypdf.PdfReader(BytesIO(data)).pages)
    document = pypdfium2.PdfDocument(data)
    said += "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    squeezed = "".join(said.split())
    return not (holds(data, words) or holds(data, plain) or plain in squeezed)


# ---------------------------------------------------------------- a box


def test_a_box_takes_its_words_and_leaves_the_others_to_be_found() -> None:
    data = paper([says(f"Account {SECRET}") + says(OPEN, (72, 600))])
    made, report, content = packed(data, black(UPPER))
    assert ok(made, report, content)
    assert is_gone(made)
    number = record_of(report).number
    assert OPEN in text_of(made, number)
    assert drawn(made, number).getpixel((100, 140)) == 0
    assert "page 1 of 1" in text_of(made, number - 1)  # its title sheet does not call it complete
    assert "complete" not in text_of(made, number - 1)
    assert record_of(report).label == "A1 · p. 1 · redacted"


def test_a_word_that_stands_elsewhere_with_a_hyphen_is_no_false_alarm() -> None:
    """Readers that put "multi-" and "line" together find the word that was under the box."""
    left = [("multi-", Rect(60, 200, 90, 210)), ("line", Rect(60, 212, 80, 222))]
    assert redact.gone_of(["multiline", "account"], left) == ("account",)


def test_the_number_of_our_own_stamp_is_not_taken_for_one_that_was_blacked_out() -> None:
    data = paper([says("Ticket 115") + says(OPEN, (72, 600))])
    for marks, hidden in (((black(UPPER),), ()), ((), ("115",))):
        made, report, content = packed(
            data, *marks, hidden=hidden, options=Options(first_page=111)
        )  # fmt: skip
        assert record_of(report).number == 115
        assert "115" in record_of(report).gone
        assert ok(made, report, content)


def test_the_hash_is_that_of_the_copy_and_nothing_of_the_original_goes_out() -> None:
    data = paper([says(f"Account {SECRET}"), says("page two")])
    whole = hashlib.sha256(data).hexdigest()
    documents = {"a": data}
    content = content_of(documents)
    exhibit = replace(content.exhibits[0], sha256=whole, length=len(data))
    plain, told = bundle(replace(content, exhibits=(exhibit,)), documents)
    assert told.manifest["exhibits"][0]["sha256"] == whole
    content = replace(content, exhibits=(replace(exhibit, drawn=(black(UPPER),)),))
    made, report = bundle(content, documents)
    listed = report.manifest["exhibits"][0]
    assert listed["sha256"] != whole
    assert listed["sha256_of"] == "copy"
    assert listed["method"] == "redacted"
    assert not holds(made, whole)
    assert bundle(content, documents)[0] == made  # the same bytes twice
    with_pdf(dict(report.manifest), sha256="0" * 64, length=1)
    assert plain != made


def test_a_circle_takes_nothing_away() -> None:
    data = paper([says(f"Account {SECRET}")])
    whole = hashlib.sha256(data).hexdigest()
    documents = {"a": data}
    content = content_of(documents)
    marks = tuple(Drawn(1, kind, (UPPER.text(),)) for kind in ("circle", "highlight", "arrow"))
    exhibit = replace(content.exhibits[0], sha256=whole, length=len(data), drawn=marks)
    content = replace(content, exhibits=(exhibit,))
    made, report = bundle(content, documents)
    assert ok(made, report, content)
    assert report.manifest["exhibits"][0]["sha256"] == whole
    number = record_of(report).number
    assert SECRET in text_of(made, number)
    usual, _ = bundle(content_of(documents), documents)
    assert drawn(made, number).tobytes() != drawn(usual, number).tobytes()


def test_a_note_stands_on_the_page_and_says_nothing_that_is_hidden() -> None:
    data = paper([says(OPEN, (72, 600)), says("two")], Rotate=90)
    note = Drawn(1, "note", ("500 400 510 405",), f"Billed after 3 Feb 請求, {SECRET}")
    made, report, content = packed(data, note, hidden=(SECRET,))
    assert ok(made, report, content)
    assert is_gone(made)
    said = "".join(text_of(made, record_of(report).number).split())
    assert "Billedafter3Feb請求,[removed]" in said
    assert "Billed" not in text_of(made, record_of(report, 2).number)
    assert bundle(content, {"a": data})[0] == made


def test_a_cropped_page_is_what_was_chosen_of_it() -> None:
    data = paper([says(f"Account {SECRET}") + says(OPEN, (72, 600))])
    made, report, content = packed(data, Drawn(1, "crop", ("60 215 330 260",)))
    assert ok(made, report, content)
    assert is_gone(made)
    record = record_of(report)
    assert OPEN in text_of(made, record.number)
    with pikepdf.open(BytesIO(made)) as pdf:
        box = [float(v) for v in pdf.pages[record.number - 1].obj.MediaBox]
    assert (round(box[2]), round(box[3])) == (270, 45)
    assert record.frame == pytest.approx((-60, -215, 1, 1))


def test_what_a_page_shares_with_one_that_is_blacked_out_does_not_bring_it_back() -> None:
    def share(pdf: Pdf) -> None:
        form = Stream(pdf, says(f"Account {SECRET}"))
        form["/Type"], form["/Subtype"] = Name.XObject, Name.Form
        form["/BBox"] = Array([0, 0, 595, 842])
        form["/Resources"] = Dictionary(Font=Dictionary(F1=helvetica(pdf)))
        shared = pdf.make_indirect(form)
        both = pdf.make_indirect(Dictionary(Font=Dictionary(F1=helvetica(pdf)),
                                            XObject=Dictionary(X=shared)))  # fmt: skip
        for page in pdf.pages:
            page.obj.Resources = both
        pdf.pages[0].obj.Contents = Stream(pdf, b"/X Do")
        pdf.pages[1].obj.Contents = Stream(pdf, b"q 0 0 10 10 re W n /X Do Q " + says("page two"))

    data = paper([b"", b""], change=share)
    made, report, content = packed(data, black(UPPER))
    ok(made, report, content)
    assert is_gone(made)


# ---------------------------------------------------------------- words, everywhere


def split(pdf: Pdf) -> None:
    pdf.pages[0].obj.Contents = Stream(
        pdf, b"BT /F1 20 Tf 72 700 Td [(44)-20(71 00)30(98 2)-10(213)] TJ ET"
    )


def shuffled(pdf: Pdf) -> None:
    """The last piece is written first."""
    pdf.pages[0].obj.Contents = Stream(
        pdf,
        b"BT /F1 20 Tf 1 0 0 1 160 700 Tm (2213) Tj ET "
        b"BT /F1 20 Tf 1 0 0 1 72 700 Tm (4471) Tj ET BT /F1 20 Tf 1 0 0 1 116 700 Tm (0098) Tj ET",
    )


def two_lines(pdf: Pdf) -> None:
    pdf.pages[0].obj.Contents = Stream(
        pdf, says("Account 4471 00-", (72, 700)) + says("98 2213 and more", (72, 670))
    )


def hidden_layer(pdf: Pdf) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(f"Layer {SECRET}")))
    pdf.Root["/OCProperties"] = Dictionary(
        OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), Order=Array([layer]))
    )
    page = pdf.pages[0].obj
    page.Resources["/Properties"] = Dictionary(L=layer)
    page.Contents = Stream(pdf, b"/OC /L BDC " + says(SECRET) + b" EMC " + says(OPEN, (72, 600)))


def note(pdf: Pdf) -> None:
    form = Stream(pdf, says(SECRET, (5, 5)))
    form["/Type"], form["/Subtype"] = Name.XObject, Name.Form
    form["/BBox"] = Array([0, 0, 300, 40])
    form["/Resources"] = Dictionary(Font=Dictionary(F1=helvetica(pdf)))
    pdf.pages[0].obj.Annots = Array(
        [
            pdf.make_indirect(
                Dictionary(
                    Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([72, 690, 372, 730]), F=4,
                    Contents=String(SECRET), T=String("A"), AP=Dictionary(N=form),
                )
            )
        ]
    )  # fmt: skip


def plain_note(pdf: Pdf) -> None:
    """One that says how it is to look, and brings no picture of it."""
    note(pdf)
    own: Any = pdf.pages[0].obj.Annots[0]
    del own["/AP"]
    own["/DA"] = String("/Helv 12 Tf 0 g")
    marked = Dictionary(
        Type=Name.Annot, Subtype=Name.Highlight, Rect=Array([60, 690, 300, 720]), F=4,
        QuadPoints=Array([60, 720, 300, 720, 60, 690, 300, 690]), C=Array([1, 1, 0]),
    )  # fmt: skip
    pdf.pages[0].obj.Annots.append(pdf.make_indirect(marked))


def field(pdf: Pdf) -> None:
    """A filled field that has no picture of its own yet."""
    widget = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("account"),
            V=String(SECRET), DV=String(SECRET), Rect=Array([72, 690, 372, 730]), F=4,
            DA=String("/Helv 12 Tf 0 g"),
        )
    )  # fmt: skip
    pdf.pages[0].obj.Annots = Array([widget])
    pdf.Root["/AcroForm"] = Dictionary(
        Fields=Array([widget]), NeedAppearances=True, DA=String("/Helv 12 Tf 0 g"),
        DR=Dictionary(Font=Dictionary(Helv=helvetica(pdf))),
    )  # fmt: skip


def beside(pdf: Pdf) -> None:
    """Everything a file can hold beside its pages."""
    pdf.attachments["secret.txt"] = SECRET.encode()
    with pdf.open_metadata() as meta:
        meta["dc:title"] = SECRET
    pdf.trailer.Info = pdf.make_indirect(Dictionary(Title=String(SECRET), Keywords=String(SECRET)))
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(SECRET, 0))
    page = pdf.pages[0].obj
    page["/PieceInfo"] = Dictionary(X=Dictionary(Private=String(SECRET)))
    page["/Metadata"] = Stream(pdf, SECRET.encode())
    page.Contents = Stream(
        pdf, b"/Span <</ActualText (" + SECRET.encode() + b")>> BDC " + says(SECRET) + b" EMC"
    )


ATTACKS: list[Callable[[Pdf], None]] = [
    split, shuffled, two_lines, hidden_layer, note, plain_note, field, beside,
]  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda one: one.__name__)
def test_words_hidden_everywhere_are_gone_however_the_page_holds_them(
    attack: Callable[[Pdf], None],
) -> None:
    data = paper([says(SECRET), says(OPEN)], change=attack)
    made, report, content = packed(data, hidden=(SECRET,))
    assert ok(made, report, content)
    assert is_gone(made)
    assert OPEN in text_of(made, record_of(report, 2).number)


def _comment(pdf: Pdf, name: str) -> None:
    page = pdf.pages[0].obj
    page.Contents = Stream(pdf, page.Contents.read_bytes() + f"% {name}\n".encode())


def _said_aloud(pdf: Pdf, name: str) -> None:
    page = pdf.pages[0].obj
    said = f"/P <</Alt ({name}) /E ({name})>> BDC EMC\n".encode()
    page.Contents = Stream(pdf, said + page.Contents.read_bytes())


def _listed(pdf: Pdf, name: str) -> None:
    page = pdf.pages[0].obj
    page.Resources.Properties = Dictionary(M=Dictionary(Type=Name.X, Of=String(name)))
    page.Contents = Stream(pdf, b"/P /M BDC EMC\n" + page.Contents.read_bytes())


def _in_a_link(pdf: Pdf, name: str) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], F=4)
    link.A = Dictionary(S=Name.URI, URI=String(f"https://example.test/?u={name}"))
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])


@pytest.mark.parametrize("name", ["Ostrander", "4471-0098-2213"])
@pytest.mark.parametrize("way", [_comment, _said_aloud, _listed, _in_a_link])
def test_what_a_page_carries_unseen_does_not_come_along(
    way: Callable[[Pdf, str], None], name: str
) -> None:
    data = paper([says(OPEN), says("two")], change=lambda pdf: way(pdf, name))
    made, report, content = packed(data, hidden=(name,))
    assert ok(made, report, content)
    assert not holds(made, name)
    assert OPEN in text_of(made, record_of(report).number)
    with pikepdf.open(BytesIO(made)) as pdf:  # the other page is as it came
        other = pdf.pages[record_of(report, 2).number - 1].obj
        assert b"(two) Tj" in b"".join(one.read_bytes() for one in other.Contents)


@pytest.mark.parametrize("name", ["Maria Ostrander", SECRET])
def test_a_note_without_a_picture_of_its_own_is_black_where_it_names_somebody(name: str) -> None:
    def named(pdf: Pdf) -> None:
        plain_note(pdf)
        pdf.pages[0].obj.Annots[0]["/Contents"] = String(f"{OPEN} {name}")

    data = paper([says("Bill")], change=named)
    plain, told, _ = packed(data)
    made, report, content = packed(data, hidden=(name,))
    assert record_of(report).kind == "redacted"
    assert ok(made, report, content)
    assert is_gone(made, name)
    number = record_of(report).number
    assert OPEN in text_of(made, number)
    before, after = drawn(plain, record_of(told).number), drawn(made, number)
    dark = [sum(one.convert("L").histogram()[:60]) for one in (before, after)]
    assert dark[1] > 1.5 * dark[0]


@pytest.mark.parametrize("attack", [note, field, hidden_layer, beside], ids=lambda f: f.__name__)
def test_a_box_takes_what_lies_over_or_under_it(attack: Callable[[Pdf], None]) -> None:
    data = paper([says(SECRET), says(OPEN)], change=attack)
    made, report, content = packed(data, black(Rect(60, 100, 400, 160)))
    assert ok(made, report, content)
    assert is_gone(made)


def test_a_ligature_and_a_soft_hyphen_do_not_hide_a_name() -> None:
    def spell(pdf: Pdf) -> None:
        font = pdf.pages[0].obj.Resources.Font.F1
        font["/ToUnicode"] = Stream(
            pdf,
            b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def "
            b"1 begincodespacerange <00> <FF> endcodespacerange "
            b"2 beginbfchar <01> <FB01> <02> <00AD> endbfchar "
            b"1 beginbfrange <20> <7E> <0020> endbfrange endcmap end end",
        )
        pdf.pages[0].obj.Contents = Stream(
            pdf, b"BT /F1 20 Tf 72 700 Td (Mr Sher\001eld-Grif\002fiths) Tj ET"
        )

    data = paper([b""], change=spell)
    made, report, content = packed(data, hidden=("Sherfield-Griffiths",))
    assert ok(made, report, content)
    said = text_of(made, record_of(report).number)
    assert "Grif" not in said
    assert "eld" not in said.replace("redacted", "")


def test_titles_captions_and_names_do_not_say_it() -> None:
    documents = {"a": paper([says(SECRET)])}
    content = content_of(documents, hidden=(SECRET,), ask="Refund account 4471-0098-2213")
    named = replace(
        content.exhibits[0], title=f"Bill {SECRET}", caption="44710098 2213", source=SECRET,
        file_name=f"bill_{SECRET}.pdf",
    )  # fmt: skip
    content = replace(content, exhibits=(named,), title=f"Account {SECRET}")
    made, report = bundle(content, documents)
    assert ok(made, report, content)
    assert is_gone(made)
    listed = report.manifest["exhibits"][0]
    assert SECRET not in str(report.manifest)
    assert listed["file_name"] == "bill_[removed].pdf"


def test_a_number_that_lies_once_more_below_what_is_seen_is_not_written_again() -> None:
    below = b"3 Tr " + says(SECRET, (72, 600)) + b" 0 Tr " + says(OPEN, (72, 600))
    data = paper([says(SECRET) + below])
    made, report, content = packed(data, black(UPPER))
    assert ok(made, report, content)
    assert is_gone(made)
    assert "Monthly charge" in text_of(made, record_of(report).number)


def test_a_page_left_out_and_one_blacked_out_leave_nothing() -> None:
    data = paper([says(SECRET), says(OPEN), says(f"more {SECRET}")])
    documents = {"a": data}
    content = content_of(documents, hidden=(SECRET,), pages={"A1": (1, 2)})
    made, report = bundle(content, documents)
    assert ok(made, report, content)
    assert is_gone(made)


@pytest.mark.parametrize("options", [Options(grey=True), Options(flat=True), Options(pictures="bw"),
                                     Options(pictures="150"), Options(large=True)])  # fmt: skip
def test_whatever_the_print_it_stays_gone(options: Options) -> None:
    data = paper([b"1 0 0 rg 100 100 200 200 re f 0 g " + says(SECRET) + says(OPEN, (72, 600))])
    made, report, content = packed(data, black(UPPER), hidden=(SECRET,), options=options)
    assert ok(made, report, content)
    assert is_gone(made)
    assert OPEN in text_of(made, record_of(report).number)


def test_a_page_turned_in_the_copy_is_black_where_it_was_marked() -> None:
    documents = {"a": paper([says(SECRET) + says(OPEN, (72, 600))])}
    content = content_of(documents)
    exhibit = replace(content.exhibits[0], drawn=(black(UPPER),), turns=(Turn(0, 180),))
    content = replace(content, exhibits=(exhibit,))
    made, report = bundle(content, documents)
    assert ok(made, report, content)
    assert is_gone(made)
    assert drawn(made, record_of(report).number).getpixel((595 - 100, 842 - 140)) == 0


# ---------------------------------------------------------------- the search of the finished file


def test_the_search_finds_what_somebody_puts_back() -> None:
    data = paper([says(SECRET) + says(OPEN, (72, 600)), says("two")])
    made, report, content = packed(data, black(UPPER), hidden=(SECRET,))
    at = record_of(report).number - 1

    def title(pdf: Pdf) -> None:
        pdf.trailer.Info.Title = String("x 4471-0098-2213")

    def bookmark(pdf: Pdf) -> None:
        pdf.Root.Outlines.First["/Title"] = String("4471 00982213")

    def unblackened(pdf: Pdf) -> None:
        image = pdf.pages[at].obj.Resources.XObject.Page
        shown = pikepdf.PdfImage(image).as_pil_image().convert("L")
        shown.paste(255, (500, 370, 515, 385))
        image.write(shown.tobytes())
        image.ColorSpace = Name.DeviceGray

    def unseen_words(pdf: Pdf) -> None:
        page = pdf.pages[at - 1]
        page.obj.Resources.Font["/X"] = helvetica(pdf)
        page.contents_add(b"BT 3 Tr /X 8 Tf 50 50 Td [(4471 00)-20(98 2213)] TJ ET")

    def attached(pdf: Pdf) -> None:
        pdf.Root["/Extra"] = Dictionary(EF=Stream(pdf, SECRET.encode()))

    def more(pdf: Pdf) -> None:
        form = Stream(pdf, b"")
        form["/Type"], form["/Subtype"] = Name.XObject, Name.Form
        form["/BBox"] = Array([0, 0, 1, 1])
        pdf.pages[at].obj.Resources.XObject["/Old"] = form

    for spoil in (title, bookmark, unblackened, unseen_words, attached, more):
        with pikepdf.open(BytesIO(made)) as pdf:
            spoil(pdf)
            spoilt = saved(pdf)
        told = replace(report, length=len(spoilt), sha256=hashlib.sha256(spoilt).hexdigest())
        found = verify(spoilt, told, content, lambda *_: None)
        assert not next(c for c in found.checks if c.name == "removed").ok, spoil.__name__
        assert SECRET not in " ".join(found.problems)


@pytest.mark.parametrize("words", ["Contents", "Image", "Software", "Page", "Helvetica"])
def test_a_name_that_is_also_a_word_of_the_format_is_no_false_alarm(words: str) -> None:
    data = paper([says(f"Mr {words}"), says(OPEN)])
    documents = {"a": data}
    content = content_of(documents, hidden=(f"Mr {words}", words), parts=())
    made, report = bundle(content, documents)
    found = verify(made, report, content, lambda *_: None)
    assert next(c for c in found.checks if c.name == "removed").ok, found.problems
    assert words not in text_of(made, record_of(report).number)


def test_a_page_that_cannot_be_blacked_out_stops_the_bundle(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from onrecord.errors import Unreadable
    from onrecord.packet import removing

    def fails(*_a: Any, **_k: Any) -> Any:
        raise Unreadable("This page could not be drawn.")

    monkeypatch.setattr(removing, "blackened", fails)
    made, report, content = packed(paper([says(SECRET)]), black(UPPER))
    assert any(problem.stops for problem in report.problems)
    assert is_gone(made)
    found = verify(made, report, content, lambda *_: None)
    assert "A1 page 1 could not be blacked out." in found.problems


# ---------------------------------------------------------------- geometry


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    rotate=st.sampled_from([0, 90, 180, 270]),
    left=st.integers(-300, 300),
    low=st.integers(-300, 300),
    crop=st.tuples(*[st.integers(0, 40)] * 4),
    unit=st.sampled_from([None, 0.5, 2.0]),
    at=st.tuples(st.floats(0.1, 0.6), st.floats(0.2, 0.8)),
)
def test_a_box_lands_where_it_was_drawn_on_any_page(
    rotate: int,
    left: int,
    low: int,
    crop: tuple[int, ...],
    unit: float | None,
    at: tuple[float, float],
) -> None:
    box = (left, low, left + 400, low + 500)
    inner = [box[0] + crop[0], box[1] + crop[1], box[2] - crop[2], box[3] - crop[3]]
    x = inner[0] + at[0] * (inner[2] - inner[0])
    y = inner[1] + at[1] * (inner[3] - inner[1])
    more: dict[str, Any] = {"Rotate": rotate, "CropBox": Array(inner)}
    if unit is not None:
        more["UserUnit"] = unit
    data = paper([says("SEEN", (x, y), 12)], box=box, **more)
    document = pypdfium2.PdfDocument(data)
    page = document[0]
    words = page_words(page)
    place = words.find("SEEN")
    assert len(place) == 1
    shown = page.render(scale=2, grayscale=True).to_pil()
    ink = shown.point([255 if v < 128 else 0 for v in range(256)]).getbbox()
    assert ink is not None
    assert all(
        math.isclose(a, b / 2, abs_tol=1.5) for a, b in zip(place[0], ink, strict=True)
    )  # in all four: where pdfium draws it
    made = redact.blackened(page, words, place, unit=unit or 1.0)
    target = pikepdf.new()
    from onrecord.packet import unseen

    target.pages.append(pikepdf.Page(redact.page_of(target, made, unseen.font(target))))
    after = drawn(saved(target), 1)
    wide, high = page.get_size()
    k = unit or 1.0
    assert abs(after.width - wide * k) <= 1
    assert abs(after.height - high * k) <= 1
    dark = after.point([255 if v < 128 else 0 for v in range(256)]).getbbox()
    assert dark is not None
    wanted = [v * k for v in place[0]]
    edges = [*(v - redact.PAD for v in wanted[:2]), *(v + redact.PAD for v in wanted[2:])]
    limits = (after.width, after.height) * 2
    edges = [min(max(0.0, e), limit) for e, limit in zip(edges, limits, strict=True)]
    assert all(math.isclose(a, b, abs_tol=1.5) for a, b in zip(dark, edges, strict=True))
    assert made.gone == ("seen",)
    document.close()


def test_a_picture_is_marked_in_thousandths_of_its_sides() -> None:
    out = BytesIO()
    shown = Image.new("RGB", (800, 400), "white")
    shown.paste((200, 30, 30), (400, 100, 600, 200))
    shown.save(out, "PNG")
    documents = {"a": out.getvalue()}
    content = content_of(documents)
    exhibit = replace(
        content.exhibits[0], media_type="image/png", file_name="a.png",
        drawn=(Drawn(1, "black_out", ("500 250 750 500",)),),
    )  # fmt: skip
    content = replace(content, exhibits=(exhibit,))
    made, report = bundle(content, documents)
    assert ok(made, report, content)
    record = record_of(report)
    assert record.frame is not None
    x, y, across, down = record.frame
    seen = drawn(made, record.number)
    assert seen.getpixel((round(x + 600 * across), round(y + 400 * down))) == 0
    assert seen.getpixel((round(x + 300 * across), round(y + 400 * down))) == 255
    with pikepdf.open(BytesIO(made)) as pdf:
        images = [t for t in pdf.objects if isinstance(t, Stream) and t.get("/Width")]
    assert len(images) == 1  # and the whole picture is not
