"""The ladder as a picture: what is done, where it stands, what comes next and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from onrecord.ui.design import icons, theme
from onrecord.ui.design.tokens import Space, TextStyle

StepState = Literal["done", "passed", "current", "next", "later"]


@dataclass(frozen=True)
class Step:
    """``note`` stands behind the words, e.g. a date. Later steps are left out unless given."""

    words: str
    state: StepState
    note: str = ""


@dataclass(frozen=True)
class _Placed:
    step: Step
    box: QRect


class StepTrack(QWidget):
    """Reads as one line of text to a screen reader; wraps where the line is full."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[Step, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.follow(self._refresh)

    def set_steps(self, steps: tuple[Step, ...]) -> None:
        self._steps = steps
        spoken = {
            "done": self.tr("done"),
            "passed": self.tr("passed over"),
            "current": self.tr("current step"),
            "next": self.tr("next"),
            "later": self.tr("later"),
        }
        self.setAccessibleName(
            self.tr("Steps: {0}").format(
                ", ".join(
                    f"{step.words} ({spoken[step.state]}{', ' + step.note if step.note else ''})"
                    for step in steps
                )
            )
        )
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        placed = self._place(width)
        return placed[-1].box.bottom() + 1 if placed else 0

    def sizeHint(self) -> QSize:
        placed = self._place(100_000)
        return QSize(placed[-1].box.right() + 1, self._line()) if placed else QSize(0, 0)

    def minimumSizeHint(self) -> QSize:
        widest = max((self._width(step) for step in self._steps), default=0)
        return QSize(min(widest, theme.current().metrics.px(160)), self._line())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            for placed in self._place(self.width()):
                if placed.box.contains(event.pos()):
                    step = placed.step
                    QToolTip.showText(
                        event.globalPos(), f"{step.words} {step.note}".strip(), self, placed.box
                    )
                    return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        th = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dot, before = self._dot(), None
        for placed in self._place(self.width()):
            step, box = placed.step, placed.box
            mark = QRect(box.x(), box.y() + (box.height() - dot) // 2, dot, dot)
            if before is not None and before.y() == box.y():
                y = box.center().y()
                painter.setPen(QPen(th.colour("line" if step.state == "later" else "faint"), 1.5))
                painter.drawLine(QPoint(before.right() + Space.S, y), QPoint(box.x() - Space.S, y))
            self._paint_mark(painter, mark, step.state)
            painter.setFont(th.font(self._style(step)))
            painter.setPen(th.colour("text" if step.state == "current" else "muted"))
            words = box.adjusted(dot + Space.XS + 2, 0, 0, 0)
            shown = QFontMetrics(painter.font()).elidedText(
                self._words(step), Qt.TextElideMode.ElideRight, words.width() + 1
            )
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)
            before = box

    def _paint_mark(self, painter: QPainter, box: QRect, state: StepState) -> None:
        roles = theme.current().roles
        if state == "done":
            icons.paint(painter, "check", box, roles.success)
            return
        inset = box.adjusted(2, 2, -2, -2)
        if state == "current":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(roles.accent))
            painter.drawEllipse(inset)
            return
        painter.setPen(QPen(QColor(roles.control_line), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if state == "passed":  # only a point: nothing happened there
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(roles.control_line))
            painter.drawEllipse(inset.center() + QPoint(1, 1), 2, 2)
            return
        painter.drawEllipse(inset)

    def _words(self, step: Step) -> str:
        return f"{step.words}, {step.note}" if step.note else step.words

    def _style(self, step: Step) -> TextStyle:
        return TextStyle.STRONG if step.state == "current" else TextStyle.BODY

    def _dot(self) -> int:
        return theme.current().metrics.px(14)

    def _line(self) -> int:
        return theme.current().metrics.px(24)

    def _width(self, step: Step) -> int:
        text = QFontMetrics(theme.current().font(self._style(step)))
        return self._dot() + Space.XS + 2 + text.horizontalAdvance(self._words(step)) + 2

    def _place(self, width: int) -> list[_Placed]:
        placed: list[_Placed] = []
        gap = Space.XXL + Space.XS
        x = y = 0
        for step in self._steps:
            wide = min(self._width(step), width)
            if x and x + wide > width:
                x, y = 0, y + self._line()
            placed.append(_Placed(step, QRect(x, y, wide, self._line())))
            x += wide + gap
        return placed

    def _refresh(self) -> None:
        self.updateGeometry()
        self.update()
