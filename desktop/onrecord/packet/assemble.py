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
from functools import partial
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

from onrecord.domain.rect import read_rect
from onrecord.errors import Refused
from onrecord.packet import greyscale
from onrecord.packet.annotations import annotations_of
from onrecord.packet.citing import led
from onrecord.packet.content import BundleContent, to_json
from onrecord.packet.gather import Gathered, Gatherer, Library, Placed, move
from onrecord.packet.geometry import rectangle
from onrecord.packet.glyphs import lacking_in
from onrecord.packet.haste import Haste
from onrecord.packet.hiding import printed
from onrecord.packet.manifest import manifest_of
from onrecord.packet.ourwords import WORDS
from onrecord.packet.outcome import (
    MOST_SMALLER,
    BuildReport,
    LinkRecord,
    PageRecord,
    Problem,
    Verdict,
    Volume,
)
from onrecord.packet.outline import (
    Bookmark,
    destination,
    destination_of_box,
    framed,
    turned,
    within,
    write_bookmarks,
)
from onrecord.packet.pagecopy import CopiedPage, inherited
from onrecord.packet.pagedata import without_box
from onrecord.packet.press import LARGE
from onrecord.packet.said import speaking, t
from onrecord.packet.stamp import Label, Stamper, exhibit_words, smaller
from onrecord.packet.typeset import FrontMatter, Layout, Section, typeset
from onrecord.packet.volumes import Block, Limits, Plan, planned, runs
from onrecord.packet.weight import Scale

Progress = Callable[[int, int, str], None]
Write = Callable[[memoryview], object]
_CHUNK = 1 << 18  # what is at hand when it is copied on need not be fetched from memory again
_PIECE = 1 << 20  # whoever waits for the file wants to see it grow


def _quiet(done: int, total: int, words: str) -> None:
    """Nobody wants to know."""


@dataclass
class Bundle:
    """A bundle that is assembled but not written. ``files`` are its volumes, or it alone;
    ``layout`` is that of the pages we set."""

    files: list[Pdf]
    content: BundleContent
    report: BuildReport
    layout: Layout

    def write(
        self,
        write: Write,
        progress: Progress = _quiet,
        *,
        digest: bool = True,
    ) -> BuildReport:
        """Writes the file in pieces, each of which is gone when ``write`` returns, and adds length
        and hash to the report; without ``digest`` no hash, where whoever keeps the file takes it
        anyway. Volumes follow one another, each a file of its own; the report says where each
        begins, and its hash.

        The bytes depend on nothing but content, documents, verdicts and library versions.
        """
        own = _identifier(self.content, self.report)
        whole = hashlib.sha256() if digest else None
        volumes: list[Volume] = []
        offset, several = 0, len(self.files) > 1
        for number, pdf in enumerate(self.files, 1):
            name, part = own, hashlib.sha256() if several else None
            if several:
                name = hashlib.sha256(own + b" %d" % number).hexdigest()[:16].encode()
            sink = _Sink(write, name, [one for one in (whole, part) if one is not None])
            _save(pdf, sink, partial(_telling, progress, number, len(self.files)))
            if part is not None:
                made = self.report.volumes[number - 1]
                sha256 = part.hexdigest()
                volumes.append(replace(made, offset=offset, length=sink.length, sha256=sha256))
            offset += sink.length
        done = replace(
            self.report,
            length=offset,
            sha256=whole.hexdigest() if whole is not None else "",
            volumes=tuple(volumes),
        )
        return replace(done, manifest=manifest_of(self.content, done))


def _telling(progress: Progress, number: int, count: int, percent: int) -> None:
    progress((number - 1) * 100 + percent, count * 100, "Writing the file")


def _save(pdf: Pdf, sink: _Sink, progress: Callable[[int], None]) -> None:
    pdf.trailer["/ID"] = Array([pikepdf.String(sink.identifier.decode("latin-1"))] * 2)
    with suppress(locale.Error):  # Qt sets the user's; qpdf would write "0,5"
        locale.setlocale(locale.LC_NUMERIC, "C")
    file = io.BufferedWriter(sink, _CHUNK)  # qpdf writes single words
    pdf.save(
        file,
        static_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        progress=progress,
    )
    file.flush()
    sink.finish()


