"""Buttons by rank. ``PrimaryButton`` is the only filled one: at most one in view."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QMenu,
    QPushButton,
    QSizePolicy,
    QStyleOptionButton,
    QToolButton,
    QWidget,
)

from onrecord.ui.design import icons, theme
from onrecord.ui.design.labels import set_look
from onrecord.ui.design.tokens import TextStyle

_ICON_ROLE = {
    "primary": "on_accent",
    "quiet": "accent_text",
    "link": "accent_text",
    "danger": "danger",
}


class Button(QPushButton):
    """A push button with words, and an icon where it helps to find it again."""

    look = "secondary"

    def __init__(
        self,
        text: str,
        parent: QWidget | None = None,
        *,
        icon: str = "",
        on_click: Callable[[], object] | None = None,
        hint: str = "",
        shortcut: str = "",
        menu: QMenu | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._icon = icon
        self._has_menu = menu is not None
        self.setProperty("look", self.look)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        if hint or shortcut:
            self.setToolTip(_tip(hint or text, shortcut))
        if menu is not None:
            self.setMenu(menu)
        if on_click is not None:
            self.clicked.connect(lambda _checked=False: on_click())
        theme.follow(self._refresh)

    def set_icon(self, name: str) -> None:
        self._icon = name
        self._refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what Space does. Qt leaves that to dialogs, and some desktops' own style."""
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if not plain or event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif event.isAutoRepeat():
            event.accept()
        elif self._has_menu:
            self.showMenu()
        else:
            self.click()

    def _refresh(self) -> None:
        th = theme.current()
        strong = TextStyle.STRONG if self.look == "primary" else TextStyle.BODY
        self.setFont(th.font(strong))
        name = self._icon or ("chevron-down" if self._has_menu else "")
        if self._has_menu and not self._icon:
            self.setLayoutDirection(_mirrored(self.parentWidget()))
        if not name:
            self.setIcon(QIcon())
            return
        side = th.metrics.px(14) if name == "chevron-down" else th.metrics.icon
        role = _ICON_ROLE.get(str(self.property("look")), "text")
        self.setIcon(icons.icon(name, role, side, pad=2))
        self.setIconSize(QSize(side + 4, side))


class PrimaryButton(Button):
    """Looks like any other while something above it has the property ``quiet``: the filled button
    in view is then another one's."""

    look = "primary"

    @property
    def is_filled(self) -> bool:
        return self.property("look") == self.look

    def settle_rank(self) -> None:
        """Look at what lies above again; done by itself whenever the button is shown."""
        above: QWidget | None = self.parentWidget()
        while above is not None and not above.property("quiet"):
            above = above.parentWidget()
        set_look(self, "look", self.look if above is None else Button.look)
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        self.settle_rank()
        super().showEvent(event)


class QuietButton(Button):
    """Reads as a link: for what is possible, not expected."""

    look = "quiet"


class ElidedButton(QuietButton):
    """For words that somebody wrote: where there is no room for all of them, they end in dots."""

    _shown = ""

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(min(least.width(), theme.current().metrics.px(120)), least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def setText(self, text: str) -> None:
        super().setText(text)
        self._fit()

    def _fit(self) -> None:
        words, metrics, whole = self.text(), self.fontMetrics(), self.sizeHint().width()
        room = metrics.horizontalAdvance(words) - max(0, whole - self.width())
        short = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0, room))
        self._shown = short if self.width() < whole else words
        self.setToolTip(words if self._shown != words else "")
        self.update()

    def _refresh(self) -> None:
        super()._refresh()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._fit()

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        super().initStyleOption(option)
        option.text = self._shown  # pyright: ignore[reportAttributeAccessIssue]


class LinkButton(Button):
    """A quiet button flush with the text around it, for use below or beside a line of text."""

    look = "link"


class ElidedLink(ElidedButton):
    look = LinkButton.look


class DangerButton(Button):
    """Takes something away. Outlined, never filled."""

    look = "danger"


class IconButton(QToolButton):
    """A picture only; so it always has a name for screen readers and a tool tip."""

    def __init__(
        self,
        icon: str,
        name: str,
        parent: QWidget | None = None,
        *,
        shortcut: str = "",
        checkable: bool = False,
        role: str = "text",
        small: bool = False,
        on_click: Callable[[], object] | None = None,
        menu: QMenu | None = None,
    ) -> None:
        super().__init__(parent)
        if not name:
            raise ValueError("an icon button needs a name")
        self._icon = icon
        self._role = role
        self._small = small
        if small:
            self.setProperty("look", "small")
        self.setAccessibleName(name)
        self.setToolTip(_tip(name, shortcut))
        self.setCheckable(checkable)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if menu is not None:
            self.setMenu(menu)
            self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        if on_click is not None:
            self.clicked.connect(lambda _checked=False: on_click())
        theme.follow(self._refresh)

    def set_icon(self, icon: str, name: str = "", shortcut: str = "") -> None:
        self._icon = icon
        if name:
            self.setAccessibleName(name)
            self.setToolTip(_tip(name, shortcut))
        self._refresh()

    def _refresh(self) -> None:
        metrics = theme.current().metrics
        side = metrics.px(13) if self._small else metrics.icon
        self.setIcon(icons.icon(self._icon, self._role, side))
        self.setIconSize(QSize(side, side))


def _tip(words: str, shortcut: str) -> str:
    if not shortcut:
        return words
    keys = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
    return f"{words} ({keys})"


def _mirrored(parent: QWidget | None) -> Qt.LayoutDirection:
    """The direction that puts the small arrow of a menu button behind its words."""
    base = parent.layoutDirection() if parent is not None else Qt.LayoutDirection.LeftToRight
    if base == Qt.LayoutDirection.LeftToRight:
        return Qt.LayoutDirection.RightToLeft
    return Qt.LayoutDirection.LeftToRight
