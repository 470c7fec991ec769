"""How soon the page in view is right after each kind of change to a packet of more than a hundred.

``python editing.py FOLDER``: a packet of the documents in FOLDER, all invented, open in the window.
Prints as JSON, per change: until the page in view was drawn anew (s), by the clock and without what
the threads and the process that make it stood in line for a processor; and the processor seconds of
all of ours until then.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from benchmarks.measure import cpu_s
from onrecord.ui.collecting import Collector
from onrecord.ui.design import ViewMemory, theme
from onrecord.ui.preferences import Preferences
from onrecord.ui.shell.room import Room
from onrecord.vault.vault import Vault

PAGES = "pages of the PDF"
_PATIENCE_S = 240
_MAKING = ("pages", "vault_0")  # threads of ours on which the pages in view depend


class Editing:
    """The editor of one packet, and a clock."""

    def __init__(self, room: Room, packet: str) -> None:
        self.room, self.id = room, packet
        self.editor: Any = room.window.view("packet")
        self.told: dict[str, tuple[float, float, float]] = {}

    def until(self, true: Callable[[], object]) -> None:
        end = time.monotonic() + _PATIENCE_S
        while not true():
            assert time.monotonic() < end, "never there"
            QApplication.processEvents()
            time.sleep(0.002)

    def is_drawn(self) -> bool:
        pages = self.editor.preview.pages
        return bool(pages.current_page) and pages.is_drawn(pages.current_page)

    def act(self, name: str, do: Callable[[], object], document: int = 0, page: int = 0) -> None:
        """Changes something while a page of a document (from 1), or the first, is in view."""
        preview = self.editor.preview
        self.until(lambda: preview.is_current and self.editor.packet.is_current)
        self.until(lambda: not preview.report.waiting and not preview.state.text())
        preview.go_to_page(self.page_of(document, page) if document else 1)
        self.until(self.is_drawn)
        edition = preview._edition
        began, queued, spent = time.monotonic(), self.queued_s(), cpu_s(os.getpid())
        do()
        self.until(lambda: preview._edition > edition and self.is_drawn())
        wall, stood = time.monotonic() - began, self.queued_s() - queued
        self.told[name] = wall, wall - stood, cpu_s(os.getpid()) - spent

    def page_of(self, document: int, page: int) -> int:
        report = self.editor.preview.report
        label = self.editor.packet.detail.exhibits[document - 1].label
        places = enumerate(report.pages, 1)
        return next(
            n for n, one in places if (one.exhibit_label, one.exhibit_page) == (label, page)
        )

    def queued_s(self) -> float:
        """Stood in line by what makes the pages; the window only waits for it."""
        own = [t.native_id for t in threading.enumerate() if t.name in _MAKING]
        live = self.editor.preview._source._live
        worker = live._preview._worker._process.pid if live is not None else 0
        tasks = [f"/proc/self/task/{id}" for id in own] + ([f"/proc/{worker}"] if worker else [])
        return sum(int(Path(t, "schedstat").read_text().split()[1]) for t in tasks) / 1e9


def main(folder: Path) -> dict[str, Any]:
    from onrecord.domain.letter import Letter
    from onrecord.domain.packet import Packet
    from onrecord.services.attach_files import attach_files
    from onrecord.services.black_out import black_out_box
    from onrecord.services.edit_record import edit_record
    from onrecord.services.judge_exhibits import judge_exhibits
    from onrecord.services.open_dispute import open_dispute
    from onrecord.services.packet_for import add_letter
    from onrecord.services.read_documents import read_documents
    from onrecord.services.start_packet import start_packet

    app = QApplication([])
    Collector(app)  # as the app has
    theme.apply(app, "light")
    with tempfile.TemporaryDirectory() as place:
        made = Path(place, "Editing.onrecord")
        vault, _ = Vault.create(made, "five plain words for tests", work_factor=4, memory=None)
        preferences = Preferences(Path(place) / "preferences.json")
        preferences.set("currency", "GBP")
        preferences.set("read_pictures", False)
        room = Room(vault, preferences, ViewMemory(app, Path(place) / "view.json"), app)
        dispute = open_dispute(vault, "Northline Telecom (sample)", "Charged twice").result
        ids = attach_files(vault, sorted(folder.iterdir()), dispute_id=dispute).added
        read_documents(vault, room.session.workshop.reader)
        packet = start_packet(vault, dispute).result
        add_letter(vault, packet)
        judge_exhibits(room.session.workshop, packet)
        room.window.resize(1280, 800)
        room.show()
        room.desk.show_dispute(dispute)
        room.desk.open_packet(packet)
        one = Editing(room, packet)
        open_packet, preview = one.editor.packet, one.editor.preview
        one.until(lambda: preview.report is not None and open_packet.detail is not None)
        one.until(one.is_drawn)
        where = {d.title: n for n, d in enumerate(open_packet.detail.exhibits, 1)}
        ids = [d.evidence_id for d in open_packet.detail.exhibits]
        bill, scan = where["statement 00"], where["scan 00"]

        def options(**values: Any) -> Callable[[], object]:
            return lambda: open_packet.set_options(values)

        def exhibit(number: int, pages: str, caption: str) -> Callable[[], object]:
            return lambda: open_packet.set_exhibit(ids[number - 1], pages, caption, "")

        def box(number: int) -> Callable[[], object]:
            boxes = ["50 50 300 80"]
            verb = lambda: black_out_box(vault, packet, ids[number - 1], 2, boxes)  # noqa: E731
            return lambda: room.session.do(verb, None, one.editor)

        def letter() -> None:
            id = vault.get(Packet, packet).letter_id
            body = vault.get(Letter, id).body
            blocks: Any = body["blocks"]
            room.desk.open_letter(id)
            edit_record(vault, Letter, id, body={**body, "blocks": [*blocks, blocks[0]]})
            room.desk.go_back()

        one.act("the title", lambda: open_packet.edit({"title": "Another title"}))
        one.act("what is asked", lambda: open_packet.edit({"ask": "Please refund 84.20."}))
        one.act("the letter, and back to the packet", letter)
        one.act("a caption", exhibit(bill, "", "The first statement"), bill, 1)
        one.act("the order", lambda: open_packet.move(ids[-1], 0), bill, 1)
        one.act("a document left out", lambda: open_packet.include(ids[-1], False))
        one.act("and put back", lambda: open_packet.include(ids[-1], True))
        one.act("pages of a document", exhibit(bill, "1-10", ""), bill, 2)
        one.act("all of them again", exhibit(bill, "", ""), bill, 2)
        one.act("no links, notes or layers", options(flat=True), bill, 2)
        one.act("links again", options(flat=False), bill, 2)
        one.act("large print", options(large=True), bill, 2)
        one.act("usual print", options(large=False), bill, 2)
        one.act("no colour", options(grey=True), scan, 2)
        one.act("colours again", options(grey=False), scan, 2)
        one.act("smaller pictures", options(pictures="150"), scan, 2)
        one.act("pictures as they are", options(pictures=""), scan, 2)
        one.act("other paper", lambda: open_packet.edit({"paper": "letter"}))
        one.act("a box blacked out on print", box(bill), bill, 2)
        one.act("a box blacked out on a scan", box(scan), scan, 2)
        one.act(
            "a word blacked out on nearly all pages",
            lambda: one.editor.marking.hide_words("router"),
            bill, 3,
        )  # fmt: skip
        one.act("the title, with all of them black", lambda: open_packet.edit({"title": "Last"}))
        one.told[PAGES] = preview.report.page_count, 0.0, 0.0
        room.end()
    return one.told


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))), flush=True)
    os._exit(0)
