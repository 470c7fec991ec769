"""Files from outside go into the vault, into the dispute, and into the packet that is open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from onrecord.ui.desk import Desk
from onrecord.ui.packet.open_packet import OpenPacket


class BringingIn(QObject):
    def __init__(self, desk: Desk, packet: OpenPacket, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._packet, self._view = desk, packet, parent

    def from_disk(self) -> None:
        title = self.tr("Add documents to the packet")
        paths, _ = QFileDialog.getOpenFileNames(self._view, title)
        if paths:
            self.attach([Path(p) for p in paths], "dialog")

    def attach(self, sources: list[Any], arrived: str) -> None:
        """Keep files in the vault, with the dispute, and put them into this packet."""
        detail, desk = self._packet.detail, self._desk
        if detail is None or self._packet.fixed:
            return
        vault, dispute_id, packet_id = desk.vault, detail.packet.dispute_id, self._packet.id

        def work(job: Any) -> Any:
            from onrecord.services.attach_files import attach_files

            return attach_files(
                vault, sources, dispute_id=dispute_id, arrived=arrived,
                progress=job.progress, cancelled=job.cancelled,
            )  # fmt: skip

        def done(result: Any) -> None:
            taken = [o.evidence_id for o in result.outcomes if o.state in ("added", "duplicate")]
            for outcome in result.outcomes:
                if outcome.state not in ("added", "duplicate"):
                    desk.session.notices.error(outcome.sentence)
            if taken and self._packet.id == packet_id:
                self._packet.add(taken)
                desk.read_wanted.emit(None)

        desk.session.job(self.tr("Adding documents"), work, done, self)
