"""Takes parts of a page away for good: the page is drawn as a picture, the boxes are blackened in
its pixels, and the words outside of them are written over it unseen. Nothing of the page itself
goes along: no stream, font, note, field, layer or metadata of the source is so much as copied.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf
from PIL import Image, ImageDraw

from onrecord.domain.rect import Rect
from onrecord.domain.same_words import Plain, squashed
from onrecord.packet import unseen
from onrecord.packet.imagecopy import DPI, LARGEST, MOST_PIXELS, Encoded, encoded, put
from onrecord.packet.outline import framed
from onrecord.packet.pagewords import PageWords, Word
from onrecord.packet.raster import picture

PAD = 1.5
"""Points around each box: letters reach a little beyond their boxes."""
_LEAST_INK = 12
"""Shades between the lightest and darkest pixel of what can be seen."""

Frame = tuple[float, float, float, float]
"""Where a place (u, v) of the document's page is now: (x + u * across, y + v * down)."""


@dataclass(frozen=True)
class Picture:
    """A page after removal, in no file yet. ``boxes`` are those blackened, ``words`` what is still
    to be found, both on a sheet of ``width`` by ``height`` points, from its top left; ``gone`` are
    the words, letters and figures only, that were to be read on the page and are no more."""

    image: Encoded
    width: float
    height: float
    boxes: tuple[Rect, ...]
    words: tuple[tuple[str, Rect], ...]
    gone: tuple[str, ...]
    frame: Frame
    _less: dict[tuple[str, ...], Picture] = field(
        default_factory=dict["tuple[str, ...]", "Picture"], init=False, compare=False, repr=False
    )

    def without(self, hidden: tuple[str, ...]) -> Picture:
        """Read as one text, nothing of what is hidden everywhere may be left, whatever the boxes
        say. What was asked for last is kept: a preview asks again with each change."""
        if hidden not in self._less:
            self._less.clear()
            self._less[hidden] = _without_hidden(self, hidden)
        return self._less[hidden]

    @cached_property
    def content(self) -> bytes:
        """What draws it on a page, with its words unseen over it."""
        shown = f"q {self.width:.3f} 0 0 {self.height:.3f} 0 0 cm /Page Do Q\n".encode()
        return shown + unseen.writing(self.words, self.height)


def blackened(
    page: Any,
    text: PageWords,
    boxes: Sequence[Rect],
    *,
    crop: Rect | None = None,
    unit: float = 1.0,
) -> Picture:
    """What pdfium draws of ``page``, without what lies in ``boxes`` or outside ``crop``; both on
    the page as it is shown. ``unit`` is the page's UserUnit. Raises Unreadable."""
    wide, high = page.get_size()
    scale = min(DPI / 72 * unit, (MOST_PIXELS / max(1.0, wide * high)) ** 0.5)
    shown = picture(page, scale)
    if shown.mode != "RGB":
        shown = shown.convert("RGB")
    across, down = shown.width / wide, shown.height / high
    padded = [_padded(box, unit, wide, high) for box in boxes]
    padded = [box for box in padded if box is not None]
    whole = Rect(0, 0, wide, high)
    part = _overlap(crop, whole) or whole if crop is not None else whole
    kept = _kept(text, padded, part, shown, across, down)
    draw = ImageDraw.Draw(shown)
    for box in padded:
        draw.rectangle(_pixels(box, across, down), fill="black")
    if part != whole:
        shown = shown.crop(_within(_pixels(part, across, down), shown))
    # As many points as the page had, unless it claims a sheet of miles.
    to = min(unit, LARGEST / max(1.0, part.x1 - part.x0, part.y1 - part.y0))
    frame = (-part.x0 * to, -part.y0 * to, to, to)
    placed = tuple((word.text, framed(frame, word.box)) for word in kept)
    return Picture(
        encoded(shown),
        (part.x1 - part.x0) * to,
        (part.y1 - part.y0) * to,
        tuple(framed(frame, one) for box in padded if (one := _overlap(box, part)) is not None),
        placed,
        gone_of((word.text for word in text.words()), placed),
        frame,
    )


