"""The cursor stays where it is when what stands there is made anew."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget


def keep_focus(view: QWidget) -> Callable[[], None]:
    """Call before the parts of ``view`` are made anew; call what it returns after. A control is
    known again by what a screen reader says of it."""
    focus = QApplication.focusWidget()
    if focus is None or not view.isAncestorOf(focus):
        return lambda: None
    kind, name = type(focus), _name(focus)

    def back() -> None:
        now = QApplication.focusWidget()
        if now is not None and now.isVisible() and view.isAncestorOf(now):
            return
        for part in view.findChildren(kind):
            if _name(part) == name and part.isVisible():
                part.setFocus()
                return

    return back


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text
