"""Packets of a dispute, what state each is in, and every PDF that was made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from onrecord.domain.change import Change
from onrecord.domain.packet import PROFILES
from onrecord.domain.sending import way_words
from onrecord.domain.times import parse_utc
from onrecord.domain.when import When
from onrecord.ui.design import (
    Apart,
    Button,
    Card,
    Choice,
    EmptyState,
    FlowLayout,
    IconButton,
    Label,
    Muted,
    QuietButton,
    Rule,
    ScrollArea,
    Space,
    StatusPill,
    TextStyle,
    icons,
    in_line,
    theme,
)
from onrecord.ui.design.discard import discard
from onrecord.ui.design.saving import ask_for_file
from onrecord.ui.desk import Desk
from onrecord.ui.dispute.tall_page import bring_into_view
from onrecord.ui.item_list import trash_these
from onrecord.ui.letters.letter_list import LetterList
from onrecord.ui.packet.passphrase_ask import PassphraseAsk, PassphraseGiven
from onrecord.ui.words import Words

_TABLES = {"packet", "packet_exhibit", "bundle"}
_WIDEST = 900


class PacketsTab(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.dispute_id = ""
        self._filled_for = ""
        self._words = Words(self)
        self.cards: list[PacketCard] = []
        menu = QMenu(self)
        for profile in PROFILES:
            menu.addAction(self._words.profile(profile)).triggered.connect(
                lambda _on=False, profile=profile: desk.new_packet(profile)
            )
        menu.addSeparator()
        menu.addAction(self.tr("Somebody else…")).triggered.connect(
            lambda _on=False: desk.new_packet()
        )
        menu.setAccessibleName(self.tr("Whom the packet is for"))
        self.new = Button(self.tr("New packet for…"), self, menu=menu)
        self.new_letter = Button(
            self.tr("New letter"), self, icon="letter", on_click=lambda: desk.new_letter()
        )
        self.letters = LetterList(desk, self)
        self.letters.filled.connect(self._letters_filled)
        self._counts: tuple[int | None, int | None] = (None, None)
        """Packets and letters of the dispute; None until they are read."""
        self.empty = EmptyState(
            "packet",
            self.tr("No letter and no packet yet"),
            self.tr(
                "A letter opens filled from your records. A packet puts what happened, the amounts and your documents into one PDF for one "
                "recipient. It opens already filled."
            ),
            self,
            actions=[
                Choice(
                    self.tr("For a supervisor"), lambda: desk.new_packet("supervisor"), "person"
                ),
                Choice(
                    self.tr("For a formal complaint"), lambda: desk.new_packet("formal"), "letter"
                ),
            ],
        )
        inside = QWidget(self)
        inside.setMaximumWidth(_WIDEST)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(Space.L, Space.XS, Space.L, Space.L)
        self._column.setSpacing(Space.M)
        self.tools = QWidget(self)
        top = QHBoxLayout(self.tools)
        top.setContentsMargins(0, 0, 0, 0)
        top.addStretch(1)
        top.addWidget(self.new_letter)
        top.addWidget(self.new)
        self._column.addWidget(self.letters)
        self._column.addStretch(1)
        self.area = ScrollArea(inside, self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area, 1)
        whole.addWidget(self.empty, 1)
        self._show_any()
        desk.session.changed.connect(self._changed)

    @property
    def lists(self) -> QScrollArea:
        """What scrolls here, while the head of the dispute leaves room for it."""
        return self.area

    @property
    def is_empty(self) -> bool:
        """Never: a packet can always be begun."""
        return False

    def show_dispute(self, dispute_id: str) -> None:
        if dispute_id != self.dispute_id:
            self._clear()
            self._counts = (None, None)
            self._show_any()
        self.dispute_id = dispute_id
        self.letters.show_dispute(dispute_id)
        self.refresh()

    def refresh(self) -> None:
        if not self.dispute_id:
            return
        vault, dispute_id = self._desk.vault, self.dispute_id

        def query() -> tuple[str, Any]:
            from onrecord.services.views.packets import packets

            return dispute_id, packets(vault, dispute_id)

        self._desk.session.ask(query, lambda found: self._fill(*found), self, "packets")

    def _fill(self, dispute_id: str, rows: Any) -> None:
        asking = any(line.is_asking for card in self.cards for line in card.lines)
        if dispute_id != self.dispute_id or (asking and dispute_id == self._filled_for):
            return  # what is being typed is not thrown away
        holder = self.window().focusWidget()  # also while the window is not the active one
        focused = next((one.row.id for one in self.cards if one.open is holder), "")
        self._clear()
        for row in rows:
            card = PacketCard(self._desk, row, self)
            card.settled.connect(self.refresh)
            self.cards.append(card)
            self._column.insertWidget(self._column.count() - 1, card)
            card.show()
            card.open.installEventFilter(self)
            if row.id == focused:
                card.open.setFocus()
        self._counts = (len(rows), self._counts[1])
        self._show_any()
        self._filled_for = dispute_id
        if holder is self:
            self.setFocus()

    def _clear(self) -> None:
        for card in self.cards:
            self._column.removeWidget(card)
            discard(card)
        self.cards = []

    def _letters_filled(self, count: int) -> None:
        self._counts = (self._counts[0], count)
        self._show_any()

    def _show_any(self) -> None:
        packets, letters = self._counts
        none = (packets, letters) == (0, 0)  # which is not said before it is known
        self.new.setVisible(not none)
        self.letters.setVisible(bool(letters))
        self.area.setVisible(bool(packets or letters))
        self.empty.setVisible(none)

    def setFocus(self, *reason: Any) -> None:  # pyright: ignore
        if self._filled_for != self.dispute_id:
            super().setFocus(*reason)  # and on to the first packet when they are here
        elif self.letters.cards:
            self.letters.cards[0].open.setFocus(*reason)
        elif self.cards:
            self.cards[0].open.setFocus(*reason)
        else:
            self.empty.buttons[0].setFocus(*reason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down go from packet to packet."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            at = next((n for n, one in enumerate(self.cards) if one.open is watched), -1)
            if step and at >= 0 and 0 <= at + step < len(self.cards):
                self.cards[at + step].open.setFocus(Qt.FocusReason.TabFocusReason)
                bring_into_view(self.cards[at + step])
                return True
            if at >= 0 and event.key() == Qt.Key.Key_Delete:
                self.cards[at].trash()
                return True
        return super().eventFilter(watched, event)

    def _changed(self, change: Change) -> None:
        if self.isVisible() and change.tables() & _TABLES:
            self.refresh()


class PacketCard(Card):
    """One packet, and below it the PDFs made of it, the newest first."""

    settled = Signal()

    def __init__(self, desk: Desk, row: Any, parent: QWidget) -> None:
        super().__init__("", parent)
        self._desk = desk
        self.row = row
        self._words = Words(self)
        profile = self.tr("Late additions") if row.late else self._words.profile(row.profile)
        title = f"{profile}: {row.recipient}" if row.recipient else profile
        self.body.setContentsMargins(Space.L, Space.M, Space.M, Space.M)
        self._icon = QLabel(self)
        name = Label(title, self, style=TextStyle.TITLE, elide=True)
        pill = StatusPill(*self._state(), self)
        verb = self.tr("Look at it") if row.state == "sent" else self.tr("Open")
        self.open = Button(verb, self, on_click=lambda: desk.open_packet(row.id))
        self.open.setAccessibleName(self.tr("{0}: {1}").format(verb, title))
        menu = QMenu(self)
        if row.state == "sent":
            menu.addAction(self.tr("Change it as a new version")).triggered.connect(
                lambda _on=False: self._new_version()
            )
        menu.addAction(self.tr("Move to trash")).triggered.connect(lambda _on=False: self.trash())
        self.more = IconButton("more", self.tr("More for {0}").format(title), self, menu=menu)
        what, acts = in_line(self._icon, name, pill), in_line(self.open, self.more)
        self.body.addLayout(Apart(what, acts, gap=Space.M))
        inside = QHBoxLayout()
        inside.setContentsMargins(theme.current().metrics.icon + Space.M, 0, 0, 0)
        inside.addWidget(Muted(self._inside(), self))
        self.body.addLayout(inside)
        self.lines: list[BundleLine] = []
        for bundle in row.bundles:
            line = BundleLine(desk, bundle, row.bundles[0] is bundle, self)
            line.settled.connect(self.settled)
            self.lines.append(line)
            self.body.addWidget(Rule(self))
            self.body.addWidget(line)
        theme.follow(self._dress)

    def _dress(self) -> None:
        side = theme.current().metrics.icon
        self._icon.setPixmap(icons.icon("packet", "muted", side).pixmap(side))

    def _state(self) -> tuple[str, Any]:
        count = len(self.row.bundles)
        if self.row.state == "sent":
            return self.tr("sent"), "success"
        if count == 1:
            return self.tr("exported"), "info"
        if count:
            return self.tr("exported {0} times").format(count), "info"
        return self.tr("draft"), "neutral"

    def _inside(self) -> str:
        row = self.row
        documents = (
            self.tr("1 document")
            if row.included == 1
            else self.tr("{0} documents").format(row.included)
        )
        out = 0 if row.late else row.left_out
        left = self.tr("{0} left out").format(out) if out else ""
        changed = self.tr("changed {0}").format(_day(row.changed_at)) if row.changed_at else ""
        return ", ".join(p for p in (documents, left, changed) if p)

    def _new_version(self) -> None:
        vault, packet = self._desk.vault, self.row.id

        def verb() -> Change:
            from onrecord.services.start_packet import new_version

            return new_version(vault, packet)

        self._desk.session.do(verb, lambda change: self._desk.open_packet(change.result), self)

    def trash(self) -> None:
        trash_these(self._desk, [("packet", self.row.id)])


class BundleLine(QWidget):
    """One PDF as it went out, or could have: when, how long, saved again byte for byte."""

    settled = Signal()  # the passphrase was given, or is not wanted after all

    def __init__(self, desk: Desk, bundle: Any, newest: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.bundle = bundle
        self.passphrase: PassphraseAsk | None = None
        words = Words(self)
        made = self.tr("PDF of {0}").format(_day(bundle.frozen_at, clock=True))
        name = Label(made, self, style=TextStyle.STRONG if newest else TextStyle.BODY)
        about = [words.pages(bundle.page_count)]
        if bundle.sent_when or bundle.sent_way:
            day = When(bundle.sent_when).short() if bundle.sent_when else ""
            way = way_words(bundle.sent_way)
            about.append(" ".join(p for p in (self.tr("sent"), day, way) if p))
        note = Label(", ".join(about), self, style=TextStyle.SMALL, muted=True, elide=True)
        self.again = QuietButton(
            self.tr("Save again…"),
            self,
            icon="export",
            on_click=self.save_again,
            hint=self.tr("Save an unencrypted copy of this PDF, byte for byte the same"),
        )
        self.again.setAccessibleName(self.tr("Save again: {0}").format(made))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.current().metrics.icon + Space.M, 0, 0, 0)
        acts = QWidget(self)
        row = FlowLayout(acts, gap=Space.M)
        self._column.addLayout(Apart(in_line(name, note), acts, gap=Space.M))
        done = bool(bundle.sent_when or bundle.sent_way)
        self.send = QuietButton(
            self.tr("What was sent") if done else self.tr("Send…"),
            self,
            icon="post",
            on_click=lambda: desk.open_packet(bundle.packet_id, sending=bundle.id),
            hint=self.tr("Where to, with which words and files; and that it went"),
        )
        self.send.setAccessibleName(f"{self.send.text()}: {made}")
        row.addWidget(self.send)
        self.look = QuietButton(
            self.tr("Look"),
            self,
            icon="preview",
            on_click=lambda: self._look(made),
            hint=self.tr("Look at this PDF as it was made"),
        )
        self.look.setAccessibleName(self.tr("Look at: {0}").format(made))
        row.addWidget(self.look)
        row.addWidget(self.again)

    def _look(self, title: str) -> None:
        from onrecord.ui.viewer.quick_look import QuickLook

        window = self.window()
        quick = window.findChild(QuickLook)
        if quick is None:
            quick = QuickLook(self._desk, window)
        quick.show_bundle(self.bundle.id, title)

    @property
    def is_asking(self) -> bool:
        """Whether the passphrase of the PDF is being typed."""
        return self.passphrase is not None

    def save_again(self) -> None:
        vault, packet_id = self._desk.vault, self.bundle.packet_id

        def wanted() -> bool:
            from onrecord.services.packet_options import packet_options

            return packet_options(vault, packet_id).locked

        self._desk.session.ask(wanted, self._ask_or_save, self, "passphrase")

    def _ask_or_save(self, locked: bool) -> None:
        if not locked:
            self._save("")
        elif self.passphrase is None:
            self.passphrase = PassphraseAsk(self, filled=False)
            self.passphrase.given.connect(self._given)
            self._column.addWidget(self.passphrase)
            self.passphrase.show()
            self.passphrase.ask()
            bring_into_view(self.passphrase)

    def _given(self, given: PassphraseGiven) -> None:
        asked, self.passphrase = self.passphrase, None
        if asked is not None:
            self._column.removeWidget(asked)
            discard(asked)
        self.again.setFocus()
        if given.passphrase:
            self._save(given.passphrase)
        self.settled.emit()

    def _save(self, passphrase: str) -> None:
        target = ask_for_file(
            self.window(), self.tr("Save the PDF again"), "Packet.pdf",
            {self.tr("PDF (*.pdf)"): ".pdf"},
        )  # fmt: skip
        if target is None:
            return
        workshop, bundle = self._desk.session.workshop, self.bundle.id

        def work(_job: Any) -> Any:
            from onrecord.services.export_bundle import write_bundle

            return write_bundle(workshop, bundle, target, passphrase)

        said = (
            self.tr("Saved. It opens with the passphrase only.")
            if passphrase
            else self.tr("Saved. It is the same PDF, byte for byte.")
        )
        tell: Callable[[Any], None] = lambda _path: self._desk.session.notices.done(said)  # noqa: E731
        self._desk.session.job(self.tr("Saving a PDF"), work, tell, self._desk)


def _day(utc: str, *, clock: bool = False) -> str:
    """A UTC instant as a day of this computer's zone: ``3 March 2026, 14:02``."""
    local = parse_utc(utc).astimezone()
    when = When.of_minute(local) if clock else When.of_day(local.date())
    return when.words()
