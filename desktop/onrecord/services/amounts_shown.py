"""Amounts asked for that point at no page, and the page of the packet on which each stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.domain.amount_in_text import amount_pattern
from onrecord.domain.change import Change
from onrecord.domain.dispute import ClaimLine
from onrecord.domain.fact import Citation
from onrecord.domain.money import Money
from onrecord.domain.packet import Packet
from onrecord.errors import Refused
from onrecord.services.private_words import Place, pages_in
from onrecord.services.rows import in_list

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class Unshown:
    """``place`` is the one page on which the figure stands; None where there is none, or several."""

    line: ClaimLine
    place: Place | None

    @property
    def amount(self) -> Money:
        return Money(self.line.amount_minor, self.line.currency)


def unshown_amounts(vault: Vault, packet: Packet) -> list[Unshown]:
    """Those that are asked for and cite nothing. What was worked out has its formula, and what I
    owe needs no proof of mine."""
    lines = [
        one
        for one in vault.find(
            ClaimLine, "dispute_id = ?", [packet.dispute_id], order="position, rowid"
        )
        if one.amount_minor and one.currency and not one.formula and not one.undisputed
    ]
    where, args = in_list("of_id", [one.id for one in lines])
    cited = {one.of_id for one in vault.find(Citation, where, args)}
    bare = [one for one in lines if one.id not in cited]
    if not bare:
        return []
    pages: list[tuple[Place, str]] = []
    for label, evidence, numbers in pages_in(vault, packet):
        texts = vault.index.text(evidence.id).split("\f")
        pages += [(Place(label, evidence.id, n), texts[n - 1]) for n in numbers if n <= len(texts)]
    return [Unshown(one, _place(one, pages)) for one in bare]


def _place(line: ClaimLine, pages: Sequence[tuple[Place, str]]) -> Place | None:
    wanted = [amount_pattern(Money(line.amount_minor, line.currency))]
    if line.original_minor and line.original_currency:
        wanted.append(amount_pattern(Money(line.original_minor, line.original_currency)))
    found = [place for place, text in pages if any(one.search(text) for one in wanted)]
    return found[0] if len(found) == 1 else None


def point_amounts(vault: Vault, packet_id: str) -> Change:
    """Ties each to the page on which it stands; the others stay as they are. Raises Refused where
    there is none any more."""
    found = [
        Citation(
            of_table=ClaimLine.TABLE,
            of_id=one.line.id,
            evidence_id=one.place.evidence_id,
            page=one.place.page,
        )
        for one in unshown_amounts(vault, vault.get(Packet, packet_id))
        if one.place is not None
    ]
    if not found:
        raise Refused("None of the amounts stands on one page alone.")
    with vault.change("Pointed amounts at their pages") as tx:
        for one in found:
            tx.insert(one)
    return replace(tx.change, result=packet_id)