# What qpdf puts in place of a second identifier of ours where it is told to make none up.
_NO_IDENTIFIER = b"31415926535897932384626433832795"
_ENTRIES = 2048  # bytes; more than the entries of the table of what is where take


def _identifier(content: BundleContent, report: BuildReport) -> bytes:
    """The file's identifier: of all that it is made from, not of its bytes as qpdf would have it,
    since MD5 over them takes longer than writing them."""
    # Nothing that is not to be read in the file: a hash of it could be guessed at.
    shown = replace(
        content,
        hidden=(),
        exhibits=tuple(replace(e, text=None, password="") for e in content.exhibits),
    )
    pages = tuple(replace(page, gone=()) if page.gone else page for page in report.pages)
    told = replace(report, left_out={}, pages=pages)
    made_of = json.dumps([to_json(shown), told.to_json()], sort_keys=True)
    # Plain letters: the same in every encoding of a PDF's strings.
    return hashlib.sha256(made_of.encode()).hexdigest()[:16].encode()


class _Sink(io.RawIOBase):
    """Where a bundle is written to, once, from start to end; counts what goes by, and hashes it
    with ``digests``.

    The last two pieces are held back, because the identifiers stand in them, or, where the table of
    what is where is long, all from the piece on in which it begins. The rest goes on uncopied.
    """

    def __init__(
        self,
        write: Write,
        identifier: bytes,
        digests: Sequence[Any],
    ) -> None:
        self._write, self.length, self._digests = write, 0, digests
        self.identifier = identifier
        self._held: list[bytes] = []
        self._ending = False

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        with memoryview(data) as view:
            if len(view) > _CHUNK:  # one long stream; the last one may be the table
                ends = b"".join(piece[-_ENTRIES:] for piece in self._held[-2:])
                self._ending = _NO_IDENTIFIER in ends
                while len(self._held) > (2 if self._ending else 0):
                    self._let_go(self._held.pop(0))
                if not self._ending:
                    self._let_go(view)
                    return len(view)
            self._held.append(bytes(view))
            if len(self._held) > 2 and not self._ending:
                self._let_go(self._held.pop(0))
            return len(view)

    def finish(self) -> None:
        before, found, after = b"".join(self._held).rpartition(_NO_IDENTIFIER)
        self._held.clear()
        self._let_go(before + (self.identifier.hex().encode() if found else b"") + after)

    def _let_go(self, data: bytes | memoryview) -> None:
        self.length += len(data)
        for digest in self._digests:
            digest.update(data)
        for at in range(0, len(data), _PIECE):
            # Whoever keeps it gets an error, and not what stands there later.
            with memoryview(data)[at : at + _PIECE] as piece:
                self._write(piece)


def assemble(
    content: BundleContent,
    library: Library,
    verdicts: Mapping[str, Verdict],
    progress: Progress = _quiet,
    *,
    find_left_out: bool = True,
    haste: Haste | None = None,
    known: Layout | None = None,
) -> Bundle:
    """The bundle of ``content``. ``find_left_out`` reads the pages left out, for the leak scan;
    a preview has no need of it, and may have ``haste``. ``known``: see ``typeset``. Raises Refused
    where the content itself is not right."""
    content = printed(content)
    gatherer = Gatherer(content, library, verdicts, find_left_out=find_left_out, haste=haste)
    gathered: list[Gathered] = []
    for done, exhibit in enumerate(content.exhibits):
        progress(done, len(content.exhibits), f"Adding {exhibit.label}")
        gathered.append(gatherer.gather(exhibit))
    progress(0, 1, "Setting the pages")
    told = replace(content, exhibits=tuple(each.exhibit for each in gathered))
    told = led(
        told,
        {e.exhibit.label: e.places for e in gathered if e.places},
        {e.exhibit.label: e.boxes for e in gathered if e.boxes},
    )
    return _InVolumes(told, gathered, gatherer.pool, known).run()


