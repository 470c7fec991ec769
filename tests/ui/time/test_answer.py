"""A paper from a company that owes an answer: one line asks what it is, where one looks."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from onrecord.domain.evidence import Evidence
from onrecord.domain.track import StageEvent
from onrecord.services.attach_files import Pasted
from onrecord.services.record_stage import record_stage
from onrecord.ui.design import NoticeBar
from onrecord.ui.inspector.evidence_panel import EvidencePanel
from onrecord.ui.shell.room import Room
from onrecord.ui.today import TodayView

Wait = Callable[[Callable[[], Any]], None]
ASKED = "Is this their answer to your complaint of 3 March 2026?"


def reply() -> Pasted:
    made = EmailMessage()
    made["Subject"] = "Your complaint"
    made["From"] = "Northline Telecom (sample) <care@northline.example>"
    made["Date"] = "Thu, 12 Mar 2026 10:00:00 +0000"
    made.set_content("We have looked into it and our answer is no.\n")
    return Pasted("reply.eml", bytes(made))


def test_it_is_asked_right_after_it_came_and_on_today(
    room: Room, dispute: str, qtbot: QtBot, wait: Wait
) -> None:
    record_stage(room.vault, dispute, "asked", dated="2026-03-03")
    room.desk.show_dispute(dispute)
    room.desk.attach([reply()])

    def notices() -> list[NoticeBar]:
        return [n for n in room.window.findChildren(NoticeBar) if ASKED in n.label.text()]

    wait(notices)
    view = room.window.view("today")
    assert isinstance(view, TodayView)
    room.desk.show_today()
    wait(lambda: ASKED in [one.line.words for one in view.lines])
    (line,) = [one for one in view.lines if one.line.words == ASKED]
    qtbot.mouseClick(line.button, Qt.MouseButton.LeftButton)
    panels = room.window.findChildren(EvidencePanel)
    wait(lambda: [p for p in panels if p.answer.isVisible()])
    (panel,) = [p for p in panels if p.answer.isVisible()]
    qtbot.mouseClick(panel.answer.final, Qt.MouseButton.LeftButton)
    wait(lambda: room.vault.count(StageEvent, "kind = 'final_response'") == 1)
    room.desk.show_today()
    wait(lambda: ASKED not in [one.line.words for one in view.lines])


def test_enter_keeps_the_date_of_a_paper_that_may_be_an_answer(
    room: Room, dispute: str, qtbot: QtBot, wait: Wait
) -> None:
    record_stage(room.vault, dispute, "asked", dated="2026-03-03")
    room.desk.show_dispute(dispute)
    room.desk.attach([Pasted("chat.txt", b"Sam: we have looked into it")])
    wait(lambda: room.vault.count(Evidence) == 1)
    (paper,) = room.vault.find(Evidence)
    room.desk.select("evidence", (paper.id,))
    panels = room.window.findChildren(EvidencePanel)
    wait(lambda: [p for p in panels if p.answer.dated_field.isVisible()])
    (panel,) = [p for p in panels if p.answer.isVisible()]
    qtbot.keyClicks(panel.answer.dated, "August 5")
    qtbot.keyClick(panel.answer.dated, Qt.Key.Key_Return)
    wait(panel.answer.dated_field.error.isVisible)
    panel.answer.dated.clear()
    qtbot.keyClicks(panel.answer.dated, "5 March 2026")
    qtbot.keyClick(panel.answer.dated, Qt.Key.Key_Return)
    wait(lambda: room.vault.get(Evidence, paper.id).dated == "2026-03-05")
    assert room.vault.count(StageEvent, "kind = 'final_response'") == 0


def test_a_date_typed_there_is_kept_when_another_document_is_looked_at(
    room: Room, dispute: str, qtbot: QtBot, wait: Wait
) -> None:
    record_stage(room.vault, dispute, "asked", dated="2026-03-03")
    room.desk.show_dispute(dispute)
    words = ("chat.txt", b"Sam: we have looked into it"), ("more.txt", b"Sam: and once more")
    room.desk.attach([Pasted(*one) for one in words])
    wait(lambda: room.vault.count(Evidence) == 2)
    first, second = room.vault.find(Evidence)
    room.desk.select("evidence", (first.id,))
    panels = room.window.findChildren(EvidencePanel)
    wait(lambda: [p for p in panels if p.answer.dated_field.isVisible()])
    (panel,) = [p for p in panels if p.answer.isVisible()]
    qtbot.keyClicks(panel.answer.dated, "5 March 2026")
    room.desk.select("evidence", (second.id,))
    wait(lambda: room.vault.get(Evidence, first.id).dated == "2026-03-05")
    assert room.vault.get(Evidence, second.id).dated == ""
