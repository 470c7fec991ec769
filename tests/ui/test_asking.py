"""What is asked of the vault again and again is read as often as somebody sees the answer."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from onrecord.errors import Refused
from onrecord.ui.shell.room import Room

Wait = Callable[[Callable[[], Any]], None]


def test_what_is_asked_again_while_it_waits_is_read_once(room: Room, wait: Wait) -> None:
    busy, go_on = threading.Event(), threading.Event()
    read: list[int] = []
    shown: list[Any] = []

    def hold_up() -> None:
        busy.set()
        go_on.wait(30)

    session, owner = room.session, room.window
    session.ask(hold_up, shown.append, owner)
    wait(busy.is_set)
    for n in range(5):
        session.ask(lambda n=n: read.append(n) or n, shown.append, owner, "typed")
        session.ask(lambda n=n: n * 100, shown.append, owner)
    go_on.set()
    wait(lambda: len(shown) == 7)
    assert read == [4]
    assert shown == [None, 0, 100, 200, 300, 4, 400]


def test_what_was_not_read_settles_no_problem(room: Room, wait: Wait) -> None:
    told: list[str] = []

    def told_now() -> list[str]:
        return [bar.label.text() for bar in room.window.notices.bars()]

    def first() -> None:
        raise Refused("The list cannot be read.", "list")

    session, owner = room.session, room.window
    session.ask(first, told.append, owner, "list")
    wait(lambda: told_now() == ["The list cannot be read."])
    busy, go_on = threading.Event(), threading.Event()
    session.ask(lambda: (busy.set(), go_on.wait(30)), lambda _none: None, owner)
    wait(busy.is_set)
    session.ask(first, told.append, owner, "list")
    session.ask(lambda: "another", told.append, owner, "list")
    go_on.set()
    wait(lambda: told == ["another"])
    assert told_now() == ["The list cannot be read."]


def test_each_who_asks_has_an_answer(room: Room, wait: Wait) -> None:
    shown: list[str] = []
    room.session.ask(lambda: "a", shown.append, room.window, "rows")
    room.session.ask(lambda: "b", shown.append, room.window, "head")
    room.session.ask(lambda: "c", shown.append, room, "rows")
    wait(lambda: len(shown) == 3)
    assert shown == ["a", "b", "c"]
