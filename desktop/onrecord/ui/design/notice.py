"""Tell, don't interrupt: a line in the window with an Undo, instead of a dialog."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from onrecord.ui.design import icons, theme
from onrecord.ui.design.announce import announce
from onrecord.ui.design.apart import Apart
from onrecord.ui.design.buttons import IconButton, QuietButton
from onrecord.ui.design.labels import Body
from onrecord.ui.design.tokens import Space

NoticeKind = Literal["info", "success", "warning", "error"]
_TONE = {"info": "info", "success": "success", "warning": "warning", "error": "danger"}


@dataclass(frozen=True)
class NoticeClosed:
    key: str


class NoticeBar(QFrame):
    """One notice, for use inside a view or stacked by ``NoticeArea``."""

    closed = Signal(object)  # NoticeClosed

    def __init__(
        self,
        text: str,
        kind: NoticeKind = "info",
        parent: QWidget | None = None,
        *,
        action: str = "",
        on_action: Callable[[], object] | None = None,
        closable: bool = True,
        key: str = "",
        of: object = None,
    ) -> None:
        super().__init__(parent)
        self.kind: NoticeKind = kind
        self.key = key
        self.of = of
        self.since = QElapsedTimer()
        self.since.start()
        self.setProperty("look", "notice")
        self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._on_action = on_action
        self.picture = QLabel(self)
        self.label = Body(text, self)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)  # it wraps
        self.label.setSizePolicy(policy)
        self.setAccessibleName(f"{self._spoken_kind()}: {text}")
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.XS, Space.XS, Space.XS)
        row.setSpacing(Space.S)
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignVCenter)
        self.action: QuietButton | None = None
        if action and on_action is not None:
            self.action = QuietButton(action, self, on_click=self._act)
            row.addLayout(Apart(self.label, self.action, gap=Space.XS), 1)
        else:
            row.addWidget(self.label, 1, Qt.AlignmentFlag.AlignVCenter)
        self.close_button: IconButton | None = None
        if closable:
            self.close_button = IconButton(
                "close", self.tr("Dismiss this notice"), self, on_click=self.dismiss, role="muted"
            )
            row.addWidget(self.close_button)
        theme.follow(self._refresh)

    def dismiss(self) -> None:
        self.hide()
        self.closed.emit(NoticeClosed(self.key))

    def _act(self) -> None:
        if self._on_action is not None:
            self._on_action()
        self.dismiss()

    def _spoken_kind(self) -> str:
        return {
            "info": self.tr("Note"),
            "success": self.tr("Done"),
            "warning": self.tr("Warning"),
            "error": self.tr("Problem"),
        }[self.kind]

    def _refresh(self) -> None:
        th = theme.current()
        tone = _TONE[self.kind]
        self.picture.setPixmap(icons.icon(self.kind, tone).pixmap(th.metrics.icon))
        row = self.layout()
        assert row is not None
        pad = Space.XS if self.action or self.close_button else Space.S
        row.setContentsMargins(Space.M, pad, Space.S, pad)


class NoticeArea(QWidget):
    """Stacks notices, newest first, at most ``most`` in view. Put it above a view's content.

    Info and success go by themselves, unless the pointer or the focus is on them; a warning stays
    until it is dismissed, an error, or a warning with something to do at once, until then, until the person goes on elsewhere, or until
    something else was done; both until what went wrong went well. A notice with the key or the
    words of one shown takes its place.
    """

    STAY_MS = 8_000
    STAY_WITH_ACTION_MS = 20_000
    SEEN_MS = 8_000
    """An error younger than this is not taken for read."""

    def __init__(self, parent: QWidget | None = None, *, most: int = 3) -> None:
        super().__init__(parent)
        self._most = most
        self._bars: list[tuple[NoticeBar, QTimer]] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._stack = QVBoxLayout(self)
        self._stack.setContentsMargins(0, Space.S, 0, 0)
        self._stack.setSpacing(Space.XS)
        self.hide()

    def bars(self) -> list[NoticeBar]:
        """What is in view, newest first."""
        return [bar for bar, _ in self._bars]

    def tell(
        self,
        text: str,
        kind: NoticeKind = "info",
        *,
        action: str = "",
        on_action: Callable[[], object] | None = None,
        key: str = "",
        of: object = None,
    ) -> NoticeBar:
        """Show one; ``action`` is usually "Undo". It goes when what it is ``of`` is taken back."""
        for bar in self.bars():
            again = bar.kind == kind and bar.label.text() == text
            if again or (key and bar.key == key):
                self._drop(bar)
        if kind == "success":
            self.moved_on()
        bar = NoticeBar(text, kind, self, action=action, on_action=on_action, key=key, of=of)
        bar.closed.connect(self._on_closed)
        timer = QTimer(bar)
        timer.setSingleShot(True)
        timer.timeout.connect(self._time_over)
        self._bars.insert(0, (bar, timer))
        self._stack.insertWidget(0, bar)
        if kind in ("info", "success"):
            timer.start(self.STAY_WITH_ACTION_MS if action else self.STAY_MS)
        while len(self._bars) > self._most:
            going = next((b for b, t in reversed(self._bars) if t.isActive()), self._bars[-1][0])
            self._drop(going)
        self.show()
        announce(self, bar.accessibleName())
        return bar

    def moved_on(self) -> None:
        """The person went to another place, or did something else: what went wrong before, and
        was read, is behind them."""
        for bar in self.bars():
            at_hand = bar.kind == "error" or (bar.kind == "warning" and bar.action is not None)
            if at_hand and bar.since.hasExpired(self.SEEN_MS):
                self._drop(bar)

    def settled(self, key: str) -> None:
        """What a notice warned of is none any more."""
        for bar in self.bars():
            if bar.key == key:
                self._drop(bar)

    def taken_back(self, of: object) -> None:
        """What was told of it, or offered to be done with it, holds no more."""
        for bar in self.bars():
            if bar.of is of:
                self._drop(bar)

    def clear(self) -> None:
        for bar in self.bars():
            self._drop(bar)

    def _time_over(self) -> None:
        for bar, timer in list(self._bars):
            if timer is self.sender():
                focused = QApplication.focusWidget()
                if bar.underMouse() or (focused and bar.isAncestorOf(focused)):
                    timer.start(self.STAY_MS)
                else:
                    self._drop(bar)

    def _on_closed(self, _closed: NoticeClosed) -> None:
        bar = self.sender()
        if isinstance(bar, NoticeBar):
            self._drop(bar)

    def _drop(self, bar: NoticeBar) -> None:
        self._bars = [(b, t) for b, t in self._bars if b is not bar]
        self._stack.removeWidget(bar)
        bar.hide()
        bar.deleteLater()
        self.setVisible(bool(self._bars))
