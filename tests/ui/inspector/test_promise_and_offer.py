"""A promise broken by a paper, the line it was noted in, an offer answered with another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from intake.documents_made_here import pdf
from onrecord.domain.contact import Offer, Promise
from onrecord.domain.contact_entry import ContactEntry, Promised, Said
from onrecord.domain.evidence import Evidence
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.edit_record import edit_record
from onrecord.services.log_contact import log_contact
from onrecord.services.offers import add_offer
from onrecord.ui.dispute.money_tab import MoneyTab
from onrecord.ui.inspector.contact_view import ContactView
from onrecord.ui.inspector.dispute_panel import DisputePanel
from onrecord.ui.inspector.offer_panel import OfferPanel
from onrecord.ui.inspector.promise_panel import PromisePanel
from onrecord.ui.shell.room import Room

Wait = Callable[[Callable[[], Any]], None]


@pytest.fixture
def promise(room: Room, dispute: str) -> str:
    lines = (
        Said("Shows as cancelled", said_at="14:21"),
        Said("The charge gone by 14 March", said_at="14:26", event="promise"),
    )
    entry = ContactEntry(
        dated="2026-03-01T14:21",
        dispute_ids=(dispute,),
        lines=lines,
        promises=(Promised("charge gone", "2026-03-14"),),
    )
    log_contact(room.vault, entry)
    return room.vault.find(Promise)[0].id


@pytest.fixture
def bill(room: Room, dispute: str) -> str:
    added = attach_files(room.vault, [Pasted("b.pdf", pdf(["Bill"]))], dispute_id=dispute).added[0]
    edit_record(room.vault, Evidence, added, dated="2026-03-16", title="Bill of March")
    return added


def shown(room: Room, kind: str, id: str, dispute: str, wait: Wait) -> Any:
    room.desk.show_dispute(dispute)
    room.desk.select(kind, (id,))
    panel = room.window.inspector.panel(kind)
    wait(lambda: panel.isVisible() and panel.id == id)
    return panel


def test_a_later_bill_breaks_it_from_the_list_of_papers(
    qtbot: QtBot, room: Room, dispute: str, promise: str, bill: str, wait: Wait
) -> None:
    panel: PromisePanel = shown(room, "promise", promise, dispute, wait)
    wait(lambda: panel.broken_menu.actions())
    assert panel.broken_menu.actions()[0].text().startswith("Bill of March")
    panel.broken_menu.actions()[0].trigger()
    wait(lambda: room.vault.get(Promise, promise).state == "broken")
    wait(lambda: len(panel.cited.links) == 1)
    assert "Bill of March shows that it was not done." in panel.settled.text()


def test_the_promise_leads_to_the_very_line_of_the_call(
    qtbot: QtBot, room: Room, dispute: str, promise: str, wait: Wait
) -> None:
    panel: PromisePanel = shown(room, "promise", promise, dispute, wait)
    wait(lambda: panel.said.isVisible() and panel.said.text())
    assert panel.said.text() == "Noted there: The charge gone by 14 March"
    qtbot.mouseClick(panel.open_source, Qt.MouseButton.LeftButton)
    view = room.window.inspector.panel("contact")
    assert isinstance(view, ContactView)
    wait(lambda: view.pointed is not None)
    assert room.desk.line_wanted == ""


def test_a_refund_says_that_it_waits_for_its_credit(
    qtbot: QtBot, room: Room, dispute: str, wait: Wait
) -> None:
    entry = ContactEntry(
        dated="2026-03-01", dispute_ids=(dispute,),
        promises=(Promised("back to my card", "2026-03-14", 8420, "GBP"),),
    )  # fmt: skip
    log_contact(room.vault, entry)
    panel: PromisePanel = shown(room, "promise", room.vault.find(Promise)[0].id, dispute, wait)
    wait(lambda: panel.to_come.isVisible() and panel.to_come.text())
    assert "£84.20 is recorded from a statement" in panel.to_come.text()


def test_an_offer_below_my_least_is_said_to_be_and_countered(
    qtbot: QtBot, room: Room, dispute: str, wait: Wait
) -> None:
    until = (date.today() + timedelta(days=9)).isoformat()
    offer = add_offer(room.vault, dispute, "a credit", "£40", expires=until).result
    panel: OfferPanel = shown(room, "offer", offer, dispute, wait)
    wait(lambda: set(panel.buttons) == {"accepted", "counter", "declined"})
    least = panel.least.control
    assert isinstance(least, QLineEdit)
    least.setFocus()
    qtbot.keyClicks(least, "60")
    qtbot.keyClick(least, Qt.Key.Key_Return)
    wait(lambda: "£20.00 below the least you would accept" in panel.compared.text())
    qtbot.mouseClick(panel.buttons["counter"], Qt.MouseButton.LeftButton)
    form = panel.counter_form
    assert form is not None
    for field, words in ((form.what, "all of it"), (form.amount, "84.20")):
        edit = field.control
        assert isinstance(edit, QLineEdit)
        edit.setText(words)
    form.save.click()
    wait(lambda: room.vault.get(Offer, offer).state == "countered")
    wait(lambda: panel.other.isVisible())
    assert panel.other.text() == "Countered by: £84.20 all of it"
    wait(lambda: set(panel.buttons) == {"proposed"})


def test_an_offer_made_in_no_call_opens_from_the_money_tab(
    qtbot: QtBot, room: Room, dispute: str, wait: Wait
) -> None:
    id = add_offer(room.vault, dispute, "A goodwill credit", "£15").result
    room.desk.show_dispute(dispute, "money")
    tab = room.window.view("dispute").pages.currentWidget()
    wait(lambda: isinstance(tab, MoneyTab) and len(tab.theirs.rows) == 1)
    link = tab.theirs.rows[0].link
    wait(lambda: link.isEnabled() and link.isVisible())
    link.click()
    panel = room.window.inspector.panel("offer")
    wait(lambda: panel.isVisible() and panel.id == id)


def test_an_offer_whose_day_has_passed_is_expired(
    qtbot: QtBot, room: Room, dispute: str, wait: Wait
) -> None:
    offer = add_offer(room.vault, dispute, "a credit", "£40", expires="30 April 2025").result
    panel: OfferPanel = shown(room, "offer", offer, dispute, wait)
    wait(lambda: set(panel.buttons) == {"counter"})
    assert panel._detail.state == "expired"


def test_the_details_of_a_dispute_say_what_i_tried(
    qtbot: QtBot, room: Room, dispute: str, wait: Wait
) -> None:
    for n in range(3):
        entry = ContactEntry(dated=f"2026-03-0{n + 1}", attempt=n > 0, dispute_ids=(dispute,))
        log_contact(room.vault, entry)
    panel: DisputePanel = shown(room, "dispute", dispute, dispute, wait)
    wait(lambda: not panel.tried_fold.isHidden() and panel.tried.text())
    assert panel.tried.text().splitlines() == [
        "Channels tried: 3 calls (2 reached nobody).", "Nobody was reached twice.",
    ]  # fmt: skip


def test_a_promise_is_not_moved_before_its_call(
    qtbot: QtBot, room: Room, dispute: str, promise: str, wait: Wait
) -> None:
    panel: PromisePanel = shown(room, "promise", promise, dispute, wait)
    edit = panel.due.control
    assert isinstance(edit, QLineEdit)
    wait(lambda: edit.text() == "14 March 2026")
    edit.setText("14 February 2026")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    wait(lambda: "when they promised it" in panel.due.error.text())
    edit.setText("14 February")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    wait(lambda: room.vault.get(Promise, promise).due == "2027-02-14")
