"""Which document of the dispute shows a thing: a list of them, the newest first."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from onrecord.ui.desk import Desk


class DocumentChoice(QComboBox):
    def __init__(self, desk: Desk, dispute_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.addItem(self.tr("no document"), "")
        vault = desk.vault

        def query() -> tuple[tuple[str, str], ...]:
            from onrecord.ui.time.sides import papers_of

            return papers_of(vault, dispute_id)

        desk.session.ask(query, self._fill, self, "papers")

    def _fill(self, papers: tuple[tuple[str, str], ...]) -> None:
        for id, title in papers:
            self.addItem(title, id)

    @property
    def chosen(self) -> str:
        """The id of the document, or empty."""
        return str(self.currentData() or "")
