"""How firmly things are said: no statement stands as a fact that only memory bears, and what was
said without prejudice does not go before a court."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.domain.fact import Issue
from onrecord.domain.ground import tells_of_a_call
from onrecord.domain.same_words import squashed
from onrecord.services.amounts_shown import unshown_amounts
from onrecord.services.check_line import CheckLine
from onrecord.services.check_recipient import Judged

_RECALL = "I recall: "
_LEAST = 16
"""Letters and figures of a statement that can be told from chance words."""
_PREJUDICE = "withoutprejudice"


def words_lines(j: Judged) -> Iterator[CheckLine]:
    """What is said as a fact, what rests on memory alone, and what was written not to be shown."""
    yield from _as_fact(j)
    yield from _weak(j)
    yield from _unshown(j)
    yield from _without_prejudice(j)


def _recalled(j: Judged) -> list[str]:
    """What only memory bears, in the user's words."""
    if j.content is None:
        return []
    found = [row.words for row in j.content.chronology if row.ground == "recalled"]
    return [one.removeprefix(_RECALL).strip().rstrip(".") for one in found]


def _as_fact(j: Judged) -> Iterator[CheckLine]:
    """A statement that is recalled later, written into the packet's text as if it stood firm."""
    issues = j.vault.find(Issue, "dispute_id = ?", [j.packet.dispute_id])
    texts = {
        "summary": ("The summary", j.packet.summary),
        "ask": ("What you ask for", j.packet.ask),
        **{one.id: ("Where you disagree", one.mine) for one in issues},
    }
    for said in _recalled(j):
        plain = squashed(said)
        if len(plain) < _LEAST:
            continue
        for name, (where, text) in texts.items():
            if plain in squashed(text) and squashed(_RECALL + said) not in squashed(text):
                yield CheckLine(
                    "ask",
                    f"{where} says as a fact what you recall only: “{_short(said)}”.",
                    f"Word it “{_RECALL}…”.",
                    act="reword",
                    also="text" if name in ("summary", "ask") else "",
                    key=f"ground:{name}:{plain[:40]}",
                    found=(name, said),
                )


def _weak(j: Judged) -> Iterator[CheckLine]:
    """Statements that rest on memory alone; calls have a line of their own."""
    if j.content is None:
        return
    rows = [r for r in j.content.chronology if r.ground == "recalled" and r.kind == "fact"]
    if not rows:
        return
    said = _short(rows[0].words.removeprefix(_RECALL).rstrip("."))
    count = "1 statement rests" if len(rows) == 1 else f"{len(rows)} statements rest"
    yield CheckLine(
        "tip",
        f"{count} on memory alone, and is worded so: “{said}”."
        if len(rows) == 1
        else f"{count} on memory alone, and are worded so: “{said}” and others.",
        "Ask for their notes or recording, or your phone company for its record of the call."
        if any(tells_of_a_call(row.words) for row in rows)
        else "Ask for their notes, or add a document that shows it.",
        act="ask_reference",
        key="ground:recalled",
        weight=2,
    )


def _unshown(j: Judged) -> Iterator[CheckLine]:
    """Amounts that are asked for without a page that shows them."""
    if j.only_holding or j.content is None or "claims" not in j.content.parts:
        return
    bare = unshown_amounts(j.vault, j.packet)
    if not bare:
        return
    first = f"“{_short(bare[0].line.words)}”, {bare[0].amount.words()}"
    more = len(bare) - 1
    placed = [one.place for one in bare if one.place is not None]
    stand = " and ".join(f"{at.label}, page {at.page}" for at in dict.fromkeys(placed))
    figures = "The figures stand" if len(placed) == len(bare) else f"{len(placed)} of them stand"
    if len(placed) == 1:
        figures = "One of them stands" if more else "The figure stands"
    yield CheckLine(
        "tip",
        f"{first}, and {more} more you ask for point at no page."
        if more
        else f"{first}, points at no page.",
        f"{figures} on {stand}."
        if placed
        else f"Say under Money what shows {'them' if more else 'it'}.",
        act="point" if placed else "amounts",
        also="amounts" if placed else "",
        key="amounts:unshown",
        weight=1,
    )


def _without_prejudice(j: Judged) -> Iterator[CheckLine]:
    court = j.packet.profile == "small_claims" or (
        j.agency is not None and j.agency.kind == "court"
    )
    if not court:
        return
    for one in j.included:
        said = f"{one.title} {one.description}"
        if _PREJUDICE in squashed(said) or _PREJUDICE in squashed(j.vault.index.text(one.id)):
            yield CheckLine(
                "ask",
                f"“{one.title or one.file_name}” is marked “without prejudice”: a court is mostly"
                " not to see it.",
                "Leave it out, unless both sides agreed to show it.",
                one.id,
                act="take_out",
                key=f"prejudice:{one.id}",
            )
    if j.content is None:
        return
    for row in j.content.contact_log:
        told = " ".join((row.outcome, *(s.words for s in (*row.theirs, *row.mine)), *row.offers))
        if _PREJUDICE in squashed(told):
            yield CheckLine(
                "ask",
                f"{row.label} in the log of calls was said “without prejudice”.",
                "Leave the log of calls out, or that call's words.",
                key=f"prejudice:{row.label}",
            )


def _short(words: str) -> str:
    return words if len(words) <= 80 else words[:77].rstrip() + "…"
