"""What the pieces promise to the person at the keyboard, at the screen, at the screen reader."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from onrecord.ui import design as d
from onrecord.ui.design import theme
from onrecord.ui.design.passphrase import judge

_kept: list[QWidget] = []


@pytest.fixture(autouse=True)
def _let_go() -> Iterator[None]:
    yield
    _kept.clear()


def host(qtbot: QtBot, *pieces: QWidget, size: tuple[int, int] = (600, 400)) -> QWidget:
    """A window holding the pieces, shown."""
    window = QWidget()
    column = QVBoxLayout(window)
    for piece in pieces:
        column.addWidget(piece)
    window.resize(*size)
    qtbot.addWidget(window)
    _kept.append(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


# ---------------------------------------------------------------- text and buttons


def test_text_from_a_document_is_never_markup(qtbot: QtBot) -> None:
    label = d.Body("<b>Bill</b> & <img src='file:///x'>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_text_cut_short_can_be_read_whole(qtbot: QtBot) -> None:
    label = d.Label("A name so long that it cannot be shown here whole", elide=True)
    host(qtbot, label, size=(120, 60))
    assert label.toolTip() == label.text()
    label.setText("Short")
    label.resize(400, 20)
    assert label.toolTip() == ""


def test_an_icon_button_has_a_name_and_says_its_key(qtbot: QtBot) -> None:
    button = d.IconButton("zoom-in", "Larger", shortcut="Ctrl++")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Larger"
    assert button.toolTip().startswith("Larger (")
    with pytest.raises(ValueError, match="name"):
        d.IconButton("zoom-in", "")


# ---------------------------------------------------------------- the next step


def test_the_next_step_is_done_by_its_one_filled_button(qtbot: QtBot) -> None:
    card, done, dismissed = d.NextStepCard(), [], []
    host(qtbot, card)
    card.dismissed.connect(dismissed.append)
    card.show_step(
        "Remind them",
        "They promised 84.20 back.",
        d.Choice("Write the reminder", lambda: done.append("written")),
        key="remind",
        others=(d.Choice("Go to the ombudsman", lambda: done.append("escalated")),),
    )
    filled = [b for b in card.findChildren(QPushButton) if b.property("look") == "primary"]
    assert [b.text() for b in filled] == ["Write the reminder"]
    qtbot.mouseClick(card.primary, Qt.MouseButton.LeftButton)
    card.others.menu().actions()[0].trigger()
    qtbot.mouseClick(card.not_now, Qt.MouseButton.LeftButton)
    assert done == ["written", "escalated"]
    assert [event.key for event in dismissed] == ["remind"]


def test_a_step_shown_later_replaces_the_one_before(qtbot: QtBot) -> None:
    card, done = d.NextStepCard(), []
    host(qtbot, card)
    card.show_step("One", "", d.Choice("First", lambda: done.append(1)), others=())
    card.show_step("Two", "why", d.Choice("Second", lambda: done.append(2)), can_wait=False)
    card.primary.click()
    assert done == [2]
    assert not card.not_now.isVisible() and not card.others.isVisible()


def test_a_long_reason_is_shown_whole_at_any_text_size(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "light", 2.0)
    card = d.NextStepCard()
    card.show_step("Remind them", "Because " * 40, d.Choice("Write", lambda: None))
    host(qtbot, card, QWidget(), size=(500, 900))
    assert card.why.height() >= card.why.heightForWidth(card.why.width())
    assert card.rect().contains(card.primary.geometry())


# ---------------------------------------------------------------- notices


def test_a_notice_offers_undo_and_goes_once_used(qtbot: QtBot) -> None:
    area, undone = d.NoticeArea(), []
    host(qtbot, area)
    bar = area.tell("Moved to trash.", "success", action="Undo", on_action=lambda: undone.append(1))
    assert area.isVisible()
    assert bar.action is not None
    qtbot.mouseClick(bar.action, Qt.MouseButton.LeftButton)
    assert undone == [1]
    assert area.bars() == [] and not area.isVisible()


def test_what_went_wrong_stays_and_what_went_well_goes(qtbot: QtBot) -> None:
    area = d.NoticeArea()
    area.STAY_MS = 1
    host(qtbot, area)
    problem = area.tell("The folder is full.", "error")
    area.tell("Saved.", "success")
    qtbot.waitUntil(lambda: area.bars() == [problem])


def test_what_went_wrong_and_was_seen_goes_when_the_person_goes_on_elsewhere(qtbot: QtBot) -> None:
    area = d.NoticeArea()
    host(qtbot, area)
    seen = area.tell("The file is empty.", "error")
    warned = area.tell("The backup is old.", "warning")
    area.moved_on()
    assert seen in area.bars(), "nobody can have read it yet"
    area.SEEN_MS = 1
    qtbot.waitUntil(lambda: seen.since.elapsed() > 1)
    area.moved_on()
    assert area.bars() == [warned]


def test_notices_pile_up_no_higher_than_three_and_keep_the_problems(qtbot: QtBot) -> None:
    area = d.NoticeArea()
    host(qtbot, area)
    problem = area.tell("The folder is full.", "error")
    for number in range(5):
        area.tell(f"Saved {number}.", "success")
    assert len(area.bars()) == 3
    assert problem in area.bars()


def test_a_notice_takes_the_place_of_the_one_with_its_key(qtbot: QtBot) -> None:
    area = d.NoticeArea()
    host(qtbot, area)
    area.tell("1 document added.", key="added")
    area.tell("2 documents added.", key="added")
    assert [bar.label.text() for bar in area.bars()] == ["2 documents added."]


def test_what_is_said_again_stands_there_once_and_on_top(qtbot: QtBot) -> None:
    area = d.NoticeArea()
    host(qtbot, area)
    for words in ("Write the address first.", "Something is blank.", "Write the address first."):
        area.tell(words, "error")
    assert [bar.label.text() for bar in area.bars()] == [
        "Write the address first.",
        "Something is blank.",
    ]


def test_a_notice_says_its_kind_in_words(qtbot: QtBot) -> None:
    bar = d.NoticeBar("The drive is not connected.", "warning")
    qtbot.addWidget(bar)
    assert bar.accessibleName() == "Warning: The drive is not connected."


# ---------------------------------------------------------------- forms and choices


def test_a_name_too_long_for_its_box_is_whole_in_the_tool_tip(qtbot: QtBot) -> None:
    box = d.ChoiceBox()
    box.setSizeAdjustPolicy(box.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(8)
    host(qtbot, box, size=(160, 90))
    box.addItems(["Short", "Northline Telekommunikationsdienstleistungen (sample)"])
    assert box.toolTip() == ""
    box.setCurrentIndex(1)
    assert box.toolTip() == box.currentText()


def test_the_cards_of_one_line_are_equally_high(qtbot: QtBot) -> None:
    whole = QWidget()
    line = d.FlowLayout(whole, level=True)
    cards = [d.Card(words) for words in ("One", "Two")]
    cards[0].body.addWidget(d.Label("A line more"))
    for card in cards:
        line.addWidget(card)
    host(qtbot, whole, size=(500, 300))
    assert cards[0].height() == cards[1].height()


def test_a_field_is_named_for_screen_readers_and_reached_by_its_letter(qtbot: QtBot) -> None:
    edit = QLineEdit()
    field = d.Field("&Who did you talk to?", edit, hint="A first name will do.")
    host(qtbot, QLineEdit(), field)
    assert edit.accessibleName() == "Who did you talk to?"
    assert edit.accessibleDescription() == "A first name will do."
    assert field.label.buddy() is edit
    qtbot.keyClick(field, Qt.Key.Key_W, Qt.KeyboardModifier.AltModifier)
    assert edit.hasFocus()


def test_an_error_takes_the_place_of_the_hint_until_it_is_put_right(qtbot: QtBot) -> None:
    edit = QLineEdit()
    field = d.Field("By when?", edit, hint="Leave empty if they named no day.")
    host(qtbot, field)
    field.set_error("There is no 31 February.")
    assert field.error.isVisible() and not field.hint.isVisible()
    assert edit.accessibleDescription() == "There is no 31 February."
    qtbot.keyClicks(edit, "2")
    assert field.hint.isVisible() and not field.error.isVisible()
    assert edit.accessibleDescription() == "Leave empty if they named no day."


def test_an_error_is_seen_whole_where_it_wraps(qtbot: QtBot) -> None:
    field = d.Field("Days without it", QLineEdit())
    card = QWidget()
    grid = QGridLayout(card)
    grid.addWidget(field, 0, 0, Qt.AlignmentFlag.AlignTop)
    whole = host(qtbot, card, QLineEdit())
    whole.resize(220, 160)
    field.set_error("The days without it must lie within the days the price is for, all of them.")
    qtbot.waitUntil(
        lambda: field.error.height() >= field.error.heightForWidth(field.error.width()) > 30,
        timeout=30_000,
    )


def test_a_page_stays_where_it_is_when_what_had_the_cursor_goes(qtbot: QtBot) -> None:
    inside = QWidget()
    column = QVBoxLayout(inside)
    buttons = [QPushButton(str(n)) for n in range(60)]
    for button in buttons:
        column.addWidget(button)
    area = d.ScrollArea(inside, None)
    host(qtbot, area, size=(300, 200))
    buttons[0].setFocus()
    for button in buttons[:50]:  # as a list does that is filled anew
        button.hide()
    assert area.verticalScrollBar().value() == 0
    for button in buttons:
        button.show()
    buttons[0].setFocus()
    for _ in range(30):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert area.verticalScrollBar().value() > 0


OPTIONS = [d.Option("them", "Them"), d.Option("me", "Me"), d.Option("note", "Note")]


def test_segments_are_one_tab_stop_and_the_arrows_choose(qtbot: QtBot) -> None:
    before, segments, after = QLineEdit(), d.Segmented(OPTIONS, "Who spoke"), QLineEdit()
    chosen: list[d.ChoiceMade] = []
    segments.chosen.connect(chosen.append)
    window = host(qtbot, before, segments, after)
    before.setFocus()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert segments.buttons["them"].hasFocus()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Right)
    assert segments.value == "me"
    assert [made.key for made in chosen] == ["me"]
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert after.hasFocus()


def test_the_choice_that_is_on_keeps_its_name_in_a_field(qtbot: QtBot) -> None:
    options = [d.Option("me", "Only me"), d.Option("others", "Others too")]
    choice = d.Segmented(options, "Who else?", value="others")
    field = d.Field("Who else uses this computer?", choice)
    qtbot.addWidget(field)
    assert choice.accessibleName() == "Who else uses this computer?"
    assert choice.buttons["others"].accessibleName() == "Others too"


def test_a_segment_cannot_be_switched_off_by_pressing_it_again(qtbot: QtBot) -> None:
    segments = d.Segmented(OPTIONS, "Who spoke", value="me")
    host(qtbot, segments)
    segments.buttons["me"].click()
    assert segments.value == "me"


def test_chips_choose_one_or_none_or_several(qtbot: QtBot) -> None:
    one, several = d.ChipGroup(OPTIONS, "Who"), d.ChipGroup(OPTIONS, "Who", several=True)
    host(qtbot, one, several)
    for group in (one, several):
        group.buttons["them"].click()
        group.buttons["me"].click()
    assert one.values == ("me",)
    assert several.values == ("them", "me")
    one.buttons["me"].click()
    assert one.value == ""


def test_setting_a_choice_from_the_program_tells_nobody(qtbot: QtBot) -> None:
    chips, chosen = d.ChipGroup(OPTIONS, "Who"), []
    qtbot.addWidget(chips)
    chips.chosen.connect(chosen.append)
    chips.set_value("note")
    assert chips.value == "note" and chosen == []


def test_a_chip_is_taken_off_by_its_cross(qtbot: QtBot) -> None:
    chip, removed = d.Chip("billing", key="tag-1"), []
    host(qtbot, chip)
    chip.removed.connect(removed.append)
    cross = chip.findChild(d.IconButton)
    assert cross.accessibleName() == "Take off billing"
    cross.click()
    assert [event.key for event in removed] == ["tag-1"]


def test_a_passphrase_is_hidden_until_it_is_asked_to_be_seen(qtbot: QtBot) -> None:
    field = d.PassphraseEdit()
    host(qtbot, field)
    assert field.edit.echoMode() == QLineEdit.EchoMode.Password
    field.eye.click()
    assert field.edit.echoMode() == QLineEdit.EchoMode.Normal
    assert field.eye.accessibleName() == "Hide the passphrase"


def test_a_new_passphrase_is_judged_in_words(qtbot: QtBot) -> None:
    field = d.PassphraseEdit(judge=True, avoid=lambda: ["northline"])
    host(qtbot, field)
    with qtbot.waitSignal(field.judged) as weak:
        qtbot.keyClicks(field.edit, "northline1")
    assert weak.args[0].strength.level <= 1
    assert field.words is not None and "eak" in field.words.text()
    with qtbot.waitSignal(field.judged) as strong:
        field.set_text("quiet harbour lemon seventeen otter")
    assert strong.args[0].strength.level == 4
    assert field.words.text() == "Strong."


@pytest.mark.parametrize("passphrase", ["password", "Passw0rd!", "northline2026", "x" * 5000])
def test_passphrases_that_look_strong_are_not_taken_for_it(passphrase: str) -> None:
    assert judge(passphrase, ["northline"]).level <= 1


def test_no_passphrase_is_no_judgement() -> None:
    assert judge("", []).level == -1


# ---------------------------------------------------------------- where it stands


def test_the_steps_read_as_one_line_to_a_screen_reader(qtbot: QtBot) -> None:
    track = d.StepTrack()
    qtbot.addWidget(track)
    track.set_steps(
        (d.Step("asked", "done"), d.Step("complaint", "current"), d.Step("court", "next", "2 May"))
    )
    assert track.accessibleName() == (
        "Steps: asked (done), complaint (current step), court (next, 2 May)"
    )


def test_steps_that_do_not_fit_wrap_and_are_all_in_view(qtbot: QtBot) -> None:
    track = d.StepTrack()
    track.set_steps(tuple(d.Step(f"step number {n}", "done") for n in range(6)))
    host(qtbot, track, QWidget(), size=(320, 500))
    assert track.height() >= track.heightForWidth(track.width()) > track.heightForWidth(5000)


def test_progress_says_how_far_and_can_be_stopped(qtbot: QtBot) -> None:
    strip, asked = d.ProgressStrip(key="7"), []
    host(qtbot, strip)
    strip.cancel_asked.connect(asked.append)
    strip.show_progress("Reading documents", 2, 9)
    assert strip.words.text() == "Reading documents 2 of 9"
    assert strip.cancel_button is not None
    strip.cancel_button.click()
    assert asked == [d.CancelAsked("7")]


def test_an_empty_screen_offers_what_to_do_and_shows_a_drop(qtbot: QtBot) -> None:
    done: list[int] = []
    empty = d.EmptyState(
        "tosort",
        "Nothing to sort",
        "Drop files.",
        actions=(d.Choice("Add", lambda: done.append(1)),),
    )
    host(qtbot, empty)
    empty.buttons[0].click()
    empty.set_drop_target(True)
    assert done == [1]
    assert empty.property("target") == "true"
    with pytest.raises(ValueError, match="two"):
        d.EmptyState("tosort", "x", actions=[d.Choice("a", int)] * 3)


def test_the_drop_overlay_covers_its_window_and_lets_the_drop_through(qtbot: QtBot) -> None:
    window = host(qtbot, QLineEdit())
    overlay = d.DropOverlay(window)
    overlay.show_words("Drop to add to this dispute")
    window.resize(700, 500)
    assert overlay.geometry() == window.rect()
    assert overlay.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


def test_a_popover_takes_the_focus_and_closes_on_escape(qtbot: QtBot) -> None:
    anchor = QPushButton("Filter")
    window = host(qtbot, anchor)
    popover = d.Popover("Show", window)
    edit = QLineEdit()
    popover.body.addWidget(edit)
    popover.show_at(anchor)
    assert popover.isVisible()
    qtbot.keyClick(popover, Qt.Key.Key_Escape)
    assert not popover.isVisible()


def test_chips_wrap_where_the_line_is_full(qtbot: QtBot) -> None:
    chips = d.ChipGroup([d.Option(str(n), f"Chip number {n}") for n in range(8)], "Chips")
    host(qtbot, chips, QWidget(), size=(300, 400))
    rows = {button.y() for button in chips.buttons.values()}
    assert len(rows) > 1
    assert all(button.geometry().right() <= chips.width() for button in chips.buttons.values())


# ---------------------------------------------------------------- lists


class Rows(QAbstractListModel):
    def __init__(self, count: int, parent: QObject) -> None:
        super().__init__(parent)
        self._count = count
        self.asked: set[int] = set()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else self._count

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        row = d.TimelineRow(f"Call {index.row()}", date="1 Sun", icon="call", note="ref 4471-K")
        if role == d.ROW_ROLE:
            self.asked.add(index.row())
            return row
        return row.spoken if role == Qt.ItemDataRole.DisplayRole else None


def test_a_timeline_asks_only_for_the_rows_in_view(qtbot: QtBot) -> None:
    listing = d.TimelineList()
    model = Rows(100_000, listing)
    listing.setModel(model)
    host(qtbot, listing, size=(500, 400))
    listing.viewport().repaint()
    assert 0 < len(model.asked) < 60
    listing.scrollToBottom()
    listing.viewport().repaint()
    assert 99_999 in model.asked
    assert len(model.asked) < 120


def test_rows_are_read_out_in_words(qtbot: QtBot) -> None:
    listing = d.TimelineList()
    listing.setModel(Rows(3, listing))
    QAbstractItemModelTester(listing.model(), listing)
    host(qtbot, listing)
    table = QAccessible.queryAccessibleInterface(listing)
    spoken = [table.child(i).text(QAccessible.Text.Name) for i in range(table.childCount())]
    assert "1 Sun, Call 0, ref 4471-K" in spoken


def test_what_a_row_says_leaves_nothing_out() -> None:
    row = d.TimelineRow("84.20 back", date="14 Sat", lead="Promise broken:", note="from 1 March")
    assert row.spoken == "14 Sat, Promise broken: 84.20 back, from 1 March"
    assert d.SidebarRow("To sort", "place", count=3).spoken == "To sort, 3"


# ---------------------------------------------------------------- sizes remembered


def test_the_sizes_of_the_panes_are_remembered(qtbot: QtBot, qapp: QObject, tmp_path: Path) -> None:
    file = tmp_path / "settings" / "view.json"

    def open_window() -> tuple[QSplitter, d.ViewMemory]:
        memory = d.ViewMemory(qapp, file)
        splitter = QSplitter()
        qtbot.addWidget(splitter)
        splitter.addWidget(QWidget())
        splitter.addWidget(QWidget())
        splitter.resize(801, 300)
        memory.keep_splitter(splitter, "main", [200, 600])
        return splitter, memory

    splitter, memory = open_window()
    splitter.moveSplitter(320, 1)
    memory.write()
    again, _ = open_window()
    assert again.sizes() == splitter.sizes()
    assert set(json.loads(file.read_text("utf-8"))) == {"splitter.main"}


def test_a_vault_opened_without_a_trace_leaves_none(qapp: QObject, tmp_path: Path) -> None:
    file = tmp_path / "view.json"
    memory = d.ViewMemory(qapp, file, remember=False)
    memory.set_value("splitter.main", [1, 2])
    memory.write()
    assert memory.value("splitter.main") == [1, 2]
    assert not file.exists()


@pytest.mark.parametrize("content", ["", "[1]", '{"splitter.main": "x"}', "\x00"])
def test_a_broken_settings_file_is_as_good_as_none(
    qtbot: QtBot, qapp: QObject, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "view.json"
    file.write_text(content, "utf-8")
    memory = d.ViewMemory(qapp, file)
    splitter = QSplitter()
    qtbot.addWidget(splitter)
    splitter.addWidget(QWidget())
    memory.keep_splitter(splitter, "main", [100])
    assert not memory.restore_window(splitter, "main")


def test_a_notice_is_as_high_as_its_words_need(qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QVBoxLayout, QWidget

    from onrecord.ui.design import NoticeArea

    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    area = NoticeArea(window)
    column.addWidget(area)
    column.addStretch(1)
    window.resize(330, 500)
    window.show()
    bar = area.tell(
        "What they said counts for more once you confirm it in writing, while it is fresh.",
        action="Write the confirmation now",
        on_action=lambda: None,
    )
    qtbot.waitUntil(lambda: bar.isVisible() and bar.label.height() > 30, timeout=30_000)
    label = bar.label
    assert label.height() >= label.heightForWidth(label.width())
    assert bar.action is not None and bar.action.y() >= label.geometry().bottom()


def test_two_parts_of_a_line_stand_below_each_other_where_it_is_narrow(qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QPushButton, QWidget

    from onrecord.ui.design import Apart

    window = QWidget()
    qtbot.addWidget(window)
    first, second = QPushButton("First of two", window), QPushButton("Second of two", window)
    window.setLayout(Apart(first, second, gap=8))
    wide = first.sizeHint().width() + second.sizeHint().width() + 8
    window.resize(wide + 100, 80)
    window.show()
    assert first.y() == second.y()
    assert second.geometry().right() == window.width() - 1, "the second at the end"
    window.resize(wide - 20, 120)
    qtbot.waitUntil(lambda: second.y() > first.geometry().bottom(), timeout=30_000)
    assert second.x() == first.x()


def test_a_chip_that_must_be_chosen_stays_on_when_it_is_pressed_again(qtbot: QtBot) -> None:
    chips = d.ChipGroup(OPTIONS, "How", always=True, value=OPTIONS[0].key)
    qtbot.addWidget(chips)
    chips.buttons[OPTIONS[0].key].click()
    assert chips.value == OPTIONS[0].key
