"""Says what a drop will do, over whatever it will do it to."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from onrecord.ui.design import icons, theme
from onrecord.ui.design.announce import announce
from onrecord.ui.design.tokens import Radius, Space, TextStyle


class DropOverlay(QWidget):
    """Covers ``parent`` while something is dragged over it. Never takes events itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._words = ""
        self._icon = "attach"
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        parent.installEventFilter(self)
        self.hide()

    def show_words(self, words: str, icon: str = "attach") -> None:
        """E.g. "Drop to add to this dispute"."""
        self._words, self._icon = words, icon
        self.setAccessibleName(words)
        self.setGeometry(self._over.rect())
        self.raise_()
        self.show()
        self.update()
        announce(self, words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._over.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        th = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = th.colour("window")
        veil.setAlpha(225)
        painter.fillRect(self.rect(), veil)
        frame = self.rect().adjusted(Space.M, Space.M, -Space.M, -Space.M)
        pen = QPen(th.colour("accent"), 2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        tint = QColor(th.roles.selection)
        tint.setAlpha(150)
        painter.setBrush(tint)
        painter.drawRoundedRect(frame, Radius.CARD, Radius.CARD)
        side = th.metrics.px(36)
        middle = frame.center()
        picture = QRect(middle.x() - side // 2, middle.y() - side, side, side)
        icons.paint(painter, self._icon, picture, th.roles.accent_text)
        painter.setPen(th.colour("text"))
        painter.setFont(th.font(TextStyle.TITLE))
        line = QRect(frame.x(), middle.y() + Space.S, frame.width(), th.metrics.px(32))
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, self._words)
