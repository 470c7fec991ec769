"""Pages we set for what is no PDF: pictures, texts and mail."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from onrecord.errors import Unreadable
from onrecord.packet.content import BundleContent, Exhibit
from onrecord.packet.imagepages import image_pages
from onrecord.packet.tablepages import TABLES
from onrecord.packet.textpages import Boxes, decode, text_pages


@dataclass(frozen=True)
class Made:
    """``places``: on which of these pages a page that is cited begins, ``boxes``: where a part of
    one stands; ``told``: what is not as it was in the document."""

    pdf: bytes
    places: dict[int, int] = field(default_factory=dict[int, int])
    told: tuple[str, ...] = ()
    boxes: Boxes = field(default_factory=dict[tuple[int, str], tuple[int, str]])


def made_pages(
    exhibit: Exhibit, data: bytes, content: BundleContent, *, sound: bool = False
) -> Made:
    """A PDF that shows the exhibit. Raises Unreadable for kinds we cannot show.

    ``sound``: see ``Verdict``."""
    if exhibit.media_type.startswith("image/"):
        whole = exhibit.page_count == 1
        return Made(image_pages(data, paper=content.paper, sound=sound, whole=whole))
    words = exhibit.text
    if words is None and exhibit.media_type.startswith("text/"):
        words = decode(data)
    if words is None:
        raise Unreadable(exhibit.problem or "This kind of file cannot be shown as pages.")
    made = text_pages(
        words,
        paper=content.paper,
        title=exhibit.title or exhibit.file_name,
        language=content.language,
        mail=exhibit.media_type == "message/rfc822",
        table=exhibit.media_type in TABLES,
        bank=exhibit.media_type == "application/x-ofx",
        marks=exhibit.marks,
        note=exhibit.cut,
        options=content.options,
    )
    told = [exhibit.cut] if exhibit.cut else []
    if made.lacking is not None:
        told.append(replace(made.lacking, where=f"the words of {exhibit.label}").words)
    return Made(made.pdf, {1: 1} | made.places, tuple(told), made.boxes)
