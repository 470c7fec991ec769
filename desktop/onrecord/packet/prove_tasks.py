"""What one file says of how well PDFs go in: taken by the code that makes bundles, then looked at
by other code. Runs in a worker.

The file goes through judging, assembling and checking as it would in an export. Its pages are then
drawn as they stand in the file and as they stand in the bundle, and every pixel is compared but
those of the stamp; the stamp is compared with one drawn alone on an empty sheet of that size.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops, ImageFilter

from onrecord.domain.rect import Rect
from onrecord.domain.same_words import Plain, squashed
from onrecord.errors import KnownError, NeedsPassword, Unreadable
from onrecord.packet import raster, tasks, verification
from onrecord.packet.annotations import annotations_of
from onrecord.packet.assemble import assemble
from onrecord.packet.content import BundleContent, Drawn, Exhibit
from onrecord.packet.gather import Library
from onrecord.packet.geometry import Sheet
from onrecord.packet.outcome import BuildReport, PageRecord, Spot, Verdict
from onrecord.packet.outline import framed
from onrecord.packet.pagecopy import inherited
from onrecord.packet.pagewords import Word
from onrecord.packet.sources import Document
from onrecord.packet.stamp import Label, Plate, Stamper, plate, smaller
from onrecord.packet.verdict import judge_document
from onrecord.worker.child import Request

_PDF = "application/pdf"
_CROP = 40  # pixels that a stamp is high when it is compared
_ALIKE, _THE_SAME = 0.72, 0.95  # of the ink of two stamps, what both share
_LABEL = "A1"
_TELLING, _RARE = 6, 10  # letters and figures
_PAGES_READ, _ENOUGH = 10, 40

warm = tasks.warm


def prove(request: Request) -> dict[str, Any]:
    """``args``: how many ``pages`` are looked at (0: all). What was found, JSON-able:

    ``state`` is opened, password or closed; where it is opened, ``pages`` and how many were
    ``looked`` at, ``methods`` by count, and page numbers whose ``looks`` or ``stamps`` are wrong;
    ``form`` whether it is filled in; ``left_out``, ``leaks``, ``alarms`` and ``checks`` are sentences on what is wrong.
    """
    data = request.blobs[0]
    try:
        document = Document(data)
    except NeedsPassword:
        return {"state": "password"}
    except Unreadable as error:
        return {"state": "closed", "why": str(error)}
    try:
        return {"state": "opened", **_taken(data, document, request)}
    except NeedsPassword:  # one reader did without it, and what it saw may be nothing
        return {"state": "password"}
    finally:
        document.close()


def _taken(data: bytes, document: Document, request: Request) -> dict[str, Any]:
    count = document.page_count
    found: dict[str, Any] = {"pages": count, "form": _filled(document)}
    try:
        verdict = judge_document(document)
    except KnownError as error:
        return {**found, "looked": 0, "wrong": f"It could not be judged: {error}"}
    methods: dict[str, int] = {}
    for number in range(1, count + 1):
        methods[verdict.method_of(number)] = methods.get(verdict.method_of(number), 0) + 1
    found["methods"] = methods
    made, report, problems = _bundle(data, verdict, None)
    found["checks"] = problems
    numbers = _chosen(count, int(request.args.get("pages", 0)))
    looks, stamps = _compared(document, made, report, verdict, numbers)
    found |= {"looked": len(numbers), "looks": looks, "stamps": stamps, "left_out": []}
    if count > 1:
        half = tuple(range(1, count + 1, 2))
        found["left_out"] = _bundle(data, verdict, half)[2]
    found |= _removed(data, document, verdict)
    return found


def _bundle(
    data: bytes,
    verdict: Verdict,
    pages: tuple[int, ...] | None,
    *,
    drawn: tuple[Drawn, ...] = (),
    hidden: tuple[str, ...] = (),
) -> tuple[bytes, BuildReport, list[str]]:
    """A bundle of this file alone; and what its check says against it."""
    exhibit = Exhibit(
        _LABEL, _LABEL, "A file", media_type=_PDF, length=len(data), pages=pages,
        page_count=verdict.page_count, drawn=drawn,
    )  # fmt: skip
    content = BundleContent("Trial", exhibits=(exhibit,), parts=(), hidden=hidden)
    written = BytesIO()
    bundle = assemble(content, Library(lambda _id: data), {_LABEL: verdict})
    report = bundle.write(written.write)
    made = written.getvalue()
    checked = verification.verify(made, report, content, _quiet)
    problems = list(checked.problems)
    problems += [one.words for one in report.problems if one.stops]
    return made, report, problems


def _removed(data: bytes, document: Document, verdict: Verdict) -> dict[str, Any]:
    """Blacks out one word everywhere and another by a box, as a person would, and looks for both
    in the finished file. ``removed`` is how many words there were to try it with; ``alarms`` is
    why an export would stop at it, so that nothing goes out."""
    everywhere, boxed = _telling(document)
    if everywhere is None:
        return {"removed": 0, "leaks": [], "alarms": []}
    drawn: tuple[Drawn, ...] = ()
    if boxed is not None:
        x0, y0, x1, y1 = boxed[1].box  # a word may reach over the page's edge, a box may not
        box = Rect(max(0.0, x0), max(0.0, y0), x1, y1)
        drawn = (Drawn(boxed[0], "black_out", (box.text(),)),)
    try:
        made, report, alarms = _bundle(
            data, verdict, None, drawn=drawn, hidden=(everywhere[1].text,)
        )
    except KnownError as error:
        said = f"Blacking out failed: {error}"
        return {"removed": 1 + len(drawn), "leaks": [], "alarms": [said]}
    leaks: list[str] = []
    shown = raster.open_pdfium(made)
    try:
        for record in report.pages:
            text = Plain(raster.text_of_page(shown, record.number - 1))
            if text.find(everywhere[1].text):
                leaks.append(f"A word that was blacked out can be read on page {record.number}.")
            if boxed is not None and record.exhibit_page == boxed[0]:
                before = document.pdfium()[boxed[0] - 1]
                wide = before.get_size()[0]
                before.close()
                leaks += _under_the_box(shown[record.number - 1], boxed[1], wide, record)
    finally:
        shown.close()
    alarms = [f"With words blacked out: {one}" for one in alarms]
    return {"removed": 1 + len(drawn), "leaks": leaks, "alarms": alarms}


def _under_the_box(page: Any, word: Word, wide: float, record: PageRecord) -> list[str]:
    """Whether the word can be read where the box is. The page shows what it showed, ``wide`` units
    of its file, in points, or smaller and elsewhere, as its record says."""
    text = page.get_textpage()
    try:
        times = page.get_size()[0] / wide
        where = framed(record.frame or (0, 0, times, times), word.box)
        inside = raster.user_box(page, *where)
        found = text.get_text_bounded(*inside)
        return ["A word under a box can still be read."] if Plain(found).find(word.text) else []
    finally:
        text.close()
        page.close()


def _telling(document: Document) -> tuple[tuple[int, Word] | None, tuple[int, Word] | None]:
    """Two words of the first pages that have some, long enough not to stand there by chance."""
    found: list[tuple[int, Word]] = []
    for number in range(1, min(document.page_count, _PAGES_READ) + 1):
        try:
            words = document.words(number).words()
        except (KnownError, pypdfium2.PdfiumError, ValueError):
            continue
        found += [
            (number, word)
            for word in words
            if len(squashed(word.text)) >= _TELLING and word.box.x1 > 1 and word.box.y1 > 1
        ]
        if len(found) > _ENOUGH:
            break
    if not found:
        return None, None
    # What a person hides is a number or a name, not a word that any page of ours says too.
    numbers = [one for one in found if any(c.isdigit() for c in one[1].text)]
    rare = [one for one in found if len(squashed(one[1].text)) >= _RARE]
    among = numbers or rare or found
    first = among[len(among) // 2]
    others = [one for one in found if squashed(one[1].text) != squashed(first[1].text)]
    return first, others[len(others) // 3] if others else None


def _quiet(done: int, total: int, words: str) -> None:
    """Nobody wants to know."""


def _filled(document: Document) -> bool:
    """Whether it is a form in which something stands."""
    source = document.source("copy")
    if source is None:
        return False
    for page in source.pages:
        for note in annotations_of(page):
            if note.get("/Subtype") != Name.Widget:
                continue
            value: Any = inherited(note, "/V")
            if value is not None and str(value) not in ("", "/Off", "null"):
                return True
    return False


def _chosen(count: int, most: int) -> list[int]:
    """All pages, or ``most`` of them, spread evenly."""
    if most <= 0 or count <= most:
        return list(range(1, count + 1))
    if most == 1:
        return [1]
    return sorted({1 + round(step * (count - 1) / (most - 1)) for step in range(most)})


# -------------------------------------------------------------------- looking at it


def _compared(
    document: Document, made: bytes, report: BuildReport, verdict: Verdict, numbers: Sequence[int]
) -> tuple[list[int], list[int]]:
    """Pages of the file that look different, and those that are not stamped right."""
    records = {r.exhibit_page: r for r in report.pages if r.exhibit_page and r.kind != "divider"}
    before, after = _as_printed(document), raster.open_pdfium(made)
    looks: list[int] = []
    stamps: list[int] = []
    with pikepdf.open(BytesIO(made)) as pdf:
        sheets = {r.number: Stamper.sheet(pdf.pages[r.number - 1].obj) for r in records.values()}
    wanted = [records[n] for n in numbers if n in records]
    alone = _stamps_alone(wanted, sheets, verdict)
    try:
        for number in numbers:
            record = records.get(number)
            if record is None or record.kind == "sheet":
                looks.append(number)
                stamps.append(number)
                continue
            sheet, spot = sheets[record.number], _spot(verdict, record)
            page = after[record.number - 1]
            try:
                if not _looks_right(before, page, number, sheet, spot, record):
                    looks.append(number)
                place = wanted.index(record)
                if not _stamp_right(alone[place], page, sheet, _label(record), spot):
                    stamps.append(number)
            finally:
                page.close()
    finally:
        if before is not None:
            before.close()
        after.close()
        alone.close()
    return looks, stamps


def _as_printed(document: Document) -> Any:
    """None where pdfium does not open the file: then there is nothing to compare with."""
    try:
        return document.as_printed()
    except NeedsPassword:
        raise
    except KnownError:
        return None


def _spot(verdict: Verdict, record: PageRecord) -> Spot:
    return verdict.spot_of(record.exhibit_page or 0)


def _label(record: PageRecord) -> Label:
    return Label(record.label, str(record.number))


def _looks_right(
    before: Any, page: Any, number: int, sheet: Sheet, spot: Spot, record: PageRecord
) -> bool:
    """Whether a page differs from the file's own in nothing but the stamp. What pdfium cannot show
    is taken as right where it was copied as it is."""
    if before is None:
        return record.kind == "copy"
    try:
        given = before[number - 1]
    except (pypdfium2.PdfiumError, IndexError):
        return record.kind == "copy"
    try:
        if min(given.get_size()) <= 0:  # boxes that do not meet: there is nothing to compare
            return True
        scale = raster.comparing_scale(given)
        at = plate(sheet, _label(record), spot)
        zoom = scale / sheet.unit
        if spot == "below":
            return _smaller_alike(given, page, sheet, at, scale, zoom)
        one = raster.picture(given, scale, gray=True)
        other = raster.picture(page, scale, gray=True)
        box = _box(at, zoom, other.height)
        if record.kind == "image":
            return not _far(_blank(one, box), _blank(other, box))
        return not raster.differs(one, other, box)
    except KnownError:
        return False
    finally:
        given.close()


def _smaller_alike(
    given: Any, page: Any, sheet: Sheet, at: Plate, scale: float, zoom: float
) -> bool:
    """As ``_looks_right``, for a page whose own content is set smaller to make room."""
    factor = smaller(sheet).factor
    one = raster.picture(given, scale * factor, gray=True)
    other = raster.picture(page, scale, gray=True)
    left = round((1 - factor) * other.width / 2)
    room = other.crop((left, 0, left + one.width, one.height))
    outside = other.copy()
    outside.paste(255, (max(0, left - 2), 0, left + one.width + 2, one.height + 2))
    outside = _blank(outside, _box(at, zoom, other.height))
    return not _far(one, room) and sum(outside.histogram()[:200]) == 0


def _box(at: Plate, zoom: float, height: int) -> tuple[float, float, float, float]:
    """Where a plate stands in a picture of the page, and two pixels around it."""
    return (
        max(0.0, at.x * zoom - 2),
        max(0.0, height - (at.y + at.height) * zoom - 2),
        (at.x + at.width) * zoom + 2,
        height - at.y * zoom + 2,
    )


def _blank(picture: Image.Image, box: tuple[float, float, float, float]) -> Image.Image:
    made = picture.copy()
    left, top, right, bottom = (round(v) for v in box)
    made.paste(255, (left, top, right, bottom))
    return made


def _far(one: Image.Image, other: Image.Image) -> bool:
    """Whether two pictures drawn at different sizes, or compressed, show different things."""
    if abs(one.width - other.width) > 3 or abs(one.height - other.height) > 3:
        return True
    size = (max(1, one.width // 3), max(1, one.height // 3))
    first, second = (_resized(p, size) for p in (one, other))
    apart = ImageChops.difference(first, second).filter(ImageFilter.BoxBlur(1)).histogram()
    return sum(apart[72:]) > max(2, size[0] * size[1] // 500)


def _resized(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    made: Any = picture
    return made.resize(size, Image.Resampling.BOX)


# -------------------------------------------------------------------- the stamp


def _stamps_alone(records: Sequence[PageRecord], sheets: dict[int, Sheet], verdict: Verdict) -> Any:
    """For each page an empty sheet as large as that page is shown, with the stamp it should
    bear."""
    pdf = pikepdf.new()
    pages: list[Any] = []
    stamper = Stamper(pdf)
    for record in records:
        sheet, spot = sheets[record.number], _spot(verdict, record)
        box = [0, 0, sheet.width / sheet.unit, sheet.height / sheet.unit]
        page = pdf.make_indirect(Dictionary(Type=Name.Page, MediaBox=Array(box)))
        if sheet.unit != 1:
            page["/UserUnit"] = sheet.unit
        # "below" moves only the page's own content, and there is none here
        stamper.stamp(page, _label(record), spot="right" if spot == "below" else spot)
        pages.append(page)
    root = pdf.Root["/Pages"]
    for page in pages:
        page["/Parent"] = root
    root["/Kids"], root["/Count"] = Array(pages), len(pages)
    out = BytesIO()
    pdf.save(out)
    pdf.close()
    return raster.open_pdfium(out.getvalue(), forms=False)


def _stamp_right(alone: Any, page: Any, sheet: Sheet, label: Label, spot: Spot) -> bool:
    """Whether the stamp is the one it should be, upright, in its place, wholly on the sheet, and
    can be read as text there."""
    try:
        at = plate(sheet, label, spot)
        inside = at.x >= 0 and at.y >= 0 and at.x + at.width <= sheet.width + 0.01
        if not inside or at.y + at.height > sheet.height + 0.01:
            return False
        one, other = (_near(each, at, sheet.unit) for each in (alone, page))
        # What lies under the stamp may be text too, unseen but there.
        said, meant = _said(page, at, sheet.unit), _squeezed(f"{label.exhibit}{label.page}")
        shared = _shared(one, other)
        return shared >= _ALIKE and (meant in said or shared >= _THE_SAME)
    except (pypdfium2.PdfiumError, ValueError, KnownError):
        return False
    finally:
        alone.close()


def _near(page: Any, at: Plate, unit: float) -> Image.Image:
    """A stamp's place, drawn large and grey."""
    wide, high = page.get_size()  # in units of user space: pdfium does not apply UserUnit
    left, bottom = at.x / unit, at.y / unit
    right, top = wide - left - at.width / unit, high - bottom - at.height / unit
    crop = tuple(max(0.0, v) for v in (left, bottom, right, top))
    drawn = page.render(scale=_CROP * unit / at.height, crop=crop, grayscale=True)
    return drawn.to_pil().filter(ImageFilter.BoxBlur(2))


def _shared(one: Image.Image, other: Image.Image) -> float:
    """Of the ink of two pictures, the part that both have."""
    if abs(one.width - other.width) > 3 or abs(one.height - other.height) > 3:
        return 0.0
    other = _resized(other, one.size)
    ink = [ImageChops.invert(each) for each in (one, other)]
    both, any_of = ImageChops.darker(*ink), ImageChops.lighter(*ink)
    total = _weight(any_of)
    return _weight(both) / total if total else 0.0


def _weight(picture: Image.Image) -> int:
    return sum(shade * count for shade, count in enumerate(picture.histogram()))


def _said(page: Any, at: Plate, unit: float) -> str:
    _, high = page.get_size()
    left, right = at.x / unit, (at.x + at.width) / unit
    top, bottom = high - (at.y + at.height) / unit, high - at.y / unit
    text = page.get_textpage()
    try:
        return _squeezed(text.get_text_bounded(*raster.user_box(page, left, top, right, bottom)))
    finally:
        text.close()


def _squeezed(text: str) -> str:
    return "".join(text.split())


TASKS = {"prove": prove}
