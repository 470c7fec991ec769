"""Parts of what scrolls, as a screen reader meets them."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAccessibleWidget, QWidget

_installed: list[bool] = []


def keep_parts_of_what_scrolls() -> None:
    """To be called once an application is there; a second time it does nothing.

    Qt (seen with 6.11.3) counts the scroll bars of a scroll area only while they are in sight, and
    gives its n-th part without looking whether there are so many: a bar that goes, or a page that
    is put away, between the two questions of a screen reader ends the program. Described as a plain
    widget, an area has the same parts all the time, and none where there is none.
    """
    if not _installed:
        _installed.append(True)
        QAccessible.installFactory(_described)


def _described(name: str, of: QObject | None) -> QAccessibleWidget | None:
    if name in ("QScrollArea", "QAbstractScrollArea") and isinstance(of, QWidget):
        return QAccessibleWidget(of, QAccessible.Role.Client)
    return None
