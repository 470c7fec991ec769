"""A small panel hung from a button: closes on Escape or a click elsewhere, gives focus back."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from onrecord.ui.design.labels import Title
from onrecord.ui.design.tokens import Space


class Popover(QFrame):
    """Put things into ``body``, then ``show_at(button)``."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("look", "popover")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(title)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(Space.L, Space.M, Space.L, Space.L)
        self.body.setSpacing(Space.S)
        if title:
            self.body.addWidget(Title(title, self))

    def show_at(self, anchor: QWidget) -> None:
        """Below the anchor; above it, or moved in, where the screen ends."""
        self.adjustSize()
        place = anchor.mapToGlobal(QPoint(0, anchor.height() + 2))
        screen = anchor.screen() or QGuiApplication.primaryScreen()
        area = screen.availableGeometry()
        if anchor.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            place.setX(place.x() + anchor.width() - self.width())
        if place.y() + self.height() > area.bottom():
            place.setY(anchor.mapToGlobal(QPoint(0, 0)).y() - self.height() - 2)
        place.setX(max(area.left(), min(place.x(), area.right() - self.width())))
        place.setY(max(area.top(), place.y()))
        self.move(place)
        self.show()
        first = next(
            (w for w in self.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus),
            None,
        )
        if first is not None:
            first.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
