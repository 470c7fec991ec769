"""The bundle's bookmarks and the links between its pages, as PDF objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

from onrecord.domain.rect import Rect
from onrecord.packet.entries import entry
from onrecord.packet.geometry import rectangle, sheet_of

_BOX_ACROSS, _BOX_DOWN = 0.6, 0.25  # of the page: about as large as a reader holds it


@dataclass
class Bookmark:
    """One line of the bookmarks; ``page`` is a page of the bundle, from 1."""

    title: str
    page: int
    top: float = 0.0  # points below the upper edge of the sheet
    children: list[Bookmark] = field(default_factory=list["Bookmark"])


def destination(page: Object, top: float = 0.0) -> Array:
    """A place ``top`` points below the upper edge of the page as it is shown."""
    sheet = sheet_of(
        entry(page, "/MediaBox"),
        entry(page, "/CropBox"),
        entry(page, "/Rotate"),
        entry(page, "/UserUnit"),
    )
    _a, _b, c, d, e, f = sheet.matrix()
    v = max(0.0, sheet.height - top)
    return Array([page, Name.XYZ, _rounded(c * v + e), _rounded(d * v + f), None])


def destination_of_box(page: Object, rect: Rect) -> Array:
    """A box of the page as it is shown, with so much around it that it stays readable: a viewer
    shows what it is told to as large as the window is."""
    sheet = sheet_of(
        entry(page, "/MediaBox"),
        entry(page, "/CropBox"),
        entry(page, "/Rotate"),
        entry(page, "/UserUnit"),
    )
    across = _widened(rect.x0, rect.x1, sheet.width, _BOX_ACROSS)
    down = _widened(rect.y0, rect.y1, sheet.height, _BOX_DOWN)
    a, b, c, d, e, f = sheet.matrix()
    corners = [
        (a * u + c * v + e, b * u + d * v + f)
        for u, v in ((across[0], sheet.height - down[1]), (across[1], sheet.height - down[0]))
    ]
    xs, ys = zip(*corners, strict=True)
    box = (min(xs), min(ys), max(xs), max(ys))
    return Array([page, Name.FitR, *(_rounded(value) for value in box)])


def frame_of_picture(page: Object) -> tuple[float, float, float, float] | None:
    """How a picture lies on the sheet that was made for it: left, top, and the points in a
    thousandth of its width and height; None where it is not known."""
    box = rectangle(entry(page, "/ArtBox"))
    sheet = rectangle(entry(page, "/MediaBox"))
    if box is None or sheet is None:
        return None
    left, top = box[0] - sheet[0], sheet[3] - box[3]
    return left, top, (box[2] - box[0]) / 1000, (box[3] - box[1]) / 1000


def on_picture(page: Object, rect: Rect) -> Rect | None:
    """A box of a picture, in thousandths of its sides, on the sheet that was made for it; None
    where it is not known how the picture lies on it."""
    frame = frame_of_picture(page)
    return framed(frame, rect) if frame is not None else None


Frame = tuple[float, float, float, float]


def after(second: Frame | None, first: Frame | None) -> Frame | None:
    """What two frames do together; None is one that changes nothing."""
    if second is None or first is None:
        return second or first
    x, y, across, down = second
    return (
        x + first[0] * across, y + first[1] * down, first[2] * across, first[3] * down
    )  # fmt: skip


def framed(frame: tuple[float, float, float, float], box: Rect) -> Rect:
    """Where a box of a document's page is on a page of the bundle; see ``PageRecord``."""
    x, y, across, down = frame
    return Rect(x + box.x0 * across, y + box.y0 * down, x + box.x1 * across, y + box.y1 * down)


def _widened(low: float, high: float, most: float, part: float) -> tuple[float, float]:
    """At least ``part`` of the side, its middle kept where there is room for it."""
    low, high = min(max(low, 0.0), most), min(max(high, 0.0), most)
    missing = max(0.0, part * most - (high - low)) / 2
    low, high = low - missing, high + missing
    move = max(0.0, -low) - max(0.0, high - most)
    return max(0.0, low + move), min(most, high + move)


def turned(rect: Rect, by: int, wide: float, high: float) -> Rect:
    """Where a box of a page of this size, in points, is once the page is turned clockwise."""
    x0, y0, x1, y1 = rect.x0, rect.y0, rect.x1, rect.y1
    return {
        90: Rect(high - y1, x0, high - y0, x1),
        180: Rect(wide - x1, high - y1, wide - x0, high - y0),
        270: Rect(y0, wide - x1, y1, wide - x0),
    }.get(by % 360, rect)


def within(marks: Sequence[Bookmark], first: int, last: int) -> list[Bookmark]:
    """The bookmarks of pages ``first`` to ``last``; one that holds some of them is kept for them,
    and leads to the first."""
    found: list[Bookmark] = []
    for mark in marks:
        children = within(mark.children, first, last)
        if first <= mark.page <= last:
            found.append(Bookmark(mark.title, mark.page, mark.top, children))
        elif children:
            found.append(Bookmark(mark.title, children[0].page, children[0].top, children))
    return found


def write_bookmarks(
    pdf: Pdf, pages: Sequence[Object], marks: Sequence[Bookmark], first: int = 1
) -> None:
    """Replaces the document's bookmarks; the first level stands open, the rest is folded.
    ``first`` is the number of the first page."""
    root = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    _write_level(pdf, pages, root, marks, first)
    root["/Count"] = len(marks)
    pdf.Root["/Outlines"] = root


def _write_level(
    pdf: Pdf, pages: Sequence[Object], parent: Object, marks: Sequence[Bookmark], first: int
) -> None:
    items: list[Any] = []
    for mark in marks:
        item = pdf.make_indirect(
            Dictionary(
                Title=pikepdf.String(mark.title),
                Parent=parent,
                Dest=destination(pages[mark.page - first], mark.top),
            )
        )
        if items:
            item["/Prev"], items[-1]["/Next"] = items[-1], item
        items.append(item)
        if mark.children:
            _write_level(pdf, pages, item, mark.children, first)
            item["/Count"] = -len(mark.children)
    if items:
        parent["/First"], parent["/Last"] = items[0], items[-1]


def _rounded(value: float) -> float:
    return round(value, 3)
