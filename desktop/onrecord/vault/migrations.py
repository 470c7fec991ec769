"""How the tables of ``vault.db`` came about, step by step.

A step is never edited once a version with it was released; a new one is added below it. A step
that adds a column to a table a bundle can cite also adds an entry to the history for each of its
rows, since an entry covers every column.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from onrecord.errors import NewerFormat

if TYPE_CHECKING:
    from sqlite_utils import Database

# Columns after the four every record begins with; text unless it says otherwise, never null
# unless marked with "?".
_FIRST_TABLES = {
    "person": (
        "name name_on_bill service_address postal_address print_contact private_contact is_me:int"
    ),
    "dispute": (
        "title counterparty_id category sector place summary currency rough_minor:int? state "
        "sample:int trashed_at"
    ),
    "dispute_person": (
        "dispute_id person_id role authority_evidence_id authority_scope authority_expires"
    ),
    "counterparty": (
        "name legal_name kind phone_numbers email address dispute_address hours "
        "stated_response preferred_channel notes best_time"
    ),
    "party_link": "from_id to_id kind",
    "dispute_party": "dispute_id counterparty_id role",
    "account_ref": "dispute_id counterparty_id kind value digits",
    "object": "length:int sha256 ciphertext_length:int header_sha256 generation:int",
    "evidence": (
        "object_id file_name title kind dated zone description source tags media_type "
        "type_name page_count:int password problem read_state has_location:int arrived "
        "set_by_user view_rotation:int trashed_at"
    ),
    "dispute_evidence": "dispute_id evidence_id position:int theirs:int",
    "evidence_link": "from_id to_id kind",
    "contact": (
        "kind direction dated zone dated_utc duration_s:int? hold_s:int? number "
        "counterparty_id company agent_name agent_id agent_team reference_state reference "
        "reference_digits outcome notes thread_id written_at trashed_at goal fallback achieved "
        "attempt:int recorded"
    ),
    "contact_line": "contact_id position:int side form words said_at event",
    "dispute_contact": "dispute_id contact_id",
    "contact_evidence": "contact_id evidence_id",
    "amendment": "contact_id field before after written_at",
    "promise": (
        "dispute_id contact_id words amount_minor:int? currency due state settled_when settled_note "
        "settled_evidence_id"
    ),
    "offer": (
        "dispute_id contact_id side words amount_minor:int? currency expires state counters_id "
        "least_minor:int? settled_when"
    ),
    "fact": (
        "dispute_id dated zone words position:int side disputed:int admitted:int quoted version_of_id"
    ),
    "citation": "of_table of_id evidence_id page:int? rect contact_id contact_line_id side",
    "issue": "dispute_id position:int title mine theirs",
    "desired_outcome": (
        "dispute_id position:int words amount_minor:int? currency status got_minor:int?"
    ),
    "claim_line": (
        "dispute_id position:int words amount_minor:int currency undisputed:int kind formula "
        "original_minor:int? original_currency"
    ),
    "track": "dispute_id counterparty_id name rung agency_id",
    "stage_event": (
        "track_id kind rung dated zone reason reference contact_id evidence_id answers_id unaddressed"
    ),
    "packet": (
        "dispute_id title profile recipient ask summary paper parts label_prefix state trashed_at"
    ),
    "packet_exhibit": "packet_id evidence_id position:int label caption pages included:int",
    "bundle": (
        "packet_id dispute_id number:int frozen_at content manifest object_id pdf_sha256 "
        "page_count:int custody_length:int custody_head sent_when sent_way"
    ),
    "setting": "value",
    "draft": "kind dispute_id body",
    "pending_export": "path",
    "tombstone": "of_table of_id object_id words",
}
_FIRST_INDEXES = (
    "account_ref(digits)", "contact(reference_digits)", "contact(dated)", "contact(thread_id)",
    "evidence(dated)", "evidence(trashed_at)", "evidence(read_state)", "object(sha256)",
    "citation(of_id)", "tombstone(object_id)", "counterparty(name COLLATE NOCASE)",
    "party_link(from_id)", "evidence_link(from_id)", "promise(state, due)",
    "evidence(trashed_at, title, source, file_name, description, tags)",  # a search reads no more
)  # fmt: skip


def _create(db: Database, table: str, columns: str) -> set[str]:
    """A table of records; returns the names of all its columns."""
    made: dict[str, Any] = {"id": str, "revision": int, "created_at": str, "changed_at": str}
    nullable: set[str] = set()
    for column in columns.split():
        name, _, kind = column.partition(":")
        made[name] = int if kind else str
        if kind.endswith("?"):
            nullable.add(name)
    db.table(table).create(made, pk="id", not_null=set(made) - nullable, strict=True)
    return set(made)


def _add_columns(db: Database, table: str, columns: str, words: str) -> None:
    """Columns at the end of a table: text is empty, a number 0, and "?" null. Where the table is
    part of the history each of its rows gets an entry there, which says ``words``."""
    from onrecord.domain.tables import BY_TABLE
    from onrecord.domain.times import now_text

    for column in columns.split():
        name, _, kind = column.partition(":")
        column_type = "INTEGER" if kind else "TEXT"
        default = "" if kind.endswith("?") else f" NOT NULL DEFAULT {0 if kind else chr(39) * 2}"
        db.conn.execute(f"ALTER TABLE {table} ADD COLUMN {name} {column_type}{default}")
        if name.endswith("_id"):
            db.table(table).create_index([name])
    if not BY_TABLE[table].CITABLE:
        return
    at = now_text()
    db.conn.execute(f"UPDATE {table} SET revision = revision + 1, changed_at = ?", [at])
    _into_history(db, table, words, at)


def _into_history(db: Database, table: str, words: str, at: str) -> None:
    """An entry for each row of a table, as it is now."""
    from onrecord.vault.custody import CustodyHead, next_entry
    from onrecord.vault.db import fetch
    from onrecord.vault.records import head_of

    head = head_of(db.conn)
    for row in fetch(db.conn, f"SELECT * FROM {table} ORDER BY rowid"):
        entry = next_entry(
            head, at=at, words=words, of_table=table, of_id=row["id"], revision=row["revision"],
            row=row,
        )  # fmt: skip
        db.conn.execute("INSERT INTO custody VALUES (?,?,?,?,?,?,?,?,?)", [*vars(entry).values()])
        head = CustodyHead(entry.seq, entry.sha256)


def _first(db: Database) -> None:
    for table, columns in _FIRST_TABLES.items():
        for name in sorted(_create(db, table, columns)):
            if name.endswith("_id") and f"{table}({name})" not in _FIRST_INDEXES:
                db.table(table).create_index([name])
    for number, index in enumerate(_FIRST_INDEXES):
        db.conn.execute(f"CREATE INDEX search_{number} ON {index}")
    db.table("custody").create(
        {
            "seq": int, "at": str, "words": str, "of_table": str, "of_id": str, "revision": int,
            "row_sha256": str, "previous_sha256": str, "sha256": str,
        },
        pk="seq",
        not_null={
            "at", "words", "of_table", "of_id", "revision", "row_sha256", "previous_sha256",
            "sha256",
        },
        strict=True,
    )  # fmt: skip
    db.conn.execute("CREATE INDEX custody_of ON custody(of_table, of_id, seq)")
    # One row: the last session that committed here, to be compared with format.json.
    db.table("session").create(
        {"id": int, "generation": int, "token": str}, pk="id", not_null={"generation", "token"}
    )
    db.conn.execute("INSERT INTO session VALUES (1, 0, '')")


def _agency_override(db: Database) -> None:
    _create(db, "agency_override", "agency_id origin body")


_ON_RECORD_TABLES = {
    "deadline": ("dispute_id track_id kind words due computed rule_id source as_of firm:int state"),
    "planned_action": "dispute_id words dated state",
    "fault_report": ("dispute_id contact_id words started ended zone monthly_minor:int? currency"),
    "letter": (
        "dispute_id track_id contact_id template title to_name to_address to_email subject "
        "language paper body fields enclosures dated state sent_dated sent_way pdf_evidence_id "
        "proof_evidence_id delivered_dated trashed_at"
    ),
    "letter_template": "name based_on language subject body trashed_at",
    "ledger_entry": (
        "dispute_id dated words direction amount_minor:int currency original_minor:int? "
        "original_currency evidence_id page:int? row:int? promise_id claim_line_id"
    ),
    "day_order": "dispute_id dated items",
    "closure": "dispute_id dated outcome worked next_time feedback_letter_id reopened_at",
}


def _on_record(db: Database) -> None:
    for table, columns in _ON_RECORD_TABLES.items():
        for name in sorted(_create(db, table, columns)):
            if name.endswith("_id"):
                db.table(table).create_index([name])


def _exit(db: Database) -> None:
    _create(db, "exit", "words of_table of_id")


def _packet_recipient(db: Database) -> None:
    _add_columns(db, "packet", "agency_id", "Packets name the body they are for")


def _company_place(db: Database) -> None:
    _add_columns(db, "counterparty", "place", "Companies say where they answer from")


def _packet_check(db: Database) -> None:
    _add_columns(db, "packet", "letter_id", "Packets name the letter that goes with them")
    _create(db, "packet_reason", "packet_id line asked reason")
    db.table("packet_reason").create_index(["packet_id"])
    _create(db, "packet_profile", "name profile parts")


def _packet_options(db: Database) -> None:
    for table, columns in (
        (
            "packet_options",
            "packet_id large:int grey:int flat:int locked:int volume_pages:int volume_bytes:int"
            " pictures originals:int converted:int language continues_bundle_id",
        ),
        ("exhibit_options", "packet_id evidence_id turns reveal:int"),
    ):
        for name in sorted(_create(db, table, columns)):
            if name.endswith("_id"):
                db.table(table).create_index([name])


def _packet_mark(db: Database) -> None:
    _create(
        db, "packet_mark", "packet_id evidence_id page:int kind rects words reason everywhere:int"
    )
    for name in ("packet_id", "evidence_id"):
        db.table("packet_mark").create_index([name])


def _packet_sent(db: Database) -> None:
    names = _create(
        db,
        "sending",
        "dispute_id packet_id bundle_id recipient dated way proof_evidence_id reference"
        " acknowledged_dated contact_id stage_event_id",
    )
    for name in sorted(names):
        if name.endswith("_id"):
            db.table("sending").create_index([name])


def _matter_answer(db: Database) -> None:
    _create(db, "matter_answer", "dispute_id code value")
    db.table("matter_answer").create_index(["dispute_id"])


def _form_words(db: Database) -> None:
    """Words of one's own in a form, and what is left out on purpose, stood among the settings as
    ``form:PACKET`` and ``left_out:PACKET:DOCUMENT``; of packets that are gone they go."""
    from onrecord.domain.ids import new_id
    from onrecord.domain.packet import FormWords, LeftOut
    from onrecord.domain.times import now_text
    from onrecord.vault.db import fetch

    at = now_text()
    for table, columns in (
        (FormWords.TABLE, "packet_id code words"), (LeftOut.TABLE, "packet_id evidence_id"),
    ):  # fmt: skip
        for name in sorted(_create(db, table, columns)):
            if name.endswith("_id"):
                db.table(table).create_index([name])
    packets = {row["id"] for row in fetch(db.conn, "SELECT id FROM packet")}
    where = "id GLOB 'form:*' OR id GLOB 'left_out:*'"
    for row in fetch(db.conn, f"SELECT id, value FROM setting WHERE {where} ORDER BY rowid"):
        kind, packet, *document = row["id"].split(":")
        if packet not in packets:
            continue
        if kind == "form":
            made = [(packet, code, said) for code, said in json.loads(row["value"]).items()]
        else:
            made = [(packet, *document)]
        for values in made:
            marks = ", ".join("?" * (4 + len(values)))
            table = FormWords.TABLE if kind == "form" else LeftOut.TABLE
            db.conn.execute(f"INSERT INTO {table} VALUES ({marks})", [new_id(), 1, at, at, *values])
    db.conn.execute(f"DELETE FROM setting WHERE {where}")
    for table in (FormWords.TABLE, LeftOut.TABLE):
        _into_history(db, table, "Kept with its packet", at)


def _packet_version(db: Database) -> None:
    _add_columns(db, "packet", "version_of_id", "Packets name what they are a version of")


def _packet_company(db: Database) -> None:
    _add_columns(db, "packet", "counterparty_id", "Packets name the company they are about")


def _answer_company(db: Database) -> None:
    _add_columns(db, "matter_answer", "counterparty_id", "Answers name the company they are about")


_STEPS = (
    ("first", _first),
    ("0002_agency_override", _agency_override),
    ("0003_on_record", _on_record),
    ("0004_exit", _exit),
    ("packet_recipient", _packet_recipient),
    ("company_place", _company_place),
    ("packet_check", _packet_check),
    ("packet_options", _packet_options),
    ("packet_mark", _packet_mark),
    ("packet_sent", _packet_sent),
    ("matter_answer", _matter_answer),
    ("form_words", _form_words),
    ("packet_version", _packet_version),
    ("packet_company", _packet_company),
    ("answer_company", _answer_company),
)


def pending(db: Database) -> bool:
    """Whether this version has steps the database has not taken. Raises NewerFormat when the
    database has taken steps this version does not know.
    """
    applied = {step.name for step in _steps().applied(db)}
    if applied - {name for name, _ in _STEPS}:
        raise NewerFormat(
            "This vault was written by a newer version of OnRecord. Update OnRecord to open it."
        )
    return bool({name for name, _ in _STEPS} - applied)


def apply(db: Database) -> None:
    """Take the missing steps; within the caller's transaction, so all of them or none."""
    _steps().apply(db)


def _steps() -> Any:
    from sqlite_utils.migrations import Migrations

    steps = Migrations("vault")
    for name, step in _STEPS:
        steps(name=name)(step)
    return steps
