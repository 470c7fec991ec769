"""The top line of the call companion: which company, how long, keep in front, cover."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from onrecord.ui.design import IconButton, QuietButton, Space, Title, set_look


class CompanionHead(QWidget):
    company_wanted = Signal()
    """Write which company it is."""
    cover_wanted = Signal()
    pinned = Signal(bool)

    def __init__(self, parent: QWidget, *, pinned: bool) -> None:
        super().__init__(parent)
        self.company_menu = QMenu(self)
        self.company_menu.addAction(self.tr("Write which company…")).triggered.connect(
            lambda _on=False: self.company_wanted.emit()
        )
        self.company_button = QuietButton("", self, menu=self.company_menu)
        self.company_button.setToolTip(self.tr("Which company, which dispute"))
        self.timer = Title("00:00", self)
        self.timer.setAccessibleDescription(self.tr("How long the call lasts"))
        self.pin = IconButton(
            "pin", self.tr("Keep this window in front"), self, checkable=True,
        )  # fmt: skip
        self.pin.setChecked(pinned)
        self.pin.toggled.connect(self.pinned.emit)
        self.cover = IconButton(
            "cover", self.tr("Cover"), self, shortcut="F9", on_click=self.cover_wanted.emit
        )
        for button in (self.pin, self.cover):
            set_look(button, "big", "true")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        row.addWidget(self.company_button)
        row.addStretch(1)
        row.addWidget(self.timer)
        row.addWidget(self.pin)
        row.addWidget(self.cover)

    def say_company(self, company: str, *, locked: bool) -> None:
        """Its name, cut where it is long; or that none is known yet."""
        short = company if len(company) <= 24 else f"{company[:23].rstrip()}…"
        none = self.tr("Company") if locked else self.tr("Which company?")
        self.company_button.setText(short or none)
        self.company_button.setAccessibleName(company or none)
