"""A file of JSON that comes from outside, read with care."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

from onrecord.errors import NewerFormat, Refused


def read_json(
    source: Path, what: str, formats: tuple[str, ...], version: int, most: int
) -> dict[str, Any]:
    """What it holds, with a ``format`` among ``formats`` and not newer than ``version``.

    ``what`` is what it should be, for a person ("a dispute written by OnRecord"); ``most`` is in
    bytes. Raises Refused or NewerFormat with one sentence.
    """
    wrong = f"{source.name} is not {what}."
    try:
        if source.stat().st_size > most:
            raise Refused(f"{source.name} is too large to be {what}.")
        text = source.read_text("utf-8")
    except OSError:
        raise Refused(f"{source.name} cannot be read; check where it is.") from None
    except UnicodeDecodeError:
        raise Refused(wrong) from None
    try:
        data: Any = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Refused(wrong) from None
    if not isinstance(data, dict):
        raise Refused(wrong, "format")
    found = cast("dict[str, Any]", data)
    if found.get("format") not in formats:
        raise Refused(wrong, "format")
    written = found.get("version")
    if isinstance(written, int) and written > version:
        raise NewerFormat(
            f"{source.name} was written for a newer version of OnRecord; update OnRecord."
        )
    return found


def _no_constant(name: str) -> None:
    """NaN and Infinity are no JSON."""
    raise ValueError(name)
