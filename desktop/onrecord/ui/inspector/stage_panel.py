"""A step of the dispute as it was taken; of an answer, what it says nothing about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from onrecord.domain.change import Change
from onrecord.domain.track import StageEvent
from onrecord.domain.when import When
from onrecord.ui.design import (
    Body,
    IconButton,
    Label,
    LinkButton,
    Mono,
    Muted,
    Space,
    TextStyle,
    Title,
)
from onrecord.ui.design.discard import discard
from onrecord.ui.desk import Desk
from onrecord.ui.inspector.panel import Panel

_ANSWERS = ("answered", "final_response", "denied")


@dataclass(frozen=True)
class _Found:
    event: StageEvent
    words: str
    points: tuple[Any, ...]


class StagePanel(Panel):
    TABLES = frozenset({"stage_event", "issue", "desired_outcome", "claim_line"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._evidence = ""
        self.words = Title("", self, wrap=True)
        self.when = Muted("", self)
        self.reason = Body("", self)
        self.reference = Mono("", self)
        self.paper = LinkButton(
            self.tr("Open their answer"),
            self,
            icon="document",
            on_click=lambda: desk.open_document(self._evidence),
        )
        self.left_words = Label(
            self.tr("What does it say nothing about?"), self, style=TextStyle.SMALL_STRONG
        )
        self.left_why = Muted(self.tr("A follow-up lists only what you mark here."), self)
        self._points = QVBoxLayout()
        self._points.setSpacing(Space.XS)
        self.points: list[QCheckBox] = []
        for widget in (self.words, self.when, self.reason, self.reference):
            self.column.addWidget(widget)
        self.column.addWidget(self.paper, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.left_words)
        self.column.addLayout(self._points)
        self.column.addWidget(self.left_why)
        self.column.addStretch(1)
        self.trash = IconButton(
            "trash", self.tr("Take this step off the record"), self, on_click=self._remove
        )
        self.foot.addStretch(1)
        self.foot.addWidget(self.trash)

    def query(self, vault: Any, id: str) -> _Found:
        from onrecord.domain.track import Track
        from onrecord.services.views.answers import points
        from onrecord.services.views.timeline import stage_words

        event = vault.get(StageEvent, id)
        found: tuple[Any, ...] = ()
        if event.kind in _ANSWERS:
            found = points(vault, vault.get(Track, event.track_id).dispute_id)
        return _Found(event, stage_words(event.kind), found)

    def fill(self, found: _Found) -> None:
        event = found.event
        self.words.setText(found.words)
        self.when.setText(When(event.dated).words())
        self.reason.setText(event.reason)
        self.reason.setVisible(bool(event.reason))
        self.reference.setText(event.reference)
        self.reference.setVisible(bool(event.reference))
        self._evidence = event.evidence_id
        self.paper.setVisible(bool(event.evidence_id))
        focused = next((n for n, box in enumerate(self.points) if box.hasFocus()), -1)
        for box in self.points:
            discard(box)
        self.points = []
        for point in found.points:
            box = QCheckBox(point.words.replace("&", "&&"), self)
            box.setChecked(point.id in event.unaddressed)
            box.clicked.connect(lambda on, id=point.id: self._mark(id, bool(on)))
            self._points.addWidget(box)
            box.show()
            self.points.append(box)
        if 0 <= focused < len(self.points):
            self.points[focused].setFocus()
        self.left_words.setVisible(bool(found.points))
        self.left_why.setVisible(bool(found.points))

    def _mark(self, point_id: str, on: bool) -> None:
        vault, id = self._desk.vault, self.id

        def verb() -> Change:
            from onrecord.services.take_answer import mark_unaddressed

            return mark_unaddressed(vault, id, point_id, on)

        self.do(verb)

    def _remove(self) -> None:
        vault, id = self._desk.vault, self.id

        def verb() -> Change:
            from onrecord.services.record_stage import forget_stage

            return forget_stage(vault, id)

        self.do(verb, say=True)
