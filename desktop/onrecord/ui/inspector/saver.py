"""Fields that save themselves when they are left; Escape puts back what was there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from onrecord.domain.change import Change
from onrecord.domain.record import Record
from onrecord.errors import KnownError
from onrecord.ui.design import Field
from onrecord.ui.desk import Desk

Show = Callable[[Any], str]
Read = Callable[[str], dict[str, Any]]
Verb = Callable[[str, str, dict[str, Any]], Change]


@dataclass
class _Bound:
    field: Field
    control: QLineEdit | QPlainTextEdit | QComboBox
    show: Show
    read: Read
    words: str
    shown: str = ""
    turn: int = 0
    """Counts when what was typed gave way: what it then comes to is told no more."""


class Saver(QObject):
    """Binds fields to one record of ``cls``. A value that is refused stays in its field, with
    the sentence below it, and is not saved."""

    def __init__(
        self, desk: Desk, cls: type[Record], parent: QWidget, *, verb: Verb | None = None
    ) -> None:
        """``verb`` saves instead of ``edit_record``: it gets the record's id, words, values."""
        super().__init__(parent)
        self._desk = desk
        self._verb = verb or self._edit(desk, cls)
        self._bound: list[_Bound] = []
        self.id = ""

    def bind(self, field: Field, name: str, *, show: Show | None = None, read: Read | None = None,
             words: str = "") -> Field:  # fmt: skip
        """``show`` gives the words of a record, ``read`` the values of what is typed (it may
        raise Refused); by themselves both are the column ``name`` as text."""
        control = field.control
        assert isinstance(control, QLineEdit | QPlainTextEdit | QComboBox)
        one = _Bound(
            field,
            control,
            show or (lambda record: str(getattr(record, name))),
            read or (lambda text: {name: text.strip()}),
            words,
        )
        self._bound.append(one)
        if isinstance(control, QComboBox):
            control.activated.connect(lambda _index: self._save(one))
        else:
            control.installEventFilter(self)
            if isinstance(control, QLineEdit):
                control.returnPressed.connect(lambda: self._save(one))
        return field

    @property
    def first(self) -> Field:
        return self._bound[0].field

    def fill(self, record: Record, id: str = "") -> None:
        """Show a record. A field that is being typed in, or was refused, is left alone. ``id``
        is given to the verb where it is not the record's own."""
        fresh = (id or record.id) != self.id
        self.id = id or record.id
        for one in self._bound:
            words = one.show(record)
            if not fresh and (one.field.error.text() or _text(one.control) != one.shown):
                continue
            one.field.set_error("")
            one.shown = words
            if _text(one.control) != words:
                _set_text(one.control, words)

    def let_go(self, field: Field) -> None:
        """What was typed into a field and refused gives way to a value chosen elsewhere."""
        for one in self._bound:
            if one.field is field:
                one.shown, one.turn = "", one.turn + 1
                _set_text(one.control, "")
                field.set_error("")

    def save(self) -> None:
        """Save whatever was typed and not yet left; asked before another record is shown."""
        for one in self._bound:
            self._save(one)

    def _save(self, one: _Bound) -> None:
        typed = _text(one.control)
        if not self.id or typed == one.shown:
            if one.field.error.text():
                one.field.set_error("")
            return
        try:
            values = one.read(typed)
        except KnownError as error:
            one.field.set_error(str(error))
            return
        before, one.shown = one.shown, typed
        save, id, turn = self._verb, self.id, one.turn

        def done(_change: Change) -> None:
            if self.id == id:
                one.field.set_error("")

        def failed(error: KnownError) -> None:
            if one.turn != turn:
                return
            if self.id == id:
                one.shown = before
                one.field.set_error(str(error))
            else:
                self._desk.session.notices.error(str(error))

        self._desk.session.do(lambda: save(id, one.words, values), done, self, failed=failed)

    @staticmethod
    def _edit(desk: Desk, cls: type[Record]) -> Verb:
        def verb(id: str, words: str, values: dict[str, Any]) -> Change:
            from onrecord.services.edit_record import edit_record

            return edit_record(desk.vault, cls, id, words, **values)

        return verb

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        one = next((b for b in self._bound if b.control is watched), None)
        if one is None:
            return False
        if event.type() == QEvent.Type.FocusOut:
            self._save(one)
        elif isinstance(event, QKeyEvent) and self._takes_back(one, event):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                _set_text(one.control, one.shown)
                one.field.set_error("")
                return True
        return False

    @staticmethod
    def _takes_back(one: _Bound, event: QKeyEvent) -> bool:
        """Escape belongs to the field while it differs, and to the window when it does not."""
        differs = _text(one.control) != one.shown or bool(one.field.error.text())
        return event.key() == Qt.Key.Key_Escape and differs


def _text(control: QLineEdit | QPlainTextEdit | QComboBox) -> str:
    if isinstance(control, QLineEdit):
        return control.text()
    if isinstance(control, QPlainTextEdit):
        return control.toPlainText()
    data = control.currentData()
    return str(data) if data is not None else control.currentText()


def _set_text(control: QLineEdit | QPlainTextEdit | QComboBox, words: str) -> None:
    if isinstance(control, QLineEdit):
        control.setText(words)
        control.setCursorPosition(0)
    elif isinstance(control, QPlainTextEdit):
        control.setPlainText(words)
    else:
        control.setCurrentIndex(max(0, control.findData(words)))
