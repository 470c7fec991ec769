"""What a command prints: for people in lines, for programs as JSON."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import click

from onrecord.cli.options import wants_json

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def print_answer(plain: Mapping[str, Any], words: str) -> None:
    """One thing: ``plain`` for a program, with its ``id``; ``words``, maybe of lines, for a person."""
    if wants_json():
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(one_line(line) for line in words.split("\n")))


def remark(words: str) -> None:
    """A sentence beside the answer, on standard error."""
    click.echo(one_line(words), err=True)


def one_line(words: str) -> str:
    """One line for a terminal: a file's name or text must not move its cursor, colour it or turn
    its direction."""
    return _CONTROL.sub(" ", words)


def print_list(
    plain: Sequence[Mapping[str, Any]], rows: Sequence[Sequence[str]], empty: str
) -> None:
    """Several things, each in a row; ``empty`` is what a person is told where there is none."""
    if wants_json():
        click.echo(json.dumps(list(plain), ensure_ascii=False, indent=2))
    elif rows:
        for row in rows:
            click.echo(one_line("  ".join(piece for piece in row if piece)))
    elif empty:
        click.echo(empty, err=True)


@contextmanager
def progress() -> Generator[Callable[[int, int, str], None]]:
    """One line on a terminal's standard error; nothing where nobody looks."""
    shown = sys.stderr.isatty()

    def tell(done: int, total: int, words: str) -> None:
        if shown:
            count = f" {done} of {total}" if total else ""
            click.echo(f"\r\x1b[K{words}{count}", err=True, nl=False)

    try:
        yield tell
    finally:
        if shown:
            click.echo("\r\x1b[K", err=True, nl=False)
