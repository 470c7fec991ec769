"""The recovery sheet: the code on paper that opens the vault when the passphrase is forgotten."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.housekeeping import Setting
from onrecord.domain.packet import Bundle

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

DONE = "recovery_sheet_done"
"""The setting that holds the day (ISO) on which the person said the sheet is kept safe."""
ASKED = "recovery_sheet_asked"
"""The setting that holds the day on which it was asked for at the first close."""

ASKED_BEFORE_EXPORT = "recovery_sheet_asked_before_export"
"""The setting that holds the day on which it was asked for before the first export."""


def recovery_sheet_done(vault: Vault) -> str:
    """The day the sheet was last confirmed, or ""."""
    return _value(vault, DONE)


def ask_for_recovery_sheet(vault: Vault) -> bool:
    """Whether to ask for it at this close: only once, and only while there is none."""
    return not _value(vault, DONE) and not _value(vault, ASKED) and not vault.read_only


def ask_before_export(vault: Vault) -> bool:
    """Whether to ask for it before this export: the first one, while there is no sheet."""
    if vault.read_only or _value(vault, DONE) or _value(vault, ASKED_BEFORE_EXPORT):
        return False
    return not vault.count(Bundle)


def note_asked_before_export(vault: Vault, today: date | None = None) -> Change:
    """It was asked for before the first export; Today goes on naming it while there is none."""
    return _put(vault, "Recovery sheet asked for", ASKED_BEFORE_EXPORT, today)


def note_recovery_sheet(vault: Vault, today: date | None = None) -> Change:
    """The person has the sheet: it is not asked for again."""
    return _put(vault, "Recovery sheet kept", DONE, today)


def note_recovery_sheet_asked(vault: Vault, today: date | None = None) -> Change:
    """It was asked for at a close and put off; Today goes on naming it."""
    return _put(vault, "Recovery sheet put off", ASKED, today)


def is_last_group(code: str, typed: str) -> bool:
    """Whether what was typed is the code's last group, as loosely as the code itself is read."""
    plain = "".join(c for c in typed.upper() if c.isalnum())
    return plain.translate(_SAME) == code.rpartition("-")[2].translate(_SAME)


def sheet_text(code: str, vault_name: str, made: date) -> str:
    """The sheet as plain text. It names the vault's folder and nothing that is in it."""
    return (
        "ONRECORD RECOVERY SHEET\n\n"
        f"Vault: {vault_name}\n"
        f"Made on: {made.isoformat()}\n\n"
        "Recovery code:\n\n"
        f"    {code}\n\n"
        "Keep this sheet where nobody else finds it, and not on this computer.\n"
        "Whoever has this code and a copy of the vault can read everything in it.\n"
        'If you forget the passphrase: open OnRecord, choose "Use the recovery code",\n'
        "and type the code. Spaces, dashes and capitals do not matter.\n"
        "A sheet made later makes this one worthless.\n"
    )


_SAME = str.maketrans({"O": "0", "I": "1", "L": "1"})


def _value(vault: Vault, name: str) -> str:
    found = vault.find(Setting, "id = ?", [name], limit=1)
    return found[0].value if found else ""


def _put(vault: Vault, words: str, name: str, today: date | None) -> Change:
    with vault.change(words) as tx:
        tx.put(Setting(id=name, value=(today or date.today()).isoformat()))
    return tx.change
