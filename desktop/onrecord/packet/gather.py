"""Brings the pages of every exhibit together, one document after another.

qpdf copies stream data when it copies an object, so a document can go as soon as its pages are
taken: memory is that of the bundle and of one document, not of both sets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field, replace
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf
from PIL import Image
from PIL.Image import Transpose

from onrecord.domain.rect import Rect
from onrecord.domain.same_words import without
from onrecord.errors import KnownError
from onrecord.packet import leakscan, seenwords, unseen
from onrecord.packet.alone import hash_alone
from onrecord.packet.annotations import annotations_of
from onrecord.packet.carrying import Carrying
from onrecord.packet.content import BundleContent, Exhibit
from onrecord.packet.entries import entry
from onrecord.packet.geometry import rotation
from onrecord.packet.greyscale import coloured
from onrecord.packet.haste import Haste, Turns
from onrecord.packet.hiding import SIGN
from onrecord.packet.imagecopy import NOTE, image_page
from onrecord.packet.made import made_pages
from onrecord.packet.marking import Mark, draw, large_enough, lay
from onrecord.packet.notes import note_form
from onrecord.packet.outcome import Method, PageRecord, Problem, Spot, Verdict
from onrecord.packet.outline import after, frame_of_picture, framed
from onrecord.packet.pagecopy import (
    CannotPrune,
    CopiedPage,
    Source,
    copy_layers,
    copy_pages,
)
from onrecord.packet.press import LARGE
from onrecord.packet.raster import comparing_scale, picture
from onrecord.packet.redact import Picture, page_of
from onrecord.packet.reduce import TARGETS, reduce_pages
from onrecord.packet.removing import Removal, is_pictured, pictured
from onrecord.packet.said import speaking
from onrecord.packet.sources import Document, Lent
from onrecord.packet.stamp import Stamper, exhibit_words, smaller
from onrecord.packet.textpages import Boxes, sheet
from onrecord.packet.verdict import default_verdict, engine, free_spot

Ask = Callable[[str], bytes]
"""The bytes of the exhibit with this id."""
Borrow = Callable[[str], bytes | Lent]
"""As ``Ask``; what is lent is lent until the next is asked for."""

_PDF = "application/pdf"
REDACTED = "redacted"  # stands on the stamp of a page from which something was removed

# What qpdf and pikepdf raise on files that are not what they say.
BROKEN = (CannotPrune, pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError)


class Library:
    """Opens the exhibits' documents. With ``keep`` they stay open, for a preview, and ``ask`` must
    not lend them."""

    def __init__(self, ask: Borrow, *, keep: bool = False) -> None:
        self._ask, self._keep = ask, keep
        self._held: dict[tuple[object, ...], Document | KnownError] = {}

    def document(
        self, exhibit: Exhibit, content: BundleContent, *, sound: bool = False
    ) -> Document:
        """Raises NeedsPassword or Unreadable. ``sound``: see ``Verdict``."""
        key = _key(exhibit, content)
        found = self._held.get(key)
        if found is None:
            try:
                found = self._open(exhibit, content, sound)
            except KnownError as error:
                found = error
            if self._keep:
                self._held[key] = found
        if isinstance(found, KnownError):
            raise found
        return found

    def give_back(self, document: Document) -> None:
        if not self._keep:
            document.close()

    def keep_only(self, content: BundleContent) -> None:
        """Lets go of what this content does not use."""
        wanted = {_key(exhibit, content) for exhibit in content.exhibits}
        for key in [key for key in self._held if key not in wanted]:
            _close(self._held.pop(key))

    def close(self) -> None:
        for held in self._held.values():
            _close(held)
        self._held.clear()

    def _open(self, exhibit: Exhibit, content: BundleContent, sound: bool) -> Document:
        given = self._ask(exhibit.id)
        if exhibit.media_type == _PDF:
            return Document(given, exhibit.password)
        data = given if isinstance(given, bytes) else given.taken()
        if is_pdf(exhibit.media_type, data):
            return Document(data, exhibit.password)
        made = made_pages(exhibit, data, content, sound=sound)
        document = Document(made.pdf)
        document.places, document.told = made.places, made.told
        document.boxes = made.boxes
        document.verdict = Verdict(engine(), document.page_count)  # ours: nothing to find out
        return document


def _key(exhibit: Exhibit, content: BundleContent) -> tuple[object, ...]:
    """What an open document depends on; where we set the pages, on how they are set too."""
    made: tuple[object, ...] = ()
    if exhibit.media_type != _PDF:
        words = frozenset(content.words.items())
        made = (content.paper, content.language, words, content.options.large, content.options.grey)
    return (
        exhibit.id,
        exhibit.password,
        exhibit.text,
        exhibit.marks,
        exhibit.cut,
        exhibit.seen,
        *made,
    )


def _close(held: Document | KnownError) -> None:
    if isinstance(held, Document):
        held.close()


def is_pdf(media_type: str, data: bytes) -> bool:
    """Whether these bytes are a PDF; mail may have put something before the first line."""
    return media_type == _PDF or b"%PDF-" in data[:1024]


@dataclass
class Placed:
    """An exhibit page, taken but not yet in the bundle; ``record`` lacks the bundle's number."""

    record: PageRecord
    copied: CopiedPage
    wrap: bool = False
    spot: Spot = "right"
    grey: bool = False  # its colour is taken from it


