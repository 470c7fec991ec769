"""A call or message as it stands on record: who, when, what was said, what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from onrecord.domain.change import Change
from onrecord.domain.contact_entry import is_conversation
from onrecord.domain.when import When
from onrecord.ui.design import (
    Body,
    Button,
    IconButton,
    Mono,
    Muted,
    Space,
    StatusPill,
    Title,
    set_look,
)
from onrecord.ui.design.discard import discard
from onrecord.ui.desk import Desk
from onrecord.ui.inspector.fold import Fold, FoldGroup
from onrecord.ui.inspector.panel import ChipRow, HistoryList, Panel, day_and_clock, how_firmly
from onrecord.ui.inspector.terms import OfferLine, PromiseLine
from onrecord.ui.item_list import trash_these
from onrecord.ui.words import Words


@dataclass(frozen=True)
class _Found:
    detail: Any
    disputes: tuple[tuple[str, str], ...]
    documents: tuple[tuple[str, str], ...]
    """Documents of its disputes that are not beside it yet, as (id, title)."""
    links: dict[str, str]
    """Document id to the id of the link that puts it beside this contact."""
    history: tuple[Any, ...]
    before: Any = None
    """The call this one was passed on from."""
    earlier: tuple[Any, ...] = ()
    """Calls it may have been passed on from."""


class ContactView(Panel):
    TABLES = frozenset(
        {
            "contact", "contact_line", "promise", "offer", "contact_evidence", "dispute_contact",
            "dispute", "evidence", "amendment",
        }
    )  # fmt: skip

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._words = Words(self)
        self._links: dict[str, str] = {}
        self._made: list[QWidget] = []
        self._dispute = ""
        self.pointed: SaidLine | None = None
        self.title = Title("", self, wrap=True)
        self.when = Body("", self)
        self.when.set_tone("muted")
        self.reference = Mono("", self)
        self.copy = IconButton(
            "copy", self.tr("Copy the reference number"), self, small=True, on_click=self._copy
        )
        self.no_reference = StatusPill("", "warning", self)
        self.ground = Body("", self)
        self.firmer = Muted("", self)
        self.said = QVBoxLayout()
        self.said.setSpacing(Space.S)
        self.terms = QVBoxLayout()
        self.terms.setSpacing(Space.M)
        self.outcome = Body("", self)
        self.documents = ChipRow(
            self.tr("Documents beside it"),
            self,
            add=self.tr("Put a document beside it"),
            on_remove=self._unlink,
        )
        self.disputes = ChipRow(
            self.tr("In these disputes"),
            self,
            add=self.tr("Add to a dispute"),
            on_remove=self._take_out,
        )
        self.passed_on = ChipRow(
            self.tr("Passed on from"),
            self,
            add=self.tr("Passed on from an earlier call"),
            on_remove=lambda _id: self._part(),
        )
        self.changes = Fold(self.tr("Changed later"), self)
        self.changes_text = Body("", self)
        self.changes.body.addWidget(self.changes_text)
        self.past = Fold(self.tr("History"), self)
        self.history = HistoryList(self)
        self.past.body.addWidget(self.history)
        FoldGroup(self.changes, self.past)
        self._lay_out()

    def _lay_out(self) -> None:
        refs = QHBoxLayout()
        refs.setSpacing(Space.XS)
        refs.addWidget(self.reference)
        refs.addWidget(self.copy)
        refs.addWidget(self.no_reference)
        refs.addStretch(1)
        head = QVBoxLayout()
        head.setSpacing(Space.XS)
        head.addWidget(self.title)
        head.addWidget(self.when)
        head.addLayout(refs)
        self.column.addLayout(head)
        self.column.addLayout(self.said)
        self.column.addWidget(self.outcome)
        self.column.addLayout(self.terms)
        how_firmly(self, self.ground, self.firmer)
        self.column.addWidget(self.passed_on)
        self.column.addWidget(self.documents)
        self.column.addWidget(self.disputes)
        self.column.addWidget(self.changes)
        self.column.addWidget(self.past)
        self.column.addStretch(1)
        self.edit = Button(
            self.tr("Edit"),
            self,
            icon="edit",
            on_click=lambda: self._desk.log_contact(contact_id=self.id),
        )
        self.trash = IconButton(
            "trash",
            self.tr("Move to trash"),
            self,
            shortcut="Del",
            on_click=lambda: trash_these(self._desk, [("contact", self.id)]),
        )
        self.letter = Button(
            self.tr("Write about it"),
            self,
            icon="letter",
            on_click=lambda: self._desk.new_letter(self.id),
            hint=self.tr("A letter about this: a confirmation, a reminder"),
        )
        self.foot.addWidget(self.edit)
        self.foot.addWidget(self.letter)
        self.foot.addStretch(1)
        self.foot.addWidget(self.trash)

    # ---------------------------------------------------------------- reading and showing

    def query(self, vault: Any, id: str) -> _Found:
        from onrecord.domain.contact import ContactEvidence
        from onrecord.domain.dispute import Dispute
        from onrecord.services.join_calls import earlier_calls, joined_before
        from onrecord.services.views.contacts import contact_detail
        from onrecord.services.views.documents import documents
        from onrecord.services.views.history import history

        detail = contact_detail(vault, id)
        mine = [one for one, _title in detail.disputes]
        beside = {one for one, _title in detail.evidence}
        pick = dict[str, str]()
        for dispute_id in mine or [None]:
            for row in documents(vault, dispute_id, limit=40):
                pick.setdefault(row.id, row.title)
        open_ones = vault.find(
            Dispute, "trashed_at = '' AND state != 'closed'", [], order="rowid DESC"
        )
        links = vault.find(ContactEvidence, "contact_id = ?", [id])
        return _Found(
            detail,
            tuple((one.id, one.title) for one in open_ones if one.id not in mine),
            tuple((one, title) for one, title in pick.items() if one not in beside),
            {link.evidence_id: link.id for link in links},
            tuple(history(vault, "contact", id, limit=HistoryList.MOST)),
            joined_before(vault, id),
            earlier_calls(vault, id),
        )

    def fill(self, found: _Found) -> None:
        detail, self._links = found.detail, found.links
        one = detail.contact
        self.title.setText(self._title(detail))
        self.when.setText(self._when(one))
        self.reference.setText(one.reference)
        self.reference.setVisible(bool(one.reference))
        self.copy.setVisible(bool(one.reference))
        state = {
            "none": self.tr("no reference: none given"),
            "refused": self.tr("no reference: refused"),
        }.get(one.reference_state, self.tr("no reference written down"))
        self.no_reference.set_status(state, "warning")
        self.no_reference.setVisible(not one.reference and is_conversation(one.kind, one.direction))
        self._clear()
        wanted, self._desk.line_wanted = self._desk.line_wanted, ""
        for line in detail.lines:
            said = SaidLine(line, self, lambda one=line: self._put_down(one))
            self._add(self.said, said)
            if line.id == wanted:
                self._point_at(said)
        self.outcome.setText(
            self.tr("How it ended: {0}").format(one.outcome) if one.outcome else ""
        )
        self.outcome.setVisible(bool(one.outcome))
        for promise in detail.promises:
            self._add(self.terms, PromiseLine(self._desk, promise, self))
        for offer in detail.offers:
            self._add(self.terms, OfferLine(self._desk, offer, self))
        ground = detail.ground
        kinds = {
            "noted_with_reference": self.tr("Noted at the time, with reference"),
            "noted": self.tr("Noted at the time"),
            "recalled": self.tr("Recalled later"),
            "documented": self.tr("A document shows it"),
        }
        self.ground.setText(f"{kinds.get(ground.kind, '')}: {ground.reason}.")
        self.firmer.setText(ground.firmer)
        self.firmer.setVisible(bool(ground.firmer))
        self._dispute = detail.disputes[0][0] if detail.disputes else ""
        self._fill_passed_on(found)
        self.documents.show_pairs(detail.evidence)
        self._fill_menus(found)
        self.disputes.show_pairs(detail.disputes)
        self.changes.setVisible(bool(detail.amendments))
        self.changes_text.setText(self._changes(detail.amendments))
        self.history.show_rows(found.history)

    def _title(self, detail: Any) -> str:
        one = detail.contact
        who = ", ".join(p for p in (one.agent_name, one.agent_team, one.agent_id) if p)
        kind = self._words.contact(one.kind)
        whom = who or detail.company
        if not whom:
            return kind
        if one.direction == "in":
            return self.tr("{0} from {1}").format(kind, whom)
        return self.tr("{0} to {1}").format(kind, whom)

    def _when(self, one: Any) -> str:
        from onrecord.services.views.timeline import minutes

        pieces = [When(one.dated).words()]
        if one.duration_s:
            length = minutes(one.duration_s)
            if one.hold_s:
                length = self.tr("{0}, of that {1} on hold").format(length, minutes(one.hold_s))
            pieces.append(length)
        if one.number:
            pieces.append(one.number)
        return ", ".join(pieces)

    def _changes(self, amendments: Any) -> str:
        lines: list[str] = []
        for one in amendments:
            before = one.before or self.tr("nothing")
            after = one.after or self.tr("nothing")
            when = day_and_clock(one.written_at)
            lines.append(self.tr("{0}: “{1}” became “{2}”").format(when, before, after))
        return "\n".join(lines)

    def _add(self, layout: QVBoxLayout, widget: QWidget) -> None:
        layout.addWidget(widget)
        self._made.append(widget)

    def _point_at(self, line: SaidLine) -> None:
        """Bring one line into view, framed; it stays so until something else is shown."""
        set_look(line, "look", "card")
        line.setAccessibleDescription(self.tr("The line it was noted in"))
        self.pointed = line
        QTimer.singleShot(0, line, lambda: self.area.ensureWidgetVisible(line))

    def _clear(self) -> None:
        self.pointed = None
        for widget in self._made:
            discard(widget)
        self._made = []

    def _fill_passed_on(self, found: _Found) -> None:
        """Both references stay; the redirect is counted."""
        from onrecord.services.join_calls import call_words

        talk = found.detail.contact.kind in ("call", "chat", "visit")
        self.passed_on.setVisible(talk and bool(found.before or found.earlier))
        self.passed_on.title.setVisible(found.before is not None)
        self.passed_on.show_pairs(
            [(found.before.id, call_words(found.before))] if found.before is not None else []
        )
        if self.passed_on.add is not None:
            self.passed_on.add.setVisible(found.before is None)
        self.passed_on.menu.clear()
        for one in found.earlier:
            self.passed_on.menu.addAction(call_words(one).replace("&", "&&")).triggered.connect(
                lambda _on=False, id=one.id: self._join(id)
            )

    def _fill_menus(self, found: _Found) -> None:
        menu = self.documents.menu
        menu.clear()
        for id, title in found.documents[:30]:
            menu.addAction(title.replace("&", "&&")).triggered.connect(
                lambda _on=False, id=id: self._link(id)
            )
        if self.documents.add is not None:
            self.documents.add.setVisible(bool(found.documents))
        self.documents.setVisible(bool(found.documents) or bool(found.links))
        menu = self.disputes.menu
        menu.clear()
        for id, title in found.disputes[:30]:
            menu.addAction(title.replace("&", "&&")).triggered.connect(
                lambda _on=False, id=id: self._desk.file_into("contact", (self.id,), id)
            )
        if found.disputes:
            menu.addSeparator()
        menu.addAction(self.tr("A new dispute…")).triggered.connect(
            lambda _on=False: self._desk.new_dispute((), (self.id,))
        )

    # ---------------------------------------------------------------- changing

    def _copy(self) -> None:
        words = self.tr("Copied a reference number")
        self._desk.copy_out(self.reference.text(), words, "contact", self.id)
        self._desk.session.notices.info(self.tr("The reference number is on the clipboard."))

    def _join(self, earlier_id: str) -> None:
        vault, id = self._desk.vault, self.id

        def verb() -> Change:
            from onrecord.services.join_calls import join_calls

            return join_calls(vault, id, earlier_id)

        self.do(verb, say=True)

    def _part(self) -> None:
        vault, id = self._desk.vault, self.id

        def verb() -> Change:
            from onrecord.services.join_calls import part_calls

            return part_calls(vault, id)

        self.do(verb, say=True)

    def _put_down(self, line: Any) -> None:
        """A line of the call as something that happened, which cites that line."""
        vault, id, dispute = self._desk.vault, self.id, self._dispute

        def verb() -> Change:
            from onrecord.domain.contact import Contact
            from onrecord.services.cite import Spot
            from onrecord.services.cite_new import Shown, cite_new

            said = vault.get(Contact, id)
            words = line.words.strip().rstrip(".")
            told = f"They said: “{words}”" if line.side == "them" else f"I said: “{words}”"
            shown = Shown("fact", told, When(said.dated).day.text)
            return cite_new(vault, dispute, shown, [Spot(contact_id=id, contact_line_id=line.id)])

        def put(change: Change) -> None:
            self._desk.select("fact", (change.result,))

        if dispute:
            self.do(verb, put, say=True)

    def _link(self, evidence_id: str) -> None:
        vault, id = self._desk.vault, self.id

        def verb() -> Change:
            from onrecord.domain.contact import ContactEvidence
            from onrecord.services.edit_record import add_record

            row = ContactEvidence(contact_id=id, evidence_id=evidence_id)
            return add_record(vault, row, "Put a document beside the note")

        self.do(verb)

    def _unlink(self, evidence_id: str) -> None:
        vault, link = self._desk.vault, self._links.get(evidence_id, "")
        if not link:
            return

        def verb() -> Change:
            from onrecord.domain.contact import ContactEvidence
            from onrecord.services.edit_record import remove_record

            return remove_record(vault, ContactEvidence, link, "Took a document off the note")

        self.do(verb, say=True)

    def _take_out(self, dispute_id: str) -> None:
        vault, id = self._desk.vault, self.id

        def verb() -> Change:
            from onrecord.services.file_items import take_out

            return take_out(vault, (), (id,), dispute_id)

        self.do(verb, say=True)


class SaidLine(QWidget):
    """One line of what was said: whose it is stands above, a quotation in its marks."""

    def __init__(self, line: Any, parent: QWidget, put_down: Callable[[], object]) -> None:
        super().__init__(parent)
        who = self.tr("They said") if line.side == "them" else self.tr("I said")
        clock = f"{line.said_at}  " if line.said_at else ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.cite = IconButton(
            "flag", self.tr("Put on record that this was said, tied to this line"), self,
            small=True, on_click=put_down,
        )  # fmt: skip
        head = QHBoxLayout()
        head.addWidget(Muted(f"{clock}{who}", self, wrap=False))
        head.addStretch(1)
        head.addWidget(self.cite)
        column.addLayout(head)
        words = f"“{line.words}”" if line.form == "quote" else line.words
        text = Body(words, self, selectable=True)
        text.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(text)
