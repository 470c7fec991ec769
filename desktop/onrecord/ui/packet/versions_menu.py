"""The PDFs that were made of a packet: kept in the vault, to look at or to save again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QMenu, QWidget

from onrecord.ui.design import QuietButton

if TYPE_CHECKING:
    from onrecord.services.views.packets import BundleRow


class VersionsMenu(QuietButton):
    """Hidden until there is one."""

    look_asked = Signal(object)  # a bundle's id
    save_asked = Signal(object)  # a bundle's id
    send_asked = Signal(str)  # a bundle's id
    late_asked = Signal(str)  # a bundle's id
    compare_asked = Signal(object)  # [(a bundle's id, its words)], the newest first

    def __init__(self, parent: QWidget | None = None) -> None:
        self._choices = QMenu(parent)
        super().__init__(self.tr("Versions"), parent, menu=self._choices)
        self.hide()

    def show_bundles(self, bundles: Sequence[BundleRow]) -> None:
        self._choices.clear()
        for one in bundles:
            sub = self._choices.addMenu(self._words(one))
            look = sub.addAction(self.tr("Look at it"))
            look.triggered.connect(lambda _on=False, id=one.id: self.look_asked.emit(id))
            send = sub.addAction(
                self.tr("What was sent…") if one.sent_when else self.tr("Now send it…")
            )
            send.triggered.connect(lambda _on=False, id=one.id: self.send_asked.emit(id))
            if one.sent_when:
                late = sub.addAction(self.tr("Add what came since…"))
                late.setToolTip(self.tr("Labels and page numbers go on after the last"))
                late.triggered.connect(lambda _on=False, id=one.id: self.late_asked.emit(id))
            save = sub.addAction(self.tr("Save again…"))
            save.triggered.connect(lambda _on=False, id=one.id: self.save_asked.emit(id))
        if len(bundles) > 1:
            versions = [(one.id, self._short(one)) for one in bundles]
            self._choices.addSeparator()
            compare = self._choices.addAction(self.tr("Compare two versions…"))
            compare.triggered.connect(lambda _on=False: self.compare_asked.emit(versions))
        self.setVisible(bool(bundles))
        if bundles:
            self.setText(
                self.tr("Version {0}").format(bundles[0].number)
                if len(bundles) == 1
                else self.tr("{0} versions").format(len(bundles))
            )

    def _short(self, one: BundleRow) -> str:
        """For a narrow column: whether it was sent comes before when it was made."""
        number, made = self.tr("Version {0}").format(one.number), self._made(one, "d MMM, HH:mm")
        return ", ".join((number, *([self.tr("sent")] if one.sent_when else []), made))

    def _made(self, one: BundleRow, how: str) -> str:
        from onrecord.domain.times import parse_utc

        local = parse_utc(one.frozen_at).astimezone()
        return QLocale().toString(local.replace(tzinfo=None), how)  # pyright: ignore

    def _words(self, one: BundleRow) -> str:
        made = self._made(one, "d MMMM, HH:mm")
        pages = (
            self.tr("1 page")
            if one.page_count == 1
            else self.tr("{0} pages").format(one.page_count)
        )
        words = self.tr("Version {0}, {1}, {2}").format(one.number, made, pages)
        return f"{words}, {self.tr('sent')}" if one.sent_when else words
