"""An empty screen teaches what belongs here, and takes a drop."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from onrecord.ui.design import icons, theme
from onrecord.ui.design.buttons import Button, PrimaryButton
from onrecord.ui.design.card import Choice
from onrecord.ui.design.flow import FlowLayout
from onrecord.ui.design.labels import Label, set_look
from onrecord.ui.design.tokens import Space, TextStyle


class EmptyState(QFrame):
    """Icon, title, hint, up to two actions.

    The first is filled only with ``primary=True``, for a view with no Next step of its own.
    """

    def __init__(
        self,
        icon: str,
        title: str,
        hint: str = "",
        parent: QWidget | None = None,
        *,
        actions: Sequence[Choice] = (),
        primary: bool = False,
    ) -> None:
        super().__init__(parent)
        if len(actions) > 2:
            raise ValueError("an empty screen offers two actions at most")
        self._icon = icon
        self.setProperty("look", "empty")
        self.picture = QLabel(self)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = Label(title, self, style=TextStyle.TITLE, wrap=True)
        self.hint = Label(hint, self, muted=True, wrap=True)
        for label in (self.title, self.hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setVisible(bool(hint))
        self.buttons: list[Button] = []
        row = FlowLayout(gap=Space.S, lines="centre")
        for number, choice in enumerate(actions):
            kind = PrimaryButton if primary and number == 0 else Button
            button = kind(choice.words, self, icon=choice.icon, on_click=choice.act)
            self.buttons.append(button)
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        column.setSpacing(Space.XS)
        column.addStretch(2)
        column.addWidget(self.picture)
        column.addSpacing(Space.S)
        column.addWidget(self.title)
        column.addWidget(self.hint)
        column.addSpacing(Space.M)
        column.addLayout(row)
        column.addStretch(3)
        self.setAccessibleName(title)
        self.setAccessibleDescription(hint)
        theme.follow(self._refresh)

    def set_drop_target(self, on: bool) -> None:
        """Show that what is being dragged can be let go here."""
        set_look(self, "target", "true" if on else "false")

    def _refresh(self) -> None:
        th = theme.current()
        side = th.metrics.px(40)
        self.picture.setPixmap(icons.icon(self._icon, "faint", side).pixmap(side))
