"""Plain text laid out on A4 sheets and drawn, so that it is read and cited page by page.

One font, one size; each word is drawn at its own place, so that the boxes of words are exactly
where the words are seen.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import lru_cache

import fontpkg_noto_sans
from PIL import Image, ImageDraw, ImageFont

from onrecord.intake.reading import MAX_READ_PAGES, RawPixels, Word

WIDTH, HEIGHT = 595.0, 842.0  # A4 in points
_MARGIN = 54.0
_SIZE, _LINE = 10.0, 14.0
_LINES = int((HEIGHT - 2 * _MARGIN) / _LINE)
_ASCENT = 10.7  # from the top of a word's box to its base line
INK = (20, 20, 20)
_MEASURE = 100  # the size at which widths are taken, in pixels

_TURN = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


@lru_cache(maxsize=1)
def _font_bytes() -> bytes:
    return (fontpkg_noto_sans.ROOT / "files" / "NotoSans[wdth,wght].ttf").read_bytes()


@lru_cache(maxsize=8)
def font(pixels: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(
        io.BytesIO(_font_bytes()), pixels, layout_engine=ImageFont.Layout.BASIC
    )


@lru_cache(maxsize=20_000)
def advance(character: str) -> float:
    """Width of one character in points."""
    return font(_MEASURE).getlength(character) * _SIZE / _MEASURE


def set_up() -> None:
    """Reads the font; called once, before the lock-down."""
    advance("x")


@dataclass(frozen=True)
class _Line:
    text: str
    words: tuple[tuple[float, str, float], ...]  # from the left margin, in points, to its end
    after: str = "\n"  # what stands between it and the next line of the text


class SheetDocument:
    """Text as pages of A4."""

    def __init__(self, text: str) -> None:
        most = MAX_READ_PAGES * _LINES
        self._lines: list[_Line] = []
        self._starts: list[int] = []  # the first line of each paragraph
        for paragraph in text.expandtabs(4).replace("\f", "\n").split("\n"):
            self._starts.append(len(self._lines))
            self._lines += _wrap(paragraph)
            if len(self._lines) >= most:
                break
        self.is_cut = len(self._lines) > most
        del self._lines[most:]
        self.page_count = max(1, -(-len(self._lines) // _LINES))

    def size(self, number: int) -> tuple[float, float]:
        return WIDTH, HEIGHT

    def text(self, number: int) -> str:
        return "".join(line.text + line.after for line in self._page(number)).rstrip()

    def words(self, number: int) -> list[Word]:
        found: list[Word] = []
        for row, line in enumerate(self._page(number)):
            top = _MARGIN + row * _LINE
            for left, word, right in line.words:
                found.append(
                    Word(word, round(_MARGIN + left, 1), round(top, 1),
                         round(_MARGIN + right, 1), round(top + _LINE, 1))
                )  # fmt: skip
        return found

    def place(self, first: int, last: int) -> tuple[int, str]:
        """The page of these lines of the text (from 0, both included) and the box around them,
        ``x0 y0 x1 y1``; no box where they run on to another page, and page 0 for none."""
        if not 0 <= first <= last < len(self._starts):
            return 0, ""
        top = self._starts[first]
        end = self._starts[last + 1] if last + 1 < len(self._starts) else len(self._lines)
        page, row = divmod(top, _LINES)
        if top >= len(self._lines):
            return 0, ""
        right = max((w[2] for line in self._lines[top:end] for w in line.words), default=0.0)
        if not right or end > min(len(self._lines), (page + 1) * _LINES):
            return page + 1, ""
        box = (_MARGIN, _MARGIN + row * _LINE, _MARGIN + right, _MARGIN + (row + end - top) * _LINE)
        return page + 1, " ".join(f"{side:.1f}" for side in box)

    def tile(
        self, number: int, scale: float, box: tuple[int, int, int, int], rotate: int
    ) -> RawPixels:
        x, y, width, height = box
        wide, high = self.size(number)
        full = max(1, round(wide * scale)), max(1, round(high * scale))
        # The same part of the sheet before it is turned.
        left, top, across, down = {
            0: (x, y, width, height),
            90: (y, full[1] - x - width, height, width),
            180: (full[0] - x - width, full[1] - y - height, width, height),
            270: (full[0] - y - height, x, height, width),
        }[rotate]
        sheet = Image.new("RGB", (across, down), "white")
        self._draw(ImageDraw.Draw(sheet), number, scale, left, top, across, down)
        if rotate:
            sheet = sheet.transpose(_TURN[rotate])
        return RawPixels(width, height, width * 3, sheet.tobytes())

    def _draw(
        self,
        draw: ImageDraw.ImageDraw,
        number: int,
        scale: float,
        left: int,
        top: int,
        across: int,
        down: int,
    ) -> None:
        letters = font(max(1.0, round(_SIZE * scale, 2)))
        for row, line in enumerate(self._page(number)):
            base = (_MARGIN + row * _LINE + _ASCENT) * scale - top
            if not -_LINE * scale < base < down + _LINE * scale:
                continue
            for start, word, end in line.words:
                at = (_MARGIN + start) * scale - left
                if at < across and (_MARGIN + end) * scale > left:
                    draw.text((at, base), word, fill=INK, font=letters, anchor="ls")

    def _page(self, number: int) -> list[_Line]:
        return self._lines[(number - 1) * _LINES : number * _LINES]


def _wrap(paragraph: str) -> list[_Line]:
    """Lines no wider than the sheet; a word that is wider is cut."""
    room = WIDTH - 2 * _MARGIN
    lines: list[_Line] = []
    words: list[tuple[float, str, float]] = []
    text = ""
    at = 0.0
    for piece in re.findall(r"\s+|\S+", paragraph):
        for part in _parts(piece, room):
            width = sum(map(advance, part))
            if part.isspace():
                text, at = text + part, at + width
                continue
            if at + width > room and words:
                cut = not text[-1:].isspace()
                lines.append(_Line(text.rstrip(), tuple(words), "" if cut else " "))
                words, text, at = [], "", 0.0
            words.append((at, part, at + width))
            text, at = text + part, at + width
    lines.append(_Line(text.rstrip(), tuple(words)))
    return lines


def _parts(piece: str, room: float) -> list[str]:
    if len(piece) < 20 or sum(map(advance, piece)) <= room:
        return [piece]
    return [piece[start : start + 40] for start in range(0, len(piece), 40)]
