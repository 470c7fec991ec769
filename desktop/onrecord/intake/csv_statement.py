"""A CSV of a bank or card account: which column is which, and one movement a row.

There is no standard; columns are known by their heading, in the languages statements often come
in, and by what stands in them. What does not settle the matter is left open. Runs only in a
worker.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.intake.call_columns import CALL_LENGTH, CALL_NUMBER
from onrecord.intake.day_order import orders_of, readings
from onrecord.intake.figures import Figure, figure, marks_of
from onrecord.intake.statement import MAX_ROWS, Statement, StatementRow
from onrecord.intake.table_layout import Layouts
from onrecord.intake.tables import TableRow, table_rows

Place = Callable[[int, int], tuple[int, str]]
"""Where the lines of a text (from 0, both included) stand in the document as shown."""

_HEADING_ROWS = 40  # before them banks put account, name and period
_ROLES = {
    "date": (
        "date", "transaction date", "posting date", "posted", "post date", "posted date",
        "booking date", "date posted", "completed date", "started date", "value date",
        "buchungstag", "buchungsdatum", "buchung", "datum", "valuta", "valutadatum",
        "wertstellung", "fecha", "fecha operacion", "fecha valor", "data", "data contabile",
        "data valuta", "date operation", "date de l operation", "date comptable", "dato",
        "boekdatum", "rentedatum", "data mov", "data do movimento", "transaktionsdatum",
    ),
    "amount": (
        "amount", "betrag", "umsatz", "montant", "importe", "importo", "bedrag", "valor", "value",
        "belopp", "belop", "transaction amount", "billing amount", "net amount", "kwota", "summe",
    ),
    "out": (
        "debit", "debits", "debit amount", "money out", "paid out", "out", "withdrawal",
        "withdrawals", "withdrawal amount", "charges", "soll", "belastung", "debito", "debe",
        "cargo", "cargos", "sortie", "depenses", "uscite", "addebiti", "ausgaben", "af",
    ),
    "in": (
        "credit", "credits", "credit amount", "money in", "paid in", "in", "deposit", "deposits",
        "deposit amount", "haben", "gutschrift", "credito", "haber", "abono", "abonos",
        "entree", "recettes", "entrate", "accrediti", "einnahmen", "bij",
    ),
    "flow": (
        "type", "dr cr", "cr dr", "debit credit", "credit debit", "debit or credit", "direction",
        "soll haben", "s h", "af bij", "sens", "d c", "c d", "transaction type", "credit debit indicator",
    ),
    "words": (
        "description", "details", "narrative", "payee", "merchant", "merchant name", "memo", "name",
        "transaction", "transaction description", "transaction details", "particulars",
        "counterparty", "counter party", "other party", "beneficiary", "beschreibung",
        "buchungstext", "verwendungszweck", "empfanger", "auftraggeber", "auftraggeber empfanger",
        "beguenstigter zahlungspflichtiger", "zahlungsempfanger", "libelle", "concepto",
        "descripcion", "descrizione", "causale", "omschrijving", "naam omschrijving",
        "mededelingen", "descricao", "text", "beskrivning", "tekst",
    ),
    "reference": (
        "reference", "ref", "transaction id", "reference number", "ref no", "kundenreferenz",
        "check number", "cheque number", "check or slip", "referencia", "riferimento",
        "transaction reference", "code",
    ),
    "currency": ("currency", "ccy", "curr", "wahrung", "devise", "moneda", "divisa", "munt", "valuta"),
    "original": (
        "original amount", "foreign amount", "foreign currency amount", "amount in foreign currency",
        "foreign spend amount", "originalbetrag", "local amount", "montant d origine",
        "importe original", "importo originale", "amount in original currency",
    ),
    "original_currency": (
        "original currency", "foreign currency", "transaction currency", "local currency",
        "originalwahrung", "devise d origine", "moneda original", "valuta originale",
    ),
}  # fmt: skip
_OUT_WORDS = frozenset(
    [
        "d",
        "dr",
        "debit",
        "debits",
        "s",
        "soll",
        "af",
        "out",
        "withdrawal",
        "charge",
        "money",
        "out",
        "lastschrift",
    ]
)
_IN_WORDS = frozenset(
    ["c", "cr", "credit", "credits", "h", "haben", "bij", "in", "deposit", "refund", "gutschrift"]
)


@dataclass(frozen=True)
class _Columns:
    date: int
    amount: int = -1
    out: int = -1
    into: int = -1
    flow: int = -1
    currency: int = -1
    original: int = -1
    original_currency: int = -1
    reference: int = -1
    words: tuple[int, ...] = ()
    amount_currency: str = ""  # stands in the heading: "Amount (EUR)"


@dataclass(frozen=True)
class _Movement:
    row: TableRow
    days: dict[str, str]
    figure: Figure
    flow: str


def csv_statement(text: str, place: Place, layouts: Layouts | None = None) -> Statement | None:
    """The movements of a table; None where it is no statement. ``layouts`` are those a person has
    named the columns of: they count before what is found here."""
    rows = list(itertools.islice(table_rows(text), MAX_ROWS + _HEADING_ROWS))
    found = _as_told(rows, layouts or {}) or _found(rows)
    if found is None:
        return None
    columns, body = found
    movements = [m for row in body[:MAX_ROWS] if (m := _movement(row, columns))]
    orders = orders_of([m.days for m in movements])
    if not movements or not orders:
        return None
    marks = marks_of([m.figure for m in movements])
    if not marks:
        return None
    signs = {m.figure.sign for m in movements if not m.flow}
    return Statement(
        form="csv",
        rows=tuple(_row(n, m, columns, orders, marks, place) for n, m in enumerate(movements, 1)),
        orders=orders,
        marks=marks,
        both_signs=len(signs) == 2,
        left_out=len(body[:MAX_ROWS]) - len(movements),
        is_cut=len(body) > MAX_ROWS,
    )


def table_look(text: str, roles: Mapping[int, str] | None = None) -> dict[str, Any]:
    """The first rows of a table and what would be read with these columns, else with those that
    are found; as a worker answers it (``table_layout.look_from``)."""
    rows = list(itertools.islice(table_rows(text), MAX_ROWS + _HEADING_ROWS))
    key, at = _layout(rows)
    width = max((len(row.cells) for row in rows[at : at + 50]), default=0)
    heading = rows[at].cells if at < len(rows) and not key.startswith(_NO_HEADING) else ()
    body = rows[at + bool(heading) :]
    given = dict(roles) if roles is not None else _roles_of(_found(rows))
    told = {str(n): role for n, role in given.items()}
    made = csv_statement(text, lambda _first, _last: (0, ""), {key: told}) if told else None
    return {
        "key": key,
        "columns": [heading[n] if n < len(heading) else "" for n in range(width)][:60],
        "examples": [
            [_cell(row, n)[:60] for row in body[:30] if _cell(row, n)][:3] for n in range(width)
        ][:60],
        "roles": told,
        "rows": [_told(row) for row in made.rows[:5]] if made else [],
        "count": len(made.rows) if made else 0,
        "left_out": made.left_out if made else len(body),
    }


def _told(row: StatementRow) -> str:
    days = " or ".join(dict.fromkeys(row.days))
    amounts = " or ".join(dict.fromkeys(row.amounts))
    flow = {"in": "+", "out": "-"}.get(row.flow, row.sign if row.sign == "-" else "")
    return "  ".join(p for p in (days, f"{flow}{amounts} {row.currency}".strip(), row.words) if p)


_NO_HEADING = "no heading, "


def _layout(rows: Sequence[TableRow]) -> tuple[str, int]:
    """What a table is known again by, and at which row it begins: with its heading, else with its
    first row. The heading is the last row of words above the first row that has a day."""
    first = next(
        (n for n, r in enumerate(rows[: 2 * _HEADING_ROWS]) if any(map(readings, r.cells))), 0
    )
    width = len(rows[first].cells) if rows else 0
    above = rows[first - 1] if first else None
    if above is None or any(figure(cell) for cell in above.cells if cell):
        return f"{_NO_HEADING}{width}", first
    return "|".join(_plain(cell) for cell in above.cells)[:2_000], first - 1


def _as_told(
    rows: Sequence[TableRow], layouts: Layouts
) -> tuple[_Columns, Sequence[TableRow]] | None:
    key, at = _layout(rows)
    told = layouts.get(key)
    if not told or not rows:
        return None
    columns: dict[str, list[int]] = {}
    for number, role in told.items():
        columns.setdefault(role, []).append(int(number))
    first = {role: min(numbers) for role, numbers in columns.items()}
    if "date" not in first:
        return None
    made = _Columns(
        date=first["date"],
        amount=first.get("amount", -1),
        out=first.get("out", -1),
        into=first.get("in", -1),
        flow=first.get("flow", -1),
        currency=first.get("currency", -1),
        reference=first.get("reference", -1),
        words=tuple(sorted(columns.get("words", ()))),
    )
    return made, rows[at + (not key.startswith(_NO_HEADING)) :]


def _roles_of(found: tuple[_Columns, Sequence[TableRow]] | None) -> dict[int, str]:
    """The columns that were found by themselves, to begin with."""
    if found is None:
        return {}
    columns = found[0]
    single = {
        columns.date: "date", columns.amount: "amount", columns.out: "out", columns.into: "in",
        columns.flow: "flow", columns.currency: "currency", columns.reference: "reference",
    }  # fmt: skip
    return {
        at: role for at, role in {**dict.fromkeys(columns.words, "words"), **single}.items()
        if at >= 0
    }  # fmt: skip


def _found(rows: Sequence[TableRow]) -> tuple[_Columns, Sequence[TableRow]] | None:
    if _of_calls(rows):
        return None
    return _with_heading(rows) or _without_heading(rows) or _by_content(rows)


def _of_calls(rows: Sequence[TableRow]) -> bool:
    """A phone company's list of calls: what a call cost is no movement of an account."""
    for row in rows[:_HEADING_ROWS]:
        names = {_plain(cell) for cell in row.cells}
        if names.intersection(CALL_NUMBER) and names.intersection(CALL_LENGTH):
            return True
    return False


