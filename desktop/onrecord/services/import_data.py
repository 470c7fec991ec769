"""Take in a dispute that was written by ``export_data``; a wrong file changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from onrecord.domain.change import Change
from onrecord.domain.contact import Contact
from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import Evidence, ObjectRecord
from onrecord.domain.fact import Citation
from onrecord.domain.letter import LetterTemplate
from onrecord.domain.packet import Bundle
from onrecord.domain.record import Record
from onrecord.domain.times import is_zone
from onrecord.domain.when import When
from onrecord.errors import Refused
from onrecord.packet.content import from_json
from onrecord.services.derive import derived
from onrecord.services.dispute_file import (
    FORMAT,
    LISTS,
    TABLES,
    VERSION,
    WITH_FILE,
    columns,
    fill_later,
    from_plain,
    is_shared,
    is_when,
    references,
)
from onrecord.services.dispute_schema import dispute_schema
from onrecord.services.export_data import files_folder
from onrecord.services.gathering import Found, chunks
from onrecord.services.progress import Progress, Stop, never, quiet
from onrecord.services.read_json import read_json
from onrecord.services.stored import object_record

if TYPE_CHECKING:
    from onrecord.vault.objects import ObjectGroup
    from onrecord.vault.vault import Vault

_MOST_BYTES = 256 << 20
_WHAT = "a dispute written by OnRecord"
_NOTHING = "the file holds nothing with this id"
_AGAIN = "This dispute is in the vault already, perhaps in the trash."


def import_data(
    vault: Vault, source: Path, progress: Progress = quiet, cancelled: Stop = never
) -> Change:
    """The dispute of the file, with its documents; ``Change.result`` is its id.

    Raises Refused naming the wrong field (``contact[2].dated``), NewerFormat, and one sentence
    for a file that is missing or is not the one that was written.
    """
    data = read_json(source, _WHAT, (FORMAT,), VERSION, _MOST_BYTES)
    _check_text(data)
    _check_schema(data)
    fill_later(data)
    _check_meaning(data)
    run = _Import(vault, data, files_folder(source), progress, cancelled)
    return run.all()


_DEEPEST = 100
"""Steps; nothing we write goes half as deep."""


def _check_text(data: object, steps: tuple[str | int, ...] = ()) -> None:
    """JSON can spell halves of characters, which no vault and no file can hold, and lists in lists
    without end."""
    if len(steps) > _DEEPEST:
        raise _wrong(_path(steps[:3]), "this goes too deep")
    if isinstance(data, dict):
        for name, value in cast("dict[str, object]", data).items():
            _check_text(name, steps)
            _check_text(value, (*steps, name))
    elif isinstance(data, list):
        for number, value in enumerate(cast("list[object]", data)):
            _check_text(value, (*steps, number))
    elif isinstance(data, str) and any("\ud800" <= letter <= "\udfff" for letter in data):
        raise _wrong(_path(steps), "this is no text")


def _check_schema(data: dict[str, Any]) -> None:
    from jsonschema import Draft202012Validator

    errors = sorted(
        cast("Iterator[Any]", Draft202012Validator(dispute_schema()).iter_errors(data)),  # pyright: ignore[reportUnknownMemberType]
        key=lambda error: [str(step) for step in error.absolute_path],
    )
    if errors:
        path = _path(errors[0].absolute_path)
        said = str(errors[0].message)
        said = said if len(said) <= 160 else said[:157] + "..."
        raise Refused(f"The file is wrong at {path or 'its top'}: {said}.", path)


def _path(steps: Any) -> str:
    made = ""
    for step in steps:
        made += f"[{step}]" if isinstance(step, int) else f".{step}"
    return made.lstrip(".")


def _check_meaning(data: dict[str, Any]) -> None:
    """What no schema can say: each id once, every link to a row of the file, real dates."""
    known: dict[str, set[str]] = {}
    for cls in TABLES:
        ids: set[str] = set()
        for number, row in enumerate(data[cls.TABLE]):
            if row["id"] in ids:
                raise _wrong(f"{cls.TABLE}[{number}].id", "this id is there twice")
            ids.add(row["id"])
        known[cls.TABLE] = ids
    for cls in TABLES:
        for number, row in enumerate(data[cls.TABLE]):
            _check_row(cls, row, f"{cls.TABLE}[{number}]", known)


def _check_row(cls: type[Record], row: dict[str, Any], at: str, known: dict[str, set[str]]) -> None:
    for name in columns(cls):
        if is_when(name):
            _check_date(row[name], f"{at}.{name}")
        if name == "zone" and row[name] and not is_zone(row[name]):
            raise _wrong(f"{at}.zone", "this is not a time zone; one is Europe/London or +01:00")
        targets = LISTS.get((cls, name))
        if targets:
            there = set[str]().union(*(known[one.TABLE] for one in targets))
            for place, id in enumerate(row[name]):
                if id not in there:
                    raise _wrong(f"{at}.{name}[{place}]", _NOTHING)
    for name, target in references(cls).items():
        if row[name] and row[name] not in known[target.TABLE]:
            raise _wrong(f"{at}.{name}", _NOTHING)
    if cls is Citation and row["of_id"] not in known[row["of_table"]]:
        raise _wrong(f"{at}.of_id", _NOTHING)
    if cls is Bundle:
        try:
            from_json(row["content"])
        except Refused as error:
            raise _wrong(f"{at}.content.{error.path}", str(error)) from None


def _check_date(text: str, path: str) -> None:
    try:
        When(text)
    except ValueError:
        raise _wrong(path, "this is not a date") from None


def _wrong(path: str, why: str) -> Refused:
    return Refused(f"The file is wrong at {path}: {why.rstrip('.')}.", path)


class _Import:
    def __init__(
        self,
        vault: Vault,
        data: dict[str, Any],
        folder: Path,
        progress: Progress,
        cancelled: Stop,
    ) -> None:
        self._vault = vault
        self._data = data
        self._folder = folder
        self._progress = progress
        self._cancelled = cancelled
        self._rows: list[Record] = []
        self._objects: dict[str, ObjectRecord] = {}
        self._written: list[str] = []

    def all(self) -> Change:
        dispute_id = str(self._data[Dispute.TABLE][0]["id"])
        if self._vault.count(Dispute, "id = ?", [dispute_id]):
            raise Refused(_AGAIN, "dispute[0].id")
        with self._vault.objects.begin_group() as group:
            for cls in TABLES:
                for number, plain in enumerate(self._data[cls.TABLE]):
                    self._take(cls, plain, f"{cls.TABLE}[{number}]", group)
            group.seal()
            try:
                with self._vault.change("Took in a dispute") as tx:
                    for record in self._rows:
                        tx.insert(record)
                    tx.result = dispute_id
            except BaseException:
                for id in self._written:
                    self._vault.objects.discard(id)
                raise
        return tx.change

    def _take(self, cls: type[Record], plain: dict[str, Any], at: str, group: ObjectGroup) -> None:
        known = self._vault.find(cls, "id = ?", [plain["id"]], limit=1)
        if known:
            self._check_known(cls, known[0], plain, at)
            return
        if cls is LetterTemplate and self._has_own(str(plain["based_on"])):
            return
        more: dict[str, Any] = {}
        if cls in WITH_FILE:
            more["object_id"] = self._object(plain, f"{at}.file", group)
        if cls is Evidence:
            more["read_state"] = "waiting"  # the index is made again from the file
        self._rows.append(derived(from_plain(cls, plain, **more)))

    def _check_known(
        self, cls: type[Record], known: Record, plain: dict[str, Any], at: str
    ) -> None:
        """A row that another dispute brought already stays as the vault has it."""
        if not is_shared(cls):
            raise Refused(
                f"The file is wrong at {at}.id: the vault holds this already.", f"{at}.id"
            )
        if isinstance(known, Evidence):
            stored = self._vault.get(ObjectRecord, known.object_id)
            if stored.sha256 != plain["file"]["sha256"]:
                raise _wrong(f"{at}.file.sha256", "the vault holds another file under this id")
        if isinstance(known, Contact) and known.written_at != plain["written_at"]:
            raise _wrong(f"{at}.written_at", "the vault holds another contact under this id")

    def _has_own(self, based_on: str) -> bool:
        """A change of one of our templates that the user of this vault made stays theirs."""
        where = "based_on = ? AND trashed_at = ''"
        return bool(based_on) and self._vault.count(LetterTemplate, where, [based_on]) > 0

    def _object(self, plain: dict[str, Any], at: str, group: ObjectGroup) -> str:
        file = plain["file"]
        sha256, length = str(file["sha256"]), int(file["length"])
        if sha256 in self._objects:
            return self._objects[sha256].id
        found = self._vault.find(
            ObjectRecord, "sha256 = ? AND length = ?", [sha256, length], limit=1
        )
        if found:
            self._objects[sha256] = found[0]
            return found[0].id
        self._progress(len(self._written), 0, "Taking in files")
        name = str(file["name"])
        source = Found(name, path=self._folder / name, length=length)
        try:
            stored = group.add(
                chunks(source, self._cancelled), meta={"file_name": plain.get("file_name", name)}
            )
        except Refused as error:
            raise Refused(f"{error} ({at})", at) from None
        if (stored.sha256, stored.length) != (sha256, length):
            raise _wrong(at, f"{name} is not the file that was exported")
        record = object_record(stored)
        self._objects[sha256] = record
        self._written.append(record.id)
        self._rows.append(record)
        return record.id
