"""Filled forms and notes keep their look; what cannot be copied becomes a labelled picture."""

from __future__ import annotations

import os
import zlib
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from onrecord.errors import NeedsPassword, Unreadable
from onrecord.packet.outcome import Verdict
from onrecord.packet.verdict import engine, judge
from onrecord.packet.verification import verify
from packet.papers import bundle, content_of, drawn, helvetica, holds, paper, says, text_of


def look(pdf: Pdf, content: bytes, wide: float = 200, high: float = 30) -> Stream:
    made = Stream(pdf, content)
    made.Type, made.Subtype, made.BBox = Name.XObject, Name.Form, Array([0, 0, wide, high])
    made.Resources = Dictionary(Font=Dictionary(F1=helvetica(pdf)))
    return pdf.make_indirect(made)


def field(pdf: Pdf, **more: object) -> Dictionary:
    made = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="name", F=4, Rect=Array([72, 600, 272, 630])
    )  # fmt: skip
    for key, value in more.items():
        made["/" + key] = value
    return pdf.make_indirect(made)


def with_fields(pdf: Pdf, fields: list[Dictionary], **more: object) -> None:
    pdf.pages[0].obj.Annots = Array(fields)
    fonts = Dictionary(Helv=helvetica(pdf))
    form = Dictionary(Fields=Array(fields), DR=Dictionary(Font=fonts), DA="/Helv 12 Tf 0 g")
    for key, value in more.items():
        form["/" + key] = value
    pdf.Root.AcroForm = form


def filled(pdf: Pdf) -> None:
    shown = look(pdf, says("ACC-0042", (4, 8), 14))
    with_fields(pdf, [field(pdf, V="ACC-0042", AP=Dictionary(N=shown))])


def filled_by_value_only(pdf: Pdf) -> None:
    """No picture of the value: the viewer is to draw it."""
    with_fields(pdf, [field(pdf, V="ACC-0042", DA="/Helv 14 Tf 0 g")], NeedAppearances=True)


def ticked(pdf: Pdf) -> None:
    states = Dictionary(Yes=look(pdf, b"0 g 4 4 20 20 re f"), Off=look(pdf, b"4 4 20 20 re S"))
    boxes = [
        field(pdf, FT=Name.Btn, T=name, V=Name(state), AS=Name(state), AP=Dictionary(N=states), Rect=Array([x, 500, x + 200, 530]))
        for name, state, x in (("a", "/Yes", 72), ("b", "/Off", 300))
    ]  # fmt: skip
    with_fields(pdf, boxes)


def noted(pdf: Pdf) -> None:
    pdf.pages[0].obj.Annots = Array(
        [
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Square,
                Rect=Array([100, 300, 300, 350]),
                C=Array([1, 0, 0]),
                Contents="a note to myself",
            ),
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Highlight,
                Rect=Array([70, 690, 200, 720]),
                QuadPoints=Array([70, 720, 200, 720, 70, 690, 200, 690]),
                C=Array([1, 1, 0]),
            ),
        ]
    )


def stretched_and_turned(pdf: Pdf) -> None:
    shown = look(pdf, b"0.3 g 0 0 100 30 re f 0 g 100 0 100 15 re f")
    shown.Matrix = Array([0, 1, -1, 0, 5, 7])
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([50, 200, 120, 500]), F=4, AP=Dictionary(N=shown)
    )  # fmt: skip
    pdf.pages[0].obj.Annots = Array([note])


def blended(pdf: Pdf) -> None:
    """A picture of a note that darkens what lies below it."""
    shown = look(pdf, b"/R0 gs 1 1 0 rg 0 0 200 30 re f")
    shown.Resources = Dictionary(ExtGState=Dictionary(R0=Dictionary(BM=Name.Multiply)))
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Highlight, Rect=Array([60, 690, 260, 720]), F=4, AP=Dictionary(N=shown)
    )  # fmt: skip
    pdf.pages[0].obj.Annots = Array([note])


