"""The vault of a command, opened with its passphrase."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.options import passphrase_file, vault_path
from onrecord.cli.printing import remark
from onrecord.errors import NotFound, Refused

if TYPE_CHECKING:
    from onrecord.services.workshop import Workshop
    from onrecord.vault.vault import Vault


def open_vault() -> Vault:
    """Opens the vault named on the line and files what waited for it; the caller closes it."""
    from onrecord.services.collect_inbox import collect_inbox, left_sealed

    path = vault_path()
    if not path.exists():
        raise NotFound(f"There is no vault at {path}.")
    vault = _unlocked(path, passphrase())
    try:
        warn_of(vault)
        if not vault.read_only:
            for problem in collect_inbox(vault).problems:
                click.echo(problem, err=True)
        elif words := left_sealed(vault):
            click.echo(words, err=True)
    except BaseException:
        vault.close()
        raise
    return vault


def _unlocked(path: Path, secret: str) -> Vault:
    """By the passphrase or, where that is what was given, by the code of the recovery sheet."""
    from onrecord.vault.recovery_code import read_recovery_code
    from onrecord.vault.vault import Vault

    try:
        code = read_recovery_code(secret)
    except Refused:
        return Vault.open(path, secret)
    return Vault.open_with_recovery_code(path, code)


def warn_of(vault: Vault) -> None:
    """Says what is to be known of a vault that was opened."""
    for warning in vault.warnings:
        remark(warning)


@contextmanager
def the_vault() -> Generator[Vault]:
    """The vault named on the line, while a command works in it."""
    vault = open_vault()
    try:
        yield vault
    finally:
        vault.close()


def passphrase(*, new: bool = False) -> str:
    """The passphrase, from its file or asked for; a new one is asked for twice."""
    file = passphrase_file()
    if not file:
        if not sys.stdin.isatty():
            raise Refused("The passphrase is needed: give it with --passphrase-file FILE.")
        prompt = "New passphrase" if new else "Passphrase"
        return click.prompt(prompt, hide_input=True, confirmation_prompt=new, err=True)
    return first_line(file)


def first_line(file: str) -> str:
    """The secret in a file; ``-`` is standard input."""
    try:
        text = sys.stdin.readline() if file == "-" else Path(file).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise Refused(f"The passphrase file {file} cannot be read.") from None
    phrase = text.split("\n", 1)[0].rstrip("\r")
    if not phrase:
        raise Refused("The passphrase is empty; write it in the first line of the file.")
    return phrase


def read_waiting(workshop: Workshop, tell: Callable[[int, int, str], None]) -> None:
    """Reads the documents nobody has read yet, where the vault can be written to; then the words
    in pictures, where that is wanted."""
    from onrecord.services.read_documents import read_documents, waiting
    from onrecord.services.read_pictures import pictures_waiting, read_pictures
    from onrecord.ui.preferences import Preferences

    if not workshop.vault.read_only and waiting(workshop.vault):
        read_documents(workshop.vault, workshop.reader, progress=tell)
    if Preferences().reads_pictures and pictures_waiting(workshop.vault):
        read_pictures(workshop.vault, workshop.machine, tell)
