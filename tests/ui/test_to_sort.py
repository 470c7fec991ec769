"""To sort: one key files what is selected, and the next thing is ready for the next key."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from onrecord.domain.contact import Contact, DisputeContact
from onrecord.domain.contact_entry import ContactEntry
from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import DisputeEvidence, Evidence
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.log_contact import log_contact
from onrecord.services.open_dispute import open_dispute
from onrecord.ui.dragging import dragged_items
from onrecord.ui.shell.room import Room
from onrecord.ui.to_sort import ToSortView
from onrecord.vault.vault import Vault


@pytest.fixture
def unsorted(vault: Vault) -> tuple[str, str]:
    """Three documents and a call that belong nowhere, and two disputes."""
    for name in ("one", "two", "three"):
        attach_files(vault, [Pasted(f"{name}.txt", name.encode())])
    log_contact(vault, ContactEntry(company="Parcel Co (sample)", reference="77"))
    first = open_dispute(vault, "Northline Telecom (sample)", "Charged after cancelling").result
    second = open_dispute(vault, "Parcel Co (sample)", "Parcel never came").result
    return first, second


def shown(qtbot: QtBot, room: Room, count: int) -> ToSortView:
    room.desk.show_to_sort()
    view = room.window.view("to_sort")
    assert isinstance(view, ToSortView)
    qtbot.waitUntil(lambda: view.list.items.rowCount() == count and bool(view.review.buttons))
    return view


def titles(view: ToSortView) -> Sequence[str]:
    model = view.list.items
    return [
        item.row.text for row in range(model.rowCount()) if (item := model.item(model.index(row)))
    ]


def filed(vault: Vault, dispute: str) -> int:
    where, args = "dispute_id = ?", [dispute]
    return vault.count(DisputeEvidence, where, args) + vault.count(DisputeContact, where, args)


def to_the_end(qtbot: QtBot, view: QWidget) -> None:
    """With no row current yet, Qt takes the first key as "go to the first row"."""
    for key in (Qt.Key.Key_Home, Qt.Key.Key_End):
        qtbot.keyClick(view, key)


def test_digits_file_one_after_another_without_touching_the_mouse(
    qtbot: QtBot, unsorted: tuple[str, str], room: Room, vault: Vault, undo: Callable[[], None]
) -> None:
    view = shown(qtbot, room, 4)
    number = {b.text()[0]: d.id for b, d in zip(view.review.buttons, view._disputes, strict=True)}
    qtbot.keyClick(view.list, Qt.Key.Key_Home)
    qtbot.keyClick(view.list, "1")
    qtbot.waitUntil(lambda: view.list.items.rowCount() == 3)
    assert len(view.list.chosen()) == 1, "the next one is selected already"
    qtbot.keyClick(view.list, "2")
    qtbot.waitUntil(lambda: view.list.items.rowCount() == 2)
    assert filed(vault, number["1"]) == 1 and filed(vault, number["2"]) == 1
    undo()
    qtbot.waitUntil(lambda: view.list.items.rowCount() == 3)


def test_several_are_filed_together_by_their_button(
    qtbot: QtBot, unsorted: tuple[str, str], room: Room, vault: Vault
) -> None:
    view = shown(qtbot, room, 4)
    qtbot.keyClick(view.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert "4" in view.review.where.text()
    qtbot.mouseClick(view.review.buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.empty.isVisible())
    assert filed(vault, view._disputes[0].id) == 4


def test_n_starts_a_dispute_from_what_is_selected(
    qtbot: QtBot, unsorted: tuple[str, str], room: Room, vault: Vault
) -> None:
    view = shown(qtbot, room, 4)
    qtbot.keyClick(view.list, Qt.Key.Key_Home)
    title = view.list.chosen()[0].row.text
    qtbot.keyClick(view.list, "n")
    form = room.window.new_dispute
    assert form.isVisible()
    qtbot.keyClicks(form.company, "Seaview Hotel (sample)")
    qtbot.keyClick(form.company, Qt.Key.Key_Return)
    qtbot.keyClicks(form.went_wrong, "Deposit kept")
    qtbot.keyClick(form.went_wrong, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: room.desk.place.kind == "dispute")
    assert filed(vault, room.desk.dispute_id) == 1
    room.desk.show_to_sort()
    qtbot.waitUntil(lambda: view.list.items.rowCount() == 3)
    assert title not in titles(view)


def test_delete_moves_to_the_trash_and_undo_brings_back(
    qtbot: QtBot, unsorted: tuple[str, str], room: Room, vault: Vault, undo: Callable[[], None]
) -> None:
    view = shown(qtbot, room, 4)
    to_the_end(qtbot, view.list)
    qtbot.keyClick(view.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: view.list.items.rowCount() == 3)
    gone = "trashed_at != ''"
    assert vault.count(Evidence, gone, []) + vault.count(Contact, gone, []) == 1
    undo()
    qtbot.waitUntil(lambda: view.list.items.rowCount() == 4)


def test_what_is_dragged_carries_ids_only(
    qtbot: QtBot, unsorted: tuple[str, str], room: Room
) -> None:
    view = shown(qtbot, room, 4)
    view.list.selectAll()
    data = view.list.items.mimeData(view.list.selectedIndexes())
    assert {k: len(v) for k, v in dragged_items(data).items()} == {"evidence": 3, "contact": 1}
    assert not data.hasText() and not data.hasUrls()


def test_without_disputes_only_a_new_one_is_offered(qtbot: QtBot, room: Room, vault: Vault) -> None:
    attach_files(vault, [Pasted("one.txt", b"one")])
    room.desk.show_to_sort()
    view = room.window.view("to_sort")
    qtbot.waitUntil(lambda: view.list.items.rowCount() == 1)
    assert vault.count(Dispute, "", []) == 0
    assert view.review.buttons == [] and view.review.new.isVisible()
