"""What a statement is cited to: each place opens on a click, and can be taken off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from onrecord.domain.change import Change
from onrecord.ui.design import IconButton, Label, LinkButton, Muted, Space, TextStyle
from onrecord.ui.design.discard import discard
from onrecord.ui.desk import Desk


class CitedList(QWidget):
    """``hint`` stands where nothing is cited yet."""

    def __init__(self, desk: Desk, title: str, parent: QWidget, *, hint: str = "") -> None:
        super().__init__(parent)
        self._desk = desk
        self.title = Label(title, self, style=TextStyle.SMALL_STRONG)
        self.hint = Muted(hint, self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.XS)
        self._column.addWidget(self.title)
        self._column.addWidget(self.hint)
        self.links: list[LinkButton] = []
        self._rows: list[QWidget] = []
        self.title.setVisible(bool(title))

    def show_places(self, places: Sequence[Any]) -> None:
        """``CitedPlace`` rows."""
        for row in self._rows:
            self._column.removeWidget(row)
            discard(row)
        self._rows, self.links = [], []
        for place in places:
            row = self._row(place)
            self._column.addWidget(row)
            self._rows.append(row)
        self.hint.setVisible(not places and bool(self.hint.text()))

    def _row(self, place: Any) -> QWidget:
        row = QWidget(self)
        short = place.words if len(place.words) <= 44 else f"{place.words[:42].rstrip()}…"
        said = self.tr("{0} (in the trash)").format(short) if place.gone else short
        link = LinkButton(
            said,
            row,
            icon="document" if place.evidence_id else "call",
            on_click=lambda: open_place(self._desk, place),
        )
        link.setToolTip(place.words)
        off = IconButton(
            "close", self.tr("Take this off: {0}").format(short), row, small=True,
            on_click=lambda: self._take_off(place.id),
        )  # fmt: skip
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.XS)
        line.addWidget(link, 1, Qt.AlignmentFlag.AlignLeft)
        line.addWidget(off)
        self.links.append(link)
        return row

    def _take_off(self, citation_id: str) -> None:
        vault = self._desk.vault

        def verb() -> Change:
            from onrecord.services.cite import uncite

            return uncite(vault, citation_id)

        self._desk.session.do(verb, say=True)


def open_place(desk: Desk, place: Any) -> None:
    """The very page with the box shown, or the call or message."""
    if place.evidence_id:
        desk.open_document(place.evidence_id, place.page or 1, place.rect)
    else:
        desk.select("contact", (place.contact_id,))
