"""Import: choose a file, see what is in it and what is here already, then take it in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from onrecord.errors import KnownError
from onrecord.intake.import_rows import ImportReading
from onrecord.services.importing.plan_import import ImportPlan
from onrecord.ui.design import (
    Body,
    Button,
    Card,
    ChipGroup,
    Choice,
    ChoiceBox,
    EmptyState,
    FlowLayout,
    Label,
    LinkButton,
    Muted,
    Option,
    PrimaryButton,
    Segmented,
    Space,
    TextStyle,
    announce,
)
from onrecord.ui.desk import Desk
from onrecord.ui.importing.columns_box import ColumnsBox
from onrecord.ui.importing.conversations import Conversations
from onrecord.ui.importing.row_model import RowModel, row_table
from onrecord.ui.shell.page import Page

_SHOWN_PROBLEMS = 4


class ImportPage(Page):
    wide = 760

    def __init__(
        self, desk: Desk, parent: QWidget | None = None, source: Path | str | None = None
    ) -> None:
        """``source`` is a file, or the id of a document of the vault."""
        super().__init__(desk, parent)
        self.setAcceptDrops(True)
        self.source = source
        self.reading: ImportReading | None = None
        self.plan: ImportPlan | None = None
        self._mapping: Mapping[str, int] | None = None
        self._kind = ""
        self._turn = 0
        self._asking = 0
        self._disputes: tuple[tuple[str, str], ...] = ()
        self.empty = EmptyState(
            "import",
            self.tr("Take in what you wrote down elsewhere"),
            self.tr(
                "A table of calls (CSV), text messages (XML of SMS Backup & Restore), the list of "
                "calls of your phone bill (CSV), or a calendar (ICS). You see everything before "
                "anything is kept."
            ),
            self,
            actions=[Choice(self.tr("Choose a file…"), self.choose)],
            primary=True,
        )
        self.body.addWidget(self.empty)
        self.found = QWidget(self)
        self._make_found()
        self.body.addWidget(self.found)
        self.found.hide()
        self.set_words(self.tr("Import"))
        if source is not None:
            self.read(source)

    def _make_found(self) -> None:
        self.summary = Label("", self.found, style=TextStyle.STRONG, wrap=True)
        self.order = Card(self.tr("Which day is meant?"), self.found)
        self.order_words = Body("", self.order)
        self.order.body.addWidget(self.order_words)
        self._order_row = QHBoxLayout()
        self.order.body.addLayout(self._order_row)
        self.orders: Segmented | None = None
        self.conversations = Conversations(self.found)
        self.conversations.chosen.connect(lambda _none: self._plan())
        self.dates_as = ChipGroup(
            [
                Option("by_day", self.tr("Dates to come are my plans")),
                Option("plans", self.tr("All are my plans")),
                Option("contacts", self.tr("All are what happened")),
            ],
            self.tr("What the dates become"),
            self.found,
        )
        self.dates_as.set_value("by_day")
        self.dates_as.chosen.connect(lambda _choice: self._plan())
        self.columns = ColumnsBox(self.found)
        self.columns.mapped.connect(self._map)
        self.model = RowModel(self.found)
        self.model.marked.connect(lambda _none: self._say())
        self.table = row_table(self.model, self.tr("What is in the file"), self.found)
        self.problems = Muted("", self.found)
        self.more_problems = LinkButton("", self.found, on_click=self._show_all_problems)
        self._all_problems = False
        self.into = ChoiceBox(self.found)
        self.into.setAccessibleName(self.tr("Into which dispute"))
        self.into.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.into.setMinimumContentsLength(22)
        self.into.activated.connect(lambda _index: self._plan())
        self.keep = QCheckBox(self.tr("Keep the file itself as a document"), self.found)
        self.take = PrimaryButton("", self.found, icon="import", on_click=self._take)
        self.other = Button(self.tr("Choose another file…"), self.found, on_click=self.choose)
        into = FlowLayout(gap=Space.S)
        self._into_words = Label(self.tr("Into"), self.found)
        for part in (self._into_words, self.into, self.keep):
            into.addWidget(part)
        foot = QHBoxLayout()
        foot.setSpacing(Space.S)
        foot.addWidget(self.take)
        foot.addWidget(self.other)
        foot.addStretch(1)
        column = QVBoxLayout(self.found)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        for part in (
            self.summary, self.order, self.conversations, self.dates_as, self.columns, self.table,
            self.problems,
        ):  # fmt: skip
            column.addWidget(part)
        column.addWidget(self.more_problems, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(into)
        column.addLayout(foot)

    def open_page(self) -> None:
        if self.orders is not None and self.order.isVisible():
            self.orders.setFocus()
        elif self.found.isVisible():
            (self.take if self.take.isEnabled() else self.other).setFocus()
        else:
            self.empty.buttons[0].setFocus()

    # ---------------------------------------------------------------- a file let go here

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _file_of(event.mimeData()) is not None:
            event.acceptProposedAction()
            self.empty.set_drop_target(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.empty.set_drop_target(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.empty.set_drop_target(False)
        path = _file_of(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self._mapping, self._kind = None, ""
            self.read(path)

    # ---------------------------------------------------------------- reading

    def choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self,
            self.tr("Import"),
            "",
            self.tr("What can be imported (*.csv *.tsv *.txt *.xml *.ics);;All files (*)"),
        )
        if path:
            self._mapping, self._kind = None, ""
            self.read(Path(path))

    def read(self, source: Path | str) -> None:
        """Read the file; what it holds is shown when it has come."""
        if source != self.source:
            self.model.without.clear()
            self._all_problems = False
        self.source = source
        self._turn += 1
        turn, workshop = self._turn, self.desk.session.workshop
        mapping, kind = self._mapping, self._kind
        if self.plan is None:
            self.empty.title.setText(self.tr("Reading the file…"))
            self.empty.hint.setText("")

        def work() -> ImportReading:
            from onrecord.services.importing.read_file import read_file

            return read_file(workshop, source, kind=kind, mapping=mapping)

        def then(reading: ImportReading) -> None:
            if turn == self._turn:
                self._came(reading)

        def failed(error: KnownError) -> None:
            if turn == self._turn:
                self._refused(str(error))

        self.desk.session.aside(work, then, self, failed=failed)

    def _refused(self, sentence: str) -> None:
        self.reading = self.plan = None
        self.found.hide()
        self.set_words(self.tr("Import"))
        self.empty.title.setText(self.tr("This cannot be imported"))
        self.empty.hint.setText(sentence)
        self.empty.hint.show()
        self.empty.buttons[0].setText(self.tr("Choose another file…"))
        self.empty.show()
        self.empty.buttons[0].setFocus()
        announce(self.empty, sentence)

    def _came(self, reading: ImportReading) -> None:
        first = self.reading is None or self.reading.kind != reading.kind
        self.reading = reading
        self._kind = reading.kind
        if first:
            # What else is in an export of messages is nobody's business.
            self.keep.setChecked(reading.kind in ("contacts", "calls"))
            self.keep.setEnabled(reading.kind != "calls")  # what confirms a call points at it
            self.keep.setText(
                self.tr("Keep the file itself too, with what everybody else wrote")
                if reading.kind == "messages"
                else self.tr("Keep the file itself as a document")
            )
            self.dates_as.set_value("by_day")
        self._plan()

    def _map(self, mapping: object) -> None:
        assert isinstance(mapping, dict)
        self._mapping = mapping
        if self.source is not None:
            self.read(self.source)

    # ---------------------------------------------------------------- what would be done

    @property
    def dispute_id(self) -> str:
        if self._disputes:
            return str(self.into.currentData() or "")
        return self.desk.dispute_id

    def _plan(self) -> None:
        reading, vault = self.reading, self.desk.vault
        if reading is None:
            return
        dispute_id = self.dispute_id
        order = self.orders.value if self.orders is not None else ""
        numbers = self.conversations.keys if self.conversations._keys else None
        dates_as, here = self.dates_as.value, self.desk.dispute_id

        def query() -> tuple[ImportPlan, tuple[tuple[str, str], ...]]:
            from onrecord.services.importing.plan_import import plan_import

            rows = vault.query(
                "SELECT id, title FROM dispute WHERE trashed_at = '' AND (state != 'closed' OR id = ?)"
                " ORDER BY state = 'closed', rowid DESC LIMIT 200",
                [here],
            )
            plan = plan_import(
                vault, reading, dispute_id=dispute_id, order=order, numbers=numbers,
                dates_as=dates_as,
            )  # fmt: skip
            return plan, tuple((row["id"], row["title"]) for row in rows)

        self._asking += 1
        asking = self._asking

        def then(found: tuple[ImportPlan, tuple[tuple[str, str], ...]]) -> None:
            if asking == self._asking and reading is self.reading:
                self._show(reading, *found)

        # Ten years of messages take two seconds: not on the thread that reads for every view.
        self.desk.session.aside(query, then, self)

    def _show(
        self, reading: ImportReading, plan: ImportPlan, disputes: tuple[tuple[str, str], ...]
    ) -> None:
        fresh = self.plan is None
        self.plan = plan
        self._show_disputes(disputes)
        name = self.source.name if isinstance(self.source, Path) else ""
        self.set_words(self._title(plan.kind), name)
        self.empty.hide()
        self.found.show()
        self._show_order(plan)
        self.conversations.setVisible(plan.kind == "messages")
        if plan.kind == "messages":
            self.conversations.show_all(plan.conversations)
        self.dates_as.setVisible(plan.kind == "calendar")
        self.columns.setVisible(bool(reading.columns))
        if reading.columns:
            self.columns.show_reading(reading)
        self.model.show_plan(plan)
        self.table.setVisible(bool(plan.rows))
        self._fit_table()
        self._show_problems(plan)
        self.keep.setVisible(isinstance(self.source, Path))
        self._say()
        if fresh:
            self.open_page()

    def _show_problems(self, plan: ImportPlan) -> None:
        """A line each; where there are many, the first few until all are asked for."""
        lines = [p.sentence for p in plan.problems]
        if plan.count("other"):
            lines.insert(0, self._whose_number())
        if plan.is_cut:
            lines.insert(0, self.tr("The file is longer; only its first 50,000 rows were read."))
        folded = len(lines) > _SHOWN_PROBLEMS + 1 and not self._all_problems
        self.problems.setText("\n".join(lines[:_SHOWN_PROBLEMS] if folded else lines))
        self.problems.setVisible(bool(lines))
        self.more_problems.setText(
            self.tr("And {0} more like these").format(len(lines) - _SHOWN_PROBLEMS)
        )
        self.more_problems.setVisible(folded)

    def _whose_number(self) -> str:
        return self.tr(
            "A call is taken where its number is that of a company, or of a call you noted. Write "
            "the number into the company's details beside the dispute, then choose the file again."
        )

    def _show_all_problems(self) -> None:
        self._all_problems = True
        if self.plan is not None:
            self._show_problems(self.plan)

    def _title(self, kind: str) -> str:
        return {
            "messages": self.tr("Import text messages"),
            "calls": self.tr("Import the calls of a phone bill"),
            "calendar": self.tr("Import dates"),
        }.get(kind, self.tr("Import calls and messages"))

    def _show_disputes(self, disputes: tuple[tuple[str, str], ...]) -> None:
        if disputes == self._disputes and self.into.count():
            return
        chosen = self.dispute_id
        self._disputes = disputes
        self.into.clear()
        self.into.addItem(self.tr("To sort"), "")
        for id, title in disputes:
            self.into.addItem(title, id)
        self.into.setCurrentIndex(max(0, self.into.findData(chosen)))

    def _show_order(self, plan: ImportPlan) -> None:
        if plan.asks_order and self.orders is None:
            self.order_words.setText(
                self.tr("The dates of this file can be read in two ways. Which one is right?")
            )
            self.orders = Segmented(
                [Option(key, words) for key, words in plan.asks_order],
                self.tr("What the first of these dates means"),
                self.order,
            )
            self.orders.set_value()
            self.orders.chosen.connect(lambda _choice: self._plan())
            self._order_row.addWidget(self.orders)
            self._order_row.addStretch(1)
        self.order.setVisible(self.orders is not None)

    def _say(self) -> None:
        """What pressing the button does, in words and figures."""
        plan = self.plan
        if plan is None:
            return
        count = self.model.taken() if not plan.asks_order else 0
        here = plan.count("here") + plan.count("confirmed")
        pieces = [self._counted(plan.kind, len(plan.rows))]
        if here:
            pieces.append(self.tr("{0} already here").format(here))
        if matches := plan.count("match"):
            pieces.append(
                self.tr("1 confirms a call you noted")
                if matches == 1
                else self.tr("{0} confirm calls you noted").format(matches)
            )
        if other := plan.count("other"):
            pieces.append(self.tr("{0} with numbers nobody has named").format(other))
        if plan.problems:
            pieces.append(self.tr("{0} could not be read").format(len(plan.problems)))
        self.summary.setText(", ".join(pieces))
        self.take.setEnabled(count > 0)
        if plan.asks_order:
            self.take.setText(self.tr("First say which day is meant"))
            return
        self.take.setText(
            self.tr("Import {0}").format(self._counted(plan.kind, count))
            if count
            else self.tr("Nothing to import")
        )

    def _counted(self, kind: str, count: int) -> str:
        one = {
            "messages": self.tr("1 message"),
            "calls": self.tr("1 call"),
            "calendar": self.tr("1 date"),
        }.get(kind, self.tr("1 call or message"))
        many = {
            "messages": self.tr("{0} messages"),
            "calls": self.tr("{0} calls"),
            "calendar": self.tr("{0} dates"),
        }.get(kind, self.tr("{0} calls and messages"))
        return one if count == 1 else many.format(f"{count:,}")

    # ---------------------------------------------------------------- taking it in

    def _take(self) -> None:
        plan, vault, source = self.plan, self.desk.vault, self.source
        if plan is None or source is None:
            return
        dispute_id, keep = self.dispute_id, self.keep.isChecked()
        without = frozenset(self.model.without)
        self.take.setEnabled(False)

        def work(job: Any) -> Any:
            from onrecord.services.importing.run_import import run_import

            return run_import(
                vault, plan, dispute_id=dispute_id, source=source, keep=keep, without=without,
                progress=job.progress, cancelled=job.cancelled,
            )  # fmt: skip

        def done(result: Any) -> None:
            if result.evidence_id and isinstance(source, Path):
                self.desk.read_wanted.emit(None)
            if self.parent() is not None and self.isVisible():
                self.close_page()
                if dispute_id:
                    self.desk.show_dispute(dispute_id)
                else:
                    self.desk.show_to_sort()

        def failed(error: KnownError) -> None:
            self.take.setEnabled(True)
            self.desk.session.notices.error(str(error))

        self.desk.session.job(self.tr("Importing"), work, done, self, failed=failed, say=True)

    def _fit_table(self) -> None:
        rows = max(3, min(8, self.model.rowCount()))
        head = self.table.horizontalHeader().sizeHint().height()
        row = self.table.verticalHeader().defaultSectionSize()
        self.table.setFixedHeight(head + row * rows + 2 * self.table.frameWidth())

    def _refresh(self) -> None:
        super()._refresh()
        if hasattr(self, "table"):
            self._fit_table()


def _file_of(data: QMimeData) -> Path | None:
    """The one file that is dragged; several, or none, are not for here."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return files[0] if len(files) == 1 and files[0].is_file() else None
