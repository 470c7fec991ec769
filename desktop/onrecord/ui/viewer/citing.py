"""Citing from a document in view: the words or the box chosen go to the panel beside the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from onrecord.domain.rect import Rect, read_rect
from onrecord.ui.desk import Desk
from onrecord.ui.viewer.cite_panel import Chosen, CitePanel
from onrecord.ui.viewer.page_box import BoxDrawn
from onrecord.ui.viewer.pages_view import PagesView, SelectionShown

if TYPE_CHECKING:
    from onrecord.domain.evidence import Evidence


class Citing(QObject):
    def __init__(self, desk: Desk, pages: PagesView, panel: CitePanel, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._pages, self._panel = desk, pages, panel
        self._evidence: Evidence | None = None
        self.seen: frozenset[int] = frozenset()
        """Pages whose words a machine read in a picture."""
        panel.closed.connect(self.leave)
        panel.cited.connect(lambda _change: self._done())
        pages.box_drawn.connect(self._box_drawn)
        pages.selection_shown.connect(self._selected)

    @property
    def is_open(self) -> bool:
        return not self._panel.isHidden()

    def begin(self, evidence: Evidence | None) -> None:
        """Ask what the selected words, or a box still to be drawn, are to stand for."""
        if evidence is None or not self._pages.page_count:
            return
        if self.is_open:
            self._panel.kind.setFocus()
            return
        vault, desk = self._desk.vault, self._desk
        in_view = desk.dispute_id

        def query() -> str:
            from onrecord.services.views.citing import dispute_of

            return dispute_of(vault, evidence.id, in_view)

        def came(dispute_id: str) -> None:
            if not dispute_id:
                desk.session.notices.info(
                    self.tr("Put this document into a dispute first, then cite it there.")
                )
            elif not self.is_open:
                self._open(evidence, dispute_id)

        desk.session.ask(query, came, self, "dispute")

    def _open(self, evidence: Evidence, dispute_id: str) -> None:
        self._evidence = evidence
        self._desk.select("", ())
        if self._pages.selected_boxes():
            self._pages.show_box(0, None)
        self._pages.set_drawing(True)
        self._panel.open_for(dispute_id, self._chosen())

    def _chosen(self) -> Chosen:
        assert self._evidence is not None
        pages, evidence = self._pages, self._evidence
        boxes = pages.selected_boxes()
        text = pages.selected_text
        if not boxes and pages.box.rect is not None:
            boxes, text = [(pages.box.page, pages.box.rect)], ""
        spots = tuple((page, rect.text()) for page, rect in boxes)
        guessed = bool(text) and any(page in self.seen for page, _rect in spots)
        return Chosen(
            evidence.id,
            spots or ((max(pages.current_page, 1), ""),),
            text,
            evidence.dated,
            guessed,
        )

    def leave(self) -> None:
        """Close the panel; the keys go back to the pages."""
        if self.is_open:
            self._pages.set_drawing(False)
            self._panel.hide()
            self._pages.setFocus()

    def _done(self) -> None:
        """What was cited stays framed, so that one sees what was kept."""
        boxes = self._pages.selected_boxes()
        self.leave()
        if len(boxes) == 1:
            self._pages.show_box(*boxes[0])

    def _box_drawn(self, drawn: BoxDrawn) -> None:
        if self.is_open:
            self._panel.show_chosen(self._chosen())

    def _selected(self, shown: SelectionShown) -> None:
        if self.is_open and shown.any:
            self._panel.show_chosen(self._chosen())


def rect_of(text: str) -> Rect | None:
    """The box a citation keeps; None for one that cannot be read: the page is shown without it."""
    try:
        return read_rect(text)
    except ValueError:
        return None
