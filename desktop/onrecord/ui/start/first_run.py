"""First run: two questions, and a vault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from onrecord.ui.design.buttons import LinkButton, PrimaryButton, QuietButton
from onrecord.ui.design.chips import Option, Segmented
from onrecord.ui.design.field import Field
from onrecord.ui.design.labels import Body, Heading, Muted
from onrecord.ui.design.passphrase import PassphraseEdit
from onrecord.ui.design.tokens import Space


@dataclass(frozen=True)
class VaultWanted:
    """What the person answered."""

    path: Path
    passphrase: str
    shared_computer: bool


class FirstRun(QWidget):
    """Asks for a passphrase and who else uses this computer; everything else can wait."""

    vault_wanted = Signal(object)  # VaultWanted
    existing_wanted = Signal()

    def __init__(
        self, path: Path, suggest: Callable[[], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._path = path
        self._suggest = suggest
        self.passphrase = PassphraseEdit(self, judge=True)
        self.passphrase_field = Field(
            self.tr("Choose a passphrase"),
            self.passphrase,
            self,
            hint=self.tr(
                "It locks everything you keep here. If you forget it, nobody can open this."
            ),
        )
        self.suggest = LinkButton(self.tr("Suggest five words"), self, on_click=self._fill)
        self.others = Segmented(
            [
                Option("me", self.tr("Only me"), self.tr("Locks after 30 minutes without use")),
                Option(
                    "others", self.tr("Others too"), self.tr("Locks after 5 minutes without use")
                ),
            ],
            self.tr("Who else uses this computer?"),
            self,
        )
        self.others.set_value("others")
        self.others_field = Field(self.tr("Who else uses this computer?"), self.others, self)
        self.place = Muted("", self)
        self.change_place = QuietButton(self.tr("Change…"), self, on_click=self._choose_place)
        self.create_button = PrimaryButton(self.tr("Create my vault"), self, on_click=self._create)
        self.existing = QuietButton(
            self.tr("I already have a vault"), self, on_click=self.existing_wanted.emit
        )
        self._lay_out()
        self._say_place()
        self.passphrase.edit.returnPressed.connect(self._create)
        self.setFocusProxy(self.passphrase)

    def _lay_out(self) -> None:
        where = QHBoxLayout()
        where.addWidget(self.place, 1)
        where.addWidget(self.change_place)
        buttons = QHBoxLayout()
        buttons.addWidget(self.create_button)
        buttons.addWidget(self.existing)
        buttons.addStretch(1)
        suggest = QHBoxLayout()
        suggest.addWidget(self.suggest)
        suggest.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(Heading(self.tr("Get on record"), self))
        column.addWidget(
            Body(
                self.tr(
                    "Bills, calls and promises, kept safe on this computer and ready for "
                    "someone who can decide. Nothing is ever sent anywhere."
                ),
                self,
            )
        )
        column.addSpacing(Space.L)
        column.addWidget(self.passphrase_field)
        column.addLayout(suggest)
        column.addSpacing(Space.M)
        column.addWidget(self.others_field)
        column.addSpacing(Space.M)
        column.addLayout(where)
        column.addSpacing(Space.S)
        column.addLayout(buttons)
        column.addStretch(1)

    def _fill(self) -> None:
        self.passphrase.set_text(self._suggest(), shown=True)
        self.passphrase_field.set_hint(
            self.tr("Write these five words down now, and keep the paper somewhere safe.")
        )

    def _choose_place(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Where to keep the vault"), str(self._path), "OnRecord (*.onrecord)"
        )
        if chosen:
            path = Path(chosen)
            self._path = (
                path if path.suffix == ".onrecord" else path.with_name(path.name + ".onrecord")
            )
            self._say_place()

    def _say_place(self) -> None:
        home = str(Path.home())
        said = str(self._path)
        said = "~" + said.removeprefix(home) if said.startswith(home) else said
        self.place.setText(self.tr("Kept in {0}").format(said))

    def _create(self) -> None:
        typed = self.passphrase.text()
        if len(typed) < 8:
            self.passphrase_field.set_error(
                self.tr("Use at least 8 characters, or let OnRecord suggest five words.")
            )
            self.passphrase.setFocus()
            return
        self.passphrase_field.set_error("")
        self.vault_wanted.emit(VaultWanted(self._path, typed, self.others.value == "others"))

    def show_problem(self, sentence: str) -> None:
        self.passphrase_field.set_error(sentence)

    def set_busy(self, busy: bool) -> None:
        for control in (self.create_button, self.existing, self.suggest, self.change_place):
            control.setEnabled(not busy)
        self.create_button.setText(self.tr("Creating…") if busy else self.tr("Create my vault"))
