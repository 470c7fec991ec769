"""A view whose head may be higher than the window: then all of it scrolls, and nothing is cut.

There is one thing that scrolls, never one within another: while the head and a few rows fit, the
list does; where they do not, the list is as high as its rows and the whole page does.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from onrecord.ui.design import ScrollArea, set_look, theme

LEAST = 150
"""What the lists of a dispute keep, in pixels at text size 100 %, before the whole scrolls."""


class TallPage(ScrollArea):
    """Put the parts into ``column``; ``pages`` is the one of them with lists that could scroll."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(None, parent)
        self.pages: TallPages | None = None
        inside = QWidget(self)
        set_look(inside, "look", "surface")
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.setWidget(inside)

    def minimumSizeHint(self) -> QSize:
        """As wide as its widest part, which cannot scroll, and the scroll bar beside it."""
        inside = self.widget()
        wide = inside.minimumSizeHint().width() if inside is not None else 0
        wide += self.verticalScrollBar().sizeHint().width()
        return QSize(wide, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._judge()
        super().resizeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self._judge()
        return super().eventFilter(watched, event)

    def _judge(self) -> None:
        """Whether the page scrolls as a whole is measured without the rows: their number must not
        decide it, or the answer would change what it was asked about."""
        inside, pages = self.widget(), self.pages
        if inside is None or pages is None:
            return
        room = self.maximumViewportSize()
        needed = self.column.totalHeightForWidth(room.width())
        needed -= pages.high - pages.least(room.width())
        pages.fit(whole=needed > room.height())


class TallPages(QStackedWidget):
    """The part that gets what room is left. A list scrolls by itself, or is as high as its rows;
    what teaches on an empty page has to be seen whole.

    It has a fixed least height and no height for width: a layout would ask the one of the pages
    within for that, and not this.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._whole = False
        self._high = 0
        self._lists: dict[QWidget, QAbstractScrollArea] = {}
        self.currentChanged.connect(lambda _n: self._measure())

    def add_page(self, page: QWidget, lists: QAbstractScrollArea) -> None:
        """``lists`` is what scrolls in it."""
        self.addWidget(page)
        self._lists[page] = lists
        if isinstance(lists, QAbstractItemView):
            rows = lists.model()
            for changed in (rows.modelReset, rows.rowsInserted, rows.rowsRemoved):
                changed.connect(self._measure)
        elif isinstance(lists, QScrollArea):
            inside = lists.widget()
            assert inside is not None
            inside.installEventFilter(self)

    @property
    def high(self) -> int:
        """Its least height as it was last measured."""
        return self._high

    def least(self, width: int) -> int:
        """What it needs where its lists scroll by themselves."""
        least = theme.current().metrics.px(LEAST)
        page = self.currentWidget()
        empty: QWidget | None = getattr(page, "empty", None)
        if empty is not None and not empty.isHidden() and empty.hasHeightForWidth():
            return max(least, empty.heightForWidth(width))
        return least

    def fit(self, *, whole: bool) -> None:
        """``whole``: the list is as high as its rows, for what it stands in scrolls."""
        self._whole = whole
        self._measure()

    def _measure(self, *_what: object) -> None:
        page, high = self.currentWidget(), 0
        lists = self._lists.get(page) if self._whole and page is not None else None
        if lists is not None and not lists.isHidden():
            high = _content_height(lists, self.width())
        high = max(self.least(self.width()), high)
        if high != self._high:
            self._high = high
            self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._measure()
        return super().eventFilter(watched, event)

    def hasHeightForWidth(self) -> bool:
        return False

    def sizeHint(self) -> QSize:
        return QSize(theme.current().metrics.px(400), self._high)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._high)


def bring_into_view(part: QWidget) -> None:
    """Whichever of the things it stands in scrolls."""
    above = part.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(part)
        above = above.parentWidget()


def _content_height(lists: QAbstractScrollArea, width: int) -> int:
    """What it would be high if all of it were in view."""
    frame = 2 * lists.frameWidth()
    bar = lists.horizontalScrollBar()
    frame += bar.height() if bar.isVisible() else 0
    if isinstance(lists, QScrollArea):
        inside = lists.widget()
        assert inside is not None
        wide = min(width, inside.maximumWidth())
        return max(inside.heightForWidth(wide), inside.minimumSizeHint().height()) + frame
    if isinstance(lists, QTableView):
        return lists.horizontalHeader().height() + lists.verticalHeader().length() + frame
    assert isinstance(lists, QAbstractItemView)
    return lists.model().rowCount() * max(lists.sizeHintForRow(0), 0) + frame


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
