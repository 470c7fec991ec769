"""Asking where a file is to be written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import platformdirs
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_for_file(
    parent: QWidget, title: str, suggested: str | Path, kinds: Mapping[str, str]
) -> Path | None:
    """The file the user chose, with the ending of its kind; nothing if they left it.

    ``kinds`` gives the ending (".pdf") of each kind as the dialog names it, the first one first.
    A bare name is suggested in the user's documents. The dialog asks before it replaces a file of
    the very name that was typed; where the ending is missing and the whole name is taken, it is
    shown once more with that name, and asks then.
    """
    start = Path(platformdirs.user_documents_dir()) / suggested
    while True:
        chosen, kind = QFileDialog.getSaveFileName(parent, title, str(start), ";;".join(kinds))
        if not chosen:
            return None
        target = Path(chosen)
        if target.suffix.lower() in kinds.values():
            return target
        target = target.with_name(target.name + kinds.get(kind, next(iter(kinds.values()))))
        if not target.exists():
            return target
        start = target
