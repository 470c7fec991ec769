"""Makes the bundle: our own pages with the pages of the exhibits between them, one document.

The base is what typst set, so its tag tree survives. Exhibit pages are copied behind their
dividers and stamped; addresses become destinations. Nothing is left out silently: what cannot be
had becomes a sheet that says so, and a ``Problem``.
"""

from __future__ import annotations

import hashlib
import locale
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

from onrecord.errors import KnownError
from onrecord.packet import leakscan
from onrecord.packet.annotations import annotations_of
from onrecord.packet.content import BundleContent, Exhibit
from onrecord.packet.geometry import rectangle
from onrecord.packet.imagecopy import NOTE, image_page
from onrecord.packet.made import made_pages
from onrecord.packet.manifest import manifest_of
from onrecord.packet.outcome import (
    BuildReport,
    LinkRecord,
    Method,
    PageRecord,
    Problem,
    Verdict,
)
from onrecord.packet.outline import Bookmark, destination, write_bookmarks
from onrecord.packet.pagecopy import (
    CannotPrune,
    CopiedPage,
    Source,
    copy_layers,
    copy_pages,
    inherited,
)
from onrecord.packet.sources import Document
from onrecord.packet.stamp import Label, Stamper, exhibit_words
from onrecord.packet.textpages import sheet
from onrecord.packet.typeset import FrontMatter, typeset
from onrecord.packet.verdict import default_verdict

Progress = Callable[[int, int, str], None]
Ask = Callable[[str], bytes]
"""The bytes of the exhibit with this id."""

_CHUNK = 1 << 20


def _quiet(done: int, total: int, words: str) -> None:
    """Nobody wants to know."""


@dataclass
class Opened:
    """An exhibit with its pages at hand. ``document`` is None where a sheet stands for it."""

    exhibit: Exhibit
    document: Document | None
    pages: list[int]  # of the document, from 1, in the order they go in
    missing: set[int] = field(default_factory=set[int])  # of them: not to be had
    verdict: Verdict = field(default_factory=Verdict)
    problems: list[Problem] = field(default_factory=list[Problem])


@dataclass
class _Placed:
    """An exhibit page in the bundle's file, not yet stamped."""

    record: PageRecord
    copied: CopiedPage
    wrap: bool = False


