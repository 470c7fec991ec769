"""A line of words on a page of its own, as pypdf lays it over others."""

from __future__ import annotations

from pypdf import PageObject
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

_FONT = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}


def written(words: str, wide: float, high: float, left: float) -> PageObject:
    """``words`` 20 points above the foot of a page, ``left`` points from its edge."""
    made = PageObject.create_blank_page(None, wide, high)
    font = DictionaryObject({NameObject(key): NameObject(name) for key, name in _FONT.items()})
    fonts = DictionaryObject({NameObject("/StampFont"): font})
    made[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    content = DecodedStreamObject()
    content.set_data(f"BT /StampFont 9 Tf {left} 20 Td ({words}) Tj ET".encode())
    made[NameObject("/Contents")] = content
    return made
