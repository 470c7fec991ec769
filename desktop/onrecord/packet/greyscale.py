"""Pages without colour, for print: over the page lies a sheet that takes the colour from all that
is below it and leaves how light it is.

Blending by saturation (ISO 32000-1, 11.3.5.3) does that for every kind of content at once, and
words stay words. Pages that show no colour are left as they are. Runs in a worker only.
"""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Object, Pdf, Stream
from PIL import Image, ImageChops

from onrecord.packet.entries import entry
from onrecord.packet.geometry import Sheet
from onrecord.packet.stamp import OURS

STATE_NAME = f"{OURS}Grey"
_APART = 12  # shades between the channels of a pixel that is still called grey


def coloured(shown: Image.Image) -> bool:
    """Whether a picture of a page has any colour that is seen."""
    if shown.mode not in ("RGB", "RGBX", "RGBA"):
        return False
    red, green, blue = shown.convert("RGB").split()
    apart = (ImageChops.difference(red, green), ImageChops.difference(green, blue))
    return any(sum(each.histogram()[_APART:]) for each in apart)


def drawing(sheet: Sheet) -> bytes:
    """The operators that take the colour, to be run in the default graphics state."""
    wide, high = sheet.x1 - sheet.x0, sheet.y1 - sheet.y0
    box = " ".join(f"{v:.3f}" for v in (sheet.x0 - 1, sheet.y0 - 1, wide + 2, high + 2))
    return f"q {STATE_NAME} gs 1 g {box} re f Q\n".encode()


def prepare(pdf: Pdf, page: Object) -> None:
    """Lets the page blend as it is seen, with what ``drawing`` names."""
    resources: Any = entry(page, "/Resources")
    if not isinstance(resources, Dictionary):
        page["/Resources"] = Dictionary()
        resources = page["/Resources"]
    states: Any = entry(resources, "/ExtGState")
    states = states.copy() if isinstance(states, Dictionary) else Dictionary()
    states[STATE_NAME] = Dictionary(
        Type=Name.ExtGState, ca=1, CA=1, BM=Name.Saturation, SMask=Name("/None")
    )
    copied: Any = resources.copy()
    copied["/ExtGState"] = states
    page["/Resources"] = copied
    # What is blended in four inks would keep its black apart from its colours.
    page["/Group"] = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB, I=True)


def over(pdf: Pdf, page: Object, sheet: Sheet) -> None:
    """Takes the colour from a finished page."""
    prepare(pdf, page)
    contents: Any = entry(page, "/Contents")
    own: list[Any] = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    before, after = Stream(pdf, b"q\n"), Stream(pdf, b"\nQ\n" + drawing(sheet))
    page["/Contents"] = pikepdf.Array([before, *own, after])
