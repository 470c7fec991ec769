"""A whole dispute as a JSON file, with its files in a folder beside it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.domain.contact import Contact, DisputeContact
from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import Evidence, ObjectRecord
from onrecord.domain.fact import Citation
from onrecord.domain.file_names import cut_name
from onrecord.domain.letter import Letter, LetterTemplate
from onrecord.domain.packet import Bundle
from onrecord.domain.record import Record
from onrecord.errors import KnownError, NotFound, Refused
from onrecord.services.dispute_file import (
    ENDS,
    FORMAT,
    LINKS,
    LISTS,
    ROOTS,
    TABLES,
    VERSION,
    WITH_FILE,
    columns,
    owner,
    references,
    to_plain,
)
from onrecord.services.progress import Progress, Stop, never, quiet
from onrecord.services.rows import batches, in_list
from onrecord.services.writing_out import write_out

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def export_data(
    vault: Vault,
    target: Path,
    dispute_id: str = "",
    progress: Progress = quiet,
    cancelled: Stop = never,
) -> Path:
    """Writes ``target`` and the folder ``NAME.files`` beside it; returns the folder.

    Without an id the vault's one dispute is meant. "Contact me only by" never leaves the vault.
    Raises Refused where the folder holds something already.
    """
    dispute = dispute_to_export(vault, dispute_id)
    folder = files_folder(target)
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"There is a folder {folder.name} with something in it; choose another name.")
    rows = Collected(vault, dispute).rows
    data: dict[str, Any] = {"format": FORMAT, "version": VERSION}
    files: list[tuple[Path, Callable[[], Iterable[bytes]]]] = []
    for cls in TABLES:
        plain = [to_plain(record) for record in rows[cls]]
        if cls in WITH_FILE:
            for record, one in zip(rows[cls], plain, strict=True):
                stored = vault.get(ObjectRecord, object_id_of(record))
                name = _file_name(record)
                one["file"] = {"name": name, "length": stored.length, "sha256": stored.sha256}
                files.append((folder / name, _reading(vault, stored)))
        data[cls.TABLE] = plain
    words = f"Wrote the data of “{dispute.title}” outside the vault"
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    made_here = not folder.exists()
    try:
        folder.mkdir(exist_ok=True)
    except OSError:
        raise KnownError(f"{folder.name} could not be made there; choose another place.") from None
    try:
        for done, one in enumerate(files):
            progress(done, len(files), "Writing files")
            if cancelled():
                from onrecord.errors import Cancelled

                raise Cancelled
            write_out(vault, [one], words)
        write_out(vault, [(target, lambda: [text.encode()])], words)
    except BaseException:
        for path, _ in files:
            with suppress(OSError):
                path.unlink()
        if made_here:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder


def files_folder(target: Path) -> Path:
    """``my.json`` has its files in ``my.files``."""
    return target.with_name(f"{target.stem}.files")


def dispute_to_export(vault: Vault, dispute_id: str = "") -> Dispute:
    """The one of this id, or the vault's only one. Raises NotFound or Refused."""
    if dispute_id:
        return vault.get(Dispute, dispute_id)
    found = vault.find(Dispute, "trashed_at = ''", limit=2)
    if not found:
        raise NotFound("There is no dispute in this vault.")
    if len(found) > 1:
        raise Refused("There are several disputes in this vault; say which one.", "dispute")
    return found[0]


def object_id_of(record: Record) -> str:
    """Of a document or a PDF that was made."""
    assert isinstance(record, Evidence | Bundle)
    return record.object_id


_NAME = 120


def _file_name(record: Record) -> str:
    """The id keeps two files of one name apart; the ending lets other programs open it."""
    name = record.file_name if isinstance(record, Evidence) else "bundle.pdf"
    safe = "".join(c if c.isalnum() or c in "-_. " else "_" for c in name).strip(" .")
    return f"{record.id}-{cut_name(safe, _NAME) or 'document'}"


def _reading(vault: Vault, stored: ObjectRecord) -> Callable[[], Iterable[bytes]]:
    return lambda: vault.objects.chunks(stored)


