"""What the person began or was sent, and has not dealt with: the other lines of Today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from onrecord.domain.contact_entry import ContactEntry
from onrecord.domain.evidence import Evidence
from onrecord.domain.times import parse_utc
from onrecord.services.drafts import drafts
from onrecord.services.recovery_sheet import recovery_sheet_done
from onrecord.services.views.answers import open_questions
from onrecord.services.views.call_gaps import call_gaps

if TYPE_CHECKING:
    from onrecord.domain.housekeeping import Draft
    from onrecord.vault.vault import Vault

_FRESH_DAYS = 7
"""How long Today names a document that could not be read; it says so itself for ever."""
_MOST = 3


@dataclass(frozen=True)
class Attention:
    """One line; ``action`` is recovery_sheet, open_draft, open_call, answer, edit_contact or
    open_document, about ``id``."""

    words: str
    why: str
    action: str
    id: str
    button: str
    dispute_id: str = ""


def recovery_due(vault: Vault) -> bool:
    """Whether the recovery sheet has still to be made."""
    return not recovery_sheet_done(vault)


def attention(vault: Vault, today: date | None = None) -> list[Attention]:
    """Drafts first, then papers that may be an answer, calls that lack something, then documents that wait for their password
    or could not be read."""
    day = today or date.today()
    return [
        *_drafts(vault),
        *_answers(vault, day),
        *_calls(vault, day),
        *_locked_documents(vault),
        *_unread(vault, day),
    ]


def _answers(vault: Vault, day: date) -> list[Attention]:
    """A paper that may be the answer they owe moves the dispute: it is asked about here too."""
    found: list[Attention] = []
    for question in open_questions(vault, day):
        paper = vault.get(Evidence, question.evidence_id)
        name = paper.title or paper.file_name or "A document"
        found.append(
            Attention(
                question.words, f"“{name}”. Say yes, final; yes, partly; or no.", "answer",
                question.evidence_id, "Answer", question.dispute_id,
            )
        )  # fmt: skip
    return found


def _calls(vault: Vault, day: date) -> list[Attention]:
    return [
        Attention(gap.words, gap.why, "edit_contact", gap.contact_id, "Complete the call", gap.dispute_id)
        for gap in call_gaps(vault, day)
    ]  # fmt: skip


def _drafts(vault: Vault) -> list[Attention]:
    return [
        Attention(
            _draft_words(one), _draft_why(one),
            "open_call" if in_companion(one) else "open_draft", one.id, "Go on", one.dispute_id,
        )
        for one in drafts(vault, "contact")
    ]  # fmt: skip


def in_companion(draft: Draft) -> bool:
    """Whether it was noted in the call companion, and is no change of what is on record."""
    return bool(draft.body.get("companion")) and not draft.body.get("contact_id")


def _draft_words(draft: Draft) -> str:
    names = {"call": "a call", "email": "an email", "visit": "a visit"}
    kind = str(draft.body.get("kind", "call"))
    what = names.get(kind, f"a {kind}")
    verb = "changing" if draft.body.get("contact_id") else "noting"
    return f"You were {verb} {what}."


def _draft_why(draft: Draft) -> str:
    """Enough to know it again: the company, the reference, the first words."""
    try:
        entry = ContactEntry.from_body(dict(draft.body))
    except (TypeError, ValueError, KeyError, AttributeError):
        return "It is not on record yet."
    said = entry.lines[0].words if entry.lines else entry.outcome
    pieces = [
        entry.company,
        f"ref {entry.reference}" if entry.reference else "",
        said if len(said) <= 60 else f"{said[:57].rstrip()}…",
    ]
    kept = parse_utc(draft.changed_at).astimezone() if draft.changed_at else None
    when = f"kept {kept.day} {kept:%B}, {kept:%H:%M}" if kept else ""
    found = [piece for piece in [*pieces, when] if piece]
    return f"{', '.join(found)}. Not on record yet." if found else "It is not on record yet."


def _locked_documents(vault: Vault) -> list[Attention]:
    rows = vault.query(
        "SELECT id, title, file_name, password FROM evidence"
        " WHERE read_state = 'needs_password' AND trashed_at = '' ORDER BY rowid DESC"
    )
    named = [
        Attention(
            f"Give the password of “{row['title'] or row['file_name']}”.",
            "The one that was kept does not open it."
            if row["password"]
            else "It can be kept and sent, but not read or shown before.",
            "open_document",
            cast("str", row["id"]),
            "Open it",
        )
        for row in rows[:_MOST]
    ]
    more = len(rows) - _MOST
    if more > 0:
        what = "1 more document needs" if more == 1 else f"{more} more documents need"
        named.append(
            Attention(
                f"{what} a password.", "They are kept safely meanwhile.", "open_document",
                cast("str", rows[_MOST]["id"]), "Open the first",
            )
        )  # fmt: skip
    return named


def _unread(vault: Vault, today: date) -> list[Attention]:
    since = (today - timedelta(days=_FRESH_DAYS)).isoformat()
    rows = vault.query(
        "SELECT id, title, file_name, problem FROM evidence WHERE read_state = 'failed'"
        " AND trashed_at = '' AND created_at >= ? ORDER BY rowid DESC",
        [since],
    )
    if len(rows) <= _MOST:
        return [
            Attention(
                f"“{row['title'] or row['file_name']}” could not be read.",
                row["problem"] or "It is kept safely.",
                "open_document",
                row["id"],
                "Look",
            )
            for row in rows
        ]
    return [
        Attention(
            f"{len(rows)} documents could not be read.",
            "They are kept safely, and can be sent as they are.",
            "open_document",
            rows[0]["id"],
            "Look at the newest",
        )
    ]
