"""Where we disagree: each point with my position and theirs, beside each other, with what shows it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from onrecord.domain.change import Change
from onrecord.domain.fact import Issue
from onrecord.ui.chronology.cited_list import CitedList
from onrecord.ui.design import (
    Button,
    Card,
    ElidedLink,
    EmptyState,
    Field,
    IconButton,
    Label,
    Space,
    TextStyle,
)
from onrecord.ui.desk import Desk
from onrecord.ui.inspector.panel import note_edit
from onrecord.ui.inspector.saver import Saver
from onrecord.ui.shell.page import Page


class IssuesPage(Page):
    """One point is open at a time; Alt+Up and Alt+Down put them in order."""

    wide = 760

    def __init__(
        self, desk: Desk, dispute_id: str, parent: QWidget | None = None, *, first: str = ""
    ) -> None:
        """``first`` is the point that is open once it is read."""
        super().__init__(desk, parent)
        self._dispute, self._first = dispute_id, first
        self.cards: dict[str, IssueCard] = {}
        self._order: list[str] = []
        self._open = ""
        self.set_words(
            self.tr("Where we disagree"),
            self.tr(
                "State their side as they would. A reader who finds both sides here fairly told "
                "believes the rest."
            ),
        )
        self.empty = EmptyState(
            "dispute",
            self.tr("Nothing here yet"),
            self.tr(
                "Write a point in a few words below, like: Could I claim afterwards? Then say what "
                "you say, and what they say."
            ),
            self,
        )
        self.list = QVBoxLayout()
        self.list.setSpacing(Space.M)
        self.new = QLineEdit(self)
        self.new.setPlaceholderText(self.tr("One point we disagree about, then Enter"))
        self.new.setAccessibleName(self.tr("One point we disagree about"))
        self.new.returnPressed.connect(self._add)
        self.add = Button(self.tr("Add"), self, on_click=self._add)
        self.add.setAccessibleName(self.tr("Add the point"))
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.new, 1)
        row.addWidget(self.add)
        self.body.addWidget(self.empty)
        self.body.addLayout(self.list)
        self.body.addLayout(row)
        self.empty.hide()
        desk.session.changed.connect(self._changed)
        self.refresh()

    def open_page(self) -> None:
        self.new.setFocus()

    def refresh(self) -> None:
        vault, dispute = self.desk.vault, self._dispute

        def query() -> Any:
            from onrecord.services.views.citing import places

            here = "dispute_id = ?"
            issues = vault.find(Issue, here, [dispute], order="position, rowid")
            return issues, places(vault, [one.id for one in issues])

        self.desk.session.ask(query, lambda found: self._show(*found), self, "issues")

    def _changed(self, change: Change) -> None:
        if change.tables() & {"issue", "citation", "evidence"}:
            self.refresh()

    def _show(self, issues: list[Issue], cited: dict[str, Any]) -> None:
        here = [one.id for one in issues]
        for id in [id for id in self.cards if id not in here]:
            card = self.cards.pop(id)
            self.list.removeWidget(card)
            card.hide()
            card.deleteLater()
        fresh = [one.id for one in issues if one.id not in self.cards]
        for one in issues:
            if one.id not in self.cards:
                self.cards[one.id] = IssueCard(self, one.id)
        if here != self._order:
            for id in here:
                self.list.removeWidget(self.cards[id])
                self.list.addWidget(self.cards[id])
        for number, one in enumerate(issues, 1):
            self.cards[one.id].show_issue(one, number, cited.get(one.id, ()))
        was, self._order = self._order, here
        if fresh and (was or len(here) == 1):
            self.open_card(fresh[-1])
        if self._first in self.cards:
            self.open_card(self._first)
            self._first = ""
        self.empty.setVisible(not issues)

    def open_card(self, id: str) -> None:
        """Show its two sides; the others fold to their titles."""
        self._open = id
        for one, card in self.cards.items():
            card.set_open(one == id)
        if id in self.cards:
            self.cards[id].mine.control.setFocus()

    def turn(self, id: str) -> None:
        card = self.cards[id]
        if card.is_open:
            card.set_open(False)
        else:
            self.open_card(id)

    def move_issue(self, id: str, by: int) -> None:
        """Up (-1) or down (1) in the list, and so in the PDF."""
        vault, order = self.desk.vault, list(self._order)
        at = order.index(id)
        if not 0 <= at + by < len(order):
            return
        order.insert(at + by, order.pop(at))

        def verb() -> Change:
            from onrecord.services.issues import arrange_issues

            return arrange_issues(vault, order)

        self.desk.session.do(verb)

    def remove(self, id: str) -> None:
        vault = self.desk.vault

        def verb() -> Change:
            from onrecord.services.issues import remove_issue

            return remove_issue(vault, id)

        self.desk.session.do(verb, say=True)

    def save_now(self) -> None:
        for card in self.cards.values():
            card.saver.save()

    def close_page(self) -> None:
        self.save_now()
        super().close_page()

    def _add(self) -> None:
        vault, dispute, title = self.desk.vault, self._dispute, self.new.text()
        if not title.strip():
            self.new.setFocus()
            return

        def verb() -> Change:
            from onrecord.services.issues import add_issue

            return add_issue(vault, dispute, title)

        self.desk.session.do(verb, lambda _change: self.new.clear(), self)


class IssueCard(Card):
    def __init__(self, page: IssuesPage, id: str) -> None:
        super().__init__("", page)
        self._page, self._id = page, id
        self.is_open = False
        self.head = ElidedLink("", self, icon="chevron-right", on_click=lambda: page.turn(id))
        self.up = IconButton(
            "chevron-up", self.tr("Move up"), self, shortcut="Alt+Up", small=True,
            on_click=lambda: page.move_issue(id, -1),
        )  # fmt: skip
        self.down = IconButton(
            "chevron-down", self.tr("Move down"), self, shortcut="Alt+Down", small=True,
            on_click=lambda: page.move_issue(id, 1),
        )  # fmt: skip
        self.remove = IconButton(
            "trash", self.tr("Take this point out"), self, small=True,
            on_click=lambda: page.remove(id),
        )  # fmt: skip
        self.saver = Saver(page.desk, Issue, self)
        self.point = self.saver.bind(
            Field(self.tr("What we disagree about"), QLineEdit(self), self), "title"
        )
        self.mine = self.saver.bind(Field(self.tr("What I say"), note_edit(self, 4), self), "mine")
        self.theirs = self.saver.bind(
            Field(self.tr("What they say"), note_edit(self, 4), self), "theirs"
        )
        hint = self.tr("Open a document and choose “Cite this”.")
        self.my_places = CitedList(page.desk, self.tr("What shows it"), self, hint=hint)
        self.their_places = CitedList(page.desk, self.tr("What they rely on"), self, hint=hint)
        self.folded = Label("", self, muted=True, wrap=True, style=TextStyle.SMALL)
        head = QHBoxLayout()
        head.addWidget(self.head, 1, Qt.AlignmentFlag.AlignLeft)
        for button in (self.up, self.down, self.remove):
            head.addWidget(button)
        self.inside = QWidget(self)
        sides = QHBoxLayout()
        sides.setSpacing(Space.L)
        for field, places in ((self.mine, self.my_places), (self.theirs, self.their_places)):
            column = QVBoxLayout()
            column.setSpacing(Space.S)
            column.addWidget(field)
            column.addWidget(places)
            column.addStretch(1)
            sides.addLayout(column, 1)
        inside = QVBoxLayout(self.inside)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(Space.M)
        inside.addWidget(self.point)
        inside.addLayout(sides)
        self.body.addLayout(head)
        self.body.addWidget(self.folded)
        self.body.addWidget(self.inside)
        for widget in (self.head, *(f.control for f in (self.point, self.mine, self.theirs))):
            widget.installEventFilter(self)
        self.set_open(False)

    def show_issue(self, issue: Issue, number: int, places: Any) -> None:
        self.head.setText(f"{number}. {issue.title}")
        self.saver.fill(issue)
        mine = [p for p in places if p.side != "theirs"]
        theirs = [p for p in places if p.side == "theirs"]
        self.my_places.show_places(mine)
        self.their_places.show_places(theirs)
        cited = len(mine), len(theirs)
        self.folded.setText(
            self.tr("{0} cited for me, {1} for them").format(*cited)
            if any(cited)
            else self.tr("Nothing cited yet")
        )

    def set_open(self, on: bool) -> None:
        self.is_open = on
        self.inside.setVisible(on)
        self.folded.setVisible(not on)
        self.head.set_icon("chevron-down" if on else "chevron-right")
        state = self.tr("open") if on else self.tr("closed")
        self.head.setAccessibleDescription(state)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
            if alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self._page.move_issue(self._id, -1 if event.key() == Qt.Key.Key_Up else 1)
                return True
        return super().eventFilter(watched, event)
