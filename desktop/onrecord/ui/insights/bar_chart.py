"""A chart on the screen: the arrow keys go from bar to bar, and each is said."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from onrecord.services.views.insights import Bar, Chart
from onrecord.ui.design import TextStyle, announce, theme
from onrecord.ui.insights.painting import Look, chart_height, paint_chart, row_at


class BarChart(QWidget):
    def __init__(self, chart: Chart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart = chart
        self.current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(
            self.tr("Chart: {0}. {1}").format(chart.title, spoken(chart.bars[0]))
            if chart.bars
            else chart.title
        )
        self.setAccessibleDescription("; ".join(spoken(bar) for bar in chart.bars))
        theme.follow(self._refresh)

    def sizeHint(self) -> QSize:
        return QSize(320, round(chart_height(self.chart, self._look)))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chart(
            painter, self.chart, QRectF(self.rect()), self._look,
            current=self.current if self.hasFocus() else -1,
        )  # fmt: skip
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self.chart.bars) - 1
        to = {
            Qt.Key.Key_Down: self.current + 1,
            Qt.Key.Key_Up: self.current - 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if to is None or not 0 <= to <= last:
            super().keyPressEvent(event)
            return
        self._go(to)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = row_at(self.chart, self._look, event.position().y())
        if number >= 0:
            self._go(number)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._go(self.current)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = row_at(self.chart, self._look, event.pos().y())
            if number >= 0:
                QToolTip.showText(event.globalPos(), spoken(self.chart.bars[number]), self)
                return True
        return super().event(event)

    def _go(self, number: int) -> None:
        self.current = number
        if self.chart.bars:
            announce(self, spoken(self.chart.bars[number]))
        self.update()

    def _refresh(self) -> None:
        th = theme.current()
        self._look = Look(
            th.roles, th.font(TextStyle.BODY), th.font(TextStyle.STRONG), th.font(TextStyle.SMALL)
        )
        self.updateGeometry()
        self.update()


def spoken(bar: Bar) -> str:
    """A bar in words: ``Calls: 5 h 20 min, 1 h on hold; 7 of 9 say how long``."""
    return f"{bar.label}: {bar.words}; {bar.of}"
