"""A packet of more than a hundred pages: the page in view is right within a second of a change."""

from __future__ import annotations

import json

import pytest

from benchmarks import documents
from benchmarks.editing import PAGES
from benchmarks.measure import Table
from benchmarks.running import program

_WITHIN_S = 1.0  # "within a second for a hundred pages"
_IDLE_S = 0.1  # at most, in which nothing of ours works and the page is not there yet


def test_the_page_in_view_is_right_within_a_second(
    table: Table, tmp_path_factory: pytest.TempPathFactory
) -> None:
    papers = tmp_path_factory.mktemp("editing") / "papers"
    documents.a_packet_of_them(papers)
    told: dict[str, tuple[float, float, float]] = json.loads(program("editing", papers).out)
    pages = int(told.pop(PAGES)[0])
    assert pages > 100
    for what, (wall, unhindered, spent) in told.items():
        table.add(
            f"The page in view after a change, a packet of {pages} pages", what, f"{wall:.2f} s",
            f"{unhindered:.2f} s unless held up", f"{spent:.2f} s of processors",
            f"without other programs: {_WITHIN_S:.0f} s",
        )  # fmt: skip
    # Either is more than it takes where nothing else runs: the window is held up, too; and what is
    # counted as one after the other is done side by side.
    least = {what: min(t, spent + _IDLE_S) for what, (_, t, spent) in told.items()}
    assert {what: t for what, t in least.items() if t > _WITHIN_S} == {}
