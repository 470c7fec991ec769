"""Packets of a dispute, and the bundles that were made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class BundleRow:
    """A frozen revision and its PDF; ``frozen_at`` is UTC."""

    id: str
    packet_id: str
    number: int
    frozen_at: str
    page_count: int
    pdf_sha256: str
    sent_when: str
    sent_way: str


@dataclass(frozen=True)
class PacketRow:
    """A packet with its counts; ``bundles`` the newest first. ``left_out`` are all documents of the
    dispute that are not in it, those among them that came later but before it was sent."""

    id: str
    title: str
    profile: str
    recipient: str
    state: str
    included: int
    left_out: int
    changed_at: str
    late: bool = False
    """It holds what came since another one went out: those in that one are not left out of it."""
    bundles: tuple[BundleRow, ...] = ()


def packets(vault: Vault, dispute_id: str) -> list[PacketRow]:
    """The newest first, without those in the trash."""
    bundles: dict[str, list[BundleRow]] = {}
    for row in vault.query(
        "SELECT id, packet_id, number, frozen_at, page_count, pdf_sha256, sent_when, sent_way"
        " FROM bundle WHERE dispute_id = ? ORDER BY number DESC",
        [dispute_id],
    ):
        bundles.setdefault(row["packet_id"], []).append(BundleRow(**row))
    rows = vault.query(
        "SELECT p.id, p.title, p.profile, p.recipient, p.state, p.changed_at,"
        " (SELECT count(*) FROM packet_exhibit x WHERE x.packet_id = p.id AND x.included = 1)"
        " AS included,"
        " (SELECT count(*) FROM packet_exhibit x WHERE x.packet_id = p.id AND x.included = 0) +"
        " (SELECT count(*) FROM dispute_evidence l JOIN evidence e ON e.id = l.evidence_id"
        "  WHERE p.state != 'sent' AND l.dispute_id = p.dispute_id AND e.trashed_at = '' AND e.id NOT IN"
        "  (SELECT evidence_id FROM packet_exhibit WHERE packet_id = p.id)) AS left_out,"
        " EXISTS (SELECT 1 FROM packet_options o WHERE o.packet_id = p.id"
        "  AND o.continues_bundle_id != '') AS late"
        " FROM packet p WHERE p.dispute_id = ? AND p.trashed_at = '' ORDER BY p.rowid DESC",
        [dispute_id],
    )
    made: list[PacketRow] = []
    for row in rows:
        late = bool(row.pop("late"))
        made.append(PacketRow(**row, late=late, bundles=tuple(bundles.get(row["id"], ()))))
    return made
