"""A file that was dropped and holds calls, messages or dates is kept as a document, as every
other; that it can also be imported is said beside it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from onrecord.errors import KnownError
from onrecord.intake.import_rows import ImportReading
from onrecord.ui.desk import Desk
from onrecord.ui.notices import Notice

_ENDINGS = (".ics", ".csv", ".tsv", ".xml")
_MOST = 3
"""Of one drop; a folder of tables is not asked about one by one."""


def offer_imports(desk: Desk, outcomes: Iterable[Any]) -> None:
    """Looks, in a worker, into what was just added."""
    found = [
        one
        for one in outcomes
        if one.state in ("added", "duplicate") and PurePath(one.name).suffix.lower() in _ENDINGS
    ]
    for outcome in found[:_MOST]:
        _look(desk, outcome.evidence_id)


def _look(desk: Desk, evidence_id: str) -> None:
    workshop = desk.session.workshop

    def work() -> ImportReading:
        from onrecord.services.importing.read_file import read_file

        return read_file(workshop, evidence_id)

    def then(reading: ImportReading) -> None:
        if not reading.rows or reading.own:
            return
        words = {
            "messages": desk.tr("This file holds {0} text messages."),
            "calls": desk.tr("This file lists {0} calls of a phone bill."),
            "calendar": desk.tr("This file holds {0} dates."),
        }.get(reading.kind, desk.tr("This table lists {0} calls or messages."))
        desk.session.notices.tell(
            Notice(
                "info",
                words.format(f"{len(reading.rows):,}"),
                desk.tr("Look and import"),
                lambda: desk.act("import", evidence_id),
                key=f"import-{evidence_id}",
            )
        )

    def failed(_error: KnownError) -> None:
        """It is none of them: a document like every other."""

    desk.session.aside(work, then, desk, failed=failed)
