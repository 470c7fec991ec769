"""Points on which the sides differ: added, put in order, taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.fact import Citation, Issue
from onrecord.errors import Refused

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def add_issue(
    vault: Vault, dispute_id: str, title: str, mine: str = "", theirs: str = ""
) -> Change:
    """At the end of the list. Raises Refused naming title."""
    said = " ".join(title.split())
    if not said:
        raise Refused("Say in a few words what you disagree about.", "title")
    rows = vault.find(Issue, "dispute_id = ?", [dispute_id])
    issue = Issue(
        dispute_id=dispute_id,
        position=max((one.position for one in rows), default=0) + 1,
        title=said,
        mine=mine.strip(),
        theirs=theirs.strip(),
    )
    with vault.change("Added where we disagree") as tx:
        tx.insert(issue)
    return replace(tx.change, result=issue.id)


def arrange_issues(vault: Vault, ids: Sequence[str]) -> Change:
    """In this order, in the window and in the PDF."""
    with vault.change("Changed the order of disagreements") as tx:
        for position, id in enumerate(ids, 1):
            if vault.get(Issue, id).position != position:
                tx.patch(Issue, id, position=position)
    return tx.change


def remove_issue(vault: Vault, id: str) -> Change:
    """With its citations."""
    vault.get(Issue, id)
    with vault.change("Took out where we disagree") as tx:
        for one in vault.find(Citation, "of_table = 'issue' AND of_id = ?", [id]):
            tx.remove(Citation, one.id)
        tx.remove(Issue, id)
    return replace(tx.change, result=id)
