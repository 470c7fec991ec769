"""The stamp stands upright at the lower right of every page, and the rest stays as it was."""

from __future__ import annotations

from io import BytesIO
from itertools import product
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image, ImageChops

from onrecord.packet.content import BundleContent
from onrecord.packet.geometry import Sheet, sheet_of
from onrecord.packet.outcome import SPOTS, Spot, Verdict
from onrecord.packet.stamp import Label, candidates, exhibit_words, plate, smaller
from onrecord.packet.verdict import engine
from packet.papers import A4, bundle, content_of, drawn, paper, says, text_of

# A scene that is different in every corner, so that a turned or moved page would show.
SCENE = b"0.2 g 40 60 80 200 re f 0.6 g 300 500 150 90 re f " + says("Your bill", (200, 400))

SHAPES: dict[str, dict[str, Any]] = {
    "plain": {},
    "turned right": {"Rotate": 90},
    "upside down": {"Rotate": 180},
    "turned left": {"Rotate": 270},
    "turned by -90": {"Rotate": -90},
    "turned by 450": {"Rotate": 450},
    "turned by nonsense": {"Rotate": 45},
    "box away from the origin": {"box": (-200, -100, 395, 742)},
    "box far away": {"box": (1000, 2000, 1595, 2842)},
    "box upside down": {"box": (595, 842, 0, 0)},
    "cropped": {"CropBox": Array([30, 50, 500, 700])},
    "cropped and turned": {"CropBox": Array([30, 50, 500, 700]), "Rotate": 90},
    "crop box larger than the sheet": {"CropBox": Array([-100, -100, 900, 1200])},
    "large unit": {"UserUnit": 2},
    "large unit, turned": {"UserUnit": 2.5, "Rotate": 270},
    "small as a receipt": {"box": (0, 0, 160, 420)},
    "tiny": {"box": (0, 0, 60, 40)},
    "poster": {"box": (0, 0, 5000, 7000)},
}
CONTENTS = {
    "balanced": SCENE,
    "one Q too many": SCENE + b"Q",
    "three Q too many": SCENE + b"Q Q Q",
    "moved and left open": b"1 0 0 1 1 1 cm " + SCENE,
    "clipped and left open": SCENE + b"0 0 5 5 re W n",
    "text left invisible": SCENE + b"3 Tr 400 Tz",
    "saved and left open": b"q 0.9 0 0 0.9 0 30 cm q " + SCENE,
}


def stamped(contents: list[bytes], **shape: Any) -> tuple[bytes, bytes, int]:
    """The document, the bundle with it as A1, and the bundle page of its first page."""
    document = paper(contents, **shape)
    made, report = bundle(content_of({"bill": document}, parts=()), {"bill": document})
    first = next(page.number for page in report.pages if page.label)
    return document, made, first


def stamp_box(
    data: bytes, page: int, label: Label, spot: Spot = "right"
) -> tuple[int, int, int, int]:
    """Where the stamp must be, in pixels of a drawing of one pixel a unit of user space."""
    with pikepdf.open(BytesIO(data)) as pdf:
        own = pdf.pages[page - 1].obj
        sheet = sheet_of(
            own.get("/MediaBox"), own.get("/CropBox"), own.get("/Rotate"), own.get("/UserUnit")
        )
    at, unit = plate(sheet, label, spot), sheet.unit
    bottom = (sheet.height - at.y) / unit
    return (
        int(at.x / unit) - 1,
        int(bottom - at.height / unit) - 1,
        int((at.x + at.width) / unit) + 2,
        int(bottom) + 2,
    )


def assert_stamped(
    data: bytes, before: Image.Image, page: int, label: Label, spot: Spot = "right"
) -> None:
    after = drawn(data, page)
    assert after.size == before.size
    box = stamp_box(data, page, label, spot)
    inside = after.crop(box)
    assert inside.getextrema()[0] < 140, "no dark letters where the stamp must be"
    assert sum(inside.histogram()[220:]) > inside.width * inside.height * 0.4, "no white plate"
    apart = ImageChops.difference(before, after)
    apart.paste(0, box)
    assert apart.getextrema()[1] <= 8, "the page has changed outside the stamp"
    words = "".join(text_of(data, page).split())
    assert "".join((label.exhibit + label.page).split()) in words


