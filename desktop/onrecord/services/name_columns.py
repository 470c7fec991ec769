"""Say which column of a bank's table is which; the next table laid out alike is read by it too."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.evidence import Evidence, ObjectRecord
from onrecord.domain.housekeeping import Setting
from onrecord.errors import Refused
from onrecord.intake.table_layout import TableLook, checked_roles
from onrecord.services.stored import original_chunks

if TYPE_CHECKING:
    from onrecord.services.workshop import Workshop
    from onrecord.vault.vault import Vault

_PREFIX = "table_layout:"


def layouts(vault: Vault) -> dict[str, dict[str, str]]:
    """By what a table is known by, the role of each column that has one."""
    kept = vault.find(Setting, "id >= ? AND id < ?", [_PREFIX, _PREFIX + "~"])
    return {body["key"]: body["roles"] for body in (json.loads(one.value) for one in kept)}


def look_at_table(
    workshop: Workshop, evidence_id: str, roles: Mapping[int, str] | None = None
) -> TableLook:
    """The first rows of a table among the documents, and what would be read in it; with the
    columns kept for its layout where ``roles`` are not given.

    Raises NotFound, Unreadable, WorkerFailed, Refused.
    """
    vault = workshop.vault
    evidence = vault.get(Evidence, evidence_id)
    size = vault.get(ObjectRecord, evidence.object_id).length

    def look(roles: Mapping[int, str] | None) -> TableLook:
        return workshop.importer.look(original_chunks(vault, evidence), size=size, roles=roles)

    found = look(roles)
    known = layouts(vault).get(found.key) if roles is None else None
    return look({int(at): role for at, role in known.items()}) if known else found


def name_columns(vault: Vault, evidence_id: str, look: TableLook) -> Change:
    """Keeps the columns of ``look`` for all tables laid out like this one, and puts it in line to
    be read again, with the other tables that could not be read. Raises Refused, NotFound."""
    vault.get(Evidence, evidence_id)
    body = {"key": look.key, "roles": checked_roles(look.roles)}
    if not look.key or not look.count:
        raise Refused("No row can be read so. Look at the columns again.", "columns")
    name = hashlib.sha256(look.key.encode()).hexdigest()[:24]
    held = vault.index.statements()
    tables = vault.find(
        Evidence,
        "trashed_at = '' AND read_state = 'read'"
        " AND media_type IN ('text/csv', 'text/tab-separated-values')",
    )
    again = [one.id for one in tables if one.id == evidence_id or one.id not in held]
    with vault.change("Said which column is which") as tx:
        tx.put(Setting(id=f"{_PREFIX}{name}", value=json.dumps(body)))
        for id in again:
            tx.patch(Evidence, id, read_state="waiting", problem="")
    return tx.change
