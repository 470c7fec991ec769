"""Bare due dates kept outside the vault, where the user wants that: days, and nothing else.

A locked OnRecord reads them to say "1 item due 14 March". The file is named by a hash of where the
vault lies, so that it does not even name the vault. Light: the unlock window imports this.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from contextlib import suppress
from datetime import date
from pathlib import Path


def due_list_path(vault: Path, folder: Path | None = None) -> Path:
    """Where the list of a vault lies; ``folder`` stands for the user's state folder."""
    if folder is None:
        import platformdirs

        folder = Path(platformdirs.user_state_dir("onrecord", appauthor=False))
    name = hashlib.sha256(str(vault.absolute()).encode()).hexdigest()[:16]
    return folder / f"due-{name}.txt"


def read_due_list(path: Path) -> list[date]:
    """The days in order; none where there is no list or it cannot be read."""
    found: list[date] = []
    with suppress(OSError, UnicodeDecodeError):
        for line in path.read_text("utf-8")[:100_000].splitlines():
            with suppress(ValueError):
                found.append(date.fromisoformat(line.strip()))
    return sorted(found)


def say_due(days: list[date], today: date) -> str:
    """``1 item due 14 March``, ``2 items overdue, 1 item due today``; empty where nothing is."""
    if not days:
        return ""
    late = sum(1 for day in days if day < today)
    pieces = [f"{_items(late)} overdue"] if late else []
    ahead = Counter(day for day in days if day >= today)
    if ahead:
        first = min(ahead)
        said = "today" if first == today else f"{first.day} {first:%B}"
        if first.year != today.year:
            said = f"{said} {first.year}"
        pieces.append(f"{_items(ahead[first])} due {said}")
    return ", ".join(pieces)


def _items(count: int) -> str:
    return "1 item" if count == 1 else f"{count} items"