def _with_heading(rows: Sequence[TableRow]) -> tuple[_Columns, Sequence[TableRow]] | None:
    for at, row in enumerate(rows[:_HEADING_ROWS]):
        columns = _headed(row.cells, rows[at + 1 : at + 51])
        if columns is not None:
            return columns, rows[at + 1 :]
    return None


def _headed(cells: Sequence[str], below: Sequence[TableRow]) -> _Columns | None:
    """The columns that this row names, if it names a date and an amount."""
    roles: dict[str, list[int]] = {}
    names = [_plain(cell) for cell in cells]
    coded = [_without_code(name) for name in names]
    for at, (name, _code) in enumerate(coded):
        said = [role for role, words in _ROLES.items() if name in words]
        for role in said:
            if _fits(role, [row.cells[at] if at < len(row.cells) else "" for row in below]):
                roles.setdefault(role, []).append(at)
                break
    dates, amounts = roles.get("date", []), roles.get("amount", [])
    out, into = roles.get("out", []), roles.get("in", [])
    if not dates or not (amounts or (out and into)):
        return None
    split = bool(out and into)
    first = {role: at[0] for role, at in roles.items()}
    chosen = first["out"] if split else first["amount"]
    return _Columns(
        date=dates[0],
        amount=-1 if split else first["amount"],
        out=first["out"] if split else -1,
        into=first["in"] if split else -1,
        flow=first.get("flow", -1),
        currency=first.get("currency", -1),
        original=first.get("original", -1),
        original_currency=first.get("original_currency", -1),
        reference=first.get("reference", -1),
        words=tuple(roles.get("words", ())),
        amount_currency=coded[chosen][1],
    )


