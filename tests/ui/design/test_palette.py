"""Text can be read and controls can be seen, in light and in dark."""

from __future__ import annotations

import pytest

from onrecord.ui.design.palette import DARK, LIGHT, TONES, Roles, contrast

THEMES = pytest.mark.parametrize("roles", [LIGHT, DARK], ids=["light", "dark"])


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@THEMES
@pytest.mark.parametrize("ground", ["window", "surface", "raised", "hover", "sunken"])
@pytest.mark.parametrize("ink", ["text", "muted", "accent_text", "danger", "warning", "success"])
def test_text_stands_out_from_every_ground(roles: Roles, ink: str, ground: str) -> None:
    assert contrast(getattr(roles, ink), getattr(roles, ground)) >= 4.5


@THEMES
def test_text_on_accent_and_selection_stands_out(roles: Roles) -> None:
    for ground in (roles.accent, roles.accent_hover, roles.accent_pressed):
        assert contrast(roles.on_accent, ground) >= 4.5
    assert contrast(roles.on_selection, roles.selection) >= 4.5
    assert contrast(roles.muted, roles.selection) >= 4.5  # the hint of a drop target
    assert contrast(roles.text, roles.pressed) >= 4.5


@THEMES
@pytest.mark.parametrize("tone", TONES)
def test_a_meaning_reads_on_its_own_tint(roles: Roles, tone) -> None:
    assert contrast(roles.ink(tone), roles.soft(tone)) >= 4.5
    assert contrast(roles.text, roles.soft(tone)) >= 4.5
    assert contrast(roles.accent_text, roles.soft(tone)) >= 4.5  # the Undo of a notice


@THEMES
@pytest.mark.parametrize("ground", ["window", "surface", "raised"])
def test_edges_of_fields_and_the_focus_ring_can_be_seen(roles: Roles, ground: str) -> None:
    assert contrast(roles.control_line, getattr(roles, ground)) >= 3
    assert contrast(roles.focus, getattr(roles, ground)) >= 3
    assert contrast(roles.accent, getattr(roles, ground)) >= 3


@THEMES
def test_the_focus_ring_can_be_seen_on_a_selected_row(roles: Roles) -> None:
    assert contrast(roles.focus, roles.selection) >= 3
