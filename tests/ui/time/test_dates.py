"""Dates, steps and answers, as a person drives them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from onrecord.domain.change import Change
from onrecord.domain.diary import DiaryDeadline, PlannedAction
from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import Evidence
from onrecord.domain.track import StageEvent, Track
from onrecord.errors import Refused
from onrecord.services import take_answer
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.diary import add_deadline
from onrecord.services.edit_record import edit_record
from onrecord.services.record_stage import record_stage
from onrecord.ui.dispute.dispute_view import DisputeView
from onrecord.ui.inspector.evidence_panel import EvidencePanel
from onrecord.ui.inspector.stage_panel import StagePanel
from onrecord.ui.shell.room import Room
from onrecord.ui.time.dates_panel import DatesPanel
from onrecord.vault.vault import Vault

Wait = Callable[[Callable[[], Any]], None]


def dates(room: Room, dispute: str, wait: Wait) -> DatesPanel:
    room.desk.show_dispute(dispute)
    view = room.window.view("dispute")
    assert isinstance(view, DisputeView)
    wait(lambda: view.tracks.lines[0].happened.isVisible())
    view.tracks.lines[0].dates.click()
    panel = room.window.inspector.panel("dates")
    assert isinstance(panel, DatesPanel)
    wait(lambda: panel.heading.text())
    return panel


def type_into(qtbot: QtBot, field: Any, text: str) -> None:
    assert isinstance(field.control, QLineEdit)
    qtbot.keyClicks(field.control, text)


def test_a_date_is_added_by_hand_shown_and_marked_as_done(
    qtbot: QtBot, room: Room, dispute: str, wait: Wait, vault: Vault
) -> None:
    panel = dates(room, dispute, wait)
    assert panel.none.isVisible()
    qtbot.mouseClick(panel.add, Qt.MouseButton.LeftButton)
    type_into(qtbot, panel.what, "Send the form")
    type_into(qtbot, panel.when, "soon")
    qtbot.keyClick(panel.when.control, Qt.Key.Key_Return)
    wait(lambda: panel.when.error.text())
    panel.when.control.clear()  # type: ignore[attr-defined]
    type_into(qtbot, panel.when, "in 3 weeks")
    qtbot.keyClick(panel.when.control, Qt.Key.Key_Return)
    wait(lambda: panel.lines)
    (line,) = panel.lines
    assert line.left.text() == "in 21 days"
    qtbot.mouseClick(line.how, Qt.MouseButton.LeftButton)
    assert line.details.isVisible() and "in 3 weeks" in line.details.text()
    qtbot.mouseClick(line.met, Qt.MouseButton.LeftButton)
    wait(lambda: panel.lines and panel.lines[0].row.state == "met")
    assert [row.state for row in vault.find(DiaryDeadline)] == ["met"]
    room.session.undo.undo()
    wait(lambda: panel.lines and panel.lines[0].row.state == "open")


def test_a_plan_stands_apart(
    qtbot: QtBot, room: Room, dispute: str, wait: Wait, vault: Vault
) -> None:
    panel = dates(room, dispute, wait)
    qtbot.mouseClick(panel.add, Qt.MouseButton.LeftButton)
    panel.kind.set_value("plan")
    type_into(qtbot, panel.what, "Ask at the branch")
    qtbot.keyClick(panel.what.control, Qt.Key.Key_Return)
    wait(lambda: panel.lines)
    assert panel.plan_words.isVisible() and not panel.due_words.isVisible()
    assert vault.count(PlannedAction) == 1 and vault.count(DiaryDeadline) == 0


def test_the_body_a_complaint_is_with_is_chosen_and_its_date_is_certain(
    qtbot: QtBot, room: Room, dispute: str, wait: Wait, vault: Vault
) -> None:
    edit_record(vault, Dispute, dispute, place="US-VT", sector="internet")
    record_stage(vault, dispute, "served", dated=date.today().isoformat(), rung="ombudsman")
    panel = dates(room, dispute, wait)
    wait(lambda: panel.body.isVisible() and panel.lines)
    (field,) = panel.body.fields
    box = field.control
    assert isinstance(box, QComboBox)
    assert field.label.text() == box.accessibleName() == "My complaint is with"
    assert box.currentText() == "not said which body"
    assert any(line.unsure.isVisible() for line in panel.lines)
    box.setFocus()
    while box.currentData() != "us-fcc-informal":
        before = box.currentIndex()
        box.setCurrentIndex(before + 1)
        assert box.currentIndex() > before, "the body is not offered"
    qtbot.keyClick(box, Qt.Key.Key_Up)
    qtbot.keyClick(box, Qt.Key.Key_Down)
    wait(lambda: vault.find(Track)[0].agency_id == "us-fcc-informal")
    wait(lambda: panel.lines and not any(line.unsure.isVisible() for line in panel.lines))
    assert panel.body.fields == [field] and box.currentData() == "us-fcc-informal"
    panel.open_form()
    assert not panel.body.isVisible()


def test_the_nearest_date_stands_in_the_head(
    room: Room, dispute: str, wait: Wait, vault: Vault
) -> None:
    day = (date.today() + timedelta(days=9)).isoformat()
    add_deadline(vault, dispute, "Send the form", day)
    room.desk.show_dispute(dispute)
    view = room.window.view("dispute")
    wait(lambda: view.tracks.lines[0].dates.text() == "Date in 9 days")


def test_a_denial_is_noted_from_the_head_and_opens_the_next_step(
    qtbot: QtBot, room: Room, dispute: str, wait: Wait, vault: Vault
) -> None:
    room.desk.show_dispute(dispute)
    view = room.window.view("dispute")
    happened = view.tracks.lines[0].happened
    wait(happened.isVisible)
    action = happened.entries["denied"]
    assert isinstance(action, QAction)
    action.trigger()
    form = happened.form
    assert form is not None and form.isVisible()
    qtbot.keyClicks(form.more, "no dispute rights")
    qtbot.keyClick(form.more, Qt.Key.Key_Return)
    wait(lambda: vault.count(StageEvent))
    (event,) = vault.find(StageEvent)
    assert (event.kind, event.reason, event.dated) == (
        "denied", "no dispute rights", date.today().isoformat(),
    )  # fmt: skip
    wait(lambda: view.standing.text() == "They said no. There is a next step.")


def test_their_letter_asks_one_line_and_the_answer_becomes_a_step(
    qtbot: QtBot, room: Room, dispute: str, wait: Wait, vault: Vault
) -> None:
    record_stage(vault, dispute, "asked", dated="2026-03-03")
    attach_files(vault, [Pasted("reply.txt", b"Our reply")], dispute_id=dispute)
    (paper,) = vault.find(Evidence)
    edit_record(vault, Evidence, paper.id, kind="letter", dated="2026-03-12")
    room.desk.show_dispute(dispute)
    room.desk.select("evidence", (paper.id,))
    panel = room.window.inspector.panel("evidence")
    assert isinstance(panel, EvidencePanel)
    wait(panel.answer.isVisible)
    assert panel.answer.words.text() == "Is this their answer to your complaint of 3 March 2026?"
    qtbot.mouseClick(panel.answer.final, Qt.MouseButton.LeftButton)
    stage = room.window.inspector.panel("stage")
    assert isinstance(stage, StagePanel)
    wait(lambda: stage.words.text() == "Their final answer")
    assert stage.paper.isVisible()


def test_an_answer_that_cannot_be_noted_says_why(
    qtbot: QtBot, room: Room, dispute: str, wait: Wait, vault: Vault,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def refused(*_args: Any, **_values: Any) -> Change:
        raise Refused("There is no room on the disk.")

    monkeypatch.setattr(take_answer, "record_stage", refused)
    record_stage(vault, dispute, "asked", dated="2026-03-03")
    attach_files(vault, [Pasted("reply.txt", b"Our reply")], dispute_id=dispute)
    (paper,) = vault.find(Evidence)
    edit_record(vault, Evidence, paper.id, kind="letter", dated="2026-03-12")
    room.desk.show_dispute(dispute)
    room.desk.select("evidence", (paper.id,))
    panel = room.window.inspector.panel("evidence")
    assert isinstance(panel, EvidencePanel)
    wait(panel.answer.isVisible)
    qtbot.mouseClick(panel.answer.final, Qt.MouseButton.LeftButton)
    wait(lambda: [b for b in room.window.notices.bars() if "no room" in b.label.text()])
    assert panel.answer.isVisible()


def test_an_answer_without_a_date_asks_for_it_and_it_can_be_put_right(
    qtbot: QtBot, room: Room, dispute: str, wait: Wait, vault: Vault
) -> None:
    record_stage(vault, dispute, "asked", dated="2026-03-03")
    attach_files(vault, [Pasted("reply.txt", b"Our reply")], dispute_id=dispute)
    (paper,) = vault.find(Evidence)
    edit_record(vault, Evidence, paper.id, kind="letter", dated="")
    room.desk.show_dispute(dispute)
    room.desk.select("evidence", (paper.id,))
    panel = room.window.inspector.panel("evidence")
    assert isinstance(panel, EvidencePanel)
    wait(panel.answer.dated_field.isVisible)
    assert not panel.dated.isVisible()  # asked once
    qtbot.keyClicks(panel.answer.dated, "soon")
    qtbot.mouseClick(panel.answer.final, Qt.MouseButton.LeftButton)
    wait(panel.answer.dated_field.error.text)
    assert not vault.count(StageEvent, "kind = 'final_response'")
    panel.answer.dated.clear()
    qtbot.keyClicks(panel.answer.dated, "March 2026")
    qtbot.mouseClick(panel.answer.final, Qt.MouseButton.LeftButton)
    stage = room.window.inspector.panel("stage")
    assert isinstance(stage, StagePanel)
    when = stage.when.control
    assert isinstance(when, QLineEdit)
    wait(lambda: when.text() == "March 2026")
    assert vault.get(Evidence, paper.id).dated == "2026-03"
    when.setFocus()
    when.clear()
    qtbot.keyClicks(when, "12 March 2026")
    qtbot.keyClick(when, Qt.Key.Key_Return)
    wait(lambda: vault.count(StageEvent, "dated = '2026-03-12'"))


def test_what_shows_a_step_is_added_when_it_comes(
    qtbot: QtBot, room: Room, dispute: str, wait: Wait, vault: Vault
) -> None:
    why = "We have looked at the bill once more and will not move. " * 3
    step = record_stage(vault, dispute, "deadlock", dated="2026-03-12", reason=why).result
    attach_files(vault, [Pasted("deadlock.txt", b"We will not move")], dispute_id=dispute)
    (paper,) = vault.find(Evidence)
    room.desk.show_dispute(dispute)
    room.desk.select("stage", (step,))
    stage = room.window.inspector.panel("stage")
    assert isinstance(stage, StagePanel)
    wait(lambda: stage.document.count() == 2 and stage.document.isVisible())
    said = stage.reason.control
    assert isinstance(said, QPlainTextEdit) and said.toPlainText() == why.strip()
    lines = said.document().size().height
    wait(lambda: lines() > 1 and said.height() >= lines() * said.fontMetrics().lineSpacing())
    stage.document.setFocus()
    qtbot.keyClick(stage.document, Qt.Key.Key_Down)
    wait(lambda: vault.get(StageEvent, step).evidence_id == paper.id)
    wait(stage.paper.isVisible)
    assert not stage.document.isVisible()


def test_the_date_printed_on_an_answer_is_offered(
    qtbot: QtBot, room: Room, dispute: str, wait: Wait, vault: Vault
) -> None:
    record_stage(vault, dispute, "asked", dated="2026-03-03")
    room.desk.show_dispute(dispute)
    room.desk.attach([Pasted("reply.txt", b"Date: 12 March 2026\n\nWe have looked into it.")])
    wait(lambda: vault.count(Evidence, "read_state = 'read'") == 1)
    (paper,) = vault.find(Evidence)
    edit_record(vault, Evidence, paper.id, kind="letter")
    room.desk.select("evidence", (paper.id,))
    panel = room.window.inspector.panel("evidence")
    assert isinstance(panel, EvidencePanel)
    wait(lambda: panel.answer.dated.text() == "12 March 2026")
    qtbot.mouseClick(panel.answer.partly, Qt.MouseButton.LeftButton)
    wait(lambda: vault.count(StageEvent, "kind = 'answered' AND dated = '2026-03-12'"))