@dataclass
class Gathered:
    """What one exhibit brings. ``exhibit`` knows what its divider has to say."""

    exhibit: Exhibit
    numbers: list[int]  # pages of the document, from 1, in the order they go in
    pages: list[Placed] = field(default_factory=list[Placed])
    problems: list[Problem] = field(default_factory=list[Problem])
    left_out: tuple[str, ...] = ()  # words of pages left out, for the leak scan
    layers: list[tuple[Object, bool]] = field(default_factory=list[tuple[Object, bool]])
    pictures: tuple[int, int] = (0, 0)  # bytes of them before and after they were made smaller
    smaller: dict[int, int] = field(default_factory=dict[int, int])  # bytes that each page gave
    places: Mapping[int, int] = field(default_factory=dict[int, int])
    boxes: Boxes = field(default_factory=dict[tuple[int, str], tuple[int, str]])
    """Of a text that is broken into pages here: where pages that are cited begin."""


class Gatherer:
    """Takes exhibits one by one into ``pool``, a document that only holds their pages."""

    def __init__(
        self,
        content: BundleContent,
        library: Library,
        verdicts: Mapping[str, Verdict],
        *,
        find_left_out: bool,
        haste: Haste | None = None,
    ) -> None:
        self.pool = pikepdf.new()
        self._content, self._library, self._verdicts = content, library, verdicts
        self.hidden = content.hidden
        self.options = content.options
        self.looks = content.hidden, content.options, content.language, content.words, content.paper
        """All that the copy of a document depends on beside the document."""
        self._unseen: Object | None = None
        self._find_left_out = find_left_out
        self.haste = haste

    def gather(self, exhibit: Exhibit) -> Gathered:
        """The exhibit's pages, each one way or another; never fewer than were asked for."""
        with speaking(self._content.language, self._content.words):
            return self._gathered(exhibit)

    def _gathered(self, exhibit: Exhibit) -> Gathered:
        if exhibit.problem:  # known beforehand; a file of gigabytes is not fetched to find out
            return self._stand_in(exhibit, exhibit.problem)
        try:
            given = self._verdicts.get(exhibit.id)
            sound = given is not None and given.sound
            document = self._library.document(exhibit, self._content, sound=sound)
        except KnownError as error:
            return self._stand_in(exhibit, str(error))
        try:
            if exhibit.seen and not document.seen:  # one that is kept has them
                document.seen = seenwords.seen_words(exhibit, document)
        except KnownError as error:
            self._library.give_back(document)
            return self._stand_in(exhibit, str(error))
        try:
            return _Taking(self, exhibit, document).run()
        finally:
            self._library.give_back(document)

    def verdict(self, exhibit: Exhibit, document: Document) -> Verdict:
        """The verdict that was given, if it is one on this document."""
        given = self._verdicts.get(exhibit.id)
        usable = given is not None and given.page_count == document.page_count
        if given is not None and usable:
            return given
        if document.verdict is None:
            document.verdict = default_verdict(document)
        return document.verdict

    def unseen(self) -> Object:
        """The font of words that are not seen; one for all pages."""
        if self._unseen is None:
            self._unseen = unseen.font(self.pool)
        return self._unseen

    def note(self, words: str, box: Rect, unit: float) -> Object:
        """A note of the size of this box; what is hidden everywhere is so in it, too."""
        shown = without(words, self.hidden, SIGN)
        wide, high = (box.x1 - box.x0) * unit, (box.y1 - box.y0) * unit
        return note_form(self.pool, shown, wide, high, self._content.language)

    def left_out(self, document: Document, included: set[int]) -> tuple[str, ...]:
        if not self._find_left_out or len(included) >= document.page_count:
            return ()
        return leakscan.words_left_out(document, included)

    def sheet(self, exhibit: Exhibit, words: str) -> CopiedPage:
        """A page of ours that says why the document's own page is not there."""
        content = self._content
        made = sheet(
            exhibit, words, paper=content.paper, language=content.language, options=content.options
        )
        with pikepdf.open(BytesIO(made)) as source:
            return copy_pages(self.pool, Source(source), [1], whole=True)[0]

    def _stand_in(self, exhibit: Exhibit, words: str) -> Gathered:
        found = Gathered(replace(exhibit, problem=exhibit.problem or words), [1])
        found.problems.append(Problem(words, exhibit.label, None, stops=True))
        record = PageRecord(0, exhibit_words(exhibit.label, None), exhibit.label, 1, "sheet")
        found.pages.append(Placed(record, self.sheet(exhibit, words)))
        return found


