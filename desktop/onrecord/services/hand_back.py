"""What an adviser changed in a dispute that was handed over: shown line by line, taken on request.

What is in both vaults is compared with how it was when it was handed over, so that a line says
who changed what. Nothing is taken that was not chosen, and all that was taken is one step of undo.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast

from onrecord.domain.change import Change
from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import Evidence
from onrecord.domain.fact import Citation
from onrecord.domain.letter_body import Body
from onrecord.domain.packet import Bundle
from onrecord.domain.record import Record
from onrecord.domain.tables import BY_TABLE
from onrecord.domain.when import When
from onrecord.errors import Refused
from onrecord.services.derive import derived
from onrecord.services.dispute_file import (
    ENDS,
    LISTS,
    TABLES,
    WITH_FILE,
    columns,
    from_plain,
    is_when,
    owner,
    references,
)
from onrecord.services.excerpts import beside
from onrecord.services.hand_over import Plain, copy_object, handed_over, plain_rows
from onrecord.services.progress import Stop, never

if TYPE_CHECKING:
    from onrecord.domain.evidence import ObjectRecord
    from onrecord.vault.vault import Vault

NAMES = {
    "dispute": "the dispute", "person": "a name", "counterparty": "a company",
    "evidence": "a document", "contact": "a call or message", "contact_line": "what was said",
    "promise": "a promise", "offer": "an offer", "fact": "what happened",
    "issue": "where you disagree", "desired_outcome": "what is asked for",
    "claim_line": "an amount", "track": "a line of steps", "stage_event": "a step",
    "packet": "a packet", "packet_exhibit": "a document in a packet", "bundle": "a PDF",
    "deadline": "a date", "planned_action": "a plan", "letter": "a letter",
    "letter_template": "a template", "ledger_entry": "money that moved", "closure": "how it ended",
    "sending": "what was sent", "account_ref": "a number", "citation": "a page cited",
    "packet_mark": "a mark on a page", "packet_options": "how a packet is made",
    "packet_reason": "why something in a packet is right",
    "form_words": "words of one's own in a form",
    "left_out": "a document left out on purpose",
    "exhibit_options": "how a document looks in a packet",
    "matter_answer": "an answer about the case", "fault_report": "a fault reported",
    "day_order": "the order of a day", "amendment": "a later edit",
    "dispute_person": "a person's part", "dispute_party": "a further company",
    "dispute_evidence": "a document of the dispute", "dispute_contact": "a call or message of it",
    "contact_evidence": "a document of a call or message",
    "evidence_link": "a document that belongs to another",
    "party_link": "how two companies belong together",
}  # fmt: skip
_WORDS = ("title", "words", "subject", "name", "outcome", "mine", "file_name", "value", "reason",
          "reference", "caption", "label", "notes", "kind")  # fmt: skip
_NOT_SAID = frozenset({"id", "created_at", "position", "digits", "reference_digits", "dated_utc"})
_READ_ANEW = frozenset(
    {"type_name", "media_type", "page_count", "problem", "has_location", "set_by_user", "sha256"}
)
"""Of a document what a reader finds out, in either vault."""


@dataclass(frozen=True)
class BackLine:
    """One thing that is different. ``kind`` is added, changed or removed; ``fields`` are those
    that changed: (name, before, after) in words. ``both``: you changed the same since, and taking
    it puts theirs in place of yours. ``part_of`` is the key of the line it goes with."""

    key: str
    table: str
    id: str
    kind: str
    words: str
    fields: tuple[tuple[str, str, str], ...] = ()
    both: bool = False
    part_of: str = ""


@dataclass(frozen=True)
class Back:
    """All that came back. ``dispute_id`` is the same in both vaults."""

    dispute_id: str
    title: str
    when: str
    lines: tuple[BackLine, ...] = ()
    rows: Mapping[str, Plain] = field(default_factory=dict[str, Plain], repr=False)
    """Their rows by key, for taking."""

    def chosen_first(self) -> tuple[str, ...]:
        """What is ticked to begin with: all but what would take something away or undo an edit
        of one's own."""
        return tuple(x.key for x in self.own() if x.kind != "removed" and not x.both)

    def own(self) -> tuple[BackLine, ...]:
        """The lines one chooses among; the others go with one of these."""
        return tuple(x for x in self.lines if not x.part_of)


