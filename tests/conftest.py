"""What every test needs before Qt or a PDF library is first imported."""

from __future__ import annotations

import locale
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
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
    # No example may fail by the speed of a machine, and each run tries the same ones: what passed
    # once passes everywhere. Look further with --hypothesis-seed=N.
    settings.register_profile(
        "steady",
        deadline=None,
        derandomize=config.getoption("--hypothesis-seed", None) is None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.load_profile("steady")


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> QtBot:
    """pytest-qt's, with waits that are long."""
    return PatientQtBot(request)


@pytest.fixture(scope="session")
def qapp(qapp: Any) -> Any:
    """A QApplication takes over the language of the system; the app itself speaks English."""
    from PySide6.QtCore import QLocale

    QLocale.setDefault(QLocale(QLocale.Language.English))
    locale.setlocale(locale.LC_TIME, "C")
    locale.setlocale(locale.LC_NUMERIC, "C")
    return qapp


@pytest.fixture(autouse=True)
def _plain_numbers() -> Iterator[None]:
    """Numbers in PDFs and JSON must keep their point, whatever was begun in another test."""
    locale.setlocale(locale.LC_NUMERIC, "C")
    yield
    locale.setlocale(locale.LC_NUMERIC, "C")


@pytest.fixture(autouse=True)
def _pictures_stay_pictures(request: pytest.FixtureRequest) -> Iterator[None]:
    """Reading the words in a picture takes seconds: tests do without, as where the packages for it
    are not installed, but for those that ask for ``pictures_are_read``."""
    from onrecord.intake import machine

    with pytest.MonkeyPatch.context() as patch:
        if "pictures_are_read" not in request.fixturenames:
            patch.setattr(machine, "can_read_pictures", lambda: False)
        yield


@pytest.fixture
def pictures_are_read() -> None:
    """Words in pictures are read in this test, if the packages for it are installed."""
    from onrecord.intake.machine import can_read_pictures

    if not can_read_pictures():
        pytest.skip("the packages that read words in pictures (onrecord[ocr]) are not installed")


@pytest.fixture(scope="session", autouse=True)
def _workers_go_on() -> Iterator[None]:
    """One that is idle when a test ends serves the next."""
    from kept_workers import workers_kept

    with workers_kept():
        yield


@pytest.fixture(scope="session")
def empty_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a vault with nothing in it, to be copied. To make one takes six times as long
    as to copy it and open the copy, which is what a thousand tests begin with."""
    from fresh_vault import PASSPHRASE
    from onrecord.vault.vault import Vault

    folder = tmp_path_factory.mktemp("empty") / "Mine.onrecord"
    made, _ = Vault.create(folder, PASSPHRASE, work_factor=4, memory=None)
    made.close()
    return folder


@pytest.fixture(scope="session")
def _one_machine() -> Iterator[Any]:
    from onrecord.intake.machine import MachineReader

    made = MachineReader()
    yield made
    made.close()


@pytest.fixture
def picture_reader(pictures_are_read: None, _one_machine: Any) -> Any:
    """A ``MachineReader`` for all tests: to start one takes seconds."""
    return _one_machine
