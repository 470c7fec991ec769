"""The head of the packet editor: who it is for, by whose rules, and what was made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from onrecord.ui.design import (
    Button,
    Heading,
    IconButton,
    Label,
    QuietButton,
    Space,
    TextStyle,
    theme,
)
from onrecord.ui.packet.versions_menu import VersionsMenu

if TYPE_CHECKING:
    from onrecord.ui.packet.open_packet import PacketShown


class PacketHead(QWidget):
    back_asked = Signal()
    recipient_asked = Signal()
    options_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.back = IconButton(
            "chevron-left", self.tr("Back"), self, shortcut="Alt+Left",
            on_click=self.back_asked.emit,
        )  # fmt: skip
        self.title = Heading("", self, elide=True)
        self.dispute = Label("", self, muted=True, elide=True)
        self.dispute.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.versions = VersionsMenu(self)
        self.options = Button(
            self.tr("Options"), self, icon="settings", on_click=self.options_asked.emit,
            hint=self.tr("Options"),
        )  # fmt: skip
        self.options.setAccessibleName(self.tr("Options"))
        self.who = QuietButton(
            self.tr("Change"), self, on_click=self.recipient_asked.emit,
            hint=self.tr("Who is it for?"),
        )  # fmt: skip
        self.rules = Label("", self, style=TextStyle.SMALL, muted=True, elide=True)
        self._names = ("", "")
        self._says = ""
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(Space.S, Space.S, Space.L, Space.S)
        row.setSpacing(Space.S)
        row.addWidget(self.back)
        row.addWidget(self.title, 1)
        row.addWidget(self.who)
        row.addWidget(self.rules, 1)
        row.addWidget(self.dispute, 1)
        row.addStretch()
        row.addWidget(self.versions)
        row.addWidget(self.options)
        for one, after in ((self.who, self.back), (self.versions, self.who)):
            QWidget.setTabOrder(after, one)
        theme.follow(self._make_room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Whom it is for is said in whole as long as anything else can be said more shortly: the
        rules and the dispute go first, then the word on the button, then “Packet for”."""
        whole, name = self._names
        beside = self.rules if self._says else self.dispute
        for words, more, button in (
            (whole, True, True), (whole, False, True), (whole, False, False), (name, False, False),
        ):  # fmt: skip
            self.title.setText(words)
            self.options.setText(self.tr("Options") if button else "")
            for part in (self.rules, self.dispute):
                part.setVisible(more and part is beside)
            if self._needs(more=more) <= self.width():
                break
        natural = self.title.sizeHint().width()
        self.title.setMaximumWidth(natural)
        fits = self._needs(more=False) <= self.width()
        self.title.setMinimumWidth(natural if fits else self.title.minimumSizeHint().width())
        if self.title.text() != whole:
            self.title.setToolTip(whole)

    def _needs(self, *, more: bool) -> int:
        """Pixels in which its words are not cut; of what is ``more`` a part is enough."""
        shown = [self.back, self.title, self.who, self.versions, self.options]
        hints = [one.sizeHint().width() for one in shown if not one.isHidden()]
        hints += [theme.current().metrics.px(130)] if more else []
        edges = self._row.contentsMargins()
        return sum(hints) + Space.S * len(hints) + edges.left() + edges.right()

    def show_nothing(self) -> None:
        """Another packet is about to be shown."""
        self._names = ("", "")
        self._make_room()

    def show_packet(self, shown: PacketShown, *, fixed: bool) -> None:
        """``fixed``: it was sent, and nothing in it can be changed."""
        packet, fit = shown.detail.packet, shown.fit
        name = packet.recipient
        whole = self.tr("Packet for {0}").format(name) if name else self.tr("Packet")
        if shown.detail.options.continues_bundle_id:
            whole = self.tr("Late additions")
            whole = self.tr("Late additions for {0}").format(name) if name else whole
        self._names = (whole, name or whole)
        self.dispute.setText(shown.detail.dispute_title)
        self.versions.show_bundles(shown.detail.bundles)
        rules = fit.rules if fit is not None else ""
        self._says = self.tr("rules: {0}").format(rules) if rules else ""
        self.rules.setText(self._says)
        self.who.setAccessibleDescription(self._says)
        named = bool(packet.recipient or packet.agency_id)
        self.who.setText(self.tr("Change") if named else self.tr("Who is it for?"))
        self.who.setVisible(not fixed)
        self.who.setToolTip(
            "\n".join(one for one in (self.tr("Who is it for?"), self._says) if one)
        )
        self.options.setVisible(not fixed)
        self._make_room()
