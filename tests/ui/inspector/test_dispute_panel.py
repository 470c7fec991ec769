"""A dispute's details: asked a few fields at a time, each where it is first needed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from onrecord.domain.counterparty import AccountRef, Counterparty
from onrecord.domain.dispute import Dispute
from onrecord.domain.person import Person
from onrecord.services.open_dispute import open_dispute
from onrecord.services.views.disputes import dispute_list
from onrecord.ui.closing.closing_page import ClosingPage
from onrecord.ui.design import Field
from onrecord.ui.inspector.dispute_panel import DisputePanel
from onrecord.ui.shell.room import Room
from onrecord.vault.vault import Vault


@pytest.fixture
def panel(qtbot: QtBot, room: Room, vault: Vault) -> DisputePanel:
    made = open_dispute(vault, "Northline Telecom (sample)", "Charged after cancelling").result
    room.desk.show_dispute(made)
    view = room.window.view("dispute")
    qtbot.waitUntil(lambda: bool(view.title.text()))
    qtbot.mouseClick(view.details, Qt.MouseButton.LeftButton)
    panel = room.window.inspector.panel("dispute")
    assert isinstance(panel, DisputePanel)
    qtbot.waitUntil(lambda: bool(panel.heading.text()))
    return panel


def typed(qtbot: QtBot, control: QWidget, words: str) -> None:
    assert isinstance(control, QLineEdit | QPlainTextEdit)
    control.setFocus()
    control.selectAll()
    qtbot.keyClicks(control, words)
    qtbot.keyClick(control, Qt.Key.Key_Tab)


def test_never_more_than_four_fields_are_in_view(panel: DisputePanel) -> None:
    for fold in panel.folds:
        if not fold.is_open:
            fold.button.click()
        assert fold.is_open
        fields = [f for f in panel.findChildren(Field) if f.isVisible()]
        assert len(fields) <= 4
        assert sum(1 for one in panel.folds if one.is_open) == 1


def test_the_company_is_filled_in_where_it_is_needed(
    qtbot: QtBot, panel: DisputePanel, vault: Vault
) -> None:
    panel.folds[1].button.click()
    typed(qtbot, panel.legal_name.control, "Northline Telecom Ltd (sample)")
    qtbot.waitUntil(lambda: vault.find(Counterparty)[0].legal_name.endswith("Ltd (sample)"))
    typed(qtbot, panel.name.control, " ")
    qtbot.waitUntil(panel.name.error.isVisible)
    assert vault.find(Counterparty)[0].name == "Northline Telecom (sample)"
    panel.folds[2].button.click()
    typed(qtbot, panel.phones.control, "020 7946 0110,  020 7946 0111,")
    qtbot.waitUntil(
        lambda: vault.find(Counterparty)[0].phone_numbers == ("020 7946 0110", "020 7946 0111")
    )


def test_a_number_is_added_by_enter_and_found_by_its_digits(
    qtbot: QtBot, panel: DisputePanel, vault: Vault
) -> None:
    panel.folds[3].button.click()
    qtbot.keyClicks(panel.number, "0012 3456 78")
    qtbot.keyClick(panel.number, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(panel.numbers.chips) == 1)
    assert vault.find(AccountRef)[0].digits == "0012345678"
    assert len(dispute_list(vault, "3456")) == 1


def test_i_am_asked_once(qtbot: QtBot, panel: DisputePanel, vault: Vault) -> None:
    panel.folds[4].button.click()
    typed(qtbot, panel.my_name.control, "Alex Doe")
    qtbot.waitUntil(lambda: [p.name for p in vault.find(Person)] == ["Alex Doe"])
    typed(qtbot, panel.bill_name.control, "A. Doe")
    qtbot.waitUntil(lambda: [p.name_on_bill for p in vault.find(Person)] == ["A. Doe"])


def test_it_is_closed_and_opened_again_and_thrown_away(
    qtbot: QtBot, panel: DisputePanel, room: Room, vault: Vault
) -> None:
    qtbot.mouseClick(panel.close_it, Qt.MouseButton.LeftButton)
    page = room.window.page
    assert isinstance(page, ClosingPage)
    qtbot.waitUntil(page.close_it.isVisible)
    qtbot.mouseClick(page.close_it, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.close_it.text() == "Open it again")
    assert vault.find(Dispute)[0].state == "closed"
    qtbot.mouseClick(panel.close_it, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.close_it.text() == "Close the dispute…")
    qtbot.mouseClick(panel.trash, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: vault.count(Dispute, "trashed_at != ''", []) == 1)
    assert room.desk.place.kind == "today"
