"""Take back from an adviser: what they changed, line by line, before any of it is taken."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from onrecord.errors import KnownError
from onrecord.ui.design import (
    Button,
    Field,
    Label,
    LinkButton,
    Muted,
    PassphraseEdit,
    PrimaryButton,
    Space,
    TextStyle,
    theme,
)
from onrecord.ui.desk import Desk
from onrecord.ui.shell.page import Page

if TYPE_CHECKING:
    from onrecord.services.hand_back import Back, BackLine


class BackLineBox(QWidget):
    """One thing they changed, ticked where it is to be taken."""

    def __init__(self, line: BackLine, ticked: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.line = line
        self.tick = QCheckBox(self)
        self.tick.setAccessibleName(line.words)
        self.tick.setChecked(ticked)
        self.words = Label(line.words, self, wrap=True)
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(self.tick, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, Space.XS)
        column.setSpacing(2)
        column.addLayout(head)
        from onrecord.services.hand_back import field_words

        self._below: list[Muted] = []
        said = [
            self.tr("{0}: “{1}” becomes “{2}”").format(field_words(name) or name, mine, theirs)
            for name, mine, theirs in line.fields
        ]
        if line.both:
            said.append(self.tr("You changed this too since. Taking it puts theirs in its place."))
        for words in said:
            about = Muted(words, self)
            column.addWidget(about)
            self._below.append(about)
        theme.follow(self._refresh)

    def _refresh(self) -> None:
        """What is said of it stands under its words, not under the box."""
        left = self.tick.sizeHint().width() + Space.S
        for about in self._below:
            about.setContentsMargins(left, 0, 0, 0)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the words is one on the box."""
        if self.rect().contains(event.position().toPoint()):
            self.tick.toggle()


class TakeBackPage(Page):
    wide = 720

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._path: Path | None = None
        self._back: Back | None = None
        self.boxes: list[BackLineBox] = []
        self.set_words(
            self.tr("Take back from an adviser"),
            self.tr(
                "Choose the vault that came back. What was changed in it is listed here first; "
                "nothing is taken before you say so."
            ),
        )
        self.choose = Button(
            self.tr("Choose the vault…"), self, icon="folder", on_click=self._choose
        )
        self.where = Label("", self, muted=True, elide=True)
        self.phrase = PassphraseEdit(self)
        self.field = Field(self.tr("Its &passphrase"), self.phrase, self)
        self.look = PrimaryButton(self.tr("List what was changed"), self, on_click=self._look)
        self.found = Label("", self, style=TextStyle.STRONG, wrap=True)
        self.found.hide()
        self._list = QVBoxLayout()
        self._list.setSpacing(Space.S)
        self.take = PrimaryButton(self.tr("Take these"), self, icon="check", on_click=self._take)
        self.take.hide()
        self.cancel = LinkButton(self.tr("Close"), self, on_click=self.close_page)
        top = QHBoxLayout()
        top.addWidget(self.choose)
        top.addWidget(self.where, 1)
        self.body.addLayout(top)
        self.body.addWidget(self.field)
        self.body.addWidget(self.look, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.found)
        self.body.addLayout(self._list)
        foot = QHBoxLayout()
        foot.setSpacing(Space.M)
        foot.addWidget(self.take)
        foot.addWidget(self.cancel)
        foot.addStretch(1)
        self.body.addLayout(foot)
        self.phrase.edit.returnPressed.connect(self._look)
        for part in (self.field, self.look):
            part.hide()

    def open_page(self) -> None:
        self.choose.setFocus()

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("The vault that came back"))
        if chosen:
            self._path = Path(chosen)
            self.where.setText(self._path.name)
            for part in (self.field, self.look):
                part.show()
            self.phrase.setFocus()

    def _look(self) -> None:
        path, phrase, mine = self._path, self.phrase.text(), self.desk.vault
        if path is None:
            return
        self.field.set_error("")
        self.look.setEnabled(False)

        def work(_job: Any) -> Any:
            from onrecord.services.hand_back import what_came_back
            from onrecord.vault.vault import Vault

            with Vault.open(path, phrase, memory=None) as theirs:
                return what_came_back(mine, theirs)

        self.desk.session.job(
            self.tr("Comparing"), work, self._show, self, failed=self._failed, quiet=True
        )

    def _failed(self, error: KnownError) -> None:
        from onrecord.errors import WrongPassphrase

        self.look.setEnabled(True)
        self.take.setEnabled(True)
        if isinstance(error, WrongPassphrase):
            self.field.set_error(str(error))
            self.phrase.setFocus()
        else:
            self.desk.session.notices.error(str(error))

    def _show(self, back: Back) -> None:
        self._back = back
        self.look.setEnabled(True)
        for box in self.boxes:
            self._list.removeWidget(box)
            box.deleteLater()
        ticked = set(back.chosen_first())
        self.boxes = [BackLineBox(line, line.key in ticked, self) for line in back.own()]
        for box in self.boxes:
            self._list.addWidget(box)
            box.tick.toggled.connect(lambda _on: self._settle())
        count = len(self.boxes)
        self.found.setText(
            self.tr("Nothing was changed in it.")
            if not count
            else self.tr("1 thing was changed")
            if count == 1
            else self.tr("{0} things were changed").format(count)
        )
        self.found.show()
        self.look.setVisible(not count)
        self.take.setVisible(bool(count))
        self._settle()
        if self.boxes:
            self.boxes[0].tick.setFocus()

    def _settle(self) -> None:
        count = sum(1 for box in self.boxes if box.tick.isChecked())
        self.take.setText(
            self.tr("Take 1 change") if count == 1 else self.tr("Take {0} changes").format(count)
        )
        self.take.setEnabled(count > 0)

    def _take(self) -> None:
        path, back, phrase, mine = self._path, self._back, self.phrase.text(), self.desk.vault
        if path is None or back is None:
            return
        chosen = [box.line.key for box in self.boxes if box.tick.isChecked()]
        self.take.setEnabled(False)

        def work(job: Any) -> Any:
            from onrecord.services.hand_back import take_back
            from onrecord.vault.vault import Vault

            with Vault.open(path, phrase, memory=None) as theirs:
                return take_back(mine, theirs, back, chosen, job.cancelled)

        def done(_change: Any) -> None:
            self.desk.read_wanted.emit(None)
            self.desk.show_dispute(back.dispute_id)

        self.desk.session.job(
            self.tr("Taking back changes"), work, done, self, failed=self._failed, say=True
        )
