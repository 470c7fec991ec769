"""Taking a widget away while something of it may still be running.

``setParent(None)`` makes Python the owner: the widget is deleted the moment its last Python name
goes, which can be in the middle of its own click, or on another thread that holds a callback of
it. Both end the process. Here it is kept until the event loop deletes it.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

_leaving: dict[int, QWidget] = {}


def discard(widget: QWidget) -> None:
    """Out of sight and out of its parent now; deleted when control is back in the event loop."""
    if not isValid(widget):
        return
    number = id(widget)
    _leaving[number] = widget
    widget.hide()
    widget.setParent(None)
    widget.destroyed.connect(lambda: _leaving.pop(number, None))
    widget.deleteLater()
