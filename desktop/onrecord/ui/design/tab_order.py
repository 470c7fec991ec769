"""Tab goes through every part of a window, and out of what is made of several parts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QWidget


def tab_on(go: Callable[[bool], bool], next: bool) -> bool:
    """One step of Tab or Shift+Tab in a window: ``go`` is its own ``focusNextPrevChild``.

    What hands the cursor on to one of its parts (a focus proxy) may stand behind them in the
    order; Qt would then give the cursor back to that part for ever. So nothing around the widget
    that is left hands the cursor on meanwhile.
    """
    left = QApplication.focusWidget()
    handed: list[tuple[QWidget, QWidget]] = []
    around = left.parentWidget() if left is not None else None
    while around is not None and not around.isWindow():
        if (proxy := around.focusProxy()) is not None:
            handed.append((around, proxy))
            around.setFocusProxy(None)  # pyright: ignore[reportArgumentType]
        around = around.parentWidget()
    try:
        return go(next)
    finally:
        for whole, part in handed:
            if whole.focusProxy() is None:
                whole.setFocusProxy(part)
