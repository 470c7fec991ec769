"""The client: bundles come out of a locked worker, and the caller's process parses nothing."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pytest

from onrecord.errors import Cancelled, NeedsPassword, NotFound, Refused, Unreadable
from onrecord.packet.bundler import Bundler, Preview
from onrecord.packet.content import BundleContent, Exhibit
from packet.papers import bundle, drawn, paper, says
from packet.test_assemble import COMPLAINT, DOCUMENTS


@pytest.fixture(scope="module")
def bundler() -> Iterator[Bundler]:
    made = Bundler()
    yield made
    made.close()


def in_pieces(id: str) -> Iterator[bytes]:
    data = DOCUMENTS[id]
    for at in range(0, len(data), 1000):
        yield data[at : at + 1000]


def test_worker_builds_what_this_process_would(bundler: Bundler) -> None:
    verdicts = {
        id: bundler.judge(DOCUMENTS[id], media_type="application/pdf") for id in ("bill", "terms")
    }
    written = BytesIO()
    told: list[str] = []
    report = bundler.build(
        COMPLAINT,
        provide=in_pieces,
        verdicts=verdicts,
        write=written.write,
        progress=lambda done, total, words: told.append(words),
    )
    data, here = bundle(COMPLAINT, DOCUMENTS)
    unhashed = dict(here.manifest) | {"pdf": here.manifest["pdf"] | {"sha256": None}}
    assert written.getvalue() == data
    assert report == replace(here, sha256="", manifest=unhashed)
    assert "Adding A2" in told and told[-1] == "Writing the file"
    verified = bundler.verify(iter([written.getvalue()]), report=here, content=COMPLAINT)
    assert verified.ok, verified.problems


def test_a_picture_is_read_through_once_and_then_known_to_be_sound(bundler: Bundler) -> None:
    verdict = bundler.judge(DOCUMENTS["shot"], media_type="image/png")
    assert (verdict.page_count, verdict.problems, verdict.sound) == (0, (), True)
    damaged = DOCUMENTS["shot"][: len(DOCUMENTS["shot"]) * 2 // 3]
    assert not bundler.judge(damaged, media_type="image/png").sound
    assert not bundler.judge(b"Dear Sir", media_type="text/plain").sound


def test_errors_come_back_as_the_sentences_they_are(bundler: Bundler) -> None:
    with pytest.raises(Unreadable):
        bundler.judge(b"%PDF-1.4 no", media_type="application/pdf")
    with pytest.raises(NeedsPassword):
        bundler.judge(paper([says("a")], password="x"), media_type="application/pdf")
    twin = Exhibit("bill", "A1", media_type="application/pdf")
    with pytest.raises(Refused):
        bundler.build(
            BundleContent("Two of a kind (sample)", exhibits=(twin, twin)),
            provide=in_pieces,
            verdicts={},
            write=lambda chunk: None,
        )


def test_stopping_a_build_leaves_a_bundler_that_works(bundler: Bundler) -> None:
    started, seen = threading.Event(), threading.Event()

    def stopped_while_read(id: str) -> Iterator[bytes]:
        started.set()
        seen.wait(30)
        yield from in_pieces(id)

    def cancelled() -> bool:
        if started.is_set():
            seen.set()
        return started.is_set()

    with pytest.raises(Cancelled):
        bundler.build(
            COMPLAINT,
            provide=stopped_while_read,
            verdicts={},
            write=lambda chunk: None,
            cancelled=cancelled,
        )
    assert bundler.judge(DOCUMENTS["bill"], media_type="application/pdf").page_count == 3


def test_preview_shows_the_pages_of_the_real_bundle() -> None:
    asked: list[str] = []

    def provide(id: str) -> Iterator[bytes]:
        asked.append(id)
        return in_pieces(id)

    preview = Preview()
    try:
        report = preview.update(COMPLAINT, provide)
        data, built = bundle(COMPLAINT, DOCUMENTS)
        assert report.pages == built.pages
        for number in (1, next(p.number for p in report.pages if p.label)):
            page = preview.page(number, 1.0)
            assert (page.width, page.height) == drawn(data, number).size
            assert len(page.data) == page.stride * page.height
        with pytest.raises(NotFound):
            preview.page(report.page_count + 1, 1.0)
        fewer = BundleContent("Less (sample)", exhibits=COMPLAINT.exhibits[:2])
        assert preview.update(fewer, provide).page_count < report.page_count
        assert asked == [exhibit.id for exhibit in COMPLAINT.exhibits], "asked for once each"
    finally:
        preview.close()


def test_client_imports_no_parser() -> None:
    code = (
        "import sys, onrecord.packet.bundler, onrecord.packet.outcome;"
        "bad = {'pikepdf', 'pypdf', 'pypdfium2', 'typst', 'PIL', 'pi_heif'} & set(sys.modules);"
        "sys.exit(', '.join(bad) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
