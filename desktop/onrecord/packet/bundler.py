"""The client side of building bundles: hands content and documents to workers, parses nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from onrecord.errors import BugError
from onrecord.packet.callsheet import SheetContent, sheet_to_json
from onrecord.packet.content import BundleContent, Exhibit, to_json
from onrecord.packet.letter import (
    LetterContent,
    LetterMade,
    MailDraft,
    letter_to_json,
    mail_to_json,
)
from onrecord.packet.outcome import BuildReport, Verdict, VerifyReport
from onrecord.worker.frames import Pieces
from onrecord.worker.limits import PATIENCE
from onrecord.worker.pool import Blob, Limits, Worker, WorkerPool

Provide = Callable[[str], Pieces]
"""The bytes of the exhibit with this id, in chunks."""
Progress = Callable[[int, int, str], None]
Stop = Callable[[], bool]

_MODULE = "onrecord.packet.tasks"
_ENGLISH: Mapping[str, str] = {}
# A bundle of a gigabyte is the largest that is built; judging reads one document at a time.
_LIMITS = Limits(address_space_mb=6144, cpu_s=900, wall_s=1800 * PATIENCE, answer_mb=1100)
# Somebody waits for a preview: it gives way to nothing.
_PAGE_LIMITS = Limits(
    address_space_mb=6144, cpu_s=120, wall_s=180 * PATIENCE, answer_mb=256, nice=0
)

_SPOT = 48
"""Pixels of the sides of the places by which two pictures of a page are compared."""


@dataclass(frozen=True)
class PagePixels:
    """A page as raw pixels: ``height`` rows of ``stride`` bytes, three bytes a pixel, RGB."""

    width: int
    height: int
    stride: int
    data: bytes
    format: str = "RGB"

    def apart(self, other: PagePixels) -> tuple[float, float, float]:
        """How different another picture of the same page looks, from 0 to 255 in the mean; and
        where most, from 0 to 1 across and down."""
        from PIL import Image, ImageChops, ImageStat

        size = min(self.width, other.width), min(self.height, other.height)
        mine, theirs = (
            Image.frombytes("RGB", (one.width, one.height), one.data)
            .convert("L")
            .crop((0, 0, *size))
            for one in (self, other)
        )
        found = ImageChops.difference(mine, theirs)
        mean = ImageStat.Stat(found).mean[0]
        wide, high = max(1, size[0] // _SPOT), max(1, size[1] // _SPOT)
        coarse: bytes = found.resize((wide, high), Image.Resampling.BOX).tobytes()  # type: ignore[reportUnknownMemberType]  # PIL names numpy
        most = coarse.index(max(coarse))
        return mean, (most % wide + 0.5) / wide, (most // wide + 0.5) / high


class Bundler:
    """Builds and checks bundles in worker processes. Thread-safe; close it when done."""

    def __init__(self, size: int = 1) -> None:
        self._pool = WorkerPool(_MODULE, _LIMITS, size)

    def get_ready(self) -> None:
        """Starts a process in the background, for somebody who will soon ask for something."""
        self._pool.get_ready()

    @property
    def lockdown(self) -> dict[str, object]:
        """The level reached by a process that makes bundles; it is ready then."""
        return self._pool.lockdown

    def judge(
        self,
        data: Blob,
        *,
        media_type: str,
        password: str = "",
        progress: Progress | None = None,
        cancelled: Stop | None = None,
    ) -> Verdict:
        """How to take the pages of this document; keep the answer for its ``engine``.

        Raises NeedsPassword, Unreadable, Cancelled or WorkerFailed.
        """
        args = {"media_type": media_type, "password": password}
        answer = self._pool.call("judge", args, [data], progress=progress, cancelled=cancelled)
        return Verdict.from_json(answer.value)

    def build(
        self,
        content: BundleContent,
        *,
        provide: Provide,
        verdicts: Mapping[str, Verdict],
        write: Callable[[bytes | memoryview], object],
        layout: Mapping[str, Any] | None = None,
        progress: Progress | None = None,
        cancelled: Stop | None = None,
    ) -> BuildReport:
        """Builds the PDF; ``write`` gets it in chunks, in order. What went wrong with single
        documents is in the report's ``problems``; verdicts of another engine are not used. The
        report lacks the file's hash, which is for whoever keeps the file to take. ``layout`` of a
        preview's report saves time, and changes nothing.

        Raises Refused, Cancelled or WorkerFailed.
        """
        answer = self._pool.call(
            "build",
            {**_asking(content, verdicts), "layout": dict(layout or {})},
            provide=provide,
            receive=write,
            progress=progress,
            cancelled=cancelled,
        )
        return BuildReport.from_json(answer.value)

    def verify(
        self,
        data: Blob,
        *,
        report: BuildReport,
        content: BundleContent,
        progress: Progress | None = None,
        cancelled: Stop | None = None,
    ) -> VerifyReport:
        """Whether these bytes are the bundle of ``report``, every page, link and omission."""
        answer = self._pool.call(
            "verify",
            {"report": report.to_json(), "content": to_json(content)},
            [data],
            progress=progress,
            cancelled=cancelled,
        )
        return VerifyReport.from_json(answer.value)

    def search(
        self,
        data: Blob,
        *,
        hidden: Sequence[str],
        password: str = "",
        cancelled: Stop | None = None,
    ) -> bool:
        """Whether it is sure that a file holds none of these words, unseen places included.

        Raises NeedsPassword, Unreadable, Cancelled or WorkerFailed."""
        args = {"hidden": list(hidden), "password": password}
        answer = self._pool.call("search", args, [data], cancelled=cancelled)
        return bool(answer.value["clean"])

    def lock(self, data: Blob, passphrase: str) -> Iterable[bytes]:
        """The same PDF, which opens only with ``passphrase``: AES with 256 bits (PDF 2.0,
        revision 6), its own strings, names and metadata included. Never the same bytes twice."""
        return self._pool.call("lock", {"passphrase": passphrase}, [data]).blobs

    def convert(self, exhibit: Exhibit, data: Blob, content: BundleContent) -> bytes:
        """A copy of a document in a kind every portal takes: pictures as JPEG, mail as PDF.

        Raises Unreadable."""
        alone = replace(content, exhibits=(exhibit,))
        return self._pool.call("convert", {"content": to_json(alone)}, [data]).blobs[0]

    def call_sheet(self, content: SheetContent) -> bytes:
        """Sets the page to have beside the telephone; raises WorkerFailed."""
        answer = self._pool.call("call_sheet", {"content": sheet_to_json(content)})
        return b"".join(answer.blobs)

    def own_sheet(self, content: SheetContent) -> bytes:
        """Sets a sheet that goes with a packet, on as many pages as it takes; raises
        WorkerFailed."""
        answer = self._pool.call("own_sheet", {"content": sheet_to_json(content)})
        return b"".join(answer.blobs)

    def letter(self, content: LetterContent, said: Mapping[str, str] = _ENGLISH) -> LetterMade:
        """Sets a letter, ``said`` being our own words on it by the English ones; raises
        WorkerFailed."""
        plain = {"content": letter_to_json(content), "said": dict(said)}
        answer = self._pool.call("letter", plain)
        return LetterMade(answer.blobs[0], int(answer.value["page_count"]))

    def mail(self, draft: MailDraft, provide: Provide) -> bytes:
        """A mail draft file with its attachments, which ``provide`` gives by their ids."""
        answer = self._pool.call("mail", {"draft": mail_to_json(draft)}, provide=provide)
        return answer.blobs[0]

    def preview(self) -> Preview:
        """A preview with a worker of its own, which keeps the documents until it is closed."""
        return Preview()

    def close(self) -> None:
        self._pool.close()


class Preview:
    """Pages of the bundle as it would be exported now. Not thread-safe."""

    def __init__(self) -> None:
        self._worker = Worker(_MODULE, _PAGE_LIMITS)

    def update(
        self,
        content: BundleContent,
        provide: Provide,
        *,
        verdicts: Mapping[str, Verdict] | None = None,
        seen: Collection[tuple[str, int]] | None = None,
        progress: Progress | None = None,
        cancelled: Stop | None = None,
    ) -> BuildReport:
        """Builds anew; asks only for documents it does not hold yet. With ``seen``, (exhibit id,
        page) of what is in view, pages may have to wait that others see later; the report says how
        many. ``get_on`` makes them."""
        answer = self._worker.call(
            "preview_update",
            {**_asking(content, verdicts or {}), "seen": None if seen is None else list(seen)},
            provide=provide,
            progress=progress,
            cancelled=cancelled,
        )
        return BuildReport.from_json(answer.value)

    def get_on(
        self,
        content: BundleContent,
        provide: Provide,
        *,
        verdicts: Mapping[str, Verdict],
        seen: Collection[tuple[str, int]],
        cancelled: Stop | None = None,
    ) -> int:
        """Makes some of the pages that have to wait, those in view first, for the next ``update``
        to show; returns how many still do. Takes a moment, so that changes need not wait long."""
        asked = {**_asking(content, verdicts), "seen": list(seen)}
        answer = self._worker.call("preview_get_on", asked, provide=provide, cancelled=cancelled)
        return int(answer.value["waiting"])

    def page(self, number: int, scale: float) -> PagePixels:
        """Page ``number`` (from 1), ``scale`` pixels a point. Raises NotFound."""
        answer = self._worker.call("preview_page", {"page": number, "scale": scale})
        found = PagePixels(**answer.value, data=answer.blobs[0])
        if found.stride != found.width * 3 or len(found.data) != found.stride * found.height:
            raise BugError("A preview page has not the size it says.")
        return found

    def close(self) -> None:
        self._worker.close()


def _asking(content: BundleContent, verdicts: Mapping[str, Verdict]) -> dict[str, object]:
    return {
        "content": to_json(content),
        "verdicts": {id: verdict.to_json() for id, verdict in verdicts.items()},
    }
