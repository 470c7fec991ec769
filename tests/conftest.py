"""What every test needs before Qt or a PDF library is first imported."""

from __future__ import annotations

import locale
import os
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from patience import PatientQtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--late",
        type=float,
        default=0.0,
        metavar="SECONDS",
        help="let work of threads begin, and its answer come, up to so much later: "
        "finds window tests that pass by luck",
    )


def pytest_configure(config: pytest.Config) -> None:
    # Qt warnings fail tests; what the offscreen platform cannot do is no fault of ours.
    config.addinivalue_line("qt_log_ignore", "This plugin does not support")


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> QtBot:
    """pytest-qt's, with waits that are long."""
    return PatientQtBot(request)


@pytest.fixture(autouse=True)
def _plain_numbers() -> Iterator[None]:
    """A QApplication takes over the C locale; numbers in PDFs and JSON must keep their point."""
    locale.setlocale(locale.LC_NUMERIC, "C")
    yield
    locale.setlocale(locale.LC_NUMERIC, "C")
