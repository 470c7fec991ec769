"""Looks in the finished file for what was blacked out: in pixels, text, strings and streams.

A page from which something was removed must be one picture of ours with words over it, black where
it was blackened. Words that are hidden everywhere must stand nowhere: in no page's text as pdfium
reads it (but for what we say on our own pages ourselves: "Page", "Contents"), no string (titles, bookmarks, notes, fields, names, metadata), no decoded stream, nor in
the list that goes out beside the PDF.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from onrecord.domain.packet_mark import REMOVING
from onrecord.domain.same_words import holds, is_telling, squashed
from onrecord.packet import ourwords, raster
from onrecord.packet import said as said_in
from onrecord.packet.content import BundleContent
from onrecord.packet.entries import entry
from onrecord.packet.leakscan import spoken
from onrecord.packet.outcome import BuildReport, PageRecord
from onrecord.packet.phrases import PHRASES
from onrecord.packet.sources import open_pikepdf
from onrecord.packet.stamp import FONT_NAME, OURS

Progress = Callable[[int, int, str], None]
_BLACK = 96
"""Of 255: what JPEG makes of black beside white stays below."""
_EDGE = 2  # pixels of a box that are not looked at
_TAKEN = ("copy", "image", "redacted")  # pages that came of a document
_FILES = ("/EmbeddedFiles", "/JavaScript", "/XFA", "/AF")


def removed(
    data: bytes, report: BuildReport, content: BundleContent, progress: Progress
) -> Iterator[str]:
    """What is wrong, a sentence each; never the words themselves."""
    hidden = content.hidden
    yield from _not_done(report, content)
    made = [page for page in report.pages if page.kind == "redacted"]
    if not made and not hidden:
        return
    # Bookmarks and lists have words of their own ("Page", "Contents"): there only what means the
    # same anywhere is looked for, and every word in what was typed.
    telling = tuple(words for words in hidden if is_telling(words))
    whole, typed = json.dumps(report.manifest, ensure_ascii=False), _typed(report)
    if any(holds(whole, words) for words in telling) or any(holds(typed, w) for w in hidden):
        yield "The list beside the PDF holds words that were blacked out."
    on_ours = telling + tuple(w for w in hidden if w not in telling and not _is_ours(w, content))
    pdf, shown = open_pikepdf(data), raster.open_pdfium(data)
    try:
        pages = [page.obj for page in pdf.pages]
        for index, record in enumerate(report.pages):
            if record.kind == "redacted" or hidden:
                progress(index, len(pages), "Looking for what was blacked out")
                taken = record.kind in _TAKEN
                noted = taken and "/Annots" in pages[index]
                text = raster.text_of_page(shown, index, noted=noted)
                if taken and record.label:
                    text = _unstamped(text, record)
                if record.kind == "redacted":
                    yield from _page(pages[index], record, text)
                if any(holds(text, words) for words in (hidden if taken else on_ours)):
                    yield f"{_named(record)} still holds words that were blacked out."
        if telling:
            yield from _everywhere(pdf, telling)
    finally:
        pdf.close()
        shown.close()


def _is_ours(words: str, content: BundleContent) -> bool:
    """Whether our own pages may say this of themselves: words of ours, a label, a number."""
    if not any(c.isalpha() for c in words):
        return True
    labels = [one.label for one in (*content.exhibits, *content.contact_log)]
    said = [*ourwords.WORDS.values(), *PHRASES, *labels, *content.words.values()]
    for table in said_in.tables().values():
        said += [*table, *table.values()]
    return holds("\n".join(said), words)


def _unstamped(text: str, record: PageRecord) -> str:
    """What a page says but for our stamp, whose number may be one that was blacked out."""
    stamp = rf"{re.escape(record.label)}(?:\s*{record.number}(?!\w))?"
    return re.sub(stamp, " ", text)


def _typed(report: BuildReport) -> str:
    """What of the list beside the PDF somebody typed."""
    listed: Any = report.manifest
    said = [listed.get("title", "")]
    said += [
        one.get(key, "") for one in listed.get("exhibits", ()) for key in ("title", "file_name")
    ]
    return "\n".join(said)


def _not_done(report: BuildReport, content: BundleContent) -> Iterator[str]:
    """Pages on which something was to go, and which were not made anew for it."""
    kinds = {(p.exhibit_label, p.exhibit_page): p.kind for p in report.pages if p.exhibit_label}
    for exhibit in content.exhibits:
        for page in dict.fromkeys(d.page for d in exhibit.drawn if d.kind in REMOVING):
            if kinds.get((exhibit.label, page), "redacted") != "redacted":
                yield f"{exhibit.label} page {page} could not be blacked out."


def _named(record: PageRecord) -> str:
    return record.label or f"Page {record.number}"


def _page(page: Object, record: PageRecord, text: str) -> Iterator[str]:
    """One page that was made anew: it is a picture and nothing else, and black where it must be."""
    image = _only_image(page)
    if image is None:
        yield f"{_named(record)} holds more than a picture of itself."
        return
    pixels = pikepdf.PdfImage(image).as_pil_image().convert("L")
    box: Any = page["/MediaBox"]
    across = pixels.width / (float(box[2]) - float(box[0]))
    down = pixels.height / (float(box[3]) - float(box[1]))
    for x0, y0, x1, y1 in record.boxes:
        area = (
            max(0, int(x0 * across) + _EDGE),
            max(0, int(y0 * down) + _EDGE),
            min(pixels.width, int(x1 * across + 0.999) - _EDGE),
            min(pixels.height, int(y1 * down + 0.999) - _EDGE),
        )
        if area[2] > area[0] and area[3] > area[1]:
            highest: Any = pixels.crop(area).getextrema()
            if highest[1] > _BLACK:
                yield f"{_named(record)} is not black where it was blacked out."
                break
    ours = {squashed(word) for word in record.label.split()}
    if {squashed(word) for word in text.split()} & set(record.gone) - ours:
        yield f"{_named(record)} still holds words that were blacked out."


def _only_image(page: Object) -> Stream | None:
    """The one picture of a page that holds no more than that, and our font and stamp."""
    resources: Any = entry(page, "/Resources")
    drawn: Any = entry(resources, "/XObject") if isinstance(resources, Dictionary) else None
    if not isinstance(drawn, Dictionary) or "/Page" not in drawn.keys():  # noqa: SIM118
        return None
    notes = [name for name in drawn.keys() if name != "/Page" and not name.startswith(OURS)]  # noqa: SIM118
    image: Any = drawn["/Page"]
    if notes or not isinstance(image, Stream) or entry(image, "/Subtype") != Name.Image:
        return None
    if "/SMask" in image or "/Metadata" in image:
        return None
    fonts: Any = entry(resources, "/Font")
    names = list(fonts.keys()) if isinstance(fonts, Dictionary) else []
    if any(not name.startswith(OURS) for name in names) or FONT_NAME not in names:
        return None
    return image


def _everywhere(pdf: pikepdf.Pdf, telling: Sequence[str]) -> Iterator[str]:
    for name in _FILES:
        if name in pdf.Root:
            yield f"The file carries {name[1:]}, which no bundle has."
    needles = _needles(telling)
    for thing in [*pdf.objects, pdf.trailer]:
        if any(holds(text, words) for text in strings_of(thing, 0) for words in telling):
            yield "A title, bookmark, note or name in the file holds words that were blacked out."
            return
        if isinstance(thing, Stream) and _in_stream(thing, telling, needles):
            yield "The content of the file holds words that were blacked out."
            return


def strings_of(thing: Any, depth: int) -> Iterator[str]:
    """Every string, name and key that stands in an object itself, not behind a reference in it."""
    if isinstance(thing, pikepdf.String | Name):
        yield str(thing)
        return
    if depth > 60:
        return
    if isinstance(thing, Array):
        # Long arrays of numbers are the bulk of a file's objects.
        whole: list[Any] = [*thing]
        parts = [part for part in whole if isinstance(part, Object)]
    elif isinstance(thing, Dictionary | Stream):
        table: Any = thing
        yield from table.keys()
        values: list[Any] = [*table.values()]
        parts = [part for part in values if isinstance(part, Object)]
    else:
        return
    for part in parts:
        if not part.is_indirect:
            yield from strings_of(part, depth + 1)


def _needles(hidden: Sequence[str]) -> set[bytes]:
    """The words as they may stand in bytes; short ones would be found by chance."""
    found: set[bytes] = set()
    for words in hidden:
        for form in {words, squashed(words)}:
            if len(squashed(form)) >= 5:
                found |= {form.encode("utf-8"), form.encode("utf-16-be"), form.encode("utf-16-le")}
    return found


def _in_stream(stream: Stream, telling: Sequence[str], needles: set[bytes]) -> bool:
    try:
        data = stream.read_bytes()
    except pikepdf.PdfError:  # JPEG and the like stay as they are
        data = stream.read_raw_bytes()
    if any(needle in data for needle in needles):
        return True
    if entry(stream, "/Subtype") == Name.Image:
        return False
    said = squashed(spoken(data).decode("latin-1"))
    return any(squashed(words) in said for words in telling)
