"""Reads a finished bundle as a stranger would and checks it against what was meant to be built.

Three readers look at the bytes: qpdf at their structure, pypdf at pages and links, pdfium at
what is printed. Nothing here trusts the code that built the file, only its table of pages.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from typing import Any
from urllib.parse import unquote

import pypdf

from onrecord.errors import KnownError
from onrecord.packet import leakscan, raster
from onrecord.packet.content import BundleContent
from onrecord.packet.entries import entry
from onrecord.packet.outcome import BuildReport, Check, PageRecord, VerifyReport
from onrecord.packet.pagedata import without_box
from onrecord.packet.removedscan import removed
from onrecord.packet.sources import open_pikepdf
from onrecord.packet.spare import give_back

Progress = Callable[[int, int, str], None]
_SPACES = re.compile(r"\s+")
_PAGE_NAMED = re.compile(r"\bp\.\s*(\d+)\s*$")
_TAKEN = ("copy", "image", "redacted")  # pages that came of a document; the others are ours
_STAMP_KEYS = {"/Type", "/Subtype", "/Rect", "/F", "/AP"}
_PAGES_AT_ONCE = 100
_MOST_TOLD = 8  # problems of one kind that are spelt out


def verify(
    data: bytes, report: BuildReport, content: BundleContent, progress: Progress
) -> VerifyReport:
    """Whether ``data`` is the bundle that ``report`` describes and ``content`` asked for."""
    checks = [_check("documents", list(_documents(report, content)))]
    for name, look in (
        ("bytes", _bytes),
        ("structure", _structure),
        ("pages", _pages),
        ("links", _links),
        ("left out", _left_out),
        ("removed", partial(_removed, content=content)),
    ):
        progress(len(checks), 7, f"Checking {name}")
        try:
            wrong = [line for part, of in _files(data, report) for line in look(part, of, progress)]
        except KnownError as error:
            wrong = [str(error)]
        except Exception as error:  # a reader that stumbles is a finding, whatever it raises
            wrong = [f"The file could not be read back ({type(error).__name__})."]
        checks.append(_check(name, wrong))
        give_back()
    return VerifyReport(
        ok=all(check.ok for check in checks),
        problems=tuple(check.words for check in checks if not check.ok),
        checks=tuple(checks),
    )


def _files(data: bytes, report: BuildReport) -> Iterator[tuple[bytes, BuildReport]]:
    """Each volume with what is to be found in it; or the whole."""
    if not report.volumes:
        yield data, report
    for one in report.volumes:
        yield data[one.offset : one.offset + one.length], report.of_volume(one)


def _removed(
    data: bytes, report: BuildReport, progress: Progress, *, content: BundleContent
) -> Iterator[str]:
    return removed(data, report, content, progress)


def _check(name: str, wrong: list[str]) -> Check:
    more = f" And {len(wrong) - _MOST_TOLD} more." if len(wrong) > _MOST_TOLD else ""
    return Check(name, not wrong, " ".join(wrong[:_MOST_TOLD]) + more)


def _documents(report: BuildReport, content: BundleContent) -> Iterator[str]:
    """Every document that was asked for has a divider and its pages, in order."""
    for exhibit in content.exhibits:
        own = [r for r in report.pages if r.exhibit_label == exhibit.label]
        got = [r.exhibit_page for r in own if r.kind != "divider"]
        if not any(r.kind == "divider" for r in own):
            yield f"{exhibit.label} has no sheet of its own before its pages."
        if not got:
            yield f"{exhibit.label} is not in the file."
        elif any(r.kind != "sheet" for r in own if r.kind != "divider"):
            every = range(1, max(len(got), exhibit.page_count) + 1)
            if got != list(dict.fromkeys(exhibit.pages or every)):
                yield f"{exhibit.label} does not have the pages that were chosen."


def _bytes(data: bytes, report: BuildReport, progress: Progress) -> Iterator[str]:
    if len(data) != report.length:
        yield f"The file has {len(data):,} bytes instead of {report.length:,}."
    elif hashlib.sha256(data).hexdigest() != report.sha256:
        yield "The file is not the one that was built."


def _structure(data: bytes, report: BuildReport, progress: Progress) -> Iterator[str]:
    pdf = open_pikepdf(data)
    try:
        if len(pdf.pages) != report.page_count:
            yield f"The file has {len(pdf.pages)} pages instead of {report.page_count}."
        try:
            found = pdf.check_pdf_syntax(lambda done: progress(done, 100, "Checking the structure"))
        except Exception as error:  # hostile streams make qpdf raise what it otherwise never does
            found = [str(error)]
        reader: Any = pdf
        yield from (f"qpdf: {line}" for line in [*found, *reader.get_warnings()])
    finally:
        pdf.close()


def _pages(data: bytes, report: BuildReport, progress: Progress) -> Iterator[str]:
    """Every page bears its own number and label, where a reader looks for them."""
    document = raster.open_pdfium(data)
    try:
        if len(document) != len(report.pages):
            yield f"The file shows {len(document)} pages instead of {len(report.pages)}."
            return
        for record in report.pages:
            if (record.number - report.first_page) % _PAGES_AT_ONCE == _PAGES_AT_ONCE - 1:
                progress(record.number, report.page_count, "Reading every page")
                document.close()  # pdfium keeps a copy of every stream it has seen
                document = raster.open_pdfium(data)
            page = document[record.number - report.first_page]
            # A stamp stands at the head where there was no room at the foot.
            borne = bears(_printed(page, 0.88, 1.0), record) or (
                record.label and bears(_printed(page, 0.0, 0.12), record)
            )
            page.close()
            if not borne:
                yield f"Page {record.number} does not bear its label."
    finally:
        document.close()


def bears(printed: str, record: PageRecord) -> bool:
    """Whether what is printed at a page's foot or head is this page's label and number."""
    words = _SPACES.sub("", printed)
    if record.label:
        return _SPACES.sub("", record.label) + str(record.number) in words
    return re.search(rf"(?<!\d){record.number}(?!\d)", printed) is not None


def _printed(page: Any, top: float, bottom: float) -> str:
    """Text of a band across a page as it is shown; where it begins and ends from above, of 1."""
    wide, high = page.get_size()
    box = raster.user_box(page, 0.0, top * high, wide, bottom * high)
    text = page.get_textpage()
    try:
        return text.get_text_bounded(*box)
    finally:
        text.close()


def _links(data: bytes, report: BuildReport, progress: Progress) -> Iterator[str]:
    """Every link leads to the page that bears what it promises; nothing else is active."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells its doubts to the console
    reader = pypdf.PdfReader(BytesIO(data))
    shown = raster.open_pdfium(data)
    try:
        root: Any = reader.trailer["/Root"]
        for key in ("/OpenAction", "/AA", "/AcroForm", "/Names", "/JavaScript"):
            if key in root:
                yield f"The file carries {key[1:]}, which no bundle has."
        pages = reader.pages
        numbers: dict[int, int] = {}
        for number, page in enumerate(pages, report.first_page):
            reference = page.indirect_reference
            if reference is not None:
                numbers[reference.idnum] = number
        promised: dict[int, list[tuple[str, int]]] = {}
        for link in report.links:
            promised.setdefault(link.page, []).append((link.address, link.target))
        places = _places(report)
        for number, page in enumerate(pages, report.first_page):
            if number % 50 == 0:
                progress(number, report.page_count, "Following every link")
            yield from _page_links(
                page, number, numbers, promised.get(number, []), places, shown, report
            )
    finally:
        shown.close()


