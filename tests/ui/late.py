"""A very busy machine, on purpose: every answer from a thread comes later than usual.

A test that looks at the window, or presses a key, before what it counts on has arrived passes on
an idle machine and fails on another day. ``sh packaging/dev test tests/ui --late 0.3`` finds it.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from onrecord.ui.relay import Relay
from onrecord.ui.session import Session


def make_late(monkeypatch: pytest.MonkeyPatch, most: float) -> None:
    """Work begins and its answer is sent up to ``most`` seconds late; order is kept as it is."""

    def after_a_while(original: Callable[..., Any]) -> Callable[..., Any]:
        def later(*args: Any) -> Any:
            if threading.current_thread() is not threading.main_thread():
                time.sleep(random.uniform(most / 4, most))
            return original(*args)

        return later

    def slow_start(original: Callable[..., Any]) -> Callable[..., Any]:
        def submit(
            self: Session, pool: Any, work: Callable[[], Any], *rest: Any, **more: Any
        ) -> Any:
            return original(self, pool, after_a_while(work), *rest, **more)

        return submit

    monkeypatch.setattr(Session, "_send", after_a_while(Session._send))
    monkeypatch.setattr(Session, "_submit", slow_start(Session._submit))
    monkeypatch.setattr(Relay, "post", after_a_while(Relay.post))
