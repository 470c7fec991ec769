"""One document in the window: its pages, from memory only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from onrecord.domain.change import Change
from onrecord.domain.evidence import Evidence
from onrecord.errors import NeedsPassword
from onrecord.ui.design import (
    Choice,
    EmptyState,
    Heading,
    IconButton,
    Label,
    Muted,
    QuietButton,
    Rule,
    Space,
    set_look,
)
from onrecord.ui.desk import Desk, Place
from onrecord.ui.view_keys import ViewKeys
from onrecord.ui.viewer.cite_panel import CitePanel
from onrecord.ui.viewer.citing import Citing, rect_of
from onrecord.ui.viewer.page_loader import Failed, Opened, PageLoader
from onrecord.ui.viewer.page_tools import PageTools
from onrecord.ui.viewer.pages_view import PagesView, SelectionShown
from onrecord.ui.viewer.password_gate import PasswordGate, PasswordGiven
from onrecord.ui.viewer.sources import DocumentSource
from onrecord.ui.viewer.taking_out import TakingOut
from onrecord.ui.viewer.text_selection import box_of

_PATIENCE_MS = 250
"""A document that opens sooner is shown without a word about opening."""


@dataclass(frozen=True)
class _Head:
    """``beside`` are the documents that stand in one list with this one, in its order; ``seen``
    the pages of which a machine read the words in a picture."""

    evidence: Evidence
    beside: tuple[str, ...]
    seen: frozenset[int]


class DocumentView(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._place = Place("document")
        self._evidence: Evidence | None = None
        self._beside: tuple[str, ...] = ()
        self._seen: frozenset[int] = frozenset()
        self._loader: PageLoader | None = None
        self._tried = ""
        self._make()
        self._lay_out()
        self._opening = QTimer(self)
        self._opening.setSingleShot(True)
        self._opening.setInterval(_PATIENCE_MS)
        self._opening.timeout.connect(lambda: self.waiting.setText(self.tr("Opening…")))
        self.keys = ViewKeys(
            desk,
            self,
            {
                "zoom_in": self.pages.zoom_in,
                "zoom_out": self.pages.zoom_out,
                "fit_width": lambda: self.pages.set_fit("width"),
                "rotate": self.turn,
                "previous_page": self.pages.previous_page,
                "next_page": self.pages.next_page,
                "export_original": self.export_original,
                "cite": self.cite,
            },
        )
        desk.session.changed.connect(self._changed)
        desk.words_seen.connect(self._words_seen)

    def _make(self) -> None:
        self.back = IconButton(
            "chevron-left", self.tr("Back"), self, shortcut="Alt+Left", on_click=self._desk.go_back
        )
        self.title = Heading("", self, elide=True)
        self.about = Label("", self, muted=True)
        self.before = IconButton(
            "page-prev", self.tr("Previous document"), self, on_click=lambda: self._step(-1)
        )
        self.after = IconButton(
            "page-next", self.tr("Next document"), self, on_click=lambda: self._step(1)
        )
        self.which = Muted("", self, wrap=False)
        self.details = IconButton(
            "inspector", self.tr("Details of this document"), self, on_click=self._details
        )
        self.pages = PagesView(self)
        self.tools = PageTools(self.pages, self)
        self.rotate = IconButton(
            "rotate", self.tr("Turn the view"), self, shortcut="Ctrl+R", on_click=self.turn
        )
        self.copy = IconButton(
            "copy", self.tr("Copy the text of this page"), self, on_click=self.copy_text
        )
        self.cite_button = QuietButton(
            self.tr("Cite this"), self, icon="flag", shortcut="Ctrl+J", on_click=self.cite,
            hint=self.tr("Point at what these words, or a part of the page, show"),
        )  # fmt: skip
        self.cite_panel = CitePanel(self._desk, self)
        self.export = IconButton(
            "export", self.tr("Export the original…"), self, shortcut="Ctrl+E",
            on_click=self.export_original,
        )  # fmt: skip
        self.note = Muted("", self)
        self.note.set_tone("warning")
        self.note.setContentsMargins(Space.L, 0, Space.L, Space.S)
        self.note.hide()
        self.waiting = Muted("", self, wrap=False)
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.gate = PasswordGate(self)
        self.unshown = QWidget(self)
        self._unshown = QVBoxLayout(self.unshown)
        self.empty: EmptyState | None = None
        self.stack = QStackedWidget(self)
        for part in (self.waiting, self.pages, self.gate, self.unshown):
            self.stack.addWidget(part)
        self.citing = Citing(self._desk, self.pages, self.cite_panel, self)
        self.taking_out = TakingOut(self._desk, self.pages, self)
        self.pages.selection_shown.connect(self._selection)
        self.pages.page_shown.connect(lambda _shown: self._say_about())
        self.pages.viewport().installEventFilter(self)
        self.pages.installEventFilter(self)
        self.gate.given.connect(self._try_password)

    def _lay_out(self) -> None:
        set_look(self, "look", "surface")
        head = QHBoxLayout()
        head.setContentsMargins(Space.S, Space.S, Space.L, Space.S)
        head.setSpacing(Space.S)
        for widget in (self.back,):
            head.addWidget(widget)
        head.addWidget(self.title, 1)
        for widget in (self.about, self.before, self.which, self.after, self.details):
            head.addWidget(widget)
        self.strip = QWidget(self)
        strip = QHBoxLayout(self.strip)
        strip.setContentsMargins(Space.M, 0, Space.L, Space.S)
        strip.setSpacing(Space.XS)
        strip.addWidget(self.tools, 1)
        for widget in (self.cite_button, self.rotate, self.copy, self.export):
            strip.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.strip)
        column.addWidget(self.note)
        column.addWidget(Rule(self))
        beside = QHBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(self.stack, 1)
        beside.addWidget(self.cite_panel)
        column.addLayout(beside, 1)

    # ---------------------------------------------------------------- showing

    def show_place(self, place: Place) -> None:
        """Open the document of ``place`` at its page; the same one is only moved in."""
        if place.id == self._place.id and self._loader is not None:
            self._place = place
            self._show_spot()
            self.refresh()  # what it stands between may be another table by now
            return
        self._place = place
        self._evidence = None
        self._seen = self.citing.seen = self.taking_out.seen = frozenset()
        self.title.setText("")
        self.about.setText("")
        self.gate.forget()
        self.refresh()
        self._open()

    def refresh(self) -> None:
        """Read again what stands above the pages."""
        vault, evidence_id, dispute_id = self._desk.vault, self._place.id, self._desk.dispute_id
        if not evidence_id:
            return
        search, (column, down) = self._desk.beside_search, self._desk.documents_order

        def query() -> _Head:
            from onrecord.services.views.document_table import document_ids
            from onrecord.services.views.to_sort import to_sort_order

            if dispute_id:
                beside = tuple(document_ids(vault, dispute_id, search, column, down))
                if search and evidence_id not in beside:  # no longer found: the whole table
                    beside = tuple(document_ids(vault, dispute_id, "", column, down))
            else:
                beside = tuple(id for kind, id in to_sort_order(vault) if kind == "evidence")
            seen = frozenset(vault.index.seen_numbers(evidence_id))
            return _Head(vault.get(Evidence, evidence_id), beside, seen)

        self._desk.session.ask(query, self._show_head, self, "head")

    def _show_head(self, head: _Head) -> None:
        evidence = head.evidence
        was, self._evidence = self._evidence, evidence
        self._beside = head.beside
        self.title.setText(evidence.title or evidence.file_name)
        self._seen = self.citing.seen = self.taking_out.seen = head.seen
        self._say_about()
        self._say_problem()
        place = self._beside.index(evidence.id) if evidence.id in self._beside else -1
        several = place >= 0 and len(self._beside) > 1
        for widget in (self.before, self.which, self.after):
            widget.setVisible(several)
        self.which.setText(self.tr("{0} of {1}").format(place + 1, len(self._beside)))
        self.before.setEnabled(place > 0)
        self.after.setEnabled(place < len(self._beside) - 1)
        if self.pages.page_count and self.pages.rotation != evidence.view_rotation:
            self.pages.set_rotation(evidence.view_rotation)
        if was is not None and was.password != evidence.password and self._loader is None:
            self._open()

    def _say_problem(self) -> None:
        """Above pages: what they do not show. What has no pages says itself why."""
        one, shown = self._evidence, self.stack.currentWidget() is self.pages
        self.note.setText(one.problem if one is not None and one.read_state == "read" else "")
        self.note.setVisible(bool(self.note.text()) and shown)

    def _say_about(self) -> None:
        """Its date, and whether the words of the page in view are a machine's."""
        from onrecord.domain.when import When

        evidence = self._evidence
        told = [When(evidence.dated).words()] if evidence is not None and evidence.dated else []
        if self.pages.current_page in self._seen:
            told.append(self.tr("words read by machine"))
        self.about.setText(" · ".join(told))

    def _open(self, password: str = "") -> None:
        """Have the document opened by a worker; what comes of it is shown when it comes."""
        self._close()
        self._tried = password
        if not password:
            self.waiting.setText("")
            self._show_part(self.waiting)
            self._opening.start()
        source = DocumentSource(self._desk.session.workshop, self._place.id, password=password)
        loader = PageLoader(source, self)
        loader.opened.connect(self._opened)
        loader.failed.connect(self._failed)
        self._loader = loader
        loader.start()

    def _opened(self, opened: Opened) -> None:
        loader = self._loader
        assert loader is not None
        self._opening.stop()
        rotate = self._evidence.view_rotation if self._evidence is not None else 0
        self.pages.show_pages(loader, opened.value.sizes, rotate=rotate)
        self._show_part(self.pages)
        self._show_spot()
        had_focus = self.gate.isAncestorOf(QGuiApplication.focusObject() or self)  # pyright: ignore
        if had_focus or self.hasFocus() or self.waiting.hasFocus():
            self.pages.setFocus()
        if self._tried:
            self._keep_password(self._tried)
        self.gate.forget()

    def _failed(self, failed: Failed) -> None:
        self._opening.stop()
        self._close()
        error = failed.error
        if isinstance(error, NeedsPassword):
            sentence = self.tr("That password does not open it. Please check it and try again.")
            self.gate.ask(sentence if self._tried else "")
            self._show_part(self.gate)
            self.gate.setFocus()
            return
        if self.empty is not None:
            self._unshown.removeWidget(self.empty)
            self.empty.deleteLater()
        self.empty = EmptyState(
            "document",
            self.tr("This document has no pages to show"),
            str(error),
            self.unshown,
            actions=[Choice(self.tr("Export the original…"), self.export_original, "export")],
        )
        self._unshown.addWidget(self.empty)
        self._show_part(self.unshown)

    def _show_spot(self) -> None:
        """The page the place names, with the box of a citation where it names one."""
        self.pages.go_to_page(self._place.page)
        self.pages.show_box(self._place.page, rect_of(self._place.rect))
        place = self._place
        if self._loader is None or not place.words or place.rect:
            return

        def came(words: Any) -> None:
            if place == self._place and (box := box_of(words, place.words)) is not None:
                self.pages.show_box(place.page, box)

        self._loader.call("found", lambda source: source.words(place.page), came)

    def _show_part(self, part: QWidget) -> None:
        self.stack.setCurrentWidget(part)
        self.strip.setVisible(part is self.pages or part is self.waiting)
        self._say_problem()
        self.keys.set_enabled(
            "zoom_in", "zoom_out", "fit_width", "rotate", "previous_page", "next_page", "cite",
            on=part is self.pages,
        )  # fmt: skip

    def _close(self) -> None:
        """Let go of the pages: the worker and all pictures of them are gone."""
        self._opening.stop()
        self.citing.leave()
        if self._loader is not None:
            self.pages.clear()
            self._loader.close()
            self._loader.deleteLater()
            self._loader = None

    # ---------------------------------------------------------------- acts

    def cite(self) -> None:
        """Tie the selected words, a box or the page to what happened, an amount, a promise."""
        self.citing.begin(self._evidence)

    def turn(self) -> None:
        """A quarter clockwise, remembered with the document; the file stays as it is."""
        evidence = self._evidence
        if evidence is None or not self.pages.page_count:
            return
        angle = (self.pages.rotation + 90) % 360
        self.pages.set_rotation(angle)
        vault = self._desk.vault

        def verb() -> Change:
            from onrecord.services.edit_record import edit_record

            words = "Turned the view of a document"
            return edit_record(vault, Evidence, evidence.id, words, view_rotation=angle)

        self._desk.session.do(verb)

    def copy_text(self) -> None:
        """The selected words, or else all text of the page in view, to the clipboard."""
        self.taking_out.copy_text(self._place.id, self._loader)

    def export_original(self) -> None:
        if self._evidence is not None:
            self.taking_out.export_original(self._evidence)
        elif id := self._place.id:  # what stands above the pages is still being read
            vault, export = self._desk.vault, self.taking_out.export_original
            self._desk.session.ask(lambda: vault.get(Evidence, id), export, self)

    def _try_password(self, given: PasswordGiven) -> None:
        self._open(given.password)

    def _keep_password(self, password: str) -> None:
        """It opened the document, so it is kept, and the document is read with it."""
        self._tried = ""
        vault, evidence_id, desk = self._desk.vault, self._place.id, self._desk

        def verb() -> Change:
            from onrecord.services.read_documents import give_password

            return give_password(vault, evidence_id, password)

        desk.session.do(verb, lambda _change: desk.read_wanted.emit(None), self)

    def _step(self, by: int) -> None:
        if self._place.id in self._beside:
            place = self._beside.index(self._place.id) + by
            if 0 <= place < len(self._beside):
                self._desk.open_document(self._beside[place])

    def _details(self) -> None:
        kind = "" if self._desk.selection.ids else "evidence"
        self._desk.select(kind, (self._place.id,) if kind else ())

    def _selection(self, shown: SelectionShown) -> None:
        words = (
            self.tr("Copy the selected text")
            if shown.any
            else self.tr("Copy the text of this page")
        )
        self.copy.set_icon("copy", words, "Ctrl+C")

    # ---------------------------------------------------------------- events

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.pages and event.type() == QEvent.Type.KeyPress:
            from PySide6.QtGui import QKeyEvent, QKeySequence

            assert isinstance(event, QKeyEvent)
            if event.matches(QKeySequence.StandardKey.Copy):
                self.copy_text()
                return True
            if event.matches(QKeySequence.StandardKey.SelectAll):
                self.pages.select_page()
                return True
            if event.key() == Qt.Key.Key_Escape:
                if self.citing.is_open:
                    self.citing.leave()
                else:
                    self._desk.go_back()
                return True
        if isinstance(event, QContextMenuEvent) and watched is self.pages.viewport():
            self._menu(event)
            return True
        return super().eventFilter(watched, event)

    def _menu(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.copy.accessibleName(), self.copy_text)
        menu.addAction(self.tr("Cite this"), self.cite)
        menu.addAction(self.tr("Select the text of this page"), self.pages.select_page)
        menu.addSeparator()
        menu.addAction(self.tr("Turn the view"), self.turn)
        menu.addAction(self.tr("Export the original…"), self.export_original)
        menu.popup(event.globalPos())

    def _changed(self, change: Change) -> None:
        if self.isVisible() and ("evidence", self._place.id) in change.touched:
            self.refresh()

    def _words_seen(self, evidence_id: str) -> None:
        if evidence_id == self._place.id:
            self.pages.read_words_again()
            self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self._close()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        here = self._desk.place.kind == "document" and self._desk.place.id == self._place.id
        if here and self._place.id and self._loader is None and not event.spontaneous():
            self._open()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        part = self.stack.currentWidget()
        if part in (self.pages, self.gate):
            part.setFocus(Qt.FocusReason.OtherFocusReason)
