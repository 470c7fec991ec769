"""Typing a passphrase: shown or hidden, and how strong it is, in words.

The strength estimate (zxcvbn: 120 ms to import, up to 70 ms a passphrase) is loaded and made in a
thread of its own after the first pause in typing, so that the window never waits for it.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from onrecord.ui.design.buttons import IconButton
from onrecord.ui.design.labels import Muted, set_look
from onrecord.ui.design.tokens import Space
from onrecord.ui.relay import relay

_LONGEST = 72
"""Characters judged: the estimator refuses more, and so many are strong or a repetition."""


@dataclass(frozen=True)
class Strength:
    """``level`` 0 (guessed at once) to 4; ``words`` say it for the screen."""

    level: int
    words: str


@dataclass(frozen=True)
class StrengthJudged:
    strength: Strength


@dataclass(frozen=True)
class _Answer:
    turn: int
    level: int


class PassphraseEdit(QWidget):
    """A passphrase field; with ``judge=True`` also its strength, for a new one."""

    judged = Signal(object)  # StrengthJudged

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        judge: bool = False,
        placeholder: str = "",
        avoid: Callable[[], list[str]] | None = None,
    ) -> None:
        """``avoid`` gives words that would be easy to guess here, e.g. the name of the vault."""
        super().__init__(parent)
        self._avoid = avoid
        self.edit = QLineEdit(self)
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.setFocusProxy(self.edit)
        self.eye = IconButton("preview", self.tr("Show the passphrase"), self, checkable=True)
        self.eye.toggled.connect(self._show)
        row = QHBoxLayout()
        row.setSpacing(Space.XS)
        row.addWidget(self.edit, 1)
        row.addWidget(self.eye)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addLayout(row)
        self.strength: Strength | None = None
        self._turn = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(120)
        self._pause.timeout.connect(self._judge)
        self.bar: QProgressBar | None = None
        self.words: Muted | None = None
        if judge:
            self.bar = QProgressBar(self)
            self.bar.setRange(0, 4)
            self.bar.setTextVisible(False)
            self.bar.setAccessibleName(self.tr("Strength of the passphrase"))
            self.words = Muted("", self)
            policy = self.bar.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            self.bar.setSizePolicy(policy)
            self.bar.hide()
            column.addWidget(self.bar)
            column.addWidget(self.words)
            self.edit.textChanged.connect(self._changed)

    def text(self) -> str:
        return self.edit.text()

    def set_text(self, text: str, *, shown: bool = False) -> None:
        self.edit.setText(text)
        self.eye.setChecked(shown)

    def clear(self) -> None:
        self.edit.clear()
        self.eye.setChecked(False)

    def _show(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.edit.setEchoMode(mode)
        if shown:
            self.eye.set_icon("cover", self.tr("Hide the passphrase"))
        else:
            self.eye.set_icon("preview", self.tr("Show the passphrase"))

    def _changed(self, _text: str) -> None:
        self._pause.start()

    def _judge(self) -> None:
        self._turn += 1
        turn, text, avoid = self._turn, self.edit.text(), self._avoid() if self._avoid else []
        post = relay().post  # the window may be closed by then

        def work() -> None:
            answer = _Answer(turn, judge(text, avoid).level)
            post(self, lambda: self._show_strength(answer))

        threading.Thread(target=work, name="strength", daemon=True).start()

    def _show_strength(self, answer: _Answer) -> None:
        if self.bar is None or self.words is None or answer.turn != self._turn:
            return
        words = {
            -1: "",
            0: self.tr("Very weak: it would be guessed at once."),
            1: self.tr("Weak: a few more words make it hard to guess."),
            2: self.tr("Fair: add a word or two."),
            3: self.tr("Good."),
            4: self.tr("Strong."),
        }[answer.level]
        self.strength = Strength(answer.level, words)
        self.bar.setVisible(answer.level >= 0)
        # The weakest shows a little too: an empty bar would read as "not judged".
        self.bar.setValue(max(1, answer.level))
        set_look(self.bar, "strength", str(answer.level))
        self.words.setText(words)
        self.bar.setAccessibleDescription(words)
        self.judged.emit(StrengthJudged(self.strength))


def judge(passphrase: str, avoid: list[str]) -> Strength:
    """Level by the guesses needed, against someone who has copied the vault.

    Each guess costs a key derivation of about a second: at 10^11 guesses ("Good") a thousand
    machines need three years, at 10^14 ("Strong") three thousand. -1: nothing to judge.
    """
    if not passphrase:
        return Strength(-1, "")
    from zxcvbn import zxcvbn

    guesses = float(zxcvbn(passphrase[:_LONGEST], user_inputs=avoid)["guesses"])
    power = math.log10(max(guesses, 1.0))
    return Strength(sum(power >= limit for limit in (5, 8, 11, 14)), "")
