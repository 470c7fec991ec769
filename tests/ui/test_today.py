"""Today says what needs the person, why, and the one thing to do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from onrecord.domain.contact_entry import ContactEntry, Promised, Said
from onrecord.services.drafts import save_draft
from onrecord.services.log_contact import log_contact
from onrecord.services.open_dispute import open_dispute
from onrecord.services.recovery_sheet import note_recovery_sheet
from onrecord.ui.design import ROW_ROLE
from onrecord.ui.shell.room import Room
from onrecord.ui.today import TodayView
from onrecord.vault.vault import Vault


def today_view(room: Room) -> TodayView:
    view = room.window.view("today")
    assert isinstance(view, TodayView)
    return view


def words(room: Room) -> list[str]:
    return [one.line.words for one in today_view(room).lines]


def test_an_empty_vault_teaches_and_its_first_line_is_the_recovery_sheet(
    qtbot: QtBot, room: Room
) -> None:
    view = today_view(room)
    qtbot.waitUntil(lambda: words(room) == ["Make your recovery sheet."])
    assert view.first.isVisible() and not view.calm.isVisible()
    qtbot.waitUntil(view.first.buttons[0].hasFocus)
    qtbot.keyClick(view.first.buttons[0], Qt.Key.Key_Space)
    assert room.window.new_dispute.isVisible()


def test_enter_opens_a_new_dispute_and_escape_keeps_what_was_typed(
    qtbot: QtBot, room: Room
) -> None:
    view = today_view(room)
    qtbot.waitUntil(view.first.buttons[0].hasFocus)
    qtbot.keyClick(view.first.buttons[0], Qt.Key.Key_Return)
    form = room.window.new_dispute
    assert form.isVisible()
    qtbot.keyClicks(form.company, "Northline Telecom (sample)")
    qtbot.keyClick(form.company, Qt.Key.Key_Escape)
    assert not form.isVisible()
    room.desk.new_dispute()
    assert form.company.text() == "Northline Telecom (sample)"
    qtbot.mouseClick(form.cancel, Qt.MouseButton.LeftButton)
    room.desk.new_dispute()
    assert form.company.text() == ""


@pytest.fixture
def busy(vault: Vault) -> str:
    """A promise three days late, and a call that was being noted."""
    note_recovery_sheet(vault)
    dispute = open_dispute(vault, "Northline Telecom (sample)", "Charged after cancelling").result
    due = (date.today() - timedelta(days=3)).isoformat()
    began = (date.today() - timedelta(days=5)).isoformat() + "T14:21"
    log_contact(
        vault,
        ContactEntry(
            dated=began,
            zone="Europe/London",
            agent_name="Priya",
            reference="4471-K",
            dispute_ids=(dispute,),
            promises=(Promised("back to my account", due, 8420, "GBP"),),
        ),
    )
    entry = ContactEntry(company="Parcel Co (sample)", lines=(Said("It is at the depot"),))
    save_draft(vault, "contact", entry.to_body())
    return dispute


def test_what_is_late_comes_first_and_its_button_is_the_only_filled_one(
    qtbot: QtBot, busy: str, room: Room
) -> None:
    qtbot.waitUntil(lambda: len(words(room)) == 2)
    late, draft = today_view(room).lines
    assert late.line.late and "4471-K" in late.line.why
    assert late.button.property("look") == "primary"
    assert draft.button.property("look") == "secondary"
    assert draft.line.words == "You were noting a call."
    assert "It is at the depot" in draft.line.why


def test_the_lines_are_walked_with_the_arrow_keys_and_a_draft_is_opened(
    qtbot: QtBot, busy: str, room: Room
) -> None:
    qtbot.waitUntil(lambda: len(words(room)) == 2)
    late, draft = today_view(room).lines
    qtbot.waitUntil(late.button.hasFocus)
    qtbot.keyClick(late.button, Qt.Key.Key_Down)
    assert draft.button.hasFocus()
    qtbot.keyClick(draft.button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: room.window.contact.isVisible())
    qtbot.waitUntil(lambda: "It is at the depot" in str(room.window.contact.entry().lines))


def test_the_late_promise_leads_to_its_dispute(qtbot: QtBot, busy: str, room: Room) -> None:
    qtbot.waitUntil(lambda: len(words(room)) == 2)
    qtbot.mouseClick(today_view(room).lines[0].button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: room.desk.place.kind == "packet")
    assert room.desk.dispute_id == busy


def test_a_line_goes_when_it_is_done(qtbot: QtBot, busy: str, room: Room, vault: Vault) -> None:
    from onrecord.domain.contact import Promise
    from onrecord.services.settle_promise import settle_promise

    qtbot.waitUntil(lambda: len(words(room)) == 2)
    (promise,) = vault.find(Promise)
    room.session.do(lambda: settle_promise(vault, promise.id, "withdrawn"))
    qtbot.waitUntil(lambda: all("promise" not in line for line in words(room)))


def test_the_cursor_is_never_left_on_the_undo_of_a_notice(
    qtbot: QtBot, room: Room, vault: Vault
) -> None:
    """Today was seen empty; a dispute was opened since, and a notice offers Undo."""
    view = today_view(room)
    qtbot.waitUntil(view.first.buttons[0].hasFocus, timeout=30_000)
    dispute = open_dispute(vault, "Northline Telecom (sample)", "Charged after cancelling").result
    room.desk.show_dispute(dispute)
    room.notices.done("Filed 1 item", undo=lambda: None)
    room.desk.show_today()
    qtbot.waitUntil(lambda: view.lines and not view.first.isVisible(), timeout=30_000)
    assert view.isAncestorOf(room.window.focusWidget())


def test_the_number_beside_today_is_that_of_its_lines(
    qtbot: QtBot, busy: str, room: Room, vault: Vault
) -> None:
    sidebar = room.window.sidebar

    def counted() -> int:
        row = sidebar.model.index(0).data(ROW_ROLE)
        return row.count if row is not None else -1

    view = today_view(room)
    qtbot.waitUntil(lambda: len(view.lines) > 1, timeout=30_000)
    qtbot.waitUntil(lambda: counted() == len(view.lines), timeout=30_000)
    save_draft(vault, "contact", ContactEntry(company="Hotel (sample)").to_body())
    qtbot.waitUntil(lambda: counted() == len(view.lines) > 2, timeout=30_000)
