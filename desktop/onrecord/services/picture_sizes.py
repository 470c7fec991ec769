"""How large the PDF of a packet is with each way of making its pictures smaller."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.domain.packet_options import PICTURES, Pictures
from onrecord.errors import Cancelled, Refused
from onrecord.services.export_bundle import exhibit_provider, preview_content
from onrecord.services.judge_exhibits import judge_exhibits
from onrecord.services.packet_options import set_packet_options
from onrecord.services.progress import Progress, Stop, never, quiet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.services.workshop import Workshop


def picture_sizes(
    workshop: Workshop, packet_id: str, progress: Progress = quiet, cancelled: Stop = never
) -> dict[str, int]:
    """Bytes of the finished PDF for each way; it is made for each, and kept for none."""
    return dict(_sizes(workshop, packet_id, progress, cancelled))


def fit_to_size(
    workshop: Workshop,
    packet_id: str,
    most: int,
    progress: Progress = quiet,
    cancelled: Stop = never,
) -> tuple[Pictures, int]:
    """Chooses, and keeps in the packet, the mildest way that makes its PDF at most ``most`` bytes;
    returns it with the size. Raises Refused, and changes nothing, where none does."""
    least = 0
    for way, size in _sizes(workshop, packet_id, progress, cancelled):
        if size <= most:
            set_packet_options(workshop.vault, packet_id, pictures=way)
            return way, size
        least = size
    raise Refused(
        f"Even with its pictures smallest the PDF has {least / 1e6:.1f} MB; divide it into volumes"
        " or leave pages out.",
        "pictures",
    )


def _sizes(
    workshop: Workshop, packet_id: str, progress: Progress, cancelled: Stop
) -> Iterator[tuple[Pictures, int]]:
    found = judge_exhibits(workshop, packet_id, progress, cancelled)
    content = preview_content(workshop.vault, packet_id)
    for done, way in enumerate(PICTURES):
        if cancelled():
            raise Cancelled
        progress(done, len(PICTURES), "Comparing sizes")
        # Volumes are no matter here: what counts is all of it.
        options = replace(content.options, pictures=way, volume_pages=0, volume_bytes=0)
        report = workshop.bundler.build(
            replace(content, options=options),
            provide=exhibit_provider(workshop.vault),
            verdicts=found,
            write=_nowhere,
            cancelled=cancelled,
        )
        yield way, report.length


def _nowhere(piece: bytes) -> None:
    """Only its length counts."""
