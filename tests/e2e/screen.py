"""A private screen: an X server, a window manager and a session bus that nobody else sees.

Nothing here touches the screen, the clipboard or the session of the person who runs the tests.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

# Program -> the Debian or Ubuntu package that brings it.
TOOLS = {
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "setxkbmap": "x11-xkb-utils",
    "dbus-daemon": "dbus",
    "setpriv": "util-linux",
}
SYSTEM_PYTHON = "/usr/bin/python3"  # python3-gi belongs to it, not to our environment


def missing() -> str:
    """What a real window still needs, as one phrase; empty when everything is here."""
    packages = {package for tool, package in TOOLS.items() if not shutil.which(tool)}
    check = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    try:
        found = subprocess.run([SYSTEM_PYTHON, "-c", check], capture_output=True, check=False)
        if found.returncode:
            packages |= {"python3-gi", "gir1.2-atspi-2.0"}
    except OSError:
        packages |= {"python3-gi", "gir1.2-atspi-2.0"}
    if not any(
        Path(folder, "at-spi-bus-launcher").exists()
        for folder in ("/usr/libexec", "/usr/lib/at-spi2-core", "/usr/lib/at-spi2")
    ):
        packages.add("at-spi2-core")
    return ", ".join(sorted(packages))


def wait_until(true: Callable[[], bool], what: Callable[[], str], seconds: float = 60) -> None:
    """Asks again until ``true()``; the tests themselves never wait for a fixed time."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds:g} s for {what()}")
        time.sleep(0.03)


class Screen:
    """One X server of ``width`` x ``height`` pixels. ``env`` is what a program on it starts with."""

    def __init__(self, folder: Path, width: int = 1280, height: int = 900) -> None:
        self.folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []
        runtime = folder / "runtime"
        runtime.mkdir(mode=0o700)
        kept = ("PATH", "LD_LIBRARY_PATH", "PYTHONDONTWRITEBYTECODE")
        self.env = {
            **{name: os.environ[name] for name in kept if name in os.environ},
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(runtime),
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "NO_AT_BRIDGE": "0",
        }
        try:
            self.env["DISPLAY"] = ":" + self._start(
                "Xvfb", "-displayfd", "{fd}", "-screen", "0", f"{width}x{height}x24",
                "-nolisten", "tcp", "-noreset",
            )  # fmt: skip
            self.env["DBUS_SESSION_BUS_ADDRESS"] = self._start(
                "dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address={fd}"
            )
            # Has keys for accented letters and currency signs; for others, xdotool would have to
            # change the keyboard while it types, and programs notice that too late.
            subprocess.run(
                ["setxkbmap", "-layout", "us", "-variant", "altgr-intl"], env=self.env, check=True
            )
            self._start("openbox", "--sm-disable")
            self._wait_for_window_manager()
        except BaseException:
            self.close()
            raise

    def _start(self, *command: str) -> str:
        """Starts a program that dies with us; where it is given an {fd}, returns the line it writes."""
        log = (self.folder / f"{command[0]}.log").open("wb")
        reading, writing = os.pipe()
        arguments = [part.replace("{fd}", str(writing)) for part in command]
        with log:
            self._processes.append(
                subprocess.Popen(
                    ["setpriv", "--pdeathsig", "KILL", *arguments],
                    env=self.env,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    pass_fds=[writing],
                )
            )
        os.close(writing)
        with os.fdopen(reading, "r") as pipe:
            answer = pipe.readline().strip() if arguments != list(command) else ""
        if arguments != list(command) and not answer:
            raise RuntimeError(f"{command[0]} did not start, see {log.name}")
        return answer

    def _wait_for_window_manager(self) -> None:
        wait_until(
            lambda: self.xdotool("get_desktop", check=False).strip() == "0",
            lambda: "the window manager",
        )

    def xdotool(self, *arguments: str, check: bool = True) -> str:
        """Moves the pointer, presses keys; returns what it prints."""
        done = subprocess.run(
            ["xdotool", *arguments],
            env=self.env,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        if check and done.returncode:
            raise RuntimeError(f"xdotool {' '.join(arguments)}: {done.stderr.strip()}")
        return done.stdout

    def close(self) -> None:
        for process in reversed(self._processes):
            process.kill()
            process.wait()
