"""Small pictures of documents, fetched off the GUI thread, the newest wanted first, few kept."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage

from onrecord.domain.change import Change
from onrecord.ui.desk import Desk

KEPT = 600
BATCH = 24
LARGEST = 512
"""Longest side that is kept, in pixels."""


@dataclass(frozen=True)
class ThumbnailsArrived:
    ids: frozenset[str]


class Thumbnails(QObject):
    """One for a desk, shared by its views: ``Thumbnails.of(desk)``."""

    arrived = Signal(object)  # ThumbnailsArrived

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._kept: OrderedDict[str, QImage | None] = OrderedDict()
        self._wanted: list[str] = []
        self._asked = False
        desk.session.changed.connect(self._changed)

    @classmethod
    def of(cls, desk: Desk) -> Thumbnails:
        found = desk.findChild(cls)
        return found if found is not None else cls(desk)

    def picture(self, evidence_id: str) -> QImage | None:
        """The picture if it is here; else it is fetched, and ``arrived`` tells when it came.
        None also for a document that has none."""
        if evidence_id in self._kept:
            self._kept.move_to_end(evidence_id)
            return self._kept[evidence_id]
        if evidence_id in self._wanted:
            self._wanted.remove(evidence_id)
        self._wanted.append(evidence_id)
        if not self._asked:
            self._asked = True
            QTimer.singleShot(0, self, self._fetch)
        return None

    def _fetch(self) -> None:
        ids = self._wanted[-BATCH:]
        del self._wanted[:-256]  # what was scrolled past long ago is not fetched at all
        if not ids:
            self._asked = False
            return
        index = self._desk.vault.index

        def query() -> dict[str, QImage | None]:
            return {one: _decoded(index.thumbnail(one)) for one in ids}

        self._desk.session.ask(query, self._keep, self)

    def _keep(self, found: dict[str, QImage | None]) -> None:
        for one, picture in found.items():
            self._kept[one] = picture
            if one in self._wanted:
                self._wanted.remove(one)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.arrived.emit(ThumbnailsArrived(frozenset(found)))
        self._fetch()

    def _changed(self, change: Change) -> None:
        ids = {id for table, id in change.touched if table == "evidence"}
        for one in ids & self._kept.keys():
            del self._kept[one]
        if ids:
            self.arrived.emit(ThumbnailsArrived(frozenset(ids)))


def _decoded(encoded: bytes | None) -> QImage | None:
    """Bytes that this program encoded itself, from checked raw pixels."""
    if not encoded:
        return None
    image = QImage.fromData(encoded)
    if image.isNull():
        return None
    if max(image.width(), image.height()) > LARGEST:
        image = image.scaled(
            LARGEST,
            LARGEST,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    return image
