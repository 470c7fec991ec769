"""One dispute: where it stands, the next step, and four tabs that are always there."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from onrecord.domain.change import Change
from onrecord.domain.next_step import NextStep
from onrecord.ui.design import (
    Apart,
    Button,
    Choice,
    FlowLayout,
    Heading,
    IconButton,
    Label,
    NextStepCard,
    NextStepDismissed,
    Rule,
    Space,
    StatusPill,
    Step,
    TextStyle,
    set_look,
    theme,
)
from onrecord.ui.desk import Desk, Place
from onrecord.ui.dispute.documents_tab import DocumentsTab
from onrecord.ui.dispute.money_tab import MoneyTab
from onrecord.ui.dispute.packets_tab import PacketsTab
from onrecord.ui.dispute.tall_page import PageTools, TallPage, TallPages
from onrecord.ui.dispute.timeline_tab import TimelineTab
from onrecord.ui.steps import start_step
from onrecord.ui.time.tracks_box import TracksBox

TABS = ("timeline", "documents", "money", "packets")
_HEAD_TABLES = {
    "dispute", "counterparty", "contact", "dispute_contact", "evidence", "dispute_evidence",
    "promise", "letter", "stage_event", "track", "bundle", "packet", "claim_line", "desired_outcome",
    "setting", "deadline", "planned_action", "dispute_person", "closure", "fact",
}  # fmt: skip


class DisputeView(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._id = ""
        self.title = Heading("", self, elide=True)
        self.company = Label("", self, muted=True)
        self.standing = Label("", self, style=TextStyle.BODY, wrap=True)
        self.sample = StatusPill(self.tr("sample"), "neutral", self)
        self.sample.setToolTip(self.tr("Invented people and papers, to look around in"))
        self.sample.hide()
        self.details = IconButton(
            "inspector",
            self.tr("Details of this dispute"),
            self,
            on_click=lambda: desk.select("dispute", (self._id,)),
        )
        self.tracks = TracksBox(desk, ladder_words, self)
        self.steps = self.tracks.first
        self.next = NextStepCard(self)
        self.next.hide()  # until it is known
        self.tabs = QTabBar(self)
        self.tabs.setAccessibleName(self.tr("Parts of this dispute"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self._header: Any = None
        self._counts: tuple[str, ...] = ()
        self._tab_words = (
            self.tr("Timeline"),
            self.tr("Documents"),
            self.tr("Money"),
            self.tr("Letters && packets"),
        )
        for words in self._tab_words:
            self.tabs.addTab(words)
        self.log_call = Button(
            self.tr("Log a call"), self, icon="call", on_click=desk.log_contact, shortcut="Ctrl+L"
        )
        self.add = Button(
            self.tr("Add documents"),
            self,
            icon="add",
            on_click=desk.add_documents,
            shortcut="Ctrl+O",
        )
        self.whole = TallPage(self)
        self.pages = TallPages(self)
        self._tabs: dict[str, TimelineTab | DocumentsTab | MoneyTab | PacketsTab] = {
            "timeline": TimelineTab(desk, self.pages),
            "documents": DocumentsTab(desk, self.pages),
            "money": MoneyTab(desk, self.pages),
            "packets": PacketsTab(desk, self.pages),
        }
        for tab in self._tabs.values():
            self.pages.add_page(tab, tab.lists)
        self.whole.pages = self.pages
        self.tools = PageTools(self)
        for tab in self._tabs.values():
            self.tools.addWidget(tab.tools)
        self._lay_out()
        self.tabs.currentChanged.connect(lambda i: desk.show_tab(TABS[i]))
        self.next.dismissed.connect(self._not_now)
        desk.session.changed.connect(self._changed)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(self.title, 1)
        head.addWidget(self.sample)
        head.addWidget(self.company)
        head.addWidget(self.details)
        always = QWidget(self)
        both = FlowLayout(always, gap=Space.S)
        both.addWidget(self.log_call)
        both.addWidget(self.add)
        bar = Apart(always, self.tools)
        top = QVBoxLayout()
        top.setContentsMargins(Space.L, 0, Space.L, 0)
        top.setSpacing(Space.S)
        top.addLayout(head)
        top.addWidget(self.standing)
        top.addWidget(self.tracks)
        top.addWidget(self.next)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(Space.S, 0, Space.S, 0)
        tabs.addWidget(self.tabs, 1)
        below = QVBoxLayout()
        below.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        below.addLayout(bar)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.whole)
        column = self.whole.column
        column.setContentsMargins(0, Space.M, 0, 0)
        column.addLayout(top)
        column.addSpacing(Space.XS)
        column.addLayout(tabs)
        column.addWidget(Rule(self))
        column.addLayout(below)
        column.addWidget(self.pages, 1)

    # ---------------------------------------------------------------- showing

    def show_place(self, place: Place) -> None:
        moved = place.id != self._id
        self._id = place.id
        number = TABS.index(place.tab) if place.tab in TABS else 0
        was = self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(number)
        self.tabs.blockSignals(was)
        tab = self._tabs[TABS[number]]
        self.pages.setCurrentWidget(tab)
        self.tools.setCurrentWidget(tab.tools)
        if moved:
            self.refresh()  # first: where it stands and what to do next
        if tab.dispute_id != place.id:
            tab.show_dispute(place.id)
        else:
            tab.refresh()

    def refresh(self) -> None:
        if not self._id:
            return
        vault, dispute_id = self._desk.vault, self._id

        def query() -> tuple[Any, tuple[str, ...], Any]:
            from onrecord.services.views.disputes import dispute_header
            from onrecord.services.views.letters import letters
            from onrecord.services.views.money import money
            from onrecord.services.views.packets import packets
            from onrecord.services.views.timeline_order import timeline_count
            from onrecord.services.views.tracks import tracks

            header = dispute_header(vault, dispute_id)
            counts = (
                _count(timeline_count(vault, dispute_id, header.documents)),
                _count(header.documents),
                money(vault, dispute_id).words(),
                _count(len(packets(vault, dispute_id)) + len(letters(vault, dispute_id))),
            )
            return header, counts, tracks(vault, dispute_id, step=header.next_step)

        self._desk.session.ask(query, lambda found: self._show(*found), self, "header")

    def _show(self, header: Any, counts: tuple[str, ...], tracks: Any) -> None:
        self._header, self._counts = header, counts
        self.title.setText(header.title)
        self.company.setText(header.company)
        self.tracks.show_tracks(header.id, tracks, date.today())
        step = header.next_step
        self.next.setVisible(step is not None)
        if step is not None:
            self.next.show_step(
                step.words,
                step.why,
                Choice(step.button, lambda: self._start(step)),
                key=step.rule,
                others=[Choice(o.words, lambda o=o: self._start(o)) for o in header.others],
                can_wait=step.rule not in ("begin", "wait", "closed", "dated"),
            )
        self._fit()

    def _fit(self) -> None:
        """Where it is narrow, the company joins the sentence, and the tabs drop their counts and
        stand closer: all four are always there."""
        header = self._header
        if header is None:
            return
        px = theme.current().metrics.px
        beside_it = self.company.fontMetrics().horizontalAdvance(header.company) + px(60)
        if header.sample:
            beside_it += self.sample.sizeHint().width()
        title = self.title.fontMetrics().horizontalAdvance(header.title)
        narrow = self.width() < max(px(620), title + beside_it)
        beside = narrow and bool(header.company)
        self.company.setVisible(not beside)
        self.sample.setVisible(header.sample and not narrow)
        self.standing.setText(f"{header.company}. {header.standing}" if beside else header.standing)
        small = self.width() < px(620)
        set_look(self.tabs, "look", "close" if small else "")
        words = list(self._tab_words)
        if small:
            words[-1] = self.tr("Packets")
        for number, (word, count) in enumerate(zip(words, self._counts, strict=True)):
            text = f"{word}  {count}" if count and not small else word
            if self.tabs.tabText(number) != text:
                self.tabs.setTabText(number, text)
        self.tabs.updateGeometry()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._fit()

    # ---------------------------------------------------------------- the next step

    def _start(self, step: NextStep) -> None:
        start_step(
            self._desk,
            step.action,
            step.about,
            broken=step.rule == "broken",
            track_id=step.track_id,
        )

    def _not_now(self, dismissed: NextStepDismissed) -> None:
        vault, dispute_id = self._desk.vault, self._id

        def verb() -> Change:
            from onrecord.services.not_now import put_off_step

            return put_off_step(vault, dispute_id, dismissed.key)

        self._desk.session.do(verb, say=True)

    def _changed(self, change: Change) -> None:
        if self.isVisible() and change.tables() & _HEAD_TABLES:
            self.refresh()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self.refresh()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        tab = self._tabs[self._desk.place.tab] if self._desk.place.tab in TABS else None
        where = self.log_call if tab is None or tab.is_empty else tab
        where.setFocus(Qt.FocusReason.OtherFocusReason)


def _count(number: int) -> str:
    return f"{number:,}" if number else ""


def ladder_words(view: QWidget, steps: Any) -> tuple[Step, ...]:
    """Done, passed over, where it stands, and the one that comes next; the rest of the ladder stays hidden."""
    words = {
        "asked": view.tr("asked"),
        "supervisor": view.tr("supervisor"),
        "formal": view.tr("formal complaint"),
        "executive": view.tr("executive office"),
        "ombudsman": view.tr("ombudsman"),
        "court": view.tr("court"),
    }
    shown: list[Step] = []
    for step in steps:
        if step.state in ("done", "passed"):
            shown.append(Step(words[step.rung], step.state))
        elif step.state == "here":
            shown.append(Step(words[step.rung], "current"))
        elif step.state == "next":
            shown.append(Step(words[step.rung], "next", step.note))
    return tuple(shown)
