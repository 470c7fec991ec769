"""What an update of the directory would change, to be looked at before it is taken in."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from onrecord.domain.change import Change
from onrecord.ui.design import (
    Body,
    Button,
    FlowLayout,
    Label,
    Muted,
    PrimaryButton,
    Space,
    TextStyle,
)
from onrecord.ui.desk import Desk
from onrecord.ui.inspector.fold import Fold
from onrecord.ui.shell.page import Page


class UpdatePage(Page):
    wide = 760

    def __init__(
        self, desk: Desk, name: str, bodies: dict[str, Any], changes: tuple[Any, ...],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(desk, parent)
        self._bodies = bodies
        self.changes = changes
        count = len(bodies)
        words = self.tr("1 entry") if count == 1 else self.tr("{0} entries").format(count)
        self.set_words(
            self.tr("Update of the directory"),
            self.tr("{0}: {1}. Nothing is taken in yet.").format(name, words),
        )
        self.folds: list[Fold] = []
        for state, heading in state_words(self).items():
            some = [one for one in changes if one.state == state]
            if some:
                self.body.addWidget(Label(heading, self, style=TextStyle.TITLE))
            for one in some:
                self._add(one, opened=state == "changed" and len(some) <= _OPEN)
        self.take = PrimaryButton(self.tr("Take it in"), self, icon="check", on_click=self._take)
        self.leave = Button(self.tr("Leave it"), self, on_click=lambda: desk.act("agencies"))
        row = FlowLayout(gap=Space.S)
        row.addWidget(self.take)
        row.addWidget(self.leave)
        self.body.addLayout(row)

    def open_page(self) -> None:
        self.take.setFocus()

    def _add(self, one: Any, *, opened: bool) -> None:
        count = len(one.figures)
        if one.state in ("same", "older") or not count:
            self.body.addWidget(Body(one.name, self))
            return
        said = self.tr("1 figure") if count == 1 else self.tr("{0} figures").format(count)
        fold = Fold(f"{one.name}: {said}", self)
        for figure in one.figures:
            words = figure.after
            if figure.before and figure.before != figure.after:
                words = self.tr("{0}; until now: {1}").format(
                    figure.after or self.tr("no longer there"), figure.before
                )
            fold.body.addWidget(Body(f"{figure.label}: {words}", fold))
            if figure.about:
                fold.body.addWidget(Muted(figure.about, fold))
        fold.set_open(opened)
        self.body.addWidget(fold)
        self.folds.append(fold)

    def _take(self) -> None:
        vault, bodies = self.desk.vault, self._bodies

        def verb() -> Change:
            from onrecord.services.agency_directory import take_update

            return take_update(vault, bodies)

        def done(_change: Change) -> None:
            self.desk.act("agencies")

        self.desk.session.do(verb, done, self, say=True)


_OPEN = 5


def state_words(view: QWidget) -> dict[str, str]:
    """What becomes of an entry of the update, the most telling first."""
    return {
        "changed": view.tr("Changed"),
        "new": view.tr("New"),
        "yours": view.tr("Yours goes on to count"),
        "older": view.tr("Older than what is there"),
        "same": view.tr("The same as it is"),
    }
