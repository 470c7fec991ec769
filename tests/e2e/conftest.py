"""Real windows on a private screen. Skipped, with the reason, where the tools are not installed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from e2e.app import App
from e2e.screen import Screen, missing


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("window")


@pytest.fixture(scope="session")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    if sys.platform != "linux":
        pytest.skip("real windows are driven on Linux only")
    if lacking := missing():
        pytest.skip(f"real windows were not tried: {lacking} not installed")
    opened = Screen(tmp_path_factory.mktemp("screen"))
    yield opened
    opened.close()


@pytest.fixture
def start(
    screen: Screen, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[..., App]]:
    """``start(*arguments)`` opens the app with an empty home folder; again with the same ``home``
    it meets what was kept. A picture of the screen stays in the test's folder when it fails."""
    running: list[App] = []

    def start_app(*arguments: str | Path, home: str = "home", **options: Any) -> App:
        app = App(screen, tmp_path / home, arguments, **options)
        running.append(app)
        return app

    failed_before = request.session.testsfailed
    yield start_app
    for app in running:
        if request.session.testsfailed > failed_before:
            app.picture(tmp_path / "failed.png")
        app.kill()
