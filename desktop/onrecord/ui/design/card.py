"""Surfaces that hold one thing each; and the Next step, the only place of a filled button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QMenu, QSizePolicy, QVBoxLayout, QWidget

from onrecord.ui.design import icons
from onrecord.ui.design.buttons import PrimaryButton, QuietButton
from onrecord.ui.design.flow import FlowLayout
from onrecord.ui.design.labels import Body, Label, Title
from onrecord.ui.design.tokens import Space, TextStyle


class Card(QFrame):
    """A raised surface. Put things into ``body``, a vertical layout."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(Space.L, Space.M, Space.L, Space.L)
        self.body.setSpacing(Space.S)
        self.title: Title | None = None
        if title:
            self.title = Title(title, self, wrap=True)
            self.body.addWidget(self.title)


@dataclass(frozen=True)
class Choice:
    """One thing that can be done: words, what happens, an optional icon."""

    words: str
    act: Callable[[], object]
    icon: str = ""


@dataclass(frozen=True)
class NextStepDismissed:
    """The user said "Not now" to the step of this key."""

    key: str


class NextStepCard(QFrame):
    """What to do next, why, one filled button, "Not now", and the other options in a menu."""

    dismissed = Signal(object)  # NextStepDismissed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "next")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._key = ""
        self._act: Callable[[], object] | None = None
        self.heading = Label(self.tr("Next"), self, style=TextStyle.SMALL_STRONG, tone="accent")
        self.title = Label("", self, style=TextStyle.TITLE, wrap=True)
        self.why = Body("", self)
        self.why.set_tone("muted")
        self.primary = PrimaryButton("", self, on_click=self._do)
        self.not_now = QuietButton(self.tr("Not now"), self, on_click=self._dismiss)
        self._menu = QMenu(self)
        self.others = QuietButton(self.tr("Other options"), self, menu=self._menu)

        row = FlowLayout(gap=Space.S)
        for button in (self.primary, self.not_now, self.others):
            row.addWidget(button)
        text = QVBoxLayout(self)
        text.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        text.setSpacing(2)
        text.addWidget(self.heading)
        text.addWidget(self.title)
        text.addWidget(self.why)
        text.addSpacing(Space.S)
        text.addLayout(row)

    def show_step(
        self,
        title: str,
        why: str,
        action: Choice,
        *,
        key: str = "",
        others: Sequence[Choice] = (),
        can_wait: bool = True,
    ) -> None:
        """``key`` is given back by ``dismissed``; ``others`` fill the menu."""
        self._key = key
        self._act = action.act
        self.title.setText(title)
        self.why.setText(why)
        self.why.setVisible(bool(why))
        self.primary.setText(action.words)
        self.primary.set_icon(action.icon)
        self.not_now.setVisible(can_wait)
        self._menu.clear()
        for choice in others:
            entry = self._menu.addAction(choice.words)
            if choice.icon:
                entry.setIcon(icons.icon(choice.icon))
            entry.triggered.connect(lambda _checked=False, act=choice.act: act())
        self.others.setVisible(bool(others))
        self.setAccessibleName(self.tr("Next step: {0}").format(title))
        self.setAccessibleDescription(why)

    def _do(self) -> None:
        if self._act is not None:
            self._act()

    def _dismiss(self) -> None:
        self.dismissed.emit(NextStepDismissed(self._key))
