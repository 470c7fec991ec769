"""A body of the user's own: what it is called, of which kind it is, where it works, what it deals
with, its page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from onrecord.domain.change import Change
from onrecord.errors import KnownError
from onrecord.ui.design import (
    Button,
    Card,
    Field,
    FlowLayout,
    LinkButton,
    Muted,
    QuietButton,
    Space,
)
from onrecord.ui.desk import Desk
from onrecord.ui.time.whose_rules import place_edit, sector_box


class AddBody(Card):
    cancelled = Signal()

    def __init__(self, desk: Desk, added: Callable[[str], object], parent: QWidget) -> None:
        super().__init__("", parent)
        self._desk, self._added = desk, added
        self._is_open = False
        self.name = QLineEdit(self)
        self.kind = QComboBox(self)
        for code, words in (
            ("", self.tr("choose")),
            ("ombudsman", self.tr("An ombudsman or scheme that decides")),
            ("regulator", self.tr("A regulator that takes complaints")),
            ("mediation", self.tr("An office that helps both sides to agree")),
            ("court", self.tr("A court or tribunal")),
            ("report_only", self.tr("It takes reports or gives advice, and decides nothing")),
        ):
            self.kind.addItem(words, code)
        self.place = place_edit(self)
        self.sector = sector_box(self)
        self.sector.addItem(self.tr("Any purchase from a business"), "any")
        self.page = QLineEdit(self)
        self.page.setPlaceholderText("https://")
        self.fields = {
            "name": Field(self.tr("Name of the body"), self.name, self),
            "kind": Field(self.tr("What kind of body it is"), self.kind, self),
            "place": Field(self.tr("Where it works"), self.place, self),
            "sector": Field(self.tr("What it deals with"), self.sector, self),
            "page": Field(self.tr("Their page"), self.page, self, optional=True),
        }
        self._edits = {"name": self.name, "place": self.place, "page": self.page}
        self._boxes = {"kind": self.kind, "sector": self.sector}
        for field in self.fields.values():
            self.body.addWidget(field)
        self.with_page = LinkButton(
            self.tr("Give the address of their page"), self, on_click=self._ask_page
        )
        self.body.addWidget(self.with_page, 0, Qt.AlignmentFlag.AlignLeft)
        self.save = Button(self.tr("Add"), self, on_click=self._save)
        self.cancel = QuietButton(self.tr("Cancel"), self, on_click=self._cancel)
        row = FlowLayout(gap=Space.S)
        row.addWidget(self.save)
        row.addWidget(self.cancel)
        self.body.addLayout(row)
        self.body.addWidget(
            Muted(self.tr("It is marked as yours. Its times and limits are added next."), self)
        )
        for edit in (self.name, self.place, self.page):
            edit.returnPressed.connect(self._save)

    def start(self) -> None:
        """The cursor in the first field. What was begun and left by Escape stands there still."""
        self._is_open = True
        begun = self._desk.begun_body
        for name, edit in self._edits.items():
            edit.setText(begun.get(name, ""))
        for name, box in self._boxes.items():
            box.setCurrentIndex(max(0, box.findData(begun.get(name, ""))))
        for field in self.fields.values():
            field.set_error("")
        self.fields["page"].setVisible(bool(self.page.text()))
        self.with_page.setVisible(not self.page.text())
        self.name.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not self._is_open:
            return
        self._is_open = False
        typed = {name: edit.text() for name, edit in self._edits.items()}
        chosen = {name: str(box.currentData() or "") for name, box in self._boxes.items()}
        self._desk.begun_body = typed | chosen

    def _empty(self) -> None:
        for edit in self._edits.values():
            edit.clear()
        for box in self._boxes.values():
            box.setCurrentIndex(0)

    def _cancel(self) -> None:
        self._empty()
        self.cancelled.emit()

    def _ask_page(self) -> None:
        self.fields["page"].show()
        self.with_page.hide()
        self.page.setFocus()

    def _save(self) -> None:
        vault, name, place = self._desk.vault, self.name.text(), self.place.text()
        sector, page = str(self.sector.currentData() or ""), self.page.text()
        kind = str(self.kind.currentData() or "")
        for field in self.fields.values():
            field.set_error("")

        def verb() -> Change:
            from onrecord.services.agency_directory_edit import add_body

            return add_body(vault, name, place, sector, page, kind=kind)

        def failed(error: KnownError) -> None:
            field = self.fields.get(getattr(error, "path", ""), self.fields["name"])
            field.set_error(str(error))
            field.setFocus()

        def done(change: Change) -> None:
            self._empty()
            self._added(change.result)

        self._desk.session.do(verb, done, self, failed=failed, say=True)
