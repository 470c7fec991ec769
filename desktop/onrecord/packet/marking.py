"""Draws circles, highlights and arrows over a page, in its own units and upright as it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pikepdf import Dictionary, Name, Object

from onrecord.domain.rect import Rect
from onrecord.packet.entries import entry
from onrecord.packet.geometry import Sheet
from onrecord.packet.notes import LEAST
from onrecord.packet.stamp import OURS, STATE_NAME

STATE, MARKER = f"{OURS}Pen", f"{OURS}Marker"
_RED = "0.78 0.10 0.12"
_YELLOW = "1 0.92 0.35"
_ROUND = 0.5523  # how far a circle's control points lie from its corners (Bezier approximation)
_ARROW = 54.0  # points, with its head
_HEAD = 9.0

Mark = tuple[str, Sequence[Rect]]
"""A kind and its boxes, on the page as it is shown, from its top left."""


def draw(page: Object, sheet: Sheet, marks: Sequence[Mark]) -> bytes:
    """The operators, to be run in the default state; gives ``page`` the states they need."""
    made = [_one(kind, box, sheet) for kind, boxes in marks for box in boxes]
    if not any(made):
        return b""
    states = _table(page, "/ExtGState")
    plain = Dictionary(Type=Name.ExtGState, ca=1, CA=1, BM=Name.Normal, SMask=Name("/None"))
    states[STATE] = plain
    states[MARKER] = Dictionary(
        Type=Name.ExtGState, ca=1, CA=1, BM=Name.Multiply, SMask=Name("/None")
    )
    matrix = " ".join(_n(value) for value in sheet.matrix())
    return (f"q {matrix} cm\n" + "".join(made) + "Q\n").encode()


def large_enough(box: Rect, room: tuple[float, float]) -> Rect:
    """The box of a note, in which words can be read, on a page that has ``room``."""
    wide = min(max(box.x1 - box.x0, LEAST[0]), room[0])
    high = min(max(box.y1 - box.y0, LEAST[1]), room[1])
    left, top = min(box.x0, room[0] - wide), min(box.y0, room[1] - high)
    return Rect(left, top, left + wide, top + high)


def lay(page: Object, sheet: Sheet, forms: Sequence[tuple[Object, Rect]]) -> bytes:
    """The operators that lay forms, each as large as its box, over ``page``."""
    if not forms:
        return b""
    table = _table(page, "/XObject")
    matrix = " ".join(_n(value) for value in sheet.matrix())
    made = f"q {matrix} cm\n"
    for form, box in forms:
        name = f"{OURS}Note{len(table)}"
        table[name] = form
        x, y = box.x0 * sheet.unit, sheet.height - box.y1 * sheet.unit
        made += f"q {STATE_NAME} gs 1 0 0 1 {_n(x)} {_n(y)} cm {name} Do Q\n"
    return (made + "Q\n").encode()


def _table(page: Object, category: str) -> Dictionary:
    """A table of the page's own resources, which no other page has."""
    resources = entry(page, "/Resources")
    own = resources.copy() if isinstance(resources, Dictionary) else Dictionary()
    table = own.get(category)
    own[category] = table.copy() if isinstance(table, Dictionary) else Dictionary()
    page["/Resources"] = own
    made: Any = page["/Resources"][category]
    return made


def _one(kind: str, box: Rect, sheet: Sheet) -> str:
    unit = sheet.unit
    x0, x1 = box.x0 * unit, box.x1 * unit
    y0, y1 = sheet.height - box.y1 * unit, sheet.height - box.y0 * unit
    if kind == "circle":
        return _circle(x0, y0, x1, y1)
    if kind == "highlight":
        area = " ".join(map(_n, (x0, y0, x1 - x0, y1 - y0)))
        return f"{MARKER} gs {_YELLOW} rg {area} re f\n"
    if kind == "arrow":
        return _arrow(x0, (y0 + y1) / 2, x1, sheet.width)
    return ""


def _circle(x0: float, y0: float, x1: float, y1: float) -> str:
    """Around the box, a little larger than it."""
    by = 4.0
    x0, y0, x1, y1 = x0 - by, y0 - by, x1 + by, y1 + by
    rx, ry = (x1 - x0) / 2, (y1 - y0) / 2
    if max(rx, ry) > 2.5 * min(rx, ry):  # an ellipse would cut the ends of a long line
        return _rounded(x0, y0, x1, y1, min(rx, ry))
    cx, cy, kx, ky = x0 + rx, y0 + ry, rx * _ROUND, ry * _ROUND
    curves = (
        (cx + rx, cy + ky, cx + kx, cy + ry, cx, cy + ry),
        (cx - kx, cy + ry, cx - rx, cy + ky, cx - rx, cy),
        (cx - rx, cy - ky, cx - kx, cy - ry, cx, cy - ry),
        (cx + kx, cy - ry, cx + rx, cy - ky, cx + rx, cy),
    )
    path = f"{_n(cx + rx)} {_n(cy)} m " + " ".join(
        " ".join(map(_n, curve)) + " c" for curve in curves
    )
    return _stroked(path)


def _rounded(x0: float, y0: float, x1: float, y1: float, r: float) -> str:
    k = r * (1 - _ROUND)
    path = (
        f"{_n(x0 + r)} {_n(y0)} m {_n(x1 - r)} {_n(y0)} l "
        f"{_curve(x1 - k, y0, x1, y0 + k, x1, y0 + r)} {_n(x1)} {_n(y1 - r)} l "
        f"{_curve(x1, y1 - k, x1 - k, y1, x1 - r, y1)} {_n(x0 + r)} {_n(y1)} l "
        f"{_curve(x0 + k, y1, x0, y1 - k, x0, y1 - r)} {_n(x0)} {_n(y0 + r)} l "
        f"{_curve(x0, y0 + k, x0 + k, y0, x0 + r, y0)}"
    )
    return _stroked(path)


def _curve(*values: float) -> str:
    return " ".join(map(_n, values)) + " c"


def _stroked(path: str) -> str:
    return f"{STATE} gs {_RED} RG 1.6 w [] 0 d 1 J 1 j {path} s\n"


def _arrow(left: float, middle: float, right: float, width: float) -> str:
    """Points at the box from the side where there is more room."""
    from_left = left >= width - right
    tip = left - 2 if from_left else right + 2
    way = 1 if from_left else -1
    start = min(max(tip - way * _ARROW, 2.0), width - 2.0)
    neck = tip - way * _HEAD
    return (
        f"{STATE} gs {_RED} RG {_RED} rg 1.8 w [] 0 d 1 J 1 j\n"
        f"{_n(start)} {_n(middle)} m {_n(neck)} {_n(middle)} l S\n"
        f"{_n(tip)} {_n(middle)} m {_n(neck)} {_n(middle + _HEAD / 2)} l "
        f"{_n(neck)} {_n(middle - _HEAD / 2)} l f\n"
    )


def _n(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"
