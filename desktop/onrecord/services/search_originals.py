"""Original files that may go along although words are blacked out everywhere: those that were
searched through and hold none of them, unseen places included."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.domain.evidence import Evidence, ObjectRecord
from onrecord.domain.packet import Packet
from onrecord.errors import Cancelled, KnownError
from onrecord.services.drawn_marks import hidden_by, packet_marks
from onrecord.services.packet_options import packet_options
from onrecord.services.private_words import pages_in
from onrecord.services.progress import Progress, Stop, never, quiet
from onrecord.services.searched_files import clean_originals, search_name

if TYPE_CHECKING:
    from onrecord.services.workshop import Workshop


def search_originals(
    workshop: Workshop, packet_id: str, progress: Progress = quiet, cancelled: Stop = never
) -> bool:
    """Searches what was not searched yet, where originals go along and words are blacked out
    everywhere; says whether there was any."""
    vault = workshop.vault
    hidden = hidden_by(packet_marks(vault, packet_id))
    if not hidden or not packet_options(vault, packet_id).originals or vault.read_only:
        return False
    documents = [evidence for _, evidence, _ in pages_in(vault, vault.get(Packet, packet_id))]
    known = clean_originals(vault, [one.id for one in documents], hidden)
    todo = [one for one in documents if one.id not in known]
    for done, evidence in enumerate(todo):
        progress(done, len(todo), "Searching the original files")
        if cancelled():
            raise Cancelled
        clean = _is_clean(workshop, evidence, hidden, cancelled)
        vault.index.put_verdict(evidence.object_id, search_name(hidden), {"clean": clean})
    return bool(todo)


def _is_clean(
    workshop: Workshop, evidence: Evidence, hidden: Sequence[str], cancelled: Stop
) -> bool:
    record = workshop.vault.get(ObjectRecord, evidence.object_id)
    try:
        return workshop.bundler.search(
            workshop.vault.objects.chunks(record),
            hidden=hidden,
            password=evidence.password,
            cancelled=cancelled,
        )
    except Cancelled:
        raise
    except KnownError:  # what cannot be searched through may hold them
        return False
