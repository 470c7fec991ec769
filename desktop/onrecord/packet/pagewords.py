"""The characters of a page with their boxes on the page as it is shown, whatever its rotation and
boxes; and where given words stand among them. Runs in a worker only.

Boxes are left, top, right, bottom in units of the page from its upper left corner, y down.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from onrecord.domain.rect import Rect
from onrecord.domain.same_words import Plain

_raw: Any = pdfium  # its functions carry no types
_MOST = 200_000  # characters of a page that are looked at


@dataclass(frozen=True)
class Word:
    """A run of characters without a gap; ``boxes`` has one for each that has an area."""

    text: str
    boxes: tuple[Rect, ...]

    @property
    def box(self) -> Rect:
        return _around(self.boxes)


@dataclass
class PageWords:
    """``boxes`` has one for each character of ``text``; None where it takes no room."""

    text: str = ""
    boxes: list[Rect | None] = field(default_factory=list[Rect | None])
    _plain: Plain | None = None
    _by_sight: tuple[Plain, list[int]] | None = None
    _in_order: bool | None = None
    _found: dict[str, list[Rect]] = field(default_factory=dict[str, list[Rect]])

    def words(self) -> list[Word]:
        """All words in order."""
        found: list[Word] = []
        start = 0
        for at in range(len(self.text) + 1):
            if at == len(self.text) or self.text[at].isspace() or self.text[at] < " ":
                boxes = tuple(b for b in self.boxes[start:at] if b is not None)
                if boxes:
                    found.append(Word(self.text[start:at], boxes))
                start = at + 1
        return found

    def find(self, words: str) -> list[Rect]:
        """Boxes around each place where ``words`` stand, one for each line they stand on.

        Looked for in the order of the content and in the order of sight: a number may be written
        in pieces, last piece first. What was looked for is kept: a preview looks again with each
        change.
        """
        if words not in self._found:
            self._found[words] = self._looked_for(words)
        return self._found[words]

    def _looked_for(self, words: str) -> list[Rect]:
        if self._plain is None:
            self._plain = Plain(self.text)
        found: list[Rect] = []
        for start, end in self._plain.find(words):
            found += _lines(self.boxes[start:end])
        if self._in_order is None:
            self._in_order = _runs_down(self.boxes)
        if self._in_order:
            return found
        if self._by_sight is None:
            order = _in_sight(self.boxes)
            self._by_sight = Plain(_spaced(self.text, self.boxes, order)), order
        plain, order = self._by_sight
        for start, end in plain.find(words):
            for box in _lines([self.boxes[order[n]] for n in range(start, end) if order[n] >= 0]):
                if not any(_covers(known, box) for known in found):
                    found.append(box)
        return found


def beside(own: PageWords, seen: PageWords) -> PageWords:
    """The words of a page's own and those seen in its picture."""
    return PageWords(f"{own.text}\n{seen.text}", [*own.boxes, None, *seen.boxes])


def page_words(page: Any) -> PageWords:
    """The characters of a pdfium page, seen or not."""
    shown = to_sight(page)
    reader = page.get_textpage()
    try:
        raw: Any = reader.raw
        count = min(max(0, _raw.FPDFText_CountChars(raw)), _MOST)
        boxes: list[Rect | None] = []
        edges = [ctypes.c_double() for _ in range(4)]
        left, right, bottom, top = edges
        box_of, add = _raw.FPDFText_GetCharBox, boxes.append
        for index in range(count):
            box = None
            if box_of(raw, index, left, right, bottom, top):
                box = shown(left.value, bottom.value, right.value, top.value)
                if box.x1 <= box.x0 or box.y1 <= box.y0:
                    box = None
            add(box)
        return PageWords(letters_of(raw, count), boxes)
    finally:
        reader.close()


def to_sight(page: Any) -> Any:
    """From a box in user space to one on the page as it is shown."""
    x0, y0, x1, y1 = page.get_bbox()
    turned = page.get_rotation() % 360

    def shown(left: float, bottom: float, right: float, top: float) -> Rect:
        if turned == 90:
            return Rect(bottom - y0, left - x0, top - y0, right - x0)
        if turned == 180:
            return Rect(x1 - right, bottom - y0, x1 - left, top - y0)
        if turned == 270:
            return Rect(y1 - top, x1 - right, y1 - bottom, x1 - left)
        return Rect(left - x0, y1 - top, right - x0, y1 - bottom)

    return shown


