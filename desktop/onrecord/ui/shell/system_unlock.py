"""The choice that lets this computer open the vault without typing; off until it is turned on."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from onrecord.errors import KnownError
from onrecord.ui.design import ChoiceMade, Field, Option, Segmented
from onrecord.ui.desk import Desk


class SystemUnlockChoice(QObject):
    """``field`` is what settings show. What is chosen is in the vault and in the system's store."""

    def __init__(self, desk: Desk, parent: QWidget, *, work_factor: int = 18) -> None:
        super().__init__(parent)
        self._desk = desk
        self._work_factor = work_factor
        self._state = ""
        self._shared = desk.preferences.shared_computer
        self.choice = Segmented(
            [Option("off", self.tr("No")), Option("on", self.tr("Yes"))],
            self.tr("Unlock on this computer without typing"),
            parent,
            value="off",
        )
        self.field = Field(self.choice.accessibleName(), self.choice, parent)
        self.choice.chosen.connect(self._chosen)
        self.choice.setEnabled(False)
        self._look()

    def set_shared(self, shared: bool) -> None:
        """Where others use the computer, it opens for nobody by itself."""
        self._shared = shared
        if shared and self._state == "on":
            self._set("off")
        else:
            self._show(self._state)

    def _look(self) -> None:
        vault = self._desk.vault

        def query() -> str:
            from onrecord.services.system_unlock import system_unlock_state

            return system_unlock_state(vault)

        self._desk.session.ask(query, self._show, self, "system_unlock")

    def _show(self, state: str) -> None:
        self._state = state
        self.choice.set_value("on" if state == "on" else "off")
        self.choice.setEnabled(state == "on" or (state == "off" and not self._shared))
        self.field.set_error("")
        self.field.set_hint(self._hint(state))

    def _hint(self, state: str) -> str:
        if state == "unavailable":
            return self.tr("This computer has no safe place to keep a key for this vault.")
        if state == "off" and self._shared:
            return self.tr("Only where you alone use this computer.")
        return self.tr(
            "Your system keeps a key of its own, never your passphrase. Whoever can use your "
            "account here can then open the vault."
        )

    def _chosen(self, made: ChoiceMade) -> None:
        if self._state and made.key != self._state:
            self._set(made.key)

    def _set(self, wanted: str) -> None:
        vault, factor = self._desk.vault, self._work_factor
        self.choice.setEnabled(False)

        def verb() -> None:
            from onrecord.services import system_unlock

            if wanted == "on":
                system_unlock.allow_system_unlock(vault, work_factor=factor)
            else:
                system_unlock.forbid_system_unlock(vault)

        def failed(error: KnownError) -> None:
            self._show("on" if wanted == "off" else "off")
            self.field.set_error(str(error))

        self._desk.session.do(
            verb, lambda _none: self._show(wanted), self, failed=failed, undoable=False
        )
