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
            if not taken:
                return
            if self._packet.id == packet_id and self._packet.detail is not None:
                self._packet.add(taken)
            else:  # another was opened meanwhile
                desk.session.do(lambda: _add(vault, packet_id, taken), say=True)
            desk.read_wanted.emit(None)

        desk.session.job(self.tr("Adding documents"), work, done, self)


def _add(vault: Any, packet_id: str, evidence_ids: list[str]) -> Any:
    """At the end; what is in already keeps its pages."""
    from onrecord.services.arrange_exhibits import places
    from onrecord.services.choose_exhibits import Choice, choose_exhibits

    pages = {one.evidence_id: one.pages for one in places(vault, packet_id)}
    chosen = {id: pages.get(id, "") for id in evidence_ids}
    return choose_exhibits(vault, packet_id, Choice(pages=chosen))
