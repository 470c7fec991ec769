"""Citations of a text's pages, led to where those pages begin in the bundle."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, cast

from onrecord.packet.content import BundleContent, Cite

Places = Mapping[str, Mapping[int, int]]
"""Per exhibit label, the page of the exhibit on which a page, as its owner knows it, begins."""


def led(content: BundleContent, places: Places) -> BundleContent:
    """``content`` with every citation of a page of a text turned into one of the page it is set
    on here; a page that is not known there cites the document."""
    return cast("BundleContent", _led(content, places)) if places else content


def _led(value: Any, places: Places) -> Any:
    if isinstance(value, Cite):
        if value.page is None or value.label not in places:
            return value
        return dataclasses.replace(value, page=places[value.label].get(value.page))
    if isinstance(value, tuple):
        return tuple(_led(one, places) for one in cast("tuple[Any, ...]", value))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        found = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
        changed = {
            name: new
            for name, old in found.items()
            if (isinstance(old, tuple) or dataclasses.is_dataclass(old))
            and (new := _led(old, places)) != old
        }
        return dataclasses.replace(value, **changed) if changed else value
    return value
