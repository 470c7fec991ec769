"""Who I am, who stands behind the company, and whose rules apply, in a dispute's details."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from onrecord.domain.counterparty import Counterparty
from onrecord.domain.dispute import Dispute, DisputeParty
from onrecord.domain.person import Person
from onrecord.domain.track import Track
from onrecord.services.edit_people import add_person
from onrecord.services.sides import my_part
from onrecord.ui.design import Field
from onrecord.ui.inspector.dispute_panel import DisputePanel
from onrecord.ui.shell.room import Room
from onrecord.ui.time.whose_rules import read_place, sector_box, show_place
from onrecord.vault.vault import Vault

Wait = Callable[[Callable[[], Any]], None]


@pytest.fixture
def panel(room: Room, dispute: str, wait: Wait) -> DisputePanel:
    room.desk.show_dispute(dispute)
    room.desk.select("dispute", (dispute,))
    made = room.window.inspector.panel("dispute")
    assert isinstance(made, DisputePanel)
    wait(lambda: made.heading.text())
    return made


def choose(field: Field | QComboBox, code: str) -> None:
    box = field.control if isinstance(field, Field) else field
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData(code))
    box.activated.emit(box.currentIndex())


def typed(qtbot: QtBot, field: Field, words: str) -> None:
    edit = field.control
    assert isinstance(edit, QLineEdit)
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, words)
    qtbot.keyClick(edit, Qt.Key.Key_Tab)


def test_a_helper_says_what_the_letter_allows_and_until_when(
    qtbot: QtBot, panel: DisputePanel, dispute: str, wait: Wait, vault: Vault
) -> None:
    panel.my_part.button.click()
    assert not panel.my_part.scope.isVisible()
    choose(panel.my_part.role, "helper")
    wait(panel.my_part.scope.isVisible)
    typed(qtbot, panel.my_part.scope, "bills and calls")
    typed(qtbot, panel.my_part.expires, "31 May 2030")
    wait(lambda: (part := my_part(vault, dispute)) and part.authority_expires == "2030-05-31")
    part = my_part(vault, dispute)
    assert part is not None and (part.role, part.authority_scope) == ("helper", "bills and calls")


def test_whom_i_act_for_has_a_postal_address(
    qtbot: QtBot, panel: DisputePanel, room: Room, dispute: str, wait: Wait, vault: Vault
) -> None:
    part = panel.my_part
    part.button.click()
    choose(part.role, "helper")
    wait(part.hint.isVisible)
    assert not part.holder_address.isVisible(), "nobody is named yet"
    room.session.do(lambda: add_person(vault, dispute, "Jane Sample", "account_holder"))
    wait(lambda: part.holder_address.isVisible() and not part.hint.isVisible())
    part.holder_address.control.setFocus()
    qtbot.keyClicks(part.holder_address.control, "2 Sample Row")
    part.role.control.setFocus()
    wait(lambda: vault.count(Person, "name = 'Jane Sample' AND postal_address = '2 Sample Row'"))


def test_a_debt_buyer_gets_a_line_of_steps_of_its_own(
    qtbot: QtBot, panel: DisputePanel, room: Room, wait: Wait, vault: Vault
) -> None:
    panel.parties.button.click()
    choose(panel.parties.role, "debt_buyer")
    qtbot.keyClicks(panel.parties.name, "Swift Debt (sample)")
    qtbot.keyClick(panel.parties.name, Qt.Key.Key_Return)
    wait(lambda: vault.count(DisputeParty) == 1 and panel.parties.track.isVisible())
    qtbot.keyClicks(panel.parties.name, "Wellington Receivables Collections (sample)")
    qtbot.keyClick(panel.parties.name, Qt.Key.Key_Return)
    wait(lambda: len(panel.parties.parties.chips) == 2)
    said = [chip.findChild(QLabel).text() for chip in panel.parties.parties.chips]
    assert all(words.endswith(", bought the debt") for words in said)
    address = panel.parties.address.control
    address.setFocus()
    qtbot.keyClicks(address, "2 Pier")
    panel.parties.email.control.setFocus()
    wait(lambda: vault.count(Counterparty, "name LIKE 'Swift%' AND address = '2 Pier'") == 1)
    choose(panel.parties.whose, panel.parties.whose.itemData(1))
    wait(lambda: address.toPlainText() == "")
    panel.parties.menu.actions()[0].trigger()
    wait(lambda: vault.count(Track) == 2)
    view = room.window.view("dispute")
    wait(lambda: len(view.tracks.lines) == 2 and view.tracks.lines[1].isVisible())
    assert {line.company.text() for line in view.tracks.lines} == {
        "Northline Telecom (sample)", "Swift Debt (sample)",
    }  # fmt: skip


def test_place_and_kind_are_chosen_by_plain_words_and_kept_as_codes(
    qtbot: QtBot, panel: DisputePanel, dispute: str, wait: Wait, vault: Vault
) -> None:
    rules = next(fold for fold in panel.folds if fold.title == "Whose rules apply")
    rules.button.click()
    typed(qtbot, panel.place, "Vermont")
    choose(panel.sector, "internet")
    wait(lambda: (d := vault.get(Dispute, dispute)).place == "US-VT" and d.sector == "internet")


def test_a_place_without_a_name_stays_as_it_was_typed() -> None:
    assert read_place("england and wales") == "GB-EAW" and show_place("GB-EAW") == (
        "England and Wales"
    )
    assert read_place("Atlantis") == "Atlantis" and read_place("de") == "DE"
    assert show_place("DE") == "Germany"
    assert show_place("Atlantis") == "Atlantis"


def test_what_a_dispute_is_about_stands_under_its_own_letter(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    box = sector_box(parent)
    names = [box.itemText(n) for n in range(box.count())]
    assert names[0] == "not said" and names[-1] == "Something else"
    assert names[1:-1] == sorted(names[1:-1]) and "Mobile phone" in names
    assert not any(name.startswith(("A ", "An ", "The ")) for name in names)
