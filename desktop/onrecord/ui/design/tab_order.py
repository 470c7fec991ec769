"""Tab goes through every part of a window, and out of what is made of several parts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget


def tab_on(window: QWidget, go: Callable[[bool], bool], next: bool) -> bool:
    """One step of Tab, or of Shift+Tab; ``go`` is the window's own, where there is no other way.

    Qt counts a widget that hands the cursor on to a part of itself (a focus proxy) as a stop of
    its own. A field is made after its control, so it stands behind it in the order, and its turn
    would give the cursor back to what was just left. Here only what takes the keys itself counts.
    """
    left = QApplication.focusWidget()
    if left is None or left.window() is not window:
        return go(next)
    found = left
    while (found := _neighbour(found, next)) is not left:
        if found.focusProxy() is None and _takes_tab(found, window):
            reason = Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
            found.setFocus(reason)
            return True
    return go(next)


def _neighbour(widget: QWidget, next: bool) -> QWidget:
    there = widget.nextInFocusChain() if next else widget.previousInFocusChain()
    return there or widget


def _takes_tab(widget: QWidget, window: QWidget) -> bool:
    every = QGuiApplication.styleHints().tabFocusBehavior()
    wanted = (
        Qt.FocusPolicy.TabFocus
        if every == Qt.TabFocusBehavior.TabFocusAllControls
        else Qt.FocusPolicy.StrongFocus  # a system where Tab stops at text and lists only
    )
    able = widget.focusPolicy() & wanted == wanted and widget.isEnabled()
    return able and widget.isVisibleTo(window) and widget.window() is window
