"""Which parts and documents stand where: what the index, the sheets of volumes and every page
number are made from.

``exhibits`` are those of the templates (``pagedata``), in order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from onrecord.domain.packet_order import in_order
from onrecord.packet.content import BundleContent
from onrecord.packet.ourwords import PARTS, WORDS
from onrecord.packet.said import t
from onrecord.packet.volumes import Plan, volume_of


def parts_around(content: BundleContent) -> list[list[str]]:
    """The parts that have something to say: those in front of the documents, those behind the
    first document, behind the second, and so on; not the last page."""
    empty = {
        "issues": not content.issues,
        "letter": content.letter is None,
        "brief": content.brief is None,
        "proof": not content.proof,
        "hashes": True,
    }
    found: list[list[str]] = [[]]
    for one in in_order(content.parts, len(content.exhibits)):
        if one.document >= 0:
            found.append([])
        elif not empty.get(one.name):
            found[-1].append(one.name)
    return found


def index(
    front: Sequence[str], behind: Sequence[Sequence[str]], plan: Plan, *, closing: bool
) -> list[dict[str, Any]]:
    """What the index lists, in the order of the pages: runs of parts, and of documents (``from``
    and ``to``). The last page is named where the parts are that end the bundle, or begin it."""

    def rows(parts: Sequence[str], volume: int = 1) -> list[dict[str, str]]:
        vol = f"{t(WORDS['volume_short'])} {volume}" if volume > 1 else ""
        return [{"kind": p, "title": t(PARTS[p]), "vol": vol} for p in parts if p != "index"]

    count = len(behind)
    runs: list[dict[str, Any]] = [{"parts": rows(front)}]
    for number, parts in enumerate(behind, 1):
        if "to" not in runs[-1]:
            runs.append({"from": number - 1, "to": number})
        runs[-1]["to"] = number
        if made := rows(parts, volume_of(number, -1, plan)):
            runs.append({"parts": made})
    if closing:
        ends = runs[-1] if "parts" in runs[-1] else runs[0]
        ends["parts"] += rows(["hashes"], volume_of(count, -1, plan))
    several = len(runs) > 2
    return [one for one in runs if not several or one.get("parts") != []]


def later(
    content: BundleContent,
    exhibits: Sequence[Mapping[str, Any]],
    behind: Sequence[str],
    closing_volume: int,
) -> dict[str, int]:
    """How much later than its sheet each place is in the bundle, by its label in the templates:
    by the pages of documents that come in before it. ``first`` is for all that is not named."""
    so_far = content.options.first_page - 1
    before = {"first": so_far}

    def part(name: str) -> None:
        before[f"part-{name}"] = so_far
        if name == "contact_log":
            before.update((f"contact-{n}", so_far) for n in range(len(content.contact_log)))

    for e in exhibits:
        if e["volume"]:
            before[f"volume-{e['volume']}"] = so_far
        for name in e["parts"]:
            part(name)
        before[e["place"]] = before[f"{e['place']}-end"] = so_far
        *earlier, last = e["runs"]
        for pages, number in zip(earlier, e["volumes"], strict=True):
            so_far += pages
            before[f"volume-{number}"] = so_far
        so_far += last
    if closing_volume:
        before[f"volume-{closing_volume}"] = so_far
    for name in (*behind, "hashes"):
        part(name)
    return before


def volumes(
    exhibits: Sequence[Mapping[str, Any]], behind: Sequence[str], plan: Plan
) -> list[dict[str, Any]]:
    """The files of the bundle, each with the documents in it, and the parts between and behind
    them; empty where there is one."""
    if not plan:
        return []
    made: list[dict[str, Any]] = []
    total = len(plan) + 1
    starts = [(0, -1), *((one.exhibit, one.offset) for one in plan)]
    ends = [*starts[1:], (len(exhibits), -1)]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1):
        inside: list[dict[str, Any]] = []
        for place, one in enumerate(exhibits):
            if (place, -1) >= end or (place, one["included"]) <= start:
                continue
            goes_on = (place, -1) < start
            inside += [_named(part) for part in one["parts"] if not goes_on]
            note = t(WORDS["volume_on"]) if goes_on else ""
            inside.append({"label": one["label"], "title": one["title"], "note": note})
        if number == total:
            inside += [_named(part) for part in behind]
        words = t("Volume {0} of {1}").format(number, total)
        made.append({"number": number, "words": words, "exhibits": inside})
    return made


def _named(part: str) -> dict[str, Any]:
    return {"label": "", "title": t(PARTS[part]), "note": ""}
