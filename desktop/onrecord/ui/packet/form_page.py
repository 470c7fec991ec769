"""The recipient's form, field by field, to copy; or what to say on the telephone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from onrecord.ui.design import (
    Apart,
    Button,
    Field,
    Label,
    LinkButton,
    Muted,
    QuietButton,
    ScrollArea,
    Space,
    TextStyle,
    Title,
    in_line,
    theme,
    under_head,
)
from onrecord.ui.design.discard import discard

PAUSE_MS = 600
_STORY = "what_happened"


@dataclass(frozen=True)
class FieldEdited:
    """``words`` None takes back what was typed."""

    code: str
    words: str | None


@dataclass(frozen=True)
class CopyAsked:
    label: str
    text: str


class FormPage(QWidget):
    """Each field with its count and its limit, as their page has them."""

    edited = Signal(object)  # FieldEdited
    copy_asked = Signal(object)  # CopyAsked
    save_asked = Signal()
    page_asked = Signal(object)  # str, an address of the directory
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, FieldBox] = {}
        self.heading = Title(self.tr("Their form"), self)
        self.done = Button(self.tr("Done"), self, shortcut="Esc", on_click=self.close_page)
        self.rules = Muted("", self)
        self.page = LinkButton(self.tr("Open their page"), self, icon="external")
        self.page.clicked.connect(lambda: self.page_asked.emit(self._address))
        self.save = LinkButton(self.tr("Save the form…"), self, on_click=self.save_asked.emit)
        self.save.setToolTip(self.tr("To print, or as text"))
        self._address = ""
        self._sought = False
        self.inside = QWidget(self)
        self._column = QVBoxLayout(self.inside)
        self._column.setContentsMargins(Space.L, Space.S, Space.L, Space.L)
        self._column.setSpacing(Space.L)
        self.area = ScrollArea(self.inside, self, focus=Qt.FocusPolicy.StrongFocus)
        self.area.setAccessibleName(self.heading.text())
        # The fields find their heights one after the other once they are seen.
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._in_view)
        self.area.verticalScrollBar().rangeChanged.connect(lambda *_: self._settle.start())
        about = QVBoxLayout()
        about.setSpacing(0)
        about.addWidget(self.rules)
        about.addWidget(self.page, 0, Qt.AlignmentFlag.AlignLeft)
        about.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addLayout(about)
        column = under_head(self, self.heading, self.done)
        column.addWidget(self.area, 1)
        theme.follow(self._refresh)

    def show_sheet(self, sheet: Any, *, fixed: bool = False) -> None:
        """``FormSheet``. What is being typed is left as it is."""
        self._address = sheet.page
        self.page.setVisible(bool(sheet.page))
        unsure = "" if sheet.verified else self.tr(" Unverified.")
        self.rules.setText(
            f"{self.tr('What they ask for:')} {sheet.rules}.{unsure}" if sheet.rules else ""
        )
        self.rules.setVisible(bool(sheet.rules))
        codes = [one.code for one in sheet.fields]
        if codes != list(self.fields):
            for box in self.fields.values():
                self._column.removeWidget(box)
                discard(box)
            while self._column.takeAt(1) is not None:  # what is said of them all stays above
                pass
            self.fields = {}
            for one in sheet.fields:
                box = FieldBox(one.code, self.inside)
                box.edited.connect(self.edited)
                box.copy_asked.connect(self.copy_asked)
                box.edit.textChanged.connect(self._written)
                self.fields[one.code] = box
                self._column.addWidget(box)
            self._column.addStretch(1)
        for one in sheet.fields:
            self.fields[one.code].show_field(one, fixed=fixed)

    def show_field(self, code: str = "") -> None:
        """The cursor in this field, with its count in view; else where something is too long; else
        where what happened is told, and the page from its head."""
        over = [box for box in self.fields.values() if box.is_over]
        limited = [box for box in self.fields.values() if box.has_limit]
        told = [box for name, box in self.fields.items() if name == _STORY]
        named = [box for name, box in self.fields.items() if code and name.startswith(code)]
        box = self.fields.get(code) or next(
            iter(named or over or limited or told or self.fields.values()), None
        )
        if box is not None:
            self._sought = bool(named or over)
            box.edit.setFocus()
            if not self._sought:
                self.area.verticalScrollBar().setValue(0)
            self._settle.start()

    def _written(self) -> None:
        self._sought = True
        self._settle.start()

    def _in_view(self) -> None:
        """The field that is being written in, with its count."""
        here = self.focusWidget() if self._sought else None
        box = next((box for box in self.fields.values() if box.edit is here), None)
        if box is not None:
            self.area.ensureWidgetVisible(box, 0, Space.S)
            self.area.ensureWidgetVisible(box.count, 0, Space.S)  # where not all of it has room

    def flush(self) -> None:
        for box in self.fields.values():
            box.flush()

    def close_page(self) -> None:
        self.flush()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_page()
        else:
            super().keyPressEvent(event)

    def _refresh(self) -> None:
        self.inside.update()


class FieldBox(QWidget):
    """One field: its name, its words, the count, and the way to the clipboard."""

    edited = Signal(object)  # FieldEdited
    copy_asked = Signal(object)  # CopyAsked

    def __init__(self, code: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.code = code
        self._kept, self._limit = "", None
        self.label = Label("", self, style=TextStyle.SMALL_STRONG, wrap=True)
        self.edit = QPlainTextEdit(self)
        self.edit.setTabChangesFocus(True)
        self.count = Label("", self, style=TextStyle.SMALL, muted=True, wrap=True)
        self.note = Muted("", self)
        self.copy = QuietButton(self.tr("Copy"), self, icon="copy", on_click=self._copy)
        self.back = QuietButton(
            self.tr("As on record"), self, on_click=lambda: self._edited(None),
            hint=self.tr("Takes back your own words for this field"),
        )  # fmt: skip
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self.edit.textChanged.connect(self._typed)
        foot = Apart(self.count, in_line(self.back, self.copy, gap=0))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        for widget in (self.label, self.edit):
            column.addWidget(widget)
        column.addLayout(foot)
        column.addWidget(self.note)
        theme.follow(self._refresh)

    @property
    def has_limit(self) -> bool:
        return self._limit is not None

    @property
    def is_over(self) -> bool:
        return self._limit is not None and self._length() > self._limit

    def show_field(self, field: Any, *, fixed: bool) -> None:
        name = field.label[:1].upper() + field.label[1:]
        self.label.setText(name)
        self.edit.setAccessibleName(name)
        self.copy.setAccessibleName(self.tr("Copy: {0}").format(name))
        self._limit = field.limit
        if not (self.edit.hasFocus() or self._pause.isActive()) or not self.edit.toPlainText():
            self._kept = field.text
            if self.edit.toPlainText() != field.text:
                self.edit.blockSignals(True)
                self.edit.setPlainText(field.text)
                self.edit.blockSignals(False)
        self.edit.setReadOnly(fixed or field.paper)
        self.edit.setPlaceholderText(
            self.tr("No such document is in the packet yet")
            if field.paper
            else self.tr("Nothing on record")
        )
        note = field.note
        if field.limit is not None and not field.verified:
            note = f"{note} {self.tr('This limit is unverified.')}".strip()
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.note.setToolTip(field.limit_source)
        self.back.setVisible(field.own and not fixed)
        self._say()
        self._refresh()

    def _typed(self) -> None:
        self._say()
        self._pause.start()

    def flush(self) -> None:
        self._pause.stop()
        words = self.edit.toPlainText().strip()
        if words != self._kept.strip() and not self.edit.isReadOnly():
            self._kept = words
            self._edited(words)

    def _edited(self, words: str | None) -> None:
        if words is None:
            self._pause.stop()
            self.edit.clearFocus()
        self.edited.emit(FieldEdited(self.code, words))

    def _copy(self) -> None:
        self.copy_asked.emit(CopyAsked(self.label.text(), self.edit.toPlainText()))

    def _length(self) -> int:
        from onrecord.services.story import characters

        return characters(self.edit.toPlainText().strip())

    def _say(self) -> None:
        length = self._length()
        if self._limit is None:
            words = self.tr("{0} characters").format(f"{length:,}")
        else:
            words = self.tr("{0} of {1} characters").format(f"{length:,}", f"{self._limit:,}")
            if length > self._limit:
                words += self.tr(", {0} too many").format(length - self._limit)
        self.count.setText(words)
        self.count.set_tone("danger" if self.is_over else "muted")
        self.copy.setEnabled(bool(length))

    def _refresh(self) -> None:
        px = theme.current().metrics.px
        text = self.edit.toPlainText() or self.edit.placeholderText()
        lines = text.count("\n") + len(text) // 30 + 1
        self.edit.setFixedHeight(px(min(200, 26 + 18 * min(9, max(1, lines)))))


class SayPage(QWidget):
    """What to say on the telephone, in large letters, with the time it takes."""

    copy_asked = Signal(object)  # CopyAsked
    ask_edited = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = self._kept = ""
        self._said: Any = None
        self.heading = Title(self.tr("Say it"), self)
        self.done = Button(self.tr("Done"), self, shortcut="Esc", on_click=self.close_page)
        self.time = Muted("", self)
        self.words = Label("", self, style=TextStyle.HEADING, wrap=True)  # long words break
        self.copy = QuietButton(self.tr("Copy"), self, icon="copy", on_click=self._copy)
        self.ask = QPlainTextEdit(self)
        self.ask.setTabChangesFocus(True)
        self.ask_field = Field(self.tr("What I ask for"), self.ask, self)
        self.count = Label("", self, style=TextStyle.SMALL, muted=True, wrap=True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self.ask.textChanged.connect(self._typed)
        theme.follow(self._refresh)
        inside = QWidget(self)
        body = QVBoxLayout(inside)
        body.setContentsMargins(Space.L, Space.S, Space.L, Space.L)
        body.setSpacing(Space.M)
        body.addWidget(self.time)
        body.addWidget(self.ask_field)
        body.addWidget(self.count)
        body.addWidget(self.words)
        body.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeft)
        body.addStretch(1)
        scroll = ScrollArea(inside, self, focus=Qt.FocusPolicy.StrongFocus)
        scroll.setAccessibleName(self.heading.text())
        column = under_head(self, self.heading, self.done)
        column.addWidget(scroll, 1)

    def show_said(self, said: Any, *, fixed: bool = False) -> None:
        """``SayIt``. What is being typed is left as it is."""
        self._said = said
        if not self._pause.isActive():
            self._kept = said.ask.strip()
            if self.ask.toPlainText().strip() != self._kept:
                self.ask.blockSignals(True)
                self.ask.setPlainText(said.ask)
                self.ask.blockSignals(False)
        self.ask_field.setVisible(not fixed)
        self.count.setVisible(not fixed)
        self._count()
        from onrecord.services.say_it import A_MINUTE

        self._text = "\n".join(said.lines)
        self.words.setText("\n\n".join(said.lines))
        self.time.setText(
            self.tr(
                "About {0} seconds: {1} words, at {2} a minute. Speak slower where they write along."
            ).format(said.seconds, said.words, A_MINUTE)
        )

    def _typed(self) -> None:
        self._count()
        self._pause.start()

    def flush(self) -> None:
        """Keep what is typed now."""
        self._pause.stop()
        words = self.ask.toPlainText().strip()
        if words != self._kept:
            self._kept = words
            self.ask_edited.emit(words)

    def _count(self) -> None:
        """Of what has to be said, so that it is known at once whether it fits."""
        from onrecord.services.say_it import MOST

        count = self._said.words_with(self.ask.toPlainText())
        words = self.tr("{0} of {1} words with what has to be said").format(count, MOST)
        if count > MOST:
            words += self.tr(", {0} too many").format(count - MOST)
        self.count.setText(words)
        self.count.set_tone("danger" if count > MOST else "muted")

    def _refresh(self) -> None:
        self.ask.setFixedHeight(theme.current().metrics.px(78))

    def _copy(self) -> None:
        self.copy_asked.emit(CopyAsked(self.heading.text(), self._text))

    def close_page(self) -> None:
        self.flush()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_page()
        else:
            super().keyPressEvent(event)
