"""Read a file that is to be imported, from the disk or from the vault, in a locked worker."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.domain.evidence import Evidence, ObjectRecord
from onrecord.errors import Refused
from onrecord.services.progress import Stop, never
from onrecord.services.stored import original_chunks

if TYPE_CHECKING:
    from onrecord.intake.import_rows import ImportReading
    from onrecord.services.workshop import Workshop


def read_file(
    workshop: Workshop,
    source: Path | str,
    *,
    kind: str = "",
    mapping: Mapping[str, int] | None = None,
    cancelled: Stop = never,
) -> ImportReading:
    """``source`` is a file, or the id of a document of the vault. Nothing is kept of it.

    Raises Refused (cannot be read, too large), Unreadable, WorkerFailed, NotFound, Cancelled.
    """
    if isinstance(source, Path):
        try:
            if not source.is_file():
                raise Refused(f"There is no file {source.name} to import.")
            size = source.stat().st_size
        except OSError:
            raise Refused(f"{source.name} cannot be read; check where it is.") from None
        data = _chunks(source)
    else:
        evidence = workshop.vault.get(Evidence, source)
        size = workshop.vault.get(ObjectRecord, evidence.object_id).length
        data = original_chunks(workshop.vault, evidence)
    if not size:
        raise Refused("This file is empty. Perhaps it was not copied completely.")
    return workshop.importer.read(data, size=size, kind=kind, mapping=mapping, cancelled=cancelled)


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                yield piece
    except OSError:
        raise Refused(f"{path.name} cannot be read; check where it is.") from None
