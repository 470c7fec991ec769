"""A call that was passed on from an earlier one says so in its form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from onrecord.domain.contact import Contact
from onrecord.domain.contact_entry import ContactEntry
from onrecord.services.join_calls import joined_before
from onrecord.services.log_contact import log_contact
from onrecord.ui.shell.room import Room
from onrecord.vault.vault import Vault

Wait = Callable[[Callable[[], Any]], None]


def test_the_form_joins_a_new_call_to_the_one_it_was_passed_on_from(
    qtbot: QtBot, room: Room, dispute: str, wait: Wait, vault: Vault
) -> None:
    first = log_contact(
        vault,
        ContactEntry(
            dated="2026-03-01T10:00", reference="4471-K", agent_name="Priya", dispute_ids=(dispute,)
        ),
    ).result
    room.desk.show_dispute(dispute)
    room.desk.log_contact()
    form = room.window.contact
    wait(form.isVisible)
    qtbot.mouseClick(form.note.more["details"], Qt.MouseButton.LeftButton)
    passed = form.details.passed_on
    wait(passed.button.isVisible)
    assert [a.text() for a in passed.menu.actions() if a.text()] == [
        "1 March 2026, 10:00, Priya, ref 4471-K", "Not passed on",
    ]  # fmt: skip
    passed.menu.actions()[0].trigger()
    assert passed.said.isVisible() and "ref 4471-K" in passed.said.text()
    form.save()
    wait(lambda: vault.count(Contact) == 2 and not form.is_open)
    (second,) = [one for one in vault.find(Contact) if one.id != first]
    before = joined_before(vault, second.id)
    assert before is not None and before.id == first
    assert before.reference == "4471-K"


def test_a_first_call_is_asked_nothing(
    qtbot: QtBot, room: Room, dispute: str, wait: Wait, vault: Vault
) -> None:
    room.desk.show_dispute(dispute)
    room.desk.log_contact()
    form = room.window.contact
    wait(form.isVisible)
    qtbot.mouseClick(form.note.more["details"], Qt.MouseButton.LeftButton)
    wait(form.details.duration.isVisible)
    assert not form.details.passed_on.isVisible()
