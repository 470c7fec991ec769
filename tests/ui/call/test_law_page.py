"""What "More" of the call companion shows of the law on recording a call."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from onrecord.domain.counterparty import Counterparty
from onrecord.domain.dispute import Dispute
from onrecord.services.edit_record import edit_record
from onrecord.ui.call.companion import CallCompanion
from onrecord.ui.call.sealed_store import SealedStore
from onrecord.ui.shell.room import Room
from onrecord.vault.vault import Vault
from ui.conftest import PASSPHRASE

Wait = Callable[[Callable[[], Any]], None]


def test_more_shows_the_law_of_both_ends_with_its_source(
    room: Room, dispute: str, qtbot: QtBot, wait: Wait
) -> None:
    (company,) = room.vault.find(Counterparty)
    edit_record(room.vault, Dispute, dispute, place="US-TX")
    edit_record(room.vault, Counterparty, company.id, place="US-CA")
    room.desk.show_dispute(dispute)
    room.desk.call_companion()
    call = room.companions.window
    assert call is not None
    law = call.slot.law
    wait(lambda: law.mine.text() == "Texas")
    assert law.theirs.text() == "California"
    qtbot.mouseClick(call.more_button, Qt.MouseButton.LeftButton)
    assert call.more_page.law.text() == (
        "OnRecord never records. Ask everybody on the call first: "
        "the law of California wants them to know or agree."
    )
    assert call.more_page.law_button.height() >= 40
    qtbot.mouseClick(call.more_page.law_button, Qt.MouseButton.LeftButton)
    assert call.slot.currentWidget() is law
    assert "Tex. Penal Code 16.02" in law.rules.toPlainText()
    assert "as of 1 April 2021" in law.rules.toPlainText()
    law.theirs.setText("Spain")
    assert law.headline.text() == "Ask them first: OnRecord has no source for Spain."
    law.theirs.selectAll()
    law.theirs.setFocus()
    qtbot.keyClicks(law.theirs, "new")
    offered = law.theirs.completer().popup()
    assert offered.isVisible()
    headline = law.headline.rect().translated(law.headline.mapToGlobal(QPoint()))
    assert not offered.geometry().intersects(headline), "what to do stays in view"
    qtbot.keyClick(offered, Qt.Key.Key_Escape)
    law.theirs.setText("Spain")
    edit_record(room.vault, Counterparty, company.id, place="US-FL")
    room.companions.read_sheet()
    qtbot.keyClick(law.theirs, Qt.Key.Key_Return)
    assert law.theirs.text() == "Spain", "what was typed for this call stays"
    assert "Spain" in call.more_page.law.text()


def test_while_locked_it_says_nothing_of_the_vault_and_answers_what_is_typed(
    tmp_path: Path, qtbot: QtBot
) -> None:
    made, _ = Vault.create(tmp_path / "Mine.onrecord", PASSPHRASE, work_factor=4, memory=None)
    made.close()
    call = CallCompanion(SealedStore(made.path), locked=True)
    qtbot.addWidget(call)
    call.show()
    call.show_page("law")
    law = call.slot.law
    assert (law.mine.text(), law.theirs.text()) == ("", "")
    assert law.headline.text() == "Ask them first: it is not said where you are."
    qtbot.keyClicks(law.mine, "New Zealand")
    qtbot.keyClicks(law.theirs, "Ireland")
    assert "enough that you take part" in law.headline.text()
    call.close()
    call.stop()
