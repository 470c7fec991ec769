"""Before a call, and a fault reported by one key, in the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from onrecord.domain.contact import Contact
from onrecord.domain.counterparty import Counterparty
from onrecord.domain.diary import FaultReport
from onrecord.domain.dispute import DesiredOutcome, Dispute
from onrecord.services.call_goal import least_of
from onrecord.services.edit_record import edit_record
from onrecord.ui.call.best_way import BestWay
from onrecord.ui.call.faults_page import FaultsPage
from onrecord.ui.call.prepare_page import PreparePage
from onrecord.ui.shell.room import Room

Wait = Callable[[Callable[[], Any]], None]


def test_the_page_before_a_call_names_what_is_missing_and_opens_the_companion(
    room: Room, dispute: str, qtbot: QtBot, wait: Wait
) -> None:
    room.desk.show_dispute(dispute)
    room.window.book.qaction("call_sheet").trigger()
    page = room.window.page
    assert isinstance(page, PreparePage)
    wait(lambda: page.sheet is not None)
    assert "your account or order number" in page.missing_words.text()
    assert page.advice.text() == "Call, then confirm in writing the same day."
    qtbot.mouseClick(page.matter.buttons["fault"], Qt.MouseButton.LeftButton)
    assert page.advice.text() == "Call, and note the reference." and not page.write.isVisible()
    for field, words in ((page.want, "My deposit back"), (page.least, "60.00 of it")):
        field.control.setFocus()
        qtbot.keyClicks(field.control, words)
        qtbot.keyClick(field.control, Qt.Key.Key_Return)
    wait(lambda: "accept" not in page.missing_words.text())
    wait(lambda: page.ask_words.text() == "My deposit back" and not page.want.isVisible())
    assert page.least.control.text() == "60.00 of it"
    assert page.matter.value == "fault", "what was chosen stays"
    qtbot.mouseClick(page.companion, Qt.MouseButton.LeftButton)
    assert room.companions.is_open
    more = room.companions.window.more_page
    wait(lambda: more.values()["fallback"] == "60.00 of it")


def test_what_is_being_typed_when_it_is_locked_is_kept(
    room: Room, dispute: str, qtbot: QtBot, wait: Wait
) -> None:
    room.desk.show_dispute(dispute)
    room.window.book.qaction("call_sheet").trigger()
    page = room.window.page
    assert isinstance(page, PreparePage)
    wait(lambda: page.sheet is not None)
    page.want.control.setFocus()
    qtbot.keyClicks(page.want.control, "My deposit back")
    page.least.control.setText("60.00 of it")
    room.window.hide()  # as it does first of all
    room.session.settle()
    assert [one.words for one in room.vault.find(DesiredOutcome)] == ["My deposit back"]
    assert least_of(room.vault, dispute) == "60.00 of it"


def test_for_a_price_it_says_write_and_opens_the_letter_that_asks_for_it(
    room: Room, dispute: str, qtbot: QtBot, wait: Wait
) -> None:
    edit_record(room.vault, Dispute, dispute, title="Price of a faster plan")
    room.desk.show_dispute(dispute)
    room.window.book.qaction("call_sheet").trigger()
    page = room.window.page
    assert isinstance(page, PreparePage)
    wait(lambda: page.sheet is not None)
    assert page.advice.text() == "Write."
    qtbot.mouseClick(page.write, Qt.MouseButton.LeftButton)
    view = room.window.view("letter")
    wait(
        lambda: "quotation in writing for this: Price of a faster plan" in view.editor.toPlainText()
    )
    assert "This is a question and no order." in view.editor.toPlainText()


def test_the_page_is_saved_as_a_pdf(
    room: Room, dispute: str, qtbot: QtBot, wait: Wait, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    target = tmp_path / "sheet.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    room.desk.show_dispute(dispute)
    room.window.book.qaction("call_sheet").trigger()
    page = room.window.page
    assert isinstance(page, PreparePage)
    qtbot.mouseClick(page.save, Qt.MouseButton.LeftButton)
    wait(target.exists)
    assert target.read_bytes().startswith(b"%PDF")


def test_one_key_records_that_a_fault_was_reported(
    room: Room, dispute: str, qtbot: QtBot, wait: Wait
) -> None:
    room.desk.show_dispute(dispute)
    wait(room.window.isActiveWindow)
    qtbot.keyClick(room.window, Qt.Key.Key_F8)
    wait(lambda: isinstance(room.window.page, FaultsPage) and room.window.page.cards)
    page = room.window.page
    assert isinstance(page, FaultsPage)
    (card,) = page.cards.values()
    (report,) = room.vault.find(FaultReport)
    assert report.started
    assert report.dispute_id == dispute
    qtbot.keyClicks(card.reference, "F-77")
    qtbot.keyClick(card.reference, Qt.Key.Key_Return)
    qtbot.keyClicks(card.who, "Sam")
    qtbot.keyClick(card.who, Qt.Key.Key_Return)
    card.started.setText("1 March 2026 08:00")
    qtbot.keyClick(card.started, Qt.Key.Key_Return)
    wait(lambda: room.vault.get(FaultReport, report.id).started == "2026-03-01T08:00")
    qtbot.keyClicks(card.ended, "4 March 2026 12:00")
    qtbot.keyClick(card.ended, Qt.Key.Key_Return)
    wait(lambda: not card.price.isHidden())
    qtbot.keyClicks(card.monthly, "42.00")
    qtbot.keyClick(card.monthly, Qt.Key.Key_Return)
    wait(lambda: "£42.00 a month × 3 days 4 h ÷ 30 days = £4.43" in card.credit.text())
    (contact,) = room.vault.find(Contact)
    assert (contact.agent_name, contact.reference) == ("Sam", "F-77")
    card.ended.setText("1 February 2026")
    qtbot.keyClick(card.ended, Qt.Key.Key_Return)
    wait(lambda: any("before it began" in x.text() for x in card.findChildren(QLabel)))
    heights = {edit.mapTo(card, QPoint()).y() for edit in (card.started, card.ended)}
    assert len(heights) == 1, "beside a field with a sentence below it nothing moves"


def test_the_companys_profile_is_edited_at_the_side(
    room: Room, dispute: str, qtbot: QtBot, wait: Wait
) -> None:
    room.desk.show_dispute(dispute)
    room.desk.select("dispute", (dispute,))
    fold = room.window.inspector.findChild(BestWay)
    assert fold is not None
    (company,) = room.vault.find(Counterparty)
    edit_record(room.vault, Counterparty, company.id, best_time="Mondays")
    wait(lambda: fold.best_time.text() == "Mondays")
    assert "Too little yet" in fold.log.text()
    qtbot.mouseClick(fold.button, Qt.MouseButton.LeftButton)
    fold.best_time.setText("Tuesday mornings")
    qtbot.keyClick(fold.best_time, Qt.Key.Key_Return)
    wait(lambda: room.vault.get(Counterparty, company.id).best_time == "Tuesday mornings")