@pytest.mark.parametrize("shape", SHAPES)
def test_stamp_is_where_it_must_be_on_a_sheet_that_is(shape: str) -> None:
    document, made, first = stamped([SCENE], **SHAPES[shape])
    assert_stamped(made, drawn(document, 1), first, Label("A1 · p. 1", str(first)))


@pytest.mark.parametrize("content", [name for name in CONTENTS if name != "saved and left open"])
@pytest.mark.parametrize("rotate", [0, 90])
def test_stamp_stands_in_spite_of_content_that_is(content: str, rotate: int) -> None:
    document, made, first = stamped([CONTENTS[content]], Rotate=rotate)
    assert_stamped(made, drawn(document, 1), first, Label("A1 · p. 1", str(first)))


def test_content_that_saves_more_than_it_restores_is_wrapped() -> None:
    from onrecord.packet.verdict import judge

    document = paper([CONTENTS["saved and left open"], SCENE])
    verdict = judge(document)
    assert verdict.wrapped == (1,)
    made, report = bundle(
        content_of({"bill": document}, parts=()), {"bill": document}, {"bill": verdict}
    )
    for number, record in enumerate((r for r in report.pages if r.label), 1):
        label = Label(record.label, str(record.number))
        assert_stamped(made, drawn(document, number), record.number, label)


def test_attributes_inherited_from_the_page_tree_count() -> None:
    from onrecord.packet.verdict import judge

    def inherit(pdf: Pdf) -> None:
        tree = pdf.Root.Pages
        for key in ("/MediaBox", "/Resources", "/Rotate"):
            tree[key] = pdf.pages[0].obj[key]
            for page in pdf.pages:
                del page.obj[key]

    document = paper([SCENE, SCENE], box=(10, 20, 405, 520), Rotate=90, change=inherit)
    made, report = bundle(content_of({"bill": document}), {"bill": document})
    for number, record in enumerate((r for r in report.pages if r.label), 1):
        label = Label(record.label, str(record.number))
        spot = judge(document).spot_of(number)  # something stands at the lower right here
        assert_stamped(made, drawn(document, number), record.number, label, spot)


def test_content_in_several_streams_cut_within_a_word_is_left_whole() -> None:
    def cut(pdf: Pdf) -> None:
        middle = SCENE.index(b"500")
        pdf.pages[0].obj.Contents = Array(
            [Stream(pdf, SCENE[:middle]), Stream(pdf, SCENE[middle:])]
        )

    document = paper([SCENE], change=cut)
    made, report = bundle(content_of({"bill": document}, parts=()), {"bill": document})
    first = next(page.number for page in report.pages if page.label)
    assert_stamped(made, drawn(document, 1), first, Label("A1 · p. 1", str(first)))


def test_stamp_reads_on_a_black_page() -> None:
    _, made, first = stamped([b"0 g 0 0 595 842 re f"])
    inside = drawn(made, first, 1.0).crop(stamp_box(made, first, Label("A1 · p. 1", str(first))))
    assert inside.getextrema()[1] > 240


def test_a_crop_box_beside_the_sheet_is_ignored() -> None:
    """Viewers disagree about it; pdfium shows nothing at all."""
    _, made, first = stamped([SCENE], CropBox=Array([2000, 2000, 2100, 2100]))
    assert_stamped(made, drawn(paper([SCENE]), 1), first, Label("A1 · p. 1", str(first)))


def test_an_empty_page_is_stamped() -> None:
    def bare(pdf: Pdf) -> None:
        del pdf.pages[0].obj["/Contents"]
        del pdf.pages[0].obj["/Resources"]

    document = paper([b""], change=bare)
    made, report = bundle(content_of({"bill": document}), {"bill": document})
    record = next(page for page in report.pages if page.label)
    assert "A1·p.1" in "".join(text_of(made, record.number).split())


