"""Today: what needs the person now, one line each with its reason and one thing to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from onrecord.domain.change import Change
from onrecord.ui.design import (
    Body,
    Button,
    Choice,
    EmptyState,
    Heading,
    Label,
    Muted,
    PrimaryButton,
    Rule,
    ScrollArea,
    Space,
    TextStyle,
    icons,
    set_look,
    theme,
)
from onrecord.ui.design.discard import discard
from onrecord.ui.desk import Desk, Place
from onrecord.ui.steps import start_step
from onrecord.ui.time.reminding import ReminderChoice
from onrecord.ui.time.since_card import SinceCard

MOST = 40
"""Lines shown; more would not be read. What is left out is counted."""
_WIDEST = 820
_QUIET_TABLES = frozenset({"object", "pending_export", "custody"})


@dataclass(frozen=True)
class Line:
    """One line of Today, ready to show. ``tone`` colours its icon only."""

    words: str
    why: str
    button: str
    icon: str
    tone: str
    action: str
    about: str = ""
    dispute_id: str = ""
    late: bool = False
    track_id: str = ""


@dataclass(frozen=True)
class TodayShown:
    lines: tuple[Line, ...]
    is_new: bool
    """Nothing is in the vault yet."""
    remind: bool = False
    """A deadline is ahead, and how to remind was never asked."""


class TodayView(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: TodayShown | None = None
        self.lines: list[TodayLine] = []
        set_look(self, "look", "surface")
        self.heading = Heading(self.tr("Today"), self)
        self.day = Muted("", self, wrap=False)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self.more = Muted("", self)
        self.since = SinceCard(desk, self)
        self.remind = ReminderChoice(desk, self)
        self.first = EmptyState(
            "dispute",
            self.tr("Begin with what went wrong"),
            self.tr(
                "Open a dispute, or write down a call first. Bills and screenshots can be "
                "dropped anywhere; they are kept safely until you sort them."
            ),
            self,
            actions=[
                Choice(self.tr("New dispute"), desk.new_dispute, "add"),
                Choice(self.tr("Note a call"), desk.log_contact, "call"),
            ],
            primary=True,
        )
        self.calm = EmptyState(
            "sun",
            self.tr("Nothing needs you today"),
            self.tr("If they call or write, put it on record while you remember it."),
            self,
            actions=[
                Choice(self.tr("Log a call"), desk.log_contact, "call"),
                Choice(self.tr("Add documents"), desk.add_documents, "add"),
            ],
        )
        self._lay_out()
        desk.session.changed.connect(self._changed)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(self.heading)
        head.addWidget(self.day, 1, Qt.AlignmentFlag.AlignBottom)
        inside = QWidget(self)
        inside.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(inside)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addLayout(head)
        column.addWidget(self.since)
        column.addLayout(self._column)
        column.addWidget(self.more)
        column.addWidget(self.remind)
        column.addWidget(self.first, 1)
        column.addWidget(self.calm, 1)
        column.addStretch(0)
        self.area = ScrollArea(inside, self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)
        for widget in (self.more, self.first, self.calm):
            widget.hide()

    # ---------------------------------------------------------------- showing

    def show_place(self, place: Place) -> None:
        self.since.begin()
        self.refresh()

    def refresh(self) -> None:
        vault = self._desk.vault
        self.day.setText(_long_day(date.today()))
        self._desk.session.ask(lambda: read_today(vault), self._show, self, "today")

    def _show(self, shown: TodayShown) -> None:
        if shown == self._shown:
            return
        holder: Any = self.window().focusWidget()  # also while the window is not the active one
        focused = next((n for n, one in enumerate(self.lines) if one.button is holder), -1)
        inside = holder is not None and self.isAncestorOf(holder)
        self._shown = shown
        for one in self.lines:
            self._column.removeWidget(one)
            discard(one)
        self.lines = []
        filled = not shown.is_new
        for number, line in enumerate(shown.lines[:MOST]):
            made = TodayLine(line, self, primary=filled and number == 0, rule=number > 0)
            made.button.clicked.connect(lambda _on=False, line=line: self._start(line))
            made.button.installEventFilter(self)
            self.lines.append(made)
            self._column.addWidget(made)
            made.show()  # now, not when the layout comes round: it may get the focus
        left = len(shown.lines) - MOST
        self.more.setText(self.tr("{0} more lines come up when these are done.").format(left))
        self.more.setVisible(left > 0)
        self.remind.setVisible(shown.remind)
        self.first.setVisible(shown.is_new)
        self.calm.setVisible(not shown.is_new and not shown.lines)
        if focused >= 0 and self.lines:
            self.lines[min(focused, len(self.lines) - 1)].button.setFocus()
        elif holder is self or (inside and holder is not None and not holder.isVisible()):
            self._focus_first()

    def _start(self, line: Line) -> None:
        start_step(
            self._desk, line.action, line.about, line.dispute_id,
            broken=line.late, track_id=line.track_id,
        )  # fmt: skip

    def _changed(self, change: Change) -> None:
        if self.isVisible() and change.tables() - _QUIET_TABLES:
            self.refresh()

    # ---------------------------------------------------------------- keys

    def setFocus(self, *reason: Any) -> None:  # pyright: ignore
        super().setFocus(*reason)
        self._focus_first()

    def _focus_first(self) -> None:
        if self._shown is not None and self._shown.is_new:
            self.first.buttons[0].setFocus()
        elif self.lines:
            self.lines[0].button.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down go from line to line."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            at = next((n for n, one in enumerate(self.lines) if one.button is watched), -1)
            if step and at >= 0 and 0 <= at + step < len(self.lines):
                button = self.lines[at + step].button
                button.setFocus(Qt.FocusReason.TabFocusReason)
                self.area.ensureWidgetVisible(self.lines[at + step])
                return True
        return super().eventFilter(watched, event)


class TodayLine(QWidget):
    """Icon, words, reason; the button at the right."""

    def __init__(self, line: Line, parent: QWidget, *, primary: bool, rule: bool) -> None:
        super().__init__(parent)
        self.line = line
        self.icon = QLabel(self)
        words = Label(line.words, self, style=TextStyle.STRONG, wrap=True)
        why = Body(line.why, self)
        why.set_tone("muted")
        self.button = (PrimaryButton if primary else Button)(line.button, self)
        self.button.setAccessibleDescription(f"{line.words} {line.why}")
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addWidget(words)
        if line.why:
            text.addWidget(why)
        row = QHBoxLayout()
        row.setContentsMargins(0, Space.M, 0, Space.M)
        row.setSpacing(Space.M)
        row.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(text, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if rule:
            column.addWidget(Rule(self))
        column.addLayout(row)
        theme.follow(self._refresh)

    def _refresh(self) -> None:
        side = theme.current().metrics.icon
        self.icon.setPixmap(icons.icon(self.line.icon, self.line.tone, side).pixmap(side))


# -------------------------------------------------------------------- what is shown

_IN_DISPUTE = frozenset({"open_draft", "open_call", "answer"})
"""What is done with its dispute in view."""
_ICONS = {
    "add_documents": "document",
    "log_call": "call",
    "new_packet": "packet",
    "send_packet": "packet",
    "write_follow_up": "letter",
    "write_formal_complaint": "letter",
    "write_deadlock": "letter",
    "edit_contact": "reference",
    "open_promise": "promise",
    "open_to_sort": "tosort",
    "open_dates": "deadline",
    "who_can_help": "help",
    "open_draft": "edit",
    "open_call": "clock",
    "answer": "letter",
    "open_document": "key",
    "recovery_sheet": "key",
}


def read_today(vault: Any) -> TodayShown:
    """Everything of Today in its order: the recovery sheet, what is late or due, drafts,
    documents that need something, and what waits to be sorted."""
    from onrecord.services.reminders import asks_how_to_remind
    from onrecord.services.views.attention import attention, recovery_due
    from onrecord.services.views.today import today

    lines: list[Line] = []
    if recovery_due(vault):
        lines.append(
            Line(
                "Make your recovery sheet.",
                "If you forget the passphrase, nobody can open this.",
                "Make the sheet",
                "key",
                "warning",
                "recovery_sheet",
            )
        )
    due = [_due_line(item) for item in today(vault)]
    begun = [
        Line(
            one.words,
            one.why,
            one.button,
            "warning" if one.button.startswith("Look") else _ICONS[one.action],
            "muted",
            one.action,
            one.id,
            one.dispute_id if one.action in _IN_DISPUTE else "",
        )
        for one in attention(vault)
    ]
    last = [line for line in due if line.action == "open_to_sort"]
    lines += [line for line in due if line.action != "open_to_sort"]
    lines += begun + last
    return TodayShown(
        tuple(lines),
        is_new=not begun and not last and _is_new(vault),
        remind=asks_how_to_remind(vault),
    )


def _due_line(item: Any) -> Line:
    late = item.urgency == 0
    tone = "danger" if late else "warning" if item.urgency == 1 else "muted"
    icon = (
        "promise-broken"
        if late and item.action != "open_dates"
        else _ICONS.get(item.action, "flag")
    )
    return Line(
        item.words, item.why, item.button, icon, tone, item.action, item.id, item.dispute_id, late,
        item.track_id,
    )  # fmt: skip


def _is_new(vault: Any) -> bool:
    from onrecord.domain.contact import Contact
    from onrecord.domain.dispute import Dispute
    from onrecord.domain.evidence import Evidence

    here = "trashed_at = ''"
    return not any(vault.count(cls, here, []) for cls in (Dispute, Contact, Evidence))


def _long_day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"
