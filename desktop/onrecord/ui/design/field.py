"""A form field: label above, control, hint or error below, named for screen readers."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from onrecord.ui.design import icons, theme
from onrecord.ui.design.announce import announce
from onrecord.ui.design.labels import Label, Muted, set_look
from onrecord.ui.design.tokens import Space, TextStyle


class Field(QWidget):
    """Wraps any control. ``optional=True`` says so beside the label."""

    def __init__(
        self,
        label: str,
        control: QWidget,
        parent: QWidget | None = None,
        *,
        hint: str = "",
        optional: bool = False,
    ) -> None:
        super().__init__(parent)
        self.control = control
        self._hint_text = hint
        self.label = Label(label, self, style=TextStyle.SMALL_STRONG)
        self.label.setBuddy(_typed(control))
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(self.label)
        if optional:
            head.addWidget(Muted(self.tr("optional"), self, wrap=False))
        head.addStretch(1)
        self.hint = Muted(hint, self)
        self.hint.setVisible(bool(hint))
        self.error = Label("", self, style=TextStyle.SMALL, tone="danger", wrap=True)
        self._error_mark = QLabel(self)
        foot = QHBoxLayout()
        foot.setSpacing(Space.XS)
        foot.addWidget(self._error_mark)
        foot.addWidget(self.error, 1)
        self.error.hide()
        self._error_mark.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addLayout(head)
        # In the order of Tab it stands before its control, as Qt expects of what hands the cursor
        # on to a part of itself; made after it, it would hand the cursor back for ever.
        control.setParent(None)
        column.addWidget(control)
        column.addWidget(self.hint)
        column.addLayout(foot)
        self.setFocusProxy(control)
        self.set_label(label)
        for widget in {control, _typed(control)}:
            widget.setAccessibleDescription(hint)
        typed = _typed(control)
        if isinstance(typed, QLineEdit):
            # What was wrong is being put right: the next press says whether it is.
            typed.textEdited.connect(lambda _text: self.set_error(""))
        theme.follow(self._refresh)

    def set_label(self, label: str) -> None:
        self.label.setText(label)
        plain = label.replace("&&", "\0").replace("&", "").replace("\0", "&")
        for widget in {self.control, _typed(self.control)}:
            widget.setAccessibleName(plain)

    def set_error(self, sentence: str) -> None:
        """One sentence: what is wrong, what to do. Empty takes it away."""
        fresh = bool(sentence) and sentence != self.error.text()
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))
        self._error_mark.setVisible(bool(sentence))
        self.hint.setVisible(bool(self._hint_text) and not sentence)
        self._make_room()
        typed = _typed(self.control)
        set_look(typed, "wrong", "true" if sentence else "false")
        typed.setAccessibleDescription(sentence or self._hint_text)
        if fresh:
            announce(typed, sentence)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """The whole sentence is seen also where what is around does not ask how high it wraps."""
        needed = 0
        if self.error.text():
            beside = self._error_mark.sizeHint().width() + Space.XS
            needed = self.error.heightForWidth(max(self.width() - beside, 1))
        self.error.setMinimumHeight(max(needed, 0))

    def set_hint(self, hint: str) -> None:
        self._hint_text = hint
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint) and not self.error.text())
        _typed(self.control).setAccessibleDescription(self.error.text() or hint)

    def _refresh(self) -> None:
        if isinstance(self.control, QAbstractSpinBox):
            # A stylesheet's padding does not reach the text of a spin box.
            self.control.lineEdit().setTextMargins(theme.current().metrics.px(7), 0, 0, 0)
        side = theme.current().metrics.px(14)
        self._error_mark.setPixmap(icons.icon("error", "danger", side).pixmap(side))


def _typed(control: QWidget) -> QWidget:
    """The widget of a control that takes the keys (a passphrase edit holds a line edit).

    A group of choices stands for itself: the button that has its keys keeps the name of its choice.
    """
    proxy = control.focusProxy()
    return control if proxy is None or isinstance(proxy, QAbstractButton) else proxy
