"""Gives the acts of the registry that belong to one view to the view that is on screen.

Two views can answer the same act (both a document and a packet can be zoomed); it is enabled
while one of them is visible, so that the palette offers it then and only then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from onrecord.ui.actions import ActionBook
from onrecord.ui.desk import Desk

Acts = Mapping[str, Callable[[], object]]


class ViewKeys(QObject):
    """Owned by its view; takes the desk's book when the view is first shown."""

    def __init__(self, desk: Desk, view: QWidget, acts: Acts) -> None:
        super().__init__(view)
        self._desk = desk
        self._view = view
        self._acts = dict(acts)
        self._book: ActionBook | None = None
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self._connect()
            self._enable(on=True)
        elif event.type() == QEvent.Type.Hide:
            self._enable(on=False)
        return False

    def set_enabled(self, *names: str, on: bool) -> None:
        """For an act that has nothing to act on just now."""
        if self._book is not None and self._view.isVisible():
            self._book.set_enabled(*names, on=on)

    def _connect(self) -> None:
        if self._book is not None:
            return
        if self._desk.book is None:
            # A view in a window without menus brings its keys along.
            self._desk.book = ActionBook(self._view.window())
        self._book = self._desk.book
        for name, act in self._acts.items():
            self._book.connect_to(name, self._if_seen(act), on=self._view)

    def _if_seen(self, act: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            if self._view.isVisible():
                act()

        return run

    def _enable(self, *, on: bool) -> None:
        if self._book is None:
            return
        others = [
            keys
            for keys in self._view.window().findChildren(ViewKeys)
            if keys is not self and keys._view.isVisible()
        ]
        for name in self._acts:
            taken = any(name in keys._acts for keys in others)
            self._book.set_enabled(name, on=on or taken)
