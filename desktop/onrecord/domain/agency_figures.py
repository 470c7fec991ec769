"""Every figure of an entry as a line: what it says, where it stands in the file, what it rests on.

Used to show an entry, to correct one figure of it, and to say what an update would change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.domain.agency import Agency, Attachments, Basis, Figure, TimeLimit, Wait
from onrecord.domain.agency_words import (
    AMOUNTS,
    ASKS,
    CASES,
    COMPANY_FIRST,
    CONDITIONS,
    EVENTS,
    EXPECTED,
    FORBIDDEN,
    LIMITS,
    PAGES,
    PUBLIC,
    SECTORS,
    WAYS,
)
from onrecord.domain.deadline import length_words
from onrecord.domain.file_size import limit_words as bytes_words
from onrecord.domain.place import says
from onrecord.domain.when import When


@dataclass(frozen=True)
class FigureLine:
    """``path`` is where it stands in the entry (``waits[0]``); ``label`` what it is about;
    ``words`` what it says; ``kind`` how it can be corrected: ``length``, ``money``, ``count``,
    ``bytes``, ``address``, ``words``, ``yes_no``, ``choice``, or empty where only the whole file
    can. ``group`` is ``first``, ``days``, ``money``, ``files``, ``way``, ``want`` or ``more``.
    """

    path: str
    group: str
    label: str
    words: str
    basis: Basis | None
    kind: str = ""


_FILES: dict[str, tuple[str, str]] = {
    "files": ("Files, at most", "count"),
    "file_parts": ("Files of each kind", ""),
    "bytes_each": ("Size of a file, at most", "bytes"),
    "bytes_total": ("Size of all files, at most", "bytes"),
    "pages": ("Pages, at most", "count"),
    "pages_each": ("Pages of a file, at most", "count"),
    "formats": ("Kinds of file they take", ""),
    "refused": ("Kinds of file they refuse", ""),
    "pdf": ("PDF", ""),
    "images": ("Pictures", "yes_no"),
    "order": ("Order of the documents", ""),
    "copies": ("Copies", "count"),
    "photo_is_file": ("Each photo counts as a file", "yes_no"),
    "screenshots_show": ("Screenshots have to show", ""),
}
_SINGLE: dict[str, tuple[str, str, str]] = {
    "final_answer": ("first", "Their final answer is needed", "yes_no"),
    "narrative_characters": ("files", "Characters of your account, at most", "count"),
    "form_minutes": ("way", "Minutes the form takes", "count"),
    "form_can_be_saved": ("way", "The form can be saved and gone on with", "yes_no"),
    "can_add_later": ("way", "Documents can be added later", "yes_no"),
    "settles_single_cases": ("more", "They settle single cases", "yes_no"),
    "words_go_to_company": ("more", "What you write goes to the company", "yes_no"),
    "languages": ("way", "Languages", ""),
}


def figures(agency: Agency) -> tuple[FigureLine, ...]:
    """In the order a person asks: what comes first, the days, the money, how, with which files."""
    return tuple(_lines(agency))


def figure_at(agency: Agency, path: str) -> FigureLine | None:
    """The figure that stands at a place of the entry."""
    return next((one for one in figures(agency) if one.path == path), None)


def differences(
    before: Agency | None, after: Agency
) -> tuple[tuple[FigureLine | None, FigureLine | None], ...]:
    """The figures in which two versions of an entry differ, as (before, after); None for one that
    is not there. A new source or date is a difference, too."""
    old = {one.path: one for one in figures(before)} if before else {}
    new = {one.path: one for one in figures(after)}
    paths = [*new, *(path for path in old if path not in new)]
    return tuple(
        (old.get(path), new.get(path))
        for path in paths
        if _said(old.get(path)) != _said(new.get(path))
    )


def wait_words(wait: Wait) -> str:
    """``6 weeks from the day you first complained to the company``."""
    openers = " or ".join(EVENTS[event] for event in wait.early_if)
    if wait.amount is None:
        return f"none; it opens when {openers}" if openers else "none"
    said = f"{length_words(wait.amount, wait.unit)} from the day {EVENTS[wait.event]}"
    if wait.only_if:
        said += f", {wait.only_if}"
    return f"{said}; sooner when {openers}" if openers else said


def limit_words(limit: TimeLimit) -> str:
    """``within 12 months of the day the company gave its final answer``."""
    if limit.amount is None:
        return limit.note or "not known"
    events = " or ".join(EVENTS[event] for event in limit.events)
    way = "before" if limit.before else "of"
    said = f"within {length_words(limit.amount, limit.unit)} {way} the day {events}"
    return f"{said}, only {limit.only_if}" if limit.only_if else said


def _said(line: FigureLine | None) -> tuple[object, ...]:
    return (line.label, line.words, line.basis) if line else ()


def _lines(agency: Agency) -> Iterator[FigureLine]:
    yield FigureLine("name", "more", "Name", agency.name, None, "words")
    where = "everywhere" if agency.coverage.everywhere else says(agency.coverage.places)
    yield FigureLine("coverage", "more", "Where they work", where, None)
    for n, one in enumerate(agency.covers):
        said = ", ".join(SECTORS[sector] for sector in one.sectors)
        yield FigureLine(f"covers[{n}]", "more", "What they deal with", said, one.basis)
    if agency.closed:
        said = When.of_day(agency.closed.on).words()
        yield FigureLine("closed", "more", "Closed on", said, agency.closed.basis)
    yield from _before(agency)
    for n, limit in enumerate(agency.time_limits):
        what = LIMITS[limit.kind][1]
        yield FigureLine(
            f"time_limits[{n}]", "days", what, limit_words(limit), limit.basis, "length"
        )
    for n, rule in enumerate(agency.amounts):
        said = rule.words()
        said += f", {rule.note}" if rule.note else ""
        said += f" ({says(rule.places)})" if rule.places else ""
        yield FigureLine(f"amounts[{n}]", "money", AMOUNTS[rule.what], said, rule.basis, "money")
    yield from _how(agency)
    yield from _files(agency)
    for n, sentence in enumerate(agency.will_not):
        yield FigureLine(
            f"will_not[{n}]", "more", "What they will not do", sentence.words, sentence.basis,
            "words",
        )  # fmt: skip
    for n, sentence in enumerate(agency.notes):
        yield FigureLine(f"notes[{n}]", "more", "Note", sentence.words, sentence.basis, "words")


def _before(agency: Agency) -> Iterator[FigureLine]:
    rule = agency.company_first
    if rule:
        said = COMPANY_FIRST[rule.value]
        yield FigureLine("company_first", "first", "Company first", said, rule.basis, "choice")
    for n, wait in enumerate(agency.waits):
        label = "Time the company has"
        if wait.sectors:
            label += f" ({', '.join(SECTORS[sector] for sector in wait.sectors)})"
        yield FigureLine(f"waits[{n}]", "first", label, wait_words(wait), wait.basis, "length")
    for n, one in enumerate(agency.conditions):
        said = CONDITIONS[one.code]
        yield FigureLine(f"conditions[{n}]", "first", "Condition", said, one.basis)
    yield from _single(agency, "first")


def _how(agency: Agency) -> Iterator[FigureLine]:
    for n, page in enumerate(agency.pages):
        label = PAGES[page.use]
        yield FigureLine(
            f"pages[{n}]", "way", label[:1].upper() + label[1:], page.address, page.basis, "address"
        )
    for n, way in enumerate(agency.submit):
        said = "not stated" if way.accepted is None else "yes" if way.accepted else "no"
        said += f", {way.to}" if way.to else ""
        said += f", {way.note}" if way.note else ""
        label = WAYS[way.way]
        yield FigureLine(f"submit[{n}]", "way", label[:1].upper() + label[1:], said, way.basis)
    yield from _single(agency, "way")
    if agency.public_record:
        said = PUBLIC[agency.public_record.value]
        yield FigureLine("public_record", "more", "Public record", said, agency.public_record.basis)
    yield from _single(agency, "more")


def _files(agency: Agency) -> Iterator[FigureLine]:
    yield from _limits(agency.attachments, "attachments", "")
    for one in agency.attachments_if:
        yield from _limits(one.limits, f"attachments_if.{one.case}", f" ({CASES[one.case]})")
    yield from _single(agency, "files")
    if agency.asks_for:
        said = "; ".join(ASKS[item] for item in agency.asks_for.items)
        yield FigureLine("asks_for", "want", "What they ask for", said, agency.asks_for.basis)
    for n, one in enumerate(agency.expects):
        said = EXPECTED[one.what] + (f", {one.note}" if one.note else "")
        yield FigureLine(f"expects[{n}]", "want", "They expect", said, one.basis)
    for n, one in enumerate(agency.forbids):
        said = FORBIDDEN[one.what] + (" in your account" if one.where == "story" else "")
        yield FigureLine(f"forbids[{n}]", "want", "Not to be there", said, one.basis)


def _limits(limits: Attachments, path: str, case: str) -> Iterator[FigureLine]:
    for name, (label, kind) in _FILES.items():
        figure: Figure[Any] | None = getattr(limits, name)
        if figure is not None:
            words = _VALUES.get(name, _value)(figure.value)
            yield FigureLine(f"{path}.{name}", "files", label + case, words, figure.basis, kind)


def _single(agency: Agency, group: str) -> Iterator[FigureLine]:
    for name, (where, label, kind) in _SINGLE.items():
        figure: Figure[Any] | None = getattr(agency, name)
        if where == group and figure is not None:
            yield FigureLine(name, group, label, _value(figure.value), figure.basis, kind)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, tuple):
        return ", ".join(str(one).replace("_", " ") for one in value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    return str(value).replace("_", " ")


def _parts(value: Any) -> str:
    return ", ".join(f"{part.files} {part.of.replace('_', ' ')}" for part in value)


_VALUES: Mapping[str, Callable[[Any], str]] = {
    "file_parts": _parts, "bytes_each": bytes_words, "bytes_total": bytes_words,
}  # fmt: skip
