"""The look as it is remembered: light or dark, and the size of the text."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from onrecord.ui.design import theme
from onrecord.ui.design.theme import Mode
from onrecord.ui.preferences import Preferences

SMALLEST, LARGEST = 80, 250
"""Text size in percent."""


def dress(app: QApplication, preferences: Preferences) -> None:
    """The theme as it is remembered; what is remembered wrongly counts as nothing."""
    mode = str(preferences.get("theme", "system"))
    known: Mode = mode if mode in ("system", "light", "dark") else "system"
    theme.apply(app, known, text_scale(preferences))


def text_scale(preferences: Preferences) -> float:
    """1.0 at 100 %."""
    try:
        return float(preferences.get("text_scale", 1.0))
    except (TypeError, ValueError):
        return 1.0


def set_text_scale(preferences: Preferences, scale: float) -> None:
    """Remember it, and show it at once; kept between 80 and 250 %."""
    preferences.set("text_scale", min(max(round(scale, 2), SMALLEST / 100), LARGEST / 100))
    app = QApplication.instance()
    if isinstance(app, QApplication):
        dress(app, preferences)
