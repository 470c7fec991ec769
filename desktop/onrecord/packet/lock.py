"""A PDF that opens only with a passphrase. Runs in a worker only."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pikepdf

_CHUNK = 1 << 18


def lock_pdf(data: bytes, passphrase: str, write: Callable[[bytes], None]) -> None:
    """Writes ``data`` encrypted with AES-256 (ISO 32000-2, revision 6). The salt is new each time,
    so two copies differ; what they hold does not. Whoever has the passphrase may do everything
    with it: permissions of a PDF hold nobody back."""
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.save(
            out,
            encryption=pikepdf.Encryption(owner=passphrase, user=passphrase, R=6, aes=True),
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    whole = out.getbuffer()
    for at in range(0, len(whole), _CHUNK):
        write(bytes(whole[at : at + _CHUNK]))
