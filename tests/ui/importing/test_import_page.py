"""A file is chosen, what is in it is shown, and it comes in by one button, with one undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from onrecord.domain.contact import Contact, ContactLine
from onrecord.domain.contact_entry import ContactEntry
from onrecord.domain.counterparty import Counterparty
from onrecord.domain.diary import PlannedAction
from onrecord.domain.evidence import Evidence
from onrecord.services.attach_files import attach_files
from onrecord.services.edit_record import edit_record
from onrecord.services.log_contact import log_contact
from onrecord.ui.importing.import_page import ImportPage
from onrecord.ui.notices import Notice
from onrecord.ui.shell.room import Room
from services.importing.files import NORTHLINE, calendar_of, event, messages, written

Wait = Callable[[Callable[[], Any]], None]
Open = Callable[[Path], ImportPage]
LOG = (
    "Date,Who,Reference,What was said\n"
    "2026-03-16 14:21,Priya,4471-K,84.20 back by 14 April\n"
    "2026-03-18,Sam,,Nobody knew of it\n"
)


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/London")


@pytest.fixture
def open_file(room: Room, wait: Wait, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Open:
    """Opens File > Import, chooses the file there, and waits for what is in it."""

    def opened(path: Path) -> ImportPage:
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
        room.window.book.qaction("import").trigger()
        page = room.window.page
        assert isinstance(page, ImportPage)
        qtbot.mouseClick(page.empty.buttons[0], Qt.MouseButton.LeftButton)
        wait(lambda: page.plan is not None)
        return page

    return opened


def test_a_table_is_seen_before_it_comes_in_and_is_undone_at_once(
    room: Room, dispute: str, open_file: Open, qtbot: QtBot, wait: Wait, tmp_path: Path,
    undo: Callable[[], None],
) -> None:  # fmt: skip
    room.desk.show_dispute(dispute)
    page = open_file(written(tmp_path, "log.csv", LOG))
    assert page.into.currentData() == dispute
    assert page.summary.text() == "2 calls and messages"
    assert page.take.text() == "Import 2 calls and messages"
    assert page.model.index(0, 1).data() == "Priya, 84.20 back by 14 April"
    assert not room.vault.find(Contact) and not room.vault.find(Evidence)
    qtbot.mouseClick(page.take, Qt.MouseButton.LeftButton)
    wait(lambda: room.window.page is None)
    assert room.vault.count(Contact) == 2
    assert room.desk.place.id == dispute
    wait(lambda: not room.jobs.running() and room.session.undo.can_undo)
    undo()
    wait(lambda: room.vault.count(Contact) == 0)


def test_a_row_is_left_out_by_the_keyboard(
    room: Room, dispute: str, open_file: Open, qtbot: QtBot, wait: Wait, tmp_path: Path
) -> None:
    room.desk.show_dispute(dispute)
    page = open_file(written(tmp_path, "log.csv", LOG))
    page.table.setFocus()
    page.table.setCurrentIndex(page.model.index(1, 0))
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert page.model.index(1, 2).data() == "left out"
    assert page.take.text() == "Import 1 call or message"
    qtbot.mouseClick(page.take, Qt.MouseButton.LeftButton)
    wait(lambda: room.window.page is None)
    assert [c.agent_name for c in room.vault.find(Contact)] == ["Priya"]


def test_what_is_here_already_is_said(
    room: Room, dispute: str, open_file: Open, qtbot: QtBot, wait: Wait, tmp_path: Path
) -> None:
    room.desk.show_dispute(dispute)
    path = written(tmp_path, "log.csv", LOG)
    page = open_file(path)
    qtbot.mouseClick(page.take, Qt.MouseButton.LeftButton)
    wait(lambda: room.window.page is None)
    page = open_file(path)
    assert page.summary.text() == "2 calls and messages, 2 already here"
    assert page.take.text() == "Nothing to import" and not page.take.isEnabled()


def test_a_date_with_two_readings_asks_which(
    room: Room, dispute: str, open_file: Open, qtbot: QtBot, wait: Wait, tmp_path: Path
) -> None:
    room.desk.show_dispute(dispute)
    page = open_file(written(tmp_path, "log.csv", "Date,Who\n03/04/2026,Priya\n"))
    assert page.order.isVisible() and not page.take.isEnabled()
    assert page.orders is not None
    assert [b.text() for b in page.orders.buttons.values()] == ["3 April 2026", "4 March 2026"]
    qtbot.mouseClick(page.orders.buttons["mdy"], Qt.MouseButton.LeftButton)
    wait(page.take.isEnabled)
    assert page.model.index(0, 0).data() == "4 Mar 2026"


def test_a_column_is_put_right(
    room: Room, dispute: str, open_file: Open, wait: Wait, tmp_path: Path
) -> None:
    room.desk.show_dispute(dispute)
    page = open_file(written(tmp_path, "log.csv", "Date,Whoever\n2026-03-16,Priya\n"))
    assert page.columns.said.text() == "Columns: Date = date"
    box = page.columns.boxes[1]
    box.setCurrentIndex(box.findData("who"))
    box.activated.emit(box.currentIndex())
    wait(lambda: page.model.index(0, 1).data() == "Priya")


def test_of_messages_only_those_marked_come_in(
    room: Room, dispute: str, open_file: Open, qtbot: QtBot, wait: Wait, tmp_path: Path
) -> None:
    company = room.vault.find(Counterparty)[0].id
    edit_record(room.vault, Counterparty, company, phone_numbers=(NORTHLINE,))
    room.desk.show_dispute(dispute)
    page = open_file(
        written(
            tmp_path, "sms.xml",
            messages(
                ("+442079460123", "2026-03-16T14:21", "in", "Your refund is on its way"),
                ("07700900123", "2026-03-16T20:00", "in", "Dinner on Sunday?"),
            ),
        )
    )  # fmt: skip
    assert page.take.text() == "Import 1 message"
    assert not page.keep.isChecked()
    listed = page.conversations.list
    assert listed.item(0).text().startswith("Northline Telecom (sample) (+442079460123), 1 message")
    listed.setFocus()
    listed.setCurrentRow(1)
    qtbot.keyClick(listed, Qt.Key.Key_Space)
    wait(lambda: page.take.text() == "Import 2 messages")
    qtbot.keyClick(listed, Qt.Key.Key_Space)
    wait(lambda: page.take.text() == "Import 1 message")
    words = listed.visualItemRect(listed.item(1)).center()
    for said in ("Import 2 messages", "Import 1 message"):
        qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=words)
        wait(lambda said=said: page.take.text() == said)
    qtbot.mouseClick(page.take, Qt.MouseButton.LeftButton)
    wait(lambda: room.window.page is None)
    assert [x.words for x in room.vault.find(ContactLine)] == ["Your refund is on its way"]
    assert not room.vault.find(Evidence)


def test_a_phone_bill_says_which_calls_it_confirms(
    room: Room, dispute: str, open_file: Open, qtbot: QtBot, wait: Wait, tmp_path: Path
) -> None:
    entry = ContactEntry(
        dated="2026-03-16T14:21", zone="Europe/London", number=NORTHLINE, dispute_ids=(dispute,)
    )
    call = log_contact(room.vault, entry).result
    room.desk.show_dispute(dispute)
    page = open_file(
        written(
            tmp_path, "calls.csv",
            "Date,Time,Number called,Duration (s)\n16/03/2026,14:24,02079460123,1451\n"
            "17/03/2026,19:30,07700900123,600\n",
        )
    )  # fmt: skip
    assert page.summary.text() == (
        "2 calls, 1 confirms a call you noted, 1 with numbers nobody has named"
    )
    assert page.model.index(0, 2).data() == ("confirms your call with Northline Telecom (sample)")
    assert "Write the number into the company's details" in page.problems.text()
    qtbot.mouseClick(page.take, Qt.MouseButton.LeftButton)
    wait(lambda: room.window.page is None)
    assert room.vault.get(Contact, call).recorded == "14:24, 24 min"


def test_dates_become_plans(
    room: Room, dispute: str, open_file: Open, qtbot: QtBot, wait: Wait, tmp_path: Path
) -> None:
    room.desk.show_dispute(dispute)
    text = calendar_of(event("Ask them again", "DTSTART;VALUE=DATE:20990402"))
    page = open_file(written(tmp_path, "my.ics", text))
    assert page.model.index(0, 2).data() == "my plan"
    qtbot.mouseClick(page.dates_as.buttons["contacts"], Qt.MouseButton.LeftButton)
    wait(lambda: page.model.index(0, 2).data() == "new")
    qtbot.mouseClick(page.dates_as.buttons["plans"], Qt.MouseButton.LeftButton)
    wait(lambda: page.model.index(0, 2).data() == "my plan")
    qtbot.mouseClick(page.take, Qt.MouseButton.LeftButton)
    wait(lambda: room.window.page is None)
    assert [p.dated for p in room.vault.find(PlannedAction)] == ["2099-04-02"]


def test_a_file_of_another_kind_is_refused_in_words(
    room: Room, wait: Wait, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, tmp_path: Path
) -> None:
    path = written(tmp_path, "page.html", "<html><p>x</p></html>")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    room.window.book.qaction("import").trigger()
    page = room.window.page
    assert isinstance(page, ImportPage)
    qtbot.mouseClick(page.empty.buttons[0], Qt.MouseButton.LeftButton)
    wait(lambda: page.empty.title.text() == "This cannot be imported")
    assert "none of what can be imported" in page.empty.hint.text()
    good = written(tmp_path, "log.csv", LOG)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(good), ""))
    qtbot.mouseClick(page.empty.buttons[0], Qt.MouseButton.LeftButton)
    wait(page.take.isVisible)


def test_a_file_that_was_dropped_is_offered(
    room: Room, dispute: str, wait: Wait, tmp_path: Path
) -> None:
    told: list[Notice] = []
    room.notices.raised.connect(told.append)
    room.desk.show_dispute(dispute)
    room.desk.attach([written(tmp_path, "log.csv", LOG)], "drop")
    wait(lambda: any("lists 2 calls or messages" in n.text for n in told))
    notice = next(n for n in told if "lists 2" in n.text)
    assert notice.action is not None
    notice.action()
    page = room.window.page
    assert isinstance(page, ImportPage)
    wait(lambda: page.plan is not None)
    assert page.keep.isHidden()  # it is a document already


def test_a_document_like_every_other_is_not_offered(
    room: Room, dispute: str, wait: Wait, tmp_path: Path
) -> None:
    from onrecord.ui.importing.offer import offer_imports

    told: list[Notice] = []
    room.notices.raised.connect(told.append)
    path = written(tmp_path, "bank.csv", "Date,Description,Amount\n2026-03-01,Refund,84.20\n")
    log = written(tmp_path, "log.csv", LOG)
    result = attach_files(room.vault, [path, log], dispute_id=dispute)
    offer_imports(room.desk, result.outcomes)
    wait(lambda: any("lists 2" in n.text for n in told))
    assert len([n for n in told if n.key.startswith("import-")]) == 1


def test_a_file_let_go_on_the_page_is_read_and_not_kept(
    room: Room, wait: Wait, tmp_path: Path
) -> None:
    room.window.book.qaction("import").trigger()
    page = room.window.page
    assert isinstance(page, ImportPage)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(written(tmp_path, "log.csv", LOG)))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(40, 40), copy, data, left, none)
    QApplication.sendEvent(page, enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(40, 40), copy, data, left, none)
    QApplication.sendEvent(page, drop)
    wait(lambda: page.plan is not None)
    assert page.take.text() == "Import 2 calls and messages"
    assert not room.vault.find(Evidence)


def test_each_row_that_cannot_be_read_is_said(
    room: Room, dispute: str, open_file: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    room.desk.show_dispute(dispute)
    bad = "".join(f"never{n},Sam,,\n" for n in range(9))
    page = open_file(written(tmp_path, "log.csv", LOG + bad))
    assert page.problems.text().count("\n") == 3
    assert page.more_problems.text() == "And 5 more like these"
    qtbot.mouseClick(page.more_problems, Qt.MouseButton.LeftButton)
    assert page.problems.text().splitlines()[-1] == "Line 12 was left out: “never8” is not a date."
    assert page.more_problems.isHidden()
    assert page.take.text() == "Import 2 calls and messages"
