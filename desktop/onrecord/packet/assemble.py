"""Makes the bundle: our own pages with the pages of the exhibits between them, one document.

The base is what typst set, so its tag tree survives. Exhibit pages are copied behind their
dividers and stamped; addresses become destinations. Nothing is left out silently: what cannot be
had becomes a sheet that says so, and a ``Problem``.
"""

from __future__ import annotations

import hashlib
import io
import json
import locale
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

from onrecord.domain.rect import read_rect
from onrecord.packet.annotations import annotations_of
from onrecord.packet.citing import led
from onrecord.packet.content import BundleContent, to_json
from onrecord.packet.gather import Gathered, Gatherer, Library, move
from onrecord.packet.geometry import rectangle
from onrecord.packet.glyphs import lacking_in
from onrecord.packet.hiding import printed
from onrecord.packet.manifest import manifest_of
from onrecord.packet.outcome import BuildReport, LinkRecord, PageRecord, Problem, Verdict
from onrecord.packet.outline import (
    Bookmark,
    destination,
    destination_of_box,
    framed,
    write_bookmarks,
)
from onrecord.packet.pagecopy import CopiedPage, inherited
from onrecord.packet.pagedata import without_box
from onrecord.packet.stamp import Label, Stamper, exhibit_words, smaller
from onrecord.packet.typeset import FrontMatter, typeset

Progress = Callable[[int, int, str], None]
_CHUNK = 1 << 18  # what is at hand when it is copied on need not be fetched from memory again


def _quiet(done: int, total: int, words: str) -> None:
    """Nobody wants to know."""


@dataclass
class Bundle:
    """A bundle that is assembled but not written."""

    pdf: Pdf
    content: BundleContent
    report: BuildReport

    def write(
        self, write: Callable[[bytes], None], progress: Progress = _quiet, *, digest: bool = True
    ) -> BuildReport:
        """Writes the file in chunks of at most 256 KiB, and adds length and hash to the report;
        without ``digest`` no hash, where whoever keeps the file takes it anyway.

        The bytes depend on nothing but content, documents, verdicts and library versions.
        """
        own = _identifier(self.content, self.report)
        self.pdf.trailer["/ID"] = Array([pikepdf.String(own.decode("latin-1"))] * 2)
        sink = _Sink(write, own, hashlib.sha256() if digest else None)
        with suppress(locale.Error):  # Qt sets the user's; qpdf would write "0,5"
            locale.setlocale(locale.LC_NUMERIC, "C")
        file = io.BufferedWriter(sink, _CHUNK)  # qpdf writes single words
        self.pdf.save(
            file,
            static_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            progress=lambda percent: progress(percent, 100, "Writing the file"),
        )
        file.flush()
        sink.finish()
        done = replace(self.report, length=sink.length, sha256=sink.sha256())
        return replace(done, manifest=manifest_of(self.content, done))


# What qpdf puts in place of a second identifier of ours where it is told to make none up.
_NO_IDENTIFIER = b"31415926535897932384626433832795"


def _identifier(content: BundleContent, report: BuildReport) -> bytes:
    """The file's identifier: of all that it is made from, not of its bytes as qpdf would have it,
    since MD5 over them takes longer than writing them."""
    # Nothing that is not to be read in the file: a hash of it could be guessed at.
    shown = replace(
        content,
        hidden=(),
        exhibits=tuple(replace(e, text=None, password="") for e in content.exhibits),
    )
    pages = tuple(replace(page, gone=()) for page in report.pages)
    told = replace(report, left_out={}, pages=pages)
    made_of = json.dumps([to_json(shown), told.to_json()], sort_keys=True)
    # Plain letters: the same in every encoding of a PDF's strings.
    return hashlib.sha256(made_of.encode()).hexdigest()[:16].encode()


