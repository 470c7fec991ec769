"""Waits that are long: a wait ends at once when what it is for is there, and a busy machine is no
fault. Every ``qtbot`` of these tests is one of this kind; no test asks for less."""

from __future__ import annotations

from typing import Any

from pytestqt.qtbot import QtBot

PATIENCE = 30_000
"""Milliseconds."""


class PatientQtBot(QtBot):
    """pytest-qt's, with its waits of 5 seconds made long; shorter ones are made long as well."""

    def waitUntil(self, callback: Any, *, timeout: int = 0) -> None:
        super().waitUntil(callback, timeout=max(timeout, PATIENCE))

    def waitSignal(self, signal: Any, *, timeout: int = 0, **more: Any) -> Any:
        return super().waitSignal(signal, timeout=max(timeout, PATIENCE), **more)

    def waitSignals(self, signals: Any, *, timeout: int = 0, **more: Any) -> Any:
        return super().waitSignals(signals, timeout=max(timeout, PATIENCE), **more)

    def waitCallback(self, *, timeout: int = 0, **more: Any) -> Any:
        return super().waitCallback(timeout=max(timeout, PATIENCE), **more)

    def waitActive(self, widget: Any, *, timeout: int = 0) -> Any:
        return super().waitActive(widget, timeout=max(timeout, PATIENCE))

    def waitExposed(self, widget: Any, *, timeout: int = 0) -> Any:
        return super().waitExposed(widget, timeout=max(timeout, PATIENCE))
