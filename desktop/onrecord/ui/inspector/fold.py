"""Sections that open one at a time, so that never more than one form is in view."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from onrecord.ui.design import Space, TextStyle, icons, theme


class Fold(QWidget):
    """A heading that opens and closes what is below it. ``add`` things to it."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.button = _Head(title, self)
        self.button.clicked.connect(lambda _on=False: self._turn())
        self.content = QWidget(self)
        self.body = QVBoxLayout(self.content)
        self.body.setContentsMargins(0, Space.XS, 0, Space.S)
        self.body.setSpacing(Space.M)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.content)
        self.group: FoldGroup | None = None
        self.set_open(False)

    def add(self, part: QWidget) -> None:
        """Below the heading, for Tab as well: what was made before it would stand before it."""
        part.setParent(None)
        self.body.addWidget(part)

    @property
    def is_open(self) -> bool:
        return not self.content.isHidden()

    def set_open(self, on: bool) -> None:
        self.content.setVisible(on)
        self.button.set_open(on)
        state = self.tr("open") if on else self.tr("closed")
        self.button.setAccessibleName(f"{self.title}, {state}")

    def open_alone(self) -> None:
        """Open, and no other of its group."""
        if self.group is not None:
            self.group.close_others(self)
        self.set_open(True)

    def _turn(self) -> None:
        if self.is_open:
            self.set_open(False)
        else:
            self.open_alone()


class _Head(QToolButton):
    """The heading's words with its arrow, flush with the fields below."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._open = False
        self.setText(title.replace("&", "&&"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoRaise(True)
        theme.follow(self._refresh)

    def set_open(self, on: bool) -> None:
        self._open = on
        self._refresh()

    def _refresh(self) -> None:
        th = theme.current()
        self.setFont(th.font(TextStyle.STRONG if self._open else TextStyle.BODY))
        side = th.metrics.px(13)
        name = "chevron-down" if self._open else "chevron-right"
        self.setIcon(icons.icon(name, "text", side))
        self.setIconSize(QSize(side, side))


class FoldGroup:
    """At most one of its folds is open."""

    def __init__(self, *folds: Fold) -> None:
        self.folds = folds
        for fold in folds:
            fold.group = self

    def close_others(self, kept: Fold | None = None) -> None:
        for fold in self.folds:
            if fold is not kept:
                fold.set_open(False)
