"""The form for a call or message: small at first, growing on request, saved while it is typed.

What is typed is a draft on the disk within half a second. *Save* puts it on record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, QTimeZone, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from onrecord.domain.contact_entry import ContactEntry, is_conversation, is_going_on
from onrecord.domain.deadline import WorkingDay
from onrecord.domain.when import When
from onrecord.errors import KnownError
from onrecord.ui.contact.details_editor import DetailsEditor, say_minutes
from onrecord.ui.contact.documents_page import DocumentsPage
from onrecord.ui.contact.form_drops import FormDrops
from onrecord.ui.contact.keeping import (
    DRAFT_LATEST_MS,
    DRAFT_MS,
    Keeping,
    Ticket,
    VaultStore,
    read_draft,
)
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
    ScrollArea,
    Space,
    TextStyle,
    Title,
)
from onrecord.ui.desk import CompanionWanted, ContactWanted, Desk
from onrecord.ui.view_keys import ViewKeys

__all__ = ["DRAFT_LATEST_MS", "DRAFT_MS", "ContactPanel"]


class ContactPanel(QWidget):
    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session = desk.session
        self._entry = ContactEntry()
        self._opened_at = datetime.now()
        self.keeping = Keeping(VaultStore(desk, self), self.entry, self)
        self.heading = Title("", self, wrap=True)
        self.back = QuietButton(
            self.tr("Back to the note"), self, icon="page-prev", on_click=self.show_note
        )
        self.close_button = IconButton(
            "close", self.tr("Close the form"), self, shortcut="Esc", on_click=self.close_form
        )
        self.companion = QuietButton(
            self.tr("Call companion"),
            self,
            icon="clock",
            on_click=self._hand_over,
            hint=self.tr("Go on in a small window with a timer and large buttons"),
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
        self.keeping.said.connect(self.saved.setText)
        self.problem = Label("", self, style=TextStyle.SMALL, tone="danger", wrap=True)
        self.problem.hide()
        self.save_button = PrimaryButton(
            self.tr("Save"), self, on_click=self.save, shortcut="Ctrl+Return"
        )
        self._lay_out()
        for part in (self.note, self.terms, self.details, self.outcome, self.documents):
            part.changed.connect(self.keeping.touched)
        self.note.more_wanted.connect(self.show_page)
        self.note.kind.chosen.connect(self._kind_chosen)
        self.details.when.editingFinished.connect(self._say_times)
        self.keys = ViewKeys(desk, self, {"save_contact": self.save})
        self.drops = FormDrops(self, self._take_files)
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._escape)

    @property
    def is_open(self) -> bool:
        return self.keeping.is_open

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.back)
        head.addWidget(self.close_button)
        kind = QHBoxLayout()
        kind.addWidget(self.note.kind)
        kind.addStretch(1)
        kind.addWidget(self.companion)
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
        ticket = Ticket(wanted.contact_id, wanted.draft_id, wanted.dispute_id)
        self.keeping.begin(ticket)
        self._opened_at = datetime.now()
        if wanted.contact_id or wanted.draft_id:
            self._load(wanted, ticket)
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
        self._fill_company(ticket)
        self._count_working_days(ticket)

    def _load(self, wanted: ContactWanted, ticket: Ticket) -> None:
        vault = self._desk.vault

        def query() -> tuple[ContactEntry, str]:
            from onrecord.services.log_contact import entry_of

            if wanted.draft_id:
                entry, kept = read_draft(vault, wanted.draft_id)
                return entry, kept.contact_id
            return entry_of(vault, wanted.contact_id), wanted.contact_id

        def then(found: tuple[ContactEntry, str]) -> None:
            if ticket is self.keeping.ticket:
                entry, ticket.contact_id = found
                ticket.dispute_id = next(iter(entry.dispute_ids), "")
                self._show(entry)
                self._count_working_days(ticket)

        self._session.ask(query, then, self)

    def _fill_company(self, ticket: Ticket) -> None:
        """The company and the currency of the dispute are known: the form does not ask them."""
        vault, dispute_id = self._desk.vault, ticket.dispute_id
        if not dispute_id:
            return

        def query() -> tuple[str, str]:
            from onrecord.domain.counterparty import Counterparty
            from onrecord.domain.dispute import Dispute
            from onrecord.services.own_currency import own_currency

            company = vault.get(Dispute, dispute_id).counterparty_id
            name = vault.get(Counterparty, company).name if company else ""
            return name, own_currency(vault, dispute_id)

        def then(found: tuple[str, str]) -> None:
            if ticket is not self.keeping.ticket:
                return
            self.terms.use_currency(found[1] or self.terms.currency)
            if found[0] and not self.note.company.text():
                self.note.company.setText(found[0])
                self.note.company_field.hide()

        self._session.ask(query, then, self)

    def _count_working_days(self, ticket: Ticket) -> None:
        """ "Within five working days" is a day where the country of the dispute is known."""
        vault, dispute_id = self._desk.vault, ticket.dispute_id
        self.terms.use_working_days(None)
        if not dispute_id:
            return

        def query() -> WorkingDay | None:
            from onrecord.domain.dispute import Dispute
            from onrecord.domain.place import parse_place
            from onrecord.services.working_days import working_days

            return working_days(parse_place(vault.get(Dispute, dispute_id).place))

        def then(found: WorkingDay | None) -> None:
            if ticket is self.keeping.ticket:
                self.terms.use_working_days(found)

        self._session.ask(query, then, self)

    def _show(self, entry: ContactEntry) -> None:
        self._entry = entry
        note = self.note
        note.kind.set_value(entry.kind, entry.direction)
        note.label_agent()
        note.reference.set_value(entry.reference_state, entry.reference)
        note.agent.setText(entry.agent_name)
        note.company.setText(entry.company)
        note.company_field.setVisible(not entry.company and not self.keeping.ticket.dispute_id)
        note.said.set_lines(entry.lines)
        self.details.show_entry(entry)
        self.outcome.show_entry(entry)
        self.terms.currency = self._desk.preferences.get("currency") or system_currency()
        self.terms.show_entry(entry)
        self.documents.show_for(self.keeping.ticket.dispute_id, entry.evidence_ids)
        self._say_problem("")
        self.keeping.is_dirty = False
        on_record = bool(self.keeping.ticket.contact_id)
        self.saved.setText(self.tr("On record") if on_record else "")
        self.show_note()

    # ---------------------------------------------------------------- pages

    def show_note(self) -> None:
        self.pages.setCurrentIndex(0)
        self.back.hide()
        self.note.kind.show()
        self._say_times()
        entry = self.entry()
        self._say_heading(entry)
        self._offer_companion()
        self.note.say_more(self._summaries(entry))
        self.note.setFocus()

    def _say_heading(self, entry: ContactEntry) -> None:
        today = self._opened_at.date().isoformat()
        clock = entry.dated[11:] if entry.dated[:10] == today else ""
        self.heading.setText(
            f"{self.note.kind.kind_words}, {clock or When(entry.dated).words()}".rstrip(", ")
        )

    def _kind_chosen(self) -> None:
        self._say_times()
        self._say_heading(self.entry())
        self._offer_companion()

    def _say_times(self) -> None:
        """Lines have the time at which they are typed only while the talk goes on."""
        entry, loaded = self.entry(), {line.said_at for line in self._entry.lines}
        going_on = is_going_on(entry, self._opened_at)
        self.note.said.set_going_on(going_on, loaded)

    def _offer_companion(self) -> None:
        """For what is happening now between two people, not for what is on record."""
        talk = is_conversation(self.note.kind.kind, self.note.kind.direction)
        self.companion.setVisible(talk and not self.keeping.ticket.contact_id)

    def show_page(self, name: object) -> None:
        page = self._pages[str(name)]
        self.pages.setCurrentIndex(1 + list(self._pages).index(str(name)))
        self.back.show()
        self.note.kind.hide()
        self.companion.hide()
        self.heading.setText(self.note.more[str(name)].text())
        if page is self.terms:
            self.terms.use_day(self.entry())
        if page is self.details:
            self._offer_earlier()
        if page is self.terms and not (self.terms.promises or self.terms.offers):
            self.terms.add_promise()
        page.setFocus()

    def _offer_earlier(self) -> None:
        """For a new call: those of the dispute it may have been passed on from."""
        vault, ticket, entry = self._desk.vault, self.keeping.ticket, self.entry()
        if ticket.contact_id or not ticket.dispute_id:
            return  # what is on record says so in its details

        def query() -> tuple[tuple[str, str], ...]:
            from onrecord.services.join_calls import calls_before

            return calls_before(vault, ticket.dispute_id, entry)

        def then(found: tuple[tuple[str, str], ...]) -> None:
            if ticket is self.keeping.ticket:
                self.details.passed_on.offer(found)

        self._session.ask(query, then, self)

    def _summaries(self, entry: ContactEntry) -> dict[str, str]:
        long = say_minutes(entry.duration_s)
        hold = say_minutes(entry.hold_s)
        parts = [
            self.tr("{0} min").format(long) if long else "",
            self.tr("{0} min on hold").format(hold) if hold else "",
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

    def save_now(self) -> None:
        """What stands in the form goes to the disk, as a draft."""
        self.keeping.save_now()

    def save(self) -> None:
        """Put it on record, and close the form."""
        if not self.details.is_readable:
            self.show_page("details")
            return
        self.terms.use_day(self.entry())
        if not self.terms.is_readable:
            self.show_page("promise")
            self.terms.go_to_problem()
            return
        self._say_times()
        self.save_button.setEnabled(False)

        def done() -> None:
            self.save_button.setEnabled(True)
            self._close()

        def failed(error: KnownError) -> None:
            self.save_button.setEnabled(True)
            self._say_problem(str(error))

        self.keeping.record(done, failed)

    def close_form(self) -> None:
        """Close it; what was typed stays as a draft, named on Today."""
        unsaved = self.keeping.is_dirty or bool(self.keeping.ticket.draft_id)
        self.save_now()
        self._close()
        if unsaved:
            self._session.notices.info(self.tr("Kept as a draft. It is on Today."))

    def _close(self) -> None:
        self.keeping.end()
        self.closed.emit()

    def _hand_over(self) -> None:
        """The companion goes on with what stands here: the same entry, the same draft."""
        entry, ticket = self.entry(), self.keeping.ticket
        self._close()
        self._desk.companion_wanted.emit(CompanionWanted(entry, ticket, self._opened_at))

    def _take_files(self, sources: Sequence[Any]) -> None:
        """Dropped on the form: kept with the note's dispute, and ticked in its documents."""
        ticket = self.keeping.ticket

        def kept(ids: tuple[str, ...]) -> None:
            if ticket is self.keeping.ticket and self.is_open:
                self.documents.add(ticket.dispute_id, ids)
                self.note.say_more(self._summaries(self.entry()))

        self._desk.attach(sources, "drop", into=ticket.dispute_id, then=kept)

    def _say_problem(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))


def _scrolled(page: QWidget, parent: QWidget) -> QScrollArea:
    inside = QWidget(parent)
    column = QVBoxLayout(inside)
    column.setContentsMargins(Space.L, Space.S, Space.L, Space.L)
    column.addWidget(page)
    return ScrollArea(inside, parent)


def system_currency() -> str:
    """The currency of this computer's region, as an ISO 4217 code."""
    from PySide6.QtCore import QLocale

    code = QLocale.system().currencySymbol(QLocale.CurrencySymbolFormat.CurrencyIsoCode)
    return code if len(code) == 3 and code.isalpha() else "USD"
