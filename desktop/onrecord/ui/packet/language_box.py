"""In which language our own words stand on the pages, and the way to bring those of another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from onrecord.ui.design import ChoiceBox, Field, LinkButton, Space
from onrecord.ui.design.saving import ask_for_file
from onrecord.ui.desk import Desk


class LanguageBox(QWidget):
    """``title`` and ``hint`` are those of a packet where nothing is said."""

    chosen = Signal(str)  # a language's code
    bring_asked = Signal()

    def __init__(self, parent: QWidget | None = None, *, title: str = "", hint: str = "") -> None:
        super().__init__(parent)
        self.box = ChoiceBox(self)
        self.field = Field(
            title or self.tr("Our words in"), self.box, self,
            hint=hint or self.tr("Headings, days and amounts. What you typed stays as it is."),
        )  # fmt: skip
        self.bring = LinkButton(
            self.tr("From a file of words…"), self,
            on_click=self.bring_asked.emit,
        )  # fmt: skip
        self.box.setMinimumContentsLength(10)
        self.box.activated.connect(lambda at: self.chosen.emit(str(self.box.itemData(at))))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self.field)
        column.addWidget(self.bring, 0, Qt.AlignmentFlag.AlignLeft)

    def show_languages(self, codes: Sequence[str], now: str) -> None:
        """``codes`` of those there are; ``now`` is that of the packet."""
        every = list(dict.fromkeys([*codes, now]))
        if [self.box.itemData(n) for n in range(self.box.count())] != every:
            self.box.clear()
            for code in every:
                self.box.addItem(name_of(code), code)
        self.box.setCurrentIndex(every.index(now))


def name_of(code: str) -> str:
    """``Deutsch``; the code itself where Qt knows no such language."""
    if code.split("-")[0] == "en":
        return "English"
    locale = QLocale(code)
    name = locale.nativeLanguageName() if locale.language() != QLocale.Language.C else ""
    return name[:1].upper() + name[1:] if name else code


def save_words(desk: Desk, parent: QWidget, language: str) -> None:
    """Writes out every word of ours, to be translated and brought back."""
    path = ask_for_file(
        parent,
        parent.tr("Save the list of words"),
        f"words-{language}.json",
        {parent.tr("Words (*.json)"): ".json"},
    )
    if path is None:
        return
    vault = desk.vault

    def verb() -> Any:
        from onrecord.services.bundle_words import words_to_translate
        from onrecord.services.writing_out import write_out

        words = words_to_translate(vault, language).encode()
        return write_out(vault, [(path, lambda: [words])], "Wrote a list of words to translate")

    def done(_change: Any) -> None:
        words = parent.tr(
            "Saved as {0}. Translate what stands behind each colon, then bring it in."
        )
        desk.session.notices.done(words.format(path.name))

    desk.session.do(verb, done, parent)


def bring_words(desk: Desk, parent: QWidget, then: Callable[[], Any]) -> None:
    """Keeps a file of words in the vault, where every packet can use it."""
    chosen, _ = QFileDialog.getOpenFileName(
        parent, parent.tr("A file of words"), "", parent.tr("Words (*.json)")
    )
    if not chosen:
        return
    vault, path = desk.vault, Path(chosen)

    def verb() -> Any:
        from onrecord.errors import Refused
        from onrecord.services.bundle_words import keep_words

        try:
            data = path.read_bytes()
        except OSError:
            raise Refused(f"{path.name} cannot be read.") from None
        return keep_words(vault, data)

    def kept(found: Any) -> None:
        words = parent.tr("{0}: {1} words kept").format(name_of(found.language), found.known)
        if found.missing:
            words = parent.tr("{0}; {1} stay in English").format(words, found.missing)
        desk.session.notices.done(f"{words}.")
        then()

    desk.session.do(verb, kept, parent)
