"""The date that is printed on a document, offered for its own with the place it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from onrecord.domain.change import Change
from onrecord.domain.evidence import Evidence
from onrecord.domain.when import When
from onrecord.ui.design import LinkButton, Muted, Space
from onrecord.ui.design.discard import discard
from onrecord.ui.desk import Desk


class DateOffer(QWidget):
    taken = Signal()
    """An offered date was chosen; it is on its way to the disk."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._id = ""
        self.links: list[LinkButton] = []
        self.shows: list[LinkButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.XS)
        self.hide()

    def show_for(self, evidence_id: str, offered: Sequence[Any]) -> None:
        """``offered`` are ``PrintedDate`` rows of that document."""
        self._id = evidence_id
        while (item := self._column.takeAt(0)) is not None:
            if (line := item.widget()) is not None:
                discard(line)
        self.links, self.shows = [], []
        for one in offered:
            self._add(one)
        self.setVisible(bool(offered))

    def _add(self, one: Any) -> None:
        printed = f"{one.label} {one.raw}".strip()
        several = len(one.days) > 1
        told = (
            self.tr("“{0}” on page {1} may be either day:")
            if several
            else self.tr("“{0}” stands on page {1}:")
        )
        words = Muted(told.format(printed, one.page), self)
        words.setWordWrap(True)
        self._column.addWidget(words)
        for day in one.days:
            date = When(day).words()
            link = LinkButton(
                self.tr("It is dated {0}").format(date), self,
                on_click=lambda day=day: self._take(day),
            )  # fmt: skip
            self._column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
            self.links.append(link)
        show = LinkButton(
            self.tr("Show where"), self, icon="document",
            on_click=lambda: self._desk.open_document(self._id, one.page, one.rect),
        )  # fmt: skip
        show.setToolTip(printed)
        self._column.addWidget(show, 0, Qt.AlignmentFlag.AlignLeft)
        self.shows.append(show)

    def _take(self, day: str) -> None:
        vault, id = self._desk.vault, self._id
        self.taken.emit()

        def verb() -> Change:
            from onrecord.services.edit_record import edit_record

            return edit_record(vault, Evidence, id, "Dated as it is printed", dated=day)

        self._desk.session.do(verb, say=True)
