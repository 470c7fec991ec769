"""Sets the call sheet with typst. Worker only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from onrecord.packet.press import clean, families, printed


def sheet_pages(data: Mapping[str, Any]) -> bytes:
    """One page; what does not fit at the usual size is set smaller, and first loses the room for
    notes."""

    def tidy(value: Any) -> Any:
        if isinstance(value, str):
            return clean(value)
        if isinstance(value, list):
            return [tidy(one) for one in cast("list[Any]", value)]
        if isinstance(value, dict):
            return {k: tidy(v) for k, v in cast("dict[str, Any]", value).items()}
        return value

    page = tidy(dict(data)) | {
        "paper": "us-letter" if data["paper"] == "letter" else "a4",
        "language": data["language"].split("-")[0].lower()[:3] or "en",
        "fonts": list(families()),
    }
    made = None
    for size, lines in ((10.5, 8), (10.5, 3), (9.5, 2), (8.5, 0), (7.0, 0)):
        made = printed("call-sheet.typ", page | {"size": size, "lines": lines}, find=("end",))
        if made.found["end"][0].sheet == 1:
            break
    assert made is not None
    return made.pdf
