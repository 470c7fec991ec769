"""How the pages of a file are best taken: every way is tried, and what it gives is looked at.

Each page is drawn as it stands in the file and as it would stand in the bundle, stamp included.
The first way that keeps the picture wins; a page that none keeps becomes a picture of itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name
from PIL import Image

from onrecord.errors import KnownError, Unreadable
from onrecord.packet import raster
from onrecord.packet.annotations import annotations_of
from onrecord.packet.barely import barely_read
from onrecord.packet.entries import entry
from onrecord.packet.forms import unusual_letters
from onrecord.packet.geometry import Sheet, sheet_of
from onrecord.packet.mend import sound
from onrecord.packet.outcome import Method, Spot, Verdict
from onrecord.packet.pagecopy import CannotPrune, Source, copy_layers, copy_pages
from onrecord.packet.pagewalk import each_page
from onrecord.packet.pagewords import letters_of
from onrecord.packet.press import LARGE
from onrecord.packet.sources import Document, open_pikepdf
from onrecord.packet.stamp import Label, Plate, Stamper, candidates, plate
from onrecord.packet.unmapped import unmapped
from onrecord.packet.wrongletters import Font, Letters

_SHORT = 12  # pages
_RULES = 5  # raise when the way pages are copied or stamped changes
_DRAWN = 0.2  # points; the least height of a letter
_LABEL = Label("A10 · p. 100", "1000")
_Spots = dict[int, tuple[Spot, Spot]]
"""Per page where the stamp covers nothing, of ordinary size and in large print."""
_PLAIN_ANNOTATIONS = {"/Link", "/Popup"}
_ORDER: tuple[Method, ...] = ("copy", "flatten", "keep", "import")


@cache
def engine() -> str:
    """The versions a verdict depends on."""
    drawn_by: Any = pypdfium2.PDFIUM_INFO
    return (
        f"{_RULES} pikepdf {pikepdf.__version__} qpdf {pikepdf.__libqpdf_version__}"
        f" pdfium {drawn_by.build}"
    )


def default_verdict(document: Document) -> Verdict:
    """What to do with a file that nobody judged: in a long one, only pages with fields or notes
    are looked at."""
    source = document.source("copy")
    if source is None or document.page_count <= _SHORT:
        return judge_document(document)
    marked = [
        number
        for number, page in enumerate(source.pages, 1)
        if any(str(entry(a, "/Subtype")) not in _PLAIN_ANNOTATIONS for a in annotations_of(page))
    ]
    return judge_document(document, only=marked)


def judge(
    data: bytes, password: str = "", progress: Callable[[int, int, str], None] | None = None
) -> Verdict:
    """The verdict on a PDF. Raises NeedsPassword or Unreadable."""
    document = Document(data, password)
    try:
        return judge_document(document, progress=progress)
    finally:
        document.close()


def judge_document(
    document: Document,
    *,
    only: Iterable[int] | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> Verdict:
    """The verdict on an opened file; ``only`` limits what is looked at to these pages."""
    count = document.page_count
    left = list(range(1, count + 1) if only is None else only)
    only = None if only is None else list(left)
    try:
        shown = document.as_printed()
        if len(shown) != count:
            shown.close()
            raise Unreadable("Readers disagree about the number of pages.")
    except KnownError:
        if document.source("copy") is None:
            raise
        words = "This document could not be compared page by page; check how it looks."
        return Verdict(engine(), count, problems=(words,) if left else ())
    try:
        chosen, wrapped, spots, unseen = _chosen(document, shown, left, progress)
        numbers = range(1, count + 1) if only is None else ()
        barely, unread = _odd(shown, numbers)
    finally:
        shown.close()
    sources = [document.source(method) for method in sorted(set(chosen.values()) - {"image"})]
    mended = any(source is not None and source.mended for source in sources)
    found = _verdict(count, chosen, wrapped, whole=only is None)
    if unseen:
        words = f"These could not be compared with how they look elsewhere: page {_listed(unseen)}."
        found = replace(found, problems=(*found.problems, words))
    undrawn = _undrawn(document, range(1, count + 1) if only is None else only)
    if undrawn:
        words = f"Letters of what is filled in are missing: page {_listed(undrawn)}."
        found = replace(found, problems=(*found.problems, words))
    return replace(
        found,
        mended=mended,
        undrawn=tuple(undrawn),
        spots=_told(spots, chosen, 0),
        large_spots=_told(spots, chosen, 1),
        barely=barely,
        unmapped=unread,
    )


def _odd(shown: Any, numbers: Iterable[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The pages with hardly a word of their own over a picture, and those on which something else
    is read than is seen."""
    fonts = Letters()

    def test(page: Any, reader: Any) -> tuple[bool, bool, list[Font]]:
        letters = letters_of(reader, reader.count_chars())
        return (
            barely_read(page, len(letters)),
            unmapped(reader, letters),
            fonts.on(page, reader, letters),
        )

    found = each_page(shown, numbers, test)
    barely = tuple(n for n, (few, _, _) in found.items() if few)
    unread = tuple(n for n, (_, odd, used) in found.items() if odd or fonts.wrong(used))
    return barely, unread


