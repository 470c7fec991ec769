"""Who is told of each saved change of a vault."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress

from onrecord.domain.change import Change


class Listeners:
    def __init__(self) -> None:
        self._all: list[Callable[[Change], None]] = []

    def add(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Returns what ends it."""
        self._all.append(listener)

        def end() -> None:
            with suppress(ValueError):
                self._all.remove(listener)

        return end

    def tell(self, change: Change) -> None:
        for listener in list(self._all):
            try:
                listener(change)
            except Exception as error:
                # The change is saved; a view that fails must not make it look otherwise.
                sys.excepthook(type(error), error, error.__traceback__)
