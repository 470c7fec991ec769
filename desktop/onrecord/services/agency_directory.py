"""The directory: what ships with the app, what came in update files, and what the user wrote.

The user's own entry always wins. Of the others the one gone over later wins, so that an update
imported a year ago gives way to a newer app. Every entry that comes from outside is validated and
refused by the name of its wrong field.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from onrecord.bundled import resource, schema
from onrecord.domain.agency import Agency, agency_from_plain
from onrecord.domain.agency_override import AgencyOverride, override_id
from onrecord.domain.change import Change
from onrecord.errors import NewerFormat, NotFound, Refused
from onrecord.services.agency_merge import merged
from onrecord.services.read_json import read_json

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

VERSION = 1
_MOST_BYTES = 20_000_000
_WHAT = "an update of the directory"
_FORMATS = ("onrecord-agencies", "onrecord-agency")


@dataclass(frozen=True)
class Entry:
    """An entry as it counts. ``origin`` is ``mine``, ``update`` or ``bundled``.

    ``set_aside`` is the newest entry that the user's own stands in place of, figure by figure, and
    ``newer`` whether it was gone over after the user's own was written.
    """

    agency: Agency
    origin: str
    set_aside: Agency | None = None
    newer: bool = False

    @property
    def alone(self) -> bool:
        """It is the user's own, and none of ours stands behind it."""
        return self.origin == "mine" and self.set_aside is None


def directory(vault: Vault | None = None) -> dict[str, Entry]:
    """Every entry by id, in the order of the ids."""
    found = {agency.id: Entry(agency, "bundled") for agency in bundled_agencies()}
    rows = vault.find(AgencyOverride, order="origin DESC") if vault else []
    for row in rows:  # update files before the user's own
        known = found.get(row.agency_id)
        if row.origin == "mine" and known is not None:
            body = merged(row.body, _ours(vault, known))
            newer = known.agency.revised.isoformat() > str(row.body["revised"])
            found[row.agency_id] = Entry(agency_from_plain(body), "mine", known.agency, newer)
            continue
        agency = agency_from_plain(row.body)
        if row.origin == "mine":
            found[row.agency_id] = Entry(agency, "mine")
        elif known is None or agency.revised > known.agency.revised:
            found[row.agency_id] = Entry(agency, "update")
    return dict(sorted(found.items()))


def agencies(vault: Vault | None = None) -> tuple[Agency, ...]:
    """The entries that count."""
    return tuple(entry.agency for entry in directory(vault).values())


def agency_body(vault: Vault | None, id: str) -> dict[str, Any]:
    """The entry that counts as its JSON object, to be edited and given to ``correct_agency``.
    Raises NotFound."""
    entry = directory(vault).get(id)
    if entry is None:
        raise NotFound("There is no such entry in the directory.")
    body = _ours(vault, entry)
    if vault is None or entry.origin != "mine":
        return body
    mine = vault.get(AgencyOverride, override_id("mine", id)).body
    return merged(mine, body) if entry.set_aside else cast("dict[str, Any]", mine)


def our_body(vault: Vault, id: str) -> dict[str, Any]:
    """The newest entry of ours, shipped or from an update file, without what the user wrote."""
    return _ours(vault, directory(vault)[id])


def _ours(vault: Vault | None, entry: Entry) -> dict[str, Any]:
    agency = entry.set_aside or entry.agency
    for row in (
        vault.find(AgencyOverride, "id = ?", [override_id("update", agency.id)]) if vault else ()
    ):
        if row.body.get("revised") == agency.revised.isoformat():
            return cast("dict[str, Any]", json.loads(json.dumps(row.body)))
    if entry.alone:
        return {}
    return json.loads(resource("agencies", f"{agency.id}.json").read_text("utf-8"))


