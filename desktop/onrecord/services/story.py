"""What happened, as a form's own field takes it: in plain text, within so many characters.

Nothing is cut off in the middle: where all of it does not fit, fewer events are told, and the
sheet says how many; the rest stands in the PDF.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.domain.when import When
from onrecord.packet.content import BundleContent, ChronologyRow


@dataclass(frozen=True)
class Story:
    """``told`` of ``all`` events are in ``text``."""

    text: str
    told: int = 0
    all: int = 0


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
    # How it began and what came last say most; then whatever else has room, the latest first.
    told = {0} if characters(text(events[:1])) <= limit else set[int]()
    for place in range(len(events) - 1, 0, -1):
        wider = told | {place}
        if characters(text([events[n] for n in sorted(wider)])) <= limit:
            told = wider
    return Story(text([events[n] for n in sorted(told)]), len(told), len(events))


def _lines(rows: Sequence[ChronologyRow]) -> str:
    return "\n".join(
        f"{When(row.when).words()}: {row.words}" if row.when else f"Date not known: {row.words}"
        for row in rows
    )
