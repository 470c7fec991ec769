"""Export of a large bundle: 60 documents, 1,000 pages, about 200 MB, from vault to vault."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pytest

from benchmarks import documents
from benchmarks.measure import MB, Table, spent_s
from benchmarks.running import Run, program

# What we hold ourselves to: DESIGN.md, "Speed and size we hold ourselves to".
_TIMES_COPY_AND_HASH = 8.0
_REACHED = 17.0  # not there yet: lower it with every gain, so that none is lost again
_VERIFY_MS_A_PAGE = 20.0
_BASE_MB, _TIMES_BUNDLE = 300.0, 1.5
_RUNS = 3


@dataclass(frozen=True)
class Parts:
    """Processor seconds of one export, part by part."""

    start: float  # of the worker process, which in the app has judged the documents before
    gather: float
    typeset: float
    write: float  # and encrypt, and read back
    verify: float
    syntax: float  # the part of ``verify`` in which qpdf looks at every stream
    pages: int

    @property
    def export(self) -> float:
        return self.start + self.gather + self.typeset + self.write

    @staticmethod
    def of(run: Run) -> Parts:
        told = json.loads(run.out)
        assert told["problems"] == []
        first: dict[str, float] = {}
        for words, _, cpu in told["marks"]:
            first.setdefault(words, cpu)
        rest = first["end"] - first["record"]
        return Parts(
            start=first["Adding A1"] - first["export"],
            gather=first["Setting the pages"] - first["Adding A1"],
            typeset=first["Writing the file"] - first["Setting the pages"],
            write=first["verify"] - first["Writing the file"] + rest,
            verify=first["record"] - first["verify"],
            syntax=first["Checking pages"] - first["Checking structure"],
            pages=told["pages"],
        )


@dataclass(frozen=True)
class Exported:
    parts: Parts
    peak_mb: float
    wall_s: float
    pdf: Path


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("papers") / "documents"
    program("documents", folder)
    assert len(list(folder.iterdir())) == documents.DOCUMENTS
    return folder


@pytest.fixture(scope="module")
def exported(papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exported]:
    place = tmp_path_factory.mktemp("export")
    vault, copy, pdf = place / "Ready.onrecord", place / "Mine.onrecord", place / "bundle.pdf"
    program("exporting", "prepare", vault, papers)
    runs: list[Run] = []
    for number in range(_RUNS + 1):
        shutil.copytree(vault, copy)
        runs.append(program("exporting", "export", copy, pdf, memory=number == _RUNS))
        shutil.rmtree(copy)
    *timed, watched = runs
    yield Exported(
        parts=sorted((Parts.of(run) for run in timed), key=lambda p: p.export)[_RUNS // 2],
        peak_mb=watched.memory.peak_mb(),
        wall_s=median(run.wall_s for run in timed),
        pdf=pdf,
    )
    shutil.rmtree(place)


def test_an_export_costs_few_times_what_copying_and_hashing_its_bytes_costs(
    exported: Exported, table: Table
) -> None:
    size = exported.pdf.stat().st_size
    copying = spent_s(lambda: _copy_and_hash(exported.pdf))
    parts = exported.parts
    assert parts.pages > documents.PAGES
    ratio = parts.export / copying
    name = f"Export: {documents.DOCUMENTS} documents, {parts.pages:,} pages, {size / MB:.0f} MB"
    table.add(
        name,
        "processor, all processes",
        f"{parts.export:.2f} s",
        f"copy and hash {copying:.2f} s",
        f"{ratio:.1f}",
        f"goal {_TIMES_COPY_AND_HASH:.0f}, held to {_REACHED:.0f}",
    )
    for what, seconds in (
        ("start of the worker", parts.start),
        ("decrypt and copy pages", parts.gather),
        ("set our own pages, stamp", parts.typeset),
        ("write, encrypt, read back", parts.write),
    ):
        table.add(name, f"  {what}", f"{seconds:.2f} s", "", f"{seconds / copying:.1f}")
    assert ratio <= _REACHED


def test_assembling_costs_less_than_the_same_by_pypdf(
    papers: Path, exported: Exported, table: Table, tmp_path: Path
) -> None:
    """Files to a file, pictures as pages already; the typesetting, which pypdf is spared, is left out."""
    ready = tmp_path / "ready"
    program("documents", "pictures-to-pages", papers, ready)
    cpu: dict[str, float] = {}
    mb: dict[str, float] = {}
    for name in ("assembling", "peer_pypdf"):
        runs = [program(name, ready, tmp_path / f"{name}.pdf") for _ in range(_RUNS)]
        cpu[name] = median(float(run.out) for run in runs)
        watched = program(name, ready, tmp_path / f"{name}.pdf", memory=True)
        mb[name] = watched.memory.peak_mb()
    part = "The assembly alone, from files to a file"
    for what, unit, digits, found in (("processor", "s", 2, cpu), ("memory", "MB", 0, mb)):
        ours, peer = found.values()
        table.add(
            part,
            what,
            f"{ours:.{digits}f} {unit}",
            f"pypdf {peer:.{digits}f} {unit}",
            f"{ours / peer:.2f}",
            "below 1",
        )
    assert cpu["assembling"] < cpu["peer_pypdf"]
    assert mb["assembling"] < mb["peer_pypdf"]


def test_the_memory_of_all_processes_of_an_export_is_bounded(
    exported: Exported, table: Table
) -> None:
    size = exported.pdf.stat().st_size / MB
    limit = _BASE_MB + _TIMES_BUNDLE * size
    table.add(
        "Memory of an export with its check, all processes together",
        "peak",
        f"{exported.peak_mb:.0f} MB",
        f"the bundle {size:.0f} MB",
        f"{exported.peak_mb / size:.2f}",
        f"at most {limit:.0f} MB",
    )
    assert exported.peak_mb <= limit


def test_checking_a_finished_bundle_costs_little_a_page(exported: Exported, table: Table) -> None:
    parts = exported.parts
    name = "Check of the finished bundle"
    each, syntax = (1000 * s / parts.pages for s in (parts.verify, parts.syntax))
    table.add(
        name, "processor a page", f"{each:.1f} ms", "", "", f"at most {_VERIFY_MS_A_PAGE:.0f} ms"
    )
    table.add(name, "  of it the syntax of every stream", f"{syntax:.1f} ms")
    table.add(name, "export and check, by the clock", f"{exported.wall_s:.1f} s")
    assert each <= _VERIFY_MS_A_PAGE


def _copy_and_hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as source, (path.parent / "copy").open("wb", 0) as target:
        while piece := source.read(1 << 18):
            digest.update(piece)
            target.write(piece)
    return digest.hexdigest()
