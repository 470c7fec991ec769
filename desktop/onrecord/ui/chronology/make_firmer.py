"""Does what would make a statement firmer: each remedy is one click."""

from __future__ import annotations

from typing import Any

from onrecord.domain.change import Change
from onrecord.ui.desk import Desk


def act_on(desk: Desk, action: str, detail: Any) -> None:
    """``action`` is a remedy's, ``detail`` the ``FactDetail`` it was offered for."""
    fact = detail.fact
    if action == "cite":
        desk.session.notices.info(
            desk.tr("Open the document that shows it, then choose “Cite this”."), key="cite"
        )
        desk.show_dispute(fact.dispute_id, "documents")
    elif action == "confirm":
        desk.start_letter("confirm_call", detail.contact_id)
    elif action == "request_notes":
        desk.start_letter("request_notes", detail.contact_id)
    elif action == "carrier_record":
        vault = desk.vault

        def verb() -> Change:
            from onrecord.services.facts import plan_carrier_record

            return plan_carrier_record(vault, fact.dispute_id, fact.dated)

        desk.session.do(verb, say=True)
