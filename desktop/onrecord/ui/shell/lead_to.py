"""To the very field in which something was written, the cursor in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from onrecord.ui.desk import Desk

if TYPE_CHECKING:
    from onrecord.ui.shell.main_window import MainWindow


def lead_to(desk: Desk, window: MainWindow, about: str) -> None:
    """``about`` is ``table:id:field`` of a row of the dispute in view."""
    table, id, field = about.split(":")
    if table in ("fact", "promise", "offer"):
        desk.select(table, (id,))
        panel = window.inspector.panel(table)
        control = getattr(panel, field).control
        control.setFocus(Qt.FocusReason.OtherFocusReason)
    elif table in ("person", "counterparty"):
        from onrecord.ui.inspector.dispute_panel import DisputePanel

        desk.show_dispute(desk.dispute_id)
        desk.select("dispute", (desk.dispute_id,))
        panel = window.inspector.panel("dispute")
        assert isinstance(panel, DisputePanel)
        panel.open_field(f"{table}:{field}", id)
    elif table == "issue":
        from onrecord.ui.chronology.issues_page import IssuesPage

        window.show_page(IssuesPage(desk, desk.dispute_id, window, first=id))
    elif table == "contact":
        desk.log_contact(contact_id=id)
    elif table == "claim_line":
        desk.show_dispute(desk.dispute_id, "money")
