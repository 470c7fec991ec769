"""The JSON Schema of a dispute's file, made from the records, so that it never falls behind them.

``schemas/dispute.schema.json`` is what this prints:
``python -m onrecord.services.dispute_schema > schemas/dispute.schema.json``.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any, get_type_hints

from onrecord.domain import (
    contact,
    counterparty,
    evidence,
    packet,
    packet_mark,
    packet_options,
    person,
    track,
)
from onrecord.domain.packet_order import MARKS
from onrecord.domain.record import Record
from onrecord.domain.when import ROUGHLY
from onrecord.services.dispute_file import (
    FORMAT,
    LATER,
    LATER_TABLES,
    LINKS,
    LISTS,
    TABLES,
    VERSION,
    WITH_FILE,
    columns,
    is_when,
    owner,
    reference,
)

_ID = "^[0-9a-f]{16}$"
_DAY = r"\d{4}(-\d{2}(-\d{2})?)?"
_RANGE = rf"^{_DAY}/{_DAY}(~({'|'.join(ROUGHLY)}))?$"
_UTC = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z"
_HASH = "^[0-9a-f]{64}$"
_INTEGERS = {"minimum": -(1 << 63), "maximum": (1 << 63) - 1}

_ONE_OF: dict[tuple[str, str], tuple[str, ...]] = {
    ("dispute", "state"): ("open", "closed"),
    ("party_link", "kind"): counterparty.PARTY_LINKS,
    ("dispute_person", "role"): person.ROLES,
    ("account_ref", "kind"): counterparty.REFERENCE_KINDS,
    ("evidence", "kind"): evidence.KINDS,
    ("evidence_link", "kind"): evidence.EVIDENCE_LINKS,
    ("contact", "kind"): contact.KINDS,
    ("contact", "direction"): ("in", "out"),
    ("contact", "reference_state"): contact.REFERENCE_STATES,
    ("contact", "achieved"): ("", "yes", "partly", "no"),
    ("contact_line", "side"): ("me", "them"),
    ("contact_line", "form"): ("quote", "paraphrase"),
    ("contact_line", "event"): ("", *contact.LINE_EVENTS),
    ("promise", "state"): ("open", "kept", "broken", "withdrawn"),
    ("offer", "side"): ("me", "them"),
    ("offer", "state"): ("proposed", "countered", "accepted", "declined", "expired"),
    ("fact", "side"): ("mine", "theirs"),
    ("citation", "of_table"): tuple(cls.TABLE for cls in TABLES),
    ("citation", "side"): ("", "mine", "theirs", "call_record"),
    ("claim_line", "kind"): ("charge", "pro_rata", "interest", "cost"),
    ("track", "rung"): track.RUNGS,
    ("stage_event", "kind"): track.STAGE_EVENTS,
    ("stage_event", "rung"): track.RUNGS,
    ("packet", "profile"): packet.PROFILES,
    ("packet", "paper"): ("a4", "letter"),
    ("packet", "parts"): (*packet.PARTS, *packet.MORE_PARTS, *MARKS),
    ("packet", "state"): ("draft", "sent"),
    ("packet_mark", "kind"): packet_mark.MARK_KINDS,
    ("packet_options", "pictures"): packet_options.PICTURES,
    ("deadline", "kind"): ("hand", "company", "rule"),
    ("deadline", "state"): ("open", "met", "missed", "dropped"),
    ("planned_action", "state"): ("open", "done", "dropped"),
    ("letter", "paper"): ("a4", "letter"),
    ("letter", "state"): ("draft", "sent"),
    ("ledger_entry", "direction"): ("charged", "paid", "refunded", "credited"),
}
_MEANS = {
    "created_at": "When it was first written, UTC.",
    "written_at": "When it was first saved, by that computer's clock, UTC.",
    "password": "The document's own password, in the clear: keep this file as safe as the "
    "documents.",
    "rect": "x0 y0 x1 y1 in points from the top left of the page as shown, or empty.",
    "rects": "Boxes on the page, as in `rect`; of a picture in thousandths of its sides.",
    "pages": 'As typed, "1-3, 5"; empty means all.',
    "content": "All that was printed in the PDF.",
    "said_at": "Local time of the day, 14:21, or empty.",
}
_COUNTED = frozenset({"duration_s", "hold_s", "page", "page_count", "length"})
"""Integers that are never below nothing."""
_HASHES = frozenset({"pdf_sha256", "custody_head"})


@cache
def dispute_schema() -> dict[str, Any]:
    """What a file must be, before its links are looked at."""
    names = [cls.TABLE for cls in TABLES]
    tables: dict[str, Any] = {
        name: {"type": "array", "items": {"$ref": f"#/$defs/{name}"}} for name in names
    }
    tables["dispute"] |= {"minItems": 1, "maxItems": 1}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A whole dispute",
        "description": "What `onrecord data export` writes and `onrecord data import` reads. Each "
        "table is a list under its own name, rows in the order they were written; columns that "
        "end in _id name rows of this file. Amounts are whole minor units (pence, cents) of an "
        "ISO 4217 currency; durations are seconds.",
        "type": "object",
        "additionalProperties": False,
        "required": ["format", "version", *(c.TABLE for c in TABLES if c not in LATER_TABLES)],
        "properties": {"format": {"const": FORMAT}, "version": {"const": VERSION}, **tables},
        "$defs": {**_shared_defs(), **{cls.TABLE: _table(cls) for cls in TABLES}},
    }


def _shared_defs() -> dict[str, Any]:
    return {
        "when": {
            "description": "A date with its own precision: empty for unknown, 2026, 2026-03, "
            "2026-03-14, 2026-03-14T14:21 (local time), or a range of two of the first three, which "
            "may say what it stands for: 2026-01-11/2026-01-20~mid is mid-January.",
            "type": "string",
            "pattern": rf"^$|^\d{{4}}(-\d{{2}}(-\d{{2}}(T\d{{2}}:\d{{2}})?)?)?$|{_RANGE}",
        },
        "utc": {
            "description": "An instant in UTC, or empty.",
            "type": "string",
            "pattern": f"^({_UTC})?$",
        },
        "file": _closed(
            {
                "name": {"type": "string", "pattern": r"^(?!\.)[^/\\\x00-\x1f:]{1,200}$"},
                "length": {"type": "integer", "minimum": 1},
                "sha256": {"type": "string", "pattern": _HASH},
            },
            description="A file in the folder beside this one (NAME.files for NAME.json); length "
            "in bytes.",
        ),
    }


def _table(cls: type[Record]) -> dict[str, Any]:
    hints = get_type_hints(cls)
    made = {name: _column(cls, name, str(hints[name])) for name in columns(cls)}
    if cls in WITH_FILE:
        made["file"] = {"$ref": "#/$defs/file"}
    closed = _closed(made)
    closed["required"] = [name for name in made if name not in LATER.get(cls, ())]
    return closed


def _closed(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "object", **more, "additionalProperties": False, "required": [*properties],
        "properties": properties,
    }  # fmt: skip


def _column(cls: type[Record], name: str, hint: str) -> dict[str, Any]:
    means = {"description": _MEANS[name]} if name in _MEANS else {}
    return means | _rule(cls, name, hint)


def _rule(cls: type[Record], name: str, hint: str) -> dict[str, Any]:
    chosen = _ONE_OF.get((cls.TABLE, name))
    if hint.startswith("tuple"):
        item: dict[str, Any] = {"enum": [*chosen]} if chosen else {"type": "string"}
        if (cls, name) in LISTS:
            item |= {"pattern": _ID}
        return {"type": "array", "items": item}
    if hint.startswith("dict"):
        return {"type": "object"}
    if "bool" in hint:
        return {"type": "boolean"}
    if "int" in hint:
        least = {"minimum": 0} if name in _COUNTED else {}
        return {"type": ["integer", "null"] if "None" in hint else "integer", **_INTEGERS, **least}
    if chosen:
        return {"enum": [*chosen]}
    return _text(cls, name)


def _text(cls: type[Record], name: str) -> dict[str, Any]:
    pattern = ""
    if name == "created_at":
        pattern = f"^{_UTC}$"
    elif is_when(name):
        return {"$ref": "#/$defs/when"}
    elif name == "dated_utc" or (name.endswith("_at") and name != "said_at"):
        return {"$ref": "#/$defs/utc"}
    elif name in ("id", owner(cls), LINKS.get(cls), "from_id", "to_id"):
        pattern = _ID
    elif name.endswith("_id") and reference(cls, name):
        pattern = "^([0-9a-f]{16})?$"
    elif name.endswith("currency"):
        pattern = "^([A-Z]{3})?$"
    elif name in _HASHES:
        pattern = _HASH
    return {"type": "string", "pattern": pattern} if pattern else {"type": "string"}


if __name__ == "__main__":
    print(json.dumps(dispute_schema(), ensure_ascii=False, indent=2))
