"""Large print: pages that were set on a smaller sheet, drawn as large as the paper is.

So every size, distance and table of a template keeps its proportions, and the words stay words.
Runs in a worker only.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Stream

from onrecord.packet.annotations import annotations_of
from onrecord.packet.entries import entry
from onrecord.packet.geometry import rectangle


def enlarged(data: bytes, factor: float) -> bytes:
    """Every page ``factor`` times as large, with its links; the same bytes every time."""
    with pikepdf.open(BytesIO(data)) as pdf:
        turn = f"{factor:.4f} 0 0 {factor:.4f} 0 0 cm\n".encode()
        for page in pdf.pages:
            sheet = rectangle(page.mediabox)
            assert sheet is not None
            for key in ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
                if key in page.obj:
                    del page.obj[key]
            page.obj["/MediaBox"] = Array([round(v * factor, 2) for v in sheet])
            contents: Any = entry(page.obj, "/Contents")
            own: list[Any] = list(contents) if isinstance(contents, Array) else [contents]
            page.obj["/Contents"] = Array([Stream(pdf, turn), *own])
            for note in annotations_of(page.obj):
                for key in ("/Rect", "/QuadPoints"):
                    found: Any = entry(note, key)
                    if isinstance(found, Array):
                        note[key] = Array([round(float(v) * factor, 3) for v in found])
        out = BytesIO()
        pdf.save(out, static_id=True, fix_metadata_version=False)
    return out.getvalue()
