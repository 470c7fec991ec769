"""Words that a machine saw in the pictures of pages, as characters with boxes like any page's own.

They are searched, blacked out and copied as those are, and go in unseen over the page.
"""

from __future__ import annotations

import pypdfium2

from onrecord.domain.rect import Rect, read_rect
from onrecord.errors import Unreadable
from onrecord.packet.content import Exhibit, Seen
from onrecord.packet.outline import frame_of_picture, framed
from onrecord.packet.pagewords import PageWords
from onrecord.packet.sources import Document


def seen_words(exhibit: Exhibit, document: Document) -> dict[int, PageWords]:
    """By page of the document; pages that cannot be measured have none. Raises Unreadable."""
    found: dict[int, PageWords] = {}
    picture = exhibit.media_type.startswith("image/")
    for seen in exhibit.seen:
        if not 1 <= seen.page <= document.page_count:
            continue
        frame = _frame(document, seen.page, picture=picture)
        if frame is not None:
            found[seen.page] = _page(seen, frame)
    return found


def _frame(
    document: Document, number: int, *, picture: bool
) -> tuple[float, float, float, float] | None:
    if picture:
        sheet = document.page(number)
        return frame_of_picture(sheet) if sheet is not None else None
    try:
        page = document.pdfium()[number - 1]
    except (pypdfium2.PdfiumError, IndexError):
        return None
    try:
        wide, high = page.get_size()
    finally:
        page.close()
    return 0.0, 0.0, wide / 1000, high / 1000


def _page(seen: Seen, frame: tuple[float, float, float, float]) -> PageWords:
    """Each character has the box of its word: where one stands in it is not known, and a word of
    which a part is hidden goes as a whole."""
    text: list[str] = []
    boxes: list[Rect | None] = []
    for one in seen.words:
        *where, word = one.split(" ", 4)
        try:
            rect = read_rect(" ".join(where))
        except ValueError:
            raise Unreadable("The words seen on a page of this document do not fit it.") from None
        if rect is None or not word:
            continue
        text += [*word, " "]
        boxes += [*[framed(frame, rect)] * len(word), None]
    return PageWords("".join(text), boxes)
