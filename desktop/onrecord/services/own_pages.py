"""Which documents have pages of their own: a text or a mail is broken into pages by whatever sets
it, so that a number said of it here would not be that in the PDF."""

from __future__ import annotations


def own_pages(count: int, media_type: str) -> int:
    """Of a document that was read as so many pages; 0 where they are not its own."""
    own = media_type == "application/pdf" or media_type.startswith("image/")
    return count if own else 0
