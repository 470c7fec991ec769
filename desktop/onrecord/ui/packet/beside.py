"""The pages that stand in place of a packet's list: who it is for, their form, what to say on the
telephone, and two versions beside each other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from onrecord.ui.design.saving import ask_for_file
from onrecord.ui.desk import Desk
from onrecord.ui.packet.compare_page import CompareAsked, ComparePage
from onrecord.ui.packet.form_page import CopyAsked, FieldEdited, FormPage, SayPage
from onrecord.ui.packet.open_packet import OpenPacket
from onrecord.ui.packet.recipient_page import RecipientAsked, RecipientPage


class Beside(QObject):
    """Fills the pages from the vault and does what they ask."""

    shown = Signal(object)  # QWidget, the page that is to be seen
    closed = Signal()

    def __init__(self, desk: Desk, packet: OpenPacket, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._packet = desk, packet
        self.recipient = RecipientPage(parent)
        self.form = FormPage(parent)
        self.say = SayPage(parent)
        self.compare = ComparePage(parent)
        for page in self.pages:
            page.closed.connect(self.closed)
        self.recipient.chosen.connect(self._readdress)
        self.recipient.keep_asked.connect(self._keep_set)
        self.recipient.drop_asked.connect(self._drop_set)
        self.recipient.help_asked.connect(lambda: desk.act("who_can_help"))
        self.form.edited.connect(self._field)
        self.form.save_asked.connect(self._save)
        self.form.page_asked.connect(self._open_page)
        self.form.copy_asked.connect(self._copy)
        self.say.copy_asked.connect(self._copy)
        self.say.ask_edited.connect(lambda words: self._packet.edit({"ask": words}))
        self.compare.compare_asked.connect(self._compare)

    @property
    def pages(self) -> tuple[RecipientPage, FormPage, SayPage, ComparePage]:
        return (self.recipient, self.form, self.say, self.compare)

    # ---------------------------------------------------------------- who it is for

    def show_recipients(self) -> None:
        detail, vault = self._packet.detail, self._desk.vault
        if detail is None:
            return
        packet = detail.packet
        dispute_id = packet.dispute_id
        # One that was begun for nobody is of the usual kind, which says nothing about whom.
        nobody = packet.profile == "formal" and not (packet.recipient or packet.agency_id)
        present = RecipientAsked(
            packet.agency_id, "" if nobody else packet.profile, packet.recipient
        )

        def query() -> Any:
            from onrecord.services.views.recipients import recipients

            return recipients(vault, dispute_id)

        def show(found: Any) -> None:
            choices, others = found
            self.recipient.settled()
            self.shown.emit(self.recipient)
            self.recipient.show_choices(choices, others, present)

        self._desk.session.ask(query, show, self, "recipients")

    def _readdress(self, asked: RecipientAsked) -> None:
        vault, packet_id = self._desk.vault, self._packet.id
        self.recipient.settled()
        if not asked.agency_id and not asked.profile:
            self._packet.edit({"recipient": asked.name, "agency_id": ""})
            self.closed.emit()
            return

        def verb() -> Any:
            from onrecord.services.packet_for import Recipient, readdress

            to = Recipient(
                asked.agency_id, asked.profile, asked.name, asked.set_id, asked.company_id
            )
            return readdress(vault, packet_id, to)

        self._desk.session.do(verb, lambda _change: self.closed.emit(), self, say=True)

    def _keep_set(self, name: str) -> None:
        vault, packet_id = self._desk.vault, self._packet.id

        def verb() -> Any:
            from onrecord.services.own_sets import keep_set

            return keep_set(vault, packet_id, name)

        self._desk.session.do(verb, lambda _change: self.show_recipients(), self, say=True)

    def _drop_set(self, set_id: str) -> None:
        vault = self._desk.vault

        def verb() -> Any:
            from onrecord.services.own_sets import drop_set

            return drop_set(vault, set_id)

        self._desk.session.do(verb, lambda _change: self.show_recipients(), self, say=True)

    # ---------------------------------------------------------------- their form

    def show_form(self, code: str = "") -> None:
        """With the cursor in the field of this code, else in what is too long."""

        def show(sheet: Any) -> None:
            self.shown.emit(self.form)
            self.form.show_sheet(sheet, fixed=self._packet.fixed)
            self.form.show_field(code)

        self._ask_sheet(show)

    def flush(self) -> None:
        """Keep what is typed now."""
        self.form.flush()
        self.say.flush()

    def refresh(self) -> None:
        """What is on record may have changed while the form is in view."""
        if self.form.isVisible():
            self._ask_sheet(lambda s: self.form.show_sheet(s, fixed=self._packet.fixed))
        if self.say.isVisible():
            self._ask_said(lambda said: self.say.show_said(said, fixed=self._packet.fixed))

    def _ask_sheet(self, then: Any) -> None:
        vault, packet_id = self._desk.vault, self._packet.id

        def query() -> Any:
            from onrecord.services.form_sheet import form_sheet

            return form_sheet(vault, packet_id)

        self._desk.session.ask(query, then, self, "form_sheet")

    def _field(self, edited: FieldEdited) -> None:
        vault, packet_id = self._desk.vault, self._packet.id

        def verb() -> Any:
            from onrecord.services.form_words import clear_field, set_field

            if edited.words is None:
                return clear_field(vault, packet_id, edited.code)
            return set_field(vault, packet_id, edited.code, edited.words)

        def done(_change: Any) -> None:
            self.refresh()
            self._packet.load()

        self._desk.session.do(verb, done, self)

    def _copy(self, asked: CopyAsked) -> None:
        words = self.tr("Copied “{0}” for a form").format(asked.label)
        self._desk.copy_out(asked.text, words, "packet", self._packet.id)
        self._desk.session.notices.info(self.tr("Copied: {0}").format(asked.label))

    def _save(self) -> None:
        self.form.flush()
        workshop, packet_id = self._desk.session.workshop, self._packet.id

        def write(target: Path) -> Path:
            from onrecord.services.write_sheet import write_sheet

            return write_sheet(workshop, packet_id, target)

        self._save_sheet(self.tr("Save the form fields"), self.tr("Form fields.pdf"), write)

    def save_check(self) -> None:
        """How the packet fits its recipient, with all that is asked and the tips."""
        workshop, packet_id = self._desk.session.workshop, self._packet.id
        measured = self._packet.measured

        def write(target: Path) -> Path:
            from onrecord.services.write_fit import write_fit

            return write_fit(workshop, packet_id, target, measured)

        self._save_sheet(self.tr("Save the check"), self.tr("Check.pdf"), write)

    def _save_sheet(self, title: str, name: str, write: Callable[[Path], Path]) -> None:
        """As pages to print, or as text, by the ending of the name that is chosen."""
        kinds = {self.tr("PDF to print (*.pdf)"): ".pdf", self.tr("Text (*.txt)"): ".txt"}
        target = ask_for_file(self.form, title, name, kinds)
        if target is None:
            return
        session = self._desk.session

        def done(path: Path) -> None:
            session.notices.done(self.tr("Saved: {0}").format(path))

        def begin(_behind: Any) -> None:
            session.job(title, lambda _job: write(target), done, self)

        # The vault thread takes one thing after another: this comes behind every edit.
        session.do(lambda: None, begin, self)

    def _open_page(self, address: str) -> None:
        from onrecord.ui.outside import open_in_browser

        open_in_browser(self._desk, address)

    # ---------------------------------------------------------------- say it, compare

    def show_say(self, *, shorten: bool = False) -> None:
        """``shorten``: with the cursor in what is asked for."""

        def show(said: Any) -> None:
            self.shown.emit(self.say)
            self.say.show_said(said, fixed=self._packet.fixed)
            (self.say.ask if shorten else self.say.copy).setFocus()

        self._ask_said(show)

    def _ask_said(self, then: Any) -> None:
        vault, packet_id = self._desk.vault, self._packet.id

        def query() -> Any:
            from onrecord.domain.packet import Packet
            from onrecord.packet.content import Frozen
            from onrecord.services.bundle_content import bundle_content
            from onrecord.services.packet_for import packet_body
            from onrecord.services.say_it import say_it

            body = packet_body(vault, vault.get(Packet, packet_id))
            return say_it(bundle_content(vault, packet_id, Frozen()), body)

        self._desk.session.ask(query, then, self, "say_it")

    def show_compare(self, versions: list[tuple[str, str]]) -> None:
        self.shown.emit(self.compare)
        self.compare.show_versions(versions)

    def _compare(self, asked: CompareAsked) -> None:
        vault = self._desk.vault

        def query() -> Any:
            from onrecord.services.compare_versions import compare_versions

            return compare_versions(vault, asked.before, asked.after)

        def show(made: Any) -> None:
            told = "" if made.differences else self.tr("Both print the same.")
            self.compare.show_rows(made.differences, told)

        self._desk.session.ask(query, show, self, "compare")
