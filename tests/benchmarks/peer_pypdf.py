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

from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link

from benchmarks.measure import own_cpu_s
from benchmarks.written import written


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
            words, box = f"A{number} p. {place}   {len(writer.pages)}", page.mediabox
            added.merge_page(written(words, float(box.width), float(box.height), 400))
        writer.add_outline_item(title=path.name, page_number=starts[-1])
    for row, start in enumerate(starts):
        at = 800 - 12 * row
        writer.add_annotation(index, Link(rect=(40, at, 300, at + 10), target_page_index=start))
    with out.open("wb") as file:
        writer.write(file)
    with out.open("rb") as file:
        hashlib.file_digest(file, "sha256")
    print(json.dumps(own_cpu_s() - began))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
