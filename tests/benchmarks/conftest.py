"""Figures against a peer or a limit that is measured in the same run, printed as one table."""

from __future__ import annotations

import compileall
import os
import sys
from pathlib import Path

import pytest

import onrecord
from benchmarks.measure import Table

_TABLE = pytest.StashKey[Table]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_TABLE] = Table()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if sys.platform != "linux":
        for item in items:
            item.add_marker(pytest.mark.skip(reason="memory is read from /proc, which Linux has"))


@pytest.fixture(scope="session", autouse=True)
def _workers_go_on() -> None:
    """They do not: each that is measured is a new one."""


@pytest.fixture(scope="session", autouse=True)
def _compiled() -> None:
    """As an installed program is, also where Python is told to keep nothing of what it compiles."""
    for folder in (Path(onrecord.__file__).parent, Path(__file__).parent):
        assert compileall.compile_dir(folder, quiet=1)


@pytest.fixture
def table(pytestconfig: pytest.Config) -> Table:
    return pytestconfig.stash[_TABLE]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    busy, processors = os.getloadavg()[1], os.cpu_count() or 1
    terminalreporter.write_line(
        f"{processors} processors; {busy:.1f} programs wanted one on average: figures by the clock"
        f" are to be trusted only where nothing else runs."
    )
    for line in config.stash[_TABLE].lines():
        terminalreporter.write_line(line)
