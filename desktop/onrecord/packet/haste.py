"""Which pages of a preview are made anew at once, and which wait for a later round.

A word that is hidden everywhere can stand on hundreds of pages, each of which is read and drawn
anew; so can pictures that are made smaller. Who edits looks at two or three of them: these are made
whatever they take, others for as long as there is time, and the rest waits for its turn: grey where
something goes, showing nothing of the document, else as it was. A bundle that goes out knows no
haste.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

SECONDS = 0.15
"""Of a round whose pages are waited for, for pages nobody looks at now."""
LATER = 0.3
"""Of a round behind it. A change that comes meanwhile has to wait for its end."""


class Haste:
    """What one round may still make, and what it leaves to a later one."""

    def __init__(
        self, seen: Collection[tuple[str, int]], seconds: float = SECONDS, *, shows: bool = True
    ) -> None:
        """``seen``: (exhibit id, page of the document); ``seconds`` of work on other pages;
        ``shows``: the pages are wanted, and not only to be ready later."""
        self._seen = frozenset(seen)
        self._left = seconds
        self.shows = shows
        self.waiting = 0
        """Pages that are not as they will be."""

    def is_seen(self, exhibit_id: str, page: int) -> bool:
        return (exhibit_id, page) in self._seen

    def may(self, exhibit_id: str, page: int) -> bool:
        """Whether this page is made in this round; one that is not is counted."""
        if self.is_seen(exhibit_id, page) or self._left > 0:
            return True
        self.waiting += 1
        return False

    @contextmanager
    def at_work(self) -> Generator[None]:
        """What is done inside takes of the time. All else does not: where many pages are put
        together, a round would have none left to make another."""
        began = time.monotonic()
        try:
            yield
        finally:
            self._left -= time.monotonic() - began


@dataclass(frozen=True)
class Turns:
    """The same for what some pages have in common, such as a picture; ``named`` are the pages."""

    haste: Haste
    named: Sequence[tuple[str, int]]

    def may(self, places: Collection[int]) -> bool:
        """``places`` are those of the pages among ``named``."""
        pages = [self.named[place] for place in sorted(places)]
        return any(self.haste.is_seen(*page) for page in pages) or self.haste.may(*pages[0])
