"""The window stays awake: over 100,000 documents, and while it takes files in and exports."""

from __future__ import annotations

import json
import random

import pytest

from benchmarks.crowded import ASKED, CONTACTS, DOCUMENTS, MADE_READY, PAGES
from benchmarks.measure import Table
from benchmarks.running import program

_STALL_MS = 100.0  # DESIGN.md, "Speed and size we hold ourselves to"
_SEARCH_MS = 50.0
_SEARCH_REACHED_MS = 75.0  # measured: up to 46 ms, and half as much again on a busy machine
_OWN_MS = 70.0  # measured: up to 43 ms
_FILES = 60
Told = tuple[float, float, float, float]
"""As beating.py tells them."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Told]:
    place = tmp_path_factory.mktemp("window")
    files, chance = place / "files", random.Random(1)
    files.mkdir()
    for number in range(_FILES):  # of different lengths, as files are
        words = f"Bill {number} (sample). ".encode() * (40 + number)
        (files / f"{number:03}.txt").write_bytes(words + chance.randbytes(8).hex().encode())
    program("crowded", place / "Crowded.onrecord")
    return json.loads(program("beating", place / "Crowded.onrecord", files).out)


def test_the_window_never_stalls(told: dict[str, Told], table: Table) -> None:
    name = f"The window over {DOCUMENTS:,} documents and {CONTACTS:,} contacts of one dispute"
    stalls: dict[str, float] = {}
    for what, (there_s, wall_ms, unhindered_ms, own_ms) in told.items():
        if what.startswith(ASKED):
            continue
        table.add(
            name,
            what,
            f"there after {1000 * there_s:.0f} ms",
            f"longest wait {wall_ms:.0f} ms by the clock",
            f"{unhindered_ms:.0f} ms, {own_ms:.0f} of them work",
            f"without other programs: at most {_STALL_MS:.0f} ms, {_OWN_MS:.0f} of them work",
        )
        # Not by the clock, which other programs lengthen.
        if unhindered_ms > _STALL_MS or own_ms > _OWN_MS:
            stalls[what] = unhindered_ms
    assert not stalls


def test_search_answers_while_one_types(told: dict[str, Told], table: Table) -> None:
    asked = {what: 1000 * cpu_s for what, (cpu_s, *_) in told.items() if what.startswith(ASKED)}
    name = f"Search over {PAGES:,} pages and the names of {DOCUMENTS:,} documents"
    table.add(name, MADE_READY, f"{asked.pop(MADE_READY):.0f} ms", "", "", "told only")
    assert asked
    for what, ms in asked.items():
        table.add(
            name, what, f"{ms:.0f} ms", "", "",
            f"processor: goal {_SEARCH_MS:.0f} ms, held to {_SEARCH_REACHED_MS:.0f}",
        )  # fmt: skip
    assert max(asked.values()) <= _SEARCH_REACHED_MS
