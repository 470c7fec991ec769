"""The directory: looked through, corrected, added to, brought up to date from a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from onrecord.domain.agency_override import AgencyOverride
from onrecord.services.agency_directory import agency_body, directory
from onrecord.ui.help.directory_page import DirectoryPage
from onrecord.ui.help.entry_page import EntryPage
from onrecord.ui.help.update_page import UpdatePage
from onrecord.ui.shell.room import Room
from onrecord.vault.vault import Vault

Wait = Callable[[Callable[[], Any]], None]


def listed(room: Room, wait: Wait) -> DirectoryPage:
    room.window.book.qaction("agencies").trigger()
    page = room.window.page
    assert isinstance(page, DirectoryPage)
    wait(lambda: len(page.lines) >= 40)
    return page


def entry(room: Room, wait: Wait, id: str) -> EntryPage:
    room.desk.act("agencies", id)
    page = room.window.page
    assert isinstance(page, EntryPage)
    wait(lambda: page.lines)
    return page


def test_a_few_letters_find_a_body_and_a_click_shows_its_figures(
    qtbot: QtBot, room: Room, wait: Wait
) -> None:
    page = listed(room, wait)
    qtbot.keyClicks(page.search, "communications united")
    names = [line.row.name for line in page.lines]
    assert "CISAS, adjudication for communications" in names and len(names) < 5
    line = next(one for one in page.lines if one.row.id == "uk-cisas")
    qtbot.mouseClick(line.name, Qt.MouseButton.LeftButton)
    shown = room.window.page
    assert isinstance(shown, EntryPage)
    wait(lambda: shown.lines)
    said = shown.lines["waits[1]"].said.text()
    assert said.startswith("6 weeks") and "in force from 8 April 2026" in said


def test_a_figure_is_corrected_marked_as_mine_and_goes_back_to_ours(
    qtbot: QtBot, room: Room, wait: Wait, vault: Vault
) -> None:
    page = entry(room, wait, "uk-cisas")
    qtbot.mouseClick(page.lines["waits[1]"].correct, Qt.MouseButton.LeftButton)
    form = page.form
    assert form is not None and isinstance(form.value, QLineEdit)
    wait(form.value.hasFocus)
    qtbot.keyClicks(form.value, "5")
    qtbot.keyClick(form.value, Qt.Key.Key_Return)
    wait(form.fields["source"].error.isVisible)
    qtbot.keyClicks(form.source, "their letter of 3 May")
    form.value.clear()
    qtbot.keyClick(form.source, Qt.Key.Key_Return)
    wait(form.fields["value"].error.isVisible)
    assert form.unit is not None  # the unit stays beside the figure, whatever is said below it
    wait(lambda: form.unit.mapTo(form, QPoint()).y() == form.value.mapTo(form, QPoint()).y())
    qtbot.keyClicks(form.value, "5")
    qtbot.keyClick(form.source, Qt.Key.Key_Return)
    wait(lambda: page.lines["waits[1]"].row.mine)
    line = page.lines["waits[1]"]
    assert line.said.text().startswith("5 weeks") and line.back is not None
    assert line.row.ours.startswith("6 weeks") and page.back.isVisible()
    qtbot.mouseClick(line.back, Qt.MouseButton.LeftButton)
    wait(lambda: not page.lines["waits[1]"].row.mine and not page.back.isVisible())
    assert vault.count(AgencyOverride) == 0
    room.session.undo.undo()
    wait(lambda: page.lines["waits[1]"].row.mine)
    qtbot.mouseClick(page.back, Qt.MouseButton.LeftButton)
    wait(lambda: vault.count(AgencyOverride) == 0)


def test_a_body_that_was_begun_is_there_again_after_escape(
    qtbot: QtBot, room: Room, wait: Wait
) -> None:
    page = listed(room, wait)
    qtbot.mouseClick(page.add, Qt.MouseButton.LeftButton)
    wait(page.form.name.hasFocus)
    qtbot.keyClicks(page.form.name, "Isle Office (sample)")
    page.form.kind.setCurrentIndex(page.form.kind.findData("mediation"))
    qtbot.keyClick(page.form.name, Qt.Key.Key_Escape)
    wait(lambda: room.window.page is None)
    again = listed(room, wait)
    qtbot.mouseClick(again.add, Qt.MouseButton.LeftButton)
    wait(again.form.name.hasFocus)
    assert again.form.name.text() == "Isle Office (sample)"
    assert again.form.kind.currentData() == "mediation"
    qtbot.mouseClick(again.form.cancel, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(again.add, Qt.MouseButton.LeftButton)
    wait(again.form.name.hasFocus)
    assert not again.form.name.text(), "who cancels is rid of it"


def test_a_body_is_added_and_completed(qtbot: QtBot, room: Room, wait: Wait, vault: Vault) -> None:
    page = listed(room, wait)
    qtbot.mouseClick(page.add, Qt.MouseButton.LeftButton)
    form = page.form
    wait(form.name.hasFocus)
    qtbot.keyClicks(form.name, "Isle Office (sample)")
    qtbot.keyClicks(form.place, "Ireland")
    qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    wait(form.fields["kind"].error.isVisible)
    form.kind.setCurrentIndex(form.kind.findData("mediation"))
    qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    wait(form.fields["sector"].error.isVisible)
    form.sector.setCurrentIndex(form.sector.findData("any"))
    qtbot.mouseClick(form.with_page, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(form.page, "https://isle.example/complain")
    qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    wait(lambda: isinstance(room.window.page, EntryPage))
    made = room.window.page
    assert isinstance(made, EntryPage)
    wait(lambda: made.lines)
    made.entries["fee"].trigger()
    assert made.form is not None and isinstance(made.form.value, QLineEdit)
    qtbot.keyClicks(made.form.value, "25.00 EUR")
    qtbot.keyClicks(made.form.source, "their leaflet")
    qtbot.keyClick(made.form.source, Qt.Key.Key_Return)
    wait(lambda: "amounts[0]" in made.lines)
    assert made.lines["amounts[0]"].said.text().startswith("€25.00")
    assert made.gone_over.text().startswith("Your own entry; changed on")
    assert made.back.text() == "Take it out"
    made.back.click()  # there is none of ours: it is gone, and undo brings it back
    wait(lambda: isinstance(room.window.page, DirectoryPage))
    assert vault.count(AgencyOverride) == 0
    room.session.undo.undo()
    wait(lambda: vault.count(AgencyOverride) == 1)
    (own,) = vault.find(AgencyOverride)
    assert own.body["kind"] == "mediation"
    assert own.body["pages"][0]["address"] == "https://isle.example/complain"


def test_an_update_is_shown_before_it_is_taken_and_a_wrong_one_is_named_by_its_field(
    qtbot: QtBot, room: Room, wait: Wait, vault: Vault, tmp_path: Path
) -> None:
    newer = agency_body(None, "uk-cisas")
    newer["revised"], newer["waits"][1]["amount"] = "2027-02-01", "four"
    source = tmp_path / "update.json"
    data = {"format": "onrecord-agencies", "version": 1, "agencies": [newer]}
    source.write_text(json.dumps(data), "utf-8")
    page = listed(room, wait)
    told: list[str] = []
    room.notices.raised.connect(lambda notice: told.append(notice.text))
    page.look_at(source)
    wait(lambda: any("agencies[0].waits[1].amount" in words for words in told))
    newer["waits"][1]["amount"] = 4
    source.write_text(json.dumps(data), "utf-8")
    page.look_at(source)
    wait(lambda: isinstance(room.window.page, UpdatePage))
    shown = room.window.page
    assert isinstance(shown, UpdatePage)
    (fold,) = shown.folds
    assert fold.is_open and fold.title == "CISAS, adjudication for communications: 1 figure"
    assert vault.count(AgencyOverride) == 0
    qtbot.mouseClick(shown.take, Qt.MouseButton.LeftButton)
    wait(lambda: isinstance(room.window.page, DirectoryPage))
    assert directory(vault)["uk-cisas"].origin == "update"
    room.session.undo.undo()
    wait(lambda: vault.count(AgencyOverride) == 0)
