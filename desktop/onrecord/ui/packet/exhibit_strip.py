"""Below the preview: what can be set of the line that is chosen in the packet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from onrecord.domain.page_ranges import parse_pages
from onrecord.ui.design import (
    Apart,
    Button,
    Field,
    IconButton,
    Label,
    QuietButton,
    Space,
    in_line,
    theme,
)

if TYPE_CHECKING:
    from onrecord.services.views.packet_detail import PlacedDocument

PAUSE_MS = 600
"""Typing that rests this long is kept."""


@dataclass(frozen=True)
class ExhibitEdited:
    evidence_id: str
    pages: str
    caption: str
    label: str


@dataclass(frozen=True)
class MoveAsked:
    """By one place: -1 towards the front."""

    by: int


@dataclass(frozen=True)
class PlaceAsked:
    """Take the chosen line in, or leave it out."""

    included: bool


@dataclass(frozen=True)
class TurnAsked:
    """A quarter clockwise: the page in view (``one``), or every page of the document."""

    one: bool


class ExhibitStrip(QWidget):
    edited = Signal(object)  # ExhibitEdited
    move_asked = Signal(object)  # MoveAsked
    place_asked = Signal(object)  # PlaceAsked
    turn_asked = Signal(object)  # TurnAsked
    open_asked = Signal()
    """The chosen part is to be written: a letter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document: PlacedDocument | None = None
        self._kept = ("", "", "")
        self.pages = QLineEdit(self)
        self.pages.setPlaceholderText(self.tr("all"))
        self.caption = QLineEdit(self)
        self.label = QLineEdit(self)
        self.label.setMaxLength(12)
        self.pages_field = Field(self.tr("Pages"), self.pages, self)
        self.caption_field = Field(self.tr("Caption"), self.caption, self)
        self.label_field = Field(self.tr("Label"), self.label, self)
        self.up = IconButton(
            "chevron-up", self.tr("Move up"), self, shortcut="Alt+Up",
            on_click=lambda: self.move_asked.emit(MoveAsked(-1)),
        )  # fmt: skip
        self.down = IconButton(
            "chevron-down", self.tr("Move down"), self, shortcut="Alt+Down",
            on_click=lambda: self.move_asked.emit(MoveAsked(1)),
        )  # fmt: skip
        turns = QMenu(self)
        turns.addAction(self.tr("Turn this page"), lambda: self._turn(one=True))
        turns.addAction(self.tr("Turn all pages"), lambda: self._turn(one=False))
        self.turn = QuietButton(self.tr("Turn"), self, menu=turns)
        self.turn.setToolTip(self.tr("Turns the copy clockwise; your document stays as it is"))
        self.leave_out = QuietButton(
            self.tr("Leave out"), self, shortcut="Del",
            on_click=lambda: self.place_asked.emit(PlaceAsked(included=False)),
        )  # fmt: skip
        self.open = Button(
            self.tr("Open the letter"), self, shortcut="Return", icon="letter",
            on_click=self.open_asked.emit,
        )  # fmt: skip
        self.about = Label("", self, muted=True, wrap=True)
        self.put_back = Button(
            self.tr("Put back"), self, shortcut="Return", icon="restore",
            on_click=lambda: self.place_asked.emit(PlaceAsked(included=True)),
        )  # fmt: skip
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        for edit in (self.pages, self.caption, self.label):
            edit.textEdited.connect(lambda _text: self._typed())
            edit.editingFinished.connect(self.flush)
        self._lay_out()
        self.show_nothing()
        theme.follow(self._refresh)

    def _lay_out(self) -> None:
        self.fields = QWidget(self)
        row = QHBoxLayout(self.fields)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        row.addWidget(self.pages_field, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.caption_field, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label_field, 0, Qt.AlignmentFlag.AlignTop)
        self.foot = QWidget(self)
        acts = in_line(
            self.put_back, self.open, self.up, self.down, self.turn, self.leave_out, gap=Space.XS
        )
        self.foot.setLayout(Apart(self.about, acts))
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        column.setSpacing(Space.XS)
        column.addWidget(self.fields)
        column.addWidget(self.foot)

    def _turn(self, *, one: bool) -> None:
        self.turn_asked.emit(TurnAsked(one))

    # ---------------------------------------------------------------- showing

    def show_document(self, document: PlacedDocument, *, fixed: bool = False) -> None:
        """``fixed``: the packet was sent and can only be looked at."""
        same = self._document is not None and document.evidence_id == self._document.evidence_id
        if not same:
            self.flush()
        self._document = document
        texts = (document.pages, document.caption, document.own_label)
        edits = (self.pages, self.caption, self.label)
        self._kept = texts
        for edit, text in zip(edits, texts, strict=True):
            if not (same and (edit.hasFocus() or self._pause.isActive())):
                edit.setText(text)
                edit.setCursorPosition(0)
            edit.setReadOnly(fixed)
        if not same:
            self.pages_field.set_error("")
            self.label_field.set_error("")
        self.caption.setPlaceholderText(document.description or document.title)
        self.label.setPlaceholderText(document.label)
        self.pages.setEnabled(document.page_count > 0 and document.own_pages)
        self.fields.setVisible(document.included)
        for widget in (self.up, self.down, self.leave_out):
            widget.setVisible(document.included and not fixed)
        self.turn.setVisible(document.included and not fixed and document.page_count > 0)
        self.put_back.setVisible(not document.included and not fixed)
        self.open.hide()
        self.about.setText(self._about(document))
        self.show()

    def _about(self, document: PlacedDocument) -> str:
        if not document.included:
            return self.tr("This document is left out of the packet.")
        if document.page_count == 0:
            return self.tr("Its pages are not known, so it goes in whole.")
        if not document.own_pages:
            return self.tr("It has no pages of its own, so it goes in whole.")
        if document.page_count == 1:
            return self.tr("1 page.")
        return self.tr("{0} pages. Choose some like 1-3, 5.").format(document.page_count)

    def show_part(self, words: str, *, fixed: bool = False, movable: bool = False, opens: bool = False
    ) -> None:  # fmt: skip
        """A part that the app sets itself: it can be moved, where it may be, or left out.
        ``opens``: it is written by hand."""
        self.flush()
        self._document = None
        self.about.setText(words)
        self.fields.hide()
        for widget in (self.put_back, self.turn):
            widget.hide()
        self.open.setVisible(opens)
        for widget in (self.up, self.down):
            widget.setVisible(movable and not fixed)
        self.leave_out.setVisible(not fixed)
        self.show()

    def show_nothing(self) -> None:
        self.flush()
        self._document = None
        self.hide()

    def set_ends(self, *, first: bool, last: bool) -> None:
        self.up.setEnabled(not first)
        self.down.setEnabled(not last)

    def say_wrong(self, field: str, sentence: str) -> None:
        """The vault refused what was typed; ``field`` is pages or label."""
        (self.pages_field if field == "pages" else self.label_field).set_error(sentence)

    # ---------------------------------------------------------------- keeping

    def _typed(self) -> None:
        self._check()
        self._pause.start()

    def _check(self) -> bool:
        """Whether what is typed as pages can be kept; said below the field where it cannot."""
        document = self._document
        sentence = ""
        if document is not None and document.page_count:
            try:
                parse_pages(self.pages.text(), document.page_count)
            except ValueError as error:
                sentence = str(error)
        self.pages_field.set_error(sentence)
        return not sentence

    def flush(self) -> None:
        """Keep what is typed now, if it can be."""
        self._pause.stop()
        document = self._document
        if document is None or not document.included:
            return
        texts = (self.pages.text().strip(), self.caption.text().strip(), self.label.text().strip())
        if texts == self._kept or self.pages.isReadOnly() or not self._check():
            return
        self._kept = texts
        self.label_field.set_error("")
        self.edited.emit(ExhibitEdited(document.evidence_id, *texts))

    def _refresh(self) -> None:
        px = theme.current().metrics.px
        self.pages_field.setFixedWidth(px(112))
        self.label_field.setFixedWidth(px(76))
