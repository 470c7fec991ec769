"""What the window can do, one method an act. Views call the desk and never each other.

The desk knows where the person is (``place``) and what is selected; the window shows it. Acts
that need a form or a view are announced by a signal, which the part that owns it answers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSplitter

from onrecord.domain.change import Change
from onrecord.ui.actions import ActionBook
from onrecord.ui.design import ViewMemory
from onrecord.ui.notices import Notice
from onrecord.ui.preferences import Preferences
from onrecord.ui.session import Session


@dataclass(frozen=True)
class Place:
    """``kind`` is today, to_sort, insights, trash, dispute, document, packet or letter; ``tab`` is the
    dispute's. A letter without an id is still to be chosen, and ``tab`` the call it is about."""

    kind: str = "today"
    id: str = ""
    tab: str = "timeline"
    page: int = 1
    rect: str = ""
    """The box on that page to be shown, as a citation keeps it."""
    words: str = ""
    """What was searched for: where it stands on that page, or in that letter, is shown."""
    sending: str = ""
    """Of a packet: the revision whose sheet for sending is to be shown."""


@dataclass(frozen=True)
class Selection:
    """What the inspector shows: ``kind`` is a table's name."""

    kind: str = ""
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class ContactWanted:
    """Open the form: a new contact of ``kind``, one on record, or a draft."""

    kind: str = "call"
    contact_id: str = ""
    draft_id: str = ""
    dispute_id: str = ""


@dataclass(frozen=True)
class CompanionWanted:
    """Open the call companion: for the dispute in view, or going on with what a form holds
    (``entry``, a ``ContactEntry``; ``ticket``, its draft; ``began``, when it was opened)."""

    entry: Any = None
    ticket: Any = None
    began: Any = None
    kind: str = "call"
    dispute_id: str = ""
    over: bool = False
    """It was closed before it was on record: its end comes into view, and leads back."""


TO_READ = "to read"
"""The notice that nothing can be changed in a vault that was handed over to be read."""


@dataclass(frozen=True)
class DisputeWanted:
    """Ask for a new dispute; what is to be filed into it when it is made."""

    evidence_ids: tuple[str, ...] = ()
    contact_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Act:
    """An act that the window itself answers, by its action's id; ``about`` is an id or words."""

    name: str
    about: str = ""


