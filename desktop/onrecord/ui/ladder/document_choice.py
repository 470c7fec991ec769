"""Which document of the dispute shows a thing: a list of them, the newest first."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from onrecord.ui.desk import Desk


class DocumentChoice(QComboBox):
    def __init__(self, desk: Desk, dispute_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        if dispute_id:
            self.show_for(dispute_id)

    def show_for(self, dispute_id: str) -> None:
        """The documents of this dispute; none is chosen."""
        vault = self._desk.vault

        def query() -> tuple[tuple[str, str], ...]:
            from onrecord.ui.time.sides import papers_of

            return papers_of(vault, dispute_id)

        self._desk.session.ask(query, self._fill, self, "papers")

    def _fill(self, papers: tuple[tuple[str, str], ...]) -> None:
        self.clear()
        self.addItem(self.tr("no document"), "")
        for id, title in papers:
            self.addItem(title, id)

    @property
    def chosen(self) -> str:
        """The id of the document, or empty."""
        return str(self.currentData() or "")
