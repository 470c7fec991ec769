"""A packet's pages while it is being edited: the real bundle, made again after each change. Of one
that was sent, the pages as they went out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.services.as_sent import as_sent
from onrecord.services.export_bundle import exhibit_provider, preview_content
from onrecord.services.judge_exhibits import verdicts
from onrecord.services.progress import Stop, never

if TYPE_CHECKING:
    from collections.abc import Collection

    from onrecord.packet.bundler import PagePixels, Preview
    from onrecord.packet.content import BundleContent
    from onrecord.packet.outcome import BuildReport, Verdict
    from onrecord.services.workshop import Workshop


class LivePreview:
    """Owned by one thread. The worker keeps the documents until ``close``."""

    def __init__(self, workshop: Workshop, packet_id: str, cancelled: Stop = never) -> None:
        self._workshop = workshop
        self._packet_id = packet_id
        self._cancelled = cancelled
        self._preview: Preview | None = None
        self._content: BundleContent | None = None
        self._verdicts: dict[str, Verdict] = {}
        self._made: BuildReport | None = None

    def update(
        self, seen: Collection[tuple[str, int]] | None = None, *, anew: bool = True
    ) -> tuple[BuildReport, str]:
        """Makes the pages of the packet as it stands; returns the report and the paper. With
        ``seen``, (document id, page) of what is in view, others may have to wait, and the report
        says how many (see ``get_on``). Not ``anew``: only if something that is printed changed;
        else the report is the very one of the last time.

        Raises Refused where the packet itself is not right, WorkerFailed and the like.
        """
        vault = self._workshop.vault
        sent = as_sent(vault, self._packet_id)
        content = sent if sent is not None else preview_content(vault, self._packet_id)
        known = verdicts(vault, self._packet_id)
        if not anew and self._made is not None and self._is_shown(content, known):
            return self._made, content.paper
        self._content, self._verdicts, self._made = content, known, None
        self._made = report = self._make(content, known, seen)
        self._workshop.keep_layout(self._packet_id, report.layout)
        # After it come further changes and, in the end, the export. Not before: the pages are
        # waited for.
        self._workshop.bundler.get_ready()
        return report, content.paper

    def _make(
        self,
        content: BundleContent,
        known: dict[str, Verdict],
        seen: Collection[tuple[str, int]] | None,
    ) -> BuildReport:
        if self._preview is None:
            self._preview = self._workshop.bundler.preview()
        return self._preview.update(
            content,
            exhibit_provider(self._workshop.vault),
            verdicts=known,
            seen=seen,
            cancelled=self._cancelled,
        )

    def _is_shown(self, content: BundleContent, known: dict[str, Verdict]) -> bool:
        """Whether the last pages are those of this content. The moment, which the last page
        tells, does not count: there is none before an export."""
        assert self._content is not None
        at = self._content.frozen.frozen_at
        told = replace(content, frozen=replace(content.frozen, frozen_at=at))
        return told == self._content and known == self._verdicts

    def get_on(self, seen: Collection[tuple[str, int]]) -> int:
        """Makes some of the pages of the last update that wait, ``seen`` before others; how many
        are left for another time. An update shows what was made."""
        assert self._content is not None
        return self._awake().get_on(
            self._content,
            exhibit_provider(self._workshop.vault),
            verdicts=self._verdicts,
            seen=seen,
            cancelled=self._cancelled,
        )

    def page(self, number: int, scale: float) -> PagePixels:
        """A page of the last update, ``scale`` pixels a point."""
        return self._awake().page(number, scale)

    def rest(self) -> None:
        """Lets go of the documents until they are needed: for a change that is printed, or for one
        more page of the last update."""
        if self._preview is not None:
            self._preview.close()
            self._preview = None

    def _awake(self) -> Preview:
        if self._preview is None:
            assert self._content is not None
            self._make(self._content, self._verdicts, None)
        assert self._preview is not None
        return self._preview

    def close(self) -> None:
        self.rest()
        self._made = None
