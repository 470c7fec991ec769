"""How large a mail may be before services refuse it.

Services count the whole message. Files are packed in it as letters and figures (base64, RFC 2045:
four for three bytes, in lines of 76), which makes them larger by more than a third.
"""

from __future__ import annotations

LARGEST_MAIL = 25_000_000
"""Bytes of a whole message. Gmail sends 25 MB from a personal account (Gmail Help, "Send attachments
with your Gmail message", read 22 November 2026); iCloud Mail takes 20 MB (support.apple.com/102198,
read the same day), others ten to 35. What is larger than this, hardly any service takes."""
_LINE = 57
"""Bytes that one line of 76 letters, and its end, holds."""


def packed(length: int) -> int:
    """Bytes that a file of ``length`` takes in a mail."""
    return -(-length // _LINE) * 78


def too_large(lengths: list[int]) -> bool:
    """Whether files of these lengths make a mail that hardly any service takes."""
    return sum(map(packed, lengths)) > LARGEST_MAIL
