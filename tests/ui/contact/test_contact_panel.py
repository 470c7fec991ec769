"""Get on record: a call with its reference in a few keys, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from onrecord.domain.contact import Amendment, Contact, ContactLine, DisputeContact, Promise
from onrecord.domain.counterparty import Counterparty
from onrecord.domain.dispute import Dispute
from onrecord.domain.housekeeping import Draft
from onrecord.services.edit_record import edit_record
from onrecord.services.open_dispute import open_dispute
from onrecord.services.workshop import Workshop
from onrecord.ui.contact.contact_panel import ContactPanel
from onrecord.ui.contact.details_editor import say_minutes, seconds_of
from onrecord.ui.desk import ContactWanted, Desk
from onrecord.ui.jobs import JobCenter
from onrecord.ui.notices import NoticeBus
from onrecord.ui.preferences import Preferences
from onrecord.ui.session import Session
from onrecord.vault.vault import Vault


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    vault, _code = Vault.create(
        tmp_path / "My disputes.onrecord", "a long passphrase", work_factor=4
    )
    session = Session(Workshop(vault), NoticeBus(), JobCenter())
    made = Desk(session, Preferences(tmp_path / "preferences.json"))
    made.preferences.set("currency", "GBP")
    yield made
    session.close()


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk) -> ContactPanel:
    made = ContactPanel(desk)
    qtbot.addWidget(made)
    made.resize(400, 680)
    desk.contact_wanted.connect(made.open)
    made.show()
    return made


def closed(qtbot: QtBot, panel: ContactPanel, act: Callable[[], object]) -> None:
    with qtbot.waitSignal(panel.closed, timeout=10_000):
        act()


def drafted(desk: Desk) -> str:
    return " ".join(str(draft.body) for draft in desk.vault.find(Draft))


def test_a_call_is_on_record_with_three_keys_beyond_its_reference_and_no_dispute(
    qtbot: QtBot, desk: Desk, panel: ContactPanel
) -> None:
    desk.log_contact()  # Ctrl+L
    qtbot.waitUntil(panel.note.reference.edit.hasFocus)
    qtbot.keyClicks(panel.note.reference.edit, "4471-K")
    closed(
        qtbot,
        panel,
        lambda: qtbot.keyClick(
            panel.note.reference.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
        ),
    )
    (call,) = desk.vault.find(Contact)
    assert (call.kind, call.reference, call.reference_state) == ("call", "4471-K", "given")
    assert call.written_at and call.dated and call.zone
    assert not desk.vault.find(DisputeContact) and not desk.vault.find(Draft)


def test_the_cursor_walks_from_the_reference_to_the_name_to_what_was_said(
    qtbot: QtBot, desk: Desk, panel: ContactPanel
) -> None:
    dispute = open_dispute(desk.vault, "Northline Telecom (sample)", "Charged after cancelling")
    desk.show_dispute(dispute.result)
    desk.log_contact()
    note = panel.note
    qtbot.keyClicks(note.reference.edit, "4471-K")
    qtbot.keyClick(note.reference.edit, Qt.Key.Key_Return)
    assert note.agent.hasFocus()
    qtbot.keyClicks(note.agent, "Priya")
    qtbot.keyClick(note.agent, Qt.Key.Key_Return)
    assert note.said.edit.hasFocus()
    qtbot.keyClicks(note.said.edit, "It shows cancelled on 3 February")
    qtbot.keyClick(note.said.edit, Qt.Key.Key_Return)
    qtbot.mouseClick(note.said.side.buttons["me"], Qt.MouseButton.LeftButton)
    qtbot.keyClicks(note.said.edit, "Why was I billed after that?")
    closed(qtbot, panel, panel.save)
    (call,) = desk.vault.find(Contact)
    said = [(line.side, line.words) for line in desk.vault.find(ContactLine, order="position")]
    assert said == [
        ("them", "It shows cancelled on 3 February"),
        ("me", "Why was I billed after that?"),
    ]
    company = desk.vault.get(Counterparty, call.counterparty_id)
    assert (call.agent_name, company.name) == ("Priya", "Northline Telecom (sample)")
    assert [link.dispute_id for link in desk.vault.find(DisputeContact)] == [dispute.result]


def test_a_promise_is_kept_with_its_amount_and_day(
    qtbot: QtBot, desk: Desk, panel: ContactPanel
) -> None:
    desk.log_contact()
    qtbot.mouseClick(panel.note.more["promise"], Qt.MouseButton.LeftButton)
    (term,) = panel.terms.promises
    qtbot.keyClicks(term.what, "Refund")
    qtbot.keyClicks(term.amount, "84.20")
    qtbot.keyClicks(term.by, "14 March 2099")
    qtbot.mouseClick(panel.back, Qt.MouseButton.LeftButton)
    assert "Refund, £84.20, by 14 March 2099" in panel.note.summary.text()
    closed(qtbot, panel, panel.save)
    (promise,) = desk.vault.find(Promise)
    assert (promise.words, promise.amount_minor, promise.currency, promise.due) == (
        "Refund", 8420, "GBP", "2099-03-14",
    )  # fmt: skip


def test_a_time_that_is_no_day_yet_is_kept_in_their_words(
    qtbot: QtBot, desk: Desk, panel: ContactPanel
) -> None:
    desk.log_contact()
    qtbot.mouseClick(panel.note.more["promise"], Qt.MouseButton.LeftButton)
    (term,) = panel.terms.promises
    qtbot.keyClicks(term.what, "Credit for the outage")
    qtbot.keyClicks(term.by, "within one to two billing cycles")
    closed(qtbot, panel, panel.save)
    (promise,) = desk.vault.find(Promise)
    assert (promise.words, promise.due) == (
        "Credit for the outage, “within one to two billing cycles”", "",
    )  # fmt: skip


def test_working_days_count_by_the_country_of_the_dispute(
    qtbot: QtBot, desk: Desk, panel: ContactPanel
) -> None:
    dispute = open_dispute(desk.vault, "Harbour Bank (sample)", "Fraud").result
    edit_record(desk.vault, Dispute, dispute, place="GB-ENG")
    desk.show_dispute(dispute)
    desk.log_contact()
    qtbot.waitUntil(lambda: panel.terms.is_working_day is not None)
    panel.details.when.setText("14 July 2026 19:40")
    qtbot.mouseClick(panel.note.more["promise"], Qt.MouseButton.LeftButton)
    qtbot.keyClicks(panel.terms.promises[0].what, "An answer")
    qtbot.keyClicks(panel.terms.promises[0].by, "within 5 working days")
    closed(qtbot, panel, panel.save)
    (promise,) = desk.vault.find(Promise)
    assert promise.due == "2026-07-21"


def test_an_amount_in_another_currency_is_kept_in_its_own(
    qtbot: QtBot, desk: Desk, panel: ContactPanel
) -> None:
    desk.log_contact()
    qtbot.mouseClick(panel.note.more["promise"], Qt.MouseButton.LeftButton)
    qtbot.keyClicks(panel.terms.promises[0].what, "Refund")
    qtbot.keyClicks(panel.terms.promises[0].amount, "US$268.94")
    closed(qtbot, panel, panel.save)
    (promise,) = desk.vault.find(Promise)
    assert (promise.amount_minor, promise.currency) == (26894, "USD")


def test_what_is_written_down_later_has_no_time_of_day_of_its_own(
    qtbot: QtBot, desk: Desk, panel: ContactPanel
) -> None:
    desk.log_contact()
    qtbot.keyClicks(panel.note.said.edit, "It is cancelled")
    qtbot.keyClick(panel.note.said.edit, Qt.Key.Key_Return)
    said_at = panel.entry().lines[0].said_at
    assert said_at
    for kind, shown in (("letter", ""), ("call", said_at)):  # a slip of the pointer costs no time
        panel.note.kind.set_value(kind, "out")
        panel.note.kind.chosen.emit()
        assert panel.entry().lines[0].said_at == shown
        assert panel.note.said.list.item(0).text().startswith(shown or "Them")
    qtbot.mouseClick(panel.note.more["details"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(panel.details.when, Qt.MouseButton.LeftButton)
    panel.details.when.clear()
    qtbot.keyClicks(panel.details.when, "3 February 2026 16:00")
    qtbot.keyClick(panel.details.when, Qt.Key.Key_Tab)
    assert panel.focusWidget() is panel.details.number
    qtbot.mouseClick(panel.back, Qt.MouseButton.LeftButton)
    assert panel.heading.text() == "Call, 3 February 2026, 16:00"
    qtbot.keyClicks(panel.note.said.edit, "A final bill comes")
    closed(qtbot, panel, panel.save)
    assert [line.said_at for line in desk.vault.find(ContactLine)] == ["", ""]


def test_each_page_of_the_form_opens_with_the_cursor_in_its_first_field(
    qtbot: QtBot, desk: Desk, panel: ContactPanel
) -> None:
    desk.log_contact()
    for name in ("promise", "details", "outcome"):
        qtbot.mouseClick(panel.note.more[name], Qt.MouseButton.LeftButton)
        field = panel.focusWidget()
        assert isinstance(field, QLineEdit), name
        qtbot.keyClicks(field, "12")
        panel.show_note()
    (promise,) = panel.entry().promises
    assert promise.words == "12"
    qtbot.mouseClick(panel.note.more["promise"], Qt.MouseButton.LeftButton)
    assert panel.focusWidget() is panel.terms.promises[0].what


def test_what_cannot_be_read_is_said_and_not_saved_as_something_else(
    qtbot: QtBot, desk: Desk, panel: ContactPanel
) -> None:
    desk.log_contact()
    qtbot.mouseClick(panel.note.more["details"], Qt.MouseButton.LeftButton)
    panel.details.when.clear()
    qtbot.keyClicks(panel.details.when, "03/04/2026")
    panel.save()
    assert panel.is_open and panel.details.isVisible()
    assert "month as a word" in panel.details.fields["dated"].error.text()
    assert not desk.vault.find(Contact)


def test_a_day_known_only_roughly_is_said_back_and_kept_so(
    qtbot: QtBot, desk: Desk, panel: ContactPanel
) -> None:
    desk.log_contact()
    qtbot.mouseClick(panel.note.more["details"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(panel.details.when, Qt.MouseButton.LeftButton)
    panel.details.when.clear()
    qtbot.keyClicks(panel.details.when, "sometime around the 3rd of march 2026")
    qtbot.keyClick(panel.details.when, Qt.Key.Key_Tab)
    assert panel.details.when.text() == "about 3 March 2026"
    qtbot.mouseClick(panel.back, Qt.MouseButton.LeftButton)
    assert panel.heading.text() == "Call, about 3 March 2026"
    closed(qtbot, panel, panel.save)
    assert [one.dated for one in desk.vault.find(Contact)] == ["2026-03-03/2026-03-03~about"]


def test_what_is_typed_is_on_the_disk_before_it_is_saved(
    qtbot: QtBot, desk: Desk, panel: ContactPanel
) -> None:
    desk.log_contact()
    qtbot.keyClicks(panel.note.said.edit, "They will ring back")
    qtbot.waitUntil(lambda: "They will ring back" in drafted(desk), timeout=10_000)
    (draft,) = desk.vault.find(Draft)
    closed(qtbot, panel, panel.close_form)
    desk.log_contact(draft_id=draft.id)
    qtbot.waitUntil(lambda: panel.note.said.lines() != (), timeout=10_000)
    closed(qtbot, panel, panel.save)
    assert [line.words for line in desk.vault.find(ContactLine)] == ["They will ring back"]
    assert not desk.vault.find(Draft)


def test_a_later_correction_keeps_the_first_wording(
    qtbot: QtBot, desk: Desk, panel: ContactPanel
) -> None:
    desk.log_contact()
    qtbot.keyClicks(panel.note.agent, "Pria")
    closed(qtbot, panel, panel.save)
    (call,) = desk.vault.find(Contact)
    desk.log_contact(contact_id=call.id)
    qtbot.waitUntil(lambda: panel.note.agent.text() == "Pria", timeout=10_000)
    panel.note.agent.clear()
    qtbot.keyClicks(panel.note.agent, "Priya")
    closed(qtbot, panel, panel.save)
    (call,) = desk.vault.find(Contact)
    (amendment,) = desk.vault.find(Amendment)
    assert call.agent_name == "Priya"
    assert (amendment.before, amendment.after) == ("Pria", "Priya")


def test_no_reference_is_a_statement_of_its_own(
    qtbot: QtBot, desk: Desk, panel: ContactPanel
) -> None:
    desk.log_contact()
    qtbot.mouseClick(panel.note.reference.refused, Qt.MouseButton.LeftButton)
    closed(qtbot, panel, panel.save)
    (call,) = desk.vault.find(Contact)
    assert call.reference_state == "refused" and not call.reference


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("24", 1440), ("24 min", 1440), ("24 mins.", 1440), ("1:30", 90), ("1 h 5 min", 3900),
        ("1h 12", 4320), ("1h05", 3900), ("2 hrs", 7200), ("1 hour and 5 minutes", 3900),
        ("45 s", 45), ("", None),
    ],
)  # fmt: skip
def test_lengths_as_people_write_them(typed: str, seconds: int | None) -> None:
    assert seconds_of(typed) == seconds
    assert seconds_of(say_minutes(seconds)) == seconds


def test_a_new_form_keeps_what_stood_in_the_last_one(
    qtbot: QtBot, desk: Desk, panel: ContactPanel
) -> None:
    desk.log_contact()
    qtbot.keyClicks(panel.note.agent, "Sam")
    panel.open(ContactWanted("email"))
    qtbot.waitUntil(lambda: "Sam" in drafted(desk), timeout=10_000)
    assert panel.note.agent.text() == ""


def test_a_promise_due_before_its_call_is_refused_at_its_date(
    qtbot: QtBot, desk: Desk, panel: ContactPanel
) -> None:
    desk.log_contact()
    qtbot.mouseClick(panel.note.more["promise"], Qt.MouseButton.LeftButton)
    (term,) = panel.terms.promises
    qtbot.keyClicks(term.what, "Refund")
    qtbot.keyClicks(term.by, "14 March 2020")
    qtbot.mouseClick(panel.back, Qt.MouseButton.LeftButton)
    panel.save()
    assert panel.is_open and "when they promised it" in term.problem.text()
    assert panel.focusWidget() is term.by
    assert not desk.vault.find(Contact)
    qtbot.keyClicks(term.by, "14 March")  # it was selected: typing takes its place
    closed(qtbot, panel, panel.save)
    (promise,) = desk.vault.find(Promise)
    assert promise.due >= desk.vault.find(Contact)[0].dated[:10]
    assert promise.due.endswith("-03-14")


def test_a_day_in_the_words_fills_by_when_and_can_be_taken_out(
    qtbot: QtBot, desk: Desk, panel: ContactPanel
) -> None:
    desk.log_contact()
    qtbot.mouseClick(panel.note.more["promise"], Qt.MouseButton.LeftButton)
    (term,) = panel.terms.promises
    qtbot.keyClicks(term.what, "84.20 back by 30 November 2099")
    qtbot.keyClick(term.what, Qt.Key.Key_Return)
    assert term.by.text() == "30 November 2099"
    term.by.clear()
    qtbot.keyClick(term.by, Qt.Key.Key_Return)
    assert term.by.text() == ""
