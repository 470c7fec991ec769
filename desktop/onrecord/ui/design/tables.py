"""Dresses a table: rows of one height, quiet header, whole rows selected, no grid."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from onrecord.ui.design import theme
from onrecord.ui.design.tokens import TextStyle


class TableDress(QObject):
    """``TableDress(table)``; the table owns it. Heights follow the text size."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setTabKeyNavigation(False)
        rows, columns = table.verticalHeader(), table.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        columns.setHighlightSections(False)
        columns.setTextElideMode(Qt.TextElideMode.ElideRight)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        columns.setStretchLastSection(True)
        theme.follow(self._refresh)

    def _refresh(self) -> None:
        th = theme.current()
        rows = self._table.verticalHeader()
        rows.setMinimumSectionSize(th.metrics.px(20))
        rows.setDefaultSectionSize(th.metrics.px(34))
        self._table.horizontalHeader().setFont(th.font(TextStyle.SMALL))
