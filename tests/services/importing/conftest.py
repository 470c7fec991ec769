"""Where the person lives."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Local times of a file without a zone are meant there."""
    monkeypatch.setenv("TZ", "Europe/London")
