"""The main window: what stands where. What is inside each part is that part's own business."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from onrecord.ui.actions import ActionBook
from onrecord.ui.contact.contact_panel import ContactPanel
from onrecord.ui.design import NoticeArea, Rule, Space, ViewMemory, set_look, theme
from onrecord.ui.desk import ContactWanted, Desk, Place, Selection
from onrecord.ui.dispute.new_dispute import NewDispute
from onrecord.ui.inspector.inspector import Inspector
from onrecord.ui.notices import Notice
from onrecord.ui.shell.drops import WindowDrops
from onrecord.ui.shell.page import Page
from onrecord.ui.shell.quiet import set_quiet
from onrecord.ui.shell.sidebar import Sidebar
from onrecord.ui.shell.status_bar import StatusBar
from onrecord.ui.shell.top_bar import TopBar

SIDE_WIDTH = 380
"""Of the inspector and the form for a call, in pixels at text size 100 %."""

SIZES = [220, 500, SIDE_WIDTH]
"""Of the list of places, the view and the side, until they are drawn to others."""


class MainWindow(QMainWindow):
    closing = Signal()
    """The person closes the window: the vault is to be locked and the app to end."""

    def __init__(self, desk: Desk, memory: ViewMemory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("OnRecord")
        self.setObjectName("main-window")
        self.desk = desk
        self.memory = memory
        desk.memory = memory
        self.setMinimumSize(760, 480)
        if not memory.restore_window(self, "main"):
            self.resize(1100, 720)
        self.book = ActionBook(self)
        desk.book = self.book

        self.top = TopBar(desk, self)
        self.sidebar = Sidebar(desk, self)
        self.notices = NoticeArea(self)
        self.centre = QWidget(self)
        self.stack = ViewStack(self)
        self._views: dict[str, Any] = {}
        self.page: Page | None = None
        self.side = QStackedWidget(self)
        set_look(self.side, "look", "window")
        self.inspector = Inspector(desk, self.side)
        self.contact = ContactPanel(desk, self.side)
        self.new_dispute = NewDispute(desk, self)
        self.stack.addWidget(self.new_dispute)
        self.side.addWidget(self.inspector)
        self.side.addWidget(self.contact)
        self.side.hide()
        self.status = StatusBar(desk.session, self)
        self.drops = WindowDrops(desk, self)
        self._lay_out()
        self.book.fill_menu_bar(self.top.menus)
        self._scale = theme.current().text_scale
        self._dressed = QTimer(self)
        self._dressed.setSingleShot(True)
        self._dressed.timeout.connect(self._give_back)
        theme.follow(self._refresh)

        desk.place_changed.connect(self._show_place)
        desk.place_changed.connect(lambda _place: self.notices.moved_on())
        desk.selection_changed.connect(self._show_selection)
        desk.contact_wanted.connect(self._show_contact)
        desk.dispute_wanted.connect(self._show_new_dispute)
        self.contact.closed.connect(self._contact_closed)
        self.inspector.closed.connect(lambda: desk.select("", ()))
        self.new_dispute.closed.connect(lambda: self._show_place(desk.place))
        desk.session.notices.raised.connect(self._tell)
        desk.session.notices.settled.connect(self.notices.settled)
        desk.session.notices.taken_back.connect(self.notices.taken_back)

    def _lay_out(self) -> None:
        set_look(self.centre, "look", "surface")
        column = QVBoxLayout(self.centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        notices = QHBoxLayout()
        notices.setContentsMargins(Space.L, 0, Space.L, 0)
        notices.addWidget(self.notices)
        column.addLayout(notices)
        column.addWidget(self.stack, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.addWidget(self.sidebar)
        self.splitter.addWidget(self.centre)
        self.splitter.addWidget(self.side)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setCollapsible(1, False)
        self.splitter.setCollapsible(2, False)
        self.splitter.setHandleWidth(1)
        self.memory.keep_splitter(self.splitter, "main", SIZES)
        body = QWidget(self)
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.top)
        rows.addWidget(Rule(body))
        rows.addWidget(self.splitter, 1)
        rows.addWidget(Rule(body))
        rows.addWidget(self.status)
        self.setCentralWidget(body)

    def _refresh(self) -> None:
        scale = theme.current().text_scale
        if scale != self._scale:
            self._scale = scale
            self._dressed.start(0)
        self._make_room()

    def _give_back(self) -> None:
        """Once all has its new size: what large text needed goes back to the view."""
        self._make_room()
        if self.splitter.orientation() == Qt.Orientation.Horizontal:
            self.splitter.setSizes(self.memory.splitter_sizes("main", SIZES))

    def _make_room(self) -> None:
        """Nothing is cut off: on a small window, or with large text, the list of places gives way
        to what is open at the side, and the view to a form that is being filled in. Where details
        do not fit beside the view, they stand below it."""
        px = theme.current().metrics.px
        self.sidebar.setMinimumWidth(max(px(180), self.sidebar.minimumSizeHint().width()))
        form = self.side.currentWidget() is self.contact
        shown = self.side.currentWidget()
        inside = shown.minimumSizeHint().width() if shown is not None else 0
        alone = self.side.isHidden()
        view = self.stack.currentWidget()
        needed = view.minimumSizeHint().width() if view is not None else 0
        beside = max(px(320), inside)
        if not alone and not form:
            beside = max(inside, min(beside, self.width() - needed))
        self.side.setMinimumWidth(beside)
        free = self.width() - (0 if alone else beside)
        below = not alone and not form and free < needed
        self._set_below(below)
        wanted = max(needed, 0 if alone else px(360))
        self.sidebar.setVisible(not below and free - self.sidebar.minimumWidth() >= wanted)
        self.centre.setVisible(alone or not form or free >= px(330))

    def _set_below(self, below: bool) -> None:
        """Details below the view, in half of the height each, or beside it as they were."""
        if below == (self.splitter.orientation() == Qt.Orientation.Vertical):
            return
        self.splitter.setOrientation(
            Qt.Orientation.Vertical if below else Qt.Orientation.Horizontal
        )
        across = self.memory.splitter_sizes("main", SIZES)
        half = self.splitter.height() // 2
        self.splitter.setSizes([across[0], half, half] if below else across)

    def _show_side(self, *, on: bool) -> None:
        self.side.setVisible(on)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    # ---------------------------------------------------------------- what is in view

    def view(self, kind: str) -> Any:
        """The view of a kind of place, imported and made when first needed."""
        if kind not in self._views:
            made = _MAKERS[kind](self.desk, self.stack)
            self._views[kind] = made
            self.stack.addWidget(made)
        return self._views[kind]

    def show_page(self, page: Page) -> None:
        """Lay a page over the view, until it is closed or another place is chosen."""
        if self.page is not None:
            self._drop_page()
        self.page = page
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        page.closed.connect(self._page_closed)
        page.reshaped.connect(self._make_room)
        self._make_room()
        page.open_page()

    def _page_closed(self) -> None:
        self._show_place(self.desk.place)
        self.desk.page_closed.emit(None)

    def _drop_page(self) -> None:
        page, self.page = self.page, None
        if page is not None:
            self.stack.removeWidget(page)
            page.hide()
            page.deleteLater()

    def _show_place(self, place: Place) -> None:
        view = self.view(place.kind)
        self.stack.setCurrentWidget(view)
        self._drop_page()
        view.show_place(place)
        self._make_room()
        if not self.contact.is_open:
            view.setFocus()

    def _show_selection(self, selection: Selection) -> None:
        if self.contact.is_open:
            return
        self.inspector.show_selection(selection)
        self.side.setCurrentWidget(self.inspector)
        self._show_side(on=bool(selection.ids))

    def _show_contact(self, wanted: ContactWanted) -> None:
        set_quiet(self.centre, True)
        self.side.setCurrentWidget(self.contact)
        self._show_side(on=True)
        self.contact.open(wanted)

    def _contact_closed(self) -> None:
        set_quiet(self.centre, False)
        self.side.setCurrentWidget(self.inspector)
        self.inspector.show_selection(self.desk.selection)
        self._show_side(on=bool(self.desk.selection.ids))
        current: QWidget | None = self.stack.currentWidget()
        if current is not None and not self.side.isVisible():
            current.setFocus()

    def _show_new_dispute(self, wanted: object) -> None:
        self.stack.setCurrentWidget(self.new_dispute)
        self.new_dispute.open(wanted)

    def _tell(self, notice: Notice) -> None:
        """What was done last takes the place of what was done before: undo in the menu goes
        further back."""
        self.notices.tell(
            notice.text,
            notice.kind,
            action=notice.action_words,
            on_action=notice.action,
            key=notice.key,
            of=notice.of,
        )

    def save_now(self) -> None:
        """What stands in a form or a field goes to the disk before anything else happens."""
        for part in (self.contact, self.inspector, *self._views.values()):
            save = getattr(part, "save_now", None)
            if save is not None:
                save()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.memory.keep_window(self, "main")
        event.ignore()
        self.closing.emit()


class ViewStack(QStackedWidget):
    """As wide as the view in view needs, and low where notices or a small window want the room:
    each view scrolls, a notice does not."""

    LEAST = 120

    def minimumSizeHint(self) -> QSize:
        view = self.currentWidget()
        wide = view.minimumSizeHint().width() if view is not None else 0
        return QSize(wide, theme.current().metrics.px(self.LEAST))


def _today(desk: Desk, parent: QWidget) -> QWidget:
    from onrecord.ui.today import TodayView

    return TodayView(desk, parent)


def _to_sort(desk: Desk, parent: QWidget) -> QWidget:
    from onrecord.ui.to_sort import ToSortView

    return ToSortView(desk, parent)


def _insights(desk: Desk, parent: QWidget) -> QWidget:
    from onrecord.ui.insights.insights_view import InsightsView

    return InsightsView(desk, parent)


def _trash(desk: Desk, parent: QWidget) -> QWidget:
    from onrecord.ui.shell.trash_view import TrashView

    return TrashView(desk, parent)


def _dispute(desk: Desk, parent: QWidget) -> QWidget:
    from onrecord.ui.dispute.dispute_view import DisputeView

    return DisputeView(desk, parent)


def _document(desk: Desk, parent: QWidget) -> QWidget:
    from onrecord.ui.viewer.document_view import DocumentView

    return DocumentView(desk, parent)


def _packet(desk: Desk, parent: QWidget) -> QWidget:
    from onrecord.ui.packet.packet_editor import PacketEditor

    return PacketEditor(desk, parent)


def _letter(desk: Desk, parent: QWidget) -> QWidget:
    from onrecord.ui.letters.letter_view import LetterView

    return LetterView(desk, parent)


_MAKERS: dict[str, Callable[[Desk, QWidget], QWidget]] = {
    "today": _today,
    "to_sort": _to_sort,
    "insights": _insights,
    "trash": _trash,
    "dispute": _dispute,
    "document": _document,
    "packet": _packet,
    "letter": _letter,
}
