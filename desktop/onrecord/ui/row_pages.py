"""The rows of a long list by pages, each read when it is seen; the last ones seen are kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QObject

from onrecord.ui.session import Session

PAGE = 128
PAGES_KEPT = 40

K = TypeVar("K")
R = TypeVar("R")


class RowPages(Generic[K, R]):
    """For a model of a list; ``owner`` is the model."""

    def __init__(self, session: Session, came: Callable[[int, int], None], owner: QObject) -> None:
        """``came`` gets the first and the last row of a page that is here now."""
        self._session, self._came, self._owner = session, came, owner
        self._keys: Sequence[K] = ()
        self._more: Callable[[Sequence[K]], Mapping[K, R]] = lambda _keys: {}
        self._pages: OrderedDict[int, Mapping[K, R]] = OrderedDict()
        self._asked: set[int] = set()
        self._epoch = 0

    def begin(
        self,
        keys: Sequence[K],
        more: Callable[[Sequence[K]], Mapping[K, R]],
        first: Mapping[K, R],
        pages: int,
    ) -> None:
        """Another list: the rows of its first ``pages`` are in ``first``, ``more`` reads others off
        the GUI thread. What was asked for before is not waited for."""
        self._epoch += 1
        self._keys, self._more = keys, more
        self._asked.clear()
        self._pages = OrderedDict((page, first) for page in range(pages))

    def rows(self) -> dict[K, R]:
        """All that are here."""
        return {key: row for page in self._pages.values() for key, row in page.items()}

    def page_of(self, number: int) -> Mapping[K, R] | None:
        """The page with this row, if it is here."""
        return self._pages.get(number // PAGE)

    def see(self, number: int) -> None:
        """The row is in view: its page is kept, or read."""
        page = number // PAGE
        if page in self._pages:
            self._pages.move_to_end(page)
        elif page not in self._asked:
            self._ask(page)

    def _ask(self, page: int) -> None:
        self._asked.add(page)
        epoch, more = self._epoch, self._more
        keys = self._keys[page * PAGE : (page + 1) * PAGE]

        def came(rows: Mapping[K, R]) -> None:
            if epoch != self._epoch:
                return
            self._asked.discard(page)
            self._pages[page] = rows
            while len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
            self._came(page * PAGE, min((page + 1) * PAGE, len(self._keys)) - 1)

        self._session.ask(lambda: more(keys), came, self._owner)
