"""Which pages of a preview are made anew at once, and which wait for a later round.

A word that is hidden everywhere can stand on hundreds of pages, each of which is read and drawn
anew. Who edits looks at two or three of them: these are made whatever they take, others for as long
as there is time, and the rest is grey until its turn comes. A grey page shows nothing of the
document. A bundle that goes out knows no haste.
"""

from __future__ import annotations

import time
from collections.abc import Collection

SECONDS = 0.4
"""Of the first round after a change, for pages nobody looks at now."""
LATER = 1.5
"""Of each round after it, since every one sets all the other pages again."""


class Haste:
    def __init__(self, seen: Collection[tuple[str, int]], seconds: float = SECONDS) -> None:
        """``seen``: (exhibit id, page of the document)."""
        self._seen = frozenset(seen)
        self._end = time.monotonic() + seconds
        self.waiting = 0
        """Pages that are grey for now."""

    def is_seen(self, exhibit_id: str, page: int) -> bool:
        return (exhibit_id, page) in self._seen

    def may(self, exhibit_id: str, page: int) -> bool:
        """Whether this page is made in this round; one that is not is counted."""
        if self.is_seen(exhibit_id, page) or time.monotonic() < self._end:
            return True
        self.waiting += 1
        return False
