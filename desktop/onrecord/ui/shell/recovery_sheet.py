"""The recovery sheet: shows a code made for it, lets it be written out, and asks for its end.

A code is kept nowhere; each sheet makes a new one, and the one before opens nothing any more.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, Qt, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from onrecord.errors import KnownError
from onrecord.ui.design import (
    Body,
    Button,
    Card,
    Field,
    Label,
    Muted,
    PrimaryButton,
    QuietButton,
    Space,
    TextStyle,
    announce,
    theme,
)
from onrecord.ui.design.saving import ask_for_file
from onrecord.ui.desk import Desk
from onrecord.ui.shell.page import Page


class RecoverySheet(Page):
    put_off = Signal()
    """Asked for when leaving: the person leaves without a sheet."""
    kept = Signal()
    """The person has the sheet."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget | None = None,
        *,
        leaving: bool = False,
        work_factor: int = 18,
    ) -> None:
        """``leaving``: shown at the first close, with a way to close without it."""
        super().__init__(desk, parent)
        self.set_words(
            self.tr("Before you go: one sheet of paper") if leaving else self.tr("Recovery sheet"),
            self.tr(
                "If you forget the passphrase, nobody can open this. The code on this sheet is the "
                "only other way in."
            ),
        )
        self._work_factor = work_factor
        self.code = ""
        self._groups = [Label("", self, style=TextStyle.MONO, selectable=True) for _ in range(6)]
        self.card = Card("", self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.XXL)
        grid.setVerticalSpacing(Space.S)
        grid.setColumnStretch(3, 1)
        for number, group in enumerate(self._groups):
            group.setAccessibleDescription(self.tr("Group {0} of the code").format(number + 1))
            grid.addWidget(group, number // 3, number % 3)
        self.card.body.addLayout(grid)
        self.making = Muted(self.tr("Making a code…"), self)
        self.body.addWidget(self.making)
        self.body.addWidget(self.card)
        tools = QHBoxLayout()
        tools.setSpacing(Space.S)
        self.export = Button(
            self.tr("Export sheet…"), self, icon="export", on_click=self._export,
            hint=self.tr("Save it unencrypted, as a PDF or text, to print it"),
        )  # fmt: skip
        self.copy = QuietButton(
            self.tr("Copy to the clipboard"), self, icon="copy", on_click=self._copy
        )
        tools.addWidget(self.export)
        tools.addWidget(self.copy)
        tools.addStretch(1)
        self.body.addLayout(tools)
        self.advice = Body(
            self.tr(
                "Write it down or print it, and keep it away from this computer. Whoever has the "
                "code and your vault can read everything."
            ),
            self,
        )
        self.body.addWidget(self.advice)
        self.typed = QLineEdit(self)
        self.typed.setMaxLength(12)
        self.typed_field = Field(
            self.tr("Type the last group, so that you know it is right"), self.typed, self
        )
        self.body.addWidget(self.typed_field)
        self.done = PrimaryButton(self.tr("I have it on paper"), self, on_click=self._confirm)
        self.later = QuietButton(
            self.tr("Close without it") if leaving else self.tr("Later"),
            self,
            on_click=self._later,
        )
        ends = QHBoxLayout()
        ends.setSpacing(Space.S)
        ends.addWidget(self.done)
        ends.addWidget(self.later)
        ends.addStretch(1)
        self.body.addLayout(ends)
        self.again = QWidget(self)
        asks = QHBoxLayout(self.again)
        asks.setContentsMargins(0, 0, 0, 0)
        self.make_new = PrimaryButton(self.tr("Make a new sheet"), self, on_click=self._make)
        asks.addWidget(self.make_new)
        asks.addStretch(1)
        self.body.insertWidget(0, self.again)
        self._parts = (
            self.card, self.export, self.copy, self.advice, self.typed_field, self.done,
        )  # fmt: skip
        self._leaving = leaving
        for part in (*self._parts, self.again, self.making, self.later):
            part.hide()
        self.typed.returnPressed.connect(self._confirm)
        theme.follow(self._enlarge)

    def open_page(self) -> None:
        super().open_page()
        vault = self.desk.vault

        def query() -> str:
            from onrecord.services.recovery_sheet import recovery_sheet_done

            return recovery_sheet_done(vault)

        self.desk.session.ask(query, self._known, self)

    def _known(self, day: str) -> None:
        self.later.show()
        if not day:
            self._make()
            return
        self.intro.setText(
            self.tr(
                "You kept a sheet on {0}. A new one makes that one worthless, for example because "
                "somebody may have seen it."
            ).format(day)
        )
        self.again.show()
        self.make_new.setFocus()

    def _make(self) -> None:
        self.again.hide()
        self.making.show()
        vault, factor = self.desk.vault, self._work_factor

        def verb() -> str:
            return vault.new_recovery_code(work_factor=factor)

        self.desk.session.do(verb, self._show, self, failed=self._failed, undoable=False)

    def _failed(self, error: KnownError) -> None:
        self.making.setText(str(error))

    def _show(self, code: str) -> None:
        self.code = code
        for label, group in zip(self._groups, code.split("-"), strict=True):
            label.setText(group)
        self.making.hide()
        for part in self._parts:
            part.show()
        announce(self.card, self.tr("The recovery code is shown."))
        self.typed.setFocus()

    # ---------------------------------------------------------------- out of the vault

    def _copy(self) -> None:
        self.desk.copy_out(self.code, self.tr("Copied the recovery code"))
        self.desk.session.notices.info(
            self.tr(
                "The code is on the clipboard. Paste it somewhere safe, then copy another text."
            )
        )

    def _export(self) -> None:
        pdf, text = self.tr("PDF (*.pdf)"), self.tr("Text (*.txt)")
        path = ask_for_file(
            self,
            self.tr("Export the recovery sheet, not encrypted"),
            Path.home() / self.tr("OnRecord recovery sheet.pdf"),
            {pdf: ".pdf", text: ".txt"},
        )
        if path is None:
            return
        from onrecord.services.recovery_sheet import sheet_text

        words = sheet_text(self.code, self.desk.vault.path.name, date.today())
        try:
            if path.suffix.lower() == ".txt":
                path.write_text(words, "utf-8")
            else:
                write_sheet(path, words, self.code)
        except OSError as error:
            self.desk.session.notices.error(
                self.tr("The sheet was not saved: {0}.").format(error.strerror or error)
            )
            return
        self.desk.session.notices.done(
            self.tr("Saved {0}. Delete the file once it is printed.").format(path.name)
        )

    # ---------------------------------------------------------------- the end

    def _confirm(self) -> None:
        from onrecord.services.recovery_sheet import is_last_group

        if not is_last_group(self.code, self.typed.text()):
            self.typed_field.set_error(
                self.tr("That is not the last group. Compare it with your sheet.")
            )
            self.typed.setFocus()
            self.typed.selectAll()
            return
        vault = self.desk.vault

        def verb() -> object:
            from onrecord.services.recovery_sheet import note_recovery_sheet

            return note_recovery_sheet(vault)

        def then(_change: object) -> None:
            self.desk.session.notices.done(self.tr("Good. Keep the sheet somewhere safe."))
            self.kept.emit()
            self.close_page()

        self.desk.session.do(verb, then, self, undoable=False)

    def _later(self) -> None:
        if self._leaving:
            self.put_off.emit()
        else:
            self.close_page()

    def _enlarge(self) -> None:
        font = theme.current().font(TextStyle.MONO)
        font.setPixelSize(theme.current().metrics.px(24))
        font.setLetterSpacing(font.SpacingType.AbsoluteSpacing, 2)
        for group in self._groups:
            group.setFont(font)


def write_sheet(path: Path, words: str, code: str) -> None:
    """The sheet as one PDF page. Raises OSError where it cannot be written."""
    with path.open("wb"):  # says why in the system's words; the writer below would not
        pass
    writer = QPdfWriter(str(path))
    writer.setTitle("OnRecord recovery sheet")
    writer.setCreator("OnRecord")
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            QMarginsF(25, 25, 25, 25),
            QPageLayout.Unit.Millimeter,
        )
    )
    writer.setResolution(144)
    painter = QPainter(writer)
    box = QRectF(0, 0, writer.width(), writer.height())
    head, _, rest = words.partition("\n\n")
    font = theme.current().font(TextStyle.BODY)
    top = 0.0
    for text, size in ((head, 36), *((line, 26) for line in rest.split("\n"))):
        if text.strip() == code:
            font = theme.current().font(TextStyle.MONO)
            size = 32
        font.setPixelSize(size)
        painter.setFont(font)
        line = QRectF(0, top, box.width(), box.height() - top)
        used = painter.drawText(line, int(Qt.TextFlag.TextWordWrap), text.strip() or " ")
        top += used.height() * 1.25
        font = theme.current().font(TextStyle.BODY)
    painter.end()
