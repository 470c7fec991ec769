"""The timeline: everything in order, filtered, opened and thrown away by keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from onrecord.domain.contact import Contact
from onrecord.domain.contact_entry import ContactEntry, Promised
from onrecord.domain.evidence import Evidence
from onrecord.domain.fact import Fact
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.edit_record import add_record, edit_record
from onrecord.services.log_contact import log_contact
from onrecord.services.open_dispute import open_dispute
from onrecord.ui.desk import Selection
from onrecord.ui.dispute.timeline_tab import TimelineTab
from onrecord.ui.item_list import AT_ONCE, Item
from onrecord.ui.shell.room import Room
from onrecord.vault.vault import Vault


@pytest.fixture
def dispute(vault: Vault) -> str:
    made = open_dispute(vault, "Northline Telecom (sample)", "Charged after cancelling").result
    attach_files(vault, [Pasted("bill.txt", b"a bill")], dispute_id=made)
    (bill,) = vault.find(Evidence)
    edit_record(vault, Evidence, bill.id, title="Bill of 16 March", dated="16 March 2026")
    for day, reference, state in (("01", "4471-K", "given"), ("05", "", "none")):
        log_contact(
            vault,
            ContactEntry(
                dated=f"2026-03-{day}T14:21",
                zone="Europe/London",
                agent_name="Priya",
                duration_s=1440,
                hold_s=1020,
                reference=reference,
                reference_state=state,
                dispute_ids=(made,),
                promises=(Promised("84.20 back", "2026-03-14"),) if reference else (),
            ),
        )
    return made


@pytest.fixture
def tab(qtbot: QtBot, dispute: str, room: Room) -> TimelineTab:
    room.desk.show_dispute(dispute)
    tab = room.window.view("dispute").pages.currentWidget()
    assert isinstance(tab, TimelineTab)
    qtbot.waitUntil(lambda: len(rows(tab)) == 4)
    return tab


def all_rows(tab: TimelineTab) -> list[Item]:
    model = tab.list.items
    return [one for n in range(model.rowCount()) if (one := model.item(model.index(n)))]


def rows(tab: TimelineTab) -> list[Item]:
    return [one for one in all_rows(tab) if one.kind]


def to_the_end(qtbot: QtBot, view: QWidget) -> None:
    """With no row current yet, Qt takes the first key as "go to the first row"."""
    for key in (Qt.Key.Key_Home, Qt.Key.Key_End):
        qtbot.keyClick(view, key)


def test_the_newest_is_first_and_says_what_matters(tab: TimelineTab) -> None:
    assert [one.kind for one in rows(tab)] == ["evidence", "promise", "contact", "contact"]
    bill, promise, late, first = (one.row for one in rows(tab))
    assert (bill.date, bill.text) == ("16 Mon", "Bill of 16 March")
    assert promise.lead.startswith("Promise") and promise.tone == "danger"
    assert (late.note, late.note_tone) == ("no reference: none given", "warning")
    assert first.text == "Priya, 24 min (17 on hold)" and first.note == "ref 4471-K"
    kinds = [one.row.kind for one in all_rows(tab)]
    assert "month" in kinds and "silence" in kinds


def test_the_tab_counts_the_lines_it_shows(
    qtbot: QtBot, tab: TimelineTab, room: Room, dispute: str
) -> None:
    tabs = room.window.view("dispute").tabs

    def said() -> str:
        return tabs.tabText(0)

    qtbot.waitUntil(lambda: said().endswith(f"  {len(rows(tab))}"))
    add_record(room.vault, Fact(dispute_id=dispute, dated="2026-03-02", words="Rang twice"))
    qtbot.waitUntil(lambda: len(rows(tab)) == 5 and said().endswith("  5"))


def test_arrow_keys_skip_headings_and_the_selection_opens_the_details(
    qtbot: QtBot, tab: TimelineTab, room: Room
) -> None:
    qtbot.waitUntil(tab.list.hasFocus)
    qtbot.keyClick(tab.list, Qt.Key.Key_Home)
    for _ in range(6):
        qtbot.keyClick(tab.list, Qt.Key.Key_Down)
        assert tab.list.chosen() and tab.list.chosen()[0].kind
    qtbot.waitUntil(room.window.side.isVisible)
    assert room.desk.selection.kind == "contact"


def test_enter_opens_a_document_and_a_call(qtbot: QtBot, tab: TimelineTab, room: Room) -> None:
    to_the_end(qtbot, tab.list)
    qtbot.keyClick(tab.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: room.window.contact.isVisible())
    qtbot.waitUntil(lambda: room.window.contact.entry().reference == "4471-K")
    room.window.contact.close_form()
    tab.list.setCurrentIndex(tab.list.items.index(tab.list.items.find("evidence", rows(tab)[0].id)))
    qtbot.keyClick(tab.list, Qt.Key.Key_Return)
    assert room.desk.place.kind == "document"


def test_show_only_one_kind(qtbot: QtBot, tab: TimelineTab) -> None:
    action = next(a for a in tab.filter.menu().actions() if a.text() == "calls and messages")
    action.trigger()
    qtbot.waitUntil(lambda: {one.kind for one in rows(tab)} == {"contact"})
    assert "calls and messages" in tab.filter.text()
    assert "silence" not in [one.row.kind for one in all_rows(tab)]


def test_several_go_to_the_trash_as_one_step(
    qtbot: QtBot, tab: TimelineTab, room: Room, vault: Vault, undo: Callable[[], None]
) -> None:
    qtbot.keyClick(tab.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert room.desk.selection.kind == "many" and len(room.desk.selection.ids) == 4
    qtbot.keyClick(tab.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: tab.is_empty)
    undo()
    qtbot.waitUntil(lambda: len(rows(tab)) == 4)
    assert vault.count(Contact, "trashed_at = ''", []) == 2


def test_what_is_selected_stays_selected_when_something_arrives(
    qtbot: QtBot, tab: TimelineTab, room: Room, vault: Vault, dispute: str
) -> None:
    to_the_end(qtbot, tab.list)
    chosen = tab.list.chosen()[0]
    log = ContactEntry(dated="2026-03-20T09:00", reference="9", dispute_ids=(dispute,))
    room.session.do(lambda: log_contact(vault, log))
    qtbot.waitUntil(lambda: len(rows(tab)) == 5)
    assert tab.list.chosen() == [chosen]
    assert room.desk.selection == Selection("contact", (chosen.id,))


def test_home_and_end_go_to_the_first_and_the_last_that_can_be_selected(
    qtbot: QtBot, tab: TimelineTab
) -> None:
    qtbot.waitUntil(tab.list.hasFocus, timeout=30_000)
    qtbot.keyClick(tab.list, Qt.Key.Key_End)
    assert [one.id for one in tab.list.chosen()] == [rows(tab)[-1].id]
    qtbot.keyClick(tab.list, Qt.Key.Key_Home)
    assert [one.id for one in tab.list.chosen()] == [rows(tab)[0].id]


def test_in_a_small_window_the_selected_row_stays_in_view(
    qtbot: QtBot, tab: TimelineTab, room: Room
) -> None:
    """Its details open beside the list, the head gets higher, and all of it scrolls."""
    room.window.resize(900, 560)
    qtbot.waitUntil(tab.list.hasFocus, timeout=30_000)
    qtbot.keyClick(tab.list, Qt.Key.Key_End)
    qtbot.waitUntil(room.window.side.isVisible, timeout=30_000)

    def in_view() -> bool:
        row = tab.list.visualRect(tab.list.currentIndex())
        shown = tab.list.viewport().visibleRegion()
        return shown.contains(row.center())

    qtbot.waitUntil(in_view, timeout=30_000)
    whole = room.window.view("dispute").whole
    step = room.window.view("dispute").next
    whole.ensureWidgetVisible(step)
    assert step.primary.visibleRegion().boundingRect() == step.primary.rect(), "nothing is cut"


def test_of_a_long_list_only_what_is_seen_is_read(
    dispute: str, room: Room, vault: Vault, wait: Callable[[Callable[[], bool]], None]
) -> None:
    """The order comes whole; the words of a row come when it is looked at."""
    with vault.change("Wrote down") as tx:
        for n in range(2 * AT_ONCE):
            tx.insert(Fact(dispute_id=dispute, dated="2025-02-03", words=f"Step {n}"))
    room.desk.show_dispute(dispute)
    tab = room.window.view("dispute").pages.currentWidget()
    assert isinstance(tab, TimelineTab)
    model = tab.list.items
    wait(lambda: model.rowCount() > 2 * AT_ONCE)
    last = model.index(model.rowCount() - 1)
    assert model.flags(last) & Qt.ItemFlag.ItemIsSelectable, "its kind is known at once"
    assert not model.data(last)
    tab.list.scrollToBottom()
    wait(lambda: "Step 0" in (model.data(last) or ""))
    unseen = model.item(model.index(model.rowCount() // 2 + AT_ONCE // 2))
    assert unseen is not None and not unseen.row.text
    (first,) = vault.find(Fact, "words = 'Step 0'")
    with vault.change("Changed") as tx:
        tx.patch(Fact, first.id, words="The first step")
    wait(lambda: "The first step" in (model.data(model.index(model.rowCount() - 1)) or ""))


def test_a_click_on_the_row_whose_details_were_closed_shows_them_again(
    qtbot: QtBot, tab: TimelineTab, room: Room, wait: Callable[[Callable[[], object]], None]
) -> None:
    inspector = room.window.inspector

    def click() -> None:
        row = next(n for n in range(tab.list.items.rowCount()) if is_bill(n))
        at = tab.list.visualRect(tab.list.items.index(row)).center()
        qtbot.mouseClick(tab.list.viewport(), Qt.MouseButton.LeftButton, pos=at)

    def is_bill(row: int) -> bool:
        one = tab.list.items.item(tab.list.items.index(row))
        return one is not None and one.kind == "evidence"

    click()
    wait(inspector.isVisible)
    qtbot.mouseClick(inspector.close_button, Qt.MouseButton.LeftButton)
    wait(lambda: not inspector.isVisible())
    click()
    wait(inspector.isVisible)
