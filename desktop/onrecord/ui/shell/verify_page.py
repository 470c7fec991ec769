"""What *Verify everything* found, in plain sentences."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from onrecord.ui.design import Body, Button, Card, Label
from onrecord.ui.desk import Desk
from onrecord.ui.shell.page import Page

_MOST = 12


class VerifyPage(Page):
    def __init__(self, desk: Desk, report: Any, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.set_words(
            self.tr("Everything is as it was written")
            if report.ok
            else self.tr("Something is not as it was written"),
            verified_words(self, report)
            if report.ok
            else self.tr(
                "Keep a copy of the vault's folder as it is before you change anything. A backup "
                "or a file in the vault's snapshots folder may hold what is missing here."
            ),
        )
        for check in report.checks:
            if check.ok:
                continue
            card = Card(check.words, self)
            for problem in check.problems[:_MOST]:
                card.body.addWidget(Label(problem, card, tone="danger", wrap=True))
            more = len(check.problems) - _MOST
            if more > 0:
                card.body.addWidget(Body(self.tr("And {0} more.").format(more), card))
            self.body.addWidget(card)
        if report.notes:
            card = Card(self.tr("Worth knowing"), self)
            for note in report.notes[:_MOST]:
                card.body.addWidget(Body(note, card))
            self.bring_back = Button(
                self.tr("Bring found files back"), card, icon="restore", on_click=self._bring_back
            )
            self.bring_back.setVisible(any("not in the records" in n for n in report.notes))
            card.body.addWidget(self.bring_back, 0, Qt.AlignmentFlag.AlignLeft)
            self.body.addWidget(card)
        fine = [check.words for check in report.checks if check.ok]
        if fine:
            card = Card(self.tr("Found in order"), self)
            for words in fine:
                card.body.addWidget(Body(words, card))
            self.body.addWidget(card)

    def _bring_back(self) -> None:
        desk = self.desk
        self.bring_back.setEnabled(False)

        def work(job: Any) -> Any:
            from onrecord.services.bring_back import bring_back

            return bring_back(desk.vault, job.progress, job.cancelled)

        def done(result: Any) -> None:
            desk.session.notices.info(result.words)
            if result.count:
                desk.read_wanted.emit(None)
                desk.show_to_sort()

        desk.session.job(self.tr("Bringing found files back"), work, done, self)


def verified_words(about: QObject, report: Any) -> str:
    """One sentence for a vault in order."""
    if report.object_count == 1:
        return about.tr("Everything was read and is as it was written: 1 document, all records.")
    return about.tr(
        "Everything was read and is as it was written: {0} documents, all records."
    ).format(report.object_count)
