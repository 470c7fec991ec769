"""The command line: everything a script needs, without a window.

What is printed with ``--json`` is for programs: a list is an array, each thing has an ``id``.
Exit status 0; 1 when the world is at fault, with one sentence on standard error; 2 for usage.

A file is one group of commands; ``root`` puts them together.
"""

from __future__ import annotations

from onrecord.cli.root import commands, run

__all__ = ["commands", "run"]
