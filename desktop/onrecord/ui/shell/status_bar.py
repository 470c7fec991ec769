"""The line at the foot: whether all is saved, and the work under way with its progress."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QWidget

from onrecord.ui.design import Muted, ProgressStrip, Space, set_look
from onrecord.ui.design.progress import CancelAsked
from onrecord.ui.jobs import JobCenter
from onrecord.ui.session import Session


class StatusBar(QWidget):
    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "look", "foot")
        self.saved = Muted("", self, wrap=False)
        self._jobs: JobCenter = session.jobs
        self.strip = ProgressStrip(self)
        self.strip.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.XS, Space.M, Space.XS)
        row.addWidget(self.saved)
        row.addStretch(1)
        row.addWidget(self.strip)
        session.busy_changed.connect(self._busy)
        session.jobs.changed.connect(lambda _jobs: self._show_jobs())
        self.strip.cancel_asked.connect(self._cancel)
        self._busy(False)

    def _busy(self, busy: bool) -> None:
        now = datetime.now().strftime("%H:%M")
        self.saved.setText(self.tr("Saving…") if busy else self.tr("All saved {0}").format(now))

    def _show_jobs(self) -> None:
        running = self._jobs.running()
        self.strip.setVisible(bool(running))
        if running:
            job = running[-1]
            more = len(running) - 1
            words = job.words + (self.tr(" and {0} more").format(more) if more else "")
            self.strip.show_progress(words, job.done, job.total)

    def _cancel(self, _asked: CancelAsked) -> None:
        running = self._jobs.running()
        if running:
            running[-1].cancel()
