"""How a picture's own shades are shown on paper: the same in the window and in the bundle."""

from __future__ import annotations

_NOTHING_SEEN = 224  # of 255: if its darkest is lighter, white paper shows next to nothing of it
DARK_PAPER = (64, 64, 64)


def white_of(brightest: float, *, sixteen_bits: bool) -> float:
    """The value shown as white in a picture of more than 256 shades. Twelve bits are often kept in
    sixteen, and fractions as 0 to 1: shown on the full scale nothing of them would be seen."""
    if not sixteen_bits and brightest <= 255:
        return 1.0 if brightest <= 1 else 255.0
    return next((most for most in (4095.0, 65535.0) if brightest <= most), brightest)


def needs_dark_paper(darkest_on_white: int, brightest_on_dark: int) -> bool:
    """Whether something see-through is seen on a dark sheet only."""
    return darkest_on_white >= _NOTHING_SEEN and brightest_on_dark > DARK_PAPER[0]


def dots_of(said: object) -> tuple[float, float] | None:
    """The dots an inch across and down that a file names; None where they are not believable for a
    page, or so unlike one another that they are a mistake."""
    try:
        across, down = (float(one) for one in said)  # type: ignore[attr-defined]
    except (TypeError, ValueError, ArithmeticError):
        return None
    believable = 60 <= across <= 1200 and 60 <= down <= 1200 and 0.4 <= across / down <= 2.5
    return (across, down) if believable else None