class Collected:
    """The rows of one dispute, table by table, in the order they were written.

    What names a row that is no longer there names nothing in the file.
    """

    def __init__(self, vault: Vault, dispute: Dispute) -> None:
        self._vault = vault
        self.rows: dict[type[Record], list[Record]] = {Dispute: [dispute]}
        for cls in TABLES:
            if owner(cls) == "dispute_id":
                self._by(cls, "dispute_id", [dispute.id])
        self._by(Contact, "id", self._values(DisputeContact, "contact_id"))
        for cls in TABLES:
            if cls not in self.rows and cls not in ENDS and cls is not Citation and owner(cls):
                parent = references(cls)[owner(cls)]
                self._by(cls, owner(cls), self._ids(parent))
        self._by(Citation, "of_id", [id for cls in [*self.rows] for id in self._ids(cls)])
        for root in TABLES:
            if root in ROOTS and root is not Contact:
                self._by(root, "id", self._named(root))
        self._templates()
        for cls, end in ENDS.items():
            self._by(cls, "from_id", self._ids(end))
            there = set(self._ids(end))
            self.rows[cls] = [one for one in self.rows[cls] if to_plain(one)["to_id"] in there]
        known = {cls: set(self._ids(cls)) for cls in TABLES}
        for cls in TABLES:
            self.rows[cls] = [
                row for one in self.rows[cls] if (row := _without_loose_ends(one, known))
            ]

    def _ids(self, cls: type[Record]) -> list[str]:
        return [row.id for row in self.rows[cls]]

    def _values(self, cls: type[Record], column: str) -> list[str]:
        found = [str(getattr(row, column)) for row in self.rows[cls]]
        return [value for value in dict.fromkeys(found) if value]

    def _named(self, root: type[Record]) -> list[str]:
        """Ids of rows of ``root`` that any row found so far names."""
        found: dict[str, None] = {}
        for cls in self.rows:
            for column, target in references(cls).items():
                if target is root:
                    found |= dict.fromkeys(self._values(cls, column))
            for column in columns(cls):
                if root in LISTS.get((cls, column), ()):
                    found |= {id: None for row in self.rows[cls] for id in getattr(row, column)}
        return [*found]

    def _templates(self) -> None:
        """The user's own templates that the letters were begun with."""
        used = self._values(Letter, "template")
        self._by(LetterTemplate, "id", used)
        own = self.rows[LetterTemplate]
        self._by(LetterTemplate, "based_on", used)
        self.rows[LetterTemplate] += own

    def _by(self, cls: type[Record], column: str, values: list[str]) -> None:
        found: list[Record] = []
        for batch in batches(values):
            where, args = in_list(column, batch)
            found.extend(self._vault.find(cls, where, args))
        order = self._order(cls, [row.id for row in found])
        self.rows[cls] = sorted(found, key=lambda row: order[row.id])

    def _order(self, cls: type[Record], ids: list[str]) -> dict[str, int]:
        order: dict[str, int] = {}
        for batch in batches(ids):
            where, args = in_list("id", batch)
            sql = f"SELECT id, rowid AS n FROM {cls.TABLE} WHERE {where}"
            order |= {row["id"]: row["n"] for row in self._vault.query(sql, args)}
        return order


def _without_loose_ends(record: Record, known: dict[type[Record], set[str]]) -> Record | None:
    """The record naming only what the file holds; None where nothing is left of it."""
    cls, changed = type(record), dict[str, Any]()
    for column, target in references(cls).items():
        if getattr(record, column) and getattr(record, column) not in known[target]:
            changed[column] = ""
    if LINKS.get(cls) in changed:
        return None
    for column in columns(cls):
        if (cls, column) in LISTS:
            there = set[str]().union(*(known[target] for target in LISTS[cls, column]))
            ids: tuple[str, ...] = getattr(record, column)
            changed[column] = tuple(id for id in ids if id in there)
    return replace(record, **changed) if changed else record
