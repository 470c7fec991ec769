"""The names of the months as people and bills write them, in several languages."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_NAMES = """
January February March April May June July August September October November December
Januar Februar März April Mai Juni Juli August September Oktober November Dezember
Jänner Feber März April Mai Juni Juli August September Oktober November Dezember
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
januari februari maart april mei juni juli augustus september oktober november december
januari februari mars april maj juni juli augusti september oktober november december
"""
_SHORT = {"mrt": 3, "mzo": 3, "sept": 9, "setiembre": 9}
_LEAST = 3  # letters that a name may be cut to


def _plain(word: str) -> str:
    """Without case and accents: ``aout`` of ``Août``."""
    parts = unicodedata.normalize("NFD", word.casefold())
    return "".join(one for one in parts if not unicodedata.combining(one))


_TABLES = [[_plain(one) for one in line.split()] for line in _NAMES.split("\n") if line]


@lru_cache(1 << 10)
def month_of(word: str) -> int | None:
    """1 to 12 for a name, or the beginning of one, that means one month in every language that has
    it; None for any other word."""
    plain = _plain(word.rstrip("."))
    if len(plain) < _LEAST:
        return None
    if plain in _SHORT:
        return _SHORT[plain]
    found = {n for table in _TABLES for n, name in enumerate(table, 1) if name.startswith(plain)}
    return found.pop() if len(found) == 1 else None
