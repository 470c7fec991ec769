"""Another passphrase for the vault. Whoever sits here unlocked may set it; the code stays valid."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from onrecord.errors import KnownError
from onrecord.ui.design import Field, LinkButton, PassphraseEdit, PrimaryButton, QuietButton, Space
from onrecord.ui.desk import Desk
from onrecord.ui.shell.page import Page

SHORTEST = 8
"""Characters below which a passphrase is not taken."""


class ChangePassphrase(Page):
    """Asks for the present one first: someone passing by an open window must not lock you out."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget | None = None,
        *,
        by_code: bool = False,
        work_factor: int = 18,
    ) -> None:
        """``by_code``: the vault was opened with the recovery code, so the old one is forgotten."""
        super().__init__(desk, parent)
        self.set_words(
            self.tr("Change passphrase"),
            self.tr(
                "You opened the vault with the recovery code. Choose a new passphrase now; your "
                "recovery sheet stays valid."
            )
            if by_code
            else self.tr("The old one opens nothing any more. Your recovery sheet stays valid."),
        )
        self._by_code = by_code
        self._work_factor = work_factor
        self.old = PassphraseEdit(self)
        self.old_field = Field(self.tr("Passphrase now"), self.old, self)
        self.new = PassphraseEdit(self, judge=True)
        self.new_field = Field(self.tr("New passphrase"), self.new, self)
        self.suggest = LinkButton(self.tr("Suggest five words"), self, on_click=self._suggest)
        self.change = PrimaryButton(self.tr("Change passphrase"), self, on_click=self._change)
        self.cancel = QuietButton(self.tr("Cancel"), self, on_click=self.close_page)
        self.body.addWidget(self.old_field)
        self.body.addWidget(self.new_field)
        for buttons in ((self.suggest,), (self.change, self.cancel)):
            row = QHBoxLayout()
            row.setSpacing(Space.S)
            for button in buttons:
                row.addWidget(button)
            row.addStretch(1)
            self.body.addLayout(row)
        self.old_field.setVisible(not by_code)
        self.old.edit.returnPressed.connect(self.new.setFocus)
        self.new.edit.returnPressed.connect(self._change)

    def open_page(self) -> None:
        (self.new if self._by_code else self.old).setFocus()

    def _suggest(self) -> None:
        from onrecord.vault.words import suggest_passphrase

        self.new.set_text(suggest_passphrase(), shown=True)
        self.new_field.set_hint(
            self.tr("Write these five words down now, and keep the paper somewhere safe.")
        )

    def _change(self) -> None:
        old, new = None if self._by_code else self.old.text(), self.new.text()
        self.old_field.set_error("")
        self.new_field.set_error("")
        if len(new) < SHORTEST:
            self.new_field.set_error(
                self.tr("Use at least 8 characters, or let OnRecord suggest five words.")
            )
            self.new.setFocus()
            return
        self.change.setEnabled(False)
        vault, factor = self.desk.vault, self._work_factor

        def verb() -> None:
            from onrecord.services.change_passphrase import change_passphrase

            change_passphrase(vault, old, new, work_factor=factor)

        def then(_none: None) -> None:
            self.desk.session.notices.done(self.tr("The passphrase was changed."))
            self.close_page()

        self.desk.session.do(verb, then, self, failed=self._failed, undoable=False)

    def _failed(self, error: KnownError) -> None:
        from onrecord.errors import WrongPassphrase

        self.change.setEnabled(True)
        field = self.old_field if isinstance(error, WrongPassphrase) else self.new_field
        field.set_error(str(error))
        field.control.setFocus()
