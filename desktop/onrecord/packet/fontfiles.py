"""The font files that pages are set in: our own only, so that bytes are the same everywhere."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import fontpkg_noto_sans

FONT = "Noto Sans"
CJK = "Noto Sans CJK SC"
"""One of the collection's faces, which share their glyphs; the language chooses among shapes."""
EMOJI = "Noto Emoji"
TYPST_FONTS = ("DejaVu Sans Mono", "New Computer Modern Math")
"""Inside typst; last choices, for signs that Noto has elsewhere: ticked boxes, arrows."""


def font_folders() -> tuple[Path, ...]:
    """First choice first: where two hold one family, the first one's is used."""
    return (
        fontpkg_noto_sans.ROOT / "files",
        Path(str(files("manimgx_fonts"))),
        Path(str(files("noto_cjk_sans_otc"))),
    )


def font_files() -> list[Path]:
    """Every file that may be chosen from; ``packaging/font_coverage.py`` writes down what they
    have."""
    return [
        path
        for folder in font_folders()
        for path in sorted(folder.iterdir())
        if path.suffix in (".ttf", ".ttc", ".otf")
    ]
