"""Choose the documents of a packet, their order, pages, labels and captions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.evidence import Evidence
from onrecord.domain.labels import exhibit_labels
from onrecord.domain.packet import Packet, PacketExhibit
from onrecord.domain.packet_order import without
from onrecord.domain.page_ranges import parse_pages
from onrecord.errors import Refused
from onrecord.services.draft_packet import draft_packet
from onrecord.services.late_additions import sent_labels
from onrecord.services.own_pages import own_pages
from onrecord.services.packet_places import inside, parts_left, woven
from onrecord.services.rows import batches, in_list

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class ExhibitPlace:
    """A document in its place; ``pages`` as typed ("1-3, 5"), empty means all of them."""

    evidence_id: str
    pages: str = ""
    caption: str = ""
    label: str = ""
    included: bool = True


def arrange_exhibits(
    vault: Vault,
    packet_id: str,
    places: Sequence[ExhibitPlace],
    parts: tuple[str, ...] | None = None,
) -> Change:
    """Makes the packet hold exactly these documents in this order, with its ``parts`` among them
    (``packet_order``); None leaves those where they are.

    What is not in ``places`` is taken out of the packet, but for what is in the trash: nobody sees
    it there, and it keeps its place for when it is put back. Raises Refused with one sentence for a
    page a document does not have, for two documents under one label, and for a sent packet.
    """
    packet = draft_packet(vault, packet_id)
    ids = [place.evidence_id for place in places]
    if len(set(ids)) != len(ids):
        raise Refused("A document can be in a packet only once.", "places")
    documents = evidence_by_id(vault, ids)
    for number, place in enumerate(places):
        if place.evidence_id not in documents:
            raise Refused("One of these documents is not in this vault.", f"places[{number}]")
        check_pages(documents[place.evidence_id], place.pages, f"places[{number}].pages")
    try:
        given = [p.label for p in places if p.included]
        exhibit_labels(given, packet.label_prefix, sent_labels(vault, packet_id))
    except ValueError as error:
        raise Refused(str(error), "label") from None
    rows = vault.find(PacketExhibit, "packet_id = ?", [packet_id])
    was = {row.evidence_id: row for row in rows}
    stay = [place.evidence_id for place in places if place.included]
    known = {id: gone and id not in stay for id, gone in inside(vault, packet_id).items()}
    if parts is None:
        parts = parts_left(packet.parts, {id: id not in stay for id in known})
    every, parts = woven(known, stay, parts)
    order = {id: n for n, id in enumerate([*every, *(id for id in ids if id not in stay)], 1)}
    with vault.change("Packet changed") as tx:
        if parts != packet.parts:
            tx.patch(Packet, packet_id, parts=parts)
        for place in places:
            row_before = was.pop(place.evidence_id, None)
            base = row_before or PacketExhibit(packet_id=packet_id, evidence_id=place.evidence_id)
            row = replace(
                base,
                position=order[place.evidence_id],
                pages=place.pages.strip(),
                caption=place.caption,
                label=place.label.strip(),
                included=place.included,
            )
            if row_before is None:
                tx.insert(row)
            elif row != row_before:
                tx.update(row)
        for row in was.values():
            if not _in_trash(vault, row.evidence_id):
                tx.remove(PacketExhibit, row.id)
            elif row.included and row.position != order[row.evidence_id]:
                tx.patch(PacketExhibit, row.id, position=order[row.evidence_id])
    return replace(tx.change, result=packet_id)


def leave_out(vault: Vault, packet_id: str, evidence_id: str) -> Change:
    """Leaves one document out, wherever it is now: in the trash, too."""
    packet = draft_packet(vault, packet_id)
    rows = vault.find(PacketExhibit, "packet_id = ? AND included = 1", [packet_id])
    known = list(inside(vault, packet_id))
    gone = [known.index(evidence_id)] if evidence_id in known else []
    parts = without(packet.parts, len(known), gone)
    with vault.change("Left out") as tx:
        if parts != packet.parts:
            tx.patch(Packet, packet_id, parts=parts)
        for row in rows:
            if row.evidence_id == evidence_id:
                tx.patch(PacketExhibit, row.id, included=False)
    return replace(tx.change, result=packet_id)


def _in_trash(vault: Vault, evidence_id: str) -> bool:
    return bool(vault.find(Evidence, "id = ? AND trashed_at != ''", [evidence_id], limit=1))


def places(vault: Vault, packet_id: str) -> list[ExhibitPlace]:
    """The documents of a packet as they stand, to be changed and given back."""
    rows = vault.find(PacketExhibit, "packet_id = ?", [packet_id], order="position, rowid")
    return [ExhibitPlace(r.evidence_id, r.pages, r.caption, r.label, r.included) for r in rows]


def evidence_by_id(vault: Vault, ids: Sequence[str]) -> dict[str, Evidence]:
    """The documents with these ids; one that is not there is left out."""
    found: dict[str, Evidence] = {}
    for batch in batches(ids):
        where, args = in_list("id", batch)
        found.update((e.id, e) for e in vault.find(Evidence, where, args))
    return found


def has_own_pages(evidence: Evidence) -> bool:
    """Whether its pages are the same wherever it is shown: not so for a text or a mail, which is
    broken into pages by whatever sets it."""
    return own_pages(1, evidence.media_type) > 0


def check_pages(evidence: Evidence, typed: str, path: str = "pages") -> list[int] | None:
    """The pages chosen, None for all. Raises Refused with one sentence."""
    text = typed.strip()
    if not text or text.lower() == "all":
        return None
    if evidence.page_count and not has_own_pages(evidence):
        raise Refused("This document has no pages of its own, so it goes in whole.", path)
    if not evidence.page_count:
        raise Refused("The pages of this document are not known yet, so it goes in whole.", path)
    try:
        return parse_pages(text, evidence.page_count)
    except ValueError as error:
        raise Refused(str(error), path) from None
