"""The note beside an object: sealed as the object is, it tells what it is where no record does."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from onrecord.errors import Damaged
from onrecord.vault.agefile import Identity, Recipient, decrypt_bytes, encrypt_bytes

_STEP = 1024
"""Notes are padded to a multiple of this, so that their size does not tell a file name's length."""

_LONGEST = 1 << 20


def sealed_note(values: Mapping[str, Any], about: Mapping[str, Any], recipient: Recipient) -> bytes:
    """The note's file. ``values`` are those that bind the object, ``about`` is plain JSON."""
    text = json.dumps({**values, "about": dict(about)}, ensure_ascii=False).encode()
    return encrypt_bytes(text.ljust(-(-len(text) // _STEP) * _STEP), [recipient])


def read_note(path: Path, identities: Sequence[Identity]) -> dict[str, Any]:
    """What a note holds. Raises FileNotFoundError, or Damaged where it cannot be read."""
    try:
        with path.open("rb") as file:
            sealed = file.read(_LONGEST)
        note: Any = json.loads(decrypt_bytes(sealed, identities))
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        raise Damaged("not a note") from error
    if not isinstance(note, dict):
        raise Damaged("not a note")
    return note  # pyright: ignore[reportUnknownVariableType]
