"""What to write: the few letters that fit where the dispute stands, the others behind a word."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from onrecord.ui.design import (
    Button,
    Field,
    Heading,
    IconButton,
    Label,
    LinkButton,
    Muted,
    Rule,
    ScrollArea,
    Space,
    TextStyle,
    theme,
)
from onrecord.ui.design.discard import discard

WIDEST = 640


class TemplateList(QWidget):
    """One line a letter. ``chosen`` and ``edit_asked`` carry a template's id; ``track`` is the line
    of steps chosen for it, "" while there is only one."""

    chosen = Signal(str)
    edit_asked = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Any = None
        self.lines: dict[str, TemplateLine] = {}
        self._inside = QWidget(self)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, Space.XL, 0, Space.XL)
        self._column.setSpacing(Space.S)
        head = QHBoxLayout()
        head.addWidget(Heading(self.tr("What do you want to write?"), self), 1)
        self.cross = IconButton(
            "close", self.tr("Back to the dispute"), self, on_click=self.closed.emit
        )
        head.addWidget(self.cross)
        self._column.addLayout(head)
        self._column.addWidget(
            Muted(
                self.tr(
                    "It opens filled from your records. What is missing is marked, nothing is "
                    "invented, and nothing is sent before you send it."
                ),
                self,
            )
        )
        self.whom = QComboBox(self)
        self.whom_field = Field(self.tr("To whom"), self.whom, self)
        self.whom_field.hide()
        self._column.addWidget(self.whom_field)
        self._first = QVBoxLayout()
        self._first.setSpacing(Space.S)
        self._column.addLayout(self._first)
        self.more = LinkButton(self.tr("Other letters"), self, on_click=self._show_others)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.others = QWidget(self)
        self._others = QVBoxLayout(self.others)
        self._others.setContentsMargins(0, 0, 0, 0)
        self._others.setSpacing(Space.S)
        self.mine = LinkButton(
            self.tr("Make a template of your own"), self, on_click=lambda: self.edit_asked.emit("")
        )
        self._column.addWidget(self.others)
        self._column.addStretch(1)
        middle = QWidget(self)
        row = QHBoxLayout(middle)
        row.setContentsMargins(Space.XL, 0, Space.XL, 0)
        row.addWidget(self._inside, 1)
        row.addStretch(0)
        area = ScrollArea(middle, self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        theme.follow(self._dress)

    def _dress(self) -> None:
        self._inside.setMaximumWidth(theme.current().metrics.px(WIDEST))

    def show_choices(self, choices: Any) -> None:
        """The same ones leave everything as it is, the focus too."""
        if choices == self._shown:
            return
        self._shown = choices
        for line in self.lines.values():
            discard(line)
        self.lines = {}
        self.whom.clear()
        for id, name in choices.tracks:
            self.whom.addItem(name, id)
        self.whom_field.setVisible(bool(choices.tracks))
        for one in choices.first:
            self._add(one, self._first)
        for one in choices.others:
            self._add(one, self._others)
        self._others.addWidget(self.mine, 0, Qt.AlignmentFlag.AlignLeft)
        self.others.setVisible(not choices.first)
        self.more.setVisible(bool(choices.first))

    @property
    def track(self) -> str:
        return str(self.whom.currentData() or "")

    def _add(self, one: Any, column: QVBoxLayout) -> None:
        line = TemplateLine(one, self)
        line.open.clicked.connect(lambda _on=False, id=one.id: self.chosen.emit(id))
        line.edit.clicked.connect(lambda _on=False, id=one.id: self.edit_asked.emit(id))
        self.lines[one.id] = line
        column.addWidget(line)

    def _show_others(self) -> None:
        self.others.show()
        self.more.hide()
        first = next((x for x in self.lines.values() if self.others.isAncestorOf(x)), None)
        if first is not None:
            first.open.setFocus(Qt.FocusReason.OtherFocusReason)

    def setFocus(self, *reason: Any) -> None:  # pyright: ignore
        for line in self.lines.values():
            if line.isVisibleTo(self):
                line.open.setFocus(*reason)
                return
        super().setFocus(*reason)


class TemplateLine(QWidget):
    """A letter, what it is for, and a way to its words."""

    def __init__(self, template: Any, parent: QWidget) -> None:
        super().__init__(parent)
        self.open = Button(self.tr("Write"), self)
        self.open.setAccessibleName(self.tr("Write: {0}").format(template.name))
        self.edit = IconButton(
            "edit", self.tr("Change the template “{0}”").format(template.name), self, small=True
        )
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(template.name, self, style=TextStyle.STRONG))
        use = template.use
        if template.origin == "changed":
            use = " ".join(p for p in (use, self.tr("Changed by you.")) if p)
        elif template.origin == "mine":
            use = self.tr("Your own template.")
        words.addWidget(Muted(use, self))
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addLayout(words, 1)
        row.addWidget(self.edit)
        row.addWidget(self.open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(row)
        column.addWidget(Rule(self))
