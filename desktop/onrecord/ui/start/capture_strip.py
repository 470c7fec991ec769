"""What can be kept while the vault is locked: a dropped file, a note of a call.

Writing needs no secret; both are sealed to the vault's inbox and seen after the next unlock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from onrecord.ui.clipboard import can_keep, sources_of
from onrecord.ui.design.buttons import Button, LinkButton, QuietButton
from onrecord.ui.design.field import Field
from onrecord.ui.design.labels import Label, Muted, set_look
from onrecord.ui.design.tokens import Space, TextStyle

if TYPE_CHECKING:
    from onrecord.services.gathering import Pasted


@dataclass(frozen=True)
class FilesDropped:
    """Paths, or one picture that was never a file."""

    sources: tuple[Path | Pasted, ...]


@dataclass(frozen=True)
class NoteWanted:
    """A call noted while locked; ``began`` is local time, the moment the note was opened."""

    company: str
    reference: str
    words: str
    began: datetime


class CaptureStrip(QFrame):
    """Takes drops and one quick note; says where they went."""

    files_dropped = Signal(object)  # FilesDropped, by drop or paste
    note_wanted = Signal(object)  # NoteWanted
    companion_wanted = Signal()

    def __init__(
        self, parent: QWidget | None = None, clock: Callable[[], datetime] = datetime.now
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._began = clock()
        self.setProperty("look", "card")
        self.setAcceptDrops(True)
        self.title = Label(self.tr("No time to unlock?"), self, style=TextStyle.STRONG)
        self.hint = Muted(
            self.tr(
                "Drop files here, or note a call. It is sealed into your vault, to see when you unlock."
            ),
            self,
        )
        self.note = Button(
            self.tr("Note a call now"), self, icon="call", on_click=self._open, shortcut="Ctrl+L"
        )
        self.note.setShortcut("Ctrl+L")
        self.companion = LinkButton(
            self.tr("Call companion: timer and large buttons"),
            self,
            icon="clock",
            on_click=self.companion_wanted.emit,
            shortcut="Ctrl+Shift+C",
        )
        self.companion.setShortcut("Ctrl+Shift+C")
        self.company = QLineEdit(self)
        self.reference = QLineEdit(self)
        self.words = QPlainTextEdit(self)
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(72)
        self.keep = Button(self.tr("Keep this note"), self, icon="check", on_click=self.keep_note)
        self.drop_note = QuietButton(self.tr("Discard"), self, on_click=self._close)
        self.fields = QWidget(self)
        inside = QVBoxLayout(self.fields)
        inside.setContentsMargins(0, Space.S, 0, 0)
        inside.setSpacing(Space.S)
        inside.addWidget(Field(self.tr("Reference number"), self.reference, self, optional=True))
        inside.addWidget(Field(self.tr("What was said"), self.words, self))
        inside.addWidget(Field(self.tr("Company"), self.company, self, optional=True))
        row = QHBoxLayout()
        row.addWidget(self.keep)
        row.addWidget(self.drop_note)
        row.addStretch(1)
        inside.addLayout(row)
        self.fields.hide()
        pasting = QShortcut(QKeySequence("Ctrl+Shift+V"), self)
        pasting.activated.connect(self.paste)
        self.said = Muted("", self)
        self.said.hide()
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.hint)
        head.addLayout(words, 1)
        head.addWidget(self.note)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.addLayout(head)
        column.addWidget(self.companion, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.fields)
        column.addWidget(self.said)

    def say(self, sentence: str) -> None:
        """What became of the last thing kept."""
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))

    def has_unkept_words(self) -> bool:
        return any((self.company.text(), self.reference.text(), self.words.toPlainText()))

    def _open(self) -> None:
        self._began = self._clock()
        self.fields.show()
        self.note.hide()
        self.say("")
        self.reference.setFocus()
        window = self.window()
        needed = window.height() + self.fields.sizeHint().height()
        window.resize(window.width(), min(needed, self.screen().availableSize().height()))

    def _close(self) -> None:
        self.company.clear()
        self.reference.clear()
        self.words.clear()
        self.fields.hide()
        self.note.show()

    def keep_note(self) -> None:
        if not self.has_unkept_words():
            self.say(self.tr("Write what was said or its reference number first."))
            return
        self.note_wanted.emit(
            NoteWanted(
                self.company.text().strip(),
                self.reference.text().strip(),
                self.words.toPlainText().strip(),
                self._began,
            )
        )

    def note_kept(self) -> None:
        self._close()
        self.say(self.tr("Sealed into your vault. You will see it when you unlock."))

    # ---------------------------------------------------------------- drops

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if can_keep(event.mimeData()):
            set_look(self, "target", "true")
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        set_look(self, "target", "false")

    def dropEvent(self, event: QDropEvent) -> None:
        set_look(self, "target", "false")
        event.acceptProposedAction()
        self._take(event.mimeData())

    def paste(self) -> None:
        """What is on the clipboard, where it holds files or a picture."""
        if not self._take(QGuiApplication.clipboard().mimeData()):
            self.say(self.tr("There is no picture and no file on the clipboard."))

    def _take(self, data: QMimeData) -> bool:
        sources = sources_of(data)
        if sources:
            self.files_dropped.emit(FilesDropped(tuple(sources)))
        return bool(sources)
