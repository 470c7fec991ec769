"""The user's own figures: one of an entry corrected, a body added, and back to ours."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from onrecord.domain.agency import Agency
from onrecord.domain.agency_figures import FigureLine, figure_at
from onrecord.domain.agency_words import COMPANY_FIRST, KINDS, SECTORS, UNITS
from onrecord.domain.change import Change
from onrecord.domain.money import parse_money
from onrecord.domain.place import parse_place
from onrecord.errors import NotFound, Refused
from onrecord.services.agency_directory import (
    agency_body,
    correct_agency,
    directory,
    forget_correction,
    our_body,
)
from onrecord.services.derive import stored_date
from onrecord.services.who_can_help_answers import place_code

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_MINE = "mine"
_STEP = re.compile(r"([a-z_]+)|\[(\d+)\]")
_BYTES = {"": 1_000_000, "mb": 1_000_000, "kb": 1000, "b": 1, "gb": 1_000_000_000}


def correct_figure(
    vault: Vault,
    agency_id: str,
    path: str,
    value: str,
    *,
    unit: str = "",
    source: str = "",
    as_of: str = "",
    today: date | None = None,
) -> Change:
    """One figure of an entry as the user knows it; theirs counts from then on. ``path`` is that of
    a ``FigureLine``; ``value`` as typed; ``unit`` a code of ``agency_words.UNITS`` for a length.
    ``source`` is where they read it, words or an address. Raises NotFound, and Refused naming
    ``value``, ``source`` or ``as_of``."""
    entry = directory(vault).get(agency_id)
    line = figure_at(entry.agency, path) if entry else None
    if entry is None or line is None:
        raise NotFound("There is no such figure in the directory.")
    body = agency_body(vault, agency_id)
    at = _at(body, path)
    if line.kind == "words" and path != "name" and not str(at["basis"]).startswith(_MINE):
        at["instead_of"] = at["words"]
    _set(at, line, value, unit)
    if line.kind == "words" and path == "name":
        body["name"] = value.strip()
    else:
        basis = _new_basis(body, source, as_of, today or date.today(), _bounds(body, at))
        at["basis"] = basis
    body["revised"] = (today or date.today()).isoformat()
    return correct_agency(vault, body)


def undo_figure(vault: Vault, agency_id: str, path: str) -> Change:
    """One figure back to ours, or out where we have none; the whole entry where nothing of theirs
    is left in it."""
    entry = directory(vault).get(agency_id)
    if entry is None or entry.origin != "mine" or entry.set_aside is None:
        raise NotFound("There is nothing of yours in this entry.")
    body = agency_body(vault, agency_id)
    ours = our_body(vault, agency_id)
    if path == "name":
        body["name"] = ours["name"]
    elif (was := _known(ours, path)) is None:
        _take_out(body, path, ours)
    else:
        at = _at(body, path)
        at.clear()
        at.update(json.loads(json.dumps(was)))
        named = str(was["basis"])
        body["bases"][named] = ours["bases"][named]
    _drop_unused(body)
    if _same(body, ours):
        return forget_correction(vault, agency_id)
    return correct_agency(vault, body)


def add_body(
    vault: Vault,
    name: str,
    place: str,
    sector: str,
    page: str,
    *,
    kind: str = "ombudsman",
    today: date | None = None,
) -> Change:
    """A body of the user's own with what is needed to be found: what it is called, of which kind
    it is (``agency_words.KINDS``), where it works, what it deals with, its page. Everything else
    can be corrected in later."""
    said, day = " ".join(name.split()), today or date.today()
    if not said:
        raise Refused("Write the name of the body.", "name")
    if kind not in KINDS:
        raise Refused("Choose what kind of body it is.", "kind")
    if sector not in SECTORS:
        raise Refused("Choose what it deals with.", "sector")
    if page and not re.fullmatch(r"https?://\S+", page.strip()):
        raise Refused("Write the address of their page, such as https://example.org.", "page")
    where = parse_place(place_code(place, "place"))
    rule = {"country": where.country, "regions": list(where.regions)}
    address = page.strip()
    source = {"words": "" if address else "my own entry", "address": address}
    body: dict[str, Any] = {
        "format": "onrecord-agency", "version": 1, "id": _free_id(vault, where.country, said),
        "revised": day.isoformat(), "name": said, "short_name": "", "kind": kind,
        "bases": {
            _MINE: {
                "sources": [source], "as_of": day.isoformat(), "valid_from": None,
                "valid_to": None, "confidence": "medium",
            }
        },
        "coverage": {"everywhere": False, "places": [rule], "each_region": False},
        "covers": [{"sectors": [sector], "basis": _MINE}],
        "pages": [{"use": "complain", "address": address, "basis": _MINE}] if address else [],
    }  # fmt: skip
    if kind == "report_only":
        body["settles_single_cases"] = {"value": False, "basis": _MINE}
    return correct_agency(vault, body)


def add_figure(
    vault: Vault, agency_id: str, what: str, value: str, *, unit: str = "", source: str = "",
    as_of: str = "", today: date | None = None,
) -> Change:  # fmt: skip
    """A figure the entry does not have yet: ``wait``, ``fee``, ``refer_by``, ``narrative``,
    ``pages``, ``bytes``, ``files`` or ``note``."""
    entry = directory(vault).get(agency_id)
    if entry is None:
        raise NotFound("There is no such entry in the directory.")
    if what not in NEW_FIGURES:
        raise Refused("Choose which figure it is.", "what")
    day = today or date.today()
    body = agency_body(vault, agency_id)
    basis = _new_basis(body, source, as_of, day, (None, None))
    where, made = NEW_FIGURES[what]
    fresh: dict[str, Any] = json.loads(json.dumps(made)) | {"basis": basis}
    path = where
    if where.startswith("attachments."):
        body.setdefault("attachments", {})[where.partition(".")[2]] = fresh
    elif where in ("narrative_characters",):
        body[where] = fresh
    else:
        body.setdefault(where, []).append(fresh)
        path = f"{where}[{len(body[where]) - 1}]"
    kind = {"waits": "length", "time_limits": "length", "amounts": "money", "notes": "words"}.get(
        where, "bytes" if what == "bytes" else "count"
    )
    _set(fresh, FigureLine(path, "", "", "", None, kind), value, unit)
    body["revised"] = day.isoformat()
    return correct_agency(vault, body)


NEW_FIGURES: dict[str, tuple[str, dict[str, Any]]] = {
    "wait": ("waits", {"amount": 8, "unit": "weeks", "early_if": ["final_response", "deadlock"]}),
    "refer_by": (
        "time_limits",
        {"kind": "refer_by", "amount": 12, "unit": "months", "from": ["final_response"],
         "before": False, "must_be": ""},
    ),
    "fee": ("amounts", {"what": "fee", "minor": 0, "currency": "USD"}),
    "narrative": ("narrative_characters", {"value": 1}),
    "pages": ("attachments.pages", {"value": 1}),
    "files": ("attachments.files", {"value": 1}),
    "bytes": ("attachments.bytes_total", {"value": 1}),
    "note": ("notes", {"words": ""}),
}  # fmt: skip
"""A figure that can be added, where it stands, and how it begins."""


def is_mine_figure(entry_agency: Agency, ours: Agency | None, path: str) -> bool:
    """Whether a figure differs from the one of ours at the same place."""
    mine, other = figure_at(entry_agency, path), figure_at(ours, path) if ours else None
    return mine is not None and (other is None or (mine.words, mine.basis) != (
        other.words, other.basis
    ))  # fmt: skip


def _set(at: dict[str, Any], line: FigureLine, value: str, unit: str) -> None:
    """Writes a typed value where the figure stands."""
    said = " ".join(value.split())
    if not said:
        raise Refused("Write the figure.", "value")
    if line.kind == "length":
        at["amount"], chosen = _count(said), unit or at.get("unit") or ""
        if chosen not in UNITS:
            raise Refused("Choose days, weeks, months or years.", "value")
        at["unit"] = chosen
    elif line.kind == "count":
        at["value"] = _count(said)
    elif line.kind == "bytes":
        found = re.fullmatch(r"(\d+(?:\.\d+)?) ?([A-Za-z]*)", said, re.ASCII)
        if not found or found[2].casefold() not in _BYTES:
            raise Refused("Write a size like 18 MB or 500 KB.", "value")
        at["value"] = round(float(found[1]) * _BYTES[found[2].casefold()])
    elif line.kind == "money":
        code = re.search(r"[A-Za-z]{3}", said)
        currency = code[0].upper() if code else str(at["currency"])
        if at["what"] == "fee" and said.casefold() in ("nothing", "free"):
            said, currency = "0", str(at["currency"])
        try:
            amount = parse_money(re.sub(r"[A-Za-z]{3}", "", said).strip(), currency)
        except ValueError as error:
            raise Refused(str(error), "value") from None
        at["minor"], at["currency"] = amount.minor, amount.currency
    elif line.kind == "yes_no":
        if said.casefold() not in ("yes", "no"):
            raise Refused("Write yes or no.", "value")
        at["value"] = said.casefold() == "yes"
    elif line.kind == "choice":
        if said not in COMPANY_FIRST:
            raise Refused("Choose one from the list.", "value")
        at["value"] = said
    elif line.kind == "address":
        if not re.fullmatch(r"https?://\S+", said):
            raise Refused("Write an address, such as https://example.org.", "value")
        at["address"] = said
    elif line.kind == "words":
        if line.path != "name":
            at["words"] = said
    else:
        raise Refused("This figure can only be changed in a file.", "value")


def _count(said: str) -> int:
    plain = said.replace(",", "").replace(" ", "")
    if not (plain.isascii() and plain.isdigit()) or int(plain) == 0:
        raise Refused("Write a whole number.", "value")
    return int(plain)


def _at(body: dict[str, Any], path: str) -> dict[str, Any]:
    """The object a path leads to; the body itself for its name."""
    at: Any = body
    if path == "name":
        return body
    for word, number in _STEP.findall(path):
        at = at[word] if word else at[int(number)]
    return cast("dict[str, Any]", at)


def _known(body: dict[str, Any], path: str) -> Any:
    """What a path leads to; None where there is nothing."""
    try:
        return _at(body, path)
    except LookupError:
        return None


def _take_out(body: dict[str, Any], path: str, ours: dict[str, Any]) -> None:
    """A figure that was added, and with it what holds no other and is not in ours."""
    *_, (word, number) = _STEP.findall(path)
    holder = path.rpartition("[" if number else ".")[0]
    held: Any = _at(body, holder)
    if number:
        held.pop(int(number))
    elif word in (_known(ours, holder) or {}):
        held[word] = None
    else:
        held.pop(word)
    if holder and not held and _known(ours, holder) is None:
        body.pop(holder)


def _bounds(body: dict[str, Any], at: dict[str, Any]) -> tuple[Any, Any]:
    """From and until when the figure was in force: a correction changes no dates."""
    was = body["bases"].get(str(at.get("basis", "")), {})
    return was.get("valid_from"), was.get("valid_to")


def _new_basis(
    body: dict[str, Any], source: str, as_of: str, today: date, bounds: tuple[Any, Any]
) -> str:
    said = " ".join(source.split())
    if not said:
        raise Refused("Write where you read it: a page, a letter, a call.", "source")
    is_address = re.fullmatch(r"https?://\S+", said) is not None
    names = set(body["bases"])
    name = next(n for n in (f"{_MINE}_{k}" for k in range(1, 10_000)) if n not in names)
    body["bases"][name] = {
        "sources": [{"words": "" if is_address else said, "address": said if is_address else ""}],
        "as_of": stored_date(as_of, "as_of") if as_of.strip() else today.isoformat(),
        "valid_from": bounds[0],
        "valid_to": bounds[1],
        "confidence": "medium",
    }
    return name


def _drop_unused(body: dict[str, Any]) -> None:
    used = set(re.findall(r'"basis": "([^"]+)"', json.dumps(body)))
    for name in [n for n in body["bases"] if n.startswith(f"{_MINE}_") and n not in used]:
        del body["bases"][name]


def _same(mine: dict[str, Any], ours: dict[str, Any]) -> bool:
    def plain(body: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in body.items() if name != "revised"}

    return plain(mine) == plain(ours)


def _free_id(vault: Vault, country: str, name: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "body"
    base = f"my-{country.casefold()}-{plain}"[:50].strip("-")
    known = directory(vault)
    tried = (base, *(f"{base}-{n}" for n in range(2, 10_000)))
    return next(one for one in tried if one not in known)
