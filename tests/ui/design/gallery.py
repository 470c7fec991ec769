"""Every piece of the design system in one window, to be looked at.

``python tests/ui/design/gallery.py FOLDER`` writes pictures of it in light, dark and large text;
without a folder it opens the window. Set ``QT_SCALE_FACTOR=2`` for fine print.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, QStringListModel, Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenuBar,
    QPlainTextEdit,
    QRadioButton,
    QSizePolicy,
    QSpinBox,
    QSplitter,
    QTabBar,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from onrecord.ui import design as d
from onrecord.ui.design import icons, theme


class Rows(QStringListModel):
    """A model of row dataclasses, as views have them."""

    def __init__(self, rows: list[d.SidebarRow] | list[d.TimelineRow], parent: QWidget) -> None:
        super().__init__([row.spoken for row in rows], parent)
        self._rows = rows

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> object:
        if role == d.ROW_ROLE:
            return self._rows[index.row()]
        return super().data(index, role)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if self._rows[index.row()].kind in ("heading", "month", "silence"):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)


SIDEBAR = [
    d.SidebarRow("Today", "place", icon="today", count=2),
    d.SidebarRow("To sort", "place", icon="tosort", count=3),
    d.SidebarRow("Disputes", "heading"),
    d.SidebarRow("Charged after cancelling", note="3 days late", note_tone="danger"),
    d.SidebarRow("Hotel deposit not returned", note="answer by 2 April"),
    d.SidebarRow("Parcel left in the rain", note="waiting for them, 9 days"),
    d.SidebarRow("Closed", "heading"),
    d.SidebarRow("Wrong meter reading", note="won, 112.00 back", note_tone="success"),
]
TIMELINE = [
    d.TimelineRow("March 2026", "month"),
    d.TimelineRow("Bill 16 March, no credit on it", date="16 Mon", icon="bill", note="p. 2"),
    d.TimelineRow(
        "84.20 back",
        date="14 Sat",
        icon="promise-broken",
        lead="Promise broken:",
        note="from 1 March",
        tone="danger",
    ),
    d.TimelineRow("13 days without a word", "silence"),
    d.TimelineRow(
        "Priya, billing, 24 min (17 on hold)", date="1 Sun", icon="call", note="ref 4471-K"
    ),
    d.TimelineRow("February 2026", "month"),
    d.TimelineRow(
        "Two calls, day not known",
        date="March",
        icon="call",
        note="no reference: how to fix",
        note_tone="warning",
    ),
    d.TimelineRow("Chat with “Sam”, cancelled on 3 February", date="3 Tue 09:41", icon="chat"),
]


def main_window() -> QWidget:
    """The main window of the sketch, made from the pieces."""
    window = QWidget()
    window.setProperty("look", "window")
    window.resize(1024, 700)
    outer = QVBoxLayout(window)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.setSpacing(0)
    bar = QHBoxLayout()
    bar.setSpacing(d.Space.S)
    bar.setContentsMargins(d.Space.M, d.Space.S, d.Space.M, d.Space.S)
    menus = QMenuBar()
    for menu in ("File", "Edit", "Dispute", "View", "Help"):
        menus.addMenu(menu)
    menus.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
    bar.addWidget(menus)
    bar.addStretch(1)
    search = QLineEdit()
    search.setPlaceholderText("Search everything")
    search.setMinimumWidth(260)
    search.addAction(icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
    bar.addWidget(search)
    bar.addWidget(d.Button("Cover", icon="cover"))
    bar.addWidget(d.Button("Lock", icon="lock"))
    outer.addLayout(bar)
    outer.addWidget(d.Rule())
    split = QSplitter()
    split.setChildrenCollapsible(False)
    side = QWidget()
    side.setProperty("look", "window")
    column = QVBoxLayout(side)
    column.setContentsMargins(0, d.Space.S, 0, d.Space.S)
    listing = d.SidebarList()
    listing.setModel(Rows(SIDEBAR, side))
    listing.setCurrentIndex(listing.model().index(3, 0))
    column.addWidget(listing, 1)
    new = QHBoxLayout()
    new.setContentsMargins(d.Space.S, 0, d.Space.S, 0)
    new.addWidget(d.QuietButton("New dispute", icon="add"))
    new.addStretch(1)
    column.addLayout(new)
    split.addWidget(side)
    split.addWidget(_dispute())
    split.setSizes([230, 794])
    outer.addWidget(split, 1)
    outer.addWidget(d.Rule())
    foot = QHBoxLayout()
    foot.setContentsMargins(d.Space.L, d.Space.XS, d.Space.L, d.Space.XS)
    foot.addWidget(d.Muted("All saved 14:02", wrap=False))
    foot.addStretch(1)
    strip = d.ProgressStrip()
    strip.show_progress("Reading documents", 2, 9)
    foot.addWidget(strip)
    foot.addStretch(1)
    foot.addWidget(d.Muted("Backup: 3 days ago", wrap=False))
    outer.addLayout(foot)
    return window


def _dispute() -> QWidget:
    centre = QWidget()
    centre.setProperty("look", "surface")
    column = QVBoxLayout(centre)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    head = QVBoxLayout()
    head.setContentsMargins(d.Space.L, d.Space.L, d.Space.L, d.Space.S)
    head.setSpacing(d.Space.XS)
    line = QHBoxLayout()
    line.addWidget(d.Heading("Charged after cancelling", elide=True), 1)
    line.addWidget(d.Label("Northline Telecom (sample)", muted=True))
    head.addLayout(line)
    head.addWidget(d.Body("They promised 84.20 back by 14 March. It is 3 days late."))
    steps = d.StepTrack()
    steps.set_steps(
        (
            d.Step("asked", "done"),
            d.Step("supervisor", "done"),
            d.Step("formal complaint", "current"),
            d.Step("ombudsman", "next", "28 April"),
        )
    )
    head.addWidget(steps)
    head.addSpacing(d.Space.XS)
    card = d.NextStepCard()
    card.show_step(
        "Remind them of the broken promise",
        "Call of 1 March, reference 4471-K; not on the bill of 16 March.",
        d.Choice("Write the reminder", lambda: None),
        others=(d.Choice("Go to the ombudsman now", lambda: None),),
    )
    head.addWidget(card)
    column.addLayout(head)
    tabs = QTabBar()
    for name in ("Timeline 14", "Documents 9", "Money 84.20", "Letters && packets 2"):
        tabs.addTab(name)
    tabs.setDrawBase(False)
    tabs.setExpanding(False)
    inset = QHBoxLayout()
    inset.setContentsMargins(d.Space.S, 0, 0, 0)
    inset.addWidget(tabs)
    inset.addStretch(1)
    column.addLayout(inset)
    column.addWidget(d.Rule())
    tools = QHBoxLayout()
    tools.setContentsMargins(d.Space.L, d.Space.S, d.Space.L, d.Space.S)
    tools.setSpacing(d.Space.S)
    tools.addWidget(d.Button("Log a call", icon="call", shortcut="Ctrl+L"))
    tools.addWidget(d.Button("Add documents", icon="attach", shortcut="Ctrl+O"))
    tools.addStretch(1)
    tools.addWidget(d.QuietButton("Show: everything", icon="filter"))
    column.addLayout(tools)
    area = d.NoticeArea()
    wrap = QVBoxLayout()
    wrap.setContentsMargins(d.Space.L, 0, d.Space.L, d.Space.XS)
    wrap.addWidget(area)
    column.addLayout(wrap)
    area.tell("2 documents added to this dispute.", "success", action="Undo", on_action=lambda: 0)
    listing = d.TimelineList()
    listing.setModel(Rows(TIMELINE, centre))
    listing.setCurrentIndex(listing.model().index(1, 0))
    column.addWidget(listing, 1)
    return centre


def pieces() -> QWidget:
    """The rest, one after the other, in two columns."""
    page = QWidget()
    page.setProperty("look", "surface")
    page.resize(1024, 900)
    row = QHBoxLayout(page)
    row.setContentsMargins(d.Space.XL, d.Space.XL, d.Space.XL, d.Space.XL)
    row.setSpacing(d.Space.XXL)
    left, right = QVBoxLayout(), QVBoxLayout()
    for column in (left, right):
        column.setSpacing(d.Space.M)
        row.addLayout(column, 1)

    left.addWidget(d.Label("Display", style=d.TextStyle.DISPLAY))
    left.addWidget(d.Heading("Heading of a view"))
    left.addWidget(d.Title("Title of a card"))
    left.addWidget(d.Body("Body text that explains one thing and wraps when it has to."))
    left.addWidget(d.Muted("Muted text for what comes second."))
    left.addWidget(d.Mono("0012 3456 78   ref 4471-K   0O1lI"))
    left.addWidget(d.Label("A name so long that it has to end in dots before it ends", elide=True))
    buttons = d.FlowLayout()
    primary = d.PrimaryButton("Export PDF", icon="export")
    disabled = d.Button("Not possible", icon="print")
    disabled.setEnabled(False)
    for button in (
        primary,
        d.Button("Preview", icon="preview"),
        d.QuietButton("Other options"),
        d.LinkButton("Suggest five words"),
        d.DangerButton("Move to trash", icon="trash"),
        disabled,
    ):
        buttons.addWidget(button)
    left.addLayout(buttons)
    tools = QHBoxLayout()
    tools.setSpacing(2)
    for icon, name in (
        ("zoom-out", "Smaller"),
        ("zoom-in", "Larger"),
        ("fit", "Fit the page"),
        ("rotate", "Turn"),
        ("copy", "Copy"),
        ("page-prev", "Page before"),
        ("page-next", "Next page"),
        ("more", "More"),
    ):
        tools.addWidget(d.IconButton(icon, name))
    tools.addStretch(1)
    left.addLayout(tools)
    options = [d.Option("all", "Everything"), d.Option("calls", "Calls"), d.Option("docs", "Bills")]
    left.addWidget(d.Segmented(options, "Show"))
    chips = [d.Option(w, w) for w in ("They refused", "No reference", "Cut off", "Transferred")]
    group = d.ChipGroup(chips, "What happened", several=True)
    group.set_value("No reference")
    left.addWidget(group)
    tags = d.FlowLayout()
    for word in ("billing", "cancelled"):
        tags.addWidget(d.Chip(word))
    for words, tone in (
        ("kept", "success"),
        ("open", "info"),
        ("due in 3 days", "warning"),
        ("broken", "danger"),
        ("draft", "neutral"),
    ):
        tags.addWidget(d.StatusPill(words, tone))
    left.addLayout(tags)
    marks = QHBoxLayout()
    checked, radio = QCheckBox("Names may show"), QRadioButton("Only me")
    checked.setChecked(True)
    radio.setChecked(True)
    for widget in (checked, QCheckBox("Off"), radio, QRadioButton("Others too")):
        marks.addWidget(widget)
    marks.addStretch(1)
    left.addLayout(marks)
    area = d.NoticeArea(most=4)
    left.addWidget(area)
    area.tell("The backup drive is not connected.", "warning")
    area.tell(
        "This file could not be read. It is kept safely.", "error", action="Show", on_action=int
    )
    area.tell("Names are hidden in notifications.", "info")
    area.tell("Moved to trash.", "success", action="Undo", on_action=int)
    left.addStretch(1)

    name = QLineEdit("Priya")
    right.addWidget(
        d.Field("&Who did you talk to?", name, optional=True, hint="A first name will do.")
    )
    late = QLineEdit("31.02.2026")
    wrong = d.Field("&By when?", late)
    wrong.set_error("There is no 31 February. Write the day as 28.02.2026.")
    right.addWidget(wrong)
    combo, spin = QComboBox(), QSpinBox()
    combo.addItems(["Ombudsman (sample)", "Small claims"])
    pair = QHBoxLayout()
    pair.addWidget(d.Field("&Recipient", combo), 2)
    pair.addWidget(d.Field("&Pages", spin), 1)
    right.addLayout(pair)
    secret = d.PassphraseEdit(judge=True)
    secret.edit.setText("quiet harbour lemon seventeen")
    right.addWidget(d.Field("Pass&phrase", secret))
    note = QPlainTextEdit("Shows cancelled on 3 February.")
    note.setFixedHeight(70)
    right.addWidget(d.Field("&Note", note))
    card = d.Card("A card")
    card.body.addWidget(d.Body("Holds one thing."))
    right.addWidget(card)
    table = QTableWidget(2, 3)
    table.setHorizontalHeaderLabels(["What", "When", "Amount"])
    for number, cells in enumerate((("Bill", "16 March", "84.20"), ("Call", "1 March", ""))):
        for column, cell in enumerate(cells):
            table.setItem(number, column, QTableWidgetItem(cell))
    d.TableDress(table)
    table.setFixedHeight(120)
    table.selectRow(0)
    right.addWidget(table)
    empty = d.EmptyState(
        "tosort",
        "Nothing to sort",
        "Drop files anywhere, or paste a screenshot.",
        actions=(d.Choice("Add documents", lambda: None, "attach"),),
    )
    empty.set_drop_target(True)
    right.addWidget(empty, 1)
    return page


def icon_sheet() -> QWidget:
    page = QWidget()
    page.setProperty("look", "surface")
    grid = QGridLayout(page)
    for number, name in enumerate(sorted(icons.names())):
        cell = QVBoxLayout()
        picture = QLabel()
        side = theme.current().metrics.px(24)
        picture.setPixmap(icons.icon(name, size=side).pixmap(QSize(side, side)))
        small = QLabel()
        small.setPixmap(icons.icon(name, "muted", 16).pixmap(QSize(16, 16)))
        line = QHBoxLayout()
        line.addWidget(picture)
        line.addWidget(small)
        line.addStretch(1)
        cell.addLayout(line)
        cell.addWidget(d.Muted(name, wrap=False))
        grid.addLayout(cell, number // 11, number % 11)
    return page


def dropping() -> QWidget:
    window = _dispute()
    window.resize(794, 600)
    d.DropOverlay(window).show_words("Drop to add to this dispute")
    return window


def main() -> int:
    app = QApplication(sys.argv[:1])
    if "--right-to-left" in sys.argv:
        sys.argv.remove("--right-to-left")
        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    if len(sys.argv) < 2:
        theme.apply(app)
        windows = [main_window(), pieces(), icon_sheet()]
        for window in windows:
            window.show()
        return app.exec()
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for mode, scale in (("light", 1.0), ("dark", 1.0), ("light", 1.5)):
        theme.apply(app, mode, scale)
        for make in (main_window, pieces, icon_sheet, dropping):
            window = make()
            window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
            window.show()
            for _ in range(20):  # the strength of the passphrase comes from a thread
                app.processEvents()
                time.sleep(0.02)
            window.grab().save(str(folder / f"{make.__name__}-{mode}-{round(scale * 100)}.png"))
            window.close()
            window.deleteLater()
    return 0


if __name__ == "__main__":
    sys.exit(main())
