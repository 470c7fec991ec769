"""A note to be put on the copy of a page, set as a small form. Runs in a worker only."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

import pikepdf
from pikepdf import Name, Object, Pdf

from onrecord.packet.press import clean, families, printed

LEAST = 120.0, 30.0
"""Points: a smaller note cannot be read."""
_KEPT = {
    "/Type",
    "/Subtype",
    "/BBox",
    "/Matrix",
    "/Resources",
    "/Length",
    "/Filter",
    "/DecodeParms",
}


def note_form(target: Pdf, words: str, wide: float, high: float, language: str = "en") -> Object:
    """The note as a form of ``target``, with its lower left corner at the origin."""
    with pikepdf.open(BytesIO(_set(words, round(wide, 1), round(high, 1), language))) as source:
        form = source.pages[0].as_form_xobject()
        for key in set(form.keys()) - _KEPT:
            del form[key]
        form["/Type"], form["/Subtype"] = Name.XObject, Name.Form
        return target.copy_foreign(source.make_indirect(form))


@lru_cache(maxsize=64)  # a preview is made again after each change
def _set(words: str, wide: float, high: float, language: str) -> bytes:
    data = {
        "words": clean(words),
        "wide": wide,
        "high": high,
        "language": language.split("-")[0].lower()[:3] or "en",
        "fonts": list(families()),
    }
    return printed("note.typ", data).pdf
