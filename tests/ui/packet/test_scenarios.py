"""Each dispute of the scenarios ends in its packet in the window: who it is for is chosen, what the
check holds up is settled by a click, it is exported, and that it was sent is put on record.

What is on record before that stands there by the services; every paper is made here, a sample."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from intake.documents_made_here import HEIC, pdf, picture
from onrecord.domain.contact_entry import ContactEntry, Promised
from onrecord.domain.counterparty import AccountRef
from onrecord.domain.dispute import DesiredOutcome, Dispute
from onrecord.domain.evidence import Evidence
from onrecord.domain.sending import Sending
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.cite import Spot, cite
from onrecord.services.claim_lines import add_claim
from onrecord.services.edit_people import edit_complainant
from onrecord.services.edit_record import edit_record
from onrecord.services.facts import add_fact, add_version, admit
from onrecord.services.issues import add_issue
from onrecord.services.log_contact import log_contact
from onrecord.services.mark_theirs import mark_theirs
from onrecord.services.read_documents import read_documents
from onrecord.services.record_stage import record_stage
from onrecord.services.recovery_sheet import note_asked_before_export
from onrecord.services.track_complaint import track_at
from onrecord.ui.packet.packet_editor import PacketEditor
from onrecord.ui.shell.room import Room
from onrecord.vault.vault import Vault

from .conftest import A4

Wait = Callable[[Callable[[], Any]], None]
Build = Callable[[Vault, str, dict[str, str]], None]


@dataclass(frozen=True)
class Scenario:
    """``papers`` by file name; ``days`` says of which day each is; ``told`` puts the rest on
    record; ``held`` are the buttons that settle what the check holds up, and ``asked`` is how much
    it asks about then; the packet says all of ``says`` and nothing of ``hides``."""

    what: str
    place: str
    sector: str
    currency: str
    want: str
    body: str
    papers: dict[str, bytes]
    days: dict[str, str]
    told: Build
    held: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    account: str = ""
    theirs: tuple[str, ...] = ()
    asked: int = 0


def paper(*pages: str) -> bytes:
    return pdf(list(pages), media=A4, at=(60, 760))


def screen(*lines: str) -> bytes:
    shot = Image.new("RGB", (720, 1280), "white")
    draw = ImageDraw.Draw(shot)
    for number, line in enumerate(lines):
        draw.text((40, 40 + 44 * number), line, fill="black", font_size=28)
    out = io.BytesIO()
    shot.save(out, "PNG")
    return out.getvalue()


def mail(subject: str, day: str, words: str) -> bytes:
    return (
        f"From: care@company.example\r\nTo: me@home.example\r\nSubject: {subject}\r\n"
        f"Date: {day} 10:00:00 +0000\r\n\r\n{words}\r\n"
    ).encode()


def call(vault: Vault, dispute: str, when: str, **said: Any) -> None:
    log_contact(vault, ContactEntry(dated=when, dispute_ids=(dispute,), **said))


def ask_for(
    vault: Vault, dispute: str, words: str, amount: str, currency: str, *shown: Spot
) -> None:
    made = add_claim(vault, dispute, words, amount, currency).result
    cite(vault, "claim_line", made, shown)


def _tv(vault: Vault, dispute: str, ids: dict[str, str]) -> None:
    call(vault, dispute, "2016-10-25", kind="voicemail", direction="in", outcome="Please call us")
    call(vault, dispute, "2016-10-27T10:00", agent_name="Sam", reference="V-1",
         outcome="They look into it")  # fmt: skip
    call(vault, dispute, "2016-10-28T15:00", agent_name="Sam", reference="V-2",
         promises=(Promised("credit of the TV charges", "", 22366, "USD"),))  # fmt: skip
    track = track_at(vault, dispute, "us-fcc-informal").result
    record_stage(vault, dispute, "served", dated="24 October 2016", reference="1283196",
                 track_id=track)  # fmt: skip
    record_stage(vault, dispute, "answered", dated="28 October 2016", track_id=track,
                 evidence_id=ids["response.pdf"])  # fmt: skip
    for words, amount, name in (
        ("TV, July", "74.22", "july.pdf"), ("Late charge", "1.00", "july.pdf"),
        ("TV, August", "74.22", "august.pdf"), ("TV, September", "74.22", "september.pdf"),
    ):  # fmt: skip
        ask_for(vault, dispute, words, amount, "USD", Spot(ids[name], 1))


def _chatbot(vault: Vault, dispute: str, ids: dict[str, str]) -> None:
    call(vault, dispute, "2022-11-11", agent_name="an agent", outcome="About $380 each way")
    said = add_fact(vault, dispute, "They admit that the chatbot misled me", "8 February 2023")
    cite(vault, "fact", said.result, [Spot(ids["answer.eml"], 1)])
    admit(vault, said.result, "misleading words")
    issue = add_issue(vault, dispute, "Retroactive claim allowed?", "Within 90 days, it said.",
                      "The web page says no.").result  # fmt: skip
    cite(vault, "issue", issue, [Spot(ids["chat.png"], 1)], "mine")
    cite(vault, "issue", issue, [Spot(ids["policy.html"], 1)], "theirs")
    for words, amount, name in (
        ("Fare out", "794.98", "out.pdf"), ("Fare back", "845.38", "back.pdf"),
    ):  # fmt: skip
        ask_for(vault, dispute, words, amount, "CAD", Spot(ids[name], 1))


def _hotel(vault: Vault, dispute: str, ids: dict[str, str]) -> None:
    call(vault, dispute, "2025-04-25T11:00", agent_team="Fraud", reference="F-1",
         outcome="Passed to chargebacks")  # fmt: skip
    call(vault, dispute, "2025-04-25T11:20", agent_team="Chargebacks", reference="CB-2",
         outcome="Contact the hotel first")  # fmt: skip
    ask_for(vault, dispute, "Two rooms", "NZ$481.85 (US$268.94)", "NZD",
            Spot(ids["confirmation.eml"], 1))  # fmt: skip
    ask_for(vault, dispute, "Poor service", "100.00", "NZD")
    record_stage(vault, dispute, "denied", dated="30 May 2025", reason="no dispute rights",
                 evidence_id=ids["decline.eml"])  # fmt: skip


def _power(vault: Vault, dispute: str, ids: dict[str, str]) -> None:
    del ids
    for month in ("2011-05", "2011-06", "2011-08"):
        call(vault, dispute, month, outcome="No bill yet, they will look")
    call(vault, dispute, "2011-05/2011-09", outcome="Several calls, no bill")


def _transfer(vault: Vault, dispute: str, ids: dict[str, str]) -> None:
    del ids
    fact = add_fact(
        vault, dispute, "I asked to move the service on 29 November", "22 November 2015"
    )
    add_version(vault, fact.result, "Order placed for 14 December", "13 November 2015")


SCENARIOS = {
    "1": Scenario(
        "TV charges after they were cancelled", "US-NY", "tv", "USD", "Reverse $223.66",
        "Federal Communications Commission, informal complaint",
        {
            "july.pdf": paper("Bill July 16, 2016\nTV package 74.22\nLate charge 1.00"),
            "august.pdf": paper("Bill August 16, 2016\nTV package 74.22"),
            "september.pdf": paper("Bill September 16, 2016\nTV package 74.22\nSSN 123-45-6789"),
            "response.pdf": paper("October 28, 2016\nWe have credited $223.66."),
        },
        {"july.pdf": "2016-07-16", "august.pdf": "2016-08-16", "september.pdf": "2016-09-16",
         "response.pdf": "2016-10-28"},
        _tv, ("Black out",),
        ("US$223.66", "8155 0012 3456", "1283196", "they answered", "V-1", "V-2"),
        ("123-45-6789",), "8155 0012 3456",
    ),
    "3": Scenario(
        "The chatbot misstated the bereavement fare", "CA-BC", "air_travel", "CAD",
        "Refund CA$880.00", "Civil Resolution Tribunal of British Columbia",
        {
            "chat.png": screen("You may claim the reduced rate", "within 90 days of the ticket."),
            "policy.html": b"<h1>Bereavement</h1><p>No refund after travel.</p>",
            "out.pdf": paper("E-ticket 794.98"), "back.pdf": paper("E-ticket 845.38"),
            "answer.eml": mail("Refund", "Wed, 08 Feb 2023", "It used misleading words."),
        },
        {"chat.png": "2022-11-11", "policy.html": "2022-11-11", "out.pdf": "2022-11-11",
         "back.pdf": "2022-11-16"},
        _chatbot, (),
        ("CA$1,640.36", "“misleading words”", "Retroactive claim allowed?", "No refund after"),
        ("US$",), theirs=("policy.html",), asked=1,
    ),
    "5": Scenario(
        "Hotel booking not as offered", "NZ", "credit_card", "NZD", "Refund NZ$481.85",
        "Banking Ombudsman Scheme",
        {
            "Terms before paying.png": screen("Room for two, free cancellation", "1 room  $201"),
            "confirmation.eml": mail("Your booking", "Fri, 25 Apr 2025", "Two rooms, US$268.94"),
            "decline.eml": mail("Your dispute", "Fri, 30 May 2025", "You have no dispute rights."),
        },
        {"Terms before paying.png": "2025-04-25"},
        _hotel, (),
        ("NZ$581.85", "US$268.94", "no dispute rights", "F-1", "CB-2"), ("750.79",),
    ),
    "6": Scenario(
        "Back-bill of $1,697.72", "NZ", "electricity", "NZD", "A fair bill", "Utilities Disputes",
        {
            "back-bill.pdf": paper("Bill October 2011\nBack-bill 1,697.72"),
            "meter.jpg": picture("JPEG", (600, 450), taken="2011:09:03 10:00:00", place=True),
            "meter2.heic": HEIC,
        },
        {"back-bill.pdf": "2011-10"},
        _power, (),
        ("May 2011", "I recall", "Several calls, no bill"), (" 1 May 2011",),
    ),
    "7": Scenario(
        "Transfer on the wrong day", "NZ", "internet", "NZD", "Cancel the termination fee",
        "Telecommunications Dispute Resolution", {}, {}, _transfer, (),
        ("I recall: I asked to move the service", "Order placed for 14 December"),
    ),
}  # fmt: skip


def put_on_record(room: Room, dispute: str, scenario: Scenario) -> None:
    vault = room.vault
    note_asked_before_export(vault)
    edit_record(vault, Dispute, dispute, title=scenario.what, place=scenario.place,
                sector=scenario.sector, currency=scenario.currency)  # fmt: skip
    edit_complainant(vault, dispute, name="Alex Morgan (sample)",
                     postal_address="14 Example Road, Springfield")  # fmt: skip
    with vault.change("Set up") as tx:
        tx.insert(DesiredOutcome(dispute_id=dispute, words=scenario.want))
        if scenario.account:
            tx.insert(AccountRef(dispute_id=dispute, kind="account", value=scenario.account))
    ids: dict[str, str] = {}
    if scenario.papers:
        files = [Pasted(name, data) for name, data in scenario.papers.items()]
        made = attach_files(vault, files, dispute_id=dispute)
        read_documents(vault, room.session.workshop.reader)
        ids = {
            name: one.evidence_id for name, one in zip(scenario.papers, made.outcomes, strict=True)
        }
    for name, day in scenario.days.items():
        edit_record(vault, Evidence, ids[name], dated=day)
    for name in scenario.theirs:
        mark_theirs(vault, ids[name], dispute, True)
    scenario.told(vault, dispute, ids)


@pytest.mark.parametrize("number", SCENARIOS)
def test_a_scenario_ends_in_its_packet_and_that_it_was_sent(
    qtbot: QtBot, room: Room, dispute: str, wait: Wait, target: Path, number: str
) -> None:
    scenario = SCENARIOS[number]
    put_on_record(room, dispute, scenario)
    room.desk.show_dispute(dispute)
    wait(lambda: room.desk.place.id == dispute)
    left = Qt.MouseButton.LeftButton
    room.window.setFocus()
    qtbot.keyClick(room.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    wait(lambda: room.desk.place.kind == "packet")
    editor = room.window.view("packet")
    assert isinstance(editor, PacketEditor)
    page = editor.beside.recipient
    wait(lambda: editor.left.currentWidget() is page and scenario.body in page.names())
    wait(lambda: page.list.hasFocus())
    for _ in range(page.names().index(scenario.body)):
        qtbot.keyClick(page.list, Qt.Key.Key_Down)
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    wait(lambda: editor.title.text() == f"Packet for {scenario.body}")
    wait(lambda: editor.left.currentWidget() is not page)
    wait(lambda: editor.packet.fit is not None and not editor.packet.fit.measured.about)

    for words in scenario.held:
        wait(lambda: any(line.holds for line in editor.packet.checks))
        editor.check.set_open(on=True)
        button = shown(editor, words, wait)
        qtbot.mouseClick(button, left)
        wait(lambda: not any(line.holds for line in editor.packet.checks))
    wait(lambda: editor.check.primary.isEnabled())
    wait(lambda: len(editor.check.needing) == scenario.asked)
    if scenario.asked:  # the first press shows what it is, the second sends it all the same
        qtbot.mouseClick(editor.check.primary, left)
        wait(lambda: editor.check.lines_area.isVisible())
        focused = room.window.focusWidget()
        assert isinstance(focused, QAbstractButton) and focused.text() == "Open the letter"
    qtbot.mouseClick(editor.check.primary, left)
    wait(lambda: editor.sending.isVisible() and editor.sending.sheet is not None)

    said = words_of(target)
    for words in scenario.says:
        assert words in said, words
    for words in scenario.hides:
        assert words not in said, words
    sheet = editor.sending
    assert sheet.files.saved() == [target]
    wait(lambda: sheet.record.sent.isEnabled())
    qtbot.mouseClick(sheet.record.sent, left)
    wait(lambda: len(sheet.sent.cards) == 1)
    assert room.vault.find(Sending)[0].recipient == scenario.body


def shown(editor: PacketEditor, words: str, wait: Wait) -> QAbstractButton:
    """The first button of the check that says so, once it is in view."""

    def there() -> list[QAbstractButton]:
        found = editor.check.findChildren(QAbstractButton)
        return [b for b in found if b.text() == words and b.isVisible()]

    wait(there)
    return there()[0]


def words_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return " ".join(" ".join(pages).split())
