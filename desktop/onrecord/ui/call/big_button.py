"""A button that is hit without looking: 40 pixels high, with its key on it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QSizePolicy, QWidget

from onrecord.ui.design import Button, set_look


class BigButton(Button):
    """``key`` is an unmodified key; it is written on the button, and works in the whole window."""

    def __init__(
        self,
        text: str,
        parent: QWidget | None = None,
        *,
        key: str = "",
        icon: str = "",
        hint: str = "",
        on_click: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(
            text, parent, icon=icon, hint=hint or text, shortcut=key, on_click=on_click
        )
        self.key = key
        self.words = text
        self.setProperty("big", "true")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.say(text)

    def say(self, words: str, *, on: bool = False) -> None:
        """Other words; ``on`` while what it starts is under way."""
        self.words = words
        self.setText(f"{self.key}  {words}" if self.key else words)
        self.setAccessibleName(words)
        set_look(self, "on", "true" if on else "false")