def _fits(role: str, cells: Sequence[str]) -> bool:
    """Whether what stands in a column is what its heading says; an empty column fits."""
    filled = [cell for cell in cells if cell]
    if role == "date":
        return sum(1 for cell in filled if readings(cell)) * 2 >= len(filled)
    if role in ("amount", "out", "in", "original"):
        return sum(1 for cell in filled if figure(cell)) * 2 >= len(filled)
    if role == "flow":
        return bool(filled) and all(_flow_word(cell) for cell in filled)
    if role in ("currency", "original_currency"):
        return all(re.fullmatch(r"[A-Z]{3}", cell) for cell in filled)
    return True


def _without_heading(rows: Sequence[TableRow]) -> tuple[_Columns, Sequence[TableRow]] | None:
    """By content alone: one column of dates and one of amounts, in every row; else it is not
    said which is which."""
    if not rows:
        return None
    width = len(rows[0].cells)
    if any(len(row.cells) != width for row in rows):
        return None
    columns = [[row.cells[at] for row in rows] for at in range(width)]
    dates = [at for at, cells in enumerate(columns) if all(readings(cell) for cell in cells)]
    amounts = [
        at
        for at, cells in enumerate(columns)
        if at not in dates
        and all(figure(cell) for cell in cells)
        and any(re.search(r"[.,]\d\d\D*$", cell) for cell in cells)
    ]
    if not dates or len(amounts) != 1:
        return None
    words = [
        at
        for at, cells in enumerate(columns)
        if at not in (*dates, *amounts) and any(re.search(r"[^\W\d_]{2}", c) for c in cells)
    ]
    return _Columns(date=dates[0], amount=amounts[0], words=tuple(words)), rows