def test_stamp_is_no_part_of_the_reading_order() -> None:
    _, made, first = stamped([SCENE])
    with pikepdf.open(BytesIO(made)) as pdf:
        last = list(pdf.pages[first - 1].obj.Contents)[-1].read_bytes()
    assert b"/Artifact" in last


def test_label_says_when_a_page_is_a_picture() -> None:
    assert exhibit_words("A1", 3, "image copy") == "A1 · p. 3 · image copy"
    assert exhibit_words("A1", None) == "A1"


def test_a_long_label_stays_on_a_narrow_sheet() -> None:
    sheet = sheet_of(Array([0, 0, 80, 300]), None, 0, 1)
    at = plate(sheet, Label("Exhibit ABC-1234 · p. 1000 · image copy", "12345"))
    assert at.x >= 0 and at.x + at.width <= 80


def test_a_long_label_stays_where_room_was_looked_for_and_can_be_read() -> None:
    sheet = sheet_of(Array(A4), None, 0, 1)
    room = dict(candidates(sheet))
    longest = "W" * 12 + " · p. 100 · image copy"
    for (spot, free), words in product(room.items(), ("BILL-JAN-26 · p. 100", longest, "W" * 60)):
        at = plate(sheet, Label(words, "1000"), spot)
        assert at.x >= free.x - 0.01 and at.x + at.width <= free.x + free.width + 0.01
        assert at.y >= free.y - 0.01 and at.y + at.height <= free.y + free.height + 0.01
    assert plate(sheet, Label("W" * 12 + " · p. 100", "1000")).scale * 8.5 >= 6


def test_sheet_size_is_the_shown_one() -> None:
    sheet = sheet_of(Array(A4), Array([0, 0, 100, 200]), 90, 2)
    assert (sheet.width, sheet.height) == (400, 200)


def test_a_bundle_without_documents_is_still_a_bundle() -> None:
    _, report = bundle(BundleContent("Only words (sample)"), {})
    assert report.page_count == len(report.pages) > 0


def test_names_already_in_use_are_not_taken() -> None:
    def crowd(pdf: Pdf) -> None:
        pdf.pages[0].obj.Resources.ExtGState = Dictionary(
            GS=Dictionary(Type=Name.ExtGState, ca=0.5)
        )

    document = paper([b"/GS gs " + SCENE], change=crowd)
    made, report = bundle(content_of({"bill": document}, parts=()), {"bill": document})
    first = next(page.number for page in report.pages if page.label)
    assert_stamped(made, drawn(document, 1), first, Label("A1 · p. 1", str(first)))


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("taken", range(1, 6))
def test_stamp_stands_where_the_page_has_nothing(taken: int, rotate: int) -> None:
    """The first places are taken, one after the other, by thin grey lines of small print."""
    from onrecord.packet.verdict import judge

    width, height = (842, 595) if rotate % 180 else (595, 842)
    lines: list[bytes] = []
    for spot in SPOTS[:taken]:
        x = {"right": 0.70, "left": 0.02, "middle": 0.37}[spot.split()[-1]] * width
        y = height - 38 if spot.startswith("top") else 12
        lines += [
            f"0.4 G 0.7 w {x} {y + n} m {x + 0.27 * width} {y + n} l S ".encode()
            for n in (3, 9, 15)
        ]
    # Drawn as it is seen: the page is turned the other way round beforehand.
    turn = {
        0: b"",
        90: b"0 1 -1 0 595 0 cm ",
        180: b"-1 0 0 -1 595 842 cm ",
        270: b"0 -1 1 0 0 842 cm ",
    }
    document = paper([turn[rotate] + b"".join(lines)], Rotate=rotate)
    verdict = judge(document)
    assert verdict.spot_of(1) == SPOTS[taken]
    made, report = bundle(
        content_of({"bill": document}, parts=()), {"bill": document}, {"bill": verdict}
    )
    record = next(page for page in report.pages if page.label)
    label = Label(record.label, str(record.number))
    assert_stamped(made, drawn(document, 1), record.number, label, SPOTS[taken])


