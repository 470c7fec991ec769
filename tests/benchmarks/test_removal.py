"""Blacking out and making pictures smaller, page by page, against what cannot be saved: drawing the
page and writing it as a picture; reading a picture and writing it again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from statistics import median

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from benchmarks import documents
from benchmarks.measure import Table, own_cpu_s
from onrecord.domain.rect import Rect
from onrecord.packet.assemble import assemble
from onrecord.packet.content import BundleContent, Drawn, Exhibit, Pictures
from onrecord.packet.gather import Library
from onrecord.packet.imagecopy import DPI
from onrecord.packet.redact import blackened
from onrecord.packet.reduce import TARGETS, reduce_pages
from onrecord.packet.removedscan import removed
from onrecord.packet.sources import Document

_PART = "Blacking out and making smaller, CPU ms a page"
_RUNS = 3
_PAGES = 12
_TIMES_PICTURE, _TIMES_FIND, _TIMES_RECODE = 5.0, 30.0, 2.5
_SCAN_MS = 60.0  # of the finished file, each page made anew


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A statement (print) and a scan, of the large bundle's kind."""
    folder: Path = tmp_path_factory.mktemp("papers")
    documents.main(folder)
    return {
        "print": next(iter(sorted(folder.glob("statement*.pdf")))).read_bytes(),
        "scan": next(iter(sorted(folder.glob("scan*.pdf")))).read_bytes(),
    }


def spent(work: Callable[[], object]) -> float:
    """Milliseconds of CPU, the median of some runs."""
    found: list[float] = []
    for _ in range(_RUNS):
        began = own_cpu_s()
        work()
        found.append((own_cpu_s() - began) * 1000)
    return median(found)


@pytest.mark.parametrize("kind", ["print", "scan"])
def test_a_page_is_blacked_out_for_little_more_than_its_picture(
    kind: str, papers: dict[str, bytes], table: Table
) -> None:
    document = Document(papers[kind])
    pages = min(_PAGES, document.page_count)
    box = Rect(50, 50, 300, 80)

    def made() -> None:
        shown = Document(papers[kind])
        for number in range(1, pages + 1):
            page = shown.pdfium()[number - 1]
            blackened(page, shown.words(number), [box])
            page.close()
        shown.close()

    def only_drawn() -> None:
        shown = pypdfium2.PdfDocument(papers[kind])
        for number in range(pages):
            image = shown[number].render(scale=DPI / 72, rev_byteorder=True).to_pil()
            image.convert("L").save(BytesIO(), "JPEG", quality=85)
        shown.close()

    ours, peer = spent(made) / pages, spent(only_drawn) / pages
    table.add(
        _PART, f"black out, {kind}", f"{ours:.1f}", f"{peer:.1f} draw and encode",
        f"{ours / peer:.2f}", f"{_TIMES_PICTURE:.1f}",
    )  # fmt: skip
    document.close()
    assert ours < _TIMES_PICTURE * peer


def test_words_are_looked_for_on_every_page(papers: dict[str, bytes], table: Table) -> None:
    pages = len(pypdfium2.PdfDocument(papers["print"]))

    def looked() -> None:
        document = Document(papers["print"])
        for number in range(1, document.page_count + 1):
            document.words(number).find("4471 0098 2213")
        document.close()

    def read() -> None:
        shown = pypdfium2.PdfDocument(papers["print"])
        for page in shown:
            page.get_textpage().get_text_range()
        shown.close()

    ours, peer = spent(looked) / pages, spent(read) / pages
    table.add(
        _PART, "look for words", f"{ours:.2f}", f"{peer:.2f} read the text",
        f"{ours / peer:.2f}", f"{_TIMES_FIND:.1f}",
    )  # fmt: skip
    assert ours < _TIMES_FIND * peer


@pytest.mark.parametrize("name", ["150", "grey", "bw"])
def test_a_scan_is_made_smaller_for_the_price_of_reading_and_writing_it(
    name: Pictures, papers: dict[str, bytes], table: Table
) -> None:
    target = replace(TARGETS[name], dpi=120) if name != "bw" else TARGETS[name]
    with pikepdf.open(BytesIO(papers["scan"])) as pdf:
        count = min(_PAGES, len(pdf.pages))
        raw = [p.obj.Resources.XObject.Im0.read_raw_bytes() for p in list(pdf.pages)[:count]]
    sizes: list[int] = []

    def made() -> None:
        with pikepdf.open(BytesIO(papers["scan"])) as pdf:
            effect = reduce_pages([p.obj for p in list(pdf.pages)[:count]], target)
            sizes[:] = [effect.before, effect.after]

    def recoded() -> None:
        for data in raw:
            image = Image.open(BytesIO(data))
            image.save(BytesIO(), "JPEG", quality=75)

    ours, peer = spent(made) / count, spent(recoded) / count
    smaller = f"{sizes[0] / count / 1000:.0f} kB to {sizes[1] / count / 1000:.0f}"
    table.add(
        _PART, f"make smaller, {name} ({smaller})", f"{ours:.1f}", f"{peer:.1f} decode, encode",
        f"{ours / peer:.2f}", f"{_TIMES_RECODE:.1f}",
    )  # fmt: skip
    assert sizes[1] < 0.9 * sizes[0]
    assert ours < _TIMES_RECODE * peer


def test_the_finished_file_is_searched(papers: dict[str, bytes], table: Table) -> None:
    count = _PAGES
    exhibit = Exhibit(
        "a", "A1", media_type="application/pdf", pages=tuple(range(1, count + 1)),
        drawn=tuple(Drawn(n, "black_out", ("50 50 300 80",)) for n in range(1, count + 1)),
    )  # fmt: skip
    content = BundleContent("Removal", exhibits=(exhibit,), hidden=("4471 0098 2213",))
    written = BytesIO()
    made = assemble(content, Library({"a": papers["print"]}.__getitem__), {})
    report = made.write(written.write)
    data = written.getvalue()
    ours = spent(lambda: list(removed(data, report, content, lambda *_: None))) / count
    table.add(_PART, "search the finished file", f"{ours:.1f}", "", "", f"{_SCAN_MS:.0f}")
    assert list(removed(data, report, content, lambda *_: None)) == []
    assert ours < _SCAN_MS
