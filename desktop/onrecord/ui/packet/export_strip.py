"""While the PDF is made, and what came of it: in place of the check, and as calm."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from onrecord.ui.design import (
    FlowLayout,
    IconButton,
    Label,
    LinkButton,
    Muted,
    ProgressStrip,
    QuietButton,
    Space,
    announce,
    icons,
    theme,
)
from onrecord.ui.jobs import Job, JobCenter, JobsChanged


@dataclass(frozen=True)
class AfterExport:
    """``what`` is folder, look, open or again."""

    what: str


class ExportProgress(QWidget):
    """Follows one job."""

    def __init__(self, jobs: JobCenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: Job | None = None
        self.strip = ProgressStrip(self)
        self.strip.cancel_asked.connect(lambda _asked: self.cancel())
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        row.addWidget(self.strip)
        row.addStretch(1)
        jobs.changed.connect(self._moved)

    def follow(self, job: Job, words: str) -> None:
        self._job = job
        self._words = words
        if self.strip.cancel_button is not None:
            self.strip.cancel_button.setEnabled(True)
        self.strip.show_progress(words)

    def cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _moved(self, changed: JobsChanged) -> None:
        for state in changed.jobs:
            if self._job is not None and state.number == self._job.number:
                self.strip.show_progress(self._words, state.done, state.total)


class ExportResultLine(QWidget):
    asked = Signal(object)  # AfterExport
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = QLabel(self)
        self.words = Label("", self, wrap=True)
        self.problems = QVBoxLayout()
        self.problems.setSpacing(2)
        self.more = LinkButton("", self, on_click=self._toggle)
        self.look = QuietButton(
            self.tr("Look at it"), self, icon="preview", on_click=lambda: self._ask("look")
        )
        self.folder = QuietButton(
            self.tr("Open the folder"), self, icon="folder", on_click=lambda: self._ask("folder")
        )
        self.open = QuietButton(
            self.tr("Open in another program"), self, icon="external",
            on_click=lambda: self._ask("open"),
        )  # fmt: skip
        self.again = QuietButton(
            self.tr("Save again…"), self, icon="export", on_click=lambda: self._ask("again")
        )
        self.close_button = IconButton(
            "close", self.tr("Back to the check"), self, role="muted", on_click=self.closed.emit
        )
        top = QHBoxLayout()
        top.setSpacing(Space.S)
        top.addWidget(self.picture)
        top.addWidget(self.words, 1)
        top.addWidget(self.more)
        top.addWidget(self.close_button)
        acts = FlowLayout(gap=Space.XS)
        acts.setContentsMargins(Space.M, 0, 0, 0)
        for button in (self.look, self.folder, self.open, self.again):
            acts.addWidget(button)
        self._listed = QWidget(self)
        self._listed.setLayout(self.problems)
        self.problems.setContentsMargins(Space.XL + Space.XS, 0, 0, Space.XS)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.S, Space.S, Space.XS)
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(self._listed)
        column.addLayout(acts)
        theme.follow(self._refresh)

    def show_result(self, page_count: int, problems: tuple[str, ...], path: Path | None) -> None:
        pages = self.tr("1 page") if page_count == 1 else self.tr("{0} pages").format(page_count)
        words = self.tr(
            "Saved. {0}. Everything was checked: links, pages, nothing left behind."
        ).format(pages)
        self.words.setText(words)
        self.words.setToolTip(str(path or ""))
        while (item := self.problems.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for sentence in problems:
            self.problems.addWidget(Muted(sentence, self._listed))
        count = len(problems)
        self.more.setText(self.tr("1 note") if count == 1 else self.tr("{0} notes").format(count))
        self.more.setVisible(bool(problems))
        self._listed.setVisible(bool(problems) and count <= 3)
        for button in (self.folder, self.open):
            button.setVisible(path is not None)
        announce(self, words)

    def _toggle(self) -> None:
        self._listed.setVisible(not self._listed.isVisible())

    def _ask(self, what: str) -> None:
        self.asked.emit(AfterExport(what))

    def _refresh(self) -> None:
        side = theme.current().metrics.px(18)
        self.picture.setPixmap(icons.icon("success", "success", side).pixmap(side))
