"""All rows of a statement, and what each was matched to."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QTableView, QVBoxLayout, QWidget

from onrecord.domain.change import Change
from onrecord.domain.when import When
from onrecord.ui.design import (
    Button,
    FlowLayout,
    Label,
    LinkButton,
    Muted,
    Space,
    TableDress,
    TextStyle,
    theme,
)
from onrecord.ui.design.discard import discard
from onrecord.ui.desk import Desk
from onrecord.ui.dispute.money_rows import QuestionCard
from onrecord.ui.shell.page import Page

Index = QModelIndex | QPersistentModelIndex
_TABLES = {"ledger_entry", "setting", "claim_line", "promise", "evidence"}
_ROWS_HIGH = 420
"""Of the table: pixels at text size 100 %."""


class StatementModel(QAbstractTableModel):
    """``rows`` are ``PaneRow``."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[Any, ...] = ()
        self._titles = (self.tr("Date"), self.tr("What"), self.tr("Amount"), self.tr("Matched to"))

    def show_rows(self, rows: tuple[Any, ...]) -> None:
        if rows == self.rows:
            return
        if len(rows) == len(self.rows) and rows:
            self.rows = rows  # what is chosen stays chosen
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, 3))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def texts(self, row: Any) -> tuple[str, str, str, str]:
        one = row.movement
        day = When(one.dated).short()
        amount = one.amount.words() if one.amount else self.tr("amount?")
        if one.flow == "out":
            amount = f"− {amount}"
        if one.original is not None:
            amount = f"{amount} ({one.original.words()})"
        return day, one.words or self.tr("Row without words"), amount, row.words or "–"

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else 4

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section == 2:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return self._titles[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.texts(row)[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 2:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole and row.state in ("", "refused"):
            return theme.current().colour("muted") if index.column() == 3 else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(self.texts(row))
        return None


class StatementPage(Page):
    """A click or Enter on a row leads to it in the document."""

    wide = 900

    def __init__(
        self, desk: Desk, dispute_id: str, evidence_id: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, parent)
        self._dispute_id, self._evidence_id = dispute_id, evidence_id
        self.set_words(self.tr("All rows of a statement"))
        self.told = Muted("", self)
        self._asked = QWidget(self)
        self._cards = QVBoxLayout(self._asked)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self.card: QuestionCard | None = None
        self.model = StatementModel(self)
        self.table = QTableView(self)
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("Rows of the statement"))
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        TableDress(self.table)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.activated.connect(lambda _index: self._show_row())
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _old: self._say_row())
        self.chosen = Label("", self, style=TextStyle.STRONG, wrap=True)
        self.show_it = Button(
            self.tr("Show it in the document"), self, icon="document", on_click=self._show_row
        )
        self.came_back = Button(
            self.tr("It came back: record it"), self, icon="money", on_click=self._record,
            hint=self.tr("For the dispute as a whole"),
        )  # fmt: skip
        self.columns = LinkButton(
            self.tr("The columns are others"),
            self,
            on_click=lambda: desk.act("name_columns", self._evidence_id),
        )
        buttons = FlowLayout(gap=Space.S)
        for button in (self.show_it, self.came_back, self.columns):
            buttons.addWidget(button)
        for widget in (self.told, self._asked, self.table, self.chosen):
            self.body.addWidget(widget)
        self.body.addLayout(buttons)
        self._asked.hide()
        theme.follow(self._sizes)
        desk.session.changed.connect(self._changed)
        self._say_row()
        self.refresh()

    def open_page(self) -> None:
        self.table.setFocus()

    def refresh(self) -> None:
        from onrecord.ui.dispute.money_tab import usual_currency

        vault, dispute, evidence = self.desk.vault, self._dispute_id, self._evidence_id
        usual = usual_currency(self.desk)

        def query() -> Any:
            from onrecord.services.views.statement_pane import statement_pane

            return statement_pane(vault, dispute, evidence, usual)

        self.desk.session.ask(query, self._fill, self, "pane")

    def _fill(self, pane: Any) -> None:
        self.set_words(self.tr("All rows of {0}").format(pane.title))
        self.model.show_rows(pane.rows)
        if pane.rows and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        parts = [self.tr("{0} rows").format(f"{len(pane.rows):,}")]
        recorded, fits = pane.count("recorded"), pane.count("fits")
        if recorded:
            parts.append(self.tr("{0} on record").format(recorded))
        if fits:
            parts.append(self.tr("{0} may fit").format(fits))
        if pane.left_out:
            parts.append(self.tr("{0} lines hold no payment").format(pane.left_out))
        if pane.is_cut:
            parts.append(self.tr("the rest of the file is not read"))
        self.told.setText(", ".join(parts) + ".")
        self.columns.setVisible(pane.can_name_columns)
        if self.card is not None:
            self._cards.removeWidget(self.card)
            discard(self.card)
            self.card = None
        if pane.question is not None:
            self.card = QuestionCard(pane.question, pane.title, self._answer, self._asked)
            self._cards.addWidget(self.card)
        self._asked.setVisible(self.card is not None)
        self._say_row()

    def _row(self) -> Any:
        at = self.table.currentIndex().row()
        return self.model.rows[at] if 0 <= at < len(self.model.rows) else None

    def _say_row(self) -> None:
        row = self._row()
        self.chosen.setText(" · ".join(self.model.texts(row)) if row is not None else "")
        self.show_it.setEnabled(row is not None)
        one = row.movement if row is not None else None
        free = row is not None and row.state != "recorded"
        self.came_back.setVisible(
            bool(free and one is not None and one.amount and one.dated and one.flow != "out")
        )

    # ---------------------------------------------------------------- doing

    def _show_row(self) -> None:
        row = self._row()
        if row is not None:
            one = row.movement
            self.close_page()
            self.desk.open_document(one.evidence_id, one.page or 1, one.rect)

    def _record(self) -> None:
        row, vault, dispute_id = self._row(), self.desk.vault, self._dispute_id
        if row is None:
            return
        one = row.movement

        def verb() -> Change:
            from onrecord.services.ledger import record_row

            return record_row(vault, dispute_id, one.evidence_id, one.number, came_back=True)

        self.desk.session.do(verb, say=True)

    def _answer(self, question: Any, answer: str) -> None:
        vault = self.desk.vault

        def verb() -> Change:
            from onrecord.services.answer_statement import answer_statement

            return answer_statement(vault, question.evidence_id, question.about, answer)

        self.desk.session.do(verb, say=True)

    def _changed(self, change: Change) -> None:
        if self.isVisible() and change.tables() & _TABLES:
            self.refresh()

    def _sizes(self) -> None:
        px = theme.current().metrics.px
        self.table.setMinimumHeight(px(_ROWS_HIGH))
        for column, width in ((0, 110), (2, 130), (3, 260)):
            self.table.setColumnWidth(column, px(width))
