"""A bundle made as BunTool makes it, the closest open tool: pass by pass, each over the whole file.

``python peer_passes.py FOLDER OUT``. Six passes, by the libraries it uses, each read from a file and
written to one: documents one after another; a page number on each page, which is laid over a sheet of
its own; the index in front; links from it; a bookmark for each document; one for the index. It is
spared what it does beside that: searching the index for the rows, its second index for Word, its log.
Prints as JSON the processor seconds it took, without importing.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path

from pikepdf import OutlineItem, PageCopyWarning, Pdf
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link

from benchmarks.measure import own_cpu_s
from benchmarks.written import written

_WIDE, _HIGH = 595, 842


def main(folder: Path, out: Path) -> None:
    warnings.simplefilter("ignore", PageCopyWarning)  # forms do not survive this way
    began = own_cpu_s()
    steps = iter([out.with_suffix(f".{number}") for number in range(5)])
    paths = sorted(folder.iterdir())
    merged, starts = _merge(paths, next(steps))
    numbered = _number(merged, next(steps))
    whole = _put_index_in_front(numbered, next(steps))
    linked = _link(whole, starts, next(steps))
    titles = [(path.stem, start + 1) for path, start in zip(paths, starts, strict=True)]
    _mark(_mark(linked, titles, next(steps)), [("Index", 0)], out)
    print(json.dumps(own_cpu_s() - began))


def _merge(paths: list[Path], out: Path) -> tuple[Path, list[int]]:
    """Also the places where documents begin, from 0."""
    pdf, starts = Pdf.new(), list[int]()
    for path in paths:
        starts.append(len(pdf.pages))
        pdf.pages.extend(Pdf.open(path).pages)
    pdf.save(out)
    return out, starts


def _number(path: Path, out: Path) -> Path:
    pages = PdfReader(path).pages
    writer = PdfWriter()
    for number, page in enumerate(pages, 1):
        sheet = written(f"Page {number} of {len(pages)}", _WIDE, _HIGH, 270)
        sheet.merge_scaled_page(page, _WIDE / float(page.mediabox[2]))
        writer.add_page(sheet)
    writer.write(out)
    return out


def _put_index_in_front(path: Path, out: Path) -> Path:
    pdf = Pdf.new()
    pdf.add_blank_page(page_size=(_WIDE, _HIGH))
    with Pdf.open(path) as pages:
        pdf.pages.extend(pages.pages)
        pdf.save(out)
    return out


def _link(path: Path, starts: list[int], out: Path) -> Path:
    writer = PdfWriter()
    for page in PdfReader(path).pages:
        writer.add_page(page)
    for row, start in enumerate(starts):
        at = _HIGH - 40 - 12 * row
        writer.add_annotation(0, Link(rect=(40, at, 300, at + 10), target_page_index=start + 1))
    writer.write(out)
    return out


def _mark(path: Path, titles: list[tuple[str, int]], out: Path) -> Path:
    with Pdf.open(path) as pdf:
        with pdf.open_outline() as outline:
            outline.root[0:0] = [OutlineItem(title, page) for title, page in titles]
        pdf.save(out)
    return out


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
