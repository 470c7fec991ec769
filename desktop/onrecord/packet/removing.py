"""What is to be taken away of which page of one document, and where what is drawn on it goes."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.domain.rect import Rect, read_rect
from onrecord.errors import KnownError, Unreadable
from onrecord.packet.content import Drawn, Exhibit
from onrecord.packet.outline import on_picture
from onrecord.packet.redact import Picture, blackened
from onrecord.packet.sources import Document

_REMOVING = ("black_out", "crop")


def pictured(
    document: Document, number: int, boxes: tuple[Rect, ...] = (), crop: Rect | None = None
) -> Picture:
    """Page ``number`` as a picture, without these. Of each page the last is kept. Raises
    Unreadable."""
    known = document.pictures.get(number)
    if known is None or known[0] != (boxes, crop):
        page = document.pdfium()[number - 1]
        try:
            words, unit = document.words(number), document.unit(number)
            known = (boxes, crop), blackened(page, words, boxes, crop=crop, unit=unit)
        finally:
            page.close()
        document.pictures[number] = known
    return known[1]


def is_pictured(
    document: Document, number: int, boxes: tuple[Rect, ...] = (), crop: Rect | None = None
) -> bool:
    """Whether ``pictured`` would cost nothing."""
    known = document.pictures.get(number)
    return known is not None and known[0] == (boxes, crop)


class Removal:
    """The boxes of one exhibit's pages: those drawn, and those around words hidden everywhere."""

    def __init__(self, exhibit: Exhibit, document: Document, hidden: Sequence[str]) -> None:
        self._exhibit, self._document, self._hidden = exhibit, document, tuple(hidden)
        self._drawn: dict[int, list[Drawn]] = {}
        self._boxes: dict[int, tuple[Rect, ...]] = {}
        self.known: dict[int, Picture] = {}
        for one in exhibit.drawn:
            self._drawn.setdefault(one.page, []).append(one)

    def drawn(self, number: int) -> list[Drawn]:
        """What is drawn on page ``number`` and takes nothing away."""
        return [one for one in self._drawn.get(number, ()) if one.kind not in _REMOVING]

    def boxes(self, number: int) -> tuple[Rect, ...]:
        """What is to be blackened on page ``number``; empty where the page stays. Raises
        Unreadable where the page's words cannot be looked at and have to be."""
        if number not in self._boxes:
            self._boxes[number] = self._looked_for(number)
        return self._boxes[number]

    def _looked_for(self, number: int) -> tuple[Rect, ...]:
        found = list(self._placed(number, "black_out"))
        if self._hidden:
            words = self._document.words(number)
            for each in self._hidden:
                found += [box for box in words.find(each) if box not in found]
        return tuple(found)

    def crop(self, number: int) -> Rect | None:
        boxes = self._placed(number, "crop")
        return boxes[-1] if boxes else None

    def is_ready(self, number: int) -> bool:
        """Whether it costs nothing to know what goes of the page, and to show it without."""
        if self._hidden and not self._document.was_read(number):
            return False
        if not self.takes(number):
            return True
        return is_pictured(self._document, number, self.boxes(number), self.crop(number))

    def takes(self, number: int) -> bool:
        """Whether something of the page goes; also where that cannot be told."""
        try:
            return bool(self.boxes(number)) or self.crop(number) is not None
        except KnownError:
            return True

    def picture(self, number: int) -> Picture:
        """The page without what goes. Raises Unreadable."""
        if number not in self.known:
            shown = pictured(self._document, number, self.boxes(number), self.crop(number))
            self.known[number] = shown.without(self._hidden)
        return self.known[number]

    def placed(self, number: int, one: Drawn) -> list[Rect]:
        """The boxes of a mark, on the document's page."""
        picture = self._exhibit.media_type.startswith("image/")
        found: list[Rect] = []
        for text in one.rects:
            try:
                rect = read_rect(text)
            except ValueError:
                if one.kind in _REMOVING:  # what cannot be read is never what may be left in
                    raise Unreadable("A box on this page lies outside of it.") from None
                continue
            if rect is not None and picture:
                sheet = self._document.page(number)
                rect = on_picture(sheet, rect) if sheet is not None else None
            if rect is not None:
                found.append(rect)
        return found

    def _placed(self, number: int, kind: str) -> list[Rect]:
        marks = [one for one in self._drawn.get(number, ()) if one.kind == kind]
        return [rect for one in marks for rect in self.placed(number, one)]
