"""Gives every action of the registry something to do in the main window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPlainTextEdit, QTextEdit

from onrecord.ui.design import Body, Muted, Popover
from onrecord.ui.desk import Act, Desk, Place, Selection
from onrecord.ui.dress import set_text_scale, text_scale
from onrecord.ui.shell.drops import paste
from onrecord.ui.shell.main_window import MainWindow
from onrecord.ui.shell.search import SearchPalette

STEP = 0.1
"""By which the text grows or shrinks at once."""
_TRASHED = ("evidence", "contact", "packet", "dispute")
_EDITED = ("evidence", "contact", "promise", "offer", "fact", "stage", "dispute")


class Commands(QObject):
    """Owned by the window. Acts on the selection and the place that the desk knows."""

    def __init__(self, desk: Desk, window: MainWindow, *, work_factor: int = 18) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._work_factor = work_factor
        self._look: Any = None
        self.book = window.book
        self.palette = SearchPalette(desk, self.book, window)
        self._connect()
        pasting = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), window)
        pasting.activated.connect(self._paste)
        desk.act_wanted.connect(self._act)
        desk.place_changed.connect(self._place)
        desk.selection_changed.connect(self._selection)
        desk.session.undo.changed.connect(lambda _state: self._undo_words())
        self._undo_words()
        self._place(desk.place)
        self._selection(desk.selection)

    def _connect(self) -> None:
        desk, undo = self._desk, self._desk.session.undo
        acts: dict[str, Callable[[], object]] = {
            "new_dispute": desk.new_dispute,
            "add_documents": self._choose_files,
            "paste": self._paste_document,
            "import": self._import,
            "quit": self._window.close,
            "undo": undo.undo,
            "redo": undo.redo,
            "search": self.palette.open,
            "edit_selected": self._edit_selected,
            "file_into": self._file_into,
            "trash": self._trash,
            "preview": self._preview_selected,
            "log_call": desk.log_contact,
            "call_companion": desk.call_companion,
            "call_sheet": self._call_sheet,
            "report_fault": self._report_fault,
            "faults": self._faults,
            "log_message": lambda: desk.log_contact("email"),
            "add_fact": self._add_fact,
            "add_term": self._add_term,
            "disagreements": self._disagreements,
            "new_letter": desk.new_letter,
            "new_packet": desk.new_packet,
            "who_can_help": self._who_can_help,
            "ladder": self._ladder,
            "agencies": self._agencies,
            "new_deadline": self._new_deadline,
            "dates": self._dates,
            "close_dispute": self._close_dispute,
            "hand_over": self._hand_over,
            "take_back": self._take_back,
            "show_timeline": lambda: desk.show_tab("timeline"),
            "show_documents": lambda: desk.show_tab("documents"),
            "show_money": lambda: desk.show_tab("money"),
            "show_packets": lambda: desk.show_tab("packets"),
            "show_today": desk.show_today,
            "show_to_sort": desk.show_to_sort,
            "show_insights": desk.show_insights,
            "trash_view": desk.show_trash,
            "back": desk.go_back,
            "inspector": self._inspector,
            "larger_text": lambda: self._resize_text(STEP),
            "smaller_text": lambda: self._resize_text(-STEP),
            "verify": self._verify,
            "snapshots": self._snapshots,
            "cover": lambda: desk.act("cover"),
            "lock": lambda: desk.act("lock"),
            "recovery_sheet": self._recovery_sheet,
            "change_passphrase": self.change_passphrase,
            "settings": self._settings,
            "shortcuts": self._shortcuts,
            "about": self._about,
        }
        self._acts = acts
        for name, act in acts.items():
            self.book.connect_to(name, act)

    def _act(self, act: Act) -> None:
        """What a view or a button asks of the window."""
        if act.name == "preview":
            self._preview(act.about)
        elif act.name == "attach_report":
            self._attach_report(act.about)
        elif act.name == "agencies":
            self._agencies(act.about)
        elif act.name == "who_can_help":
            self._who_can_help(act.about)
        elif act.name == "add_body":
            self._add_body()
        elif act.name == "close_dispute":
            self._close_dispute(act.about)
        elif act.name == "add_version":
            self._add_version(act.about)
        elif act.name in ("document_date", "document_title"):
            self._document_field(act.name, act.about)
        elif act.name == "my_part":
            self._my_part(act.about)
        elif act.name == "field":
            from onrecord.ui.shell.lead_to import lead_to

            lead_to(self._desk, self._window, act.about)
        elif act.name == "import":
            self._import(act.about)
        elif act.name == "statement_rows":
            self._statement_rows(act.about)
        elif act.name == "name_columns":
            self._name_columns(act.about)
        elif act.name in self._acts and act.name not in ("cover", "lock"):
            self._acts[act.name]()

    # ---------------------------------------------------------------- what can be done now

    def _place(self, place: Place) -> None:
        in_dispute = bool(self._desk.dispute_id)
        self.book.set_enabled("new_packet", "new_letter", "new_deadline", "dates", on=in_dispute)
        self.book.set_enabled(
            "who_can_help",
            "ladder",
            "close_dispute",
            "hand_over",
            "add_fact",
            "add_term",
            "disagreements",
            on=in_dispute,
        )
        self.book.set_enabled(
            "show_timeline", "show_documents", "show_money", "show_packets",
            on=place.kind == "dispute",
        )  # fmt: skip
        self.book.set_enabled("back", on=place.kind in ("document", "packet", "letter"))
        self.book.set_enabled("inspector", on=place.kind == "dispute" or self._has_selection())

    def _selection(self, selection: Selection) -> None:
        kinds = {kind for kind, _ in _items(selection)}
        self.book.set_enabled("trash", on=bool(kinds) and kinds <= set(_TRASHED))
        self.book.set_enabled("file_into", on=bool(kinds) and kinds <= {"evidence", "contact"})
        one = len(selection.ids) == 1
        self.book.set_enabled("edit_selected", on=one and selection.kind in _EDITED)
        self.book.set_enabled("preview", on=selection.kind == "evidence")
        self._place(self._desk.place)

    def _has_selection(self) -> bool:
        return bool(self._desk.selection.ids)

    def _undo_words(self) -> None:
        stack = self._desk.session.undo
        undo, redo = self.book.qaction("undo"), self.book.qaction("redo")
        undo.setEnabled(stack.can_undo)
        redo.setEnabled(stack.can_redo)
        undo.setText(
            self.tr("&Undo: {0}").format(stack.undo_words.replace("&", "&&"))
            if stack.undo_words
            else self.tr("&Undo")
        )
        redo.setText(
            self.tr("&Redo: {0}").format(stack.redo_words.replace("&", "&&"))
            if stack.can_redo
            else self.tr("&Redo")
        )

    # ---------------------------------------------------------------- documents

    def _choose_files(self) -> None:
        if not self._desk.may_write():
            return
        paths, _ = QFileDialog.getOpenFileNames(self._window, self.tr("Add documents"))
        if paths:
            self._desk.attach([Path(p) for p in paths], "dialog")

    def _import(self, evidence_id: str = "") -> None:
        from onrecord.ui.importing.import_page import ImportPage

        self._window.show_page(ImportPage(self._desk, self._window, evidence_id or None))

    def _statement_rows(self, evidence_id: str) -> None:
        from onrecord.ui.dispute.statement_page import StatementPage

        self._window.show_page(
            StatementPage(self._desk, self._desk.dispute_id, evidence_id, self._window)
        )

    def _name_columns(self, evidence_id: str) -> None:
        from onrecord.ui.dispute.columns_page import ColumnsPage

        self._window.show_page(ColumnsPage(self._desk, evidence_id, self._window))

    def _paste(self) -> None:
        """Into a text field where one has the focus, else as a document."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QLineEdit | QPlainTextEdit | QTextEdit):
            focus.paste()
        else:
            self._paste_document()

    def _paste_document(self) -> None:
        if not paste(self._desk):
            self._desk.session.notices.info(
                self.tr("There is no picture and no file on the clipboard.")
            )

    def _attach_report(self, sentences: str) -> None:
        """What became of each file, where that is more than a few notices can say."""
        popover = Popover(self.tr("What became of each file"), self._window)
        popover.setMinimumWidth(420)
        for line in sentences.splitlines()[:12]:
            popover.body.addWidget(Body(line, popover))
        more = len(sentences.splitlines()) - 12
        if more > 0:
            popover.body.addWidget(Muted(self.tr("And {0} more like these.").format(more), popover))
        popover.show_at(self._window.status)

    def _preview(self, evidence_id: str) -> None:
        if self._look is None:
            from onrecord.ui.viewer.quick_look import QuickLook

            self._look = QuickLook(self._desk, self._window)
        self._look.show(evidence_id)

    def _preview_selected(self) -> None:
        if self._desk.selection.kind == "evidence":
            self._preview(self._desk.selection.ids[0])

    # ---------------------------------------------------------------- the selection

    def _edit_selected(self) -> None:
        selection = self._desk.selection
        if selection.kind == "contact":
            self._desk.log_contact(contact_id=selection.ids[0])
        elif selection.ids:
            self._window.inspector.edit()

    def _file_into(self) -> None:
        selection = self._desk.selection

        def chosen(dispute_id: str) -> None:
            for kind in ("evidence", "contact"):
                ids = [id for of, id in _items(selection) if of == kind]
                if ids:
                    self._desk.file_into(kind, ids, dispute_id)

        self.palette.open_for_dispute(chosen)

    def _trash(self) -> None:
        selection = self._desk.selection
        for kind in _TRASHED:
            ids = [id for of, id in _items(selection) if of == kind]
            if ids:
                self._desk.trash(kind, ids)

    def _inspector(self) -> None:
        if self._has_selection():
            self._desk.select("", ())
        elif self._desk.place.kind == "dispute":
            self._desk.select("dispute", (self._desk.place.id,))

    def _dates(self) -> bool:
        """The dates of the dispute in view, at the side; False while a note is open there."""
        if self._window.contact.is_open:
            self._desk.session.notices.info(self.tr("Save or close the note first."))
            return False
        self._desk.select("dates", (self._desk.dispute_id,))
        return True

    def _document_field(self, name: str, evidence_id: str) -> None:
        """A document at the side, with the cursor in its date or its title."""
        from onrecord.ui.inspector.evidence_panel import EvidencePanel

        self._desk.select("evidence", (evidence_id,))
        panel = self._window.inspector.panel("evidence")
        assert isinstance(panel, EvidencePanel)
        panel.lead_to(panel.dated if name == "document_date" else panel.title)

    def _my_part(self, line: str) -> None:
        """What I am in the dispute in view, with the cursor in what ``line`` of a check asks for."""
        from onrecord.ui.inspector.dispute_panel import DisputePanel

        self._desk.select("dispute", (self._desk.dispute_id,))
        panel = self._window.inspector.panel("dispute")
        assert isinstance(panel, DisputePanel)
        panel.open_my_part(line)

    def _new_deadline(self) -> None:
        from onrecord.ui.time.dates_panel import DatesPanel

        if self._dates():
            panel = self._window.inspector.panel("dates")
            assert isinstance(panel, DatesPanel)
            panel.open_form()

    # ---------------------------------------------------------------- pages

    def _resize_text(self, step: float) -> None:
        preferences = self._desk.preferences
        set_text_scale(preferences, text_scale(preferences) + step)

    def _settings(self) -> None:
        from onrecord.ui.shell.settings_page import SettingsPage

        page = SettingsPage(self._desk, self._window, work_factor=self._work_factor)
        self._window.show_page(page)

    def _shortcuts(self) -> None:
        from onrecord.ui.shell.shortcuts_page import ShortcutsPage

        self._window.show_page(ShortcutsPage(self._desk, self.book, self._window))

    def _about(self) -> None:
        from onrecord.ui.shell.about_page import AboutPage

        self._window.show_page(AboutPage(self._desk, self._window))

    def _call_sheet(self) -> None:
        from onrecord.ui.call.prepare_page import PreparePage

        if self._desk.dispute_id:
            self._window.show_page(PreparePage(self._desk, self._desk.dispute_id, self._window))
        else:
            self._desk.session.notices.info(self.tr("Open the dispute the call is for first."))

    def _add_fact(self) -> None:
        from onrecord.ui.chronology.fact_page import FactPage

        self._window.show_page(FactPage(self._desk, self._desk.dispute_id, self._window))

    def _add_term(self) -> None:
        from onrecord.ui.chronology.term_page import TermPage
        from onrecord.ui.dispute.money_tab import usual_currency

        vault, dispute_id, usual = (
            self._desk.vault,
            self._desk.dispute_id,
            usual_currency(self._desk),
        )

        def query() -> str:
            from onrecord.services.own_currency import own_currency

            return own_currency(vault, dispute_id) or usual

        def came(currency: str) -> None:
            self._window.show_page(TermPage(self._desk, dispute_id, currency, self._window))

        self._desk.session.ask(query, came, self, "term")

    def _add_version(self, fact_id: str) -> None:
        from onrecord.domain.fact import Fact
        from onrecord.ui.chronology.fact_page import FactPage

        vault = self._desk.vault

        def came(fact: Fact) -> None:
            page = FactPage(self._desk, fact.dispute_id, self._window, version_of=fact)
            self._window.show_page(page)

        self._desk.session.ask(lambda: vault.get(Fact, fact_id), came, self, "version")

    def _disagreements(self) -> None:
        from onrecord.ui.chronology.issues_page import IssuesPage

        self._window.show_page(IssuesPage(self._desk, self._desk.dispute_id, self._window))

    def _who_can_help(self, ask: str = "") -> None:
        from onrecord.ui.help.help_page import HelpPage

        if self._desk.dispute_id:
            self._window.show_page(HelpPage(self._desk, self._desk.dispute_id, self._window, ask))

    def _ladder(self) -> None:
        from onrecord.ui.ladder.ladder_page import LadderPage

        if self._desk.dispute_id:
            self._window.show_page(LadderPage(self._desk, self._desk.dispute_id, self._window))

    def _agencies(self, agency_id: str = "") -> None:
        from onrecord.ui.help.directory_page import DirectoryPage
        from onrecord.ui.help.entry_page import EntryPage

        if agency_id:
            self._window.show_page(EntryPage(self._desk, agency_id, self._window))
        else:
            self._window.show_page(DirectoryPage(self._desk, self._window))

    def _add_body(self) -> None:
        from onrecord.ui.help.directory_page import DirectoryPage

        page = DirectoryPage(self._desk, self._window)
        self._window.show_page(page)
        page.open_form()

    def _report_fault(self) -> None:
        from onrecord.ui.call.faults_page import report_now

        report_now(self._desk, self._faults)

    def _faults(self) -> None:
        from onrecord.ui.call.faults_page import FaultsPage

        self._window.show_page(FaultsPage(self._desk, self._desk.dispute_id, self._window))

    def _close_dispute(self, dispute_id: str = "") -> None:
        from onrecord.ui.closing.closing_page import ClosingPage

        chosen = dispute_id or self._desk.dispute_id
        if chosen:
            self._window.show_page(ClosingPage(self._desk, chosen, self._window))

    def _hand_over(self) -> None:
        from onrecord.ui.handing.hand_over_page import HandOverPage

        if self._desk.dispute_id:
            self._window.show_page(
                HandOverPage(
                    self._desk, self._desk.dispute_id, self._window, work_factor=self._work_factor
                )
            )

    def _take_back(self) -> None:
        from onrecord.ui.handing.take_back_page import TakeBackPage

        self._window.show_page(TakeBackPage(self._desk, self._window))

    def _recovery_sheet(self) -> None:
        from onrecord.ui.shell.recovery_sheet import RecoverySheet

        self._window.show_page(
            RecoverySheet(self._desk, self._window, work_factor=self._work_factor)
        )

    def change_passphrase(self, *, by_code: bool = False) -> None:
        """``by_code`` after an unlock with the recovery code: the old one is not asked."""
        from onrecord.ui.shell.change_passphrase import ChangePassphrase

        self._window.show_page(
            ChangePassphrase(
                self._desk, self._window, by_code=by_code, work_factor=self._work_factor
            )
        )

    # ---------------------------------------------------------------- verify

    def _snapshots(self) -> None:
        from onrecord.ui.shell.snapshots_page import SnapshotsPage

        self._window.show_page(SnapshotsPage(self._desk, self._window))

    def _verify(self) -> None:
        session = self._desk.session

        def work(job: Any) -> Any:
            return session.vault.verify(job.progress, job.cancelled)

        session.job(self.tr("Verifying everything"), work, self._verified, self)

    def _verified(self, report: Any) -> None:
        from onrecord.ui.shell.verify_page import VerifyPage, verified_words

        if report.ok and not report.notes:
            self._desk.session.notices.done(verified_words(self, report))
        else:
            self._window.show_page(VerifyPage(self._desk, report, self._window))


def _items(selection: Selection) -> list[tuple[str, str]]:
    """(kind, id) pairs of a selection; one of several kinds names each by ``kind:id``."""
    if selection.kind == "many":
        parts = [one.partition(":") for one in selection.ids]
        return [(kind, id) for kind, _, id in parts]
    return [(selection.kind, id) for id in selection.ids]
