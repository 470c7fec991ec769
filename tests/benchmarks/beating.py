"""The window's heartbeat: how long its thread is not to be had while it does all kinds of things.

``python beating.py VAULT FOLDER``: opens the views of the one dispute in VAULT (see crowded.py), a
small dispute beside it takes in the files of FOLDER and exports them, and a packet of another is
blacked out and made smaller. Prints as JSON, per act:
until what was asked for was there (s), and of the waits between two beats (ms) the longest by the
clock, the longest without what the thread stood in line for a processor, so that only what our own
threads hold up counts, and the longest that the thread itself worked.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from benchmarks.crowded import ASKED, CONTACTS, DOCUMENTS, MADE_READY, PASSPHRASE
from benchmarks.measure import queued_s
from onrecord.ui.collecting import Collector
from onrecord.ui.design import ViewMemory, theme
from onrecord.ui.preferences import Preferences
from onrecord.ui.shell.room import Room
from onrecord.vault.vault import Vault

TYPED = ("re", "refund", "refund ro", "NL-004711")
_BEAT_MS = 2
_TIMES = 5  # a word is asked for
_AFTER_S = 0.4  # what an act sets going later belongs to it
_PATIENCE_S = 240
_PAGES = 100  # of the packet that is blacked out and made smaller


class Heart:
    """Beats every two milliseconds, as far as it is let."""

    def __init__(self) -> None:
        self.told: dict[str, tuple[float, float, float, float]] = {}
        self._last = self._now()
        self._worst = (0.0, 0.0, 0.0)
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(_BEAT_MS)

    def act(self, name: str, do: Callable[[], object], ready: Callable[[], bool]) -> None:
        """Does something as the window would, from its event loop, and waits until it is there."""
        self._run(0.05)
        began = time.monotonic()
        self._last, self._worst = self._now(), (0.0, 0.0, 0.0)
        there: list[float] = []
        QTimer.singleShot(0, do)
        while time.monotonic() - began < _PATIENCE_S:
            QApplication.processEvents()
            if not there and ready():
                there.append(time.monotonic())
            if there and time.monotonic() - there[0] > _AFTER_S:
                break
            time.sleep(0.0005)
        assert there, f"{name}: never there"
        wall, unhindered, own = self._worst
        self.told[name] = (there[0] - began, 1000 * wall, 1000 * unhindered, 1000 * own)

    def _run(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            QApplication.processEvents()
            time.sleep(0.0005)

    def _beat(self) -> None:
        now = self._now()
        since = tuple(here - there for here, there in zip(now, self._last, strict=True))
        self._worst = tuple(map(max, self._worst, since))
        self._last = now

    @staticmethod
    def _now() -> tuple[float, ...]:
        """By the clock; by the clock without what was stood in line; worked (s)."""
        now = time.monotonic()
        return now, now - queued_s(), time.thread_time()


def main(folder: Path, files: Path) -> dict[str, Any]:
    from onrecord.domain.dispute import Dispute
    from onrecord.domain.evidence import DisputeEvidence
    from onrecord.domain.packet import Bundle
    from onrecord.services.attach_files import attach_files
    from onrecord.services.export_bundle import export_bundle
    from onrecord.services.open_dispute import open_dispute
    from onrecord.services.start_packet import start_packet
    from onrecord.services.views.search import prepare, search

    app = QApplication([])
    Collector(app)  # as the app has
    theme.apply(app, "light")
    vault = Vault.open(folder, PASSPHRASE, memory=None)
    large = vault.find(Dispute)[0].id
    small = open_dispute(vault, "Southbank Energy (sample)", "Billed for another house").result
    with tempfile.TemporaryDirectory() as place:
        preferences = Preferences(Path(place) / "preferences.json")
        preferences.set("currency", "GBP")
        room = Room(vault, preferences, ViewMemory(app, Path(place) / "view.json"), app)
        room.window.resize(1280, 800)
        heart = Heart()
        heart.act("the window shown", room.show, room.window.isVisible)
        view: Any = room.window.view("dispute")

        def tab(name: str) -> Any:
            return view._tabs[name]  # type: ignore[reportPrivateUsage]

        listed: Any = tab("timeline").list
        heart.act(
            "timeline, first page",
            lambda: room.desk.show_dispute(large),
            lambda: listed.items.rowCount() >= DOCUMENTS + CONTACTS,
        )
        heart.act("timeline, to its end", listed.scrollToBottom, lambda: True)
        heart.act("timeline, to its top", listed.scrollToTop, lambda: True)
        table: Any = tab("documents").table
        heart.act(
            "documents, first page",
            lambda: room.desk.show_dispute(large, "documents"),
            lambda: table.documents.rowCount() == DOCUMENTS,
        )
        heart.act("documents, to their end", table.scrollToBottom, lambda: True)
        field: Any = tab("documents").search
        heart.act(
            "documents, found by a word",
            lambda: field.setText("router"),
            lambda: 0 < table.documents.rowCount() < DOCUMENTS,
        )
        heart.act(
            "documents, all again", field.clear, lambda: table.documents.rowCount() == DOCUMENTS
        )
        for name in ("money", "packets"):
            heart.act(
                f"{name}, opened", lambda name=name: room.desk.show_dispute(large, name),
                tab(name).isVisible,
            )  # fmt: skip
        palette = room.commands.palette
        typing: QLineEdit = palette.field
        asked = time.thread_time()
        prepare(vault)
        heart.told[MADE_READY] = (time.thread_time() - asked, 0.0, 0.0, 0.0)
        heart.act("search, opened", palette.open, palette.isVisible)
        before = ""
        for word in TYPED:
            spent: list[float] = []
            for _ in range(_TIMES):
                asked = time.thread_time()
                search(vault, word)
                spent.append(time.thread_time() - asked)
            heart.told[f"{ASKED} “{word}”"] = (median(spent), 0.0, 0.0, 0.0)
        for word in TYPED:
            letters = word.removeprefix(before) if word.startswith(before) else word
            if letters == word:
                typing.clear()
            was = list(palette.model.found)
            heart.act(
                f"search, typed “{word}”",
                lambda letters=letters: QTest.keyClicks(typing, letters),
                lambda was=was: bool(palette.model.found) and palette.model.found != was,
            )
            before = word
        palette.close_palette()
        heart.act(
            "today", room.desk.show_today, lambda: bool(room.window.view("today").isVisible())
        )
        paths = sorted(files.iterdir())
        room.desk.show_dispute(large)

        def arrived() -> bool:
            return vault.count(DisputeEvidence, "dispute_id = ?", [small]) == len(paths)

        heart.act(
            f"{len(paths)} files taken in, the timeline open",
            lambda: room.session.job(
                "Adding", lambda job: attach_files(vault, paths, dispute_id=small)
            ),
            arrived,
        )
        room.desk.show_dispute(small)
        heart.act(
            "a PDF exported",
            lambda: room.session.job(
                "Exporting",
                lambda job: export_bundle(
                    room.session.workshop, start_packet(vault, small).result, progress=job.progress
                ),
            ),
            lambda: vault.count(Bundle) > 0,
        )
        _packet(heart, room)
        room.end()
    return heart.told


def _packet(heart: Heart, room: Room) -> None:
    """A packet of 100 pages in the editor: a number blacked out on all of them, and pictures made
    smaller to a size."""
    from intake.documents_made_here import pdf
    from onrecord.domain.packet_mark import PacketMark
    from onrecord.services.attach_files import Pasted, attach_files
    from onrecord.services.judge_exhibits import judge_exhibits
    from onrecord.services.open_dispute import open_dispute
    from onrecord.services.read_documents import read_documents
    from onrecord.services.start_packet import start_packet

    vault = room.vault
    pages = [f"Account 4471 0098 2213\nStatement sheet {n} (sample)" for n in range(1, _PAGES + 1)]
    scan = BytesIO()
    Image.effect_noise((1600, 2200), 90).convert("RGB").save(scan, "JPEG", quality=92)
    files = [
        Pasted("statement.pdf", pdf(pages, media=(0, 0, 595, 842), at=(60, 700))),
        Pasted("scan.jpg", scan.getvalue()),
    ]
    dispute = open_dispute(vault, "Northbank (sample)", "Charged twice").result
    attach_files(vault, files, dispute_id=dispute)
    read_documents(vault, room.session.workshop.reader)
    packet = start_packet(vault, dispute).result
    judge_exhibits(room.session.workshop, packet)
    room.desk.show_dispute(dispute)
    editor: Any = room.window.view("packet")

    def made() -> Any:
        return editor.preview.report

    heart.act(
        f"a packet of {_PAGES} pages opened",
        lambda: room.desk.open_packet(packet),
        lambda: made() is not None,
    )
    heart.act(
        f"a number blacked out on {_PAGES} pages, all of them made anew",
        lambda: editor.marking.hide_words("4471 0098 2213"),
        lambda: (
            bool(vault.count(PacketMark))
            and sum(page.kind == "redacted" for page in made().pages) == _PAGES
            and not made().waiting
        ),
    )

    def smaller() -> None:
        editor.show_smaller()
        editor.smaller.most.setText(f"{0.8 * made().length / 1e6:.2f}")
        editor.smaller.look()

    heart.act(
        "pictures made smaller to a size, before and after shown",
        smaller,
        lambda: editor.smaller.offer is not None,
    )


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]))), flush=True)
    os._exit(0)