def _chosen(
    document: Document,
    shown: Any,
    left: list[int],
    progress: Callable[[int, int, str], None] | None,
) -> tuple[dict[int, Method], set[int], _Spots, list[int]]:
    """Per page the first way that keeps its picture; the pages that need a form around; where on
    each there is room for the stamp; and the pages that are copied without having been seen."""
    chosen: dict[int, Method] = {}
    spots: _Spots = {}
    wrapped: set[int] = set()
    for method in _ORDER:
        if not left:
            break
        for wrap in (False, True):
            good = _kept(document, shown, method, left, wrap, spots, progress)
            chosen.update(dict.fromkeys(good, method))
            wrapped.update(good if wrap else ())
            left = [number for number in left if number not in good]
            if not left or wrap or method in ("flatten", "keep"):
                break
    unseen = _unseen(document, shown, left)
    chosen.update(dict.fromkeys(left, "image"))
    chosen.update(dict.fromkeys(unseen, "copy"))
    return chosen, wrapped, spots, unseen


def _unseen(document: Document, shown: Any, left: list[int]) -> list[int]:
    """Of the pages that no way kept, those pdfium cannot load where they stand, but can once they
    are copied: there is nothing to compare them with, and no picture to put in their place."""
    source = document.source("copy")
    if source is None or len(source.pages) != document.page_count:
        return []
    found: list[int] = []
    for number in left:
        with suppress(pypdfium2.PdfiumError, ValueError, IndexError):
            shown[number - 1].close()
            continue
        trial = _sound_trial(source, [number], False, False)
        if trial is None:
            continue
        with suppress(KnownError, pypdfium2.PdfiumError, ValueError, IndexError):
            copy = raster.open_pdfium(trial.data)
            try:
                with _page(copy, 0) as page:
                    sheet = trial.sheets[0]
                    if _legible(page, plate(sheet, _LABEL), sheet.unit):
                        found.append(number)
            finally:
                copy.close()
    return found


def _undrawn(document: Document, numbers: Iterable[int]) -> list[int]:
    """Pages on which letters of a filled field are not seen: a worker has no fonts of the system, and
    those it has are for the languages of Western Europe."""
    source, found = document.source("copy"), list[int]()
    if source is None:
        return found
    form: Any = entry(source.pdf.Root, "/AcroForm")
    anew = isinstance(form, Dictionary) and bool(entry(form, "/NeedAppearances"))
    for number in numbers:
        page = document.page(number)
        letters = unusual_letters(page, drawn_anew=anew) if page is not None else set[str]()
        if letters:
            with suppress(KnownError):
                words = document.words(number)
                # What a font lacks still has its place in the text, of no height.
                seen = {
                    sign
                    for sign, box in zip(words.text, words.boxes, strict=True)
                    if box is not None and box.y1 - box.y0 > _DRAWN
                }
                if not letters <= seen:
                    found.append(number)
    return found


