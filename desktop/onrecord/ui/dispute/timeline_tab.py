"""Documents, calls, promises and silence, all in order, the newest first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget

from onrecord.domain.change import Change
from onrecord.domain.when import When
from onrecord.ui.design import (
    EmptyState,
    Muted,
    QuietButton,
    Space,
    TimelineRow,
    Tone,
)
from onrecord.ui.desk import Desk
from onrecord.ui.item_list import ItemList, Items, Key
from onrecord.ui.view_keys import ViewKeys
from onrecord.ui.words import icon_of

_TABLES = {
    "contact", "evidence", "promise", "fact", "stage_event", "dispute_contact",
    "dispute_evidence", "contact_line", "day_order",
}  # fmt: skip
_FLAG_TONES: dict[str, Tone] = {
    "no_reference": "warning",
    "broken": "danger",
    "due_soon": "warning",
    "kept": "success",
    "admitted": "success",
    "disputed": "warning",
    "unread": "neutral",
}


_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_YEAR = re.compile(r" \d{4}(?:/\d\d)?\b")
_NO_NUMBER = ("none given", "refused")


class TimelineTab(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.dispute_id = ""
        self._show = "everything"
        self.list = ItemList(desk, self.tr("What happened, newest first"), self)
        self.empty = EmptyState(
            "timeline",
            self.tr("Nothing on record yet"),
            self.tr(
                "Drop bills, screenshots or letters here, paste a picture, or log what was said on a "
                "call. Everything is put in order of its date."
            ),
            self,
        )
        self._words = {
            "everything": self.tr("everything"),
            "contacts": self.tr("calls and messages"),
            "documents": self.tr("documents"),
            "promises": self.tr("promises"),
            "facts": self.tr("what I wrote down"),
        }
        menu = QMenu(self)
        for key, words in self._words.items():
            menu.addAction(words).triggered.connect(lambda _on=False, key=key: self.show_only(key))
        self.filter = QuietButton("", self, menu=menu)
        self.tools = QWidget(self)
        top = QHBoxLayout(self.tools)
        top.setContentsMargins(0, 0, 0, 0)
        writing = QMenu(self)
        self.write_it = writing.addAction(self.tr("What happened…"))
        self.write_it.triggered.connect(lambda _on=False: desk.act("add_fact"))
        self.promised = writing.addAction(self.tr("A promise or an offer…"))
        self.promised.triggered.connect(lambda _on=False: desk.act("add_term"))
        self.differ = writing.addAction(self.tr("Where we disagree"))
        self.differ.triggered.connect(lambda _on=False: desk.act("disagreements"))
        self.write = QuietButton(
            self.tr("Write down"), self.tools, menu=writing, shortcut="Ctrl+Shift+H",
            hint=self.tr("What happened, and where you disagree"),
        )  # fmt: skip
        top.addWidget(self.write)
        top.addStretch(1)
        top.addWidget(self.filter)
        self.none = Muted(self.tr("Nothing of this kind is on record yet."), self, wrap=False)
        self.none.setContentsMargins(Space.XL, Space.S, Space.L, Space.S)
        self.none.hide()
        self.stack = QStackedLayout()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.none)
        column.addLayout(self.stack, 1)
        self.setFocusProxy(self.list)
        self.keys = ViewKeys(
            desk,
            self,
            {"up_in_day": lambda: self.move_row(1), "down_in_day": lambda: self.move_row(-1)},
        )
        desk.session.changed.connect(self._changed)
        self.show_only("everything")

    @property
    def lists(self) -> ItemList:
        """What scrolls here, while the head of the dispute leaves room for it."""
        return self.list

    @property
    def is_empty(self) -> bool:
        """Nothing is on record in this dispute."""
        return self.stack.currentWidget() is self.empty

    def show_dispute(self, dispute_id: str) -> None:
        self.dispute_id = dispute_id
        self.list.show_items(Items.none())
        self.refresh()

    def show_only(self, what: str) -> None:
        self._show = what
        self.filter.setText(self.tr("Show: {0}").format(self._words[what]))
        self.refresh()

    def move_row(self, by: int) -> None:
        """The current line, to be later (1, higher up here) or earlier (-1) within its day."""
        item = self.list.items.item(self.list.currentIndex())
        if item is None or not item.kind:
            return
        vault, dispute, kind, id = self._desk.vault, self.dispute_id, item.kind, item.id

        def verb() -> Change:
            from onrecord.services.day_order import move_in_day

            return move_in_day(vault, dispute, kind, id, by)

        notices = self._desk.session.notices
        self._desk.session.do(verb, None, self, failed=lambda e: notices.info(str(e), key="day"))

    def refresh(self) -> None:
        if not self.dispute_id:
            return
        vault, dispute_id, what = self._desk.vault, self.dispute_id, self._show
        unknown = self.tr("Day not known")

        def query() -> Items:
            from onrecord.services.views.timeline import timeline_rows
            from onrecord.services.views.timeline_order import timeline_order

            def more(keys: Sequence[Key]) -> dict[Key, TimelineRow]:
                rows = timeline_rows(vault, keys)
                return {key: painted_row(row) for key, row in rows.items()}

            keys, between = with_headings(timeline_order(vault, dispute_id, what), unknown)
            return Items.read(keys, between, more)

        self._desk.session.ask(query, self._fill, self, "timeline")

    def _fill(self, items: Items) -> None:
        self.list.show_items(items)
        empty = not items and self._show == "everything"
        self.none.setVisible(not items and not empty)
        self.stack.setCurrentWidget(self.empty if empty else self.list)
        self.filter.setVisible(not empty)

    def _changed(self, change: Change) -> None:
        if self.isVisible() and change.tables() & _TABLES:
            self.refresh()


def with_headings(
    order: Sequence[tuple[str, str, str]], unknown: str
) -> tuple[list[Key], dict[int, TimelineRow]]:
    """The keys of a timeline's lines, with a heading before each month; ``unknown`` heads the last.
    What is between, headings and silences, stands by its number."""
    keys: list[Key] = []
    between: dict[int, TimelineRow] = {}
    month = None
    for kind, id, when in order:
        if kind == "silence":
            between[len(keys)] = TimelineRow(id, "silence")
            keys.append(("", ""))
            continue
        if (heads := _head(when)) != month:
            month = heads
            between[len(keys)] = TimelineRow(When(month).words() if month else unknown, "month")
            keys.append(("", ""))
        keys.append((kind, id))
    return keys, between


def _head(when: str) -> str:
    """The month a line stands under; a year, or months from one to another, where no single month
    is known."""
    first, several, _ = when.partition("/")
    if not several or len(first) > 7:
        return first[:7]
    said = When(when).said_parts
    return said[0] if len(said) == 1 and len(said[0]) == len(first) else when


def painted_row(row: Any) -> TimelineRow:
    """A view's row in words."""
    lead, _, rest = row.words.partition(": ")
    strong = row.kind == "promise" and rest
    return TimelineRow(
        rest if strong else row.words,
        date=day_of(When(row.when)),
        icon=icon_of(row.icon),
        lead=f"{lead}:" if strong else "",
        note=f"no reference: {row.note}" if row.note in _NO_NUMBER else row.note,
        tone="danger" if row.flag == "broken" else "neutral",
        note_tone=_FLAG_TONES.get(row.flag, "neutral"),
    )


def day_of(when: When) -> str:
    """As short as its precision allows: ``16 Mon``, ``3–9 Mar``, ``mid-Jan``, ``March``, ``2026``;
    empty where no day is known, which the heading says."""
    if not when.text:
        return ""
    if when.precision in ("day", "minute") and when.first_day is not None:
        return f"{when.first_day.day:02} {_WEEKDAYS[when.first_day.weekday()]}"
    said = when.words() if when.precision == "month" else when.short().replace(" – ", "–")
    return _YEAR.sub("", said)
