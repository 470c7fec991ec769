"""A limit in the middle of being typed, or typed as people write numbers, stops nothing."""

from __future__ import annotations

import pytest

from onrecord.ui.packet.typed_limits import typed_bytes, typed_pages


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", 0), (".", 0), ("+", 0), ("1e", 0), ("1,2,", 0),
        ("5", 5_000_000), ("1.5", 1_500_000), ("1,5", 1_500_000), ("1,", 1_000_000),
        ("1,024.5", 1_024_500_000),
    ],
)  # fmt: skip
def test_megabytes(typed: str, meant: int) -> None:
    assert typed_bytes(typed) == meant


@pytest.mark.parametrize(("typed", "meant"), [("", 0), ("+", 0), ("250", 250), ("1,000", 1000)])
def test_pages(typed: str, meant: int) -> None:
    assert typed_pages(typed) == meant
