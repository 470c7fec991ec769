"""Pages one below the other, painted from tiles that arrive when they are ready.

The view knows sizes and asks its loader for what is in sight; what has not come yet is a sheet
with grey lines, or the page as it was at another size. Text is selected over the words' boxes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from onrecord.domain.rect import Rect
from onrecord.ui.design import theme
from onrecord.ui.viewer.page_box import BoxDrawn, PageBox
from onrecord.ui.viewer.page_layout import (
    GAP,
    LEAST,
    MARGIN,
    MOST,
    PER_POINT,
    Fit,
    PageLayout,
    Zoom,
    next_factor,
)
from onrecord.ui.viewer.page_loader import PageLoader, Tile, TileFailed, TileReady
from onrecord.ui.viewer.page_painter import paint_page
from onrecord.ui.viewer.page_tiles import Cutting, Thumbs
from onrecord.ui.viewer.page_words import PageWords
from onrecord.ui.viewer.skeleton import paint_sheet
from onrecord.ui.viewer.text_selection import Selection, Spot, Words, as_text, turned, turned_back

_GATHER_MS = 12


@dataclass(frozen=True)
class PageShown:
    """The page in view, from 1, and how many there are."""

    page: int
    count: int


@dataclass(frozen=True)
class ZoomShown:
    """``percent`` of the page in view; ``fit`` is width, page or empty."""

    percent: int
    fit: Fit


@dataclass(frozen=True)
class SelectionShown:
    """Whether there are selected words to copy."""

    any: bool


class PagesView(QAbstractScrollArea):
    page_shown = Signal(object)  # PageShown
    zoom_shown = Signal(object)  # ZoomShown
    selection_shown = Signal(object)  # SelectionShown
    box_drawn = Signal(object)  # BoxDrawn
    box_settled = Signal(object)  # BoxDrawn: the pointer let go of it, or Return was pressed

    def __init__(self, parent: QWidget | None = None, *, selectable: bool = True) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(selectable)
        self.setAccessibleName(self.tr("Pages"))
        self._selectable = selectable
        self._loader: PageLoader | None = None
        self._sizes: list[tuple[float, float]] = []
        self._edition = 0
        self._rotate = 0
        self._zoom = Zoom()
        self._layout = PageLayout((), self._zoom, (1, 1))
        self._page = 0
        self._thumbs = Thumbs()
        self._failed: dict[int, str] = {}
        self._words = PageWords()
        self._pressed: QPoint | None = None
        self.box = PageBox()
        self._whole_only = self._waiting = False
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(_GATHER_MS)
        self._gather.timeout.connect(self._want)
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.setSingleStep(40)
            bar.valueChanged.connect(self._bar_moved)
        theme.follow(self._refresh)

    # ---------------------------------------------------------------- what is shown

    def show_pages(
        self,
        loader: PageLoader,
        sizes: Sequence[tuple[float, float]],
        *,
        rotate: int = 0,
        whole_only: bool = False,
        fit: Fit = "width",
    ) -> None:
        """Show these pages from the start. ``sizes`` in points, as displayed; ``whole_only``
        where the loader gives no parts of pages."""
        self.clear()
        self._loader = loader
        self._whole_only = whole_only
        self._rotate = rotate % 360
        self._zoom = Zoom(fit)
        self._sizes = list(sizes)
        loader.tile_ready.connect(self._tile_ready)
        loader.tile_failed.connect(self._tile_failed)
        self._lay_out()
        self.verticalScrollBar().setValue(0)
        self._scrolled()
        self._say_zoom()

    def show_waiting(self) -> None:
        """A sheet with grey lines, until there are pages to show."""
        self.clear()
        self._waiting = True

    def show_edition(self, sizes: Sequence[tuple[float, float]], edition: int) -> None:
        """The same document made anew: what is in view stays in view, old pictures stand in until
        the new ones are there."""
        page, offset = self._anchor()
        self._sizes = list(sizes)
        self._edition = edition
        self._failed.clear()
        self._lay_out()
        self._restore(min(page, len(self._sizes)) or 1, offset)
        self._page = 0
        self._scrolled()
        self.viewport().update()

    def size_of(self, page: int) -> tuple[float, float]:
        """In points, before the view is turned."""
        return self._sizes[page - 1]

    def set_page_size(self, page: int, size: tuple[float, float]) -> None:
        """A page turned out to have another size than was thought; what is read stays in place."""
        if self._sizes[page - 1] == size:
            return
        anchor = self._anchor()
        self._sizes[page - 1] = size
        self._lay_out()
        self._restore(*anchor)

    def clear(self) -> None:
        if self._loader is not None and not self._loader.is_closed:
            self._loader.tile_ready.disconnect(self._tile_ready)
            self._loader.tile_failed.disconnect(self._tile_failed)
        self._loader, had_pages = None, bool(self._sizes)
        self._sizes = []
        self._edition = 0
        self._page = 0
        self._waiting = False
        self._thumbs.clear()
        self._failed.clear()
        self._words.clear()
        self.box.show(0, None)
        self._set_selection(None)
        self._lay_out()
        self.viewport().update()
        if had_pages:
            self.page_shown.emit(PageShown(0, 0))

    @property
    def page_count(self) -> int:
        return len(self._sizes)

    @property
    def current_page(self) -> int:
        """The page that fills most of the upper half of the view; 0 where there is none."""
        return self._page

    @property
    def rotation(self) -> int:
        return self._rotate

    @property
    def zoom(self) -> Zoom:
        return self._zoom

    def is_drawn(self, page: int) -> bool:
        """Whether all that is in sight of a page has arrived. For tests."""
        return self._loader is not None and all(
            self._loader.image(tile) is not None for tile in self._tiles_of(page, sight=True)
        )

    # ---------------------------------------------------------------- moving

    def go_to_page(self, page: int) -> None:
        if self._sizes:
            page = min(max(page, 1), len(self._sizes))
            self.verticalScrollBar().setValue(self._layout.tops[page - 1] - MARGIN // 2)
            self._scrolled(page)

    def next_page(self) -> None:
        self.go_to_page(self._page + 1)

    def previous_page(self) -> None:
        self.go_to_page(self._page - 1)

    def set_rotation(self, degrees: int) -> None:
        """Turn the view of all pages; the document stays as it is."""
        page = self._page
        self._rotate = degrees % 360
        self._thumbs.clear()
        self._lay_out()
        self.go_to_page(page)
        across = self.horizontalScrollBar()
        across.setValue((across.minimum() + across.maximum()) // 2)
        self._say_zoom()
        self.viewport().update()

    def set_fit(self, fit: Fit) -> None:
        self._set_zoom(Zoom(fit, self.factor))

    def set_factor(self, factor: float, at: QPointF | None = None) -> None:
        """1.0 is 100 %. What stands at ``at`` (else in the middle) stays there."""
        self._set_zoom(Zoom("", min(max(factor, LEAST), MOST)), at)

    def zoom_in(self) -> None:
        self.set_factor(next_factor(self.factor, 1))

    def zoom_out(self) -> None:
        self.set_factor(next_factor(self.factor, -1))

    @property
    def factor(self) -> float:
        """The zoom of the page in view."""
        if not self._sizes:
            return self._zoom.factor
        return self._layout.scales[max(self._page, 1) - 1] / PER_POINT

    def _set_zoom(self, zoom: Zoom, at: QPointF | None = None) -> None:
        if zoom == self._zoom:
            return
        room = self.viewport().rect()
        point = at or QPointF(room.center())
        page, x, y = self._place_at(point)
        self._zoom = zoom
        self._lay_out()
        if page:
            rect = self._page_rect(page)
            bars = self.horizontalScrollBar(), self.verticalScrollBar()
            bars[0].setValue(round(bars[0].value() + rect.x() + x * rect.width() - point.x()))
            bars[1].setValue(round(bars[1].value() + rect.y() + y * rect.height() - point.y()))
        self._scrolled()
        self._say_zoom()
        self.viewport().update()

    def _place_at(self, point: QPointF) -> tuple[int, float, float]:
        """The page at a point, and where on it, as parts of its width and height."""
        page = self._layout.at(point.y() + self.verticalScrollBar().value())
        if not page:
            return 0, 0, 0
        rect = self._page_rect(page)
        return (
            page,
            (point.x() - rect.x()) / rect.width(),
            (point.y() - rect.y()) / rect.height(),
        )

    def _anchor(self) -> tuple[int, float]:
        """The page at the top, and how far into it, as a part of its height."""
        top = self.verticalScrollBar().value()
        page = self._layout.at(top + GAP)
        if not page:
            return 1, 0.0
        return page, (top - self._layout.tops[page - 1]) / self._layout.sizes[page - 1][1]

    def _restore(self, page: int, offset: float) -> None:
        if self._sizes:
            page = min(max(page, 1), len(self._sizes))
            height = self._layout.sizes[page - 1][1]
            top = self._layout.tops[page - 1] + max(offset * height, -MARGIN)
            self.verticalScrollBar().setValue(round(top))

    # ---------------------------------------------------------------- layout and wants

    def _shown_size(self, page: int) -> tuple[float, float]:
        """In points, turned as the view is."""
        width, height = self._sizes[page - 1]
        return (height, width) if self._rotate in (90, 270) else (width, height)

    def _lay_out(self) -> None:
        shown = [self._shown_size(n) for n in range(1, len(self._sizes) + 1)]
        room = self.viewport().size()
        self._layout = PageLayout(shown, self._zoom, (room.width(), room.height()))
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setPageStep(max(1, room.height() - 40))
        across.setPageStep(max(1, room.width()))
        down.setRange(0, max(0, self._layout.height - room.height()))
        across.setRange(0, max(0, self._layout.width - room.width()))
        self._gather.start()

    def _page_rect(self, page: int) -> QRect:
        """In the viewport's pixels."""
        width, height = self._layout.sizes[page - 1]
        x = self._layout.left(page, self.viewport().width()) - self.horizontalScrollBar().value()
        y = self._layout.tops[page - 1] - self.verticalScrollBar().value()
        return QRect(x, y, width, height)

    def _in_sight(self) -> range:
        top = self.verticalScrollBar().value()
        return self._layout.between(top, top + self.viewport().height())

    def _tiles_of(self, page: int, *, sight: bool) -> list[Tile]:
        """The tiles of a page, at the pixels of this screen; only those in ``sight`` if so."""
        cutting = Cutting(
            self.devicePixelRatioF(), self._rotate, self._edition, whole_only=self._whole_only
        )
        scale, points = self._layout.scales[page - 1], self._shown_size(page)
        seen = None
        if sight:
            rect = self._page_rect(page)
            seen = self.viewport().rect().intersected(rect).translated(-rect.topLeft())
        return cutting.tiles(page, scale, points, seen)

    def _want(self) -> None:
        loader = self._loader
        if loader is None or not self.isVisible():
            return
        sight = self._in_sight()
        tiles = [t for page in sight for t in self._tiles_of(page, sight=True)]
        middle = self._page
        tiles.sort(key=lambda tile: abs(tile.page - middle))
        if sight and (self._whole_only or self._zoom.fit):
            ahead = [p for p in (sight[-1] + 1, sight[0] - 1) if 1 <= p <= len(self._sizes)]
            for page in ahead:
                near = self._tiles_of(page, sight=False)
                if len(near) == 1:
                    tiles += near
        loader.want([t for t in tiles if loader.image(t) is None and t.page not in self._failed])
        if self._selectable:
            for page in sight:
                self._want_words(page)

    def _tile_ready(self, ready: TileReady) -> None:
        tile = ready.tile
        if tile.edition != self._edition or tile.page > len(self._sizes):
            return
        if tile.whole and tile.rotate == self._rotate:
            self._thumbs.keep(tile.page, ready.image)
        if tile.page in self._in_sight():
            self.viewport().update()

    def _tile_failed(self, failed: TileFailed) -> None:
        if failed.tile.edition == self._edition:
            self._failed[failed.tile.page] = failed.sentence
            self.viewport().update()

    # ---------------------------------------------------------------- telling

    def _bar_moved(self, _value: int) -> None:
        self._scrolled()

    def _scrolled(self, page: int = 0) -> None:
        """Say which page is in view now: ``page`` where it is known."""
        self._gather.start()
        self.viewport().update()
        shown = page
        if not shown and self._sizes:
            bar = self.verticalScrollBar()
            third = self.viewport().height() // 3
            shown = self._layout.at(bar.value() + third)
            if bar.value() == 0:
                shown = 1
            elif bar.value() == bar.maximum():
                shown = len(self._sizes)
        if shown != self._page:
            self._page = shown
            self._describe()
            self.page_shown.emit(PageShown(self._page, len(self._sizes)))
            if self._zoom.fit:
                self._say_zoom()

    def _say_zoom(self) -> None:
        if self._sizes:
            self.zoom_shown.emit(ZoomShown(round(self.factor * 100), self._zoom.fit))

    def _describe(self) -> None:
        """What a screen reader says of the view: the page, and its words where they are known."""
        words = as_text(self._words.of(self._page))[:4000]
        said = self.tr("Page {0} of {1}.").format(self._page, len(self._sizes))
        self.setAccessibleDescription(f"{said} {words}" if words else said)

    # ---------------------------------------------------------------- text

    @property
    def selected_text(self) -> str:
        return self._words.selected_text

    def select_page(self) -> None:
        """All words of the page in view."""
        whole = self._words.whole_page(self._page)
        if whole is not None:
            self._set_selection(whole)

    def read_words_again(self) -> None:
        """There may be words by now on pages that had none."""
        self._words.forget_empty()
        self._gather.start()

    def _want_words(self, page: int, then: Callable[[], None] | None = None) -> None:
        loader = self._loader
        key = f"words {page}"
        if loader is None or page in self._words or (then is None and loader.has_call(key)):
            return

        def came(words: Words) -> None:
            self._words.put(page, words)
            if page == self._page:
                self._describe()
            if then is not None:
                then()

        def not_had(_error: object) -> None:
            self._words.put(page, ())

        loader.call(key, lambda source: source.words(page), came, not_had, urgent=then is not None)

    def _spot_at(self, point: QPointF) -> Spot | None:
        page, x, y = self._place_at(point)
        return self._words.spot(page, self._point_on(page, x, y)) if page else None

    def _point_on(self, page: int, x: float, y: float) -> tuple[float, float]:
        width, height = self._shown_size(page)
        return turned_back((x * width, y * height), self._sizes[page - 1], self._rotate)

    def _set_selection(self, selection: Selection | None) -> None:
        self._words.selection = selection
        self.selection_shown.emit(SelectionShown(selection is not None))
        self.viewport().update()

    def _marks(self, page: int) -> list[QRectF]:
        """The boxes of the selected words of a page, in the viewport."""
        return [self._placed(page, box) for box in self._words.selected_lines(page)]

    # ---------------------------------------------------------------- a box on a page

    def selected_boxes(self) -> list[tuple[int, Rect]]:
        """For each page on which words are selected, the box around them."""
        return self._words.selected_boxes()

    def show_box(self, page: int, rect: Rect | None) -> None:
        """Frame a part of a page and bring it into view; None takes the frame away."""
        self.box.show(page, rect)
        if rect is not None and 1 <= page <= len(self._sizes):
            self.go_to_page(page)
            place = self._box_rect()
            if place is not None:
                room = self.viewport().rect()
                down, across = self.verticalScrollBar(), self.horizontalScrollBar()
                down.setValue(round(down.value() + place.center().y() - room.height() / 3))
                across.setValue(round(across.value() + place.center().x() - room.width() / 2))
            self._scrolled(page)
        self.viewport().update()

    def set_drawing(self, on: bool) -> None:
        """While on, the pointer draws a box instead of selecting words, and so do arrow keys."""
        self.box.is_drawing = on
        shape = Qt.CursorShape.CrossCursor if on else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def _box_rect(self) -> QRectF | None:
        """Where the box stands now, in the viewport's pixels."""
        page, rect = self.box.page, self.box.rect
        return None if rect is None or page > len(self._sizes) else self._placed(page, rect)

    def _placed(self, page: int, box: tuple[float, float, float, float]) -> QRectF:
        on, scale = self._page_rect(page), self._layout.scales[page - 1]
        x0, y0, x1, y1 = turned(box, self._sizes[page - 1], self._rotate)
        return QRectF(
            on.x() + x0 * scale - 1,
            on.y() + y0 * scale - 1,
            (x1 - x0) * scale + 2,
            (y1 - y0) * scale + 2,
        )

    def _point_under(self, page: int, point: QPointF) -> tuple[float, float]:
        """The point of this page that is under the pointer, which may be beside the page."""
        on = self._page_rect(page)
        return self._point_on(
            page, (point.x() - on.x()) / on.width(), (point.y() - on.y()) / on.height()
        )

    def _box_key(self, event: QKeyEvent) -> bool:
        steps = {
            Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
        }.get(Qt.Key(event.key()))  # fmt: skip
        if self.box.is_drawing and self.box.rect is not None and not self._selectable:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.box_settled.emit(BoxDrawn(self.box.page, self.box.rect))
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.show_box(0, None)
                self._box_changed()
                return True
        if not self.box.is_drawing or steps is None or not self._page:
            return False
        page = self.box.page or self._page
        resize = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.box.nudge(page, *steps, self._sizes[page - 1], resize=resize)
        self._box_changed()
        return True

    def _box_changed(self) -> None:
        self.box_drawn.emit(BoxDrawn(self.box.page, self.box.rect))
        self.viewport().update()

    # ---------------------------------------------------------------- events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        draws = self._selectable or self.box.is_drawing
        if event.button() != Qt.MouseButton.LeftButton or not draws:
            super().mousePressEvent(event)
            return
        if self.box.is_drawing:
            self._set_selection(None)
            page = self._place_at(event.position())[0]
            if page:
                self.box.press(page, self._point_under(page, event.position()))
            return
        self._pressed = event.position().toPoint()
        self._set_selection(None)
        page = self._place_at(event.position())[0]
        if page:
            self._want_words(page)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.box.is_drawing:
            if self.box.is_pulled:
                page = self.box.page
                point = self._point_under(page, event.position())
                self.box.pull(point, self._sizes[page - 1])
                self.viewport().update()
            return
        if self._pressed is None:
            page, x, y = self._place_at(event.position())
            over = bool(page) and self._words.is_on_word(page, self._point_on(page, x, y))
            shape = Qt.CursorShape.IBeamCursor if over else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            return
        if (event.position().toPoint() - self._pressed).manhattanLength() < 4:
            return
        start, end = self._spot_at(QPointF(self._pressed)), self._spot_at(event.position())
        if start is not None and end is not None:
            self._set_selection(Selection(start, end))
        edge = self.viewport().rect()
        bar = self.verticalScrollBar()
        if event.position().y() > edge.bottom():
            self._pull(bar, 20)
        elif event.position().y() < edge.top():
            self._pull(bar, -20)

    def _pull(self, bar: Any, by: int) -> None:
        """Scroll while selecting; where it began stays on its word."""
        was = bar.value()
        bar.setValue(was + by)
        if self._pressed is not None:
            self._pressed -= QPoint(0, bar.value() - was)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        if self.box.is_drawing and self.box.is_pulled:
            self.box.release()
            self._box_changed()
            self.box_settled.emit(BoxDrawn(self.box.page, self.box.rect))
            return
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        selects = self._selectable and not self.box.is_drawing
        spot = self._spot_at(event.position()) if selects else None
        if spot is not None:
            self._set_selection(Selection(spot, spot))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turn = event.angleDelta().y()
            if turn:
                self.set_factor(self.factor * 1.2 ** (turn / 120), event.position())
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, bar = event.key(), self.verticalScrollBar()
        if self._box_key(event):
            return
        if key == Qt.Key.Key_PageDown:
            self.next_page()
        elif key == Qt.Key.Key_PageUp:
            self.previous_page()
        elif key == Qt.Key.Key_Home:
            self.go_to_page(1)
        elif key == Qt.Key.Key_End:
            self.go_to_page(len(self._sizes))
        elif key == Qt.Key.Key_Space:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            bar.setValue(bar.value() + bar.pageStep() * (-1 if back else 1))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        anchor = self._anchor()
        page = self._page
        self._lay_out()
        self._restore(*anchor)
        self._scrolled(page)
        if self._zoom.fit:
            self._say_zoom()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._gather.start()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    def _refresh(self) -> None:
        self.viewport().update()

    # ---------------------------------------------------------------- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        th = theme.current()
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), th.colour("sunken"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for page in self._in_sight():
            self._paint_page(painter, page)
        if self._waiting:
            paint_sheet(painter, self.viewport().rect())
        painter.end()

    def _paint_page(self, painter: QPainter, page: int) -> None:
        loader = self._loader
        if loader is None:
            return
        paint_page(
            painter,
            self._page_rect(page),
            [(tile, loader.image(tile)) for tile in self._tiles_of(page, sight=True)],
            self.devicePixelRatioF(),
            stand_in=self._thumbs.get(page),
            failed=self._failed.get(page, ""),
            selected=self._marks(page),
            box=self._box_rect() if self.box.page == page else None,
        )
