"""A view whose head may be higher than the window: then all of it scrolls, and nothing is cut."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from onrecord.ui.design import set_look, theme

LEAST = 150
"""What the lists of a dispute keep, in pixels at text size 100 %, before the whole scrolls."""


class TallPage(QScrollArea):
    """Put the parts into ``column``."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        inside = QWidget(self)
        set_look(inside, "look", "surface")
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)

    def minimumSizeHint(self) -> QSize:
        """As wide as its widest part: that one cannot scroll."""
        inside = self.widget()
        wide = inside.minimumSizeHint().width() if inside is not None else 0
        return QSize(wide, super().minimumSizeHint().height())


class TallPages(QStackedWidget):
    """The part that gets what room is left. A list scrolls by itself; what teaches on an empty
    page has to be seen whole."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.currentChanged.connect(lambda _n: self.updateGeometry())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        least = theme.current().metrics.px(LEAST)
        page = self.currentWidget()
        empty: QWidget | None = getattr(page, "empty", None)
        if empty is not None and not empty.isHidden() and empty.hasHeightForWidth():
            return max(least, empty.heightForWidth(width))
        return least

    def sizeHint(self) -> QSize:
        return QSize(theme.current().metrics.px(400), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.heightForWidth(self.width()))


class PageTools(QStackedWidget):
    """The tools of the page in view, and only as wide as these."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.currentChanged.connect(lambda _n: self.updateGeometry())

    def sizeHint(self) -> QSize:
        tools = self.currentWidget()
        return tools.sizeHint() if tools is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        tools = self.currentWidget()
        return tools.minimumSizeHint() if tools is not None else super().minimumSizeHint()
