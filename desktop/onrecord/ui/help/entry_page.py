"""One entry of the directory: every figure with its source; correct one, or go back to ours."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from onrecord.domain.change import Change
from onrecord.ui.design import FlowLayout, Label, LinkButton, Muted, QuietButton, Space, TextStyle
from onrecord.ui.design.discard import discard
from onrecord.ui.desk import Desk
from onrecord.ui.help.figure_line import FigureForm, FigureLine
from onrecord.ui.help.keep_focus import keep_focus
from onrecord.ui.shell.page import Page


class EntryPage(Page):
    wide = 760

    def __init__(self, desk: Desk, agency_id: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.agency_id = agency_id
        self.view: Any = None
        self.lines: dict[str, FigureLine] = {}
        self.form: FigureForm | None = None
        self._parts: list[QWidget] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(Space.S)
        menu = QMenu(self)
        self.add = QuietButton(self.tr("Add a figure"), self, icon="add", menu=menu)
        self.entries: dict[str, Any] = {}
        for what, words in figure_words(self).items():
            action = menu.addAction(words)
            action.triggered.connect(lambda _on=False, what=what: self._open_new(what))
            self.entries[what] = action
        self.back = QuietButton(self.tr("Back to our entry"), self, on_click=self._forget)
        self.whole = LinkButton(
            self.tr("The whole directory"), self, on_click=lambda: desk.act("agencies")
        )
        buttons = FlowLayout(gap=Space.S)
        for button in (self.add, self.back, self.whole):
            buttons.addWidget(button)
        self.gone_over = Muted("", self)
        self._new = QVBoxLayout()
        self.body.addWidget(self.gone_over)
        self.body.addLayout(buttons)
        self.body.addLayout(self._new)
        self.body.addLayout(self._list)
        self.back.hide()
        desk.session.changed.connect(self._changed)
        self.refresh()

    def refresh(self) -> None:
        vault, id = self.desk.vault, self.agency_id

        def query() -> Any:
            from onrecord.errors import NotFound
            from onrecord.services.views.directory import entry_view

            try:
                return entry_view(vault, id)
            except NotFound:  # it was the user's own, and is taken back
                return None

        self.desk.session.ask(query, self._show, self, "entry")

    def _changed(self, change: Change) -> None:
        if "agency_override" in change.tables():
            self.refresh()

    def _show(self, view: Any) -> None:
        if view is None:
            self.desk.act("agencies")
            return
        self.view = view
        kind = f"{view.kind[:1].upper()}{view.kind[1:]}."
        self.set_words(view.name, kind)
        said = {
            "alone": self.tr("Your own entry; changed on {0}."),
            "mine": self.tr("Your own entry, in place of ours; changed on {0}."),
            "update": self.tr("From an update you took in; gone over on {0}."),
        }.get("alone" if view.alone else view.origin, self.tr("Gone over on {0}."))
        if view.newer:
            said += " " + self.tr("Ours was gone over since you changed yours.")
        self.gone_over.setText(said.format(view.revised))
        self.back.setText(self.tr("Take it out") if view.alone else self.tr("Back to our entry"))
        self.back.setVisible(view.origin == "mine")
        put_back = keep_focus(self)
        self._close_form()
        for part in self._parts:
            discard(part)
        self._parts, self.lines = [], {}
        for group, words in group_words(self).items():
            rows = [row for row in view.rows if row.group == group]
            if rows:
                title = Label(words, self, style=TextStyle.TITLE)
                title.setContentsMargins(0, Space.M if self._parts else 0, 0, 0)
                self._put(title)
            for row in rows:
                line = FigureLine(row, self._open, self._back_to_ours, self)
                self._put(line)
                self.lines[row.path] = line
        put_back()

    def _put(self, part: QWidget) -> None:
        self._list.addWidget(part)
        part.show()
        self._parts.append(part)

    # ---------------------------------------------------------------- correcting

    def _open(self, row: Any) -> None:
        self._close_form()
        self.form = FigureForm(self.desk, self.agency_id, row, self._close_form, self)
        at = self._list.indexOf(self.lines[row.path])
        self._list.insertWidget(at + 1, self.form)
        self._start_form(self.form)

    def _open_new(self, what: str) -> None:
        self._close_form()
        words = figure_words(self)[what]
        self.form = FigureForm(
            self.desk, self.agency_id, None, self._close_form, self, what=what, label=words
        )
        self._new.addWidget(self.form)
        self._start_form(self.form)

    def _start_form(self, form: FigureForm) -> None:
        """The cursor in its first field, and all of it in view, with what saves it."""
        form.show()
        form.start()
        QTimer.singleShot(0, form, lambda: self.area.ensureWidgetVisible(form, 0, Space.L))

    def _close_form(self) -> None:
        form, self.form = self.form, None
        if form is not None:
            discard(form)

    def _back_to_ours(self, row: Any) -> None:
        vault, id = self.desk.vault, self.agency_id

        def verb() -> Change:
            from onrecord.services.agency_directory_edit import undo_figure

            return undo_figure(vault, id, row.path)

        self.desk.session.do(verb, say=True)

    def _forget(self) -> None:
        vault, id = self.desk.vault, self.agency_id

        def verb() -> Change:
            from onrecord.services.agency_directory import forget_correction

            return forget_correction(vault, id)

        self.desk.session.do(verb, say=True)


def group_words(view: QWidget) -> dict[str, str]:
    """The groups of figures in their order."""
    return {
        "first": view.tr("What comes first"),
        "days": view.tr("Times"),
        "money": view.tr("Money"),
        "way": view.tr("How to reach them"),
        "files": view.tr("Files and lengths"),
        "want": view.tr("What they want"),
        "more": view.tr("More"),
    }


def figure_words(view: QWidget) -> dict[str, str]:
    """Figures that can be added, by the codes of the service."""
    return {
        "wait": view.tr("Time the company has first"),
        "refer_by": view.tr("Time to bring it to them"),
        "fee": view.tr("What it costs"),
        "narrative": view.tr("Characters of your account"),
        "pages": view.tr("Pages, at most"),
        "files": view.tr("Files, at most"),
        "bytes": view.tr("Size of all files"),
        "note": view.tr("A note"),
    }
