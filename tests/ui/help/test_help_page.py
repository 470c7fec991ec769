"""Who can help, driven as a person drives it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from onrecord.domain.dispute import Dispute
from onrecord.domain.housekeeping import Exit
from onrecord.domain.packet import Packet
from onrecord.domain.track import StageEvent, Track
from onrecord.services.record_stage import record_stage
from onrecord.services.track_complaint import open_line_against
from onrecord.services.who_can_help_answers import answer
from onrecord.ui.help.directory_page import DirectoryPage
from onrecord.ui.help.help_page import HelpPage
from onrecord.ui.help.sourced import Sourced
from onrecord.ui.shell.room import Room
from onrecord.vault.vault import Vault
from ui.filled import filled_buttons

Wait = Callable[[Callable[[], Any]], None]
LONG_AGO = (date.today() - timedelta(days=90)).isoformat()


@pytest.fixture
def mobile(vault: Vault, dispute: str) -> str:
    answer(vault, dispute, "place", "England")
    answer(vault, dispute, "sector", "mobile")
    return dispute


def opened(room: Room, dispute: str, wait: Wait) -> HelpPage:
    room.desk.show_dispute(dispute)
    wait(lambda: room.window.book.qaction("who_can_help").isEnabled())
    room.window.book.qaction("who_can_help").trigger()
    page = room.window.page
    assert isinstance(page, HelpPage)
    wait(lambda: page.view is not None)
    return page


def asked(page: HelpPage) -> str:
    return page.view.question.code if page.view and page.view.question else ""


def shown(page: HelpPage) -> list[str]:
    return [card.card.id for card in page.cards]


def test_the_questions_come_one_at_a_time_and_then_three_stand_there(
    qtbot: QtBot, room: Room, dispute: str, wait: Wait, vault: Vault
) -> None:
    page = opened(room, dispute, wait)
    assert page.cards == [] and page.question.isVisible()
    field = page.question.field
    assert field is not None and isinstance(field.control, QLineEdit)
    wait(field.control.hasFocus)
    qtbot.keyClicks(field.control, "Atlantis")
    qtbot.keyClick(field.control, Qt.Key.Key_Return)
    wait(field.error.isVisible)
    field.control.clear()
    qtbot.keyClicks(field.control, "Scotland")
    qtbot.keyClick(field.control, Qt.Key.Key_Return)
    wait(lambda: asked(page) == "sector")
    assert vault.get(Dispute, dispute).place == "GB-SCT"
    box = page.question.field.control if page.question.field else None
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData("mobile"))
    qtbot.mouseClick(page.question.save, Qt.MouseButton.LeftButton)
    wait(lambda: asked(page) == "first_complaint" and len(page.cards) == 3)
    assert page.question.not_yet.isVisible()
    edit = page.question.field.control if page.question.field else None
    assert isinstance(edit, QLineEdit)
    qtbot.keyClicks(edit, LONG_AGO)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    wait(lambda: page.cards and page.cards[0].card.verdict == "now")
    wait(lambda: vault.count(StageEvent) == 1)
    wait(lambda: "as of" in page.cards[0].findChildren(Sourced)[0].text())
    assert "Not legal advice" in page.intro.text()


def test_where_nobody_is_known_the_page_says_where_to_look_and_not_what_was_said_already(
    room: Room, dispute: str, wait: Wait, vault: Vault
) -> None:
    for code, said in (
        ("place", "Sweden"), ("sector", "water"), ("company_country", "Sweden"),
    ):  # fmt: skip
        answer(vault, dispute, code, said)
    page = opened(room, dispute, wait)
    wait(page.none.isVisible)
    assert page.cards == [] and "add it below" in page.none.text()


def test_where_no_ombudsman_is_known_that_is_said_with_a_way_to_add_one(
    qtbot: QtBot, room: Room, dispute: str, wait: Wait, vault: Vault
) -> None:
    answer(vault, dispute, "place", "England")
    answer(vault, dispute, "sector", "air_travel")
    page = opened(room, dispute, wait)
    wait(lambda: page.none.isVisible() and page.cards)
    assert "no ombudsman or regulator for this (air travel, England)" in page.none.text()
    assert page.add_body.isVisible() and page.add_body.text() == "Add a body"
    page.add_body.setFocus()
    qtbot.keyClick(page.add_body, Qt.Key.Key_Return)
    directory = room.window.page
    assert isinstance(directory, DirectoryPage)
    wait(directory.form.isVisible)
    wait(directory.form.name.hasFocus)


def test_after_the_last_answer_the_first_who_helps_is_in_view(
    qtbot: QtBot, room: Room, dispute: str, wait: Wait, vault: Vault
) -> None:
    for code, said in (("place", "Germany"), ("sector", "electricity"),
                       ("no_court_action", "no"), ("in_writing", "yes")):  # fmt: skip
        answer(vault, dispute, code, said)
    record_stage(vault, dispute, "asked", dated=LONG_AGO)
    page = opened(room, dispute, wait)
    wait(lambda: asked(page) == "company_country")
    edit = page.question.field.control if page.question.field else None
    assert isinstance(edit, QLineEdit)
    edit.setFocus()
    qtbot.keyClicks(edit, "Germany")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    wait(lambda: page.view.question is None)
    assert shown(page) == ["de-energy"] and page.cards[0].card.verdict == "now"
    wait(lambda: page.cards[0].packet is not None and page.cards[0].packet.hasFocus())
    wait(lambda: page.area.verticalScrollBar().value() == 0)


def test_only_one_button_is_filled_and_it_starts_the_packet_for_that_body(
    qtbot: QtBot, room: Room, mobile: str, wait: Wait, vault: Vault
) -> None:
    record_stage(vault, mobile, "asked", dated=LONG_AGO)
    page = opened(room, mobile, wait)
    wait(lambda: len(page.cards) == 3)
    first = page.cards[0]
    assert filled_buttons(room.window) == [first.packet]
    assert first.packet is not None
    qtbot.mouseClick(first.packet, Qt.MouseButton.LeftButton)
    wait(lambda: vault.count(Packet) == 1 and room.desk.place.kind == "packet")
    (packet,) = vault.find(Packet)
    assert packet.agency_id == first.card.id and packet.profile == "regulator"


def test_a_complaint_there_is_followed_with_its_day_and_reference(
    qtbot: QtBot, room: Room, mobile: str, wait: Wait, vault: Vault
) -> None:
    record_stage(vault, mobile, "asked", dated=LONG_AGO)
    page = opened(room, mobile, wait)
    wait(lambda: len(page.cards) == 3)
    first = page.cards[0]
    assert first.track is not None
    qtbot.mouseClick(first.track, Qt.MouseButton.LeftButton)
    form = page.form
    assert form is not None
    qtbot.keyClicks(form.reference, "C-77")
    qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    wait(form.when_field.error.isVisible)
    qtbot.keyClicks(form.when, "yesterday 2026")
    form.when.setText(date.today().isoformat())
    qtbot.keyClick(form.when, Qt.Key.Key_Return)
    wait(lambda: vault.count(StageEvent) == 2)
    (track,) = vault.find(Track)
    assert (track.agency_id, track.rung) == (first.card.id, "ombudsman")
    wait(lambda: any(c.card.id == track.agency_id and c.card.track_id for c in page.cards))
    again = next(c for c in page.cards if c.card.id == track.agency_id)
    assert again.track is not None and again.track.text() == "Show the way up"


def test_the_others_are_one_click_away_each_with_its_reason(
    qtbot: QtBot, room: Room, mobile: str, wait: Wait
) -> None:
    page = opened(room, mobile, wait)
    wait(lambda: len(page.cards) == 3)
    assert not page.rest.isVisible()
    qtbot.mouseClick(page.others, Qt.MouseButton.LeftButton)
    wait(lambda: len(page.rows) == len(page.view.rest))
    assert len(page.rows) >= 37
    for row in page.rows:
        assert row.why.text(), row.card.name
    fcc = next(row for row in page.rows if row.card.id == "us-fcc-informal")
    assert fcc.why.text() == "They work in the United States only."
    qtbot.mouseClick(fcc.name, Qt.MouseButton.LeftButton)
    assert fcc.whole is not None and fcc.whole.packet is None


def test_their_page_opens_in_the_browser_on_a_click_alone_and_is_recorded(
    qtbot: QtBot, room: Room, mobile: str, wait: Wait, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened_pages: list[QUrl] = []
    monkeypatch.setattr(
        QDesktopServices,
        "openUrl",
        staticmethod(lambda url: bool(opened_pages.append(url)) or True),
    )
    page = opened(room, mobile, wait)
    wait(lambda: len(page.cards) == 3)
    card = next(card for card in page.cards if card.card.page is not None)
    qtbot.mouseClick(card.more, Qt.MouseButton.LeftButton)
    assert not opened_pages
    qtbot.mouseClick(card.open_page, Qt.MouseButton.LeftButton)
    assert [url.toString() for url in opened_pages] == [card.card.page.words]
    wait(lambda: vault.count(Exit) == 1)
    assert opened_pages[0].host() in vault.find(Exit)[0].words


def test_what_was_said_can_be_taken_back_and_changed(
    qtbot: QtBot, room: Room, mobile: str, wait: Wait, vault: Vault
) -> None:
    answer(vault, mobile, "first_complaint", "no")
    page = opened(room, mobile, wait)
    wait(lambda: len(page.view.answered) == 3)
    page.said.button.click()
    lines = [page.said.body.itemAt(n).widget() for n in range(page.said.body.count())]
    complaint: Any = lines[2]
    qtbot.mouseClick(complaint.change, Qt.MouseButton.LeftButton)
    wait(lambda: asked(page) == "first_complaint")
    date_field = page.question.field
    assert date_field is not None
    wait(date_field.control.hasFocus)  # and not on Undo, which Enter would press
    lines = [page.said.body.itemAt(n).widget() for n in range(page.said.body.count())]
    place: Any = lines[0]
    qtbot.mouseClick(place.change, Qt.MouseButton.LeftButton)
    field = page.question.field
    assert field is not None and isinstance(field.control, QLineEdit)
    qtbot.keyClicks(field.control, "Ireland")
    qtbot.keyClick(field.control, Qt.Key.Key_Return)
    wait(lambda: page.view.place == "Ireland")
    assert "uk-cisas" not in shown(page)


def test_an_answer_that_was_begun_is_there_when_its_question_comes_again(
    qtbot: QtBot, room: Room, mobile: str, wait: Wait, vault: Vault
) -> None:
    page = opened(room, mobile, wait)
    wait(lambda: asked(page) == "first_complaint")
    field = page.question.field
    assert field is not None
    qtbot.keyClicks(field.control, "14 March")
    page.said.button.click()
    lines = [page.said.body.itemAt(n).widget() for n in range(page.said.body.count())]
    place: Any = lines[0]
    qtbot.mouseClick(place.change, Qt.MouseButton.LeftButton)
    field = page.question.field
    assert field is not None and isinstance(field.control, QLineEdit) and not field.control.text()
    qtbot.keyClicks(field.control, "United Kingdom")
    qtbot.keyClick(field.control, Qt.Key.Key_Return)
    wait(lambda: page.question.question.code == "first_complaint")
    field = page.question.field
    assert field is not None and isinstance(field.control, QLineEdit)
    assert field.control.text() == "14 March"
    qtbot.keyClicks(field.control, " 2026")
    qtbot.keyClick(field.control, Qt.Key.Key_Return)
    wait(lambda: asked(page) != "first_complaint")
    lines = [page.said.body.itemAt(n).widget() for n in range(page.said.body.count())]
    place = lines[0]
    qtbot.mouseClick(place.change, Qt.MouseButton.LeftButton)
    field = page.question.field
    assert field is not None and isinstance(field.control, QLineEdit) and not field.control.text()


def test_tab_goes_from_an_answer_to_save(
    qtbot: QtBot, room: Room, dispute: str, wait: Wait
) -> None:
    page = opened(room, dispute, wait)
    wait(lambda: page.question.field is not None)
    field = page.question.field
    assert field is not None
    field.setFocus()
    wait(field.control.hasFocus)
    qtbot.keyClicks(field.control, "Ireland")
    qtbot.keyClick(field.control, Qt.Key.Key_Tab)
    assert page.question.save.hasFocus()
    qtbot.keyClick(page.question.save, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert field.control.hasFocus()


def test_with_two_companies_it_is_asked_against_which(
    room: Room, mobile: str, wait: Wait, vault: Vault
) -> None:
    record_stage(vault, mobile, "asked", dated=LONG_AGO)
    open_line_against(vault, mobile, "Swift Debt (sample)")
    page = opened(room, mobile, wait)
    wait(page.company.isVisible)
    wait(lambda: page.cards and page.cards[0].card.verdict == "now")
    box = page.company.control
    assert isinstance(box, QComboBox)
    at = box.findText("Swift Debt (sample)")
    box.setCurrentIndex(at)
    box.activated.emit(at)
    wait(lambda: page.view.company == "Swift Debt (sample)")
    assert "uk-cisas" not in {c.card.id for c in page.cards if c.card.verdict == "now"}
