"""The form for a call or message: small at first, growing on request, saved while it is typed.

What is typed is a draft on the disk within half a second. *Save* puts it on record.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, QTimer, QTimeZone, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from onrecord.domain.change import Change
from onrecord.domain.contact_entry import ContactEntry, Offered, Promised
from onrecord.domain.when import When
from onrecord.errors import KnownError, Refused
from onrecord.ui.contact.details_editor import DetailsEditor
from onrecord.ui.contact.reference_field import ReferenceField
from onrecord.ui.contact.said_editor import SaidEditor
from onrecord.ui.contact.terms_editor import Term, TermEditor
from onrecord.ui.design import (
    Field,
    FlowLayout,
    IconButton,
    Label,
    Muted,
    PrimaryButton,
    QuietButton,
    Rule,
    Space,
    TextStyle,
    Title,
)
from onrecord.ui.desk import ContactWanted, Desk

DRAFT_MS = 400
KINDS = ("call", "voicemail", "email", "chat", "letter", "post", "visit")


class ContactPanel(QWidget):
    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session = desk.session
        self._entry = ContactEntry()
        self._contact_id = ""
        self._draft_id = ""
        self._dirty = False
        self._turn = 0
        self.is_open = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DRAFT_MS)
        self._pause.timeout.connect(self._save_draft)
        self._make()
        self._lay_out()
        save = QShortcut(QKeySequence("Ctrl+Return"), self)
        save.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        save.activated.connect(self.save)
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.close_form)

    # ---------------------------------------------------------------- parts

    def _make(self) -> None:
        self.heading = Title("", self)
        self.kind = QComboBox(self)
        self.kind.setAccessibleName(self.tr("What it was"))
        words = {
            "call": self.tr("Call"),
            "voicemail": self.tr("Voicemail"),
            "email": self.tr("Email"),
            "chat": self.tr("Chat"),
            "letter": self.tr("Letter"),
            "post": self.tr("Post"),
            "visit": self.tr("Visit"),
        }
        for key in KINDS:
            self.kind.addItem(words[key], key)
        self.direction = QComboBox(self)
        self.direction.setAccessibleName(self.tr("Who began it"))
        self.direction.addItem(self.tr("I contacted them"), "out")
        self.direction.addItem(self.tr("They contacted me"), "in")
        self.close_button = IconButton(
            "close", self.tr("Close the form"), self, shortcut="Esc", on_click=self.close_form
        )
        self.reference = ReferenceField(self)
        self.reference_field = Field(self.tr("Reference number"), self.reference, self)
        self.said = SaidEditor(self)
        self.said_field = Field(self.tr("What was said"), self.said, self)
        self.agent = QLineEdit(self)
        self.agent_field = Field(
            self.tr("Who I spoke to"),
            self.agent,
            self,
            hint=self.tr("Name, and team or id if given"),
        )
        self.company = QLineEdit(self)
        self.company_field = Field(self.tr("Company"), self.company, self, optional=True)
        self.details = DetailsEditor(self)
        self.outcome = QPlainTextEdit(self)
        self.outcome.setTabChangesFocus(True)
        self.outcome.setFixedHeight(64)
        self.outcome_field = Field(self.tr("How it ended"), self.outcome, self)
        self.agent_id = QLineEdit(self)
        self.agent_team = QLineEdit(self)
        self.agent_more = QWidget(self)
        who = QHBoxLayout(self.agent_more)
        who.setContentsMargins(0, 0, 0, 0)
        who.addWidget(Field(self.tr("Their team"), self.agent_team, self))
        who.addWidget(Field(self.tr("Their staff number"), self.agent_id, self))
        self.terms = QWidget(self)
        self._terms = QVBoxLayout(self.terms)
        self._terms.setContentsMargins(0, 0, 0, 0)
        self.promises: list[TermEditor] = []
        self.offers: list[TermEditor] = []
        self.more = {
            "details": QuietButton(
                self.tr("When, how long"),
                self,
                icon="clock",
                on_click=lambda: self._grow("details"),
            ),
            "who": QuietButton(
                self.tr("Team, staff number"),
                self,
                icon="person",
                on_click=lambda: self._grow("who"),
            ),
            "promise": QuietButton(
                self.tr("Promise"), self, icon="promise", on_click=self._add_promise
            ),
            "offer": QuietButton(self.tr("Offer"), self, icon="offer", on_click=self._add_offer),
            "outcome": QuietButton(
                self.tr("How it ended"), self, icon="flag", on_click=lambda: self._grow("outcome")
            ),
        }
        self.saved = Muted("", self, wrap=False)
        self.problem = Label("", self, style=TextStyle.SMALL, tone="danger", wrap=True)
        self.problem.hide()
        self.save_button = PrimaryButton(
            self.tr("Save"), self, on_click=self.save, shortcut="Ctrl+Return"
        )
        for edit in (self.agent, self.company, self.agent_id, self.agent_team):
            edit.textEdited.connect(lambda _text: self._typed())
        self.outcome.textChanged.connect(self._typed)
        self.kind.currentIndexChanged.connect(lambda _i: self._kind_chosen())
        self.direction.currentIndexChanged.connect(lambda _i: self._typed())
        for part in (self.reference, self.said, self.details):
            part.changed.connect(self._typed)
        self.reference.edit.returnPressed.connect(self.said.edit.setFocus)
        self.agent.returnPressed.connect(self.said.edit.setFocus)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.close_button)
        kinds = QHBoxLayout()
        kinds.setSpacing(Space.S)
        kinds.addWidget(self.kind)
        kinds.addWidget(self.direction, 1)
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(Space.L, 0, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addLayout(kinds)
        column.addWidget(self.reference_field)
        column.addWidget(self.agent_field)
        column.addWidget(self.agent_more)
        column.addWidget(self.said_field)
        column.addWidget(self.terms)
        column.addWidget(self.details)
        column.addWidget(self.outcome_field)
        column.addWidget(self.company_field)
        column.addWidget(Rule(inside))
        add = QWidget(inside)
        flow = FlowLayout(add, gap=Space.XS)
        for button in self.more.values():
            flow.addWidget(button)
        column.addWidget(Label(self.tr("Add"), inside, style=TextStyle.SMALL_STRONG, muted=True))
        column.addWidget(add)
        column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        foot.addWidget(self.saved, 1)
        foot.addWidget(self.save_button)
        top = QVBoxLayout()
        top.setContentsMargins(Space.L, Space.M, Space.M, Space.S)
        top.addLayout(head)
        wrong = QVBoxLayout()
        wrong.setContentsMargins(Space.L, 0, Space.L, 0)
        wrong.addWidget(self.problem)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(scroll, 1)
        whole.addLayout(wrong)
        whole.addWidget(Rule(self))
        whole.addLayout(foot)

    # ---------------------------------------------------------------- opening

    def open(self, wanted: ContactWanted) -> None:
        """Show a new form, a contact on record, or a draft. What stood in it is kept first."""
        self.save_now()
        self._turn += 1
        self._contact_id, self._draft_id = wanted.contact_id, ""
        self.is_open = True
        if wanted.contact_id or wanted.draft_id:
            self._load(wanted, self._turn)
            return
        now = datetime.now()
        zone = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
        entry = ContactEntry(
            kind=wanted.kind,
            direction="in" if wanted.kind == "voicemail" else "out",
            dated=When.of_minute(now).text,
            zone=zone,
            dispute_ids=(wanted.dispute_id,) if wanted.dispute_id else (),
        )
        self._show(entry, new=True)
        self._fill_company(wanted.dispute_id, self._turn)
        self.reference.setFocus()

    def _load(self, wanted: ContactWanted, turn: int) -> None:
        vault = self._desk.vault

        def query() -> tuple[ContactEntry, str, str]:
            from onrecord.domain.housekeeping import Draft
            from onrecord.services.log_contact import entry_of

            if wanted.draft_id:
                draft = vault.get(Draft, wanted.draft_id)
                body = dict(draft.body)
                contact = str(body.pop("contact_id", ""))
                return ContactEntry.from_body(body), contact, wanted.draft_id
            return entry_of(vault, wanted.contact_id), wanted.contact_id, ""

        def then(found: tuple[ContactEntry, str, str]) -> None:
            if turn != self._turn:
                return
            entry, self._contact_id, self._draft_id = found
            self._show(entry, new=not self._contact_id)
            self.reference.setFocus()

        self._session.ask(query, then, self)

    def _fill_company(self, dispute_id: str, turn: int) -> None:
        if not dispute_id:
            return
        vault = self._desk.vault

        def query() -> tuple[str, str]:
            from onrecord.domain.counterparty import Counterparty
            from onrecord.domain.dispute import Dispute

            dispute = vault.get(Dispute, dispute_id)
            if not dispute.counterparty_id:
                return "", dispute.currency
            return vault.get(Counterparty, dispute.counterparty_id).name, dispute.currency

        def then(found: tuple[str, str]) -> None:
            if turn == self._turn and not self.company.text():
                self.company.setText(found[0])
                self.company_field.setVisible(not found[0])

        self._session.ask(query, then, self)

    def _show(self, entry: ContactEntry, *, new: bool) -> None:
        self._entry = entry
        for widget in (self.kind, self.direction, self.outcome):
            widget.blockSignals(True)
        self.kind.setCurrentIndex(max(0, self.kind.findData(entry.kind)))
        self.direction.setCurrentIndex(max(0, self.direction.findData(entry.direction)))
        self.outcome.setPlainText(entry.outcome)
        for widget in (self.kind, self.direction, self.outcome):
            widget.blockSignals(False)
        self.reference.set_value(entry.reference_state, entry.reference)
        self.agent.setText(entry.agent_name)
        self.agent_id.setText(entry.agent_id)
        self.agent_team.setText(entry.agent_team)
        self.company.setText(entry.company)
        self.said.set_lines(entry.lines)
        self.details.show_entry(entry)
        self._clear_terms()
        for promise in entry.promises:
            term = Term(
                promise.words, promise.amount_minor, promise.currency, promise.due, promise.id
            )
            self._add_promise().set_term(term)
        for offer in entry.offers:
            term = Term(offer.words, offer.amount_minor, offer.currency, offer.expires, offer.id)
            self._add_offer().set_term(term)
        self._grown("details", bool(entry.duration_s or entry.hold_s or entry.number) or not new)
        self._grown("who", bool(entry.agent_id or entry.agent_team))
        self._grown("outcome", bool(entry.outcome))
        self.company_field.setVisible(not entry.company)
        self._say_heading()
        self.problem.hide()
        self.reference_field.set_error("")
        self._dirty = False
        self.saved.setText("" if new else self.tr("On record"))

    def _say_heading(self) -> None:
        words = self.kind.currentText()
        when = When(self._entry.dated)
        clock = when.text[11:] or when.words()
        self.heading.setText(f"{words}, {clock}" if self._entry.dated else words)

    # ---------------------------------------------------------------- growing

    def _grown(self, part: str, shown: bool) -> None:
        widget = {
            "details": self.details,
            "who": self.agent_more,
            "outcome": self.outcome_field,
        }[part]
        widget.setVisible(shown)
        self.more[part].setVisible(not shown)

    def _grow(self, part: str) -> None:
        self._grown(part, True)
        {"details": self.details.duration, "who": self.agent_team, "outcome": self.outcome}[
            part
        ].setFocus()

    def _add_promise(self) -> TermEditor:
        return self._add_term(self.promises, self.tr("What they promised"))

    def _add_offer(self) -> TermEditor:
        return self._add_term(self.offers, self.tr("What they offered"))

    def _add_term(self, terms: list[TermEditor], name: str) -> TermEditor:
        editor = TermEditor(name, self._currency(), self.terms)
        terms.append(editor)
        self._terms.addWidget(editor)
        editor.changed.connect(self._typed)
        editor.removed.connect(self._drop_term)
        editor.show()
        editor.setFocus()
        return editor

    def _drop_term(self, editor: object) -> None:
        for terms in (self.promises, self.offers):
            if editor in terms:
                terms.remove(editor)  # pyright: ignore[reportArgumentType]
        if isinstance(editor, TermEditor):
            self._terms.removeWidget(editor)
            editor.deleteLater()
        self._typed()

    def _clear_terms(self) -> None:
        for editor in [*self.promises, *self.offers]:
            self._terms.removeWidget(editor)
            editor.deleteLater()
        self.promises, self.offers = [], []

    def _currency(self) -> str:
        return str(self._desk.preferences.get("currency", "") or system_currency())

    def _kind_chosen(self) -> None:
        spoken = self.kind.currentData() in ("call", "chat", "visit")
        self.agent_field.label.setText(
            self.tr("Who I spoke to") if spoken else self.tr("From whom")
        )
        self._say_heading()
        self._typed()

    # ---------------------------------------------------------------- keeping

    def entry(self) -> ContactEntry:
        """What stands in the form now, with everything that can be read."""
        state, reference = self.reference.value()
        return replace(
            self._entry,
            kind=str(self.kind.currentData()),
            direction=str(self.direction.currentData()),
            company=self.company.text().strip(),
            agent_name=self.agent.text().strip(),
            agent_id=self.agent_id.text().strip(),
            agent_team=self.agent_team.text().strip(),
            reference_state=state,
            reference=reference,
            outcome=self.outcome.toPlainText().strip(),
            lines=self.said.lines(),
            promises=tuple(
                Promised(t.words, t.by, t.amount_minor, t.currency, t.id)
                for t in (e.term() for e in self.promises)
            ),
            offers=tuple(
                Offered(t.words, "them", t.amount_minor, t.currency, t.by, t.id)
                for t in (e.term() for e in self.offers)
            ),
            **self.details.values(),
        )

    def _typed(self) -> None:
        if not self.is_open:
            return
        self._dirty = True
        self.saved.setText(self.tr("Saving…"))
        self._pause.start()

    def _save_draft(self, then: Any = None) -> None:
        if not self._dirty:
            return
        self._pause.stop()
        self._dirty = False
        body = {**self.entry().to_body(), "contact_id": self._contact_id}
        vault, turn = self._desk.vault, self._turn

        def verb() -> Change:
            from onrecord.services.drafts import save_draft

            draft = self._draft_id if turn == self._turn else ""
            change = save_draft(vault, "contact", body, draft, self._desk.dispute_id)
            if turn == self._turn:
                self._draft_id = change.result
            return change

        def kept(_change: Change) -> None:
            if turn == self._turn:
                clock = datetime.now().strftime("%H:%M:%S")
                self.saved.setText(self.tr("Draft kept {0}").format(clock))

        self._session.do(verb, kept, self, undoable=False)

    def save_now(self) -> None:
        """What stands in the form goes to the disk before anything else happens."""
        if self.is_open:
            self._save_draft()

    def save(self) -> None:
        """Put it on record, and close the form."""
        terms = [*self.promises, *self.offers]
        readable = [self.details.is_readable, *(t.is_readable for t in terms)]
        if not all(readable):
            self._say_problem(self.tr("One field cannot be read yet; the draft is kept."))
            return
        entry, vault = self.entry(), self._desk.vault
        contact_id = self._contact_id
        self._pause.stop()
        self._dirty = False
        self.save_button.setEnabled(False)

        def verb() -> Change:
            from onrecord.services.drafts import discard_draft
            from onrecord.services.log_contact import log_contact

            change = log_contact(vault, entry, contact_id)
            if self._draft_id:
                discard_draft(vault, self._draft_id)
                self._draft_id = ""
            return change

        def done(_change: Change) -> None:
            self.save_button.setEnabled(True)
            self._close()

        def failed(error: KnownError) -> None:
            self.save_button.setEnabled(True)
            self._dirty = True
            self._pause.start()
            self._say_problem(str(error))
            if isinstance(error, Refused) and error.path == "reference_state":
                self.reference.setFocus()

        self._session.do(verb, done, self, failed=failed, say=True)

    def close_form(self) -> None:
        """Close it; what was typed stays as a draft, named on Today."""
        unsaved = self._dirty or bool(self._draft_id)
        self.save_now()
        self._close()
        if unsaved:
            self._session.notices.info(self.tr("Kept as a draft. It is on Today."))

    def _close(self) -> None:
        self.is_open = False
        self._turn += 1
        self._draft_id = ""
        self.closed.emit()

    def _say_problem(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.show()


def system_currency() -> str:
    """The currency of this computer's region, as an ISO 4217 code."""
    from PySide6.QtCore import QLocale

    code = QLocale.system().currencySymbol(QLocale.CurrencySymbolFormat.CurrencyIsoCode)
    return code if len(code) == 3 and code.isalpha() else "USD"
