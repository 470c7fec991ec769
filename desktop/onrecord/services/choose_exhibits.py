"""Say in one go which documents a packet holds, in which order, and which of their pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.errors import Refused
from onrecord.services.arrange_exhibits import ExhibitPlace, arrange_exhibits, places

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class Choice:
    """Ids of documents. ``only``: these, in this order, and nothing else; ``without``: these are
    left out; ``first``: these stand first, in this order; ``pages`` as typed ("1-3, 5")."""

    only: Sequence[str] = ()
    without: Sequence[str] = ()
    first: Sequence[str] = ()
    pages: Mapping[str, str] = field(default_factory=dict[str, str])

    def __bool__(self) -> bool:
        return bool(self.only or self.without or self.first or self.pages)


def choose_exhibits(vault: Vault, packet_id: str, choice: Choice) -> Change:
    """Makes the packet so; what is named and was not in it is put in, what goes is left out
    visibly. Raises Refused as ``arrange_exhibits`` does, or where the choice contradicts itself.
    """
    both = {*choice.without} & {*choice.only, *choice.first, *choice.pages}
    if both:
        raise Refused("A document cannot be both left out and put in.", "without")
    if choice.only and {*choice.first, *choice.pages} - {*choice.only}:
        raise Refused("What is named here is not among the only documents that go in.", "only")
    known = {place.evidence_id: place for place in places(vault, packet_id)}
    front = [*dict.fromkeys([*choice.first, *choice.only])]
    named = {*front, *choice.pages}
    order = [*front, *(id for id in [*known, *choice.pages] if id not in front)]
    made: list[ExhibitPlace] = []
    for id in dict.fromkeys(order):
        place = known.get(id, ExhibitPlace(id))
        included = id in named or (place.included and not choice.only and id not in choice.without)
        made.append(replace(place, included=included, pages=choice.pages.get(id, place.pages)))
    return arrange_exhibits(vault, packet_id, made)
