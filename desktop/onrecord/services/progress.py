"""How a long service tells where it is, and how it is told to stop."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int, str], None]
"""``progress(done, total, words)``; never names a dispute or a company."""

Stop = Callable[[], bool]
"""Asked between steps; true means stop and leave whole things only."""


def quiet(done: int, total: int, words: str) -> None:
    """Progress that nobody watches."""


def never() -> bool:
    """Work that nobody stops."""
    return False
