"""A citation of a part of a page leads to that very part in the bundle."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pypdf
import pypdfium2
import pytest
from PIL import Image

from onrecord.domain.rect import Rect
from onrecord.packet.assemble import assemble
from onrecord.packet.content import BundleContent, ChronologyRow, Cite, Exhibit, Mark, Options
from onrecord.packet.gather import Library
from onrecord.packet.ink import ink
from onrecord.packet.verification import verify
from packet.papers import paper, says

BOX = Rect(300, 500, 420, 520)
CONTENT = BundleContent(
    "Northline Telecom (sample): billed after leaving",
    sample=True,
    chronology=(
        ChronologyRow("2026-03-01", "They charged", citations=(Cite("A1", 2, BOX.text()),)),
        ChronologyRow("2026-03-02", "All of it", citations=(Cite("A1", 2),)),
    ),
    exhibits=(Exhibit("bill", "A1", "Bill", media_type="application/pdf", page_count=3),),
    parts=("chronology",),
)  # fmt: skip


def built(data: bytes, content: BundleContent = CONTENT) -> tuple[bytes, Any]:
    written = BytesIO()
    report = assemble(content, Library(lambda _id: data), {}).write(written.write)
    return written.getvalue(), report


def sheet(page: Any) -> list[float]:
    return [float(v) for v in page.MediaBox]


def quiet(done: int, total: int, words: str) -> None:
    pass


def destinations(data: bytes) -> list[Any]:
    """Of the links on the first page, in order: (kind, figures, objgen of the page)."""
    with pikepdf.open(BytesIO(data)) as pdf:
        numbers = {page.objgen: n for n, page in enumerate(pdf.pages, 1)}
        found: list[Any] = []
        for note in pdf.pages[0].Annots:
            dest: Any = note.Dest
            figures = [float(v) for v in list(dest)[2:]] if str(dest[1]) == "/FitR" else []
            found.append((str(dest[1]), figures, numbers[dest[0].objgen]))
        return found


def test_a_link_to_a_box_shows_it_with_room_around_it() -> None:
    data, report = built(paper([says(f"Sheet {n}") for n in (1, 2, 3)]))
    (kind, box, page), (plain, _, same) = destinations(data)
    assert (kind, plain) == ("/FitR", "/XYZ")
    assert page == same
    with pikepdf.open(BytesIO(data)) as pdf:
        x0, y0, x1, y1 = sheet(pdf.pages[page - 1])
    left, bottom, right, top = box
    assert x0 <= left <= BOX.x0 and BOX.x1 <= right <= x1
    assert y0 <= bottom <= y1 - BOX.y1 and y1 - BOX.y0 <= top <= y1
    assert right - left == pytest.approx(0.6 * (x1 - x0))
    assert verify(data, report, CONTENT, quiet).ok


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_the_box_is_found_on_a_page_that_is_stored_turned(turn: int) -> None:
    with pikepdf.open(BytesIO(paper([says("One"), says("Two"), says("Three")]))) as pdf:
        for page in pdf.pages:
            page.Rotate = turn
        out = BytesIO()
        pdf.save(out)
    data, report = built(out.getvalue())
    kind, (left, bottom, right, top), page = destinations(data)[0]
    assert kind == "/FitR"
    with pikepdf.open(BytesIO(data)) as pdf:
        x0, y0, x1, y1 = sheet(pdf.pages[page - 1])
    width, height = x1 - x0, y1 - y0
    # the middle of the box, from the top left as shown, in the stored page's own figures
    u, v = (BOX.x0 + BOX.x1) / 2, (BOX.y0 + BOX.y1) / 2
    stored = {90: (v, u), 180: (width - u, v), 270: (width - v, height - u)}[turn]
    assert left <= stored[0] <= right and bottom <= stored[1] <= top
    assert verify(data, report, CONTENT, quiet).ok


def test_a_box_on_a_page_left_out_is_said_as_the_page_is() -> None:
    content = replace(CONTENT, exhibits=(replace(CONTENT.exhibits[0], pages=(1,)),))
    data, report = built(paper([says(f"Sheet {n}") for n in (1, 2, 3)]), content)
    assert [p.words for p in report.problems] == ["A1 page 2 is cited, but is not included."]
    assert verify(data, report, content, quiet).ok


@pytest.mark.parametrize("size", [(300, 200), (3000, 4000)])
def test_a_part_of_a_picture_is_found_on_the_sheet_it_lies_on(size: tuple[int, int]) -> None:
    out = BytesIO()
    Image.new("RGB", size, (200, 220, 240)).save(out, "PNG")
    part = Rect(500, 500, 750, 1000)  # thousandths: the lower right, but not to the edge
    content = replace(
        CONTENT,
        chronology=(ChronologyRow("2026-03-01", "Chat", citations=(Cite("A1", 1, part.text()),)),),
        exhibits=(Exhibit("chat", "A1", "Chat", media_type="image/png", page_count=1),),
    )
    data, report = built(out.getvalue(), content)
    ((kind, (left, bottom, right, top), page),) = destinations(data)
    assert kind == "/FitR"
    with pikepdf.open(BytesIO(data)) as pdf:
        x0, y0, x1, y1 = (float(v) for v in pdf.pages[page - 1].ArtBox)
    middle = x0 + 0.625 * (x1 - x0), y0 + 0.25 * (y1 - y0)
    assert left <= middle[0] <= right and bottom <= middle[1] <= top
    assert left <= x0 + 0.5 * (x1 - x0) and right >= x0 + 0.75 * (x1 - x0)
    assert verify(data, report, content, quiet).ok


def test_several_boxes_on_a_page_are_named_once_and_each_led_to() -> None:
    other = Rect(60, 100, 180, 120)
    cites = (Cite("A1", 2, BOX.text()), Cite("A1", 2), Cite("A1", 2, other.text()))
    content = replace(
        CONTENT, chronology=(ChronologyRow("2026-03-01", "They charged", citations=cites),)
    )
    data, report = built(paper([says(f"Sheet {n}") for n in (1, 2, 3)]), content)
    (first, box, page), (second, further, same) = destinations(data)
    assert (first, second) == ("/FitR", "/FitR")
    assert page == same and box != further
    with pikepdf.open(BytesIO(data)) as pdf:
        height = sheet(pdf.pages[page - 1])[3]
    left, bottom, right, top = further
    assert left <= other.x0 and other.x1 <= right
    assert bottom <= height - other.y1 and height - other.y0 <= top
    assert verify(data, report, content, quiet).ok
    said = " ".join(pypdf.PdfReader(BytesIO(data)).pages[0].extract_text().split())
    assert f"A1, p. {page}, place 1" in said.replace("\u00a0", " ")


LINES = [f"Line {n} of the terms, refund {n} within ninety days of issue" for n in range(1, 200)]


def part_of(words: str, until: str, page: int = 1) -> Mark:
    """The part of a text from the first of some words to the last of others, as it is cited."""
    text = "\n".join(LINES)
    first, last = text.index(words), text.index(until) + len(until)
    return Mark(page, ink(text[:first]), ink(text[:last]), f"0 0 1 {page}")


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize(
    ("words", "until", "shown"),
    [
        ("refund 7 within", "refund 7 within", "refund 7 within"),
        ("refund 130 within ninety", "refund 130 within ninety", "refund 130 within ninety"),
        ("Line 9 of", "Line 10 of", "Line 9 of the terms, refund 9"),
    ],
)
def test_a_part_of_a_text_is_found_where_it_is_set(
    words: str, until: str, shown: str, large: bool
) -> None:
    mark = part_of(words, until)
    content = replace(
        CONTENT,
        options=Options(large=large),
        chronology=(
            ChronologyRow("2026-03-01", "The terms", citations=(Cite("A1", 1, mark.rect),)),
        ),
        exhibits=(Exhibit("terms", "A1", "Terms", media_type="text/plain", marks=(mark,)),),
    )
    data, report = built("\n".join(LINES).encode(), content)
    ((kind, (left, bottom, right, top), page),) = destinations(data)
    assert kind == "/FitR"
    pdf = pypdfium2.PdfDocument(data)
    said = pdf[page - 1].get_textpage()
    found = said.search(words).get_next()
    assert found is not None, "it leads to the page on which the words stand"
    boxes = [said.get_charbox(n) for n in range(found[0], found[0] + len(words))]
    assert min(b[0] for b in boxes) >= left - 1 and max(b[2] for b in boxes) <= right + 1
    assert min(b[1] for b in boxes) >= bottom - 1 and max(b[3] for b in boxes) <= top + 1
    inside = " ".join(said.get_text_bounded(left, bottom, right, top).split())
    assert shown in inside
    pdf.close()
    assert verify(data, report, content, quiet).ok


MAIL = """From: Customer Care <care@northline.example>
To: Jo Hartley <jo@hartley.example>
Subject: Your refund
 of 84.20
