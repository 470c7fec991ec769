"""A box to tick whose words go on in the next line where the room is narrow."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QStyle, QStyleOptionButton, QWidget


class CheckBox(QCheckBox):
    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._words = words
        self.setAccessibleName(words)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def text(self) -> str:
        """As it was given, on one line."""
        return self._words

    def setText(self, words: str) -> None:
        self._words = words
        self.setAccessibleName(words)
        self._wrap(self.width())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._size(_broken(self._words, self.fontMetrics(), width - self._aside())).height()

    def sizeHint(self) -> QSize:
        return self._size(self._words)

    def minimumSizeHint(self) -> QSize:
        longest = max(self._words.split(), key=len, default="")
        return QSize(self._size(longest).width(), self._size(self._words).height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._wrap(event.size().width())

    def _wrap(self, width: int) -> None:
        broken = _broken(self._words, self.fontMetrics(), width - self._aside())
        if broken != super().text():
            super().setText(broken)

    def _aside(self) -> int:
        """What the box and the padding take of the width."""
        return self._size("").width()

    def _size(self, words: str) -> QSize:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = words  # pyright: ignore[reportAttributeAccessIssue]
        lines = words.split("\n")
        metrics = self.fontMetrics()
        text = QSize(
            max(metrics.horizontalAdvance(line) for line in lines), metrics.height() * len(lines)
        )
        return self.style().sizeFromContents(
            QStyle.ContentsType.CT_CheckBox, option, text, self
        ) + QSize(4, 0)


def _broken(words: str, metrics: QFontMetrics, width: int) -> str:
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and metrics.horizontalAdvance(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(lines)
