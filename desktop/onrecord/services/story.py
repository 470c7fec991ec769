"""What happened, as a form's own field takes it: in plain text, within so many characters.

Nothing is cut off in the middle: where all of it does not fit, calls that say the same are told
once, and what says least is left out; the sheet says how much, and the rest stands in the PDF.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from onrecord.domain.chronology import day_text
from onrecord.domain.evidence import KINDS
from onrecord.domain.when import When
from onrecord.packet.content import BundleContent, ChronologyRow, ContactRow


@dataclass(frozen=True)
class Story:
    """``told`` of ``all`` events are in ``text``."""

    text: str
    told: int = 0
    all: int = 0


@dataclass(frozen=True)
class _Told:
    """An event as it is told; ``count`` of them, where several calls said the same."""

    row: ChronologyRow
    weight: int
    count: int = 1


_STEP, _SHOWN, _PROMISED, _SAID, _RECALLED, _BARE = range(6)
"""What says most, first: a step on the way up, what a document shows, what they promised, offered,
admit or say, what happened besides, calls from memory, and of a document no more than its name."""
_MANY = 7
"""Days that are named one by one, where several calls said the same."""


def characters(text: str) -> int:
    """As browsers count what a field may hold: a line break is one, a rare sign may be two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def story(content: BundleContent, limit: int | None = None, *, with_ask: bool = False) -> Story:
    """The summary and the events in order. ``with_ask`` ends it with what is asked for, where the
    form has no field for that."""
    events = [row for row in content.chronology if row.kind != "silence"]
    ask = f"What I ask for: {content.ask.strip()}" if with_ask and content.ask.strip() else ""
    summary = content.summary.strip() or f"{content.title.strip().rstrip('.')}."

    def text(chosen: Sequence[ChronologyRow]) -> str:
        return "\n\n".join(p for p in (summary, _lines(chosen), ask) if p)

    if limit is None or characters(text(events)) <= limit:
        return Story(text(events), len(events), len(events))
    told = _folded(events, {row.label: row for row in content.contact_log})
    # How it began says much; then what weighs most, and of the same weight the latest first.
    first = next((n for n, one in enumerate(told) if one.weight != _BARE), 0)
    order = sorted(range(len(told)), key=lambda n: (n != first, told[n].weight, -n))
    chosen = set[int]()
    for place in order:
        wider = chosen | {place}
        if characters(text([told[n].row for n in sorted(wider)])) <= limit:
            chosen = wider
    kept = [told[n] for n in sorted(chosen)]
    return Story(text([one.row for one in kept]), sum(one.count for one in kept), len(events))


def _folded(rows: Sequence[ChronologyRow], log: Mapping[str, ContactRow]) -> list[_Told]:
    """The events, those calls that say the same in one, where the first of them stands."""
    made: list[_Told] = []
    same: dict[str, int] = {}
    days: dict[int, list[str]] = {}
    for row in rows:
        contact = log.get(row.citations[0].label) if row.citations else None
        alike = _without_who(row, contact) if row.kind == "contact" and day_text(row.when) else ""
        if alike in same:
            days[same[alike]].append(day_text(row.when))
            continue
        if alike:
            same[alike] = len(made)
            days[len(made)] = []
        made.append(_Told(row, _weight(row, contact)))
    for place, more in days.items():
        if more:
            one = made[place].row
            words = f"{one.words} The same on {_days(more)}."
            made[place] = replace(made[place], row=replace(one, words=words), count=len(more) + 1)
    return made


def _without_who(row: ChronologyRow, contact: ContactRow | None) -> str:
    """The words of a call without with whom it was."""
    if contact is None or not contact.who:
        return row.words
    who = contact.who.removesuffix(contact.company).removesuffix(", ")
    return row.words.replace(f", with {who}.", ".", 1)


def _days(days: Sequence[str]) -> str:
    """``13, 14 and 16 August 2026``."""
    dates = list(dict.fromkeys(days))
    if len(dates) > _MANY:
        return f"{len(dates)} more days, the last of them {When(dates[-1]).words()}"
    said: list[str] = []
    for _, some in groupby(dates, key=lambda day: day[:7]):
        month = [When(day).words() for day in some]
        said += [*(words.split()[0] for words in month[:-1]), month[-1]]
    return f"{', '.join(said[:-1])} and {said[-1]}" if len(said) > 1 else said[0]


def _weight(row: ChronologyRow, contact: ContactRow | None) -> int:
    if row.step:
        return _STEP
    if row.ground == "documented":
        named = row.words.partition(": ")[0].lower()  # "Bill: Bill of March", and no more
        return _BARE if not row.typed and named in (*KINDS, "document") else _SHOWN
    theirs = contact is not None and (contact.promises or contact.offers)
    if theirs or row.ground in ("admitted", "") or "They admit it" in row.words:
        return _PROMISED
    if row.kind == "contact" and row.ground == "recalled":
        return _RECALLED
    return _SAID


def _lines(rows: Sequence[ChronologyRow]) -> str:
    return "\n".join(
        f"{When(row.when).words()}: {row.words}" if row.when else f"Date not known: {row.words}"
        for row in rows
    )
