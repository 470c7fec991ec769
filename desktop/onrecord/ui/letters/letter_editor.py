"""The words of a letter, with the facts in them marked: they follow the records until typed over.

Text, bold, italic and lists, and nothing else: what a letter on paper needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextFragment,
    QTextListFormat,
)
from PySide6.QtWidgets import QTextEdit, QToolTip, QWidget

from onrecord.domain.letter_body import Block, Body, Run
from onrecord.domain.same_words import span_of
from onrecord.ui.design import TextStyle, theme

_KEY = QTextFormat.Property.UserProperty + 1
_BLANK = QTextFormat.Property.UserProperty + 2
_BOLD = QTextFormat.Property.UserProperty + 3
_SHOWN = QTextFormat.Property.UserProperty + 4
_BREAK = "\u2028"
_LISTS = {
    "bullet": QTextListFormat.Style.ListDisc,
    "number": QTextListFormat.Style.ListDecimal,
}


class LetterEditor(QTextEdit):
    typed = Signal()
    """The words changed, by whoever; comes after marks that were typed over are gone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("The letter"))
        self.setTabChangesFocus(True)
        self.setAcceptRichText(False)
        self.limit = 0
        self._labels: Mapping[str, str] = {}
        self._busy = False
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._settled)
        self.textChanged.connect(self._changed)
        self.cursorPositionChanged.connect(self._leave_mark)
        theme.follow(self._dress)

    # ---------------------------------------------------------------- in and out

    def show_body(self, body: Body, labels: Mapping[str, str]) -> None:
        """Replaces everything; the keys' own undo begins anew."""
        self._labels = labels
        self._busy = True
        self.limit = body.limit
        document = self.document()
        document.setUndoRedoEnabled(False)
        document.clear()
        cursor = QTextCursor(document)
        before, listed = "", None
        for number, block in enumerate(body.blocks):
            if number:
                cursor.insertBlock(_spaced())
            else:
                cursor.setBlockFormat(_spaced())
            cursor.setBlockCharFormat(QTextCharFormat())
            if block.kind not in _LISTS:
                listed = None
            elif block.kind == before and listed is not None:
                listed.add(cursor.block())
            else:
                made = QTextListFormat()
                made.setStyle(_LISTS[block.kind])
                listed = cursor.createList(made)
            before = block.kind
            for run in block.runs:
                cursor.insertText(run.text.replace("\n", _BREAK), self._format(run))
        document.setUndoRedoEnabled(True)
        self._busy = False
        start = QTextCursor(document)
        self.setTextCursor(start)
        self._leave_mark()

    def body(self) -> Body:
        """What stands here now."""
        blocks: list[Block] = []
        block = self.document().begin()
        while block.isValid():
            runs = tuple(self._run(fragment) for fragment in _fragments(block))
            listed: Any = block.textList()
            kind = "paragraph"
            if listed is not None:
                bullet = listed.format().style() == QTextListFormat.Style.ListDisc
                kind = "bullet" if bullet else "number"
            if runs:
                blocks.append(Block(runs, kind))
            block = block.next()
        return Body(tuple(blocks), self.limit)

    def update_fields(self, values: Mapping[str, str], labels: Mapping[str, str]) -> bool:
        """Follow the records; True where a word changed."""
        self._labels = labels
        changes: list[tuple[int, int, QTextCharFormat, str]] = []
        for at, fragment in self._all():
            key = str(fragment.charFormat().property(_KEY) or "")
            if key not in values:
                continue
            text = values[key] or f"[{labels.get(key, key)}]"
            if text.replace("\n", _BREAK) != fragment.text():
                run = self._run(fragment)
                fresh = Run(text, run.bold, run.italic, key, not values[key])
                changes.append((at, fragment.length(), self._format(fresh), text))
        for at, length, form, text in reversed(changes):
            cursor = QTextCursor(self.document())
            cursor.setPosition(at)
            cursor.setPosition(at + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(text.replace("\n", _BREAK), form)
        return bool(changes)

    def linked_spans(self) -> list[tuple[int, int]]:
        """Where facts of the records stand, as positions of ``toPlainText``."""
        return [(at, at + f.length()) for at, f in self._all() if f.charFormat().property(_KEY)]

    def select(self, start: int, length: int) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def select_words(self, words: str) -> bool:
        """These words, where they first stand; False where they do not."""
        span = span_of(self.toPlainText(), words)
        if span is not None:
            self.select(span[0], span[1] - span[0])
        return span is not None

    def select_blank(self, words: str) -> None:
        """The gap of this name, ready to be typed over."""
        for at, fragment in self._all():
            if fragment.charFormat().property(_BLANK) and fragment.text() == f"[{words}]":
                self.select(at, fragment.length())
                return

    def underline(self, spans: list[tuple[int, int]]) -> None:
        """Points at words without changing them."""
        marked: list[QTextEdit.ExtraSelection] = []
        form = QTextCharFormat()
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        form.setUnderlineColor(theme.current().colour("warning"))
        for start, length in spans:
            one = QTextEdit.ExtraSelection()
            one.cursor = QTextCursor(self.document())
            one.cursor.setPosition(start)
            one.cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            one.format = form
            marked.append(one)
        self.setExtraSelections(marked)

    # ---------------------------------------------------------------- writing

    def turn_bold(self) -> None:
        self._turn(lambda run: Run(run.text, not run.bold, run.italic, run.field, run.blank))

    def turn_italic(self) -> None:
        self._turn(lambda run: Run(run.text, run.bold, not run.italic, run.field, run.blank))

    def turn_list(self, kind: str) -> None:
        """The paragraphs selected become items of a list, or paragraphs again."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        listed: Any = cursor.currentList()
        if listed is not None and listed.format().style() == _LISTS[kind]:
            block = self.document().findBlock(cursor.selectionStart())
            while block.isValid() and block.position() <= cursor.selectionEnd():
                its: Any = block.textList()
                if its is not None:
                    its.remove(block)
                QTextCursor(block).setBlockFormat(_spaced())
                block = block.next()
        else:
            made = QTextListFormat()
            made.setStyle(_LISTS[kind])
            cursor.createList(made)
        cursor.endEditBlock()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Bold):
            self.turn_bold()
        elif event.matches(QKeySequence.StandardKey.Italic):
            self.turn_italic()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click into a gap takes all of it, so that typing fills it."""
        super().mouseReleaseEvent(event)
        cursor = self.textCursor()
        if not cursor.hasSelection() and not self.isReadOnly():
            for at, fragment in self._all():
                inside = at < cursor.position() < at + fragment.length()
                if inside and fragment.charFormat().property(_BLANK):
                    self.select(at, fragment.length())
                    return

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() and not source.hasUrls()  # files go to the window

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.textCursor().insertText(source.text(), QTextCharFormat())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            form = self.cursorForPosition(event.pos()).charFormat()
            key, tip = str(form.property(_KEY) or ""), ""
            if form.property(_BLANK):
                tip = self.tr("Still blank: click, and type what belongs here")
            elif key:
                label = self._labels.get(key, "")
                tip = self.tr("From your records: {0}. Type over it to make it your own.")
                tip = tip.format(label)
            QToolTip.showText(event.globalPos(), tip, self)
            return True
        return super().event(event)

    # ---------------------------------------------------------------- marks

    def _all(self) -> Iterator[tuple[int, QTextFragment]]:
        block = self.document().begin()
        while block.isValid():
            for fragment in _fragments(block):
                yield fragment.position(), fragment
            block = block.next()

    def _run(self, fragment: QTextFragment) -> Run:
        form, text = fragment.charFormat(), fragment.text().replace(_BREAK, "\n")
        whole = str(form.property(_SHOWN) or "") == text
        return Run(
            text,
            bool(form.property(_BOLD)),
            form.fontItalic(),
            str(form.property(_KEY) or "") if whole else "",
            bool(form.property(_BLANK)) and whole,
        )

    def _format(self, run: Run) -> QTextCharFormat:
        th = theme.current()
        form = QTextCharFormat()
        if run.bold:
            form.setFont(th.font(TextStyle.STRONG, italic=run.italic))
            form.setProperty(_BOLD, True)
        elif run.italic:
            form.setFontItalic(True)
        if run.field or run.blank:
            form.setProperty(_KEY, run.field)
            form.setProperty(_SHOWN, run.text)
            role = th.roles.warning_soft if run.blank else th.roles.info_soft
            form.setBackground(QColor(role))
        if run.blank:
            form.setProperty(_BLANK, True)
        return form

    def _turn(self, turned: Callable[[Run], Run]) -> None:
        cursor = self.textCursor()
        if not cursor.hasSelection():
            form = self.currentCharFormat()
            run = Run("", bool(form.property(_BOLD)), form.fontItalic())
            self.setCurrentCharFormat(self._format(turned(run)))
            return
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        parts = [
            (max(at, start), min(at + f.length(), end), self._run(f))
            for at, f in self._all()
            if at < end and at + f.length() > start
        ]
        cursor.beginEditBlock()
        for a, b, run in parts:
            part = QTextCursor(self.document())
            part.setPosition(a)
            part.setPosition(b, QTextCursor.MoveMode.KeepAnchor)
            part.setCharFormat(self._format(turned(run)))
        cursor.endEditBlock()

    def _leave_mark(self) -> None:
        """What is typed beside a fact is not part of it."""
        cursor = self.textCursor()
        form = cursor.charFormat()
        if cursor.hasSelection() or not (form.property(_KEY) or form.property(_BLANK)):
            return
        plain = Run("", bool(form.property(_BOLD)), form.fontItalic())
        for at, fragment in self._all():
            if at <= cursor.position() <= at + fragment.length() and at < cursor.position():
                inside = cursor.position() < at + fragment.length()
                if not inside:
                    self.setCurrentCharFormat(self._format(plain))
                return

    def _changed(self) -> None:
        if not self._busy:
            self._settle.start(0)

    def _settled(self) -> None:
        """A fact that was typed into is plain text from now on."""
        broken = [
            (at, f.length(), self._run(f))
            for at, f in self._all()
            if f.charFormat().property(_SHOWN)
            and str(f.charFormat().property(_SHOWN)) != f.text().replace(_BREAK, "\n")
        ]
        if broken:
            self._busy = True
            cursor = QTextCursor(self.document())
            cursor.joinPreviousEditBlock()
            for at, length, run in broken:
                cursor.setPosition(at)
                cursor.setPosition(at + length, QTextCursor.MoveMode.KeepAnchor)
                cursor.setCharFormat(self._format(Run(run.text, run.bold, run.italic)))
            cursor.endEditBlock()
            self._busy = False
        self.typed.emit()

    def settle_now(self) -> None:
        """What is still to be settled is, before the words are read."""
        if self._settle.isActive():
            self._settle.stop()
            self._settled()

    def _dress(self) -> None:
        th = theme.current()
        self.document().setDefaultFont(th.font(TextStyle.BODY))
        self.document().setDocumentMargin(th.metrics.px(20))
        body = self.body()
        if body.blocks:
            self.show_body(body, self._labels)


def _spaced() -> QTextBlockFormat:
    form = QTextBlockFormat()
    form.setBottomMargin(theme.current().metrics.px(9))
    form.setLineHeight(130, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    return form


def _fragments(block: QTextBlock) -> Iterator[QTextFragment]:
    at = block.begin()
    while not at.atEnd():
        fragment = at.fragment()
        if fragment.isValid():
            yield fragment
        at += 1
