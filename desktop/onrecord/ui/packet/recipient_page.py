"""Who is it for? The bodies that fit first, then the company's own rungs, then a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from onrecord.ui.design import (
    Button,
    Field,
    Label,
    LinkButton,
    Muted,
    Space,
    TextStyle,
    Title,
    theme,
)
from onrecord.ui.design.discard import discard


@dataclass(frozen=True)
class RecipientAsked:
    """Fields as in ``packet_for.Recipient``."""

    agency_id: str = ""
    profile: str = ""
    name: str = ""
    set_id: str = ""


class RecipientPage(QWidget):
    chosen = Signal(object)  # RecipientAsked
    closed = Signal()
    keep_asked = Signal(object)  # str, a name for the set of parts

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices: list[Button] = []
        self._others: tuple[Any, ...] = ()
        self.heading = Title(self.tr("Who is it for?"), self)
        self.done = Button(self.tr("Done"), self, shortcut="Esc", on_click=self.closed.emit)
        self.inside = QWidget(self)
        self._column = QVBoxLayout(self.inside)
        self._column.setContentsMargins(Space.L, Space.S, Space.L, Space.L)
        self._column.setSpacing(Space.XS)
        self.more = LinkButton("", self.inside, on_click=self._show_others)
        self.name = QLineEdit(self.inside)
        self.name.returnPressed.connect(self._named)
        self.name_field = Field(
            self.tr("Somebody &else"), self.name, self.inside,
            hint=self.tr("Enter takes the name; the parts stay as they are"),
        )  # fmt: skip
        self.keep = QLineEdit(self.inside)
        self.keep.returnPressed.connect(self._keep)
        self.keep_field = Field(
            self.tr("Keep these parts as my own set"), self.keep, self.inside,
            hint=self.tr("Enter a name; it is then offered here for other packets"),
        )  # fmt: skip
        self.advice = Muted(
            self.tr("Not legal advice. Their rules, with source and date, are checked before it goes out."),
            self.inside,
        )  # fmt: skip
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.inside)
        head = QHBoxLayout()
        head.setContentsMargins(Space.L, Space.S, Space.S, Space.XS)
        head.addWidget(self.heading, 1)
        head.addWidget(self.done)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(scroll, 1)
        theme.follow(self._refresh)

    def show_choices(self, choices: tuple[Any, ...], others: tuple[Any, ...], name: str) -> None:
        """``RecipientChoice`` of ``services.views.recipients``."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget not in self._kept():
                discard(widget)
        self.choices = []
        self._others = others
        heads = {
            "body": self.tr("Bodies that fit"),
            "company": self.tr("At the company"),
            "court": self.tr("Court"),
            "own": self.tr("My own sets"),
        }
        for kind, words in heads.items():
            of_kind = [one for one in choices if one.kind == kind]
            if of_kind:
                self._head(words)
            for one in of_kind:
                self._add(one)
            if kind == "body" and others:
                self.more.setText(self.tr("{0} more").format(len(others)))
                self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.more.setVisible(bool(others) and any(c.kind == "body" for c in choices))
        if not any(one.kind == "body" for one in choices):
            self._column.insertWidget(
                0,
                Muted(
                    self.tr("Say where it happened and what it is about, in the dispute, and the"
                            " bodies that could help stand here."),
                    self.inside,
                ),
            )  # fmt: skip
        for widget in (self.name_field, self.keep_field, self.advice):
            self._column.addSpacing(Space.S)
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self.name.setText(name)
        if self.choices:
            self.choices[0].setFocus()

    def _kept(self) -> tuple[QWidget, ...]:
        return (self.more, self.name_field, self.keep_field, self.advice)

    def _head(self, words: str) -> None:
        self._column.addSpacing(Space.S)
        self._column.addWidget(Label(words, self.inside, style=TextStyle.SMALL_STRONG, muted=True))

    def _add(self, one: Any, at: int = -1) -> None:
        asked = RecipientAsked(one.agency_id, one.profile, "", one.set_id)
        if one.kind == "own":
            asked = RecipientAsked("", one.profile, self.name.text().strip(), one.set_id)
        button = Button(one.name, self.inside, on_click=lambda: self.chosen.emit(asked))
        button.setAccessibleDescription(one.note)
        button.setToolTip(f"{one.name}\n{one.note}")
        note = Muted(one.note, self.inside)
        if at < 0:
            self._column.addWidget(button)
            self._column.addWidget(note)
        else:
            self._column.insertWidget(at, note)
            self._column.insertWidget(at, button)
        self.choices.append(button)

    def _show_others(self) -> None:
        at = self._column.indexOf(self.more)
        for one in reversed(self._others):
            self._add(one, at)
        self.more.hide()

    def _named(self) -> None:
        if self.name.text().strip():
            self.chosen.emit(RecipientAsked(name=self.name.text().strip()))

    def _keep(self) -> None:
        if self.keep.text().strip():
            self.keep_asked.emit(self.keep.text().strip())
            self.keep.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _refresh(self) -> None:
        self.inside.update()