def _by_content(rows: Sequence[TableRow]) -> tuple[_Columns, Sequence[TableRow]] | None:
    """Below a heading in words we do not know: by what stands in the columns, as without one."""
    if len(rows) < 2 or any(readings(cell) or figure(cell) for cell in rows[0].cells if cell):
        return None
    return _without_heading(rows[1:])


def _movement(row: TableRow, columns: _Columns) -> _Movement | None:
    days = readings(_cell(row, columns.date))
    if not days:
        return None
    if columns.amount >= 0:
        found = figure(_cell(row, columns.amount))
        flow = _flow_word(_cell(row, columns.flow)) or (found.flow if found else "")
    else:
        out, into = (figure(_cell(row, at)) for at in (columns.out, columns.into))
        out = None if out is None or out.is_nothing else out
        into = None if into is None or into.is_nothing else into
        if (out is None) == (into is None):  # neither, or both: not a movement one can name
            return None
        found = out or into
        # Some banks write debits with a minus. A credit with one is a reversal: not said here.
        flow = "out" if out else "in" if into and into.sign == "+" else ""
    if found is None or found.is_nothing:
        return None
    return _Movement(row, days, found, flow)


def _row(
    number: int,
    m: _Movement,
    columns: _Columns,
    orders: Sequence[str],
    marks: Sequence[str],
    place: Place,
) -> StatementRow:
    original = figure(_cell(m.row, columns.original))
    abroad = _cell(m.row, columns.original_currency) or (original.currency if original else "")
    shown = ""
    if original is not None and not original.is_nothing and abroad:
        values = {original.by_mark.get(mark, "") for mark in marks}
        shown = values.pop() if len(values) == 1 else ""
    currency = m.figure.currency or _cell(m.row, columns.currency) or columns.amount_currency
    page, rect = place(m.row.first, m.row.last)
    parts = dict.fromkeys(_cell(m.row, at) for at in columns.words)
    return StatementRow(
        number=number,
        days=tuple(m.days[order] for order in orders),
        amounts=tuple(m.figure.by_mark[mark] for mark in marks),
        sign=m.figure.sign,
        flow=m.flow,
        words=" ".join(" ".join(parts).split())[:500],
        reference=_cell(m.row, columns.reference)[:100],
        currency=currency if re.fullmatch(r"[A-Z]{3}", currency) else "",
        original=shown,
        original_currency=abroad if shown and re.fullmatch(r"[A-Z]{3}", abroad) else "",
        page=page,
        rect=rect,
    )


def _cell(row: TableRow, at: int) -> str:
    return row.cells[at] if 0 <= at < len(row.cells) else ""


def _flow_word(cell: str) -> str:
    said = _plain(cell)
    if said in _OUT_WORDS:
        return "out"
    return "in" if said in _IN_WORDS else ""


def _plain(heading: str) -> str:
    """A heading in small letters without accents and punctuation: ``Amount (EUR)`` is
    ``amount eur``."""
    text = unicodedata.normalize("NFKD", heading.casefold().replace("ß", "ss"))
    letters = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", letters))


def _without_code(name: str) -> tuple[str, str]:
    """``amount eur`` as its words and the currency they end with; ``betrag in eur`` too, and
    ``paid in gbp``, where the word belongs to the rest."""
    rest, _, code = name.rpartition(" ")
    if not rest or code.upper() not in _CODES:
        return name, ""
    if not any(rest in words for words in _ROLES.values()):
        rest = rest.removesuffix(" in")
    return rest, code.upper()


# Codes that stand in headings of statements; a list, since any three letters may be a word.
_CODES = frozenset(
    [
        "USD",
        "EUR",
        "GBP",
        "CAD",
        "AUD",
        "NZD",
        "CHF",
        "JPY",
        "SEK",
        "NOK",
        "DKK",
        "PLN",
        "CZK",
        "HUF",
        "RON",
        "INR",
        "SGD",
        "HKD",
        "ZAR",
        "BRL",
        "MXN",
        "ILS",
        "TRY",
        "THB",
        "CNY",
        "KRW",
        "AED",
    ]
)
