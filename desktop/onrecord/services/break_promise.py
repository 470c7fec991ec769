"""A promise is broken by a document: a later bill on which what they promised is not done."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.contact import Contact, Promise
from onrecord.domain.evidence import DisputeEvidence, Evidence
from onrecord.domain.fact import Citation
from onrecord.domain.when import When
from onrecord.errors import Refused

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def break_promise(
    vault: Vault, id: str, evidence_id: str, page: int | None = None, rect: str = "", note: str = ""
) -> Change:
    """Marks it broken as of the document's date, and cites the place that shows it.

    Raises Refused where the document is older than the promise, or, with a day promised, dated
    before the last day on which it could have been kept: such a document shows nothing yet.
    """
    promise = vault.get(Promise, id)
    evidence = vault.get(Evidence, evidence_id)
    shown = When(evidence.dated)
    due = When(promise.due).last_day
    made = _made_on(vault, promise)
    if due and shown.last_day and shown.last_day <= due:
        raise Refused(
            f"They had until {When.of_day(due).words()}; this document is from before that day's end.",
            "evidence",
        )
    if made.first_day and shown.last_day and shown.last_day < made.first_day:
        raise Refused("This document is older than the promise.", "evidence")
    words = note.strip() or f"{evidence.title or evidence.file_name} shows that it was not done."
    with vault.change("Promise marked broken by a document") as tx:
        tx.patch(
            Promise,
            id,
            state="broken",
            settled_when=shown.text,
            settled_note=words,
            settled_evidence_id=evidence_id,
        )
        tx.insert(
            Citation(of_table="promise", of_id=id, evidence_id=evidence_id, page=page, rect=rect)
        )
        here = [promise.dispute_id, evidence_id]
        filed = vault.count(DisputeEvidence, "dispute_id = ? AND evidence_id = ?", here)
        if promise.dispute_id and not filed:
            tx.insert(DisputeEvidence(dispute_id=promise.dispute_id, evidence_id=evidence_id))
    return replace(tx.change, result=id)


def contrary_documents(vault: Vault, id: str) -> list[tuple[str, str]]:
    """Documents of its dispute that could show it broken, the newest first: (id, words)."""
    promise = vault.get(Promise, id)
    due = When(promise.due).last_day or _made_on(vault, promise).last_day
    rows = vault.find(
        Evidence,
        "trashed_at = '' AND id IN (SELECT evidence_id FROM dispute_evidence WHERE dispute_id = ?)",
        [promise.dispute_id],
    )
    later = [e for e in rows if (day := When(e.dated).last_day) and (due is None or day > due)]
    later.sort(key=lambda e: When(e.dated).sort_key, reverse=True)
    return [(e.id, f"{e.title or e.file_name}, {When(e.dated).short()}") for e in later]


def _made_on(vault: Vault, promise: Promise) -> When:
    rows = vault.find(Contact, "id = ?", [promise.contact_id], limit=1)
    return When(rows[0].dated) if rows else When("")
