"""The recovery code: 130 random bits that can be written down, read out and typed again.

30 letters and digits in 6 groups of 5. The alphabet has no I, L, O or U; O is read as 0, I and L
as 1, in either case, with any spaces and dashes. The last four characters check the others with a
Reed-Solomon code over 32 symbols: up to four wrong characters are always noticed, and a single
one is located, before any time is spent on opening a slot.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from itertools import pairwise

from onrecord.errors import Refused

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ = {char: value for value, char in enumerate(_ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_IGNORED = frozenset(" \t\r\n-_.,\u00a0\u2010\u2011\u2012\u2013\u2014\u2212")
_LENGTH = 30
_CHECKS = 4
_GROUP = 5

# The field of 32 elements by x^5 + x^2 + 1: _POWER[n] is its generator to the n.
_POWER = [1]
while len(_POWER) < 31:
    _next = _POWER[-1] << 1
    _POWER.append(_next ^ 0b100101 if _next & 32 else _next)
_LOG = {value: power for power, value in enumerate(_POWER)}


def new_recovery_code(draw: Callable[[int], int] = secrets.randbelow) -> str:
    """A fresh code as it is printed: ``ABCDE-FGHJK-...``; this very text opens the slot."""
    data = [draw(32) for _ in range(_LENGTH - _CHECKS)]
    return _text(data + _checks(data))


def read_recovery_code(typed: str) -> str:
    """The code in its printed form; Refused, naming the group if it can, on a typing slip."""
    symbols: list[int] = []
    for char in typed.upper():
        if char in _IGNORED:
            continue
        if char not in _READ:
            raise Refused(
                f"A recovery code has no “{char}” in it. Compare it with your recovery sheet."
            )
        symbols.append(_READ[char])
    if len(symbols) != _LENGTH:
        raise Refused(
            f"A recovery code has {_LENGTH} letters and digits, in 6 groups of 5; this one has {len(symbols)}."
        )
    syndromes = [_value_at(symbols, power) for power in range(_CHECKS)]
    if any(syndromes):
        group = _group_of_single_slip(syndromes)
        where = f" in group {group}" if group else ""
        raise Refused(
            f"This recovery code has a typing slip{where}. Compare it with your recovery sheet."
        )
    return _text(symbols)


def _text(symbols: list[int]) -> str:
    chars = "".join(_ALPHABET[symbol] for symbol in symbols)
    return "-".join(chars[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def _times(left: int, right: int) -> int:
    return _POWER[(_LOG[left] + _LOG[right]) % 31] if left and right else 0


def _value_at(symbols: list[int], power: int) -> int:
    """The symbols as a polynomial, highest power first, at the generator to ``power``."""
    value = 0
    for symbol in symbols:
        value = _times(value, _POWER[power]) ^ symbol
    return value


def _checks(data: list[int]) -> list[int]:
    """What makes the whole polynomial zero at the first four powers of the generator."""
    divisor = [1]
    for power in range(_CHECKS):
        root = _POWER[power]
        shifted = [*divisor, 0]
        divisor = [
            term ^ (_times(divisor[place - 1], root) if place else 0)
            for place, term in enumerate(shifted)
        ]
    rest = data + [0] * _CHECKS
    for place in range(len(data)):
        factor = rest[place]
        for offset, term in enumerate(divisor):
            rest[place + offset] ^= _times(term, factor)
    return rest[-_CHECKS:]


def _group_of_single_slip(syndromes: list[int]) -> int:
    """1 to 6 when exactly one wrong character explains what was found, else 0."""
    if not all(syndromes):
        return 0
    steps = {(_LOG[after] - _LOG[before]) % 31 for before, after in pairwise(syndromes)}
    place = _LENGTH - 1 - min(steps)
    return place // _GROUP + 1 if len(steps) == 1 and place >= 0 else 0