CHANGES = [filled, filled_by_value_only, ticked, noted, stretched_and_turned, blended]


@pytest.mark.parametrize("judged", [True, False])
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_fields_and_notes_look_as_they_did(change: object, judged: bool) -> None:
    document = paper([says("Dear all"), says("second page")], change=change)  # type: ignore[arg-type]
    verdicts = {"form": judge(document)} if judged else {}
    made, report = bundle(content_of({"form": document}), {"form": document}, verdicts)
    page = next(page for page in report.pages if page.label)
    assert page.kind == "copy"
    before, after = drawn(document, 1), drawn(made, page.number)
    for box in ((0, 0, 595, 400), (0, 400, 595, 790)):
        apart = [
            abs(a - b)
            for a, b in zip(before.crop(box).tobytes(), after.crop(box).tobytes(), strict=True)
        ]
        assert sum(value > 40 for value in apart) < 20  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_no_field_and_no_author_comes_along(change: object) -> None:
    document = paper([says("Dear all")], change=change)  # type: ignore[arg-type]
    made, _ = bundle(content_of({"form": document}), {"form": document})
    assert not holds(made, "/Widget") and not holds(made, "/AcroForm")
    assert not holds(made, "a note to myself")


def test_hidden_notes_stay_hidden() -> None:
    def hidden(pdf: Pdf) -> None:
        looks = Dictionary(N=look(pdf, b"0 g 0 0 200 30 re f"))
        pdf.pages[0].obj.Annots = Array(
            Dictionary(
                Type=Name.Annot, Subtype=kind, Rect=Array([50, 50, 250, 80]), F=flag, AP=looks
            )
            for kind, flag in ((Name.Stamp, 2), (Name.Stamp, 32), (Name.Popup, 0))
        )

    document = paper([says("Dear all")], change=hidden)
    made, report = bundle(content_of({"form": document}), {"form": document})
    page = next(page for page in report.pages if page.label)
    assert drawn(made, page.number).getpixel((100, 842 - 65)) == 255


def test_plain_document_is_copied() -> None:
    verdict = judge(paper([says("one"), says("two")]))
    assert (verdict.method, verdict.page_count, verdict.exceptions) == ("copy", 2, {})
    assert verdict.engine == engine() and verdict.problems == ()


def test_verdict_survives_being_stored() -> None:
    verdict = Verdict("engine", 3, "flatten", {2: "image"}, (1,), ("Look at it.",))
    assert Verdict.from_json(verdict.to_json()) == verdict


def test_a_picture_of_a_page_is_labelled_and_holds_nothing_else() -> None:
    document = paper([says("Dear all"), says("second page")], Rotate=90)
    verdict = Verdict(engine(), 2, "copy", {2: "image"}, (), ("Shown as pictures: page 2.",))
    made, report = bundle(content_of({"form": document}), {"form": document}, {"form": verdict})
    first, second = (page for page in report.pages if page.label)
    assert (first.kind, second.kind) == ("copy", "image")
    assert second.label == "A1 · p. 2 · image copy"
    assert not holds(made, "second page")
    before, after = drawn(document, 2), drawn(made, second.number)
    assert before.size == after.size
    assert [problem.words for problem in report.problems] == ["Shown as pictures: page 2."]


def test_a_verdict_on_another_file_is_not_followed() -> None:
    document = paper([says("Dear all")])
    stale = Verdict(engine(), 7, "image")
    _, report = bundle(content_of({"form": document}), {"form": document}, {"form": stale})
    assert [page.kind for page in report.pages if page.label] == ["copy"]


def test_what_is_no_pdf_is_said_in_a_sentence() -> None:
    with pytest.raises(Unreadable):
        judge(b"%PDF-1.7 and nothing else")
    with pytest.raises(NeedsPassword):
        judge(paper([says("one")], password="secret"))