_ROUNDS = 6  # of setting the pages until they and the volumes fit one another
_ROOM = 0.97  # of what a volume may have is planned with, since weighing knows no more than lengths
_STAMPED = 700  # bytes that a stamp and its place in the file add to a page


class _InVolumes:
    """Where the volumes begin depends on the pages before the documents, and these say where."""

    def __init__(
        self,
        content: BundleContent,
        gathered: Sequence[Gathered],
        pool: Pdf,
        known: Layout | None,
    ) -> None:
        self._content, self._gathered, self._pool, self._known = content, gathered, pool, known
        self._numbers = {each.exhibit.label: each.numbers for each in gathered}
        options = content.options
        self._limits = Limits(options.volume_pages, options.volume_bytes)

    def run(self) -> Bundle:
        if not self._limits:
            return _Assembly(self._content, self._gathered, self._front(()), self._pool, ()).run()
        taken = [(p.copied, p.copied.page, p.copied.links) for e in self._gathered for p in e.pages]
        room = int(self._limits.bytes * _ROOM)
        for _ in range(_ROUNDS):
            front, plan = self._planned(replace(self._limits, bytes=room))
            made = _Assembly(self._content, self._gathered, front, self._pool, plan)
            bundle = made.run()
            if not self._limits.bytes:
                return bundle
            over = {
                n: length
                for n, length in enumerate(map(_length, bundle.files))
                if length > self._limits.bytes
            }
            larger = [length for n, length in over.items() if _divisible(bundle.report, n)]
            if not larger:
                return replace(bundle, report=_told_of(bundle.report, over, self._limits.bytes))
            room = int(room * min(0.95, self._limits.bytes / max(larger)))
            for copied, page, links in taken:
                copied.page, copied.links = page, links
        words = "The volumes could not be kept below their size; allow more of it in each."
        raise Refused(words, "volume_bytes")

    def _front(self, plan: Plan) -> FrontMatter:
        return typeset(self._content, self._numbers, plan, self._known)

    def _planned(self, limits: Limits) -> tuple[FrontMatter, Plan]:
        plan: Plan = ()
        front = self._front(plan)
        for _ in range(_ROUNDS):
            found = self._plan(front, limits)
            if found == plan:
                break
            plan = found
            front = self._front(plan)
        return front, plan

    def _plan(self, front: FrontMatter, limits: Limits) -> Plan:
        sections = [s for s in front.sections if s.kind != "volume"]
        before, around = _around(sections)
        *led_by, closing = around  # a document with the parts behind the one before it
        blocks = [
            Block(sum(s.page_count for s in own), len(each.pages))
            for own, each in zip(led_by, self._gathered, strict=True)
        ]
        leading, trailing = (sum(s.page_count for s in some) for some in (before, closing))
        if not limits.bytes:
            return planned(leading, blocks, trailing, limits, _weightless)
        with pikepdf.open(BytesIO(front.pdf)) as pdf:
            own: list[Object] = [page.obj for page in pdf.pages]
            order: list[tuple[int, Object]] = []
            for section in before:
                order += _ours(own, section)
            for leaders, each in zip(led_by, self._gathered, strict=True):
                for section in leaders:
                    order += _ours(own, section)
                order += [(1, placed.copied.page) for placed in each.pages]
            for section in closing:
                order += _ours(own, section)
            scale = Scale(order)
            tags = len(front.pdf) // 3  # about what the tags of our pages take, in the first volume

            def weigh(first: int, last: int, known: set[Any]) -> int:
                size = scale.weigh(range(first, last), known) + _STAMPED * (last - first)
                return size + (tags if first == 0 else 0)

            return planned(leading, blocks, trailing, limits, weigh)


