"""Remembers sizes (splitters, windows, header columns) in a settings file of this computer.

Only sizes, under names the code gives: nothing of what a vault holds. For a vault opened without
leaving a trace, make it with ``remember=False``: it then keeps sizes until the process ends.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QByteArray, QObject, QTimer
from PySide6.QtWidgets import QHeaderView, QSplitter, QWidget


class ViewMemory(QObject):
    """One per process, owned by the application. Writes half a second after the last change."""

    def __init__(self, parent: QObject, file: Path | None = None, *, remember: bool = True) -> None:
        super().__init__(parent)
        self._file = file or default_file()
        self._remember = remember
        self._state: dict[str, Any] = _read(self._file) if remember else {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(500)
        self._pause.timeout.connect(self.write)

    def value(self, name: str, default: Any = None) -> Any:
        return self._state.get(name, default)

    def set_value(self, name: str, value: Any) -> None:
        """``value`` is JSON-able and says nothing about a vault's content."""
        if self._state.get(name) != value:
            self._state[name] = value
            if self._remember:
                self._pause.start()

    def splitter_sizes(self, name: str, default: list[int]) -> list[int]:
        """As many as in ``default``, in pixels, as they were left; whatever stands in the file."""
        saved = self.value(f"splitter.{name}")
        fits = isinstance(saved, list) and len(cast("list[Any]", saved)) == len(default)
        sizes = cast("list[Any]", saved) if fits else default
        return [size if isinstance(size, int) else 0 for size in sizes]

    def keep_splitter(self, splitter: QSplitter, name: str, default: list[int]) -> None:
        """Restore now, remember from now on. ``default`` sizes in pixels."""
        key = f"splitter.{name}"
        splitter.setSizes(self.splitter_sizes(name, default))
        across = splitter.orientation()

        def note(*_: object) -> None:
            """A part that is hidden has no size now: it keeps the one it had. What stands one
            below the other for want of room says nothing of how wide it is wanted."""
            if splitter.orientation() != across:
                return
            before = self.splitter_sizes(name, default)
            now = splitter.sizes()
            for number, size in enumerate(now):
                part = splitter.widget(number)
                if part is not None and part.isHidden() and number < len(before):
                    size = before[number]
                now[number] = size
            self.set_value(key, now)

        splitter.splitterMoved.connect(note)

    def restore_window(self, window: QWidget, name: str) -> bool:
        """Size and place of a window; false if there is nothing to restore."""
        saved = self.value(f"window.{name}")
        if not isinstance(saved, str):
            return False
        return window.restoreGeometry(QByteArray.fromBase64(saved.encode("ascii", "replace")))

    def keep_window(self, window: QWidget, name: str) -> None:
        """Call from ``closeEvent``."""
        state = window.saveGeometry().toBase64().data()
        self.set_value(f"window.{name}", bytes(state).decode("ascii"))

    def keep_header(self, header: QHeaderView, name: str) -> None:
        key = f"header.{name}"
        saved = self.value(key)
        if isinstance(saved, list) and len(cast("list[Any]", saved)) == header.count():
            for column, size in enumerate(cast("list[Any]", saved)):
                if isinstance(size, int) and size > 0:
                    header.resizeSection(column, size)

        def note(*_: object) -> None:
            before = self.value(key)
            was = cast("list[Any]", before) if isinstance(before, list) else []
            sizes = [header.sectionSize(i) for i in range(header.count())]
            for i, size in enumerate(sizes):
                if not size and i < len(was):  # a hidden column keeps the width it had
                    sizes[i] = was[i]
            self.set_value(key, sizes)

        header.sectionResized.connect(note)

    def write(self) -> None:
        """A settings file that cannot be written is no reason to disturb anyone."""
        if not self._remember:
            return
        self._pause.stop()
        part = self._file.with_suffix(".part")
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(self._state, indent=1, sort_keys=True), "utf-8")
            part.replace(self._file)


def default_file() -> Path:
    from platformdirs import user_config_path

    return user_config_path("onrecord", appauthor=False) / "view.json"


def _read(file: Path) -> dict[str, Any]:
    try:
        state = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return cast("dict[str, Any]", state) if isinstance(state, dict) else {}
