"""Text on screen: one label class, the styles by name.

A label wraps (``wrap=True``), or elides and shows the whole text as its tool tip
(``elide=True``). Text is always plain: what a document or a person wrote is never markup.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QStyle, QStyleOption, QWidget

from onrecord.ui.design import theme
from onrecord.ui.design.palette import Tone
from onrecord.ui.design.tokens import TextStyle

_LONG_WORD = re.compile(r"[!-\u024f]{20,}")  # letters that stand alone, of which none is joined
_MAY_BREAK = "\u200b"


class Label(QLabel):
    text_style = TextStyle.BODY
    text_tone: str = ""
    text_wraps = False
    text_selectable = False

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        style: TextStyle | None = None,
        tone: Tone | None = None,
        muted: bool = False,
        wrap: bool | None = None,
        elide: bool = False,
        selectable: bool | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._style = style or self.text_style
        self._elide = elide
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._text = text
        self._breaks = (self.text_wraps if wrap is None else wrap) and not elide
        self.setWordWrap(self._breaks)
        self.set_tone("muted" if muted else (tone or self.text_tone))
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if self.text_selectable if selectable is None else selectable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            self._breaks = False  # what is copied has nothing in it that cannot be seen
        self.setText(text)
        theme.follow(self._refresh)

    def setText(self, text: str) -> None:
        """A word that is longer than the line is broken wherever the line ends, not cut off."""
        self._text = text
        super().setText(may_break(text) if self._breaks else text)

    def text(self) -> str:
        return self._text

    def set_tone(self, tone: str | None) -> None:
        """A ``Tone`` or ``"muted"``; ``None`` is plain text."""
        set_look(self, "tone", "muted" if tone == "neutral" else (tone or ""))

    def minimumSizeHint(self) -> QSize:
        if not self._elide:
            return super().minimumSizeHint()
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 4, metrics.height())

    def sizeHint(self) -> QSize:
        if not self._elide:
            return super().sizeHint()
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 2, metrics.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._elide:
            short = self.sizeHint().width() > self.width()
            self.setToolTip(self.text() if short else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._elide:
            super().paintEvent(event)
            return
        option = QStyleOption()
        option.initFrom(self)
        painter = QPainter(self)
        painter.setFont(self.font())
        shown = QFontMetrics(self.font()).elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width()
        )
        flags = Qt.AlignmentFlag.AlignVCenter | QStyle.visualAlignment(
            self.layoutDirection(), self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask
        )
        painter.setPen(option.palette.color(self.foregroundRole()))  # pyright: ignore
        painter.drawText(self.contentsRect(), flags, shown)

    def _refresh(self) -> None:
        self.setFont(theme.current().font(self._style))


def may_break(text: str) -> str:
    """``text`` for the screen only: its long words can go on in the next line."""
    return _LONG_WORD.sub(_breakable, text)


def _breakable(word: re.Match[str]) -> str:
    return word[0][:8] + _MAY_BREAK + _MAY_BREAK.join(word[0][8:])


class Heading(Label):
    """The one large line of a view."""

    text_style = TextStyle.HEADING


class Title(Label):
    """The heading of a card, a section, a dialog part."""

    text_style = TextStyle.TITLE


class Body(Label):
    """Running text; wraps."""

    text_wraps = True


class Muted(Label):
    """Second-rank text: hints, counts, dates beside a name."""

    text_style = TextStyle.SMALL
    text_tone = "muted"
    text_wraps = True


class Mono(Label):
    """Reference numbers, hashes, codes: can be selected."""

    text_style = TextStyle.MONO
    text_selectable = True


class Rule(QFrame):
    """A hairline between things."""

    def __init__(self, parent: QWidget | None = None, *, vertical: bool = False) -> None:
        super().__init__(parent)
        self.setProperty("look", "rule")
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)


def set_look(widget: QWidget, name: str, value: str) -> None:
    """Set a dynamic property the stylesheet reads, and have it read again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if name == "look":
        # A subclass of QWidget paints the stylesheet's background only when told to.
        widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        font = widget.font()
        widget.style().unpolish(widget)  # which gives back the font of the last text size
        widget.style().polish(widget)
        if widget.font() != font:
            widget.setFont(font)
        widget.update()
