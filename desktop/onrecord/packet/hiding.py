"""Takes what is blacked out everywhere out of what we print ourselves: titles, captions, file
names, the words of the packet. Parser-free."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, cast

from onrecord.domain.same_words import spans_of, without
from onrecord.packet.content import BundleContent, Exhibit
from onrecord.packet.letter import LetterBlock, LetterRun

SIGN = "[removed]"
"""Stands for what was taken out, of whatever length that was."""

# What is never printed as it is, or names something by a rule of its own.
_KEPT = frozenset(
    [
        "id",
        "label",
        "password",
        "sha256",
        "media_type",
        "language",
        "rect",
        "rects",
        "drawn",
        "seen",  # where a hidden word stands on a page is found by it
        "hidden",
        "parts",
        "frozen",
        "when",
        "due",
        "written_at",
        "zone",
        "currency",
        "kind",
        "code",
        "kept_out",
    ]
)
_KEPT_OF: dict[type[Any], frozenset[str]] = {
    Exhibit: frozenset(["text"])  # set as pages first, and blacked out there like any other
}


def printed(content: BundleContent) -> BundleContent:
    """``content`` as it may be printed."""
    if not content.hidden:
        return content
    return cast("BundleContent", _clean(content, content.hidden))


@cache
def _texts(cls: type[Any]) -> frozenset[str]:
    """The fields of a record that hold words, of their own or in a table."""
    found, kept = set[str](), _KEPT | _KEPT_OF.get(cls, frozenset())
    for name, hint in typing.get_type_hints(cls).items():
        kinds = typing.get_args(hint) if typing.get_origin(hint) is types.UnionType else (hint,)
        if name not in kept and not any(typing.get_origin(k) is Literal for k in kinds):
            found.add(name)
    return frozenset(found)


def _clean(value: Any, hidden: tuple[str, ...]) -> Any:
    if isinstance(value, str):
        return without(value, hidden, SIGN)
    if isinstance(value, LetterBlock):
        return dataclasses.replace(value, runs=_runs(value.runs, hidden))
    if isinstance(value, tuple):
        return tuple(_clean(one, hidden) for one in cast("tuple[Any, ...]", value))
    if isinstance(value, Mapping):
        table = cast("Mapping[str, Any]", value)
        return {key: _clean(one, hidden) for key, one in table.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = _texts(type(value))
        found = {name: getattr(value, name) for name in names}
        made = {name: new for name, old in found.items() if (new := _clean(old, hidden)) != old}
        return dataclasses.replace(value, **made) if made else value
    return value


def _runs(runs: tuple[LetterRun, ...], hidden: tuple[str, ...]) -> tuple[LetterRun, ...]:
    """Read as one text: a word may be bold in part. The sign looks as the word began."""
    spans = spans_of("".join(run.text for run in runs), hidden)
    if not spans:
        return runs
    made: list[LetterRun] = []
    begin = 0
    for run in runs:
        end, at, text = begin + len(run.text), begin, ""
        for first, last in spans:
            if first < end and last > begin:
                text += run.text[at - begin : max(0, first - begin)]
                text += SIGN if first >= begin else ""
                at = min(last, end)
        made.append(dataclasses.replace(run, text=text + run.text[at - begin :]))
        begin = end
    return tuple(run for run in made if run.text)
