"""Set how a packet becomes files: print, volumes, pictures, what goes along."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from onrecord.domain.change import Change
from onrecord.domain.packet import Bundle
from onrecord.domain.packet_options import (
    PICTURES,
    ExhibitOptions,
    PacketOptions,
    turns_of,
    turns_text,
)
from onrecord.errors import BugError, Refused
from onrecord.services.bundle_words import languages
from onrecord.services.draft_packet import draft_packet

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

LEAST_PAGES = 2
LEAST_BYTES = 100_000
_KEPT = frozenset({"id", "revision", "created_at", "changed_at", "packet_id"})


def packet_options(vault: Vault, packet_id: str) -> PacketOptions:
    """The options of a packet; the usual ones where none were set."""
    found = vault.find(PacketOptions, "packet_id = ?", [packet_id], order="rowid", limit=1)
    return found[0] if found else PacketOptions(packet_id=packet_id)


def set_packet_options(vault: Vault, packet_id: str, **values: Any) -> Change:
    """Sets some of them. Raises Refused, naming the field, for what cannot be."""
    known = {one.name for one in fields(PacketOptions)} - _KEPT
    if wrong := sorted(values.keys() - known):
        raise BugError(f"a packet has no option {', '.join(wrong)}")
    draft_packet(vault, packet_id)
    before = packet_options(vault, packet_id)
    after = replace(before, **values)
    if after.volume_pages and after.volume_pages < LEAST_PAGES:
        raise Refused(f"A volume needs at least {LEAST_PAGES} pages.", "volume_pages")
    if after.volume_bytes and after.volume_bytes < LEAST_BYTES:
        raise Refused("A volume needs at least 0.1 MB.", "volume_bytes")
    if after.pictures not in PICTURES:
        raise Refused("Pictures cannot be made smaller in that way.", "pictures")
    if after.language != before.language and not _spoken(vault, after.language):
        raise Refused(
            f"There are no words of ours in “{after.language}” yet; keep a file of them first.",
            "language",
        )
    if after.continues_bundle_id and not vault.find(
        Bundle, "id = ?", [after.continues_bundle_id], limit=1
    ):
        raise Refused("What this should go on from is not in the vault.", "continues_bundle_id")
    with vault.change("Options changed") as tx:
        if not vault.find(PacketOptions, "id = ?", [before.id], limit=1):
            if after != before:
                tx.insert(after)
        elif after != before:
            tx.update(after)
    return replace(tx.change, result=packet_id)


def _spoken(vault: Vault, language: str) -> bool:
    """Whether our words are kept in it, or in the language it is a form of."""
    return bool({language, language.split("-")[0].lower()} & {*languages(vault)})


def exhibit_options(vault: Vault, packet_id: str) -> dict[str, ExhibitOptions]:
    """What was set of single documents of a packet, by evidence id."""
    rows = vault.find(ExhibitOptions, "packet_id = ?", [packet_id], order="rowid")
    return {row.evidence_id: row for row in rows}


def turn_exhibit(
    vault: Vault, packet_id: str, evidence_id: str, by: int, page: int | None = None
) -> Change:
    """Turns the copy of a document, or of one page (from 1) of it, clockwise by so many degrees
    more. The document itself stays as it is."""
    if by % 90:
        raise Refused("A page is turned by quarters.", "by")
    draft_packet(vault, packet_id)
    was = exhibit_options(vault, packet_id).get(evidence_id)
    turns = turns_of(was.turns) if was else {}
    if page is None:
        turns = {n: turned + by for n, turned in turns.items()}
        turns[0] = turns.get(0, by)
    else:
        turns[page] = turns.get(page, turns.get(0, 0)) + by
    words = "Pages turned" if page is None else "Page turned"
    return _set_exhibit(vault, packet_id, evidence_id, words, turns=turns_text(turns))


def reveal_original(vault: Vault, packet_id: str, evidence_id: str, *, reveal: bool) -> Change:
    """Whether the original goes along although not all of it is in the bundle."""
    draft_packet(vault, packet_id)
    words = "The original goes along" if reveal else "The original stays here"
    return _set_exhibit(vault, packet_id, evidence_id, words, reveal=reveal)


def copy_options(vault: Vault, from_id: str, to_id: str) -> list[PacketOptions | ExhibitOptions]:
    """The same options for another packet; rows to insert."""
    made: list[PacketOptions | ExhibitOptions] = []
    for row in vault.find(PacketOptions, "packet_id = ?", [from_id], order="rowid", limit=1):
        made.append(PacketOptions(**_values(row, to_id)))
    for one in exhibit_options(vault, from_id).values():
        made.append(ExhibitOptions(**_values(one, to_id)))
    return made


def _values(row: PacketOptions | ExhibitOptions, packet_id: str) -> dict[str, Any]:
    made: dict[str, Any] = {"packet_id": packet_id}
    return made | {f.name: getattr(row, f.name) for f in fields(row) if f.name not in _KEPT}


def _set_exhibit(
    vault: Vault, packet_id: str, evidence_id: str, words: str, **values: Any
) -> Change:
    was = exhibit_options(vault, packet_id).get(evidence_id)
    before = was or ExhibitOptions(packet_id=packet_id, evidence_id=evidence_id)
    after = replace(before, **values)
    with vault.change(words) as tx:
        if was is None and after != before:
            tx.insert(after)
        elif after != before:
            tx.update(after)
    return replace(tx.change, result=packet_id)
