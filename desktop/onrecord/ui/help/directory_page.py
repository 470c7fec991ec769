"""The whole directory: looked through, added to, brought up to date from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from onrecord.domain.agency import NOT_LEGAL_ADVICE
from onrecord.domain.change import Change
from onrecord.ui.design import Button, FlowLayout, LinkButton, Muted, Space, StatusPill
from onrecord.ui.design.discard import discard
from onrecord.ui.desk import Desk
from onrecord.ui.help.add_body import AddBody
from onrecord.ui.shell.page import Page


class DirectoryPage(Page):
    wide = 760
    MOST = 60

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._rows: tuple[Any, ...] = ()
        self.lines: list[EntryLine] = []
        self.set_words(self.tr("Directory of bodies"), self.tr(NOT_LEGAL_ADVICE))
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Name, place, or what it is about"))
        self.search.setAccessibleName(self.tr("Search the directory"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._fill())
        self.add = Button(self.tr("Add a body"), self, icon="add", on_click=self.open_form)
        self.update_file = Button(
            self.tr("Take in an update…"), self, icon="import", on_click=self._choose
        )
        buttons = FlowLayout(gap=Space.S)
        buttons.addWidget(self.add)
        buttons.addWidget(self.update_file)
        self.form = AddBody(desk, self._added, self)
        self.form.hide()
        self.form.cancelled.connect(self._close_form)
        self._list = QVBoxLayout()
        self._list.setSpacing(Space.S)
        self.more = Muted("", self)
        self.body.addLayout(buttons)
        self.body.addWidget(self.form)
        self.body.addWidget(self.search)
        self.body.addLayout(self._list)
        self.body.addWidget(self.more)
        desk.session.changed.connect(self._changed)
        self.refresh()

    def open_page(self) -> None:
        self.search.setFocus()

    def refresh(self) -> None:
        vault = self.desk.vault

        def query() -> Any:
            from onrecord.services.views.directory import entries

            return entries(vault)

        self.desk.session.ask(query, self._show, self, "directory")

    def _changed(self, change: Change) -> None:
        if "agency_override" in change.tables():
            self.refresh()

    def _show(self, rows: tuple[Any, ...]) -> None:
        self._rows = rows
        self._fill()

    def _fill(self) -> None:
        for line in self.lines:
            discard(line)
        self.lines = []
        words = self.search.text().casefold().split()
        found = [row for row in self._rows if all(word in row.search for word in words)]
        for row in found[: self.MOST]:
            line = EntryLine(self.desk, row, self)
            self._list.addWidget(line)
            line.show()
            self.lines.append(line)
        left = len(found) - self.MOST
        self.more.setText(
            self.tr("{0} more: search for them.").format(left)
            if left > 0
            else self.tr("Nothing like that is in the directory. You can add it.")
        )
        self.more.setVisible(left > 0 or (not found and bool(words)))

    # ---------------------------------------------------------------- adding, updating

    def open_form(self) -> None:
        """To add a body of one's own."""
        self.form.show()
        self.form.start()
        self.add.hide()
        self.search.hide()

    def _close_form(self) -> None:
        self.form.hide()
        self.add.show()
        self.search.show()
        self.add.setFocus()

    def _added(self, id: str) -> None:
        self.desk.act("agencies", id)

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Update of the directory"), "", self.tr("Updates (*.json)")
        )
        if path:
            self.look_at(Path(path))

    def look_at(self, path: Path) -> None:
        """Read an update, and show what it would change."""
        vault = self.desk.vault

        def query() -> Any:
            from onrecord.services.agency_directory import read_update
            from onrecord.services.agency_directory_diff import update_changes

            bodies = read_update(path)
            return bodies, update_changes(vault, bodies)

        def came(found: Any) -> None:
            from onrecord.ui.help.update_page import UpdatePage

            window: Any = self.window()
            bodies, changes = found
            window.show_page(UpdatePage(self.desk, path.name, bodies, changes, window))

        self.desk.session.ask(query, came, self, "update")


class EntryLine(QWidget):
    def __init__(self, desk: Desk, row: Any, parent: QWidget) -> None:
        super().__init__(parent)
        self.row = row
        self.name = LinkButton(row.name, self, on_click=lambda: desk.act("agencies", row.id))
        self.name.setAccessibleDescription(row.about)
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(self.name)
        head.addStretch(1)
        if row.origin != "bundled":
            words = self.tr("yours") if row.origin == "mine" else self.tr("from an update")
            head.addWidget(StatusPill(words, "info", self))
        if row.newer:
            head.addWidget(StatusPill(self.tr("ours is newer"), "warning", self))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(Muted(row.about, self))