def test_a_file_cut_short_still_gets_in() -> None:
    """Its cross-reference table is gone; the readers rebuild it."""
    document = paper([says("one"), says("two")])
    cut = document[: document.index(b"startxref")]
    made, report = bundle(content_of({"bill": cut}), {"bill": cut})
    assert [page.kind for page in report.pages if page.label] == ["copy", "copy"]
    with pikepdf.open(BytesIO(made)) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_text_typed_over_the_page_is_kept() -> None:
    def free(pdf: Pdf) -> None:
        note = Dictionary(
            Type=Name.Annot,
            Subtype=Name.FreeText,
            Rect=Array([100, 400, 300, 430]),
            DA=String("/Helv 12 Tf"),
            AP=Dictionary(N=look(pdf, says("paid twice", (4, 8), 14))),
        )
        pdf.pages[0].obj.Annots = Array([note])

    document = paper([says("Dear all")], change=free)
    made, report = bundle(content_of({"form": document}), {"form": document})
    page = next(page for page in report.pages if page.label)
    assert drawn(made, page.number).crop((100, 400, 300, 450)).getextrema()[0] < 80


def test_a_stream_that_breaks_off_is_mended_and_keeps_what_it_shows() -> None:
    def break_off(pdf: Pdf) -> None:
        whole = zlib.compress(says("Dear all") + b"%" + os.urandom(4000).hex().encode())
        cut = Stream(pdf, b"")
        cut.write(whole[:-900], filter=Name.FlateDecode)
        pdf.pages[0].obj.Contents = cut

    document = paper([b"", says("second page")], change=break_off)
    verdict = judge(document)
    assert (verdict.method, verdict.mended, verdict.exceptions) == ("copy", True, {})
    content = content_of({"bill": document})
    for verdicts in ({"bill": verdict}, {}):
        made, report = bundle(content, {"bill": document}, verdicts)
        assert verify(made, report, content, lambda *_: None).ok
        page = next(page for page in report.pages if page.label)
        assert page.kind == "copy" and "Dear all" in text_of(made, page.number)


def test_a_stream_of_nonsense_costs_its_text_and_is_said() -> None:
    """What no reader can decode is shown as pdfium shows it, as a picture."""

    def spoil(pdf: Pdf) -> None:
        nonsense = Stream(pdf, b"")
        nonsense.write(b"\xff" * 50, filter=Name.LZWDecode)
        pdf.pages[0].obj.Contents = Array([Stream(pdf, says("Dear all")), nonsense])

    document = paper([b"", says("second page")], change=spoil)
    content = content_of({"bill": document})
    made, report = bundle(content, {"bill": document}, {"bill": judge(document)})
    assert [page.kind for page in report.pages if page.label] == ["image", "copy"]
    assert report.problems and verify(made, report, content, lambda *_: None).ok


def test_a_form_whose_fields_double_on_every_level_is_taken_like_any_other() -> None:
    def doubling(pdf: Pdf) -> None:
        one = pdf.make_indirect(Dictionary(T=String("last")))
        for _ in range(60):
            one = pdf.make_indirect(Dictionary(Kids=Array([one, one])))
        pdf.Root.AcroForm = Dictionary(Fields=Array([one]))

    verdict = judge(paper([says("A form")], change=doubling))
    assert (verdict.method, verdict.problems) == ("copy", ())


@pytest.mark.parametrize(("value", "missing"), [("請求書 84.20", (1,)), ("Größe, 84.20 €", ())])
def test_a_field_whose_letters_cannot_be_drawn_is_told(
    value: str, missing: tuple[int, ...]
) -> None:
    def typed(pdf: Pdf) -> None:
        with_fields(pdf, [field(pdf, V=value, DA="/Helv 14 Tf 0 g")], NeedAppearances=True)

    found = judge(paper([says("A form")], change=typed))
    assert found.undrawn == missing
    assert any("filled in" in words for words in found.problems) == bool(missing)
    assert Verdict.from_json(found.to_json()) == found
