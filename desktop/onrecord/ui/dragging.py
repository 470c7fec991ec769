"""Dragging documents and calls inside the window: ids only, never content."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QMimeData

MIME = "application/x-onrecord-items"


def mime_of(items: Mapping[str, Sequence[str]]) -> QMimeData:
    """``items`` maps a kind (evidence, contact) to ids."""
    data = QMimeData()
    data.setData(MIME, json.dumps({k: list(v) for k, v in items.items()}).encode())
    return data


def dragged_items(data: QMimeData) -> dict[str, list[str]]:
    """What ``mime_of`` packed; empty for anything else."""
    if not data.hasFormat(MIME):
        return {}
    return json.loads(bytes(data.data(MIME).data()))
