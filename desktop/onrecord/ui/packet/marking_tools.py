"""Over the pages of a packet: what is drawn on them with the next box."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from onrecord.ui.design import Button, IconButton, Space, theme


@dataclass(frozen=True)
class ToolChosen:
    """A kind of ``MARK_KINDS``; empty when none is in hand any more."""

    kind: str


class MarkingTools(QWidget):
    chosen = Signal(object)  # ToolChosen
    list_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = ""
        self.black_out = Button(
            self.tr("Black out"), self, icon="black-out",
            hint=self.tr("Take a part of this copy away: draw a box, or place it with the arrow keys"),
        )  # fmt: skip
        self.black_out.setAccessibleName(self.tr("Black out"))
        self.circle = Button(
            self.tr("Circle"), self, hint=self.tr("Draw a circle around a part of this copy")
        )
        self.menu = QMenu(self)
        self.kinds: dict[str, Button | QAction] = {
            "black_out": self.black_out,
            "circle": self.circle,
        }
        self._circle_in_menu = self.menu.addAction(self.tr("Circle"))
        self._circle_in_menu.triggered.connect(lambda: self._pressed("circle"))
        for kind, words in (
            ("highlight", self.tr("Highlight")),
            ("arrow", self.tr("Point an arrow")),
            ("note", self.tr("Note")),
            ("crop", self.tr("Crop the page")),
        ):
            self.kinds[kind] = self.menu.addAction(words)
        self.menu.addSeparator()
        self.all = self.menu.addAction(self.tr("What is marked, and suggestions"))
        self.all.triggered.connect(lambda: self.list_asked.emit())
        self.more = IconButton("more", self.tr("More ways to mark a page"), self, menu=self.menu)
        for kind, control in self.kinds.items():
            control.setCheckable(True)
            control.triggered.connect(
                lambda _on=False, kind=kind: self._pressed(kind)
            ) if isinstance(control, QAction) else control.clicked.connect(
                lambda _on=False, kind=kind: self._pressed(kind)
            )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        for widget in (self.black_out, self.circle, self.more):
            row.addWidget(widget)

    def set_narrow(self, on: bool) -> None:
        """Where there is little room, all but the first is in the menu; with less, that has its
        picture only."""
        around = self.parentWidget()
        tight = on and around is not None and around.width() < theme.current().metrics.px(330)
        self.black_out.setText("" if tight else self.tr("Black out"))
        self.circle.setVisible(not on)
        self._circle_in_menu.setVisible(on)

    def take(self, kind: str) -> None:
        """Have this tool in hand, or none; nobody is told."""
        self.kind = kind
        for each, control in self.kinds.items():
            control.setChecked(each == kind)

    def _pressed(self, kind: str) -> None:
        self.take("" if kind == self.kind else kind)
        self.chosen.emit(ToolChosen(self.kind))