def _places(report: BuildReport) -> dict[str, int]:
    """Where each address of an exhibit must lead, by the table of pages alone."""
    places: dict[str, int] = {}
    for record in report.pages:
        if record.exhibit_label:
            places.setdefault(f"x-exhibit:{record.exhibit_label}", record.number)
            if record.exhibit_page is not None:
                places[f"x-exhibit:{record.exhibit_label}#{record.exhibit_page}"] = record.number
    return places


def _page_links(
    page: Any,
    number: int,
    numbers: dict[int, int],
    promised: list[tuple[str, int]],
    places: dict[str, int],
    shown: Any,
    report: BuildReport,
) -> Iterator[str]:
    if "/AA" in page:
        yield f"Page {number} carries an action, which no page of a bundle has."
    found: Any = entry(page, "/Annots")
    notes: list[Any] = [note.get_object() for note in found.get_object()] if found else []
    for stamp in [note for note in notes if entry(note, "/Subtype") == "/Stamp"]:
        notes.remove(stamp)
        if not set(stamp) <= _STAMP_KEYS:
            yield f"Page {number} has a note that is more than a picture."
    if len(notes) != len(promised):
        yield f"Page {number} has {len(notes)} links instead of {len(promised)}."
        return
    if not notes:
        return
    front = not report.pages[number - report.first_page].label
    view = shown[number - report.first_page]
    text = view.get_textpage()
    try:
        for note, (address, target) in zip(notes, promised, strict=True):
            if "/A" in note or "/AA" in note or entry(note, "/Subtype") != "/Link":
                yield f"Page {number} has something that is no plain link."
                continue
            lands = numbers.get(getattr(note.raw_get("/Dest")[0], "idnum", -1), 0)
            meant = places.get(unquote(without_box(address)[0]), target)
            if lands != target or lands != meant:
                yield f"A link on page {number} to {address} leads to page {lands}."
                continue
            if front:  # our own pages say "p. 12" where they link to page 12
                left, bottom, right, top = (float(v) for v in note["/Rect"])
                said = _PAGE_NAMED.search(text.get_text_bounded(left, bottom, right, top))
                if said and int(said[1]) != lands:
                    yield f"A link on page {number} says p. {said[1]} and leads to page {lands}."
    finally:
        text.close()
        view.close()


def _left_out(data: bytes, report: BuildReport, progress: Progress) -> Iterator[str]:
    """No word that stands on pages left out only is anywhere in what came of that document."""
    if not report.left_out:
        return
    pdf, shown = open_pikepdf(data), raster.open_pdfium(data)
    try:
        pages = [page.obj for page in pdf.pages]
        for done, (label, words) in enumerate(report.left_out.items()):
            progress(done, len(report.left_out), "Looking for what was left out")
            taken = [r for r in report.pages if r.exhibit_label == label and r.kind in _TAKEN]
            wanted = set(words) - {w for r in taken for w in leakscan.words_in(r.label)}
            hits = leakscan.found_in(
                pdf, (pages[r.number - report.first_page] for r in taken), wanted
            )
            for record in taken:
                page = shown[record.number - report.first_page]
                hits |= leakscan.words_in(raster.page_text(page)) & wanted
                page.close()
            if leakscan.alarming(hits, wanted):
                yield f"{label} still holds {len(hits)} words of pages that were left out."
    finally:
        pdf.close()
        shown.close()
