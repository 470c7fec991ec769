"""The strip above pages: which page, how large."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIntValidator, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from onrecord.ui.design import IconButton, Label, Space, TextStyle, theme
from onrecord.ui.viewer.pages_view import PageShown, PagesView, ZoomShown


class PageTools(QWidget):
    """Belongs to one view of pages. ``typed`` false: the page's number is shown, not a field.
    ``room_made``: what stands in it, and how wide, was chosen anew."""

    room_made = Signal()

    def __init__(
        self, pages: PagesView, parent: QWidget | None = None, *, typed: bool = True
    ) -> None:
        super().__init__(parent)
        self._pages = pages
        self._count = 0
        self.previous = IconButton(
            "chevron-up", self.tr("Previous page"), self, shortcut="PgUp",
            on_click=pages.previous_page,
        )  # fmt: skip
        self.next = IconButton(
            "chevron-down", self.tr("Next page"), self, shortcut="PgDown", on_click=pages.next_page
        )
        self.field = QLineEdit(self)
        self.field.setAccessibleName(self.tr("Page"))
        self.field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field.setValidator(QIntValidator(1, 99_999, self))
        self.field.setVisible(typed)
        self.field.returnPressed.connect(self._typed)
        self._is_typed = typed
        self.of = Label("", self, muted=typed)
        self.smaller = IconButton(
            "zoom-out", self.tr("Zoom out"), self, shortcut="Ctrl+-", on_click=pages.zoom_out
        )
        self.percent = Label("", self, style=TextStyle.SMALL, muted=True)
        self.percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.larger = IconButton(
            "zoom-in", self.tr("Zoom in"), self, shortcut="Ctrl++", on_click=pages.zoom_in
        )
        self.width_fit = IconButton(
            "fit-width", self.tr("Fit the width"), self, shortcut="Ctrl+0", checkable=True,
            on_click=lambda: self._fit("width"),
        )  # fmt: skip
        self.page_fit = IconButton(
            "fit", self.tr("Fit the page"), self, checkable=True, on_click=lambda: self._fit("page")
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        for widget in (self.previous, self.next, self.field, self.of):
            row.addWidget(widget)
        row.addSpacing(Space.M)
        row.addStretch(1)
        for widget in (self.smaller, self.percent, self.larger, self.width_fit, self.page_fit):
            row.addWidget(widget)
        pages.page_shown.connect(self._show_page)
        pages.zoom_shown.connect(self._show_zoom)
        theme.follow(self._refresh)
        self._show_page(PageShown(0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Where there is little room, the page's number goes before what is nice to have: half of
        it would be another number."""
        whole, short = self._page_words()
        zoom, page, width = (self.smaller, self.larger), self.page_fit, self.width_fit
        steps = (
            (whole, (*zoom, self.percent, page, width)), (whole, (*zoom, page, width)),
            (short, (*zoom, page, width)), (short, (*zoom, width)), (short, zoom), (short, ()),
        )  # fmt: skip
        words, shown = next((one for one in steps if self._needs(*one) <= self.width()), steps[-1])
        for widget in (*zoom, self.percent, page, width):
            widget.setVisible(widget in shown)
        self.of.setText(words)
        self.of.setAccessibleName(whole)
        self.room_made.emit()

    def _needs(self, words: str, extras: Sequence[QWidget]) -> int:
        """Pixels in which all of it stands side by side."""
        always = [self.previous, self.next, *extras]
        always += [self.field] if self._is_typed else []
        wide = sum(max(one.sizeHint().width(), one.minimumWidth()) for one in always)
        wide += self.of.fontMetrics().horizontalAdvance(words) + 2
        return wide + Space.XS * (len(always) + 2) + Space.M

    def has_room_for(self, widget: QWidget) -> bool:
        """Whether one more thing has its place beside the page's number."""
        tools = (self.smaller, self.percent, self.larger, self.page_fit, self.width_fit)
        extras = [one for one in tools if not one.isHidden()]
        return self._needs(self.of.text(), [*extras, widget]) <= self.width()

    def _page_words(self) -> tuple[str, str]:
        """As long as may be, and short."""
        page, count = self._pages.current_page, self._count
        if not count:
            return "", ""
        if self._is_typed:
            of = self.tr("of {0}").format(count)
            return of, of
        return self.tr("page {0} of {1}").format(page, count), f"{page} / {count}"

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().metrics.px(190), super().minimumSizeHint().height())

    def _fit(self, fit: str) -> None:
        self._pages.set_fit("page" if fit == "page" else "width")
        self._show_zoom(ZoomShown(round(self._pages.factor * 100), self._pages.zoom.fit))

    def _typed(self) -> None:
        if self.field.text():
            self._pages.go_to_page(int(self.field.text()))
        self.field.setText(str(self._pages.current_page))
        self._pages.setFocus()

    def _show_page(self, shown: PageShown) -> None:
        self._count = shown.count
        some = shown.count > 0
        for widget in (self.field, self.smaller, self.larger, self.width_fit, self.page_fit):
            widget.setEnabled(some)
        self.previous.setEnabled(shown.page > 1)
        self.next.setEnabled(shown.page < shown.count)
        if self._is_typed:
            self.field.setText(str(shown.page) if some else "")
        self._make_room()

    def _show_zoom(self, shown: ZoomShown) -> None:
        self.percent.setText(f"{shown.percent} %")
        self.width_fit.setChecked(shown.fit == "width")
        self.page_fit.setChecked(shown.fit == "page")

    def _refresh(self) -> None:
        px = theme.current().metrics.px
        self.field.setFixedWidth(px(48))
        self.percent.setFixedWidth(px(46))
        self._make_room()
