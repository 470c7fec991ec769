"""Look at a document without leaving the list: over the window, gone with the same key."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from onrecord.domain.evidence import Evidence
from onrecord.ui.design import (
    Body,
    IconButton,
    Muted,
    QuietButton,
    Radius,
    Space,
    Title,
    announce,
    set_look,
    theme,
)
from onrecord.ui.desk import Desk
from onrecord.ui.viewer.page_loader import Failed, Opened, PageLoader
from onrecord.ui.viewer.page_tools import PageTools
from onrecord.ui.viewer.pages_view import PagesView
from onrecord.ui.viewer.sources import DocumentSource


class QuickLook(QObject):
    """One for a window; ``show`` a document, or the same one again to close it."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._overlay: Overlay | None = None
        desk.place_changed.connect(lambda _place: self.hide())

    @property
    def overlay(self) -> Overlay:
        if self._overlay is None:
            self._overlay = Overlay(self._desk, self._window)
        return self._overlay

    @property
    def is_open(self) -> bool:
        return self._overlay is not None and self._overlay.isVisible()

    def show(self, evidence_id: str) -> None:
        if self.is_open and self.overlay.evidence_id == evidence_id:
            self.hide()
        else:
            self.overlay.look_at(evidence_id)

    def show_bundle(self, bundle_id: str, title: str) -> None:
        """A PDF that was made, as it is kept in the vault."""
        self.overlay.look_at("", bundle_id, title)

    def hide(self) -> None:
        if self._overlay is not None:
            self._overlay.leave()


class Overlay(QWidget):
    """A veil over the window with the pages in its middle."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._over = window
        self.evidence_id = self.bundle_id = ""
        self._loader: PageLoader | None = None
        self._came_from: QWidget | None = None
        self.card = QFrame(self)
        self.card.setObjectName("quick-look")
        set_look(self.card, "look", "popover")
        self.title = Title("", self.card, elide=True)
        self.about = Muted("", self.card, wrap=False)
        self.volume = QComboBox(self.card)
        self.volume.setAccessibleName(self.tr("Volume"))
        self.volume.activated.connect(lambda at: self._load(at + 1))
        self.volume.hide()
        self.open_button = QuietButton(
            self.tr("Open"), self.card, icon="document", shortcut="Return", on_click=self._open
        )
        self.close_button = IconButton(
            "close", self.tr("Close the preview"), self.card, shortcut="Space", on_click=self.leave
        )
        self.pages = PagesView(self.card, selectable=False)
        self.tools = PageTools(self.pages, self.card, typed=False)
        self.problem = Body("", self.card)
        self.problem.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        window.installEventFilter(self)
        self.pages.installEventFilter(self)
        self.hide()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(Space.L, Space.S, Space.S, Space.S)
        head.setSpacing(Space.S)
        head.addWidget(self.title, 1)
        head.addWidget(self.about)
        head.addWidget(self.volume)
        head.addWidget(self.open_button)
        head.addWidget(self.close_button)
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.S, Space.XS, Space.S, Space.XS)
        foot.addWidget(self.tools)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.pages, 1)
        column.addWidget(self.problem, 1)
        column.addLayout(foot)

    # ---------------------------------------------------------------- showing

    def look_at(self, evidence_id: str, bundle_id: str = "", title: str = "") -> None:
        if not self.isVisible():
            self._came_from = QApplication.focusWidget()
        self.evidence_id, self.bundle_id = evidence_id, bundle_id
        self.title.setText(title)
        self.about.setText("")
        self.open_button.setVisible(not bundle_id)
        self.volume.hide()
        self.volume.clear()
        self._fit()
        self.raise_()
        self.show()
        self._load()
        if evidence_id:
            vault = self._desk.vault
            self._desk.session.ask(
                lambda: vault.get(Evidence, evidence_id), self._show_head, self, "head"
            )
        else:
            self._ask_volumes()

    def _load(self, volume: int = 1) -> None:
        """``volume`` of a PDF that is several files, from 1."""
        self._close()
        self.problem.hide()
        self.pages.show_waiting()
        self.pages.show()
        self.pages.setFocus()
        source = DocumentSource(
            self._desk.session.workshop, self.evidence_id, bundle_id=self.bundle_id, volume=volume
        )
        loader = PageLoader(source, self)
        loader.opened.connect(self._opened)
        loader.failed.connect(self._failed)
        self._loader = loader
        loader.start()

    def _ask_volumes(self) -> None:
        vault, bundle_id = self._desk.vault, self.bundle_id

        def query() -> int:
            from onrecord.services.open_document import bundle_volumes

            return bundle_volumes(vault, bundle_id)

        def show(count: int) -> None:
            if bundle_id == self.bundle_id and not self.volume.count() and count > 1:
                of = self.tr("Volume {0} of {1}")
                self.volume.addItems([of.format(n, count) for n in range(1, count + 1)])
                self.volume.show()

        self._desk.session.ask(query, show, self, "volumes")

    def _show_head(self, evidence: Evidence) -> None:
        from onrecord.domain.when import When

        self.title.setText(evidence.title or evidence.file_name)
        self.about.setText(When(evidence.dated).words() if evidence.dated else "")
        if self.pages.page_count and self.pages.rotation != evidence.view_rotation:
            self.pages.set_rotation(evidence.view_rotation)
        announce(self, self.tr("Preview of {0}").format(self.title.text()))

    def _opened(self, opened: Opened) -> None:
        assert self._loader is not None
        self.pages.show_pages(self._loader, opened.value.sizes, fit="page")
        if self.evidence_id:
            vault, evidence_id = self._desk.vault, self.evidence_id
            self._desk.session.ask(
                lambda: vault.get(Evidence, evidence_id), self._show_head, self, "head"
            )

    def _failed(self, failed: Failed) -> None:
        self._close()
        self.problem.setText(str(failed.error))
        self.pages.hide()
        self.problem.show()
        self.close_button.setFocus()

    def leave(self) -> None:
        """Close it and give the keys back to where they were."""
        if not self.isVisible():
            return
        self.hide()
        self._close()
        if self._came_from is not None:
            try:
                self._came_from.setFocus()
            except RuntimeError:  # it went while the preview was open
                self._came_from = None

    def _close(self) -> None:
        if self._loader is not None:
            self.pages.clear()
            self._loader.close()
            self._loader.deleteLater()
            self._loader = None

    def _open(self) -> None:
        evidence_id = self.evidence_id
        self.leave()
        if evidence_id:
            self._desk.open_document(evidence_id)

    # ---------------------------------------------------------------- events

    def _fit(self) -> None:
        self.setGeometry(self._over.rect())
        room = self.rect().adjusted(Space.XXL, Space.XXL, -Space.XXL, -Space.XXL)
        wide = min(room.width(), max(420, round(room.height() * 0.95)))
        card = QRect(0, 0, wide, room.height())
        card.moveCenter(self.rect().center())
        self.card.setGeometry(card)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and self.isVisible() and event.type() == QEvent.Type.Resize:
            self._fit()
        if watched is self.pages and isinstance(event, QKeyEvent) and self._key(event):
            return True
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Escape):
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._key(event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.card.geometry().contains(event.position().toPoint()):
            self.leave()

    def hideEvent(self, event: Any) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self._close()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 110))
        shadow = QColor(0, 0, 0, 50)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shadow)
        card = self.card.geometry().adjusted(-3, 0, 3, 6)
        painter.drawRoundedRect(card, Radius.CARD + 2, Radius.CARD + 2)
        painter.end()
        theme.current()
