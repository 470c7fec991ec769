"""A running job in one line: words, how far, pause, cancel."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from onrecord.ui.design import theme
from onrecord.ui.design.buttons import IconButton
from onrecord.ui.design.labels import Muted
from onrecord.ui.design.tokens import Space


@dataclass(frozen=True)
class CancelAsked:
    key: str


@dataclass(frozen=True)
class PauseAsked:
    """``paused`` false: go on."""

    key: str
    paused: bool


class ProgressStrip(QWidget):
    """Shows and asks; the strip runs nothing itself."""

    cancel_asked = Signal(object)  # CancelAsked
    pause_asked = Signal(object)  # PauseAsked

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        key: str = "",
        can_pause: bool = False,
        can_cancel: bool = True,
    ) -> None:
        super().__init__(parent)
        self.key = key
        self._paused = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.words = Muted("", self, wrap=False)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.words)
        row.addWidget(self.bar)
        self.pause_button: IconButton | None = None
        self.cancel_button: IconButton | None = None
        if can_pause:
            self.pause_button = IconButton("pause", self.tr("Pause"), self, on_click=self._pause)
            row.addWidget(self.pause_button)
        if can_cancel:
            self.cancel_button = IconButton(
                "close", self.tr("Stop this"), self, on_click=self._cancel
            )
            row.addWidget(self.cancel_button)
        theme.follow(self._refresh)

    def show_progress(self, words: str, done: int = 0, total: int = 0) -> None:
        """``total`` 0 means the length is not known: the bar runs."""
        count = self.tr("{0} of {1}").format(done, total) if total else ""
        text = f"{words} {count}".strip()
        self.words.setText(text)
        self.bar.setRange(0, total)
        self.bar.setValue(min(done, total))
        self.bar.setAccessibleName(text)

    def set_paused(self, paused: bool) -> None:
        self._paused = paused
        if self.pause_button is not None:
            if paused:
                self.pause_button.set_icon("play", self.tr("Go on"))
            else:
                self.pause_button.set_icon("pause", self.tr("Pause"))

    @property
    def is_paused(self) -> bool:
        return self._paused

    def _pause(self) -> None:
        self.set_paused(not self._paused)
        self.pause_asked.emit(PauseAsked(self.key, self._paused))

    def _cancel(self) -> None:
        if self.cancel_button is not None:
            self.cancel_button.setEnabled(False)
        self.cancel_asked.emit(CancelAsked(self.key))

    def _refresh(self) -> None:
        self.bar.setFixedWidth(theme.current().metrics.px(120))
