"""A step of the dispute as it was taken, to be put right; of an answer, what it says nothing about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from onrecord.domain.change import Change
from onrecord.domain.track import StageEvent
from onrecord.domain.when import When
from onrecord.ui.design import (
    CheckBox,
    Field,
    IconButton,
    Label,
    LinkButton,
    Muted,
    Space,
    TextStyle,
    Title,
)
from onrecord.ui.design.discard import discard
from onrecord.ui.desk import Desk
from onrecord.ui.inspector.panel import Panel, note_edit
from onrecord.ui.inspector.saver import Saver
from onrecord.ui.ladder.document_choice import DocumentChoice

_ANSWERS = ("answered", "final_response", "denied", "deadlock")
_SAYS = ("answered", "recommended", "decided")


@dataclass(frozen=True)
class _Found:
    event: StageEvent
    words: str
    points: tuple[Any, ...]
    dispute_id: str


class StagePanel(Panel):
    TABLES = frozenset({"stage_event", "issue", "desired_outcome", "claim_line"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._evidence = ""
        self.words = Title("", self, wrap=True)
        saver = Saver(desk, StageEvent, self)
        self.savers.append(saver)
        self._saver = saver
        self.when = saver.bind(
            Field(
                self.tr("When"), QLineEdit(self), self,
                hint=self.tr("A day, or a month if that is all"),
            ),
            "dated",
            show=lambda record: When(record.dated).words() if record.dated else "",
        )  # fmt: skip
        self.reason = saver.bind(
            Field(self.tr("What they said"), note_edit(self, 2), self, optional=True), "reason"
        )
        self.reference = saver.bind(
            Field(self.tr("Reference"), QLineEdit(self), self, optional=True), "reference"
        )
        self.document = DocumentChoice(desk, "", self)
        self.document.activated.connect(lambda _index: self._attach())
        self.document_field = Field(self.tr("What shows it"), self.document, self, optional=True)
        self.paper = LinkButton(
            self.tr("Open what shows it"),
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
        self.points: list[CheckBox] = []
        for widget in (self.words, self.when, self.reason, self.reference, self.document_field):
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
        dispute = vault.get(Track, event.track_id).dispute_id
        found = points(vault, dispute) if event.kind in _ANSWERS else ()
        return _Found(event, stage_words(event.kind, rung=event.rung), found, dispute)

    def fill(self, found: _Found) -> None:
        event = found.event
        self.words.setText(found.words)
        self._saver.fill(event)
        self.reason.setVisible(event.kind in (*_ANSWERS, *_SAYS, "rejected") or bool(event.reason))
        self._evidence = event.evidence_id
        self.paper.setVisible(bool(event.evidence_id))
        self.document_field.setVisible(not event.evidence_id)
        if not event.evidence_id:
            self.document.show_for(found.dispute_id)
        focused = next((n for n, box in enumerate(self.points) if box.hasFocus()), -1)
        for box in self.points:
            discard(box)
        self.points = []
        for point in found.points:
            box = CheckBox(point.words.replace("&", "&&"), self)
            box.setChecked(point.id in event.unaddressed)
            box.clicked.connect(lambda on, id=point.id: self._mark(id, bool(on)))
            self._points.addWidget(box)
            box.show()
            self.points.append(box)
        if 0 <= focused < len(self.points):
            self.points[focused].setFocus()
        self.left_words.setVisible(bool(found.points))
        self.left_why.setVisible(bool(found.points))

    def _attach(self) -> None:
        vault, id, paper = self._desk.vault, self.id, self.document.chosen
        if not paper:
            return

        def verb() -> Change:
            from onrecord.services.edit_record import edit_record

            return edit_record(vault, StageEvent, id, "Added what shows it", evidence_id=paper)

        self.do(verb, say=True)

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
