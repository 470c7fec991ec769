"""A bundle that is not what it should be does not pass, whichever way it was spoiled."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from onrecord.packet import leakscan
from onrecord.packet.content import BundleContent
from onrecord.packet.outcome import BuildReport, VerifyReport
from onrecord.packet.sources import Document
from onrecord.packet.verdict import judge
from onrecord.packet.verification import verify
from packet.papers import bundle, content_of, paper, saved, says
from packet.test_assemble import COMPLAINT, DOCUMENTS


def checked(data: bytes, report: BuildReport, content: BundleContent = COMPLAINT) -> VerifyReport:
    return verify(data, report, content, lambda *_: None)


@pytest.fixture(scope="module")
def made() -> tuple[bytes, BuildReport]:
    return bundle(COMPLAINT, DOCUMENTS)


def spoiled(
    made: tuple[bytes, BuildReport],
    change: Callable[[Pdf, BuildReport], None],
    content: BundleContent = COMPLAINT,
) -> VerifyReport:
    """The bundle after ``change``, with a report that takes the new bytes for the right ones."""
    data, report = made
    with pikepdf.open(BytesIO(data)) as pdf:
        change(pdf, report)
        data = saved(pdf)
    digest = hashlib.sha256(data).hexdigest()
    return checked(data, replace(report, length=len(data), sha256=digest), content)


def failing(found: VerifyReport) -> list[str]:
    assert found.ok is (not found.problems)
    return [check.name for check in found.checks if not check.ok]


def first_of(report: BuildReport, label: str) -> int:
    return next(p.number for p in report.pages if p.exhibit_label == label and p.label)


def test_a_good_bundle_passes(made: tuple[bytes, BuildReport]) -> None:
    assert failing(checked(*made)) == []


def test_other_bytes_are_noticed(made: tuple[bytes, BuildReport]) -> None:
    data, report = made
    assert "bytes" in failing(checked(data[:-1] + b"\r", report))
    assert "bytes" in failing(checked(data + b"\n", report))


def test_a_cut_file_fails_with_sentences(made: tuple[bytes, BuildReport]) -> None:
    data, report = made
    assert {"bytes", "structure"} <= set(failing(checked(data[: len(data) // 2], report)))
    assert not checked(b"", report).ok


def test_a_missing_page_is_noticed(made: tuple[bytes, BuildReport]) -> None:
    def drop(pdf: Pdf, report: BuildReport) -> None:
        del pdf.pages[first_of(report, "A2") - 1]

    assert {"structure", "pages"} <= set(failing(spoiled(made, drop)))


def test_swapped_pages_are_noticed(made: tuple[bytes, BuildReport]) -> None:
    def swap(pdf: Pdf, report: BuildReport) -> None:
        at = first_of(report, "A1") - 1
        kids = pdf.Root.Pages.Kids
        one, other = kids[at], kids[at + 1]
        kids[at], kids[at + 1] = other, one

    assert "pages" in failing(spoiled(made, swap))


def test_a_link_that_leads_astray_is_noticed(made: tuple[bytes, BuildReport]) -> None:
    def mislead(pdf: Pdf, report: BuildReport) -> None:
        link = next(link for link in report.links if link.address == "x-exhibit:A1#2")
        order = [each for each in report.links if each.page == link.page].index(link)
        note = pdf.pages[link.page - 1].obj.Annots[order]
        note.Dest = Array([pdf.pages[link.target].obj, Name.Fit])

    assert failing(spoiled(made, mislead)) == ["links"]


def test_a_missing_link_is_noticed(made: tuple[bytes, BuildReport]) -> None:
    def unlink(pdf: Pdf, report: BuildReport) -> None:
        del pdf.pages[report.links[0].page - 1].obj.Annots[0]

    assert "links" in failing(spoiled(made, unlink))


@pytest.mark.parametrize("place", ["link", "page", "document"])
def test_an_action_is_noticed(made: tuple[bytes, BuildReport], place: str) -> None:
    def act(pdf: Pdf, report: BuildReport) -> None:
        script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        if place == "document":
            pdf.Root.OpenAction = script
        elif place == "link":
            pdf.pages[report.links[0].page - 1].obj.Annots[0].A = script
        else:
            pdf.pages[first_of(report, "A1") - 1].obj.AA = Dictionary(O=script)

    assert "links" in failing(spoiled(made, act))


@pytest.mark.parametrize("place", ["string", "stream", "letter by letter", "UTF-16", "drawn"])
def test_a_word_of_a_page_left_out_is_found(made: tuple[bytes, BuildReport], place: str) -> None:
    """The terms' page 9 was left out; "clause9only" stands nowhere else."""

    def leak(pdf: Pdf, report: BuildReport) -> None:
        page = pdf.pages[first_of(report, "A2") - 1].obj
        if place == "string":
            page.Secret = String("see clause9only here")
        elif place == "UTF-16":
            page.Secret = String("\u20ac clause9only")
        elif place == "stream":
            page.Secret = Stream(pdf, b"(see clause9only)")
        elif place == "letter by letter":
            page.Secret = Stream(pdf, b"BT [(cla) -20 (use) 3 (9o)] TJ (nly) Tj ET")
        else:
            shown = Stream(pdf, b"BT /OnRecordStamp 9 Tf 50 50 Td (clause9only) Tj ET")
            page.Contents = Array([*page.Contents, shown])

    assert failing(spoiled(made, leak)) == ["left out"]


