"""Text that is there to be searched and copied, and not seen: over a picture of a page.

The font has one glyph for everything; what a code means is said by its ToUnicode table.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from functools import cache

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from onrecord.domain.rect import Rect

NAME = "/OnRecordUnseen"
_WIDE = 500  # of each character, in thousandths of its size
_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
1 beginbfrange
<0000> <FFFF> <0000>
endbfrange
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def font(pdf: Pdf) -> Object:
    """The font, as an object of ``pdf``."""
    program = Stream(pdf, _program())
    program["/Length1"] = len(_program())
    name = Name("/OnRecordUnseen")
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=name, Flags=4, FontBBox=Array([0, 0, _WIDE, 1000]),
        ItalicAngle=0, Ascent=1000, Descent=0, CapHeight=1000, StemV=80,
        FontFile2=pdf.make_indirect(program),
    )  # fmt: skip
    letters = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=name, DW=_WIDE,
        CIDSystemInfo=Dictionary(
            Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0
        ),
        CIDToGIDMap=pdf.make_indirect(Stream(pdf, bytes(2 * 65536))),
        FontDescriptor=pdf.make_indirect(descriptor),
    )  # fmt: skip
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=name, Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(letters)]),
            ToUnicode=pdf.make_indirect(Stream(pdf, _TO_UNICODE)),
        )
    )  # fmt: skip


def writing(words: Iterable[tuple[str, Rect]], height: float) -> bytes:
    """The operators that put each word into its box; boxes count down from the upper edge of a
    page of this ``height``, in its own units."""
    made = [f"BT 3 Tr {NAME} 1 Tf\n".encode()]
    for text, box in words:
        codes = text.encode("utf-16-be")
        if not codes:
            continue
        size = max(0.5, box.y1 - box.y0)
        across = (box.x1 - box.x0) / (len(codes) / 2 * _WIDE / 1000)
        made.append(
            f"{across:.4f} 0 0 {size:.3f} {box.x0:.3f} {height - box.y1:.3f} Tm".encode()
            # A space behind it: a letter alone would have no width for some readers.
            + b" <" + codes.hex().encode() + b"0020> Tj\n"
        )  # fmt: skip
    return b"".join([*made, b"ET\n"]) if len(made) > 1 else b""


def layer(
    pdf: Pdf, words: Iterable[tuple[str, Rect]], width: float, height: float, letters: Object
) -> Object:
    """The words in ``letters``, the font, as a form to be laid over a page of this size."""
    form = Stream(pdf, writing(words, height))
    form["/Type"], form["/Subtype"] = Name.XObject, Name.Form
    form["/BBox"] = Array([0, 0, round(width, 3), round(height, 3)])
    form["/Resources"] = Dictionary(Font=Dictionary({NAME: letters}))
    return pdf.make_indirect(form)


@cache
def _program() -> bytes:
    """A TrueType font of two glyphs (OpenType 1.9: the tables a PDF needs). Each is a line from
    corner to corner, without an area: to some readers a word is as high as its outline, and they
    mark nothing of one that has none."""
    line = struct.pack(
        ">hhhhhHHBBBhhhhhh",
        1, 0, 0, _WIDE, 1000, 2, 0, 1, 1, 1, 0, _WIDE, -_WIDE, 0, 1000, -1000,
    ) + b"\0"  # fmt: skip
    head = struct.pack(
        ">IIIIHHQQhhhhHHhhh",
        0x10000, 0x10000, 0, 0x5F0F3CF5, 0, 1000, 0, 0, 0, 0, _WIDE, 1000, 0, 8, 2, 0, 0,
    )  # fmt: skip
    tables = {
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 1, 12)
        + struct.pack(">HHHHHHHHHHHH", 4, 24, 0, 2, 2, 0, 0, 0xFFFF, 0, 0xFFFF, 1, 0),
        b"glyf": 2 * line,
        b"head": head,
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, 1000, 0, 0, _WIDE, *[0] * 11, 1),
        b"hmtx": struct.pack(">Hhh", _WIDE, 0, 0),
        b"loca": struct.pack(">HHH", 0, len(line) // 2, len(line)),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 2, 3, 1, 0, 0, 1, *[0] * 8),
    }
    at = 12 + 16 * len(tables)
    index, body = b"", b""
    for tag, data in sorted(tables.items()):
        padded = data + bytes(-len(data) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        index += tag + struct.pack(">III", total, at + len(body), len(data))
        body += padded
    return struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 16 * len(tables) - 64) + index + body
