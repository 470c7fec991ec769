"""Walks through the whole window, one screen after another, for tests of what all of it must be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget

from onrecord.domain.contact import Promise
from onrecord.domain.contact_entry import ContactEntry, Promised, Said
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.log_contact import log_contact
from onrecord.services.open_dispute import open_dispute
from onrecord.services.record_stage import record_stage
from onrecord.services.start_packet import start_packet
from onrecord.services.track_complaint import open_line_against
from onrecord.services.trash import trash_items
from onrecord.services.who_can_help_answers import answer
from onrecord.ui.closing.closing_page import ClosingPage
from onrecord.ui.importing.import_page import ImportPage
from onrecord.ui.preferences import Preferences
from onrecord.ui.shell.room import Room
from onrecord.ui.start.start_window import StartWindow
from services.importing.files import calendar_of, event, messages, written

Wait = Callable[[Callable[[], Any]], None]
PAGES = ("settings", "shortcuts", "about", "recovery_sheet", "change_passphrase")


@dataclass(frozen=True)
class Story:
    """Ids of what was put into the vault."""

    dispute: str
    documents: tuple[str, ...]
    call: str
    promise: str
    unsorted: str
    packet: str


def tell(room: Room, folder: Path) -> Story:
    """A small dispute with one of everything; nothing a user wrote is a word of ours."""
    vault = room.vault
    dispute = open_dispute(vault, "Northline (sample)", "Charged after cancelling").result
    folder.mkdir(exist_ok=True)
    for name in ("bill one", "bill two", "unsorted", "thrown away"):
        (folder / f"{name}.txt").write_text(f"{name}: amount due 84.20")
    picture = QImage(320, 480, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    picture.save(str(folder / "picture.png"))
    files = [folder / "picture.png", folder / "bill one.txt", folder / "bill two.txt"]
    documents = attach_files(vault, files, dispute_id=dispute).added
    unsorted = attach_files(vault, [folder / "unsorted.txt"]).added[0]
    thrown = attach_files(vault, [folder / "thrown away.txt"]).added[0]
    from onrecord.domain.evidence import Evidence

    trash_items(vault, [(Evidence, thrown)])
    entry = ContactEntry(
        dated="2026-03-01T14:21",
        agent_name="Priya",
        reference="4471-K",
        lines=(Said("shows cancelled on 3 Feb"),),
        promises=(Promised("84.20 back", due="2026-03-14", amount_minor=8420, currency="GBP"),),
        dispute_ids=(dispute,),
    )
    call = log_contact(vault, entry).result
    promise = vault.find(Promise)[0].id
    packet = start_packet(vault, dispute).result
    room.reading.start()
    return Story(dispute, documents, call, promise, unsorted, packet)


def settled(room: Room, wait: Wait) -> None:
    """Until nothing is asked, saved or worked on any more."""
    for _ in range(3):
        wait(lambda: not room.jobs.running())
        room.session.settle()
        room.session._reader.submit(lambda: None).result(timeout=120)
        QApplication.processEvents()


def every_screen(room: Room, wait: Wait, folder: Path) -> Iterator[tuple[str, QWidget]]:
    """(name, the window's widget) of each screen, settled."""
    desk, window = room.desk, room.window

    def at(name: str) -> tuple[str, QWidget]:
        settled(room, wait)
        return name, window

    yield from _start(room, wait, folder)
    yield at("today, empty")
    desk.show_to_sort()
    yield at("to sort, empty")
    desk.show_trash()
    yield at("trash, empty")
    desk.new_dispute()
    yield at("new dispute")
    window.new_dispute.closed.emit()
    story = tell(room, folder)
    settled(room, wait)
    desk.show_today()
    yield at("today")
    desk.show_to_sort()
    yield at("to sort")
    desk.select("evidence", (story.unsorted,))
    yield at("to sort, one selected")
    desk.show_trash()
    yield at("trash")
    for tab in ("timeline", "documents", "money", "packets"):
        desk.show_dispute(story.dispute, tab)
        yield at(f"dispute, {tab}")
        desk.show_today()
    desk.show_dispute(story.dispute)
    for kind, ids in (
        ("dispute", (story.dispute,)),
        ("evidence", story.documents[:1]),
        ("evidence", story.documents[1:]),
        ("contact", (story.call,)),
        ("promise", (story.promise,)),
    ):
        desk.select(kind, ids)
        yield at(f"details of {len(ids)} {kind}")
    desk.select("", ())
    desk.log_contact()
    yield at("a call")
    for part in ("promise", "details", "outcome", "documents"):
        window.contact.show_page(part)
        yield at(f"a call, {part}")
    window.contact.close_form()
    desk.log_contact(contact_id=story.call)
    yield at("a call on record")
    window.contact.close_form()
    desk.act("preview", story.documents[0])
    yield at("preview")
    room.commands._look.hide()
    desk.open_document(story.documents[0])
    wait(lambda: window.book.qaction("rotate").isEnabled())
    yield at("document")
    desk.go_back()
    desk.open_packet(story.packet)
    yield at("packet")
    editor: Any = window.view("packet")
    editor.options_button.click()
    yield at("packet, options")
    for fold in editor.options.files.folds:
        editor.options.files.open(fold)
        yield at("packet, one more option")
    editor.marking.open()
    yield at("packet, black out")
    editor.show_list()
    desk.go_back()
    yield from _letter(room, wait, story.dispute)
    yield from _call(room, wait, story.dispute)
    yield from _mail(room, wait, story.dispute)
    room.commands.palette.open()
    yield at("search")
    room.commands.palette.close_palette()
    for page in PAGES:
        desk.act(page)
        yield at(f"page, {page}")
    yield from _imports(room, wait, folder)
    desk.show_dispute(story.dispute)
    yield from _help(room, wait, story.dispute)
    desk.show_dispute(story.dispute)
    desk.act("close_dispute")
    yield at("page, close the dispute")
    page = window.page
    assert isinstance(page, ClosingPage)
    page.close_it.click()
    wait(page.thanks.isVisible)
    yield at("page, how it ended")
    desk.show_insights()
    yield at("insights")
    view = window.view("insights")
    view.shape.buttons["tables"].click()
    yield at("insights, tables")
    desk.show_dispute(story.dispute)
    yield at("dispute, closed")
    desk.act("about")
    assert window.page is not None
    window.page.close_page()


def _start(room: Room, wait: Wait, folder: Path) -> Iterator[tuple[str, QWidget]]:
    """The first window, where there is no vault yet and where there is one."""
    preferences = Preferences(folder.parent / "start.json")
    for name, path in (("first run", folder.parent / "New.onrecord"), ("unlock", room.vault.path)):
        start = StartWindow(preferences, path, work_factor=4)
        start.show()
        settled(room, wait)
        yield name, start
        start.hide()
        start.deleteLater()
    room.window.activateWindow()
    wait(room.window.isActiveWindow)


def _letter(room: Room, wait: Wait, dispute: str) -> Iterator[tuple[str, QWidget]]:
    room.desk.show_dispute(dispute)
    room.desk.start_letter("complaint")
    view: Any = room.window.view("letter")
    wait(view.editor.toPlainText)
    settled(room, wait)
    yield "letter", room.window
    view.show_send()
    settled(room, wait)
    yield "letter, send", room.window
    view.show_notes()
    room.desk.go_back()


def _call(room: Room, wait: Wait, dispute: str) -> Iterator[tuple[str, QWidget]]:
    """A call that runs, in its own window; closed, it is a draft and no contact."""
    room.desk.show_dispute(dispute)
    room.desk.call_companion()
    call = room.companions.window
    assert call is not None
    wait(lambda: call.ready.rows)
    for name, part in (("call", ""), ("call, a promise", "terms"), ("call, a name", "name")):
        if part:
            call.show_page(part)
        settled(room, wait)
        yield name, call
    call.show_end()
    settled(room, wait)
    yield "call, what you got", call
    call.close()
    room.window.activateWindow()
    wait(room.window.isActiveWindow)


def _mail(room: Room, wait: Wait, dispute: str) -> Iterator[tuple[str, QWidget]]:
    """A mail in its details, with what is attached to it."""
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "Your bill", "billing@northline.example"
    mail.set_content("The bill is attached.")
    for name in ("bill three.txt", "terms.txt"):
        mail.add_attachment(f"{name}: amount due 84.20", filename=name)
    files = [Pasted("mail.eml", mail.as_bytes())]
    (id,) = attach_files(room.vault, files, dispute_id=dispute).added
    room.reading.start()
    settled(room, wait)
    room.desk.show_dispute(dispute, "documents")
    room.desk.select("evidence", (id,))
    panel: Any = room.window.inspector.panel("evidence")
    wait(panel.keep_attached.isVisible)
    settled(room, wait)
    yield "details of a mail", room.window
    panel.keep_attached.click()
    wait(lambda: panel.attached.count() == 2)
    settled(room, wait)
    yield "details of a mail, opened", room.window
    room.desk.select("", ())


def _help(room: Room, wait: Wait, dispute: str) -> Iterator[tuple[str, QWidget]]:
    """Who can help before and after the first answers, the way up, the directory."""
    desk, window = room.desk, room.window

    def page(name: str, about: str = "") -> Any:
        desk.act(name, about)
        settled(room, wait)
        return window.page

    page("who_can_help")
    yield "page, who can help, nothing known", window
    answer(room.vault, dispute, "place", "England")
    answer(room.vault, dispute, "sector", "mobile")
    step = record_stage(room.vault, dispute, "asked", dated="2026-03-01", reference="4471-K")
    record_stage(room.vault, dispute, "denied", dated="2026-03-05", reason="not covered")
    helping = page("who_can_help")
    wait(lambda: helping.cards)
    yield "page, who can help", window
    helping.cards[0].turn()
    helping.others.click()
    settled(room, wait)
    yield "page, who can help, all", window
    open_line_against(room.vault, dispute, "Northline (sample)", about="credit report")
    ladder = page("ladder")
    wait(lambda: ladder.cards)
    yield "page, the way up", window
    desk.select("stage", (step.result,))
    settled(room, wait)
    yield "a step", window
    desk.select("", ())
    listed = page("agencies")
    wait(lambda: listed.lines)
    yield "page, directory", window
    listed.add.click()
    settled(room, wait)
    yield "page, a body of my own", window
    entry = page("agencies", "uk-cisas")
    wait(lambda: entry.lines)
    yield "page, entry", window
    entry.lines["waits[1]"].correct.click()
    settled(room, wait)
    yield "page, a figure of it", window


def _imports(room: Room, wait: Wait, folder: Path) -> Iterator[tuple[str, QWidget]]:
    """A file of each kind, looked at before it is taken in."""
    room.desk.act("import")
    settled(room, wait)
    yield "page, import", room.window
    log = "Date,Who,Number\n03/04/2026,Priya,020 7946 0123\nnever,Sam,\n"
    calls = "Date,Time,Number called,Duration (s)\n16/03/2026,14:24,02079460123,1451\n"
    for name, text in (
        ("log.csv", log),
        ("calls.csv", calls),
        ("sms.xml", messages(("020 7946 0123", "2026-03-16T14:21", "in", "Soon"))),
        ("my.ics", calendar_of(event("Ask again", "DTSTART;VALUE=DATE:20990402"))),
    ):
        page = ImportPage(room.desk, room.window, written(folder, name, text))
        room.window.show_page(page)
        wait(lambda page=page: page.plan is not None)
        settled(room, wait)
        yield f"page, import {name}", room.window
