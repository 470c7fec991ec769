"""The strip above pages: which page, how large."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIntValidator, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from onrecord.ui.design import IconButton, Label, Space, TextStyle, theme
from onrecord.ui.viewer.pages_view import PageShown, PagesView, ZoomShown


class PageTools(QWidget):
    """Belongs to one view of pages. ``typed`` false: the page's number is shown, not a field."""

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
        """Where there is little room, the page's number goes before what is nice to have."""
        super().resizeEvent(event)
        px = theme.current().metrics.px
        self.percent.setVisible(event.size().width() >= px(360))
        self.page_fit.setVisible(event.size().width() >= px(310))
        self.width_fit.setVisible(event.size().width() >= px(230))
        self._show_page(PageShown(self._pages.current_page, self._count))

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
            self.of.setText(self.tr("of {0}").format(shown.count) if some else "")
        else:
            whole = self.tr("page {0} of {1}").format(shown.page, shown.count)
            tight = self.width() < theme.current().metrics.px(230)
            words = f"{shown.page} / {shown.count}" if tight else whole
            self.of.setText(words if some else "")
            self.of.setAccessibleName(whole if some else "")

    def _show_zoom(self, shown: ZoomShown) -> None:
        self.percent.setText(f"{shown.percent} %")
        self.width_fit.setChecked(shown.fit == "width")
        self.page_fit.setChecked(shown.fit == "page")

    def _refresh(self) -> None:
        px = theme.current().metrics.px
        self.field.setFixedWidth(px(48))
        self.percent.setFixedWidth(px(46))
