"""Pages we set for what is no PDF: pictures, texts and mail."""

from __future__ import annotations

from onrecord.errors import Unreadable
from onrecord.packet.content import BundleContent, Exhibit
from onrecord.packet.imagepages import image_pages
from onrecord.packet.textpages import decode, text_pages


def made_pages(exhibit: Exhibit, data: bytes, content: BundleContent) -> bytes:
    """A PDF that shows the exhibit. Raises Unreadable for kinds we cannot show."""
    if exhibit.media_type.startswith("image/"):
        return image_pages(data, paper=content.paper)
    words = exhibit.text
    if words is None and exhibit.media_type.startswith("text/"):
        words = decode(data)
    if words is None:
        raise Unreadable(exhibit.problem or "This kind of file cannot be shown as pages.")
    return text_pages(
        words,
        paper=content.paper,
        title=exhibit.title or exhibit.file_name,
        language=content.language,
        mail=exhibit.media_type == "message/rfc822",
    )
