"""Zones of what was said: the wrong one would tell a wrong time."""

from __future__ import annotations

import subprocess
import sys

import pytest

from onrecord.domain.times import is_zone, zone_of

_OUT_OF_FILES = """
import errno, resource
from onrecord.domain.times import zone_of
_, most = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (3, most))
try:
    print("told as", zone_of("America/New_York"))
except OSError as error:
    print(error.errno == errno.EMFILE)
"""


@pytest.mark.parametrize("name", ["America", "Nowhere/Atall", "x" * 5000, "../etc/passwd", ""])
def test_what_names_no_zone_is_utc(name: str) -> None:
    assert not is_zone(name)
    assert str(zone_of(name)) == "UTC"


@pytest.mark.skipif(sys.platform == "win32", reason="files are limited another way there")
def test_a_zone_that_cannot_be_looked_up_for_now_is_not_taken_for_utc() -> None:
    said = subprocess.run(
        [sys.executable, "-c", _OUT_OF_FILES], capture_output=True, text=True, check=False
    )
    assert said.stdout.split() == ["True"], said