def _listed(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:12])) + (" and more" if len(numbers) > 12 else "")


def _told(spots: _Spots, chosen: dict[int, Method], which: int) -> dict[int, Spot]:
    """Only what is not usual. Stamps that a page keeps, and pictures of pages, are not set
    smaller: the usual place is then the lesser evil."""
    fixed = {number for number, method in chosen.items() if method in ("keep", "image")}
    return {
        number: both[which]
        for number, both in sorted(spots.items())
        if both[which] != "right" and not (both[which] == "below" and number in fixed)
    }


def _verdict(count: int, chosen: dict[int, Method], wrapped: set[int], *, whole: bool) -> Verdict:
    methods: list[Method] = list(chosen.values()) if whole else ["copy"]
    usual: Method = Counter(methods).most_common(1)[0][0] if methods else "copy"
    pictured = sorted(number for number, method in chosen.items() if method == "image")
    problems: tuple[str, ...] = ()
    if pictured:
        pages = _listed(pictured)
        problems = (f"Shown as pictures, since they cannot be copied as they look: page {pages}.",)
    return Verdict(
        engine=engine(),
        page_count=count,
        method=usual,
        exceptions={n: m for n, m in sorted(chosen.items()) if m != usual},
        wrapped=tuple(sorted(wrapped)),
        problems=problems,
    )


@dataclass
class _Trial:
    """Some pages as the bundle would have them, in a document of their own."""

    data: bytes
    sheets: list[Sheet]  # per page


def _kept(
    document: Document,
    shown: Any,
    method: Method,
    numbers: list[int],
    wrap: bool,
    spots: _Spots,
    progress: Callable[[int, int, str], None] | None,
) -> set[int]:
    """Which of these pages look the same when taken by ``method``, and bear a readable stamp."""
    source = document.source(method)
    if source is None or len(source.pages) != document.page_count:
        return set()
    good: set[int] = set()
    for at in range(0, len(numbers), 50):  # in batches: memory is that of fifty pages
        batch = numbers[at : at + 50]
        trial = _sound_trial(source, batch, wrap, method == "keep")
        if trial is not None:
            good |= _alike(shown, trial, batch, spots)
        elif len(batch) > 1:
            for number in batch:
                single = _sound_trial(source, [number], wrap, method == "keep")
                if single is not None:
                    good |= _alike(shown, single, [number], spots)
        if progress is not None:
            progress(at + len(batch), len(numbers), "Comparing pages")
    return good


def _sound_trial(source: Source, numbers: list[int], wrap: bool, stamps: bool) -> _Trial | None:
    """The trial, if qpdf has nothing to say against it, if need be after mending the source."""
    for _ in range(2):
        trial = _tried(source, numbers, wrap, stamps)
        if trial is None:
            return None
        with open_pikepdf(trial.data) as pdf:
            if sound(pdf):
                return trial
        if source.mended:
            return None
        source.mend()
    return None


def _tried(source: Source, numbers: list[int], wrap: bool, stamps: bool = False) -> _Trial | None:
    pdf = pikepdf.new()
    try:
        stamper, sheets, pages = Stamper(pdf), list[Sheet](), list[Any]()
        for copied in copy_pages(pdf, source, numbers, whole=True, stamps=stamps):
            page = copied.page
            stamper.stamp(page, _LABEL, first=copied.first, wrap=wrap)
            sheet = sheet_of(
                entry(page, "/MediaBox"),
                entry(page, "/CropBox"),
                entry(page, "/Rotate"),
                entry(page, "/UserUnit"),
            )
            sheets.append(sheet)
            pages.append(page)
        root = pdf.Root["/Pages"]
        for page in pages:
            page["/Parent"] = root
        root["/Kids"], root["/Count"] = Array(pages), len(pages)
        layers = copy_layers(pdf, source)
        if layers:
            pdf.Root["/OCProperties"] = Dictionary(
                OCGs=Array([layer for layer, _ in layers]),
                D=Dictionary(
                    BaseState=Name.ON,
                    OFF=Array([layer for layer, shown in layers if not shown]),
                ),
            )
        out = BytesIO()
        pdf.save(out, compress_streams=False)
        return _Trial(out.getvalue(), sheets)
    except (CannotPrune, pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError):
        return None
    finally:
        pdf.close()


