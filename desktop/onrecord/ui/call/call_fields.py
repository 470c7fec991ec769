"""All that can be written during a call, as one entry."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from onrecord.domain.contact_entry import ContactEntry
from onrecord.ui.call.call_clock import CallClock
from onrecord.ui.call.companion_faces import RUNNING, CompanionFaces
from onrecord.ui.call.hang_up_card import HangUpCard
from onrecord.ui.call.note_slot import NoteSlot
from onrecord.ui.contact.said_editor import SaidEditor


class CallFields:
    def __init__(
        self, slot: NoteSlot, said: SaidEditor, hang_up: HangUpCard, faces: CompanionFaces
    ) -> None:
        self._slot, self._said, self._hang_up, self._faces = slot, said, hang_up, faces

    def show(self, entry: ContactEntry) -> None:
        """Puts what is in ``entry`` into the fields."""
        slot = self._slot
        slot.more.kind.set_value(entry.kind, entry.direction)
        self._said.set_lines(entry.lines)
        slot.terms.show_entry(entry)
        self._hang_up.reference.set_value(entry.reference_state, entry.reference)
        slot.name.show_values({name: str(getattr(entry, name)) for name in slot.name.edits})
        slot.company.show_values({"company": entry.company})
        slot.more.show_entry(entry)
        self._faces.end_page.clear()

    def read(self, before: ContactEntry, clock: CallClock) -> ContactEntry:
        """What stands in the fields now; what has none is as it was ``before``."""
        slot, end = self._slot, self._faces.end_page
        kind = slot.more.kind
        state, reference = self._hang_up.reference.value()
        values: dict[str, Any] = {**slot.name.values(), **slot.more.values(), **end.values()}
        company = slot.company.values()["company"]
        if self._faces.currentIndex() != RUNNING and not end.company_field.isHidden():
            company = end.company.text().strip()
        spoken = kind.kind in ("call", "visit")
        return replace(
            before,
            kind=kind.kind,
            direction=kind.direction,
            company=company,
            reference_state=state,
            reference=reference,
            lines=self._said.lines(),
            promises=slot.terms.promised(),
            offers=slot.terms.offered(),
            duration_s=clock.elapsed() if spoken else before.duration_s,
            hold_s=clock.on_hold() or before.hold_s,
            **values,
        )