def _around(sections: Sequence[Section]) -> tuple[list[Section], list[list[Section]]]:
    """The sections in front of the documents; and for each document those up to its title sheet,
    last of all those behind every document."""
    front = next((n for n, s in enumerate(sections) if s.kind == "exhibit"), None)
    if front is None:
        closing = [s for s in sections if s.kind == "hashes"]
        return [s for s in sections if s.kind != "hashes"], [closing]
    around: list[list[Section]] = [[]]
    for section in sections[front:]:
        around[-1].append(section)
        if section.kind == "exhibit":
            around.append([])
    return list(sections[:front]), around


def _ours(own: Sequence[Object], section: Section) -> list[tuple[int, Object]]:
    return [(0, page) for page in own[section.sheet - 1 : section.sheet - 1 + section.page_count]]


def _divisible(report: BuildReport, volume: int) -> bool:
    """Whether a volume (from 0) has more than one page of a document, so that it can be less."""
    one = report.of_volume(report.volumes[volume]) if report.volumes else report
    return sum(page.exhibit_page is not None for page in one.pages) > 1


def _told_of(report: BuildReport, over: Mapping[int, int], most: int) -> BuildReport:
    """Says which volumes are larger than they may be, since one page alone is."""
    told = [
        Problem(
            f"Volume {n + 1} has {length / 1e6:.1f} MB, more than {most / 1e6:g}: one page alone is so"
            " large. Make pictures smaller."
        )
        for n, length in over.items()
    ]
    return replace(report, problems=(*report.problems, *told))


def _weightless(first: int, last: int, known: set[Any]) -> int:
    return 0


def _length(pdf: Pdf) -> int:
    sink = _Sink(_nowhere, _NO_IDENTIFIER[:16], ())
    _save(pdf, sink, lambda _percent: None)
    return sink.length


def _nowhere(data: memoryview) -> None:
    """Written only to be measured."""


def _set_pages(pdf: Pdf, pages: Sequence[Object]) -> None:
    """One flat page tree in the order given. Inserting pages singly would take quadratic time."""
    root = pdf.make_indirect(Dictionary(Type=Name.Pages))
    for page in pages:
        for key in ("/Resources", "/MediaBox", "/CropBox", "/Rotate"):
            if key not in page:
                given = inherited(page, key)
                if given is not None:
                    page[key] = given
        page["/Parent"] = root
    root["/Kids"], root["/Count"] = Array(pages), len(pages)
    pdf.Root["/Pages"] = root


