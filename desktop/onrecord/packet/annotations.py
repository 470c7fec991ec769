"""What annotations and form fields look like, drawn as part of the page; the rest is left behind.

An annotation's appearance stream is a picture of it; drawing that picture where the viewer would
(ISO 32000-1, 12.5.5) keeps the look and drops the value, the comment's author, the script.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Stream

from onrecord.packet.entries import entry
from onrecord.packet.geometry import number, rectangle

_HIDDEN, _NO_VIEW = 2, 32
_FIXED = 4 | 64 | 128  # printed, read-only, locked
_MOST = 20_000  # annotations of one page; beyond that a file is broken or hostile


@dataclass
class Drawn:
    """Operators that draw a page's annotations, the forms they name, and its inner links."""

    operators: bytes = b""
    forms: dict[str, Stream] = field(default_factory=dict[str, Stream])
    stamps: list[Dictionary] = field(default_factory=list[Dictionary])  # the same, as annotations
    links: list[Dictionary] = field(default_factory=list[Dictionary])  # as they stand in the source


def annotations_of(page: Object) -> Iterator[Dictionary]:
    """The annotations of a page, as far as they are any."""
    found: Any = entry(page, "/Annots")
    if isinstance(found, Array):
        for index in range(min(len(found), _MOST)):
            annotation: Any = found[index]
            if isinstance(annotation, Dictionary):
                yield annotation


def _appearance(annotation: Dictionary) -> Stream | None:
    normal: Any = entry(annotation, "/AP")
    normal = entry(normal, "/N") if isinstance(normal, Dictionary) else None
    if isinstance(normal, Dictionary):
        state: Any = entry(annotation, "/AS")
        normal = entry(normal, str(state)) if isinstance(state, Name) else None
    return normal if isinstance(normal, Stream) else None


def lacks_pictures(page: Object) -> bool:
    """Whether an annotation of the page may show something of which it brings no picture."""
    plain = (Name.Link, Name.Popup)
    notes = [note for note in annotations_of(page) if entry(note, "/Subtype") not in plain]
    return any(_appearance(note) is None for note in notes)


def _placement(form: Stream, rect: tuple[float, float, float, float]) -> list[float] | None:
    """The matrix that lays a form's transformed box over the annotation's rectangle."""
    box = rectangle(entry(form, "/BBox"))
    if box is None:
        return None
    given: Any = entry(form, "/Matrix")
    a, b, c, d, e, f = (
        [number(given[i]) for i in range(6)]
        if isinstance(given, Array) and len(given) == 6
        else [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
    )
    corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    if wide <= 0 or high <= 0:
        return None
    sx, sy = (rect[2] - rect[0]) / wide, (rect[3] - rect[1]) / high
    return [sx, 0, 0, sy, rect[0] - min(xs) * sx, rect[1] - min(ys) * sy]


def draw(page: Object, prefix: str, shown: Callable[[Any], bool], *, stamps: bool) -> Drawn:
    """Everything visible of a page's annotations; ``shown`` judges their optional content.

    With ``stamps`` it stays annotations, for the few whose blending needs that.
    """
    drawn = Drawn()
    parts: list[str] = []
    for annotation in annotations_of(page):
        kind: Any = entry(annotation, "/Subtype")
        if kind == Name.Link:
            drawn.links.append(annotation)
        flags = int(number(entry(annotation, "/F")))
        if (
            kind == Name.Popup
            or flags & (_HIDDEN | _NO_VIEW)
            or not shown(entry(annotation, "/OC"))
        ):
            continue
        form = _appearance(annotation)
        rect = rectangle(entry(annotation, "/Rect"))
        if form is None or rect is None:
            continue
        matrix = _placement(form, rect)
        if matrix is None:
            continue
        if stamps:
            drawn.stamps.append(
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Stamp,
                    Rect=Array([round(value, 4) for value in rect]),
                    F=_FIXED,
                    AP=Dictionary(N=form),
                )
            )
        name = f"{prefix}{len(drawn.forms)}"
        drawn.forms[name] = form
        numbers = " ".join(f"{value:.6f}" for value in matrix)
        parts.append(f"q {numbers} cm {name} Do Q\n")
    drawn.operators = b"" if stamps else "".join(parts).encode()
    return drawn
