"""A bundle in several files: where one ends and the next begins.

A volume ends between two documents where that is possible, and within one only where it alone is
more than a volume holds. Each but the first begins with a sheet that says which it is. Pages are
numbered through. Parser-free.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from onrecord.errors import Refused


@dataclass(frozen=True)
class Break:
    """A volume begins before page ``offset`` (from 0) of document ``exhibit`` (from 0); offset -1
    is before its title sheet, and behind the last document stands the closing part."""

    exhibit: int
    offset: int = -1


Plan = tuple[Break, ...]
"""Where volumes begin, but the first."""


@dataclass(frozen=True)
class Block:
    """What stays together: a run of our pages, or a document with its title sheets."""

    own: int  # pages we set, parts that stand between it and the document before among them
    taken: int = 0  # pages of the document behind them


@dataclass(frozen=True)
class Limits:
    """The most of one volume; 0 is no limit."""

    pages: int = 0
    bytes: int = 0

    def __bool__(self) -> bool:
        return bool(self.pages or self.bytes)


def planned(
    front: int,
    exhibits: Sequence[Block],
    closing: int,
    limits: Limits,
    weigh: Callable[[int, int, set[Any]], int],
) -> Plan:
    """Where volumes begin. ``weigh`` says how many bytes pages ``first`` to ``last`` (from 0, of
    the whole bundle without sheets of volumes) add to what is known.

    Raises Refused where the pages before, between or behind the documents are more than a volume.
    """
    if not limits:
        return ()
    filling = _Filling(limits, weigh)
    if not filling.take(0, front):
        raise Refused(
            "The pages before the documents alone are more than one volume; allow more.",
            "volume_pages" if limits.pages and front > limits.pages else "volume_bytes",
        )
    plan: list[Break] = []
    at = front
    for index, block in enumerate(exhibits):
        whole = block.own + block.taken
        if filling.take(at, whole):
            at += whole
            continue
        if not filling.fresh:
            plan.append(Break(index))
            filling.begin()
        if filling.take(at, whole):
            at += whole
            continue
        # More than a volume by itself: it is divided, its title sheet stays with its first page.
        if block.own >= limits.pages > 0:
            raise Refused(
                "The pages between two documents alone are more than one volume; allow more.",
                "volume_pages",
            )
        filling.take(at, block.own, force=True)
        at += block.own
        for offset in range(block.taken):
            if not filling.take(at, 1, force=offset == 0):
                plan.append(Break(index, offset))
                filling.begin()
                filling.take(at, 1, force=True)
            at += 1
    if closing and not filling.take(at, closing) and not filling.fresh:
        if closing >= limits.pages > 0:
            raise Refused(
                "The pages behind the documents alone are more than one volume; allow more.",
                "volume_pages",
            )
        plan.append(Break(len(exhibits)))
    return tuple(plan)


class _Filling:
    """The volume that is being filled."""

    def __init__(self, limits: Limits, weigh: Callable[[int, int, set[Any]], int]) -> None:
        self._limits, self._weigh = limits, weigh
        self._pages, self._bytes = 0, 0
        self._known: set[Any] = set()
        self.fresh = False  # nothing but its own sheet is in it

    def begin(self) -> None:
        self._pages, self._bytes, self._known, self.fresh = 1, 0, set(), True

    def take(self, first: int, count: int, *, force: bool = False) -> bool:
        """Whether ``count`` pages from ``first`` still go in; then they are in."""
        known = set(self._known)
        pages = self._pages + count
        size = self._bytes
        if self._limits.bytes:
            size += self._weigh(first, first + count, known)
        over = (self._limits.pages and pages > self._limits.pages) or (
            self._limits.bytes and size > self._limits.bytes
        )
        if over and not force:
            return False
        self._pages, self._bytes, self._known = pages, size, known
        if count:
            self.fresh = False
        return True


def runs(taken: int, exhibit: int, plan: Plan) -> list[int]:
    """How many pages of document ``exhibit`` stand together, run by run."""
    cuts = [one.offset for one in plan if one.exhibit == exhibit and one.offset >= 0]
    return [after - before for before, after in pairwise([0, *cuts, taken])]


def sheets_before(page: int, exhibit: int, plan: Plan) -> int:
    """How many sheets of volumes stand between the title of document ``exhibit`` and its page
    ``page`` (from 0)."""
    return sum(1 for one in plan if one.exhibit == exhibit and 0 <= one.offset <= page)


def volume_of(exhibit: int, page: int, plan: Plan) -> int:
    """The volume, from 1, of page ``page`` (from 0; -1: the title sheet) of document ``exhibit``."""
    return 1 + sum(1 for one in plan if (one.exhibit, one.offset) <= (exhibit, page))


def numbered(plan: Plan) -> Iterator[tuple[int, Break]]:
    """The breaks with the number of the volume each begins."""
    return enumerate(plan, 2)
