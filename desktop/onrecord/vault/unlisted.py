"""Stored files that no record names: what they are, and which of them are of no use to anybody.

Such a file may be the only copy of a document. A PDF bears in its note that it is unfinished until
it was found to be right, which is before it comes on record: one that still bears it was being made
when the program stopped, and has never been anywhere.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from onrecord.domain.evidence import ObjectRecord
from onrecord.domain.housekeeping import Tombstone
from onrecord.errors import KnownError

if TYPE_CHECKING:
    from onrecord.vault.objects import FoundObject
    from onrecord.vault.vault import Vault

BUNDLE = {"kind": "bundle", "file_name": "bundle.pdf"}
"""What the note of a PDF says that was made of a packet."""
UNFINISHED = {**BUNDLE, "unfinished": True}


def is_bundle(found: FoundObject) -> bool:
    return found.meta.get("kind") == "bundle"


def is_unfinished(found: FoundObject) -> bool:
    return is_bundle(found) and found.meta.get("unfinished") is True


def words_of(found: FoundObject) -> str:
    """What is said of it."""
    if is_unfinished(found):
        return (
            f"The stored file {found.id} is a PDF that was not finished: making it was cut off. It "
            "is not in the records and may go."
        )
    if found.problem:
        return found.problem
    if is_bundle(found):
        return (
            f"The stored file {found.id} is a PDF that OnRecord made, but is not in the records. "
            "It is kept."
        )
    return f"The stored file {found.id} was found, but is not in the records."


def clear_unfinished(vault: Vault) -> None:
    """As ``remove_unfinished``, by the way: not where the files may not belong together, and
    nothing else waits for it."""
    if not vault.warnings:
        known = {row["id"] for row in vault.query("SELECT id FROM object")}
        with suppress(KnownError):
            remove_unfinished(vault, vault.objects.unlisted(known))


def remove_unfinished(vault: Vault, found: Collection[FoundObject]) -> list[str]:
    """Removes those PDFs whose making was cut off and that nothing ever named; says which."""
    ids = [
        one.id
        for one in found
        # What is being made at this moment has no record yet.
        if is_unfinished(one) and not vault.objects.was_added_here(one.id)
    ]
    named = once_named(vault, ids) if ids else set[str]()
    gone = [id for id in ids if id not in named]
    if gone:
        with vault.change("Removed a PDF whose making was cut off") as tx:
            for id in gone:
                words = "A PDF whose making was cut off"
                tx.insert(
                    Tombstone(of_table=ObjectRecord.TABLE, of_id=id, object_id=id, words=words)
                )
    for id in gone:
        vault.objects.discard(id)
    return gone


def once_named(vault: Vault, ids: Collection[str]) -> set[str]:
    """Those that the history or an earlier state names; all where one cannot be read."""
    among = json.dumps([*ids])
    named = {
        row["id"]
        for row in vault.query(
            "SELECT DISTINCT of_id AS id FROM custody WHERE of_table = 'object' "
            "AND of_id IN (SELECT value FROM json_each(?))",
            [among],
        )
    }
    for _, name in vault.snapshots():
        try:
            with vault.opened_snapshot(name) as store:
                rows: list[dict[str, Any]] = store.rows(
                    "SELECT id FROM object WHERE id IN (SELECT value FROM json_each(?))", [among]
                )
        except KnownError:
            return set(ids)
        named |= {row["id"] for row in rows}
    return named
