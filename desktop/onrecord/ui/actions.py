"""Every act of the app, once: its words, its keys, its picture, its place in the menus.

Menus, tool strip, command palette and the sheet of shortcuts are made from this list, so nothing
can be in one and missing from another. What an act does is given by whoever builds the window
(``ActionBook.connect``); until then it is disabled, never silently absent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from onrecord.ui.design import icons, theme

Menu = Literal["file", "edit", "dispute", "view", "help", ""]
Scope = Literal["window", "list", "document", "packet", "call"]
"""Where the keys work. ``window`` works everywhere in it, so its keys are taken in all scopes."""


@dataclass(frozen=True)
class Action:
    """``words`` end in an ellipsis where more is asked before anything happens.

    ``help`` is one sentence for the palette, the status line and screen readers. ``group`` parts
    a menu by lines. An action without a menu needs an icon: it stands in its view's tool strip.
    """

    id: str
    words: str
    shortcut: str = ""
    icon: str = ""
    menu: Menu = ""
    help: str = ""
    scope: Scope = "window"
    group: int = 0
    palette: bool = True

    @property
    def plain(self) -> str:
        """The words without the mark of the access key."""
        return self.words.replace("&&", "\0").replace("&", "").replace("\0", "&")


class Catalogue(QObject):
    """The list itself; a ``QObject`` only so that its words can be translated."""

    def actions(self) -> tuple[Action, ...]:
        """In the order of the menus. Called after the translations are in place."""
        a = Action
        return (
            # File
            a("new_dispute", self.tr("&New dispute…"), "Ctrl+N", "dispute", "file",
              self.tr("Start a dispute: which company, and what went wrong.")),
            a("add_documents", self.tr("&Add documents…"), "Ctrl+O", "attach", "file",
              self.tr("Add files to the dispute in view, or to To sort.")),
            a("paste", self.tr("Add &from the clipboard"), "Ctrl+Shift+V", "screenshot", "file",
              self.tr("Add the copied picture or file as a document.")),
            a("import", self.tr("&Import…"), "Ctrl+Shift+I", "import", "file",
              self.tr("Take in calls, messages or dates from a table, a phone or a calendar.")),
            a("agencies", self.tr("&Directory of bodies"), "", "folder", "file",
              self.tr("All bodies and their rules, each with source and date; add, correct, update.")),
            a("take_back", self.tr("Take bac&k from an adviser…"), "", "restore", "file",
              self.tr("What was changed in a dispute you handed over, to be taken or left.")),
            a("recovery_sheet", self.tr("&Recovery sheet"), "", "key", "file",
              self.tr("The code that opens the vault if you forget the passphrase."), group=1),
            a("change_passphrase", self.tr("Change &passphrase"), "", "lock", "file",
              self.tr("Set a new passphrase for this vault."), group=1),
            a("verify", self.tr("&Verify everything"), "", "success", "file",
              self.tr("Read every document and record and check that nothing was altered."), group=1),
            a("snapshots", self.tr("&Earlier states…"), "", "restore", "file",
              self.tr("Look at the records as they were, and go back to them."), group=1),
            a("settings", self.tr("&Settings"), "Ctrl+,", "settings", "file",
              self.tr("Appearance, text size, when to lock."), group=2),
            a("cover", self.tr("&Cover"), "F9", "cover", "file",
              self.tr("Blank every window at once; Esc or the same key brings them back."), group=3),
            a("lock", self.tr("&Lock"), "Ctrl+Shift+L", "lock", "file",
              self.tr("Close the vault and forget the keys."), group=3),
            a("quit", self.tr("&Quit"), "Ctrl+Q", "", "file",
              self.tr("Lock the vault and leave."), group=4),
            # Edit
            a("undo", self.tr("&Undo"), "Ctrl+Z", "undo", "edit",
              self.tr("Take back the last change. Undo ends when you lock.")),
            a("redo", self.tr("&Redo"), "Ctrl+Shift+Z", "redo", "edit",
              self.tr("Put back what was undone.")),
            a("search", self.tr("&Search everything"), "Ctrl+K", "search", "edit",
              self.tr("Find documents, calls, disputes and commands by a few letters."), group=1),
            a("edit_selected", self.tr("&Edit details"), "F2", "edit", "edit",
              self.tr("Change what is known about the selected item."), scope="list", group=2),
            a("file_into", self.tr("&File into…"), "Ctrl+M", "folder", "edit",
              self.tr("Put the selected items into a dispute."), scope="list", group=2),
            a("trash", self.tr("Move to &trash"), "Del", "trash", "edit",
              self.tr("Kept for 30 days; Undo brings it back."), scope="list", group=2),
            # Dispute
            a("log_call", self.tr("&Log a call…"), "Ctrl+L", "call", "dispute",
              self.tr("Write down who, when, the reference and what was promised.")),
            a("call_companion", self.tr("&Call companion"), "Ctrl+Shift+C", "clock", "dispute",
              self.tr("A small window for a call that runs: timer, large buttons, what to ask.")),
            a("call_sheet", self.tr("&Before a call"), "Ctrl+Shift+B", "sheet", "dispute",
              self.tr("Numbers, promises and questions on one page; and whether to call or write.")),
            a("report_fault", self.tr("&Report a fault now"), "F8", "flag", "dispute",
              self.tr("Records that you reported a fault at this minute; the rest is filled in after.")),
            a("faults", self.tr("&Faults and outages"), "", "clock", "dispute",
              self.tr("When it began and ended, and what a credit may be worth.")),
            a("log_message", self.tr("Log a &message or letter…"), "Ctrl+Shift+M", "chat", "dispute",
              self.tr("Write down an email, chat, letter or visit.")),
            a("new_letter", self.tr("New l&etter…"), "Ctrl+Shift+N", "letter", "dispute",
              self.tr("A letter or message filled from what is on record."), group=1),
            a("add_fact", self.tr("&Write down what happened…"), "Ctrl+Shift+H", "edit", "dispute",
              self.tr("Something that no call and no document tells of, with its date.")),
            a("add_term", self.tr("Promi&se or offer…"), "Ctrl+Shift+P", "promise", "dispute",
              self.tr("One that is in no call you logged and in no document.")),
            a("disagreements", self.tr("Where we disa&gree"), "", "dispute", "dispute",
              self.tr("Each point with what you say and what they say, and what shows it.")),
            a("who_can_help", self.tr("W&ho can help"), "Ctrl+Shift+G", "help", "dispute",
              self.tr("Ombudsmen, agencies and courts: whether, when, what it costs, what comes first."),
              group=1),
            a("ladder", self.tr("The wa&y up"), "Ctrl+Shift+S", "ladder", "dispute",
              self.tr("Each line of steps with its dates and references, and what they open."), group=1),
            a("new_packet", self.tr("New &packet…"), "Ctrl+P", "packet", "dispute",
              self.tr("Put together what one recipient gets, and export it as one PDF."), group=1),
            a("hand_over", self.tr("Hand to an ad&viser…"), "", "person", "dispute",
              self.tr("This dispute as an encrypted vault of its own."), group=1),
            a("close_dispute", self.tr("Close the d&ispute…"), "", "check", "dispute",
              self.tr("What became of each thing you asked for, and what to do next time."), group=1),
            a("new_deadline", self.tr("&New date…"), "Ctrl+Shift+D", "deadline", "dispute",
              self.tr("A deadline, or what you plan, with its day."), group=1),
            a("dates", self.tr("D&ates of this dispute"), "", "calendar", "dispute",
              self.tr("Deadlines and plans: what is due, and how each day was worked out."), group=1),
            a("show_timeline", self.tr("&Timeline"), "Ctrl+1", "timeline", "dispute",
              self.tr("Documents, calls, promises and silence, in order."), group=2),
            a("show_documents", self.tr("&Documents"), "Ctrl+2", "document", "dispute",
              self.tr("All documents of this dispute."), group=2),
            a("show_money", self.tr("M&oney"), "Ctrl+3", "money", "dispute",
              self.tr("Amounts you ask for and money that moved."), group=2),
            a("show_packets", self.tr("Letters && pac&kets"), "Ctrl+4", "letter", "dispute",
              self.tr("Letters and packets of this dispute."), group=2),
            # View
            a("show_today", self.tr("&Today"), "Alt+1", "today", "view",
              self.tr("What needs you now.")),
            a("show_to_sort", self.tr("To &sort"), "Alt+2", "tosort", "view",
              self.tr("What arrived and belongs to no dispute yet.")),
            a("show_insights", self.tr("&Insights"), "Alt+3", "ladder", "view",
              self.tr("What all disputes together say: time, waiting, money, what worked.")),
            a("trash_view", self.tr("T&rash"), "", "trash", "view",
              self.tr("What was thrown away in the last 30 days, to be brought back.")),
            a("back", self.tr("&Back"), "Alt+Left", "page-prev", "view",
              self.tr("Return to the view this was opened from.")),
            a("inspector", self.tr("&Details at the side"), "Ctrl+I", "inspector", "view",
              self.tr("Show or hide the details of the selected item."), group=1),
            a("up_in_day", self.tr("Move up within its day"), "Alt+Up", "chevron-up", "",
              self.tr("Of what happened on the same day, put this one line higher."), scope="list"),
            a("down_in_day", self.tr("Move down within its day"), "Alt+Down", "chevron-down", "",
              self.tr("Of what happened on the same day, put this one line lower."), scope="list"),
            a("preview", self.tr("&Preview"), "Space", "preview", "view",
              self.tr("Look at the selected document without leaving the list."), scope="list", group=1),
            a("larger_text", self.tr("&Larger text"), "Ctrl+Alt++", "zoom-in", "view",
              self.tr("Make all text larger."), group=2),
            a("smaller_text", self.tr("S&maller text"), "Ctrl+Alt+-", "zoom-out", "view",
              self.tr("Make all text smaller."), group=2),
            # Help
            a("shortcuts", self.tr("&Keyboard shortcuts"), "F1", "help", "help",
              self.tr("All shortcuts on one sheet.")),
            a("about", self.tr("&About OnRecord"), "", "info", "help",
              self.tr("Version and licences.")),
            # A document in view
            a("zoom_in", self.tr("Zoom in"), "Ctrl++", "zoom-in", help=self.tr("Show the page larger."),
              scope="document"),
            a("zoom_out", self.tr("Zoom out"), "Ctrl+-", "zoom-out", help=self.tr("Show the page smaller."),
              scope="document"),
            a("fit_width", self.tr("Fit the width"), "Ctrl+0", "fit-width",
              help=self.tr("Show the page as wide as the window."), scope="document"),
            a("rotate", self.tr("Turn"), "Ctrl+R", "rotate",
              help=self.tr("Turn the page a quarter; the file stays as it is."), scope="document"),
            a("previous_page", self.tr("Previous page"), "PgUp", "page-prev",
              help=self.tr("Go to the page before."), scope="document"),
            a("next_page", self.tr("Next page"), "PgDown", "page-next",
              help=self.tr("Go to the next page."), scope="document"),
            a("cite", self.tr("Cite this"), "Ctrl+J", "flag",
              help=self.tr("Point at what the selected words, or a part of the page, show."),
              scope="document"),
            a("export_original", self.tr("Export the original…"), "Ctrl+E", "export",
              help=self.tr("Save an unencrypted copy of the file, as it came."), scope="document"),
            # A packet in view
            a("export_packet", self.tr("Export PDF…"), "Ctrl+E", "export",
              help=self.tr("Check the packet, freeze it and save it as one PDF."), scope="packet"),
            a("move_up", self.tr("Move up"), "Alt+Up", "chevron-up",
              help=self.tr("Move the selected part towards the front."), scope="packet"),
            a("move_down", self.tr("Move down"), "Alt+Down", "chevron-down",
              help=self.tr("Move the selected part towards the end."), scope="packet"),
            a("black_out", self.tr("Black out"), "Ctrl+Shift+X", "black-out",
              help=self.tr("Take a part of a page away, on the copy in the packet."), scope="packet"),
            a("circle", self.tr("Circle"), "Ctrl+Shift+O", "highlight",
              help=self.tr("Draw a circle around a part of a page, on the copy."), scope="packet"),
            # A call being written down
            a("save_contact", self.tr("Save"), "Ctrl+Return", "check",
              help=self.tr("Finish this note and put it on record."), scope="call", palette=False),
        )  # fmt: skip

    def menus(self) -> dict[Menu, str]:
        return {
            "file": self.tr("&File"),
            "edit": self.tr("&Edit"),
            "dispute": self.tr("&Dispute"),
            "view": self.tr("&View"),
            "help": self.tr("&Help"),
        }


class ActionBook(QObject):
    """The actions of one window. Owned by that window."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        listed = Catalogue().actions()
        self._actions = {action.id: action for action in listed}
        self._keys = {action.id: _portable(action.shortcut) for action in listed}
        self._made: dict[str, QAction] = {}
        for action in listed:
            self._made[action.id] = self._make(action)
        theme.follow(self._refresh)

    def __iter__(self):
        return iter(self._actions.values())

    def action(self, name: str) -> Action:
        return self._actions[name]

    def qaction(self, name: str) -> QAction:
        return self._made[name]

    def shortcut(self, name: str) -> str:
        """In portable form ("Ctrl+L"); "" for none."""
        return self._keys[name]

    def connect_to(
        self, name: str, act: Callable[[], object], *, on: QWidget | None = None
    ) -> None:
        """Give an action something to do. ``on`` is the view whose keys it belongs to, for every
        scope but the window's."""
        made = self._made[name]
        made.triggered.connect(lambda _checked=False: act())
        made.setEnabled(True)
        if on is not None:
            on.addAction(made)

    def set_enabled(self, *names: str, on: bool) -> None:
        for name in names:
            self._made[name].setEnabled(on)

    # ---------------------------------------------------------------- what is made from the list

    def fill_menu_bar(self, bar: QMenuBar) -> None:
        for place, title in Catalogue().menus().items():
            self.fill_menu(bar.addMenu(title), [a.id for a in self if a.menu == place])

    def fill_menu(self, menu: QMenu, names: Iterable[str]) -> None:
        group: int | None = None
        menu.setToolTipsVisible(True)
        for name in names:
            action = self._actions[name]
            if group is not None and action.group != group:
                menu.addSeparator()
            group = action.group
            menu.addAction(self._made[name])

    def palette(self, typed: str = "") -> list[Action]:
        """What can be done now and has all the typed words in its own, best first."""
        wanted = typed.casefold().split()
        fits = [
            action
            for action in self
            if action.palette
            and self._made[action.id].isEnabled()
            and all(word in f"{action.plain} {action.help}".casefold() for word in wanted)
        ]
        if wanted:
            fits.sort(key=lambda action: not _starts(action.plain.casefold(), wanted[0]))
        return fits

    def sheet(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """For the sheet of shortcuts: (heading, [(words, keys as this system writes them)])."""
        headings: dict[Scope, str] = {
            "window": self.tr("Everywhere"),
            "list": self.tr("In a list"),
            "document": self.tr("In a document"),
            "packet": self.tr("In a packet"),
            "call": self.tr("While you note a call"),
        }
        return [
            (
                title,
                [
                    (action.plain.rstrip("…"), _native(self._keys[action.id]))
                    for action in self
                    if action.scope == scope and self._keys[action.id]
                ],
            )
            for scope, title in headings.items()
        ]

    # ---------------------------------------------------------------- making

    def _make(self, action: Action) -> QAction:
        made = QAction(action.words, self)
        made.setObjectName(action.id)
        made.setEnabled(False)
        made.setStatusTip(action.help)
        if action.id == "quit":
            made.setMenuRole(QAction.MenuRole.QuitRole)
        elif action.id == "about":
            made.setMenuRole(QAction.MenuRole.AboutRole)
        elif action.id == "settings":
            made.setMenuRole(QAction.MenuRole.PreferencesRole)
        else:
            made.setMenuRole(QAction.MenuRole.NoRole)
        if action.scope == "window":
            made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            window = self.parent()
            assert isinstance(window, QWidget)
            window.addAction(made)
        else:
            made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return made

    def _dress(self, name: str) -> None:
        action, made, key = self._actions[name], self._made[name], self._keys[name]
        made.setShortcut(QKeySequence(key))
        tip = action.plain.rstrip("…")
        made.setToolTip(f"{tip} ({_native(key)})" if key else tip)

    def _refresh(self) -> None:
        for name, action in self._actions.items():
            self._dress(name)
            if action.icon:
                self._made[name].setIcon(icons.icon(action.icon))


def _portable(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def _native(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def _starts(words: str, beginning: str) -> bool:
    return any(word.startswith(beginning) for word in words.split())
