"""One reader for all the tests of this folder: its workers are the real ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from onrecord.intake.reader import Reader


@pytest.fixture(scope="session")
def reader() -> Iterator[Reader]:
    reader = Reader(size=1)
    yield reader
    reader.close()
