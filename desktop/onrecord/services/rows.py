"""Small pieces of SQL that several services need."""

from __future__ import annotations

from collections.abc import Iterable


def in_list(column: str, values: Iterable[str]) -> tuple[str, list[str]]:
    """A condition and its arguments: the column is one of the values; none of them, no row."""
    found = list(dict.fromkeys(values))
    if not found:
        return "0", []
    return f"{column} IN ({', '.join('?' * len(found))})", found


def batches(values: Iterable[str], size: int = 500) -> Iterable[list[str]]:
    """The values in lists short enough for one statement."""
    batch: list[str] = []
    for value in values:
        batch.append(value)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def step_order(of: str = "", down: bool = False) -> str:
    """How steps on the way up follow one another: one without a day where it was written down.
    ``of`` is what their table is called, with its point."""
    way = " DESC" if down else ""
    day = f"coalesce(nullif({of}dated, ''), substr({of}created_at, 1, 10))"
    return f"{day}{way}, {of}rowid{way}"