def _alike(shown: Any, trial: _Trial, numbers: list[int], spots: _Spots) -> set[int]:
    try:
        copy = raster.open_pdfium(trial.data)
    except KnownError:
        return set()
    good: set[int] = set()
    try:
        if len(copy) != len(numbers):
            return set()
        for index, number in enumerate(numbers):
            with (
                suppress(KnownError, pypdfium2.PdfiumError, ValueError),
                _page(copy, index) as after,
                _page(shown, number - 1) as before,
            ):
                same, spots[number] = _same(before, after, trial.sheets[index])
                if same:
                    good.add(number)
    finally:
        copy.close()
    return good


class _page:
    """One page of a pdfium document, closed when done with."""

    def __init__(self, document: Any, index: int) -> None:
        self._page: Any = document[index]

    def __enter__(self) -> Any:
        return self._page

    def __exit__(self, *_: object) -> None:
        self._page.close()


def _same(before: Any, after: Any, sheet: Sheet) -> tuple[bool, tuple[Spot, Spot]]:
    """Whether two pages differ in nothing but the stamp, and the stamp is there; and where it
    would cover nothing, of ordinary size and in large print."""
    at, unit = plate(sheet, _LABEL), sheet.unit
    if min(before.get_size()) <= 0:  # boxes that do not meet: pdfium shows nothing, others do
        return _legible(after, at, unit), ("right", "right")
    scale = raster.comparing_scale(before)
    one = raster.picture(before, scale, gray=True)
    other = raster.picture(after, scale, gray=True)
    zoom = scale / unit
    same = not raster.differs(one, other, _pixels(at, zoom, other.height, 2))
    spots = free_spot(one, sheet, zoom), free_spot(one, sheet, zoom, LARGE)
    return same and _legible(after, at, unit), spots


def _pixels(at: Plate, zoom: float, height: int, more: float) -> tuple[float, float, float, float]:
    """Where a plate stands in a picture of the page, and ``more`` pixels around it."""
    box = (
        at.x * zoom - more,
        height - (at.y + at.height) * zoom - more,
        (at.x + at.width) * zoom + more,
        height - at.y * zoom + more,
    )
    left, top, right, bottom = (max(0.0, v) for v in box)
    return left, top, right, bottom


def free_spot(page: Image.Image, sheet: Sheet, zoom: float, large: float = 1) -> Spot:
    """The first place that is of one colour; "below" where there is none."""
    for spot, at in candidates(sheet, large):
        left, top, right, bottom = (round(v) for v in _pixels(at, zoom, page.height, 1))
        right, bottom = (
            min(max(right, left + 1), page.width),
            min(max(bottom, top + 1), page.height),
        )
        if right <= left or bottom <= top:
            continue
        shades = page.crop((left, top, right, bottom)).histogram()
        usual = max(range(256), key=shades.__getitem__)
        strong = sum(shades[: max(0, usual - 40)]) + sum(shades[usual + 41 :])
        weak = sum(shades[: max(0, usual - 16)]) + sum(shades[usual + 17 :])
        if strong <= 1 and weak <= 0.02 * sum(shades):
            return spot
    return "below"


def _legible(page: Any, at: Plate, unit: float) -> bool:
    """Whether the stamp, drawn large, is dark letters on white."""
    wide, high = page.get_size()  # in units of user space: pdfium does not apply UserUnit
    left, bottom = at.x / unit, at.y / unit
    right, top = wide - left - at.width / unit, high - bottom - at.height / unit
    crop = tuple(max(0.0, v) for v in (left, bottom, right, top))
    shown = page.render(scale=40 * unit / at.height, crop=crop, grayscale=True).to_pil()
    histogram = shown.histogram()
    pixels = sum(histogram)
    return sum(histogram[:100]) > 0.02 * pixels and sum(histogram[230:]) > 0.55 * pixels
