"""When, how long, with whom: what the form shows when asked for more."""

from __future__ import annotations

import contextlib
import re
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from onrecord.domain.contact_entry import ContactEntry
from onrecord.domain.times import zone_words
from onrecord.domain.typed_when import parse_when
from onrecord.domain.when import When
from onrecord.ui.contact.passed_on import PassedOn
from onrecord.ui.design import Field, Space


class DetailsEditor(QWidget):
    """Groups of at most four fields; ``values()`` gives only what can be read."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.when = QLineEdit(self)
        self.number = QLineEdit(self)  # made in the order in which Tab goes through them
        self.duration = QLineEdit(self)
        self.hold = QLineEdit(self)
        self.zone = ""
        self.fields = {
            "dated": Field(self.tr("When"), self.when, self),
            "number": Field(self.tr("Number or address"), self.number, self),
            "duration_s": Field(self.tr("How long"), self.duration, self, hint=self.tr("minutes")),
            "hold_s": Field(self.tr("Of that on hold"), self.hold, self, hint=self.tr("minutes")),
        }
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(Space.M)
        self.passed_on = PassedOn(self)
        self.passed_on.changed.connect(self.changed)
        grid.addWidget(self.passed_on, 3, 0, 1, 2)
        grid.setRowStretch(4, 1)
        self.setFocusProxy(self.duration)
        places = ((0, 0, 1, 2), (1, 0, 1, 2), (2, 0, 1, 1), (2, 1, 1, 1))
        for field, place in zip(self.fields.values(), places, strict=True):
            grid.addWidget(field, *place, Qt.AlignmentFlag.AlignTop)
        for edit in (self.when, self.duration, self.hold, self.number):
            edit.textEdited.connect(lambda _text: self.changed.emit())
        self.when.editingFinished.connect(self._say_when)
        self.duration.editingFinished.connect(self._check)
        self.hold.editingFinished.connect(self._check)

    def values(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "number": self.number.text().strip(),
            "thread_id": self.passed_on.thread_id,
        }
        with contextlib.suppress(ValueError):
            found["dated"] = parse_when(self.when.text()).text
        for name, edit in (("duration_s", self.duration), ("hold_s", self.hold)):
            with contextlib.suppress(ValueError):
                found[name] = seconds_of(edit.text())
        return found

    def show_entry(self, entry: ContactEntry) -> None:
        self.zone = entry.zone
        self.when.setText(When(entry.dated).words() if entry.dated else "")
        self.number.setText(entry.number)
        self.duration.setText(say_minutes(entry.duration_s))
        self.hold.setText(say_minutes(entry.hold_s))
        self.passed_on.show_thread(entry.thread_id)
        zone = zone_words(entry.zone)
        self.fields["dated"].set_hint(self.tr("{0} time").format(zone) if zone else "")
        for edit in (self.when, self.number):
            edit.setCursorPosition(0)
        for field in self.fields.values():
            field.set_error("")

    def _say_when(self) -> None:
        """Once it is left, as it was understood."""
        self._check()
        with contextlib.suppress(ValueError):
            when = parse_when(self.when.text())
            if when.text:
                self.when.setText(when.words())

    @property
    def is_readable(self) -> bool:
        return self._check()

    def _check(self) -> bool:
        fine = True
        for name, edit, read in (
            ("dated", self.when, parse_when),
            ("duration_s", self.duration, seconds_of),
            ("hold_s", self.hold, seconds_of),
        ):
            try:
                read(edit.text())
                self.fields[name].set_error("")
            except ValueError as error:
                self.fields[name].set_error(str(error))
                fine = False
        return fine


def seconds_of(typed: str) -> int | None:
    """``24`` or ``24 min`` is minutes, ``1:30`` minutes and seconds, ``1 h 5 min`` and ``1h05``
    hours and minutes."""
    text = typed.strip().lower()
    if not text:
        return None
    clock = re.fullmatch(r"(?:(\d+):)?(\d{1,3}):(\d{2})", text)
    if clock:
        return int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3])
    if text.isdigit():
        return int(text) * 60
    said = re.fullmatch(r"(\d+)\s*h(?:(?:ou)?rs?)?\.?\s*(\d{1,2})()", text) or re.fullmatch(
        r"(?:(\d+)\s*h(?:(?:ou)?rs?)?\.?)?(?:\s*and\b)?\s*(?:(\d+)\s*m(?:ins?|inutes?)?\.?)?"
        r"\s*(?:(\d+)\s*s(?:ec(?:onds?)?)?)?",
        text,
    )
    if not said or not any(said.groups()):
        raise ValueError("Write minutes, like 24 or 1:30.")
    return int(said[1] or 0) * 3600 + int(said[2] or 0) * 60 + int(said[3] or 0)


def say_minutes(seconds: int | None) -> str:
    """What ``seconds_of`` reads back to the same length."""
    if seconds is None:
        return ""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}:{rest:02}" if rest else str(minutes)
