"""To sort: what arrived and belongs to no dispute yet, filed by one key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedLayout,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from onrecord.domain.change import Change
from onrecord.domain.when import When
from onrecord.ui.design import (
    Button,
    Choice,
    EmptyState,
    FlowLayout,
    Heading,
    Label,
    Muted,
    Rule,
    Space,
    TextStyle,
    TimelineDelegate,
    TimelineRow,
    set_look,
    theme,
)
from onrecord.ui.design.discard import discard
from onrecord.ui.desk import Desk, Place
from onrecord.ui.inspector.panel import day_and_clock
from onrecord.ui.item_list import Index, Item, ItemList, Items, Key
from onrecord.ui.thumbnails import Thumbnails
from onrecord.ui.two_lines import TwoLines, paint_two_lines, two_lines_height
from onrecord.ui.words import Words, icon_of

_QUIET_TABLES = frozenset({"object", "draft", "setting", "pending_export", "custody"})
KEYS = 9
"""Disputes that a digit files into; the rest are reached by dragging or by the menu."""


class ToSortView(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._disputes: list[Any] = []
        self._words = Words(self)
        set_look(self, "look", "surface")
        self.heading = Heading(self.tr("To sort"), self)
        self.count = Muted("", self, wrap=False)
        self.list = _SortList(desk, self.tr("What is to be sorted, newest first"), self)
        self.empty = EmptyState(
            "tosort",
            self.tr("Nothing to sort"),
            self.tr(
                "What you drop outside a dispute, paste, or note while the vault is locked waits "
                "here until you file it."
            ),
            self,
            actions=[
                Choice(self.tr("Add documents"), desk.add_documents, "add"),
                Choice(self.tr("Log a call"), desk.log_contact, "call"),
            ],
        )
        self.review = ReviewStrip(self)
        head = QHBoxLayout()
        head.setContentsMargins(Space.L, Space.L, Space.L, Space.S)
        head.setSpacing(Space.M)
        head.addWidget(self.heading)
        head.addWidget(self.count, 1, Qt.AlignmentFlag.AlignBottom)
        self.stack = QStackedLayout()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(self.stack, 1)
        column.addWidget(self.review)
        self.setFocusProxy(self.list)
        self.list.digit_pressed = self.file_into
        self.list.letter_pressed = self.start_dispute
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._show_review())
        self.list.items.dataChanged.connect(lambda *_: self._show_review())
        self.review.file_asked = self.file_into
        self.review.new_asked = self.start_dispute
        desk.session.changed.connect(self._changed)

    # ---------------------------------------------------------------- showing

    def show_place(self, place: Place) -> None:
        self.refresh()

    def refresh(self) -> None:
        vault, words = self._desk.vault, self._words

        def query() -> tuple[Items, list[Any]]:
            from onrecord.services.views.disputes import dispute_list
            from onrecord.services.views.to_sort import to_sort_order, to_sort_rows

            def more(keys: Sequence[Key]) -> dict[Key, TimelineRow]:
                rows = to_sort_rows(vault, keys)
                return {key: sort_row(row, words) for key, row in rows.items()}

            open_ones = [one for one in dispute_list(vault) if one.state != "closed"]
            return Items.read(to_sort_order(vault), {}, more), open_ones

        self._desk.session.ask(query, self._show, self, "to_sort")

    def _show(self, found: tuple[Items, list[Any]]) -> None:
        items, self._disputes = found
        self.list.show_items(items)
        if len(items) and self.list.currentIndex().row() < 0:
            self.list.setCurrentIndex(self.list.items.index(0))
        self.stack.setCurrentWidget(self.list if len(items) else self.empty)
        self.review.setVisible(len(items) > 0)
        count = len(items)
        self.count.setText(
            "" if not count else self.tr("1 thing") if count == 1
            else self.tr("{0} things").format(f"{count:,}")
        )  # fmt: skip
        self.review.show_disputes(self._disputes)
        self._show_review()

    def _show_review(self) -> None:
        self.review.show_chosen(self.list.chosen())

    # ---------------------------------------------------------------- filing

    def file_into(self, number: int) -> None:
        """The selected into the dispute of that number, from 1."""
        if not 1 <= number <= len(self._disputes):
            return
        evidence, contacts = self.list.chosen_ids("evidence"), self.list.chosen_ids("contact")
        if not evidence and not contacts:
            return
        dispute, vault = self._disputes[number - 1], self._desk.vault

        def verb() -> Change:
            from onrecord.services.file_items import file_items

            return file_items(vault, evidence, contacts, dispute.id)

        self._desk.session.do(verb, say=True)

    def start_dispute(self) -> None:
        """A new dispute from the selected."""
        evidence, contacts = self.list.chosen_ids("evidence"), self.list.chosen_ids("contact")
        if evidence or contacts:
            self._desk.new_dispute(evidence, contacts)

    def _changed(self, change: Change) -> None:
        if self.isVisible() and change.tables() - _QUIET_TABLES:
            self.refresh()


class _SortList(ItemList):
    """Digits and N act on the selection; letters do not jump in a list of what to sort."""

    def __init__(self, desk: Desk, name: str, parent: QWidget) -> None:
        super().__init__(desk, name, parent, goes_on=True)
        self.setItemDelegate(_SortDelegate(desk, self))
        self.digit_pressed: Any = None
        self.letter_pressed: Any = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        digit = event.key() - Qt.Key.Key_0
        if plain and 1 <= digit <= KEYS:
            self.digit_pressed(digit)
        elif plain and event.key() == Qt.Key.Key_N:
            self.letter_pressed()
        else:
            super().keyPressEvent(event)


class _SortDelegate(TimelineDelegate):
    """The small picture, and two lines of what is known."""

    def __init__(self, desk: Desk, view: _SortList) -> None:
        super().__init__(view)
        self._view = view
        self._thumbnails = Thumbnails.of(desk)
        self._thumbnails.arrived.connect(lambda _arrived: view.viewport().update())

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.current().metrics.px(200), two_lines_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item = self._view.items.item(index, seen=True)
        if item is None:
            return
        row = item.row
        lines = TwoLines(
            item.id, row.text, row.note, row.icon, row.note_tone == "warning", row.date
        )
        picture = self._thumbnails.picture(item.id) if item.kind == "evidence" else None
        paint_two_lines(painter, option, lines, picture, whole_row=True)


class ReviewStrip(QWidget):
    """Where what is selected can go: one numbered button a dispute, and N for a new one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._disputes: list[Any] = []
        self._made_for: tuple[Any, ...] = ()
        self.file_asked: Any = None
        self.new_asked: Any = None
        set_look(self, "look", "window")
        self.where = Label("", self, style=TextStyle.SMALL_STRONG, elide=True)
        self.hint = Muted(self.tr("Or drag it onto a dispute at the left."), self)
        self.places = QWidget(self)
        self._flow = FlowLayout(self.places, gap=Space.S)
        self.buttons: list[Button] = []
        self.new = Button(
            self.tr("N  New dispute"),
            self.places,
            on_click=lambda: self.new_asked(),
            hint=self.tr("Start a dispute with what is selected"),
            shortcut="N",
        )
        self._flow.addWidget(self.new)
        inside = QVBoxLayout()
        inside.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        inside.setSpacing(Space.S)
        inside.addWidget(self.where)
        inside.addWidget(self.places)
        inside.addWidget(self.hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Rule(self))
        column.addLayout(inside)

    def show_disputes(self, disputes: Sequence[Any]) -> None:
        """The first nine, each with its key."""
        self._disputes = list(disputes[:KEYS])
        self.hint.setVisible(len(disputes) > KEYS)
        self._make()

    def _make(self) -> None:
        most = max(12, min(34, (self.width() - 5 * Space.XL) // (2 * self._letter())))
        wanted = tuple((one.id, one.title, most) for one in self._disputes)
        if wanted == self._made_for:
            return
        self._made_for = wanted
        focused = next((n for n, one in enumerate(self.buttons) if one.hasFocus()), -1)
        for button in [*self.buttons, self.new]:
            self._flow.removeWidget(button)
        for button in self.buttons:
            discard(button)
        self.buttons = []
        for number, one in enumerate(self._disputes, 1):
            title = one.title if len(one.title) <= most else f"{one.title[: most - 1].rstrip()}…"
            button = Button(
                f"{number}  {title}".replace("&", "&&"),
                self.places,
                hint=f"{one.title}, {one.company}" if one.company else one.title,
                shortcut=str(number),
                on_click=lambda number=number: self.file_asked(number),
            )
            button.setAccessibleName(self.tr("{0}, file into {1}").format(number, one.title))
            button.setEnabled(self.new.isEnabled())
            self.buttons.append(button)
            self._flow.addWidget(button)
            button.show()
        self._flow.addWidget(self.new)
        if 0 <= focused < len(self.buttons):
            self.buttons[focused].setFocus()
        self.places.updateGeometry()

    def _letter(self) -> int:
        return max(1, self.fontMetrics().averageCharWidth())

    def show_chosen(self, chosen: Sequence[Item]) -> None:
        if len(chosen) == 1:
            words = self.tr("Where does “{0}” belong?").format(chosen[0].row.text)
        elif chosen:
            words = self.tr("Where do these {0} belong?").format(len(chosen))
        else:
            words = self.tr("Select what belongs together, then press a dispute's number.")
        self.where.setText(words)
        for button in [*self.buttons, self.new]:
            button.setEnabled(bool(chosen))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make()


def sort_row(row: Any, words: Words) -> TimelineRow:
    """A view's row as a painted one; its text, its date at the right, the rest below."""
    pieces = [row.note] if row.kind == "contact" or row.note else []
    if row.kind == "evidence" and row.icon != "other":
        pieces.insert(0, words.kind(row.icon))
    pieces.append(
        words.tr("arrived while locked, sender not proven")
        if row.sealed
        else words.tr("added {0}").format(day_and_clock(row.arrived, short=True))
    )
    return TimelineRow(
        row.words,
        date=When(row.when).short() if row.when else "",
        icon=icon_of(row.icon),
        note=", ".join(p for p in pieces if p),
        note_tone="warning" if row.sealed else "neutral",
    )
