"""One body that could help: whether, why, what comes first, when, what it costs; and what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from onrecord.ui.design import (
    Apart,
    Button,
    Card,
    FlowLayout,
    Label,
    LinkButton,
    Muted,
    PrimaryButton,
    Space,
    StatusPill,
    TextStyle,
    Title,
    Tone,
    theme,
)
from onrecord.ui.help.sourced import Sourced

TONES: dict[str, Tone] = {
    "now": "success", "perhaps": "info", "later": "neutral", "expired": "warning",
    "cannot": "neutral",
}  # fmt: skip


class BodyCard(Card):
    """``act`` gets what is to be done (``packet``, ``track``, ``steps``, ``correct``, ``page``,
    ``copy``), the ``HelpCard`` of the services and the button; and ``day`` with the question."""

    def __init__(
        self, card: Any, act: Callable[[str, Any, QWidget], object], parent: QWidget, *,
        leads: bool,
    ) -> None:  # fmt: skip
        super().__init__("", parent)
        self.card = card
        self._act = act
        self.setAccessibleName(f"{card.name}: {card.status}")
        self.name = Title(card.name, self, wrap=True)
        self.status = StatusPill(card.status, TONES[card.verdict], self)
        kind = f"{card.kind[:1].upper()}{card.kind[1:]}."
        known = [line for line in card.costs if line.source]
        if card.verdict not in ("cannot", "expired") and not known:
            kind = " ".join((kind, *(line.words for line in card.costs)))
        self.kind = Muted(kind, self)
        self.body.addLayout(Apart(self.name, self.status, top=True))
        self.body.addWidget(self.kind)
        self._grid = self._rows(
            (self.tr("Why"), card.why),
            (self.tr("First"), card.first),
            (self.tr("To find out"), card.ask),
            (self.tr("Opens"), (card.unlocks,) if card.unlocks else ()),
            (self.tr("Ends"), (card.expires,) if card.expires else ()),
            (self.tr("Dates"), card.by),
            (self.tr("Cost"), known),
            (self.tr("Will not"), card.will_not),
        )
        self.body.addWidget(self._grid)
        self.days: list[LinkButton] = []
        days = FlowLayout(gap=Space.L)
        for one in card.to_say:
            link = LinkButton(one.words, self, on_click=lambda one=one: act("day", one, self))
            link.setToolTip(one.why)
            link.setAccessibleDescription(one.why)
            days.addWidget(link)
            self.days.append(link)
        if self.days:
            self.body.addLayout(days)
        self.details: QWidget | None = None
        self._holder = QVBoxLayout()
        self.body.addLayout(self._holder)
        self.body.addLayout(self._buttons(leads))

    def _buttons(self, leads: bool) -> FlowLayout:
        card, row = self.card, FlowLayout(gap=Space.S)
        self.packet: Button | None = None
        self.track: Button | None = None
        if card.verdict != "cannot":
            kind = PrimaryButton if leads else Button
            self.packet = kind(self.tr("Start a packet"), self)
            self.packet.setAccessibleName(self.tr("Start a packet for {0}").format(card.name))
            self.packet.clicked.connect(lambda _on=False: self._do("packet", self.packet))
            row.addWidget(self.packet)
            words = (
                self.tr("Show the way up") if card.track_id else self.tr("Follow a complaint there")
            )
            self.track = Button(words, self)
            self.track.setAccessibleName(f"{words}: {card.name}")
            what = "steps" if card.track_id else "track"
            self.track.clicked.connect(lambda _on=False: self._do(what, self.track))
            row.addWidget(self.track)
        self.more = LinkButton(self.tr("More"), self, on_click=self.turn)
        self.more.setAccessibleName(self.tr("More about {0}").format(card.name))
        row.addWidget(self.more)
        return row

    def turn(self) -> None:
        """Show or hide what they ask for, how to reach them, every date, and the sources."""
        if self.details is None:
            self.details = self._details()
            self._holder.addWidget(self.details)
            self.details.show()
        else:
            self.details.setVisible(self.details.isHidden())
        self.more.setText(self.tr("Less") if self.details.isVisible() else self.tr("More"))

    def _details(self) -> QWidget:
        card, made = self.card, QWidget(self)
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(
            self._rows(
                (self.tr("Asks for"), card.asks_for),
                (self.tr("Days"), card.days),
                (self.tr("How"), card.how),
                (self.tr("Note"), card.notes),
                apart=True,
            )
        )
        buttons = FlowLayout(gap=Space.M)
        if card.page is not None:
            self.open_page = LinkButton(
                self.tr("Open their page"), made, icon="link",
                on_click=lambda: self._do("page", self.open_page),
            )  # fmt: skip
            self.open_page.setToolTip(self.tr("In your browser: {0}").format(card.page.words))
            self.copy_page = LinkButton(
                self.tr("Copy the address"), made, icon="copy",
                on_click=lambda: self._do("copy", self.copy_page),
            )  # fmt: skip
            buttons.addWidget(self.open_page)
            buttons.addWidget(self.copy_page)
        self.correct = LinkButton(
            self.tr("Look at the entry, or correct it"), made, icon="edit",
            on_click=lambda: self._do("correct", self.correct),
        )  # fmt: skip
        buttons.addWidget(self.correct)
        column.addLayout(buttons)
        said = {
            "alone": self.tr("Your own entry."),
            "mine": self.tr("Your own entry, in place of ours."),
            "update": self.tr("From an update you took in; gone over on {0}."),
        }.get("alone" if card.alone else card.origin, self.tr("Gone over on {0}."))
        if card.newer:
            said += " " + self.tr("Ours was gone over since you wrote yours.")
        column.addWidget(Muted(said.format(card.revised), made))
        return made

    def _rows(self, *rows: tuple[str, Any], apart: bool = False) -> QWidget:
        made = QWidget(self)
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(Space.XS)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, theme.current().metrics.px(72))
        for label, lines in rows:
            if lines:
                at = grid.rowCount()
                words = Label(label, made, style=TextStyle.SMALL_STRONG, muted=True)
                grid.addWidget(words, at, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(Sourced(lines, made, apart=apart), at, 1)
        return made

    def _do(self, what: str, button: QWidget | None) -> None:
        self._act(what, self.card, button or self)