def test_the_same_word_elsewhere_is_no_leak() -> None:
    """What the user typed, and what another document says, may say it."""
    other = paper([says("clause9only is quoted here")])
    documents = DOCUMENTS | {"bill": other}
    content = replace(COMPLAINT, summary="They point at clause9only.")
    data, report = bundle(content, documents)
    assert "clause9only" in report.left_out["A2"]
    assert failing(checked(data, report, content)) == []


def test_a_document_that_was_asked_for_must_be_there(made: tuple[bytes, BuildReport]) -> None:
    data, report = made
    more = replace(COMPLAINT.exhibits[0], id="extra", label="A9")
    content = replace(COMPLAINT, exhibits=(*COMPLAINT.exhibits, more))
    assert failing(checked(data, report, content)) == ["documents"]
    fewer = replace(COMPLAINT.exhibits[0], pages=(1, 2))
    content = replace(COMPLAINT, exhibits=(fewer, *COMPLAINT.exhibits[1:]))
    assert failing(checked(data, report, content)) == ["documents"]


def test_only_words_of_pages_left_out_are_looked_for() -> None:
    document = Document(DOCUMENTS["terms"])
    words = leakscan.words_left_out(document, {2, 3})
    document.close()
    assert "clause9only" in words
    assert "clause2only" not in words and "terms" not in words


def test_words_that_readers_part_differently_are_no_leak() -> None:
    """Page 1 shows "government" in one piece; on page 2 a line break parts it."""
    pages = [says("government licence2026"), says("gov-") + says("ernment licence-2026", (72, 600))]
    document = Document(paper(pages))
    words = leakscan.words_left_out(document, {1})
    document.close()
    assert "ernment" not in words and "licence-2026" not in words


def test_words_of_fonts_and_names_are_no_leak() -> None:
    """The page left out speaks of licences, Helvetica and footers, as every PDF does inside."""
    left = says("license helvetica transparency identity pagination footer picture")
    documents = {"bill": paper([says("open words"), left])}
    content = content_of(documents, pages={"A1": (1,)})
    data, report = bundle(content, documents)
    assert {"license", "helvetica", "footer"} <= set(report.left_out["A1"])
    assert failing(checked(data, report, content)) == []


def test_a_page_left_out_that_names_a_font_the_others_are_set_in_is_no_leak() -> None:
    """A manual of type says what it is set in; the font of that name goes with every page."""
    named = paper([says("open words"), says("set in cmtt10 tt10secret")])
    with pikepdf.open(BytesIO(named)) as pdf:
        for page in pdf.pages:
            page.obj.Resources.Font.F1.BaseFont = Name("/ABCDEF+CMTT10")
        documents = {"bill": saved(pdf)}
    content = content_of(documents, pages={"A1": (1,)})
    data, report = bundle(content, documents)
    assert {"cmtt10", "tt10secret"} <= set(report.left_out["A1"])
    assert failing(checked(data, report, content)) == []

    def put_back(pdf: Pdf, report: BuildReport) -> None:
        font = pdf.pages[first_of(report, "A1") - 1].obj.Resources.Font
        for one in font.keys():  # noqa: SIM118
            if "/BaseFont" in font[one]:
                font[one].Encoding = Name("/tt10secret")

    assert "left out" in failing(spoiled((data, report), put_back, content))


def test_an_amount_of_a_page_left_out_is_no_place_on_another() -> None:
    """Page 1 puts its words at 161.04 points; page 2, which was left out, speaks of 161.04."""
    documents = {"bill": paper([says("open words", (161.04, 600)), says("161.04 due")])}
    content = content_of(documents, pages={"A1": (1,)})
    data, report = bundle(content, documents)
    assert report.left_out["A1"] == ("161.04",)
    assert failing(checked(data, report, content)) == []
    for shown in (b"BT (161.04) Tj (due) Tj ET", b"BT <3136312E3034> Tj ET", b"% 161.04"):

        def leak(pdf: Pdf, report: BuildReport, shown: bytes = shown) -> None:
            page = pdf.pages[first_of(report, "A1") - 1].obj
            page.Contents = Array([*page.Contents, Stream(pdf, shown)])

        assert "left out" in failing(spoiled((data, report), leak, content))


def test_one_short_word_is_chance_and_several_are_a_leak() -> None:
    wanted = {"paper", "clause", "kettle", "garden", "basket", "window", "refundable"}
    assert not leakscan.alarming(set(), wanted)
    assert not leakscan.alarming({"paper"}, wanted)
    assert leakscan.alarming({"paper", "clause", "kettle"}, wanted)
    assert leakscan.alarming({"refundable"}, wanted)
    assert leakscan.alarming({"a12b4"}, wanted)
    assert leakscan.alarming({"paper"}, {"paper", "clause"}), "a third of all there was to find"


@pytest.mark.parametrize(
    ("full", "spot"),
    [
        ([(300, 0)], "left"),
        ([(0, 0), (300, 0)], "top right"),
        ([(0, 0), (300, 0), (300, 730)], "top left"),
    ],
)
def test_a_stamp_that_found_room_elsewhere_is_seen_there(
    full: list[tuple[int, int]], spot: str
) -> None:
    small = b"".join(
        says("small print " * 10, (x, y + line), 5) for x, y in full for line in range(2, 60, 6)
    )
    data = paper([small + says("The bill", (72, 400))], box=[0, 0, 612, 792])
    assert judge(data).spot_of(1) == spot
    content = content_of({"a": data})
    made, report = bundle(content, {"a": data})
    assert failing(checked(made, report, content)) == []
