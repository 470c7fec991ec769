"""Whether a document bears an electronic signature. None can be checked in a copy of its pages:
it seals the bytes of the file. Runs in a worker only."""

from __future__ import annotations

from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf

from onrecord.packet.entries import entry

_MOST_FIELDS = 20_000


def signed(pdf: Pdf) -> bool:
    """Whether a signature field is filled in (ISO 32000-1, 12.7.4.5). A file may be anything."""
    form: Any = entry(pdf.Root, "/AcroForm")
    waiting: list[tuple[Any, Any]] = []
    if isinstance(form, Dictionary):
        waiting = [(field, None) for field in _listed(entry(form, "/Fields"))]
    seen: set[tuple[int, int]] = set()
    for _ in range(_MOST_FIELDS):
        if not waiting:
            return False
        field, kind = waiting.pop()
        if not isinstance(field, Dictionary) or field.objgen in seen:
            continue
        if field.objgen != (0, 0):
            seen.add(field.objgen)
        kind = field.get("/FT", kind)
        value: Any = entry(field, "/V")
        if kind == Name.Sig and isinstance(value, Dictionary) and "/Contents" in value:
            return True
        waiting += [(child, kind) for child in _listed(entry(field, "/Kids"))]
    return False


def _listed(found: Any) -> list[Any]:
    return list(found) if isinstance(found, Array) else []
