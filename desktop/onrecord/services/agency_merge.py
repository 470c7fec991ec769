"""The user's figures over our newest entry: theirs count, and all else is as we know it now.

A correction of one figure must not freeze the others: a time limit that was shortened since would
be told too long.
"""

from __future__ import annotations

import json
from collections.abc import Generator
from itertools import pairwise
from typing import Any, cast

MINE = "mine"
"""How the names of the bases begin that the user's figures rest on."""
_SAYS_WHICH = ("kind", "what", "use", "way", "sectors", "from")
"""Fields of a figure in a list that say which of them it is."""

Steps = tuple[str | int, ...]


def merged(mine: dict[str, Any], ours: dict[str, Any]) -> dict[str, Any]:
    """``ours`` with each figure of ``mine`` that rests on a basis of the user's in its place, or
    added where ours has none; with the user's name for it, and the day they went over it."""
    made = _copy(ours)
    for steps, figure in _figures(mine):
        basis = mine["bases"][figure["basis"]]
        made["bases"][figure["basis"]] = _copy(basis)
        _put(made, steps, _copy(figure), basis)
    made["name"] = mine["name"]
    made["revised"] = mine["revised"]
    return made


def _figures(at: Any, steps: Steps = ()) -> Generator[tuple[Steps, dict[str, Any]]]:
    """The user's figures, each with where it stands."""
    if isinstance(at, dict):
        here = cast("dict[str, Any]", at)
        if str(here.get("basis", "")).startswith(f"{MINE}_"):
            yield steps, here
            return
        for name, value in here.items():
            yield from _figures(value, (*steps, name))
    elif isinstance(at, list):
        for number, value in enumerate(cast("list[Any]", at)):
            yield from _figures(value, (*steps, number))


def _put(made: dict[str, Any], steps: Steps, figure: dict[str, Any], basis: Any) -> None:
    last = steps[-1]
    at: Any = made
    for step, following in pairwise(steps):
        if at.get(step) is None:
            at[step] = [] if isinstance(following, int) else {}
        at = at[step]
    if isinstance(last, str):
        at[last] = figure
        return
    if "words" in figure:
        _put_words(at, figure)
        return
    # What stands behind all of ours was added.
    same = [n for n, one in enumerate(at) if last < len(at) and _is_same(one, figure)]
    of_the_time = [n for n in same if _bounds(made["bases"][at[n]["basis"]]) == _bounds(basis)]
    found = of_the_time or same
    if not found:
        at.append(figure)
    else:
        at[last if last in found else found[0]] = figure


def _put_words(at: list[dict[str, Any]], figure: dict[str, Any]) -> None:
    """A note says by its words alone which it is: the user's stands in place of the one whose words
    it corrects, or says the same; any other is one more."""
    meant = (figure.get("instead_of", ""), figure["words"])
    found = next((n for n, one in enumerate(at) if one["words"] in meant), None)
    if found is None:
        at.append(figure)
    else:
        at[found] = figure


def _is_same(one: dict[str, Any], figure: dict[str, Any]) -> bool:
    return all(one.get(name) == figure.get(name) for name in _SAYS_WHICH)


def _bounds(basis: dict[str, Any]) -> tuple[Any, Any]:
    return basis.get("valid_from"), basis.get("valid_to")


def _copy(plain: Any) -> Any:
    return json.loads(json.dumps(plain))
