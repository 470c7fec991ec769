"""The options every command has, and how a group of commands reads its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

_STATE = "onrecord.state"

F = TypeVar("F", bound=Callable[..., Any])


class _State:
    """What the shared options said, wherever on the line they stood."""

    def __init__(self) -> None:
        self.passphrase_file = ""
        self.json = False
        self.vault_path: Path | None = None


def _state() -> _State:
    meta: dict[str, Any] = click.get_current_context().meta
    return meta.setdefault(_STATE, _State())


def wants_json() -> bool:
    """Whether the answer is for a program."""
    return _state().json


def passphrase_file() -> str:
    """The file the passphrase is read from; empty: it is asked for."""
    return _state().passphrase_file


def vault_path() -> Path:
    """The vault named on the line."""
    path = _state().vault_path
    assert path is not None
    return path


def _set_file(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value:
        _state().passphrase_file = value


def _set_json(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        _state().json = True


def _set_vault(ctx: click.Context, param: click.Parameter, value: str) -> None:
    _state().vault_path = Path(value)


def shared(command: F) -> F:
    """The two options every command has."""
    command = click.option(
        "--json", is_flag=True, expose_value=False, callback=_set_json, help="Print JSON."
    )(command)
    return click.option(
        "--passphrase-file",
        metavar="FILE",
        expose_value=False,
        callback=_set_file,
        help="Read the passphrase from FILE; - is standard input. Otherwise it is asked for.",
    )(command)


def in_vault(command: F) -> F:
    """The vault as the first argument, kept for ``the_vault``."""
    return click.argument("vault", metavar="VAULT", expose_value=False, callback=_set_vault)(
        shared(command)
    )


def shown_by(command: F) -> F:
    """Where the pages show it: a document, or one page of it; several times."""
    return click.option(
        "--shown", multiple=True, metavar="DOC[:PAGE]", help="What shows it; several times."
    )(command)


class Group(click.Group):
    """A group of commands. Help of one of them may be asked for without naming a vault."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        takes_vault = any(one.name == "vault" for one in self.params)
        asks = bool({"--help", "-h"} & set(args[1:])) and args[1] not in self.commands
        if takes_vault and asks and args[0] in self.commands:
            args = ["VAULT", *args]
        return super().parse_args(ctx, self._options_first(args) if takes_vault else args)

    def _options_first(self, args: list[str]) -> list[str]:
        """The options between the vault and the command before both, as click wants them."""
        vault, rest, before = args[:1], args[1:], list[str]()
        taken = {o: one for one in self.params if isinstance(one, click.Option) for o in one.opts}
        while vault and rest and (found := taken.get(rest[0].partition("=")[0])):
            number = 1 if found.is_flag or "=" in rest[0] else 2
            before, rest = [*before, *rest[:number]], rest[number:]
        return [*before, *vault, *rest]
