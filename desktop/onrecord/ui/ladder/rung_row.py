"""One rung of the ladder: its mark on the rail, its name, what happened on it, what it waits for."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from onrecord.ui.design import (
    ElidedLink,
    FlowLayout,
    Label,
    LinkButton,
    Muted,
    Space,
    TextStyle,
    icons,
    theme,
)
from onrecord.ui.desk import Desk

_RAIL = 28
_NAME = 170
_NARROW = 100
"""Its room where the row is narrow, as beside the details with large text."""


class RungRow(QWidget):
    """``rung`` is a ``RungRow`` of the services. ``first`` and ``last`` end the rail."""

    def __init__(self, desk: Desk, rung: Any, parent: QWidget, *, first: bool, last: bool) -> None:
        super().__init__(parent)
        self.rung = rung
        self._first, self._last = first, last
        px = theme.current().metrics.px
        here = rung.state == "here"
        style = TextStyle.STRONG if here else TextStyle.BODY
        faint = rung.state in ("ahead", "passed")
        self.name = Label(rung.words, self, style=style, muted=faint, wrap=True)
        self.name.setFixedWidth(px(_NAME))
        self.name.setAccessibleName(f"{rung.words}: {self._spoken()}")
        self.events: list[EventLine] = []
        column = QVBoxLayout()
        column.setSpacing(2)
        for event in rung.events:
            line = EventLine(desk, event, self)
            column.addWidget(line)
            self.events.append(line)
        self.notes = [Muted(note, self) for note in rung.notes]
        for note in self.notes:
            column.addWidget(note)
        row = QGridLayout(self)
        row.setContentsMargins(px(_RAIL), Space.XS, 0, Space.XS)
        row.setHorizontalSpacing(Space.M)
        row.addWidget(self.name, 0, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 0, 1)
        row.setColumnStretch(1, 1)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        narrow = theme.current().metrics.px(_NARROW)
        return QSize(hint.width() - self.name.minimumWidth() + narrow, hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        px = theme.current().metrics.px
        self.name.setFixedWidth(px(_NAME if self.width() >= px(420) else _NARROW))

    def _spoken(self) -> str:
        return {
            "done": self.tr("done"),
            "here": self.tr("here now"),
            "next": self.tr("next"),
            "passed": self.tr("passed over"),
        }.get(self.rung.state, self.tr("later"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rail, and the mark as the steps in the head of a dispute have it."""
        th, state = theme.current(), self.rung.state
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = th.metrics.px(14)
        middle = self.name.geometry().top() + self.name.fontMetrics().height() // 2 + 1
        left = 2 if self.layoutDirection() == Qt.LayoutDirection.LeftToRight else (
            self.width() - side - 2
        )  # fmt: skip
        mark = QRect(left, middle - side // 2, side, side)
        x = mark.center().x()
        for on, top, bottom, reached in (
            (not self._first, 0, mark.top() - 2, state in ("done", "here", "passed")),
            (not self._last, mark.bottom() + 3, self.height(), state in ("done", "passed")),
        ):
            if on:
                painter.setPen(QPen(th.colour("faint" if reached else "line"), 1.5))
                painter.drawLine(QPoint(x, top), QPoint(x, bottom))
        if state == "done":
            icons.paint(painter, "check", mark, th.roles.success)
        elif state == "here":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(th.roles.accent))
            painter.drawEllipse(mark.adjusted(2, 2, -2, -2))
        elif state != "passed":
            colour = th.roles.accent if state == "next" else th.roles.control_line
            painter.setPen(QPen(QColor(colour), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(mark.adjusted(2, 2, -2, -2))
        else:
            painter.setPen(QPen(th.colour("faint"), 1.5))
            painter.drawLine(QPoint(x, mark.top() - 2), QPoint(x, mark.bottom() + 3))


class EventLine(QWidget):
    """What happened, when, under which reference; and what shows it. A click opens the details."""

    def __init__(self, desk: Desk, event: Any, parent: QWidget) -> None:
        super().__init__(parent)
        self.event_id = event.id
        words = ", ".join(p for p in (event.name, event.when) if p)
        self.words = LinkButton(words, self, on_click=lambda: desk.select("stage", (event.id,)))
        self.words.setToolTip(event.reason or event.words)
        self.words.setAccessibleName(event.words)
        line = FlowLayout(self, gap=Space.S)
        line.addWidget(self.words)
        if event.reference:
            line.addWidget(
                Muted(self.tr("ref {0}").format(event.reference), self, selectable=True, wrap=False)
            )
        self.shown: ElidedLink | None = None
        if event.shown:
            icon = "document" if event.evidence_id else "call"
            self.shown = ElidedLink(event.shown, self, icon=icon)
            self.shown.setAccessibleName(self.tr("Open what shows it: {0}").format(event.shown))
            if event.evidence_id:
                self.shown.clicked.connect(lambda _on=False: desk.open_document(event.evidence_id))
            else:
                self.shown.clicked.connect(
                    lambda _on=False: desk.select("contact", (event.contact_id,))
                )
            line.addWidget(self.shown)
        if event.reason:
            line.addWidget(Muted(event.reason, self))
