"""How well the PDFs of a folder go into a bundle, counted: the client side, which parses nothing.

Each file is taken in a worker process with limits, so that a bad one costs one line. What was
found can be kept in a file, one line of JSON for each document, and gone on from.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from onrecord.errors import Cancelled, KnownError, Refused, WorkerFailed
from onrecord.worker.pool import Limits, WorkerPool

Progress = Callable[[int, int, str], None]
Stop = Callable[[], bool]

_MODULE = "onrecord.packet.prove_tasks"
_FORM = 3  # of a kept line; raised when what is looked at changes
_MOST_BYTES = 1 << 30
ALARMS = 0.97
"""Of the files with something blacked out, so many must go out at once. In the others a word was
hidden that stands in the file for another reason too, and the export stops to say so."""
WANTED = 0.995
"""Of the files that open, so many must go in with the right look, and be stamped right."""


@dataclass(frozen=True)
class Proof:
    """What became of one file. ``state`` is opened, password, closed, failed (it ended its worker
    or took too long: ``why``) or unread (the file itself could not be read)."""

    path: str
    state: str = "opened"
    why: str = ""
    pages: int = 0
    looked: int = 0
    methods: Mapping[str, int] = field(default_factory=dict[str, int])
    looks: tuple[int, ...] = ()
    stamps: tuple[int, ...] = ()
    form: bool = False
    left_out: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    wrong: str = ""
    removed: int = 0
    """How many words were blacked out to see whether they are gone."""
    leaks: tuple[str, ...] = ()
    alarms: tuple[str, ...] = ()
    """Why an export would stop at what was blacked out: nothing leaks, and nothing goes out."""
    length: int = 0
    changed_ns: int = 0
    limit: int = 0

    @property
    def opens(self) -> bool:
        return self.state in ("opened", "failed")

    @property
    def looks_right(self) -> bool:
        return self.state == "opened" and not (self.looks or self.wrong or self.checks)

    @property
    def stamped_right(self) -> bool:
        return self.state == "opened" and not (self.stamps or self.wrong)

    def faults(self) -> list[str]:
        """What is wrong, a few words each."""
        found: list[str] = []
        if self.state in ("failed", "unread"):
            found.append(self.why)
        if self.wrong:
            found.append(self.wrong)
        if self.looks:
            found.append(f"looks different: page {_numbers(self.looks)}")
        if self.stamps:
            found.append(f"not stamped right: page {_numbers(self.stamps)}")
        return [*found, *self.checks, *self.left_out, *self.leaks, *self.alarms]

    def to_json(self) -> dict[str, Any]:
        return {"form_of_line": _FORM, **vars(self)}

    @staticmethod
    def from_json(plain: Mapping[str, Any]) -> Proof:
        known = {name: plain[name] for name in Proof.__dataclass_fields__ if name in plain}
        for name in ("looks", "stamps", "left_out", "checks", "leaks", "alarms"):
            known[name] = tuple(known.get(name, ()))
        return Proof(**known)


@dataclass(frozen=True)
class Count:
    """One line of the table: ``right`` of ``all``; ``share`` is 1 where there is none."""

    name: str
    right: int
    all: int
    wanted: float = 1.0

    @property
    def share(self) -> float:
        return self.right / self.all if self.all else 1.0

    @property
    def reached(self) -> bool:
        return self.share >= self.wanted


@dataclass(frozen=True)
class Proven:
    """Every file, in the order of their paths, and the table."""

    proofs: tuple[Proof, ...]

    def counts(self) -> tuple[Count, ...]:
        opened = [p for p in self.proofs if p.opens]
        forms = [p for p in opened if p.form]
        halved = [p for p in opened if p.state == "opened" and p.pages > 1]
        removed = [p for p in opened if p.removed]
        return (
            Count("go in looking right", sum(p.looks_right for p in opened), len(opened), WANTED),
            Count("stamped right", sum(p.stamped_right for p in opened), len(opened), WANTED),
            Count("filled forms look the same", sum(p.looks_right for p in forms), len(forms)),
            Count("nothing left of pages left out", sum(not p.left_out for p in halved),
                  len(halved)),
            Count("nothing left of what was blacked out", sum(not p.leaks for p in removed),
                  len(removed)),
            Count("blacked out without a false alarm", sum(not p.alarms for p in removed),
                  len(removed), ALARMS),
            Count("no crash", sum(p.state != "failed" for p in opened), len(opened)),
        )  # fmt: skip

    def states(self) -> dict[str, int]:
        made: dict[str, int] = {}
        for proof in self.proofs:
            made[proof.state] = made.get(proof.state, 0) + 1
        return made

    def failures(self) -> tuple[Proof, ...]:
        return tuple(proof for proof in self.proofs if proof.faults())

    @property
    def reached(self) -> bool:
        return all(count.reached for count in self.counts())


def prove_folder(
    folder: Path,
    *,
    workers: int = 0,
    seconds: int = 300,
    pages: int = 0,
    kept: Path | None = None,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> Proven:
    """Every PDF below ``folder``, or the one file it is.

    ``seconds`` is what one file may take of a processor; ``pages`` limits how many of each are
    drawn (0: all), spread evenly. ``kept`` is a file that gets a line for each document as soon
    as it is done; documents that it holds already, unchanged, are not taken again.

    Raises Refused where there is nothing to look at, and Cancelled.
    """
    found = pdfs_of(folder)
    if not found:
        raise Refused(f"There is no PDF in {folder}.")
    size = max(1, workers or min(os.cpu_count() or 1, 8))
    base = folder if folder.is_dir() else folder.parent
    done = _known(kept, found, base, pages) if kept is not None else {}
    todo = [path for path in found if _name(path, base) not in done]
    limits = Limits(
        address_space_mb=6144, cpu_s=seconds, wall_s=seconds * 3.0, answer_mb=64, nice=5
    )
    pool = WorkerPool(_MODULE, limits, size)
    stopped = False

    def stop() -> bool:
        return stopped or (cancelled is not None and cancelled())

    def one(path: Path) -> Proof:
        return _prove(pool, path, base, pages, stop)

    threads = ThreadPoolExecutor(size, thread_name_prefix="prove")
    try:
        waiting = [threads.submit(one, path) for path in todo]
        for future in as_completed(waiting):
            proof = future.result()
            done[proof.path] = proof
            if kept is not None:
                _keep(kept, proof)
            if progress is not None:
                progress(len(done), len(found), "Taking each file")
            if stop():
                raise Cancelled
    finally:
        stopped = True
        threads.shutdown(wait=False, cancel_futures=True)
        pool.close()
    return Proven(tuple(done[_name(path, base)] for path in found))


def pdfs_of(folder: Path) -> list[Path]:
    """The PDFs below a folder, by their ending, sorted; the file itself where it is one."""
    if folder.is_file():
        return [folder]
    if not folder.is_dir():
        raise Refused(f"There is no folder {folder}.")
    walked = (Path(top) / name for top, _, names in os.walk(folder) for name in names)
    return sorted(path for path in walked if path.suffix.lower() == ".pdf")


def _prove(pool: WorkerPool, path: Path, base: Path, pages: int, stop: Stop) -> Proof:
    """One file; whatever it does, it ends in a Proof."""
    bare = Proof(_name(path, base), limit=pages)
    try:
        with path.open("rb") as file:  # a name may stand for a pipe or a device
            state = os.fstat(file.fileno())
            bare = replace(bare, length=state.st_size, changed_ns=state.st_mtime_ns)
            if state.st_size > _MOST_BYTES:
                return replace(bare, state="unread", why="larger than a gigabyte")
            data = file.read()
    except OSError as error:
        return replace(bare, state="unread", why=error.strerror or "it cannot be read")
    try:
        value = pool.call("prove", {"pages": pages}, [data], cancelled=stop).value
    except Cancelled:
        raise
    except WorkerFailed as error:
        report = str(getattr(error, "report", "")).strip().splitlines()
        return replace(bare, state="failed", why=f"{error} {report[-1] if report else ''}".strip())
    except KnownError as error:
        return replace(bare, state="failed", why=str(error))
    return Proof.from_json({**vars(bare), **value})


def _name(path: Path, base: Path) -> str:
    return path.relative_to(base).as_posix()


def _keep(kept: Path, proof: Proof) -> None:
    try:
        with kept.open("a", encoding="utf-8") as file:
            file.write(json.dumps(proof.to_json(), ensure_ascii=True) + "\n")
    except OSError as error:
        raise KnownError(f"{kept.name} could not be written: {error.strerror}.") from None


def _known(kept: Path, found: Sequence[Path], base: Path, pages: int) -> dict[str, Proof]:
    """What the kept file says of files that are as they were. A line that breaks off, as a
    crash leaves it, counts for nothing."""
    now: dict[str, tuple[int, int]] = {}
    for path in found:
        with suppress(OSError):
            state = path.stat()
            now[_name(path, base)] = (state.st_size, state.st_mtime_ns)
    done: dict[str, Proof] = {}
    for plain in _lines(kept):
        proof = Proof.from_json(plain)
        as_it_was = now.get(proof.path) == (proof.length, proof.changed_ns)
        if as_it_was and proof.limit == pages and plain.get("form_of_line") == _FORM:
            done[proof.path] = proof
    return done


def _lines(kept: Path) -> Iterator[Mapping[str, Any]]:
    try:
        text = kept.read_text("utf-8")
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError):
        raise Refused(f"{kept.name} cannot be gone on from; name another file.") from None
    for line in text.splitlines():
        with suppress(ValueError):
            plain: object = json.loads(line)
            if isinstance(plain, dict) and "path" in plain:
                yield cast("Mapping[str, Any]", plain)


def table(proven: Proven) -> str:
    """The counts as lines of text, and the names of what failed."""
    states = proven.states()
    lines = [f"{len(proven.proofs):>7,}  files"]
    for state, words in (
        ("password", "need a password"),
        ("closed", "are not opened by any reader"),
        ("unread", "could not be read from the disk"),
    ):
        if states.get(state):
            lines.append(f"{states[state]:>7,}  of them {words}")
    lines.append("")
    lines += [_line(count) for count in proven.counts() if count.all]
    failures = proven.failures()
    if failures:
        lines += ["", "What failed:"]
        for proof in failures:
            said = "; ".join(_short(fault) for fault in proof.faults())
            lines.append(f"  {_printable(proof.path)}: {said}")
    return "\n".join(lines)


def _line(count: Count) -> str:
    mark = "ok   " if count.reached else "SHORT"
    return f"{mark}  {count.name:<38} {count.right:>6,} of {count.all:>6,}  {count.share:8.2%}"


def _numbers(pages: Iterable[int]) -> str:
    listed = [*pages]
    return ", ".join(map(str, listed[:8])) + (" and more" if len(listed) > 8 else "")


def _short(words: str) -> str:
    said = _printable(" ".join(words.split()))
    return said if len(said) <= 160 else f"{said[:157]}..."


def _printable(words: str) -> str:
    """A name of a file may hold what a terminal would obey."""
    return "".join(c if c.isprintable() else "?" for c in words)
