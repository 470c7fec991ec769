"""Beside the letter: how long it is, what is blank, what a reader may stumble over, what its rule
asks for, and the copies that go with it. It points and changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from onrecord.domain.tone import TonePoint
from onrecord.ui.design import (
    FlowLayout,
    Label,
    LinkButton,
    Muted,
    QuietButton,
    ScrollArea,
    Space,
    StatusPill,
    TextStyle,
    theme,
)
from onrecord.ui.design.discard import discard
from onrecord.ui.inspector.fold import Fold

_LIMITS = (500, 1000, 2000, 3000, 5000)
_MOST = 6


@dataclass(frozen=True)
class PointChosen:
    start: int
    length: int


@dataclass(frozen=True)
class EnclosuresChosen:
    """Ids of documents, in the order shown."""

    ids: tuple[str, ...]


class LetterNotes(ScrollArea):
    point_chosen = Signal(object)  # PointChosen
    blank_chosen = Signal(str)
    head_chosen = Signal()
    """The field of the head that has no address yet."""
    limit_chosen = Signal(int)
    enclosures_chosen = Signal(object)  # EnclosuresChosen

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(None, parent)
        self.setAccessibleName(self.tr("Notes on this letter"))
        self._pages = self._wanted = self._limit = self._length = 0
        inside = QWidget(self)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(Space.L, Space.M, Space.L, Space.L)
        self._column.setSpacing(Space.S)
        self.pages = StatusPill(self.tr("counting pages"), "neutral", self)
        self.length = Label("", self, style=TextStyle.SMALL, muted=True)
        menu = QMenu(self)
        menu.setAccessibleName(self.tr("Most characters"))
        for most in (0, *_LIMITS):
            words = self.tr("{0} characters").format(f"{most:,}") if most else self.tr("No limit")
            menu.addAction(words).triggered.connect(
                lambda _on=False, most=most: self.limit_chosen.emit(most)
            )
        self.limit = QuietButton(self.tr("Limit"), self, menu=menu)
        self.limit.setToolTip(self.tr("The most characters a form takes"))
        top = FlowLayout(gap=Space.S)
        for widget in (self.pages, self.length, self.limit):
            top.addWidget(widget)
        self._column.addLayout(top)
        self.blanks = _Part(self.tr("Still blank"), self)
        self.tone = _Part(self.tr("A reader may stumble here"), self)
        self.rule = Fold(self.tr("What the rule asks"), self)
        self._rule = QVBoxLayout()
        self._rule.setSpacing(Space.XS)
        self.rule.body.addLayout(self._rule)
        self.copies = QListWidget(self)
        self.copies.setAccessibleName(self.tr("Copies enclosed"))
        self.copies.setFrameShape(QFrame.Shape.NoFrame)
        self.copies.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.copies.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.copies.itemChanged.connect(lambda _item: self._ticked())
        self.copies_head = Label(self.tr("Copies enclosed"), self, style=TextStyle.STRONG)
        self.no_copies = Muted(self.tr("This dispute has no documents yet."), self)
        for part in (self.blanks, self.tone, self.rule):
            self._column.addWidget(part)
        self._column.addSpacing(Space.S)
        for widget in (self.copies_head, self.copies, self.no_copies):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self.setWidget(inside)

    # ---------------------------------------------------------------- showing

    def show_pages(self, pages: int, wanted: int) -> None:
        self._pages, self._wanted = pages, wanted
        words = self.tr("1 page") if pages == 1 else self.tr("{0} pages").format(pages)
        long = bool(wanted) and pages > wanted
        if long:
            words = self.tr("{0}; one is read sooner").format(words)
        self.pages.set_status(words, "warning" if long else "neutral")

    def show_length(self, length: int, limit: int) -> None:
        count = f"{length:,}"
        if limit:
            self.length.setText(self.tr("{0} of {1}").format(count, f"{limit:,}"))
        else:
            self.length.setText(self.tr("{0} characters").format(count))
        self.length.set_tone("danger" if limit and length > limit else "muted")

    def show_blanks(self, names: Sequence[str], lacks: Sequence[str] = ()) -> None:
        """``names`` are gaps in the words; ``lacks`` is what the head has nothing for."""
        head = {
            "to": (self.tr("to whom it goes"), ""),
            "address": (
                self.tr("their postal address"),
                self.tr("Only what goes by post needs it."),
            ),
            "dispute_address": (
                self.tr("their address for disputes"),
                self.tr("Sent elsewhere, this notice may not count."),
            ),
        }
        lines: list[tuple[str, str, Any]] = [
            (*head[name], self.head_chosen.emit) for name in lacks if name in head
        ]
        lines += [(name, "", lambda name=name: self.blank_chosen.emit(name)) for name in names]
        self.blanks.show_lines(lines)

    def show_tone(self, points: Sequence[TonePoint]) -> None:
        self.tone.show_lines(
            [
                (
                    f"“{point.words}”",
                    point.reason,
                    lambda p=point: self.point_chosen.emit(PointChosen(p.start, p.length)),
                )
                for point in points[:_MOST]
            ],
            self.tr("and {0} more").format(len(points) - _MOST) if len(points) > _MOST else "",
        )

    def show_rule(self, rule: Any) -> None:
        while self._rule.count():
            item = self._rule.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                discard(widget)
        self.rule.setVisible(rule is not None)
        if rule is None:
            return
        self._rule.addWidget(Label(rule.name, self, style=TextStyle.SMALL_STRONG, wrap=True))
        for line in rule.lines:
            self._rule.addWidget(Muted(line, self))
        sure = {
            "high": self.tr("well supported"),
            "medium": self.tr("partly supported"),
            "low": self.tr("not sure"),
        }.get(rule.confidence, rule.confidence)
        words = self.tr("Gone over on {0}, {1}. Sources: {2}. Not legal advice.")
        told = Muted(words.format(rule.revised, sure, "; ".join(rule.sources)), self)
        self._rule.addWidget(told)
        if rule.page:
            page = Muted(self.tr("To check: {0}").format(rule.page.replace("/", "/\u200b")), self)
            self._rule.addWidget(page)

    def show_papers(self, papers: Sequence[Any], fixed: bool) -> None:
        """``fixed``: the letter was sent, and only what went with it is shown."""
        was = self.copies.blockSignals(True)
        row = self.copies.currentRow()
        self.copies.clear()
        for paper in papers:
            if fixed and not paper.enclosed:
                continue
            item = QListWidgetItem(paper.title)
            item.setData(Qt.ItemDataRole.UserRole, paper.id)
            item.setToolTip(paper.title)
            if not fixed:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                state = Qt.CheckState.Checked if paper.enclosed else Qt.CheckState.Unchecked
                item.setCheckState(state)
            self.copies.addItem(item)
        self.copies.setCurrentRow(min(max(row, 0), self.copies.count() - 1))
        self.copies.blockSignals(was)
        shown = self.copies.count()
        ticked = sum(1 for p in papers if p.enclosed)
        words = self.tr("Copies enclosed")
        self.copies_head.setText(f"{words}  {ticked}" if ticked else words)
        self.copies.setVisible(bool(shown))
        self.no_copies.setVisible(not shown)
        self.no_copies.setText(
            self.tr("No copies went with it.")
            if fixed
            else self.tr("This dispute has no documents yet.")
        )
        height = max(self.copies.sizeHintForRow(0), theme.current().metrics.px(20))
        self.copies.setFixedHeight(height * min(max(shown, 1), 9) + Space.S)

    def _ticked(self) -> None:
        items = [self.copies.item(n) for n in range(self.copies.count())]
        ids = tuple(
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        )
        self.enclosures_chosen.emit(EnclosuresChosen(ids))


class _Part(QWidget):
    """A heading and lines that lead somewhere; not there when there is nothing to say."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: list[LinkButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, Space.S, 0, 0)
        self._column.setSpacing(Space.XS)
        self._column.addWidget(Label(title, self, style=TextStyle.STRONG))
        self._shown: list[QWidget] = []
        self._key: object = None
        self.hide()

    def show_lines(self, lines: Sequence[tuple[str, str, Any]], more: str = "") -> None:
        for widget in self._shown:
            self._column.removeWidget(widget)
            discard(widget)
        self._shown, self.lines = [], []
        reasons: set[str] = set()
        for words, reason, act in lines:
            link = LinkButton(words, self, on_click=act)
            self._column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
            self.lines.append(link)
            self._shown.append(link)
            if reason and reason not in reasons:  # the same reason is given once
                reasons.add(reason)
                told = Muted(reason, self)
                self._column.addWidget(told)
                self._shown.append(told)
        if more:
            told = Muted(more, self)
            self._column.addWidget(told)
            self._shown.append(told)
        self.setVisible(bool(lines))
