"""Hand to an adviser: this dispute as an encrypted vault of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import platformdirs
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from onrecord.errors import Cancelled, KnownError, Refused
from onrecord.ui.design import (
    Field,
    Label,
    LinkButton,
    Muted,
    Option,
    PassphraseEdit,
    PrimaryButton,
    ProgressStrip,
    QuietButton,
    Segmented,
    Space,
)
from onrecord.ui.desk import Desk
from onrecord.ui.jobs import Job, JobsChanged
from onrecord.ui.shell.page import Page


class HandOverPage(Page):
    def __init__(
        self, desk: Desk, dispute_id: str, parent: QWidget | None = None, *, work_factor: int = 18
    ) -> None:
        super().__init__(desk, parent)
        self._dispute_id = dispute_id
        self._work_factor = work_factor
        self._job: Job | None = None
        self.set_words(
            self.tr("Hand to an adviser"),
            self.tr(
                "Makes a vault with this dispute only: its documents, calls, letters and packets. It "
                "is encrypted and opens with the passphrase you choose here, not with yours. How you "
                "may be contacted in private stays with you."
            ),
        )
        self.mode = Segmented(
            [
                Option("read", self.tr("To read")),
                Option("merge", self.tr("To work on")),
            ],
            self.tr("What it is for"),
            self,
        )
        self.mode.set_value("read")
        self.means = Muted("", self)
        self.phrase = PassphraseEdit(self, judge=True)
        self.field = Field(self.tr("&Passphrase of the new vault"), self.phrase, self)
        self.suggest = LinkButton(self.tr("Suggest five words"), self, on_click=self._suggest)
        self.make = PrimaryButton(self.tr("Make it…"), self, icon="export", on_click=self._make)
        self.cancel = QuietButton(self.tr("Cancel"), self, on_click=self.close_page)
        self.strip = ProgressStrip(self)
        self.strip.hide()
        self.strip.cancel_asked.connect(lambda _asked: self._stop())
        self.said = Label("", self, wrap=True)
        self.said.hide()
        for part in (self.mode, self.means, self.field):
            self.body.addWidget(part)
        for parts in ((self.suggest,), (self.make, self.cancel)):
            row = QHBoxLayout()
            row.setSpacing(Space.S)
            for part in parts:
                row.addWidget(part)
            row.addStretch(1)
            self.body.addLayout(row)
        self.body.addWidget(self.strip)
        self.body.addWidget(self.said)
        self.mode.chosen.connect(lambda _made: self._explain())
        self.phrase.edit.returnPressed.connect(self._make)
        desk.session.jobs.changed.connect(self._moved)
        self._explain()

    def open_page(self) -> None:
        self.phrase.setFocus()

    def _explain(self) -> None:
        self.means.setText(
            self.tr("They can look at everything and change nothing.")
            if self.mode.value == "read"
            else self.tr(
                "They can change it. Later, File, “Take back from an adviser” lists what they "
                "changed, and you choose what to take."
            )
        )

    def _suggest(self) -> None:
        from onrecord.vault.words import suggest_passphrase

        self.phrase.set_text(suggest_passphrase(), shown=True)
        self.field.set_hint(
            self.tr("Tell the adviser by another way than you send the vault: on the phone, say.")
        )

    def _make(self) -> None:
        from onrecord.services.hand_over import SHORTEST

        self.field.set_error("")
        if len(self.phrase.text()) < SHORTEST:
            self.field.set_error(
                self.tr("Use at least 8 characters, or let OnRecord suggest five words.")
            )
            self.phrase.setFocus()
            return
        target = self._ask_target()
        if target is None:
            return
        workshop, dispute_id = self.desk.session.workshop, self._dispute_id
        phrase, mode, factor = self.phrase.text(), self.mode.value or "read", self._work_factor

        def work(job: Any) -> Any:
            from onrecord.services.hand_over import hand_over

            try:
                return hand_over(
                    workshop, dispute_id, target, phrase, mode, job.progress, job.cancelled,
                    work_factor=factor,
                )  # fmt: skip
            except Cancelled as stopped:
                return stopped

        words = self.tr("Making a vault to hand over")
        self.make.setEnabled(False)
        self.said.hide()
        self._job = self.desk.session.job(words, work, self._done, self, failed=self._failed)
        self.strip.show_progress(words)
        self.strip.show()

    def _ask_target(self) -> Path | None:
        """A neutral name: what a folder is called says nothing of the dispute."""
        start = Path(platformdirs.user_documents_dir()) / self.tr("For the adviser.onrecord")
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Where to make it"), str(start), "",
            options=QFileDialog.Option.DontConfirmOverwrite,
        )  # fmt: skip
        return Path(chosen) if chosen else None

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _moved(self, changed: JobsChanged) -> None:
        for state in changed.jobs:
            if self._job is not None and state.number == self._job.number:
                self.strip.show_progress(
                    self.tr("Making a vault to hand over"), state.done, state.total
                )

    def _done(self, result: Any) -> None:
        self._job = None
        self.strip.hide()
        self.make.setEnabled(True)
        if isinstance(result, Cancelled):
            self.desk.session.notices.info(self.tr("Stopped. Nothing was made."))
            return
        self.field.set_hint("")
        self.said.setText(
            self.tr(
                "Made {0}. Copy the whole folder to the adviser, and tell them the passphrase by "
                "another way. It is kept nowhere: write it down before you close this page."
            ).format(result.path)
        )
        self.said.show()
        for part in (self.make, self.suggest):
            part.hide()
        self.mode.setEnabled(False)
        self.phrase.edit.setReadOnly(True)
        self.cancel.setText(self.tr("Done"))
        self.cancel.setFocus()

    def _failed(self, error: KnownError) -> None:
        self._job = None
        self.strip.hide()
        self.make.setEnabled(True)
        if isinstance(error, Refused) and error.path == "passphrase":
            self.field.set_error(str(error))
        else:
            self.desk.session.notices.error(str(error))
