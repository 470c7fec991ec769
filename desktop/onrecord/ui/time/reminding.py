"""How to be reminded: asked once on Today, changed in Settings, and kept up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QCheckBox, QWidget

from onrecord.domain.change import Change
from onrecord.errors import KnownError
from onrecord.ui.design import (
    Body,
    Button,
    Card,
    FlowLayout,
    Label,
    Muted,
    QuietButton,
    Space,
    TextStyle,
)
from onrecord.ui.design.saving import ask_for_file
from onrecord.ui.desk import Desk

_SETTLE_MS = 1500
"""Changes come in groups; the file is written once after them."""


class ReminderChoice(Card):
    """The question with its three answers. ``ask`` shows it only where it was never answered;
    in Settings it stays, and says what was chosen."""

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, stays: bool = False) -> None:
        super().__init__("", parent)
        self._desk, self._stays = desk, stays
        self.words = Label(
            self.tr("How would you like to be reminded of dates?"), self,
            style=TextStyle.STRONG, wrap=True,
        )  # fmt: skip
        why = Body(
            self.tr(
                "Your dates are encrypted, so OnRecord cannot remind you while it is closed. A "
                "calendar file can. A plain list keeps bare days outside the vault, with no names, "
                "and the unlock window can then say “1 item due 14 March”."
            ),
            self,
        )
        why.set_tone("muted")
        self.calendar = Button(
            self.tr("Calendar file…"), self, icon="calendar", on_click=self._calendar
        )
        self.plain = Button(
            self.tr("Plain list of days"), self, on_click=lambda: self._choose("list")
        )
        self.none = QuietButton(
            self.tr("No reminders"), self, on_click=lambda: self._choose("none")
        )
        self.own = QCheckBox(self.tr("Say in the calendar what is due"), self)
        self.own.setToolTip(
            self.tr("Otherwise each day says only “Something is due”. The file is not encrypted.")
        )
        self.chosen = Muted("", self)
        self.chosen.setVisible(stays)
        row = FlowLayout(gap=Space.S)
        for button in (self.calendar, self.plain, self.none):
            row.addWidget(button)
        for widget in (self.words, why, self.own, self.chosen):
            self.body.addWidget(widget)
        self.body.addLayout(row)
        self.setVisible(stays)
        if stays:
            self.refresh()

    def refresh(self) -> None:
        """Say what was chosen."""
        vault = self._desk.vault

        def query() -> Any:
            from onrecord.services.reminders import reminding

            return reminding(vault)

        self._desk.session.ask(query, self._say, self, "reminding")

    def _say(self, chosen: Any) -> None:
        self.own.setChecked(chosen.titles == "own")
        self.chosen.setText(
            {
                "calendar": self.tr("Now: the calendar file {0}, kept up to date.").format(
                    chosen.path
                ),
                "list": self.tr("Now: a plain list of days outside the vault."),
                "none": self.tr("Now: no reminders."),
            }.get(chosen.way, self.tr("Nothing chosen yet."))
        )

    def _calendar(self) -> None:
        path = ask_for_file(
            self.window(), self.tr("Calendar file, not encrypted"), "dates.ics",
            {self.tr("Calendar (*.ics)"): ".ics"},
        )  # fmt: skip
        if path is not None:
            self._choose("calendar", path)

    def _choose(self, way: str, path: Path | None = None) -> None:
        vault, titles = self._desk.vault, "own" if self.own.isChecked() else "neutral"

        def verb() -> Change:
            from onrecord.services.reminders import choose_reminders

            return choose_reminders(vault, way, path, titles)

        self._desk.session.do(verb, self._done, self, undoable=False)

    def _done(self, _change: Change) -> None:
        if self._stays:
            self.refresh()
        else:
            self.hide()
        self._desk.session.notices.info(
            self.tr("Kept. You can change it in Settings."), key="reminders"
        )


class ReminderKeeper(QObject):
    """Writes the chosen file again when dates changed, and says once while it cannot."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._told = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self._write)
        desk.session.changed.connect(self._changed)

    def _changed(self, change: Change) -> None:
        from onrecord.services.reminders import TABLES

        if change.tables() & TABLES:
            self._timer.start()

    def _write(self) -> None:
        vault = self._desk.vault

        def verb() -> bool:
            from onrecord.services.reminders import refresh_reminders

            return refresh_reminders(vault)

        self._desk.session.do(verb, self._written, failed=self._failed, undoable=False)

    def _written(self, _changed: bool) -> None:
        self._told = ""

    def _failed(self, error: KnownError) -> None:
        if str(error) != self._told:
            self._told = str(error)
            self._desk.session.notices.warning(self._told)
