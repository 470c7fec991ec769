"""Draws the sample's documents; runs in a worker, like everything else that uses typst or Pillow.

``page`` sets a template as a PDF, ``screen`` as pixels, ``scan`` as a page that looks scanned.
"""

from __future__ import annotations

import io
import json
import time
from functools import cache
from typing import Any, cast

import fontpkg_noto_sans
import typst
from PIL import Image, ImageChops, ImageFilter

from onrecord.bundled import resource
from onrecord.worker.child import Request

_SCREEN_PPI = 216.0  # three pixels a point
_SCAN_PPI = 150.0
_TILT = 0.6  # degrees: laid on the glass by hand
_PAPER = (247, 245, 239)


@cache
def _templates() -> dict[str, bytes]:
    return {p.stem: p.read_bytes() for p in sorted(resource("sample").glob("*.typ"))}


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(fontpkg_noto_sans.ROOT / "files")],
    )


def warm() -> None:
    """Reads every file that is needed later."""
    _templates()
    sample = b'#for w in (300, 400, 600, 700) { text(font: "Noto Sans", weight: w)[a _b_] }'
    sample += b'#text(font: "Libertinus Serif")[a *b*]'
    pixels = _set(sample, {}, "png", 36.0)
    made = Image.open(io.BytesIO(pixels)).convert("RGB")
    for form in ("JPEG", "PDF"):
        made.save(io.BytesIO(), form)


def _set(template: bytes, data: dict[str, Any], form: str, ppi: float = 144.0) -> bytes:
    files: Any = {"main.typ": template, "data.json": json.dumps(data, ensure_ascii=False).encode()}
    compiler = typst.Compiler(files, font_paths=_fonts(), ignore_system_fonts=True)
    made: Any = compiler.compile(format=form, ppi=ppi) if form == "png" else compiler.compile()
    return cast("list[bytes]", made)[0] if isinstance(made, list) else cast("bytes", made)


def _page(request: Request) -> dict[str, Any]:
    request.send(_set(_templates()[request.args["template"]], request.args["data"], "pdf"))
    return {}


def _screen(request: Request) -> dict[str, Any]:
    template = _templates()[request.args["template"]]
    request.send(_set(template, request.args["data"], "png", _SCREEN_PPI))
    return {}


def _scan(request: Request) -> dict[str, Any]:
    template = _templates()[request.args["template"]]
    pixels = _set(template, request.args["data"], "png", _SCAN_PPI)
    request.send(_scanned(Image.open(io.BytesIO(pixels)).convert("RGB")))
    return {}


def _scanned(page: Image.Image) -> bytes:
    """Tilted, a little soft, on paper that is not white, with the grain of a cheap scanner."""
    paper = Image.new("RGB", page.size, _PAPER)
    sheet = ImageChops.multiply(page, paper).filter(ImageFilter.GaussianBlur(0.6))
    sheet = sheet.rotate(_TILT, Image.Resampling.BICUBIC, fillcolor=(214, 212, 207))
    shade: Any = Image.linear_gradient("L").rotate(90)
    shade = shade.resize(page.size).point([min(255, 232 + value // 9) for value in range(256)])
    sheet = ImageChops.multiply(sheet, Image.merge("RGB", (shade, shade, shade)))
    grain: Any = Image.effect_noise(page.size, 14)
    grain = grain.point([v // 2 + 64 for v in range(256)])
    sheet = ImageChops.add(sheet, Image.merge("RGB", (grain, grain, grain)), scale=1, offset=-128)
    out = io.BytesIO()
    fixed = time.gmtime(0)
    sheet.convert("L").save(
        out, "PDF", resolution=_SCAN_PPI, quality=68, creationDate=fixed, modDate=fixed
    )
    return out.getvalue()


TASKS = {"page": _page, "screen": _screen, "scan": _scan}
