"""One order for the parts of a packet and its documents.

The parts of a packet are kept as names in order, its documents in an order of their own. Where a
part stands between or behind documents, marks among the names say so: ``document`` stands for the
next document, ``documents`` for all that are left. Without marks, documents stand behind every
part but the last page, as they always did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ONE, REST = "document", "documents"
MARKS = (ONE, REST)
LAST = "hashes"
"""Says how to check the files, and that it does so on the last page."""


@dataclass(frozen=True)
class Placed:
    """A part by its ``name``, or a ``document`` by its place among those that are in, from 0."""

    name: str = ""
    document: int = -1


def in_order(parts: Sequence[str], documents: int) -> list[Placed]:
    """Parts and ``documents`` documents as they are printed; each part once."""
    made: list[Placed] = []
    taken = 0
    for name in parts:
        if name in MARKS:
            until = documents if name == REST else min(taken + 1, documents)
            made += [Placed(document=n) for n in range(taken, until)]
            taken = until
        elif name != LAST and Placed(name) not in made:
            made.append(Placed(name))
    made += [Placed(document=n) for n in range(taken, documents)]
    return [*made, Placed(LAST)] if LAST in parts else made


def kept(order: Sequence[Placed]) -> tuple[str, ...]:
    """The names and marks that give this order; what is added later joins the last documents."""
    documents = [n for n, one in enumerate(order) if one.document >= 0]
    last = documents[-1] if documents else len(order)
    while last > 0 and last - 1 in documents:
        last -= 1
    made: list[str] = []
    for n, one in enumerate(order):
        if one.name:
            made.append(one.name)
        elif n <= last:
            made.append(REST if n == last else ONE)
    behind = [name for name in made[made.index(REST) + 1 :] if name != LAST] if documents else ()
    return tuple(made) if behind else tuple(name for name in made if name != REST)


def without(parts: Sequence[str], documents: int, gone: Sequence[int]) -> tuple[str, ...]:
    """The parts where they are, with some of ``documents`` documents taken out."""
    if not any(name in MARKS for name in parts):
        return tuple(parts)
    return kept([one for one in in_order(parts, documents) if one.document not in gone])


def of_any_packet(parts: Sequence[str]) -> tuple[str, ...]:
    """The parts as they serve for other documents: none stands between two of them."""
    return tuple(name for name in parts if name != ONE)
