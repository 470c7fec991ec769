"""The loader's thread: what is wanted now first, one bad page never the end, pictures capped."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from onrecord.errors import Unreadable, WorkerFailed
from onrecord.intake.reading import RawPixels
from onrecord.ui.viewer.page_loader import PageLoader, Tile
from onrecord.ui.viewer.pixels import PixelCache

TILE = Tile(1, 1.0, 0, 0, 4, 2, whole=True)


class Pages:
    """A source of white pages whose page 13 stops its worker."""

    def __init__(self) -> None:
        self.opened = 0
        self.closed = threading.Event()
        self.drawn: list[int] = []
        self.go = threading.Event()
        self.go.set()
        self.busy = threading.Event()

    def open(self) -> str:
        self.opened += 1
        return "sizes"

    def tile(self, tile: Tile) -> RawPixels:
        self.busy.set()
        self.go.wait(10)
        if tile.page == 13:
            raise WorkerFailed("Page 13 could not be drawn.")
        self.drawn.append(tile.page)
        return RawPixels(tile.width, tile.height, tile.width * 3, b"\xff" * (tile.width * 3 * 2))

    def close(self) -> None:
        self.closed.set()


@pytest.fixture
def source() -> Pages:
    return Pages()


@pytest.fixture
def loader(qtbot: QtBot, source: Pages) -> Iterator[PageLoader]:
    made = PageLoader(source, cache=PixelCache())
    with qtbot.waitSignal(made.opened):
        made.start()
    yield made
    source.go.set()
    made.close()
    made.wait()
    assert source.closed.is_set()


def test_what_is_wanted_last_is_drawn_before_what_was_wanted_earlier(
    qtbot: QtBot, loader: PageLoader, source: Pages
) -> None:
    source.go.clear()
    loader.want([TILE, replace(TILE, page=2), replace(TILE, page=3)])
    assert source.busy.wait(10)
    loader.want([replace(TILE, page=9)])
    source.go.set()
    qtbot.waitUntil(lambda: loader.image(replace(TILE, page=9)) is not None)
    assert source.drawn == [1, 9]


def test_a_page_that_stops_the_worker_leaves_the_others(
    qtbot: QtBot, loader: PageLoader, source: Pages
) -> None:
    failed: list[Any] = []
    loader.tile_failed.connect(failed.append)
    loader.want([replace(TILE, page=13), TILE])
    qtbot.waitUntil(lambda: loader.image(TILE) is not None)
    assert [f.sentence for f in failed] == ["Page 13 could not be drawn."]
    assert source.opened == 2


def test_a_newer_question_takes_the_place_of_one_that_waits(
    qtbot: QtBot, loader: PageLoader, source: Pages
) -> None:
    source.go.clear()
    loader.want([TILE])
    assert source.busy.wait(10)
    answers: list[int] = []
    for number in (1, 2, 3):
        loader.call("update", lambda _source, n=number: n, answers.append)
    source.go.set()
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [3]


def test_nothing_comes_after_it_was_closed(qtbot: QtBot, loader: PageLoader, source: Pages) -> None:
    source.go.clear()
    loader.want([TILE])
    assert source.busy.wait(10)
    came: list[Any] = []
    loader.tile_ready.connect(came.append)
    loader.close()
    source.go.set()
    loader.wait()
    qtbot.wait(1)
    assert not came


def test_a_source_that_does_not_open_says_why(qtbot: QtBot) -> None:
    class Broken(Pages):
        def open(self) -> str:
            raise Unreadable("This file is damaged.")

    loader = PageLoader(Broken())
    with qtbot.waitSignal(loader.failed) as failed:
        loader.start()
    assert str(failed.args[0].error) == "This file is damaged."  # pyright: ignore
    loader.close()
    loader.wait()


def test_pictures_are_kept_up_to_the_cap_the_oldest_go_first() -> None:
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    cache = PixelCache(cap=3 * image.sizeInBytes())
    for number in range(4):
        cache.put(1, number, image)
    assert cache.get(1, 0) is None
    assert cache.get(1, 3) is not None
    assert cache.size <= 3 * image.sizeInBytes()
    cache.drop(1)
    assert cache.size == 0
