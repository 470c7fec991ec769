"""Where the program begins: a worker, the window, or a command.

The window must be painted before anything heavy is imported, so that ``click`` and the vault wait
until it is known that a command was typed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

COMMANDS = frozenset(
    {
        "agencies", "agency", "amount", "answer", "attach", "contact", "create", "data", "dispute",
        "evidence", "export", "extract", "fact", "hand-over", "import", "issue", "money", "packet",
        "prove", "recording", "sample", "send", "snapshots", "stage", "take-back", "tracks", "verify",
    }
)  # fmt: skip
"""Every first word that is a command; any other one is the vault to open."""

_NO_DISPLAY = (
    "There is no display to open a window on. See what can be done without one: onrecord --help"
)


def main() -> None:
    """Runs what the arguments say and ends the process with its exit status."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--worker"] and len(arguments) == 2:  # only in a frozen build
        from onrecord.worker.child import main as work

        work(arguments[1])
        sys.exit(0)
    if _opens_window(arguments):
        if not _has_display():
            print(_NO_DISPLAY, file=sys.stderr)
            sys.exit(1)
        from onrecord.app import run_window

        sys.exit(run_window(Path(arguments[0]) if arguments else None))
    from onrecord.cli import run

    sys.exit(run(arguments))


def _opens_window(arguments: list[str]) -> bool:
    if not arguments:
        return True
    first = arguments[0]
    return len(arguments) == 1 and not first.startswith("-") and first not in COMMANDS


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    main()
