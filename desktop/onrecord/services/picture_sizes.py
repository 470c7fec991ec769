"""How large the PDF of a packet is with each way of making its pictures smaller, and what that
does to the page that suffers most."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.domain.file_size import size_words
from onrecord.domain.packet import Packet
from onrecord.domain.packet_options import PICTURES, Pictures
from onrecord.errors import Cancelled, Refused
from onrecord.services.export_bundle import exhibit_provider, preview_content
from onrecord.services.fit_limits import of_the_card
from onrecord.services.judge_exhibits import judge_exhibits
from onrecord.services.packet_for import packet_agency
from onrecord.services.packet_options import packet_options, set_packet_options
from onrecord.services.progress import Progress, Stop, never, quiet

if TYPE_CHECKING:
    from onrecord.domain.change import Change
    from onrecord.packet.bundler import PagePixels, Preview
    from onrecord.packet.content import BundleContent
    from onrecord.packet.outcome import BuildReport, PageRecord, Verdict
    from onrecord.services.workshop import Workshop
    from onrecord.vault.vault import Vault

_SCALE = 1.5
"""Pixels a point of the pages that are compared: what is lost at 108 dots an inch is seen."""
_SPARE = 2_000
"""Bytes by which the day and the hashes that an export freezes may make it longer."""
_WORDS = "Comparing sizes"


@dataclass(frozen=True)
class SizeOffer:
    """The mildest way, ``pictures``, that makes the PDF at most ``most`` bytes; nothing is changed
    by it yet. ``before`` and ``after`` are bytes of the whole PDF as the packet has it now, with
    ``now``, and as it would be. ``label`` and ``page`` name the page of a document that loses most,
    in sight; empty and 0 where none loses any."""

    most: int
    now: Pictures
    before: int
    pictures: Pictures
    after: int
    label: str = ""
    page: int = 0
    looks: tuple[PagePixels, PagePixels] | None = None
    """That page as it is now, and as it would be."""
    spot: tuple[float, float] = (0.0, 0.0)
    """Where on it the most is lost, from 0 to 1 across and down."""

    @property
    def fits_now(self) -> bool:
        return self.pictures == self.now


def size_limit(vault: Vault, packet_id: str) -> int:
    """Bytes that the recipient takes at most in one file; 0 where no limit is known."""
    packet = vault.get(Packet, packet_id)
    agency = packet_agency(vault, packet)
    if agency is None:
        return 0
    limits = [agency.attachments, *of_the_card(vault, packet.dispute_id, agency)]
    figures = [one for each in limits for one in (each.bytes_each, each.bytes_total)]
    return min((one.value for one in figures if one is not None), default=0)


def picture_sizes(
    workshop: Workshop, packet_id: str, progress: Progress = quiet, cancelled: Stop = never
) -> dict[str, int]:
    """Bytes of the finished PDF for each way; it is made for each, and kept for none."""
    with _trial(workshop, packet_id, progress, cancelled) as trial:
        return {way: trial.made(way).length for way in PICTURES}


def offer_to_fit(
    workshop: Workshop,
    packet_id: str,
    most: int,
    progress: Progress = quiet,
    cancelled: Stop = never,
) -> SizeOffer:
    """What it takes to make the PDF at most ``most`` bytes, and what that looks like. Changes
    nothing; see ``take_offer``. Raises Refused where no way does it, or ``most`` is no size."""
    if most <= 0:
        raise Refused("Say how large the PDF may be.", "most")
    now: Pictures = next(
        way for way in PICTURES if way == packet_options(workshop.vault, packet_id).pictures
    )
    with _trial(workshop, packet_id, progress, cancelled) as trial:
        way, after = _mildest(trial, most)
        if way == now:
            return SizeOffer(most, now, after.length, way, after.length)
        records = [after.pages[place - 1] for place in after.smaller]
        looks = [trial.page(after, record) for record in records]
        before = trial.made(now)
        worst = SizeOffer(most, now, before.length, way, after.length)
        loss = 0.0
        for record, look in zip(records, looks, strict=True):
            was = trial.page(before, record)
            apart, *spot = was.apart(look)
            if apart > loss:
                loss, label, page = apart, record.exhibit_label, record.exhibit_page or 0
                looks, at = (was, look), (spot[0], spot[1])
                worst = replace(worst, label=label, page=page, looks=looks, spot=at)
        return worst


def take_offer(vault: Vault, packet_id: str, offer: SizeOffer) -> Change:
    """Keeps the way of an offer in the packet."""
    change = set_packet_options(vault, packet_id, pictures=offer.pictures)
    return replace(
        change,
        words=f"Pictures made smaller: {size_words(offer.before)} are now"
        f" {size_words(offer.after)}",
    )


def _mildest(trial: _Trial, most: int) -> tuple[Pictures, BuildReport]:
    least = 0
    for way in PICTURES:
        report = trial.made(way)
        if report.length + _SPARE <= most:
            return way, report
        least = report.length
    raise Refused(
        f"Even with its pictures smallest the PDF has {size_words(least)}; divide it into volumes"
        " or leave pages out.",
        "most",
    )


@dataclass
class _Trial:
    """The packet made again and again, by one worker that keeps its documents meanwhile."""

    workshop: Workshop
    content: BundleContent
    preview: Preview
    verdicts: dict[str, Verdict]
    progress: Progress
    cancelled: Stop
    done: int = 0

    def made(self, way: Pictures) -> BuildReport:
        if self.cancelled():
            raise Cancelled
        self.progress(self.done, len(PICTURES) + 1, _WORDS)
        self.done += 1
        # Volumes are no matter here: what counts is all of it.
        options = replace(self.content.options, pictures=way, volume_pages=0, volume_bytes=0)
        return self.preview.update(
            replace(self.content, options=options),
            exhibit_provider(self.workshop.vault),
            verdicts=self.verdicts,
            cancelled=self.cancelled,
        )

    def page(self, report: BuildReport, record: PageRecord) -> PagePixels:
        """The page of a document as it was made last; it may have moved by a sheet of ours."""
        if self.cancelled():
            raise Cancelled
        key = record.exhibit_label, record.exhibit_page
        pages = [(one.exhibit_label, one.exhibit_page) for one in report.pages]
        return self.preview.page(pages.index(key) + 1, _SCALE)


@contextmanager
def _trial(
    workshop: Workshop, packet_id: str, progress: Progress, cancelled: Stop
) -> Generator[_Trial]:
    found = judge_exhibits(workshop, packet_id, progress, cancelled)
    content = preview_content(workshop.vault, packet_id)
    preview = workshop.bundler.preview()
    try:
        yield _Trial(workshop, content, preview, found, progress, cancelled)
    finally:
        preview.close()
