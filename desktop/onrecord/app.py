"""The composition root of the window app: what ``onrecord [VAULT]`` runs."""

from __future__ import annotations

from pathlib import Path

from onrecord.ui.application import run_window


def main(vault: Path | None = None) -> int:
    """Open the window, for this vault where one is given; returns the exit status."""
    return run_window(vault)
