"""Insights over all disputes: a few figures, charts by channel, company or step, and as files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from onrecord.domain.change import Change
from onrecord.services.views.insights import Chart, Figure, Insights
from onrecord.services.views.lessons import Lesson
from onrecord.ui.design import (
    Body,
    Card,
    Choice,
    EmptyState,
    FlowLayout,
    Heading,
    Label,
    LinkButton,
    Muted,
    Option,
    QuietButton,
    ScrollArea,
    Segmented,
    Space,
    TextStyle,
    set_look,
    theme,
)
from onrecord.ui.design.saving import ask_for_file
from onrecord.ui.desk import Desk, Place
from onrecord.ui.insights.bar_chart import BarChart
from onrecord.ui.insights.bar_table import BarTable

_TABLES = {
    "dispute", "contact", "dispute_contact", "promise", "offer", "closure", "ledger_entry",
    "claim_line", "desired_outcome", "track", "counterparty",
}  # fmt: skip
_WIDE = 760


class InsightsView(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.found: Insights | None = None
        self.charts: list[BarChart] = []
        self.tables: list[BarTable] = []
        set_look(self, "look", "surface")
        self.heading = Heading(self.tr("Insights"), self)
        self.few = Muted("", self)
        self.figures = QWidget(self)
        self._figure_row = FlowLayout(self.figures, gap=Space.M, level=True)
        self.by = Segmented(
            [
                Option("channel", self.tr("By channel")),
                Option("company", self.tr("By company")),
                Option("rung", self.tr("By step")),
            ],
            self.tr("What the charts are put together by"),
            self,
        )
        self.shape = Segmented(
            [Option("charts", self.tr("Charts")), Option("tables", self.tr("Tables"))],
            self.tr("As charts or as tables"),
            self,
        )
        menu = QMenu(self)
        self.save_picture = menu.addAction(self.tr("As a picture (PNG)…"), self._save_picture)
        self.save_table = menu.addAction(self.tr("As a table (CSV)…"), self._save_table)
        self.save = QuietButton(
            self.tr("Save"), self, menu=menu,
            hint=self.tr("A file outside the vault; the history says so"),
        )  # fmt: skip
        self.empty = EmptyState(
            "ladder",
            self.tr("Nothing to look back on yet"),
            self.tr(
                "Log calls with how long they took and how long you waited, and close a dispute "
                "when it has ended: then you see here what worked."
            ),
            self,
            actions=[Choice(self.tr("Log a call"), desk.log_contact, "call")],
        )
        self.content = QWidget(self)
        self.lessons = Card(self.tr("What you wrote down when they ended"), self.content)
        self.lessons.hide()
        self._told: list[Lesson] = []
        self._charts = QVBoxLayout()
        self._charts.setSpacing(Space.L)
        self._lay_out()
        self.by.chosen.connect(lambda _choice: self._show_charts())
        self.shape.chosen.connect(lambda _choice: self._show_charts())
        desk.session.changed.connect(self._changed)
        theme.follow(self._refresh)
        self.empty.hide()
        self.content.hide()

    def _lay_out(self) -> None:
        choices = FlowLayout(gap=Space.S)
        for part in (self.by, self.shape, self.save):
            choices.addWidget(part)
        inside = QVBoxLayout(self.content)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(Space.L)
        inside.addWidget(self.few)
        inside.addWidget(self.figures)
        inside.addLayout(choices)
        inside.addLayout(self._charts)
        inside.addWidget(self.lessons)
        self._column = QWidget(self)
        column = QVBoxLayout(self._column)
        column.setContentsMargins(0, 0, 0, Space.XXL)
        column.setSpacing(Space.M)
        column.addWidget(self.heading)
        column.addWidget(self.content)
        column.addWidget(self.empty, 1)
        column.addStretch(0)
        middle = QWidget(self)
        row = QHBoxLayout(middle)
        row.setContentsMargins(Space.L, Space.L, Space.L, 0)
        row.addWidget(self._column, 1)
        row.addStretch(0)
        self.area = ScrollArea(middle, self, focus=Qt.FocusPolicy.ClickFocus)
        self.area.setAccessibleName(self.tr("Insights"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)

    # ---------------------------------------------------------------- showing

    def show_place(self, _place: Place) -> None:
        self.refresh()

    def refresh(self) -> None:
        vault = self._desk.vault

        def query() -> tuple[Insights, list[Lesson]]:
            from onrecord.services.views.insights import insights
            from onrecord.services.views.lessons import lessons

            return insights(vault), lessons(vault)

        self._desk.session.ask(query, lambda found: self._show(*found), self, "insights")

    def _changed(self, change: Change) -> None:
        if self.isVisible() and change.tables() & _TABLES:
            self.refresh()

    def _show(self, found: Insights, lessons: list[Lesson]) -> None:
        if found == self.found and lessons == self._told:
            return
        self.found, self._told = found, lessons
        anything = any(found.charts.values()) or bool(lessons)
        self.empty.setVisible(not anything)
        self.content.setVisible(anything)
        said = [found.few] if found.few else []
        if found.sample:
            said.append(self.tr("Only the invented sample is behind these figures."))
        self.few.setText(" ".join(said))
        self.few.setVisible(bool(said))
        while (item := self._figure_row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for figure in found.figures:
            self._figure_row.addWidget(FigureCard(figure, self.figures))
        self._show_lessons(lessons)
        self._show_charts()

    def _show_lessons(self, lessons: list[Lesson]) -> None:
        while self.lessons.body.count() > 1:
            item = self.lessons.body.takeAt(1)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in lessons:
            name = LinkButton(
                one.title, self.lessons,
                on_click=lambda id=one.dispute_id: self._desk.show_dispute(id),
            )  # fmt: skip
            name.setAccessibleDescription(one.company)
            self.lessons.body.addWidget(name, 0, Qt.AlignmentFlag.AlignLeft)
            self.lessons.body.addWidget(Body(one.words(), self.lessons))
        self.lessons.setVisible(bool(lessons))

    def in_view(self) -> tuple[Chart, ...]:
        """The charts of what is chosen."""
        return self.found.charts.get(self.by.value, ()) if self.found is not None else ()

    def _show_charts(self) -> None:
        focused = next((n for n, c in enumerate(self.charts) if c.hasFocus()), -1)
        while (item := self._charts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.charts, self.tables = [], []
        for chart in self.in_view():
            card = Card(chart.title, self.content)
            if chart.note:
                card.body.addWidget(Muted(chart.note, card))
            if self.shape.value == "tables":
                table = BarTable(chart, self._by_words(), card)
                self.tables.append(table)
                card.body.addWidget(table)
            else:
                made = BarChart(chart, card)
                self.charts.append(made)
                card.body.addWidget(made)
            self._charts.addWidget(card)
        if not self.in_view():
            self._charts.addWidget(Muted(self._not_yet(), self.content))
        if 0 <= focused < len(self.charts):
            self.charts[focused].setFocus()

    def _not_yet(self) -> str:
        """What will stand in place of the charts, and from when."""
        return {
            "channel": self.tr(
                "How long calls, chats and messages took and what led somewhere: from the first "
                "one you log."
            ),
            "company": self.tr(
                "How long each company kept you: from the first call that says how long it took. "
                "The days to the end, and what came back: from the first dispute you close."
            ),
            "rung": self.tr(
                "At which step disputes ended, after how many days and with how much money: from "
                "the first one you close."
            ),
        }[self.by.value]

    def _by_words(self) -> str:
        return {
            "channel": self.tr("Channel"),
            "company": self.tr("Company"),
            "rung": self.tr("Step"),
        }[self.by.value]

    # ---------------------------------------------------------------- saving

    def _save_table(self) -> None:
        path = ask_for_file(
            self, self.tr("Save as a table"), "insights.csv", {self.tr("Table (*.csv)"): ".csv"}
        )
        found, vault = self.found, self._desk.vault
        if path is None or found is None:
            return

        def work(_job: Any) -> Path:
            from onrecord.services.export_insights import export_insights_csv

            return export_insights_csv(vault, found, path)

        self._desk.session.job(self.tr("Saving a table"), work, self._saved, self)

    def _save_picture(self) -> None:
        kinds = {self.tr("Picture (*.png)"): ".png"}
        path = ask_for_file(self, self.tr("Save as a picture"), "insights.png", kinds)
        found, vault = self.found, self._desk.vault
        if path is None or found is None:
            return
        from onrecord.ui.insights.picture import picture_of

        picture = picture_of(self.heading.text(), found.figures, self.in_view(), self.few.text())

        def work(_job: Any) -> Path:
            from onrecord.services.export_insights import export_insights_picture

            return export_insights_picture(vault, [picture], path)

        self._desk.session.job(self.tr("Saving a picture"), work, self._saved, self)

    def _saved(self, path: Path) -> None:
        self._desk.session.notices.done(
            self.tr("Saved {0}. It lies outside the vault, where others may read it.").format(
                path.name
            )
        )

    def _refresh(self) -> None:
        self._column.setMaximumWidth(theme.current().metrics.px(_WIDE))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.by.setFocus(Qt.FocusReason.OtherFocusReason)


class FigureCard(Card):
    """One number, what it is, and how many things are behind it."""

    def __init__(self, figure: Figure, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.body.setSpacing(2)
        self.title_label = Label(figure.title, self, style=TextStyle.SMALL_STRONG, muted=True)
        # a currency's code stays on the line of its amount
        words = re.sub(r"\b([A-Z]{3}) (?=\d)", "\\1\u00a0", figure.words)
        self.words = Label(words, self, style=TextStyle.TITLE, wrap=True)
        self.of = Muted(figure.of, self)
        for part in (self.title_label, self.words, self.of):
            self.body.addWidget(part)
        self.body.addStretch(1)
        theme.follow(self._refresh)

    def _refresh(self) -> None:
        self.setFixedWidth(theme.current().metrics.px(181))
