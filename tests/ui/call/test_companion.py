"""A call is noted while it runs: keys, a timer, nothing typed twice, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from onrecord.domain.contact import Contact, ContactLine, DisputeContact, Offer, Promise
from onrecord.domain.counterparty import AccountRef
from onrecord.domain.diary import FaultReport, PlannedAction
from onrecord.domain.housekeeping import Draft
from onrecord.domain.letter import Letter
from onrecord.services.edit_record import add_record
from onrecord.services.views.attention import attention
from onrecord.ui.call.call_clock import CallClock, clock_words
from onrecord.ui.call.companion import WIDE, CallCompanion
from onrecord.ui.design import theme
from onrecord.ui.shell.room import Room
from onrecord.ui.steps import start_step
from ui.filled import filled_buttons

Wait = Callable[[Callable[[], Any]], None]


@pytest.fixture
def call(room: Room, dispute: str, wait: Wait) -> CallCompanion:
    """A call to the company of the dispute in view, begun by its key."""
    add_record(room.vault, AccountRef(dispute_id=dispute, kind="account", value="0012 3456 78"))
    room.desk.show_dispute(dispute)
    room.desk.call_companion()
    made = room.companions.window
    assert made is not None
    wait(made.isActiveWindow)
    wait(lambda: made.company_button.text().startswith("Northline"))
    return made


def say(qtbot: QtBot, call: CallCompanion, words: str) -> None:
    qtbot.keyClicks(call.said.edit, words)
    qtbot.keyClick(call.said.edit, Qt.Key.Key_Return)


def finish(qtbot: QtBot, call: CallCompanion) -> None:
    """End call, put on record, no letter now."""
    qtbot.keyClick(call, Qt.Key.Key_F12)
    qtbot.mouseClick(call.end_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: call.faces.currentIndex() == 2 or not call.is_open, timeout=30_000)
    if call.isVisible():
        qtbot.mouseClick(call.back, Qt.MouseButton.LeftButton)


def test_a_whole_call_by_keys(room: Room, call: CallCompanion, qtbot: QtBot, wait: Wait) -> None:
    assert call.said.edit.hasFocus() or call.focusWidget() is call.said.edit
    assert ("Account", "0012 3456 78") in call.ready.rows
    say(qtbot, call, "shows cancelled on 3 February")
    qtbot.keyClick(call.said.edit, Qt.Key.Key_Up)
    say(qtbot, call, '"why was I billed after that?"')
    qtbot.keyClick(call, Qt.Key.Key_F3)
    qtbot.keyClicks(call.name_page.edits["agent_name"], "Priya")
    qtbot.mouseClick(call.name_page.ready, Qt.MouseButton.LeftButton)
    qtbot.keyClick(call, Qt.Key.Key_F4)
    (promise,) = call.terms.promises
    qtbot.keyClicks(promise.what, "Refund")
    qtbot.keyClicks(promise.amount, "84.20")
    qtbot.keyClicks(promise.by, "14 March 2027")
    qtbot.mouseClick(call.terms_page.ready, Qt.MouseButton.LeftButton)
    assert "So: Refund, £84.20 by 14 March 2027." in call.hang_up.sentence.text()
    assert "Could I have a reference for this call?" in call.hang_up.sentence.text()
    qtbot.keyClick(call, Qt.Key.Key_F6)
    qtbot.keyClick(call, Qt.Key.Key_F7)
    qtbot.keyClicks(call.refused_page.edits["words"], "no call back, not our policy")
    qtbot.keyClick(call.refused_page.edits["words"], Qt.Key.Key_Return)
    assert "Who can, and how do I reach them?" in call.hang_up.polite.text()
    qtbot.keyClick(call, Qt.Key.Key_F2)
    qtbot.keyClicks(call.hang_up.reference.edit, "4471-K")
    qtbot.keyClick(call.hang_up.reference.edit, Qt.Key.Key_Return)
    finish(qtbot, call)
    (contact,) = room.vault.find(Contact)
    assert (contact.agent_name, contact.reference) == ("Priya", "4471-K")
    assert contact.duration_s is not None
    lines = room.vault.find(ContactLine, order="position")
    assert [(x.side, x.form, x.event) for x in lines] == [
        ("them", "paraphrase", ""),
        ("me", "quote", ""),
        ("them", "paraphrase", "promise"),
        ("me", "paraphrase", "supervisor_asked"),
        ("them", "paraphrase", "denied"),
        ("them", "paraphrase", "reference"),
    ]
    assert lines[1].words == "why was I billed after that?"
    assert all(len(x.said_at) == 5 for x in lines)
    (row,) = room.vault.find(Promise)
    assert (row.amount_minor, row.currency, row.due) == (8420, "GBP", "2027-03-14")
    (plan,) = room.vault.find(PlannedAction)
    assert plan.dated == "2027-03-14"
    assert not room.vault.find(Draft)
    assert not room.companions.is_open


def test_the_quick_form_hands_its_draft_over(
    room: Room, dispute: str, qtbot: QtBot, wait: Wait
) -> None:
    room.desk.show_dispute(dispute)
    room.desk.log_contact()
    form = room.window.contact
    qtbot.keyClicks(form.note.agent, "Sam")
    qtbot.keyClicks(form.note.said.edit, "one moment please")
    wait(lambda: room.vault.count(Draft) == 1)
    qtbot.mouseClick(form.companion, Qt.MouseButton.LeftButton)
    call = room.companions.window
    assert call is not None
    wait(call.isActiveWindow)
    assert not form.is_open
    assert call.name_page.values()["agent_name"] == "Sam"
    say(qtbot, call, "it is a mistake")
    wait(lambda: "it is a mistake" in str([d.body for d in room.vault.find(Draft)]))
    assert room.vault.count(Draft) == 1, "the same draft goes on"
    finish(qtbot, call)
    assert room.vault.count(Contact) == 1
    assert [x.words for x in room.vault.find(ContactLine, order="position")] == [
        "one moment please",
        "it is a mistake",
    ]
    assert not room.vault.find(Draft)
    assert room.vault.count(DisputeContact) == 1


def test_a_transfer_is_a_second_contact_in_the_same_thread_with_both_references(
    room: Room, call: CallCompanion, qtbot: QtBot, wait: Wait
) -> None:
    qtbot.keyClick(call, Qt.Key.Key_F3)
    qtbot.keyClicks(call.name_page.edits["agent_name"], "Sam")
    qtbot.keyClick(call, Qt.Key.Key_Escape)
    qtbot.keyClick(call, Qt.Key.Key_F2)
    qtbot.keyClicks(call.hang_up.reference.edit, "3920-B")
    qtbot.keyClick(call.hang_up.reference.edit, Qt.Key.Key_Return)
    qtbot.keyClick(call, Qt.Key.Key_F10)
    wait(lambda: ("Before", "Sam, 3920-B") in call.ready.rows)
    assert call.hang_up.reference.value() == ("unknown", "")
    assert not call.name_page.values()["agent_name"]
    qtbot.keyClick(call, Qt.Key.Key_F2)
    qtbot.keyClicks(call.hang_up.reference.edit, "4471-K")
    finish(qtbot, call)
    first, second = room.vault.find(Contact, order="rowid")
    assert (first.reference, second.reference) == ("3920-B", "4471-K")
    assert first.thread_id
    assert first.thread_id == second.thread_id
    assert first.counterparty_id == second.counterparty_id
    assert room.vault.count(DisputeContact) == 2


def test_no_company_is_needed_before_the_end(room: Room, qtbot: QtBot, wait: Wait) -> None:
    room.desk.call_companion()
    call = room.companions.window
    assert call is not None
    wait(call.isActiveWindow)
    assert call.company_button.text() == "Which company?"
    say(qtbot, call, "they will ring back")
    qtbot.keyClick(call, Qt.Key.Key_F12)
    assert call.end_page.company_field.isVisible()
    qtbot.keyClicks(call.end_page.company, "Harbour Hotel (sample)")
    with qtbot.waitSignal(call.closed, timeout=30_000):
        qtbot.keyClick(call, Qt.Key.Key_F12)
    (contact,) = room.vault.find(Contact)
    assert contact.company == "Harbour Hotel (sample)"
    assert not room.vault.find(DisputeContact)


def test_a_gap_never_blocks_and_is_on_today(room: Room, call: CallCompanion, qtbot: QtBot) -> None:
    say(qtbot, call, "it is being looked at")
    qtbot.mouseClick(call.hang_up.reference.refused, Qt.MouseButton.LeftButton)
    assert "note on my account" in call.hang_up.polite.text()
    qtbot.keyClick(call, Qt.Key.Key_F12)
    assert "the reference in writing" in call.end_page.missing.text()
    qtbot.keyClick(call, Qt.Key.Key_F12)
    qtbot.waitUntil(lambda: room.vault.count(Contact) == 1, timeout=30_000)
    from onrecord.ui.today import read_today

    words = [line.words for line in read_today(room.vault).lines]
    assert any("the reference in writing" in w for w in words), words


def test_every_large_action_is_forty_pixels_or_a_key(call: CallCompanion) -> None:
    running = [
        call.hold, call.transferred, call.cut, *call.big.values(), call.end_button,
        call.hang_up.reference.none, call.hang_up.reference.refused,
        *call.said.side.buttons.values(),
    ]  # fmt: skip
    assert {b.key for b in call.big.values()} == {"F2", "F3", "F4", "F5", "F6", "F7"}
    low = [b.text() for b in running if b.height() < 40]
    assert not low
    assert all(b.accessibleName() or b.text() for b in call.findChildren(QPushButton))
    assert len(filled_buttons(call)) == 1


def test_a_call_defers_the_idle_lock_and_a_lock_keeps_a_draft(
    room: Room, call: CallCompanion, qtbot: QtBot
) -> None:
    say(qtbot, call, "please hold the line")
    assert room._is_busy()
    with qtbot.waitSignal(room.locked, timeout=30_000):
        room.lock()
    from onrecord.vault.vault import Vault
    from ui.conftest import PASSPHRASE

    with Vault.open(room.vault.path, PASSPHRASE, memory=None) as again:
        (draft,) = again.find(Draft)
        assert "please hold the line" in str(draft.body)


def test_a_call_that_is_cut_off_proposes_to_ring_again(
    room: Room, call: CallCompanion, qtbot: QtBot
) -> None:
    qtbot.keyClick(call, Qt.Key.Key_F11)
    assert call.end_page.attempt.isChecked()
    with qtbot.waitSignal(call.closed, timeout=30_000):
        qtbot.keyClick(call, Qt.Key.Key_F12)
    (contact,) = room.vault.find(Contact)
    assert contact.attempt
    (plan,) = room.vault.find(PlannedAction)
    assert plan.words.startswith("Call again")


def test_a_pasted_chat_becomes_lines_of_theirs_and_mine(
    room: Room, call: CallCompanion, qtbot: QtBot
) -> None:
    QGuiApplication.clipboard().setText("[14:21] Ann: I was charged twice\n[14:22] Leo: I see that")
    call.show_page("more")
    qtbot.mouseClick(call.more_page.paste, Qt.MouseButton.LeftButton)
    assert call.slot.currentWidget() is call.names_page, "who is who is asked, not guessed"
    qtbot.mouseClick(call.names_page.buttons["Ann"], Qt.MouseButton.LeftButton)
    finish(qtbot, call)
    (contact,) = room.vault.find(Contact)
    lines = room.vault.find(ContactLine, order="position")
    assert contact.kind == "chat"
    assert [(x.side, x.words, x.said_at) for x in lines] == [
        ("me", "I was charged twice", "14:21"),
        ("them", "I see that", "14:22"),
    ]


def test_a_pasted_chat_brings_its_own_day_its_times_and_who_answered(
    room: Room, call: CallCompanion, qtbot: QtBot
) -> None:
    QGuiApplication.clipboard().setText(
        "Chat transcript\nDate: 10 March 2026\nAgent: Leo Park\nReference: NT-77\n\n"
        "[14:21] You: I was charged twice\n[14:33] Leo Park: I saw that on 3 April 2026"
    )
    call.show_page("more")
    qtbot.mouseClick(call.more_page.paste, Qt.MouseButton.LeftButton)
    call.end_button.click()
    assert call.end_page.when.text() == "10 March 2026, 14:21"
    finish(qtbot, call)
    (contact,) = room.vault.find(Contact)
    assert (contact.kind, contact.dated, contact.duration_s) == ("chat", "2026-03-10T14:21", 720)
    assert (contact.agent_name, contact.reference) == ("Leo Park", "NT-77")


def test_what_was_promised_in_a_pasted_chat_counts_from_its_own_day(
    room: Room, call: CallCompanion, qtbot: QtBot
) -> None:
    QGuiApplication.clipboard().setText(
        "Date: 10 March 2026\n\n[14:21] You: I was charged twice\n[14:33] Leo: I see that"
    )
    call.show_page("more")
    qtbot.mouseClick(call.more_page.paste, Qt.MouseButton.LeftButton)
    call.act("promise")
    (term,) = call.terms.promises
    qtbot.keyClicks(term.what, "A refund")
    qtbot.keyClicks(term.by, "within ten days")
    qtbot.keyClick(term.by, Qt.Key.Key_Tab)
    assert not term.problem.text()
    call.show_line()
    finish(qtbot, call)
    assert [one.due for one in room.vault.find(Promise)] == ["2026-03-20"]


def test_a_day_that_can_be_two_is_asked_and_never_stands_in_the_way(
    room: Room, call: CallCompanion, qtbot: QtBot
) -> None:
    QGuiApplication.clipboard().setText(
        "[03/04/2026, 14:21] You: hello\n[03/04/2026, 14:22] Leo: hi"
    )
    call.show_page("more")
    qtbot.mouseClick(call.more_page.paste, Qt.MouseButton.LeftButton)
    call.end_button.click()
    page = call.end_page
    assert page.when.text() == "03/04/2026" and "month as a word" in page.when_field.error.text()
    page.when.setFocus()
    page.when.setText("3 April 2026, 14:21")
    qtbot.keyClick(page.when, Qt.Key.Key_Tab)
    assert not page.when_field.error.text()
    finish(qtbot, call)
    (contact,) = room.vault.find(Contact)
    assert contact.dated == "2026-04-03T14:21"


def test_a_fault_reported_on_the_call_is_a_report(
    room: Room, call: CallCompanion, dispute: str, qtbot: QtBot
) -> None:
    call.show_page("more")
    qtbot.mouseClick(call.more_page.fault, Qt.MouseButton.LeftButton)
    finish(qtbot, call)
    (fault,) = room.vault.find(FaultReport)
    (contact,) = room.vault.find(Contact)
    assert (fault.dispute_id, fault.contact_id) == (dispute, contact.id)
    assert fault.started == contact.dated


def test_cover_blanks_the_companion_too(room: Room, call: CallCompanion, qtbot: QtBot) -> None:
    qtbot.keyClick(call, Qt.Key.Key_F9)
    assert room.cover.is_on
    top = call.childAt(call.rect().center())
    while top is not None and top.accessibleName() != "Covered":
        top = top.parentWidget()
    assert top is not None
    room.cover.lift()
    assert call.windowTitle() == "OnRecord"


def test_the_confirmation_is_a_letter_of_the_dispute(
    room: Room, call: CallCompanion, dispute: str, qtbot: QtBot, wait: Wait
) -> None:
    say(qtbot, call, "it will be paid back")
    qtbot.keyClick(call, Qt.Key.Key_F12)
    qtbot.keyClick(call, Qt.Key.Key_F12)
    wait(lambda: call.faces.currentIndex() == 2)
    assert call.end_button.text() == "Write the confirmation now"
    with qtbot.waitSignal(call.closed, timeout=30_000):
        qtbot.mouseClick(call.end_button, Qt.MouseButton.LeftButton)
    wait(lambda: room.vault.count(Letter) == 1)
    (letter,) = room.vault.find(Letter)
    (contact,) = room.vault.find(Contact)
    assert (letter.template, letter.contact_id) == ("confirm_call", contact.id)
    wait(lambda: room.desk.place.kind == "letter")


def test_an_offer_is_kept_beside_what_was_said(
    room: Room, call: CallCompanion, qtbot: QtBot
) -> None:
    qtbot.keyClick(call, Qt.Key.Key_F5)
    (offer,) = call.terms.offers
    qtbot.keyClicks(offer.what, "Half of it as a credit")
    qtbot.mouseClick(call.terms_page.ready, Qt.MouseButton.LeftButton)
    finish(qtbot, call)
    (row,) = room.vault.find(Offer)
    assert row.words == "Half of it as a credit"


def test_holds_add_up() -> None:
    now = [0.0]
    clock = CallClock(clock=lambda: now[0])
    now[0] = 60
    clock.hold()
    now[0] = 1080
    assert clock.resume() == 1020
    clock.hold()
    now[0] = 1090
    clock.stop()
    now[0] = 5000
    assert (clock.elapsed(), clock.on_hold()) == (1090, 1030)
    assert clock_words(1020) == "17:00"
    assert clock_words(3723) == "1:02:03"


def test_a_call_that_was_closed_too_soon_goes_on_in_the_companion(
    room: Room, call: CallCompanion, dispute: str, qtbot: QtBot, wait: Wait
) -> None:
    call.clock = CallClock(95, 20)
    say(qtbot, call, "shows cancelled on 3 February")
    call.close()
    wait(lambda: room.vault.count(Draft) == 1 and not room.companions.is_open)
    (line,) = [one for one in attention(room.vault) if one.action == "open_call"]
    start_step(room.desk, line.action, line.id, line.dispute_id)
    wait(lambda: room.companions.is_open)
    again = room.companions.window
    assert again is not None and not room.window.contact.is_open
    assert again.faces.currentIndex() == 1  # its end, so that no minute is added by itself
    assert 95 <= (again.entry().duration_s or 0) < 150 and again.entry().hold_s == 20
    wait(again.back.isVisible)
    qtbot.mouseClick(again.back, Qt.MouseButton.LeftButton)
    assert again.clock.is_running
    say(qtbot, again, "no call back")
    finish(qtbot, again)
    wait(lambda: room.vault.count(Draft) == 0)
    (contact,) = room.vault.find(Contact)
    lines = room.vault.find(ContactLine, "contact_id = ?", [contact.id], order="position")
    assert [one.words for one in lines] == ["shows cancelled on 3 February", "no call back"]


def test_a_promise_with_its_day_in_the_words_and_a_day_that_is_over(
    call: CallCompanion, qtbot: QtBot
) -> None:
    call.act("promise")
    (term,) = call.terms.promises
    qtbot.keyClicks(term.what, "84.20 back by 30 November 2099")
    qtbot.keyClick(term.what, Qt.Key.Key_Return)
    assert term.by.text() == "30 November 2099"
    term.by.setText("30 November 2019")
    qtbot.mouseClick(call.terms_page.ready, Qt.MouseButton.LeftButton)
    assert call.slot.currentWidget() is call.terms_page
    assert call.focusWidget() is term.by and "when they promised it" in term.problem.text()


def test_with_large_text_the_line_is_seen_whole_while_it_is_written(
    call: CallCompanion, qapp: QApplication, qtbot: QtBot, wait: Wait
) -> None:
    theme.apply(qapp, "light", text_scale=2.0)
    call.resize(theme.current().metrics.px(WIDE), 736)  # of a screen 800 high
    call.area.verticalScrollBar().setValue(0)
    call.head.company_button.setFocus()
    call.said.edit.setFocus()
    edit = call.said.edit
    wait(lambda: edit.visibleRegion().boundingRect() == edit.rect())
