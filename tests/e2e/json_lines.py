"""The test's end of a helper program that answers one JSON line for each JSON line."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any


class Failed(AssertionError):
    """What the helper program was asked for is not on the screen."""


class Stale(Failed):
    """An element is no longer there, or was being changed."""


class Helper:
    def __init__(self, command: list[str], env: dict[str, str], log: Path) -> None:
        with log.open("wb") as errors:
            self._process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", *command],
                env=env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        self._log = log

    def ask(self, do: str, **arguments: Any) -> Any:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(json.dumps({"do": do, **arguments}) + "\n")
        stdin.flush()
        line = stdout.readline()
        if not line:
            raise RuntimeError(f"the helper program ended: {self._log.read_text()[-2000:]}")
        answer = json.loads(line)
        if "error" in answer:
            raise (Stale if answer.get("stale") else Failed)(answer["error"])
        return answer["value"]

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
