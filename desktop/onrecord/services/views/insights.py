"""What all disputes together say: time, waiting, days to an end, money; never more than they can.

Each figure has the number of things behind it beside it. Under ``ENOUGH`` there is no percentage
and nothing is compared. Money is never added across currencies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import TYPE_CHECKING, Any

from onrecord.domain.money import Money
from onrecord.domain.track import RUNGS

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

ENOUGH = 5
"""Fewer than this are too few to compare (our choice)."""
WAYS = ("channel", "company", "rung")
"""What the figures can be put together by."""
_MOST_BARS = 12
_NOT_YET = "not yet known"
_CHANNELS = {
    "call": "Calls", "voicemail": "Voicemails", "email": "Emails", "chat": "Chats",
    "message": "Text messages",
    "letter": "Letters", "post": "Posts", "visit": "Visits",
}  # fmt: skip
_RUNGS = {
    "asked": "Asked", "supervisor": "Supervisor", "formal": "Formal complaint",
    "executive": "Executive office", "ombudsman": "Ombudsman", "court": "Court",
}  # fmt: skip


@dataclass(frozen=True)
class Bar:
    """One line of a chart. ``part`` is the share of ``value`` that is told apart (of the time, what
    was spent on hold; of the money asked for, what came back). ``count`` things are behind it, in
    words ``of``: "7 calls".
    """

    label: str
    value: float
    words: str
    count: int
    of: str
    part: float | None = None

    @property
    def few(self) -> bool:
        return self.count < ENOUGH


@dataclass(frozen=True)
class Chart:
    """``key`` names it; ``unit`` is what ``value`` counts (minutes, days, a currency, times);
    ``whole`` and ``part`` are the words of the two tones; ``note`` says what to know first."""

    key: str
    title: str
    unit: str
    bars: tuple[Bar, ...]
    whole: str = ""
    part: str = ""
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """One number of the summary, with what it is of and how many things are behind it."""

    key: str
    title: str
    words: str
    of: str


@dataclass(frozen=True)
class Insights:
    """``few`` is the sentence that there is too little to compare, or empty; ``sample`` marks that
    only invented disputes are behind it. ``charts`` by each of WAYS."""

    disputes: int
    closed: int
    figures: tuple[Figure, ...]
    charts: Mapping[str, tuple[Chart, ...]]
    few: str = ""
    sample: bool = False


@dataclass(frozen=True)
class _Dispute:
    id: str
    company: str
    rung: str
    closed: bool
    days: int | None
    claimed: Mapping[str, int]
    recovered: Mapping[str, int]


@dataclass(frozen=True)
class _Contact:
    kind: str
    companies: tuple[str, ...]
    rungs: tuple[str, ...]
    duration: int | None
    hold: int | None
    led: bool


def insights(vault: Vault) -> Insights:
    """Over all disputes that are not in the trash, without the sample where there are others."""
    found = _disputes(vault)
    contacts = _contacts(vault, {one.id: one for one in found[0]})
    disputes, sample = found
    closed = [one for one in disputes if one.closed]
    few = ""
    if not closed:
        few = (
            "No dispute has ended yet. How many days it took and what came back shows from the "
            f"first one you close; with {ENOUGH} they are compared."
        )
    elif len(closed) < ENOUGH:
        few = f"{_counted(len(closed), 'closed dispute')}: too few to compare."
    return Insights(
        disputes=len(disputes),
        closed=len(closed),
        figures=tuple(_figures(disputes, closed, contacts)),
        charts={
            "channel": _by_channel(contacts),
            "company": _by_company(disputes, contacts),
            "rung": _by_rung(disputes, contacts),
        },
        few=few,
        sample=sample,
    )


# ---------------------------------------------------------------- what is on record


def _disputes(vault: Vault) -> tuple[list[_Dispute], bool]:
    rows = vault.query(
        "SELECT d.id, d.state, d.sample, d.created_at, coalesce(c.name, '') AS company,"
        " coalesce((SELECT t.rung FROM track t WHERE t.dispute_id = d.id ORDER BY t.rowid LIMIT 1),"
        " 'asked') AS rung,"
        " (SELECT x.dated FROM closure x WHERE x.dispute_id = d.id AND x.reopened_at = ''"
        " ORDER BY x.rowid DESC LIMIT 1) AS ended,"
        " (SELECT min(substr(k.dated, 1, 10)) FROM dispute_contact l JOIN contact k"
        " ON k.id = l.contact_id WHERE l.dispute_id = d.id AND k.trashed_at = ''"
        " AND length(k.dated) >= 10 AND instr(k.dated, '/') = 0) AS began"
        " FROM dispute d LEFT JOIN counterparty c ON c.id = d.counterparty_id"
        " WHERE d.trashed_at = '' ORDER BY d.rowid"
    )
    real = [row for row in rows if not row["sample"]]
    claimed = _sums(
        vault,
        "SELECT dispute_id, currency, sum(amount_minor) AS minor FROM claim_line"
        " WHERE undisputed = 0 AND currency != '' GROUP BY dispute_id, currency",
    )
    wanted = _sums(
        vault,
        "SELECT dispute_id, currency, sum(amount_minor) AS minor FROM desired_outcome"
        " WHERE amount_minor IS NOT NULL AND currency != '' GROUP BY dispute_id, currency",
    )
    booked = _sums(
        vault,
        "SELECT dispute_id, currency, sum(amount_minor) AS minor FROM ledger_entry"
        " WHERE direction IN ('refunded', 'credited') AND currency != ''"
        " GROUP BY dispute_id, currency",
    )
    told = _sums(
        vault,
        "SELECT dispute_id, currency, sum(got_minor) AS minor FROM desired_outcome"
        " WHERE got_minor IS NOT NULL AND currency != '' GROUP BY dispute_id, currency",
    )
    made = [
        _Dispute(
            row["id"],
            row["company"] or "No company",
            row["rung"] if row["rung"] in RUNGS else "asked",
            row["state"] == "closed",
            _days(row["began"] or row["created_at"][:10], row["ended"] or ""),
            {**wanted.get(row["id"], {}), **claimed.get(row["id"], {})},
            # What is on record as come back goes before what was said when it was closed.
            {**told.get(row["id"], {}), **booked.get(row["id"], {})},
        )
        for row in (real or rows)
    ]
    return made, bool(rows) and not real


def _contacts(vault: Vault, disputes: Mapping[str, _Dispute]) -> list[_Contact]:
    rows = vault.query(
        "SELECT c.id, c.kind, c.duration_s, c.hold_s, c.achieved, l.dispute_id,"
        " EXISTS (SELECT 1 FROM promise p WHERE p.contact_id = c.id)"
        " OR EXISTS (SELECT 1 FROM offer o WHERE o.contact_id = c.id) AS terms"
        " FROM contact c JOIN dispute_contact l ON l.contact_id = c.id"
        " WHERE c.trashed_at = '' AND c.attempt = 0 ORDER BY c.rowid"
    )
    by_id: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["dispute_id"] in disputes:
            by_id[row["id"]].append(row)
    made: list[_Contact] = []
    for theirs in by_id.values():  # one that serves two disputes counts once
        one = theirs[0]
        of = [disputes[row["dispute_id"]] for row in theirs]
        made.append(
            _Contact(
                one["kind"],
                tuple(dict.fromkeys(d.company for d in of)),
                tuple(dict.fromkeys(d.rung for d in of if d.closed)),
                one["duration_s"],
                one["hold_s"],
                bool(one["terms"]) or one["achieved"] in ("yes", "partly"),
            )
        )
    return made


def _sums(vault: Vault, sql: str) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in vault.query(sql):
        found[row["dispute_id"]][row["currency"]] = int(row["minor"])
    return found


def _days(began: str, ended: str) -> int | None:
    """Whole days; None where a day is not known, or the end stands before the beginning."""
    if len(began) < 10 or len(ended) < 10 or "/" in ended:
        return None
    days = (date.fromisoformat(ended[:10]) - date.fromisoformat(began[:10])).days
    return days if days >= 0 else None


# ---------------------------------------------------------------- the summary


def _say_how_long(some: int, of: str) -> str:
    return f"{some} of {of} {'says' if some == 1 else 'say'} how long"


def _figures(
    disputes: Sequence[_Dispute], closed: Sequence[_Dispute], contacts: Sequence[_Contact]
) -> Iterable[Figure]:
    timed = [c.duration for c in contacts if c.duration is not None]
    all_of = _counted(len(contacts), "call or message", "calls and messages")
    yield Figure(
        "time", "Time spent", hours(sum(timed)) if timed else _NOT_YET,
        _say_how_long(len(timed), all_of) if timed
        else "from the first call that says how long it took",
    )  # fmt: skip
    held = [c.hold for c in contacts if c.hold is not None]
    yield Figure(
        "hold", "On hold", hours(sum(held)) if held else _NOT_YET,
        _say_how_long(len(held), all_of) if held
        else "from the first call that says how long you waited",
    )  # fmt: skip
    if not closed:
        yield Figure(
            "days", "Days to the end", _NOT_YET,
            f"from the first dispute you close; {len(disputes)} still open",
        )  # fmt: skip
        return
    days = [d.days for d in closed if d.days is not None]
    told = _counted(len(days), "closed dispute")
    yield Figure(
        "days", "Days to the end", _days_words(days),
        (f"The middle of {told}" if len(days) >= ENOUGH else told)
        + (f"; {len(closed) - len(days)} without its days" if len(closed) > len(days) else "")
        + (f"; {len(disputes) - len(closed)} still open" if len(disputes) > len(closed) else ""),
    )  # fmt: skip
    for currency in _currencies(closed):
        mine = [d for d in closed if currency in d.claimed or currency in d.recovered]
        asked = sum(d.claimed.get(currency, 0) for d in mine)
        came = sum(d.recovered.get(currency, 0) for d in mine)
        words = Money(came, currency).words()
        if asked:
            words += f" of {Money(asked, currency).words()}"
            if len(mine) >= ENOUGH:
                words += f" ({came * 100 // asked} %)"
        yield Figure("money", "Came back", words, _counted(len(mine), "closed dispute"))


def _days_words(days: Sequence[int]) -> str:
    """The middle one where there are enough; all of them where there are few."""
    if not days:
        return "not known"
    if not any(days):
        return "the same day"
    if len(days) < ENOUGH:
        told = sorted(days)
        first = ", ".join(str(one) for one in told[:-1])
        return f"{first} and {told[-1]}" if first else str(told[0])
    return f"{median(days):g}"


def _days_of(days: Sequence[int]) -> str:
    """Of one bar: ``12 days``, ``10 and 30 days``, ``30 days, the middle one``."""
    if not any(days):
        return "the same day"
    if len(days) == 2:
        return (
            f"{min(days)} and {max(days)} days"
            if days[0] != days[1]
            else f"{_counted(days[0], 'day')} each"
        )
    return _counted(median(days), "day") + (", the middle one" if len(days) > 2 else "")


# ---------------------------------------------------------------- charts


def _by_channel(contacts: Sequence[_Contact]) -> tuple[Chart, ...]:
    groups: dict[str, list[_Contact]] = defaultdict(list)
    for one in contacts:
        groups[_CHANNELS.get(one.kind, "Other")].append(one)
    led = [
        Bar(
            name, len(theirs), _share(sum(c.led for c in theirs), len(theirs)), len(theirs),
            _counted(len(theirs), "time"), float(sum(c.led for c in theirs)),
        )
        for name, theirs in groups.items()
    ]  # fmt: skip
    return _told(
        _time_chart(groups),
        Chart(
            "led", "What led somewhere", "times", _ordered(led), "all", "led somewhere",
            "It led somewhere where it brought a promise, an offer, or what you asked for.",
        ),
    )  # fmt: skip


def _by_company(disputes: Sequence[_Dispute], contacts: Sequence[_Contact]) -> tuple[Chart, ...]:
    groups: dict[str, list[_Contact]] = defaultdict(list)
    for one in contacts:
        for company in one.companies:
            groups[company].append(one)
    closed: dict[str, list[_Dispute]] = defaultdict(list)
    for one in disputes:
        if one.closed:
            closed[one.company].append(one)
    return _told(_time_chart(groups), _days_chart(closed), *_money_charts(closed))


def _by_rung(disputes: Sequence[_Dispute], contacts: Sequence[_Contact]) -> tuple[Chart, ...]:
    closed: dict[str, list[_Dispute]] = {_RUNGS[rung]: [] for rung in RUNGS}
    groups: dict[str, list[_Contact]] = {_RUNGS[rung]: [] for rung in RUNGS}
    for one in disputes:
        if one.closed:
            closed[_RUNGS[one.rung]].append(one)
    for contact in contacts:
        for rung in contact.rungs:
            groups[_RUNGS[rung]].append(contact)
    closed = {name: theirs for name, theirs in closed.items() if theirs}
    ended = tuple(
        Bar(name, len(theirs), _counted(len(theirs), "dispute"), len(theirs),
            _counted(len(theirs), "dispute"))
        for name, theirs in closed.items()
    )  # fmt: skip
    return _told(
        Chart("ended", "Where it ended", "disputes", ended),
        _days_chart(closed, in_order=True),
        *_money_charts(closed, in_order=True),
        _time_chart({name: theirs for name, theirs in groups.items() if theirs}, in_order=True),
    )


def _time_chart(groups: Mapping[str, Sequence[_Contact]], *, in_order: bool = False) -> Chart:
    bars: list[Bar] = []
    for name, theirs in groups.items():
        timed = [c.duration for c in theirs if c.duration is not None]
        held = [c.hold for c in theirs if c.hold is not None]
        if not timed and not held:
            continue
        total, hold = sum(timed), sum(held)
        words = hours(total)
        if held:
            words += f", {hours(hold)} on hold"
        of = _say_how_long(len(timed) or len(held), str(len(theirs)))
        part = hold / 60 if held else None  # what nobody wrote down is not nothing
        bars.append(Bar(name, max(total, hold) / 60, words, len(timed) or len(held), of, part))
    return Chart(
        "time", "Time spent", "minutes", tuple(bars) if in_order else _ordered(bars), "all",
        "on hold",
    )  # fmt: skip


def _days_chart(groups: Mapping[str, Sequence[_Dispute]], *, in_order: bool = False) -> Chart:
    bars: list[Bar] = []
    for name, theirs in groups.items():
        days = [d.days for d in theirs if d.days is not None]
        if days:
            of = _counted(len(days), "dispute")
            bars.append(Bar(name, median(days), _days_of(days), len(days), of))
    return Chart(
        "days", "Days to the end", "days", tuple(bars) if in_order else _ordered(bars),
        note="From the first call or message to the day it was closed.",
    )  # fmt: skip


def _money_charts(
    groups: Mapping[str, Sequence[_Dispute]], *, in_order: bool = False
) -> list[Chart]:
    charts: list[Chart] = []
    for currency in _currencies([d for theirs in groups.values() for d in theirs]):
        bars: list[Bar] = []
        for name, theirs in groups.items():
            mine = [d for d in theirs if currency in d.claimed or currency in d.recovered]
            if not mine:
                continue
            asked = sum(d.claimed.get(currency, 0) for d in mine)
            came = sum(d.recovered.get(currency, 0) for d in mine)
            words = Money(came, currency).words()
            if asked:
                words += f" of {Money(asked, currency).words()}"
            bars.append(
                Bar(name, float(max(asked, came)), words, len(mine),
                    _counted(len(mine), "dispute"), float(came))
            )  # fmt: skip
        charts.append(
            Chart(
                f"money-{currency}", f"Came back, in {currency}", currency,
                tuple(bars) if in_order else _ordered(bars), "asked for", "came back",
                "Closed disputes. What is on record under Money; else what was said at the end.",
            )
        )  # fmt: skip
    return charts


def _told(*charts: Chart) -> tuple[Chart, ...]:
    """Those that have something to show, each with the warning it needs."""
    made: list[Chart] = []
    for chart in charts:
        if not chart.bars:
            continue
        few = sum(bar.few for bar in chart.bars)
        note = chart.note
        if few:
            warning = f"stand for fewer than {ENOUGH}: too few to compare."
            if len(chart.bars) == 1:
                warning = f"This stands{warning.removeprefix('stand')}"
            elif few == len(chart.bars):
                warning = f"All {warning}"
            else:
                warning = (
                    f"Those that stand for fewer than {ENOUGH}, pale in the chart, are too few to "
                    "compare."
                )
            note = f"{note} {warning}".strip()
        made.append(
            Chart(chart.key, chart.title, chart.unit, chart.bars, chart.whole, chart.part, note)
        )
    return tuple(made)


# ---------------------------------------------------------------- words


def hours(seconds: float) -> str:
    """``5 h 20 min``, ``40 min``, ``under a minute``."""
    minutes = round(seconds / 60)
    if not minutes:
        return "under a minute" if seconds else "0 min"
    whole, rest = divmod(minutes, 60)
    return " ".join(
        p for p in (f"{whole:,} h" if whole else "", f"{rest} min" if rest else "") if p
    )


def _ordered(bars: Iterable[Bar]) -> tuple[Bar, ...]:
    return tuple(sorted(bars, key=lambda bar: (-bar.value, bar.label))[:_MOST_BARS])


def _share(part: int, count: int) -> str:
    share = f" ({part * 100 // count} %)" if count >= ENOUGH else ""
    return f"{part} of {count}{share}"


def _counted(count: float, one: str, many: str = "") -> str:
    return f"{count:g} {one if count == 1 else many or f'{one}s'}"


def _currencies(disputes: Iterable[_Dispute]) -> list[str]:
    found = [c for d in disputes for c in (*d.claimed, *d.recovered)]
    return sorted(dict.fromkeys(found))