class _Sink(io.RawIOBase):
    """Where a bundle is written to, once, from start to end; counts what goes by, and hashes it
    where there is a ``digest``.

    The last two pieces are held back, because the identifiers stand in them.
    """

    def __init__(self, write: Callable[[bytes], None], identifier: bytes, digest: Any) -> None:
        self._write, self.length, self._digest = write, 0, digest
        self._identifier = identifier.hex().encode()
        self._held: list[bytes] = []

    def writable(self) -> bool:
        return True

    def sha256(self) -> str:
        return self._digest.hexdigest() if self._digest is not None else ""

    def write(self, data: Any, /) -> int:
        self._held.append(bytes(data))
        if len(self._held) > 2:
            self._let_go(self._held.pop(0))
        return len(self._held[-1])

    def finish(self) -> None:
        before, found, after = b"".join(self._held).rpartition(_NO_IDENTIFIER)
        self._held.clear()
        self._let_go(before + (self._identifier if found else b"") + after)

    def _let_go(self, data: bytes) -> None:
        self.length += len(data)
        if self._digest is not None:
            self._digest.update(data)
        for at in range(0, len(data), _CHUNK):
            self._write(data[at : at + _CHUNK])


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
    content = printed(content)
    gatherer = Gatherer(content, library, verdicts, find_left_out=find_left_out)
    gathered: list[Gathered] = []
    for done, exhibit in enumerate(content.exhibits):
        progress(done, len(content.exhibits), f"Adding {exhibit.label}")
        gathered.append(gatherer.gather(exhibit))
    progress(0, 1, "Setting the pages")
    told = replace(content, exhibits=tuple(each.exhibit for each in gathered))
    told = led(told, {e.exhibit.label: e.places for e in gathered if e.places})
    front = typeset(told, {each.exhibit.label: each.numbers for each in gathered})
    return _Assembly(told, gathered, front, gatherer.pool).run()


