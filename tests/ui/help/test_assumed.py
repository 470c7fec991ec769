"""What is only being asked is not stated as a fact beside the question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from onrecord.domain.contact_entry import ContactEntry
from onrecord.services.log_contact import log_contact
from onrecord.services.who_can_help_answers import answer
from onrecord.ui.help.help_page import HelpPage
from onrecord.ui.shell.room import Room

from .test_help_page import LONG_AGO, opened

Wait = Callable[[Callable[[], Any]], None]
YESTERDAY = (date.today() - timedelta(days=1)).isoformat()


def told(page: HelpPage) -> str:
    """All that the card of a body says that takes a complaint after so many weeks."""
    card = next(card for card in page.cards if card.card.id == "uk-cisas")
    return " ".join(one.text() for one in card.findChildren(QLabel) if not one.isHidden())


@pytest.mark.parametrize(("day", "verdict"), [(LONG_AGO, "perhaps"), (YESTERDAY, "later")])
def test_a_call_that_may_have_been_the_complaint_is_no_complaint_yet(
    qtbot: QtBot, room: Room, dispute: str, wait: Wait, day: str, verdict: str
) -> None:
    answer(room.vault, dispute, "place", "England")
    answer(room.vault, dispute, "sector", "mobile")
    call = ContactEntry(
        company="Northline Telecom (sample)", dated=f"{day}T14:30", dispute_ids=(dispute,)
    )
    log_contact(room.vault, call)
    page = opened(room, dispute, wait)
    wait(lambda: page.cards and page.question.isVisible())
    assert page.question.words.text().startswith("Did you complain to Northline Telecom (sample)")
    why = page.question.why.text()
    assert " asks whether you complained in your call of " in why and "asks this" not in why
    (cisas,) = [card.card for card in page.cards if card.card.id == "uk-cisas"]
    assert cisas.verdict == verdict
    said = told(page)
    assert "If you complained on " in said
    assert "when you first complained" not in said and "If you complained in" not in said
    qtbot.mouseClick(page.question.yes, Qt.MouseButton.LeftButton)
    wait(lambda: page.cards and "If you complained" not in told(page))
    assert "their time" not in told(page) and "the company has until" not in told(page)