def letters_of(raw: Any, count: int) -> str:
    """As many characters as there are boxes. All at once where pdfium has one for each."""
    buffer = (ctypes.c_ushort * (count + 1))()
    if _raw.FPDFText_GetText(raw, 0, count, buffer) == count + 1:
        text = bytes(buffer)[: 2 * count].decode("utf-16-le", "surrogatepass")
        if len(text) == count and not any("\ud800" <= c <= "\udfff" for c in text):
            return text.translate(_SIGNS)
    return "".join(_letter(_raw.FPDFText_GetUnicode(raw, index)) for index in range(count))


_SIGNS = {0: "\xad", 0xFFFE: "\x02"}


def _letter(code: int) -> str:
    if code in (0, 2, 0xFFFE, 0xAD) or 0xD800 <= code <= 0xDFFF:  # 2: a hyphen at a line's end
        return "\x02" if code in (2, 0xFFFE) else "\xad"
    return chr(code) if code <= 0x10FFFF else "\ufffd"


def _around(boxes: Iterable[Rect]) -> Rect:
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return Rect(min(x0), min(y0), max(x1), max(y1))


def _covers(one: Rect, other: Rect) -> bool:
    return (
        one.x0 <= other.x0 + 0.5
        and one.y0 <= other.y0 + 0.5
        and one.x1 >= other.x1 - 0.5
        and one.y1 >= other.y1 - 0.5
    )


def _lines(boxes: Sequence[Rect | None]) -> list[Rect]:
    """Boxes of one run, joined as long as the next lies beside the last."""
    runs: list[list[Rect]] = []
    for box in boxes:
        if box is None:
            continue
        if runs and _beside(runs[-1][-1], box):
            runs[-1].append(box)
        else:
            runs.append([box])
    return [_around(run) for run in runs]


def _beside(one: Rect, other: Rect) -> bool:
    """Whether two letters stand on one line, or one column where it is turned."""
    side = max(one.y1 - one.y0, one.x1 - one.x0, other.y1 - other.y0, other.x1 - other.x0)
    across = max(one.x0, other.x0) - min(one.x1, other.x1)
    down = max(one.y0, other.y0) - min(one.y1, other.y1)
    return (down < 0 and across < 4 * side) or (across < 0 and down < 4 * side)


def _runs_down(boxes: Sequence[Rect | None]) -> bool:
    """Whether the characters are written in the order in which they are seen: each to the right of
    the one before, or below it."""
    right, low, middle = 0.0, 0.0, 0.0
    for box in boxes:
        if box is None:
            continue
        x0, y0, x1, y1 = box
        if y0 >= middle and y0 > low - 0.5 * (y1 - y0):  # a line below
            right, low, middle = x1, y1, (y0 + y1) / 2
        elif x0 >= right - 0.5 * (x1 - x0) and y1 > middle - (y1 - y0) and y0 < low:
            right, low = x1, max(low, y1)
        else:
            return False
    return True


def _in_sight(boxes: Sequence[Rect | None]) -> list[int]:
    """The characters with a box, line by line from the top, each from the left."""
    order = sorted(
        (n for n, box in enumerate(boxes) if box is not None), key=lambda n: _middle(boxes[n])
    )
    lines: list[list[int]] = []
    for n in order:
        box = boxes[n]
        assert box is not None
        last = boxes[lines[-1][0]] if lines else None
        if last is not None and _middle(box) - _middle(last) < 0.6 * (last.y1 - last.y0):
            lines[-1].append(n)
        else:
            lines.append([n])
    found: list[int] = []
    for line in lines:
        found += sorted(line, key=lambda n: (_left(boxes[n]), n))
        found.append(-1)
    return _with_gaps(found, boxes)


def _with_gaps(order: list[int], boxes: Sequence[Rect | None]) -> list[int]:
    """-1 stands where there is room for a space."""
    found: list[int] = []
    for n in order:
        before = boxes[found[-1]] if found and found[-1] >= 0 else None
        box = boxes[n] if n >= 0 else None
        if before is not None and box is not None and box.x0 - before.x1 > 0.2 * (box.y1 - box.y0):
            found.append(-1)
        found.append(n)
    return found


def _spaced(text: str, boxes: Sequence[Rect | None], order: list[int]) -> str:
    return "".join(text[n] if n >= 0 else " " for n in order)


def _middle(box: Rect | None) -> float:
    return (box.y0 + box.y1) / 2 if box is not None else 0.0


def _left(box: Rect | None) -> float:
    return box.x0 if box is not None else 0.0
