"""How long a call lasts, and how much of that on hold."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic


class CallClock:
    """Runs from when it is made, or from ``already`` seconds before. All lengths are seconds."""

    def __init__(
        self,
        already: float = 0.0,
        hold: float = 0.0,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._clock = clock
        self._began = clock() - already
        self._hold = hold
        self._hold_began: float | None = None
        self._ended: float | None = None

    @property
    def is_on_hold(self) -> bool:
        return self._hold_began is not None

    @property
    def is_running(self) -> bool:
        return self._ended is None

    def elapsed(self) -> int:
        return int(self._now() - self._began)

    def on_hold(self) -> int:
        """All holds together, the one that runs included."""
        return int(self._hold + self.this_hold())

    def this_hold(self) -> float:
        return 0.0 if self._hold_began is None else self._now() - self._hold_began

    def hold(self) -> None:
        if self._hold_began is None:
            self._hold_began = self._now()

    def resume(self) -> int:
        """Back from hold; how long this one took."""
        took = self.this_hold()
        self._hold += took
        self._hold_began = None
        return int(took)

    def stop(self) -> None:
        """The call is over; a hold that ran is over too."""
        if self._ended is None:
            self.resume()
            self._ended = self._clock()

    def go_on(self) -> None:
        """It was not over: the time since counts."""
        self._ended = None

    def _now(self) -> float:
        return self._clock() if self._ended is None else self._ended


def clock_words(seconds: int) -> str:
    """``24:11``, ``1:02:03``."""
    minutes, rest = divmod(max(0, seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"