def gone_of(words: Iterable[str], left: Iterable[tuple[str, Rect]]) -> tuple[str, ...]:
    """Those of a page's ``words``, squashed, of which none is ``left`` to be seen."""
    kept = [word for word, _ in left]
    # A reader puts a word together that a hyphen parts at the end of a line.
    joined = {one + other for one, other in pairwise(kept) if one.endswith("-")}
    gone = {squashed(word) for word in words} - {squashed(word) for word in {*kept, *joined}}
    return tuple(sorted(word for word in gone if len(word) > 2))


def _without_hidden(made: Picture, hidden: Sequence[str]) -> Picture:
    spoken = Plain(" ".join(word for word, _ in made.words))
    spans = [span for words in hidden for span in spoken.find(words)]
    if not spans:
        return made
    at, left = 0, list[tuple[str, Rect]]()
    for word, box in made.words:
        end = at + len(word)
        if not any(start < end and stop > at for start, stop in spans):
            left.append((word, box))
        at = end + 1
    gone = gone_of((*made.gone, *(word for word, _ in made.words)), left)
    return replace(made, words=tuple(left), gone=gone)


def page_of(target: Pdf, made: Picture, font: Object) -> Object:
    """The picture as a page of ``target``, with its words unseen over it."""
    resources = Dictionary(XObject=Dictionary(Page=put(target, made.image)))
    if made.words:
        resources["/Font"] = Dictionary({unseen.NAME: font})
    return target.make_indirect(
        Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, round(made.width, 3), round(made.height, 3)]),
            Resources=resources,
            Contents=Array([pikepdf.Stream(target, made.content)]),
        )
    )


def _kept(
    text: PageWords,
    boxes: Sequence[Rect],
    part: Rect,
    shown: Image.Image,
    across: float,
    down: float,
) -> list[Word]:
    """The words that are still to be seen, whole: a word with one letter in a box is gone."""
    gray = shown.convert("L")
    kept: list[Word] = []
    taken: set[str] = set()
    for word in text.words():
        own = word.box
        if not _inside(own, part) or any(_overlap(own, box) for box in boxes):
            taken.add(squashed(word.text))
            continue
        area = _within(_pixels(own, across, down), gray)
        if area[2] <= area[0] or area[3] <= area[1]:
            continue
        low, high = gray.crop(area).getextrema()
        if high - low >= _LEAST_INK:  # type: ignore[operator]  # one band: two numbers
            kept.append(word)
    # A number that was taken away may lie on the page once more where nobody sees it, below what is
    # seen: it is not written again, which costs no more than being found there.
    numbers = {word for word in taken if len(word) > 2 and any(c.isdigit() for c in word)}
    return [word for word in kept if squashed(word.text) not in numbers]


def _padded(box: Rect, unit: float, wide: float, high: float) -> Rect | None:
    by = PAD / unit
    grown = Rect(box.x0 - by, box.y0 - by, box.x1 + by, box.y1 + by)
    return _overlap(grown, Rect(0, 0, wide, high))


def _overlap(one: Rect, other: Rect) -> Rect | None:
    x0, y0, x1, y1 = (
        max(one.x0, other.x0), max(one.y0, other.y0),
        min(one.x1, other.x1), min(one.y1, other.y1),
    )  # fmt: skip
    return Rect(x0, y0, x1, y1) if x1 > x0 and y1 > y0 else None


def _inside(one: Rect, whole: Rect) -> bool:
    return (
        one.x0 >= whole.x0 - 0.1
        and one.y0 >= whole.y0 - 0.1
        and one.x1 <= whole.x1 + 0.1
        and one.y1 <= whole.y1 + 0.1
    )


def _pixels(box: Rect, across: float, down: float) -> tuple[int, int, int, int]:
    """The pixels a box touches: from the first to the last."""
    return (
        int(box.x0 * across),
        int(box.y0 * down),
        int(box.x1 * across + 0.999),
        int(box.y1 * down + 0.999),
    )


def _within(area: tuple[int, int, int, int], image: Image.Image) -> tuple[int, int, int, int]:
    return (
        max(0, area[0]), max(0, area[1]), min(image.width, area[2]), min(image.height, area[3])
    )  # fmt: skip
