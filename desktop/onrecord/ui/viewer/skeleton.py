"""A page whose picture has not come yet: a sheet with grey lines, so that nobody takes it for an
empty page."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from onrecord.ui.design import TextStyle, theme

_INK = "#e8e7e3"
"""On paper, which is white in the dark too."""
_SAID = "#5b6169"
_LINES = (0.52, 0.0, 0.9, 0.84, 0.88, 0.6, 0.0, 0.87, 0.9, 0.82, 0.4)
"""How far each line goes, as parts of the page's width; 0 is a gap."""
_A4 = 1.414
_MARGIN = 16


def paint_skeleton(painter: QPainter, page: QRect, words: str = "") -> None:
    """Grey lines in the upper part of ``page``, and what is being done below them."""
    step = page.height() / 30
    left = page.x() + page.width() * 0.1
    painter.save()
    painter.setClipRect(page, Qt.ClipOperation.IntersectClip)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(_INK))
    for number, part in enumerate(_LINES):
        if part:
            thick = step * (0.8 if number == 0 else 0.45)
            top = page.y() + step * (3 + number)
            across = page.width() * (part - 0.1)
            painter.drawRoundedRect(QRectF(left, top, across, thick), thick / 2, thick / 2)
    if words:
        painter.setPen(QColor(_SAID))
        painter.setFont(theme.current().font(TextStyle.BODY))
        below = QRectF(page).adjusted(16, step * (len(_LINES) + 4), -16, 0)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(below, int(flags | Qt.TextFlag.TextWordWrap), words)
    painter.restore()


def paint_sheet(painter: QPainter, room: QRect) -> None:
    """One whole sheet in the middle of ``room``."""
    high = max(60, room.height() - 2 * _MARGIN)
    wide = min(round(high / _A4), room.width() - 2 * _MARGIN)
    sheet = QRect(0, 0, wide, round(wide * _A4))
    sheet.moveCenter(room.center())
    painter.fillRect(sheet, Qt.GlobalColor.white)
    paint_skeleton(painter, sheet)


class SkeletonPage(QWidget):
    """The first sheet of what is being made, with a sentence that says so."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        theme.follow(self._refresh)

    def text(self) -> str:
        return self._words

    def setText(self, words: str) -> None:
        """Empty: nothing is being made, and no sheet is drawn."""
        self._words = words
        self.setAccessibleName(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.current().colour("sunken"))
        if not self._words:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = max(60, self.width() - 2 * _MARGIN)
        sheet = QRect(_MARGIN, _MARGIN, width, round(width * _A4))
        painter.fillRect(sheet, Qt.GlobalColor.white)
        paint_skeleton(painter, sheet, self._words)
        painter.setPen(QPen(theme.current().colour("line"), 1))
        painter.drawRect(sheet.adjusted(-1, -1, 0, 0))

    def _refresh(self) -> None:
        self.update()
