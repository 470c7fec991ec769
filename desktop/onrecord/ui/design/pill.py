"""A status in words, on a tint that repeats it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from onrecord.ui.design import theme
from onrecord.ui.design.palette import Tone
from onrecord.ui.design.tokens import TextStyle


class StatusPill(QWidget):
    def __init__(
        self, words: str = "", tone: Tone = "neutral", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._tone: Tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words)
        theme.follow(self._refresh)

    def set_status(self, words: str, tone: Tone = "neutral") -> None:
        self._words, self._tone = words, tone
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def words(self) -> str:
        return self._words

    def sizeHint(self) -> QSize:
        metrics, text = theme.current().metrics, self.fontMetrics()
        return QSize(
            text.horizontalAdvance(self._words) + metrics.px(16), text.height() + metrics.px(4)
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_pill(painter, self.rect(), self._words, self._tone)

    def _refresh(self) -> None:
        self.setFont(theme.current().font(TextStyle.SMALL_STRONG))
        self.updateGeometry()


def paint_pill(painter: QPainter, box: QRect, words: str, tone: Tone) -> None:
    """For delegates: the same pill inside ``box``."""
    th = theme.current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(th.roles.soft(tone)))
    radius = min(box.height() / 2, th.metrics.px(11))
    painter.drawRoundedRect(box, radius, radius)
    painter.setPen(QColor(th.roles.ink(tone)))
    painter.setFont(th.font(TextStyle.SMALL_STRONG))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
    painter.restore()