def correct_agency(vault: Vault, body: dict[str, Any]) -> Change:
    """Saves the user's own entry, new or in place of one that ships; ``Change.result`` is its id.

    Raises Refused naming the wrong field.
    """
    agency = checked(body)
    did = "Changed the entry of" if agency.id in directory(vault) else "Added"
    with vault.change(f"{did} {agency.called}") as tx:
        tx.put(_row("mine", agency.id, body))
    return replace(tx.change, result=agency.id)


def forget_correction(vault: Vault, id: str) -> Change:
    """Takes the user's own entry back out. Raises NotFound where there is none."""
    with vault.change("Took back your own entry") as tx:
        tx.remove(AgencyOverride, override_id("mine", id))
    return replace(tx.change, result=id)


def read_update(source: Path) -> dict[str, dict[str, Any]]:
    """The entries of an update file by ``schemas/agencies.schema.json``, or a single one, by their
    ids, checked; nothing is taken in yet.

    Raises Refused naming the wrong field (``agencies[2].waits[0].amount``), and NewerFormat.
    """
    data = read_json(source, _WHAT, _FORMATS, VERSION, _MOST_BYTES)
    if data.get("format") == "onrecord-agency":
        bodies = [("", data)]
    else:
        _check(data, "agencies.schema.json", "")
        bodies = [(f"agencies[{n}]", body) for n, body in enumerate(data["agencies"])]
    seen: dict[str, dict[str, Any]] = {}
    for path, body in bodies:
        agency = checked(body, path)
        if agency.id in seen:
            raise _wrong(f"{path}.id", "this id is there twice")
        seen[agency.id] = body
    return seen


def take_update(vault: Vault, seen: dict[str, dict[str, Any]]) -> Change:
    """Takes in what ``read_update`` read, all of it or nothing. Entries older than what is there
    are taken in too, and do not count until they are the newest."""
    count = len(seen)
    words = f"Took in {count} {'entry' if count == 1 else 'entries'} of the directory"
    with vault.change(words) as tx:
        for id, body in seen.items():
            tx.put(_row("update", id, body))
    return tx.change


def checked(body: dict[str, Any], path: str = "") -> Agency:
    """The entry a JSON object from outside means; ``path`` is where it stands in its file.

    Raises Refused naming the wrong field, and NewerFormat.
    """
    version = body.get("version")
    if isinstance(version, int) and version > VERSION:
        raise NewerFormat(
            "This entry was written for a newer version of OnRecord; update OnRecord."
        )
    _check(body, "agency.schema.json", path)
    try:
        return agency_from_plain(body)
    except Refused as error:
        raise _wrong(_joined(path, error.path), _reason(str(error))) from None


@cache
def bundled_agencies() -> tuple[Agency, ...]:
    """What ships with the app; a test has validated it."""
    return tuple(
        agency_from_plain(json.loads(path.read_text("utf-8")))
        for path in sorted(resource("agencies").glob("*.json"))
    )


def _row(origin: str, id: str, body: dict[str, Any]) -> AgencyOverride:
    return AgencyOverride(id=override_id(origin, id), agency_id=id, origin=origin, body=body)


@cache
def _validator(name: str) -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(schema(name).read_text("utf-8")))


def _check(data: dict[str, Any], name: str, path: str) -> None:
    from jsonschema.exceptions import best_match  # pyright: ignore[reportUnknownVariableType]

    errors = cast("Iterable[Any]", _validator(name).iter_errors(data))
    error = cast("Any", best_match(errors))
    if error is None:
        return
    at = path
    for step in error.absolute_path:
        at = f"{at}[{step}]" if isinstance(step, int) else _joined(at, str(step))
    if error.validator in ("oneOf", "const", "enum"):
        raise _wrong(at, f"{json.dumps(error.instance)[:80]} is not one of the values known here")
    raise _wrong(at, str(error.message)[:160])


def _joined(path: str, more: str) -> str:
    return f"{path}.{more}" if path and more else path or more


def _reason(sentence: str) -> str:
    return sentence.partition(": ")[2] or sentence


def _wrong(path: str, why: str) -> Refused:
    return Refused(f"The file is wrong at {path or 'its top'}: {why.rstrip('.')}.", path)
