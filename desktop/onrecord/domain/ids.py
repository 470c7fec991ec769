"""Random identifiers. They carry no meaning, no time and no order."""

from __future__ import annotations

import secrets


def new_id() -> str:
    """A record's id: 64 random bits as 16 lower-case hex digits."""
    return secrets.token_hex(8)


def new_object_id() -> str:
    """An object's id and file name: 128 random bits as 32 lower-case hex digits."""
    return secrets.token_hex(16)