class Desk(QObject):
    place_changed = Signal(object)  # Place
    selection_changed = Signal(object)  # Selection
    contact_wanted = Signal(object)  # ContactWanted
    companion_wanted = Signal(object)  # CompanionWanted
    dispute_wanted = Signal(object)  # DisputeWanted
    act_wanted = Signal(object)  # Act
    read_wanted = Signal(object)  # None: documents wait to be read
    words_seen = Signal(object)
    """The id of a document in whose pictures words were read, just now."""
    page_closed = Signal(object)
    """None: a page that lay over the place in view was closed, and the place is back."""

    def __init__(
        self, session: Session, preferences: Preferences, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.vault: Any = session.vault
        self.preferences = preferences
        self.book: ActionBook | None = None
        """The actions of the window this desk belongs to. A view connects those of its scope:
        ``desk.book.connect_to("zoom_in", self.zoom_in, on=self)``."""
        self.memory: ViewMemory | None = None
        """Sizes, orders and tabs that the window of this desk remembers; never content."""
        self.documents_order: tuple[str, bool] = ("date", True)
        """How the table of documents is sorted: the column, and whether from the end."""
        self.documents_found: tuple[str, str] = ("", "")
        """The dispute whose documents were searched last, and for what."""
        self.place = Place()
        self.selection = Selection()
        self.line_wanted = ""
        """The line of a call to be shown when that is opened next; whoever shows it takes it."""
        self.begun_body: dict[str, str] = {}
        """What was typed of a body to add and left by Escape, by its fields."""
        self._back: list[Place] = []

    # ---------------------------------------------------------------- where we are

    @property
    def dispute_id(self) -> str:
        """The dispute in view, or the one a document or packet was opened from, or ""."""
        if self.place.kind == "dispute":
            return self.place.id
        if self.place.kind in ("document", "packet", "letter"):
            return next((p.id for p in reversed(self._back) if p.kind == "dispute"), "")
        return ""

    @property
    def beside_search(self) -> str:
        """What was searched for in the table a document was opened from, or ""."""
        table = next((p for p in reversed(self._back) if p.kind == "dispute"), None)
        dispute_id, search = self.documents_found
        here = table is not None and (table.id, table.tab) == (dispute_id, "documents")
        return search if here else ""

    def go(self, place: Place) -> None:
        if place == self.place:
            self.place_changed.emit(place)  # a page of settings may lie over it
            return
        if place.kind in ("document", "packet", "letter"):
            if self.place.kind != place.kind:
                self._back.append(self.place)
        else:
            self._back = [place]
        self.place = place
        self._note_tab()
        self.select("", ())
        self.place_changed.emit(place)

    def go_back(self) -> None:
        """From a document or packet to the view it was opened from."""
        if self._back and self.place.kind in ("document", "packet", "letter"):
            self.place = self._back.pop()
            self.place_changed.emit(self.place)

    def show_today(self) -> None:
        self.go(Place("today"))

    def show_to_sort(self) -> None:
        self.go(Place("to_sort"))

    def show_insights(self) -> None:
        self.go(Place("insights"))

    def show_trash(self) -> None:
        self.go(Place("trash"))

    def show_dispute(self, dispute_id: str, tab: str = "timeline") -> None:
        self.go(Place("dispute", dispute_id, tab))

    def show_tab(self, tab: str) -> None:
        if self.place.kind == "dispute" and self.place.tab != tab:
            self.place = replace(self.place, tab=tab)
            self._note_tab()
            self._back = [self.place]
            self.select("", ())
            self.place_changed.emit(self.place)

    def keep_splitter(self, splitter: QSplitter, name: str, default: list[int]) -> None:
        """Sizes as they were left, from now on remembered; ``default`` in pixels."""
        if self.memory is not None:
            self.memory.keep_splitter(splitter, name, default)
        else:
            splitter.setSizes(default)

    def last_tab(self, dispute_id: str) -> str:
        """The tab in which that dispute was seen last, on this computer."""
        return str(self._tabs().get(_mark(dispute_id), "timeline"))

    def _tabs(self) -> dict[str, Any]:
        tabs = self.memory.value(_TABS) if self.memory is not None else None
        return dict(tabs) if isinstance(tabs, dict) else {}  # pyright: ignore

    def _note_tab(self) -> None:
        if self.place.kind != "dispute" or self.memory is None:
            return
        tabs = self._tabs()
        tabs.pop(_mark(self.place.id), None)
        if self.place.tab != "timeline":
            tabs[_mark(self.place.id)] = self.place.tab
        self.memory.set_value(_TABS, dict(list(tabs.items())[-_TABS_KEPT:]))

    def open_document(
        self, evidence_id: str, page: int = 1, rect: str = "", *, words: str = ""
    ) -> None:
        self.go(Place("document", evidence_id, page=page, rect=rect, words=words))

    def open_packet(self, packet_id: str, *, sending: str = "") -> None:
        """``sending``: the revision of it that is to be sent, or was."""
        self.go(Place("packet", packet_id, sending=sending))

    def open_letter(self, letter_id: str, words: str = "") -> None:
        """``words`` of it are selected, where they stand."""
        self.go(Place("letter", letter_id, words=words))

    def new_letter(self, contact_id: str = "") -> None:
        """Ask what to write for the dispute in view; ``contact_id`` is the call it is about."""
        if not self.may_write():
            return
        if self.dispute_id:
            self.go(Place("letter", "", contact_id))
        else:
            self.session.notices.info(self.tr("Open the dispute the letter is for first."))

    def start_letter(self, template: str, contact_id: str = "", track_id: str = "") -> None:
        """A letter of this kind for the dispute in view, filled from what is on record; to whom
        ``track_id`` is against, by default whom the call was with."""
        from onrecord.services.letters.start_letter import start_letter

        dispute_id = self.dispute_id
        if not dispute_id:
            self.session.notices.info(self.tr("Open the dispute the letter is for first."))
            return

        def opened(change: Change) -> None:
            self.open_letter(change.result)

        self.session.do(
            lambda: start_letter(self.vault, dispute_id, template, contact_id, track_id=track_id),
            opened,
            self,
        )

    def select(self, kind: str, ids: Sequence[str]) -> None:
        selection = Selection(kind if ids else "", tuple(ids))
        if selection != self.selection:
            self.selection = selection
            self.selection_changed.emit(selection)

    # ---------------------------------------------------------------- acts

    def may_write(self) -> bool:
        """Whether it is worth beginning anything: in a vault that was handed over to be read,
        nothing would be kept of it, and that is said at once."""
        why = self.vault.only_to_read
        if why:
            self.session.notices.tell(Notice("warning", why, key=TO_READ))
        return not why

    def new_dispute(
        self, evidence_ids: Sequence[str] = (), contact_ids: Sequence[str] = ()
    ) -> None:
        if self.may_write():
            self.dispute_wanted.emit(DisputeWanted(tuple(evidence_ids), tuple(contact_ids)))

    def log_contact(self, kind: str = "call", contact_id: str = "", draft_id: str = "") -> None:
        if self.may_write():
            self.contact_wanted.emit(ContactWanted(kind, contact_id, draft_id, self.dispute_id))

    def call_companion(self, kind: str = "call") -> None:
        if self.may_write():
            self.companion_wanted.emit(CompanionWanted(kind=kind, dispute_id=self.dispute_id))

    def reopen_call(self, draft_id: str) -> None:
        """The companion goes on with a draft of its own."""
        from onrecord.ui.contact.keeping import read_draft

        vault = self.vault

        def opened(found: Any) -> None:
            entry, ticket = found
            self.companion_wanted.emit(
                CompanionWanted(entry, ticket, dispute_id=ticket.dispute_id, over=True)
            )

        self.session.ask(lambda: read_draft(vault, draft_id), opened, self)

    def act(self, name: str, about: str = "") -> None:
        self.act_wanted.emit(Act(name, about))

    def add_documents(self) -> None:
        if self.may_write():
            self.act("add_documents")

    def attach(
        self,
        sources: Sequence[Any],
        arrived: str = "drop",
        into: str | None = None,
        then: Callable[[tuple[str, ...]], object] | None = None,
    ) -> None:
        """Keep files (paths, or ``Pasted``) in the dispute ``into`` ("" is To sort), by default the
        one in view. ``then`` gets the ids of all that are kept now, also of what was there."""
        from onrecord.services.attach_files import attach_files

        dispute_id = self.dispute_id if into is None else into

        def work(job: Any) -> Any:
            return attach_files(
                self.vault,
                list(sources),
                dispute_id=dispute_id,
                arrived=arrived,
                progress=job.progress,
                cancelled=job.cancelled,
            )

        def done(result: Any) -> None:
            self._attached(result)
            kept = [o.evidence_id for o in result.outcomes if o.state in ("added", "duplicate")]
            if then is not None and kept:
                then(tuple(kept))

        self.session.job(self.tr("Adding documents"), work, done, self)

    def _attached(self, result: Any) -> None:
        notices = self.session.notices
        outcomes = result.outcomes
        added = sum(1 for o in outcomes if o.state == "added")
        told = [o for o in outcomes if o.state != "added"]
        if added:
            undo = self.session.undo
            notices.done(result.change.words, undo=lambda: undo.undo_this(result.change))
            self.read_wanted.emit(None)
        from onrecord.ui.importing.offer import offer_imports

        offer_imports(self, outcomes)
        for outcome in told[:4]:
            say = notices.error if outcome.state == "refused" else notices.info
            say(outcome.sentence)
        if len(told) > 4:
            self.act("attach_report", "\n".join(o.sentence for o in told))
        if result.stopped:
            notices.info(self.tr("Stopped. What was added so far is kept."))
        elif not outcomes:
            notices.info(self.tr("There was no file to add."))

    def new_packet(self, profile: str = "", company_id: str = "") -> None:
        """Start a packet for the dispute in view, filled from what is on record, and open it.
        Without a ``profile`` the first question there is who it is for; ``company_id`` is another
        company than the one the dispute began with."""
        dispute_id = self.dispute_id
        if not dispute_id:
            self.session.notices.info(self.tr("Open the dispute the packet is for first."))
            return

        def opened(change: Change) -> None:
            self.open_packet(change.result)

        def verb() -> Change:
            from onrecord.services.packet_for import Recipient, packet_for
            from onrecord.services.start_packet import start_packet

            if profile:
                whom = Recipient(profile=profile, company_id=company_id)
                return packet_for(self.vault, dispute_id, whom)
            return start_packet(self.vault, dispute_id)

        self.session.do(verb, opened, self)

    def packet_for(self, agency_id: str) -> None:
        """Start a packet for a body of the directory, filled by its rules, and open it."""
        vault, dispute_id = self.vault, self.dispute_id

        def verb() -> Change:
            from onrecord.services.packet_for import Recipient, packet_for

            return packet_for(vault, dispute_id, Recipient(agency_id))

        self.session.do(verb, lambda change: self.open_packet(change.result), self)

    def file_into(self, kind: str, ids: Sequence[str], dispute_id: str) -> None:
        from onrecord.services.file_items import file_items

        evidence = tuple(ids) if kind == "evidence" else ()
        contacts = tuple(ids) if kind == "contact" else ()
        self.session.do(lambda: file_items(self.vault, evidence, contacts, dispute_id), say=True)

    def copy_out(self, text: str, words: str, kind: str = "", id: str = "") -> None:
        """Text to the clipboard, and into the history that it was; ``words`` quote none of it."""
        from onrecord.services.note_exit import note_exit

        QGuiApplication.clipboard().setText(text)
        self.session.do(lambda: note_exit(self.vault, words, kind, id), undoable=False)

    def trash(self, kind: str, ids: Sequence[str]) -> None:
        """To the trash, where it stays 30 days; said with Undo."""
        from onrecord.domain.tables import BY_TABLE
        from onrecord.services.trash import trash_items

        def verb() -> Change:
            return trash_items(self.vault, [(BY_TABLE[kind], i) for i in ids])

        self.session.do(verb, lambda _change: self.select("", ()), self, say=True)


_TABS = "dispute.tabs"
_TABS_KEPT = 40


def _mark(dispute_id: str) -> str:
    """Stands for a dispute outside the vault: nothing there can be found with it."""
    return sha256(dispute_id.encode()).hexdigest()[:12]
