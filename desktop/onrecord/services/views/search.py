"""Search everything: disputes, companies, calls, reference numbers, and the text of documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onrecord.domain.counterparty import search_form
from onrecord.domain.sending import way_words
from onrecord.domain.when import When
from onrecord.services.rows import in_list

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class Hit:
    """``kind`` is dispute, contact, packet or evidence; ``page`` is 0 where it is not a page.
    ``sent`` is the PDF of the packet that went out, with what came back for it."""

    kind: str
    id: str
    dispute_id: str
    title: str
    snippet: str = ""
    page: int = 0
    sent: str = ""


def search(vault: Vault, text: str, limit: int = 50) -> list[Hit]:
    """Disputes first, then contacts, packets and what was sent of them, then documents by what
    they are called, then by their text.

    A number is found however it is spaced: "0333003" finds "0333 003".
    """
    typed = " ".join(text.split())
    if not typed:
        return []
    found = [
        *_disputes(vault, typed, limit),
        *_contacts(vault, typed, limit),
        *_packets(vault, typed, limit),
        *_documents(vault, typed, limit),
    ]
    return found[:limit]


def prepare(vault: Vault) -> None:
    """Goes once through what every search goes through, before somebody types: decrypting it takes
    longer than comparing it, and what a reader has decrypted stays at hand until the next change.
    """
    _contacts(vault, _NOWHERE, 1)
    _documents(vault, _NOWHERE, 1)


_NOWHERE = "\x1a"
"""A character that no text on record holds."""

_NEWEST = 2_000
_LIKE = "LIKE ? ESCAPE '\\'"
_CONTACT_WORDS = (
    "c.agent_name", "c.agent_team", "c.company", "c.outcome", "c.notes", "c.reference",
)  # fmt: skip
# What was said and promised, looked through once and not once for each contact.
_CONTACT_LINES = (
    f"c.id IN (SELECT contact_id FROM contact_line WHERE words {_LIKE})",
    f"c.id IN (SELECT contact_id FROM promise WHERE words {_LIKE})",
)


def _words(
    columns: tuple[str, ...], typed: str, others: tuple[str, ...] = ()
) -> tuple[str, list[Any]]:
    """Each word typed stands in one of the columns, or one of the other conditions holds."""
    one = " OR ".join([*(f"{column} {_LIKE}" for column in columns), *others])
    args: list[Any] = []
    for word in sorted(typed.split(), key=len, reverse=True):  # the rarest first, most likely
        like = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        args += [like] * (len(columns) + len(others))
    return " AND ".join([f"({one})"] * len(typed.split())), args


def _number(typed: str) -> str:
    """The search form where it holds a digit: a reference number, an account, a phone number."""
    form = search_form(typed)
    return form if any(c.isdigit() for c in form) and len(form) >= 3 else ""


def _disputes(vault: Vault, typed: str, limit: int) -> list[Hit]:
    where, args = _words(("d.title", "d.summary", "coalesce(c.name, '')"), typed)
    number = _number(typed)
    if number:
        where = (
            f"(({where}) OR EXISTS (SELECT 1 FROM account_ref a WHERE a.dispute_id = d.id"
            " AND instr(a.digits, ?)) OR EXISTS (SELECT 1 FROM track t JOIN stage_event e"
            f" ON e.track_id = t.id WHERE t.dispute_id = d.id AND instr({_plain('e.reference')}, ?)))"
        )
        args += [number, number]
    rows = vault.query(
        "SELECT d.id, d.title, coalesce(c.name, '') AS company FROM dispute d"
        " LEFT JOIN counterparty c ON c.id = d.counterparty_id"
        f" WHERE d.trashed_at = '' AND {where} ORDER BY d.rowid DESC LIMIT ?",
        [*args, limit],
    )
    return [Hit("dispute", r["id"], r["id"], r["title"], r["company"]) for r in rows]


def _contacts(vault: Vault, typed: str, limit: int) -> list[Hit]:
    where, args = _words(_CONTACT_WORDS, typed, _CONTACT_LINES)
    number = _number(typed)
    if number:
        where = f"(({where}) OR instr(c.reference_digits, ?))"
        args.append(number)
    rows = vault.query(
        "SELECT c.id, c.kind, c.dated, c.agent_name, c.reference, c.outcome,"
        " coalesce((SELECT dispute_id FROM dispute_contact l WHERE l.contact_id = c.id LIMIT 1),"
        " '') AS dispute_id"
        f" FROM contact c WHERE c.trashed_at = '' AND {where}"
        " ORDER BY +c.dated DESC LIMIT ?",
        [*args, limit],
    )
    return [
        Hit(
            "contact", r["id"], r["dispute_id"],
            " ".join(p for p in (r["kind"].capitalize(), r["agent_name"]) if p),
            " · ".join(p for p in (r["dated"] and When(r["dated"]).day.short(), r["reference"], r["outcome"]) if p),
        )
        for r in rows
    ]  # fmt: skip


def _packets(vault: Vault, typed: str, limit: int) -> list[Hit]:
    """Each time one went out, by its number there too; else the packet itself."""
    where, args = _words(("p.title", "p.recipient", "s.recipient", "s.reference"), typed)
    number = _number(typed)
    if number:
        where = f"(({where}) OR instr({_plain('s.reference')}, ?))"
        args.append(number)
    rows = vault.query(
        "SELECT p.id, p.dispute_id, p.title, p.profile,"
        " coalesce(nullif(s.recipient, ''), p.recipient) AS recipient,"
        " coalesce(s.bundle_id, '') AS sent, coalesce(s.dated, '') AS dated,"
        " coalesce(s.way, '') AS way, coalesce(s.reference, '') AS reference"
        " FROM packet p LEFT JOIN sending s ON s.packet_id = p.id"
        f" WHERE p.trashed_at = '' AND {where} ORDER BY p.rowid DESC, s.rowid DESC LIMIT ?",
        [*args, limit],
    )
    return [
        Hit(
            "packet", r["id"], r["dispute_id"], r["title"] or r["recipient"],
            " · ".join(p for p in (_sent_words(r), r["reference"]) if p),
            sent=r["sent"],
        )
        for r in rows
    ]  # fmt: skip


def _sent_words(row: Any) -> str:
    """``sent on 3 March 2026 by post to CISAS``; whom it is for while it was not."""
    to = row["recipient"]
    if not row["sent"]:
        return f"for {to}" if to else ""
    to = f" to {to}" if to else ""
    day = f" on {When(row['dated']).words()}" if row["dated"] else ""
    way = f" {way_words(row['way'])}" if row["way"] else ""
    return f"sent{day}{way}{to}"


def _plain(column: str) -> str:
    """A reference as ``search_form`` has it, for the signs they are spaced with."""
    for sign in (" ", "-", "/", ".", "_", ":", "#"):
        column = f"replace({column}, '{sign}', '')"
    return f"lower({column})"


def _documents(vault: Vault, typed: str, limit: int) -> list[Hit]:
    where, args = _words(("e.title", "e.source", "e.file_name", "e.description", "e.tags"), typed)
    where = f"e.trashed_at = '' AND {where}"
    # A common word has enough among the newest. Otherwise all is answered, inside, by one index
    # that holds these words and no more; with the plus the order is no reason to go through the
    # documents themselves, four times as large.
    rows = vault.query(
        f"{_EVIDENCE} WHERE {where} AND e.rowid > (SELECT max(rowid) FROM evidence) - {_NEWEST}"
        " ORDER BY e.rowid DESC LIMIT ?",
        [*args, limit],
    )
    if len(rows) < limit:
        rows = vault.query(
            f"{_EVIDENCE} WHERE e.rowid IN (SELECT e.rowid FROM evidence e WHERE {where}"
            " ORDER BY +e.rowid DESC LIMIT ?) ORDER BY e.rowid DESC",
            [*args, limit],
        )
    named = [
        Hit("evidence", r["id"], r["dispute_id"], r["title"] or r["file_name"], r["source"])
        for r in rows
    ]
    pages = vault.index.search(typed, limit)
    where, args = in_list("e.id", [page.evidence_id for page in pages])
    known = {
        r["id"]: r for r in vault.query(f"{_EVIDENCE} WHERE e.trashed_at = '' AND {where}", args)
    }
    return named + [
        Hit(
            "evidence", page.evidence_id, known[page.evidence_id]["dispute_id"],
            known[page.evidence_id]["title"] or known[page.evidence_id]["file_name"],
            page.snippet, page.page,
        )
        for page in pages
        if page.evidence_id in known
    ]  # fmt: skip


_EVIDENCE = (
    "SELECT e.id, e.title, e.file_name, e.source,"
    " coalesce((SELECT dispute_id FROM dispute_evidence l WHERE l.evidence_id = e.id LIMIT 1), '')"
    " AS dispute_id FROM evidence e"
)