def what_came_back(vault: Vault, theirs: Vault) -> Back:
    """Compares a vault that was handed over with this one, from which it came.

    Raises Refused where it did not, or was handed over to be read only.
    """
    said = handed_over(theirs)
    if said is None:
        raise Refused("This vault was not handed to an adviser; choose the one that was.")
    if said.mode == "read":
        raise Refused("This was handed over to be read, so nothing in it was changed.")
    if said.vault_id != vault.vault_id or not vault.count(Dispute, "id = ?", [said.dispute_id]):
        raise Refused("This dispute was handed over from another vault.")
    base, now = _by_key(said.base), _by_key(plain_rows(theirs))
    mine = _by_key(plain_rows(vault, said.dispute_id))
    lines: list[BackLine] = []
    for key, row in now.items():
        if key not in base and key not in mine:
            lines.append(_line(key, "added", row, now))
        elif key in base and key in mine:
            found = _changed(key, base[key], row, mine[key], now)
            if found is not None:
                lines.append(found)
    lines += [
        _line(key, "removed", base[key], base) for key in base if key not in now and key in mine
    ]
    keys = {line.key for line in lines}
    shown = [replace(x, part_of=x.part_of if x.part_of in keys else "") for x in lines]
    dispute = vault.get(Dispute, said.dispute_id)
    return Back(said.dispute_id, dispute.title, said.when, tuple(shown), now)


def take_back(
    vault: Vault,
    theirs: Vault,
    back: Back,
    chosen: Collection[str],
    cancelled: Stop = never,
) -> Change:
    """Takes the chosen lines, what goes with them, and what they cannot do without. One change,
    undone as one. Raises Refused where nothing was chosen."""
    wanted = _with_needed(back, set(chosen))
    lines = [line for line in back.lines if line.key in wanted]
    if not lines:
        raise Refused("Nothing was chosen.")
    order = {cls.TABLE: n for n, cls in enumerate(TABLES)}
    lines.sort(key=lambda line: order[line.table])
    objects: dict[str, ObjectRecord] = {}
    new: list[ObjectRecord] = []
    with vault.objects.begin_group() as group:
        for line in lines:
            cls = BY_TABLE[line.table]
            if line.kind == "added" and cls in WITH_FILE:
                record = theirs.get(cls, line.id)
                kept, is_new = copy_object(theirs, vault, record, group, cancelled)
                objects[line.key] = kept
                if is_new:
                    new.append(kept)
        group.seal()
        try:
            with vault.change("Took back what an adviser changed") as tx:
                for one in new:
                    tx.insert(one)
                for line in lines:
                    _take(tx, line, back.rows.get(line.key, {}), objects)
        except BaseException:
            for one in new:
                vault.objects.discard(one.id)
            raise
    return replace(tx.change, result=back.dispute_id)


def _take(tx: Any, line: BackLine, row: Plain, objects: Mapping[str, ObjectRecord]) -> None:
    cls = BY_TABLE[line.table]
    if line.kind == "removed":
        if "trashed_at" in columns(cls):
            from onrecord.domain.times import now_text

            tx.patch(cls, line.id, trashed_at=now_text())
        else:
            tx.remove(cls, line.id)
    elif line.kind == "added":
        more: Plain = {}
        if line.key in objects:
            more["object_id"] = objects[line.key].id
        if cls is Evidence:
            more["read_state"] = "waiting"
        tx.put(derived(from_plain(cls, row, **more)))
    else:
        names = [name for name, _, _ in line.fields]
        values = {name: row[name] for name in names}
        before = tx.get(cls, line.id)
        whole = {name: _as_kept(before, name, value) for name, value in values.items()}
        tx.update(derived(replace(before, **whole)))


def _as_kept(record: Record, name: str, value: Any) -> Any:
    """A list of the file is a tuple of the record."""
    was: object = getattr(record, name)
    return tuple(cast("list[object]", value)) if isinstance(was, tuple) else value


