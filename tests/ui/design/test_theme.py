"""Light, dark and text size reach everything in view, and loading it all stays light."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontInfo, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from onrecord.ui.design import Body, Button, Heading, TextStyle, icons, set_look, theme
from onrecord.ui.design.palette import DARK, LIGHT
from onrecord.ui.design.tokens import Metrics

HEAVY = ("zxcvbn", "PIL", "sqlite_utils", "keyring", "cryptography", "sqlcipher3", "platformdirs")


def test_a_forced_theme_brings_its_own_palette(qapp: QApplication) -> None:
    for mode, roles in (("dark", DARK), ("light", LIGHT)):
        theme.apply(qapp, mode)
        assert theme.current().roles is roles
        assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(roles.window)
        assert roles.accent in qapp.styleSheet()


def test_system_mode_follows_the_desktop(qapp: QApplication) -> None:
    current = theme.apply(qapp, "system")
    scheme = qapp.styleHints().colorScheme()
    assert current.mode == "system"
    assert current.roles.dark == (scheme == Qt.ColorScheme.Dark)


def test_there_is_one_theme_and_it_is_the_applications(qapp: QApplication) -> None:
    assert theme.apply(qapp, "dark") is theme.current()
    assert theme.current().parent() is qapp


def test_text_in_view_grows_with_the_text_size(qtbot: QtBot, qapp: QApplication) -> None:
    label = Body("Charged after cancelling")
    qtbot.addWidget(label)
    before = QFontInfo(label.font()).pixelSize()
    theme.apply(qapp, "light", 2.0)
    assert QFontInfo(label.font()).pixelSize() == pytest.approx(before * 2, abs=1)


@pytest.mark.parametrize(("asked", "given"), [(0.1, 0.8), (1.5, 1.5), (9.0, 2.5)])
def test_the_text_size_stays_within_what_can_be_read(
    qapp: QApplication, asked: float, given: float
) -> None:
    assert theme.apply(qapp, "light", asked).text_scale == given


def test_a_widget_that_is_gone_is_not_refreshed(qtbot: QtBot, qapp: QApplication) -> None:
    import shiboken6

    label = Heading("Gone")
    shiboken6.delete(label)
    theme.apply(qapp, "dark")


def test_headings_are_set_in_a_real_weight_of_the_shipped_font(qapp: QApplication) -> None:
    th = theme.current()
    assert th.family == "Noto Sans"
    words = "Charged after cancelling"
    strong = QFontMetrics(th.font(TextStyle.STRONG)).horizontalAdvance(words)
    plain = QFontMetrics(th.font(TextStyle.BODY)).horizontalAdvance(words)
    assert strong > plain


def test_lengths_that_hold_text_grow_with_it() -> None:
    assert Metrics(14, 1.0).px(32) == 32
    assert Metrics(14, 2.0).px(32) == 64


@pytest.mark.parametrize("name", sorted(icons.names()))
def test_an_icon_has_one_colour_and_draws_something(qapp: QApplication, name: str) -> None:
    picture = icons.pixmap(name, "#ff0000", 24, 2.0).toImage()
    assert picture.size() == QSize(48, 48)
    inked = [
        picture.pixelColor(x, y)
        for x in range(48)
        for y in range(48)
        if picture.pixelColor(x, y).alpha() > 200
    ]
    assert inked
    assert all(c.red() > 200 and c.green() < 60 and c.blue() < 60 for c in inked)
    edge = [picture.pixelColor(x, y).alpha() for x in range(48) for y in (0, 47)]
    assert max(edge) == 0, "the drawing is cut at the edge"


def test_an_icon_is_drawn_for_fine_screens_too(qapp: QApplication) -> None:
    sizes = icons.icon("call", size=20).availableSizes()
    assert QSize(20, 20) in sizes
    assert (
        any(size.width() >= 40 for size in sizes)
        or icons.icon("call", size=20).pixmap(QSize(20, 20), 2.0).width() == 40
    )


def test_an_icon_that_does_not_exist_is_an_error_at_once(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icons.icon("no-such-icon")


def test_importing_the_pieces_imports_nothing_heavy() -> None:
    code = (
        "import sys, onrecord.ui.design, onrecord.ui.actions, onrecord.ui.jobs, onrecord.ui.undo;"
        f"print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_no_widget_is_left_with_a_font_set_by_stylesheet(qtbot: QtBot, qapp: QApplication) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    assert "font" not in qapp.styleSheet()


def test_a_button_that_is_set_off_keeps_the_text_size(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    button = Button("None given")
    qtbot.addWidget(button)
    button.show()
    theme.apply(qapp, "light", text_scale=2.0)
    large = QFontInfo(button.font()).pixelSize()
    set_look(button, "on", "true")
    set_look(button, "on", "false")
    assert QFontInfo(button.font()).pixelSize() == large
    theme.apply(qapp, "light")


def test_a_word_longer_than_the_line_is_broken_and_not_cut(qtbot: QtBot) -> None:
    words = "Rechtsschutzversicherungsgesellschaften antworten nicht"
    label = Body(words)
    qtbot.addWidget(label)
    assert label.text() == words
    assert label.minimumSizeHint().width() < label.fontMetrics().horizontalAdvance(words[:20])
