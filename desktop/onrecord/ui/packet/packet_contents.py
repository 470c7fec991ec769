"""The left column of the packet editor: what is in the packet, in order, and what else they get."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from onrecord.ui.design import Label, LinkButton, Muted, Space, TextStyle
from onrecord.ui.packet.packet_lines import PartWords, packet_lines
from onrecord.ui.packet.packet_list import PacketList

if TYPE_CHECKING:
    from onrecord.services.views.packet_detail import PacketDetail


class PacketContents(QWidget):
    add_asked = Signal()
    form_asked = Signal()
    say_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shows_left_out = False
        self._shown: tuple[PacketDetail, Any, bool] | None = None
        self._part_words = PartWords(self)
        self.count = Label("", self, style=TextStyle.SMALL_STRONG, muted=True)
        self.list = PacketList(self)
        self.teach = Muted(self.tr("Drop the bill or a letter here, or add what you have."), self)
        self.left_out = LinkButton("", self, on_click=self._toggle_left_out)
        self.add = LinkButton(
            self.tr("Add documents"), self, icon="add", on_click=self.add_asked.emit
        )
        self.form = LinkButton(
            self.tr("Their form, to copy"), self, icon="copy", on_click=self.form_asked.emit
        )
        self.say = LinkButton(
            self.tr("Say it on the phone"), self, icon="call", on_click=self.say_asked.emit
        )
        top = QHBoxLayout()
        top.setContentsMargins(Space.L, Space.M, Space.L, Space.XS)
        top.addWidget(self.count, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(Space.L, Space.XS, Space.L, Space.S)
        foot.setSpacing(0)
        foot.addWidget(self.teach)
        for link in (self.left_out, self.add, self.form, self.say):
            foot.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        column.addLayout(foot)

    def clear(self) -> None:
        """Another packet is about to be shown."""
        self._shows_left_out = False
        self._shown = None
        self.list.show_lines(())

    def show_packet(self, detail: PacketDetail, report: Any, *, fixed: bool) -> None:
        """``report`` is that of the preview, None before there is one; ``fixed``: it was sent."""
        self._shown = (detail, report, fixed)
        packet = detail.packet
        self.add.setVisible(not fixed)
        late = bool(detail.options.continues_bundle_id)  # what is in the one before is not new
        new = 0 if late else len(detail.others)
        self.add.setText(
            self.tr("Add documents, {0} not in it yet").format(new)
            if new
            else self.tr("Add documents")
        )
        self.form.setVisible(packet.profile == "regulator" or bool(packet.agency_id))
        self.say.setVisible(packet.profile == "supervisor")
        self.list.show_lines(
            packet_lines(
                packet.parts, detail.exhibits, report, self._part_words,
                show_left_out=self._shows_left_out,
            )
        )  # fmt: skip
        pages = report.page_count if report is not None else 0
        words = self.tr("In this packet")
        if pages:
            count = self.tr("1 page") if pages == 1 else self.tr("{0} pages").format(pages)
            words = f"{words}  ·  {count}"
        self.count.setText(words)
        out = sum(1 for d in detail.exhibits if not d.included)
        words = (
            self.tr("{0} left out, hide") if self._shows_left_out else self.tr("{0} left out, show")
        )
        self.left_out.setText(words.format(out))
        self.left_out.setVisible(out > 0)
        self.teach.setVisible(out == len(detail.exhibits) and not fixed)

    def _toggle_left_out(self) -> None:
        self._shows_left_out = not self._shows_left_out
        if self._shown is not None:
            detail, report, fixed = self._shown
            self.show_packet(detail, report, fixed=fixed)