class _Assembly:
    """One run of putting a bundle together."""

    def __init__(
        self,
        content: BundleContent,
        gathered: Sequence[Gathered],
        front: FrontMatter,
        pool: Pdf,
    ) -> None:
        self._content, self._gathered, self._front = content, gathered, front
        self._pdf, self._pool = pikepdf.open(BytesIO(front.pdf)), pool
        self._problems = [problem for each in gathered for problem in each.problems]
        self._problems += [Problem(one.words) for one in lacking_in(to_json(content))]
        self._links: list[LinkRecord] = []

    def run(self) -> Bundle:
        own: list[Object] = [page.obj for page in self._pdf.pages]
        move(self._pool, self._pdf, [p.copied for each in self._gathered for p in each.pages])
        dividers = {s.label: s for s in self._front.sections if s.kind == "exhibit"}
        behind = {
            dividers[each.exhibit.label].sheet + dividers[each.exhibit.label].page_count - 1: each
            for each in self._gathered
        }
        is_divider = {s.sheet + n: s.label for s in dividers.values() for n in range(s.page_count)}
        stamper = Stamper(self._pdf)
        pages: list[Object] = []
        records: list[PageRecord] = []
        inner: list[tuple[PageRecord, CopiedPage]] = []
        for sheet_number, page in enumerate(own, 1):
            label = is_divider.get(sheet_number, "")
            kind = "divider" if label else "front"
            records.append(PageRecord(len(pages) + 1, "", label, None, kind))
            pages.append(page)
            each = behind.get(sheet_number)
            for placed in each.pages if each is not None else ():
                copied = placed.copied
                record = replace(placed.record, number=len(pages) + 1)
                stamp = Label(record.label, str(record.number))
                if placed.spot == "below" and copied.links:
                    to = smaller(stamper.sheet(copied.page))
                    copied.links = [(to.box(rect), aim) for rect, aim in copied.links]
                stamper.stamp(
                    copied.page, stamp, first=copied.first, wrap=placed.wrap, spot=placed.spot
                )
                records.append(record)
                pages.append(copied.page)
                if copied.links:
                    inner.append((record, copied))
        self._set_pages(pages)
        self._lead(own, pages, records)
        self._lead_within(inner, pages, records)
        self._cited_but_missing()
        self._finish(pages)
        report = BuildReport(
            page_count=len(pages),
            pages=tuple(records),
            links=tuple(self._links),
            problems=tuple(self._problems),
            left_out={e.exhibit.label: e.left_out for e in self._gathered if e.left_out},
            parts={
                s.kind: (s.first_page, s.first_page + s.page_count - 1)
                for s in self._front.sections
                if s.kind != "exhibit"
            },
        )
        return Bundle(self._pdf, self._content, report)

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
        exhibits = self._content.exhibits
        pictures = {e.label for e in exhibits if e.media_type.startswith("image/")}
        for page in own:
            for link in annotations_of(page):
                action: Any = link.get("/A")
                address = str(action.get("/URI", "")) if isinstance(action, Dictionary) else ""
                if not address.startswith("x-"):
                    continue
                del link["/A"]
                place, box = without_box(address)
                anchor = self._front.anchors.get(place)
                if anchor is None:
                    self._problems.append(Problem(f"A link leads nowhere: {address}."))
                    continue
                target, rect = pages[anchor.page - 1], read_rect(box)
                record = records[anchor.page - 1]
                if rect is not None and record.frame is not None:
                    rect = framed(record.frame, rect)
                elif record.exhibit_label in pictures:
                    rect = None  # it is not known how the picture lies on its sheet
                link["/Dest"] = (
                    destination(target, anchor.top)
                    if rect is None
                    else destination_of_box(target, rect)
                )
                link["/Contents"] = pikepdf.String(_where(records[anchor.page - 1]))
                number = numbers[page.objgen]
                self._links.append(LinkRecord(number, address, anchor.page))

    def _lead_within(
        self,
        inner: Sequence[tuple[PageRecord, CopiedPage]],
        pages: Sequence[Object],
        records: Sequence[PageRecord],
    ) -> None:
        """Links of a document to its own pages work in the bundle, as far as those are in it."""
        places = {(r.exhibit_label, r.exhibit_page): r.number for r in records if r.exhibit_label}
        for record, copied in inner:
            made: list[Object] = []
            for rect, aim in copied.links:
                target = places.get((record.exhibit_label, aim))
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
                address = f"x-exhibit:{quote(record.exhibit_label, safe='')}#{aim}"
                self._links.append(LinkRecord(record.number, address, target))
            if made:
                copied.page["/Annots"] = Array([*annotations_of(copied.page), *made])

    def _cited_but_missing(self) -> None:
        content = self._content
        held = {each.exhibit.label: set(each.numbers) for each in self._gathered}
        contacts = {row.label for row in content.contact_log}
        for label, page in dict.fromkeys((cite.label, cite.page) for cite in content.cites()):
            if label in held:
                if page is not None and page not in held[label]:
                    words = f"{label} page {page} is cited, but is not included."
                    self._problems.append(Problem(words, label, page))
            elif label not in contacts:
                self._problems.append(Problem(f"{label} is cited, but is not in the bundle."))

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
        found = [layer for each in self._gathered for layer in each.layers]
        if found:
            moved = [(pdf.copy_foreign(layer), shown) for layer, shown in found]
            layers = {layer.objgen: (layer, shown) for layer, shown in moved}
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
        for cite in content.cites():
            if cite.page is not None:
                cited.setdefault(cite.label, set()).add(cite.page)
        numbers = {each.exhibit.label: each.numbers for each in self._gathered}
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
            for offset, page in enumerate(numbers[section.label]):
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


def _where(record: PageRecord) -> str:
    """What a link says to who cannot see the page."""
    return f"{record.label}, page {record.number}" if record.label else f"Page {record.number}"


def _creator(content: BundleContent) -> str:
    return f"OnRecord {content.frozen.app_version}".strip()
