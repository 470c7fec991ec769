"""What is remembered outside the vault: where it is, how the window looked. Nothing of its content.

One small JSON file in the user's settings folder. A vault opened "leaving no trace" is not
written here, nor when others use the computer and the user said so.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import platformdirs


class Preferences:
    """Values by name; unreadable or missing settings are simply the defaults."""

    def __init__(self, file: Path | None = None) -> None:
        folder = Path(platformdirs.user_config_dir("onrecord", appauthor=False))
        self._file = file or folder / "window.json"
        self._values: dict[str, Any] = {}
        with contextlib.suppress(OSError, ValueError):
            read = json.loads(self._file.read_text("utf-8"))
            if isinstance(read, dict):
                self._values = read

    def get(self, name: str, default: Any = None) -> Any:
        return self._values.get(name, default)

    def set(self, name: str, value: Any) -> None:
        """Remember; a settings folder that cannot be written costs the memory, not the work."""
        if self._values.get(name) == value:
            return
        self._values[name] = value
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            part = self._file.with_suffix(".part")
            part.write_text(json.dumps(self._values, indent=1), "utf-8")
            part.replace(self._file)

    # ---------------------------------------------------------------- by name

    @property
    def last_vault(self) -> Path | None:
        said = self.get("last_vault")
        path = Path(said) if isinstance(said, str) and said else None
        return path if path is not None and path.is_dir() else None

    def remember_vault(self, path: Path) -> None:
        self.set("last_vault", str(path))

    @property
    def shared_computer(self) -> bool:
        """Others use this computer too: shorter idle time, no names outside the window."""
        return bool(self.get("shared_computer", True))

    @property
    def idle_minutes(self) -> int:
        """Minutes without input after which the vault locks."""
        return int(self.get("idle_minutes", 5 if self.shared_computer else 30))

    @property
    def reads_pictures(self) -> bool:
        """The words in scans, photos and screenshots are read, where this installation can."""
        return bool(self.get("read_pictures", True))


def default_vault_path() -> Path:
    """``Documents/My disputes.onrecord``, with a number where that name is taken."""
    folder = Path(platformdirs.user_documents_dir())
    if not folder.is_dir():
        folder = Path.home()
    path = folder / "My disputes.onrecord"
    number = 2
    while path.exists():
        path = folder / f"My disputes {number}.onrecord"
        number += 1
    return path