@pytest.mark.parametrize(
    "shape",
    [
        {}, {"Rotate": 90}, {"Rotate": 270, "box": (50, 60, 645, 902)}, {"UserUnit": 2},
        {"saves": b"q q "},
    ],
)  # fmt: skip
def test_a_page_full_to_its_edges_is_set_smaller_and_loses_nothing(shape: dict[str, Any]) -> None:
    from onrecord.packet.stamp import smaller
    from onrecord.packet.verdict import judge

    x0, y0, x1, y1 = shape.get("box", (0, 0, 595, 842))
    rows = [
        f"0 g {x} {y} 20 20 re f ".encode()
        for y in range(y0, y1, 20)
        for x in range(x0 + y % 40, x1, 40)
    ]
    saves = shape.get("saves", b"")  # one more than is taken back
    page = {key: value for key, value in shape.items() if key != "saves"}
    document = paper([saves + b"".join(rows) + (b"Q " if saves else b"")], **page)
    verdict = judge(document)
    assert verdict.spot_of(1) == "below"
    made, report = bundle(
        content_of({"bill": document}, parts=()), {"bill": document}, {"bill": verdict}
    )
    assert (
        bundle(content_of({"bill": document}, parts=()), {"bill": document}, {"bill": verdict})[0]
        == made
    )
    record = next(page for page in report.pages if page.label)
    before, after = drawn(document, 1), drawn(made, record.number)
    with pikepdf.open(BytesIO(made)) as pdf:
        own = pdf.pages[record.number - 1].obj
        sheet = sheet_of(own.get("/MediaBox"), None, own.get("/Rotate"), own.get("/UserUnit"))
        factor = smaller(sheet).factor
    assert 0.93 < factor < 1
    wide, high = round(before.width * factor), round(before.height * factor)
    left = round((before.width - wide) / 2)
    kept = after.crop((left, 0, left + wide, high)).resize(before.size)
    mean = sum(i * n for i, n in enumerate(ImageChops.difference(before, kept).histogram()))
    assert mean / (before.width * before.height) < 60, "the content is not all there"
    box = stamp_box(made, record.number, Label(record.label, str(record.number)))
    darkest: Any = after.crop(tuple(map(round, box))).getextrema()
    assert darkest[0] < 120, "the stamp is not where it belongs"
    below = after.crop((0, high + 1, after.width, after.height))
    below.paste(255, (box[0], box[1] - high - 1, box[2], box[3] - high - 1))
    assert below.getextrema()[0] > 200, "something of the page is below its content"
    assert any("set a little smaller" in text_of(made, n) for n in range(1, record.number))


def test_a_pattern_grows_smaller_with_its_page() -> None:
    def shaded(pdf: Pdf) -> None:
        shades = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0]), C1=Array([1]), N=1)
        along = Dictionary(
            ShadingType=2, ColorSpace=Name.DeviceGray, Coords=Array([0, 0, 0, 792]),
            Function=shades,
        )  # fmt: skip
        pattern = Dictionary(Type=Name.Pattern, PatternType=2, Shading=along)
        pdf.pages[0].obj.Resources.Pattern = Dictionary(P=pdf.make_indirect(pattern))

    data = paper([b"/Pattern cs /P scn 0 0 612 792 re f"], box=[0, 0, 612, 792], change=shaded)
    verdict = Verdict(engine(), 1, spots={1: "below"})
    content = content_of({"a": data})
    made, report = bundle(content, {"a": data}, {"a": verdict})
    number = next(p.number for p in report.pages if p.kind == "copy")
    before, after = drawn(data, 1), drawn(made, number)
    factor = smaller(Sheet(0, 0, 612, 792, 0, 1.0)).factor
    assert factor < 1
    # What stood at the page's foot stands at the foot of the smaller one, above the stamp.
    size = (round(612 * factor), round(792 * factor))
    wanted = before.resize(size, Image.Resampling.BOX)
    left = round((1 - factor) * 306)
    found = after.crop((left, 0, left + size[0], size[1]))
    apart = ImageChops.difference(wanted, found).histogram()
    assert sum(apart[4:]) <= 0.02 * sum(apart)
