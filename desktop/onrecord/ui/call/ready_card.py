"""HAVE READY: what one is asked for at the start of a call, and what one asks for."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from onrecord.ui.design import IconButton, Label, Muted, Space, TextStyle
from onrecord.ui.words import Words

_MOST = 4


class ReadyCard(QWidget):
    """A few lines; folded it is one. Nothing is shown where there is nothing to have ready."""

    copy_wanted = Signal(str)
    """Take this number to the clipboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Words(self)
        self.title = Label(self.tr("HAVE READY"), self, style=TextStyle.SMALL_STRONG)
        self.title.set_tone("muted")
        self.fold = IconButton("chevron-up", self.tr("Fold"), self, small=True, on_click=self._turn)
        self.content = QWidget(self)
        self._grid = QGridLayout(self.content)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.S)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self.rows: list[tuple[str, str]] = []
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.fold)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.content)
        self._aside = False
        self.hide()

    def set_aside(self, on: bool) -> None:
        """Out of the way while something is being written below."""
        self._aside = on
        self.setVisible(bool(self.rows) and not on)

    def show_sheet(self, sheet: Any, before: str = "") -> None:
        """``before`` is the part of this call before a transfer, in one line."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        rows: list[tuple[str, str, str]] = []
        if before:
            rows.append((self.tr("Before"), before, ""))
        if sheet is not None:
            rows += [(self._words.reference(k), v, v) for k, v in sheet.numbers[:1]]
            if sheet.contacts and not before:
                rows.append((self.tr("Last"), sheet.contacts[0].words(), ""))
            if sheet.broken:
                rows.append((self.tr("Broken"), sheet.broken[0], ""))
            if sheet.ask:
                rows.append((self.tr("Ask"), sheet.ask, ""))
        self.rows = [(name, words) for name, words, _ in rows[:_MOST]]
        for n, (name, words, copied) in enumerate(rows[:_MOST]):
            self._grid.addWidget(Muted(name, self.content, wrap=False), n, 0)
            label = Label(words, self.content, elide=True)
            label.setToolTip(words)
            self._grid.addWidget(label, n, 1)
            if copied:
                self._grid.addWidget(
                    IconButton(
                        "copy",
                        self.tr("Copy the number {0}").format(name),
                        self.content,
                        small=True,
                        on_click=lambda words=copied: self.copy_wanted.emit(words),
                    ),
                    n,
                    2,
                )
        self.setVisible(bool(rows) and not self._aside)

    def _turn(self) -> None:
        on = self.content.isHidden()
        self.content.setVisible(on)
        self.fold.set_icon(
            "chevron-up" if on else "chevron-down", self.tr("Fold") if on else self.tr("Unfold")
        )
