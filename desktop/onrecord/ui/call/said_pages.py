"""What a large button opens in its place: a few fields, Enter when done, Esc back to the line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from onrecord.ui.call.big_button import BigButton
from onrecord.ui.design import Field, Label, Space, TextStyle


class SaidPage(QWidget):
    """``body`` holds the fields. ``done`` when the person is through, ``changed`` at each key."""

    changed = Signal()
    done = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Label(title, self, style=TextStyle.STRONG)
        self.ready = BigButton(self.tr("Done"), self, icon="check", on_click=self.done.emit)
        self.body = QVBoxLayout()
        self.body.setSpacing(Space.S)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.ready)
        self.ready.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addLayout(head)
        column.addLayout(self.body)
        column.addStretch(1)

    def fill(self) -> None:
        """The body takes all the room."""
        self._column.setStretch(1, 1)
        self._column.setStretch(2, 0)


class FieldsPage(SaidPage):
    """Line edits by name, ``across`` in a row; Enter goes to the next and, in the last, is done.
    One without words is given its own."""

    def __init__(
        self,
        title: str,
        fields: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
        *,
        across: int = 2,
    ) -> None:
        super().__init__(title, parent)
        self.edits = {name: QLineEdit(self) for name, _ in fields}
        row: QHBoxLayout | None = None
        for n, (name, words) in enumerate(fields):
            if n % across == 0:
                row = QHBoxLayout()
                row.setSpacing(Space.S)
                self.body.addLayout(row)
            assert row is not None
            field = Field(words, self.edits[name], self) if words else self.edits[name]
            row.addWidget(field, 1)
        edits = list(self.edits.values())
        for edit, after in zip(edits, [*edits[1:], None], strict=True):
            edit.textEdited.connect(lambda _text: self.changed.emit())
            edit.returnPressed.connect(self.done.emit if after is None else after.setFocus)
        self.setFocusProxy(edits[0])

    def values(self) -> dict[str, str]:
        return {name: edit.text().strip() for name, edit in self.edits.items()}

    def show_values(self, values: dict[str, str]) -> None:
        for name, edit in self.edits.items():
            edit.setText(values.get(name, ""))
