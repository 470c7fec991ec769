"""Writes resources/fonts/coverage.json: which characters the fonts that ship can show.

Run it with the project's Python after the lock has brought another version of a font:
``.venv/bin/python packaging/font_coverage.py``. A test compares the file with the fonts.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import typst

_TARGET = Path(__file__).parents[1] / "resources" / "fonts" / "coverage.json"


def characters(data: bytes) -> set[int]:
    """The code points that the fonts of a file (OpenType, or a collection) have glyphs for."""
    if data[:4] != b"ttcf":
        return _of_font(data, 0)
    (count,) = struct.unpack_from(">I", data, 8)
    return set[int]().union(
        *(_of_font(data, at) for at in struct.unpack_from(f">{count}I", data, 12))
    )


def _of_font(data: bytes, at: int) -> set[int]:
    (tables,) = struct.unpack_from(">H", data, at + 4)
    for n in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, at + 12 + 16 * n)
        if tag == b"cmap":
            return set(_of_cmap(data, offset))
    return set()


def _of_cmap(data: bytes, cmap: int) -> Iterator[int]:
    """From the subtables for Unicode, formats 4 and 12 (OpenType, "cmap")."""
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    for n in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", data, cmap + 4 + 8 * n)
        if platform != 0 and (platform, encoding) not in ((3, 1), (3, 10)):
            continue
        at = cmap + offset
        (form,) = struct.unpack_from(">H", data, at)
        if form == 12:
            (groups,) = struct.unpack_from(">I", data, at + 12)
            for group in range(groups):
                first, last, glyph = struct.unpack_from(">III", data, at + 16 + 12 * group)
                yield from range(first + (glyph == 0), last + 1)
        elif form == 4:
            yield from _of_segments(data, at)


def _of_segments(data: bytes, at: int) -> Iterator[int]:
    (twice,) = struct.unpack_from(">H", data, at + 6)
    count = twice // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts = struct.unpack_from(f">{count}H", data, at + 16 + twice)
    deltas = struct.unpack_from(f">{count}H", data, at + 16 + 2 * twice)
    place = at + 16 + 3 * twice
    offsets = struct.unpack_from(f">{count}H", data, place)
    for n, (start, end) in enumerate(zip(starts, ends, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if offsets[n]:
                where = place + 2 * n + offsets[n] + 2 * (code - start)
                (glyph,) = struct.unpack_from(">H", data, where)
                if not glyph:
                    continue
            if (glyph + deltas[n]) & 0xFFFF:
                yield code


_SYMBOLS = (*range(0x2000, 0x2C00), *range(0x1D400, 0x1D800))


def of_typst(family: str) -> set[int]:
    """The symbols that a font inside typst has. Its file is not to be had, so a page is set with
    one symbol a line; what the font lacks is written there as glyph 0."""
    shown = [code for code in _SYMBOLS if chr(code).isprintable()]
    lines = "".join(f"#box({json.dumps(chr(code), ensure_ascii=False)}) \\\n" for code in shown)
    rules = "#set page(width: 90pt, height: auto)\n"
    source = f'{rules}#set text(font: "{family}", fallback: false)\n{lines}'
    made = typst.Compiler(source.encode(), ignore_system_fonts=True).compile(format="pdf")
    assert isinstance(made, bytes)
    glyphs: list[bytes] = []
    with pikepdf.open(BytesIO(made)) as pdf:
        for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
            if str(operator) == "Tj":
                glyphs.append(bytes(operands[0]))
            elif str(operator) == "TJ":
                glyphs.append(
                    b"".join(bytes(o) for o in operands[0] if isinstance(o, pikepdf.String))
                )
    assert len(glyphs) == len(shown), (family, len(glyphs), len(shown))
    return {code for code, glyph in zip(shown, glyphs, strict=True) if any(glyph)}


def ranges(codes: Iterable[int]) -> list[str]:
    """Code points as hexadecimal ranges: ``20-7e``."""
    runs: list[list[int]] = []
    for code in sorted(codes):
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return [f"{a:x}" if a == b else f"{a:x}-{b:x}" for a, b in runs]


def coverage() -> list[str]:
    """The ranges of every font that pages are set in."""
    from onrecord.packet.fontfiles import TYPST_FONTS, font_files

    found = set[int]().union(*map(of_typst, TYPST_FONTS))
    for path in font_files():
        found |= characters(path.read_bytes())
    return ranges(found - set(range(0x20)))


if __name__ == "__main__":
    text = json.dumps({"ranges": " ".join(coverage())}, indent=1) + "\n"
    _TARGET.write_text(text, encoding="utf-8")
    print(f"Wrote {_TARGET}.")
