"""OFX, what banks give to money programs: version 1 (SGML, end tags left out) and 2 (XML).

A small reader of tags, after "Open Financial Exchange Specification" 1.6 and 2.2, section 11: no
entity is defined, no address fetched, nothing nested beyond a movement. In it a positive amount
came to the account's owner, a negative one went from them. Runs only in a worker.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from html import unescape

from onrecord.domain.table_text import MOVEMENTS, tabbed
from onrecord.intake.statement import MAX_ROWS, Statement, StatementRow
from onrecord.intake.text import tidy

_TAG = re.compile(r"<(/?)([A-Za-z0-9._]{1,40})\s*>([^<]{0,2000})")
_AMOUNT = re.compile(r"([+-]?)(\d{0,15})(?:[.,](\d{1,6}))?")
_KEPT = frozenset(["DTPOSTED", "TRNAMT", "NAME", "MEMO", "REFNUM", "CHECKNUM", "FITID", "CURSYM"])
_STATEMENTS = frozenset(["STMTRS", "CCSTMTRS", "INVSTMTRS"])
_OF_ACCOUNT = frozenset(["ACCTID", "DTSTART", "DTEND", "BALAMT", "DTASOF"])
_BALANCES = ("LEDGERBAL", "AVAILBAL")


@dataclass
class _Account:
    """A statement in the file: what it says of itself, and its movements as they are written."""

    usual: str = ""
    said: dict[str, str] = field(default_factory=dict[str, str])
    movements: list[dict[str, str]] = field(default_factory=list[dict[str, str]])


def ofx_statement(text: str, place: Callable[[int, int], tuple[int, str]]) -> Statement | None:
    """The movements of all statements of the file; None where it has none. ``place`` is asked for
    the lines of its table (``ofx_table``)."""
    accounts, is_cut = _read(text)
    rows: list[StatementRow] = []
    left_out = 0
    _lines, numbers = _written(accounts)
    movements = ((one, account.usual) for account in accounts for one in account.movements)
    for line, (one, usual) in zip(numbers, movements, strict=True):
        row = _row(len(rows) + 1, one, usual)
        if row is None:
            left_out += 1
        else:
            page, rect = place(line, line)
            rows.append(replace(row, page=page, rect=rect))
    if not rows:
        return None
    return Statement("ofx", tuple(rows), left_out=left_out, is_cut=is_cut)


def ofx_table(text: str) -> str:
    """The file as a table a person can read: a line for each statement in it, and a row for each
    movement, in the file's order. Empty where none of them can be read."""
    accounts, _is_cut = _read(text)
    if not any(_row(1, one, a.usual) for a in accounts for one in a.movements):
        return ""
    return "\n".join(_written(accounts)[0])


def _written(accounts: list[_Account]) -> tuple[list[str], list[int]]:
    """The lines of the table, and on which of them, from 0, each movement stands."""
    lines: list[str] = []
    numbers: list[int] = []
    for account in accounts:
        if head := _head(account):
            lines.append(head)
        if not numbers and account.movements:
            lines.append(MOVEMENTS)
        for one in account.movements:
            numbers.append(len(lines))
            amount = _plain(one.get("TRNAMT", ""))
            code = _currency(one, account.usual)
            if code != account.usual:
                amount = f"{amount} {code}".strip()
            lines.append(tabbed([_day_said(one.get("DTPOSTED", "")), _words(one), amount]))
    return lines, numbers


def _head(account: _Account) -> str:
    """The account as the file has it, its currency, the period, and the balance if it is stated."""
    said = {name: _plain(value) for name, value in account.said.items()}
    days = [_day_said(said.get(name, "")) for name in ("DTSTART", "DTEND")]
    parts = [f"Account {said['ACCTID']}" if said.get("ACCTID") else "", account.usual]
    parts.append(" to ".join(filter(None, days)))
    for name, words in zip(_BALANCES, ("balance", "available"), strict=True):
        if amount := said.get(f"{name}.BALAMT"):
            day = _day_said(said.get(f"{name}.DTASOF", ""))
            parts.append(f"{words} {amount}" + (f" on {day}" if day else ""))
    return ", ".join(filter(None, parts))


def _read(text: str) -> tuple[list[_Account], bool]:
    """The statements of the file, and whether it has more movements than are taken."""
    accounts = [_Account()]
    one: dict[str, str] | None = None
    inside = ""  # CURRENCY or ORIGCURRENCY, or a balance
    count = 0
    for found in _TAG.finditer(text):
        closing, name, value = found[1], found[2].upper(), found[3].strip()
        now = accounts[-1]
        if name == "STMTTRN":
            one = None
            if closing:
                continue
            if count >= MAX_ROWS:
                return accounts, True
            one, inside, count = {}, "", count + 1
            now.movements.append(one)
        elif name in _STATEMENTS and not closing:
            one = None
            if now.movements or now.said:
                accounts.append(_Account(now.usual))
        elif name == "CURDEF" and re.fullmatch(r"[A-Z]{3}", value):
            now.usual = value
        elif name in ("CURRENCY", "ORIGCURRENCY", *_BALANCES):
            inside = "" if closing else name
            if name in _BALANCES:
                one = None
        elif name == "BANKTRANLIST" and closing:
            one = None
        elif one is not None and not closing and name in _KEPT:
            one.setdefault(f"{inside}.{name}" if name == "CURSYM" else name, value)
        elif one is None and not closing and name in _OF_ACCOUNT:
            in_balance = name in ("BALAMT", "DTASOF")
            if not in_balance or inside in _BALANCES:
                now.said.setdefault(f"{inside}.{name}" if in_balance else name, value)
    return accounts, False


def _row(number: int, one: dict[str, str], usual: str) -> StatementRow | None:
    day = _day(one.get("DTPOSTED", ""))
    amount = _AMOUNT.fullmatch(one.get("TRNAMT", ""))
    if not day or amount is None or not (amount[2] or amount[3]):
        return None
    value = (amount[2].lstrip("0") or "0") + (f".{amount[3]}" if amount[3] else "")
    if not value.strip("0.") or not value.isascii():
        return None
    code = _currency(one, usual)
    return StatementRow(
        number=number,
        days=(day,),
        amounts=(value,),
        sign=amount[1] or "+",
        flow="out" if amount[1] == "-" else "in",
        words=_words(one)[:500],
        reference=unescape(one.get("REFNUM") or one.get("CHECKNUM") or "")[:100],
        currency=code,
    )


def _currency(one: dict[str, str], usual: str) -> str:
    """CURRENCY: the amount is in it. ORIGCURRENCY: it was, before the bank turned it into its own;
    how much it was there is not stated, and a rate gives it only about."""
    code = one.get("CURRENCY.CURSYM", "") or usual
    return code if re.fullmatch(r"[A-Z]{3}", code) else ""


def _words(one: dict[str, str]) -> str:
    return " ".join(dict.fromkeys(filter(None, (_plain(one.get(n, "")) for n in ("NAME", "MEMO")))))


def _plain(value: str) -> str:
    return tidy(" ".join(unescape(value).split()))


def _day_said(stamp: str) -> str:
    return _day(stamp) or _plain(stamp)


def _day(stamp: str) -> str:
    """``20260316120000[-5:EST]`` as the day it says, which is the bank's own."""
    found = re.match(r"(\d{4})(\d\d)(\d\d)", stamp, re.ASCII)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat() if found else ""
    except ValueError:
        return ""
