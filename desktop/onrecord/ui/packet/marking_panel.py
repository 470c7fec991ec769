"""In place of the packet's list: what could be blacked out with one click, and what is marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from onrecord.ui.design import (
    Button,
    Field,
    Label,
    LinkButton,
    Muted,
    ScrollArea,
    Space,
    TextStyle,
    Title,
    theme,
    under_head,
)

if TYPE_CHECKING:
    from onrecord.services.private_words import Private
    from onrecord.services.views.packet_marks import CitedBox, MarkRow, PacketMarks

_TAKE_OFF, _TAKE_ALL = "take off", "take all off"
MOST_SHOWN = 60
"""Rows of one kind that are listed; all of them are taken at once with the button above."""


@dataclass(frozen=True)
class HideAsked:
    """Black these out everywhere."""

    found: tuple[Any, ...]  # Private


@dataclass(frozen=True)
class WordsAsked:
    words: str
    reason: str


@dataclass(frozen=True)
class TakeOffAsked:
    ids: tuple[str, ...]


@dataclass(frozen=True)
class PageAsked:
    """Show this page of a document; 0 is the first that is in."""

    evidence_id: str
    page: int


@dataclass(frozen=True)
class CircleAsked:
    box: Any  # CitedBox


@dataclass(frozen=True)
class ChangeAsked:
    """``what`` is words, of a note, or box, to be moved and given another size."""

    mark: Any  # MarkRow
    what: str


class MarkingPanel(QWidget):
    change_asked = Signal(object)  # ChangeAsked
    hide_asked = Signal(object)  # HideAsked
    words_asked = Signal(object)  # WordsAsked
    take_off_asked = Signal(object)  # TakeOffAsked
    page_asked = Signal(object)  # PageAsked
    circle_asked = Signal(object)  # CircleAsked
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: PacketMarks | None = None
        self._found: Sequence[Private] | None = None
        self._open: set[str] = set()
        self.heading = Title(self.tr("Black out and mark"), self, wrap=True)
        self.done = Button(self.tr("Done"), self, shortcut="Esc", on_click=self.closed.emit)
        self.how = Muted("", self)
        self.words = QLineEdit(self)
        self.words.returnPressed.connect(self._hide_typed)
        self.words_field = Field(
            self.tr("Black out these words everywhere"), self.words, self, optional=False
        )
        self.reason = QLineEdit(self)
        self.reason.setPlaceholderText(self.tr("for instance: not needed here"))
        self.reason.returnPressed.connect(self._hide_typed)
        self.reason_field = Field(self.tr("Reason, kept with it"), self.reason, self)
        self.hide_words = Button(self.tr("Black out"), self, on_click=self._hide_typed)
        self._inside = QWidget(self)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(Space.L, Space.S, Space.L, Space.L)
        self._column.setSpacing(Space.S)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(Space.XS)
        self._column.addWidget(self.how)
        self._column.addLayout(self._rows)
        self._column.addWidget(self.words_field)
        self._column.addWidget(self.reason_field)
        self._column.addWidget(self.hide_words, 0, Qt.AlignmentFlag.AlignLeft)
        self._made = QVBoxLayout()
        self._made.setSpacing(Space.XS)
        self._column.addLayout(self._made)
        self._column.addStretch(1)
        self.area = ScrollArea(self._inside, self, focus=Qt.FocusPolicy.StrongFocus)
        self.area.setAccessibleName(self.tr("What is marked, and suggestions"))
        column = under_head(self, self.heading, self.done)
        column.addWidget(self.area, 1)
        theme.follow(self._refresh)

    # ---------------------------------------------------------------- showing

    def show_marks(self, marks: PacketMarks) -> None:
        self._marks = marks
        self._fill()

    def show_found(self, found: Sequence[Private] | None) -> None:
        """None while they are still being looked for."""
        self._found = found
        self._fill()

    def say_how(self, words: str) -> None:
        """What to do with the tool in hand."""
        self.how.setText(words)
        self.how.setVisible(bool(words))

    def _hide_typed(self) -> None:
        words = self.words.text().strip()
        if words:
            self.words_asked.emit(WordsAsked(words, self.reason.text().strip()))

    def said(self, sentence: str) -> None:
        """What was wrong with the words; empty when they are blacked out."""
        self.words_field.set_error(sentence)
        if not sentence:
            self.words.clear()

    # ---------------------------------------------------------------- rows

    def _fill(self) -> None:
        focus = self._focus()
        place = self._place_of(focus)
        for box in (self._rows, self._made):
            _empty(box)
        self._fill_found()
        self._fill_cited()
        self._fill_marks()
        self._give_back(focus, place)

    def _fill_found(self) -> None:
        self._rows.addWidget(self._small(self.tr("Suggestions")))
        if self._found is None:
            self._rows.addWidget(Muted(self.tr("Looking at the words…"), self._inside))
            return
        if not self._found:
            words = self.tr("Nothing private was found in the words of these pages.")
            self._rows.addWidget(Muted(words, self._inside))
            return
        kinds = list(dict.fromkeys(one.kind for one in self._found))
        for kind in kinds:
            each = [one for one in self._found if one.kind == kind]
            free = [one for one in each if not one.printed]
            self._rows.addWidget(self._kind_row(kind, each, free))
            if kind in self._open or len(each) <= 3:
                for one in each[:MOST_SHOWN]:
                    self._rows.addWidget(self._found_row(one))
        everything = [one for one in self._found if not one.printed]
        if len(kinds) > 1 and everything:
            self._rows.addWidget(
                LinkButton(
                    self.tr("Black out all {0}").format(len(everything)), self._inside,
                    on_click=lambda: self._hide(everything),
                ),
                0, Qt.AlignmentFlag.AlignLeft,
            )  # fmt: skip

    def _kind_row(self, kind: str, each: list[Private], free: list[Private]) -> QWidget:
        made = QWidget(self._inside)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, Space.XS, 0, 0)
        row.setSpacing(Space.S)
        words = f"{self._kinds().get(kind, kind)}  {len(each)}"
        row.addWidget(Label(words, made, style=TextStyle.BODY, wrap=True), 1)
        if len(each) > 3:
            is_open = kind in self._open
            fold = LinkButton(
                self.tr("Hide list") if is_open else self.tr("List"), made,
                on_click=lambda: self._toggle(kind),
            )  # fmt: skip
            fold.setObjectName(f"fold {kind}")
            fold.setAccessibleDescription(words)
            row.addWidget(fold)
        if len(free) > 1:
            button = LinkButton(
                self.tr("Black out {0}").format(len(free)), made,
                on_click=lambda: self._hide(free),
            )  # fmt: skip
            button.setAccessibleDescription(words)
            row.addWidget(button)
        return made

    def _found_row(self, one: Private) -> QWidget:
        place = one.places[0] if one.places else None
        where = self.tr("{0}, page {1}").format(place.label, place.page) if place else ""
        others = len(one.places) - 1
        if others:
            more = self.tr("and 1 more") if others == 1 else self.tr("and {0} more")
            where = f"{where} {more.format(others)}"
        also = self.tr("also in the packet’s own words") if one.printed else ""
        return self._two_lines(
            one.words,
            where,
            also,
            PageAsked(place.evidence_id, place.page) if place else None,
            self.tr("Black out"),
            self.tr("Black out {0}").format(one.words),
            lambda: self._hide([one]),
        )

    def _two_lines(
        self,
        words: str,
        where: str,
        note: str,
        page: PageAsked | None,
        act: str,
        name: str,
        on_act: Callable[[], object],
        more: Sequence[LinkButton] = (),
    ) -> QWidget:
        """What it is, with what can be done; below it where it is, which leads there."""
        made = QWidget(self._inside)
        grid = QGridLayout(made)
        grid.setContentsMargins(Space.S, 0, 0, 0)
        grid.setHorizontalSpacing(Space.S)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        grid.addWidget(Label(words, made, elide=True), 0, 0)
        button = LinkButton(act, made, on_click=on_act)
        button.setAccessibleName(name)
        grid.addWidget(button, 0, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(Space.S)
        if page is not None:
            go = LinkButton(where, made, on_click=lambda: self.page_asked.emit(page))
            go.setAccessibleName(self.tr("Show {0}, {1}").format(words, where))
            foot.addWidget(go)
        elif where:
            foot.addWidget(Label(where, made, muted=True, style=TextStyle.SMALL))
        foot.addStretch(1)
        for link in more:
            foot.addWidget(link)
        grid.addLayout(foot, 1, 0, 1, 2)
        if note:  # beside the page there is room for two of its words
            grid.addWidget(Muted(note, made), 2, 0, 1, 2)
        return made

    def _fill_cited(self) -> None:
        cited = self._marks.cited if self._marks is not None else ()
        if not cited:
            return
        self._rows.addWidget(self._small(self.tr("Cited parts of pages")))
        for box in cited[:MOST_SHOWN]:
            self._rows.addWidget(self._cited_row(box))

    def _cited_row(self, box: CitedBox) -> QWidget:
        place = self.tr("{0}, page {1}").format(box.label, box.page)
        return self._two_lines(
            box.words,
            place,
            "",
            PageAsked(box.evidence_id, box.page),
            self.tr("Circle it"),
            self.tr("Circle what is cited on {0}").format(place),
            lambda: self.circle_asked.emit(CircleAsked(box)),
        )

    def _fill_marks(self) -> None:
        marks = self._marks.marks if self._marks is not None else ()
        self._made.addWidget(self._small(self.tr("Marked in this packet")))
        if not marks:
            words = self.tr("Nothing yet. The documents themselves never change.")
            self._made.addWidget(Muted(words, self._inside))
        for mark in marks[:MOST_SHOWN]:
            self._made.addWidget(self._mark_row(mark))
        if len(marks) > 1:
            ids = tuple(mark.id for mark in marks)
            button = LinkButton(
                self.tr("Take all off"), self._inside,
                on_click=lambda: self.take_off_asked.emit(TakeOffAsked(ids)),
            )  # fmt: skip
            button.setObjectName(_TAKE_ALL)
            self._made.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _mark_row(self, mark: MarkRow) -> QWidget:
        kind = self._kinds()[mark.kind]
        page: PageAsked | None = None
        if mark.everywhere and not mark.page:
            words = mark.words
            pages = self.tr("1 page") if mark.pages == 1 else self.tr("{0} pages")
            place = self.tr("everywhere, {0}").format(pages.format(mark.pages))
        else:
            words = f"{kind}: {mark.words}" if mark.words else kind
            place = self.tr("{0}, page {1}").format(mark.label, mark.page)
            if mark.label:
                page = PageAsked(mark.evidence_id, mark.page)
            else:
                place = self.tr("not in the packet")
        made = self._two_lines(
            words,
            place,
            mark.reason,
            page,
            self.tr("Take off"),
            self.tr("Take off: {0}, {1}").format(words, place),
            lambda: self.take_off_asked.emit(TakeOffAsked((mark.id,))),
            self._changes(mark, f"{words}, {place}") if page is not None else (),
        )
        made.findChildren(LinkButton)[0].setObjectName(_TAKE_OFF)
        return made

    def _changes(self, mark: MarkRow, name: str) -> list[LinkButton]:
        """What of a mark can be made otherwise."""
        found = [("words", self.tr("Change words"))] if mark.kind == "note" else []
        found += [("box", self.tr("Move"))] if mark.rect else []
        made: list[LinkButton] = []
        for what, words in found:
            link = LinkButton(
                words, self._inside,
                on_click=lambda what=what: self.change_asked.emit(ChangeAsked(mark, what)),
            )  # fmt: skip
            link.setAccessibleName(f"{words}: {name}")
            made.append(link)
        return made

    # ---------------------------------------------------------------- pieces

    def _kinds(self) -> dict[str, str]:
        return {
            "identity_number": self.tr("Identity numbers"),
            "birth_date": self.tr("Dates of birth"),
            "card_number": self.tr("Card numbers"),
            "account_number": self.tr("Account numbers"),
            "email": self.tr("Mail addresses"),
            "phone": self.tr("Phone numbers"),
            "address": self.tr("Addresses"),
            "name": self.tr("Names of others"),
            "black_out": self.tr("Blacked out"),
            "crop": self.tr("Cropped"),
            "circle": self.tr("Circle"),
            "highlight": self.tr("Highlight"),
            "arrow": self.tr("Arrow"),
            "note": self.tr("Note"),
        }

    def _small(self, words: str) -> Label:
        return Label(words, self._inside, style=TextStyle.SMALL_STRONG, muted=True)

    def _hide(self, found: Sequence[Private]) -> None:
        self.hide_asked.emit(HideAsked(tuple(found)))

    def _toggle(self, kind: str) -> None:
        self._open ^= {kind}
        self._fill()
        fold = self.findChild(LinkButton, f"fold {kind}")
        if fold is not None:
            fold.setFocus()

    def _focus(self) -> LinkButton | None:
        """What has the focus in a row, and goes with it."""
        held = self._inside.focusWidget()
        return held if isinstance(held, LinkButton) and held.hasFocus() else None

    def _take_offs(self) -> list[LinkButton]:
        """Those of the marks, in order."""
        return self._inside.findChildren(LinkButton, _TAKE_OFF)

    def _place_of(self, held: LinkButton | None) -> int:
        """The mark that it takes off, from 0; -1 for something else."""
        if held is None or held.objectName() == _TAKE_ALL:
            return -1 if held is None else 0
        links = self._take_offs()
        return links.index(held) if held in links else -1

    def _give_back(self, held: LinkButton | None, place: int) -> None:
        """To the next mark where one was taken off at ``place``, never from there to a suggestion:
        the next press would black it out."""
        if held is None:
            return
        links = self._take_offs() if place >= 0 else self._inside.findChildren(LinkButton)
        at = min(max(place, 0), len(links) - 1)
        (links[at] if links else self.words).setFocus()

    def keyPressEvent(self, event: Any) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _refresh(self) -> None:
        self._fill()


def _empty(box: QVBoxLayout) -> None:
    while (item := box.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
