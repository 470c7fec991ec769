"""A running job in one line: words, how far, cancel."""

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


class ProgressStrip(QWidget):
    """Shows and asks; the strip runs nothing itself."""

    cancel_asked = Signal(object)  # CancelAsked

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        key: str = "",
        can_cancel: bool = True,
    ) -> None:
        super().__init__(parent)
        self.key = key
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.words = Muted("", self, wrap=False)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.words)
        row.addWidget(self.bar)
        self.cancel_button: IconButton | None = None
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

    def _cancel(self) -> None:
        if self.cancel_button is not None:
            self.cancel_button.setEnabled(False)
        self.cancel_asked.emit(CancelAsked(self.key))

    def _refresh(self) -> None:
        self.bar.setFixedWidth(theme.current().metrics.px(120))
