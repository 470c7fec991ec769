"""The filled buttons in view: at most one at a time says what comes next."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from onrecord.ui.design import PrimaryButton


def filled_buttons(window: QWidget) -> list[PrimaryButton]:
    """Those a person sees as filled and can press now."""
    return [
        button
        for button in window.findChildren(PrimaryButton)
        if button.isVisible() and button.isEnabled() and button.is_filled
    ]
