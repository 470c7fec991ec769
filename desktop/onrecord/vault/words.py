"""Passphrases that can be remembered: five words drawn from a list of our own.

Each word adds 11.2 bits (the list holds 2,420), five of them 56; with the key slot's scrypt each
guess costs an attacker 256 MB and about a second.
"""

from __future__ import annotations

import secrets
from functools import cache

from onrecord.bundled import resource


@cache
def words() -> tuple[str, ...]:
    """The list, in alphabetical order."""
    lines = resource("words", "passphrase.txt").read_text("utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def suggest_passphrase(count: int = 5) -> str:
    """Words with single spaces between them, each drawn by the system's secure generator."""
    return " ".join(secrets.choice(words()) for _ in range(count))
