"""The export as the app does it, in a process of its own whose cost can be told apart.

``python exporting.py prepare VAULT FOLDER`` keeps the documents and judges them, which the app
does in the background. ``python exporting.py export VAULT OUT`` exports, and prints as JSON what
each part of it cost: from the editor, where the packet was checked and shown and a process got ready,
or with ``cold`` behind it from the command line, where nothing is there yet.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.measure import cpu_s
from onrecord.services.workshop import Workshop
from onrecord.vault.vault import Vault

PASSPHRASE = "five plain words for tests"
_CONTACTS = 24
# Where a part of the work begins. All else that is told of the way is passed by: to ask what was
# spent takes half a millisecond, and a large export tells of every document.
_BEGINS = frozenset(
    {"Adding A1", "Setting the pages", "Writing the file", "Checking structure", "Checking pages"}
)


def prepare(folder: Path, documents: Path) -> None:
    from onrecord.domain.contact_entry import Cited, ContactEntry, Said
    from onrecord.services.attach_files import attach_files
    from onrecord.services.judge_exhibits import judge_exhibits
    from onrecord.services.log_contact import log_contact
    from onrecord.services.open_dispute import open_dispute
    from onrecord.services.read_documents import read_documents
    from onrecord.services.start_packet import start_packet

    vault, _ = Vault.create(folder, PASSPHRASE, work_factor=4, memory=None)
    with Workshop(vault) as workshop:
        dispute = open_dispute(vault, "Northline Telecom (sample)", "Charged twice").result
        added = attach_files(vault, sorted(documents.iterdir()), dispute_id=dispute).added
        read_documents(vault, workshop.reader)
        for n in range(_CONTACTS):
            log_contact(
                vault,
                ContactEntry(
                    dated=f"2026-03-{n + 1:02}T14:21",
                    zone="Europe/London",
                    number="020 7946 0123",
                    reference=f"NL-{7000 + n}",
                    lines=(Said("They will put it right."), Said("I asked why.", side="me")),
                    citations=(Cited(added[2 * n], 1), Cited(added[2 * n + 1])),
                    evidence_ids=(added[2 * n], added[2 * n + 1]),
                    dispute_ids=(dispute,),
                ),
            )
        packet = start_packet(vault, dispute).result
        judge_exhibits(workshop, packet)


def export(folder: Path, out: Path, *, cold: bool) -> dict[str, Any]:
    from onrecord.domain.packet import Packet
    from onrecord.services.check_packet import check_packet
    from onrecord.services.export_bundle import bundle_chunks, export_bundle
    from onrecord.services.live_preview import LivePreview

    marks: list[tuple[str, float, float]] = []

    def mark(what: str) -> None:
        if not marks or marks[-1][0] != what:
            marks.append((what, time.monotonic(), cpu_s(os.getpid())))

    def told(_done: int, _total: int, words: str) -> None:
        if words in _BEGINS:
            mark(words)

    with Workshop(Vault.open(folder, PASSPHRASE, memory=None)) as workshop:
        packet = workshop.vault.find(Packet)[0]
        verify = workshop.bundler.verify

        def marked(*args: Any, **more: Any) -> Any:
            mark("verify")
            try:
                return verify(*args, **more)
            finally:
                mark("record")

        workshop.bundler.verify = marked
        if not cold:
            assert workshop.bundler.lockdown
            check_packet(workshop.vault, packet.id)  # its lines stand beside the preview
            preview = LivePreview(workshop, packet.id)
            preview.update()
            preview.close()
            gc.freeze()  # as the window does: what was loaded is not looked through for garbage
        mark("export")
        made = export_bundle(workshop, packet.id, progress=told)
        mark("end")
        with out.open("wb") as file:
            file.writelines(bundle_chunks(workshop.vault, made.bundle_id))
    return {"pages": made.page_count, "problems": made.problems, "marks": marks}


if __name__ == "__main__":
    what, one, other, *how = sys.argv[1:]
    if what == "prepare":
        prepare(Path(one), Path(other))
    else:
        print(json.dumps(export(Path(one), Path(other), cold=how == ["cold"])))
