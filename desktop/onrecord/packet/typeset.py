"""The pages we set ourselves, in one PDF: front parts, a divider per exhibit, the closing part.

The numbers printed on them are those of the finished bundle, in which the exhibit pages stand
behind their dividers. Runs in a worker only.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from onrecord.errors import Refused
from onrecord.packet.content import BundleContent
from onrecord.packet.enlarge import enlarged
from onrecord.packet.pagedata import exhibit_uri, page_data
from onrecord.packet.press import LARGE, Found, Printed, printed
from onrecord.packet.said import speaking
from onrecord.packet.volumes import Plan, sheets_before


@dataclass(frozen=True)
class Section:
    """A run of pages we set. ``kind`` is a part of the content, or ``exhibit`` for a divider."""

    kind: str
    title: str
    label: str  # of the exhibit, else empty
    first_page: int  # of the finished bundle, from 1
    page_count: int  # set by us, a page that it shares counted with the last on it; the exhibit
    # pages behind a divider are not counted
    sheet: int  # its first page in ``FrontMatter.pdf``, from 1
    last_page: int  # of the finished bundle, as far as it is set by us
    top: float = 0  # points from the top edge where it begins below another, else 0


@dataclass(frozen=True)
class Anchor:
    """Where a link leads: a page of the finished bundle, and a height on it."""

    page: int  # from 1
    top: float  # points from the top edge


Layout = Mapping[str, Any]
"""The numbers a layout came to, by the names of places in the templates, and of what pages; plain
JSON, or empty. Given when the same pages are set again, it spares typst setting them twice."""


@dataclass(frozen=True)
class FrontMatter:
    """``anchors`` holds every address that links in ``pdf`` use, and every other one they could:
    ``x-part:index``, ``x-contact:C2``, ``x-exhibit:A1`` (its divider), ``x-exhibit:A1#3``.
    """

    pdf: bytes
    sections: tuple[Section, ...]
    anchors: Mapping[str, Anchor]
    page_count: int  # of the finished bundle
    layout: Layout = field(default_factory=dict[str, Any])


def typeset(
    content: BundleContent,
    exhibit_pages: Mapping[str, Sequence[int]],
    plan: Plan = (),
    known: Layout | None = None,
) -> FrontMatter:
    """Set ``content``. ``exhibit_pages``: per exhibit label, the pages of the document that go in,
    in order, counted from 1; what stands for an unreadable document counts as its page 1.
    ``plan``: where volumes begin, each with a sheet of its own (a section ``volume``). ``known``:
    the layout of these pages before, if there is one; what comes out does not depend on it.

    Raises Refused where there is nothing to set, or a label is used twice.
    """
    if not content.parts and not content.exhibits:
        raise Refused("This packet is empty: choose a part or add a document.", "parts")
    with speaking(content.language, content.words):
        data = page_data(content, exhibit_pages, plan)
    result, layout = _set(data, known)
    *marks, end = result.found["section"]
    ends = [m.sheet for m in marks[1:]] + [end.sheet + 1]
    k = LARGE if content.options.large else 1

    def below(one: Found) -> float:
        """Where it is shown from, a little above it; 0 for what stands at the top of a page."""
        return max(0, (one.top - 12) * k) if one.top > marks[0].top + 1 else 0

    tops = [0 if m.value["kind"] in ("exhibit", "volume") else below(m) for m in marks]
    shared = [int(top > 0) for top in tops[1:]] + [0]
    before: dict[str, int] = data["before"]
    places = iter([e["place"] for e in data["exhibits"]])
    later = [before.get(_place(mark, places), before["first"]) for mark in marks]
    sections = tuple(
        Section(
            kind=mark.value["kind"],
            title=mark.value["title"],
            label=mark.value["label"],
            first_page=mark.sheet + pages,
            page_count=after - mark.sheet,
            sheet=mark.sheet,
            last_page=after - 1 + more + pages,
            top=top,
        )
        for mark, after, more, top, pages in zip(marks, ends, shared, tops, later, strict=True)
    )
    starts = [mark.sheet for mark in marks]
    anchors = {
        a.value: Anchor(
            a.sheet + later[bisect(starts, a.sheet) - 1],
            below(a) if not a.value.startswith("x-exhibit:") else 0,
        )
        for a in result.found["anchor"]
    }
    dividers = [s for s in sections if s.kind == "exhibit"]
    for index, (exhibit, divider) in enumerate(zip(content.exhibits, dividers, strict=True)):
        behind = divider.first_page + divider.page_count
        for n, page in enumerate(exhibit_pages.get(exhibit.label, ())):
            at = behind + n + sheets_before(n, index, plan)
            anchors.setdefault(exhibit_uri(exhibit.label, page), Anchor(at, 0))
    return FrontMatter(
        pdf=enlarged(result.pdf, k) if k != 1 else result.pdf,
        sections=sections,
        anchors=anchors,
        page_count=end.sheet + sum(len(exhibit_pages.get(e.label, ())) for e in content.exhibits),
        layout=layout,
    )


_FIND = ("section", "anchor")
_NUMBERED = ("exhibit-", "contact-", "part-")


def _set(data: dict[str, Any], known: Layout | None) -> tuple[Printed, Layout]:
    """The pages, set with the numbers of ``known`` where these are of the very same pages and come
    out as they were; else as typst finds them. Of about the same pages would not do: where a number
    makes a line one longer, another layout may be right as well, and the bytes be others."""
    simple = not data["volumes"] and data["all_in_front"] and data["first"] == 1
    # What the last page says of the moment moves nothing before it; its length is looked at.
    told = json.dumps(data | {"closing": data["closing"] is not None})
    of = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest() if simple else ""
    if known and simple and known["of"] == of:
        given: Mapping[str, Any] = known["numbers"]
        result = printed("bundle.typ", data | {"known": given}, find=_FIND)
        if _numbers(data, result) == given:
            return result, known
    result = printed("bundle.typ", data, find=_FIND)
    return result, {"of": of, "numbers": _numbers(data, result)} if simple else {}


def _numbers(data: dict[str, Any], result: Printed) -> dict[str, Any]:
    """What ``bundle-page`` says in the templates of all places there, where every part is in front."""
    before: dict[str, int] = data["before"]
    numbers: dict[str, Any] = {}
    for name, sheet in result.sheets:
        if name.startswith("cited-exhibit-"):
            pages = numbers.setdefault(name, [])
            pages += [sheet + before["first"]] * (sheet + before["first"] not in pages)
        elif name.startswith(_NUMBERED):
            numbers.setdefault(name, sheet + before.get(name, before["first"]))
    more = sum(sum(e["runs"]) for e in data["exhibits"])
    return numbers | {"last": result.found["section"][-1].sheet + more}


def _place(mark: Found, exhibits: Iterator[str]) -> str:
    """The label in the templates of what begins here; ``exhibits`` are those of the dividers."""
    kind = mark.value["kind"]
    if kind == "exhibit":
        return next(exhibits)
    return f"volume-{mark.value['label']}" if kind == "volume" else f"part-{kind}"
