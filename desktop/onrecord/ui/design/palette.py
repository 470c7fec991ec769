"""Colours by the job they do, in light and dark.

Neutral greys, one accent, four meanings. Words never depend on a colour: it only repeats them.
Text keeps a contrast of 4.5 : 1 on every background it may stand on, borders of controls and the
focus ring 3 : 1 (WCAG 2.2, success criteria 1.4.3 and 1.4.11); a test holds every pair to that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tone = Literal["neutral", "accent", "info", "success", "warning", "danger"]
TONES: tuple[Tone, ...] = ("neutral", "accent", "info", "success", "warning", "danger")


@dataclass(frozen=True)
class Roles:
    """One theme. Every value is ``#rrggbb``."""

    dark: bool
    window: str  # behind everything: sidebar, tool strip, status line
    surface: str  # where content is read: lists, pages
    raised: str  # cards, popovers, fields
    sunken: str  # wells, tracks of progress, unselected segments
    hover: str
    pressed: str
    text: str
    muted: str
    faint: str  # disabled text; carries no information of its own
    line: str  # between things
    control_line: str  # around things one can type in or tick
    button_line: str  # around buttons, whose words already tell what they are
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    accent_text: str  # links and quiet buttons
    selection: str
    on_selection: str
    focus: str
    danger: str
    danger_soft: str
    warning: str
    warning_soft: str
    success: str
    success_soft: str
    info: str
    info_soft: str
    neutral_soft: str

    def ink(self, tone: Tone) -> str:
        """Text and icon colour of a meaning."""
        if tone == "neutral":
            return self.muted
        if tone == "accent":
            return self.accent_text
        return str(getattr(self, tone))

    def soft(self, tone: Tone) -> str:
        """The tinted background that belongs to ``ink`` of the same tone."""
        return self.selection if tone == "accent" else str(getattr(self, f"{tone}_soft"))


LIGHT = Roles(
    dark=False,
    window="#f3f3f1",
    surface="#fbfbfa",
    raised="#ffffff",
    sunken="#e9e9e6",
    hover="#e8e8e4",
    pressed="#dcdcd7",
    text="#1c1f22",
    muted="#565c62",
    faint="#8d9297",
    line="#dddcd8",
    control_line="#888c90",
    button_line="#c6c7c4",
    accent="#1f5c8b",
    accent_hover="#1a4f79",
    accent_pressed="#154266",
    on_accent="#ffffff",
    accent_text="#1f5c8b",
    selection="#dbe8f3",
    on_selection="#12283a",
    focus="#2f7fbe",
    danger="#a8281c",
    danger_soft="#fae9e7",
    warning="#7d4e00",
    warning_soft="#fbf0d9",
    success="#24663a",
    success_soft="#e4f2e7",
    info="#1f5c8b",
    info_soft="#e5eff7",
    neutral_soft="#eaeae7",
)

DARK = Roles(
    dark=True,
    window="#1d1f21",
    surface="#232629",
    raised="#2b2f32",
    sunken="#181a1c",
    hover="#33383c",
    pressed="#3d4348",
    text="#e7e8e9",
    muted="#a9afb5",
    faint="#757b81",
    line="#393e42",
    control_line="#7c848b",
    button_line="#4f565c",
    accent="#84b9e3",
    accent_hover="#9ac7ea",
    accent_pressed="#70a9d6",
    on_accent="#0d2233",
    accent_text="#8fc1e9",
    selection="#2b3f50",
    on_selection="#edf4fa",
    focus="#6cb0e6",
    danger="#f2a097",
    danger_soft="#47292a",
    warning="#e8bd6b",
    warning_soft="#42351f",
    success="#93cfa3",
    success_soft="#263c2d",
    info="#8fc1e9",
    info_soft="#26353f",
    neutral_soft="#373c40",
)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two ``#rrggbb`` colours, 1 to 21."""
    a, b = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (a + 0.05) / (b + 0.05)


def _luminance(colour: str) -> float:
    def linear(channel: int) -> float:
        v = channel / 255
        return v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
