"""The main window: what stands where. What is inside each part is that part's own business."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from onrecord.ui.contact.contact_panel import ContactPanel
from onrecord.ui.design import NoticeArea, Rule, Space, ViewMemory
from onrecord.ui.desk import ContactWanted, Desk, Place, Selection
from onrecord.ui.dispute.dispute_view import DisputeView
from onrecord.ui.dispute.new_dispute import NewDispute
from onrecord.ui.inspector.inspector import Inspector
from onrecord.ui.notices import Notice
from onrecord.ui.packet.packet_editor import PacketEditor
from onrecord.ui.shell.drops import WindowDrops
from onrecord.ui.shell.sidebar import Sidebar
from onrecord.ui.shell.status_bar import StatusBar
from onrecord.ui.shell.top_bar import TopBar
from onrecord.ui.to_sort import ToSortView
from onrecord.ui.today import TodayView
from onrecord.ui.viewer.document_view import DocumentView

View = TodayView | ToSortView | DisputeView | DocumentView | PacketEditor


class MainWindow(QMainWindow):
    closing = Signal()
    """The person closes the window: the vault is to be locked and the app to end."""

    def __init__(self, desk: Desk, memory: ViewMemory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("OnRecord")
        self.setObjectName("main-window")
        self.desk = desk
        self._memory = memory
        self.setMinimumSize(760, 480)
        if not memory.restore_window(self, "main"):
            self.resize(1100, 720)

        self.top = TopBar(desk, self)
        self.sidebar = Sidebar(desk, self)
        self.notices = NoticeArea(self)
        self.stack = QStackedWidget(self)
        self._views: dict[str, View] = {}
        self.side = QStackedWidget(self)
        self.side.setMinimumWidth(300)
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

        desk.place_changed.connect(self._show_place)
        desk.selection_changed.connect(self._show_selection)
        desk.contact_wanted.connect(self._show_contact)
        desk.dispute_wanted.connect(self._show_new_dispute)
        self.contact.closed.connect(self._contact_closed)
        self.inspector.closed.connect(lambda: desk.select("", ()))
        self.new_dispute.closed.connect(lambda: self._show_place(desk.place))
        desk.session.notices.raised.connect(self._tell)

    def _lay_out(self) -> None:
        centre = QWidget(self)
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        notices = QHBoxLayout()
        notices.setContentsMargins(Space.L, 0, Space.L, 0)
        notices.addWidget(self.notices)
        column.addLayout(notices)
        column.addWidget(self.stack, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.addWidget(self.sidebar)
        self.splitter.addWidget(centre)
        self.splitter.addWidget(self.side)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setCollapsible(1, False)
        self.splitter.setCollapsible(2, False)
        self.splitter.setHandleWidth(1)
        self._memory.keep_splitter(self.splitter, "main", [220, 540, 380])
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

    # ---------------------------------------------------------------- what is in view

    def view(self, kind: str) -> View:
        """The view of a kind of place, made when first needed."""
        if kind not in self._views:
            makers: dict[str, Callable[[], View]] = {
                "today": lambda: TodayView(self.desk, self.stack),
                "to_sort": lambda: ToSortView(self.desk, self.stack),
                "dispute": lambda: DisputeView(self.desk, self.stack),
                "document": lambda: DocumentView(self.desk, self.stack),
                "packet": lambda: PacketEditor(self.desk, self.stack),
            }
            self._views[kind] = makers[kind]()
            self.stack.addWidget(self._views[kind])
        return self._views[kind]

    def _show_place(self, place: Place) -> None:
        view = self.view(place.kind)
        self.stack.setCurrentWidget(view)
        view.show_place(place)
        view.setFocus()

    def _show_selection(self, selection: Selection) -> None:
        if self.side.currentWidget() is self.contact and self.contact.is_open:
            return
        self.inspector.show_selection(selection)
        self.side.setCurrentWidget(self.inspector)
        self.side.setVisible(bool(selection.ids))

    def _show_contact(self, wanted: ContactWanted) -> None:
        self.side.setCurrentWidget(self.contact)
        self.side.show()
        self.contact.open(wanted)

    def _contact_closed(self) -> None:
        self.side.setCurrentWidget(self.inspector)
        self.inspector.show_selection(self.desk.selection)
        self.side.setVisible(bool(self.desk.selection.ids))

    def _show_new_dispute(self, wanted: object) -> None:
        self.stack.setCurrentWidget(self.new_dispute)
        self.new_dispute.open(wanted)

    def _tell(self, notice: Notice) -> None:
        self.notices.tell(
            notice.text, notice.kind, action=notice.action_words, on_action=notice.action
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        self._memory.keep_window(self, "main")
        event.ignore()
        self.closing.emit()
