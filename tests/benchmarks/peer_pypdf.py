"""The same assembly by pypdf, as its own documentation does it: every page is stamped by
``merge_page``, every document has a bookmark and a link from the index.

``python peer_pypdf.py FOLDER OUT``. It is spared what we do beside that: pictures are pages
already, and nothing is typeset. Prints as JSON the processor seconds it took, without importing.
"""

from __future__ import annotations

import hashlib
import json
import sys
from io import BytesIO
from pathlib import Path

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from benchmarks.measure import own_cpu_s


def main(folder: Path, out: Path) -> None:
    began = own_cpu_s()
    writer = PdfWriter()
    index = writer.add_blank_page(595, 842)
    starts: list[int] = []
    for number, path in enumerate(sorted(folder.iterdir()), 1):
        writer.add_blank_page(595, 842)  # the divider
        starts.append(len(writer.pages) - 1)
        for place, page in enumerate(PdfReader(BytesIO(path.read_bytes())).pages, 1):
            added = writer.add_page(page)
            added.merge_page(_stamp(f"A{number} p. {place}   {len(writer.pages)}", page))
        writer.add_outline_item(title=path.name, page_number=starts[-1])
    for row, start in enumerate(starts):
        at = 800 - 12 * row
        writer.add_annotation(index, Link(rect=(40, at, 300, at + 10), target_page_index=start))
    with out.open("wb") as file:
        writer.write(file)
    with out.open("rb") as file:
        hashlib.file_digest(file, "sha256")
    print(json.dumps(own_cpu_s() - began))


def _stamp(words: str, page: PageObject) -> PageObject:
    box = page.mediabox
    made = PageObject.create_blank_page(None, float(box.width), float(box.height))
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/StampFont"): font})
    made[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    content = DecodedStreamObject()
    content.set_data(f"BT /StampFont 9 Tf 400 20 Td ({words}) Tj ET".encode())
    made[NameObject("/Contents")] = content
    return made


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
