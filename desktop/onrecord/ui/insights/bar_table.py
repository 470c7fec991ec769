"""The same figures as a table, for those who read better than they see, and for copying."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from onrecord.services.views.insights import Chart
from onrecord.ui.design import TableDress, theme


class BarTable(QTableWidget):
    def __init__(self, chart: Chart, by: str, parent: QWidget | None = None) -> None:
        super().__init__(len(chart.bars), 3, parent)
        self.setAccessibleName(chart.title)
        self.setHorizontalHeaderLabels([by, chart.title, self.tr("Behind it")])
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        TableDress(self)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for row, bar in enumerate(chart.bars):
            for column, words in enumerate((bar.label, bar.words, bar.of)):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                self.setItem(row, column, item)
        theme.follow(self._refresh)

    def _refresh(self) -> None:
        self.setFixedHeight(theme.current().metrics.px(34) * (self.rowCount() + 1) + 6)