class Library:
    """The exhibits' documents, opened once and kept; a preview uses them again."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._held: dict[tuple[str, str], Document | KnownError] = {}

    def document(self, exhibit: Exhibit, content: BundleContent) -> Document | KnownError:
        key = (exhibit.id, exhibit.password)
        if key not in self._held:
            try:
                self._held[key] = self._open(exhibit, content)
            except KnownError as error:
                self._held[key] = error
        return self._held[key]

    def keep_only(self, content: BundleContent) -> None:
        """Lets go of what this content does not use."""
        wanted = {(e.id, e.password) for e in content.exhibits}
        for key in [key for key in self._held if key not in wanted]:
            held = self._held.pop(key)
            if isinstance(held, Document):
                held.close()

    def close(self) -> None:
        for held in self._held.values():
            if isinstance(held, Document):
                held.close()
        self._held.clear()

    def _open(self, exhibit: Exhibit, content: BundleContent) -> Document:
        data = self._ask(exhibit.id)
        if is_pdf(exhibit.media_type, data):
            return Document(data, exhibit.password)
        return Document(made_pages(exhibit, data, content))


def is_pdf(media_type: str, data: bytes) -> bool:
    """Whether these bytes are a PDF, whatever the first bytes are that mail put before it."""
    return media_type == "application/pdf" or b"%PDF-" in data[:1024]


@dataclass
class Bundle:
    """A bundle that is assembled but not written."""

    pdf: Pdf
    content: BundleContent
    report: BuildReport
    kept_open: list[Pdf]  # copied from; written from until the end

    def write(self, write: Callable[[bytes], None], progress: Progress = _quiet) -> BuildReport:
        """Writes the file in chunks of at most a mebibyte, and adds length and hash to the report.

        The bytes depend on nothing but content, documents, verdicts and library versions.
        """
        sink = _Sink(write)
        with suppress(locale.Error):  # Qt sets the user's; qpdf would write "0,5"
            locale.setlocale(locale.LC_NUMERIC, "C")
        self.pdf.save(
            sink,  # type: ignore[arg-type]  # qpdf needs no more than write
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            progress=lambda percent: progress(percent, 100, "Writing the file"),
        )
        sink.flush()
        done = replace(self.report, length=sink.length, sha256=sink.sha256.hexdigest())
        return replace(done, manifest=manifest_of(self.content, done))


class _Sink:
    """As much of a binary file as saving needs: it cannot seek, so nothing is held back."""

    def __init__(self, write: Callable[[bytes], None]) -> None:
        self._write, self.length, self.sha256 = write, 0, hashlib.sha256()
        self._waiting = bytearray()

    def write(self, data: bytes) -> int:
        self.length += len(data)
        self.sha256.update(data)
        if len(data) < _CHUNK:
            self._waiting += data
            if len(self._waiting) >= _CHUNK:
                self.flush()
            return len(data)
        self.flush()
        view = memoryview(data)
        for at in range(0, len(view), _CHUNK):
            self._write(bytes(view[at : at + _CHUNK]))
        return len(data)

    def flush(self) -> None:
        if self._waiting:
            self._write(bytes(self._waiting))
            self._waiting.clear()

    def seekable(self) -> bool:
        return False

    def seek(self, *_: Any) -> int:
        raise OSError("a bundle is written from start to end")

    def tell(self) -> int:
        return self.length


def assemble(
    content: BundleContent,
    library: Library,
    verdicts: Mapping[str, Verdict],
    progress: Progress = _quiet,
    *,
    find_left_out: bool = True,
) -> Bundle:
    """The bundle of ``content``. ``find_left_out`` reads the pages left out, for the leak scan;
    a preview has no need of it. Raises Refused where the content itself is not right."""
    opened = [
        _open(exhibit, content, library, verdicts, progress, n, len(content.exhibits))
        for n, exhibit in enumerate(content.exhibits)
    ]
    progress(0, 1, "Setting the pages")
    told = replace(content, exhibits=tuple(_told(each) for each in opened))
    front = typeset(told, {each.exhibit.label: each.pages for each in opened})
    return _Assembly(told, opened, front, progress).run(find_left_out)


def _open(
    exhibit: Exhibit,
    content: BundleContent,
    library: Library,
    verdicts: Mapping[str, Verdict],
    progress: Progress,
    done: int,
    total: int,
) -> Opened:
    progress(done, total, f"Reading {exhibit.label}")
    found = library.document(exhibit, content)
    if isinstance(found, KnownError):
        problem = Problem(str(found), exhibit.label, None, stops=True)
        return Opened(exhibit, None, [1], {1}, problems=[problem])
    pages = list(dict.fromkeys(exhibit.pages or range(1, found.page_count + 1)))
    opened = Opened(exhibit, found, pages)
    for page in pages:
        if not 1 <= page <= found.page_count:
            opened.missing.add(page)
            words = f"{exhibit.label} has no page {page}; it has {found.page_count}."
            opened.problems.append(Problem(words, exhibit.label, page, stops=True))
    verdict = verdicts.get(exhibit.id)
    usable = verdict is not None and verdict.page_count == found.page_count
    opened.verdict = verdict if verdict and usable else default_verdict(found)
    opened.problems += [Problem(words, exhibit.label) for words in opened.verdict.problems]
    return opened


def _told(opened: Opened) -> Exhibit:
    """The exhibit with what its divider has to say about its pages."""
    exhibit = opened.exhibit
    if opened.document is None:
        return replace(exhibit, problem=exhibit.problem or opened.problems[0].words)
    methods = {opened.verdict.method_of(p) for p in opened.pages if p not in opened.missing}
    return replace(
        exhibit,
        page_count=exhibit.page_count or opened.document.page_count,
        image_copy=exhibit.image_copy or methods == {"image"},
    )


class _Assembly:
    """One run of putting a bundle together."""

    def __init__(
        self,
        content: BundleContent,
        opened: Sequence[Opened],
        front: FrontMatter,
        progress: Progress,
    ) -> None:
        self._content, self._opened, self._front = content, opened, front
        self._progress = progress
        self._pdf = pikepdf.open(BytesIO(front.pdf))
        self._stamper = Stamper(self._pdf)
        self._problems: list[Problem] = [p for each in opened for p in each.problems]
        self._links: list[LinkRecord] = []
        self._layers: list[tuple[Object, bool]] = []
        self._kept_open: list[Pdf] = []  # what was copied from must live until it is written

    def run(self, find_left_out: bool) -> Bundle:
        own: list[Object] = [page.obj for page in self._pdf.pages]
        dividers = {s.label: s for s in self._front.sections if s.kind == "exhibit"}
        behind = {
            dividers[each.exhibit.label].sheet + dividers[each.exhibit.label].page_count - 1: each
            for each in self._opened
        }
        is_divider = {s.sheet + n: s.label for s in dividers.values() for n in range(s.page_count)}
        pages: list[Object] = []
        records: list[PageRecord] = []
        inner: list[tuple[Object, Opened, CopiedPage]] = []
        for sheet_number, page in enumerate(own, 1):
            label = is_divider.get(sheet_number, "")
            kind = "divider" if label else "front"
            records.append(PageRecord(len(pages) + 1, "", label, None, kind))
            pages.append(page)
            each = behind.get(sheet_number)
            if each is None:
                continue
            self._progress(len(pages), self._front.page_count, f"Adding {each.exhibit.label}")
            for placed in self._placed(each):
                record = replace(placed.record, number=len(pages) + 1)
                stamp = Label(record.label, str(record.number))
                self._stamper.stamp(
                    placed.copied.page, stamp, first=placed.copied.first, wrap=placed.wrap
                )
                records.append(record)
                pages.append(placed.copied.page)
                if placed.copied.links:
                    inner.append((placed.copied.page, each, placed.copied))
        self._set_pages(pages)
        self._lead(own, pages, records)
        self._lead_within(inner, pages, records)
        self._cited_but_missing()
        self._finish(pages)
        left_out = self._left_out() if find_left_out else {}
        report = BuildReport(
            page_count=len(pages),
            pages=tuple(records),
            links=tuple(self._links),
            problems=tuple(self._problems),
            left_out=left_out,
        )
        return Bundle(self._pdf, self._content, report, self._kept_open)

    # -- exhibit pages -------------------------------------------------------------------

    def _placed(self, each: Opened) -> Iterator[_Placed]:
        """The pages of one exhibit in order, each one way or another."""
        got = self._copied(each)
        label = each.exhibit.label
        for number in each.pages:
            copied = got.get(number)
            wrap = copied is not None and number in each.verdict.wrapped
            kind, note = "copy", ""
            if copied is None and number not in each.missing and each.document is not None:
                copied = self._pictured(each, number)
                kind, note = "image", NOTE
            if copied is None:
                copied = self._sheet(each, number)
                kind, note = "sheet", ""
            shown = number if each.document is not None else None
            words = exhibit_words(label, shown, note)
            yield _Placed(PageRecord(0, words, label, number, kind), copied, wrap)

    def _copied(self, each: Opened) -> dict[int, CopiedPage]:
        """The pages that can be copied, by page of the document; the rest is not in it."""
        document, got = each.document, dict[int, CopiedPage]()
        if document is None:
            return got
        whole = set(each.pages) >= set(range(1, document.page_count + 1))
        wanted: dict[Method, list[int]] = {}
        for number in each.pages:
            if number not in each.missing:
                wanted.setdefault(each.verdict.method_of(number), []).append(number)
        for method, numbers in wanted.items():
            source = document.source(method) if method != "image" else None
            if source is None or len(source.pages) != document.page_count:
                continue
            try:
                found = copy_pages(self._pdf, source, numbers, whole=whole)
                got.update(zip(numbers, found, strict=True))
            except (CannotPrune, pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError):
                for number in numbers:  # one bad page must not cost the others their text
                    with suppress(
                        CannotPrune, pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError
                    ):
                        got[number] = copy_pages(self._pdf, source, [number], whole=whole)[0]
            self._layers += copy_layers(self._pdf, source)
        if not whole and got:
            self._withhold(each, document, got)
        return got

    def _withhold(self, each: Opened, document: Document, got: dict[int, CopiedPage]) -> None:
        """Gives up copies that carry text of a page left out where nobody sees it."""
        for number in leakscan.carriers(document, set(each.pages)):
            if got.pop(number, None) is not None:
                words = (
                    f"{each.exhibit.label} page {number} is shown as a picture, because the page"
                    " also holds hidden text of a page that is left out."
                )
                self._problems.append(Problem(words, each.exhibit.label, number))

    def _pictured(self, each: Opened, number: int) -> CopiedPage | None:
        document = each.document
        assert document is not None
        try:
            page = document.pdfium()[number - 1]
            try:
                copied = CopiedPage(image_page(self._pdf, page, document.unit(number)))
            finally:
                page.close()
        except (KnownError, IndexError, pikepdf.PdfError, RuntimeError):
            words = f"{each.exhibit.label} page {number} could not be shown."
            self._problems.append(Problem(words, each.exhibit.label, number, stops=True))
            return None
        if each.verdict.method_of(number) != "image":  # else it was said when it was found out
            words = f"{each.exhibit.label} page {number} could only be included as a picture."
            self._problems.append(Problem(words, each.exhibit.label, number))
        return copied

    def _sheet(self, each: Opened, number: int) -> CopiedPage:
        """A page of ours that says why the document's own page is not there."""
        told = [p for p in self._problems if p.exhibit == each.exhibit.label]
        own = [p.words for p in told if p.page == number] or [p.words for p in told]
        words = own[-1] if own else "This page could not be shown."
        content = self._content
        made = pikepdf.open(
            BytesIO(sheet(each.exhibit, words, paper=content.paper, language=content.language))
        )
        self._kept_open.append(made)
        return copy_pages(self._pdf, Source(made), [1], whole=True)[0]

    # -- the document around the pages ---------------------------------------------------

    def _set_pages(self, pages: Sequence[Object]) -> None:
        """One flat page tree in the order given. Inserting pages singly would take quadratic
        time."""
        root = self._pdf.make_indirect(Dictionary(Type=Name.Pages))
        for page in pages:
            for key in ("/Resources", "/MediaBox", "/CropBox", "/Rotate"):
                if key not in page:
                    given = inherited(page, key)
                    if given is not None:
                        page[key] = given
            page["/Parent"] = root
        root["/Kids"], root["/Count"] = Array(pages), len(pages)
        self._pdf.Root["/Pages"] = root

    def _lead(
        self, own: Sequence[Object], pages: Sequence[Object], records: Sequence[PageRecord]
    ) -> None:
        """Turns the addresses that typst set into destinations."""
        numbers = {page.objgen: n for n, page in enumerate(pages, 1)}
        for page in own:
            for link in annotations_of(page):
                action: Any = link.get("/A")
                address = str(action.get("/URI", "")) if isinstance(action, Dictionary) else ""
                if not address.startswith("x-"):
                    continue
                del link["/A"]
                anchor = self._front.anchors.get(address)
                if anchor is None:
                    self._problems.append(Problem(f"A link leads nowhere: {address}."))
                    continue
                link["/Dest"] = destination(pages[anchor.page - 1], anchor.top)
                link["/Contents"] = pikepdf.String(_where(records[anchor.page - 1]))
                number = numbers[page.objgen]
                self._links.append(LinkRecord(number, address, anchor.page))

    def _lead_within(
        self,
        inner: Sequence[tuple[Object, Opened, CopiedPage]],
        pages: Sequence[Object],
        records: Sequence[PageRecord],
    ) -> None:
        """Links of a document to its own pages work in the bundle, as far as those are in it."""
        places = {(r.exhibit_label, r.exhibit_page): r.number for r in records if r.exhibit_label}
        for page, each, copied in inner:
            made: list[Object] = []
            for rect, aim in copied.links:
                target = places.get((each.exhibit.label, aim))
                box = rectangle(rect)
                if target is None or box is None:
                    continue
                made.append(
                    self._pdf.make_indirect(
                        Dictionary(
                            Type=Name.Annot,
                            Subtype=Name.Link,
                            Rect=Array([round(v, 3) for v in box]),
                            Border=Array([0, 0, 0]),
                            F=4,
                            Contents=pikepdf.String(_where(records[target - 1])),
                            Dest=destination(pages[target - 1]),
                        )
                    )
                )
                number = places[each.exhibit.label, copied.number]
                address = f"x-exhibit:{quote(each.exhibit.label, safe='')}#{aim}"
                self._links.append(LinkRecord(number, address, target))
            if made:
                page["/Annots"] = Array(made)

    def _cited_but_missing(self) -> None:
        content = self._content
        held = {each.exhibit.label: set(each.pages) for each in self._opened}
        contacts = {row.label for row in content.contact_log}
        rows = [*content.chronology, *content.contact_log, *content.claims]
        for cite in dict.fromkeys(cite for row in rows for cite in row.citations):
            if cite.label in held:
                if cite.page is not None and cite.page not in held[cite.label]:
                    words = f"{cite.label} page {cite.page} is cited, but is not included."
                    self._problems.append(Problem(words, cite.label, cite.page))
            elif cite.label not in contacts:
                self._problems.append(Problem(f"{cite.label} is cited, but is not in the bundle."))

    def _finish(self, pages: Sequence[Object]) -> None:
        pdf, content = self._pdf, self._content
        root = pdf.Root
        for key in ("/Metadata", "/Names", "/Dests", "/OpenAction", "/AA"):
            if key in root:
                del root[key]
        write_bookmarks(pdf, pages, self._bookmarks())
        root["/PageMode"] = Name.UseOutlines
        root["/PageLabels"] = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
        root["/Lang"] = pikepdf.String(content.language or "en")
        root["/ViewerPreferences"] = Dictionary(DisplayDocTitle=True)
        if self._layers:
            layers = {layer.objgen: (layer, shown) for layer, shown in self._layers}
            hidden = [layer for layer, shown in layers.values() if not shown]
            root["/OCProperties"] = Dictionary(
                OCGs=Array([layer for layer, _ in layers.values()]),
                D=Dictionary(BaseState=Name.ON, OFF=Array(hidden), Order=Array([])),
            )
        info = Dictionary(
            Title=pikepdf.String(content.title), Creator=pikepdf.String(_creator(content))
        )
        pdf.trailer["/Info"] = pdf.make_indirect(info)

    def _bookmarks(self) -> list[Bookmark]:
        cited: dict[str, set[int]] = {}
        content = self._content
        for row in [*content.chronology, *content.contact_log, *content.claims]:
            for cite in row.citations:
                if cite.page is not None:
                    cited.setdefault(cite.label, set()).add(cite.page)
        opened = {each.exhibit.label: each for each in self._opened}
        marks: list[Bookmark] = []
        documents: Bookmark | None = None
        for section in self._front.sections:
            mark = Bookmark(f"{section.title} (p. {section.first_page})", section.first_page)
            if section.kind != "exhibit":
                if section.kind == "contact_log":
                    mark.children = list(self._contact_marks())
                marks.append(mark)
                continue
            mark.title = f"{section.label} {mark.title}"
            behind = section.first_page + section.page_count
            for offset, page in enumerate(opened[section.label].pages):
                if page in cited.get(section.label, ()):
                    at = behind + offset
                    words = f"{exhibit_words(section.label, page)} (p. {at})"
                    mark.children.append(Bookmark(words, at))
            if documents is None:
                documents = Bookmark(f"Documents (p. {section.first_page})", section.first_page)
                marks.append(documents)
            documents.children.append(mark)
        return marks

    def _contact_marks(self) -> Iterator[Bookmark]:
        for row in self._content.contact_log:
            anchor = self._front.anchors.get(f"x-contact:{quote(row.label, safe='')}")
            if anchor is not None:
                yield Bookmark(f"{row.label} (p. {anchor.page})", anchor.page, anchor.top)

    def _left_out(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for each in self._opened:
            if each.document is None or len(each.pages) >= each.document.page_count:
                continue
            self._progress(0, 1, f"Looking at the pages of {each.exhibit.label} that are left out")
            words = leakscan.words_left_out(each.document, set(each.pages))
            if words:
                found[each.exhibit.label] = words
        return found


def _where(record: PageRecord) -> str:
    """What a link says to who cannot see the page."""
    return f"{record.label}, page {record.number}" if record.label else f"Page {record.number}"


def _creator(content: BundleContent) -> str:
    return f"OnRecord {content.frozen.app_version}".strip()
