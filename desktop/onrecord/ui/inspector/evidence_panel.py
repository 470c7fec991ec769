"""A document: what it is, when, from whom, where it serves, and what happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from onrecord.domain.change import Change
from onrecord.domain.evidence import KINDS, Evidence
from onrecord.domain.when import When
from onrecord.ui.design import (
    Body,
    Button,
    Field,
    IconButton,
    Label,
    LinkButton,
    Muted,
    Space,
    TextStyle,
    theme,
)
from onrecord.ui.design.discard import discard
from onrecord.ui.desk import Desk
from onrecord.ui.inspector.date_offer import DateOffer
from onrecord.ui.inspector.fold import Fold, FoldGroup
from onrecord.ui.inspector.panel import ChipRow, HistoryList, Panel, day_and_clock, note_edit
from onrecord.ui.inspector.saver import Saver
from onrecord.ui.item_list import trash_these
from onrecord.ui.picture import document_picture
from onrecord.ui.thumbnails import Thumbnails
from onrecord.ui.time.answer_card import AnswerCard
from onrecord.ui.words import Words, icon_of


@dataclass(frozen=True)
class _Found:
    detail: Any
    disputes: tuple[tuple[str, str], ...]
    """Every open dispute it is not in, as (id, title)."""
    history: tuple[Any, ...]
    attached: tuple[tuple[str, str], ...]
    """(id, title) of the mail it came with, or of what came with this mail and is kept."""
    theirs: bool | None
    """Whether it helps the other side of the dispute in view; None where none is in view."""
    printed: tuple[Any, ...]
    """Dates that are printed on it (``PrintedDate``), to be offered for its own."""
    pictures: str
    """What there is to say of words in pictures on its pages, or empty."""
    has_attached: bool
    """It is a mail, and something is attached to it."""


class EvidencePanel(Panel):
    TABLES = frozenset({"evidence", "dispute_evidence", "dispute", "packet_exhibit", "stage_event",
                        "evidence_link"})  # fmt: skip

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._words = Words(self)
        self._icon = "document"
        self._tags: tuple[str, ...] = ()
        self._name = ""
        self._thumbnails = Thumbnails.of(desk)
        self._thumbnails.arrived.connect(lambda _arrived: self._picture())
        desk.words_seen.connect(self._words_seen)
        self._make()
        self._lay_out()
        theme.follow(self._picture)

    def _words_seen(self, evidence_id: str) -> None:
        if self.isVisible() and evidence_id == self.id:
            self.refresh()

    # ---------------------------------------------------------------- parts

    def _make(self) -> None:
        saver = Saver(self._desk, Evidence, self)
        self.savers.append(saver)
        self._saver = saver
        self.picture = QLabel(self)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setMinimumWidth(1)  # it is made for the room there is
        self.picture.setCursor(QCursor(Qt.CursorShape.PointingHandCursor))
        self.picture.installEventFilter(self)
        self.state = Label("", self, style=TextStyle.SMALL, tone="warning", wrap=True)
        self.password = QLineEdit(self)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password_field = Field(
            self.tr("Its password"),
            self.password,
            self,
            hint=self.tr("Kept in the vault, and tried at once when you press Enter"),
        )
        self.password.returnPressed.connect(self._give_password)
        self.title = saver.bind(Field(self.tr("Title"), QLineEdit(self), self), "title")
        kinds = QComboBox(self)
        for kind in KINDS:
            kinds.addItem(self._words.kind(kind), kind)
        self.kind = saver.bind(Field(self.tr("Kind"), kinds, self), "kind")
        self.dated = saver.bind(
            Field(self.tr("Date"), QLineEdit(self), self),
            "dated",
            show=lambda record: When(record.dated).words() if record.dated else "",
        )
        edit = self.dated.control
        assert isinstance(edit, QLineEdit)
        edit.setPlaceholderText(self.tr("day, month or year"))
        self.printed_date = DateOffer(self._desk, self)
        self.printed_date.taken.connect(lambda: self._saver.let_go(self.dated))
        self.source = saver.bind(Field(self.tr("From whom"), QLineEdit(self), self), "source")
        self.description = saver.bind(
            Field(self.tr("What it shows"), note_edit(self, 4), self), "description"
        )
        self.new_tag = QLineEdit(self)
        self.new_tag.setPlaceholderText(self.tr("A word, then Enter"))
        self.new_tag.returnPressed.connect(self._add_tag)
        self.tag_field = Field(self.tr("Tags"), self.new_tag, self)
        self.tags = ChipRow("", self, on_remove=self._drop_tag)
        self.tags.title.hide()
        self.theirs = QCheckBox(self.tr("It helps the other side"), self)
        self.theirs.setToolTip(
            self.tr("It stays in packets and is marked, so that nobody can say it was held back")
        )
        self.theirs.clicked.connect(self._set_theirs)
        self.disputes = ChipRow(
            self.tr("In these disputes"),
            self,
            add=self.tr("Add to a dispute"),
            on_remove=self._take_out,
        )
        self.keep_attached = LinkButton(
            self.tr("Open what is attached"), self, on_click=self._keep_attached,
            hint=self.tr("Each file is kept as a document of its own, linked to this mail"),
        )  # fmt: skip
        self.attached = QVBoxLayout()
        self.attached.setSpacing(Space.XS)
        self.used = Muted("", self)
        self.file = Body("", self)
        self.fingerprint = Muted("", self)
        self.history = HistoryList(self)

    def _lay_out(self) -> None:
        self.answer = AnswerCard(self._desk, self)
        self.answer.date_asked.connect(self.dated.setHidden)
        self.about = Fold(self.tr("What it is"), self)
        pair = QWidget(self)
        both = QGridLayout(pair)
        both.setContentsMargins(0, 0, 0, 0)
        both.setHorizontalSpacing(Space.M)
        self.about.add(self.title)
        for place, field in enumerate((self.kind, self.dated)):
            field.setParent(None)
            both.addWidget(field, 0, place, Qt.AlignmentFlag.AlignTop)
            both.setColumnStretch(place, 1)
        self.about.body.addWidget(pair)
        self.about.add(self.printed_date)
        self.about.add(self.source)
        self.more = Fold(self.tr("Description and tags"), self)
        for part in (self.description, self.tags, self.tag_field):
            self.more.add(part)
        self.details = Fold(self.tr("The file and its history"), self)
        for part in (self.file, self.fingerprint, self.history):
            self.details.add(part)
        FoldGroup(self.about, self.more, self.details)
        self.about.set_open(True)
        self.column.addWidget(self.answer)
        self.column.addWidget(self.picture)
        self.column.addWidget(self.state)
        self.column.addWidget(self.password_field)
        self.column.addWidget(self.keep_attached)
        self.column.addLayout(self.attached)
        self.column.addWidget(self.about)
        self.column.addWidget(self.more)
        self.column.addWidget(self.details)
        for part in (self.disputes, self.theirs, self.used):
            part.setParent(None)  # Tab comes to them last
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.open = Button(
            self.tr("Open"), self, on_click=lambda: self._desk.open_document(self.id)
        )
        self.export = Button(
            self.tr("Export the original…"),
            self,
            on_click=self.export_original,
            hint=self.tr("Save an unencrypted copy of the file, as it came"),
        )
        self.trash = IconButton(
            "trash",
            self.tr("Move to trash"),
            self,
            shortcut="Del",
            on_click=lambda: trash_these(self._desk, [("evidence", self.id)]),
        )
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        for widget in (self.open, self.export):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.trash)
        self.foot.addLayout(row)

    # ---------------------------------------------------------------- reading and showing

    def show_id(self, id: str) -> None:
        if id != self.id:
            self.password.clear()
            self.new_tag.clear()
        super().show_id(id)

    def save_now(self) -> None:
        super().save_now()
        self.answer.save_now()

    def query(self, vault: Any, id: str) -> _Found:
        from onrecord.domain.dispute import Dispute
        from onrecord.domain.evidence import DisputeEvidence
        from onrecord.services.keep_attached import attached_to, has_attached
        from onrecord.services.printed_date import printed_dates
        from onrecord.services.read_pictures import words_in_pictures
        from onrecord.services.views.documents import evidence_detail
        from onrecord.services.views.history import history

        detail = evidence_detail(vault, id)
        here = {one for one, _title in detail.disputes}
        open_ones = vault.find(
            Dispute, "trashed_at = '' AND state != 'closed'", [], order="rowid DESC"
        )
        links = vault.find(
            DisputeEvidence, "evidence_id = ? AND dispute_id = ?", [id, self._desk.dispute_id]
        )
        return _Found(
            detail,
            tuple((one.id, one.title) for one in open_ones if one.id not in here),
            tuple(history(vault, "evidence", id, limit=HistoryList.MOST)),
            attached_to(vault, id),
            links[0].theirs if links else None,
            printed_dates(vault, detail.evidence),
            words_in_pictures(vault, detail.evidence, wanted=self._desk.preferences.reads_pictures),
            has_attached(vault, detail.evidence),
        )

    def fill(self, found: _Found) -> None:
        detail = found.detail
        one: Evidence = detail.evidence
        self._icon = icon_of(one.kind)
        self._name = one.file_name
        self._saver.fill(one)
        self.printed_date.show_for(one.id, found.printed)
        self.answer.show_for(one.id)
        self._tags = one.tags
        self.tags.show_pairs([(tag, tag) for tag in one.tags])
        self.tags.setVisible(bool(one.tags))
        locked = one.read_state == "needs_password"
        self.password_field.setVisible(locked)
        told = one.problem or (
            self.tr("It is being read; it is kept safely already.")
            if one.read_state == "waiting"
            else found.pictures
        )
        self.state.setText(told)
        self.state.setVisible(bool(told))
        self.state.set_tone("warning" if one.problem else "muted")
        self.keep_attached.setVisible(found.has_attached and not found.attached)
        self._show_attached(one, found.attached)
        self.disputes.show_pairs(detail.disputes)
        self._fill_menu(found.disputes)
        self.theirs.setVisible(found.theirs is not None)
        self.theirs.setChecked(bool(found.theirs))
        self.used.setText(self._used(detail))
        self.used.setVisible(bool(self.used.text()))
        self.file.setText(self._about_file(one, detail))
        self.fingerprint.setText(f"SHA-256 {_grouped(detail.sha256)}")
        self.history.show_rows(found.history)
        self._picture()

    def _show_attached(self, one: Evidence, attached: tuple[tuple[str, str], ...]) -> None:
        is_mail = one.media_type == "message/rfc822"
        while (item := self.attached.takeAt(0)) is not None:
            if (line := item.widget()) is not None:
                discard(line)
        for id, title in attached:
            words = self.tr("Attached: {0}") if is_mail else self.tr("Came with: {0}")
            link = LinkButton(
                words.format(shortened(title)), self,
                on_click=lambda id=id: self._desk.open_document(id),
            )  # fmt: skip
            link.setToolTip(title)
            self.attached.addWidget(link)

    def _keep_attached(self) -> None:
        """One that is attached is opened; of several, each has its line here."""
        vault, mail, desk = self._desk.vault, self.id, self._desk
        workshop = desk.session.workshop
        self.keep_attached.setEnabled(False)

        def work(_job: Any) -> Any:
            from onrecord.services.keep_attached import keep_attached

            return keep_attached(vault, workshop.reader, mail)

        def done(result: Any) -> None:
            self.keep_attached.setEnabled(True)
            undo = desk.session.undo
            desk.session.notices.done(
                result.change.words, undo=lambda: undo.undo_this(result.change)
            )
            desk.read_wanted.emit(None)
            self.refresh()
            kept = [o.evidence_id for o in result.outcomes if o.evidence_id]
            if len(kept) == 1 and self.id == mail:
                desk.open_document(kept[0])

        def failed(error: Any) -> None:
            self.keep_attached.setEnabled(True)
            desk.session.notices.info(str(error), key="attached")

        desk.session.job(self.tr("Opening what is attached"), work, done, self, failed=failed)

    def _used(self, detail: Any) -> str:
        pieces: list[str] = []
        if detail.packets:
            count = len(detail.packets)
            pieces.append(
                self.tr("In 1 packet") if count == 1 else self.tr("In {0} packets").format(count)
            )
        if detail.contacts:
            count = len(detail.contacts)
            pieces.append(
                self.tr("beside 1 call or message")
                if count == 1
                else self.tr("beside {0} calls or messages").format(count)
            )
        said = ", ".join(pieces)
        return said[:1].upper() + said[1:]

    def _about_file(self, one: Evidence, detail: Any) -> str:
        from onrecord.services.own_pages import own_pages

        count = own_pages(one.page_count, one.media_type)
        pages = self._words.pages(count) if count else ""
        return "\n".join(
            p
            for p in (
                one.file_name,
                ", ".join(p for p in (one.type_name, pages, self._words.size(detail.size)) if p),
                self.tr("Added {0}, {1}").format(
                    day_and_clock(one.created_at), self._words.arrived(one.arrived)
                ),
                self.tr("The picture says where it was taken.") if one.has_location else "",
            )
            if p
        )

    def _fill_menu(self, disputes: tuple[tuple[str, str], ...]) -> None:
        menu = self.disputes.menu
        menu.clear()
        for id, title in disputes[:30]:
            menu.addAction(title.replace("&", "&&")).triggered.connect(
                lambda _on=False, id=id: self._desk.file_into("evidence", (self.id,), id)
            )
        if disputes:
            menu.addSeparator()
        menu.addAction(self.tr("A new dispute…")).triggered.connect(
            lambda _on=False: self._desk.new_dispute((self.id,))
        )

    def _picture(self) -> None:
        if not self.id:
            return
        px = theme.current().metrics.px
        found = self._thumbnails.picture(self.id)
        high = px(150) if found is not None else px(64)
        wide = max(px(120), min(self.width() - 2 * Space.L, px(340)))
        self.picture.setFixedHeight(high)
        self.picture.setPixmap(document_picture(found, self._icon, wide, high, self))

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._picture()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.picture and event.type() == QEvent.Type.MouseButtonRelease:
            self._desk.open_document(self.id)
            return True
        return super().eventFilter(watched, event)

    # ---------------------------------------------------------------- changing

    def _add_tag(self) -> None:
        word = " ".join(self.new_tag.text().split())
        self.new_tag.clear()
        if word and word.casefold() not in {tag.casefold() for tag in self._tags}:
            self._set_tags((*self._tags, word))

    def _drop_tag(self, word: str) -> None:
        self._set_tags(tuple(tag for tag in self._tags if tag != word))

    def _set_tags(self, tags: tuple[str, ...]) -> None:
        vault, id = self._desk.vault, self.id

        def verb() -> Change:
            from onrecord.services.edit_record import edit_record

            return edit_record(vault, Evidence, id, "Changed the tags", tags=tags)

        self.do(verb)

    def _set_theirs(self, on: bool) -> None:
        vault, id, dispute = self._desk.vault, self.id, self._desk.dispute_id

        def verb() -> Change:
            from onrecord.services.mark_theirs import mark_theirs

            return mark_theirs(vault, id, dispute, on)

        self.do(verb)

    def _take_out(self, dispute_id: str) -> None:
        vault, id = self._desk.vault, self.id

        def verb() -> Change:
            from onrecord.services.file_items import take_out

            return take_out(vault, (id,), (), dispute_id)

        self.do(verb, say=True)

    def _give_password(self) -> None:
        vault, id, typed = self._desk.vault, self.id, self.password.text()
        if not typed:
            return

        def verb() -> Change:
            from onrecord.services.read_documents import give_password

            return give_password(vault, id, typed)

        def given(_change: Change) -> None:
            self.password.clear()
            self._desk.read_wanted.emit(None)

        self.do(verb, given)

    def export_original(self) -> None:
        """One of the acts by which something readable leaves the vault; its button says so."""
        chosen, _ = QFileDialog.getSaveFileName(
            self.window(), self.tr("Export the original"), self._name
        )
        if not chosen:
            return
        vault, id, target = self._desk.vault, self.id, Path(chosen)

        def work(_job: Any) -> Path:
            from onrecord.services.extract_original import extract_original

            return extract_original(vault, id, target)

        session, said = self._desk.session, self.tr("Exported, bit for bit as it came.")
        session.job(
            self.tr("Exporting a document"), work, lambda _path: session.notices.done(said), self
        )


def _grouped(digest: str) -> str:
    """In eights, so that it wraps and can be compared by eye."""
    return " ".join(digest[n : n + 8] for n in range(0, len(digest), 8))


def shortened(title: str) -> str:
    """As much of a title as a line at the side has room for; its tool tip has all of it."""
    return title if len(title) <= 32 else f"{title[:31].rstrip()}…"