Date: Tue, 03 Feb 2026 16:20:11 +0000

Dear Jo,

you will not be charged again.
"""


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("Your refund", "of 84.20"),
        ("03 Feb 2026", "03 Feb 2026"),
        ("From", "Jo Hartley"),
        ("03 Feb 2026", "you will not"),
    ],
)
def test_a_part_of_the_header_lines_of_a_mail_is_found(words: str, until: str) -> None:
    first, last = MAIL.index(words), MAIL.index(until) + len(until)
    mark = Mark(1, ink(MAIL[:first]), ink(MAIL[:last]), "0 0 1 1")
    mail = Exhibit("mail", "A1", "Mail", media_type="message/rfc822", text=MAIL, marks=(mark,))
    content = replace(
        CONTENT,
        chronology=(
            ChronologyRow("2026-02-03", "Their mail", citations=(Cite("A1", 1, mark.rect),)),
        ),
        exhibits=(mail,),
    )
    data, report = built(MAIL.encode(), content)
    ((kind, (left, bottom, right, top), page),) = destinations(data)
    assert kind == "/FitR"
    with pypdfium2.PdfDocument(data) as pdf:
        page_text = pdf[page - 1].get_textpage()
        said = " ".join(page_text.get_text_bounded(left, bottom, right, top).split())
    assert words in said and until in said
    assert verify(data, report, content, quiet).ok
