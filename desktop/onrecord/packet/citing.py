"""Citations of a text's pages, led to where those pages begin in the bundle."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, cast

from onrecord.packet.content import BundleContent, Cite
from onrecord.packet.textpages import Boxes

Places = Mapping[str, Mapping[int, int]]
"""Per exhibit label, the page of the exhibit on which a page, as its owner knows it, begins."""


def led(
    content: BundleContent, places: Places, boxes: Mapping[str, Boxes] | None = None
) -> BundleContent:
    """``content`` with every citation of a page of a text turned into one of the page it is set
    on here, and of a part of it into the box that is here; a page that is not known there cites
    the document."""
    return cast("BundleContent", _led(content, places, boxes or {})) if places else content


def _led(value: Any, places: Places, boxes: Mapping[str, Boxes]) -> Any:
    if isinstance(value, Cite):
        if value.page is None or value.label not in places:
            return value
        page, rect = places[value.label].get(value.page), ""
        if value.rect:
            page, rect = boxes.get(value.label, {}).get((value.page, value.rect), (page, ""))
        return dataclasses.replace(value, page=page, rect=rect)
    if isinstance(value, tuple):
        return tuple(_led(one, places, boxes) for one in cast("tuple[Any, ...]", value))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        found = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
        changed = {
            name: new
            for name, old in found.items()
            if (isinstance(old, tuple) or dataclasses.is_dataclass(old))
            and (new := _led(old, places, boxes)) != old
        }
        return dataclasses.replace(value, **changed) if changed else value
    return value
