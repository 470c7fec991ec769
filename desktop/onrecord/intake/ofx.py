"""OFX, what banks give to money programs: version 1 (SGML, end tags left out) and 2 (XML).

A small reader of tags, after "Open Financial Exchange Specification" 1.6 and 2.2, section 11: no
entity is defined, no address fetched, nothing nested beyond a movement. In it a positive amount
came to the account's owner, a negative one went from them. Runs only in a worker.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html import unescape

from onrecord.intake.statement import MAX_ROWS, Statement, StatementRow

_TAG = re.compile(r"<(/?)([A-Za-z0-9._]{1,40})\s*>([^<]{0,2000})")
_AMOUNT = re.compile(r"([+-]?)(\d{0,15})(?:[.,](\d{1,6}))?")
_KEPT = frozenset(["DTPOSTED", "TRNAMT", "NAME", "MEMO", "REFNUM", "CHECKNUM", "FITID", "CURSYM"])


def ofx_statement(text: str, place: Callable[[int, int], tuple[int, str]]) -> Statement | None:
    """The movements of all statements of the file; None where it has none."""
    rows: list[StatementRow] = []
    left_out = 0
    usual = ""
    one: dict[str, str] | None = None
    inside = ""  # CURRENCY or ORIGCURRENCY
    began = 0
    starts = _line_starts(text)

    def end(at: int) -> None:
        nonlocal one, left_out
        if one is None:
            return
        row = _row(len(rows) + 1, one, usual)
        if row is None:
            left_out += 1
        else:
            page, rect = place(_line_of(starts, began), _line_of(starts, at))
            rows.append(replace(row, page=page, rect=rect))
        one = None

    is_cut = False
    for found in _TAG.finditer(text):
        closing, name, value = found[1], found[2].upper(), found[3].strip()
        if name == "STMTTRN":
            end(found.start() if not closing else found.end(2))
            if closing:
                continue
            if len(rows) >= MAX_ROWS:
                is_cut = True
                break
            one, inside, began = {}, "", found.start()
        elif name == "CURDEF" and re.fullmatch(r"[A-Z]{3}", value):
            usual = value
        elif name in ("CURRENCY", "ORIGCURRENCY"):
            inside = "" if closing else name
        elif name == "BANKTRANLIST" and closing:
            end(found.start())
        elif one is not None and not closing and name in _KEPT:
            one.setdefault(f"{inside}.{name}" if name == "CURSYM" else name, value)
    end(len(text))
    if not rows:
        return None
    return Statement("ofx", tuple(rows), left_out=left_out, is_cut=is_cut)


def _row(number: int, one: dict[str, str], usual: str) -> StatementRow | None:
    day = _day(one.get("DTPOSTED", ""))
    amount = _AMOUNT.fullmatch(one.get("TRNAMT", ""))
    if not day or amount is None or not (amount[2] or amount[3]):
        return None
    value = (amount[2].lstrip("0") or "0") + (f".{amount[3]}" if amount[3] else "")
    if not value.strip("0.") or not value.isascii():
        return None
    # CURRENCY: the amount is in it. ORIGCURRENCY: it was, before the bank turned it into its own;
    # how much it was there is not stated, and a rate gives it only about.
    code = one.get("CURRENCY.CURSYM", "") or usual
    words = dict.fromkeys(unescape(one.get(name, "")) for name in ("NAME", "MEMO"))
    return StatementRow(
        number=number,
        days=(day,),
        amounts=(value,),
        sign=amount[1] or "+",
        flow="out" if amount[1] == "-" else "in",
        words=" ".join(" ".join(words).split())[:500],
        reference=unescape(one.get("REFNUM") or one.get("CHECKNUM") or "")[:100],
        currency=code if re.fullmatch(r"[A-Z]{3}", code) else "",
    )


def _day(stamp: str) -> str:
    """``20260316120000[-5:EST]`` as the day it says, which is the bank's own."""
    found = re.match(r"(\d{4})(\d\d)(\d\d)", stamp, re.ASCII)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat() if found else ""
    except ValueError:
        return ""


def _line_starts(text: str) -> list[int]:
    return [0, *(found.end() for found in re.finditer("\n", text))]


def _line_of(starts: list[int], at: int) -> int:
    return bisect_right(starts, at) - 1
