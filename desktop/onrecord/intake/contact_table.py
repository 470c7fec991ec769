"""A log of calls and messages, or a phone company's record of calls, as a table.

Which column is which is guessed from its heading and shown to the user, who may say otherwise.
Runs only in a worker.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from onrecord.errors import Unreadable
from onrecord.intake.call_columns import CALL_LENGTH, CALL_NUMBER
from onrecord.intake.csv_statement import csv_statement
from onrecord.intake.day_order import orders_of, readings
from onrecord.intake.import_rows import (
    FIELDS,
    MAX_PROBLEMS,
    MAX_ROWS,
    ImportReading,
    ImportRow,
    Problem,
)
from onrecord.intake.lengths import clock_in, instant_in, seconds_in
from onrecord.intake.tables import TableRow, table_rows

Place = Callable[[int, int], tuple[int, str]]
NO_TABLE = (
    "No row of headings with a date was found in this table, so nothing can be taken from it."
)
STATEMENT = "This looks like a bank statement. Add it as a document; its rows are then under Money."
_HEADING_ROWS = 40
_NAMES: dict[str, tuple[str, ...]] = {
    "date": ("date", "day", "when", "date time", "datetime", "date and time", "timestamp",
             "call date", "date of call", "start", "start date", "start time", "datum", "fecha",
             "data", "date heure", "date of contact", "contact date"),
    "time": ("time", "call time", "time of call", "clock", "hour", "uhrzeit", "zeit", "hora",
             "heure", "ora", "tijd", "time of day", "start time", "start", "begin", "beginn"),
    "kind": ("type", "kind", "channel", "method", "medium", "way", "how", "contact type",
             "call type", "service", "art"),
    "direction": ("direction", "in out", "in or out", "incoming outgoing", "inbound outbound",
                  "richtung"),
    "company": ("company", "organisation", "organization", "business", "provider", "firm",
                "firma", "empresa", "societe", "counterparty", "who with"),
    "number": CALL_NUMBER,
    "who": ("who", "person", "agent", "name", "spoke to", "spoke with", "contact", "contact name",
            "representative", "rep", "staff", "advisor", "adviser", "agent name", "contact person",
            "with", "with whom", "spoken to", "mit", "mit wem"),
    "reference": ("reference", "ref", "reference number", "ref no", "ticket", "case", "case number",
                  "ticket number", "call reference", "case id", "confirmation number"),
    "said": ("said", "what was said", "words", "summary", "message", "text", "conversation",
             "they said", "details", "description", "discussion", "content", "body", "subject"),
    "promise": ("promise", "promised", "promises", "they promised", "what they promised",
                "what was promised", "commitment", "zusage", "zugesagt"),
    "due": ("due", "due date", "due by", "promised by", "promised for", "by when", "promise due",
            "deadline", "frist", "bis wann"),
    "outcome": ("outcome", "result", "resolution", "status", "next step"),
    "notes": ("notes", "note", "comment", "comments", "remarks", "memo", "bemerkung"),
    "duration": CALL_LENGTH,
    "hold": ("hold", "on hold", "hold time", "hold min", "hold minutes", "hold mins", "waiting",
             "wait", "wait time", "minutes on hold", "hold time min", "time on hold"),
}  # fmt: skip
_MONEY = frozenset(["amount", "debit", "credit", "balance", "betrag", "paid in", "paid out",
                    "money in", "money out", "saldo", "importe", "montant"])  # fmt: skip
_TOLD = frozenset({"who", "company", "reference", "said", "promise", "outcome", "notes", "hold"})
"""Columns a phone company knows nothing of."""
_KINDS = {
    "call": ("call", "phone", "telephone", "voice", "anruf", "appel", "llamada", "tel", "mobile"),
    "voicemail": ("voicemail", "voice mail", "answerphone", "mailbox"),
    "email": ("email", "e mail", "mail"),
    "chat": ("chat", "live chat", "webchat", "social", "twitter", "facebook", "messenger", "dm"),
    "message": ("message", "sms", "text", "text message", "whatsapp", "mms"),
    "letter": ("letter", "brief", "lettre", "carta"),
    "post": ("post", "posted letter", "recorded delivery", "tweet", "public post"),
    "visit": ("visit", "in person", "store", "shop", "branch", "meeting", "appointment"),
}  # fmt: skip
_IN = ("in", "incoming", "inbound", "received", "from them", "they called", "eingehend", "mt",
       "terminating", "entrante", "entrant")  # fmt: skip
_OUT = ("out", "outgoing", "outbound", "made", "dialled", "dialed", "to them", "i called",
        "ausgehend", "mo", "originating", "saliente", "sortant")  # fmt: skip


def contact_table(
    text: str, place: Place, kind: str = "", mapping: Mapping[str, int] | None = None
) -> ImportReading:
    """The rows of a table. ``kind`` is contacts or calls, told by the columns where it is empty;
    a ``mapping`` of the user's goes before the guess. Raises Unreadable for a table of something
    else."""
    rows = list(itertools.islice(table_rows(text), MAX_ROWS + _HEADING_ROWS))
    at = _heading(rows)
    if at is None:
        raise Unreadable(NO_TABLE)
    heading, body = rows[at].cells, rows[at + 1 :]
    guess = _guess(heading, body)
    chosen = dict(guess if mapping is None else mapping)
    chosen = {n: c for n, c in chosen.items() if n in FIELDS and 0 <= c < len(heading)}
    if not kind:
        if "number" not in guess and (
            {_plain(cell) for cell in heading} & _MONEY or csv_statement(text, place) is not None
        ):
            raise Unreadable(STATEMENT)
        told = _TOLD & guess.keys()
        kind = "calls" if not told and {"number", "duration"} & guess.keys() else "contacts"
    if "date" not in chosen:
        return ImportReading(
            kind, columns=heading, mapping=chosen,
            problems=(Problem(0, "Say which column holds the date."),),
        )  # fmt: skip
    return _read(kind, heading, body, chosen, place)


def _read(
    kind: str,
    heading: Sequence[str],
    body: Sequence[TableRow],
    columns: Mapping[str, int],
    place: Place,
) -> ImportReading:
    dated: list[tuple[TableRow, dict[str, str], str]] = []
    problems: list[Problem] = []
    for row in body[:MAX_ROWS]:
        cell = _cell(row, columns, "date")
        days, utc = readings(cell), instant_in(cell)
        if days or utc:
            dated.append((row, days, utc))
        elif len(problems) < MAX_PROBLEMS:
            why = f"“{cell[:40]}” is not a date" if cell else "there is no date in it"
            problems.append(Problem(row.first + 1, f"Line {row.first + 1} was left out: {why}."))
    plain = [days for _, days, utc in dated if not utc]
    orders = orders_of(plain)
    # No one order fits all: then only a day that has a single reading is one.
    mixed = bool(plain) and not orders
    orders = orders or ("ymd",)
    unknown_length = False
    made: list[ImportRow] = []
    for row, days, utc in dated:
        alone = set(days.values())
        if not utc and mixed and len(alone) != 1:
            if len(problems) < MAX_PROBLEMS:
                cell = _cell(row, columns, "date")[:40]
                problems.append(
                    Problem(
                        row.first + 1,
                        f"Line {row.first + 1} was left out: “{cell}” can be two days, and the "
                        "dates of this column are written in more than one order.",
                    )
                )
            continue
        if mixed and not utc:
            days = dict.fromkeys(orders, alone.pop())
        one = _row(kind, heading, row, days, utc, orders, columns, place)
        length = _cell(row, columns, "duration")
        unknown_length = unknown_length or bool(length and one.duration_s is None)
        made.append(one)
    if unknown_length:
        problems.append(
            Problem(
                0, "Lengths without a unit that could be told were left out; nothing is guessed."
            )
        )
    return ImportReading(
        kind,
        tuple(made),
        tuple(sorted(problems, key=lambda p: p.line)[:MAX_PROBLEMS]),
        orders,
        tuple(heading),
        dict(columns),
        is_cut=len(body) > MAX_ROWS,
    )


def _row(
    kind: str,
    heading: Sequence[str],
    row: TableRow,
    days: Mapping[str, str],
    utc: str,
    orders: Sequence[str],
    columns: Mapping[str, int],
    place: Place,
) -> ImportRow:
    def cell(name: str) -> str:
        return _cell(row, columns, name)

    def seconds(name: str) -> int | None:
        at = columns.get(name, -1)
        return seconds_in(cell(name), heading[at]) if at >= 0 else None

    spoken, said_way = _kind(cell("kind")), _direction(cell("direction"))
    page, rect = place(row.first, row.last)
    promise, dues = _promise(cell("promise"), cell("due"), orders)
    return ImportRow(
        line=row.first + 1,
        kind="call" if kind == "calls" else spoken or "call",
        direction=said_way or _direction(cell("kind")),
        days=() if utc else tuple(days[order] for order in orders),
        clock="" if utc else clock_in(cell("time")) or _clock_of_date(columns, cell("date")),
        utc=utc,
        company=_one_line(cell("company"), 200),
        number=_one_line(cell("number"), 60),
        who=_one_line(cell("who"), 200),
        reference=_one_line(cell("reference"), 100),
        said=cell("said"),
        promise=promise,
        dues=dues,
        outcome=cell("outcome")[:1000],
        notes=cell("notes"),
        duration_s=seconds("duration"),
        hold_s=seconds("hold"),
        page=page,
        rect=rect,
    )


def _promise(words: str, due: str, orders: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """What they promised, and its day in each order; a time that is no day stays in the words."""
    days = readings(due)
    if not words or not due:
        return words[:1000], ()
    if not all(order in days for order in orders):
        return f"{words}, {due}"[:1000], ()
    return words[:1000], tuple(days[order] for order in orders)


def _clock_of_date(columns: Mapping[str, int], cell: str) -> str:
    return "" if "time" in columns else clock_in(cell)


def _heading(rows: Sequence[TableRow]) -> int | None:
    """The first row that names a date and one thing more."""
    for at, row in enumerate(rows[:_HEADING_ROWS]):
        found = {fields[0] for cell in row.cells if (fields := _fields(cell))}
        if "date" in found and len(found) > 1:
            return at
    for at, row in enumerate(rows[:_HEADING_ROWS]):  # headings in words we do not know
        below = rows[at + 1 : at + 6]
        texts = all(cell and not readings(cell) for cell in row.cells)
        if texts and below and all(any(readings(c) for c in r.cells) for r in below):
            return at
    return None


def _guess(heading: Sequence[str], body: Sequence[TableRow]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(heading):
        for field in _fields(cell):
            if field not in found and _fits(field, at, body):
                found[field] = at
                break
    if "date" not in found:
        for at in range(len(heading)):
            if at not in found.values() and _fits("date", at, body, 0.5):
                found["date"] = at
                break
    return found


def _fits(field: str, at: int, body: Sequence[TableRow], least: float = 0.0) -> bool:
    """Whether what stands in a column is what its heading says; of dates one is enough, and in a
    column whose heading says nothing, ``least`` of them."""
    cells = [row.cells[at] for row in body[:50] if at < len(row.cells) and row.cells[at]]
    if field == "date":
        good = sum(1 for cell in cells if readings(cell) or instant_in(cell))
        return good > 0 and good >= least * len(cells)
    if field == "time":
        return sum(1 for cell in cells if clock_in(cell)) * 2 >= len(cells)
    return True


def _fields(cell: str) -> list[str]:
    """What a heading may stand for, the likeliest first: "Start time" is a day or a clock."""
    name = _plain(cell)
    return [field for field, names in _NAMES.items() if name in names]


def _kind(cell: str) -> str:
    said = _plain(cell)
    for kind, names in _KINDS.items():
        if said in names:
            return kind
    words = set(said.split())
    return next((kind for kind, names in _KINDS.items() if words & set(names)), "")


def _direction(cell: str) -> str:
    said = _plain(cell)
    words = set(said.split())
    if said in _IN or words & {"incoming", "inbound", "received"}:
        return "in"
    return "out" if said in _OUT or words & {"outgoing", "outbound", "dialled", "dialed"} else ""


def _cell(row: TableRow, columns: Mapping[str, int], name: str) -> str:
    at = columns.get(name, -1)
    return row.cells[at] if 0 <= at < len(row.cells) else ""


def _one_line(text: str, most: int) -> str:
    return " ".join(text.split())[:most]


def _plain(heading: str) -> str:
    text = unicodedata.normalize("NFKD", heading.casefold())
    letters = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", letters))
