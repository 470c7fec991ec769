"""The text form of an age file (strict PEM), read only.

The vault writes binary files; a key slot that was printed, or sent as text, comes back this way.
"""

from __future__ import annotations

import base64
import binascii

from onrecord.errors import Damaged

_BEGIN = b"-----BEGIN AGE ENCRYPTED FILE-----"
_END = b"-----END AGE ENCRYPTED FILE-----"
_COLUMNS = 64
_WHITESPACE = b" \t\r\n"


class BadArmor(Damaged):
    """The text form breaks a rule."""

    def __init__(self) -> None:
        super().__init__(
            "This text is not a whole encrypted file. Copy it again, from its first to its last dashed line."
        )


def is_armored(data: bytes) -> bool:
    """Whether this looks like the text form at all."""
    return data.lstrip(_WHITESPACE).startswith(_BEGIN)


def dearmor(data: bytes) -> bytes:
    """The binary file inside; raises BadArmor unless every line is as the format says.

    Lines end in LF or CRLF, hold exactly 64 columns but for the last, and the base64 is canonical.
    White space is allowed before and after, nowhere else.
    """
    lines = data.strip(_WHITESPACE).replace(b"\r\n", b"\n").split(b"\n")
    if len(lines) < 2 or lines[0] != _BEGIN or lines[-1] != _END:
        raise BadArmor
    body = lines[1:-1]
    if any(len(line) != _COLUMNS for line in body[:-1]):
        raise BadArmor
    if body and not 0 < len(body[-1]) <= _COLUMNS:
        raise BadArmor
    text = b"".join(body)
    try:
        raw = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise BadArmor from None
    if base64.b64encode(raw) != text:
        raise BadArmor
    return raw
