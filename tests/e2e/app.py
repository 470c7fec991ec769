"""The app as a person meets it: started as a program of its own, seen and used from outside.

``press`` and ``find`` go over the accessibility bus, as with a screen reader; ``click``, ``type``,
``keys`` and ``drop`` move the pointer and press the keys of a private screen. Every input is
written down in ``App.inputs``, so that a test can count what the main job costs.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from e2e.json_lines import Helper, Stale
from e2e.screen import SYSTEM_PYTHON, Screen, wait_until

HERE = Path(__file__).parent
PATIENCE = 60.0  # seconds for something to appear; long, because a busy machine is no fault
ACTIVATE = ("press", "click", "toggle", "showmenu", "activate")


@dataclass(frozen=True)
class Place:
    """Where something is on the screen, in pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[int, int]:
        return self.x + self.width // 2, self.y + self.height // 2


class Element:
    """Something on screen that a screen reader can name."""

    def __init__(self, app: App, number: int, again: Callable[[], int] | None = None) -> None:
        """``again`` looks for it anew: a view that is filled afresh makes new elements."""
        self.app = app
        self.number = number
        self._again = again

    def __repr__(self) -> str:
        info = self.info
        return f"{info['role']} {info['name']!r}"

    def _ask(self, do: str, **arguments: Any) -> Any:
        for _ in range(5 if self._again is not None else 0):
            try:
                return self.app.driver.ask(do, element=self.number, **arguments)
            except Stale:
                self.number = self._again()
        return self.app.driver.ask(do, element=self.number, **arguments)

    @property
    def info(self) -> dict[str, Any]:
        return self._ask("info")

    @property
    def role(self) -> str:
        return self.info["role"]

    @property
    def name(self) -> str:
        return self.info["name"]

    @property
    def text(self) -> str:
        """What it says or holds (a password field answers with dots)."""
        return self.info["text"]

    @property
    def states(self) -> set[str]:
        """Of AT-SPI: "enabled", "focused", "checked", "selected", "showing", "editable", ..."""
        return set(self.info["states"])

    @property
    def place(self) -> Place:
        return Place(*self.info["place"])

    def find(self, role: str = "", name: str | None = None, *, like: str = "") -> Element:
        return self.app.find(role, name, like=like, within=self)

    def find_all(self, role: str = "", name: str | None = None, *, like: str = "") -> list[Element]:
        return self.app.find_all(role, name, like=like, within=self)

    def children(self) -> list[Element]:
        return [Element(self.app, number) for number in self._ask("parts")]

    def press(self) -> None:
        """Activates it over the accessibility bus, as a screen reader does."""
        self.app.inputs.append(f"press {self!r}")
        self._ask("act", actions=ACTIVATE)

    def click(self, *, times: int = 1, button: int = 1) -> None:
        """Points at its middle and clicks."""
        self.app.inputs.append(f"click {self!r}")
        self._click(times, button)

    def _click(self, times: int = 1, button: int = 1) -> None:
        x, y = (str(number) for number in self.place.middle)
        clicks = ("click", "--repeat", str(times), "--delay", "60", str(button))
        self.app.screen.xdotool("mousemove", x, y, *clicks)

    def focus(self) -> None:
        """Puts the cursor there, by a click where the bus cannot."""
        self.app.last_found = self.number
        if "focused" in self.states:
            return
        self.app.inputs.append(f"go to {self!r}")
        self._ask("focus")
        try:
            self._ask("wait_for", state="focused", on=True, seconds=1)
        except AssertionError:
            self._click()
            self.wait("focused")

    def fill(self, text: str) -> None:
        """Goes there, types over what it holds, and sees that it has arrived."""
        self.focus()
        if self.text:
            self.app.wait_for_keyboard()
            self.app.screen.xdotool("key", "ctrl+a")
        self.app.type(text)
        wait_until(
            lambda: len(self.text) == len(text) and (self.text == text or self.is_secret),
            lambda: f"{text!r} to arrive in {self!r}, which holds {self.text!r}",
        )

    @property
    def is_secret(self) -> bool:
        return self.role == "password text"

    def select(self, index: int) -> None:
        """Chooses one of its children (a list, a table, tabs)."""
        self.app.inputs.append(f"select {index} in {self!r}")
        self._ask("select", index=index)

    def size(self) -> tuple[int, int]:
        """Rows and columns of a table."""
        rows, columns = self._ask("size")
        return rows, columns

    def cell(self, row: int, column: int) -> Element:
        return Element(self.app, self._ask("cell", row=row, column=column))

    def scroll_into_view(self) -> None:
        self._ask("scroll_to")

    def wait(self, state: str, *, on: bool = True) -> None:
        """Waits for a state, e.g. ``wait("enabled")``."""
        self._ask("wait_for", state=state, on=on, seconds=PATIENCE)

    def wait_text(self, like: str) -> None:
        """Waits until a regular expression is found in its text."""
        self._ask("wait_for", like=like, seconds=PATIENCE)


