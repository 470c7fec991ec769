"""To sort: what arrived and belongs to no dispute yet, filed by one key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

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
    QuietButton,
    Rule,
    Space,
    TextStyle,
    TimelineRow,
    set_look,
    theme,
)
from onrecord.ui.desk import Desk, Place
from onrecord.ui.item_list import Item, ItemList
from onrecord.ui.thumbnails import Thumbnails
from onrecord.ui.words import icon_of

_QUIET_TABLES = frozenset({"object", "draft", "setting", "pending_export", "custody"})
KEYS = 9
"""Disputes that a digit files into; the rest are reached by dragging or by the menu."""


class ToSortView(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._disputes: list[Any] = []
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
        self.review = ReviewStrip(desk, self)
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
        self.review.file_asked = self.file_into
        self.review.new_asked = self.start_dispute
        desk.session.changed.connect(self._changed)

    # ---------------------------------------------------------------- showing

    def show_place(self, place: Place) -> None:
        self.refresh()

    def refresh(self) -> None:
        vault = self._desk.vault

        def query() -> tuple[list[Item], list[Any]]:
            from onrecord.services.views.disputes import dispute_list
            from onrecord.services.views.to_sort import to_sort

            open_ones = [one for one in dispute_list(vault) if one.state != "closed"]
            return [sort_item(row) for row in to_sort(vault)], open_ones

        self._desk.session.ask(query, self._show, self, "to_sort")

    def _show(self, found: tuple[list[Item], list[Any]]) -> None:
        items, self._disputes = found
        self.list.show_items(items)
        if items and self.list.currentIndex().row() < 0:
            self.list.setCurrentIndex(self.list.items.index(0))
        self.stack.setCurrentWidget(self.list if items else self.empty)
        self.review.setVisible(bool(items))
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

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self.refresh()


class _SortList(ItemList):
    """Digits and N act on the selection; letters do not jump in a list of what to sort."""

    def __init__(self, desk: Desk, name: str, parent: QWidget) -> None:
        super().__init__(desk, name, parent, goes_on=True)
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


class ReviewStrip(QWidget):
    """What is selected, and where it can go: one numbered button a dispute."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._item: Item | None = None
        self._disputes: list[Any] = []
        self._shown = False
        self.file_asked: Any = None
        self.new_asked: Any = None
        set_look(self, "look", "window")
        self._thumbnails = Thumbnails.of(desk)
        self._thumbnails.arrived.connect(lambda _arrived: self._picture())
        self.picture = QLabel(self)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = Label("", self, style=TextStyle.STRONG, elide=True)
        self.about = Label("", self, style=TextStyle.SMALL, muted=True, elide=True)
        self.where = Label(
            self.tr("Where does it belong?"), self, style=TextStyle.SMALL_STRONG, muted=True
        )
        self.places = QWidget(self)
        self._flow = FlowLayout(self.places, gap=Space.S)
        self._buttons: list[Button] = []
        self.new = QuietButton(
            self.tr("New dispute from it"), self, icon="add", on_click=lambda: self.new_asked(),
            hint=self.tr("Start a dispute with what is selected"), shortcut="N",
        )  # fmt: skip
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.about)
        words.addSpacing(Space.S)
        words.addWidget(self.where)
        words.addSpacing(2)
        words.addWidget(self.places)
        row = QHBoxLayout()
        row.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        row.setSpacing(Space.L)
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Rule(self))
        column.addLayout(row)
        theme.follow(self._picture)

    def show_disputes(self, disputes: Sequence[Any]) -> None:
        """The first nine, each with its key."""
        known = [(d.id, d.title) for d in self._disputes]
        if self._shown and known == [(d.id, d.title) for d in disputes]:
            return
        self._shown = True
        self._disputes = list(disputes)
        for button in self._buttons:
            self._take(button)
            button.deleteLater()
        self._take(self.new)
        self._buttons = []
        for number, one in enumerate(disputes[:KEYS], 1):
            title = one.title if len(one.title) <= 34 else f"{one.title[:32].rstrip()}…"
            button = Button(
                f"{number}  {title}".replace("&", "&&"),
                self.places,
                hint=f"{one.title}, {one.company}" if one.company else one.title,
                shortcut=str(number),
                on_click=lambda number=number: self.file_asked(number),
            )
            self._buttons.append(button)
            self._flow.addWidget(button)
            button.show()
        self._place_new()

    def _place_new(self) -> None:
        self._take(self.new)
        self._flow.addWidget(self.new)
        self.new.show()
        self.places.updateGeometry()

    def _take(self, button: QWidget) -> None:
        self._flow.removeWidget(button)

    def show_chosen(self, chosen: Sequence[Item]) -> None:
        self._item = chosen[0] if len(chosen) == 1 else None
        some = bool(chosen)
        if self._item is not None:
            row = self._item.row
            self.title.setText(row.text)
            self.about.setText(", ".join(p for p in (row.date, row.note) if p))
        elif some:
            self.title.setText(self.tr("{0} things selected").format(len(chosen)))
            self.about.setText("")
        else:
            self.title.setText(self.tr("Select what belongs together"))
            self.about.setText(
                self.tr(
                    "Then press a dispute's number, or N for a new dispute. Space looks inside."
                )
            )
        self.about.setVisible(bool(self.about.text()))
        self.where.setVisible(some)
        for button in [*self._buttons, self.new]:
            button.setEnabled(some)
        self._picture()

    def _picture(self) -> None:
        item = self._item
        self.picture.setVisible(item is not None and item.kind == "evidence")
        if item is None or item.kind != "evidence":
            return
        side = theme.current().metrics.px(84)
        self.picture.setFixedSize(side, side)
        found = self._thumbnails.picture(item.id)
        from onrecord.ui.picture import document_picture

        self.picture.setPixmap(document_picture(found, item.row.icon, side, side, self))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.places.updateGeometry()


def sort_item(row: Any) -> Item:
    """A view's row as a painted one."""
    when = When(row.when)
    note = row.note
    if row.sealed:
        note = ", ".join(p for p in (note, "arrived while locked") if p)
    return Item(
        row.kind,
        row.id,
        TimelineRow(
            row.words,
            date=when.short().split(",")[0] if row.when else "day?",
            icon=icon_of(row.icon),
            note=note,
            note_tone="warning" if row.sealed else "neutral",
        ),
    )
