"""Puts the palette, the font and the stylesheet on the application, and tells when they change.

``apply`` may be called again at any time (another mode, another text size); every piece of this
package follows. In system mode the desktop's own switch between light and dark is followed; a
forced mode brings its own ``QPalette``, because asking Qt for a colour scheme does nothing on
several platforms.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from onrecord.ui.design.palette import DARK, LIGHT, Roles
from onrecord.ui.design.stylesheet import stylesheet
from onrecord.ui.design.tokens import BODY_PIXELS, Metrics, TextStyle

if TYPE_CHECKING:
    from collections.abc import Callable

Mode = Literal["system", "light", "dark"]
FAMILY = "Noto Sans"
_WEIGHT_AXIS = QFont.Tag("wght")


@dataclass(frozen=True)
class ThemeChanged:
    """What the ``changed`` signal carries."""

    dark: bool
    text_scale: float


class Theme(QObject):
    """The theme in force; one per application, owned by it. Get it with ``current()``."""

    changed = Signal(object)  # ThemeChanged

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.setObjectName("onrecord-theme")
        self._app = app
        self._mode: Mode = "system"
        self._applying = False
        self._dressed: tuple[Roles, Metrics] | None = None
        system = QFontInfo(app.font()).pixelSize()
        self._body = float(min(max(system, BODY_PIXELS), 20.0))
        self._started_dark = app.palette().color(QPalette.ColorRole.Window).lightness() < 128
        self.roles: Roles = LIGHT
        self.metrics = Metrics(self._body)
        self.family = _load_font()
        # Held: the object behind styleHints() is otherwise collected with its connections.
        self._hints = app.styleHints()
        self._hints.colorSchemeChanged.connect(self._system_changed)

    @property
    def mode(self) -> Mode:
        return self._mode

    @property
    def text_scale(self) -> float:
        return self.metrics.scale

    def use(self, mode: Mode, text_scale: float) -> None:
        """Text scale is 1.0 at 100 %, kept between 0.8 and 2.5."""
        self._mode = mode
        scale = min(max(text_scale, 0.8), 2.5)
        self._applying = True
        try:
            self._ask_system_for(mode)
            self.roles = DARK if self._is_dark() else LIGHT
            self.metrics = Metrics(self._body, scale)
            if self._dressed == (self.roles, self.metrics):
                return  # dressing every widget again takes a second in a full window
            self._dressed = (self.roles, self.metrics)
            if self._app.style().objectName() != "fusion":
                self._app.setStyle("Fusion")
            self._app.setPalette(qpalette(self.roles))
            self._app.setFont(self.font(TextStyle.BODY))
            self._app.setStyleSheet(stylesheet(self.roles, self.metrics))
        finally:
            self._applying = False
        self.changed.emit(ThemeChanged(self.roles.dark, scale))

    def font(self, style: TextStyle, *, italic: bool = False) -> QFont:
        if style.fixed:
            font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        else:
            font = QFont(self.family)
            # Qt applies a variable font's weight only through its axis; asking by
            # setWeight draws the regular outline smeared.
            font.setVariableAxis(_WEIGHT_AXIS, style.weight)
        font.setPixelSize(self.metrics.text(style))
        font.setItalic(italic)
        return font

    def colour(self, role: str) -> QColor:
        """A role of ``Roles`` by name, as a ``QColor``."""
        return QColor(getattr(self.roles, role))

    def _is_dark(self) -> bool:
        if self._mode != "system":
            return self._mode == "dark"
        scheme = self._hints.colorScheme()
        if scheme == Qt.ColorScheme.Unknown:
            return self._started_dark
        return scheme == Qt.ColorScheme.Dark

    def _ask_system_for(self, mode: Mode) -> None:
        # So that title bars and native dialogs follow where the platform can.
        if mode == "system":
            self._hints.unsetColorScheme()
        else:
            dark = mode == "dark"
            self._hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)

    def _system_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self._mode == "system" and not self._applying:
            self.use("system", self.metrics.scale)


def apply(app: QApplication, mode: Mode = "system", text_scale: float = 1.0) -> Theme:
    """Dress the application; returns the theme, which is also ``current()`` from now on."""
    theme = _find(app) or Theme(app)
    theme.use(mode, text_scale)
    return theme


def current() -> Theme:
    """The theme in force. Applies the system's one if nobody has yet."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise RuntimeError("a QApplication is needed before anything is themed")
    return _find(app) or apply(app)


def follow(refresh: Callable[[], None]) -> None:
    """Call ``refresh`` now and whenever the theme changes.

    It has to be a method of a ``QObject``: the connection then ends with that object.
    """
    refresh()
    current().changed.connect(refresh)


def qpalette(roles: Roles) -> QPalette:
    palette = QPalette()
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    for where, colour in {
        role.Window: roles.window,
        role.WindowText: roles.text,
        role.Base: roles.raised,
        role.AlternateBase: roles.surface,
        role.Text: roles.text,
        role.PlaceholderText: roles.muted,
        role.Button: roles.raised,
        role.ButtonText: roles.text,
        role.BrightText: roles.danger,
        role.ToolTipBase: roles.raised,
        role.ToolTipText: roles.text,
        role.Highlight: roles.selection,
        role.HighlightedText: roles.on_selection,
        role.Link: roles.accent_text,
        role.LinkVisited: roles.accent_text,
        role.Accent: roles.accent,
        role.Light: roles.raised,
        role.Midlight: roles.hover,
        role.Mid: roles.line,
        role.Dark: roles.control_line,
        role.Shadow: roles.line,
    }.items():
        palette.setColor(where, QColor(colour))
    for where in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(group.Disabled, where, QColor(roles.faint))
    return palette


def _find(app: QApplication) -> Theme | None:
    return app.findChild(Theme, "onrecord-theme")


def _load_font() -> str:
    """Register the font that ships with the app; its family, or the system's if it is missing."""
    try:
        from fontpkg_noto_sans import ROOT
    except ImportError:
        return QFontInfo(QApplication.font()).family()
    ids = [
        QFontDatabase.addApplicationFont(str(file)) for file in sorted(Path(ROOT).rglob("*.ttf"))
    ]
    known = FAMILY in QFontDatabase.families() and any(i >= 0 for i in ids)
    return FAMILY if known else QFontInfo(QApplication.font()).family()
