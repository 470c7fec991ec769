"""What happened, by hand: put on record, answered with the other side's version, taken out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.diary import PlannedAction
from onrecord.domain.fact import Citation, Fact
from onrecord.domain.when import When
from onrecord.errors import Refused
from onrecord.services.clock import local_zone
from onrecord.services.derive import stored_date

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def add_fact(
    vault: Vault,
    dispute_id: str,
    words: str,
    dated: str,
    *,
    side: str = "mine",
    disputed: bool = False,
    quoted: str = "",
) -> Change:
    """``dated`` as typed ("May 2011", "14 March 2026 9:30", "May 2011 to September 2011", empty for
    not known): its precision is kept. ``quoted`` are their own words where they admitted it.

    Raises Refused naming words, dated or side.
    """
    fact = Fact(
        dispute_id=dispute_id,
        dated=stored_date(dated),
        zone=local_zone(),
        words=_needed(words),
        side=_side(side),
        position=_next_position(vault, dispute_id),
        disputed=disputed,
        admitted=bool(quoted.strip()),
        quoted=quoted.strip(),
    )
    with vault.change("Put on record what happened") as tx:
        tx.insert(fact)
    return replace(tx.change, result=fact.id)


def add_version(vault: Vault, fact_id: str, words: str, dated: str) -> Change:
    """The other side's version of a fact: it stands beside it, and the fact is disputed."""
    fact = vault.get(Fact, fact_id)
    if fact.version_of_id:
        raise Refused("This is the other side's version already.", "words")
    if vault.find(Fact, "version_of_id = ?", [fact_id], limit=1):
        raise Refused("Their version is on record already; change that one.", "words")
    version = Fact(
        dispute_id=fact.dispute_id,
        dated=stored_date(dated),
        zone=fact.zone,
        words=_needed(words),
        side="theirs" if fact.side == "mine" else "mine",
        position=_next_position(vault, fact.dispute_id),
        version_of_id=fact_id,
        disputed=True,
    )
    with vault.change("Put their version beside mine") as tx:
        tx.insert(version)
        tx.patch(Fact, fact_id, disputed=True)
    return replace(tx.change, result=version.id)


def admit(vault: Vault, fact_id: str, quoted: str) -> Change:
    """They admitted it, in these words of theirs; no words take that back."""
    said = quoted.strip().strip('“”"')
    with vault.change("Noted that they admit it" if said else "No longer noted as admitted") as tx:
        tx.patch(Fact, fact_id, admitted=bool(said), quoted=said)
    return replace(tx.change, result=fact_id)


def remove_fact(vault: Vault, fact_id: str) -> Change:
    """With its citations; a version of it stays, as a statement of its own."""
    vault.get(Fact, fact_id)
    with vault.change("Took out what happened") as tx:
        for version in vault.find(Fact, "version_of_id = ?", [fact_id]):
            tx.patch(Fact, version.id, version_of_id="")
        for one in vault.find(Citation, "of_table = 'fact' AND of_id = ?", [fact_id]):
            tx.remove(Citation, one.id)
        tx.remove(Fact, fact_id)
    return replace(tx.change, result=fact_id)


def plan_carrier_record(vault: Vault, dispute_id: str, dated: str) -> Change:
    """My own plan to ask the phone company for its record of the calls of that time."""
    action = PlannedAction(dispute_id=dispute_id, words=carrier_plan(dated))
    with vault.change("Planned to ask the phone company") as tx:
        tx.insert(action)
    return replace(tx.change, result=action.id)


def carrier_plan(dated: str) -> str:
    """The words of that plan; ``dated`` as stored."""
    of = f" of {When(dated).day.words()}" if dated else ""
    return f"Ask my phone company for its record of the calls{of}"


def _needed(words: str) -> str:
    said = words.strip()
    if not said:
        raise Refused("Say what happened, in a sentence.", "words")
    return said


def _side(side: str) -> str:
    if side not in ("mine", "theirs"):
        raise Refused("Say who says so: I, or they.", "side")
    return side


def _next_position(vault: Vault, dispute_id: str) -> int:
    rows = vault.query(
        "SELECT coalesce(max(position), 0) AS last FROM fact WHERE dispute_id = ?", [dispute_id]
    )
    return int(rows[0]["last"]) + 1
