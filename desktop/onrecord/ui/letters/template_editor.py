"""The words of a template: the user's own, or ours with their changes, which can be put back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPlainTextEdit, QVBoxLayout, QWidget

from onrecord.domain.change import Change
from onrecord.errors import KnownError, Refused
from onrecord.ui.design import (
    Field,
    FlowLayout,
    Heading,
    IconButton,
    LinkButton,
    Muted,
    PrimaryButton,
    QuietButton,
    ScrollArea,
    Space,
    TextStyle,
    theme,
)
from onrecord.ui.desk import Desk
from onrecord.ui.packet.language_box import LanguageBox, bring_words, save_words

_COMMON = (
    "ar", "bn", "cs", "da", "de", "el", "es", "fi", "fr", "he", "hi", "hu", "it", "ja", "ko", "nl",
    "no", "pl", "pt", "ro", "ru", "sv", "th", "tr", "uk", "vi", "zh",
)  # fmt: skip
"""Languages that can be chosen though nobody brought words for them yet."""


class TemplateEditor(QWidget):
    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._id = ""
        self._known: tuple[str, ...] = ("en",)
        self._in_subject = False
        self.heading = Heading("", self, elide=True)
        self.cross = IconButton("close", self.tr("Leave it"), self, on_click=self.closed.emit)
        self.name = Field(self.tr("&Name"), QLineEdit(self), self)
        self.subject = Field(self.tr("&Subject"), QLineEdit(self), self)
        self.body = Field(
            self.tr("&Words"),
            QPlainTextEdit(self),
            self,
            hint=self.tr(
                "{{ company.name }} puts in a name from your records, {% if account %} … {% endif %} keeps a part only "
                "where there is one, ** makes bold, - begins an item of a list."
            ),
        )
        self.language = LanguageBox(
            self,
            title=self.tr("&Language of the letter"),
            hint=self.tr(
                "You write the words; days, amounts and what OnRecord words itself follow the "
                "language where a file of words says how, else they are English."
            ),
        )
        menu = QMenu(self)
        menu.setAccessibleName(self.tr("Put in from my records"))
        for name, source in self._facts():
            menu.addAction(name).triggered.connect(
                lambda _on=False, source=source: self._insert(source)
            )
        self.put_in = LinkButton(self.tr("Put in from my records"), self, icon="add", menu=menu)
        self.list = LinkButton(
            self.tr("Save the list to translate…"), self, on_click=self._save_list
        )
        self.save = PrimaryButton(self.tr("Save the template"), self, on_click=self._save)
        self.back = QuietButton(self.tr("Put back as it came"), self, on_click=self._reset)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.cross)
        foot = QHBoxLayout()
        foot.setSpacing(Space.S)
        foot.addWidget(self.save)
        foot.addWidget(self.back)
        foot.addStretch(1)
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addLayout(head)
        column.addWidget(
            Muted(self.tr("Letters written from now on use these words; others stay."), self)
        )
        for field in (self.name, self.subject):
            column.addWidget(field)
        column.addWidget(self.body, 1)
        words = FlowLayout(gap=Space.L)
        words.addWidget(self.put_in)
        words.addWidget(self.language.bring)
        words.addWidget(self.list)
        column.addWidget(self.language)
        column.addLayout(words)
        column.addLayout(foot)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ScrollArea(inside, self, wide=True))
        self.language.bring_asked.connect(lambda: bring_words(desk, self, self._brought))
        self.language.chosen.connect(lambda code: self.list.setVisible(code != "en"))
        for field in (self.subject, self.body):
            field.control.installEventFilter(self)
        theme.follow(self._dress)

    def _dress(self) -> None:
        self.body.control.setFont(theme.current().font(TextStyle.MONO))
        self.body.control.setMinimumHeight(theme.current().metrics.px(110))

    def open(self, template_id: str) -> None:
        """An empty id begins a template of the user's own."""
        self._id = template_id
        vault = self._desk.vault

        def query() -> Any:
            from onrecord.services.bundle_words import languages
            from onrecord.services.letters.templates import template

            return template(vault, template_id) if template_id else None, languages(vault)

        self._desk.session.ask(query, lambda found: self._show(*found), self, "template")

    def _facts(self) -> tuple[tuple[str, str], ...]:
        """What a template can put in, as its words have it."""
        return (
            (self.tr("The company's name"), "{{ company.name }}"),
            (self.tr("What went wrong"), "{{ issue }}"),
            (self.tr("What I ask for"), "{{ ask }}"),
            (self.tr("The amount I dispute"), "{{ disputed }}"),
            (self.tr("My account number"), "{{ account }}"),
            (self.tr("Their last reference number"), "{{ last.reference }}"),
            (self.tr("The last call or message, and its day"), "{{ last.what }}, {{ last.day }}"),
            (self.tr("What they promised"), "{{ promise.statement }}"),
            (self.tr("What they offered"), "{{ offer.words }}"),
            (self.tr("Today's date"), "{{ today }}"),
            (self.tr("For whom I write"), "{{ acts_for }}"),
            (self.tr("My name"), "{{ me.name }}"),
            (self.tr("A gap to fill in each time"), '{{ blank("what goes here") }}'),
        )

    def _insert(self, source: str) -> None:
        """Where the cursor was, in the subject or in the words."""
        subject, body = self.subject.control, self.body.control
        assert isinstance(subject, QLineEdit)
        assert isinstance(body, QPlainTextEdit)
        if self._in_subject:
            subject.insert(source)
            subject.setFocus()
        else:
            body.insertPlainText(source)
            body.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._in_subject = watched is self.subject.control
        return super().eventFilter(watched, event)

    def _code(self) -> str:
        return str(self.language.box.currentData() or "en")

    def _show_languages(self, now: str, known: Sequence[str] = ()) -> None:
        """Those with words of their own first, then the common ones."""
        self._known = tuple(known) or self._known
        self.language.show_languages([*self._known, *_COMMON], now)
        self.list.setVisible(now != "en")

    def _brought(self) -> None:
        """There may be words of another language now."""
        vault = self._desk.vault

        def query() -> Any:
            from onrecord.services.bundle_words import languages

            return languages(vault)

        self._desk.session.ask(
            query, lambda known: self._show_languages(self._code(), known), self, "languages"
        )

    def _save_list(self) -> None:
        save_words(self._desk, self, self._code())

    def _show(self, template: Any, known: Sequence[str]) -> None:
        for field in (self.name, self.subject, self.body):
            field.set_error("")
        self.heading.setText(template.name if template else self.tr("A template of your own"))
        name, subject, body = self.name.control, self.subject.control, self.body.control
        assert isinstance(name, QLineEdit)
        assert isinstance(subject, QLineEdit)
        assert isinstance(body, QPlainTextEdit)
        name.setText(template.name if template else "")
        subject.setText(template.subject if template else "{{ issue }}")
        mine = (
            "Dear {{ company.name }},\n{% if acts_for %}\n{{ acts_for }}\n{% endif %}\n\n\n"
            "Yours faithfully,\n\n{{ me.name }}\n"
        )
        self._show_languages(template.language if template else "en", known)
        body.setPlainText(template.body if template else mine)
        origin = template.origin if template else ""
        self.back.setVisible(origin in ("changed", "mine"))
        self.back.setText(
            self.tr("Put back as it came")
            if origin == "changed"
            else self.tr("Remove this template")
        )
        name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self) -> None:
        name, subject, body = self.name.control, self.subject.control, self.body.control
        assert isinstance(name, QLineEdit)
        assert isinstance(subject, QLineEdit)
        assert isinstance(body, QPlainTextEdit)
        vault, id = self._desk.vault, self._id
        values = {"name": name.text(), "subject": subject.text(), "body": body.toPlainText()}
        values["language"] = self._code()

        def verb() -> Change:
            from onrecord.services.letters.templates import save_template

            return save_template(vault, id, **values)

        self._desk.session.do(
            verb, lambda _change: self.closed.emit(), self, failed=self._refused, say=True
        )

    def _refused(self, error: KnownError) -> None:
        path = error.path if isinstance(error, Refused) else ""
        field = {"name": self.name, "subject": self.subject}.get(path, self.body)
        field.set_error(str(error))

    def _reset(self) -> None:
        vault, id = self._desk.vault, self._id

        def verb() -> Change:
            from onrecord.services.letters.templates import reset_template

            return reset_template(vault, id)

        self._desk.session.do(verb, lambda _change: self.closed.emit(), self, say=True)
