"""What comes after a packet was sent: numbered behind its last page, nothing of it renumbered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from onrecord.domain.change import Change
from onrecord.domain.contact import Contact
from onrecord.domain.packet import Bundle, Packet, PacketExhibit
from onrecord.domain.packet_options import PacketOptions
from onrecord.domain.when import When
from onrecord.errors import NotFound, Refused
from onrecord.packet.content import Before, BundleContent, SentExhibit, SentPage, from_json
from onrecord.packet.hiding import printed
from onrecord.services.drawn_marks import copy_marks
from onrecord.services.packet_options import packet_options

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

PARTS = ("cover", "index", "hashes")
"""What late additions have around the documents; the rest was sent."""
_WITH_CALLS = ("cover", "index", "contact_log", "hashes")


def continue_packet(vault: Vault, bundle_id: str) -> Change:
    """A packet of what came since, whose labels and page numbers go on after the last of the
    bundle. Every document of the dispute is in that was not in it, with the calls and messages
    noted since, and what was blacked out everywhere there is so here. ``Change.result`` is its id.
    """
    bundle = vault.get(Bundle, bundle_id)
    sent = vault.get(Packet, bundle.packet_id)
    content = from_json(bundle.content)
    known = {one.id for one in content.exhibits} | {one.id for one in content.before.exhibits}
    rows = vault.query(
        "SELECT evidence_id FROM packet_exhibit WHERE packet_id = ? AND included = 0", [sent.id]
    )
    left_out = {row["evidence_id"] for row in rows}  # that was decided, and stays so
    late = [id for id in _documents(vault, sent.dispute_id) if id not in known]
    was = packet_options(vault, sent.id)
    packet = Packet(
        dispute_id=sent.dispute_id,
        title=sent.title,
        profile=sent.profile,
        recipient=sent.recipient,
        agency_id=sent.agency_id,
        counterparty_id=sent.counterparty_id,
        ask=sent.ask,
        paper=sent.paper,
        parts=_WITH_CALLS if _spoken_since(vault, bundle) else PARTS,
        label_prefix=sent.label_prefix,
    )
    with vault.change("Started a packet of late additions") as tx:
        tx.insert(packet)
        tx.insert(
            replace(
                PacketOptions(packet_id=packet.id, continues_bundle_id=bundle.id),
                large=was.large,
                grey=was.grey,
                flat=was.flat,
                locked=was.locked,
                pictures=was.pictures,
                language=was.language,
            )
        )
        for mark in copy_marks(vault, sent.id, packet.id):
            if mark.everywhere:  # its box, if it has one, is on what was sent
                tx.insert(replace(mark, page=0, rects=()))
        for position, id in enumerate(late, 1):
            included = id not in left_out
            row = PacketExhibit(packet_id=packet.id, evidence_id=id, included=included)
            tx.insert(replace(row, position=position))
    return replace(tx.change, result=packet.id)


def _spoken_since(vault: Vault, bundle: Bundle) -> bool:
    here = "id IN (SELECT contact_id FROM dispute_contact WHERE dispute_id = ?)"
    since = f"{here} AND trashed_at = '' AND written_at > ?"
    return bool(vault.count(Contact, since, [bundle.dispute_id, bundle.frozen_at]))


def not_sent(
    vault: Vault, options: PacketOptions, contacts: Sequence[Contact]
) -> Sequence[Contact]:
    """Those noted after the bundle was made that the packet goes on from: it has the others."""
    found = vault.find(Bundle, "id = ?", [options.continues_bundle_id], limit=1)
    return [c for c in contacts if c.written_at > found[0].frozen_at] if found else contacts


def last_sent(vault: Vault, dispute_id: str) -> str:
    """The newest bundle of a dispute that was sent. Raises NotFound."""
    found = vault.find(
        Bundle, "dispute_id = ? AND sent_when != ''", [dispute_id], order="rowid DESC", limit=1
    )
    if not found:
        raise NotFound("No packet of this dispute was sent yet.")
    return found[0].id


def sent_content(vault: Vault, options: PacketOptions) -> BundleContent | None:
    """What was printed, as it was, in the bundle that the packet goes on from; None where it goes
    on from none. Raises Refused where that bundle is gone: nobody knows its last page then."""
    if not options.continues_bundle_id:
        return None
    try:
        bundle = vault.get(Bundle, options.continues_bundle_id)
    except NotFound:
        raise Refused(
            "The packet that this goes on from is no longer in the vault; start a new packet."
        ) from None
    return printed(from_json(bundle.content))


def before(vault: Vault, options: PacketOptions, sent: BundleContent | None) -> Before:
    """Where everything stands in what was sent: of its own documents by its manifest, and of what
    it went on from itself."""
    if sent is None:
        return Before()
    bundle = vault.get(Bundle, options.continues_bundle_id)
    places: dict[str, list[SentPage]] = {}
    pages: Any = bundle.manifest.get("pages", [])
    last = sent.before.last_page
    for page in pages:
        number, label = page["number"], page.get("exhibit") or ""
        last = max(last, number)
        if label:
            places.setdefault(label, []).append(SentPage(page.get("exhibit_page"), number))
    own = tuple(
        SentExhibit(one.id, one.label, one.title, tuple(places.get(one.label, ())))
        for one in sent.exhibits
    )
    return Before(
        dated=sent.frozen.dated or sent.frozen.frozen_at[:10],
        last_page=last,
        exhibits=(*sent.before.exhibits, *own),
    )


def sent_documents(vault: Vault, packet_id: str) -> set[str]:
    """Documents that were sent before, in what the packet goes on from."""
    options = packet_options(vault, packet_id)
    try:
        return {one.id for one in before(vault, options, sent_content(vault, options)).exhibits}
    except Refused:
        return set()


def sent_labels(vault: Vault, packet_id: str) -> list[str]:
    """Labels of documents that were sent before, which are used up; none where the packet goes on
    from no other, or from one that is gone."""
    options = packet_options(vault, packet_id)
    try:
        return [one.label for one in before(vault, options, sent_content(vault, options)).exhibits]
    except Refused:
        return []


def _documents(vault: Vault, dispute_id: str) -> list[str]:
    """The dispute's documents by their dates; on one day in the order they came."""
    rows = vault.query(
        "SELECT id, dated FROM evidence WHERE trashed_at = ''"
        " AND id IN (SELECT evidence_id FROM dispute_evidence WHERE dispute_id = ?)"
        " ORDER BY rowid",
        [dispute_id],
    )
    return [row["id"] for row in sorted(rows, key=lambda row: When(row["dated"]).sort_key)]
