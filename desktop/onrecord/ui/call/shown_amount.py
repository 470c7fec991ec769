"""In which currency an amount is meant that names none."""

from __future__ import annotations

from onrecord.ui.contact.contact_panel import system_currency
from onrecord.ui.desk import Desk


def currency_of(desk: Desk) -> str:
    """The one the person set, else that of this computer's region."""
    return desk.preferences.get("currency") or system_currency()
