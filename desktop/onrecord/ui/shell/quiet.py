"""One filled button in view: while a form with its own is open, the rest of the window has none."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from onrecord.ui.design import PrimaryButton


def set_quiet(part: QWidget, quiet: bool) -> None:
    """Filled buttons in ``part`` look like others while it is quiet, also those made later."""
    if bool(part.property("quiet")) != quiet:
        part.setProperty("quiet", quiet)
        for button in part.findChildren(PrimaryButton):
            button.settle_rank()
