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
_TIMES_LESS_THAN_PASSES = 5.0
# Reached: 6.8 and 10.1 where nothing else runs; a host that others use makes up to 8.4 and 11.2 of it,
# though the best of five is taken. Lower them with every gain, so that none is lost again.
_REACHED, _REACHED_COLD = 9.5, 12.5
_VERIFY_MS_A_PAGE = 20.0
_BASE_MB, _TIMES_BUNDLE = 300.0, 1.5
_RUNS = 5


@dataclass(frozen=True)
class Parts:
    """Processor seconds of one export, part by part."""

    start: float  # what is to be known beforehand; and, cold, the start of the worker process
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
    """What one export cost, and processor seconds of copying and hashing its bytes beside it."""

    parts: Parts
    copying: float

    @property
    def ratio(self) -> float:
        return self.parts.export / self.copying


@dataclass(frozen=True)
class Exports:
    """``ready``: from the editor; ``cold``: from the command line; each the best of some, since what
    other programs do to caches only ever adds."""

    ready: Exported
    cold: Exported
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
def exported(papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exports]:
    place = tmp_path_factory.mktemp("export")
    vault, copy, pdf = place / "Ready.onrecord", place / "Mine.onrecord", place / "bundle.pdf"
    program("exporting", "prepare", vault, papers)

    def run(*how: str, memory: bool = False) -> Run:
        shutil.copytree(vault, copy)
        try:
            return program("exporting", "export", copy, pdf, *how, memory=memory)
        finally:
            shutil.rmtree(copy)

    def measured(made: Run) -> Exported:
        # At once: who else wants the processor then held up the export as well.
        return Exported(Parts.of(made), spent_s(lambda: _copy_and_hash(pdf)))

    def peak(made: Run) -> float:
        """From the beginning of the export: a preview before it has memory of its own."""
        return made.memory.peak_mb(start=json.loads(made.out)["marks"][0][1])

    ready: list[Exported] = []
    cold: list[Exported] = []
    wall: list[float] = []
    for _ in range(_RUNS):
        made = run()
        wall.append(made.wall_s)
        ready.append(measured(made))
        cold.append(measured(run("cold")))
    yield Exports(
        ready=_best(ready),
        cold=_best(cold),
        peak_mb=max(peak(run(*how, memory=True)) for how in ((), ("cold",))),
        wall_s=median(wall),
        pdf=pdf,
    )
    shutil.rmtree(place)


def _best(runs: list[Exported]) -> Exported:
    parts = min((one.parts for one in runs), key=lambda one: one.export)
    return Exported(parts, min(one.copying for one in runs))


def test_an_export_costs_few_times_what_copying_and_hashing_its_bytes_costs(
    exported: Exports, table: Table
) -> None:
    size = exported.pdf.stat().st_size
    parts, copying, ratio = exported.ready.parts, exported.ready.copying, exported.ready.ratio
    assert parts.pages > documents.PAGES
    name = f"Export: {documents.DOCUMENTS} documents, {parts.pages:,} pages, {size / MB:.0f} MB"
    table.add(
        name,
        "processor, all processes",
        f"{parts.export:.2f} s",
        f"copy and hash {copying:.2f} s",
        f"{ratio:.1f}",
        f"goal {_TIMES_COPY_AND_HASH:g}, held to {_REACHED:g}",
    )
    for what, seconds in (
        ("look at the packet", parts.start),
        ("decrypt and copy pages", parts.gather),
        ("set our own pages, stamp", parts.typeset),
        ("write, encrypt, read back", parts.write),
    ):
        table.add(name, f"  {what}", f"{seconds:.2f} s", "", f"{seconds / copying:.1f}")
    cold = exported.cold
    table.add(
        name,
        "from the command line: a process starts first",
        f"{cold.parts.export:.2f} s",
        f"copy and hash {cold.copying:.2f} s",
        f"{cold.ratio:.1f}",
        f"held to {_REACHED_COLD:g}",
    )
    table.add(name, "  look at the packet, start", f"{cold.parts.start:.2f} s")
    assert ratio <= _REACHED
    assert cold.ratio <= _REACHED_COLD


def test_assembling_costs_less_than_the_same_by_pypdf(
    papers: Path, exported: Exports, table: Table, tmp_path: Path
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


def test_an_export_costs_much_less_than_making_the_bundle_pass_by_pass(
    papers: Path, exported: Exports, table: Table, tmp_path: Path
) -> None:
    """Ours with decrypting, typesetting and encrypting; the other from files to a file."""
    ready = tmp_path / "ready"
    program("documents", "pictures-to-pages", papers, ready)
    peer = min(float(program("peer_passes", ready, tmp_path / "passes.pdf").out) for _ in range(2))
    ours = exported.ready.parts.export
    table.add(
        "Export against the closest open tool's way (BunTool's), from files to a file",
        "processor",
        f"{ours:.2f} s",
        f"pass by pass {peer:.1f} s",
        f"{peer / ours:.1f} times less",
        f"at least {_TIMES_LESS_THAN_PASSES:g}",
    )
    assert peer >= _TIMES_LESS_THAN_PASSES * ours


def test_the_memory_of_all_processes_of_an_export_is_bounded(
    exported: Exports, table: Table
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


def test_checking_a_finished_bundle_costs_little_a_page(exported: Exports, table: Table) -> None:
    parts = exported.ready.parts
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
