"""Insights in the window: charts by keys, the same as tables, saved as a picture and as a table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from onrecord.domain.contact_entry import ContactEntry
from onrecord.domain.dispute import DesiredOutcome
from onrecord.services.closing import Ended, close_dispute
from onrecord.services.edit_record import add_record
from onrecord.services.log_contact import log_contact
from onrecord.services.open_dispute import open_dispute
from onrecord.ui.design import Body, LinkButton, Muted, theme
from onrecord.ui.insights.bar_chart import spoken
from onrecord.ui.insights.insights_view import InsightsView
from onrecord.ui.shell.room import Room

Wait = Callable[[Callable[[], Any]], None]


def told(room: Room, company: str, kind: str = "call") -> None:
    """A dispute that was closed after 30 days, with one call in it."""
    id = open_dispute(room.vault, company, "Charged after cancelling").result
    entry = ContactEntry(
        kind=kind, dated="2026-01-05T10:00", duration_s=1200, hold_s=600, dispute_ids=(id,)
    )
    log_contact(room.vault, entry)
    wanted = DesiredOutcome(dispute_id=id, words="Money", amount_minor=10000, currency="GBP")
    one = add_record(room.vault, wanted).result
    ended = Ended("Money", "partly", 10000, 5000, "GBP", one)
    close_dispute(room.vault, id, [ended], dated="2026-02-04", worked=f"Writing to {company}")


@pytest.fixture
def view(room: Room, wait: Wait) -> InsightsView:
    for n, company in enumerate(("Northline (sample)", "Parcelway (sample)", "Belmar (sample)")):
        told(room, company, ("call", "chat", "call")[n])
    room.window.book.qaction("show_insights").trigger()
    made = room.window.stack.currentWidget()
    assert isinstance(made, InsightsView)
    # Laid out too: a chart that has no place yet draws no bars.
    wait(lambda: made.charts and made.charts[0].isVisible() and made.charts[0].width() > 300)
    return made


def test_three_disputes_are_too_few_to_compare_and_it_says_so(view: InsightsView) -> None:
    assert view.few.text() == "3 closed disputes: too few to compare."
    words = [spoken(bar) for chart in view.charts for bar in chart.chart.bars]
    assert "Calls: 40 min, 20 min on hold; 2 of 2 say how long" in words
    assert not any("%" in one for one in words)


def test_the_arrow_keys_go_from_bar_to_bar(
    room: Room, view: InsightsView, qtbot: QtBot, wait: Wait
) -> None:
    wait(room.window.isActiveWindow)
    chart = view.charts[0]
    chart.setFocus()
    wait(chart.hasFocus)
    assert chart.current == 0
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    assert chart.current == 1
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    assert chart.current == 1
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    assert chart.current == 0
    assert "Calls: 40 min" in chart.accessibleDescription()


def test_by_company_and_by_step(view: InsightsView, qtbot: QtBot) -> None:
    qtbot.mouseClick(view.by.buttons["company"], Qt.MouseButton.LeftButton)
    assert [c.chart.title for c in view.charts] == [
        "Time spent", "Days to the end", "Came back, in GBP",
    ]  # fmt: skip
    qtbot.mouseClick(view.by.buttons["rung"], Qt.MouseButton.LeftButton)
    assert view.charts[0].chart.title == "Where it ended"


def test_the_same_figures_stand_in_a_table(view: InsightsView, qtbot: QtBot) -> None:
    qtbot.mouseClick(view.shape.buttons["tables"], Qt.MouseButton.LeftButton)
    assert not view.charts
    table = view.tables[0]
    row = [item.text() for column in range(3) if (item := table.item(0, column))]
    assert row == ["Calls", "40 min, 20 min on hold", "2 of 2 say how long"]


def test_charts_are_drawn_in_the_colours_of_both_themes(
    view: InsightsView, qapp: QApplication
) -> None:
    chart = view.charts[0]
    for mode in ("light", "dark"):
        made = theme.apply(qapp, mode)
        picture = chart.grab().toImage()
        inks = {
            picture.pixelColor(x, y).name()
            for x in range(0, picture.width(), 2)
            for y in range(0, picture.height(), 2)
        }
        assert made.roles.sunken in inks, mode


def test_it_is_saved_as_a_picture_and_as_a_table(
    room: Room, view: InsightsView, wait: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "insights.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    view.save_picture.trigger()
    wait(target.exists)
    image = QImage(str(target))
    assert image.width() == 1520 and image.height() > 400
    table = tmp_path / "insights.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(table), ""))
    view.save_table.trigger()
    wait(table.exists)
    assert "Days to the end by company" in table.read_text("utf-8-sig")
    wait(lambda: not room.jobs.running())
    said = [row["words"] for row in room.vault.query("SELECT words FROM custody")]
    assert "Wrote a picture of insights outside the vault" in said


def test_an_empty_one_teaches(room: Room, wait: Wait) -> None:
    room.desk.show_insights()
    view = room.window.stack.currentWidget()
    assert isinstance(view, InsightsView)
    wait(lambda: view.found is not None)
    assert view.empty.isVisible() and not view.content.isVisible()


def test_what_is_not_there_yet_says_from_when(
    room: Room, dispute: str, qtbot: QtBot, wait: Wait
) -> None:
    entry = ContactEntry(dated="2026-01-05T10:00", duration_s=1200, dispute_ids=(dispute,))
    log_contact(room.vault, entry)
    room.desk.show_insights()
    view = room.window.stack.currentWidget()
    assert isinstance(view, InsightsView)
    wait(lambda: view.content.isVisible())
    assert view.few.text().startswith("No dispute has ended yet.")
    qtbot.mouseClick(view.by.buttons["rung"], Qt.MouseButton.LeftButton)

    def said() -> list[str]:
        return [one.text() for one in view.content.findChildren(Muted) if one.isVisible()]

    wait(lambda: any(one.endswith("from the first one you close.") for one in said()))


def test_the_list_has_them_once_three_disputes_have_ended(
    room: Room, view: InsightsView, wait: Wait
) -> None:
    titles = room.window.sidebar.model
    wait(lambda: "Insights" in [row.title for row, _ in titles._rows])
    wait(lambda: room.window.sidebar.list.currentIndex().data() == "Insights")


def test_what_changes_is_seen_at_once(room: Room, view: InsightsView, wait: Wait) -> None:
    told(room, "Northline (sample)")
    wait(lambda: view.few.text() == "4 closed disputes: too few to compare.")


def test_what_was_written_down_at_the_end_leads_to_its_dispute(
    room: Room, view: InsightsView, qtbot: QtBot, wait: Wait
) -> None:
    assert view.lessons.isVisible()
    said = [label.text() for label in view.lessons.findChildren(Body)]
    assert "Worked: Writing to Northline (sample)." in said
    link = view.lessons.findChildren(LinkButton)[0]
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    wait(lambda: room.desk.place.kind == "dispute")
