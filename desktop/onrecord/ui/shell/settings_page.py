"""Settings: what is asked of this computer, not of the vault. Each choice takes effect at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from onrecord.ui.contact.contact_panel import system_currency
from onrecord.ui.design import ChoiceMade, Field, Muted, Option, Segmented, Space
from onrecord.ui.desk import Desk
from onrecord.ui.dress import LARGEST, SMALLEST, dress, set_text_scale, text_scale
from onrecord.ui.preferences import Preferences
from onrecord.ui.shell.page import Page
from onrecord.ui.shell.system_unlock import SystemUnlockChoice
from onrecord.ui.time.reminding import ReminderChoice

_CURRENCIES = (
    "USD", "EUR", "GBP", "CHF", "JPY", "CNY", "INR", "AUD", "CAD", "NZD", "SEK", "NOK", "DKK",
    "PLN", "CZK", "HUF", "RON", "BGN", "TRY", "ILS", "AED", "SAR", "ZAR", "NGN", "KES", "BRL",
    "MXN", "ARS", "CLP", "COP", "SGD", "HKD", "TWD", "KRW", "THB", "IDR", "MYR", "PHP", "VND",
)  # fmt: skip


class SettingsPage(Page):
    def __init__(self, desk: Desk, parent: QWidget | None = None, *, work_factor: int = 18) -> None:
        super().__init__(desk, parent)
        self.set_words(self.tr("Settings"), self.tr("Kept on this computer, outside the vault."))
        remembered = desk.preferences
        self.mode = Segmented(
            [
                Option("system", self.tr("As the system")),
                Option("light", self.tr("Light")),
                Option("dark", self.tr("Dark")),
            ],
            self.tr("Appearance"),
            self,
            value=str(remembered.get("theme", "system")),
        )
        self.text_size = QSpinBox(self)
        self.text_size.setRange(SMALLEST, LARGEST)
        self.text_size.setSingleStep(10)
        self.text_size.setSuffix(" %")
        self.text_size.setKeyboardTracking(False)
        self.text_size.setValue(round(text_scale(remembered) * 100))
        self.currency = QComboBox(self)
        for code in sorted({*_CURRENCIES, system_currency(), _currency(remembered)}):
            self.currency.addItem(code, code)
        self.currency.setCurrentIndex(self.currency.findData(_currency(remembered)))
        self.others = Segmented(
            [
                Option("me", self.tr("Only me")),
                Option("others", self.tr("Others too")),
            ],
            self.tr("Who else uses this computer?"),
            self,
            value="others" if remembered.shared_computer else "me",
        )
        self.minutes = QSpinBox(self)
        self.minutes.setRange(1, 240)
        self.minutes.setSuffix(self.tr(" minutes"))
        self.minutes.setKeyboardTracking(False)
        self.minutes.setValue(remembered.idle_minutes)
        self.by_system = SystemUnlockChoice(desk, self, work_factor=work_factor)
        self.part = Segmented(
            [
                Option("look", self.tr("Look")),
                Option("lock", self.tr("Locking")),
                Option("remind", self.tr("Reminders")),
                Option("read", self.tr("Reading")),
            ],
            self.tr("Part of the settings"),
            self,
        )
        self.pages = QStackedWidget(self)
        for fields in (
            (
                Field(self.tr("Appearance"), self.mode, self),
                Field(self.tr("Text size"), self.text_size, self),
                Field(self.tr("Currency of amounts"), self.currency, self),
            ),
            (
                Field(self.others.accessibleName(), self.others, self),
                Field(self.tr("Lock without use after"), self.minutes, self),
                self.by_system.field,
            ),
        ):
            self.pages.addWidget(_column(fields, self.pages))
        self.pictures = Segmented(
            [Option("read", self.tr("Are read")), Option("leave", self.tr("Are left unread"))],
            self.tr("Words in scans, photos and screenshots"),
            self,
            value="read" if remembered.reads_pictures else "leave",
        )
        self.reminders = ReminderChoice(desk, self, stays=True)
        self.pages.addWidget(self.reminders)
        self.pages.addWidget(_reading(self.pictures, self.pages))
        self.body.addWidget(self.part)
        self.body.addSpacing(Space.S)
        self.body.addWidget(self.pages)
        self.part.chosen.connect(
            lambda made: self.pages.setCurrentIndex(
                ("look", "lock", "remind", "read").index(made.key)
            )
        )
        self.mode.chosen.connect(self._mode_chosen)
        self.text_size.valueChanged.connect(
            lambda value: set_text_scale(desk.preferences, value / 100)
        )
        self.currency.activated.connect(
            lambda _i: desk.preferences.set("currency", self.currency.currentData())
        )
        self.others.chosen.connect(self._others_chosen)
        self.minutes.valueChanged.connect(self._minutes_chosen)
        self.pictures.chosen.connect(self._pictures_chosen)

    def open_page(self) -> None:
        self.mode.setFocus()

    def _mode_chosen(self, made: ChoiceMade) -> None:
        self.desk.preferences.set("theme", made.key)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            dress(app, self.desk.preferences)

    def _others_chosen(self, made: ChoiceMade) -> None:
        remembered = self.desk.preferences
        remembered.set("shared_computer", made.key == "others")
        remembered.set("idle_minutes", 5 if remembered.shared_computer else 30)
        self.by_system.set_shared(remembered.shared_computer)
        self.minutes.setValue(remembered.idle_minutes)

    def _pictures_chosen(self, made: ChoiceMade) -> None:
        self.desk.preferences.set("read_pictures", made.key == "read")
        if made.key == "read":
            self.desk.read_wanted.emit(None)

    def _minutes_chosen(self, minutes: int) -> None:
        self.desk.preferences.set("idle_minutes", minutes)


def _currency(preferences: Preferences) -> str:
    return str(preferences.get("currency", "") or system_currency())


def _reading(choice: Segmented, parent: QWidget) -> QWidget:
    """The choice, with what it means; where pictures cannot be read here, that."""
    from onrecord.services.read_pictures import can_read_pictures

    field = Field(choice.accessibleName(), choice, parent)
    choice.setEnabled(can_read_pictures())
    part = _column((field,), parent)
    told = (
        parent.tr(
            "Read on this computer, after everything else, so that they can be searched, copied and "
            "blacked out."
        )
        if can_read_pictures()
        else parent.tr(
            "They cannot be read here: the packages for it are not installed. The set-up script "
            "installs them, and so does “onrecord[ocr]”."
        )
    )
    layout = part.layout()
    assert isinstance(layout, QVBoxLayout)
    layout.insertWidget(1, Muted(told, part))
    return part


def _column(fields: Sequence[Field], parent: QWidget) -> QWidget:
    part = QWidget(parent)
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Space.L)
    for field in fields:
        row = QHBoxLayout()
        row.addWidget(field)
        row.addStretch(1)
        column.addLayout(row)
    column.addStretch(1)
    return part
