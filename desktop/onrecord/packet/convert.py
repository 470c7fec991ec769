"""A copy of a document in a kind that every portal takes. Runs in a worker only."""

from __future__ import annotations

import io

from onrecord.errors import Unreadable
from onrecord.packet.content import BundleContent, Exhibit
from onrecord.packet.imagepages import as_jpeg
from onrecord.packet.made import made_pages


def converted(exhibit: Exhibit, data: bytes, content: BundleContent) -> bytes:
    """Pictures as a JPEG, upright, without camera and place; mail and pages of the web as the PDF
    that the bundle shows of them. Raises Unreadable."""
    if exhibit.media_type.startswith("image/"):
        try:
            return as_jpeg(data)
        except Unreadable:
            raise
        except Exception as error:  # decoders raise all kinds on damaged files
            raise Unreadable("This picture is damaged or of an unknown kind.") from error
    made = made_pages(exhibit, data, content, sound=False)
    return io.BytesIO(made.pdf).getvalue()