def _with_needed(back: Back, chosen: set[str]) -> set[str]:
    """The chosen lines, their parts, and every added row that one of them names."""
    added = {line.id: line.key for line in back.lines if line.kind == "added"}
    wanted: set[str] = set()
    todo = [line.key for line in back.lines if line.key in chosen]
    while todo:
        key = todo.pop()
        if key in wanted:
            continue
        wanted.add(key)
        todo += [line.key for line in back.lines if line.part_of == key]
        table, row = key.partition(":")[0], back.rows.get(key, {})
        cls = BY_TABLE[table]
        names = [*references(cls), *(["of_id"] if cls is Citation else [])]
        named = [str(row[name]) for name in names if row.get(name)]
        for column in columns(cls):
            if (cls, column) in LISTS:
                named += [str(id) for id in row.get(column, [])]
        todo += [added[id] for id in named if id in added]
    return wanted


# -------------------------------------------------------------------- in words


def _by_key(rows: Mapping[str, Sequence[Plain]]) -> dict[str, Plain]:
    return {f"{table}:{row['id']}": row for table, found in rows.items() for row in found}


def _changed(
    key: str, base: Plain, theirs: Plain, mine: Plain, now: Mapping[str, Plain]
) -> BackLine | None:
    table = key.partition(":")[0]
    cls = BY_TABLE[table]
    if cls is Bundle:
        return None  # a PDF that was made is never another one
    left = _READ_ANEW if cls is Evidence else frozenset[str]()
    names = [
        name
        for name in columns(cls)
        if name not in left
        and name != "created_at"
        and theirs.get(name) != base.get(name, theirs.get(name))
        and theirs.get(name) != mine.get(name)
        and not (name == "trashed_at" and theirs.get(name) and mine.get(name))
    ]
    if not names:
        return None
    if "trashed_at" in names and theirs["trashed_at"]:  # what else was changed in it goes with it
        return replace(_line(key, "removed", mine, now), part_of="")
    both = any(mine.get(name) != base.get(name) for name in names)
    fields = tuple(
        (name, *beside(_said(name, mine.get(name)), _said(name, theirs[name]))) for name in names
    )
    line = _line(key, "changed", theirs, now)
    return replace(line, fields=fields, both=both, part_of="")


def _line(key: str, kind: str, row: Plain, rows: Mapping[str, Plain]) -> BackLine:
    table, _, id = key.partition(":")
    cls = BY_TABLE[table]
    name = NAMES.get(table, table.replace("_", " "))
    verb = {"added": "Added", "changed": "Changed", "removed": "Removed"}[kind]
    about = _about(row)
    words = f"{verb} {name}: {about}" if about else f"{verb} {name}"
    return BackLine(key, table, id, kind, words, part_of=_owner_key(cls, row, rows))


def _owner_key(cls: type[Record], row: Plain, rows: Mapping[str, Plain]) -> str:
    """The row a part belongs to, in the form of a key; a link goes with what it links."""
    if cls is Citation:
        return f"{row['of_table']}:{row['of_id']}"
    if cls in ENDS:
        return f"{ENDS[cls].TABLE}:{row['from_id']}"
    found = references(cls)
    column = owner(cls)
    if not column:
        return ""
    if found[column] is Dispute:  # a link of the dispute to a thing goes with the thing
        others = [name for name in found if name != column and row.get(name)]
        is_link = cls.TABLE.startswith("dispute_") and len(others) == 1
        return f"{found[others[0]].TABLE}:{row[others[0]]}" if is_link else ""
    return f"{found[column].TABLE}:{row[column]}"


def _about(row: Plain) -> str:
    for name in _WORDS:
        value = row.get(name)
        if isinstance(value, str) and value.strip():
            said = " ".join(value.split())
            break
    else:
        return ""
    dated = row.get("dated")
    day = f", {When(str(dated)).words()}" if isinstance(dated, str) and dated else ""
    return (said if len(said) <= 90 else f"{said[:87]}...") + day


def _said(name: str, value: Any) -> str:
    if name == "trashed_at":
        return "yes" if value else "no"
    if value in (None, "", []):
        return "nothing"
    if is_when(name) and isinstance(value, str):
        return When(value).words()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict) and "blocks" in value:  # the body of a letter
        body = Body.from_json(cast("dict[str, object]", value))
        return " ".join(body.text().split()) or "nothing"
    if isinstance(value, list | dict):
        return f"{len(cast('list[object]', value))} entries"
    return " ".join(str(value).split())


def field_words(name: str) -> str:
    """A column as it is said: ``sent_dated`` as ``sent dated``."""
    if name == "trashed_at":
        return "in the trash"
    return "" if name in _NOT_SAID else name.removesuffix("_id").replace("_", " ")
