"""How it goes out, one way at a time: what to open, what to copy, what to print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from onrecord.ui.design import (
    Button,
    ChipGroup,
    FlowLayout,
    Label,
    LinkButton,
    Muted,
    Option,
    QuietButton,
    Space,
    TextStyle,
    theme,
)

if TYPE_CHECKING:
    from onrecord.services.views.send_sheet import SendSheet


@dataclass(frozen=True)
class CopyAsked:
    """``what`` says it for the history, without a word of it."""

    text: str
    what: str


@dataclass(frozen=True)
class BrowseAsked:
    """An address to be opened by the system's browser, because the person clicked on it."""

    address: str


class CopyLine(QWidget):
    """A name, the words, and a button that copies them."""

    copied = Signal(object)  # CopyAsked

    def __init__(self, name: str, what: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._what = what
        self.name = Label(name, self, style=TextStyle.SMALL_STRONG)
        self.words = Label("", self, wrap=True)
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.copy = QuietButton(self.tr("Copy"), self, icon="copy", on_click=self._copy)
        self.copy.setAccessibleName(self.tr("Copy: {0}").format(name))
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(self.name)
        text.addWidget(self.words)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addLayout(text, 1)
        row.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)

    def show_words(self, words: str) -> None:
        self.words.setText(words)
        self.setVisible(bool(words))

    def _copy(self) -> None:
        self.copied.emit(CopyAsked(self.words.text(), self._what))


class WayHelp(QWidget):
    """The chips, and beneath them what the chosen way needs."""

    copy_asked = Signal(object)  # CopyAsked
    browse_asked = Signal(object)  # BrowseAsked
    mail_asked = Signal()
    stick_asked = Signal()
    print_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet: SendSheet | None = None
        self.way = ChipGroup(
            [
                Option("website", self.tr("Their website")),
                Option("email", self.tr("Email")),
                Option("post", self.tr("Post")),
                Option("hand", self.tr("By hand")),
                Option("fax", self.tr("Fax")),
            ],
            self.tr("How to send it"),
            self,
            always=True,
        )
        self.way.chosen.connect(lambda _made: self._choose())
        self.refused = Label("", self, style=TextStyle.SMALL, tone="warning", wrap=True)
        self.page = Label("", self, wrap=True)
        self.page.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.rests = Muted("", self)
        self.browse = Button(
            self.tr("Open it in the browser"), self, icon="external", on_click=self._browse,
            hint=self.tr("Your browser opens this address. OnRecord itself never goes online."),
        )  # fmt: skip
        self.copy_page = QuietButton(
            self.tr("Copy the address"), self, icon="copy", on_click=self._copy_page
        )
        self.to = CopyLine(self.tr("To"), self.tr("Copied an address to send to"), self)
        self.subject = CopyLine(self.tr("Subject"), self.tr("Copied the subject"), self)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("Text to send with it"))
        self.copy_text = LinkButton(
            self.tr("Copy the text"), self, icon="copy",
            on_click=lambda: self.copy_asked.emit(
                CopyAsked(self.text.toPlainText(), self.tr("Copied the text to send with a packet"))
            ),
        )  # fmt: skip
        self.mail = Button(
            self.tr("Make a mail draft…"), self, icon="email", on_click=self.mail_asked.emit,
            hint=self.tr("A file that your mail program opens as a new message, PDF attached"),
        )  # fmt: skip
        self.paper = Label("", self, wrap=True)
        self.print = Button(
            self.tr("Open the PDF to print it"), self, icon="print", on_click=self.print_asked.emit
        )
        self.stick = Button(
            self.tr("Save for a USB stick…"), self, icon="folder", on_click=self.stick_asked.emit,
            hint=self.tr("A folder with everything, and a reminder to delete it in a week"),
        )  # fmt: skip
        self.notes = Muted("", self)
        self._lay_out()
        for line in (self.to, self.subject):
            line.copied.connect(self.copy_asked.emit)
        theme.follow(self._dress)

    def _lay_out(self) -> None:
        page = FlowLayout(gap=Space.S)
        page.addWidget(self.browse)
        page.addWidget(self.copy_page)
        words = FlowLayout(gap=Space.S)
        words.addWidget(self.mail)
        words.addWidget(self.copy_text)
        paper = FlowLayout(gap=Space.S)
        paper.addWidget(self.print)
        paper.addWidget(self.stick)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.way)
        column.addWidget(self.refused)
        column.addWidget(self.page)
        column.addWidget(self.rests)
        column.addLayout(page)
        column.addWidget(self.to)
        column.addWidget(self.subject)
        column.addWidget(self.text)
        column.addLayout(words)
        column.addWidget(self.paper)
        column.addLayout(paper)
        column.addWidget(self.notes)

    def show_sheet(self, sheet: SendSheet, keep_way: bool) -> None:
        """``keep_way``: the way that was chosen stays."""
        self._sheet = sheet
        if not keep_way:
            self.way.set_value(sheet.ways[0] if sheet.ways else "email")
        self._choose()

    def _choose(self) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        way = self.way.value or "email"
        online, mail, paper = way == "website", way == "email", way in ("post", "hand", "fax")
        page = sheet.pages[0] if sheet.pages else None
        self.refused.setText(self.tr("They say they do not take it this way."))
        self.refused.setVisible(way in sheet.refuses)
        has_page = online and page is not None
        unknown = self.tr(
            "Their page is not in the directory: look for where they take complaints."
        )
        self.page.setText(page.value if page is not None else unknown)
        self.page.setVisible(online)
        place = page if online else sheet.email if mail else sheet.post
        rests = ""
        if place is not None and place.source:
            rests = self.tr("{0}: {1}, {2}").format(place.words, place.source, place.age)
            rests = rests[:1].upper() + rests[1:]
            if not place.verified:
                rests = self.tr("{0} (unverified)").format(rests)
        self.rests.setText(rests)
        self.rests.setVisible(bool(rests))
        self.browse.setVisible(has_page)
        self.copy_page.setVisible(has_page)
        to = sheet.email if mail else sheet.post if way == "post" else None
        self.to.show_words(to.value if to else "")
        self.subject.show_words(sheet.subject if online or mail else "")
        self.text.setPlainText(sheet.text)
        for part in (self.text, self.copy_text):
            part.setVisible(online or mail)
        self.mail.setVisible(mail)
        sides = self.tr("1 page") if sheet.sides == 1 else self.tr("{0} pages").format(sheet.sides)
        sheets = (
            self.tr("1 sheet of paper")
            if sheet.sheets == 1
            else self.tr("{0} sheets of paper").format(sheet.sheets)
        )
        self.paper.setText(
            self.tr(
                "{0}: {1} when both sides are printed. It works without its links: wherever a page"
                " is cited, its label and number are printed, like “A3, p. 12”."
            ).format(sides, sheets)
        )
        for part in (self.paper, self.print, self.stick):
            part.setVisible(paper)
        self.notes.setText(" ".join(sheet.notes))
        self.notes.setVisible(bool(sheet.notes))

    def _page(self) -> str:
        return self._sheet.pages[0].value if self._sheet and self._sheet.pages else ""

    def _browse(self) -> None:
        if self._page():
            self.browse_asked.emit(BrowseAsked(self._page()))

    def _copy_page(self) -> None:
        self.copy_asked.emit(CopyAsked(self._page(), self.tr("Copied an address to send to")))

    def _dress(self) -> None:
        self.text.setFixedHeight(theme.current().metrics.px(132))