class App:
    """One running program on the private screen."""

    def __init__(
        self,
        screen: Screen,
        home: Path,
        arguments: Sequence[str | Path] = (),
        *,
        program: Sequence[str | Path] = (sys.executable, "-m", "onrecord"),
        env: Mapping[str, str] | None = None,
    ) -> None:
        """``home`` is the user's home folder: start again with the same one to meet what was kept."""
        home.mkdir(parents=True, exist_ok=True)
        self.screen = screen
        self.home = home
        self.inputs: list[str] = []
        run = len(list(home.parent.glob(f"{home.name}-*.log"))) + 1
        self.log = home.parent / f"{home.name}-{run}.log"
        self.env = {
            **screen.env,
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / ".config"),
            "XDG_DATA_HOME": str(home / ".local/share"),
            "XDG_STATE_HOME": str(home / ".local/state"),
            "XDG_CACHE_HOME": str(home / ".cache"),
            "TMPDIR": str(home / "tmp"),
            "PYTHONFAULTHANDLER": "1",
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            **(env or {}),
        }
        (home / "tmp").mkdir(exist_ok=True)
        settings = home / ".config" / "onrecord" / "window.json"
        if not settings.exists():  # reading the words in pictures takes seconds of a processor
            settings.parent.mkdir(parents=True)
            settings.write_text('{"read_pictures": false}', "utf-8")
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [str(part) for part in (*program, *arguments)],
                env=self.env,
                cwd=home,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.driver = Helper(
            [SYSTEM_PYTHON, str(HERE / "driver.py")], screen.env, home.parent / "driver.log"
        )
        self._desk: Helper | None = None
        try:
            self.attach(self.process.pid)
        except BaseException:
            self.kill()
            raise

    @property
    def desk(self) -> Helper:
        """The other programs on the screen, started when first needed."""
        if self._desk is None:
            self._desk = Helper(
                [sys.executable, str(HERE / "desk.py")],
                {**self.screen.env, "QT_QPA_PLATFORM": "xcb"},
                self.home.parent / "desk.log",
            )
        return self._desk

    def attach(self, pid: int) -> None:
        """Looks at this process from now on."""
        self.last_found: int | None = None

        def there() -> bool:
            assert _is_running(pid), f"the program has ended: {self.output()}"
            return self.driver.ask("attach", pid=pid)

        wait_until(there, lambda: f"a window; it says: {self.output()}", 3 * PATIENCE)
        self.pid = pid

    def attach_successor(self) -> None:
        """Looks at the fresh process that locking a vault leaves behind."""
        before = self.pid

        found: list[int] = []

        def another() -> bool:
            found[:] = [pid for pid in self.driver.ask("pids") if pid in self._ours() - {before}]
            return bool(found)

        wait_until(another, lambda: f"a new window; it says: {self.output()}")
        self.attach(found[0])

    def _ours(self) -> set[int]:
        """Processes with this home folder: also those that left our process group."""
        mark = f"HOME={self.home}".encode()
        found: set[int] = set()
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):  # ended, or somebody else's
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    found.add(int(folder.name))
        return found

    # What is on screen

    def find(
        self,
        role: str = "",
        name: str | None = None,
        *,
        like: str = "",
        within: Element | None = None,
        showing: bool = True,
    ) -> Element:
        """Waits for the first match: by role, exact name, or regular expression in the name."""

        def look() -> int:
            wanted = self._wanted(role, name, like, within)
            return self.driver.ask("find", **wanted, showing=showing, seconds=PATIENCE)

        self.last_found = look()
        return Element(self, self.last_found, look)

    def find_all(
        self,
        role: str = "",
        name: str | None = None,
        *,
        like: str = "",
        within: Element | None = None,
    ) -> list[Element]:
        """Those that are there now; does not wait."""
        wanted = self._wanted(role, name, like, within)
        numbers = self.driver.ask("find_all", **wanted, seconds=PATIENCE)
        return [Element(self, number) for number in numbers]

    def wait_gone(self, role: str = "", name: str | None = None, *, like: str = "") -> None:
        self.driver.ask("gone", **self._wanted(role, name, like, None), seconds=PATIENCE)

    @staticmethod
    def _wanted(role: str, name: str | None, like: str, within: Element | None) -> dict[str, Any]:
        return {"role": role, "name": name, "like": like, "within": within and within.number}

    def tree(self) -> str:
        """Everything on screen, indented: for a person who writes a test."""
        return self.driver.ask("tree")

    def picture(self, path: Path) -> Path:
        """Writes the whole screen as PNG."""
        self.desk.ask("picture", path=str(path))
        return path

    def output(self) -> str:
        """What the program wrote to its standard output and error."""
        return self.log.read_text("utf-8", "replace")

    # What a person does

    def wait_for_keyboard(self) -> None:
        """Waits until what is typed goes to the window of what was found last."""

        def there() -> bool:
            answer = self.screen.xdotool("getwindowfocus", "getwindowpid", check=False)
            return answer.strip() == str(self.pid) and self.driver.ask(
                "has_keyboard", element=self.last_found
            )

        with contextlib.suppress(TimeoutError):
            wait_until(there, lambda: "the window manager to give it the keyboard", 15)
            return
        # It sometimes gives it to nobody at the start; a person then clicks on the window.
        if not self.screen.xdotool("getwindowfocus", "getwindowpid", check=False).strip():
            ours = ("search", "--onlyvisible", "--pid", str(self.pid))
            self.screen.xdotool(*ours, "windowactivate", check=False)
        wait_until(there, lambda: "a window of the program to have the keyboard")

    def keys(self, *chords: str) -> None:
        """Presses keys by their X names: ``keys("ctrl+l")``, ``keys("Tab", "Return")``."""
        for chord in chords:
            self.wait_for_keyboard()
            self.inputs.append(f"key {chord}")
            self.screen.xdotool("key", "--clearmodifiers", chord)

    def type(self, text: str) -> None:
        """Types where the cursor is."""
        self.wait_for_keyboard()
        self.inputs.append(f"type {text!r}")
        self.screen.xdotool("type", "--delay", "4", "--", text)

    def drop(self, paths: Sequence[Path], onto: Element) -> None:
        """Drags files from another program and drops them in the middle of ``onto``."""
        self.inputs.append(f"drop {len(paths)} files")
        target_x, target_y = onto.place.middle
        x, y = self.desk.ask("offer", paths=[str(path) for path in paths], at=[2, 2])

        def move_until(state: str, x: int, y: int) -> None:
            """Moves the pointer to and fro by a pixel, as a hand does, until the other side sees it."""
            moves = iter(range(1_000_000))

            def there() -> bool:
                self.screen.xdotool("mousemove", str(x + next(moves) % 2), str(y))
                return self.desk.ask("drag_state").startswith(state)

            wait_until(
                there, lambda: f"the drag to be {state}, it is {self.desk.ask('drag_state')}"
            )

        move_until("pointed at", x, y)
        self.screen.xdotool("mousedown", "1")
        try:
            move_until("over CopyAction", target_x, target_y)
        finally:
            self.screen.xdotool("mouseup", "1")
        move_until("taken", target_x, target_y)
        taken = self.desk.ask("drag_state")
        self.desk.ask("hide")
        assert taken == "taken CopyAction", f"the drop was refused: {taken}"

    def copy_files(self, paths: Sequence[Path]) -> None:
        """Another program puts files on the clipboard; not an input in our window."""
        self.desk.ask("copy_files", paths=[str(path) for path in paths])

    def copy_image(self, width: int = 640, height: int = 360, colour: str = "#3465a4") -> None:
        """Another program puts a screenshot on the clipboard."""
        self.desk.ask("copy_image", width=width, height=height, colour=colour)

    def copy_text(self, text: str) -> None:
        self.desk.ask("copy_text", text=text)

    def clipboard_text(self) -> str:
        """What another program gets when it pastes."""
        return self.desk.ask("clipboard_text")

    # How it ends

    def close(self) -> int:
        """Closes the window as its title bar does, and waits for the end; the exit status."""
        self.wait_for_keyboard()
        self.inputs.append("close the window")
        self.screen.xdotool("key", "--clearmodifiers", "alt+F4")
        try:
            return self.process.wait(timeout=PATIENCE * 2)
        finally:
            self.kill()

    def crash(self) -> None:
        """Ends it as a power cut would: at once, with its worker processes."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        for pid in self._ours():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def kill(self) -> None:
        """Ends everything that is still running; safe to call again."""
        self.crash()
        self.driver.close()
        if self._desk is not None:
            self._desk.close()
            self._desk = None


def _is_running(pid: int) -> bool:
    """Not for one that has ended and was not waited for."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
