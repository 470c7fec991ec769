"""The earlier states of the records that the vault keeps, and what each holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from onrecord.domain.when import When
from onrecord.errors import Damaged, NewerFormat

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class SnapshotRow:
    """``id`` is its file's name; ``before``: taken just before going back to an earlier one;
    ``problem`` is one sentence where it cannot be read, and then the counts are 0."""

    id: str
    taken: datetime
    words: str
    before: bool
    disputes: int = 0
    documents: int = 0
    contacts: int = 0
    problem: str = ""

    @property
    def holds(self) -> str:
        """``2 disputes, 41 documents, 12 calls and messages``."""
        return ", ".join(
            f"{count} {one if count == 1 else many}"
            for count, one, many in (
                (self.disputes, "dispute", "disputes"),
                (self.documents, "document", "documents"),
                (self.contacts, "call or message", "calls and messages"),
            )
        )


@dataclass(frozen=True)
class DisputeThen:
    """A dispute as it was, with how much it held."""

    id: str
    title: str
    company: str
    documents: int
    contacts: int


def snapshots(vault: Vault) -> list[SnapshotRow]:
    """The newest first."""
    return [_row(vault, taken, name) for taken, name in vault.snapshots()]


def disputes_then(vault: Vault, name: str) -> list[DisputeThen]:
    """What a snapshot holds, dispute by dispute. Raises NotFound, Damaged or NewerFormat."""
    with vault.opened_snapshot(name) as store:
        return [
            DisputeThen(**row)
            for row in store.rows(
                "SELECT d.id, d.title, coalesce(c.name, '') AS company,"
                " (SELECT count(*) FROM dispute_evidence l JOIN evidence e ON e.id = l.evidence_id"
                "  WHERE l.dispute_id = d.id AND e.trashed_at = '') AS documents,"
                " (SELECT count(*) FROM dispute_contact l JOIN contact k ON k.id = l.contact_id"
                "  WHERE l.dispute_id = d.id AND k.trashed_at = '') AS contacts"
                " FROM dispute d LEFT JOIN counterparty c ON c.id = d.counterparty_id"
                " WHERE d.trashed_at = '' ORDER BY d.rowid"
            )
        ]


def words_of(name: str) -> str:
    """``14 March 2026, 14:21``, by this computer's clock; ``name`` is a snapshot's."""
    taken = datetime.strptime(name[:18], "%Y-%m-%dT%H%M%SZ").replace(tzinfo=UTC).astimezone()
    return f"{When.of_day(taken.date()).words()}, {taken:%H:%M}"


def _row(vault: Vault, taken: datetime, name: str) -> SnapshotRow:
    words, before = words_of(name), "-before" in name
    try:
        with vault.opened_snapshot(name) as store:
            counts = {
                table: store.rows(f"SELECT count(*) AS n FROM {table} WHERE trashed_at = ''")[0][
                    "n"
                ]
                for table in ("dispute", "evidence", "contact")
            }
    except (Damaged, NewerFormat) as error:
        return SnapshotRow(name, taken, words, before, problem=str(error))
    return SnapshotRow(
        name, taken, words, before, counts["dispute"], counts["evidence"], counts["contact"]
    )
