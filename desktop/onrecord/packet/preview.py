"""Shows any page of the bundle as it would be exported, while the packet is still being edited.

The worker keeps the documents, builds the real bundle again after each change, and draws pages
of that; there is no second way of laying out that could differ from the first.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

from onrecord.errors import NotFound
from onrecord.packet import raster
from onrecord.packet.assemble import Progress, assemble
from onrecord.packet.content import BundleContent
from onrecord.packet.gather import Ask, Gatherer, Library
from onrecord.packet.haste import LATER, SECONDS, Haste
from onrecord.packet.hiding import printed
from onrecord.packet.outcome import BuildReport, Verdict
from onrecord.packet.typeset import Layout


class LivePreview:
    """The bundle of the last content given. One for each worker process."""

    def __init__(self) -> None:
        self._ask: Ask | None = None
        self._library = Library(self._asked, keep=True)
        self._shown: list[Any] = []  # a document for each volume
        self._layout: Layout = {}

    def update(
        self,
        content: BundleContent,
        ask: Ask,
        verdicts: Mapping[str, Verdict],
        progress: Progress,
        seen: Collection[tuple[str, int]] | None = None,
    ) -> BuildReport:
        """Builds anew; ``ask`` is used for documents that are not held yet. With ``seen``, the
        pages in view, others may have to wait (see ``haste``)."""
        self._ask = ask
        self._library.keep_only(content)
        haste = Haste(seen, SECONDS) if seen is not None else None
        bundle = assemble(
            content,
            self._library,
            verdicts,
            progress,
            find_left_out=False,
            haste=haste,
            known=self._layout,
        )
        self._layout = bundle.layout
        written = BytesIO()
        report = bundle.write(written.write, digest=False)
        self._close_shown()
        data = written.getvalue()
        parts = [data[v.offset : v.offset + v.length] for v in report.volumes] or [data]
        for part in parts:
            self._shown.append(raster.open_pdfium(part))
        waiting = haste.waiting if haste is not None else 0
        return replace(report, waiting=waiting, layout=bundle.layout)

    def get_on(
        self,
        content: BundleContent,
        ask: Ask,
        verdicts: Mapping[str, Verdict],
        seen: Collection[tuple[str, int]],
    ) -> int:
        """Makes some of the pages that wait, for the next ``update`` to show; returns how many
        still do. Nothing is set or put together, which would be done for nothing so often."""
        self._ask = ask
        content, haste = printed(content), Haste(seen, LATER, shows=False)
        gatherer = Gatherer(content, self._library, verdicts, find_left_out=False, haste=haste)
        for exhibit in content.exhibits:
            gatherer.gather(exhibit)
        return haste.waiting

    def page(self, number: int, scale: float) -> tuple[int, int, int, bytes]:
        """The ``number``th page (from 1), ``scale`` pixels a point: width, height, stride, RGB."""
        place = number - 1
        for document in self._shown:
            if 0 <= place < len(document):
                break
            place -= len(document)
        else:
            raise NotFound(f"The bundle has no page {number}.")
        page = document[place]
        try:
            shown = raster.picture(page, scale).convert("RGB")
        finally:
            page.close()
        return shown.width, shown.height, shown.width * 3, shown.tobytes()

    def close(self) -> None:
        self._close_shown()
        self._library.close()

    def _asked(self, key: str) -> bytes:
        assert self._ask is not None
        return self._ask(key)

    def _close_shown(self) -> None:
        for document in self._shown:
            document.close()
        self._shown.clear()