class _Assembly:
    """One run of putting a bundle together."""

    def __init__(
        self,
        content: BundleContent,
        gathered: Sequence[Gathered],
        front: FrontMatter,
        pool: Pdf,
        plan: Plan,
    ) -> None:
        self._content, self._gathered, self._front = content, gathered, front
        self._plan, self._first = plan, content.options.first_page
        self._pdf, self._pool = pikepdf.open(BytesIO(front.pdf)), pool
        self._problems = [problem for each in gathered for problem in each.problems]
        self._problems += [Problem(one.words) for one in lacking_in(to_json(content))]
        self._links: list[LinkRecord] = []

    def run(self) -> Bundle:
        own: list[Object] = [page.obj for page in self._pdf.pages]
        move(self._pool, self._pdf, [p.copied for each in self._gathered for p in each.pages])
        dividers = {s.label: s for s in self._front.sections if s.kind == "exhibit"}
        behind = self._behind(dividers)
        is_divider = {s.sheet + n: s.label for s in dividers.values() for n in range(s.page_count)}
        large = LARGE if self._content.options.large else 1.0
        stamper = Stamper(self._pdf, large)
        pages: list[Object] = []
        records: list[PageRecord] = []
        inner: list[tuple[PageRecord, CopiedPage]] = []
        for sheet_number, page in enumerate(own, 1):
            label = is_divider.get(sheet_number, "")
            kind = "divider" if label else "front"
            records.append(PageRecord(len(pages) + self._first, "", label, None, kind))
            pages.append(page)
            for placed in behind.get(sheet_number, ()):
                copied = placed.copied
                record = replace(placed.record, number=len(pages) + self._first)
                stamp = Label(record.label, str(record.number))
                if placed.spot == "below" and copied.links:
                    to = smaller(stamper.sheet(copied.page), large)
                    copied.links = [(to.box(rect), aim) for rect, aim in copied.links]
                stamper.stamp(
                    copied.page, stamp, first=copied.first, wrap=placed.wrap, spot=placed.spot
                )
                if placed.grey:
                    greyscale.over(self._pdf, copied.page, stamper.sheet(copied.page))
                records.append(record)
                pages.append(copied.page)
                if copied.links:
                    inner.append((record, copied))
        self._records = records
        self._volumes = self._split(len(pages))
        _set_pages(self._pdf, pages)
        self._lead(own, pages, records)
        self._lead_within(inner, pages, records)
        self._cited_but_missing()
        report = BuildReport(
            page_count=len(pages),
            pages=tuple(records),
            links=tuple(self._links),
            problems=tuple(self._problems),
            left_out={e.exhibit.label: e.left_out for e in self._gathered if e.left_out},
            parts={
                s.kind: (s.first_page, s.last_page)
                for s in self._front.sections
                if s.kind not in ("exhibit", "volume")
            },
            first_page=self._first,
            volumes=self._volumes if self._plan else (),
            pictures=(
                sum(e.pictures[0] for e in self._gathered),
                sum(e.pictures[1] for e in self._gathered),
            ),
            smaller=self._smaller(records),
        )
        return Bundle(self._files(pages), self._content, report, self._front.layout)

    def _smaller(self, records: Sequence[PageRecord]) -> tuple[int, ...]:
        lost = {(e.exhibit.label, n): by for e in self._gathered for n, by in e.smaller.items()}
        found = [
            (-by, place)
            for place, record in enumerate(records, 1)
            if (by := lost.get((record.exhibit_label, record.exhibit_page or 0)))
        ]
        return tuple(place for _, place in sorted(found)[:MOST_SMALLER])

    # -- volumes -------------------------------------------------------------------------

    def _behind(self, dividers: Mapping[str, Section]) -> dict[int, list[Placed]]:
        """Which pages of documents stand behind which of our sheets."""
        found: dict[int, list[Placed]] = {}
        sheets = {int(s.label): s.sheet for s in self._front.sections if s.kind == "volume"}
        inside = [(n, one) for n, one in enumerate(self._plan, 2) if one.offset >= 0]
        for index, each in enumerate(self._gathered):
            divider = dividers[each.exhibit.label]
            leaders = [divider.sheet + divider.page_count - 1]
            leaders += [sheets[n] for n, one in inside if one.exhibit == index]
            at = 0
            for leader, count in zip(
                leaders, runs(len(each.pages), index, self._plan), strict=True
            ):
                found[leader] = each.pages[at : at + count]
                at += count
        return found

    def _split(self, count: int) -> tuple[Volume, ...]:
        """The numbers of the first and last page of each file."""
        starts = [s.first_page for s in self._front.sections if s.kind == "volume"]
        starts = [self._first, *starts]
        ends = [*(start - 1 for start in starts[1:]), self._first + count - 1]
        return tuple(Volume(first, last) for first, last in zip(starts, ends, strict=True))

    def _volume_of(self, page: int) -> int:
        return next(n for n, one in enumerate(self._volumes) if one.first <= page <= one.last)

    def _files(self, pages: Sequence[Object]) -> list[Pdf]:
        """The finished documents: the first keeps the tags of our pages, the others are made of
        copies of their pages."""
        layers, marks = self._layers(), self._bookmarks()
        first, *rest = self._volumes
        kept = pages[: first.last - self._first + 1]
        files = [self._copied(pages, volume, marks, layers) for volume in rest]
        if rest:
            for page in pages[len(kept) :]:  # the tags still name our sheets among them
                for key in list(page.keys()):
                    del page[key]
            _set_pages(self._pdf, kept)
        self._finish(self._pdf, kept, marks, first, layers)
        return [self._pdf, *files]

    def _copied(
        self,
        pages: Sequence[Object],
        volume: Volume,
        marks: Sequence[Bookmark],
        layers: Sequence[tuple[Object, bool]],
    ) -> Pdf:
        own = pages[volume.first - self._first : volume.last - self._first + 1]
        for page in own:  # qpdf does not follow what says that it is a page
            for thing in (page, *annotations_of(page)):
                for key in ("/StructParents", "/StructParent", "/P", "/Parent"):
                    if key in thing:
                        del thing[key]
            del page["/Type"]
        pdf = pikepdf.new()
        batch = self._pdf.make_indirect(Array(own))
        moved: list[Any] = list(pdf.copy_foreign(batch))
        for page in moved:
            page["/Type"] = Name.Page
        _set_pages(pdf, moved)
        used = [(pdf.copy_foreign(layer), shown) for layer, shown in layers]
        self._finish(pdf, moved, marks, volume, used)
        return pdf

    # -- the document around the pages ---------------------------------------------------

    def _lead(
        self, own: Sequence[Object], pages: Sequence[Object], records: Sequence[PageRecord]
    ) -> None:
        """Turns the addresses that typst set into destinations."""
        numbers = {page.objgen: n for n, page in enumerate(pages, self._first)}
        exhibits = self._content.exhibits
        pictures = {e.label for e in exhibits if e.media_type.startswith("image/")}
        for page in own:
            away: list[Object] = []
            for link in annotations_of(page):
                action: Any = link.get("/A")
                address = str(action.get("/URI", "")) if isinstance(action, Dictionary) else ""
                if not address.startswith("x-"):
                    continue
                place, box = without_box(address)
                anchor = self._front.anchors.get(place)
                if anchor is None:
                    self._problems.append(Problem(f"A link leads nowhere: {address}."))
                    away.append(link)
                    continue
                number = numbers[page.objgen]
                if not self._linked(number, anchor.page):
                    away.append(link)
                    continue
                del link["/A"]
                record = records[anchor.page - self._first]
                target, rect = pages[anchor.page - self._first], read_rect(box)
                if rect is not None and record.frame is not None:
                    rect = framed(record.frame, rect)
                elif record.exhibit_label in pictures:
                    rect = None  # it is not known how the picture lies on its sheet
                if rect is not None and record.turned:
                    sheet = Stamper.sheet(target)
                    wide, high = sheet.width / sheet.unit, sheet.height / sheet.unit
                    if record.turned % 180:
                        wide, high = high, wide
                    rect = turned(rect, record.turned, wide, high)
                link["/Dest"] = (
                    destination(target, anchor.top)
                    if rect is None
                    else destination_of_box(target, rect)
                )
                link["/Contents"] = pikepdf.String(_where(record))
                self._links.append(LinkRecord(number, address, anchor.page))
            if away:
                gone = {link.objgen for link in away}
                kept = [one for one in annotations_of(page) if one.objgen not in gone]
                page["/Annots"] = Array(kept)
                for link in away:  # the tags still name it
                    for key in ("/A", "/Dest"):
                        if key in link:
                            del link[key]

    def _linked(self, page: int, target: int) -> bool:
        """Whether a link may stand there: not into another file, and in a flat bundle nowhere."""
        if self._content.options.flat:
            return False
        return not self._plan or self._volume_of(page) == self._volume_of(target)

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
                if target is None or box is None or not self._linked(record.number, target):
                    continue
                made.append(
                    self._pdf.make_indirect(
                        Dictionary(
                            Type=Name.Annot,
                            Subtype=Name.Link,
                            Rect=Array([round(v, 3) for v in box]),
                            Border=Array([0, 0, 0]),
                            F=4,
                            Contents=pikepdf.String(_where(records[target - self._first])),
                            Dest=destination(pages[target - self._first]),
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
        contacts |= {one.label for one in content.before.exhibits}
        for label, page in dict.fromkeys((cite.label, cite.page) for cite in content.cites()):
            if label in held:
                if page is not None and page not in held[label]:
                    words = f"{label} page {page} is cited, but is not included."
                    self._problems.append(Problem(words, label, page))
            elif label not in contacts:
                self._problems.append(Problem(f"{label} is cited, but is not in the bundle."))

    def _layers(self) -> list[tuple[Object, bool]]:
        """The layers of all pages, each once, and whether it is shown."""
        found = [layer for each in self._gathered for layer in each.layers]
        moved = [(self._pdf.copy_foreign(layer), shown) for layer, shown in found]
        return [*{layer.objgen: (layer, shown) for layer, shown in moved}.values()]

    def _finish(
        self,
        pdf: Pdf,
        pages: Sequence[Object],
        marks: Sequence[Bookmark],
        volume: Volume,
        layers: Sequence[tuple[Object, bool]],
    ) -> None:
        content, root = self._content, pdf.Root
        for key in ("/Metadata", "/Names", "/Dests", "/OpenAction", "/AA"):
            if key in root:
                del root[key]
        first, last = volume.first, volume.last
        write_bookmarks(pdf, pages, within(marks, first, last), first)
        root["/PageMode"] = Name.UseOutlines
        numbers = Dictionary(S=Name.D) if first == 1 else Dictionary(S=Name.D, St=first)
        root["/PageLabels"] = Dictionary(Nums=Array([0, numbers]))
        root["/Lang"] = pikepdf.String(content.language or "en")
        root["/ViewerPreferences"] = Dictionary(DisplayDocTitle=True)
        if layers:
            hidden = [layer for layer, shown in layers if not shown]
            root["/OCProperties"] = Dictionary(
                OCGs=Array([layer for layer, _ in layers]),
                D=Dictionary(BaseState=Name.ON, OFF=Array(hidden), Order=Array([])),
            )
        title = content.title
        if self._plan:
            number = self._volume_of(first) + 1
            with speaking(content.language, content.words):
                volume_words = t("Volume {0} of {1}").format(number, len(self._volumes))
            title = f"{title} ({volume_words})"
        info = Dictionary(Title=pikepdf.String(title), Creator=pikepdf.String(_creator(content)))
        pdf.trailer["/Info"] = pdf.make_indirect(info)

    def _bookmarks(self) -> list[Bookmark]:
        with speaking(self._content.language, self._content.words):
            return self._marked()

    def _marked(self) -> list[Bookmark]:
        places = {(r.exhibit_label, r.exhibit_page): r.number for r in self._records}
        cited: dict[str, set[int]] = {}
        content = self._content
        for cite in content.cites():
            if cite.page is not None:
                cited.setdefault(cite.label, set()).add(cite.page)
        numbers = {each.exhibit.label: each.numbers for each in self._gathered}
        marks: list[Bookmark] = []
        documents: Bookmark | None = None
        for section in self._front.sections:
            if section.kind not in ("exhibit", "volume"):
                documents = None  # bookmarks are in the order of the pages
            words = f"{section.title} ({t('p.')} {section.first_page})"
            mark = Bookmark(words, section.first_page, section.top)
            if section.kind != "exhibit":
                if section.kind == "contact_log":
                    mark.children = list(self._contact_marks())
                marks.append(mark)
                continue
            mark.title = f"{section.label} {mark.title}"
            for page in numbers[section.label]:
                at = places.get((section.label, page), 0)
                if at and page in cited.get(section.label, ()):
                    words = f"{exhibit_words(section.label, page)} ({t('p.')} {at})"
                    mark.children.append(Bookmark(words, at))
            if documents is None:
                words = f"{t(WORDS['documents'])} ({t('p.')} {section.first_page})"
                documents = Bookmark(words, section.first_page)
                marks.append(documents)
            documents.children.append(mark)
        return marks

    def _contact_marks(self) -> Iterator[Bookmark]:
        for row in self._content.contact_log:
            anchor = self._front.anchors.get(f"x-contact:{quote(row.label, safe='')}")
            if anchor is not None:
                yield Bookmark(f"{row.label} ({t('p.')} {anchor.page})", anchor.page, anchor.top)


def _where(record: PageRecord) -> str:
    """What a link says to who cannot see the page."""
    return f"{record.label}, page {record.number}" if record.label else f"Page {record.number}"


def _creator(content: BundleContent) -> str:
    return f"OnRecord {content.frozen.app_version}".strip()
