"""A picture whose file is cut off: what is said of it, and what stands where the rest should be."""

from __future__ import annotations

from typing import Any

CUT_OFF = "This picture is cut off; what is there of it is shown."
_GREY = 128  # as decoders show the missing part of a JPEG


def is_cut_off(error: Exception) -> bool:
    """Whether a decoder (Pillow) gave up because there is no more of the file."""
    return "truncated" in str(error)


def missing_in_grey(picture: Any) -> bool:
    """Makes the missing part of a decoded picture grey: it must not look like blacked out. False
    where nothing of it is there."""
    extremes = picture.getextrema()
    bands = extremes if isinstance(extremes[0], tuple) else (extremes,)
    if all(low == high for low, high in bands):
        return False
    if picture.mode in ("L", "RGB"):
        foot = picture.getbbox()[3]
        grey = _GREY if picture.mode == "L" else (_GREY, _GREY, _GREY)
        picture.paste(grey, (0, foot, picture.width, picture.height))
    return True
