"""A call in the details: what was said, what was promised, how firmly it stands."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from onrecord.domain.contact import Contact, ContactEvidence, ContactLine, Promise
from onrecord.domain.contact_entry import ContactEntry, Offered, Promised, Said
from onrecord.domain.fact import Citation, Fact
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.log_contact import log_contact
from onrecord.services.open_dispute import open_dispute
from onrecord.services.views.tried import tried
from onrecord.ui.inspector.contact_view import ContactView, SaidLine
from onrecord.ui.inspector.promise_panel import PromisePanel
from onrecord.ui.inspector.terms import OfferLine, PromiseLine
from onrecord.ui.notices import Notice
from onrecord.ui.shell.room import Room
from onrecord.vault.vault import Vault


@pytest.fixture
def call(vault: Vault) -> str:
    dispute = open_dispute(vault, "Northline Telecom (sample)", "Charged after cancelling").result
    attach_files(vault, [Pasted("bill.txt", b"a bill")], dispute_id=dispute)
    entry = ContactEntry(
        dated="2026-03-01T14:21",
        zone="Europe/London",
        agent_name="Priya",
        agent_team="billing",
        reference="4471-K",
        duration_s=1440,
        hold_s=1020,
        lines=(Said("It shows cancelled on 3 February", "them", "quote", "14:23"),),
        promises=(Promised("back to my account", "2026-03-14", 8420, "GBP"),),
        offers=(Offered("a month free", "them"),),
        dispute_ids=(dispute,),
    )
    return log_contact(vault, entry).result


@pytest.fixture
def view(qtbot: QtBot, call: str, room: Room, vault: Vault) -> ContactView:
    room.desk.show_dispute(vault.find(Promise)[0].dispute_id)
    room.desk.select("contact", (call,))
    made = room.window.inspector.panel("contact")
    assert isinstance(made, ContactView)
    qtbot.waitUntil(lambda: bool(made.title.text()))
    return made


def texts(view: ContactView) -> str:
    return "\n".join(label.text() for label in view.findChildren(QLabel) if label.isVisible())


def test_it_reads_as_it_was(qtbot: QtBot, view: ContactView) -> None:
    assert view.title.text() == "Call to Priya, billing"
    assert view.when.text() == "1 March 2026, 14:21, 24 min, of that 17 min on hold"
    said = texts(view)
    assert "“It shows cancelled on 3 February”" in said
    assert "£84.20 back to my account" in said and "by 14 March 2026" in said
    assert view.ground.text().startswith("Recalled later"), "it was written months after"
    assert view.firmer.isVisible()


def test_the_reference_is_copied(qtbot: QtBot, view: ContactView) -> None:
    qtbot.mouseClick(view.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "4471-K"


def test_a_promise_is_settled_and_opened_again(
    qtbot: QtBot, view: ContactView, vault: Vault
) -> None:
    line = view.findChild(PromiseLine)
    assert isinstance(line, PromiseLine)
    qtbot.mouseClick(line.settle.buttons["broken"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: vault.find(Promise)[0].state == "broken")

    def again() -> bool:
        lines = [one for one in view.findChildren(PromiseLine) if one.isVisible()]
        return bool(lines) and "open" in lines[-1].settle.buttons

    qtbot.waitUntil(again)


def test_promised_money_is_kept_by_a_statement_and_the_way_there_is_offered(
    qtbot: QtBot, view: ContactView, vault: Vault, room: Room
) -> None:
    raised: list[Notice] = []
    room.session.notices.raised.connect(raised.append)
    line = view.findChild(PromiseLine)
    assert isinstance(line, PromiseLine)
    qtbot.mouseClick(line.settle.buttons["kept"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(raised))
    assert "recorded from a statement" in raised[0].text
    assert vault.find(Promise)[0].state == "open"
    assert raised[0].action is not None
    raised[0].action()
    assert room.desk.place.tab == "money"


def test_an_offer_is_answered(qtbot: QtBot, view: ContactView, vault: Vault) -> None:
    from PySide6.QtWidgets import QPushButton

    from onrecord.domain.contact import Offer

    line = view.findChild(OfferLine)
    assert isinstance(line, OfferLine)
    buttons = {b.text(): b for b in line.findChildren(QPushButton)}
    qtbot.mouseClick(buttons["Declined"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: vault.find(Offer)[0].state == "declined")


def test_a_document_is_put_beside_it_and_taken_off(
    qtbot: QtBot, view: ContactView, vault: Vault
) -> None:
    view.documents.menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: vault.count(ContactEvidence, "", []) == 1)
    qtbot.waitUntil(lambda: len(view.documents.chips) == 1)
    key = view.documents.chips[0].key
    view.documents.chips[0].removed.emit(type("Removed", (), {"key": key}))
    qtbot.waitUntil(lambda: vault.count(ContactEvidence, "", []) == 0)


def test_edit_opens_the_form_and_the_first_wording_stays_readable(
    qtbot: QtBot, view: ContactView, room: Room, vault: Vault, call: str
) -> None:
    from onrecord.services.edit_record import edit_record

    qtbot.mouseClick(view.edit, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: room.window.contact.isVisible())
    qtbot.waitUntil(lambda: room.window.contact.entry().agent_name == "Priya")
    room.window.contact.close_form()
    room.session.do(lambda: edit_record(vault, Contact, call, agent_name="Prija"))
    qtbot.waitUntil(view.changes.isVisible)
    view.changes.button.click()
    assert "“Priya” became “Prija”" in view.changes_text.text()


def test_a_promise_of_its_own_is_changed_with_an_amount_as_typed(
    qtbot: QtBot, view: ContactView, room: Room, vault: Vault
) -> None:
    (promise,) = vault.find(Promise)
    room.desk.select("promise", (promise.id,))
    panel = room.window.inspector.panel("promise")
    assert isinstance(panel, PromisePanel)
    amount = panel.amount.control
    qtbot.waitUntil(lambda: amount.text() == "£84.20")  # pyright: ignore
    amount.setFocus()
    amount.selectAll()  # pyright: ignore
    qtbot.keyClicks(amount, "90 EUR")
    qtbot.keyClick(amount, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: vault.find(Promise)[0].currency == "EUR")
    assert vault.find(Promise)[0].amount_minor == 9000
    assert "4471" in panel.source.text() or "Priya" in panel.source.text()


def test_a_line_of_the_call_is_put_on_record_and_cites_that_line(
    qtbot: QtBot, view: ContactView, room: Room, vault: Vault, call: str
) -> None:
    (line,) = view.findChildren(SaidLine)
    qtbot.mouseClick(line.cite, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: room.desk.selection.kind == "fact")
    (fact,) = vault.find(Fact)
    assert fact.words == "They said: “It shows cancelled on 3 February”"
    assert fact.dated == "2026-03-01"
    (shown,) = vault.find(Citation, "of_id = ?", [fact.id])
    (said,) = vault.find(ContactLine, "contact_id = ?", [call])
    assert (shown.contact_id, shown.contact_line_id) == (call, said.id)


def test_a_call_is_joined_to_the_one_it_was_passed_on_from_and_counts_as_a_redirect(
    qtbot: QtBot, view: ContactView, room: Room, vault: Vault, call: str
) -> None:
    dispute = vault.find(Promise)[0].dispute_id
    entry = ContactEntry(dated="2026-03-01T14:50", agent_name="Sam", reference="9-B",
                         dispute_ids=(dispute,))  # fmt: skip
    later = log_contact(vault, entry).result
    assert tried(vault, dispute).passed_on == 0
    room.desk.select("contact", (later,))
    qtbot.waitUntil(lambda: view.id == later and bool(view.passed_on.menu.actions()))
    (choice,) = view.passed_on.menu.actions()
    assert choice.text() == "1 March 2026, 14:21, Priya, ref 4471-K"
    choice.trigger()
    qtbot.waitUntil(lambda: bool(view.passed_on.chips))
    assert tried(vault, dispute).passed_on == 1
    assert {one.reference for one in vault.find(Contact)} == {"4471-K", "9-B"}
