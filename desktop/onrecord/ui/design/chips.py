"""Small choices: segments (one of a few), chips (any of many), removable chips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from onrecord.ui.design import theme
from onrecord.ui.design.buttons import IconButton
from onrecord.ui.design.flow import FlowLayout
from onrecord.ui.design.labels import Label
from onrecord.ui.design.tokens import Space, TextStyle


@dataclass(frozen=True)
class Option:
    """``key`` is what the program knows it by, ``words`` what the screen says."""

    key: str
    words: str
    hint: str = ""


@dataclass(frozen=True)
class ChoiceMade:
    """The option chosen; or, from chips that allow several, all that are on."""

    key: str
    keys: tuple[str, ...] = ()


class _Choices(QFrame):
    """One tab stop; the arrow keys move inside, as a group of radio buttons does."""

    chosen = Signal(object)  # ChoiceMade, by the user only

    _look = "chip"

    def __init__(
        self,
        options: Sequence[Option],
        name: str,
        parent: QWidget | None,
        *,
        several: bool = False,
        may_be_none: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._several = several
        self._may_be_none = may_be_none or several
        self._name = name
        self.buttons: dict[str, QPushButton] = {}
        for option in options:
            button = QPushButton(option.words, self)
            button.setCheckable(True)
            button.setProperty("look", self._look)
            button.setAccessibleName(option.words)
            button.setAccessibleDescription(option.hint or name)
            button.setToolTip(option.hint)
            button.installEventFilter(self)
            self.buttons[option.key] = button
            button.clicked.connect(lambda _on=False, key=option.key: self._clicked(key))
        theme.follow(self._refresh)

    @property
    def value(self) -> str:
        """The key that is on, or ``""``."""
        return next((key for key, button in self.buttons.items() if button.isChecked()), "")

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(key for key, button in self.buttons.items() if button.isChecked())

    def set_value(self, *keys: str) -> None:
        """Set from the program; does not emit ``chosen``."""
        for key, button in self.buttons.items():
            button.setChecked(key in keys)
        self._one_tab_stop(self.value or next(iter(self.buttons), ""))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A button would take the arrow keys for itself and leave the group.
        return (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and self._moved(watched, event.key())
        )

    def _moved(self, button: QObject, pressed: int) -> bool:
        step = self._step(Qt.Key(pressed))
        keys = [key for key, button in self.buttons.items() if button.isEnabled()]
        here = next((k for k in keys if self.buttons[k] is button), None)
        if not step or here is None:
            return False
        there = keys[(keys.index(here) + step) % len(keys)]
        self.buttons[there].setFocus(Qt.FocusReason.TabFocusReason)
        if not self._may_be_none:
            self.buttons[there].click()
        else:
            self._one_tab_stop(there)
        return True

    def _step(self, key: Qt.Key) -> int:
        back, on = Qt.Key.Key_Left, Qt.Key.Key_Right
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            back, on = on, back
        return {back: -1, Qt.Key.Key_Up: -1, on: 1, Qt.Key.Key_Down: 1}.get(key, 0)

    def _one_tab_stop(self, stop: str) -> None:
        for key, button in self.buttons.items():
            tab = Qt.FocusPolicy.StrongFocus if key == stop else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(tab)
        if stop:
            self.setFocusProxy(self.buttons[stop])

    def _clicked(self, key: str) -> None:
        on = self.buttons[key].isChecked() or not self._may_be_none
        if not self._several:
            self.set_value(*([key] if on else []))
        self._one_tab_stop(key)
        self.chosen.emit(ChoiceMade(key if on else "", self.values))

    def _refresh(self) -> None:
        for button in self.buttons.values():
            button.setFont(theme.current().font(TextStyle.BODY))


class Segmented(_Choices):
    """One of two to five, side by side."""

    _look = "segment"

    def __init__(
        self,
        options: Sequence[Option],
        name: str,
        parent: QWidget | None = None,
        *,
        value: str = "",
    ) -> None:
        super().__init__(options, name, parent)
        self.setProperty("look", "segments")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        for button in self.buttons.values():
            row.addWidget(button)
        self.set_value(value or options[0].key)


class ChipGroup(_Choices):
    """Chips that wrap. One (or none) of many, or any number with ``several=True``; with
    ``always=True`` the one that is on stays on when it is pressed again."""

    def __init__(
        self,
        options: Sequence[Option],
        name: str,
        parent: QWidget | None = None,
        *,
        several: bool = False,
        always: bool = False,
        value: str = "",
    ) -> None:
        super().__init__(options, name, parent, several=several, may_be_none=not always)
        flow = FlowLayout(self, gap=Space.S)
        for button in self.buttons.values():
            flow.addWidget(button)
        self.set_value(value)


@dataclass(frozen=True)
class ChipRemoved:
    key: str


class Chip(QFrame):
    """One word that belongs to something, with a cross to take it off."""

    removed = Signal(object)  # ChipRemoved

    def __init__(
        self, words: str, parent: QWidget | None = None, *, key: str = "", removable: bool = True
    ) -> None:
        super().__init__(parent)
        self.key = key or words
        self.setProperty("look", "chip")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, 1, Space.XS if removable else Space.M, 1)
        row.setSpacing(0)
        row.addWidget(Label(words, self))
        if removable:
            cross = IconButton(
                "close", self.tr("Take off {0}").format(words), self, role="muted", small=True
            )
            cross.clicked.connect(lambda _checked=False: self.removed.emit(ChipRemoved(self.key)))
            row.addWidget(cross)