class _Taking:
    """One exhibit being taken."""

    def __init__(self, gatherer: Gatherer, exhibit: Exhibit, document: Document) -> None:
        self._gatherer, self._pool, self._document = gatherer, gatherer.pool, document
        self._label, self._given = exhibit.label, exhibit
        count = document.page_count
        # A damaged file may have shown more pages elsewhere than can be found in it here.
        every = range(1, max(count, exhibit.page_count) + 1)
        numbers = list(dict.fromkeys(exhibit.pages or every))
        self._verdict = gatherer.verdict(exhibit, document)
        self._there = [n for n in numbers if 1 <= n <= count]
        methods = {self._verdict.method_of(n) for n in self._there}
        self._removal = Removal(exhibit, document, gatherer.hidden)
        self._waits: set[int] = set()  # grey in this round of a preview
        self._made = self._to_make(exhibit.id)
        options = gatherer.options
        self._flat, self._grey = options.flat or options.grey, options.grey
        self._large = LARGE if options.large else 1.0
        self._written: set[int] = set()  # pages over which their words are written already
        self._turns = {turn.page: turn.by for turn in exhibit.turns}
        self._whole = (
            not self._made and not self._waits and set(numbers) >= set(range(1, count + 1))
        )
        if not self._whole:  # the original's hash would let someone guess at what was left out
            exhibit = replace(exhibit, sha256="", length=0, sha256_of="copy")
        told = replace(
            exhibit,
            page_count=exhibit.page_count or count,
            image_copy=exhibit.image_copy or methods == {"image"},
            signed=document.signed,
        )
        self._found = Gathered(told, numbers, places=document.places, boxes=document.boxes)
        for words in (*document.told, *self._verdict.problems):
            self._tell(words)

    def _to_make(self, id: str) -> set[int]:
        """The pages that are made anew, of which something goes."""
        haste = self._gatherer.haste
        if haste is None:
            return {n for n in self._there if self._removal.takes(n)}
        made: set[int] = set()
        for n in sorted(self._there, key=lambda n: not haste.is_seen(id, n)):
            ready = self._removal.is_ready(n)
            if not ready and not haste.may(id, n):
                self._waits.add(n)
                continue
            with nullcontext() if ready else haste.at_work():
                if self._removal.takes(n):
                    made.add(n)
                    with suppress(KnownError, IndexError, *BROKEN):  # said where it is put in
                        self._removal.picture(n)
        return made

    def _grey_page(self, number: int) -> CopiedPage:
        """In place of a page that is not made yet; nothing of it is shown."""
        try:
            wide, high = self._document.pdfium().get_page_size(number - 1)
        except (KnownError, IndexError, *BROKEN):
            wide, high = 595.28, 841.89
        shade = pikepdf.Stream(self._pool, f"0.93 g 0 0 {wide:.2f} {high:.2f} re f".encode())
        page = Dictionary(
            Type=Name.Page, MediaBox=Array([0, 0, round(wide, 2), round(high, 2)]),
            Resources=Dictionary(), Contents=Array([shade]),
        )  # fmt: skip
        return CopiedPage(self._pool.make_indirect(page), number)

    def run(self) -> Gathered:
        found, included = self._found, set(self._there)
        got = self._copies()
        for number in found.numbers:
            copied, kind, note = got.get(number), "copy", ""
            wrap = copied is not None and number in self._verdict.wrapped
            removed: Picture | None = None
            if number in self._waits:
                copied, kind, note = self._grey_page(number), "redacted", REDACTED
            elif number in self._made:
                removed, copied = self._without(number)
                kind, note = "redacted", REDACTED
            elif copied is None and number in included:
                copied, kind, note = self._picture(number), "image", NOTE
            if copied is None:
                copied, kind, note = self._sheet(number, made=number in self._made), "sheet", ""
            words = exhibit_words(self._label, number, note)
            spot = self._spot_of(number) if kind != "sheet" else "right"
            if spot == "below" and (
                kind == "image" or any(True for _ in annotations_of(copied.page))
            ):
                spot = "right"  # what lies over the page would not move with it
            if kind in ("copy", "image"):
                self._lay_words(number, copied)
            if kind != "sheet":
                self._draw(number, copied, removed)
            record = PageRecord(0, words, self._label, number, kind)
            by = self._turns.get(number, self._turns.get(0, 0)) % 360 if kind != "sheet" else 0
            record = self._placed(record, copied, removed, "right" if by else spot)
            if by:
                copied.page["/Rotate"] = (rotation(entry(copied.page, "/Rotate")) + by) % 360
                spot = self._spot(number, copied, by)
                record = replace(record, turned=by)
            grey = self._grey and kind != "sheet" and self._has_colour(number)
            found.pages.append(Placed(record, copied, wrap, spot, grey))
        if any(placed.spot == "below" for placed in found.pages):
            found.exhibit = replace(found.exhibit, smaller=True)
        found.left_out = self._gatherer.left_out(self._document, included)
        self._reduce()
        haste = self._gatherer.haste
        if not self._whole and not self._waits and (haste is None or haste.shows):
            length, sha256 = self._alone([placed.copied for placed in found.pages])
            found.exhibit = replace(found.exhibit, length=length, sha256=sha256)
        return found

    def _alone(self, pages: list[CopiedPage]) -> tuple[int, str]:
        """Length and hash of the copy by itself. A preview, whose documents stay open, asks again
        with each change of anything."""
        haste, gatherer = self._gatherer.haste, self._gatherer
        if haste is None or haste.waiting:  # a picture that waits is not as it will be
            return hash_alone(self._pool, pages)
        of = self._given, self._verdict, gatherer.looks
        if self._document.alone is None or self._document.alone[0] != of:
            self._document.alone = of, hash_alone(self._pool, pages)
        return self._document.alone[1]

    def _spot_of(self, number: int) -> Spot:
        return self._verdict.spot_of(number, large=self._large != 1)

    def _reduce(self) -> None:
        """Makes the pictures on the document's pages smaller, as the options say."""
        target = TARGETS.get(self._gatherer.options.pictures)
        if target is not None:
            found = [p for p in self._found.pages if p.record.kind != "sheet"]
            named = [(self._found.exhibit.id, p.record.exhibit_page or 0) for p in found]
            effect = reduce_pages(
                (p.copied.page for p in found),
                target,
                self._document.reduced,
                Turns(self._gatherer.haste, named) if self._gatherer.haste is not None else None,
            )
            self._found.pictures = effect.before, effect.after
            self._found.smaller = {
                found[place].record.exhibit_page or 0: lost for place, lost in effect.lost.items()
            }

    def _without(self, number: int) -> tuple[Picture | None, CopiedPage | None]:
        """The page made anew, without what is taken away. Where that fails nothing of it goes in,
        and the bundle is stopped."""
        try:
            made = self._removal.picture(number)
        except (KnownError, IndexError, *BROKEN):
            words = f"{self._label} page {number} could not be blacked out, so it is not shown."
            self._tell(words, number, stops=True)
            return None, None
        return made, CopiedPage(page_of(self._pool, made, self._gatherer.unseen()), number)

    def _lay_words(self, number: int, copied: CopiedPage) -> None:
        """The words seen in the picture of a page, unseen over it; its own are there."""
        words = self._document.seen.get(number)
        if words is None or number in self._written:
            return
        area = Stamper.sheet(copied.page)
        wide, high = area.width / area.unit, area.height / area.unit
        unit = self._document.unit(number)  # a page that went in as a picture has none of its own
        placed = [(one.text, framed((0, 0, unit, unit), one.box)) for one in words.words()]
        form = unseen.layer(self._pool, placed, area.width, area.height, self._gatherer.unseen())
        copied.first += lay(copied.page, area, [(form, Rect(0, 0, wide, high))])

    def _draw(self, number: int, copied: CopiedPage, removed: Picture | None) -> None:
        """Circles and the like, over the page and below its stamp."""
        drawn = self._removal.drawn(number)
        if not drawn:
            return
        frame = removed.frame if removed is not None else None
        marks: list[Mark] = []
        notes: list[tuple[Object, Rect]] = []
        area = Stamper.sheet(copied.page)
        room = area.width / area.unit, area.height / area.unit
        for one in drawn:
            boxes = self._removal.placed(number, one)
            boxes = [framed(frame, box) for box in boxes] if frame else boxes
            if one.kind == "note":
                for box in boxes:
                    own = large_enough(box, room)
                    notes.append((self._gatherer.note(one.words, own, area.unit), own))
            else:
                marks.append((one.kind, boxes))
        copied.first += draw(copied.page, area, marks) + lay(copied.page, area, notes)

    def _placed(
        self, record: PageRecord, copied: CopiedPage, removed: Picture | None, spot: Spot
    ) -> PageRecord:
        """``record`` with where the document's page is on this one, and what is gone from it."""
        frame = removed.frame if removed is not None else None
        given = self._document.page(record.exhibit_page or 0)
        if self._found.exhibit.media_type.startswith("image/") and given is not None:
            frame = after(frame, frame_of_picture(given))
        if spot == "below":
            sheet = Stamper.sheet(copied.page)
            k = smaller(sheet, self._large).factor
            frame = after(((1 - k) / 2 * sheet.width / sheet.unit, 0.0, k, k), frame)
        if removed is None:
            return record if frame is None else replace(record, frame=frame)
        return replace(record, frame=frame, boxes=tuple(removed.boxes), gone=removed.gone)

    def _spot(self, number: int, copied: CopiedPage, by: int) -> Spot:
        """Where there is room for the stamp on a page that is turned."""
        sheet = Stamper.sheet(copied.page)
        try:
            shown = self._drawn_small(number).convert("L")
        except (KnownError, IndexError, *BROKEN):
            return "right"
        turn = {90: Transpose.ROTATE_270, 180: Transpose.ROTATE_180, 270: Transpose.ROTATE_90}
        shown = shown.transpose(turn[by])
        spot = free_spot(shown, sheet, shown.width / max(1.0, sheet.width), self._large)
        if spot == "below" and any(True for _ in annotations_of(copied.page)):
            return "right"
        return spot

    def _has_colour(self, number: int) -> bool:
        if self._gatherer.haste is not None:  # looks the same, and is not looked for
            return True
        try:
            return coloured(self._drawn_small(number))
        except (KnownError, IndexError, *BROKEN):
            return True

    def _drawn_small(self, number: int) -> Image.Image:
        page = self._document.pdfium()[number - 1]
        try:
            return picture(page, comparing_scale(page))
        finally:
            page.close()

    def _tell(self, words: str, number: int | None = None, *, stops: bool = False) -> None:
        self._found.problems.append(Problem(words, self._label, number, stops))

    def _copies(self) -> dict[int, CopiedPage]:
        """The pages that can be copied, by page of the document; the rest is not in it."""
        document, got = self._document, dict[int, CopiedPage]()
        whole = self._whole
        wanted: dict[Method, list[int]] = {}
        for number in self._there:
            if number in self._made or number in self._waits:
                continue
            wanted.setdefault(self._verdict.method_of(number), []).append(number)
        for method, numbers in wanted.items():
            source = document.source(method) if method != "image" else None
            if source is None or len(source.pages) != document.page_count:
                continue
            if self._verdict.mended:
                source.mend()
            stamps = method == "keep"
            if self._flat and (stamps or source.hides()):
                got.update(self._searchable(numbers))
                continue
            try:
                found = copy_pages(self._pool, source, numbers, whole=whole, stamps=stamps)
                got.update(zip(numbers, found, strict=True))
            except BROKEN:
                for number in numbers:  # one bad page must not cost the others their text
                    with suppress(*BROKEN):
                        got[number] = copy_pages(
                            self._pool, source, [number], whole=whole, stamps=stamps
                        )[0]
            if not self._gatherer.options.flat:
                self._found.layers += copy_layers(self._pool, source)
        if got and not whole:
            self._withhold(got)
        if got and self._made:
            for number in sorted(self._made):
                with suppress(KnownError, IndexError, *BROKEN):
                    self._removal.picture(number)
            self._withhold_gone(got)
        if got and self._gatherer.hidden:
            self._withhold_carried(got)
        return got

    def _withhold(self, got: dict[int, CopiedPage]) -> None:
        """Gives up copies that carry text of a page left out where nobody sees it."""
        for number in leakscan.carriers(self._document, set(self._there) - self._made):
            if got.pop(number, None) is not None:
                self._tell(
                    f"{self._label} page {number} is shown as a picture, because the page also"
                    " holds hidden text of a page that is left out.",
                    number,
                )

    def _withhold_gone(self, got: dict[int, CopiedPage]) -> None:
        """What draws the same as a page that was made anew may hold, unseen, what was taken away
        there: it goes in as a picture, without those words."""
        made = [n for n in self._made if n in self._removal.known]
        gone = {word for n in made for word in self._removal.known[n].gone}
        for number in sorted(leakscan.sharing(self._document, self._made) & set(got)):
            del got[number]
            with suppress(KnownError, IndexError, *BROKEN):
                got[number] = self._as_seen(number, tuple(sorted(gone)))

    def _withhold_carried(self, got: dict[int, CopiedPage]) -> None:
        """A page that carries, unseen, what is blacked out everywhere goes in as a picture, too."""
        hidden, known = self._gatherer.hidden, self._document.carried
        search, way = Carrying(hidden), (hidden, self._whole, self._flat)
        for number in sorted(got):
            of = way, number
            if of not in known:
                known[of] = search.carries(got[number].page)
            if not known[of]:
                continue
            del got[number]
            with suppress(KnownError, IndexError, *BROKEN):
                got[number] = self._as_seen(number, hidden)
            self._whole = False
            self._found.exhibit = replace(
                self._found.exhibit, sha256="", length=0, sha256_of="copy"
            )

    def _as_seen(self, number: int, hidden: tuple[str, ...] = ()) -> CopiedPage:
        """The page as a picture with its words unseen over it, but for those ``hidden``."""
        shown = pictured(self._document, number).without(hidden)
        self._written.add(number)
        return CopiedPage(page_of(self._pool, shown, self._gatherer.unseen()), number)

    def _searchable(self, numbers: Sequence[int]) -> dict[int, CopiedPage]:
        """Pages as pictures with their words unseen over them, where nothing may lie over a page or
        be hidden in it."""
        made: dict[int, CopiedPage] = {}
        haste, id = self._gatherer.haste, self._found.exhibit.id
        for number in numbers:
            ready = haste is None or is_pictured(self._document, number)
            if haste is not None and not ready and not haste.may(id, number):
                self._waits.add(number)
                continue
            with (
                suppress(KnownError, IndexError, *BROKEN),
                nullcontext() if haste is None or ready else haste.at_work(),
            ):
                made[number] = self._as_seen(number)
        return made

    def _picture(self, number: int) -> CopiedPage | None:
        try:
            page = self._document.pdfium()[number - 1]
            try:
                copied = CopiedPage(image_page(self._pool, page, self._document.unit(number)))
            finally:
                page.close()
        except (KnownError, IndexError, *BROKEN):
            return None
        told = any(problem.page == number for problem in self._found.problems)
        if self._verdict.method_of(number) != "image" and not told:
            self._tell(f"{self._label} page {number} could only be included as a picture.", number)
        return copied

    def _sheet(self, number: int, *, made: bool = False) -> CopiedPage:
        words = f"{self._label} page {number} could not be shown."
        if made:
            words = f"{self._label} page {number} could not be blacked out."
        elif number not in self._there:
            words = f"{self._label} has no page {number}; it has {self._document.page_count}."
        if not made:  # else it is told already
            self._tell(words, number, stops=True)
        return self._gatherer.sheet(self._found.exhibit, words)


def move(pool: Pdf, target: Pdf, pages: list[CopiedPage]) -> None:
    """Makes ``pages``, which are in ``pool``, pages of ``target``; stream data is shared."""
    for copied in pages:
        if "/Type" in copied.page:
            del copied.page["/Type"]  # qpdf does not follow what says that it is a page
    batch = pool.make_indirect(pikepdf.Array([copied.page for copied in pages]))
    for copied, page in zip(pages, list(target.copy_foreign(batch)), strict=True):
        page["/Type"] = pikepdf.Name.Page
        copied.page = page
