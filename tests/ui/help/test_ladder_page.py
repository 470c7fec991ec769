"""The way up: each line of steps as a ladder, driven as a person drives it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from onrecord.domain.evidence import Evidence
from onrecord.domain.track import NO_BODY, StageEvent, Track
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.record_stage import record_stage
from onrecord.services.track_complaint import open_line_against
from onrecord.services.who_can_help_answers import answer
from onrecord.ui.dispute.dispute_view import DisputeView
from onrecord.ui.ladder.ladder_page import LadderPage
from onrecord.ui.ladder.track_card import TrackCard
from onrecord.ui.shell.room import Room
from onrecord.vault.vault import Vault

Wait = Callable[[Callable[[], Any]], None]


@pytest.fixture
def mobile(vault: Vault, dispute: str) -> str:
    answer(vault, dispute, "place", "England")
    answer(vault, dispute, "sector", "mobile")
    record_stage(vault, dispute, "asked", dated="2026-03-01", reference="4471-K")
    return dispute


def opened(room: Room, dispute: str, wait: Wait) -> LadderPage:
    room.desk.show_dispute(dispute)
    wait(lambda: room.window.book.qaction("ladder").isEnabled())
    room.window.book.qaction("ladder").trigger()
    page = room.window.page
    assert isinstance(page, LadderPage)
    wait(lambda: page.cards)
    return page


def choose(card: TrackCard, words: str) -> None:
    action = next(a for a in card.with_whom.menu().actions() if a.text() == words)
    action.trigger()


def test_a_step_is_recorded_with_its_document_and_what_it_opens_is_said(
    qtbot: QtBot, room: Room, mobile: str, wait: Wait, vault: Vault
) -> None:
    attach_files(vault, [Pasted("deadlock.txt", b"We can do no more")], dispute_id=mobile)
    (paper,) = vault.find(Evidence)
    page = opened(room, mobile, wait)
    happened = page.cards[0].happened
    action = happened.entries["deadlock"]
    assert isinstance(action, QAction)
    action.trigger()
    form = happened.form
    assert form is not None and form.isVisible()
    wait(lambda: form.document.findData(paper.id) >= 0)
    form.document.setCurrentIndex(form.document.findData(paper.id))
    qtbot.keyClicks(form.reference, "DL-9")
    qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    wait(lambda: vault.count(StageEvent) == 2)
    event = vault.find(StageEvent, "kind = 'deadlock'")[0]
    assert (event.reference, event.evidence_id, event.dated) == (
        "DL-9", paper.id, date.today().isoformat(),
    )  # fmt: skip

    def line() -> Any:
        found = [line for rung in page.cards[0].rungs for line in rung.events]
        return next((one for one in found if one.event_id == event.id), None)

    wait(lambda: line() is not None)
    assert line().shown.text() == "deadlock"
    qtbot.mouseClick(line().words, Qt.MouseButton.LeftButton)
    wait(lambda: room.desk.selection.kind == "stage")
    qtbot.mouseClick(line().shown, Qt.MouseButton.LeftButton)
    wait(lambda: room.desk.place.kind == "document" and room.desk.place.id == paper.id)


def test_taking_it_to_a_body_says_which_and_its_rules_count(
    qtbot: QtBot, room: Room, mobile: str, wait: Wait, vault: Vault
) -> None:
    page = opened(room, mobile, wait)
    happened = page.cards[0].happened
    action = happened.entries["ombudsman"]
    assert isinstance(action, QAction)
    action.trigger()
    form = happened.form
    assert form is not None
    wait(lambda: form.with_whom.findData("uk-cisas") >= 0)
    assert not form.more_field.isVisible()
    form.with_whom.setCurrentIndex(form.with_whom.findData("uk-cisas"))
    qtbot.keyClick(form.when, Qt.Key.Key_Return)
    wait(lambda: vault.find(Track)[0].agency_id == "uk-cisas")
    assert vault.find(Track)[0].rung == "ombudsman"
    wait(lambda: page.cards[0].with_whom.text() == "With: CISAS")
    states = {rung.rung.rung: rung.rung.state for rung in page.cards[0].rungs}
    assert states["ombudsman"] == "here" and states["formal"] == "passed"


def test_no_body_is_another_thing_than_not_said(
    room: Room, mobile: str, wait: Wait, vault: Vault
) -> None:
    page = opened(room, mobile, wait)
    assert page.cards[0].with_whom.text() == "With which body?"
    choose(page.cards[0], "no body")
    wait(lambda: page.cards[0].with_whom.text() == "With: no body")
    assert vault.find(Track)[0].agency_id == NO_BODY
    choose(page.cards[0], "not said")
    wait(lambda: page.cards[0].with_whom.text() == "With which body?")


def test_lines_beyond_three_are_in_the_head_by_their_number_and_here_in_full(
    qtbot: QtBot, room: Room, mobile: str, wait: Wait, vault: Vault
) -> None:
    for about in ("credit report", "the modem", "the contract"):
        open_line_against(vault, mobile, "Northline Telecom (sample)", about=about)
    room.desk.show_dispute(mobile)
    view = room.window.view("dispute")
    assert isinstance(view, DisputeView)
    wait(view.tracks.more.isVisible)
    assert view.tracks.more.text() == "1 more line of steps"
    qtbot.mouseClick(view.tracks.more, Qt.MouseButton.LeftButton)
    page = room.window.page
    assert isinstance(page, LadderPage)
    wait(lambda: len(page.cards) == 4)
    for card in page.cards:
        assert card.with_whom.isVisible()
    qtbot.mouseClick(page.more, Qt.MouseButton.LeftButton)
    form = page.form
    assert form is not None
    wait(lambda: form.against.count() == 1)
    form.against.setEditText("Swift Debt (sample)")
    qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    wait(lambda: len(page.cards) == 5)
    added = next(c for c in page.cards if c.name.text() == "Swift Debt (sample)")
    assert not added.ladder.isVisible()
    qtbot.mouseClick(added.away, Qt.MouseButton.LeftButton)
    wait(lambda: len(page.cards) == 4 and vault.count(Track) == 4)
    room.session.undo.undo()
    wait(lambda: len(page.cards) == 5)


def test_who_can_help_is_one_click_from_the_ladder(
    qtbot: QtBot, room: Room, mobile: str, wait: Wait
) -> None:
    page = opened(room, mobile, wait)
    qtbot.mouseClick(page.help, Qt.MouseButton.LeftButton)
    wait(lambda: room.window.page is not page)
    assert room.window.page is not None and room.window.page.heading.text() == "Who can help"


def test_the_next_step_leads_to_who_can_help_when_a_door_opens(
    room: Room, mobile: str, wait: Wait, vault: Vault
) -> None:
    attach_files(vault, [Pasted("bill.txt", b"Bill")], dispute_id=mobile)
    room.desk.show_dispute(mobile)
    view = room.window.view("dispute")
    assert isinstance(view, DisputeView)
    wait(lambda: view.next.title.text() == "Take it to CISAS.")
    assert view.next.why.text() == "Their time to answer was over on 26 April 2026."
    view.next.primary.click()
    wait(lambda: room.window.page is not None)
    assert room.window.page is not None and room.window.page.heading.text() == "Who can help"
