"""Bech32 (BIP 173) as age uses it for keys: no length limit, one case throughout."""

from __future__ import annotations

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_VALUES = {char: value for value, char in enumerate(_ALPHABET)}
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECK_LENGTH = 6


def encode(prefix: str, data: bytes) -> str:
    """Bytes to text in lower case; ``prefix`` is the human-readable part, in lower case."""
    values = _regroup(data, 8, 5, pad=True)
    check = _polymod(_expand(prefix) + values + [0] * _CHECK_LENGTH) ^ 1
    values += [check >> 5 * (_CHECK_LENGTH - 1 - place) & 31 for place in range(_CHECK_LENGTH)]
    return prefix + "1" + "".join(_ALPHABET[value] for value in values)


def decode(text: str) -> tuple[str, bytes]:
    """Text to (prefix as written, bytes); ValueError when anything at all is wrong with it."""
    if text not in (text.lower(), text.upper()):
        raise ValueError("mixed case")
    if any(not 33 <= ord(char) <= 126 for char in text):
        raise ValueError("character out of range")
    prefix, separator, rest = text.rpartition("1")
    if not separator or not prefix or len(rest) < _CHECK_LENGTH:
        raise ValueError("no separator or too short")
    try:
        values = [_VALUES[char] for char in rest.lower()]
    except KeyError:
        raise ValueError("character not in the alphabet") from None
    if _polymod(_expand(prefix.lower()) + values) != 1:
        raise ValueError("wrong checksum")
    return prefix, bytes(_regroup(values[:-_CHECK_LENGTH], 5, 8, pad=False))


def _expand(prefix: str) -> list[int]:
    return [ord(char) >> 5 for char in prefix] + [0] + [ord(char) & 31 for char in prefix]


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, term in enumerate(_GENERATOR):
            if top >> bit & 1:
                check ^= term
    return check


def _regroup(values: bytes | list[int], old: int, new: int, *, pad: bool) -> list[int]:
    """Cut the same bits into groups of another width; left-over bits must be zero."""
    bits = width = 0
    groups: list[int] = []
    for value in values:
        bits = bits << old | value
        width += old
        while width >= new:
            width -= new
            groups.append(bits >> width & (1 << new) - 1)
        bits &= (1 << width) - 1
    if pad:
        if width:
            groups.append(bits << new - width & (1 << new) - 1)
    elif width >= old or bits:
        raise ValueError("left-over bits")
    return groups
