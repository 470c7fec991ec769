"""The form for a call or message: small at first, growing on request, saved while it is typed.

What is typed is a draft on the disk within half a second. *Save* puts it on record.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, QTimeZone, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from onrecord.domain.change import Change
from onrecord.domain.contact_entry import ContactEntry
from onrecord.domain.when import When
from onrecord.errors import KnownError
from onrecord.ui.contact.details_editor import DetailsEditor, say_minutes
from onrecord.ui.contact.documents_page import DocumentsPage
from onrecord.ui.contact.note_page import NotePage
from onrecord.ui.contact.outcome_page import OutcomePage
from onrecord.ui.contact.terms_page import TermsPage
from onrecord.ui.design import (
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
"""Milliseconds without a key after which what was typed goes to the disk."""
DRAFT_LATEST_MS = 800
"""While typing goes on without a pause, it goes to the disk this often."""


class ContactPanel(QWidget):
    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session = desk.session
        self._entry = ContactEntry()
        self._contact_id = ""
        self._draft_id = ""
        self._dispute_id = ""
        self._dirty = False
        self._turn = 0
        self.is_open = False
        self._pause = self._timer(DRAFT_MS)
        self._latest = self._timer(DRAFT_LATEST_MS)
        self.heading = Title("", self)
        self.back = QuietButton(
            self.tr("Back to the note"), self, icon="page-prev", on_click=self.show_note
        )
        self.close_button = IconButton(
            "close", self.tr("Close the form"), self, shortcut="Esc", on_click=self.close_form
        )
        self.note = NotePage(self)
        self.terms = TermsPage(self)
        self.details = DetailsEditor(self)
        self.outcome = OutcomePage(self)
        self.documents = DocumentsPage(desk, self)
        self.pages = QStackedWidget(self)
        self._pages: dict[str, QWidget] = {
            "promise": self.terms,
            "details": self.details,
            "outcome": self.outcome,
            "documents": self.documents,
        }
        for page in (self.note, *self._pages.values()):
            self.pages.addWidget(_scrolled(page, self.pages))
        self.saved = Muted("", self, wrap=False)
        self.problem = Label("", self, style=TextStyle.SMALL, tone="danger", wrap=True)
        self.problem.hide()
        self.save_button = PrimaryButton(
            self.tr("Save"), self, on_click=self.save, shortcut="Ctrl+Return"
        )
        self._lay_out()
        for part in (self.note, self.terms, self.details, self.outcome, self.documents):
            part.changed.connect(self._typed)
        self.note.more_wanted.connect(self.show_page)
        for keys, act in (("Ctrl+Return", self.save), ("Esc", self._escape)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _timer(self, ms: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(ms)
        timer.timeout.connect(self.save_now)
        return timer

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.back)
        head.addWidget(self.close_button)
        kind = QHBoxLayout()
        kind.addWidget(self.note.kind)
        kind.addStretch(1)
        top = QVBoxLayout()
        top.setContentsMargins(Space.L, Space.M, Space.M, Space.S)
        top.setSpacing(Space.XS)
        top.addLayout(head)
        top.addLayout(kind)
        wrong = QVBoxLayout()
        wrong.setContentsMargins(Space.L, 0, Space.L, Space.S)
        wrong.addWidget(self.problem)
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        foot.addWidget(self.saved, 1)
        foot.addWidget(self.save_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(self.pages, 1)
        whole.addLayout(wrong)
        whole.addWidget(Rule(self))
        whole.addLayout(foot)

    # ---------------------------------------------------------------- opening

    def open(self, wanted: ContactWanted) -> None:
        """Show a new form, a contact on record, or a draft. What stood in it is kept first."""
        self.save_now()
        self._turn += 1
        self._contact_id, self._draft_id = wanted.contact_id, ""
        self._dispute_id = wanted.dispute_id
        self.is_open = True
        if wanted.contact_id or wanted.draft_id:
            self._load(wanted, self._turn)
            return
        zone = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
        entry = ContactEntry(
            kind=wanted.kind,
            direction="in" if wanted.kind == "voicemail" else "out",
            dated=When.of_minute(datetime.now()).text,
            zone=zone,
            dispute_ids=(wanted.dispute_id,) if wanted.dispute_id else (),
        )
        self._show(entry)
        self._fill_company(self._turn)

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
            if turn == self._turn:
                entry, self._contact_id, self._draft_id = found
                self._dispute_id = next(iter(entry.dispute_ids), "")
                self._show(entry)

        self._session.ask(query, then, self)

    def _fill_company(self, turn: int) -> None:
        """The company and the currency of the dispute are known: the form does not ask them."""
        vault, dispute_id = self._desk.vault, self._dispute_id
        if not dispute_id:
            return

        def query() -> tuple[str, str]:
            from onrecord.domain.counterparty import Counterparty
            from onrecord.domain.dispute import Dispute

            dispute = vault.get(Dispute, dispute_id)
            if not dispute.counterparty_id:
                return "", dispute.currency
            return vault.get(Counterparty, dispute.counterparty_id).name, dispute.currency

        def then(found: tuple[str, str]) -> None:
            if turn != self._turn:
                return
            self.terms.currency = found[1] or self.terms.currency
            if found[0] and not self.note.company.text():
                self.note.company.setText(found[0])
                self.note.company_field.hide()

        self._session.ask(query, then, self)

    def _show(self, entry: ContactEntry) -> None:
        self._entry = entry
        note = self.note
        note.kind.set_value(entry.kind, entry.direction)
        note.label_agent()
        note.reference.set_value(entry.reference_state, entry.reference)
        note.agent.setText(entry.agent_name)
        note.company.setText(entry.company)
        note.company_field.setVisible(not entry.company and not self._dispute_id)
        note.said.set_lines(entry.lines)
        self.details.show_entry(entry)
        self.outcome.show_entry(entry)
        self.terms.currency = self._desk.preferences.get("currency") or system_currency()
        self.terms.show_entry(entry)
        self.documents.show_for(self._dispute_id, entry.evidence_ids)
        self._say_problem("")
        self._dirty = False
        self.saved.setText(self.tr("On record") if self._contact_id else "")
        self.show_note()

    # ---------------------------------------------------------------- pages

    def show_note(self) -> None:
        self.pages.setCurrentIndex(0)
        self.back.hide()
        self.note.kind.show()
        entry = self.entry()
        clock = entry.dated[11:] or When(entry.dated).words()
        self.heading.setText(f"{self.note.kind.kind_words}, {clock}")
        self.note.say_more(self._summaries(entry))
        self.note.setFocus()

    def show_page(self, name: object) -> None:
        page = self._pages[str(name)]
        self.pages.setCurrentIndex(1 + list(self._pages).index(str(name)))
        self.back.show()
        self.note.kind.hide()
        self.heading.setText(self.note.more[str(name)].text())
        if page is self.terms and not (self.terms.promises or self.terms.offers):
            self.terms.add_promise()
        page.setFocus()

    def _summaries(self, entry: ContactEntry) -> dict[str, str]:
        long = say_minutes(entry.duration_s)
        hold = say_minutes(entry.hold_s)
        parts = [
            self.tr("{0} min").format(long) if long else "",
            self.tr("{0} on hold").format(hold) if hold else "",
            entry.number,
        ]
        count = len(entry.evidence_ids)
        return {
            "promise": "\n".join(self.terms.summary()),
            "details": ", ".join(part for part in parts if part),
            "outcome": entry.outcome,
            "documents": self.tr("Documents: {0}").format(count) if count else "",
        }

    def _escape(self) -> None:
        if self.pages.currentIndex():
            self.show_note()
        else:
            self.close_form()

    # ---------------------------------------------------------------- keeping

    def entry(self) -> ContactEntry:
        """What stands in the form now, with everything that can be read."""
        note = self.note
        state, reference = note.reference.value()
        return replace(
            self._entry,
            kind=note.kind.kind,
            direction=note.kind.direction,
            company=note.company.text().strip(),
            agent_name=note.agent.text().strip(),
            reference_state=state,
            reference=reference,
            lines=note.said.lines(),
            promises=self.terms.promised(),
            offers=self.terms.offered(),
            evidence_ids=self.documents.value(),
            **self.details.values(),
            **self.outcome.values(),
        )

    def _typed(self) -> None:
        if not self.is_open:
            return
        self._dirty = True
        self.saved.setText(self.tr("Saving…"))
        self._pause.start()
        if not self._latest.isActive():
            self._latest.start()

    def _rest(self) -> None:
        self._pause.stop()
        self._latest.stop()

    def save_now(self) -> None:
        """What stands in the form goes to the disk, as a draft."""
        if not (self.is_open and self._dirty):
            return
        self._rest()
        self._dirty = False
        body = {**self.entry().to_body(), "contact_id": self._contact_id}
        vault, turn, dispute_id = self._desk.vault, self._turn, self._dispute_id

        def verb() -> Change:
            from onrecord.services.drafts import save_draft

            draft = self._draft_id if turn == self._turn else ""
            change = save_draft(vault, "contact", body, draft, dispute_id)
            if turn == self._turn:
                self._draft_id = change.result
            return change

        def kept(_change: Change) -> None:
            if turn == self._turn and not self._dirty:
                clock = datetime.now().strftime("%H:%M:%S")
                self.saved.setText(self.tr("Draft kept {0}").format(clock))

        self._session.do(verb, kept, self, undoable=False)

    def save(self) -> None:
        """Put it on record, and close the form."""
        if not self.details.is_readable:
            self.show_page("details")
            return
        if not self.terms.is_readable:
            self.show_page("promise")
            return
        entry, vault = self.entry(), self._desk.vault
        contact_id = self._contact_id
        self._rest()
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
            self._say_problem(str(error))
            self._typed()

        self._session.do(verb, done, self, failed=failed, say=True)

    def close_form(self) -> None:
        """Close it; what was typed stays as a draft, named on Today."""
        unsaved = self._dirty or bool(self._draft_id)
        self.save_now()
        self._close()
        if unsaved:
            self._session.notices.info(self.tr("Kept as a draft. It is on Today."))

    def _close(self) -> None:
        self._rest()
        self.is_open = False
        self._turn += 1
        self._draft_id = ""
        self.closed.emit()

    def _say_problem(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))


def _scrolled(page: QWidget, parent: QWidget) -> QScrollArea:
    inside = QWidget(parent)
    column = QVBoxLayout(inside)
    column.setContentsMargins(Space.L, Space.S, Space.L, Space.L)
    column.addWidget(page)
    scroll = QScrollArea(parent)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setWidget(inside)
    return scroll


def system_currency() -> str:
    """The currency of this computer's region, as an ISO 4217 code."""
    from PySide6.QtCore import QLocale

    code = QLocale.system().currencySymbol(QLocale.CurrencySymbolFormat.CurrencyIsoCode)
    return code if len(code) == 3 and code.isalpha() else "USD"
