"""The head of the packet editor: who it is for, by whose rules, and what was made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from onrecord.ui.design import Button, Heading, IconButton, Label, QuietButton, Space, TextStyle
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
            self.tr("Options"), self, icon="settings", on_click=self.options_asked.emit
        )
        self.who = QuietButton(
            self.tr("Change"), self, on_click=self.recipient_asked.emit,
            hint=self.tr("Who is it for?"),
        )  # fmt: skip
        self.rules = Label("", self, style=TextStyle.SMALL, muted=True, elide=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.S, Space.S, Space.L, Space.S)
        row.setSpacing(Space.S)
        row.addWidget(self.back)
        row.addWidget(self.title, 3)
        row.addWidget(self.who)
        row.addWidget(self.rules, 2)
        row.addWidget(self.dispute, 2)
        row.addWidget(self.versions)
        row.addWidget(self.options)

    def show_packet(self, shown: PacketShown, *, fixed: bool) -> None:
        """``fixed``: it was sent, and nothing in it can be changed."""
        packet, fit = shown.detail.packet, shown.fit
        self.title.setText(
            self.tr("Packet for {0}").format(packet.recipient)
            if packet.recipient
            else self.tr("Packet")
        )
        self.dispute.setText(shown.detail.dispute_title)
        self.versions.show_bundles(shown.detail.bundles)
        rules = fit.rules if fit is not None else ""
        self.rules.setText(self.tr("rules: {0}").format(rules) if rules else "")
        self.rules.setToolTip(rules)
        self.rules.setVisible(bool(rules))
        self.dispute.setVisible(not rules)
        named = bool(packet.recipient or packet.agency_id)
        self.who.setText(self.tr("Change") if named else self.tr("Who is it for?"))
        self.who.setVisible(not fixed)
        self.options.setVisible(not fixed)
