"""Where the parts of a packet stand among its documents while some of these are in the trash.

What is kept counts every document that is in, those in the trash too: each keeps its place for
when it is put back. What is shown and printed counts the others only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from onrecord.domain.packet import Packet
from onrecord.domain.packet_order import LAST, MARKS, Placed, in_order, kept, without

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def inside(vault: Vault, packet_id: str) -> dict[str, bool]:
    """The documents that are in, in their order, by id; whether each is in the trash."""
    rows = vault.query(
        "SELECT x.evidence_id, e.trashed_at != '' AS gone FROM packet_exhibit x"
        " JOIN evidence e ON e.id = x.evidence_id"
        " WHERE x.packet_id = ? AND x.included = 1 ORDER BY x.position, x.rowid",
        [packet_id],
    )
    return {row["evidence_id"]: bool(row["gone"]) for row in rows}


def parts_shown(vault: Vault, packet: Packet) -> tuple[str, ...]:
    """The parts as they stand among the documents that are not in the trash."""
    return parts_left(packet.parts, inside(vault, packet.id))


def parts_left(parts: Sequence[str], known: Mapping[str, bool]) -> tuple[str, ...]:
    """The parts among what is left when the documents go of which ``known`` says so."""
    return without(parts, len(known), [n for n, gone in enumerate(known.values()) if gone])


def parts_kept(vault: Vault, packet_id: str, shown: Sequence[str]) -> tuple[str, ...]:
    """Parts as they are shown, to be kept."""
    known = inside(vault, packet_id)
    return woven(known, [id for id, trashed in known.items() if not trashed], shown)[1]


def woven(
    known: Mapping[str, bool], ids: Sequence[str], shown: Sequence[str]
) -> tuple[list[str], tuple[str, ...]]:
    """``ids`` in their order with those in the trash among them, each behind what it stood behind;
    and the parts, ``shown`` among ``ids``, as they stand among all. ``known``: see ``inside``."""
    if not any(known.values()):
        return list(ids), tuple(shown)
    order = [one.name or ids[one.document] for one in in_order(shown, len(ids))]
    order = [key for key in order if key != LAST]
    among = set(ids)
    was = list(known)
    for place, id in enumerate(was):
        if not known[id]:
            continue
        before = next((key for key in reversed(was[:place]) if key in among), None)
        first = next((n for n, key in enumerate(order) if key in among), len(order))
        order.insert(order.index(before) + 1 if before is not None else first, id)
        among.add(id)
    every = [key for key in order if key in among]
    if not any(name in MARKS for name in shown):
        return every, tuple(shown)
    number = {id: n for n, id in enumerate(every)}
    placed = [Placed(document=number[k]) if k in number else Placed(k) for k in order]
    return every, kept([*placed, Placed(LAST)] if LAST in shown else placed)
